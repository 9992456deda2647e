//! Weights of `pallet-participants`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn license() -> Weight;
	fn amend() -> Weight;
	fn suspend() -> Weight;
	fn confirm_suspension() -> Weight;
	fn lift_suspension() -> Weight;
	fn revoke() -> Weight;
	fn set_reporter() -> Weight;
	fn post_bond() -> Weight;
	fn request_bond_release() -> Weight;
	fn cancel_bond_release() -> Weight;
	fn release_bond() -> Weight;
	fn set_replacement_price() -> Weight;
	fn spend_replacement_fund() -> Weight;
	fn register_device() -> Weight;
	fn remove_device() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn license() -> Weight {
		// Shortest run: 35_144_000 picoseconds.
		Weight::from_parts(38_152_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 14_544_000 picoseconds.
		Weight::from_parts(16_985_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 23_453_000 picoseconds.
		Weight::from_parts(29_713_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 18_421_000 picoseconds.
		Weight::from_parts(20_308_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 18_621_000 picoseconds.
		Weight::from_parts(20_180_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 18_154_000 picoseconds.
		Weight::from_parts(19_131_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 31_741_000 picoseconds.
		Weight::from_parts(36_184_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn post_bond() -> Weight {
		// Shortest run: 72_720_000 picoseconds.
		Weight::from_parts(75_755_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn request_bond_release() -> Weight {
		// Shortest run: 22_236_000 picoseconds.
		Weight::from_parts(26_442_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn cancel_bond_release() -> Weight {
		// Shortest run: 17_116_000 picoseconds.
		Weight::from_parts(20_327_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn release_bond() -> Weight {
		// Shortest run: 72_425_000 picoseconds.
		Weight::from_parts(75_947_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn set_replacement_price() -> Weight {
		// Shortest run: 6_070_000 picoseconds.
		// Estimated: the reads of the clock and of the price before.
		Weight::from_parts(11_465_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn spend_replacement_fund() -> Weight {
		// Shortest run: 61_911_000 picoseconds.
		Weight::from_parts(65_990_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn register_device() -> Weight {
		// Shortest run: 167_066_000 picoseconds.
		Weight::from_parts(201_460_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn remove_device() -> Weight {
		// Shortest run: 75_103_000 picoseconds.
		Weight::from_parts(79_179_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn license() -> Weight {
		// Shortest run: 35_144_000 picoseconds.
		Weight::from_parts(38_152_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 14_544_000 picoseconds.
		Weight::from_parts(16_985_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 23_453_000 picoseconds.
		Weight::from_parts(29_713_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 18_421_000 picoseconds.
		Weight::from_parts(20_308_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 18_621_000 picoseconds.
		Weight::from_parts(20_180_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 18_154_000 picoseconds.
		Weight::from_parts(19_131_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 31_741_000 picoseconds.
		Weight::from_parts(36_184_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn post_bond() -> Weight {
		// Shortest run: 72_720_000 picoseconds.
		Weight::from_parts(75_755_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn request_bond_release() -> Weight {
		// Shortest run: 22_236_000 picoseconds.
		Weight::from_parts(26_442_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn cancel_bond_release() -> Weight {
		// Shortest run: 17_116_000 picoseconds.
		Weight::from_parts(20_327_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn release_bond() -> Weight {
		// Shortest run: 72_425_000 picoseconds.
		Weight::from_parts(75_947_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn set_replacement_price() -> Weight {
		// Shortest run: 6_070_000 picoseconds.
		// Estimated: the reads of the clock and of the price before.
		Weight::from_parts(11_465_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn spend_replacement_fund() -> Weight {
		// Shortest run: 61_911_000 picoseconds.
		Weight::from_parts(65_990_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn register_device() -> Weight {
		// Shortest run: 167_066_000 picoseconds.
		Weight::from_parts(201_460_000, 0)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn remove_device() -> Weight {
		// Shortest run: 75_103_000 picoseconds.
		Weight::from_parts(79_179_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
}
