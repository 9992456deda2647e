//! Weights of `pallet-settlement`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn appoint() -> Weight;
	fn dismiss() -> Weight;
	fn set_daily_limit() -> Weight;
	fn propose_mint() -> Weight;
	fn confirm_mint() -> Weight;
	fn drop_mint() -> Weight;
	fn request_withdrawal() -> Weight;
	fn report_payment() -> Weight;
	fn confirm_payment() -> Weight;
	fn refuse_withdrawal() -> Weight;
	fn take_back() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn appoint() -> Weight {
		// Shortest run: 17_166_000 picoseconds.
		Weight::from_parts(22_054_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn dismiss() -> Weight {
		// Shortest run: 13_558_000 picoseconds.
		Weight::from_parts(14_703_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn set_daily_limit() -> Weight {
		// Shortest run: 6_075_000 picoseconds.
		Weight::from_parts(7_433_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn propose_mint() -> Weight {
		// Shortest run: 22_800_000 picoseconds.
		Weight::from_parts(24_527_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn confirm_mint() -> Weight {
		// Shortest run: 70_295_000 picoseconds.
		Weight::from_parts(76_018_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn drop_mint() -> Weight {
		// Shortest run: 21_759_000 picoseconds.
		Weight::from_parts(24_614_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn request_withdrawal() -> Weight {
		// Shortest run: 69_670_000 picoseconds.
		Weight::from_parts(76_320_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn report_payment() -> Weight {
		// Shortest run: 27_872_000 picoseconds.
		Weight::from_parts(29_953_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_payment() -> Weight {
		// Shortest run: 61_418_000 picoseconds.
		Weight::from_parts(69_386_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn refuse_withdrawal() -> Weight {
		// Shortest run: 63_320_000 picoseconds.
		Weight::from_parts(65_249_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn take_back() -> Weight {
		// Shortest run: 63_299_000 picoseconds.
		Weight::from_parts(68_838_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn appoint() -> Weight {
		// Shortest run: 17_166_000 picoseconds.
		Weight::from_parts(22_054_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn dismiss() -> Weight {
		// Shortest run: 13_558_000 picoseconds.
		Weight::from_parts(14_703_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn set_daily_limit() -> Weight {
		// Shortest run: 6_075_000 picoseconds.
		Weight::from_parts(7_433_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn propose_mint() -> Weight {
		// Shortest run: 22_800_000 picoseconds.
		Weight::from_parts(24_527_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn confirm_mint() -> Weight {
		// Shortest run: 70_295_000 picoseconds.
		Weight::from_parts(76_018_000, 0)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn drop_mint() -> Weight {
		// Shortest run: 21_759_000 picoseconds.
		Weight::from_parts(24_614_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn request_withdrawal() -> Weight {
		// Shortest run: 69_670_000 picoseconds.
		Weight::from_parts(76_320_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn report_payment() -> Weight {
		// Shortest run: 27_872_000 picoseconds.
		Weight::from_parts(29_953_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_payment() -> Weight {
		// Shortest run: 61_418_000 picoseconds.
		Weight::from_parts(69_386_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn refuse_withdrawal() -> Weight {
		// Shortest run: 63_320_000 picoseconds.
		Weight::from_parts(65_249_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn take_back() -> Weight {
		// Shortest run: 63_299_000 picoseconds.
		Weight::from_parts(68_838_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
}
