//! # Points that are always paid
//!
//! **Every outstanding point is fully funded.** An operator pays money into its fund, opens series
//! (a price and an expiry, fixed for ever) and issues points only as far as the fund covers all of
//! them. What is free can be withdrawn, with notice. Points sit in citizens' positions: there is no
//! call that sends them to another citizen.
//!
//! **A merchant is never unpaid.** Spending burns points and moves their whole value, in the same
//! step, from the fund into the merchant's receivable (or into escrow, for an order). From there on
//! it doesn't matter what becomes of the operator. Settlement pays the receivable out, whenever
//! anybody asks for it.
//!
//! **Where the money is.** On two accounts that nobody holds a key for, held there for
//! [`HoldReason::Points`]: one for all funds, one for receivables and escrow. Not held on the
//! operator's treasury: that account signs, pays fees, may hold several licences and could be frozen
//! for another reason, and a freeze covers held money too. What the books say and what is held are
//! equal to the planck (`try_state`), whatever anybody sends to these accounts.
//!
//! **Prices.** A series' price is in plancks per hundredth of a point, so that a value is exact.
//! Where an amount is no multiple of a price the citizen pays the next hundredth: the difference,
//! less than one hundredth of the dearest point used, is the merchant's.
//!
//! **Time** is the clock's, in Unix seconds. A series' points are spendable until it expires; it
//! closes, as a whole and whatever the number of holders, a refund window later, so that what is
//! refunded or taken back finds its series. Windows that protect somebody are a day or more.
//!
//! Where things are: `fund.rs` (fund, series, issuing, budgets), `wind_up.rs` (closing series,
//! winding up), `spending.rs` (burning, escrow, restoring), `till.rs` (payments, refunds),
//! `merchants.rs` (books, settlement, statements), `interchange.rs`, `reversal.rs`, `sweep.rs`.

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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod fund;
mod interchange;
mod merchants;
#[cfg(test)]
mod mock;
mod reversal;
mod spending;
mod sweep;
#[cfg(test)]
mod tests;
mod till;
mod try_state;
pub mod types;
pub mod weights;
mod wind_up;

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
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use tanpu_primitives::{
		traits::{Citizens, Merchants, Operators, Positions},
		Balance, Be16, CitizenId, Clock, Day, OperatorId, ParticipantId, PointCents, PointParts,
		SeriesId, UnixSeconds, SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Hashes are 32 bytes: a payment request names the genesis hash.
	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = H256> {
		/// The chain's time.
		type Clock: Clock;

		/// Money.
		type Currency: fungible::hold::Mutate<
				Self::AccountId,
				Reason = Self::RuntimeHoldReason,
				Balance = Balance,
			> + fungible::Mutate<Self::AccountId>;

		type RuntimeHoldReason: From<HoldReason>;

		/// Licensed scene operators: they fund and issue.
		type Operators: Operators<Self::AccountId>;

		/// Licensed merchants: they are paid.
		type Merchants: Merchants<Self::AccountId>;

		/// Citizens and their keys.
		type Citizens: Citizens<Self::AccountId>;

		/// The ledger in which citizens' points are.
		type Positions: Positions;

		/// Who decides appeals, and appeals for citizens without a key: the council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The account on which all funds are held. Nobody's; it must exist.
		type FundAccount: Get<Self::AccountId>;

		/// The account on which receivables and escrow are held. Nobody's; it must exist.
		type SettlementAccount: Get<Self::AccountId>;

		/// The account to which fines go. It must exist.
		type FineBeneficiary: Get<Self::AccountId>;

		/// Seconds of notice before a withdrawal, before a cancelled agreement ends and before a
		/// reversal; as many again until a withdrawal or reversal must have been carried out.
		#[pallet::constant]
		type NoticePeriod: Get<UnixSeconds>;

		/// Seconds after a payment in which it can be refunded, and from a series' expiry to its
		/// closing.
		#[pallet::constant]
		type RefundWindow: Get<UnixSeconds>;

		/// Seconds in which points of an operator whose licence was revoked can still be spent.
		#[pallet::constant]
		type SpendingPeriod: Get<UnixSeconds>;

		/// Least seconds from the opening of a series to its expiry.
		#[pallet::constant]
		type MinSeriesLife: Get<UnixSeconds>;

		/// Most seconds from the opening of a series to its expiry.
		#[pallet::constant]
		type MaxSeriesLife: Get<UnixSeconds>;

		/// Seconds for which newly issued points can be spent at least: nothing is issued in a
		/// series that expires sooner.
		#[pallet::constant]
		type LeastUse: Get<UnixSeconds>;

		/// Least seconds between two openings of one operator.
		#[pallet::constant]
		type SeriesInterval: Get<UnixSeconds>;

		/// Most seconds that a payment request can be good for.
		#[pallet::constant]
		type MaxRequestLife: Get<UnixSeconds>;

		/// Reversals of one operator that can be pending.
		#[pallet::constant]
		type MaxReversals: Get<u32>;

		/// Days of which a merchant's sums are kept.
		#[pallet::constant]
		type MaxStatementDays: Get<u32>;

		/// Merchants settled by schedule, and entries swept, in one block's idle time.
		#[pallet::constant]
		type MaxIdleSteps: Get<u32>;

		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// It stands behind points, or is owed for points that were spent.
		Points,
	}

	/// What stands behind each operator's points. Never removed.
	#[pallet::storage]
	pub type Funds<T> = StorageMap<_, Twox64Concat, OperatorId, Fund, ValueQuery>;

	/// Every series there ever was: at most one a day and operator, at most eight live.
	#[pallet::storage]
	pub type SeriesOf<T> =
		StorageDoubleMap<_, Twox64Concat, OperatorId, Twox64Concat, SeriesId, Series>;

	/// Plancks of open orders.
	#[pallet::storage]
	pub type Escrow<T> = StorageValue<_, Balance, ValueQuery>;

	/// Each merchant's book. Never removed.
	#[pallet::storage]
	pub type Books<T> = StorageMap<_, Twox64Concat, ParticipantId, MerchantBook, ValueQuery>;

	/// A merchant's sums at the end of a day on which there were entries; the last
	/// `MaxStatementDays` of them. The current day's are in the book.
	#[pallet::storage]
	pub type DayTotals<T> = StorageDoubleMap<_, Identity, Be16, Identity, Be16, MerchantTotals>;

	/// Which merchants are settled by schedule on which day. Big-endian and unhashed: the first key
	/// is the earliest.
	#[pallet::storage]
	pub type Due<T> = StorageDoubleMap<_, Identity, Be16, Identity, Be16, ()>;

	/// Payments that can be refunded, by the day on which their request expired. They go when
	/// neither a refund nor the same request again is possible.
	#[pallet::storage]
	pub type Payments<T> = StorageDoubleMap<_, Identity, Be16, Blake2_128Concat, H256, Payment>;

	/// Interchange agreements: (whose points, into whose).
	#[pallet::storage]
	pub type Agreements<T> =
		StorageDoubleMap<_, Twox64Concat, OperatorId, Twox64Concat, OperatorId, Agreement>;

	/// Plancks that a citizen moved on a day by an agreement; days before today are swept.
	#[pallet::storage]
	pub type Exchanged<T> = StorageDoubleMap<
		_,
		Identity,
		Be16,
		Twox64Concat,
		(OperatorId, OperatorId, CitizenId),
		Balance,
		ValueQuery,
	>;

	/// How far `Exchanged` is swept.
	#[pallet::storage]
	pub type SweptExchanged<T> =
		StorageValue<_, SweepMark<(OperatorId, OperatorId, CitizenId)>, ValueQuery>;

	/// How far `Payments` is swept.
	#[pallet::storage]
	pub type SweptPayments<T> = StorageValue<_, SweepMark<H256>, ValueQuery>;

	/// Reversals that are pending, at most `MaxReversals` of an operator.
	#[pallet::storage]
	pub type Reversals<T> =
		StorageDoubleMap<_, Twox64Concat, OperatorId, Twox64Concat, CitizenId, Reversal>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Money was paid into an operator's fund.
		Deposited { operator: OperatorId, from: T::AccountId, amount: Balance },
		/// An operator announced that it takes money out.
		WithdrawalRequested { operator: OperatorId, amount: Balance, from: UnixSeconds },
		/// An operator took money out.
		Withdrawn { operator: OperatorId, to: T::AccountId, amount: Balance },
		/// A series was opened; what is issued from now on is of it.
		SeriesOpened {
			operator: OperatorId,
			series: SeriesId,
			price: Balance,
			expires: UnixSeconds,
		},
		/// A series closed; what was left of it expired, and its money is free.
		SeriesClosed { operator: OperatorId, series: SeriesId, expired: PointCents, freed: Balance },
		/// Points were issued.
		Issued { operator: OperatorId, series: SeriesId, points: PointCents },
		/// Money was set aside for a campaign; `from` paid it in, or it was free in the fund.
		SetAside { operator: OperatorId, from: Option<T::AccountId>, amount: Balance },
		/// Money was no longer set aside: paid out to `to`, or free in the fund.
		GivenBack { operator: OperatorId, to: Option<T::AccountId>, amount: Balance },
		/// An operator's points come to an end.
		WindUpBegan { operator: OperatorId, ends: UnixSeconds },
		/// What was left of a wound-up fund was paid out.
		WoundUp { operator: OperatorId, to: T::AccountId, amount: Balance },
		/// A citizen's points were burned, and their value is in escrow or with a merchant.
		Spent { citizen: CitizenId, parts: PointParts, value: Balance },
		/// Points that had been spent are back.
		Restored { citizen: CitizenId, parts: PointParts, value: Balance },
		/// A merchant was paid at the till: `value`, for the `amount` that it had asked for.
		Paid {
			payment: PaymentRef,
			merchant: ParticipantId,
			citizen: CitizenId,
			value: Balance,
			amount: Balance,
			receipt: H256,
		},
		/// A merchant was paid for an order.
		Released { merchant: ParticipantId, value: Balance },
		/// A merchant refunded: `topped_up` of the value it paid in itself.
		Refunded {
			payment: PaymentRef,
			merchant: ParticipantId,
			citizen: CitizenId,
			value: Balance,
			topped_up: Balance,
		},
		/// A merchant's receivable was paid out.
		Settled { merchant: ParticipantId, to: T::AccountId, amount: Balance },
		/// A merchant chose when it is settled, or that it isn't by itself.
		ScheduleSet { merchant: ParticipantId, schedule: Option<Schedule> },
		/// A date of the schedule passed without a payment: too little was owed, or the merchant's
		/// account can't take so little.
		SettlementSkipped { merchant: ParticipantId, next: Day },
		/// Entries that nothing needs any more are gone.
		Swept { removed: u32 },
		/// An agreement was proposed.
		AgreementProposed {
			from: OperatorId,
			to: OperatorId,
			by: OperatorId,
			terms: AgreementTerms,
		},
		/// An agreement came into force.
		AgreementAccepted { from: OperatorId, to: OperatorId },
		/// An agreement ends at `ends`; a proposal at once.
		AgreementCancelled { from: OperatorId, to: OperatorId, ends: UnixSeconds },
		/// A citizen exchanged points: `burned` of one operator for `received` of another; `moved`
		/// went from fund to fund.
		PointsExchanged {
			citizen: CitizenId,
			from: OperatorId,
			series: SeriesId,
			burned: PointCents,
			to: OperatorId,
			into: SeriesId,
			received: PointCents,
			moved: Balance,
		},
		/// An operator announced that it takes points back.
		ReversalProposed {
			operator: OperatorId,
			citizen: CitizenId,
			series: SeriesId,
			points: PointCents,
			reason: H256,
			from: UnixSeconds,
		},
		/// The citizen appealed: the council decides.
		ReversalAppealed { operator: OperatorId, citizen: CitizenId, statement: H256 },
		/// The council decided an appeal. Upheld, nothing is taken.
		AppealDecided { operator: OperatorId, citizen: CitizenId, upheld: bool },
		/// Points were taken back: what was unspent of those announced.
		Reversed {
			operator: OperatorId,
			citizen: CitizenId,
			series: SeriesId,
			points: PointCents,
			reason: H256,
		},
		/// A reversal was not carried out in time.
		ReversalLapsed { operator: OperatorId, citizen: CitizenId },
		/// Points of a record that turned out void were taken back at once.
		IssueReversed { operator: OperatorId, series: SeriesId, points: PointCents },
		/// An operator paid a fine out of what was free in its fund.
		Fined { operator: OperatorId, amount: Balance },
	}

	/// One cause each.
	#[pallet::error]
	pub enum Error<T> {
		/// No such operator.
		NotAnOperator,
		/// The operator is suspended.
		OperatorSuspended,
		/// The operator's licence was revoked.
		OperatorRevoked,
		/// The operator's licence has run out.
		OperatorExpired,
		/// The caller is not the operator's treasury.
		NotTreasury,
		/// No such merchant.
		NotAMerchant,
		/// The merchant is suspended.
		MerchantSuspended,
		/// The merchant's licence was revoked.
		MerchantRevoked,
		/// The merchant's licence has run out.
		MerchantExpired,
		/// The caller is not the account to which the merchant is paid.
		NotHolder,
		/// The caller is no citizen's key.
		NotACitizen,
		/// An amount of nothing.
		ZeroAmount,
		/// A number would exceed its type.
		Overflow,
		/// The fund does not cover all outstanding points with these.
		FundShort,
		/// More than is free in the fund.
		NotFree,
		/// Nothing was asked for.
		NoRequest,
		/// The notice still runs.
		NoticeRuns,
		/// The request was not carried out in time.
		RequestLapsed,
		/// Less is set aside.
		BudgetShort,
		/// A price of nothing.
		ZeroPrice,
		/// The series would expire too soon.
		ExpiryTooNear,
		/// The series would expire too late.
		ExpiryTooFar,
		/// As many series are live as there can be.
		TooManySeries,
		/// The last series was opened too short a time ago.
		TooSoon,
		/// Every series number is taken.
		SeriesExhausted,
		/// No series is open in which points could be issued.
		NoSeriesOpen,
		/// No such series.
		SeriesNotFound,
		/// The series has expired: its points can't be spent.
		SeriesExpired,
		/// The series is closed.
		SeriesClosed,
		/// The series can't close yet: points of it can be spent, or come back by a refund.
		SeriesStillOpen,
		/// Points of the series are in open orders.
		PointsInEscrow,
		/// The operator winds up.
		WindingUp,
		/// The operator doesn't wind up.
		NotWindingUp,
		/// A series of the operator is not closed.
		SeriesLeft,
		/// Nothing is left to pay out.
		NothingToPay,
		/// No points are named.
		NoParts,
		/// More parts than a payment can have.
		TooManyParts,
		/// The parts are not strictly rising by operator and series.
		PartsNotSorted,
		/// A part of no points.
		EmptyPart,
		/// The citizen has fewer points of the series.
		InsufficientPoints,
		/// The citizen has no position with the operator.
		NoPosition,
		/// More than is in escrow.
		NotInEscrow,
		/// The request is for another chain.
		ForeignRequest,
		/// The request has expired.
		RequestExpired,
		/// The request would be good for too long.
		RequestTooFar,
		/// The request was paid before.
		AlreadyPaid,
		/// The points are worth less than the amount.
		Underpaid,
		/// A hundredth of a point less would be enough.
		Overpaid,
		/// No such payment, or it can no longer be refunded.
		PaymentNotFound,
		/// The time for refunding the payment is over.
		RefundWindowOver,
		/// All of the payment was refunded.
		NothingToRefund,
		/// More than was paid and not yet refunded.
		MoreThanPaid,
		/// More than the merchant is owed.
		ReceivableShort,
		/// A period of no days or too many.
		BadPeriod,
		/// The merchant has no schedule.
		NotScheduled,
		/// The schedule's date has not come.
		NotDue,
		/// Nothing is old enough.
		NothingToSweep,
		/// An agreement of an operator with itself.
		SameOperator,
		/// The operator is neither of the two.
		NotAParty,
		/// A limit of nothing, or a citizen's above the day's.
		BadLimits,
		/// The agreement would end within a day, or too late.
		BadExpiry,
		/// The agreement is in force: it is cancelled before there is another.
		AgreementInForce,
		/// There is no such agreement, or only a proposal.
		NoAgreement,
		/// The terms are not those that were proposed.
		TermsMismatch,
		/// The agreement has ended.
		AgreementEnded,
		/// The agreement was cancelled before.
		AlreadyCancelled,
		/// The citizen is not enrolled with the operator.
		NotEnrolled,
		/// The points are worth less than a hundredth of the other operator's point.
		NothingReceived,
		/// Fewer points than the caller asked for at least.
		BelowLeast,
		/// The agreement's limit of the day would be exceeded.
		DailyLimit,
		/// The citizen's limit of the day would be exceeded.
		CitizenLimit,
		/// A reversal of the citizen's points is pending.
		ReversalPending,
		/// As many reversals of the operator are pending as there can be.
		TooManyReversals,
		/// No such reversal is pending.
		NoReversal,
		/// The council has not decided the appeal.
		UnderAppeal,
		/// There is no appeal to decide.
		NotAppealed,
		/// There was an appeal before.
		AlreadyAppealed,
		/// The time for an appeal is over.
		AppealTooLate,
		/// The reversal is another citizen's.
		NotYours,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Settles merchants by schedule, then removes what is old: at most `MaxIdleSteps` of each.
		/// Nothing depends on its having run.
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::idle(remaining)
		}

		fn integrity_test() {
			for (period, what) in [
				(T::NoticePeriod::get(), "notice"),
				(T::RefundWindow::get(), "refunds"),
				(T::SeriesInterval::get(), "openings"),
				(T::LeastUse::get(), "use"),
			] {
				assert!(period >= SECONDS_PER_DAY, "a window that protects somebody: {what}");
			}
			assert!(T::SpendingPeriod::get() >= 90 * SECONDS_PER_DAY, "points must be spendable");
			assert!(T::MinSeriesLife::get() >= T::LeastUse::get(), "a series to issue nothing in");
			assert!(
				T::MaxSeriesLife::get() >= T::MinSeriesLife::get(),
				"no series could be opened"
			);
			assert!(T::MaxStatementDays::get() > 0 && T::MaxReversals::get() > 0, "no room");
			assert!(T::FundAccount::get() != T::SettlementAccount::get(), "two accounts");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Pays money into an operator's fund.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone: the money becomes the operator's.
		///
		/// ## Parameters
		///
		/// - `operator`: whose fund.
		/// - `amount`: plancks, out of the caller's free balance.
		///
		/// ## Details
		///
		/// Works whatever the operator's standing: more money can only help its citizens.
		///
		/// ## Errors
		///
		/// - [`Error::ZeroAmount`], [`Error::NotAnOperator`], [`Error::Overflow`], and those of the
		///   currency where the caller has less.
		///
		/// ## Events
		///
		/// - [`Event::Deposited`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::deposit())]
		pub fn deposit(
			origin: OriginFor<T>,
			operator: OperatorId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_deposit(who, operator, amount)
		}

		/// Announces that money will be taken out of the fund.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's treasury.
		///
		/// ## Parameters
		///
		/// - `operator`: whose fund.
		/// - `amount`: plancks, of what is free now.
		///
		/// ## Details
		///
		/// Replaces an earlier request; the notice begins anew. The money stays in the fund, and
		/// points can be issued against it, until it is withdrawn.
		///
		/// ## Errors
		///
		/// - [`Error::NotTreasury`], [`Error::ZeroAmount`].
		/// - [`Error::OperatorSuspended`], [`Error::OperatorRevoked`], [`Error::OperatorExpired`].
		/// - [`Error::WindingUp`]: the rest is paid out at the end.
		/// - [`Error::NotFree`]: less is free.
		///
		/// ## Events
		///
		/// - [`Event::WithdrawalRequested`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::request_withdrawal())]
		pub fn request_withdrawal(
			origin: OriginFor<T>,
			operator: OperatorId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_request_withdrawal(who, operator, amount)
		}

		/// Takes out of the fund what was announced.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's treasury, to which it is paid.
		///
		/// ## Parameters
		///
		/// - `operator`: whose fund.
		///
		/// ## Details
		///
		/// After the notice, and before as long again has passed. What is free is looked at anew.
		///
		/// ## Errors
		///
		/// - [`Error::NotTreasury`].
		/// - [`Error::OperatorSuspended`], [`Error::OperatorRevoked`], [`Error::OperatorExpired`].
		/// - [`Error::WindingUp`].
		/// - [`Error::NoRequest`], [`Error::NoticeRuns`], [`Error::RequestLapsed`].
		/// - [`Error::NotFree`]: less is free by now.
		///
		/// ## Events
		///
		/// - [`Event::Withdrawn`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, operator: OperatorId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(who, operator)
		}

		/// Opens a series: from now on the operator's new points are of it.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's treasury.
		///
		/// ## Parameters
		///
		/// - `operator`: whose.
		/// - `price`: plancks per hundredth of a point.
		/// - `expires`: Unix seconds from which its points can't be spent.
		///
		/// ## Details
		///
		/// Neither price nor expiry can be changed by anybody. Earlier series go on as they are.
		///
		/// ## Errors
		///
		/// - [`Error::NotTreasury`].
		/// - [`Error::OperatorSuspended`], [`Error::OperatorRevoked`], [`Error::OperatorExpired`].
		/// - [`Error::WindingUp`].
		/// - [`Error::ZeroPrice`], [`Error::ExpiryTooNear`], [`Error::ExpiryTooFar`].
		/// - [`Error::TooSoon`]: within the interval after the last one.
		/// - [`Error::TooManySeries`]: close expired ones first.
		/// - [`Error::SeriesExhausted`].
		///
		/// ## Events
		///
		/// - [`Event::SeriesOpened`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::open_series())]
		pub fn open_series(
			origin: OriginFor<T>,
			operator: OperatorId,
			#[pallet::compact] price: Balance,
			expires: UnixSeconds,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_series(who, operator, price, expires)
		}

		/// Closes an expired series as a whole.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `operator`, `series`: which.
		///
		/// ## Details
		///
		/// A refund window after its expiry (or the end of a wind-up). What is outstanding expires
		/// and its money is free. Entries in positions go when these are next touched.
		///
		/// ## Errors
		///
		/// - [`Error::SeriesNotFound`], [`Error::SeriesClosed`].
		/// - [`Error::SeriesStillOpen`]: too early.
		/// - [`Error::PointsInEscrow`]: of an open order.
		///
		/// ## Events
		///
		/// - [`Event::SeriesClosed`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::close_series())]
		pub fn close_series(
			origin: OriginFor<T>,
			operator: OperatorId,
			series: SeriesId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close_series(operator, series)
		}

		/// Begins the end of an operator's points.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's treasury; by anyone where the operator's licence is revoked.
		///
		/// ## Parameters
		///
		/// - `operator`: which.
		///
		/// ## Details
		///
		/// Nothing more is issued, opened or withdrawn. Points of an operator whose licence is revoked
		/// can be spent for the spending period, or until their series expires if that is sooner; an
		/// operator that stops of its own accord can't shorten anything: its series expire as they
		/// promised. There is no way back.
		///
		/// ## Errors
		///
		/// - [`Error::NotAnOperator`], [`Error::NotTreasury`], [`Error::WindingUp`].
		///
		/// ## Events
		///
		/// - [`Event::WindUpBegan`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::begin_wind_up())]
		pub fn begin_wind_up(origin: OriginFor<T>, operator: OperatorId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_begin_wind_up(who, operator)
		}

		/// Pays out what is left of a wound-up fund.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `operator`: which.
		///
		/// ## Details
		///
		/// To the treasury, once every series is closed. What is set aside for campaigns stays until
		/// they end; the call can be repeated.
		///
		/// ## Errors
		///
		/// - [`Error::NotWindingUp`], [`Error::SeriesLeft`], [`Error::NothingToPay`].
		/// - [`Error::OperatorSuspended`]: while the council looks into it nothing is paid out.
		/// - [`Error::NotAnOperator`].
		///
		/// ## Events
		///
		/// - [`Event::WoundUp`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::finish_wind_up())]
		pub fn finish_wind_up(origin: OriginFor<T>, operator: OperatorId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_finish_wind_up(operator)
		}

		/// Pays a merchant at the till.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Parameters
		///
		/// - `request`: what the till asks for.
		/// - `parts`: the points to pay with, and no others: of one or more operators.
		///
		/// ## Details
		///
		/// The points are worth the amount or more, by less than a hundredth of the dearest of them:
		/// that difference is the merchant's. The value moves from the operators' funds into the
		/// merchant's receivable at once. A request is paid once. Points of suspended and revoked
		/// operators are as good as any.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`].
		/// - [`Error::ForeignRequest`], [`Error::RequestExpired`], [`Error::RequestTooFar`],
		///   [`Error::ZeroAmount`], [`Error::AlreadyPaid`]: the request.
		/// - [`Error::NotAMerchant`], [`Error::MerchantSuspended`], [`Error::MerchantRevoked`],
		///   [`Error::MerchantExpired`].
		/// - [`Error::NoParts`], [`Error::PartsNotSorted`], [`Error::EmptyPart`],
		///   [`Error::SeriesNotFound`], [`Error::SeriesExpired`], [`Error::InsufficientPoints`].
		/// - [`Error::Underpaid`], [`Error::Overpaid`], [`Error::Overflow`].
		///
		/// ## Events
		///
		/// - [`Event::Spent`], [`Event::Paid`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::pay(count(parts)))]
		pub fn pay(
			origin: OriginFor<T>,
			request: PaymentRequest,
			parts: PointParts,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_pay(who, request, parts)
		}

		/// Gives a citizen back what they paid, or some of it.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the account to which the merchant is paid.
		///
		/// ## Parameters
		///
		/// - `payment`: which.
		/// - `parts`: which of the points that were paid with; none: all that are left.
		///
		/// ## Details
		///
		/// The money comes out of the merchant's receivable, and what it is short of out of the
		/// caller's balance. The points are back in their series, whose expiry is as it was. A
		/// suspended or revoked merchant can refund.
		///
		/// ## Errors
		///
		/// - [`Error::PaymentNotFound`], [`Error::NotHolder`], [`Error::RefundWindowOver`].
		/// - [`Error::NothingToRefund`]: refunded before.
		/// - [`Error::MoreThanPaid`]: more of a series than was paid and is left.
		/// - [`Error::NoParts`], [`Error::PartsNotSorted`], [`Error::EmptyPart`].
		///
		/// ## Events
		///
		/// - [`Event::Restored`], [`Event::Refunded`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::refund(tanpu_primitives::MAX_PARTS))]
		pub fn refund(
			origin: OriginFor<T>,
			payment: PaymentRef,
			parts: Option<PointParts>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let parts = Self::do_refund(who, payment, parts)?;
			Ok(Some(T::WeightInfo::refund(parts)).into())
		}

		/// Pays out what a merchant is owed.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `merchant`: whose receivable.
		/// - `amount`: plancks, any amount up to all of it.
		///
		/// ## Details
		///
		/// To the merchant's own account, whatever its standing.
		///
		/// ## Errors
		///
		/// - [`Error::ZeroAmount`], [`Error::NotAMerchant`], [`Error::ReceivableShort`], and those
		///   of the currency where the account doesn't exist and the amount is below the existential
		///   deposit.
		///
		/// ## Events
		///
		/// - [`Event::Settled`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::settle())]
		pub fn settle(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle(merchant, amount)
		}

		/// Chooses automatic settlement, or ends it.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the account to which the merchant is paid.
		///
		/// ## Parameters
		///
		/// - `merchant`: which.
		/// - `schedule`: days from one settlement to the next, 1 to 366, and plancks below which a
		///   date is passed over; none: no automatic settlement.
		///
		/// ## Details
		///
		/// The first date is a period from today. Blocks with time left settle whoever is due, in
		/// order; anybody can do it with [`Pallet::run_schedule`].
		///
		/// ## Errors
		///
		/// - [`Error::NotAMerchant`], [`Error::NotHolder`], [`Error::BadPeriod`],
		///   [`Error::ZeroAmount`], [`Error::Overflow`].
		///
		/// ## Events
		///
		/// - [`Event::ScheduleSet`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_schedule())]
		pub fn set_schedule(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			schedule: Option<(u16, Balance)>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_schedule(who, merchant, schedule)
		}

		/// Settles a merchant whose scheduled date has come.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `merchant`: which.
		///
		/// ## Details
		///
		/// All of its receivable, or nothing below its threshold; the next date is a period from
		/// today.
		///
		/// ## Errors
		///
		/// - [`Error::NotScheduled`], [`Error::NotDue`].
		///
		/// ## Events
		///
		/// - [`Event::Settled`] or [`Event::SettlementSkipped`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::run_schedule())]
		pub fn run_schedule(origin: OriginFor<T>, merchant: ParticipantId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_run_schedule(merchant)
		}

		/// Removes payments that can no longer be refunded and counters of days that are over.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `limit`: how many at most, up to [`MAX_SWEEP`].
		///
		/// ## Details
		///
		/// The oldest first. Nothing depends on it.
		///
		/// ## Errors
		///
		/// - [`Error::NothingToSweep`].
		///
		/// ## Events
		///
		/// - [`Event::Swept`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::sweep((*limit).min(MAX_SWEEP)))]
		pub fn sweep(origin: OriginFor<T>, limit: u32) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_sweep(limit.min(MAX_SWEEP))?;
			Ok(Some(T::WeightInfo::sweep(removed)).into())
		}

		/// Proposes that one operator's points can be exchanged into another's.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the treasury of `by`.
		///
		/// ## Parameters
		///
		/// - `from`: whose points are given away.
		/// - `to`: whose points are received.
		/// - `by`: the one of the two that proposes.
		/// - `terms`: limits and expiry.
		///
		/// ## Details
		///
		/// Replaces an earlier proposal, of either. One direction only: the other is another
		/// agreement.
		///
		/// ## Errors
		///
		/// - [`Error::SameOperator`], [`Error::NotAParty`], [`Error::NotTreasury`],
		///   [`Error::NotAnOperator`], [`Error::OperatorSuspended`], [`Error::OperatorRevoked`],
		///   [`Error::OperatorExpired`].
		/// - [`Error::BadLimits`], [`Error::BadExpiry`].
		/// - [`Error::AgreementInForce`].
		///
		/// ## Events
		///
		/// - [`Event::AgreementProposed`].
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::propose_agreement())]
		pub fn propose_agreement(
			origin: OriginFor<T>,
			from: OperatorId,
			to: OperatorId,
			by: OperatorId,
			terms: AgreementTerms,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_propose_agreement(who, from, to, by, terms)
		}

		/// Accepts an agreement.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the treasury of the operator that didn't propose it.
		///
		/// ## Parameters
		///
		/// - `from`, `to`: which.
		/// - `terms`: what is accepted, so that nothing else is.
		///
		/// ## Details
		///
		/// It is in force at once.
		///
		/// ## Errors
		///
		/// - [`Error::NoAgreement`], [`Error::AgreementInForce`], [`Error::TermsMismatch`],
		///   [`Error::AgreementEnded`].
		/// - [`Error::NotTreasury`], [`Error::OperatorSuspended`], [`Error::OperatorRevoked`],
		///   [`Error::OperatorExpired`].
		///
		/// ## Events
		///
		/// - [`Event::AgreementAccepted`].
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::accept_agreement())]
		pub fn accept_agreement(
			origin: OriginFor<T>,
			from: OperatorId,
			to: OperatorId,
			terms: AgreementTerms,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_agreement(who, from, to, terms)
		}

		/// Ends an agreement with notice, or takes a proposal away.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the treasury of either operator, whatever its standing.
		///
		/// ## Parameters
		///
		/// - `from`, `to`: which.
		///
		/// ## Details
		///
		/// Citizens can exchange until the notice has run.
		///
		/// ## Errors
		///
		/// - [`Error::NoAgreement`], [`Error::NotTreasury`].
		/// - [`Error::AlreadyCancelled`]: it ends as soon or sooner anyway.
		///
		/// ## Events
		///
		/// - [`Event::AgreementCancelled`].
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::cancel_agreement())]
		pub fn cancel_agreement(
			origin: OriginFor<T>,
			from: OperatorId,
			to: OperatorId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_agreement(who, from, to)
		}

		/// Exchanges points of one operator into points of another.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Parameters
		///
		/// - `from`, `series`: the points to give away.
		/// - `points`: hundredths of them, at most.
		/// - `to`: whose points to receive, in its newest series.
		/// - `least`: hundredths to receive at least.
		///
		/// ## Details
		///
		/// As many whole hundredths are received as the points are worth, and no more are burned
		/// than these need. What a burned hundredth is worth above that stays in the fund of `from`:
		/// a citizen who exchanges there and back has never more value than before. Works for points
		/// of a suspended or revoked operator; `to` must be active.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`], [`Error::ZeroAmount`].
		/// - [`Error::NoAgreement`], [`Error::AgreementEnded`].
		/// - [`Error::OperatorSuspended`], [`Error::OperatorRevoked`], [`Error::OperatorExpired`],
		///   [`Error::WindingUp`], [`Error::NoSeriesOpen`], [`Error::NotEnrolled`]: `to`.
		/// - [`Error::SeriesNotFound`], [`Error::SeriesExpired`], [`Error::NoPosition`],
		///   [`Error::InsufficientPoints`]: `from`.
		/// - [`Error::NothingReceived`], [`Error::BelowLeast`], [`Error::DailyLimit`],
		///   [`Error::CitizenLimit`], [`Error::Overflow`].
		///
		/// ## Events
		///
		/// - [`Event::PointsExchanged`].
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::exchange())]
		pub fn exchange(
			origin: OriginFor<T>,
			from: OperatorId,
			series: SeriesId,
			#[pallet::compact] points: PointCents,
			to: OperatorId,
			#[pallet::compact] least: PointCents,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_exchange(who, from, series, points, to, least)
		}

		/// Announces that points will be taken back.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's treasury.
		///
		/// ## Parameters
		///
		/// - `operator`, `citizen`, `series`, `points`: what.
		/// - `reason`: hash of the reasons, which the citizen is told.
		///
		/// ## Details
		///
		/// Nothing happens until the notice has run; until then the citizen can appeal and spend.
		///
		/// ## Errors
		///
		/// - [`Error::NotTreasury`], [`Error::OperatorSuspended`], [`Error::OperatorRevoked`],
		///   [`Error::OperatorExpired`].
		/// - [`Error::ZeroAmount`], [`Error::SeriesNotFound`], [`Error::SeriesClosed`],
		///   [`Error::NoPosition`].
		/// - [`Error::ReversalPending`], [`Error::TooManyReversals`].
		///
		/// ## Events
		///
		/// - [`Event::ReversalProposed`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::propose_reversal())]
		pub fn propose_reversal(
			origin: OriginFor<T>,
			operator: OperatorId,
			citizen: CitizenId,
			series: SeriesId,
			#[pallet::compact] points: PointCents,
			reason: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_propose_reversal(who, operator, citizen, series, points, reason)
		}

		/// Appeals against a reversal.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the citizen's key; or [`Config::CouncilOrigin`], for a citizen without one.
		///
		/// ## Parameters
		///
		/// - `operator`, `citizen`: which.
		/// - `statement`: hash of what the citizen has to say.
		///
		/// ## Details
		///
		/// Nothing is taken until the council has decided.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`], [`Error::NotYours`], [`Error::NoReversal`],
		///   [`Error::AlreadyAppealed`], [`Error::AppealTooLate`].
		///
		/// ## Events
		///
		/// - [`Event::ReversalAppealed`].
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::appeal_reversal())]
		pub fn appeal_reversal(
			origin: OriginFor<T>,
			operator: OperatorId,
			citizen: CitizenId,
			statement: H256,
		) -> DispatchResult {
			if let Err(origin) = T::CouncilOrigin::try_origin(origin) {
				let who = ensure_signed(origin)?;
				let caller = T::Citizens::citizen_of(&who).ok_or(Error::<T>::NotACitizen)?;
				ensure!(caller == citizen, Error::<T>::NotYours);
			}
			Self::do_appeal_reversal(operator, citizen, statement)
		}

		/// Decides an appeal.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `operator`, `citizen`: which.
		/// - `upheld`: whether the citizen is right.
		///
		/// ## Details
		///
		/// Upheld, the reversal is gone. Rejected, it can be carried out from now, or from the end of
		/// its notice if that is later.
		///
		/// ## Errors
		///
		/// - [`Error::NoReversal`], [`Error::NotAppealed`].
		///
		/// ## Events
		///
		/// - [`Event::AppealDecided`].
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::decide_appeal())]
		pub fn decide_appeal(
			origin: OriginFor<T>,
			operator: OperatorId,
			citizen: CitizenId,
			upheld: bool,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_decide_appeal(operator, citizen, upheld)
		}

		/// Carries out a reversal, or clears one that has lapsed.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `operator`, `citizen`: which.
		///
		/// ## Details
		///
		/// Only what is unspent is taken; what was spent is the operator's loss and nobody's debt.
		/// The money of what is taken is free in the operator's fund.
		///
		/// ## Errors
		///
		/// - [`Error::NoReversal`], [`Error::UnderAppeal`], [`Error::NoticeRuns`].
		/// - [`Error::NotAnOperator`], [`Error::OperatorSuspended`], [`Error::OperatorRevoked`],
		///   [`Error::OperatorExpired`].
		///
		/// ## Events
		///
		/// - [`Event::Reversed`] or [`Event::ReversalLapsed`].
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::execute_reversal())]
		pub fn execute_reversal(
			origin: OriginFor<T>,
			operator: OperatorId,
			citizen: CitizenId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_execute_reversal(operator, citizen)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What stands behind an operator's points; none where it has never had a fund.
		pub fn solvency(operator: OperatorId) -> Option<Solvency> {
			Self::solvency_of(operator)
		}

		/// Every operator that has or had a fund, from `first` on; at most 256.
		pub fn operators(first: OperatorId) -> Vec<OperatorId> {
			Self::operators_from(first, 256)
		}

		/// One series, also a closed one.
		pub fn series(operator: OperatorId, series: SeriesId) -> Option<Series> {
			SeriesOf::<T>::get(operator, series)
		}

		/// What must be paid into the fund before so many more points can be issued.
		pub fn shortfall(operator: OperatorId, points: PointCents) -> Balance {
			Self::shortfall_of(operator, points)
		}

		/// What a citizen can spend of an operator's points now: series, hundredths, plancks that
		/// they are worth, and when they expire; in rising order of series.
		pub fn spendable(
			operator: OperatorId,
			citizen: CitizenId,
		) -> Vec<(SeriesId, PointCents, Balance, UnixSeconds)> {
			Self::spendable_of(operator, citizen)
		}

		/// What a merchant is owed, in plancks.
		pub fn receivable(merchant: ParticipantId) -> Balance {
			Books::<T>::get(merchant).totals.receivable()
		}

		/// A merchant's book.
		pub fn merchant_book(merchant: ParticipantId) -> MerchantBook {
			Books::<T>::get(merchant)
		}

		/// What a merchant took and was paid from day `first` to day `last`, both included; none
		/// where it reaches further back than days are kept, or the days are the wrong way round.
		pub fn statement(merchant: ParticipantId, first: Day, last: Day) -> Option<Statement> {
			Self::statement_of(merchant, first, last)
		}

		/// A payment that can still be refunded.
		pub fn payment(payment: PaymentRef) -> Option<Payment> {
			Payments::<T>::get(Be16::from(payment.day), payment.id)
		}

		/// Where the payment of a request is, or would be, kept; none where the request's expiry is
		/// beyond the calendar.
		pub fn payment_ref(request: PaymentRequest) -> Option<PaymentRef> {
			Self::payment_ref_of(&request)
		}

		/// The agreement for exchanging points of `from` into points of `to`.
		pub fn agreement(from: OperatorId, to: OperatorId) -> Option<Agreement> {
			Agreements::<T>::get(from, to)
		}

		/// The reversal that is pending against a citizen.
		pub fn reversal(operator: OperatorId, citizen: CitizenId) -> Option<Reversal> {
			Reversals::<T>::get(operator, citizen)
		}

		/// The whole system's money.
		pub fn totals() -> SystemTotals {
			Self::system_totals()
		}
	}

	/// How many there are; a bounded vector's length always fits.
	fn count<Entry>(entries: &[Entry]) -> u32 {
		u32::try_from(entries.len()).unwrap_or(u32::MAX)
	}
}
