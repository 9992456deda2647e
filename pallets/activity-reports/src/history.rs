//! Histories: the days of a register or a citizen, from which the chain makes baselines.
//!
//! Every day that is reported is fed, whether it earns something or not, and a day that comes after
//! a later one earns nothing: so nobody can pick the days that a baseline is made of, by leaving
//! some out or by the order of reporting. A register tells even what was never reported.

use crate::types::{History, HistorySubject, KEPT_DAYS};
use alloc::vec::Vec;
use codec::Compact;
use frame_support::{ensure, BoundedVec};
use tanpu_formula::{mean_raw, Definition, EvalError, InputKind, Origin};
use tanpu_primitives::{ClaimSpec, Day, GroupId, ObjectId, Reason};

/// The bits of the days that are kept.
const KEPT: u64 = (1 << KEPT_DAYS) - 1;

/// The mean that a methodology takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct MeanRule {
	/// Index of the input that takes it.
	pub input: u8,
	/// Index of the reported input that it is of.
	pub of: u8,
	/// Days before the act's own.
	pub days: u8,
	/// How many of them must be known.
	pub least: u8,
	/// Decimals of what it is of, and of the input that takes it.
	decimals: (u8, u8),
	/// Which of the methodology's claims is the register that `of` is read from; none where the
	/// history is the citizen's.
	pub register: Option<usize>,
}

impl MeanRule {
	/// The mean of a checked definition; none where it takes none.
	pub fn of(definition: &Definition, claims: &[ClaimSpec]) -> Option<Self> {
		let (at, input) = definition.mean()?;
		let Origin::Mean { of, days, least } = input.origin else { return None };
		let measured = definition.inputs.get(usize::from(of))?;
		let register = claims
			.iter()
			.position(|claim| matches!(claim, ClaimSpec::Counter { input, .. } if *input == of));
		Some(Self {
			input: u8::try_from(at).ok()?,
			of,
			days,
			least,
			decimals: (decimals(&measured.kind)?, decimals(&input.kind)?),
			register,
		})
	}
}

fn decimals(kind: &InputKind) -> Option<u8> {
	match kind {
		InputKind::Number { decimals, .. } => Some(*decimals),
		InputKind::Category { .. } => None,
	}
}

/// A register that a row read, where the history is its.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Reading {
	pub group: GroupId,
	pub object: ObjectId,
	pub from: u64,
	pub to: u64,
}

/// What a row makes of a history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fed {
	/// A later day than all known ones.
	New(History),
	/// A known day, read the same by another holder: the history stays.
	Same,
	/// A day before a known one. It earns nothing; where its place was empty, it is filled.
	Late(Option<History>),
}

/// Feeds a day into a history. `range` are the readings of the register, where it is one's.
///
/// A register's missing days have what they used together, `from` less the last reading, in equal
/// parts; what is left over goes to the first of them, one unit each, so that the sum is exact.
///
/// # Errors
///
/// [`Reason::AlreadyRecorded`]: the day is known with other readings, or it is a citizen's.
/// [`Reason::CounterOverlap`], [`Reason::CounterGap`]: the readings begin before the last known
/// one, or beyond it and no day is missing that could have used the difference.
pub(crate) fn feed(
	known: Option<&History>,
	day: Day,
	value: u64,
	range: Option<(u64, u64)>,
	days: u8,
) -> Result<Fed, Reason> {
	let Some(history) = known else {
		return Ok(Fed::New(History::begin(day, value, range.map(|(_, to)| to))));
	};
	if day > history.last_day {
		return history.advance(day, value, range).map(Fed::New);
	}
	let before = u32::from(history.last_day.saturating_sub(day));
	if before >= KEPT_DAYS {
		return Ok(Fed::Late(None));
	}
	if !history.knows(before) {
		return history.fill(before, value, range).map(|filled| Fed::Late(Some(filled)));
	}
	ensure!(range.is_some() && history.range(before) == range, Reason::AlreadyRecorded);
	// Nobody reported the day when its turn was, or the days before it are gone by now.
	let window = before.saturating_add(u32::from(days));
	if history.estimated & bit(before) != 0 || window >= KEPT_DAYS {
		return Ok(Fed::Late(None));
	}
	Ok(Fed::Same)
}

impl History {
	/// The history of one day.
	fn begin(day: Day, value: u64, reading: Option<u64>) -> Self {
		let values = BoundedVec::truncate_from([Compact(value)].to_vec());
		Self { last_day: day, known: 1, estimated: 0, reading, values }
	}

	fn knows(&self, before: u32) -> bool {
		self.known & bit(before) != 0
	}

	/// How many of the days after the one so far before the last are known: where its value stands.
	fn position(&self, before: u32) -> usize {
		let later = self.known & bit(before).saturating_sub(1);
		usize::try_from(later.count_ones()).unwrap_or(usize::MAX)
	}

	/// What a day used, in the input's scaled unit; none where it isn't known.
	pub fn value(&self, day: Day) -> Option<u64> {
		let before = u32::from(self.last_day.checked_sub(day)?);
		let known = before < KEPT_DAYS && self.knows(before);
		known.then(|| self.values.get(self.position(before)).map(|value| value.0)).flatten()
	}

	/// A register's reading at the end of the day so far before the last, all days after it being
	/// known.
	fn reading_after(&self, before: u32) -> Option<u64> {
		let later = self.values.iter().take(self.position(before));
		later.fold(self.reading, |reading, value| reading?.checked_sub(value.0))
	}

	/// The readings of a known day of a register.
	fn range(&self, before: u32) -> Option<(u64, u64)> {
		let to = self.reading_after(before)?;
		let value = self.values.get(self.position(before))?;
		Some((to.checked_sub(value.0)?, to))
	}

	/// With a day later than all known ones.
	fn advance(&self, day: Day, value: u64, range: Option<(u64, u64)>) -> Result<Self, Reason> {
		let shift = u32::from(day.saturating_sub(self.last_day));
		let missing = shift.saturating_sub(1);
		let mut known = shifted(self.known, shift) | 1;
		let mut estimated = shifted(self.estimated, shift);
		let mut values = Vec::with_capacity(self.values.len().saturating_add(1));
		values.push(Compact(value));
		if let Some((from, _)) = range {
			let units = units_between(self.reading, Some(from), missing)?;
			for before in 1..=missing.min(KEPT_DAYS.saturating_sub(1)) {
				// The first of the missing days is the one furthest before.
				let part = part(units, missing, missing.saturating_sub(before));
				values.push(Compact(part));
				known |= bit(before);
				estimated |= bit(before);
			}
		}
		values.extend(self.values.iter().copied());
		// What is older than what is kept stands last.
		let kept = usize::try_from((known & KEPT).count_ones()).unwrap_or(usize::MAX);
		values.truncate(kept);
		Ok(Self {
			last_day: day,
			known: known & KEPT,
			estimated: estimated & KEPT,
			reading: range.map(|(_, to)| to),
			values: BoundedVec::truncate_from(values),
		})
	}

	/// With a day that isn't known before one that is. A register's can only be before all of them:
	/// the days between have their part of what was used between.
	fn fill(&self, before: u32, value: u64, range: Option<(u64, u64)>) -> Result<Self, Reason> {
		let mut filled = self.clone();
		if let Some((_, to)) = range {
			// Days are known up to the first one without a hole.
			let first = self.known.count_ones().saturating_sub(1);
			let missing = before.saturating_sub(first).saturating_sub(1);
			let begun = self.range(first).map(|(from, _)| from);
			let units = units_between(Some(to), begun, missing)?;
			for between in first.saturating_add(1)..before {
				let nth = before.saturating_sub(between).saturating_sub(1);
				filled.insert(between, part(units, missing, nth));
				filled.estimated |= bit(between);
			}
		}
		filled.insert(before, value);
		Ok(filled)
	}

	fn insert(&mut self, before: u32, value: u64) {
		let at = self.position(before).min(self.values.len());
		// There are no more values than days that are kept.
		if self.values.try_insert(at, Compact(value)).is_ok() {
			self.known |= bit(before);
		}
	}

	/// The mean of the days before `day`, as the raw value of the input that takes it.
	///
	/// # Errors
	///
	/// [`Reason::BaselineTooShort`] where too few of them are known; out of range where it is no
	/// value of the input.
	pub(crate) fn mean(&self, day: Day, rule: &MeanRule) -> Result<u64, Reason> {
		let mut sum = 0u128;
		let mut known = 0u8;
		for back in 1..=u16::from(rule.days) {
			if let Some(value) = day.checked_sub(back).and_then(|day| self.value(day)) {
				// 255 values of 64 bits stay far below 128.
				sum = sum.saturating_add(u128::from(value));
				known = known.saturating_add(1);
			}
		}
		ensure!(known > 0 && known >= rule.least, Reason::BaselineTooShort);
		mean_raw(sum, known, rule.decimals.0, rule.decimals.1)
			.ok_or(Reason::Formula(EvalError::InputOutOfRange { input: rule.input }))
	}

	/// Whether it is one that [`feed`] makes; a register's where `registers`.
	pub(crate) fn is_sound(&self, registers: bool) -> bool {
		let sum = self.values.iter().fold(0u128, |sum, value| sum.saturating_add(value.0.into()));
		self.known & 1 == 1
			&& self.known & !KEPT == 0
			&& self.estimated & !(self.known & !1) == 0
			&& usize::try_from(self.known.count_ones()) == Ok(self.values.len())
			&& match self.reading {
				Some(reading) => {
					registers
						&& u128::from(reading) >= sum
						&& self.known.wrapping_add(1).is_power_of_two()
				},
				None => !registers && self.estimated == 0,
			}
	}
}

impl HistorySubject {
	/// Whether it is a register.
	pub fn is_register(&self) -> bool {
		matches!(self, Self::Register(..))
	}
}

/// What a register counted between two readings, with so many days missing between them.
fn units_between(earlier: Option<u64>, later: Option<u64>, missing: u32) -> Result<u64, Reason> {
	// A register's history always has its reading.
	let (earlier, later) = earlier.zip(later).ok_or(Reason::AlreadyRecorded)?;
	let units = later.checked_sub(earlier).ok_or(Reason::CounterOverlap)?;
	ensure!(units == 0 || missing > 0, Reason::CounterGap);
	Ok(units)
}

/// The `nth` of so many equal parts, the first ones larger by one where they can't all be equal.
fn part(units: u64, parts: u32, nth: u32) -> u64 {
	let parts = u64::from(parts);
	let (each, rest) =
		(units.checked_div(parts).unwrap_or(0), units.checked_rem(parts).unwrap_or(0));
	each.saturating_add(u64::from(u64::from(nth) < rest))
}

fn bit(before: u32) -> u64 {
	1u64.checked_shl(before).unwrap_or(0)
}

fn shifted(bits: u64, by: u32) -> u64 {
	bits.checked_shl(by).unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn register(days: &[(Day, u64, u64)]) -> History {
		let mut history: Option<History> = None;
		for (day, from, to) in days {
			match feed(history.as_ref(), *day, to - from, Some((*from, *to)), 7).unwrap() {
				Fed::New(fed) | Fed::Late(Some(fed)) => history = Some(fed),
				Fed::Same | Fed::Late(None) => {},
			}
		}
		let history = history.unwrap();
		assert!(history.is_sound(true));
		history
	}

	fn values(history: &History) -> Vec<u64> {
		history.values.iter().map(|value| value.0).collect()
	}

	#[test]
	fn missing_days_have_equal_parts_and_the_sum_is_exact() {
		let history = register(&[(100, 50, 60), (105, 71, 80)]);
		assert_eq!(values(&history), [9, 2, 3, 3, 3, 10]);
		assert_eq!((history.known, history.estimated), (0b11_1111, 0b1_1110));
		assert_eq!(history.reading, Some(80));
		assert_eq!(history.value(104), Some(2));
		assert_eq!(history.value(99), None);
		// Longer than is kept.
		let history = register(&[(100, 50, 60), (300, 60 + 199, 300)]);
		assert_eq!((history.known, history.values.len()), (KEPT, KEPT_DAYS as usize));
		assert_eq!(values(&history)[..3], [41, 1, 1]);
		assert_eq!(history.estimated, KEPT - 1);
	}

	#[test]
	fn a_late_day_of_a_register_stands_before_all_known_ones() {
		let history = register(&[(100, 50, 60), (96, 20, 25)]);
		assert_eq!(values(&history), [10, 8, 8, 9, 5]);
		assert_eq!(history.estimated, 0b1110);
		let refused = |day, from, to| feed(Some(&history), day, to - from, Some((from, to)), 7);
		assert_eq!(refused(95, 10, 30), Err(Reason::CounterOverlap));
		assert_eq!(refused(95, 10, 19), Err(Reason::CounterGap));
		assert_eq!(refused(100, 49, 60), Err(Reason::AlreadyRecorded));
		assert_eq!(refused(100, 50, 60), Ok(Fed::Same));
		// Nobody reported it.
		assert_eq!(refused(98, 34, 42), Ok(Fed::Late(None)));
		assert_eq!(refused(98, 34, 43), Err(Reason::AlreadyRecorded));
		assert_eq!(refused(100 - 62, 0, 1), Ok(Fed::Late(None)));
		assert_eq!(refused(101, 61, 62), Err(Reason::CounterGap));
		assert_eq!(refused(101, 59, 62), Err(Reason::CounterOverlap));
	}

	#[test]
	fn a_citizen_s_missing_days_stay_unknown() {
		let fed = |history: Option<&History>, day, value| match feed(history, day, value, None, 3) {
			Ok(Fed::New(fed) | Fed::Late(Some(fed))) => fed,
			other => panic!("{other:?}"),
		};
		let history = fed(None, 100, 7);
		let history = fed(Some(&history), 103, 5);
		assert_eq!((history.known, values(&history)), (0b1001, vec![5, 7]));
		let history = fed(Some(&history), 102, 9);
		assert_eq!((history.known, values(&history)), (0b1011, vec![5, 9, 7]));
		assert!(history.is_sound(false));
		assert_eq!(feed(Some(&history), 102, 9, None, 3), Err(Reason::AlreadyRecorded));
		assert_eq!(feed(Some(&history), 20, 9, None, 3), Ok(Fed::Late(None)));
	}
}
