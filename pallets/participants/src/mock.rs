use crate::{self as pallet_participants, *};
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold, Mutate},
		ConstU128, ConstU32, ConstU64, LinearStoragePrice, SortedMembers,
	},
};
use frame_system::EnsureSignedBy;
use sp_core::{sr25519, H256};
use sp_runtime::BuildStorage;
use tanpu_primitives::{Balance, Clock, ParticipantId, UnixSeconds, SECONDS_PER_DAY};

pub type AccountId = u64;

pub const HOUR: u64 = 3_600;
pub const DAY: u64 = SECONDS_PER_DAY;
pub const START: UnixSeconds = 1_700_000_000;
/// When the licences of the tests run out.
pub const EXPIRES: UnixSeconds = START + 365 * DAY;

/// Members of the council.
pub const MEMBERS: [AccountId; 3] = [1, 2, 3];
/// What a majority of the council signs with.
pub const COUNCIL: AccountId = 100;
/// Treasuries.
pub const METRO: AccountId = 10;
pub const BUS: AccountId = 11;
/// The replacement fund's account.
pub const FUND: AccountId = 900;

/// What an account must hold to exist.
pub const EXISTENTIAL: Balance = 10;
/// What each treasury has at first.
pub const ENDOWMENT: Balance = 1_000_000;
/// Deposits for a device: for itself, for each byte.
pub const DEPOSIT_BASE: Balance = 100;
pub const DEPOSIT_BYTE: Balance = 1;

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
	pub type Licences = pallet_participants;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<EXISTENTIAL>;
}

parameter_types! {
	pub static Now: UnixSeconds = START;
	pub const DeviceDeposit: RuntimeHoldReason = RuntimeHoldReason::Licences(HoldReason::Device);
}

ord_parameter_types! {
	pub const Council: AccountId = COUNCIL;
	pub const Fund: AccountId = FUND;
}

pub struct Members;
impl SortedMembers<AccountId> for Members {
	fn sorted_members() -> Vec<AccountId> {
		MEMBERS.to_vec()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn add(_: &AccountId) {}
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

impl pallet_participants::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type DeviceConsideration = HoldConsideration<
		AccountId,
		Balances,
		DeviceDeposit,
		LinearStoragePrice<ConstU128<DEPOSIT_BASE>, ConstU128<DEPOSIT_BYTE>, Balance>,
	>;
	type ReplacementFund = Fund;
	type LicenceOrigin = EnsureSignedBy<Council, AccountId>;
	type MemberOrigin = EnsureSignedBy<Members, AccountId>;
	type Clock = TestClock;
	type SuspensionPeriod = ConstU64<{ 72 * HOUR }>;
	type CoolDown = ConstU64<{ 30 * DAY }>;
	type MaxReporters = ConstU32<3>;
	type MaxLicences = ConstU32<4>;
	type MaxRelated = ConstU32<6>;
	type BondNotice = ConstU64<{ 30 * DAY }>;
	type LiabilityPeriod = ConstU64<{ 365 * DAY }>;
	type PriceNotice = ConstU64<{ 2 * DAY }>;
	type MaxDevices = ConstU32<3>;
	type MaxDeviceKeys = ConstU32<5>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = TestClock;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper for TestClock {
	fn set_time(now: UnixSeconds) {
		Now::set(now);
	}
}

pub fn council() -> RuntimeOrigin {
	RuntimeOrigin::signed(COUNCIL)
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn name(text: &str) -> Name {
	text.as_bytes().to_vec().try_into().unwrap()
}

pub fn operator_terms(daily_quota: u32) -> LicenceTerms {
	LicenceTerms::Operator { scope: Scope::All, daily_quota, bond: 0 }
}

/// An operator that must have bonded so much.
pub fn bonded_terms(bond: Balance) -> LicenceTerms {
	LicenceTerms::Operator { scope: Scope::All, daily_quota: 1_000, bond }
}

/// Plancks held on an account for a reason.
pub fn held(reason: HoldReason, who: AccountId) -> Balance {
	Balances::balance_on_hold(&reason.into(), &who)
}

pub fn only(list: &[u16]) -> Scope {
	Scope::Only(list.to_vec().try_into().unwrap())
}

pub fn provider_terms(byte: u8) -> LicenceTerms {
	LicenceTerms::IdentityProvider { attestation_key: sr25519::Public::from_raw([byte; 32]) }
}

/// Licenses a participant of any role.
pub fn licensed(holder: AccountId, terms: LicenceTerms) -> ParticipantId {
	let participant = NextParticipantId::<Test>::get();
	let owner = H256::from_low_u64_be(holder);
	Licences::license(council(), holder, name("深圳地铁"), owner, terms, EXPIRES).unwrap();
	participant
}

/// Licenses an operator for every methodology, 1,000 records a day.
pub fn operator(holder: AccountId) -> ParticipantId {
	licensed(holder, operator_terms(1_000))
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: vec![(FUND, EXISTENTIAL)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(START);
		for holder in METRO..20 {
			Balances::mint_into(&holder, ENDOWMENT).unwrap();
		}
		System::reset_events();
	});
	ext
}

/// Runs a test and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		let result = test();
		Licences::do_try_state().unwrap();
		// No call makes or loses money.
		assert_eq!(Balances::total_issuance(), issuance);
		result
	})
}

/// For benchmarks: with a place for keys.
#[cfg(feature = "runtime-benchmarks")]
pub fn benchmark_ext() -> sp_io::TestExternalities {
	use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
	let mut ext = new_test_ext();
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext
}
