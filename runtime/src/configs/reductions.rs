//! Verified reductions, and the assets that they are.

use crate::{
	configs::{carbon::AnyMember, governance::TwoThirdsOfCouncil},
	constants::currency::deposit,
	AccountId, ActivityReports, Assets, Balance, Balances, CarbonAccounts, Clock, Epochs,
	MethodologyRegistry, Participants, ReductionMarket, Runtime, RuntimeEvent, RuntimeHoldReason,
	VerifiedReductions,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration, AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, Get,
		LinearStoragePrice,
	},
	PalletId,
};
use frame_system::EnsureNever;
use sp_runtime::Permill;
use tanpu_primitives::{ClassId, Grams, SECONDS_PER_DAY};

const DAY: u64 = SECONDS_PER_DAY;

/// Grams of a frozen class stay where they are.
pub struct FrozenClasses;

impl pallet_assets::FrozenBalance<ClassId, AccountId, Grams> for FrozenClasses {
	fn frozen_balance(class: ClassId, who: &AccountId) -> Option<Grams> {
		VerifiedReductions::frozen_balance(class, who)
	}
	fn died(_: ClassId, _: &AccountId) {}
	fn contains_freezes(class: ClassId) -> bool {
		VerifiedReductions::is_frozen(class)
	}
}

impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Grams;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = ClassId;
	type AssetIdParameter = codec::Compact<ClassId>;
	type ReserveData = ();
	type Currency = Balances;
	/// Only issuance creates an asset, out of a class that was verified.
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureNever<AccountId>;
	type AssetDeposit = ConstU128<{ deposit(1, 190) }>;
	type AssetAccountDeposit = ConstU128<{ deposit(1, 16) }>;
	/// Names come with the issuance, which nobody pays for.
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<{ deposit(1, 24) }>;
	type StringLimit = ConstU32<64>;
	type Freezer = FrozenClasses;
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// An epoch of BABE, as genesis has it, in blocks.
pub struct EpochBlocks;

impl Get<u32> for EpochBlocks {
	fn get() -> u32 {
		u32::try_from(<Epochs as Get<u64>>::get()).unwrap_or(u32::MAX)
	}
}

parameter_types! {
	pub const ObjectionHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::VerifiedReductions(pallet_verified_reductions::HoldReason::Objection);
	/// One TANP and more, given back in the end: so that a notice isn't drowned.
	pub const ObjectionBaseDeposit: Balance = deposit(10, 0);
	pub const ObjectionByteDeposit: Balance = deposit(0, 1);
	/// On accounts derived from it are the operators' pools, what citizens can claim, the buffers.
	pub const ReductionsId: PalletId = PalletId(*b"tanp/red");
	pub const SerialPrefix: &'static str = "CN-SZ-TP";
	/// A fifth: beyond that the sample says that something is wrong, not how much.
	pub const MaxFailures: Permill = Permill::from_percent(20);
}

impl pallet_verified_reductions::Config for Runtime {
	type Clock = Clock;
	type Classes = ActivityReports;
	type Methodologies = MethodologyRegistry;
	type Positions = CarbonAccounts;
	type Citizens = CarbonAccounts;
	type Verifiers = Participants;
	type Bonds = Participants;
	type Listings = ReductionMarket;
	type Assets = Assets;
	type Randomness = pallet_babe::RandomnessFromTwoEpochsAgo<Runtime>;
	type RandomnessDelay = EpochBlocks;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type MemberOrigin = AnyMember;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		ObjectionHoldReason,
		LinearStoragePrice<ObjectionBaseDeposit, ObjectionByteDeposit, Balance>,
	>;
	type PalletId = ReductionsId;
	type SerialPrefix = SerialPrefix;
	/// With 60 points and no failure, 95 % confidence says that fewer than 5 % fail.
	type MinSample = ConstU32<60>;
	type MaxSample = ConstU32<300>;
	type MaxFailures = MaxFailures;
	type Reserve = ConstU32<1>;
	type OpinionWindow = ConstU64<{ 14 * DAY }>;
	type NoticePeriod = ConstU64<{ 7 * DAY }>;
	type ClaimWindow = ConstU64<{ 2 * 365 * DAY }>;
	type FreezePeriod = ConstU64<{ 3 * DAY }>;
	type CoolDown = ConstU64<{ 30 * DAY }>;
	type MaxObjections = ConstU32<1_000>;
	type WeightInfo = pallet_verified_reductions::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::carbon::BenchmarkHelper;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_verified_reductions::BenchmarkHelper for super::carbon::BenchmarkHelper {
	fn set_time(now: tanpu_primitives::UnixSeconds) {
		<Self as pallet_activity_reports::BenchmarkHelper>::set_time(now);
	}
	fn randomness_known_since(block: u32) {
		pallet_babe::EpochStart::<Runtime>::put((block, block.saturating_add(1)));
	}
}
