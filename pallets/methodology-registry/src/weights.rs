//! Weights of `pallet-methodology-registry`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 5 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn draft(l: u32, o: u32) -> Weight;
	fn amend_draft(l: u32, o: u32) -> Weight;
	fn withdraw_draft() -> Weight;
	fn open_consultation() -> Weight;
	fn publish(l: u32, o: u32) -> Weight;
	fn suspend() -> Weight;
	fn confirm_suspension() -> Weight;
	fn resume() -> Weight;
	fn retire() -> Weight;
	fn comment() -> Weight;
	fn withdraw_comment() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn draft(l: u32, o: u32) -> Weight {
		// Shortest run: 328_994_000 picoseconds.
		Weight::from_parts(433_887_965, 0)
			.saturating_add(Weight::from_parts(2_654, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_051_828, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn amend_draft(l: u32, o: u32) -> Weight {
		// Shortest run: 247_316_000 picoseconds.
		Weight::from_parts(197_553_007, 0)
			.saturating_add(Weight::from_parts(13_120, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_113_504, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn withdraw_draft() -> Weight {
		// Shortest run: 114_005_000 picoseconds.
		Weight::from_parts(122_841_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn open_consultation() -> Weight {
		// Shortest run: 46_569_000 picoseconds.
		Weight::from_parts(52_874_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn publish(l: u32, o: u32) -> Weight {
		// Shortest run: 517_547_000 picoseconds.
		Weight::from_parts(738_698_575, 0)
			.saturating_add(Weight::from_parts(1_308, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(601_516, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 50_343_000 picoseconds.
		Weight::from_parts(55_771_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 42_606_000 picoseconds.
		Weight::from_parts(46_480_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn resume() -> Weight {
		// Shortest run: 37_011_000 picoseconds.
		Weight::from_parts(39_136_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 18_820_000 picoseconds.
		Weight::from_parts(24_260_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn comment() -> Weight {
		// Shortest run: 84_207_000 picoseconds.
		Weight::from_parts(86_984_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn withdraw_comment() -> Weight {
		// Shortest run: 77_436_000 picoseconds.
		Weight::from_parts(107_110_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn draft(l: u32, o: u32) -> Weight {
		// Shortest run: 328_994_000 picoseconds.
		Weight::from_parts(433_887_965, 0)
			.saturating_add(Weight::from_parts(2_654, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_051_828, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn amend_draft(l: u32, o: u32) -> Weight {
		// Shortest run: 247_316_000 picoseconds.
		Weight::from_parts(197_553_007, 0)
			.saturating_add(Weight::from_parts(13_120, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(1_113_504, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn withdraw_draft() -> Weight {
		// Shortest run: 114_005_000 picoseconds.
		Weight::from_parts(122_841_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn open_consultation() -> Weight {
		// Shortest run: 46_569_000 picoseconds.
		Weight::from_parts(52_874_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn publish(l: u32, o: u32) -> Weight {
		// Shortest run: 517_547_000 picoseconds.
		Weight::from_parts(738_698_575, 0)
			.saturating_add(Weight::from_parts(1_308, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(601_516, 0).saturating_mul(o.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}

	fn suspend() -> Weight {
		// Shortest run: 50_343_000 picoseconds.
		Weight::from_parts(55_771_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_suspension() -> Weight {
		// Shortest run: 42_606_000 picoseconds.
		Weight::from_parts(46_480_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn resume() -> Weight {
		// Shortest run: 37_011_000 picoseconds.
		Weight::from_parts(39_136_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 18_820_000 picoseconds.
		Weight::from_parts(24_260_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn comment() -> Weight {
		// Shortest run: 84_207_000 picoseconds.
		Weight::from_parts(86_984_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn withdraw_comment() -> Weight {
		// Shortest run: 77_436_000 picoseconds.
		Weight::from_parts(107_110_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
}
