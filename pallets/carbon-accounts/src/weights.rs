//! Weights of `pallet-carbon-accounts`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 10 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn open() -> Weight;
	fn open_for_users(n: u32) -> Weight;
	fn open_for_users_again(n: u32) -> Weight;
	fn claim() -> Weight;
	fn enrol() -> Weight;
	fn leave() -> Weight;
	fn reopen() -> Weight;
	fn replace_key() -> Weight;
	fn veto_replacement() -> Weight;
	fn decide_veto() -> Weight;
	fn complete_replacement() -> Weight;
	fn close(n: u32) -> Weight;
	fn free_call() -> Weight;
	fn free_call_beyond() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open() -> Weight {
		// Shortest run: 189_238_000 picoseconds.
		Weight::from_parts(215_837_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn open_for_users(n: u32) -> Weight {
		// Shortest run: 42_312_000 picoseconds.
		Weight::from_parts(147_229_934, 0)
			.saturating_add(Weight::from_parts(73_822_265, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn open_for_users_again(n: u32) -> Weight {
		// Shortest run: 42_176_000 picoseconds.
		Weight::from_parts(80_207_207, 0)
			.saturating_add(Weight::from_parts(7_171_485, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
	}

	fn claim() -> Weight {
		// Shortest run: 186_480_000 picoseconds.
		Weight::from_parts(201_790_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn enrol() -> Weight {
		// Shortest run: 61_743_000 picoseconds.
		Weight::from_parts(81_501_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn leave() -> Weight {
		// Shortest run: 65_969_000 picoseconds.
		Weight::from_parts(86_823_000, 0)
			.saturating_add(T::DbWeight::get().reads(19_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn reopen() -> Weight {
		// Shortest run: 193_158_000 picoseconds.
		Weight::from_parts(216_554_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn replace_key() -> Weight {
		// Shortest run: 206_032_000 picoseconds.
		Weight::from_parts(228_934_000, 0)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn veto_replacement() -> Weight {
		// Shortest run: 34_954_000 picoseconds.
		Weight::from_parts(51_980_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn decide_veto() -> Weight {
		// Shortest run: 27_162_000 picoseconds.
		Weight::from_parts(50_731_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn complete_replacement() -> Weight {
		// Shortest run: 66_477_000 picoseconds.
		Weight::from_parts(91_317_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 47_232_000 picoseconds.
		Weight::from_parts(77_038_723, 0)
			.saturating_add(Weight::from_parts(9_296_194, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	fn free_call() -> Weight {
		// Shortest run: 21_823_000 picoseconds.
		Weight::from_parts(25_634_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn free_call_beyond() -> Weight {
		// Shortest run: 16_760_000 picoseconds.
		Weight::from_parts(19_644_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn open() -> Weight {
		// Shortest run: 189_238_000 picoseconds.
		Weight::from_parts(215_837_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn open_for_users(n: u32) -> Weight {
		// Shortest run: 42_312_000 picoseconds.
		Weight::from_parts(147_229_934, 0)
			.saturating_add(Weight::from_parts(73_822_265, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn open_for_users_again(n: u32) -> Weight {
		// Shortest run: 42_176_000 picoseconds.
		Weight::from_parts(80_207_207, 0)
			.saturating_add(Weight::from_parts(7_171_485, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
	}

	fn claim() -> Weight {
		// Shortest run: 186_480_000 picoseconds.
		Weight::from_parts(201_790_000, 0)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn enrol() -> Weight {
		// Shortest run: 61_743_000 picoseconds.
		Weight::from_parts(81_501_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn leave() -> Weight {
		// Shortest run: 65_969_000 picoseconds.
		Weight::from_parts(86_823_000, 0)
			.saturating_add(ParityDbWeight::get().reads(19_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn reopen() -> Weight {
		// Shortest run: 193_158_000 picoseconds.
		Weight::from_parts(216_554_000, 0)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn replace_key() -> Weight {
		// Shortest run: 206_032_000 picoseconds.
		Weight::from_parts(228_934_000, 0)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn veto_replacement() -> Weight {
		// Shortest run: 34_954_000 picoseconds.
		Weight::from_parts(51_980_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn decide_veto() -> Weight {
		// Shortest run: 27_162_000 picoseconds.
		Weight::from_parts(50_731_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn complete_replacement() -> Weight {
		// Shortest run: 66_477_000 picoseconds.
		Weight::from_parts(91_317_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 47_232_000 picoseconds.
		Weight::from_parts(77_038_723, 0)
			.saturating_add(Weight::from_parts(9_296_194, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	fn free_call() -> Weight {
		// Shortest run: 21_823_000 picoseconds.
		Weight::from_parts(25_634_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn free_call_beyond() -> Weight {
		// Shortest run: 16_760_000 picoseconds.
		Weight::from_parts(19_644_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
	}
}
