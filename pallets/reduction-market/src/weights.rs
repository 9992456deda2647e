//! Weights of the calls.
//!
//! Estimated by hand from the storage accesses of each call, worst case; `scripts/benchmark.sh`
//! replaces this file by one that is generated from `benchmarking.rs`. What delivering, retiring and
//! settling cost is not in them: the calls add it.
//!
//! An account is read and written in 1 and its holds in 1 more; an asset's balance in 1, and the
//! asset in 1 with what its freezer reads in 2.

#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
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
	fn sweep_proceeds(shares: u32) -> Weight;
	fn set_floor() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

fn estimate(db: RuntimeDbWeight, micros: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(micros.saturating_mul(1_000_000), 0)
		.saturating_add(db.reads_writes(reads, writes))
}

/// Reads: the class and its freezes, the clock; the asset, two balances and what freezes them; the
/// listing, the count, the next number, the account and its holds. Writes: asset, balances, listing,
/// count, number, account, holds, order, index.
fn sell(db: RuntimeDbWeight) -> Weight {
	estimate(db, 200, 14, 11)
}

/// The same without assets.
fn bid(db: RuntimeDbWeight) -> Weight {
	estimate(db, 180, 8, 6)
}

/// As to sell.
fn cancel(db: RuntimeDbWeight) -> Weight {
	estimate(db, 200, 14, 11)
}

/// Reads: order, clock, class and freezes, two accounts, the asset with two balances, the listing;
/// the owner's count and holds for the last of it. Writes: accounts, asset, balances, listing, order,
/// index, count, holds.
fn buy(db: RuntimeDbWeight) -> Weight {
	estimate(db, 250, 15, 11)
}

/// The same.
fn fill(db: RuntimeDbWeight) -> Weight {
	estimate(db, 250, 15, 10)
}

/// Reads: the class, its issuance and rules, the operator, the licence, the clock, freezes, floor,
/// offer, what is offered, the bond. Writes: the offer, what is offered.
fn offer_pool(db: RuntimeDbWeight) -> Weight {
	estimate(db, 120, 12, 2)
}

/// Reads: offer, clock, operator, what is offered. Writes: the last and the first.
fn withdraw_pool_offer(db: RuntimeDbWeight) -> Weight {
	estimate(db, 60, 4, 2)
}

/// Reads: as to offer, and the sales, three accounts, the holds. Writes: offer, what is offered,
/// sales, accounts, holds.
fn buy_from_pool(db: RuntimeDbWeight) -> Weight {
	estimate(db, 300, 17, 7)
}

/// Reads: the class, its issuance and rules, sales, share, key, clock, two accounts, the holds.
/// Writes: sales, share, accounts, holds.
fn claim_proceeds(db: RuntimeDbWeight) -> Weight {
	estimate(db, 180, 11, 5)
}

/// Reads: the class, its issuance and rules, sales, clock, two accounts, holds; each share. Writes:
/// sales, accounts, holds; each share.
fn sweep_proceeds(db: RuntimeDbWeight, shares: u32) -> Weight {
	let each = estimate(db, 5, 1, 1);
	estimate(db, 150, 10, 4).saturating_add(each.saturating_mul(shares.into()))
}

/// Writes: the floor.
fn set_floor(db: RuntimeDbWeight) -> Weight {
	estimate(db, 20, 0, 1)
}

macro_rules! weights {
	($db:expr) => {
		fn sell() -> Weight {
			sell($db)
		}
		fn bid() -> Weight {
			bid($db)
		}
		fn cancel() -> Weight {
			cancel($db)
		}
		fn buy() -> Weight {
			buy($db)
		}
		fn fill() -> Weight {
			fill($db)
		}
		fn offer_pool() -> Weight {
			offer_pool($db)
		}
		fn withdraw_pool_offer() -> Weight {
			withdraw_pool_offer($db)
		}
		fn buy_from_pool() -> Weight {
			buy_from_pool($db)
		}
		fn claim_proceeds() -> Weight {
			claim_proceeds($db)
		}
		fn sweep_proceeds(shares: u32) -> Weight {
			sweep_proceeds($db, shares)
		}
		fn set_floor() -> Weight {
			set_floor($db)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

/// The same for mocks.
impl WeightInfo for () {
	weights!(RocksDbWeight::get());
}
