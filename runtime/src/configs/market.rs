//! The market of verified reductions.

use crate::{
	configs::governance::TwoThirdsOfCouncil, constants::currency::deposit, AccountId, Assets,
	Balance, Balances, CarbonAccounts, Clock, Participants, Runtime, RuntimeHoldReason,
	VerifiedReductions,
};
use frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, ConstU64, LinearStoragePrice},
	PalletId,
};
use sp_runtime::traits::AccountIdConversion;
use tanpu_primitives::SECONDS_PER_DAY;

const DAY: u64 = SECONDS_PER_DAY;

parameter_types! {
	pub const OrderHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::ReductionMarket(pallet_reduction_market::HoldReason::Order);
	pub const OrderBaseDeposit: Balance = deposit(1, 0);
	pub const OrderByteDeposit: Balance = deposit(0, 1);
	/// On it are the grams of sell orders.
	pub const MarketId: PalletId = PalletId(*b"tanp/mkt");
	/// On it is held what pools earned for citizens and nobody claimed yet. Genesis endows it with the
	/// existential deposit, so that it always exists.
	pub ProceedsAccount: AccountId = PalletId(*b"tanp/pro").into_account_truncating();
	/// To it goes what nobody claimed in time. Endowed likewise.
	pub CommonGoodAccount: AccountId = PalletId(*b"tanp/cgd").into_account_truncating();
}

impl pallet_reduction_market::Config for Runtime {
	type Clock = Clock;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Assets = Assets;
	type Reductions = VerifiedReductions;
	type Bonds = Participants;
	type Operators = Participants;
	type Citizens = CarbonAccounts;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		OrderHoldReason,
		LinearStoragePrice<OrderBaseDeposit, OrderByteDeposit, Balance>,
	>;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type PalletId = MarketId;
	type ProceedsAccount = ProceedsAccount;
	type CommonGoodAccount = CommonGoodAccount;
	type MaxOrders = ConstU32<64>;
	type MaxLife = ConstU64<{ 366 * DAY }>;
	type OfferNotice = ConstU64<DAY>;
	type ClaimWindow = ConstU64<{ 2 * 365 * DAY }>;
	type WeightInfo = pallet_reduction_market::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::carbon::BenchmarkHelper;
}

#[cfg(feature = "runtime-benchmarks")]
#[allow(clippy::expect_used)]
mod benchmark_helper {
	use super::super::carbon::BenchmarkHelper;
	use crate::{
		AccountId, ActivityReports, Balance, Balances, Runtime, RuntimeOrigin, VerifiedReductions,
	};
	use frame_support::traits::fungible::Mutate;
	use pallet_verified_reductions::{Cases, Stage};
	use tanpu_primitives::{
		traits::Operators,
		verification::{Classes, Reductions},
		CitizenId, ClassId, Disposition, OperatorId, UnixSeconds,
	};

	/// Later than any notice, and before the benchmarks begin.
	const ISSUED: UnixSeconds = 3_900_000_000;

	impl pallet_reduction_market::BenchmarkHelper<AccountId> for BenchmarkHelper {
		fn set_time(now: UnixSeconds) {
			<Self as pallet_activity_reports::BenchmarkHelper>::set_time(now);
		}

		fn issued_class() -> (ClassId, CitizenId, AccountId) {
			let who: AccountId = frame_benchmarking::account("anyone", 0, 0);
			let class = ActivityReports::benchmark_class(1_000, Disposition::Entrusted);
			<Self as pallet_activity_reports::BenchmarkHelper>::set_time(ISSUED);
			let origin = RuntimeOrigin::signed(who);
			VerifiedReductions::seal(origin.clone(), class).expect("it is closed");
			// The audit has benchmarks of its own.
			Cases::<Runtime>::mutate(class, |case| {
				if let Some(case) = case {
					case.rounds = 1;
					let (grams, until) = (case.info.grams, ISSUED);
					case.stage = Stage::Noticed { grams, until, decided: false };
				}
			});
			VerifiedReductions::issue(origin, class).expect("the notice is over");
			let operator = VerifiedReductions::pool(class).expect("it is issued").operator;
			let treasury = <crate::Participants as Operators<AccountId>>::treasury(operator)
				.expect("it has one");
			let key: AccountId = frame_benchmarking::account("citizen", 0, 0);
			pallet_carbon_accounts::Citizens::<Runtime>::mutate(0, |citizen| {
				if let Some(citizen) = citizen {
					citizen.key = Some(key.clone());
				}
			});
			Self::endow(&treasury);
			Self::endow(&key);
			crate::Participants::post_bond(
				RuntimeOrigin::signed(treasury.clone()),
				operator,
				Balance::MAX >> 17,
			)
			.expect("it has the money");
			(class, 0, treasury)
		}

		fn revoke(operator: OperatorId) {
			pallet_participants::Participants::<Runtime>::mutate(operator, |found| {
				if let Some(found) = found {
					found.revoked = Some(ISSUED);
				}
			});
		}

		fn endow(who: &AccountId) {
			Balances::set_balance(who, Balance::MAX >> 16);
		}
	}
}
