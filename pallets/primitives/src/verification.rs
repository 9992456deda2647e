//! Verified reductions: what the pallets that report, verify, sell and vouch for them share.
//!
//! A class of pending reductions (one operator, methodology version, month) is sealed, sampled,
//! audited and issued; the market sells what the operator was entrusted with; a recall makes good
//! what should not have been issued.

use crate::{
	points::Balance, traits::LicenceRefusal, BatchIndex, CitizenId, ClassId, Disposition, Grams,
	MethodologyId, MethodologyRef, Month, OperatorId, ParticipantId, UnixSeconds,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, weights::Weight, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult, Permill};

/// A retirement certificate's number, assigned in sequence from 0.
pub type CertificateId = u32;

/// Verifiers that are considered for one assignment: those licensed for a methodology.
pub const MAX_VERIFIERS: u32 = 64;

/// Longest beneficiary of a certificate, bytes of UTF-8.
pub const MAX_BENEFICIARY: u32 = 128;

/// Longest purpose of a certificate, bytes of UTF-8.
pub const MAX_PURPOSE: u32 = 256;

/// On whose behalf grams are retired; empty: the one who retires them.
pub type Beneficiary = BoundedVec<u8, ConstU32<MAX_BENEFICIARY>>;

/// What grams are retired for.
pub type Purpose = BoundedVec<u8, ConstU32<MAX_PURPOSE>>;

/// Grams of a class by what their citizens chose for them.
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
	Default,
)]
pub struct ByDisposition {
	#[codec(compact)]
	pub entrusted: Grams,
	#[codec(compact)]
	pub self_held: Grams,
	#[codec(compact)]
	pub reward_only: Grams,
}

impl ByDisposition {
	/// Those of one disposition.
	pub fn of(&self, disposition: Disposition) -> Grams {
		match disposition {
			Disposition::Entrusted => self.entrusted,
			Disposition::SelfHeld => self.self_held,
			Disposition::RewardOnly => self.reward_only,
		}
	}

	/// Adds to those of one disposition. None, and nothing changes, beyond the type.
	#[must_use]
	pub fn add(&mut self, disposition: Disposition, grams: Grams) -> Option<()> {
		let slot = match disposition {
			Disposition::Entrusted => &mut self.entrusted,
			Disposition::SelfHeld => &mut self.self_held,
			Disposition::RewardOnly => &mut self.reward_only,
		};
		*slot = slot.checked_add(grams)?;
		Some(())
	}

	/// Takes from those of one disposition. None, and nothing changes, where there are fewer.
	#[must_use]
	pub fn take(&mut self, disposition: Disposition, grams: Grams) -> Option<()> {
		let slot = match disposition {
			Disposition::Entrusted => &mut self.entrusted,
			Disposition::SelfHeld => &mut self.self_held,
			Disposition::RewardOnly => &mut self.reward_only,
		};
		*slot = slot.checked_sub(grams)?;
		Some(())
	}

	/// All together; none beyond the type.
	pub fn total(&self) -> Option<Grams> {
		self.entrusted.checked_add(self.self_held)?.checked_add(self.reward_only)
	}
}

/// A class of pending reductions.
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
pub struct ClassInfo {
	pub operator: OperatorId,
	pub methodology: MethodologyRef,
	/// The month in which the acts ended.
	pub month: Month,
	/// Grams that can be issued: credited and not withdrawn.
	#[codec(compact)]
	pub grams: Grams,
	/// The same by disposition: together `grams`.
	pub by_disposition: ByDisposition,
	/// Grams ever credited: what [`Classes::locate`] counts over. More than `grams` by what was
	/// withdrawn.
	#[codec(compact)]
	pub credited: Grams,
	/// Records credited, those that were withdrawn since among them.
	#[codec(compact)]
	pub records: u32,
	/// Batches that credited the class.
	#[codec(compact)]
	pub batches: u32,
}

/// Where a gram of a class was credited.
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
pub struct Located {
	/// The batch that credited it.
	pub batch: BatchIndex,
	/// Its place among the grams that this batch credited to the class, from 0. The batch's rows
	/// of the class's month, in their order, with the grams of their outcomes, lead to the row.
	#[codec(compact)]
	pub offset: Grams,
}

/// Classes of pending reductions.
pub trait Classes {
	/// A class.
	fn get(class: ClassId) -> Option<ClassInfo>;

	/// The moment from which nothing can be credited to the class or withdrawn from it: the end of
	/// its month and the longest deadline of the exclusion groups that its methodology claims in.
	/// Later where an objection to one of its records waits for an answer or the council: by a bounded
	/// time, whatever anybody does. None where there is no such class.
	fn seals_at(class: ClassId) -> Option<UnixSeconds>;

	/// The class is sealed: from here on it stays as it is, whatever [`Self::seals_at`] may say later
	/// (a group's deadline can be changed).
	fn seal(class: ClassId);

	/// The batch that credited the class's gram of this place, from 0. None beyond what was
	/// credited.
	fn locate(class: ClassId, gram: Grams) -> Option<Located>;

	/// Makes a class that could be sealed long ago, credited by so many batches, of which citizen 0
	/// contributed all, with this disposition.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_class(batches: u32, disposition: Disposition) -> ClassId;
}

/// Licensed verifiers.
pub trait Verifiers<AccountId> {
	/// Verifiers that can audit what the operator reported under the methodology: licensed and
	/// active at `now`, with the methodology in their scope, and of another owner than the
	/// operator's. In rising order; at most [`MAX_VERIFIERS`].
	fn eligible(
		operator: OperatorId,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> BoundedVec<ParticipantId, ConstU32<MAX_VERIFIERS>>;

	/// Whether one verifier is eligible so. The refusal says how it stands;
	/// [`LicenceRefusal::OutOfScope`] also of one of the operator's owner.
	fn ensure_eligible(
		verifier: ParticipantId,
		operator: OperatorId,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal>;

	/// The account that signs for a verifier; none where there is no such verifier.
	fn holder(verifier: ParticipantId) -> Option<AccountId>;

	/// Upper bound of the weight of [`Self::eligible`].
	fn weight() -> Weight {
		Weight::zero()
	}

	/// Licenses so many verifiers, each of its own owner, with everything in their scope, and
	/// returns them.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_verifiers(holder: AccountId, count: u32) -> alloc::vec::Vec<ParticipantId>;
}

/// Operators' bonds.
pub trait Bonds {
	/// Money of the operator's bond that stands good: without what is on its way back to it. What an
	/// operator offers for sale is worth no more.
	fn bonded(operator: OperatorId) -> Balance;

	/// Moves money of an operator's bond into the replacement fund, for grams of a class that were
	/// recalled. Returns the grams that it pays for: at most `grams`, none where there is no bond.
	fn replace(operator: OperatorId, class: ClassId, grams: Grams) -> Grams;

	/// Upper bound of the weight of [`Self::replace`].
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// No bonds.
impl Bonds for () {
	fn bonded(_: OperatorId) -> Balance {
		0
	}
	fn replace(_: OperatorId, _: ClassId, _: Grams) -> Grams {
		0
	}
}

/// What of a class is for sale.
pub trait Listings {
	/// Grams of holders that stand in sell orders. They are part of what is held.
	fn listed(class: ClassId) -> Grams;
}

/// No market.
impl Listings for () {
	fn listed(_: ClassId) -> Grams {
		0
	}
}

/// The unsold grams that an operator sells for the citizens who entrusted them to it.
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
pub struct Pool {
	pub operator: OperatorId,
	/// Grams in the pool now.
	#[codec(compact)]
	pub unsold: Grams,
	/// Grams that went into it at issuance.
	#[codec(compact)]
	pub issued: Grams,
	/// Credited grams that citizens contributed to it: the denominator of every share.
	#[codec(compact)]
	pub contributed: Grams,
	/// The operator's share of proceeds, as the methodology version has it.
	pub operator_share: Permill,
}

/// Verified reductions, as the market needs them. Grams of a class are an asset whose id is the
/// class; holders' grams move by the assets pallet, those of pools only by this.
///
/// All of a call or nothing: the caller's storage layer undoes what a failure leaves behind.
pub trait Reductions<AccountId> {
	/// Fails unless the class is issued and not frozen. To be asked before anything is listed, and
	/// again at each purchase.
	fn ensure_tradable(class: ClassId) -> DispatchResult;

	/// The operator's pool of a class; none where it isn't issued.
	fn pool(class: ClassId) -> Option<Pool>;

	/// Moves grams from the pool to a buyer. Fails where the class can't be traded, or less is
	/// unsold.
	fn deliver(class: ClassId, to: &AccountId, grams: Grams) -> DispatchResult;

	/// Retires grams of the pool for a buyer, who never holds them.
	fn retire_from_pool(
		class: ClassId,
		grams: Grams,
		buyer: &AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> Result<CertificateId, DispatchError>;

	/// Retires grams that `holder` holds for a buyer: such as are listed, out of the market's own
	/// account.
	fn retire_from(
		class: ClassId,
		grams: Grams,
		holder: &AccountId,
		buyer: &AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> Result<CertificateId, DispatchError>;

	/// Takes a citizen's contribution to a pool out of the position, once: the market pays for it.
	/// Returns the contributed grams; fails where they aren't entrusted or the class isn't issued.
	fn settle_entrusted(class: ClassId, citizen: CitizenId) -> Result<Grams, DispatchError>;

	/// Upper bound of the weight of any of these.
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Money that entrusted grams earned.
pub trait Proceeds {
	/// Settles a citizen's contribution to the first of these classes that was issued, and pays to
	/// the citizen's key what it has earned, unless that key is being replaced. For calls that the
	/// citizen's key signed and that touch the position anyhow, after they wrote it. Of a class that can't be settled nothing changes; never fails.
	///
	/// `classes`: at most [`crate::MAX_CONTRIBUTIONS`], those that the position contributes to.
	fn touch(citizen: CitizenId, classes: &[ClassId]);

	/// Upper bound of the weight of [`Self::touch`].
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Nothing is sold.
impl Proceeds for () {
	fn touch(_: CitizenId, _: &[ClassId]) {}
}

/// What a verifier says of a class.
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
pub enum Opinion {
	/// Fairly stated in all material respects.
	Unmodified,
	/// Fairly stated but for this many grams, beyond what the sample's failures extrapolate to.
	Modified {
		#[codec(compact)]
		deduction: Grams,
	},
	/// Not fairly stated.
	Adverse,
	/// No opinion: the verifier could not obtain the evidence. Doesn't count towards the number
	/// that is needed.
	Disclaimed,
}

/// What the risk of a class is, and so which pooled buffer stands in for it.
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
	PartialOrd,
	Ord,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum RiskKind {
	/// Acts that are over, such as rides: that they were credited too high.
	Activity,
	/// Installations and meters: that they deliver less than was read.
	Technology,
	/// Forests and soil: that what was stored is released again.
	Nature,
}

impl RiskKind {
	/// All there are.
	pub const ALL: [Self; 3] = [Self::Activity, Self::Technology, Self::Nature];
}

/// Whether the host country has declared a corresponding adjustment (Article 6.2 of the Paris
/// Agreement). Names as in the Climate Action Data Trust's data model.
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
	Default,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum AdjustmentDeclaration {
	#[default]
	Unknown,
	NotRequired,
	Committed,
}

/// How far the corresponding adjustment is. Names as in the same data model.
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
	Default,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum AdjustmentStatus {
	/// None was made nor begun.
	#[default]
	NotStarted,
	Unknown,
	Pending,
	Completed,
}

/// What the units of a class are. Names as in the same data model.
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
	Default,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum UnitType {
	#[default]
	ReductionTechnical,
	ReductionNature,
	RemovalTechnical,
	RemovalNature,
}

/// Longest text of the fields that registries exchange, bytes.
pub const MAX_EXCHANGE_TEXT: u32 = 128;

/// A text that registries exchange; may be empty.
pub type ExchangeText = BoundedVec<u8, ConstU32<MAX_EXCHANGE_TEXT>>;

/// What registries exchange about the units of a class and the chain can't know: the Climate Action
/// Data Trust's fields of a unit. Owner, serial numbers, vintage, status and count follow from the
/// class itself.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct ExchangeFields {
	pub adjustment_declaration: AdjustmentDeclaration,
	pub adjustment_status: AdjustmentStatus,
	pub unit_type: UnitType,
	/// Where the registry shows the units.
	pub registry_link: ExchangeText,
	/// Hash of the host country's letter of authorisation, where there is one.
	pub authorisation: Option<H256>,
	/// Labels and tags, separated by commas.
	pub tags: ExchangeText,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn dispositions_add_up() {
		let mut sums = ByDisposition::default();
		assert_eq!(sums.add(Disposition::Entrusted, 5), Some(()));
		assert_eq!(sums.add(Disposition::SelfHeld, 7), Some(()));
		assert_eq!(sums.add(Disposition::RewardOnly, 11), Some(()));
		assert_eq!(sums.total(), Some(23));
		assert_eq!(sums.of(Disposition::SelfHeld), 7);
		let before = sums;
		assert_eq!(sums.add(Disposition::Entrusted, u64::MAX), None);
		assert_eq!(sums.take(Disposition::SelfHeld, 8), None);
		assert_eq!(sums, before);
		assert_eq!(sums.take(Disposition::SelfHeld, 7), Some(()));
		assert_eq!(sums.total(), Some(16));
	}
}
