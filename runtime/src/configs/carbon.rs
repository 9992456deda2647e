//! Tanpu's own pallets.
//!
//! This is the only place where they meet: each knows the others through the traits of
//! `tanpu-primitives` alone.

use crate::{
	configs::governance::{
		CouncilCollective, HalfOfCouncil, ThreeQuartersOfCouncil, TwoThirdsOfCouncil,
	},
	constants::currency::{deposit, UNITS},
	AccountId, Balance, Balances, Campaigns, CarbonAccounts, Clock, CouncilMembership,
	MethodologyRegistry, ObjectRegistry, Participants, PointRedemption, Points, ReductionMarket,
	Runtime, RuntimeCall, RuntimeHoldReason, Timestamp,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration, ConstU128, ConstU32, ConstU64, Contains, EitherOf,
		LinearStoragePrice,
	},
	PalletId,
};
use frame_system::EnsureSignedBy;
use sp_runtime::traits::AccountIdConversion;
use tanpu_primitives::SECONDS_PER_DAY;

/// Any one member of the council: by signature, or through the council's own `execute`.
pub type AnyMember = EitherOf<
	EnsureSignedBy<CouncilMembership, AccountId>,
	pallet_collective::EnsureMember<AccountId, CouncilCollective>,
>;

const DAY: u64 = SECONDS_PER_DAY;

/// How long one member's suspension holds before the council must confirm it.
type SuspensionPeriod = ConstU64<{ 3 * DAY }>;
/// How long the same subject can't be suspended by a member again.
type SuspensionCoolDown = ConstU64<{ 30 * DAY }>;

impl pallet_clock::Config for Runtime {
	type BlockTime = Timestamp;
}

/// What the council may have dispatched as Root, after three quarters and a delay. Exact calls only:
/// nothing here carries another call, writes storage at will or replaces code unchecked.
pub struct RootCalls;

impl Contains<RuntimeCall> for RootCalls {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			// The upgrade itself is applied by whoever brings code of the authorised hash, and the
			// chain checks its name and version.
			RuntimeCall::System(frame_system::Call::authorize_upgrade { .. }) |
				// The way out of a finality stall.
				RuntimeCall::Grandpa(pallet_grandpa::Call::note_stalled { .. })
		)
	}
}

impl pallet_authority::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RootCalls = RootCalls;
	type QueueOrigin = ThreeQuartersOfCouncil;
	type CancelOrigin = HalfOfCouncil;
	type Members = CouncilMembership;
	/// The way out of a failed migration, which stops the clock, must not wait for the clock.
	type Clock = pallet_clock::Running<Runtime>;
	type Delay = ConstU64<DAY>;
	type EnactPeriod = ConstU64<{ 14 * DAY }>;
	type MaxQueued = ConstU32<16>;
	type MaxCallSize = ConstU32<1_024>;
	type WeightInfo = pallet_authority::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	pub const DeviceHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Participants(pallet_participants::HoldReason::Device);
	/// Two entries: whose the key is, and that it is registered.
	pub const DeviceBaseDeposit: Balance = deposit(2, 0);
	pub const DeviceByteDeposit: Balance = deposit(0, 1);
	/// To it goes bond money that recalls take. Genesis endows it with the existential deposit, so
	/// that it always exists.
	pub ReplacementFund: AccountId = PalletId(*b"tanp/rpl").into_account_truncating();
}

impl pallet_participants::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type DeviceConsideration = HoldConsideration<
		AccountId,
		Balances,
		DeviceHoldReason,
		LinearStoragePrice<DeviceBaseDeposit, DeviceByteDeposit, Balance>,
	>;
	type ReplacementFund = ReplacementFund;
	type LicenceOrigin = TwoThirdsOfCouncil;
	type MemberOrigin = AnyMember;
	type Clock = Clock;
	type SuspensionPeriod = SuspensionPeriod;
	type CoolDown = SuspensionCoolDown;
	type MaxReporters = ConstU32<16>;
	type MaxLicences = ConstU32<16>;
	type MaxRelated = ConstU32<32>;
	type BondNotice = ConstU64<{ 30 * DAY }>;
	type LiabilityPeriod = ConstU64<{ 365 * DAY }>;
	/// As many gates and buses as a large city's metro has.
	type PriceNotice = ConstU64<{ 7 * DAY }>;
	type MaxDevices = ConstU32<10_000>;
	/// Each of them changed nine times.
	type MaxDeviceKeys = ConstU32<100_000>;
	type WeightInfo = pallet_participants::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkHelper;
}

parameter_types! {
	pub const DraftHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::MethodologyRegistry(pallet_methodology_registry::HoldReason::Draft);
	pub const CommentHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::MethodologyRegistry(pallet_methodology_registry::HoldReason::Comment);
	pub const DraftBaseDeposit: Balance = deposit(1, 0);
	pub const DraftByteDeposit: Balance = deposit(0, 1);
}

impl pallet_methodology_registry::Config for Runtime {
	type Clock = Clock;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		DraftHoldReason,
		LinearStoragePrice<DraftBaseDeposit, DraftByteDeposit, Balance>,
	>;
	type CommentConsideration = HoldConsideration<
		AccountId,
		Balances,
		CommentHoldReason,
		LinearStoragePrice<DraftBaseDeposit, DraftByteDeposit, Balance>,
	>;
	type PublishOrigin = TwoThirdsOfCouncil;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type MemberOrigin = AnyMember;
	type ConsultationPeriod = ConstU64<DAY>;
	type NoticePeriod = ConstU64<DAY>;
	type MaxLead = ConstU64<{ 3 * 365 * DAY }>;
	type SuspensionPeriod = SuspensionPeriod;
	type SuspensionInterval = SuspensionCoolDown;
	type WeightInfo = pallet_methodology_registry::weights::SubstrateWeight<Runtime>;
}

/// What citizens do for themselves: free of fees, so many times a day. Only what stands here, and
/// only as the transaction itself: a batch, a proxy or a multisig that carries one of these pays.
///
/// 20 a day are at most 213 ms of block time for each citizen and day, were they all orders with 16
/// parts (a test bounds it); ordinary citizens send two or three, of a twentieth of that.
pub struct CitizenCalls;

impl Contains<RuntimeCall> for CitizenCalls {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_activity_reports::Call as Reports;
		use pallet_carbon_accounts::Call as Accounts;
		use pallet_growth::Call as Growing;
		use pallet_point_redemption::Call as Orders;
		use pallet_points::Call as Spending;
		match call {
			RuntimeCall::CarbonAccounts(call) => matches!(
				call,
				Accounts::enrol { .. } |
					Accounts::leave { .. } |
					Accounts::veto_replacement { .. } |
					// For somebody of the family, whose new key can't pay yet.
					Accounts::complete_replacement { .. } |
					Accounts::close { .. }
			),
			RuntimeCall::Points(call) => matches!(
				call,
				Spending::pay { .. } | Spending::exchange { .. } | Spending::appeal_reversal { .. }
			),
			RuntimeCall::PointRedemption(call) => matches!(
				call,
				Orders::redeem { .. } | Orders::take_back { .. } | Orders::dispute { .. }
			),
			RuntimeCall::Growth(call) => matches!(
				call,
				Growing::unlock { .. } | Growing::check_in { .. } | Growing::reveal { .. }
			),
			RuntimeCall::ActivityReports(call) => {
				matches!(call, Reports::object { .. } | Reports::clear_objection { .. })
			},
			RuntimeCall::Campaigns(pallet_campaigns::Call::claim { .. }) |
			// A certificate stays for ever; it takes a gram at least, and counts like the others.
			RuntimeCall::VerifiedReductions(
				pallet_verified_reductions::Call::claim { .. } |
				pallet_verified_reductions::Call::retire { .. },
			) |
			RuntimeCall::ReductionMarket(pallet_reduction_market::Call::claim_proceeds { .. }) => {
				true
			},
			_ => false,
		}
	}
}

/// How long what an identity provider states can be good for, about a person or an object.
type MaxAttestationLife = ConstU64<{ 30 * DAY }>;

impl pallet_carbon_accounts::Config for Runtime {
	type Clock = Clock;
	type Operators = Participants;
	type Providers = Participants;
	type MaxOpenings = ConstU32<250>;
	type MaxAttestationLife = MaxAttestationLife;
	type ReplacementDelay = ConstU64<{ 3 * DAY }>;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type Unfinished = PointRedemption;
	type Proceeds = ReductionMarket;
	type FreeCall = CitizenCalls;
	type FreeCallsPerDay = ConstU32<20>;
	type WeightInfo = pallet_carbon_accounts::weights::SubstrateWeight<Runtime>;
}

impl pallet_object_registry::Config for Runtime {
	type Clock = Clock;
	type Operators = Participants;
	type Providers = Participants;
	type Positions = CarbonAccounts;
	type MaxAttestationLife = MaxAttestationLife;
	type WeightInfo = pallet_object_registry::weights::SubstrateWeight<Runtime>;
}

impl pallet_activity_reports::Config for Runtime {
	type Clock = Clock;
	type Operators = Participants;
	type Methodologies = MethodologyRegistry;
	type Positions = CarbonAccounts;
	type Objects = ObjectRegistry;
	type Issuing = Points;
	type Citizens = CarbonAccounts;
	type Devices = Participants;
	type Fines = Points;
	type Campaigns = Campaigns;
	type GroupOrigin = TwoThirdsOfCouncil;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type AnswerPeriod = ConstU64<{ 7 * DAY }>;
	type DecisionPeriod = ConstU64<{ 7 * DAY }>;
	type ObjectionFine = ConstU128<{ 100 * UNITS }>;
	type MaxDayLog = ConstU32<32>;
	type WeightInfo = pallet_activity_reports::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkHelper;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_participants::BenchmarkHelper for BenchmarkHelper {
	fn set_time(seconds: tanpu_primitives::UnixSeconds) {
		<Self as pallet_activity_reports::BenchmarkHelper>::set_time(seconds);
	}
}

/// Lets the reports pallet's benchmarks choose the time.
#[cfg(feature = "runtime-benchmarks")]
pub struct BenchmarkHelper;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_activity_reports::BenchmarkHelper for BenchmarkHelper {
	fn set_time(seconds: tanpu_primitives::UnixSeconds) {
		// Not `set_timestamp`: BABE would compare it with the slot of a block that isn't there.
		pallet_timestamp::Now::<Runtime>::put(seconds.saturating_mul(1_000));
	}
}
