//! What this pallet keeps.

use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use tanpu_formula::Unit;
use tanpu_primitives::{
	report::RecordRef, traits::MAX_HOLDERS, verification::ByDisposition, Balance, BatchId,
	BatchIndex, CitizenId, ClassId, Day, Grams, GroupId, MethodologyId, MethodologyRef, Minute,
	Month, ObjectId, OperatorId, PointCents, Row, SeriesId, UnixSeconds,
};

/// Longest name of an exclusion group, in bytes of UTF-8.
pub const MAX_GROUP_NAME: u32 = 32;

/// Most days after an act in which it can be reported. It bounds how many days are open at once.
pub const MAX_DEADLINE_DAYS: u16 = 366;

/// Longest interval of a person in minutes: a day, so that an interval touches at most two days.
pub const MAX_INTERVAL_MINUTES: u16 = 1_440;

/// Days of a history that are kept: the longest that a mean goes over, and a month more, so that
/// the second holder of a shared meter is credited from a complete window when a month of readings
/// is reported at once.
pub const KEPT_DAYS: u32 = 62;
const _: () = assert!(KEPT_DAYS == tanpu_formula::MAX_MEAN_DAYS as u32 + 31 && KEPT_DAYS < 64);

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
	/// symmetric. It is enforced for a person's time (intervals) only: daily totals, registers,
	/// references and sites exclude within their own group, whatever stands here.
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

/// How far an object is credited: a register up to a reading, a site up to a day.
///
/// Each holder has a mark of their own, because each reports their own row of the same reading and
/// has their share of it. Nothing below a holder's mark is credited to them again, and what all
/// holders have of one unit is never more than their shares together.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Progress<M> {
	/// The registration that the marks are of, as it is counted; 0 where the object is not
	/// registered, and belongs to the first citizen credited for it.
	#[codec(compact)]
	pub epoch: u32,
	/// Where the registration found the object: a holder without a mark begins here.
	pub base: M,
	/// How far each holder is credited, in rising order of citizen. Above `base`.
	pub marks: BoundedVec<(CitizenId, M), ConstU32<MAX_HOLDERS>>,
	/// The last record that moved a mark.
	pub record: RecordRef,
}

/// A register, in the scaled unit of the input that it proves.
pub type Counter = Progress<u64>;

/// A site, credited to the beginning of a day: the first one that isn't credited.
pub type Site = Progress<Day>;

impl<M: Copy + Ord> Progress<M> {
	/// An object at the beginning of a registration.
	pub fn new(epoch: u32, base: M, record: RecordRef) -> Self {
		Self { epoch, base, marks: BoundedVec::new(), record }
	}

	/// The highest that anybody is credited to: where the next registration begins.
	pub fn highest(&self) -> M {
		self.marks.iter().map(|(_, mark)| *mark).fold(self.base, M::max)
	}

	/// How far a citizen is credited.
	pub fn mark(&self, citizen: CitizenId) -> M {
		let mark = self.marks.iter().find(|(holder, _)| *holder == citizen);
		mark.map_or(self.base, |(_, mark)| *mark)
	}

	/// Moves a citizen's mark back from `to` to `from`; false where it isn't there: somebody went on from
	/// it, or the object was registered anew.
	#[must_use]
	pub fn take_back(&mut self, citizen: CitizenId, from: M, to: M) -> bool {
		let Ok(at) = self.marks.binary_search_by_key(&citizen, |(holder, _)| *holder) else {
			return false;
		};
		match self.marks.get_mut(at) {
			Some(mark) if mark.1 == to && from > self.base => mark.1 = from,
			// Nothing is credited to them any more.
			Some(mark) if mark.1 == to => {
				self.marks.remove(at);
			},
			_ => return false,
		}
		true
	}

	/// Moves a citizen's mark; false where there is no room for one more.
	#[must_use]
	pub fn set(&mut self, citizen: CitizenId, to: M, record: RecordRef) -> bool {
		self.record = record;
		match self.marks.binary_search_by_key(&citizen, |(holder, _)| *holder) {
			Ok(at) => self.marks.get_mut(at).map(|mark| mark.1 = to).is_some(),
			Err(at) => self.marks.try_insert(at, (citizen, to)).is_ok(),
		}
	}
}

/// Whose days a history is of.
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
pub enum HistorySubject {
	/// A register, where the methodology claims one on the input that the mean is of. All its
	/// holders share the history.
	Register(GroupId, ObjectId),
	/// A citizen, over all operators, where there is no such register.
	Citizen(CitizenId),
}

/// The days of one subject under one methodology: what baselines are made of.
///
/// Values are raw values of the input that the mean is of. That all versions of a methodology take
/// the mean of the same thing, in the same unit and decimals, is the registry's to see to: nothing
/// of it is kept here. Where a register is claimed its group's scale holds besides.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct History {
	/// The latest day that is known.
	pub last_day: Day,
	/// Bit `n` for the day `n` days before `last_day`: whether it is known. Bit 0 always is. A
	/// register's days are known without a hole.
	#[codec(compact)]
	pub known: u64,
	/// Bit `n` likewise: whether nobody reported the day, and its value is its part of what the
	/// missing days used together. Of a register only.
	#[codec(compact)]
	pub estimated: u64,
	/// A register's reading at the end of `last_day`.
	pub reading: Option<u64>,
	/// What the known days used, from `last_day` backwards, in the input's scaled unit.
	pub values: BoundedVec<Compact<u64>, ConstU32<KEPT_DAYS>>,
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
	/// Grams CO2e credited and not withdrawn.
	#[codec(compact)]
	pub grams: Grams,
	/// The same by what the citizens had chosen for them when they were credited. A position keeps
	/// its choice while it contributes to a class.
	pub by_disposition: ByDisposition,
	/// Grams ever credited. Never falls: the places of grams are counted over it.
	#[codec(compact)]
	pub credited: Grams,
	/// Records ever credited.
	#[codec(compact)]
	pub records: u32,
	/// Of these, records that were withdrawn.
	#[codec(compact)]
	pub withdrawn: u32,
	/// Sealed: nothing is withdrawn any more.
	pub sealed: bool,
	/// Batches that credited it: each has its entry in `ClassBatches`.
	#[codec(compact)]
	pub batches: u32,
}

/// A batch's part of a class.
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
pub struct ClassBatch {
	pub batch: BatchIndex,
	/// Grams credited to the class by this batch and all before it, withdrawn or not: rises from entry to entry, so
	/// that a search in it leads from any gram to its batch.
	#[codec(compact)]
	pub through: Grams,
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
	/// Merkle root over each row with its outcome: what became of one row is proved under it
	/// ([`tanpu_primitives::evidence::RecordProof`]) without any row being kept.
	pub outcomes_root: H256,
	/// Rows reported.
	pub rows: u16,
	/// Rows credited, those that were withdrawn since among them.
	pub credited: u16,
	/// Grams CO2e credited, likewise.
	#[codec(compact)]
	pub grams: Grams,
	/// Hundredths of a point that became due.
	#[codec(compact)]
	pub points_due: PointCents,
	/// The series in which they were issued; none where the methodology gives no points.
	pub series: Option<SeriesId>,
	/// The block and the extrinsic in it that hold the rows and the event with the outcomes.
	pub block: u32,
	pub extrinsic: u32,
	/// Chain time at which it was processed.
	pub processed_at: UnixSeconds,
}

/// Objections of one citizen that can be open at once. It bounds what they can leave in state, so that
/// an objection needs no deposit.
pub const MAX_OBJECTIONS: u32 = 8;

/// How far an objection is.
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
pub enum ObjectionState {
	/// The operator can answer.
	Open,
	/// The operator says that the record is right, and why, by hash.
	Rejected { reason: H256 },
}

/// A citizen's objection to a record in their name.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Objection {
	/// The record's class.
	pub class: ClassId,
	/// The record as it was reported, so that whoever decides needs no proof of it.
	pub row: Row,
	/// Grams that it was credited.
	#[codec(compact)]
	pub grams: Grams,
	/// Hash of what the citizen says.
	pub reason: H256,
	/// The operator's answer counts before this; from then on the council decides.
	pub answer_before: UnixSeconds,
	/// Undecided at this moment, it lapses: the record stands.
	pub lapses: UnixSeconds,
	pub state: ObjectionState,
}

/// For how long a class waits for objections to its records.
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
pub struct Waiting {
	/// Objections that are kept. Never 0.
	#[codec(compact)]
	pub objections: u32,
	/// The latest moment at which one of them lapses, or of one that was decided since.
	pub until: UnixSeconds,
}

/// What became of the objections to an operator's records: public, for whoever licenses it, audits it
/// or enrols with it.
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
pub struct ObjectionTally {
	/// Objections made.
	#[codec(compact)]
	pub made: u32,
	/// Records that the operator withdrew for one.
	#[codec(compact)]
	pub accepted: u32,
	/// Records that the council withdrew.
	#[codec(compact)]
	pub upheld: u32,
	/// Objections that the council did not uphold.
	#[codec(compact)]
	pub dismissed: u32,
	/// Objections that nobody decided in time.
	#[codec(compact)]
	pub lapsed: u32,
	/// Fines paid.
	#[codec(compact)]
	pub fined: Balance,
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
