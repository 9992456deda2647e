//! Weights of `pallet-campaigns`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 20 repeats); don't edit.
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
		// Shortest run: 45_423_000 picoseconds.
		Weight::from_parts(50_306_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn fund() -> Weight {
		// Shortest run: 61_860_000 picoseconds.
		Weight::from_parts(68_764_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn claim() -> Weight {
		// Shortest run: 107_303_000 picoseconds.
		Weight::from_parts(115_057_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 63_213_000 picoseconds.
		Weight::from_parts(102_720_341, 0)
			.saturating_add(Weight::from_parts(7_521_214, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn credited(n: u32) -> Weight {
		// Shortest run: 5_255_000 picoseconds.
		Weight::from_parts(7_976_980, 0)
			.saturating_add(Weight::from_parts(9_420_630, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn create() -> Weight {
		// Shortest run: 45_423_000 picoseconds.
		Weight::from_parts(50_306_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn fund() -> Weight {
		// Shortest run: 61_860_000 picoseconds.
		Weight::from_parts(68_764_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn claim() -> Weight {
		// Shortest run: 107_303_000 picoseconds.
		Weight::from_parts(115_057_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 63_213_000 picoseconds.
		Weight::from_parts(102_720_341, 0)
			.saturating_add(Weight::from_parts(7_521_214, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn credited(n: u32) -> Weight {
		// Shortest run: 5_255_000 picoseconds.
		Weight::from_parts(7_976_980, 0)
			.saturating_add(Weight::from_parts(9_420_630, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}
}
