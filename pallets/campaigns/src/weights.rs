//! Weights of the campaigns pallet's calls.
//!
//! Estimated by hand from the storage accesses of each call, worst case; `scripts/benchmark.sh`
//! replaces this file by one that is generated from `benchmarking.rs`. What happens to money and
//! points is not in them: the calls add `Budgets::weight`.
//!
//! An operator's list of campaigns is at most about 130 bytes for each.

#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
	fn create() -> Weight;
	fn fund() -> Weight;
	fn claim() -> Weight;
	fn close(limit: u32) -> Weight;
	/// One citizen of a batch, whose acts count in so many campaigns.
	fn credited(campaigns: u32) -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

fn estimate(db: RuntimeDbWeight, time: u64, proof: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(time, proof).saturating_add(db.reads_writes(reads, writes))
}

macro_rules! weights {
	($db:expr) => {
		/// Reads: the operator, the clock, Campaigns, NextCampaignId. Writes: the last two.
		fn create() -> Weight {
			estimate($db, 25_000_000, 5_000, 4, 2)
		}
		/// Reads: the operator, the clock, Campaigns. Writes: Campaigns.
		fn fund() -> Weight {
			estimate($db, 20_000_000, 4_000, 3, 1)
		}
		/// Reads: Campaigns, the position, ProgressOf, the citizen's badges. Writes: the first three.
		fn claim() -> Weight {
			estimate($db, 30_000_000, 10_000, 4, 3)
		}
		/// Reads: Campaigns, the clock, Removing, each entry and one more. Writes: Campaigns, Removing,
		/// each entry.
		fn close(limit: u32) -> Weight {
			estimate($db, 25_000_000, 6_600, 5, 2).saturating_add(
				estimate($db, 3_000_000, 2_600, 1, 1).saturating_mul(u64::from(limit)),
			)
		}
		/// Campaigns is in the overlay after the batch's first citizen; what is read and written for
		/// each citizen is ProgressOf.
		fn credited(campaigns: u32) -> Weight {
			Weight::from_parts(2_000_000, 0).saturating_add(
				estimate($db, 4_000_000, 2_600, 1, 1).saturating_mul(u64::from(campaigns)),
			)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

/// For tests and mocks.
impl WeightInfo for () {
	weights!(RocksDbWeight::get());
}
