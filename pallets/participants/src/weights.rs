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
		// Shortest run: 58_027_000 picoseconds.
		Weight::from_parts(60_924_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 22_947_000 picoseconds.
		Weight::from_parts(25_582_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// By hand: PausedBefore, one read and one write, on top of what was measured.
		// Shortest run: 31_963_000 picoseconds.
		Weight::from_parts(33_822_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 26_639_000 picoseconds.
		Weight::from_parts(29_896_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// By hand: PausedBefore, one read and one write, on top of what was measured.
		// Shortest run: 27_338_000 picoseconds.
		Weight::from_parts(28_563_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn revoke() -> Weight {
		// By hand: PausedBefore, one read and one write, on top of what was measured.
		// Shortest run: 29_700_000 picoseconds.
		Weight::from_parts(32_157_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 44_641_000 picoseconds.
		Weight::from_parts(52_697_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn license() -> Weight {
		// Shortest run: 58_027_000 picoseconds.
		Weight::from_parts(60_924_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 22_947_000 picoseconds.
		Weight::from_parts(25_582_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// By hand: PausedBefore, one read and one write, on top of what was measured.
		// Shortest run: 31_963_000 picoseconds.
		Weight::from_parts(33_822_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 26_639_000 picoseconds.
		Weight::from_parts(29_896_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// By hand: PausedBefore, one read and one write, on top of what was measured.
		// Shortest run: 27_338_000 picoseconds.
		Weight::from_parts(28_563_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn revoke() -> Weight {
		// By hand: PausedBefore, one read and one write, on top of what was measured.
		// Shortest run: 29_700_000 picoseconds.
		Weight::from_parts(32_157_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 44_641_000 picoseconds.
		Weight::from_parts(52_697_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
