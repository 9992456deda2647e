use crate as pallet_authority;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, Contains, NeverEnsureOrigin},
	weights::Weight,
};
use pallet_collective::EnsureProportionAtLeast;
use sp_runtime::BuildStorage;
use sp_version::RuntimeVersion;
use tanpu_primitives::{Clock, UnixSeconds, SECONDS_PER_DAY};

pub type AccountId = u64;

pub const DAY: u64 = SECONDS_PER_DAY;
pub const START: UnixSeconds = 1_700_000_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(2)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(3)]
	pub type Authority = pallet_authority;
}

parameter_types! {
	pub static Now: UnixSeconds = START;
	pub static TransactionVersion: u32 = 1;
	/// What is on the list beyond `authorize_upgrade`.
	pub static Listed: Vec<RuntimeCall> = Vec::new();
	/// Off while a runtime upgrade has taken everything off the list.
	pub static ListIsEmpty: bool = false;
	pub MaxProposalWeight: Weight = Weight::MAX;
}

pub struct TestVersion;
impl frame_support::traits::Get<RuntimeVersion> for TestVersion {
	fn get() -> RuntimeVersion {
		RuntimeVersion { transaction_version: TransactionVersion::get(), ..Default::default() }
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type Version = TestVersion;
}

pub type CouncilInstance = pallet_collective::Instance1;

impl pallet_collective::Config<CouncilInstance> for Test {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = ConstU64<100>;
	type MaxProposals = ConstU32<8>;
	type MaxMembers = ConstU32<21>;
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type WeightInfo = ();
	type SetMembersOrigin = NeverEnsureOrigin<()>;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = NeverEnsureOrigin<()>;
	type KillOrigin = NeverEnsureOrigin<()>;
	type Consideration = ();
}

impl pallet_utility::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
}

pub struct TestClock;
impl Clock for TestClock {
	fn now() -> UnixSeconds {
		Now::get()
	}
	fn day_offset() -> i32 {
		28_800
	}
}

pub struct RootCalls;
impl Contains<RuntimeCall> for RootCalls {
	fn contains(call: &RuntimeCall) -> bool {
		!ListIsEmpty::get()
			&& (matches!(call, RuntimeCall::System(frame_system::Call::authorize_upgrade { .. }))
				|| Listed::get().contains(call))
	}
}

parameter_types! {
	/// Who has a seat.
	pub static Seats: Vec<AccountId> = vec![1, 2, 3, 4];
}

pub struct Members;
impl frame_support::traits::SortedMembers<AccountId> for Members {
	fn sorted_members() -> Vec<AccountId> {
		Seats::get()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn add(who: &AccountId) {
		Seats::mutate(|seats| seats.push(*who));
	}
}

impl pallet_authority::Config for Test {
	type RuntimeCall = RuntimeCall;
	type RootCalls = RootCalls;
	type QueueOrigin = EnsureProportionAtLeast<AccountId, CouncilInstance, 3, 4>;
	type CancelOrigin = EnsureProportionAtLeast<AccountId, CouncilInstance, 1, 2>;
	type Members = Members;
	type Clock = TestClock;
	type Delay = ConstU64<DAY>;
	type EnactPeriod = ConstU64<{ 14 * DAY }>;
	type MaxQueued = ConstU32<4>;
	type MaxCallSize = ConstU32<256>;
	type WeightInfo = ();
}

/// The origin of a motion with `yes` votes of four seats.
pub fn council(yes: u32) -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, CouncilInstance>::Members(yes, 4).into()
}

/// A call on the list.
pub fn upgrade() -> Box<RuntimeCall> {
	Box::new(
		frame_system::Call::authorize_upgrade {
			code_hash: sp_runtime::testing::H256::repeat_byte(7),
		}
		.into(),
	)
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(START);
		TransactionVersion::set(1);
		Listed::set(Vec::new());
		ListIsEmpty::set(false);
	});
	ext
}

/// Runs a test and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let result = test();
		Authority::do_try_state().unwrap();
		result
	})
}
