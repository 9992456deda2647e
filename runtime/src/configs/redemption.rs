//! What citizens do with points, and what they grow: offers and orders, campaigns, themes.

use crate::{
	configs::governance::{HalfOfCouncil, TwoThirdsOfCouncil},
	constants::currency::deposit,
	AccountId, Balance, Balances, CarbonAccounts, Clock, Growth, Participants, Points, Runtime,
	RuntimeHoldReason,
};
use frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU16, ConstU32, ConstU64, LinearStoragePrice},
};
use tanpu_primitives::SECONDS_PER_DAY;

const DAY: u64 = SECONDS_PER_DAY;

parameter_types! {
	pub const OfferHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PointRedemption(pallet_point_redemption::HoldReason::Offer);
	pub const OfferBaseDeposit: Balance = deposit(1, 0);
	/// 0.0076 TANP for each unit of stock.
	pub const OfferByteDeposit: Balance = deposit(0, 1);
}

impl pallet_point_redemption::Config for Runtime {
	type Clock = Clock;
	type Citizens = CarbonAccounts;
	type Merchants = Participants;
	type Pauses = Participants;
	type Spending = Points;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		OfferHoldReason,
		LinearStoragePrice<OfferBaseDeposit, OfferByteDeposit, Balance>,
	>;
	type OmbudsmanOrigin = HalfOfCouncil;
	type MaxOpen = ConstU32<8>;
	type MaxLive = ConstU32<32>;
	type MinFulfilment = ConstU64<DAY>;
	type MaxFulfilment = ConstU64<{ 14 * DAY }>;
	type MaxLife = ConstU64<{ 18 * DAY }>;
	type Grace = ConstU64<DAY>;
	type DisputeWindow = ConstU64<{ 2 * DAY }>;
	type ResolvePeriod = ConstU64<{ 7 * DAY }>;
	type LapseLimit = ConstU32<3>;
	type LapsePeriod = ConstU64<{ 30 * DAY }>;
	type WeightInfo = pallet_point_redemption::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::carbon::BenchmarkHelper;
}

impl pallet_growth::Config for Runtime {
	type Clock = Clock;
	type Citizens = CarbonAccounts;
	type Totals = CarbonAccounts;
	type AuthorityOrigin = TwoThirdsOfCouncil;
	/// A hundred points of growth: what a metro ride of two kilometres gives.
	type MaxReward = ConstU64<100_000>;
	type MaxPlaces = ConstU32<200_000>;
	/// A month of questions by one motion each, or in one batch.
	type MaxAhead = ConstU16<31>;
	type MaxQuizzes = ConstU32<64>;
	type PublishPeriod = ConstU64<{ 3 * DAY }>;
	type RevealPeriod = ConstU64<{ 7 * DAY }>;
	type WeightInfo = pallet_growth::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::carbon::BenchmarkHelper;
}

impl pallet_campaigns::Config for Runtime {
	type Clock = Clock;
	type Operators = Participants;
	type Positions = CarbonAccounts;
	type Budgets = Points;
	type Themes = Growth;
	/// Each is looked at for every citizen of every batch.
	type MaxLive = ConstU32<4>;
	type MaxPerCall = ConstU32<2>;
	type MaxDays = ConstU16<366>;
	type Lag = ConstU16<14>;
	type WeightInfo = pallet_campaigns::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::carbon::BenchmarkHelper;
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_helpers {
	use super::super::carbon::BenchmarkHelper;
	use crate::Points;
	use tanpu_primitives::{traits::Issuing, Balance, OperatorId, UnixSeconds};

	fn set_time(seconds: UnixSeconds) {
		<BenchmarkHelper as pallet_activity_reports::BenchmarkHelper>::set_time(seconds);
	}

	impl pallet_point_redemption::BenchmarkHelper for BenchmarkHelper {
		fn set_time(seconds: UnixSeconds) {
			set_time(seconds);
		}
	}

	impl pallet_growth::BenchmarkHelper for BenchmarkHelper {
		fn set_time(seconds: UnixSeconds) {
			set_time(seconds);
		}
	}

	impl pallet_campaigns::BenchmarkHelper for BenchmarkHelper {
		fn set_time(seconds: UnixSeconds) {
			set_time(seconds);
		}

		fn fund(operator: OperatorId, _: Balance) {
			<Points as Issuing>::benchmark_fund(operator);
		}
	}
}
