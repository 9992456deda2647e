//! Weights of `pallet-participants`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 5 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn license() -> Weight;
	fn amend() -> Weight;
	fn suspend() -> Weight;
	fn confirm_suspension() -> Weight;
	fn lift_suspension() -> Weight;
	fn revoke() -> Weight;
	fn set_reporter() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn license() -> Weight {
		// Shortest run: 41_479_000 picoseconds.
		Weight::from_parts(43_404_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 21_553_000 picoseconds.
		Weight::from_parts(22_725_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 33_322_000 picoseconds.
		Weight::from_parts(36_447_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 25_768_000 picoseconds.
		Weight::from_parts(27_446_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 30_773_000 picoseconds.
		Weight::from_parts(31_870_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 29_784_000 picoseconds.
		Weight::from_parts(31_677_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 43_207_000 picoseconds.
		Weight::from_parts(49_840_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn license() -> Weight {
		// Shortest run: 41_479_000 picoseconds.
		Weight::from_parts(43_404_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 21_553_000 picoseconds.
		Weight::from_parts(22_725_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 33_322_000 picoseconds.
		Weight::from_parts(36_447_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 25_768_000 picoseconds.
		Weight::from_parts(27_446_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 30_773_000 picoseconds.
		Weight::from_parts(31_870_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 29_784_000 picoseconds.
		Weight::from_parts(31_677_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 43_207_000 picoseconds.
		Weight::from_parts(49_840_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
