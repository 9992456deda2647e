//! Weights of `pallet-methodology-registry`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 5 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn draft(l: u32, o: u32) -> Weight;
	fn amend_draft(l: u32, o: u32) -> Weight;
	fn withdraw_draft() -> Weight;
	fn open_consultation() -> Weight;
	fn publish(l: u32, o: u32) -> Weight;
	fn suspend() -> Weight;
	fn confirm_suspension() -> Weight;
	fn resume() -> Weight;
	fn retire() -> Weight;
	fn comment() -> Weight;
	fn withdraw_comment() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn draft(l: u32, o: u32) -> Weight {
		// Shortest run: 385_335_000 picoseconds.
		Weight::from_parts(281_881_330, 0)
			.saturating_add(Weight::from_parts(8_615, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_343_257, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn amend_draft(l: u32, o: u32) -> Weight {
		// Shortest run: 284_649_000 picoseconds.
		Weight::from_parts(367_388_861, 0)
			.saturating_add(Weight::from_parts(8_915, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_089_252, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn withdraw_draft() -> Weight {
		// Shortest run: 76_553_000 picoseconds.
		Weight::from_parts(128_034_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn open_consultation() -> Weight {
		// Shortest run: 32_546_000 picoseconds.
		Weight::from_parts(56_508_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn publish(l: u32, _o: u32) -> Weight {
		// Shortest run: 622_271_000 picoseconds.
		Weight::from_parts(1_657_872_794, 0)
			.saturating_add(Weight::from_parts(117, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 49_048_000 picoseconds.
		Weight::from_parts(52_476_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 39_689_000 picoseconds.
		Weight::from_parts(45_291_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn resume() -> Weight {
		// Shortest run: 46_357_000 picoseconds.
		Weight::from_parts(48_161_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 40_381_000 picoseconds.
		Weight::from_parts(41_698_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn comment() -> Weight {
		// Shortest run: 158_826_000 picoseconds.
		Weight::from_parts(162_805_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn withdraw_comment() -> Weight {
		// Shortest run: 138_040_000 picoseconds.
		Weight::from_parts(140_907_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn draft(l: u32, o: u32) -> Weight {
		// Shortest run: 385_335_000 picoseconds.
		Weight::from_parts(281_881_330, 0)
			.saturating_add(Weight::from_parts(8_615, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_343_257, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn amend_draft(l: u32, o: u32) -> Weight {
		// Shortest run: 284_649_000 picoseconds.
		Weight::from_parts(367_388_861, 0)
			.saturating_add(Weight::from_parts(8_915, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_089_252, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn withdraw_draft() -> Weight {
		// Shortest run: 76_553_000 picoseconds.
		Weight::from_parts(128_034_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn open_consultation() -> Weight {
		// Shortest run: 32_546_000 picoseconds.
		Weight::from_parts(56_508_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn publish(l: u32, _o: u32) -> Weight {
		// Shortest run: 622_271_000 picoseconds.
		Weight::from_parts(1_657_872_794, 0)
			.saturating_add(Weight::from_parts(117, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 49_048_000 picoseconds.
		Weight::from_parts(52_476_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 39_689_000 picoseconds.
		Weight::from_parts(45_291_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn resume() -> Weight {
		// Shortest run: 46_357_000 picoseconds.
		Weight::from_parts(48_161_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 40_381_000 picoseconds.
		Weight::from_parts(41_698_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn comment() -> Weight {
		// Shortest run: 158_826_000 picoseconds.
		Weight::from_parts(162_805_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn withdraw_comment() -> Weight {
		// Shortest run: 138_040_000 picoseconds.
		Weight::from_parts(140_907_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
}
