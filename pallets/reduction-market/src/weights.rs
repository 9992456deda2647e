//! Weights of `pallet-reduction-market`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 10 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn sell() -> Weight;
	fn bid() -> Weight;
	fn cancel() -> Weight;
	fn buy() -> Weight;
	fn fill() -> Weight;
	fn offer_pool() -> Weight;
	fn withdraw_pool_offer() -> Weight;
	fn buy_from_pool() -> Weight;
	fn claim_proceeds() -> Weight;
	fn sweep_proceeds(n: u32) -> Weight;
	fn set_floor() -> Weight;
	fn offer_revoked_pool() -> Weight;
	fn withdraw_revoked_pool() -> Weight;
	fn spend_common_good() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn sell() -> Weight {
		// Shortest run: 211_927_000 picoseconds.
		Weight::from_parts(221_394_000, 0)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}

	fn bid() -> Weight {
		// Shortest run: 175_486_000 picoseconds.
		Weight::from_parts(180_720_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 203_117_000 picoseconds.
		Weight::from_parts(209_928_000, 0)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}

	fn buy() -> Weight {
		// Shortest run: 258_439_000 picoseconds.
		Weight::from_parts(269_028_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}

	fn fill() -> Weight {
		// Shortest run: 252_615_000 picoseconds.
		Weight::from_parts(261_980_000, 0)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}

	fn offer_pool() -> Weight {
		// Shortest run: 149_726_000 picoseconds.
		Weight::from_parts(157_971_000, 0)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn withdraw_pool_offer() -> Weight {
		// Shortest run: 51_764_000 picoseconds.
		Weight::from_parts(55_714_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn buy_from_pool() -> Weight {
		// Shortest run: 339_829_000 picoseconds.
		Weight::from_parts(360_999_000, 0)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}

	fn claim_proceeds() -> Weight {
		// Shortest run: 211_789_000 picoseconds.
		Weight::from_parts(223_961_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn sweep_proceeds(n: u32) -> Weight {
		// Shortest run: 184_971_000 picoseconds.
		Weight::from_parts(206_538_448, 0)
			.saturating_add(Weight::from_parts(4_287_618, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_floor() -> Weight {
		// Shortest run: 7_747_000 picoseconds.
		Weight::from_parts(24_718_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn offer_revoked_pool() -> Weight {
		// Shortest run: 142_713_000 picoseconds.
		Weight::from_parts(151_095_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn withdraw_revoked_pool() -> Weight {
		// Shortest run: 50_666_000 picoseconds.
		Weight::from_parts(54_797_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn spend_common_good() -> Weight {
		// Shortest run: 63_658_000 picoseconds.
		Weight::from_parts(88_659_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn sell() -> Weight {
		// Shortest run: 211_927_000 picoseconds.
		Weight::from_parts(221_394_000, 0)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(11_u64))
	}

	fn bid() -> Weight {
		// Shortest run: 175_486_000 picoseconds.
		Weight::from_parts(180_720_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 203_117_000 picoseconds.
		Weight::from_parts(209_928_000, 0)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}

	fn buy() -> Weight {
		// Shortest run: 258_439_000 picoseconds.
		Weight::from_parts(269_028_000, 0)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(11_u64))
	}

	fn fill() -> Weight {
		// Shortest run: 252_615_000 picoseconds.
		Weight::from_parts(261_980_000, 0)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}

	fn offer_pool() -> Weight {
		// Shortest run: 149_726_000 picoseconds.
		Weight::from_parts(157_971_000, 0)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn withdraw_pool_offer() -> Weight {
		// Shortest run: 51_764_000 picoseconds.
		Weight::from_parts(55_714_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn buy_from_pool() -> Weight {
		// Shortest run: 339_829_000 picoseconds.
		Weight::from_parts(360_999_000, 0)
			.saturating_add(ParityDbWeight::get().reads(20_u64))
			.saturating_add(ParityDbWeight::get().writes(11_u64))
	}

	fn claim_proceeds() -> Weight {
		// Shortest run: 211_789_000 picoseconds.
		Weight::from_parts(223_961_000, 0)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn sweep_proceeds(n: u32) -> Weight {
		// Shortest run: 184_971_000 picoseconds.
		Weight::from_parts(206_538_448, 0)
			.saturating_add(Weight::from_parts(4_287_618, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_floor() -> Weight {
		// Shortest run: 7_747_000 picoseconds.
		Weight::from_parts(24_718_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn offer_revoked_pool() -> Weight {
		// Shortest run: 142_713_000 picoseconds.
		Weight::from_parts(151_095_000, 0)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn withdraw_revoked_pool() -> Weight {
		// Shortest run: 50_666_000 picoseconds.
		Weight::from_parts(54_797_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn spend_common_good() -> Weight {
		// Shortest run: 63_658_000 picoseconds.
		Weight::from_parts(88_659_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
