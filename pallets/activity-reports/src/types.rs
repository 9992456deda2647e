//! What this pallet keeps.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use tanpu_formula::Unit;
use tanpu_primitives::{
	report::RecordRef, BatchId, BatchIndex, CitizenId, Day, Grams, GroupId, MethodologyId,
	MethodologyRef, Minute, Month, OperatorId, PointCents, UnixSeconds,
};

/// Longest name of an exclusion group, in bytes of UTF-8.
pub const MAX_GROUP_NAME: u32 = 32;

/// Most days after an act in which it can be reported. It bounds how many days are open at once.
pub const MAX_DEADLINE_DAYS: u16 = 366;

/// Longest interval of a person in minutes: a day, so that an interval touches at most two days.
pub const MAX_INTERVAL_MINUTES: u16 = 1_440;

/// Entries of each kind that one step of sweeping removes.
pub const SWEEP_STEP: u32 = 500;

/// A kind of act that excludes others: a person can't be on two trains at once, nor on a train
/// while cycling.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct ExclusionGroup {
	/// Printable UTF-8.
	pub name: BoundedVec<u8, ConstU32<MAX_GROUP_NAME>>,
	/// Bit `n` is set when it conflicts with group `n`; its own bit is always set. The matrix is
	/// symmetric. It is enforced for a person's time (intervals) only: daily totals, registers and
	/// references exclude within their own group, whatever stands here.
	pub conflicts: u64,
	/// Days after its own in which an act can be reported: day `d` is open until the end of day
	/// `d + deadline_days`.
	pub deadline_days: u16,
	/// Longest interval in minutes, 1..=1440.
	pub longest_minutes: u16,
	/// How many minutes two intervals may overlap because operators' clocks differ. Where two
	/// groups meet, the smaller tolerance counts; and never half of the shorter interval or more,
	/// so that a short trip can't be reported twice under the cloak of tolerance.
	pub tolerance_minutes: u16,
	/// Batches from this one on were judged by these rules.
	pub since: BatchIndex,
}

impl ExclusionGroup {
	/// Whether acts of this group and of `other` exclude each other.
	pub fn conflicts_with(&self, other: GroupId) -> bool {
		self.conflicts & bit(other) != 0
	}
}

/// The bit of a group in a row of the conflict matrix; 0 for what is not a group.
pub fn bit(group: GroupId) -> u64 {
	1u64.checked_shl(u32::from(group)).unwrap_or(0)
}

/// What the raw values of a group count in. Values are compared raw, so all methodologies and
/// versions that claim registers, or daily totals, of one group must agree.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct GroupScale {
	pub unit: Unit,
	/// Decimals of the raw value.
	pub decimals: u8,
}

/// What a record took of a citizen's day.
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
pub enum LogClaim {
	/// Nothing of the person's: the entry carries grams only, for the day's cap. Records of one
	/// methodology share an entry.
	Tally,
	/// Time, half-open. Stands whole in every day that it touches, at most two.
	Interval {
		group: GroupId,
		start: Minute,
		/// Minutes, 1..=1440.
		length: u16,
	},
	/// The day's total that was credited, in the input's scaled unit. Records of one methodology
	/// and group share an entry.
	HighWater {
		group: GroupId,
		#[codec(compact)]
		value: u64,
	},
}

/// One credited thing in a citizen's day.
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
pub struct LogEntry {
	/// The record; where records share an entry, the latest.
	pub record: RecordRef,
	pub methodology: MethodologyId,
	/// Grams CO2e credited for this day. A record's grams stand in one entry, in the day in which
	/// the act ended.
	#[codec(compact)]
	pub grams: Grams,
	pub claim: LogClaim,
}

/// An object's register as far as it is credited.
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
pub struct Counter {
	/// The citizen whose object it is: the first one credited for it.
	pub holder: CitizenId,
	/// The last credited reading, in the input's scaled unit.
	#[codec(compact)]
	pub last: u64,
	/// The record that credited it.
	pub record: RecordRef,
}

/// A reference that was credited.
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
pub struct OnceClaim {
	/// The day whose closing frees the reference: the day on which it was reported, which is the
	/// act's own or a later one. So a back-dated reference is held as long as a fresh one, and no
	/// day that is open when it was reported can take it again. None where it counts for ever.
	pub until: Option<Day>,
	/// The record that was credited.
	pub record: RecordRef,
}

/// Pending reductions of one operator, methodology version and month.
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
pub struct Class {
	pub operator: OperatorId,
	pub methodology: MethodologyRef,
	/// The month in which the acts ended.
	pub month: Month,
	/// Grams CO2e credited.
	#[codec(compact)]
	pub grams: Grams,
	/// Records credited.
	#[codec(compact)]
	pub records: u32,
}

/// A processed batch.
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
pub struct Batch {
	pub operator: OperatorId,
	pub id: BatchId,
	/// Blake2-256 of the SCALE encoding of (methodology, evidence root, rows).
	pub content: H256,
	pub methodology: MethodologyRef,
	/// Merkle root of the salted raw evidence rows.
	pub evidence_root: Option<H256>,
	/// Rows reported.
	pub rows: u16,
	/// Rows credited.
	pub credited: u16,
	/// Grams CO2e credited.
	#[codec(compact)]
	pub grams: Grams,
	/// Hundredths of a point that became due.
	#[codec(compact)]
	pub points_due: PointCents,
	/// The block and the extrinsic in it that hold the rows and the event with the outcomes.
	pub block: u32,
	pub extrinsic: u32,
	/// Chain time at which it was processed.
	pub processed_at: UnixSeconds,
}

/// How far sweeping has come.
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
pub struct SweepState {
	/// Sweeping has begun on this day: it and all before are closed for every group, present and
	/// future, because their logs are gone or going.
	pub closed_through: Option<Day>,
	/// No log or reference of this day or one before is left.
	pub swept_through: Option<Day>,
	/// The block of the last step: one prefix can be cleared once a block.
	pub last_block: Option<u32>,
	/// The day on which `target` was found, so that an idle block costs one read.
	pub planned_on: Option<Day>,
	/// The last day that was closed for every group then; none when nothing is left to sweep.
	pub target: Option<Day>,
}

/// The last day of a group that is closed when `today` and `deadline_days` stand so; none where
/// no day is.
pub fn last_closed(today: Day, deadline_days: u16) -> Option<Day> {
	today.checked_sub(deadline_days)?.checked_sub(1)
}
