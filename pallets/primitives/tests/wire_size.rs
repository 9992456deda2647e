//! What a row of a report takes on the wire: docs/performance.md.

#![allow(clippy::unwrap_used)]

use codec::{Compact, Encode};
use tanpu_primitives::{ClaimData, Disposition, Issue, Position, Row};

/// A ride of `minutes` over `hundredths` of a kilometre in November 2025.
fn ride(minutes: u16, hundredths: u64) -> Row {
	Row {
		citizen: 654_321,
		start: 29_398_000,
		duration: minutes,
		inputs: vec![Compact(hundredths)].try_into().unwrap(),
		claims: Default::default(),
	}
}

#[test]
fn a_row_is_near_twenty_bytes() {
	let sizes = [
		("a short ride, 12 minutes, 2.52 km", ride(12, 252).encode().len()),
		("a long ride, 85 minutes, 48.90 km", ride(85, 4_890).encode().len()),
		("the longest and furthest, 1440 minutes, 655.36 km", ride(1_440, 65_536).encode().len()),
	];
	for (what, size) in sizes {
		println!("{what}: {size} bytes");
		assert!(size <= 20, "{what}");
	}
	// A claim that names an object carries its 32 bytes: such rows are long, and are not rides.
	let mut once = ride(0, 1_500);
	once.claims = vec![ClaimData::Once { reference: [7; 32] }].try_into().unwrap();
	println!("a recycling ticket: {} bytes", once.encode().len());
	assert!(once.encode().len() <= 50);

	let batch: Vec<Row> = (0..1_000).map(|n| ride(5 + n % 80, 100 + u64::from(n) * 4)).collect();
	println!("1000 rides: {} bytes", batch.encode().len());
	assert!(batch.encode().len() <= 20_000);
}

#[test]
fn a_position_is_small() {
	let mut position = Position::new(Disposition::Entrusted);
	let issue = Issue { series: 0, live: vec![0].try_into().unwrap() };
	for class in 0..4 {
		for _ in 0..20 {
			position.credit(class, 1_170, 844, 1_000, Some(&issue)).unwrap();
		}
		println!("{} open classes: {} bytes", class + 1, position.encode().len());
	}
	assert!(position.encode().len() <= 80);
}
