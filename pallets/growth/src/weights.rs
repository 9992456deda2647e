//! Weights of the growth pallet's calls.
//!
//! Estimated by hand from the storage accesses of each call, worst case; `scripts/benchmark.sh`
//! replaces this file by one that is generated from `benchmarking.rs`. Adding up a citizen's growth
//! is not in them: `unlock` adds `GrowthTotals::weight`.

#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
	fn set_themes() -> Weight;
	fn unlock() -> Weight;
	fn set_question() -> Weight;
	fn check_in() -> Weight;
	fn publish_answer() -> Weight;
	fn reveal() -> Weight;
	fn sweep(limit: u32) -> Weight;
	fn set_equivalents() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

fn estimate(db: RuntimeDbWeight, time: u64, proof: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(time, proof).saturating_add(db.reads_writes(reads, writes))
}

macro_rules! weights {
	($db:expr) => {
		/// Reads: the council. Writes: Themes.
		fn set_themes() -> Weight {
			estimate($db, 20_000_000, 2_000, 1, 1)
		}
		/// Reads: Themes, Earned, BadgesOf, the clock. Writes: BadgesOf.
		fn unlock() -> Weight {
			estimate($db, 30_000_000, 9_000, 4, 1)
		}
		/// Reads: the council, the clock, Quizzes and their count. Writes: both.
		fn set_question() -> Weight {
			estimate($db, 25_000_000, 6_000, 4, 2)
		}
		/// Reads: the citizen, the clock, Quizzes, CheckIns. Writes: the last two.
		fn check_in() -> Weight {
			estimate($db, 25_000_000, 9_000, 4, 3)
		}
		/// Reads: Quizzes, the clock, the genesis hash. Writes: Quizzes.
		fn publish_answer() -> Weight {
			estimate($db, 25_000_000, 6_000, 3, 2)
		}
		/// Reads: Quizzes, the clock, the genesis hash, CheckIns, Earned. Writes: Quizzes, CheckIns,
		/// Earned.
		fn reveal() -> Weight {
			estimate($db, 30_000_000, 9_000, 5, 4)
		}
		/// Reads: Quizzes and their count, Sweeping, the clock, each commitment. Writes: all but the
		/// clock.
		fn sweep(limit: u32) -> Weight {
			estimate($db, 20_000_000, 8_600, 5, 3).saturating_add(
				estimate($db, 3_000_000, 2_600, 1, 1).saturating_mul(u64::from(limit)),
			)
		}
		/// Reads: the council. Writes: Equivalents.
		fn set_equivalents() -> Weight {
			estimate($db, 25_000_000, 3_000, 1, 1)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

/// For tests and mocks.
impl WeightInfo for () {
	weights!(RocksDbWeight::get());
}
