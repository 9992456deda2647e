//! Weights of `pallet-verified-reductions`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn seal() -> Weight;
	fn draw() -> Weight;
	fn give_opinion() -> Weight;
	fn conclude() -> Weight;
	fn decide() -> Weight;
	fn object() -> Weight;
	fn close_objection() -> Weight;
	fn halt() -> Weight;
	fn issue() -> Weight;
	fn claim() -> Weight;
	fn sweep() -> Weight;
	fn retire() -> Weight;
	fn freeze() -> Weight;
	fn confirm_freeze() -> Weight;
	fn unfreeze() -> Weight;
	fn recall(n: u32) -> Weight;
	fn replace() -> Weight;
	fn set_exchange_fields() -> Weight;
	fn set_buffer_share() -> Weight;
	fn set_risk_kind() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn seal() -> Weight {
		// Shortest run: 192_441_000 picoseconds.
		Weight::from_parts(196_346_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn draw() -> Weight {
		// Shortest run: 418_512_000 picoseconds.
		Weight::from_parts(433_134_000, 0)
			.saturating_add(T::DbWeight::get().reads(84_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}

	fn give_opinion() -> Weight {
		// Shortest run: 7_857_782_000 picoseconds.
		Weight::from_parts(8_102_188_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn conclude() -> Weight {
		// Shortest run: 204_801_000 picoseconds.
		Weight::from_parts(211_413_000, 0)
			.saturating_add(T::DbWeight::get().reads(33_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}

	fn decide() -> Weight {
		// Shortest run: 62_205_000 picoseconds.
		Weight::from_parts(68_594_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}

	fn object() -> Weight {
		// Shortest run: 111_483_000 picoseconds.
		Weight::from_parts(116_862_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn close_objection() -> Weight {
		// Shortest run: 99_205_000 picoseconds.
		Weight::from_parts(100_801_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn halt() -> Weight {
		// Shortest run: 46_434_000 picoseconds.
		Weight::from_parts(48_944_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn issue() -> Weight {
		// Shortest run: 223_248_000 picoseconds.
		Weight::from_parts(224_959_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}

	fn claim() -> Weight {
		// Shortest run: 155_645_000 picoseconds.
		Weight::from_parts(164_518_000, 0)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}

	fn sweep() -> Weight {
		// Shortest run: 120_005_000 picoseconds.
		Weight::from_parts(129_993_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 149_815_000 picoseconds.
		Weight::from_parts(207_468_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}

	fn freeze() -> Weight {
		// Shortest run: 54_221_000 picoseconds.
		Weight::from_parts(58_141_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn confirm_freeze() -> Weight {
		// Shortest run: 40_953_000 picoseconds.
		Weight::from_parts(43_051_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn unfreeze() -> Weight {
		// Shortest run: 61_560_000 picoseconds.
		Weight::from_parts(64_268_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn recall(n: u32) -> Weight {
		// Shortest run: 184_365_000 picoseconds.
		Weight::from_parts(255_473_611, 0)
			.saturating_add(Weight::from_parts(84_230_339, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(n.into())))
	}

	fn replace() -> Weight {
		// Shortest run: 126_052_000 picoseconds.
		Weight::from_parts(134_430_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn set_exchange_fields() -> Weight {
		// Shortest run: 38_195_000 picoseconds.
		Weight::from_parts(45_782_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn set_buffer_share() -> Weight {
		// Shortest run: 7_812_000 picoseconds.
		Weight::from_parts(8_659_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn set_risk_kind() -> Weight {
		// Shortest run: 7_933_000 picoseconds.
		Weight::from_parts(8_392_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn seal() -> Weight {
		// Shortest run: 192_441_000 picoseconds.
		Weight::from_parts(196_346_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn draw() -> Weight {
		// Shortest run: 418_512_000 picoseconds.
		Weight::from_parts(433_134_000, 0)
			.saturating_add(ParityDbWeight::get().reads(84_u64))
			.saturating_add(ParityDbWeight::get().writes(12_u64))
	}

	fn give_opinion() -> Weight {
		// Shortest run: 7_857_782_000 picoseconds.
		Weight::from_parts(8_102_188_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn conclude() -> Weight {
		// Shortest run: 204_801_000 picoseconds.
		Weight::from_parts(211_413_000, 0)
			.saturating_add(ParityDbWeight::get().reads(33_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}

	fn decide() -> Weight {
		// Shortest run: 62_205_000 picoseconds.
		Weight::from_parts(68_594_000, 0)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}

	fn object() -> Weight {
		// Shortest run: 111_483_000 picoseconds.
		Weight::from_parts(116_862_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn close_objection() -> Weight {
		// Shortest run: 99_205_000 picoseconds.
		Weight::from_parts(100_801_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn halt() -> Weight {
		// Shortest run: 46_434_000 picoseconds.
		Weight::from_parts(48_944_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn issue() -> Weight {
		// Shortest run: 223_248_000 picoseconds.
		Weight::from_parts(224_959_000, 0)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}

	fn claim() -> Weight {
		// Shortest run: 155_645_000 picoseconds.
		Weight::from_parts(164_518_000, 0)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}

	fn sweep() -> Weight {
		// Shortest run: 120_005_000 picoseconds.
		Weight::from_parts(129_993_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn retire() -> Weight {
		// Shortest run: 149_815_000 picoseconds.
		Weight::from_parts(207_468_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}

	fn freeze() -> Weight {
		// Shortest run: 54_221_000 picoseconds.
		Weight::from_parts(58_141_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn confirm_freeze() -> Weight {
		// Shortest run: 40_953_000 picoseconds.
		Weight::from_parts(43_051_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn unfreeze() -> Weight {
		// Shortest run: 61_560_000 picoseconds.
		Weight::from_parts(64_268_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn recall(n: u32) -> Weight {
		// Shortest run: 184_365_000 picoseconds.
		Weight::from_parts(255_473_611, 0)
			.saturating_add(Weight::from_parts(84_230_339, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().reads(4_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64.saturating_mul(n.into())))
	}

	fn replace() -> Weight {
		// Shortest run: 126_052_000 picoseconds.
		Weight::from_parts(134_430_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn set_exchange_fields() -> Weight {
		// Shortest run: 38_195_000 picoseconds.
		Weight::from_parts(45_782_000, 0)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn set_buffer_share() -> Weight {
		// Shortest run: 7_812_000 picoseconds.
		Weight::from_parts(8_659_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn set_risk_kind() -> Weight {
		// Shortest run: 7_933_000 picoseconds.
		Weight::from_parts(8_392_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
