//! Weights of `pallet-growth`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 5 repeats); don't edit.
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
		// Shortest run: 12_890_000 picoseconds.
		Weight::from_parts(14_537_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn unlock() -> Weight {
		// Shortest run: 221_281_000 picoseconds.
		Weight::from_parts(266_064_000, 0)
			.saturating_add(T::DbWeight::get().reads(70_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn set_question() -> Weight {
		// Shortest run: 24_035_000 picoseconds.
		Weight::from_parts(30_968_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn check_in() -> Weight {
		// Shortest run: 40_074_000 picoseconds.
		Weight::from_parts(55_748_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn publish_answer() -> Weight {
		// Shortest run: 29_734_000 picoseconds.
		Weight::from_parts(37_581_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn reveal() -> Weight {
		// Shortest run: 58_272_000 picoseconds.
		Weight::from_parts(67_766_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 44_526_000 picoseconds.
		Weight::from_parts(489_867_343, 0)
			.saturating_add(Weight::from_parts(5_600_891, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_equivalents() -> Weight {
		// Shortest run: 40_066_000 picoseconds.
		Weight::from_parts(48_127_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn set_themes() -> Weight {
		// Shortest run: 12_890_000 picoseconds.
		Weight::from_parts(14_537_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn unlock() -> Weight {
		// Shortest run: 221_281_000 picoseconds.
		Weight::from_parts(266_064_000, 0)
			.saturating_add(ParityDbWeight::get().reads(70_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn set_question() -> Weight {
		// Shortest run: 24_035_000 picoseconds.
		Weight::from_parts(30_968_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn check_in() -> Weight {
		// Shortest run: 40_074_000 picoseconds.
		Weight::from_parts(55_748_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn publish_answer() -> Weight {
		// Shortest run: 29_734_000 picoseconds.
		Weight::from_parts(37_581_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn reveal() -> Weight {
		// Shortest run: 58_272_000 picoseconds.
		Weight::from_parts(67_766_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 44_526_000 picoseconds.
		Weight::from_parts(489_867_343, 0)
			.saturating_add(Weight::from_parts(5_600_891, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_equivalents() -> Weight {
		// Shortest run: 40_066_000 picoseconds.
		Weight::from_parts(48_127_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
