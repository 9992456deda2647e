//! Points: the money behind them, and how long everybody has.

use crate::{
	configs::governance::TwoThirdsOfCouncil, AccountId, Balances, CarbonAccounts, Clock,
	Participants, Runtime, RuntimeHoldReason,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
	PalletId,
};
use sp_runtime::traits::AccountIdConversion;
use tanpu_primitives::SECONDS_PER_DAY;

const DAY: u64 = SECONDS_PER_DAY;

parameter_types! {
	/// On it all operators' funds are held. Genesis endows it with the existential deposit, so that
	/// it always exists.
	pub FundAccount: AccountId = PalletId(*b"tanp/fnd").into_account_truncating();
	/// On it is held what merchants are owed and what open orders hold. Endowed likewise.
	pub SettlementAccount: AccountId = PalletId(*b"tanp/set").into_account_truncating();
}

impl pallet_points::Config for Runtime {
	type Clock = Clock;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Operators = Participants;
	type Merchants = Participants;
	type Citizens = CarbonAccounts;
	type Positions = CarbonAccounts;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type FundAccount = FundAccount;
	type SettlementAccount = SettlementAccount;
	type FineBeneficiary = super::money::FeePot;
	type NoticePeriod = ConstU64<{ 7 * DAY }>;
	type RefundWindow = ConstU64<{ 30 * DAY }>;
	type SpendingPeriod = ConstU64<{ 90 * DAY }>;
	type MinSeriesLife = ConstU64<{ 30 * DAY }>;
	/// Shanghai's points last two years; nothing should have to be promised for longer than five.
	type MaxSeriesLife = ConstU64<{ 5 * 365 * DAY }>;
	type LeastUse = ConstU64<{ 7 * DAY }>;
	type SeriesInterval = ConstU64<DAY>;
	type MaxRequestLife = ConstU64<DAY>;
	type MaxReversals = ConstU32<100>;
	type MaxStatementDays = ConstU32<400>;
	type MaxIdleSteps = ConstU32<20>;
	type WeightInfo = pallet_points::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::carbon::BenchmarkHelper;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_points::BenchmarkHelper for super::carbon::BenchmarkHelper {
	fn set_time(seconds: tanpu_primitives::UnixSeconds) {
		<Self as pallet_activity_reports::BenchmarkHelper>::set_time(seconds);
	}
}
