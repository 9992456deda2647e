//! From a gram of a class to the row that earned it, and back.

use crate::{
	commands::{
		batches::{batch, rows_of},
		methodology::inputs::credited_day,
	},
	connection::{At, Chain},
	failure::{Failure, Result},
	key,
	report::send::processed_of,
	types::reports::{Batch, BatchProcessed},
};
use pallet_verified_reductions::SamplePoint;
use std::collections::{BTreeMap, HashMap};
use tanpu_primitives::{time::month_of, BatchIndex, ClassId, Grams, Month, Outcome, Provided, Row};

use super::read::{PALLET, REPORTS};

/// A batch with all that its block has of it.
pub struct Opened {
	pub index: BatchIndex,
	pub batch: Batch,
	pub rows: Vec<Row>,
	pub outcomes: Vec<Outcome>,
	pub provided: Vec<Provided>,
	/// Rows that were withdrawn before the sealing, in rising order.
	pub withdrawn: Vec<u16>,
}

/// A row of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
	pub row: u16,
	/// Of the row's grams, from 0.
	pub offset: Grams,
}

impl Opened {
	/// Reads a batch's rows from its transaction and its outcomes from its event.
	pub async fn read(chain: &Chain, at: &At<'_>, index: BatchIndex) -> Result<Self> {
		let batch = batch(at, index).await?;
		let rows = rows_of(chain, &batch).await?;
		let processed = processed_of(chain, index, &batch).await?.ok_or_else(|| {
			Failure::Plain(format!(
				"the node no longer keeps the events of block {}, which say what the rows of batch \
				 {index} earned: ask a node that keeps all states (--state-pruning archive)",
				batch.block
			))
		})?;
		if processed.outcomes.len() != rows.len() {
			return Err(Failure::Plain(format!(
				"batch {index} has {} rows and {} outcomes: don't trust this node",
				rows.len(),
				processed.outcomes.len()
			)));
		}
		let withdrawn = match at.has_storage(REPORTS, "Withdrawn") {
			true => at.get(REPORTS, "Withdrawn", key![index]).await?.unwrap_or_default(),
			false => Vec::new(),
		};
		let BatchProcessed { outcomes, provided, .. } = processed;
		Ok(Self { index, batch, rows, outcomes, provided, withdrawn })
	}

	/// The row that holds the gram of this place among those that the batch credited to the class
	/// of a month.
	pub fn place(&self, month: Month, offset: Grams, day_offset: i32) -> Option<Place> {
		place(&self.rows, &self.outcomes, month, offset, day_offset)
	}

	/// Whether a row was withdrawn: then it says nothing of the class.
	pub fn is_void(&self, row: u16) -> bool {
		self.withdrawn.binary_search(&row).is_ok()
	}

	/// What the chain itself put into a row's computation.
	pub fn provided(&self, row: u16) -> Option<&Provided> {
		self.provided.iter().find(|provided| provided.row == row)
	}
}

/// The month for which a row is credited.
pub fn month(row: &Row, day_offset: i32) -> Option<Month> {
	credited_day(row, day_offset).map(month_of)
}

fn place(
	rows: &[Row],
	outcomes: &[Outcome],
	wanted: Month,
	offset: Grams,
	day_offset: i32,
) -> Option<Place> {
	let mut rest = offset;
	for (at, (row, outcome)) in rows.iter().zip(outcomes).enumerate() {
		let grams = outcome.grams();
		if grams == 0 || month(row, day_offset) != Some(wanted) {
			continue;
		}
		if rest < grams {
			return Some(Place { row: u16::try_from(at).ok()?, offset: rest });
		}
		rest -= grams;
	}
	None
}

/// A point of a sample with the row that it meets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Met {
	pub number: u32,
	pub point: SamplePoint,
	pub row: u16,
}

/// Every point of a class's sample.
pub async fn points(at: &At<'_>, class: ClassId, count: u32) -> Result<Vec<SamplePoint>> {
	let mut points: Vec<SamplePoint> = Vec::new();
	while points.len() < usize::try_from(count).unwrap_or(usize::MAX) {
		let from = u32::try_from(points.len()).unwrap_or(u32::MAX);
		let page: Vec<SamplePoint> = at.view(PALLET, "sample_points", (class, from)).await?;
		if page.is_empty() {
			return Err(Failure::Plain(format!(
				"the sample of class {class} has {count} points, and the chain tells {from}"
			)));
		}
		points.extend(page);
	}
	Ok(points)
}

/// The batches that a sample meets, each read once, and for every point its row.
pub async fn meet(
	chain: &Chain,
	at: &At<'_>,
	points: &[SamplePoint],
	month: Month,
	day_offset: i32,
	progress: &indicatif::ProgressBar,
) -> Result<(BTreeMap<BatchIndex, Opened>, Vec<Met>)> {
	let mut of: HashMap<BatchIndex, Vec<u32>> = HashMap::new();
	for (number, point) in points.iter().enumerate() {
		of.entry(point.located.batch).or_default().push(u32::try_from(number).unwrap_or(u32::MAX));
	}
	progress.set_length(u64::try_from(of.len()).unwrap_or(u64::MAX));
	let mut batches = BTreeMap::new();
	let mut met = Vec::with_capacity(points.len());
	for (index, numbers) in of {
		let opened = Opened::read(chain, at, index).await?;
		for number in numbers {
			let Some(point) = points.get(usize::try_from(number).unwrap_or(usize::MAX)) else {
				continue;
			};
			let place = opened.place(month, point.located.offset, day_offset).ok_or_else(|| {
				Failure::Plain(format!(
					"gram {} of batch {index} is in none of its rows: don't trust this node",
					point.located.offset
				))
			})?;
			met.push(Met { number, point: *point, row: place.row });
		}
		batches.insert(index, opened);
		progress.inc(1);
	}
	met.sort_by_key(|met| met.number);
	Ok((batches, met))
}

/// The place among the credited grams for which serial number `serial` of `issued` stands.
pub fn gram_of_serial(serial: Grams, issued: Grams, credited: Grams) -> Option<Grams> {
	if !(1..=issued).contains(&serial) {
		return None;
	}
	let fine = u128::from(serial.checked_sub(1)?) * u128::from(credited);
	Grams::try_from(fine / u128::from(issued)).ok()
}

/// The first serial number that stands for a gram of this place or a later one; none beyond the last.
pub fn serial_from_gram(gram: Grams, issued: Grams, credited: Grams) -> Option<Grams> {
	if credited == 0 {
		return None;
	}
	// The least s with floor((s - 1) * credited / issued) >= gram.
	let before = (u128::from(gram) * u128::from(issued)).div_ceil(u128::from(credited));
	let serial = Grams::try_from(before).ok()?.checked_add(1)?;
	(serial <= issued).then_some(serial)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use tanpu_primitives::Reason;

	/// The serial number that stands for a credited gram; none where it fell out, because fewer were
	/// issued than credited.
	fn serial_of_gram(gram: Grams, issued: Grams, credited: Grams) -> Option<Grams> {
		let serial = serial_from_gram(gram, issued, credited)?;
		(gram_of_serial(serial, issued, credited) == Some(gram)).then_some(serial)
	}

	fn row(citizen: u32, start: u32) -> Row {
		Row { citizen, start, duration: 10, inputs: Default::default(), claims: Default::default() }
	}

	#[test]
	fn a_gram_leads_to_its_row_in_its_month() {
		// 2026-01-31 23:30 and 2026-02-01 00:30 in UTC+8.
		let january = (1_769_873_400u64 / 60) as u32;
		let rows = [row(1, january), row(2, january + 60), row(3, january), row(4, january)];
		let outcomes = [
			Outcome::Credited { grams: 5 },
			Outcome::Credited { grams: 7 },
			Outcome::Rejected(Reason::NotEnrolled),
			Outcome::Capped { grams: 2, computed: 9 },
		];
		let at = |month, offset| place(&rows, &outcomes, month, offset, 28_800);
		assert_eq!(at(672, 0), Some(Place { row: 0, offset: 0 }));
		assert_eq!(at(672, 4), Some(Place { row: 0, offset: 4 }));
		assert_eq!(at(672, 5), Some(Place { row: 3, offset: 0 }));
		assert_eq!(at(672, 6), Some(Place { row: 3, offset: 1 }));
		assert_eq!(at(672, 7), None);
		assert_eq!(at(673, 6), Some(Place { row: 1, offset: 6 }));
		assert_eq!(at(673, 7), None);
		assert_eq!(at(671, 0), None);
	}

	proptest! {
		#[test]
		fn serial_numbers_there_and_back(credited in 1u64..5_000, part in 0u64..1_000) {
			let issued = 1 + part * (credited - 1) / 1_000;
			let mut found = 0;
			for gram in 0..credited {
				if let Some(serial) = serial_of_gram(gram, issued, credited) {
					prop_assert_eq!(gram_of_serial(serial, issued, credited), Some(gram));
					found += 1;
				}
			}
			// Each serial number stands for a gram of its own.
			prop_assert_eq!(found, issued);
			prop_assert_eq!(gram_of_serial(0, issued, credited), None);
			prop_assert_eq!(gram_of_serial(issued + 1, issued, credited), None);
			prop_assert_eq!(serial_from_gram(credited, issued, credited), None);
		}
	}
}
