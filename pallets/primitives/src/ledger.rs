//! A citizen's position with one operator: the value of the hot ledger.

use crate::{
	points::{Issue, PointsBySeries},
	ClassId, Grams, GrowthMillis, PointCents, SeriesId,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// Open classes that one position can contribute to at once. A class stays open for a month, its
/// deadline and its verification; with an operator of a few methodologies a dozen is ample. A
/// record beyond it is rejected by name (`ContributionsFull`) and nothing else is hurt.
pub const MAX_CONTRIBUTIONS: u32 = 16;

/// What becomes of a citizen's verified grams with an operator, chosen when enrolling.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Disposition {
	/// The operator sells them and the citizen shares the proceeds.
	Entrusted,
	/// They go to the citizen's own account.
	SelfHeld,
	/// They are cancelled for the common good after verification; the citizen keeps the points.
	RewardOnly,
}

/// What a citizen has with an operator. Its existence is the enrolment: only enrolled citizens can
/// be credited, and the check costs no further key.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Position {
	pub disposition: Disposition,
	/// False once the citizen has left the operator or closed the account: what was earned stays,
	/// nothing more is credited.
	pub enrolled: bool,
	/// Grams CO2e credited in all, less what was withdrawn.
	#[codec(compact)]
	pub grams: Grams,
	/// Growth earned with this operator, in thousandths.
	#[codec(compact)]
	pub growth: GrowthMillis,
	/// Points, in hundredths, by series in rising order; none of them zero. Those of closed series
	/// are worth nothing and go when the position is next touched.
	pub points: PointsBySeries,
	/// What is left below a hundredth of a point, in thousandths of it: 0..=999. Carried, so that
	/// rounding loses nothing and creates nothing.
	pub carry: u16,
	/// Grams contributed to classes that are not yet settled, in rising order of class.
	pub contributions: BoundedVec<(ClassId, Grams), ConstU32<MAX_CONTRIBUTIONS>>,
}

impl Position {
	/// A fresh enrolment.
	pub fn new(disposition: Disposition) -> Self {
		Self {
			disposition,
			enrolled: true,
			grams: 0,
			growth: 0,
			points: BoundedVec::new(),
			carry: 0,
			contributions: BoundedVec::new(),
		}
	}

	/// Points of one series, in hundredths.
	pub fn points_of(&self, series: SeriesId) -> PointCents {
		self.points
			.binary_search_by_key(&series, |(id, _)| *id)
			.ok()
			.and_then(|at| self.points.get(at))
			.map_or(0, |(_, points)| *points)
	}

	/// Adds points of a live series; points of series that are not in `live` go. Nothing changes on
	/// error.
	pub fn add_points(&mut self, issue: &Issue, points: PointCents) -> Result<(), CreditError> {
		if points == 0 {
			return Ok(());
		}
		if !issue.live.contains(&issue.series) {
			return Err(CreditError::SeriesNotLive);
		}
		match self.points.binary_search_by_key(&issue.series, |(id, _)| *id) {
			Ok(at) => {
				let entry = self.points.get_mut(at).ok_or(CreditError::Overflow)?;
				entry.1 = entry.1.checked_add(points).ok_or(CreditError::Overflow)?;
				self.drop_closed(&issue.live);
			},
			Err(_) => {
				self.drop_closed(&issue.live);
				let at = self.points.partition_point(|(id, _)| *id < issue.series);
				// As many live series as there is room for, and this one is not among them yet.
				self.points
					.try_insert(at, (issue.series, points))
					.map_err(|_| CreditError::SeriesNotLive)?;
			},
		}
		Ok(())
	}

	/// Takes the grams of a record out of its class and the sum. Growth stays: it never falls. None,
	/// and nothing changes, where the contribution isn't there.
	#[must_use]
	pub fn withdraw_grams(&mut self, class: ClassId, grams: Grams) -> Option<()> {
		let at = self.contributions.binary_search_by_key(&class, |(id, _)| *id).ok()?;
		let rest = self.contributions.get(at)?.1.checked_sub(grams)?;
		self.grams = self.grams.checked_sub(grams)?;
		if rest == 0 {
			self.contributions.remove(at);
		} else if let Some(entry) = self.contributions.get_mut(at) {
			entry.1 = rest;
		}
		Some(())
	}

	/// Undoes the rounding of a record: what is below a hundredth of a point after it. Returns the
	/// whole hundredths to take for it.
	///
	/// With this, whole hundredths and the fraction always add up to what the records that stand are
	/// worth, in thousandths of a hundredth, in whatever order they came and went. `points_per_kg` is
	/// in hundredths of a point. None beyond the type.
	pub fn withdraw_carry(&mut self, grams: Grams, points_per_kg: u32) -> Option<PointCents> {
		let fine = grams.checked_mul(u64::from(points_per_kg))?;
		let beyond = fine.saturating_sub(u64::from(self.carry));
		let points = beyond.div_ceil(1_000);
		let left =
			points.checked_mul(1_000)?.checked_add(u64::from(self.carry))?.checked_sub(fine)?;
		// Below a thousand: less than one hundredth is taken too much.
		self.carry = u16::try_from(left).ok()?;
		Some(points)
	}

	/// Takes points of one series. False, and nothing changes, where there are fewer.
	#[must_use]
	pub fn take_points(&mut self, series: SeriesId, points: PointCents) -> bool {
		let Ok(at) = self.points.binary_search_by_key(&series, |(id, _)| *id) else {
			return points == 0;
		};
		let Some(rest) = self.points.get(at).and_then(|(_, have)| have.checked_sub(points)) else {
			return false;
		};
		if rest == 0 {
			self.points.remove(at);
		} else if let Some(entry) = self.points.get_mut(at) {
			entry.1 = rest;
		}
		true
	}

	/// Drops points of series that are closed.
	pub fn drop_closed(&mut self, live: &[SeriesId]) {
		self.points.retain(|(series, _)| live.contains(series));
	}

	/// Adds one credited record. Nothing changes on error.
	///
	/// `points_per_kg` is in hundredths of a point per kilogram CO2e, `growth_per_kg` in growth
	/// points per kilogram. `issue` is the series that points are issued in; none where the
	/// methodology gives no points. Returns the hundredths of a point that were added.
	pub fn credit(
		&mut self,
		class: ClassId,
		grams: Grams,
		points_per_kg: u32,
		growth_per_kg: u32,
		issue: Option<&Issue>,
	) -> Result<PointCents, CreditError> {
		// Hundredths of a point per kg times grams = thousandths of a hundredth.
		let fine = grams
			.checked_mul(u64::from(points_per_kg))
			.and_then(|fine| fine.checked_add(u64::from(self.carry)))
			.ok_or(CreditError::Overflow)?;
		let due = fine.checked_div(1_000).ok_or(CreditError::Overflow)?;
		let carry = fine
			.checked_rem(1_000)
			.and_then(|rest| u16::try_from(rest).ok())
			.ok_or(CreditError::Overflow)?;
		let grown = grams.checked_mul(u64::from(growth_per_kg)).ok_or(CreditError::Overflow)?;
		let total_grams = self.grams.checked_add(grams).ok_or(CreditError::Overflow)?;
		let growth = self.growth.checked_add(grown).ok_or(CreditError::Overflow)?;
		let series = match issue {
			Some(issue) if issue.live.contains(&issue.series) => issue.series,
			Some(_) => return Err(CreditError::SeriesNotLive),
			None if due > 0 => return Err(CreditError::SeriesNotLive),
			None => 0,
		};
		// Whether they fit is known before anything changes.
		self.points_of(series).checked_add(due).ok_or(CreditError::Overflow)?;
		match self.contributions.binary_search_by_key(&class, |(id, _)| *id) {
			Ok(at) => {
				let entry = self.contributions.get_mut(at).ok_or(CreditError::Overflow)?;
				entry.1 = entry.1.checked_add(grams).ok_or(CreditError::Overflow)?;
			},
			Err(at) => self
				.contributions
				.try_insert(at, (class, grams))
				.map_err(|_| CreditError::ContributionsFull)?,
		}
		self.grams = total_grams;
		self.growth = growth;
		self.carry = carry;
		if let Some(issue) = issue {
			self.add_points(issue, due)?;
		}
		Ok(due)
	}
}

/// Why a record could not be added to a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CreditError {
	/// A total would exceed its type; no real citizen comes near.
	Overflow,
	/// The position contributes to [`MAX_CONTRIBUTIONS`] open classes already.
	ContributionsFull,
	/// Points of a series that doesn't exist or is closed.
	SeriesNotLive,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn issue(series: SeriesId, live: &[SeriesId]) -> Issue {
		Issue { series, live: live.to_vec().try_into().unwrap() }
	}

	#[test]
	fn fractions_are_carried() {
		let mut position = Position::new(Disposition::Entrusted);
		let series = issue(3, &[3]);
		// 8.44 points per kg: 117 g are 0.98748 points.
		assert_eq!(position.credit(1, 117, 844, 1_000, Some(&series)), Ok(98));
		assert_eq!(position.carry, 748);
		assert_eq!(position.credit(1, 117, 844, 1_000, Some(&series)), Ok(99));
		assert_eq!((position.points.to_vec(), position.carry), (alloc::vec![(3, 197)], 496));
		assert_eq!((position.grams, position.growth), (234, 234_000));
		assert_eq!(position.contributions.to_vec(), [(1, 234)]);
		// The carry goes on in a new series.
		let series = issue(4, &[3, 4]);
		assert_eq!(position.credit(1, 117, 844, 1_000, Some(&series)), Ok(99));
		assert_eq!(position.points.to_vec(), [(3, 197), (4, 99)]);
		// No points, no series: the carry stays.
		assert_eq!(position.credit(1, 117, 0, 1_000, None), Ok(0));
		assert_eq!(position.carry, 244);
	}

	#[test]
	fn what_is_withdrawn_leaves_what_the_others_are_worth() {
		let series = issue(0, &[0]);
		let mut position = Position::new(Disposition::Entrusted);
		let records = [117u64, 1, 233, 999, 1_000, 3, 46];
		for grams in records {
			position.credit(5, grams, 844, 1, Some(&series)).unwrap();
		}
		let growth = position.growth;
		let mut left: u64 = records.iter().sum();
		for at in [3, 0, 6, 2, 1, 5, 4] {
			let grams = records[at];
			let points = position.withdraw_carry(grams, 844).unwrap();
			assert!(position.take_points(0, points));
			assert_eq!(position.withdraw_grams(5, grams), Some(()));
			left -= grams;
			assert_eq!(position.points_of(0) * 1_000 + u64::from(position.carry), left * 844);
			assert!(position.carry < 1_000);
			assert_eq!(position.grams, left);
		}
		assert!(position.contributions.is_empty() && position.points.is_empty());
		assert_eq!((position.carry, position.growth), (0, growth));
		let before = position.clone();
		assert_eq!(position.withdraw_grams(5, 1), None);
		assert_eq!(position.withdraw_carry(u64::MAX, 2), None);
		assert_eq!(position, before);
	}

	#[test]
	fn refusals_change_nothing() {
		let mut position = Position::new(Disposition::SelfHeld);
		let series = issue(0, &[0]);
		for class in 0..MAX_CONTRIBUTIONS {
			position.credit(class, 1, 1, 1, Some(&series)).unwrap();
		}
		let before = position.clone();
		let mut credit = |class, grams, points, growth, issue: Option<&Issue>| {
			position.credit(class, grams, points, growth, issue)
		};
		assert_eq!(credit(99, 1, 1, 1, Some(&series)), Err(CreditError::ContributionsFull));
		assert_eq!(credit(0, u64::MAX, 1, 1, Some(&series)), Err(CreditError::Overflow));
		assert_eq!(credit(0, u64::MAX, 0, 0, None), Err(CreditError::Overflow));
		assert_eq!(credit(0, 1_000, 1, 0, None), Err(CreditError::SeriesNotLive));
		assert_eq!(credit(0, 1, 1, 0, Some(&issue(1, &[0]))), Err(CreditError::SeriesNotLive));
		assert_eq!(position, before);
	}

	#[test]
	fn closed_series_make_room() {
		let mut position = Position::new(Disposition::SelfHeld);
		for series in 0..8 {
			let live: alloc::vec::Vec<_> = (0..=series).collect();
			position.add_points(&issue(series, &live), 5).unwrap();
		}
		let before = position.clone();
		assert_eq!(position.add_points(&issue(8, &[7]), 1), Err(CreditError::SeriesNotLive));
		assert_eq!(position.add_points(&issue(2, &[2]), u64::MAX), Err(CreditError::Overflow));
		assert_eq!(position, before);
		position.add_points(&issue(8, &[1, 2, 3, 4, 5, 6, 7, 8]), 1).unwrap();
		assert_eq!(position.points_of(0), 0);
		assert_eq!(position.points.len(), 8);
		assert_eq!(position.points_of(8), 1);
		position.add_points(&issue(2, &[2, 8]), 1).unwrap();
		assert_eq!(position.points.to_vec(), [(2, 6), (8, 1)]);
	}

	#[test]
	fn no_more_is_taken_than_there_is() {
		let mut position = Position::new(Disposition::SelfHeld);
		position.add_points(&issue(1, &[1]), 5).unwrap();
		assert!(!position.take_points(1, 6));
		assert!(!position.take_points(0, 1));
		assert!(position.take_points(0, 0));
		assert!(position.take_points(1, 3));
		assert_eq!(position.points_of(1), 2);
		assert!(position.take_points(1, 2));
		assert!(position.points.is_empty());
	}
}
