//! Weights of the participants pallet's calls.
//!
//! Estimated by hand from the storage accesses of each call, worst case; `scripts/benchmark.sh`
//! replaces this file by one that is generated from `benchmarking.rs`.
//!
//! A participant is at most about 500 bytes, a list of reporting keys 16 times 32.

#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
	fn license() -> Weight;
	fn amend() -> Weight;
	fn suspend() -> Weight;
	fn confirm_suspension() -> Weight;
	fn lift_suspension() -> Weight;
	fn revoke() -> Weight;
	fn set_reporter() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Reads: Reporters, NextParticipantId, Holders, the clock. Writes: NextParticipantId, Holders,
	/// Participants.
	fn license() -> Weight {
		Weight::from_parts(30_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}

	/// Reads and writes Participants.
	fn amend() -> Weight {
		Weight::from_parts(25_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}

	/// Reads: the council's members, the clock, Participants, PausedBefore. Writes: the last two.
	fn suspend() -> Weight {
		Weight::from_parts(25_000_000, 6_000).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}

	/// Reads: the clock, Participants. Writes: Participants.
	fn confirm_suspension() -> Weight {
		Weight::from_parts(20_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}

	/// Reads: the clock, Participants, PausedBefore. Writes: the last two.
	fn lift_suspension() -> Weight {
		Weight::from_parts(20_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}

	/// Reads: the clock, Participants, PausedBefore. Writes: the last two.
	fn revoke() -> Weight {
		Weight::from_parts(20_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}

	/// Reads: Participants, Reporters, Holders, OperatorReporters. Writes: Reporters,
	/// OperatorReporters.
	fn set_reporter() -> Weight {
		Weight::from_parts(30_000_000, 4_500).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
}

/// For tests and mocks.
impl WeightInfo for () {
	fn license() -> Weight {
		Weight::from_parts(30_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(4, 3))
	}

	fn amend() -> Weight {
		Weight::from_parts(25_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(1, 1))
	}

	fn suspend() -> Weight {
		Weight::from_parts(25_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads_writes(4, 2))
	}

	fn confirm_suspension() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}

	fn lift_suspension() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 2))
	}

	fn revoke() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 2))
	}

	fn set_reporter() -> Weight {
		Weight::from_parts(30_000_000, 4_500)
			.saturating_add(RocksDbWeight::get().reads_writes(4, 2))
	}
}
