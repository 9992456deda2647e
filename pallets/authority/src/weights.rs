//! Weights of the authority pallet's calls.
//!
//! Estimated by hand from the storage accesses of each call, worst case; `scripts/benchmark.sh`
//! replaces this file by one that is generated from `benchmarking.rs`.
//!
//! `MaxEncodedLen` of a queued call is taken as 1,100 bytes (`MaxCallSize` of 1,024).

#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
	/// `q`: queued calls that are read, and cleared where they have lapsed.
	fn queue_root(q: u32) -> Weight;
	/// Without the enacted call's own weight.
	fn enact() -> Weight;
	fn cancel() -> Weight;
	fn clear_lapsed() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Reads: NextCallIndex, the counter, the clock, `q` calls. Writes: the call, the counter,
	/// NextCallIndex, `q` calls.
	fn queue_root(q: u32) -> Weight {
		Weight::from_parts(30_000_000, 8_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_600).saturating_mul(q.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 3))
			.saturating_add(T::DbWeight::get().reads_writes(q.into(), q.into()))
	}

	/// Reads: the call, the clock, the counter. Writes: the call, the counter.
	fn enact() -> Weight {
		Weight::from_parts(30_000_000, 8_000).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}

	/// Reads: the call, the counter. Writes: the same.
	fn cancel() -> Weight {
		Weight::from_parts(20_000_000, 8_000).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}

	/// Reads: the call, the clock, the counter. Writes: the call, the counter.
	fn clear_lapsed() -> Weight {
		Weight::from_parts(20_000_000, 8_000).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
}

/// For tests and mocks.
impl WeightInfo for () {
	fn queue_root(q: u32) -> Weight {
		Weight::from_parts(30_000_000, 8_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_600).saturating_mul(q.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(4, 3))
			.saturating_add(RocksDbWeight::get().reads_writes(q.into(), q.into()))
	}

	fn enact() -> Weight {
		Weight::from_parts(30_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 2))
	}

	fn cancel() -> Weight {
		Weight::from_parts(20_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads_writes(2, 2))
	}

	fn clear_lapsed() -> Weight {
		Weight::from_parts(20_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 2))
	}
}
