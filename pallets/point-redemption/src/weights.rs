//! Weights of `pallet-point-redemption`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 5 repeats); don't edit.
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
		// Shortest run: 133_325_000 picoseconds.
		Weight::from_parts(139_850_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn restock() -> Weight {
		// Shortest run: 124_815_000 picoseconds.
		Weight::from_parts(132_666_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn close() -> Weight {
		// Shortest run: 33_600_000 picoseconds.
		Weight::from_parts(38_806_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn remove(n: u32) -> Weight {
		// Shortest run: 120_783_000 picoseconds.
		Weight::from_parts(104_413_166, 0)
			.saturating_add(Weight::from_parts(7_375_415, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn redeem() -> Weight {
		// Shortest run: 662_979_000 picoseconds.
		Weight::from_parts(679_336_000, 0)
			.saturating_add(T::DbWeight::get().reads(62_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn fulfil() -> Weight {
		// Shortest run: 89_016_000 picoseconds.
		Weight::from_parts(93_337_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 642_198_000 picoseconds.
		Weight::from_parts(655_436_000, 0)
			.saturating_add(T::DbWeight::get().reads(59_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn take_back() -> Weight {
		// Shortest run: 622_041_000 picoseconds.
		Weight::from_parts(635_370_000, 0)
			.saturating_add(T::DbWeight::get().reads(63_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn dispute() -> Weight {
		// Shortest run: 57_523_000 picoseconds.
		Weight::from_parts(62_923_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn resolve() -> Weight {
		// Shortest run: 687_177_000 picoseconds.
		Weight::from_parts(692_037_000, 0)
			.saturating_add(T::DbWeight::get().reads(60_u64))
			.saturating_add(T::DbWeight::get().writes(58_u64))
	}

	fn release() -> Weight {
		// Shortest run: 224_816_000 picoseconds.
		Weight::from_parts(226_107_000, 0)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(22_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn offer() -> Weight {
		// Shortest run: 133_325_000 picoseconds.
		Weight::from_parts(139_850_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn restock() -> Weight {
		// Shortest run: 124_815_000 picoseconds.
		Weight::from_parts(132_666_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn close() -> Weight {
		// Shortest run: 33_600_000 picoseconds.
		Weight::from_parts(38_806_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn remove(n: u32) -> Weight {
		// Shortest run: 120_783_000 picoseconds.
		Weight::from_parts(104_413_166, 0)
			.saturating_add(Weight::from_parts(7_375_415, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn redeem() -> Weight {
		// Shortest run: 662_979_000 picoseconds.
		Weight::from_parts(679_336_000, 0)
			.saturating_add(ParityDbWeight::get().reads(62_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn fulfil() -> Weight {
		// Shortest run: 89_016_000 picoseconds.
		Weight::from_parts(93_337_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 642_198_000 picoseconds.
		Weight::from_parts(655_436_000, 0)
			.saturating_add(ParityDbWeight::get().reads(59_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn take_back() -> Weight {
		// Shortest run: 622_041_000 picoseconds.
		Weight::from_parts(635_370_000, 0)
			.saturating_add(ParityDbWeight::get().reads(63_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn dispute() -> Weight {
		// Shortest run: 57_523_000 picoseconds.
		Weight::from_parts(62_923_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn resolve() -> Weight {
		// Shortest run: 687_177_000 picoseconds.
		Weight::from_parts(692_037_000, 0)
			.saturating_add(ParityDbWeight::get().reads(60_u64))
			.saturating_add(ParityDbWeight::get().writes(58_u64))
	}

	fn release() -> Weight {
		// Shortest run: 224_816_000 picoseconds.
		Weight::from_parts(226_107_000, 0)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(22_u64))
	}
}
