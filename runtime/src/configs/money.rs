//! The native currency and what a transaction costs.

use crate::{
	configs::governance::TwoThirdsOfCouncil,
	constants::currency::{EXISTENTIAL_DEPOSIT, MICROS, UNITS},
	AccountId, Balance, Balances, Clock, Runtime, RuntimeEvent, RuntimeFreezeReason,
	RuntimeHoldReason, System,
};
use frame_support::{
	parameter_types,
	traits::{
		tokens::imbalance::ResolveTo, ConstU128, ConstU32, ConstU64, ConstU8, VariantCountOf,
	},
	weights::ConstantMultiplier,
	PalletId,
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{traits::AccountIdConversion, FixedPointNumber, Perquintill};
use tanpu_primitives::SECONDS_PER_DAY;

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type Balance = Balance;
	/// Less than the existential deposit, when an account closes: not burned, deposits back it.
	type DustRemoval = ResolveTo<FeePot, Balances>;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

/// Price of weight, in units of the 12th decimal per picosecond: 10 TANP for a second of block
/// time. A transfer, about 0.3 ms, comes to about 0.003 TANP; a second that records some 28,000
/// acts to a thirtieth of a cent for each hundred; filling every block for a day to about 324,000.
pub type WeightPrice = ConstU128<10>;

/// Price of a byte of a transaction: a millionth of a TANP, about 3 TANP for a full block.
pub type BytePrice = ConstU128<MICROS>;

parameter_types! {
	/// Fees and dust gather here. Every TANP stands for a deposit: burning fees would leave
	/// deposits that belong to nobody. Genesis endows it, so that the smallest fee finds it alive.
	pub FeePot: AccountId = PalletId(*b"tanp/fee").into_account_truncating();

	/// Blocks a quarter full leave the price as it is.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// The price moves by at most about 23 % per 5 hours of full blocks.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	/// Prices never fall below the published ones, quiet nights or not, and never rise above a
	/// hundredfold: an operator can compute what the worst day costs.
	pub MinimumMultiplier: Multiplier = Multiplier::from_u32(1);
	pub MaximumMultiplier: Multiplier = Multiplier::from_u32(100);
}

pub type FeeMultiplierUpdate = TargetedFeeAdjustment<
	Runtime,
	TargetBlockFullness,
	AdjustmentVariable,
	MinimumMultiplier,
	MaximumMultiplier,
>;

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ResolveTo<FeePot, Balances>>;
	type WeightToFee = ConstantMultiplier<Balance, WeightPrice>;
	type LengthToFee = ConstantMultiplier<Balance, BytePrice>;
	type FeeMultiplierUpdate = FeeMultiplierUpdate;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

impl pallet_settlement::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type Clock = Clock;
	type MaxOfficers = ConstU32<16>;
	type MaxProposals = ConstU32<256>;
	type MinWithdrawal = ConstU128<UNITS>;
	/// A week for the office to pay,
	type PaymentPeriod = ConstU64<{ 7 * SECONDS_PER_DAY }>;
	/// and three days for the second officer.
	type ConfirmPeriod = ConstU64<{ 3 * SECONDS_PER_DAY }>;
	type WeightInfo = pallet_settlement::weights::SubstrateWeight<Runtime>;
}
