use crate::{self as pallet_clock, Anchor, GenesisConfig, Running};
use frame_support::{
	derive_impl, parameter_types,
	traits::{OnTimestampSet, Time},
};
use sp_runtime::BuildStorage;
use tanpu_primitives::Clock as _;

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
	pub type Clock = pallet_clock;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

parameter_types! {
	pub storage BlockTime: u64 = 0;
}

pub struct Timestamp;

impl Time for Timestamp {
	type Moment = u64;

	fn now() -> u64 {
		BlockTime::get()
	}
}

impl pallet_clock::Config for Test {
	type BlockTime = Timestamp;
}

fn set_block_time(millis: u64) {
	BlockTime::set(&millis);
	Clock::on_timestamp_set(millis);
}

fn with_genesis(scale: u32, start: Option<u64>, day_offset: i32, test: impl FnOnce()) {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	GenesisConfig::<Test> { scale, start, day_offset, ..Default::default() }
		.assimilate_storage(&mut storage)
		.unwrap();
	sp_io::TestExternalities::new(storage).execute_with(|| {
		test();
		Clock::do_try_state().unwrap();
	});
}

#[test]
fn plain_clock_is_block_time() {
	with_genesis(1, None, 28_800, || {
		set_block_time(1_700_000_003_999);
		assert_eq!(Clock::now(), 1_700_000_003);
		assert_eq!(Anchor::<Test>::get(), None);
		assert_eq!(Clock::day_offset(), 28_800);
	});
}

#[test]
fn fast_clock_plays_a_day_in_a_minute() {
	with_genesis(1_440, Some(1_000_000), 0, || {
		assert_eq!(Clock::now(), 1_000_000, "before the first block it stands at its start");
		set_block_time(1_700_000_000_000);
		assert_eq!(Clock::now(), 1_000_000);
		set_block_time(1_700_000_060_000);
		assert_eq!(Clock::now(), 1_086_400);
		assert_eq!(Anchor::<Test>::get(), Some(1_700_000_000_000), "set once");
	});
}

#[test]
fn fast_clock_without_start_begins_at_block_time() {
	with_genesis(60, None, 0, || {
		set_block_time(1_700_000_000_000);
		set_block_time(1_700_000_003_000);
		assert_eq!(Clock::now(), 1_700_000_180);
	});
}

#[test]
fn saturates_instead_of_wrapping() {
	with_genesis(86_400, Some(u64::MAX - 5), 0, || {
		set_block_time(1);
		set_block_time(u64::MAX);
		assert_eq!(Clock::now(), u64::MAX);
	});
}

#[test]
#[should_panic(expected = "day in a second")]
fn refuses_an_impossible_scale() {
	with_genesis(86_401, None, 0, || {});
}

#[test]
#[should_panic(expected = "14 hours")]
fn refuses_an_impossible_offset() {
	with_genesis(1, None, 60_000, || {});
}

#[test]
#[should_panic(expected = "whole minutes")]
fn refuses_an_offset_that_splits_minutes() {
	with_genesis(1, None, 28_801, || {});
}

#[test]
fn stands_still_while_stopped_and_catches_up() {
	with_genesis(0, None, 28_800, || {
		set_block_time(1_700_000_000_000);
		Clock::resume();
		assert_eq!(Clock::now(), 1_700_000_000);
		Clock::stop();
		assert!(Clock::is_standing());
		for second in 1..=300 {
			set_block_time(1_700_000_000_000 + second * 1_000);
			Clock::stop();
			assert_eq!(Clock::now(), 1_700_000_000);
			assert_eq!(Running::<Test>::now(), 1_700_000_000 + second);
		}
		Clock::resume();
		let mut before = Clock::now();
		assert_eq!(before, 1_700_000_000);
		// 300 seconds behind: caught up after 30,000, a second more in each hundred.
		for second in 301..=30_400u64 {
			set_block_time(1_700_000_000_000 + second * 1_000);
			let now = Clock::now();
			assert!((1..=2).contains(&(now - before)), "{second}");
			assert!(now <= Running::<Test>::now());
			before = now;
		}
		assert_eq!(Clock::now(), Running::<Test>::now());
	});
}

#[test]
fn stopped_again_while_behind() {
	with_genesis(0, None, 28_800, || {
		set_block_time(1_700_000_000_000);
		Clock::stop();
		set_block_time(1_700_000_100_000);
		Clock::resume();
		set_block_time(1_700_001_100_000);
		// A thousand later, ten of the hundred are back.
		assert_eq!(Clock::now(), 1_700_001_010);
		Clock::stop();
		set_block_time(1_700_001_110_000);
		assert_eq!(Clock::now(), 1_700_001_010);
		Clock::resume();
		assert_eq!(Clock::now(), 1_700_001_010);
		assert_eq!(
			crate::Pauses::<Test>::get(),
			Some(crate::Pause::Behind { seconds: 100, since: 1_700_001_110 })
		);
	});
}

#[test]
fn stopped_for_no_time_is_not_stopped() {
	with_genesis(0, None, 28_800, || {
		set_block_time(1_700_000_000_000);
		Clock::stop();
		Clock::resume();
		assert!(crate::Pauses::<Test>::get().is_none());
	});
}
