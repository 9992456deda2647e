//! Weights of `pallet-methodology-registry`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
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
		// Shortest run: 295_970_000 picoseconds.
		Weight::from_parts(143_244_710, 0)
			.saturating_add(Weight::from_parts(6_144, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_230_179, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn amend_draft(l: u32, o: u32) -> Weight {
		// Shortest run: 237_684_000 picoseconds.
		Weight::from_parts(152_248_632, 0)
			.saturating_add(Weight::from_parts(6_084, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_061_340, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn withdraw_draft() -> Weight {
		// Shortest run: 61_986_000 picoseconds.
		Weight::from_parts(65_675_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn open_consultation() -> Weight {
		// Shortest run: 20_963_000 picoseconds.
		Weight::from_parts(24_105_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn publish(l: u32, o: u32) -> Weight {
		// Shortest run: 354_835_000 picoseconds.
		Weight::from_parts(261_917_142, 0)
			.saturating_add(Weight::from_parts(3_846, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(901_355, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 22_013_000 picoseconds.
		Weight::from_parts(23_831_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 17_888_000 picoseconds.
		Weight::from_parts(20_360_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn resume() -> Weight {
		// Shortest run: 17_978_000 picoseconds.
		Weight::from_parts(22_233_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 17_044_000 picoseconds.
		Weight::from_parts(19_772_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn comment() -> Weight {
		// Shortest run: 82_777_000 picoseconds.
		Weight::from_parts(86_776_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn withdraw_comment() -> Weight {
		// Shortest run: 69_758_000 picoseconds.
		Weight::from_parts(73_320_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn draft(l: u32, o: u32) -> Weight {
		// Shortest run: 295_970_000 picoseconds.
		Weight::from_parts(143_244_710, 0)
			.saturating_add(Weight::from_parts(6_144, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_230_179, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn amend_draft(l: u32, o: u32) -> Weight {
		// Shortest run: 237_684_000 picoseconds.
		Weight::from_parts(152_248_632, 0)
			.saturating_add(Weight::from_parts(6_084, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_061_340, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn withdraw_draft() -> Weight {
		// Shortest run: 61_986_000 picoseconds.
		Weight::from_parts(65_675_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn open_consultation() -> Weight {
		// Shortest run: 20_963_000 picoseconds.
		Weight::from_parts(24_105_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn publish(l: u32, o: u32) -> Weight {
		// Shortest run: 354_835_000 picoseconds.
		Weight::from_parts(261_917_142, 0)
			.saturating_add(Weight::from_parts(3_846, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(901_355, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 22_013_000 picoseconds.
		Weight::from_parts(23_831_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 17_888_000 picoseconds.
		Weight::from_parts(20_360_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn resume() -> Weight {
		// Shortest run: 17_978_000 picoseconds.
		Weight::from_parts(22_233_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 17_044_000 picoseconds.
		Weight::from_parts(19_772_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn comment() -> Weight {
		// Shortest run: 82_777_000 picoseconds.
		Weight::from_parts(86_776_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn withdraw_comment() -> Weight {
		// Shortest run: 69_758_000 picoseconds.
		Weight::from_parts(73_320_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
}
