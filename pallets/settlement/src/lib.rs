//! TANP against money at a bank.
//!
//! Every TANP stands for money that the settlement office holds. The office's two kinds of officers,
//! appointed by the council, mint for a deposit and burn for a withdrawal; no account has both duties,
//! and nobody confirms what it entered itself.
//!
//! | | enters | confirms |
//! |---|---|---|
//! | deposit | [`Call::propose_mint`] | [`Call::confirm_mint`]: restates recipient and amount |
//! | withdrawal | [`Call::report_payment`], after paying | [`Call::confirm_payment`]: restates amount and record |
//!
//! Each names the bank's record of the payment, by hash. **A record counts once, for ever.** Minting has
//! a daily limit, which the council sets and which is zero until it does.
//!
//! # A withdrawal
//!
//! [`Call::request_withdrawal`] holds the owner's money. It is burned when two officers say that it was
//! paid; given back when one refuses, with a reason; and its owner takes it back when nobody has paid
//! by the deadline. A payment that was entered before the deadline has [`Config::ConfirmPeriod`] to be
//! confirmed, once: entering another doesn't prolong it.
//!
//! **All TANP there is = what genesis issued + minted - burned.**

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
pub use types::{Duty, Mint, Payment, Reason, RecordRef, Totals, Use, Withdrawal, WithdrawalId};
pub use weights::WeightInfo;

mod desk;
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use frame_support::traits::fungible;

/// The balance of [`Config::Currency`].
pub type BalanceOf<T> =
	<<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A proposed mint.
pub type MintOf<T> = Mint<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// An open withdrawal.
pub type WithdrawalOf<T> = Withdrawal<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

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
	use frame_support::{pallet_prelude::*, traits::fungible::Inspect};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use tanpu_primitives::{Clock, Day, UnixSeconds, SECONDS_PER_DAY};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The runtime's reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// TANP.
		type Currency: fungible::Mutate<Self::AccountId>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Who appoints officers and sets the limit: two thirds of the council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The chain's clock.
		type Clock: Clock;

		/// Most officers at once, of both duties together.
		#[pallet::constant]
		type MaxOfficers: Get<u32>;

		/// Most mints that wait for confirmation.
		#[pallet::constant]
		type MaxProposals: Get<u32>;

		/// Least that can be withdrawn: what an entry in state is worth, and more than an account
		/// must hold to exist.
		#[pallet::constant]
		type MinWithdrawal: Get<BalanceOf<Self>>;

		/// Seconds from a request until which a payment can be entered; a day or more.
		#[pallet::constant]
		type PaymentPeriod: Get<u64>;

		/// Seconds that an entered payment has to be confirmed; a day or more.
		#[pallet::constant]
		type ConfirmPeriod: Get<u64>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// It is to be paid out.
		Withdrawal,
	}

	/// The office's people, and what each does.
	#[pallet::storage]
	pub type Officers<T: Config> = CountedStorageMap<_, Blake2_128Concat, T::AccountId, Duty>;

	/// Most TANP that can be minted in a day of the city's clock.
	#[pallet::storage]
	pub type DailyLimit<T: Config> = StorageValue<_, BalanceOf<T>, ValueQuery>;

	/// The last day on which anything was minted, and how much.
	#[pallet::storage]
	pub type MintedToday<T: Config> = StorageValue<_, (Day, BalanceOf<T>), ValueQuery>;

	/// Deposits that wait for confirmation, by the bank's record.
	#[pallet::storage]
	pub type Mints<T: Config> = CountedStorageMap<_, Blake2_128Concat, RecordRef, MintOf<T>>;

	/// Every record that ever counted. One entry for each payment that two officers confirmed; they
	/// stay, or the same deposit could be minted twice.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Blake2_128Concat, RecordRef, Use>;

	/// Open withdrawals. Their money is held.
	#[pallet::storage]
	pub type Withdrawals<T: Config> = StorageMap<_, Twox64Concat, WithdrawalId, WithdrawalOf<T>>;

	/// The number of the next withdrawal.
	#[pallet::storage]
	pub type NextWithdrawalId<T> = StorageValue<_, WithdrawalId, ValueQuery>;

	/// Where all TANP came from and went.
	#[pallet::storage]
	pub type Sums<T: Config> = StorageValue<_, Totals<BalanceOf<T>>, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		/// Notes what genesis issued. Balances must be built before.
		fn build(&self) {
			Sums::<T>::put(Totals { genesis: T::Currency::total_issuance(), ..Default::default() });
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The council gave an account this duty.
		Appointed { who: T::AccountId, duty: Duty },
		/// The council took an account's duty.
		Dismissed { who: T::AccountId },
		/// The council set how much can be minted in a day.
		DailyLimitSet { limit: BalanceOf<T> },
		/// An officer entered a deposit.
		MintProposed {
			record: RecordRef,
			to: T::AccountId,
			amount: BalanceOf<T>,
			proposer: T::AccountId,
		},
		/// TANP were minted for a deposit.
		Minted {
			record: RecordRef,
			to: T::AccountId,
			amount: BalanceOf<T>,
			proposer: T::AccountId,
			confirmer: T::AccountId,
		},
		/// An officer dropped an entered deposit. The record wasn't used.
		MintDropped { record: RecordRef, by: T::AccountId, reason: Reason },
		/// An account wants to be paid out. The money is held.
		WithdrawalRequested {
			id: WithdrawalId,
			owner: T::AccountId,
			amount: BalanceOf<T>,
			/// Hash of where the money goes.
			destination: H256,
			/// Unix seconds until which a payment can be entered.
			deadline: UnixSeconds,
		},
		/// An officer entered a payment.
		PaymentReported { id: WithdrawalId, record: RecordRef, proposer: T::AccountId },
		/// TANP that were paid out were burned.
		Burned {
			id: WithdrawalId,
			owner: T::AccountId,
			amount: BalanceOf<T>,
			record: RecordRef,
			proposer: T::AccountId,
			confirmer: T::AccountId,
		},
		/// An officer refused a withdrawal. The money is free again.
		WithdrawalRefused {
			id: WithdrawalId,
			owner: T::AccountId,
			by: T::AccountId,
			reason: Reason,
		},
		/// Nobody had paid in time, and the owner took its money back.
		TakenBack { id: WithdrawalId, owner: T::AccountId },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account doesn't enter payments.
		NotProposer,
		/// The account doesn't confirm payments.
		NotConfirmer,
		/// The account has no duty.
		NotOfficer,
		/// There are `MaxOfficers`.
		TooManyOfficers,
		/// The amount is zero, or more than can be counted.
		NoAmount,
		/// This record was used, and never counts again.
		RecordUsed,
		/// A deposit with this record waits for confirmation.
		AlreadyProposed,
		/// `MaxProposals` deposits wait.
		TooManyProposals,
		/// Nothing like this was entered.
		NotProposed,
		/// What is confirmed isn't what was entered.
		DoesNotMatch,
		/// Nobody confirms what it entered itself.
		SamePerson,
		/// The day's limit would be passed.
		AboveDailyLimit,
		/// The reason is empty or can't be shown.
		BadReason,
		/// Less than `MinWithdrawal`.
		AmountTooLow,
		/// There are no more numbers.
		IdsExhausted,
		/// There is no such withdrawal.
		NotFound,
		/// The withdrawal is somebody else's.
		NotOwner,
		/// The deadline is over.
		TooLate,
		/// A payment still can be entered or confirmed.
		TooEarly,
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Gives an account a duty, instead of the one that it has.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]: two thirds of the council.
		///
		/// ## Parameters
		///
		/// - `who`: the account of one person.
		/// - `duty`: to enter or to confirm.
		///
		/// ## Details
		///
		/// What the account entered before, somebody else must confirm.
		///
		/// ## Errors
		///
		/// - [`Error::TooManyOfficers`]: there are [`Config::MaxOfficers`].
		///
		/// ## Events
		///
		/// - [`Event::Appointed`].
		#[pallet::call_index(0)]
		pub fn appoint(origin: OriginFor<T>, who: T::AccountId, duty: Duty) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure!(
				Officers::<T>::contains_key(&who) || Officers::<T>::count() < T::MaxOfficers::get(),
				Error::<T>::TooManyOfficers
			);
			Officers::<T>::insert(&who, duty);
			Self::deposit_event(Event::Appointed { who, duty });
			Ok(())
		}

		/// Takes an account's duty.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]: two thirds of the council.
		///
		/// ## Parameters
		///
		/// - `who`: the officer.
		///
		/// ## Details
		///
		/// What it entered stays and can be confirmed or dropped.
		///
		/// ## Errors
		///
		/// - [`Error::NotOfficer`].
		///
		/// ## Events
		///
		/// - [`Event::Dismissed`].
		#[pallet::call_index(1)]
		pub fn dismiss(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure!(Officers::<T>::take(&who).is_some(), Error::<T>::NotOfficer);
			Self::deposit_event(Event::Dismissed { who });
			Ok(())
		}

		/// Sets how much can be minted in a day.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]: two thirds of the council.
		///
		/// ## Parameters
		///
		/// - `limit`: TANP in a day of the city's clock; zero stops minting.
		///
		/// ## Details
		///
		/// Holds at once, what was minted today included.
		///
		/// ## Events
		///
		/// - [`Event::DailyLimitSet`].
		#[pallet::call_index(2)]
		pub fn set_daily_limit(origin: OriginFor<T>, limit: BalanceOf<T>) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			DailyLimit::<T>::put(limit);
			Self::deposit_event(Event::DailyLimitSet { limit });
			Ok(())
		}

		/// Enters a deposit.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by an officer who proposes.
		///
		/// ## Parameters
		///
		/// - `to`: whom the money is credited to.
		/// - `amount`: how much, one TANP for each unit of money.
		/// - `record`: hash of the bank's reference.
		///
		/// ## Details
		///
		/// Nothing is minted yet.
		///
		/// ## Errors
		///
		/// - [`Error::NotProposer`], [`Error::NoAmount`].
		/// - [`Error::RecordUsed`], [`Error::AlreadyProposed`].
		/// - [`Error::TooManyProposals`]: confirm or drop some first.
		///
		/// ## Events
		///
		/// - [`Event::MintProposed`].
		#[pallet::call_index(3)]
		pub fn propose_mint(
			origin: OriginFor<T>,
			to: T::AccountId,
			amount: BalanceOf<T>,
			record: RecordRef,
		) -> DispatchResult {
			Self::do_propose_mint(ensure_signed(origin)?, to, amount, record)
		}

		/// Confirms a deposit and mints it.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by an officer who confirms, and who didn't enter it.
		///
		/// ## Parameters
		///
		/// - `to`, `amount`, `record`: as the bank's statement has them, not as the screen does.
		///
		/// ## Details
		///
		/// Counts against the day's limit. The record never counts again.
		///
		/// ## Errors
		///
		/// - [`Error::NotConfirmer`], [`Error::NotProposed`], [`Error::SamePerson`].
		/// - [`Error::DoesNotMatch`]: something else was entered.
		/// - [`Error::RecordUsed`]: the record has counted since, for a payment out.
		/// - [`Error::AboveDailyLimit`].
		/// - The currency's own, where the recipient would not exist with so little.
		///
		/// ## Events
		///
		/// - [`Event::Minted`].
		#[pallet::call_index(4)]
		pub fn confirm_mint(
			origin: OriginFor<T>,
			to: T::AccountId,
			amount: BalanceOf<T>,
			record: RecordRef,
		) -> DispatchResult {
			Self::do_confirm_mint(ensure_signed(origin)?, to, amount, record)
		}

		/// Drops a deposit that waits: it was entered wrongly.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by any officer.
		///
		/// ## Parameters
		///
		/// - `record`: of the deposit.
		/// - `reason`: why, to be read by people.
		///
		/// ## Details
		///
		/// The record was not used and can be entered again.
		///
		/// ## Errors
		///
		/// - [`Error::NotOfficer`], [`Error::BadReason`], [`Error::NotProposed`].
		///
		/// ## Events
		///
		/// - [`Event::MintDropped`].
		#[pallet::call_index(5)]
		pub fn drop_mint(
			origin: OriginFor<T>,
			record: RecordRef,
			reason: Reason,
		) -> DispatchResult {
			Self::do_drop_mint(ensure_signed(origin)?, record, reason)
		}

		/// Asks to be paid out.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the owner of the money.
		///
		/// ## Parameters
		///
		/// - `amount`: how much, at least [`Config::MinWithdrawal`].
		/// - `destination`: hash of where to, which the office knows.
		///
		/// ## Details
		///
		/// Holds the money until it is paid, refused or taken back.
		///
		/// ## Errors
		///
		/// - [`Error::AmountTooLow`], [`Error::IdsExhausted`].
		/// - The currency's own, where the money isn't there.
		///
		/// ## Events
		///
		/// - [`Event::WithdrawalRequested`].
		#[pallet::call_index(6)]
		pub fn request_withdrawal(
			origin: OriginFor<T>,
			amount: BalanceOf<T>,
			destination: H256,
		) -> DispatchResult {
			Self::do_request_withdrawal(ensure_signed(origin)?, amount, destination)
		}

		/// Enters that a withdrawal was paid.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by an officer who proposes.
		///
		/// ## Parameters
		///
		/// - `id`: the withdrawal.
		/// - `record`: hash of the bank's reference of the payment.
		///
		/// ## Details
		///
		/// Pay only what can still be entered: after the deadline the owner takes the money back. A
		/// record that was entered wrongly is replaced by entering the right one.
		///
		/// ## Errors
		///
		/// - [`Error::NotProposer`], [`Error::NotFound`], [`Error::RecordUsed`].
		/// - [`Error::TooLate`]: the deadline is over.
		///
		/// ## Events
		///
		/// - [`Event::PaymentReported`].
		#[pallet::call_index(7)]
		pub fn report_payment(
			origin: OriginFor<T>,
			id: WithdrawalId,
			record: RecordRef,
		) -> DispatchResult {
			Self::do_report_payment(ensure_signed(origin)?, id, record)
		}

		/// Confirms that a withdrawal was paid, and burns it.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by an officer who confirms, and who didn't enter the payment.
		///
		/// ## Parameters
		///
		/// - `id`: the withdrawal.
		/// - `amount`, `record`: as the bank's statement has them.
		///
		/// ## Details
		///
		/// Possible until the owner has taken the money back. The record never counts again.
		///
		/// ## Errors
		///
		/// - [`Error::NotConfirmer`], [`Error::NotFound`], [`Error::SamePerson`].
		/// - [`Error::NotProposed`]: no payment was entered.
		/// - [`Error::DoesNotMatch`]: another amount or record was.
		/// - [`Error::RecordUsed`]: the record has counted since, for something else.
		///
		/// ## Events
		///
		/// - [`Event::Burned`].
		#[pallet::call_index(8)]
		pub fn confirm_payment(
			origin: OriginFor<T>,
			id: WithdrawalId,
			amount: BalanceOf<T>,
			record: RecordRef,
		) -> DispatchResult {
			Self::do_confirm_payment(ensure_signed(origin)?, id, amount, record)
		}

		/// Refuses a withdrawal.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by an officer who confirms.
		///
		/// ## Parameters
		///
		/// - `id`: the withdrawal.
		/// - `reason`: why, to be read by its owner.
		///
		/// ## Details
		///
		/// The money is free again at once.
		///
		/// ## Errors
		///
		/// - [`Error::NotConfirmer`], [`Error::BadReason`], [`Error::NotFound`].
		///
		/// ## Events
		///
		/// - [`Event::WithdrawalRefused`].
		#[pallet::call_index(9)]
		pub fn refuse_withdrawal(
			origin: OriginFor<T>,
			id: WithdrawalId,
			reason: Reason,
		) -> DispatchResult {
			Self::do_refuse_withdrawal(ensure_signed(origin)?, id, reason)
		}

		/// Takes back what nobody has paid out in time.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the owner.
		///
		/// ## Parameters
		///
		/// - `id`: the withdrawal.
		///
		/// ## Details
		///
		/// After the deadline; where a payment was entered before it, not before that has had
		/// [`Config::ConfirmPeriod`] to be confirmed.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`], [`Error::NotOwner`], [`Error::TooEarly`].
		///
		/// ## Events
		///
		/// - [`Event::TakenBack`].
		#[pallet::call_index(10)]
		pub fn take_back(origin: OriginFor<T>, id: WithdrawalId) -> DispatchResult {
			Self::do_take_back(ensure_signed(origin)?, id)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::PaymentPeriod::get() >= SECONDS_PER_DAY
					&& T::ConfirmPeriod::get() >= SECONDS_PER_DAY,
				"a window that protects is a day or more"
			);
			assert!(
				T::MinWithdrawal::get() > T::Currency::minimum_balance(),
				"an entry would cost nothing"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The office's people.
		pub fn officers() -> Vec<(T::AccountId, Duty)> {
			Officers::<T>::iter().collect()
		}

		/// Deposits that wait for confirmation.
		pub fn mints() -> Vec<(RecordRef, MintOf<T>)> {
			Mints::<T>::iter().collect()
		}

		/// An open withdrawal, and from when its owner may take it back.
		pub fn withdrawal(id: WithdrawalId) -> Option<(WithdrawalOf<T>, UnixSeconds)> {
			let withdrawal = Withdrawals::<T>::get(id)?;
			let returns = Self::returns(&withdrawal);
			Some((withdrawal, returns))
		}

		/// What a record was used for.
		pub fn record(record: RecordRef) -> Option<Use> {
			Records::<T>::get(record)
		}

		/// Where all TANP came from and went; the day's limit and what of it was minted today.
		pub fn totals() -> (Totals<BalanceOf<T>>, BalanceOf<T>, BalanceOf<T>) {
			let (day, sum) = MintedToday::<T>::get();
			let today = if day == T::Clock::today() { sum } else { Default::default() };
			(Sums::<T>::get(), DailyLimit::<T>::get(), today)
		}
	}
}
