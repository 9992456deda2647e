//! The wire format of activity reports, and what becomes of each row.

use crate::{BatchIndex, CitizenId, Grams, Minute, ObjectId};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use tanpu_formula::EvalError;

/// Rows in one batch.
pub const MAX_ROWS: u32 = 1_000;

/// Inputs of one row, as in the formula language.
pub const MAX_INPUTS: u32 = tanpu_formula::MAX_INPUTS;

/// One act of one citizen. A metro ride takes about 15 bytes.
///
/// Times are whole minutes: the beginning and the end of the act are both rounded down, so that
/// acts which don't overlap to the second don't overlap to the minute.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Row {
	pub citizen: CitizenId,
	pub start: Minute,
	/// Minutes from start to end; 0 for an act that has no length.
	#[codec(compact)]
	pub duration: u16,
	/// Activity data in the order of the methodology's inputs, each scaled by its decimals
	/// (2.52 km with two decimals is 252); for a category the index of its value.
	pub inputs: BoundedVec<Compact<u64>, ConstU32<MAX_INPUTS>>,
	/// Data of the claims that need some, in the order of the methodology's claims.
	pub claims: BoundedVec<ClaimData, ConstU32<{ crate::MAX_CLAIMS }>>,
}

/// What a row states for a claim.
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
pub enum ClaimData {
	/// A register's reading before and after, in the scaled unit of the input that it proves.
	/// `gap` admits that readings are missing since the last credited one.
	Counter {
		object: ObjectId,
		#[codec(compact)]
		from: u64,
		#[codec(compact)]
		to: u64,
		gap: bool,
	},
	/// The hash of a serial number, weighing ticket or transaction id.
	Once { reference: ObjectId },
}

/// Where a record stands: row `row` of batch `batch`.
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
pub struct RecordRef {
	pub batch: BatchIndex,
	pub row: u16,
}

/// What became of one row.
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
pub enum Outcome {
	/// Credited with so many grams.
	Credited {
		#[codec(compact)]
		grams: Grams,
	},
	/// Credited with fewer grams than computed: a cap of the methodology applied.
	Capped {
		#[codec(compact)]
		grams: Grams,
		#[codec(compact)]
		computed: Grams,
	},
	/// Not credited, and why.
	Rejected(Reason),
}

impl Outcome {
	/// Grams that were credited.
	pub fn grams(&self) -> Grams {
		match self {
			Self::Credited { grams } | Self::Capped { grams, .. } => *grams,
			Self::Rejected(_) => 0,
		}
	}
}

/// Why a row was not credited. One cause each; the first that applies, in the order of checking:
/// enrolment, time, inputs and formula, claims, caps, room.
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
pub enum Reason {
	/// The citizen is not enrolled with this operator, or there is no such citizen.
	NotEnrolled,
	/// The act ends after the chain's present.
	InTheFuture,
	/// The day of the act is closed: the group's reporting deadline has passed.
	DayClosed,
	/// The act's time is outside what the chain can count.
	TimeOutOfRange,
	/// Longer than the exclusion group allows.
	TooLong,
	/// An interval is claimed, but the act begins and ends in the same minute.
	ZeroLength,
	/// Another version of the methodology was in force when the act ended.
	VersionNotInForce,
	/// The formula rejected the inputs.
	Formula(EvalError),
	/// The formula gives no whole gram: there is nothing to credit (a ride to the same station).
	NoReduction,
	/// The row's claim data are not what the methodology's claims need, in number or kind.
	ClaimDataMismatch,
	/// The person's time is taken by a credited record of a conflicting group.
	Overlap { with: RecordRef },
	/// The day's total is not above what was credited already.
	NoExcess,
	/// The reference was credited before.
	AlreadyClaimed,
	/// The register range overlaps a credited one.
	CounterOverlap,
	/// The register range begins above the last credited reading and no gap was declared.
	CounterGap,
	/// `to` is not above `from`.
	EmptyRange,
	/// The input is not the difference of the readings.
	ReadingMismatch,
	/// The object is registered to another citizen.
	HeldByAnother,
	/// The methodology's grams for this citizen and day are used up.
	DailyCapReached,
	/// The citizen's log of the day has no room.
	LogFull,
	/// The citizen contributes to too many unsettled classes of this operator.
	ContributionsFull,
	/// A total would exceed its type.
	Overflow,
}
