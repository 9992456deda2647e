//! The wire format of activity reports, and what becomes of each row.

use crate::{BatchIndex, CitizenId, Day, Grams, Minute, ObjectId};
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
	/// Activity data in the order of the methodology's inputs that are reported (what the chain
	/// provides itself, a mean, the members of a household or the month, is left out), each scaled by
	/// its decimals (2.52 km with two decimals is 252); for a category the index of its value.
	pub inputs: BoundedVec<Compact<u64>, ConstU32<MAX_INPUTS>>,
	/// Data of the claims that need some, in the order of the methodology's claims.
	pub claims: BoundedVec<ClaimData, ConstU32<{ crate::MAX_CLAIMS }>>,
}

impl Row {
	/// The last minute that the act touches: the act is credited for the day of it. `None` beyond the
	/// range of [`Minute`].
	pub fn last_minute(&self) -> Option<Minute> {
		let end = self.start.checked_add(u32::from(self.duration))?;
		Some(if self.duration == 0 { end } else { end.saturating_sub(1) })
	}
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
	/// A registered site from the beginning of day `from` to the beginning of day `to`; the act
	/// ends with day `to - 1`.
	Site { object: ObjectId, from: Day, to: Day },
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
	/// Credited with fewer grams than computed: a cap of the methodology applied. `computed` is the
	/// citizen's share of what the formula gives, rounded down, where the object is shared.
	Capped {
		#[codec(compact)]
		grams: Grams,
		#[codec(compact)]
		computed: Grams,
	},
	/// Not credited, and why.
	Rejected(Reason),
	/// Not credited, and why; but what was read counts. It feeds the history from which baselines
	/// are made, and takes what the act claims, so that days can't be picked. Only where the
	/// methodology keeps a history.
	Recorded(Reason),
}

impl Outcome {
	/// Grams that were credited.
	pub fn grams(&self) -> Grams {
		match self {
			Self::Credited { grams } | Self::Capped { grams, .. } => *grams,
			Self::Rejected(_) | Self::Recorded(_) => 0,
		}
	}
}

/// Why a row was not credited. One cause each; the first that applies, in the order of checking:
/// enrolment, time, inputs, formula, claims, caps, room. Where the chain provides some of the inputs
/// the formula comes after the claims, and after the history where one is kept.
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
	/// The methodology keeps a history of days, and the act is not within one day of the city.
	NotOneDay,
	/// Too few of the days before are known to make a baseline of.
	BaselineTooShort,
	/// A later day was recorded before this one: it may complete the history, but earns nothing.
	LateDay,
	/// The day is recorded already: with another reading, or where nothing can be shared.
	AlreadyRecorded,
	/// The object is not registered, and the methodology needs it to be.
	NotRegistered,
	/// The site's period begins before the end of a credited one.
	SiteOverlap,
	/// The site's period begins after the end of the last credited one.
	SiteGap,
	/// The site's period is not within its crediting period.
	OutsideCreditingPeriod,
	/// The site's period is empty, or does not end on the day on which the act ended.
	PeriodMismatch,
}

/// What the chain itself put into a row's computation, and the share of its result that the
/// citizen had: with the row it makes the grams recomputable for ever.
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
pub struct Provided {
	/// The row.
	pub row: u16,
	/// The mean of the days before, in the scaled unit of the input that takes it.
	pub mean: Option<u64>,
	/// Members of the household.
	pub members: Option<u8>,
	/// The citizen's share of the object, in ten thousandths: 10,000 where nothing is shared.
	pub share: u16,
}

/// All of an object, in the unit of [`Provided::share`].
pub const WHOLE: u16 = 10_000;
