//! Weights of the redemption pallet's calls.
//!
//! Estimated by hand from the storage accesses of each call, worst case; `scripts/benchmark.sh`
//! replaces this file by one that is generated from `benchmarking.rs`. What happens to points and
//! money is not in them: the calls add `Spending::weight`.
//!
//! An offer is at most about 700 bytes, an order 500.

#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
	fn offer() -> Weight;
	fn restock() -> Weight;
	fn close() -> Weight;
	fn remove(limit: u32) -> Weight;
	fn redeem() -> Weight;
	fn fulfil() -> Weight;
	fn cancel() -> Weight;
	fn take_back() -> Weight;
	fn dispute() -> Weight;
	fn resolve() -> Weight;
	fn release() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

fn estimate(db: RuntimeDbWeight, time: u64, proof: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(time, proof).saturating_add(db.reads_writes(reads, writes))
}

/// Reads: the merchant, the clock, NextOfferId, the holder's balance and holds.
/// Writes: NextOfferId, Offers, balance and holds.
fn offer(db: RuntimeDbWeight) -> Weight {
	estimate(db, 60_000_000, 8_000, 6, 4)
}

/// Reads: Offers, the merchant, balance and holds. Writes: Offers, balance and holds.
fn restock(db: RuntimeDbWeight) -> Weight {
	estimate(db, 55_000_000, 8_000, 4, 3)
}

/// Reads: Offers, the merchant. Writes: Offers.
fn close(db: RuntimeDbWeight) -> Weight {
	estimate(db, 20_000_000, 5_000, 2, 1)
}

/// Reads: Offers, the clock, the merchant, balance and holds, Removing, each entry.
/// Writes: Offers, balance and holds, Removing, each entry.
fn remove(db: RuntimeDbWeight, limit: u32) -> Weight {
	estimate(db, 60_000_000, 10_600, 6, 4)
		.saturating_add(estimate(db, 3_000_000, 2_600, 1, 1).saturating_mul(u64::from(limit)))
}

/// Reads: the citizen, the clock, Offers, the merchant, its pauses, Customers, Purchases, Escrowed.
/// Writes: Offers, Purchases, Customers, Orders, Escrowed.
fn redeem(db: RuntimeDbWeight) -> Weight {
	estimate(db, 50_000_000, 16_000, 9, 5)
}

/// Reads: Orders, the merchant, its pauses, the clock, the genesis hash, Customers.
/// Writes: Orders, Customers.
fn fulfil(db: RuntimeDbWeight) -> Weight {
	estimate(db, 35_000_000, 12_000, 6, 2)
}

/// Reads: Orders, the merchant, Escrowed, Customers, Offers, Purchases. Writes: all but the
/// merchant.
fn cancel(db: RuntimeDbWeight) -> Weight {
	estimate(db, 40_000_000, 16_000, 6, 5)
}

/// As `cancel`, and reads the citizen, the pauses and the clock; the hook's cursor is read and
/// written too.
fn take_back(db: RuntimeDbWeight) -> Weight {
	estimate(db, 45_000_000, 16_000, 10, 6)
}

/// Reads: the citizen, Orders, the clock. Writes: Orders.
fn dispute(db: RuntimeDbWeight) -> Weight {
	estimate(db, 20_000_000, 6_000, 3, 1)
}

/// Reads: the council, Orders, Escrowed, Customers, Offers. Writes: all but the first.
fn resolve(db: RuntimeDbWeight) -> Weight {
	estimate(db, 45_000_000, 14_000, 6, 5)
}

/// Reads: Orders, the clock, Escrowed, Customers, Offers; the hook's cursor. Writes: all but the
/// clock.
fn release(db: RuntimeDbWeight) -> Weight {
	estimate(db, 40_000_000, 14_000, 6, 5)
}

macro_rules! weights {
	($db:expr) => {
		fn offer() -> Weight {
			offer($db)
		}
		fn restock() -> Weight {
			restock($db)
		}
		fn close() -> Weight {
			close($db)
		}
		fn remove(limit: u32) -> Weight {
			remove($db, limit)
		}
		fn redeem() -> Weight {
			redeem($db)
		}
		fn fulfil() -> Weight {
			fulfil($db)
		}
		fn cancel() -> Weight {
			cancel($db)
		}
		fn take_back() -> Weight {
			take_back($db)
		}
		fn dispute() -> Weight {
			dispute($db)
		}
		fn resolve() -> Weight {
			resolve($db)
		}
		fn release() -> Weight {
			release($db)
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
