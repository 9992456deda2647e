//! Weights of `pallet-carbon-accounts`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
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
		// Shortest run: 170_349_000 picoseconds.
		Weight::from_parts(178_975_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn open_for_users(n: u32) -> Weight {
		// Shortest run: 35_263_000 picoseconds.
		Weight::from_parts(119_601_450, 0)
			.saturating_add(Weight::from_parts(74_237_012, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn open_for_users_again(n: u32) -> Weight {
		// Shortest run: 34_619_000 picoseconds.
		Weight::from_parts(71_322_101, 0)
			.saturating_add(Weight::from_parts(7_068_013, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
	}

	fn claim() -> Weight {
		// Shortest run: 188_441_000 picoseconds.
		Weight::from_parts(205_349_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn enrol() -> Weight {
		// Shortest run: 59_586_000 picoseconds.
		Weight::from_parts(62_053_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn leave() -> Weight {
		// Shortest run: 34_391_000 picoseconds.
		Weight::from_parts(36_626_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn reopen() -> Weight {
		// Shortest run: 195_269_000 picoseconds.
		Weight::from_parts(201_348_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn replace_key() -> Weight {
		// Shortest run: 203_982_000 picoseconds.
		Weight::from_parts(216_455_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn veto_replacement() -> Weight {
		// Shortest run: 35_470_000 picoseconds.
		Weight::from_parts(39_088_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn decide_veto() -> Weight {
		// Shortest run: 31_721_000 picoseconds.
		Weight::from_parts(34_709_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn complete_replacement() -> Weight {
		// Shortest run: 70_290_000 picoseconds.
		Weight::from_parts(74_780_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 43_053_000 picoseconds.
		Weight::from_parts(60_712_535, 0)
			.saturating_add(Weight::from_parts(9_059_843, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	fn free_call() -> Weight {
		// Shortest run: 19_528_000 picoseconds.
		Weight::from_parts(21_295_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn free_call_beyond() -> Weight {
		// Shortest run: 16_602_000 picoseconds.
		Weight::from_parts(18_009_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn open() -> Weight {
		// Shortest run: 170_349_000 picoseconds.
		Weight::from_parts(178_975_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn open_for_users(n: u32) -> Weight {
		// Shortest run: 35_263_000 picoseconds.
		Weight::from_parts(119_601_450, 0)
			.saturating_add(Weight::from_parts(74_237_012, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn open_for_users_again(n: u32) -> Weight {
		// Shortest run: 34_619_000 picoseconds.
		Weight::from_parts(71_322_101, 0)
			.saturating_add(Weight::from_parts(7_068_013, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
	}

	fn claim() -> Weight {
		// Shortest run: 188_441_000 picoseconds.
		Weight::from_parts(205_349_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn enrol() -> Weight {
		// Shortest run: 59_586_000 picoseconds.
		Weight::from_parts(62_053_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn leave() -> Weight {
		// Shortest run: 34_391_000 picoseconds.
		Weight::from_parts(36_626_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn reopen() -> Weight {
		// Shortest run: 195_269_000 picoseconds.
		Weight::from_parts(201_348_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn replace_key() -> Weight {
		// Shortest run: 203_982_000 picoseconds.
		Weight::from_parts(216_455_000, 0)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn veto_replacement() -> Weight {
		// Shortest run: 35_470_000 picoseconds.
		Weight::from_parts(39_088_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn decide_veto() -> Weight {
		// Shortest run: 31_721_000 picoseconds.
		Weight::from_parts(34_709_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn complete_replacement() -> Weight {
		// Shortest run: 70_290_000 picoseconds.
		Weight::from_parts(74_780_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Shortest run: 43_053_000 picoseconds.
		Weight::from_parts(60_712_535, 0)
			.saturating_add(Weight::from_parts(9_059_843, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	fn free_call() -> Weight {
		// Shortest run: 19_528_000 picoseconds.
		Weight::from_parts(21_295_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn free_call_beyond() -> Weight {
		// Shortest run: 16_602_000 picoseconds.
		Weight::from_parts(18_009_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
	}
}
