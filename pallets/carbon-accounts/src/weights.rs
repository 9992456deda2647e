//! Weights of `pallet-carbon-accounts`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 5 repeats); don't edit.
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
		// Shortest run: 191_660_000 picoseconds.
		Weight::from_parts(230_110_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn open_for_users(n: u32) -> Weight {
		// Shortest run: 47_121_000 picoseconds.
		Weight::from_parts(436_971_965, 0)
			.saturating_add(Weight::from_parts(96_620_858, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn open_for_users_again(n: u32) -> Weight {
		// Shortest run: 62_884_000 picoseconds.
		Weight::from_parts(255_236_989, 0)
			.saturating_add(Weight::from_parts(7_828_655, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
	}

	fn claim() -> Weight {
		// Shortest run: 211_840_000 picoseconds.
		Weight::from_parts(229_044_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn enrol() -> Weight {
		// Shortest run: 83_404_000 picoseconds.
		Weight::from_parts(107_318_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn leave() -> Weight {
		// Shortest run: 39_874_000 picoseconds.
		Weight::from_parts(58_316_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn reopen() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(320_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn replace_key() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(320_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn veto_replacement() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(60_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn decide_veto() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(60_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn complete_replacement() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(90_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(80_000_000, 0)
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	fn free_call() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(20_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn free_call_beyond() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(15_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn open() -> Weight {
		// Shortest run: 191_660_000 picoseconds.
		Weight::from_parts(230_110_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn open_for_users(n: u32) -> Weight {
		// Shortest run: 47_121_000 picoseconds.
		Weight::from_parts(436_971_965, 0)
			.saturating_add(Weight::from_parts(96_620_858, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn open_for_users_again(n: u32) -> Weight {
		// Shortest run: 62_884_000 picoseconds.
		Weight::from_parts(255_236_989, 0)
			.saturating_add(Weight::from_parts(7_828_655, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
	}

	fn claim() -> Weight {
		// Shortest run: 211_840_000 picoseconds.
		Weight::from_parts(229_044_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn enrol() -> Weight {
		// Shortest run: 83_404_000 picoseconds.
		Weight::from_parts(107_318_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn leave() -> Weight {
		// Shortest run: 39_874_000 picoseconds.
		Weight::from_parts(58_316_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn reopen() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(320_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn replace_key() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(320_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn veto_replacement() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(60_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn decide_veto() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(60_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn complete_replacement() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(90_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}

	fn close(n: u32) -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(80_000_000, 0)
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	fn free_call() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(20_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn free_call_beyond() -> Weight {
		// Estimated, not yet measured.
		Weight::from_parts(15_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}
}
