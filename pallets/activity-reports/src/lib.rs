//! # Activity reports
//!
//! Scene operators report citizens' low-carbon acts in batches; the chain computes every row with
//! the methodology version that was in force when the act ended, and credits grams, or says why
//! not.
//!
//! **One act, one claim.** Each row takes what its methodology says it takes: a person's time, a
//! person's daily total, a stretch of a meter's register, a reference, a site for some days. All of
//! it together or none. What is taken can't be credited again, by whichever operator, in whatever
//! order.
//!
//! **What excludes what.** The conflict matrix of the groups is enforced for a person's time
//! (intervals) only: one person's metro, bus, bicycle and carpool rides exclude each other where
//! their groups conflict; two persons', such as driver and rider of one car, never do. Daily
//! totals, registers, references and sites exclude within their own group, so methodologies that
//! must not count the same thing claim it in the same group: a day's reading and a month's of one
//! meter are cuts of one register. Within a group registers and daily totals are compared raw, so
//! the first batch fixes their unit and decimals, for every methodology and version
//! ([`GroupScales`]). A reference that isn't lasting is held until the day of its report closes,
//! not the act's own, which the operator chooses.
//!
//! **Sharing.** Where an object is registered ([`Config::Objects`]) only its holders are credited
//! for it, each with a row of their own of the same reading, and each has their share of the
//! grams, rounded down; what is missing to the whole is nobody's. How far each is credited is kept
//! per holder ([`Progress`]). A new registration begins at the highest credited reading, or day:
//! so of no unit more than the whole is ever credited. Where an act claims several objects, the
//! least share counts, and the first object's members. An unregistered meter belongs to the first
//! citizen credited for it; a site is always registered, with the day on which its crediting
//! period begins, and its periods follow each other without a hole.
//!
//! **Baselines.** Where a methodology takes the mean of the days before, a history is kept for each
//! register that it claims on the input in question, else for each citizen ([`Histories`]), over
//! all operators, in constant space: the last [`KEPT_DAYS`] days. A record lies within one day and
//! feeds it, whether it is credited or not:
//!
//! - A row that fails before its day is fed (enrolment, time, inputs, claims, other readings of a
//!   known day) is *rejected* and leaves nothing behind. One that fails after it (baseline too
//!   short, formula, caps, room) is *recorded*: the register moves and references are used.
//! - The mean goes over the known ones among the days before the act's own, rounded down; too few
//!   of them are `BaselineTooShort`.
//! - A register's missing days have what they used together, in equal parts: leaving out a day
//!   that used little doesn't raise the mean, since the register tells what it used. Of several
//!   missing days in a row it tells the sum only; what they would have earned is gone. Without a register missing days stay unknown, and leaving one out forgoes what it
//!   would have earned.
//! - A day before a known one fills its place if that is empty, and earns nothing: `LateDay`. A
//!   known day is `AlreadyRecorded`, but for the other holders of a shared meter: with the same
//!   readings they are credited from the same days, as long as all of these are kept.
//!
//! A register keeps its history when it is registered anew. That all versions of a methodology take
//! the mean of the same thing in the same unit and decimals is for the registry to see to.
//!
//! **Days close.** A day can be reported for so many days as its exclusion group says, and never
//! again after that. What is kept to recognise repetitions can therefore go: [`Pallet::sweep`].
//! Nothing depends on its having gone.
//!
//! **Withdrawal.** Until its class is sealed an operator can take back a record: grams leave the
//! citizen's contribution and the class, points go back as far as they are unspent and are the
//! operator's loss beyond that, growth and bonuses stay, and what the act claimed is free again as far
//! as nobody went on from it. The place of every gram ever credited stays as it is, so that tracing
//! never leads elsewhere. A citizen objects to a record in their name, which the operator answers, or
//! else the council decides: `withdrawal.rs`, `objections.rs`.
//!
//! **Devices.** Where the methodology demands it, a registered device of the operator has signed the
//! batch and the root of its evidence, for this chain, this operator and these rows.
//!
//! **A batch is refused whole, or each row has its outcome.** One bad row never sinks a batch, and
//! a batch that an operator sends again changes nothing.
//!
//! The way of a batch: `batch.rs` (what is refused whole; the end), `row.rs` (one row),
//! `provision.rs` (what the chain puts into it), `claims.rs` (what it takes), `history.rs` (what
//! baselines are made of), `ledger.rs` and `objects.rs` (what is read and written once per citizen,
//! and per object).

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_possible_wrap,
		clippy::cast_precision_loss,
		clippy::cast_sign_loss,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::panic,
		clippy::unreachable,
		clippy::unwrap_used
	)
)]

extern crate alloc;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

mod batch;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod claims;
mod classes;
mod groups;
mod history;
mod ledger;
#[cfg(test)]
mod mock;
mod objections;
mod objects;
mod provision;
mod row;
mod sweep;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;
mod withdrawal;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper {
	/// Sets the chain's clock to so many Unix seconds.
	fn set_time(now: tanpu_primitives::UnixSeconds);
}

// What frame's macros expand to does these; what is written here by hand is declarations only.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable,
	clippy::unwrap_used
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use sp_runtime::{MultiSignature, MultiSigner};
	use tanpu_primitives::{
		evidence::RecordProof,
		report::{Outcome, Provided, RecordRef, Row, MAX_ROWS},
		traits::Issuing,
		Balance, BatchId, BatchIndex, Be16, Be32, CitizenId, ClassId, Day, Grams, GroupId,
		MethodologyId, MethodologyRef, Month, ObjectId, OperatorId, PointCents, UnixSeconds,
		SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Hashes are 32 bytes: a device signs the genesis hash.
	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = H256> {
		/// The chain's clock.
		type Clock: tanpu_primitives::Clock;

		/// Licensed scene operators and their reporting keys.
		type Operators: tanpu_primitives::traits::Operators<Self::AccountId>;

		/// Published methodologies.
		type Methodologies: tanpu_primitives::traits::Methodologies;

		/// The ledger that records are credited in.
		type Positions: tanpu_primitives::traits::Positions;

		/// Registered meters and sites: who holds them, with which shares.
		type Objects: tanpu_primitives::traits::Objects;

		/// Issues a batch's points against the operator's fund.
		type Issuing: tanpu_primitives::traits::Issuing;

		/// Citizens and their keys.
		type Citizens: tanpu_primitives::traits::Citizens<Self::AccountId>;

		/// Keys of operators' devices.
		type Devices: tanpu_primitives::traits::Devices;

		/// Takes what an operator pays for a record that the council withdrew.
		type Fines: tanpu_primitives::traits::Fines;

		/// Campaigns, told of what a batch credits to a citizen.
		type Campaigns: tanpu_primitives::campaigns::CampaignHook;

		/// Who sets exclusion groups: the council.
		type GroupOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who decides objections: the council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Seconds in which an operator can answer an objection.
		#[pallet::constant]
		type AnswerPeriod: Get<UnixSeconds>;

		/// Seconds after that in which the council can decide.
		#[pallet::constant]
		type DecisionPeriod: Get<UnixSeconds>;

		/// What an operator pays for a record that the council withdrew, in plancks: as much of it as is
		/// free in its fund.
		#[pallet::constant]
		type ObjectionFine: Get<Balance>;

		/// Entries in one citizen's log of one day. A record beyond it is rejected by name.
		#[pallet::constant]
		type MaxDayLog: Get<u32>;

		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Exclusion groups. At most 64, set by the council.
	#[pallet::storage]
	pub type ExclusionGroups<T> =
		StorageMap<_, Blake2_128Concat, GroupId, ExclusionGroup, OptionQuery>;

	/// Unit and decimals of a group's daily totals (`false`) and registers (`true`), fixed by the
	/// first batch that claims one. At most two for each of 64 groups.
	#[pallet::storage]
	pub type GroupScales<T> =
		StorageMap<_, Blake2_128Concat, (GroupId, bool), GroupScale, OptionQuery>;

	/// The last day that each group has closed, as last seen. Never falls. What the deadline has
	/// closed since is not in it: see [`Pallet::closed_through`].
	#[pallet::storage]
	pub type ClosedThrough<T> = StorageMap<_, Blake2_128Concat, GroupId, Day, OptionQuery>;

	/// How far closed days have been swept.
	#[pallet::storage]
	pub type Sweep<T> = StorageValue<_, SweepState, ValueQuery>;

	/// What was credited to a citizen for a day, over all operators. Hot: both keys are assigned by
	/// the chain and big-endian, and batches are sorted by citizen, so that neighbours share trie
	/// nodes. Removed once the day is closed for every group.
	#[pallet::storage]
	pub type DayLogs<T: Config> = StorageDoubleMap<
		_,
		Identity,
		Be16,
		Identity,
		Be32,
		BoundedVec<LogEntry, T::MaxDayLog>,
		ValueQuery,
	>;

	/// Registers of objects, as far as they are credited.
	#[pallet::storage]
	pub type Counters<T> =
		StorageMap<_, Blake2_128Concat, (GroupId, ObjectId), Counter, OptionQuery>;

	/// Sites, as far as they are credited.
	#[pallet::storage]
	pub type Sites<T> = StorageMap<_, Blake2_128Concat, (GroupId, ObjectId), Site, OptionQuery>;

	/// The days of registers and citizens under the methodologies that take a mean of them. One
	/// value of bounded size for each; never removed.
	#[pallet::storage]
	pub type Histories<T> =
		StorageMap<_, Blake2_128Concat, (MethodologyId, HistorySubject), History, OptionQuery>;

	/// References that were credited.
	#[pallet::storage]
	pub type OnceClaims<T> =
		StorageMap<_, Blake2_128Concat, (GroupId, ObjectId), OnceClaim, OptionQuery>;

	/// References by the day whose closing frees them. Removed with the day's logs.
	#[pallet::storage]
	pub type OnceSweep<T> =
		StorageDoubleMap<_, Identity, Be16, Blake2_128Concat, (GroupId, ObjectId), (), OptionQuery>;

	/// Classes of pending reductions.
	#[pallet::storage]
	pub type Classes<T> = StorageMap<_, Twox64Concat, ClassId, Class, OptionQuery>;

	/// The batches that credited a class, numbered from 0 in their order. One entry for each batch
	/// and month in which its acts ended; kept, so that every gram leads to its batch for ever.
	#[pallet::storage]
	pub type ClassBatches<T> =
		StorageDoubleMap<_, Twox64Concat, ClassId, Twox64Concat, u32, ClassBatch, OptionQuery>;

	/// The class of an operator, methodology version and month.
	#[pallet::storage]
	pub type ClassIds<T> =
		StorageMap<_, Blake2_128Concat, (OperatorId, MethodologyRef, Month), ClassId, OptionQuery>;

	/// The number that the next class gets.
	#[pallet::storage]
	pub type NextClassId<T> = StorageValue<_, ClassId, ValueQuery>;

	/// Processed batches.
	#[pallet::storage]
	pub type Batches<T> = StorageMap<_, Twox64Concat, BatchIndex, Batch, OptionQuery>;

	/// Rows that were withdrawn, of the batches that have some, in rising order. Kept, so that whoever
	/// follows a gram learns that it went.
	#[pallet::storage]
	pub type Withdrawn<T> =
		StorageMap<_, Twox64Concat, BatchIndex, BoundedVec<u16, ConstU32<MAX_ROWS>>, ValueQuery>;

	/// Objections that nobody has decided, by batch and row. At most [`MAX_OBJECTIONS`] of each citizen.
	#[pallet::storage]
	pub type Objections<T> =
		StorageDoubleMap<_, Twox64Concat, BatchIndex, Twox64Concat, u16, Objection, OptionQuery>;

	/// The records of each citizen's objections.
	#[pallet::storage]
	pub type ObjectionsOf<T> = StorageMap<
		_,
		Twox64Concat,
		CitizenId,
		BoundedVec<RecordRef, ConstU32<MAX_OBJECTIONS>>,
		ValueQuery,
	>;

	/// Classes to whose records objections are kept.
	#[pallet::storage]
	pub type ClassesWaiting<T> = StorageMap<_, Twox64Concat, ClassId, Waiting, OptionQuery>;

	/// What became of the objections to each operator's records.
	#[pallet::storage]
	pub type ObjectionTallies<T> =
		StorageMap<_, Twox64Concat, OperatorId, ObjectionTally, ValueQuery>;

	/// Processed batches by the operator's own name for them.
	#[pallet::storage]
	pub type BatchIds<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		OperatorId,
		Blake2_128Concat,
		BatchId,
		BatchIndex,
		OptionQuery,
	>;

	/// The number that the next batch gets.
	#[pallet::storage]
	pub type NextBatchIndex<T> = StorageValue<_, BatchIndex, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An exclusion group was set or changed. The rows of the groups that it conflicts with, or
		/// no longer does, changed with it.
		GroupSet {
			group: GroupId,
			/// Bit `n` for group `n`, its own included.
			conflicts: u64,
			deadline_days: u16,
			longest_minutes: u16,
			tolerance_minutes: u16,
		},
		/// A batch was processed. `outcomes` has one for each row, in their order.
		BatchProcessed {
			operator: OperatorId,
			id: BatchId,
			index: BatchIndex,
			methodology: MethodologyRef,
			/// Rows credited.
			credited: u32,
			/// Grams CO2e credited.
			grams: Grams,
			/// Hundredths of a point that became due.
			points_due: PointCents,
			outcomes: BoundedVec<Outcome, ConstU32<MAX_ROWS>>,
			/// What the chain put into the computation of rows, in their order: one for each that
			/// was computed with a mean, with members or with a share other than the whole.
			provided: BoundedVec<Provided, ConstU32<MAX_ROWS>>,
		},
		/// A batch that was processed before came again. Nothing changed.
		BatchUnchanged { operator: OperatorId, id: BatchId, index: BatchIndex },
		/// Logs and references of a closed day were removed: `removed` of them. The rest follows
		/// unless it is `finished`.
		DaySwept { day: Day, removed: u32, finished: bool },
		/// A device of the operator signed the batch.
		DeviceSigned { index: BatchIndex, device: MultiSigner },
		/// A record was taken back.
		Withdrawn {
			record: RecordRef,
			operator: OperatorId,
			citizen: CitizenId,
			class: ClassId,
			/// Grams CO2e that the citizen and the class no longer have.
			grams: Grams,
			/// Hundredths of a point that the citizen still had, and that went back.
			points_reversed: PointCents,
			/// Those that the citizen no longer had in that series: what they were spent for the operator
			/// has paid.
			points_borne: PointCents,
			/// Whether nothing of what the act claimed is taken any more: then it can be reported again.
			claims_freed: bool,
			/// Hash of the reason: of the operator's, or of the citizen's where it objected.
			reason: H256,
		},
		/// A citizen objected to a record in their name.
		Objected {
			record: RecordRef,
			operator: OperatorId,
			citizen: CitizenId,
			class: ClassId,
			/// Hash of what the citizen says.
			reason: H256,
			/// The operator answers before this, else the council decides...
			answer_before: UnixSeconds,
			/// ...before this, else it lapses.
			lapses: UnixSeconds,
		},
		/// The operator withdrew a record for which there was an objection.
		ObjectionAccepted { record: RecordRef },
		/// The operator says that the record is right. The council decides.
		ObjectionRejected { record: RecordRef, reason: H256 },
		/// The council decided. Upheld, the record was withdrawn, and the operator paid so much.
		ObjectionDecided { record: RecordRef, upheld: bool, fine: Balance },
		/// Nobody decided in time: the record stands, unless the operator withdrew it later.
		ObjectionLapsed { record: RecordRef },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// Group numbers go from 0 to 63.
		GroupOutOfRange,
		/// A name is printable UTF-8 and not blank.
		NameNotText,
		/// Acts can be reported for at most 366 days.
		DeadlineTooLong,
		/// The longest interval is 1 to 1,440 minutes.
		LengthOutOfRange,
		/// It names a conflict with a group that was never set.
		ConflictNotDefined,
		/// The account is no operator's reporting key.
		NotAReporter,
		/// The participant is not licensed as an operator.
		NotLicensed,
		/// The operator is suspended.
		OperatorSuspended,
		/// The operator's licence is revoked.
		OperatorRevoked,
		/// The operator's licence has run out.
		LicenceExpired,
		/// The operator's licence does not cover the methodology.
		OutOfScope,
		/// The batch exceeds what is left of the operator's quota of records for today.
		QuotaExceeded,
		/// The operator's bond is less than its licence demands.
		BondShort,
		/// No such methodology or version is published.
		MethodologyNotFound,
		/// The methodology is suspended.
		MethodologySuspended,
		/// The methodology is retired.
		MethodologyRetired,
		/// The methodology's formula does not pass the check.
		FormulaNotChecked,
		/// The methodology claims nothing: its acts could be credited again and again.
		NothingClaimed,
		/// The methodology takes a mean and claims a daily total: the excess of a total over what
		/// was credited has no day's mean of its own.
		MeanOfDailyTotal,
		/// The methodology takes the members of a household and claims no object that has them.
		MembersWithoutObject,
		/// An exclusion group in which the methodology claims was never set.
		GroupNotDefined,
		/// The methodology counts registers, or daily totals, in another unit or with other decimals
		/// than the group's first batch did.
		ScaleMismatch,
		/// A batch has at least one row.
		EmptyBatch,
		/// Rows stand in rising order of citizens.
		RowsNotSorted,
		/// The methodology demands a Merkle root of the evidence.
		EvidenceRootRequired,
		/// The operator used this batch id for other content.
		BatchIdReused,
		/// Batch numbers are used up.
		NoBatchIndexLeft,
		/// The day is still open for some group.
		DayOpen,
		/// Nothing is left of that day and all before.
		NothingToSweep,
		/// One step a block.
		SweptThisBlock,
		/// The methodology demands a device's signature: see `submit_with_device`.
		DeviceRequired,
		/// The key is no registered device's, or no longer.
		UnknownDevice,
		/// The device is another operator's.
		DeviceOfAnother,
		/// The device did not sign this: this chain, operator, batch, these rows and this root.
		BadDeviceSignature,
		/// No such batch.
		BatchNotFound,
		/// The row or its outcome is not what the batch had at this place.
		ProofMismatch,
		/// The row was not credited: there is nothing to take back.
		NothingCredited,
		/// The record was withdrawn before.
		AlreadyWithdrawn,
		/// The record's class is not there.
		ClassNotFound,
		/// The class is sealed, or could be: nothing changes any more.
		ClassSealed,
		/// The citizen's contribution is not what the record made of it.
		ContributionGone,
		/// The account is neither the operator's treasury nor one of its reporting keys.
		NotTheOperator,
		/// The account is no citizen's key.
		NotACitizen,
		/// The record is another citizen's.
		NotYours,
		/// There is an objection to the record already.
		AlreadyObjected,
		/// Nothing more can be credited to the class: it is too late for an objection.
		ObjectionTooLate,
		/// As many objections of the citizen are open as can be.
		TooManyObjections,
		/// There is no objection to the record.
		NoObjection,
		/// The operator has answered.
		AlreadyAnswered,
		/// The operator's time to answer is over.
		AnswerTooLate,
		/// The operator can still answer.
		AnswerRuns,
		/// The objection lapsed: nobody decided in time.
		Lapsed,
		/// The objection can still be decided.
		NotLapsed,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Sweeps a step of the oldest closed day in what the block has left.
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::sweep_idle(remaining)
		}

		fn integrity_test() {
			assert!(T::MaxDayLog::get() > 0, "a day log must hold something");
			for period in [T::AnswerPeriod::get(), T::DecisionPeriod::get()] {
				assert!(period >= SECONDS_PER_DAY, "a window that protects somebody");
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Set an exclusion group.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::GroupOrigin`].
		///
		/// ## Parameters
		///
		/// - `group`: its number, 0 to 63. Known: it is changed. Unknown: it is new.
		/// - `name`: printable UTF-8, at most 32 bytes.
		/// - `conflicts`: bit `n` for each group `n` whose intervals exclude its own, which must be
		///   set already. Its own bit is always meant.
		/// - `deadline_days`: days after its own in which an act can be reported, at most 366.
		/// - `longest_minutes`: longest interval, 1 to 1,440.
		/// - `tolerance_minutes`: how many minutes intervals may overlap because clocks differ.
		///
		/// ## Details
		///
		/// The conflict matrix is enforced for a person's time (intervals) only. Daily totals,
		/// registers, references and sites exclude within their own group and never across groups,
		/// whatever the matrix says.
		///
		/// The matrix stays symmetric: the bit of this group is set or cleared in all others. What
		/// was credited stays. Days that are closed stay closed, whatever the new deadline; days of
		/// which logs were swept are closed for a new group too.
		///
		/// ## Errors
		///
		/// [`Error::GroupOutOfRange`], [`Error::NameNotText`], [`Error::DeadlineTooLong`],
		/// [`Error::LengthOutOfRange`], [`Error::ConflictNotDefined`].
		///
		/// ## Events
		///
		/// [`Event::GroupSet`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_group())]
		pub fn set_group(
			origin: OriginFor<T>,
			group: GroupId,
			name: BoundedVec<u8, ConstU32<MAX_GROUP_NAME>>,
			conflicts: u64,
			deadline_days: u16,
			longest_minutes: u16,
			tolerance_minutes: u16,
		) -> DispatchResult {
			T::GroupOrigin::ensure_origin(origin)?;
			Self::do_set_group(
				group,
				ExclusionGroup {
					name,
					conflicts,
					deadline_days,
					longest_minutes,
					tolerance_minutes,
					since: 0,
				},
			)
		}

		/// Report a batch of acts under one methodology version.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by a reporting key of a licensed operator.
		///
		/// ## Parameters
		///
		/// - `id`: the operator's name for the batch. The same id with the same content again
		///   changes nothing and succeeds, so that an interrupted report can be resumed.
		/// - `methodology`: the version under which all rows are computed.
		/// - `evidence_root`: Merkle root of the salted raw evidence rows.
		/// - `rows`: 1 to 1,000 acts, in rising order of citizens.
		///
		/// ## Details
		///
		/// Each row is credited, or rejected with the first [reason](tanpu_primitives::Reason) that
		/// applies; a rejected row takes nothing. Where the methodology takes a mean, a row of
		/// which the reading counts though it earns nothing is recorded instead. Credited grams go to
		/// the citizen's position and to the class of the month in which the act ended; points and
		/// growth at once.
		///
		/// The batch is refused whole where the operator, the methodology or the batch itself is
		/// not in order, or where the operator's fund does not cover the points.
		///
		/// Registers and daily totals are compared raw. The first batch that claims one in a group
		/// fixes unit and decimals there, even if none of its rows is credited; a version that counts
		/// otherwise needs a group of its own.
		///
		/// What was charged for and not needed is refunded.
		///
		/// ## Errors
		///
		/// [`Error::NotAReporter`], [`Error::EmptyBatch`], [`Error::BatchIdReused`],
		/// [`Error::NotLicensed`], [`Error::OperatorSuspended`], [`Error::OperatorRevoked`],
		/// [`Error::LicenceExpired`], [`Error::OutOfScope`], [`Error::QuotaExceeded`],
		/// [`Error::BondShort`], [`Error::MethodologyNotFound`], [`Error::MethodologySuspended`],
		/// [`Error::MethodologyRetired`], [`Error::EvidenceRootRequired`],
		/// [`Error::RowsNotSorted`], [`Error::FormulaNotChecked`], [`Error::NothingClaimed`],
		/// [`Error::MeanOfDailyTotal`], [`Error::MembersWithoutObject`],
		/// [`Error::GroupNotDefined`], [`Error::ScaleMismatch`], [`Error::NoBatchIndexLeft`]; those
		/// of [`Config::Issuing`] and [`Config::Positions`].
		///
		/// ## Events
		///
		/// [`Event::BatchProcessed`] or [`Event::BatchUnchanged`].
		#[pallet::call_index(1)]
		#[pallet::weight(Pallet::<T>::submit_weight(rows))]
		pub fn submit(
			origin: OriginFor<T>,
			id: BatchId,
			methodology: MethodologyRef,
			evidence_root: Option<H256>,
			rows: BoundedVec<Row, ConstU32<MAX_ROWS>>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_submit(&who, id, methodology, evidence_root, rows, None)
		}

		/// Remove a step of what is kept of the oldest day up to a closed one.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `day`: closed for every group.
		///
		/// ## Details
		///
		/// Idle blocks do the same unasked. At most 500 logs and 500 references go in one step, and
		/// there is one step a block.
		///
		/// ## Errors
		///
		/// [`Error::SweptThisBlock`], [`Error::DayOpen`], [`Error::NothingToSweep`].
		///
		/// ## Events
		///
		/// [`Event::DaySwept`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::sweep(SWEEP_STEP))]
		pub fn sweep(origin: OriginFor<T>, day: Day) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_sweep(day)
		}

		/// Take back a record.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by a reporting key or the treasury of the operator that reported it.
		///
		/// ## Parameters
		///
		/// - `record`: the batch and the row in it.
		/// - `proof`: the row as it was reported, its outcome from the batch's event, and the siblings of
		///   both under the batch's root of outcomes.
		/// - `reason`: hash of why.
		///
		/// ## Details
		///
		/// Before the class is sealed only. The grams leave the citizen's position and the class. Points
		/// that the citizen still has in the series of the batch go back, and free as much of the
		/// operator's fund; what was spent, exchanged or has expired stays where it went: the operator's
		/// loss. Growth and campaigns' bonuses stay. A register, site or daily total is free again only
		/// if nobody went on from it, and nothing is where a history for baselines was fed.
		///
		/// A suspended, revoked or expired operator can withdraw only what a citizen objects to.
		///
		/// ## Errors
		///
		/// [`Error::BatchNotFound`], [`Error::ProofMismatch`], [`Error::NothingCredited`],
		/// [`Error::AlreadyWithdrawn`], [`Error::ClassNotFound`], [`Error::NotTheOperator`],
		/// [`Error::NotLicensed`], [`Error::OperatorSuspended`], [`Error::OperatorRevoked`],
		/// [`Error::LicenceExpired`], [`Error::ClassSealed`], [`Error::MethodologyNotFound`],
		/// [`Error::ContributionGone`]; those of [`Config::Issuing`] and [`Config::Positions`].
		///
		/// ## Events
		///
		/// [`Event::Withdrawn`]; [`Event::ObjectionAccepted`] where there was an objection.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw().saturating_add(T::Issuing::weight()))]
		pub fn withdraw(
			origin: OriginFor<T>,
			record: RecordRef,
			proof: RecordProof,
			reason: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(&who, record, proof, reason)
		}

		/// Object to a record in one's own name.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the citizen's key.
		///
		/// ## Parameters
		///
		/// - `record`, `proof`: as in [`Pallet::withdraw`].
		/// - `reason`: hash of what the citizen says.
		///
		/// ## Details
		///
		/// Until the reporting deadline of the class's month, whatever the operator's standing. The
		/// operator can answer for [`Config::AnswerPeriod`], then, or once it says no, the council can
		/// decide until [`Config::DecisionPeriod`] later. The class waits for it that long and no longer:
		/// undecided it lapses, and the record stands. At most [`MAX_OBJECTIONS`] of one citizen at once.
		///
		/// ## Errors
		///
		/// [`Error::NotACitizen`], [`Error::BatchNotFound`], [`Error::ProofMismatch`],
		/// [`Error::NothingCredited`], [`Error::AlreadyWithdrawn`], [`Error::ClassNotFound`],
		/// [`Error::NotYours`], [`Error::AlreadyObjected`], [`Error::ObjectionTooLate`],
		/// [`Error::TooManyObjections`].
		///
		/// ## Events
		///
		/// [`Event::Objected`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::object())]
		pub fn object(
			origin: OriginFor<T>,
			record: RecordRef,
			proof: RecordProof,
			reason: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_object(&who, record, proof, reason)
		}

		/// Withdraw a record because the citizen objects to it.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by a reporting key or the treasury of the operator that reported it.
		///
		/// ## Parameters
		///
		/// - `record`: the record.
		///
		/// ## Details
		///
		/// As [`Pallet::withdraw`], without a proof, whatever the operator's standing and also while
		/// the council deliberates: it costs no fine.
		///
		/// ## Errors
		///
		/// [`Error::NoObjection`], [`Error::Lapsed`], [`Error::BatchNotFound`],
		/// [`Error::AlreadyWithdrawn`], [`Error::ClassNotFound`], [`Error::NotTheOperator`],
		/// [`Error::ClassSealed`], [`Error::MethodologyNotFound`], [`Error::ContributionGone`]; those
		/// of [`Config::Issuing`] and [`Config::Positions`].
		///
		/// ## Events
		///
		/// [`Event::Withdrawn`], [`Event::ObjectionAccepted`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::withdraw().saturating_add(T::Issuing::weight()))]
		pub fn uphold_objection(origin: OriginFor<T>, record: RecordRef) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_uphold_objection(&who, record)
		}

		/// Say that a record is right to which the citizen objects.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by a reporting key or the treasury of the operator that reported it.
		///
		/// ## Parameters
		///
		/// - `record`: the record.
		/// - `reason`: hash of why.
		///
		/// ## Details
		///
		/// Within [`Config::AnswerPeriod`]. From then on the council can decide.
		///
		/// ## Errors
		///
		/// [`Error::NoObjection`], [`Error::Lapsed`], [`Error::BatchNotFound`],
		/// [`Error::AlreadyWithdrawn`], [`Error::ClassNotFound`], [`Error::NotTheOperator`],
		/// [`Error::AlreadyAnswered`], [`Error::AnswerTooLate`].
		///
		/// ## Events
		///
		/// [`Event::ObjectionRejected`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::reject_objection())]
		pub fn reject_objection(
			origin: OriginFor<T>,
			record: RecordRef,
			reason: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reject_objection(&who, record, reason)
		}

		/// Decide an objection that the operator rejected or did not answer.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `record`: the record.
		/// - `upheld`: whether the citizen is right.
		///
		/// ## Details
		///
		/// Upheld, the record is withdrawn and the operator pays [`Config::ObjectionFine`], or what is
		/// free in its fund.
		///
		/// ## Errors
		///
		/// [`Error::NoObjection`], [`Error::Lapsed`], [`Error::BatchNotFound`],
		/// [`Error::AlreadyWithdrawn`], [`Error::ClassNotFound`], [`Error::AnswerRuns`],
		/// [`Error::ClassSealed`], [`Error::MethodologyNotFound`], [`Error::ContributionGone`]; those
		/// of [`Config::Issuing`] and [`Config::Positions`].
		///
		/// ## Events
		///
		/// [`Event::ObjectionDecided`]; [`Event::Withdrawn`] where it is upheld.
		#[pallet::call_index(7)]
		#[pallet::weight(
			T::WeightInfo::withdraw()
				.saturating_add(T::Issuing::weight())
				.saturating_add(<T::Fines as tanpu_primitives::traits::Fines>::weight())
		)]
		pub fn decide_objection(
			origin: OriginFor<T>,
			record: RecordRef,
			upheld: bool,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_decide_objection(record, upheld)
		}

		/// Remove an objection that nobody decided in time.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `record`: the record.
		///
		/// ## Details
		///
		/// Nothing waits for it: this makes room for another of the citizen's.
		///
		/// ## Errors
		///
		/// [`Error::NoObjection`], [`Error::NotLapsed`], [`Error::BatchNotFound`].
		///
		/// ## Events
		///
		/// [`Event::ObjectionLapsed`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::reject_objection())]
		pub fn clear_objection(origin: OriginFor<T>, record: RecordRef) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_clear_objection(record)
		}

		/// Report a batch that a device of the operator has signed.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by a reporting key of a licensed operator.
		///
		/// ## Parameters
		///
		/// - `id`, `methodology`, `evidence_root`, `rows`: as in [`Pallet::submit`].
		/// - `device`: the device's key.
		/// - `signature`: the device's, over [`tanpu_primitives::device::DeviceEvidence`].
		///
		/// ## Details
		///
		/// As [`Pallet::submit`]. A batch that was processed before changes nothing, whoever signed it
		/// then or now.
		///
		/// ## Errors
		///
		/// Those of [`Pallet::submit`]; [`Error::UnknownDevice`], [`Error::DeviceOfAnother`],
		/// [`Error::BadDeviceSignature`].
		///
		/// ## Events
		///
		/// [`Event::DeviceSigned`] and [`Event::BatchProcessed`], or [`Event::BatchUnchanged`].
		#[pallet::call_index(9)]
		#[pallet::weight(
			Pallet::<T>::submit_weight(rows).saturating_add(T::WeightInfo::check_device())
		)]
		pub fn submit_with_device(
			origin: OriginFor<T>,
			id: BatchId,
			methodology: MethodologyRef,
			evidence_root: H256,
			rows: BoundedVec<Row, ConstU32<MAX_ROWS>>,
			device: MultiSigner,
			signature: MultiSignature,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let signed = Some((device, signature));
			Self::do_submit(&who, id, methodology, Some(evidence_root), rows, signed)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An exclusion group.
		pub fn group(id: GroupId) -> Option<ExclusionGroup> {
			ExclusionGroups::<T>::get(id)
		}

		/// The last day that is closed for a group now.
		pub fn last_closed_day(id: GroupId) -> Option<Day> {
			Self::closed_through(id)
		}

		/// A processed batch.
		pub fn batch(index: BatchIndex) -> Option<Batch> {
			Batches::<T>::get(index)
		}

		/// A processed batch and its number by the operator's own name for it: what a report
		/// resumes from.
		pub fn batch_by_id(operator: OperatorId, id: BatchId) -> Option<(BatchIndex, Batch)> {
			let index = BatchIds::<T>::get(operator, id)?;
			Some((index, Batches::<T>::get(index)?))
		}

		/// Rows of a batch that were withdrawn.
		pub fn withdrawn_rows(index: BatchIndex) -> Vec<u16> {
			Withdrawn::<T>::get(index).into_inner()
		}

		/// The objection to a record, until it is decided or cleared.
		pub fn objection(record: RecordRef) -> Option<Objection> {
			Objections::<T>::get(record.batch, record.row)
		}

		/// The records to which a citizen objects.
		pub fn objections_of(citizen: CitizenId) -> Vec<RecordRef> {
			ObjectionsOf::<T>::get(citizen).into_inner()
		}

		/// What became of the objections to an operator's records.
		pub fn objection_tally(operator: OperatorId) -> ObjectionTally {
			ObjectionTallies::<T>::get(operator)
		}

		/// A class of pending reductions.
		pub fn class(id: ClassId) -> Option<Class> {
			Classes::<T>::get(id)
		}

		/// The moment from which nothing can be credited to a class.
		pub fn class_seals_at(id: ClassId) -> Option<UnixSeconds> {
			<Self as tanpu_primitives::verification::Classes>::seals_at(id)
		}

		/// The batches that credited a class, `from` a number on, at most 100.
		pub fn class_batches(id: ClassId, from: u32) -> Vec<ClassBatch> {
			(from..from.saturating_add(100))
				.map_while(|at| ClassBatches::<T>::get(id, at))
				.collect()
		}

		/// How far a register is credited.
		pub fn counter(group: GroupId, object: ObjectId) -> Option<Counter> {
			Counters::<T>::get((group, object))
		}

		/// How far a site is credited.
		pub fn site(group: GroupId, object: ObjectId) -> Option<Site> {
			Sites::<T>::get((group, object))
		}

		/// The days of a register or a citizen from which a methodology takes means.
		pub fn history(methodology: MethodologyId, subject: HistorySubject) -> Option<History> {
			Histories::<T>::get((methodology, subject))
		}

		/// What was credited to a citizen for a day, while the day can be reported.
		pub fn day_log(day: Day, citizen: CitizenId) -> Vec<LogEntry> {
			DayLogs::<T>::get(Be16::from(day), Be32::from(citizen)).into_inner()
		}
	}
}
