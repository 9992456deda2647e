//! Weights of `pallet-authority`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn queue_root(q: u32) -> Weight;
	fn enact() -> Weight;
	fn cancel() -> Weight;
	fn clear_lapsed() -> Weight;
	fn set_department() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn queue_root(q: u32) -> Weight {
		// Shortest run: 23_539_000 picoseconds.
		Weight::from_parts(32_383_225, 0)
			.saturating_add(Weight::from_parts(11_710_859, 0).saturating_mul(q.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(q.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(q.into())))
	}

	fn enact() -> Weight {
		// Shortest run: 30_506_000 picoseconds.
		Weight::from_parts(33_228_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 15_327_000 picoseconds.
		Weight::from_parts(17_813_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn clear_lapsed() -> Weight {
		// Shortest run: 23_397_000 picoseconds.
		Weight::from_parts(25_681_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn set_department() -> Weight {
		// Shortest run: 19_636_000 picoseconds.
		Weight::from_parts(23_942_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn queue_root(q: u32) -> Weight {
		// Shortest run: 23_539_000 picoseconds.
		Weight::from_parts(32_383_225, 0)
			.saturating_add(Weight::from_parts(11_710_859, 0).saturating_mul(q.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(q.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(q.into())))
	}

	fn enact() -> Weight {
		// Shortest run: 30_506_000 picoseconds.
		Weight::from_parts(33_228_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 15_327_000 picoseconds.
		Weight::from_parts(17_813_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn clear_lapsed() -> Weight {
		// Shortest run: 23_397_000 picoseconds.
		Weight::from_parts(25_681_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn set_department() -> Weight {
		// Shortest run: 19_636_000 picoseconds.
		Weight::from_parts(23_942_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
