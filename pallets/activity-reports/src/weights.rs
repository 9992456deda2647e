//! Weights of `pallet-activity-reports`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 12 repeats); don't edit.
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
	fn withdraw() -> Weight;
	fn object() -> Weight;
	fn reject_objection() -> Weight;
	fn check_device() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_group() -> Weight {
		// Shortest run: 406_032_000 picoseconds.
		Weight::from_parts(433_523_000, 0)
			.saturating_add(T::DbWeight::get().reads(70_u64))
			.saturating_add(T::DbWeight::get().writes(66_u64))
	}

	fn submit() -> Weight {
		// Shortest run: 387_935_000 picoseconds.
		Weight::from_parts(452_101_000, 0)
			.saturating_add(T::DbWeight::get().reads(23_u64))
			.saturating_add(T::DbWeight::get().writes(14_u64))
	}

	fn acts(c: u32, n: u32, l: u32) -> Weight {
		// Shortest run: 3_502_185_000 picoseconds.
		Weight::from_parts(273_282_279, 0)
			.saturating_add(Weight::from_parts(16_393_760, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(1_819_459, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(8_694_762, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(14_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(l.into())))
	}

	fn objects(k: u32) -> Weight {
		// Shortest run: 66_633_000 picoseconds.
		Weight::from_parts(98_226_000, 0)
			.saturating_add(Weight::from_parts(26_826_688, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(k.into())))
	}

	fn histories(h: u32) -> Weight {
		// Shortest run: 11_683_000 picoseconds.
		Weight::from_parts(20_979_000, 0)
			.saturating_add(Weight::from_parts(8_712_779, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}

	fn evaluate() -> Weight {
		// Shortest run: 77_266_000 picoseconds.
		Weight::from_parts(118_366_000, 0)
	}

	fn submit_unchanged(n: u32) -> Weight {
		// Shortest run: 38_727_000 picoseconds.
		Weight::from_parts(42_684_368, 0)
			.saturating_add(Weight::from_parts(848_932, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 429_458_000 picoseconds.
		Weight::from_parts(396_503_298, 0)
			.saturating_add(Weight::from_parts(13_227_676, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(136_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn sweep_check() -> Weight {
		// Shortest run: 10_688_000 picoseconds.
		Weight::from_parts(12_924_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 321_545_000 picoseconds.
		Weight::from_parts(341_347_000, 0)
			.saturating_add(T::DbWeight::get().reads(30_u64))
			.saturating_add(T::DbWeight::get().writes(15_u64))
	}

	fn object() -> Weight {
		// Shortest run: 158_066_000 picoseconds.
		Weight::from_parts(176_733_000, 0)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn reject_objection() -> Weight {
		// Shortest run: 58_967_000 picoseconds.
		Weight::from_parts(69_482_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn check_device() -> Weight {
		// Shortest run: 70_324_000 picoseconds.
		Weight::from_parts(84_979_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn set_group() -> Weight {
		// Shortest run: 406_032_000 picoseconds.
		Weight::from_parts(433_523_000, 0)
			.saturating_add(ParityDbWeight::get().reads(70_u64))
			.saturating_add(ParityDbWeight::get().writes(66_u64))
	}

	fn submit() -> Weight {
		// Shortest run: 387_935_000 picoseconds.
		Weight::from_parts(452_101_000, 0)
			.saturating_add(ParityDbWeight::get().reads(23_u64))
			.saturating_add(ParityDbWeight::get().writes(14_u64))
	}

	fn acts(c: u32, n: u32, l: u32) -> Weight {
		// Shortest run: 3_502_185_000 picoseconds.
		Weight::from_parts(273_282_279, 0)
			.saturating_add(Weight::from_parts(16_393_760, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(1_819_459, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(8_694_762, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes(14_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(l.into())))
	}

	fn objects(k: u32) -> Weight {
		// Shortest run: 66_633_000 picoseconds.
		Weight::from_parts(98_226_000, 0)
			.saturating_add(Weight::from_parts(26_826_688, 0).saturating_mul(k.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(k.into())))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(k.into())))
	}

	fn histories(h: u32) -> Weight {
		// Shortest run: 11_683_000 picoseconds.
		Weight::from_parts(20_979_000, 0)
			.saturating_add(Weight::from_parts(8_712_779, 0).saturating_mul(h.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}

	fn evaluate() -> Weight {
		// Shortest run: 77_266_000 picoseconds.
		Weight::from_parts(118_366_000, 0)
	}

	fn submit_unchanged(n: u32) -> Weight {
		// Shortest run: 38_727_000 picoseconds.
		Weight::from_parts(42_684_368, 0)
			.saturating_add(Weight::from_parts(848_932, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 429_458_000 picoseconds.
		Weight::from_parts(396_503_298, 0)
			.saturating_add(Weight::from_parts(13_227_676, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(136_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn sweep_check() -> Weight {
		// Shortest run: 10_688_000 picoseconds.
		Weight::from_parts(12_924_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 321_545_000 picoseconds.
		Weight::from_parts(341_347_000, 0)
			.saturating_add(ParityDbWeight::get().reads(30_u64))
			.saturating_add(ParityDbWeight::get().writes(15_u64))
	}

	fn object() -> Weight {
		// Shortest run: 158_066_000 picoseconds.
		Weight::from_parts(176_733_000, 0)
			.saturating_add(ParityDbWeight::get().reads(17_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn reject_objection() -> Weight {
		// Shortest run: 58_967_000 picoseconds.
		Weight::from_parts(69_482_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn check_device() -> Weight {
		// Shortest run: 70_324_000 picoseconds.
		Weight::from_parts(84_979_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
	}
}
