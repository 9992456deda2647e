//! Weights of `pallet-point-redemption`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn offer() -> Weight;
	fn restock() -> Weight;
	fn close() -> Weight;
	fn remove(n: u32) -> Weight;
	fn redeem() -> Weight;
	fn fulfil() -> Weight;
	fn cancel() -> Weight;
	fn take_back() -> Weight;
	fn dispute() -> Weight;
	fn resolve() -> Weight;
	fn release() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn offer() -> Weight {
		// Shortest run: 81_282_000 picoseconds.
		Weight::from_parts(94_504_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn restock() -> Weight {
		// Shortest run: 78_192_000 picoseconds.
		Weight::from_parts(84_070_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn close() -> Weight {
		// Shortest run: 21_022_000 picoseconds.
		Weight::from_parts(24_027_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn remove(n: u32) -> Weight {
		// Shortest run: 72_650_000 picoseconds.
		Weight::from_parts(81_126_302, 0)
			.saturating_add(Weight::from_parts(23_693, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn redeem() -> Weight {
		// Shortest run: 431_559_000 picoseconds.
		Weight::from_parts(455_158_000, 0)
			.saturating_add(T::DbWeight::get().reads(62_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn fulfil() -> Weight {
		// Shortest run: 60_946_000 picoseconds.
		Weight::from_parts(63_940_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 382_502_000 picoseconds.
		Weight::from_parts(417_692_000, 0)
			.saturating_add(T::DbWeight::get().reads(59_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn take_back() -> Weight {
		// Shortest run: 401_900_000 picoseconds.
		Weight::from_parts(414_397_000, 0)
			.saturating_add(T::DbWeight::get().reads(63_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn dispute() -> Weight {
		// Shortest run: 41_939_000 picoseconds.
		Weight::from_parts(45_654_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn resolve() -> Weight {
		// Shortest run: 437_753_000 picoseconds.
		Weight::from_parts(443_053_000, 0)
			.saturating_add(T::DbWeight::get().reads(60_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn release() -> Weight {
		// Shortest run: 144_897_000 picoseconds.
		Weight::from_parts(154_777_000, 0)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(22_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn offer() -> Weight {
		// Shortest run: 81_282_000 picoseconds.
		Weight::from_parts(94_504_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn restock() -> Weight {
		// Shortest run: 78_192_000 picoseconds.
		Weight::from_parts(84_070_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn close() -> Weight {
		// Shortest run: 21_022_000 picoseconds.
		Weight::from_parts(24_027_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn remove(n: u32) -> Weight {
		// Shortest run: 72_650_000 picoseconds.
		Weight::from_parts(81_126_302, 0)
			.saturating_add(Weight::from_parts(23_693, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn redeem() -> Weight {
		// Shortest run: 431_559_000 picoseconds.
		Weight::from_parts(455_158_000, 0)
			.saturating_add(ParityDbWeight::get().reads(62_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn fulfil() -> Weight {
		// Shortest run: 60_946_000 picoseconds.
		Weight::from_parts(63_940_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 382_502_000 picoseconds.
		Weight::from_parts(417_692_000, 0)
			.saturating_add(ParityDbWeight::get().reads(59_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn take_back() -> Weight {
		// Shortest run: 401_900_000 picoseconds.
		Weight::from_parts(414_397_000, 0)
			.saturating_add(ParityDbWeight::get().reads(63_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn dispute() -> Weight {
		// Shortest run: 41_939_000 picoseconds.
		Weight::from_parts(45_654_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn resolve() -> Weight {
		// Shortest run: 437_753_000 picoseconds.
		Weight::from_parts(443_053_000, 0)
			.saturating_add(ParityDbWeight::get().reads(60_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn release() -> Weight {
		// Shortest run: 144_897_000 picoseconds.
		Weight::from_parts(154_777_000, 0)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(22_u64))
	}
}
