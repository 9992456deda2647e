use crate as pallet_settlement;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64},
};
use frame_system::EnsureRoot;
use sp_runtime::BuildStorage;
use tanpu_primitives::{Clock, UnixSeconds, SECONDS_PER_DAY};

pub type AccountId = u64;

pub const DAY: u64 = SECONDS_PER_DAY;
/// Noon in the city.
pub const START: UnixSeconds = 1_700_000_000 / DAY * DAY + 4 * 3_600;

/// The office: one who enters, one who confirms, another of each.
pub const PROPOSER: AccountId = 1;
pub const CONFIRMER: AccountId = 2;
pub const OWNER: AccountId = 10;
pub const LIMIT: u64 = 10_000;

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
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Settlement = pallet_settlement;
}

parameter_types! {
	pub static Now: UnixSeconds = START;
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

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<5>;
}

impl pallet_settlement::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type CouncilOrigin = EnsureRoot<AccountId>;
	type Clock = TestClock;
	type MaxOfficers = ConstU32<4>;
	type MaxProposals = ConstU32<3>;
	type MinWithdrawal = ConstU64<10>;
	type PaymentPeriod = ConstU64<{ 7 * DAY }>;
	type ConfirmPeriod = ConstU64<{ 3 * DAY }>;
	type WeightInfo = ();
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	Now::set(START);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(OWNER, 1_000), (11, 1_000)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test with an office of two and a limit, and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let root = RuntimeOrigin::root;
		Settlement::appoint(root(), PROPOSER, crate::Duty::Propose).unwrap();
		Settlement::appoint(root(), CONFIRMER, crate::Duty::Confirm).unwrap();
		Settlement::set_daily_limit(root(), LIMIT).unwrap();
		let result = test();
		Settlement::do_try_state().unwrap();
		result
	})
}
