//! A citizen's position with one operator: the value of the hot ledger.

use crate::{ClassId, Grams, GrowthMillis, PointCents};
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
	/// Points earned, in hundredths, that the operator has yet to issue from its fund.
	#[codec(compact)]
	pub points_due: PointCents,
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
			points_due: 0,
			carry: 0,
			contributions: BoundedVec::new(),
		}
	}

	/// Adds one credited record. Nothing changes on error.
	///
	/// `points_per_kg` is in hundredths of a point per kilogram CO2e, `growth_per_kg` in growth
	/// points per kilogram. Returns the hundredths of a point that became due.
	pub fn credit(
		&mut self,
		class: ClassId,
		grams: Grams,
		points_per_kg: u32,
		growth_per_kg: u32,
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
		let points_due = self.points_due.checked_add(due).ok_or(CreditError::Overflow)?;
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
		self.points_due = points_due;
		self.carry = carry;
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
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fractions_are_carried() {
		let mut position = Position::new(Disposition::Entrusted);
		// 8.44 points per kg: 117 g are 0.98748 points.
		assert_eq!(position.credit(1, 117, 844, 1_000), Ok(98));
		assert_eq!(position.carry, 748);
		assert_eq!(position.credit(1, 117, 844, 1_000), Ok(99));
		assert_eq!((position.points_due, position.carry), (197, 496));
		assert_eq!((position.grams, position.growth), (234, 234_000));
		assert_eq!(position.contributions.to_vec(), [(1, 234)]);
	}

	#[test]
	fn refusals_change_nothing() {
		let mut position = Position::new(Disposition::SelfHeld);
		for class in 0..MAX_CONTRIBUTIONS {
			position.credit(class, 1, 1, 1).unwrap();
		}
		let before = position.clone();
		assert_eq!(position.credit(99, 1, 1, 1), Err(CreditError::ContributionsFull));
		assert_eq!(position.credit(0, u64::MAX, 1, 1), Err(CreditError::Overflow));
		assert_eq!(position.credit(0, u64::MAX, 0, 0), Err(CreditError::Overflow));
		assert_eq!(position, before);
	}
}
