//! Weights of `pallet-campaigns`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn create() -> Weight;
	fn fund() -> Weight;
	fn claim() -> Weight;
	fn close(n: u32) -> Weight;
	fn credited(n: u32) -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create() -> Weight {
		// Shortest run: 27_948_000 picoseconds.
		Weight::from_parts(29_877_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn fund() -> Weight {
		// Shortest run: 38_874_000 picoseconds.
		Weight::from_parts(40_490_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn claim() -> Weight {
		// Shortest run: 67_578_000 picoseconds.
		Weight::from_parts(71_283_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 45_618_000 picoseconds.
		Weight::from_parts(57_691_579, 0)
			.saturating_add(Weight::from_parts(5_039_616, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn credited(n: u32) -> Weight {
		// Shortest run: 3_410_000 picoseconds.
		Weight::from_parts(5_535_400, 0)
			.saturating_add(Weight::from_parts(6_790_925, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn create() -> Weight {
		// Shortest run: 27_948_000 picoseconds.
		Weight::from_parts(29_877_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn fund() -> Weight {
		// Shortest run: 38_874_000 picoseconds.
		Weight::from_parts(40_490_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn claim() -> Weight {
		// Shortest run: 67_578_000 picoseconds.
		Weight::from_parts(71_283_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 45_618_000 picoseconds.
		Weight::from_parts(57_691_579, 0)
			.saturating_add(Weight::from_parts(5_039_616, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn credited(n: u32) -> Weight {
		// Shortest run: 3_410_000 picoseconds.
		Weight::from_parts(5_535_400, 0)
			.saturating_add(Weight::from_parts(6_790_925, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
}
