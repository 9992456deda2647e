//! Weights of `pallet-validator-set`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn apply() -> Weight;
	fn withdraw() -> Weight;
	fn admit(m: u32) -> Weight;
	fn remove(m: u32) -> Weight;
	fn leave(m: u32) -> Weight;
	fn chill(m: u32) -> Weight;
	fn rejoin(m: u32) -> Weight;
	fn purge_keys() -> Weight;
	fn note_author() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn apply() -> Weight {
		// Shortest run: 155_749_000 picoseconds.
		Weight::from_parts(226_328_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 81_513_000 picoseconds.
		Weight::from_parts(99_340_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn admit(_m: u32) -> Weight {
		// Shortest run: 45_534_000 picoseconds.
		Weight::from_parts(71_296_812, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn remove(m: u32) -> Weight {
		// Shortest run: 75_156_000 picoseconds.
		Weight::from_parts(74_160_846, 0)
			.saturating_add(Weight::from_parts(4_166_417, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn leave(m: u32) -> Weight {
		// Shortest run: 71_588_000 picoseconds.
		Weight::from_parts(95_864_363, 0)
			.saturating_add(Weight::from_parts(4_717_247, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn chill(m: u32) -> Weight {
		// Shortest run: 28_126_000 picoseconds.
		Weight::from_parts(39_062_111, 0)
			.saturating_add(Weight::from_parts(4_342_794, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn rejoin(m: u32) -> Weight {
		// Shortest run: 19_424_000 picoseconds.
		Weight::from_parts(25_230_434, 0)
			.saturating_add(Weight::from_parts(297_807, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn purge_keys() -> Weight {
		// Shortest run: 104_436_000 picoseconds.
		Weight::from_parts(113_200_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn note_author() -> Weight {
		// Shortest run: 4_560_000 picoseconds.
		Weight::from_parts(5_259_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn apply() -> Weight {
		// Shortest run: 155_749_000 picoseconds.
		Weight::from_parts(226_328_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 81_513_000 picoseconds.
		Weight::from_parts(99_340_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn admit(_m: u32) -> Weight {
		// Shortest run: 45_534_000 picoseconds.
		Weight::from_parts(71_296_812, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn remove(m: u32) -> Weight {
		// Shortest run: 75_156_000 picoseconds.
		Weight::from_parts(74_160_846, 0)
			.saturating_add(Weight::from_parts(4_166_417, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(m.into())))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn leave(m: u32) -> Weight {
		// Shortest run: 71_588_000 picoseconds.
		Weight::from_parts(95_864_363, 0)
			.saturating_add(Weight::from_parts(4_717_247, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(m.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn chill(m: u32) -> Weight {
		// Shortest run: 28_126_000 picoseconds.
		Weight::from_parts(39_062_111, 0)
			.saturating_add(Weight::from_parts(4_342_794, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(m.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn rejoin(m: u32) -> Weight {
		// Shortest run: 19_424_000 picoseconds.
		Weight::from_parts(25_230_434, 0)
			.saturating_add(Weight::from_parts(297_807, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn purge_keys() -> Weight {
		// Shortest run: 104_436_000 picoseconds.
		Weight::from_parts(113_200_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn note_author() -> Weight {
		// Shortest run: 4_560_000 picoseconds.
		Weight::from_parts(5_259_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
