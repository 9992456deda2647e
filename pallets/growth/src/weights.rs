//! Weights of `pallet-growth`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn set_themes() -> Weight;
	fn unlock() -> Weight;
	fn set_question() -> Weight;
	fn check_in() -> Weight;
	fn publish_answer() -> Weight;
	fn reveal() -> Weight;
	fn sweep(n: u32) -> Weight;
	fn set_equivalents() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_themes() -> Weight {
		// Shortest run: 11_687_000 picoseconds.
		Weight::from_parts(12_652_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn unlock() -> Weight {
		// Shortest run: 217_532_000 picoseconds.
		Weight::from_parts(223_505_000, 0)
			.saturating_add(T::DbWeight::get().reads(70_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn set_question() -> Weight {
		// Shortest run: 22_212_000 picoseconds.
		Weight::from_parts(23_514_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn check_in() -> Weight {
		// Shortest run: 31_457_000 picoseconds.
		Weight::from_parts(34_197_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn publish_answer() -> Weight {
		// Shortest run: 26_705_000 picoseconds.
		Weight::from_parts(29_295_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn reveal() -> Weight {
		// Shortest run: 34_918_000 picoseconds.
		Weight::from_parts(37_481_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 25_936_000 picoseconds.
		Weight::from_parts(25_853_461, 0)
			.saturating_add(Weight::from_parts(3_809_539, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_equivalents() -> Weight {
		// Shortest run: 18_070_000 picoseconds.
		Weight::from_parts(19_392_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn set_themes() -> Weight {
		// Shortest run: 11_687_000 picoseconds.
		Weight::from_parts(12_652_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn unlock() -> Weight {
		// Shortest run: 217_532_000 picoseconds.
		Weight::from_parts(223_505_000, 0)
			.saturating_add(ParityDbWeight::get().reads(70_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn set_question() -> Weight {
		// Shortest run: 22_212_000 picoseconds.
		Weight::from_parts(23_514_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn check_in() -> Weight {
		// Shortest run: 31_457_000 picoseconds.
		Weight::from_parts(34_197_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn publish_answer() -> Weight {
		// Shortest run: 26_705_000 picoseconds.
		Weight::from_parts(29_295_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn reveal() -> Weight {
		// Shortest run: 34_918_000 picoseconds.
		Weight::from_parts(37_481_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 25_936_000 picoseconds.
		Weight::from_parts(25_853_461, 0)
			.saturating_add(Weight::from_parts(3_809_539, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_equivalents() -> Weight {
		// Shortest run: 18_070_000 picoseconds.
		Weight::from_parts(19_392_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
