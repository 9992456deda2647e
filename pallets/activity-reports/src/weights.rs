//! Weights of `pallet-activity-reports`, measured in the wasm runtime.
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
		// Shortest run: 401_331_000 picoseconds.
		Weight::from_parts(409_712_000, 0)
			.saturating_add(T::DbWeight::get().reads(69_u64))
			.saturating_add(T::DbWeight::get().writes(66_u64))
	}

	fn submit() -> Weight {
		// Shortest run: 362_535_000 picoseconds.
		Weight::from_parts(381_873_000, 0)
			.saturating_add(T::DbWeight::get().reads(21_u64))
			.saturating_add(T::DbWeight::get().writes(13_u64))
	}

	// 1.2 us a row are added by hand for the tree of outcomes, until it is measured.
	fn acts(c: u32, n: u32, l: u32) -> Weight {
		// Shortest run: 2_728_174_000 picoseconds.
		Weight::from_parts(189_268_936, 0)
			.saturating_add(Weight::from_parts(15_653_572, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(2_037_378, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(8_569_261, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(l.into())))
	}

	fn objects(k: u32) -> Weight {
		// Shortest run: 56_646_000 picoseconds.
		Weight::from_parts(58_604_000, 0)
			.saturating_add(Weight::from_parts(24_840_223, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(k.into())))
	}

	fn histories(h: u32) -> Weight {
		// Shortest run: 10_110_000 picoseconds.
		Weight::from_parts(10_393_000, 0)
			.saturating_add(Weight::from_parts(8_121_438, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}

	fn evaluate() -> Weight {
		// Shortest run: 75_984_000 picoseconds.
		Weight::from_parts(81_446_000, 0)
	}

	fn submit_unchanged(n: u32) -> Weight {
		// Shortest run: 35_853_000 picoseconds.
		Weight::from_parts(42_916_064, 0)
			.saturating_add(Weight::from_parts(816_479, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 406_781_000 picoseconds.
		Weight::from_parts(333_539_171, 0)
			.saturating_add(Weight::from_parts(12_902_048, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(135_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn sweep_check() -> Weight {
		// Shortest run: 8_156_000 picoseconds.
		Weight::from_parts(8_529_000, 0)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}

	// Estimated by hand: four registers of eight holders each, a position, two day logs, a proof of ten
	// hashes, the class, the objection and what counts it.
	fn withdraw() -> Weight {
		Weight::from_parts(330_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(32_u64))
			.saturating_add(T::DbWeight::get().writes(17_u64))
	}

	// Estimated by hand: a proof of ten hashes, the deadlines of four groups.
	fn object() -> Weight {
		Weight::from_parts(150_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	// Estimated by hand: also for clearing one.
	fn reject_objection() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	// Estimated by hand: one signature of the dearest kind.
	fn check_device() -> Weight {
		Weight::from_parts(120_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn set_group() -> Weight {
		// Shortest run: 401_331_000 picoseconds.
		Weight::from_parts(409_712_000, 0)
			.saturating_add(ParityDbWeight::get().reads(69_u64))
			.saturating_add(ParityDbWeight::get().writes(66_u64))
	}

	fn submit() -> Weight {
		// Shortest run: 362_535_000 picoseconds.
		Weight::from_parts(381_873_000, 0)
			.saturating_add(ParityDbWeight::get().reads(21_u64))
			.saturating_add(ParityDbWeight::get().writes(13_u64))
	}

	// 1.2 us a row are added by hand for the tree of outcomes, until it is measured.
	fn acts(c: u32, n: u32, l: u32) -> Weight {
		// Shortest run: 2_728_174_000 picoseconds.
		Weight::from_parts(189_268_936, 0)
			.saturating_add(Weight::from_parts(15_653_572, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(2_037_378, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(8_569_261, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(l.into())))
	}

	fn objects(k: u32) -> Weight {
		// Shortest run: 56_646_000 picoseconds.
		Weight::from_parts(58_604_000, 0)
			.saturating_add(Weight::from_parts(24_840_223, 0).saturating_mul(k.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(k.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64.saturating_mul(k.into())))
	}

	fn histories(h: u32) -> Weight {
		// Shortest run: 10_110_000 picoseconds.
		Weight::from_parts(10_393_000, 0)
			.saturating_add(Weight::from_parts(8_121_438, 0).saturating_mul(h.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(h.into())))
	}

	fn evaluate() -> Weight {
		// Shortest run: 75_984_000 picoseconds.
		Weight::from_parts(81_446_000, 0)
	}

	fn submit_unchanged(n: u32) -> Weight {
		// Shortest run: 35_853_000 picoseconds.
		Weight::from_parts(42_916_064, 0)
			.saturating_add(Weight::from_parts(816_479, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 406_781_000 picoseconds.
		Weight::from_parts(333_539_171, 0)
			.saturating_add(Weight::from_parts(12_902_048, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(135_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	fn sweep_check() -> Weight {
		// Shortest run: 8_156_000 picoseconds.
		Weight::from_parts(8_529_000, 0)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}

	// Estimated by hand: four registers of eight holders each, a position, two day logs, a proof of ten
	// hashes, the class, the objection and what counts it.
	fn withdraw() -> Weight {
		Weight::from_parts(330_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(32_u64))
			.saturating_add(ParityDbWeight::get().writes(17_u64))
	}

	// Estimated by hand: a proof of ten hashes, the deadlines of four groups.
	fn object() -> Weight {
		Weight::from_parts(150_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(17_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	// Estimated by hand: also for clearing one.
	fn reject_objection() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	// Estimated by hand: one signature of the dearest kind.
	fn check_device() -> Weight {
		Weight::from_parts(120_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
	}
}
