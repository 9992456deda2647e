//! Weights of `pallet-participants`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 10 repeats); don't edit.
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
		// Shortest run: 37_321_000 picoseconds.
		Weight::from_parts(58_235_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 18_252_000 picoseconds.
		Weight::from_parts(37_386_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 28_192_000 picoseconds.
		Weight::from_parts(50_794_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 21_199_000 picoseconds.
		Weight::from_parts(40_501_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 21_709_000 picoseconds.
		Weight::from_parts(41_203_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 20_965_000 picoseconds.
		Weight::from_parts(43_095_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 33_616_000 picoseconds.
		Weight::from_parts(53_116_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn post_bond() -> Weight {
		// Shortest run: 74_465_000 picoseconds.
		Weight::from_parts(94_072_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn request_bond_release() -> Weight {
		// Shortest run: 24_869_000 picoseconds.
		Weight::from_parts(41_821_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn cancel_bond_release() -> Weight {
		// Shortest run: 19_357_000 picoseconds.
		Weight::from_parts(34_983_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn release_bond() -> Weight {
		// Shortest run: 75_641_000 picoseconds.
		Weight::from_parts(115_917_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn set_replacement_price() -> Weight {
		// Shortest run: 17_708_000 picoseconds.
		Weight::from_parts(34_841_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn spend_replacement_fund() -> Weight {
		// Shortest run: 66_088_000 picoseconds.
		Weight::from_parts(90_828_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn register_device() -> Weight {
		// Shortest run: 166_326_000 picoseconds.
		Weight::from_parts(210_289_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn remove_device() -> Weight {
		// Shortest run: 80_317_000 picoseconds.
		Weight::from_parts(100_782_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn license() -> Weight {
		// Shortest run: 37_321_000 picoseconds.
		Weight::from_parts(58_235_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 18_252_000 picoseconds.
		Weight::from_parts(37_386_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 28_192_000 picoseconds.
		Weight::from_parts(50_794_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 21_199_000 picoseconds.
		Weight::from_parts(40_501_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 21_709_000 picoseconds.
		Weight::from_parts(41_203_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 20_965_000 picoseconds.
		Weight::from_parts(43_095_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 33_616_000 picoseconds.
		Weight::from_parts(53_116_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn post_bond() -> Weight {
		// Shortest run: 74_465_000 picoseconds.
		Weight::from_parts(94_072_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn request_bond_release() -> Weight {
		// Shortest run: 24_869_000 picoseconds.
		Weight::from_parts(41_821_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn cancel_bond_release() -> Weight {
		// Shortest run: 19_357_000 picoseconds.
		Weight::from_parts(34_983_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn release_bond() -> Weight {
		// Shortest run: 75_641_000 picoseconds.
		Weight::from_parts(115_917_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn set_replacement_price() -> Weight {
		// Shortest run: 17_708_000 picoseconds.
		Weight::from_parts(34_841_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn spend_replacement_fund() -> Weight {
		// Shortest run: 66_088_000 picoseconds.
		Weight::from_parts(90_828_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn register_device() -> Weight {
		// Shortest run: 166_326_000 picoseconds.
		Weight::from_parts(210_289_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn remove_device() -> Weight {
		// Shortest run: 80_317_000 picoseconds.
		Weight::from_parts(100_782_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
}
