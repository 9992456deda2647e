//! Campaigns: bonus points out of a budget that was paid in before.
//!
//! An operator promises bonus points of its own for a trigger: a first act, so many acts in a week,
//! an act on so many days in a row, a theme of growth. The budget is money in the operator's fund
//! that is set aside ([`tanpu_primitives::traits::Budgets`]): the operator's own, or a sponsor's.
//! Bonus points are issued in the operator's newest series and take their full money value out of
//! the budget, so that they are funded like all others. **Where the budget doesn't cover a bonus,
//! none is paid and nothing is lost**: what was earned can be claimed when the budget is filled up,
//! as long as the campaign is there. What is left goes back to who paid it.
//!
//! # When it is counted
//!
//! When a batch credits acts, the reports pallet tells this one ([`CampaignHook`]) once for each
//! citizen of the batch. A citizen's progress is one small value for each campaign. At most
//! [`Config::MaxPerCall`] bonuses are paid to a citizen in a batch, and
//! [`tanpu_primitives::campaigns::MAX_BATCH_BONUSES`] in all: the rest, like everything that could
//! not be paid, waits for the next act or for [`Call::claim`], which anybody can send.
//!
//! Nothing is paid twice: what a bonus was paid for is marked in the progress in the same step.
//! Progress stays until the campaign is over for [`Config::Lag`] days, in which acts of its last
//! days are still reported, and is removed by whoever closes it.

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

mod bonus;
mod manage;
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

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
	use tanpu_primitives::{
		growth::Themes,
		traits::{Budgets, Operators, Positions},
		Balance, CitizenId, Clock, Day, OperatorId, PointCents,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// A campaign as it is stored.
	pub type CampaignOf<T> = Campaign<<T as frame_system::Config>::AccountId>;
	/// Terms as a call carries them.
	pub type TermsOf<T> = Terms<<T as frame_system::Config>::AccountId>;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock.
		type Clock: Clock;

		/// Licensed scene operators.
		type Operators: Operators<Self::AccountId>;

		/// The hot ledger.
		type Positions: Positions;

		/// Money set aside in the operators' funds.
		type Budgets: Budgets<Self::AccountId>;

		/// What citizens unlocked.
		type Themes: Themes;

		/// Most campaigns of an operator that are not removed. Each costs every citizen of every
		/// batch a look.
		#[pallet::constant]
		type MaxLive: Get<u32>;

		/// Most bonuses that are paid to a citizen in one batch or claim.
		#[pallet::constant]
		type MaxPerCall: Get<u32>;

		/// Most days of a campaign.
		#[pallet::constant]
		type MaxDays: Get<u16>;

		/// Days after a campaign in which acts of its days are still reported.
		#[pallet::constant]
		type Lag: Get<u16>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// What the benchmarks need of the runtime.
	#[cfg(feature = "runtime-benchmarks")]
	pub trait BenchmarkHelper {
		/// Sets the chain's clock.
		fn set_time(seconds: tanpu_primitives::UnixSeconds);

		/// Gives an operator an open series, and so much free money in its fund.
		fn fund(operator: OperatorId, amount: Balance);
	}

	/// The campaigns of an operator that are not removed, in rising order.
	#[pallet::storage]
	pub type Campaigns<T: Config> =
		StorageMap<_, Twox64Concat, OperatorId, BoundedVec<CampaignOf<T>, T::MaxLive>, ValueQuery>;

	/// The number of the next campaign.
	#[pallet::storage]
	pub type NextCampaignId<T> = StorageValue<_, CampaignId, ValueQuery>;

	/// How far citizens have come. Bounded by who is enrolled, and gone with the campaign.
	#[pallet::storage]
	pub type ProgressOf<T> =
		StorageDoubleMap<_, Twox64Concat, CampaignId, Twox64Concat, CitizenId, Progress>;

	/// Of campaigns that are being removed, the citizen whose progress went last.
	#[pallet::storage]
	pub type Removing<T> = StorageMap<_, Twox64Concat, CampaignId, CitizenId>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An operator promises a bonus.
		Created { operator: OperatorId, campaign: CampaignId, terms: TermsOf<T> },
		/// Money was set aside for a campaign.
		Funded { operator: OperatorId, campaign: CampaignId, amount: Balance, budget: Balance },
		/// A citizen was paid a bonus.
		BonusPaid {
			operator: OperatorId,
			campaign: CampaignId,
			citizen: CitizenId,
			points: PointCents,
			value: Balance,
		},
		/// A campaign is over; what was left went to the sponsor, or is free in the operator's fund.
		Closed {
			operator: OperatorId,
			campaign: CampaignId,
			returned: Balance,
			to: Option<T::AccountId>,
		},
		/// What a campaign left behind was removed.
		Removed { operator: OperatorId, campaign: CampaignId },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The caller isn't the operator's treasury.
		NotTreasury,
		/// No such operator.
		OperatorNotLicensed,
		/// The operator is suspended.
		OperatorSuspended,
		/// The operator's licence was revoked.
		OperatorRevoked,
		/// The operator's licence has run out.
		OperatorExpired,
		/// The trigger can't be met: no methodology, no acts, no such theme, a streak out of range.
		TriggerUnsound,
		/// No bonus.
		BonusZero,
		/// It ends before it begins, has ended, or is longer than `MaxDays`.
		PeriodUnsound,
		/// The operator has `MaxLive` campaigns already.
		TooManyCampaigns,
		/// Every campaign number was given.
		CampaignsExhausted,
		/// The operator has no such campaign, or it was removed.
		NotFound,
		/// The caller isn't who pays for this campaign.
		NotPayer,
		/// Nothing is paid in.
		AmountZero,
		/// The campaign is over.
		Ended,
		/// Acts of the campaign's days can still be reported.
		NotEnded,
		/// The citizen isn't enrolled with the operator.
		NotEnrolled,
		/// The citizen has earned no bonus that wasn't paid.
		NothingDue,
		/// The budget doesn't cover a bonus.
		BudgetExhausted,
		/// The operator has no series to issue in.
		NoOpenSeries,
		/// A sum of money would exceed its type.
		Overflow,
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Promises a bonus.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's treasury.
		///
		/// ## Parameters
		///
		/// - `operator`: who issues the points.
		/// - `terms`: for what, how much, when, who pays. See [`Terms`].
		///
		/// ## Details
		///
		/// The budget is empty: see [`Call::fund`]. Nothing of a campaign changes but its budget,
		/// and it can't be called off.
		///
		/// ## Errors
		///
		/// - [`Error::NotTreasury`]: the caller isn't the operator's treasury.
		/// - [`Error::OperatorNotLicensed`], [`Error::OperatorSuspended`],
		///   [`Error::OperatorRevoked`], [`Error::OperatorExpired`]: the licence can't be used.
		/// - [`Error::TriggerUnsound`], [`Error::BonusZero`], [`Error::PeriodUnsound`]: no campaign.
		/// - [`Error::TooManyCampaigns`]: others have to be closed first.
		/// - [`Error::CampaignsExhausted`]: every number was given.
		///
		/// ## Events
		///
		/// - [`Event::Created`].
		#[pallet::call_index(0)]
		pub fn create(
			origin: OriginFor<T>,
			operator: OperatorId,
			terms: TermsOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_create(who, operator, terms)
		}

		/// Sets money aside for a campaign.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the campaign's sponsor, out of their account; without one by the operator's
		/// treasury, out of what is free in its fund.
		///
		/// ## Parameters
		///
		/// - `operator`, `campaign`: which.
		/// - `amount`: plancks, above zero.
		///
		/// ## Details
		///
		/// Until the campaign's last day. It can't be taken out before the end.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such campaign.
		/// - [`Error::NotPayer`]: somebody else pays for it.
		/// - [`Error::AmountZero`].
		/// - [`Error::Ended`]: its last day is over.
		/// - [`Error::Overflow`]: more than can be counted.
		/// - The money isn't there.
		///
		/// ## Events
		///
		/// - [`Event::Funded`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::fund().saturating_add(T::Budgets::weight()))]
		pub fn fund(
			origin: OriginFor<T>,
			operator: OperatorId,
			campaign: CampaignId,
			amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_fund(who, operator, campaign, amount)
		}

		/// Pays a citizen what they earned and weren't paid.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody.
		///
		/// ## Parameters
		///
		/// - `operator`, `campaign`: which.
		/// - `citizen`: whom.
		///
		/// ## Details
		///
		/// For themes; and for acts whose bonus the batch could not pay. At most
		/// [`Config::MaxPerCall`] bonuses; the call can be sent again.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such campaign.
		/// - [`Error::Ended`]: it was closed.
		/// - [`Error::NotEnrolled`]: not a citizen of this operator.
		/// - [`Error::NothingDue`]: nothing earned, or everything paid.
		/// - [`Error::NoOpenSeries`]: there are no points to issue.
		/// - [`Error::BudgetExhausted`]: not enough money is left.
		/// - The points can't be issued.
		///
		/// ## Events
		///
		/// - [`Event::BonusPaid`], one for each.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::claim().saturating_add(
			T::Budgets::weight().saturating_mul(u64::from(T::MaxPerCall::get()))
		))]
		pub fn claim(
			origin: OriginFor<T>,
			operator: OperatorId,
			campaign: CampaignId,
			citizen: CitizenId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(operator, campaign, citizen)
		}

		/// Gives back what is left of a campaign that is over, and removes what it left behind.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody.
		///
		/// ## Parameters
		///
		/// - `operator`, `campaign`: which.
		/// - `limit`: most entries to remove in this call.
		///
		/// ## Details
		///
		/// From [`Config::Lag`] days after its last day. The money goes back with the first call,
		/// to the sponsor or the operator's fund (there too, where it is less than the existential
		/// deposit and the sponsor's account is gone);
		/// with the last entry the operator has room for another campaign. Only entries that were
		/// removed are paid for.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such campaign.
		/// - [`Error::NotEnded`]: too early.
		/// - The money can't be given back.
		///
		/// ## Events
		///
		/// - [`Event::Closed`] with the first call, [`Event::Removed`] with the last.
		#[pallet::call_index(3)]
		#[pallet::weight(
			// To the sponsor, or else into the fund.
			T::WeightInfo::close(*limit).saturating_add(T::Budgets::weight().saturating_mul(2))
		)]
		pub fn close(
			origin: OriginFor<T>,
			operator: OperatorId,
			campaign: CampaignId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_close(operator, campaign, limit)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxLive::get() > 0 && T::MaxPerCall::get() > 0, "no campaigns");
			assert!(T::MaxDays::get() > 0, "no day for a campaign");
			assert!(T::Lag::get() > 0, "acts of the last day could not be reported");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An operator's campaigns that are not removed.
		pub fn campaigns_of(operator: OperatorId) -> Vec<CampaignOf<T>> {
			Campaigns::<T>::get(operator).into_inner()
		}

		/// How far a citizen has come.
		pub fn progress(campaign: CampaignId, citizen: CitizenId) -> Option<Progress> {
			ProgressOf::<T>::get(campaign, citizen)
		}

		/// Money set aside in an operator's fund for all its campaigns, plancks.
		pub fn budgeted(operator: OperatorId) -> Balance {
			Campaigns::<T>::get(operator)
				.iter()
				.fold(0, |sum: Balance, campaign| sum.saturating_add(campaign.budget))
		}

		/// The first day on which a campaign of an operator can be closed.
		pub fn closes_on(operator: OperatorId, campaign: CampaignId) -> Option<Day> {
			Campaigns::<T>::get(operator)
				.iter()
				.find(|found| found.id == campaign)
				.map(Self::closing_day)
		}
	}
}
