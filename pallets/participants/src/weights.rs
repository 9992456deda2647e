//! Weights of `pallet-participants`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Calls added since are estimated by hand, and what older ones read and write more was added by hand:
//! whatever names no shortest run was not measured. The next run of the script replaces all of it.
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
		// Shortest run: 27_780_000 picoseconds.
		Weight::from_parts(29_911_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 14_631_000 picoseconds.
		Weight::from_parts(15_527_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 20_544_000 picoseconds.
		Weight::from_parts(23_114_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 17_091_000 picoseconds.
		Weight::from_parts(18_784_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 19_837_000 picoseconds.
		Weight::from_parts(21_568_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 20_315_000 picoseconds.
		Weight::from_parts(23_609_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 29_629_000 picoseconds.
		Weight::from_parts(33_516_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn post_bond() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(45_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn request_bond_release() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(30_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn cancel_bond_release() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(28_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn release_bond() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(48_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn set_replacement_price() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(12_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn spend_replacement_fund() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(60_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn register_device() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(140_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn remove_device() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(70_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn license() -> Weight {
		// Shortest run: 27_780_000 picoseconds.
		Weight::from_parts(29_911_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn amend() -> Weight {
		// Shortest run: 14_631_000 picoseconds.
		Weight::from_parts(15_527_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 20_544_000 picoseconds.
		Weight::from_parts(23_114_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 17_091_000 picoseconds.
		Weight::from_parts(18_784_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn lift_suspension() -> Weight {
		// Shortest run: 19_837_000 picoseconds.
		Weight::from_parts(21_568_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn revoke() -> Weight {
		// Shortest run: 20_315_000 picoseconds.
		Weight::from_parts(23_609_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn set_reporter() -> Weight {
		// Shortest run: 29_629_000 picoseconds.
		Weight::from_parts(33_516_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn post_bond() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(45_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn request_bond_release() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(30_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn cancel_bond_release() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(28_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn release_bond() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(48_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn set_replacement_price() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(12_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn spend_replacement_fund() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(60_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn register_device() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(140_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn remove_device() -> Weight {
		// Estimated by hand, until measured.
		Weight::from_parts(70_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
}
