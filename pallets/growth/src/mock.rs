//! A chain with the pallet alone, and doubles of everything else.

use crate::{self as pallet_growth, *};
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU16, ConstU32, ConstU64},
};
use frame_system::EnsureSignedBy;
use sp_core::H256;
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;
use tanpu_primitives::{
	growth::{answer_message, check_in_message, AnswerSalt, CheckInSalt, GrowthTotals},
	traits::Citizens,
	CitizenId, Clock, Day, Grams, GrowthMillis, UnixSeconds, SECONDS_PER_DAY,
};

pub type AccountId = u64;

pub const DAY: u64 = SECONDS_PER_DAY;
/// 2025-06-01T00:00:00+08:00.
pub const START: UnixSeconds = 1_748_707_200;
/// The day of START.
pub const TODAY: Day = 20_240;
pub const PLACES: u32 = 3;

pub const AUTHORITY: AccountId = 100;
/// Citizens' keys; ANN is citizen 1, BEN 2, and so on.
pub const ANN: AccountId = 11;
pub const BEN: AccountId = 12;
pub const STRANGER: AccountId = 99;

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
	pub type Growth = pallet_growth;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

parameter_types! {
	pub static Now: UnixSeconds = START;
	/// Growth from acts, by citizen; grams are the same number.
	pub static Acts: BTreeMap<CitizenId, GrowthMillis> = BTreeMap::new();
	/// The key with which benchmarks act for citizen 1.
	pub static BenchmarkKey: Option<AccountId> = None;
}

ord_parameter_types! {
	pub const Authority: AccountId = AUTHORITY;
}

impl pallet_growth::Config for Test {
	type Clock = TestClock;
	type Citizens = World;
	type Totals = World;
	type AuthorityOrigin = EnsureSignedBy<Authority, AccountId>;
	type MaxReward = ConstU64<5_000>;
	type MaxPlaces = ConstU32<100>;
	type MaxAhead = ConstU16<3>;
	type MaxQuizzes = ConstU32<4>;
	type PublishPeriod = ConstU64<{ 3 * DAY }>;
	type RevealPeriod = ConstU64<{ 7 * DAY }>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = TestClock;
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

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper for TestClock {
	fn set_time(seconds: UnixSeconds) {
		Now::set(seconds);
	}
}

pub struct World;

impl Citizens<AccountId> for World {
	fn citizen_of(who: &AccountId) -> Option<CitizenId> {
		if BenchmarkKey::get() == Some(*who) {
			return Some(1);
		}
		(11..99).contains(who).then(|| *who as CitizenId - 10)
	}
	fn key_of(citizen: CitizenId) -> Option<AccountId> {
		Some(AccountId::from(citizen) + 10)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &AccountId) -> CitizenId {
		BenchmarkKey::set(Some(*key));
		1
	}
}

impl GrowthTotals for World {
	fn growth(citizen: CitizenId) -> GrowthMillis {
		Acts::get().get(&citizen).copied().unwrap_or_default()
	}
	fn grams(citizen: CitizenId) -> Grams {
		Self::growth(citizen)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_growth(growth: GrowthMillis) -> CitizenId {
		act(1, growth);
		1
	}
}

/// Sets what a citizen's acts add up to.
pub fn act(citizen: CitizenId, growth: GrowthMillis) {
	Acts::mutate(|acts| {
		acts.insert(citizen, growth);
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn advance(seconds: u64) {
	Now::set(Now::get() + seconds);
}

/// Thresholds of 1,000, 2,000 and so on.
pub fn themes() -> AllThemes {
	core::array::from_fn(|at| Theme {
		name: format!("theme {at}").into_bytes().try_into().unwrap(),
		threshold: 1_000 * (at as u64 + 1),
	})
}

pub fn set_themes(themes: AllThemes) -> sp_runtime::DispatchResult {
	Growth::set_themes(signed(AUTHORITY), Box::new(themes))
}

pub fn genesis() -> H256 {
	System::block_hash(0)
}

pub const ANSWER_SALT: AnswerSalt = [9; 32];

/// Answer 2 of 4 is right; 500 of growth, three places.
pub fn question(day: Day) -> Question {
	Question {
		hash: H256::repeat_byte(1),
		uri: b"https://quiz.example/1.json".to_vec().try_into().unwrap(),
		options: 4,
		answer_hash: H256(sp_io::hashing::blake2_256(&answer_message(
			genesis(),
			day,
			2,
			&ANSWER_SALT,
		))),
		reward: 500,
		places: PLACES,
	}
}

pub fn set_question(day: Day) {
	frame_support::assert_ok!(Growth::set_question(signed(AUTHORITY), day, question(day)));
}

pub fn salt(citizen: CitizenId) -> CheckInSalt {
	[citizen as u8; 16]
}

pub fn commitment(citizen: CitizenId, day: Day, answer: u8) -> H256 {
	let message = check_in_message(genesis(), citizen, day, answer, &salt(citizen));
	H256(sp_io::hashing::blake2_256(&message))
}

/// Commits to an answer for today.
pub fn check_in(who: AccountId, answer: u8) -> sp_runtime::DispatchResult {
	let today = TestClock::today();
	let citizen = World::citizen_of(&who).unwrap_or_default();
	Growth::check_in(signed(who), today, commitment(citizen, today, answer))
}

pub fn publish(day: Day) -> sp_runtime::DispatchResult {
	Growth::publish_answer(signed(STRANGER), day, 2, ANSWER_SALT)
}

pub fn reveal(citizen: CitizenId, day: Day, answer: u8) -> sp_runtime::DispatchResult {
	Growth::reveal(signed(STRANGER), citizen, day, answer, salt(citizen))
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(START);
		Acts::set(BTreeMap::new());
	});
	ext
}

/// Runs a test and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let result = test();
		Growth::do_try_state().unwrap();
		result
	})
}
