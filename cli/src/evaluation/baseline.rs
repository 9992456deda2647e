//! The means of the days before, by the chain's rule, for files that state days.
//!
//! It is the rule for a citizen's history: a missing day is unknown. A register on chain knows even
//! what missing days used together; a file for this has a row for each day.

use std::collections::{BTreeMap, HashMap};
use tanpu_formula::mean_raw;
use tanpu_primitives::{Day, Reason};

/// Days of a history that the chain keeps.
const KEPT_DAYS: u16 = 62;

/// Which mean is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mean {
	/// Index of the input that takes it.
	pub input: usize,
	/// Index of the input that it is of.
	pub of: usize,
	/// Days before the act's own.
	pub days: u8,
	/// How many of them must be known.
	pub least: u8,
	/// Decimals of what it is of, and of what takes it.
	pub decimals: (u8, u8),
}

/// The days of every subject of a file.
#[derive(Default)]
pub struct Histories(HashMap<String, BTreeMap<Day, u64>>);

impl Histories {
	/// Feeds a day and returns the mean of the days before it, none where it is beyond 64 bits.
	///
	/// # Errors
	///
	/// [`Reason::LateDay`] for a day before a known one, which is filled in all the same;
	/// [`Reason::AlreadyRecorded`] for one that is known; [`Reason::BaselineTooShort`].
	pub fn feed(
		&mut self,
		rule: &Mean,
		subject: &str,
		day: Day,
		value: u64,
	) -> Result<Option<u64>, Reason> {
		if !self.0.contains_key(subject) {
			self.0.insert(subject.to_owned(), BTreeMap::new());
		}
		let Some(days) = self.0.get_mut(subject) else { return Err(Reason::BaselineTooShort) };
		let last = days.last_key_value().map(|(day, _)| *day);
		if let Some(last) = last.filter(|last| day <= *last) {
			if days.contains_key(&day) {
				return Err(Reason::AlreadyRecorded);
			}
			if last - day < KEPT_DAYS {
				days.insert(day, value);
			}
			return Err(Reason::LateDay);
		}
		days.insert(day, value);
		while days.first_key_value().is_some_and(|(first, _)| day - first >= KEPT_DAYS) {
			days.pop_first();
		}
		let (mut sum, mut known) = (0u128, 0u8);
		for (_, value) in days.range(day.saturating_sub(u16::from(rule.days))..day) {
			sum += u128::from(*value);
			known += 1;
		}
		if known == 0 || known < rule.least {
			return Err(Reason::BaselineTooShort);
		}
		Ok(mean_raw(sum, known, rule.decimals.0, rule.decimals.1))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const RULE: Mean = Mean { input: 1, of: 0, days: 3, least: 2, decimals: (1, 2) };

	#[test]
	fn the_mean_is_that_of_the_known_days_before_rounded_down() {
		let mut histories = Histories::default();
		let mut feed = |day, value| histories.feed(&RULE, "house", day, value);
		assert_eq!(feed(100, 10), Err(Reason::BaselineTooShort));
		assert_eq!(feed(101, 15), Err(Reason::BaselineTooShort));
		// (1.0 + 1.5) / 2 with a decimal more.
		assert_eq!(feed(102, 5), Ok(Some(125)));
		assert_eq!(feed(103, 0), Ok(Some(100)));
		// Of 101 to 103, the first falls out: 0.5 + 0 + ... and a gap counts as unknown.
		assert_eq!(feed(105, 7), Ok(Some(25)));
		// Of 106 to 108 none is known; of 105 and before none counts.
		assert_eq!(feed(109, 7), Err(Reason::BaselineTooShort));
	}

	#[test]
	fn late_days_complete_the_history_and_earn_nothing() {
		let mut histories = Histories::default();
		let mut feed = |subject: &str, day, value| histories.feed(&RULE, subject, day, value);
		assert!(feed("a", 100, 10).is_err());
		assert_eq!(feed("a", 98, 40), Err(Reason::LateDay));
		assert_eq!(feed("a", 98, 40), Err(Reason::AlreadyRecorded));
		assert_eq!(feed("a", 100, 10), Err(Reason::AlreadyRecorded));
		assert_eq!(feed("a", 101, 1), Ok(Some(250)));
		// Another subject has its own days.
		assert_eq!(feed("b", 101, 1), Err(Reason::BaselineTooShort));
		// What is no longer kept is late and nothing else.
		assert_eq!(feed("a", 20, 1), Err(Reason::LateDay));
		assert_eq!(feed("a", 20, 1), Err(Reason::LateDay));
	}

	#[test]
	fn what_is_kept_is_bounded() {
		let mut histories = Histories::default();
		for day in 0..1_000 {
			let _ = histories.feed(&RULE, "a", day, 1);
		}
		assert_eq!(histories.0["a"].len(), usize::from(KEPT_DAYS));
	}
}
