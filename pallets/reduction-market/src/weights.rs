//! Weights of `pallet-reduction-market`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
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
		// Shortest run: 211_820_000 picoseconds.
		Weight::from_parts(227_337_000, 0)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}

	fn bid() -> Weight {
		// Shortest run: 170_633_000 picoseconds.
		Weight::from_parts(174_373_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 201_766_000 picoseconds.
		Weight::from_parts(252_535_000, 0)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}

	fn buy() -> Weight {
		// Shortest run: 253_340_000 picoseconds.
		Weight::from_parts(261_062_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}

	fn fill() -> Weight {
		// Shortest run: 248_654_000 picoseconds.
		Weight::from_parts(262_509_000, 0)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}

	fn offer_pool() -> Weight {
		// Shortest run: 151_013_000 picoseconds.
		Weight::from_parts(155_241_000, 0)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn withdraw_pool_offer() -> Weight {
		// Shortest run: 53_845_000 picoseconds.
		Weight::from_parts(75_391_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn buy_from_pool() -> Weight {
		// Shortest run: 332_998_000 picoseconds.
		Weight::from_parts(343_033_000, 0)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}

	fn claim_proceeds() -> Weight {
		// Shortest run: 211_750_000 picoseconds.
		// Estimated: the read of a key's replacement.
		Weight::from_parts(218_710_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn sweep_proceeds(n: u32) -> Weight {
		// Shortest run: 188_059_000 picoseconds.
		Weight::from_parts(301_505_991, 0)
			.saturating_add(Weight::from_parts(5_169_793, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_floor() -> Weight {
		// Shortest run: 6_023_000 picoseconds.
		Weight::from_parts(6_486_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn offer_revoked_pool() -> Weight {
		// Estimated, not measured: as `offer_pool`.
		Weight::from_parts(155_241_000, 0)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn withdraw_revoked_pool() -> Weight {
		// Estimated, not measured: as `withdraw_pool_offer`.
		Weight::from_parts(75_391_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn spend_common_good() -> Weight {
		// Estimated, not measured: two accounts and their transfer.
		Weight::from_parts(90_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn sell() -> Weight {
		// Shortest run: 211_820_000 picoseconds.
		Weight::from_parts(227_337_000, 0)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(11_u64))
	}

	fn bid() -> Weight {
		// Shortest run: 170_633_000 picoseconds.
		Weight::from_parts(174_373_000, 0)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn cancel() -> Weight {
		// Shortest run: 201_766_000 picoseconds.
		Weight::from_parts(252_535_000, 0)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}

	fn buy() -> Weight {
		// Shortest run: 253_340_000 picoseconds.
		Weight::from_parts(261_062_000, 0)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(11_u64))
	}

	fn fill() -> Weight {
		// Shortest run: 248_654_000 picoseconds.
		Weight::from_parts(262_509_000, 0)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}

	fn offer_pool() -> Weight {
		// Shortest run: 151_013_000 picoseconds.
		Weight::from_parts(155_241_000, 0)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn withdraw_pool_offer() -> Weight {
		// Shortest run: 53_845_000 picoseconds.
		Weight::from_parts(75_391_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn buy_from_pool() -> Weight {
		// Shortest run: 332_998_000 picoseconds.
		Weight::from_parts(343_033_000, 0)
			.saturating_add(ParityDbWeight::get().reads(20_u64))
			.saturating_add(ParityDbWeight::get().writes(11_u64))
	}

	fn claim_proceeds() -> Weight {
		// Shortest run: 211_750_000 picoseconds.
		// Estimated: the read of a key's replacement.
		Weight::from_parts(218_710_000, 0)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn sweep_proceeds(n: u32) -> Weight {
		// Shortest run: 188_059_000 picoseconds.
		Weight::from_parts(301_505_991, 0)
			.saturating_add(Weight::from_parts(5_169_793, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn set_floor() -> Weight {
		// Shortest run: 6_023_000 picoseconds.
		Weight::from_parts(6_486_000, 0)
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn offer_revoked_pool() -> Weight {
		// Estimated, not measured: as `offer_pool`.
		Weight::from_parts(155_241_000, 0)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn withdraw_revoked_pool() -> Weight {
		// Estimated, not measured: as `withdraw_pool_offer`.
		Weight::from_parts(75_391_000, 0)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn spend_common_good() -> Weight {
		// Estimated, not measured: two accounts and their transfer.
		Weight::from_parts(90_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
