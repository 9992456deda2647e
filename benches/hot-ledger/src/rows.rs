//! Rows to credit, the same for every layout.

use crate::Batches;
use hot_ledger_runtime::pallet::{Layout, Row};
use std::collections::BTreeSet;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
pub struct Random(pub u64);

impl Random {
	pub fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// Below `limit`; the bias is far below what a measurement could see.
	pub fn below(&mut self, limit: u32) -> u32 {
		(self.next() % u64::from(limit)) as u32
	}
}

/// How the citizens of a batch lie among all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
	/// Neighbours without a gap, beginning somewhere.
	Dense,
	/// Every fourth citizen of a range, by chance: a day's acts of which a quarter of the citizens
	/// have one, sorted by citizen before they are cut into batches.
	Daily,
	/// A random choice of all citizens: acts as they happen.
	Scattered,
}

impl Pattern {
	pub const ALL: [Self; 3] = [Self::Dense, Self::Daily, Self::Scattered];

	pub fn name(self) -> &'static str {
		match self {
			Self::Dense => "dense",
			Self::Daily => "daily",
			Self::Scattered => "scattered",
		}
	}
}

/// The batches of a block, each in rising order of citizens, nobody twice in a batch.
pub fn block(seed: u64, pattern: Pattern, citizens: u32, batches: u32, rows: u32) -> Batches {
	let mut random = Random(seed.wrapping_mul(0x1000_0000_1b3));
	let range = match pattern {
		Pattern::Dense => rows,
		Pattern::Daily => rows.saturating_mul(4).min(citizens),
		Pattern::Scattered => citizens,
	};
	(0..batches)
		.map(|_| {
			let first = random.below(citizens - range + 1);
			let chosen: BTreeSet<u32> = if range == rows {
				(first..first + rows).collect()
			} else {
				let mut chosen = BTreeSet::new();
				while (chosen.len() as u32) < rows {
					chosen.insert(first + random.below(range));
				}
				chosen
			};
			chosen
				.into_iter()
				.map(|citizen| Row {
					citizen,
					start: 28_900_000 + random.below(1_440),
					minutes: 5 + random.below(55) as u16,
					grams: 50 + u64::from(random.below(2_000)),
				})
				.collect()
		})
		.collect()
}

/// The batches as a layout gets them: sorted where order helps it, else as rides end, in no order.
pub fn ordered(batches: &Batches, layout: Layout) -> Batches {
	let mut batches = batches.clone();
	if layout == Layout::Hashed {
		let mut random = Random(7);
		for batch in &mut batches {
			for at in (1..batch.len()).rev() {
				batch.swap(at, random.below(at as u32 + 1) as usize);
			}
		}
	}
	batches
}
