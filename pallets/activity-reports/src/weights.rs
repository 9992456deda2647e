//! Weights of `pallet-activity-reports`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 12 repeats); don't edit.
//!
//! One write (a class's entry of the batch) was added by hand to `submit`, `acts` and `objects`
//! since; the next run measures it.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn set_group() -> Weight;
	fn submit() -> Weight;
	fn acts(c: u32, n: u32, l: u32) -> Weight;
	fn objects(k: u32) -> Weight;
	fn histories(h: u32) -> Weight;
	fn evaluate() -> Weight;
	fn submit_unchanged(n: u32) -> Weight;
	fn sweep(n: u32) -> Weight;
	fn sweep_check() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_group() -> Weight {
		// Shortest run: 455_098_000 picoseconds.
		Weight::from_parts(610_262_000, 0)
			.saturating_add(T::DbWeight::get().reads(69_u64))
			.saturating_add(T::DbWeight::get().writes(66_u64))
	}

	fn submit() -> Weight {
		// Shortest run: 347_294_000 picoseconds.
		Weight::from_parts(555_667_000, 0)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}

	fn acts(c: u32, _n: u32, l: u32) -> Weight {
		// Shortest run: 2_782_804_000 picoseconds.
		Weight::from_parts(2_858_111_000, 0)
			.saturating_add(Weight::from_parts(20_217_809, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(1_524_795, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(11_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(l.into())))
	}

	fn objects(k: u32) -> Weight {
		// Shortest run: 93_229_000 picoseconds.
		Weight::from_parts(102_976_000, 0)
			.saturating_add(Weight::from_parts(37_507_862, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(k.into())))
	}

	fn histories(h: u32) -> Weight {
		// Shortest run: 16_923_000 picoseconds.
		Weight::from_parts(17_535_000, 0)
			.saturating_add(Weight::from_parts(13_359_780, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}

	fn evaluate() -> Weight {
		// Shortest run: 133_510_000 picoseconds.
		Weight::from_parts(138_578_000, 0)
	}

	fn submit_unchanged(n: u32) -> Weight {
		// Shortest run: 60_518_000 picoseconds.
		Weight::from_parts(63_320_407, 0)
			.saturating_add(Weight::from_parts(1_068_314, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 423_097_000 picoseconds.
		Weight::from_parts(881_781_111, 0)
			.saturating_add(Weight::from_parts(16_852_715, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(135_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn sweep_check() -> Weight {
		// Shortest run: 11_513_000 picoseconds.
		Weight::from_parts(12_086_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn set_group() -> Weight {
		// Shortest run: 455_098_000 picoseconds.
		Weight::from_parts(610_262_000, 0)
			.saturating_add(ParityDbWeight::get().reads(69_u64))
			.saturating_add(ParityDbWeight::get().writes(66_u64))
	}

	fn submit() -> Weight {
		// Shortest run: 347_294_000 picoseconds.
		Weight::from_parts(555_667_000, 0)
			.saturating_add(ParityDbWeight::get().reads(18_u64))
			.saturating_add(ParityDbWeight::get().writes(12_u64))
	}

	fn acts(c: u32, _n: u32, l: u32) -> Weight {
		// Shortest run: 2_782_804_000 picoseconds.
		Weight::from_parts(2_858_111_000, 0)
			.saturating_add(Weight::from_parts(20_217_809, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(1_524_795, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes(11_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(l.into())))
	}

	fn objects(k: u32) -> Weight {
		// Shortest run: 93_229_000 picoseconds.
		Weight::from_parts(102_976_000, 0)
			.saturating_add(Weight::from_parts(37_507_862, 0).saturating_mul(k.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(k.into())))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(k.into())))
	}

	fn histories(h: u32) -> Weight {
		// Shortest run: 16_923_000 picoseconds.
		Weight::from_parts(17_535_000, 0)
			.saturating_add(Weight::from_parts(13_359_780, 0).saturating_mul(h.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}

	fn evaluate() -> Weight {
		// Shortest run: 133_510_000 picoseconds.
		Weight::from_parts(138_578_000, 0)
	}

	fn submit_unchanged(n: u32) -> Weight {
		// Shortest run: 60_518_000 picoseconds.
		Weight::from_parts(63_320_407, 0)
			.saturating_add(Weight::from_parts(1_068_314, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 423_097_000 picoseconds.
		Weight::from_parts(881_781_111, 0)
			.saturating_add(Weight::from_parts(16_852_715, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(135_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn sweep_check() -> Weight {
		// Shortest run: 11_513_000 picoseconds.
		Weight::from_parts(12_086_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}
}
