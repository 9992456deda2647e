//! What a published methodology says beyond its formula, and what a report needs of it.

use crate::{Grams, GroupId, MethodologyId, UnixSeconds, VersionNumber};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::Permill;
use tanpu_formula::Definition;

/// Claims that one act can make at once.
pub const MAX_CLAIMS: u32 = 4;

/// One version of one methodology.
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
pub struct MethodologyRef {
	pub methodology: MethodologyId,
	pub version: VersionNumber,
}

/// What an act takes exclusively, so that nobody can be credited for it again.
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
pub enum ClaimSpec {
	/// A person's time, half-open: a ride. Needs no data; the row's start and duration are it.
	Interval { group: GroupId },
	/// A person's daily total that only grows: steps. `input` is the index of the total; only the
	/// excess over what the day was credited for counts.
	DailyHighWater { group: GroupId, input: u8 },
	/// An object's register: a meter. `input` is the index of the input that must equal
	/// `to - from`, in the input's own scaled unit.
	Counter { group: GroupId, input: u8 },
	/// A reference that counts once: a serial number (`lasting`: for ever), or a transaction, held
	/// until the day on which it was reported closes with the group's deadline.
	Once { group: GroupId, lasting: bool },
	/// A registered site (a roof, a forest) for whole days: each period begins where the last one
	/// ended, and none ends more than `max_days` after the site's crediting period began.
	SitePeriod { group: GroupId, max_days: u16 },
}

impl ClaimSpec {
	pub fn group(&self) -> GroupId {
		match self {
			Self::Interval { group }
			| Self::DailyHighWater { group, .. }
			| Self::Counter { group, .. }
			| Self::Once { group, .. }
			| Self::SitePeriod { group, .. } => *group,
		}
	}

	/// Whether a row must carry a [`crate::ClaimData`] for it.
	pub fn needs_data(&self) -> bool {
		matches!(self, Self::Counter { .. } | Self::Once { .. } | Self::SitePeriod { .. })
	}
}

/// How credited grams become points, growth and shares. Caps are the platform's own parameters: no
/// official numeric cap per trip or day was found for any carbon inclusion methodology.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct CreditingRules {
	/// Hundredths of a point per kilogram CO2e.
	pub points_per_kg: u32,
	/// Growth points per kilogram CO2e.
	pub growth_per_kg: u32,
	/// Most grams that one record credits; the rest of it is not credited.
	pub max_grams_per_record: Grams,
	/// Most grams that one citizen is credited by this methodology for one day, over all operators.
	pub max_grams_per_day: Grams,
	/// What an act claims; all of them together or none.
	pub claims: BoundedVec<ClaimSpec, ConstU32<MAX_CLAIMS>>,
	/// Whether a batch must state a Merkle root of its raw evidence rows.
	pub evidence_required: bool,
	/// Whether a registered device of the operator must have signed that root and the batch.
	pub device_required: bool,
	/// The operator's share of sale proceeds; the citizens have the rest.
	pub operator_share: Permill,
	/// Opinions that an issuance needs.
	pub verifiers_needed: u8,
}

/// A published version as the reports pallet needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActiveMethodology {
	pub definition: Definition,
	pub rules: CreditingRules,
	/// Acts that end at or after this are computed with this version...
	pub effective_from: UnixSeconds,
	/// ...and before this, where a later version supersedes it.
	pub effective_until: Option<UnixSeconds>,
}

/// Why a methodology version can't be reported under.
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
pub enum MethodologyRefusal {
	/// No such methodology or version.
	NotFound,
	/// Suspended by a council member or the council.
	Suspended,
	/// Retired for good.
	Retired,
}
