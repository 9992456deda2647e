//! Weights of the calls.
//!
//! Estimated by hand from storage accesses and signature checks (about 50 microseconds each, the
//! text included) until scripts/benchmark.sh regenerates this file on reference hardware.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

pub trait WeightInfo {
	fn open() -> Weight;
	/// `n` entries of the most expensive kind: new accounts.
	fn open_for_users(n: u32) -> Weight;
	/// `n` entries that change nothing.
	fn open_for_users_again(n: u32) -> Weight;
	fn claim() -> Weight;
	fn enrol() -> Weight;
	fn leave() -> Weight;
}

/// For the runtime, with its own database's weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open() -> Weight {
		open(T::DbWeight::get())
	}
	fn open_for_users(n: u32) -> Weight {
		open_for_users(T::DbWeight::get(), n)
	}
	fn open_for_users_again(n: u32) -> Weight {
		open_for_users_again(T::DbWeight::get(), n)
	}
	fn claim() -> Weight {
		claim(T::DbWeight::get())
	}
	fn enrol() -> Weight {
		enrol(T::DbWeight::get())
	}
	fn leave() -> Weight {
		leave(T::DbWeight::get())
	}
}

/// For tests.
impl WeightInfo for () {
	fn open() -> Weight {
		open(RocksDbWeight::get())
	}
	fn open_for_users(n: u32) -> Weight {
		open_for_users(RocksDbWeight::get(), n)
	}
	fn open_for_users_again(n: u32) -> Weight {
		open_for_users_again(RocksDbWeight::get(), n)
	}
	fn claim() -> Weight {
		claim(RocksDbWeight::get())
	}
	fn enrol() -> Weight {
		enrol(RocksDbWeight::get())
	}
	fn leave() -> Weight {
		leave(RocksDbWeight::get())
	}
}

/// Reads: clock (3), nullifier, key, provider, genesis hash, next number, account.
/// Writes: next number, nullifier, citizen, key, account.
fn open(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(150_000_000, 12_000).saturating_add(db.reads_writes(9, 5))
}

/// Reads: reporter, operator, clock (3), provider, genesis hash, next number, totals (the owners of
/// operator and provider stand in what was read before); per entry
/// nullifier, citizen, position.
/// Writes: next number, totals; per entry nullifier, citizen, position.
fn open_for_users(db: RuntimeDbWeight, n: u32) -> Weight {
	let n = u64::from(n);
	Weight::from_parts(40_000_000, 20_000)
		.saturating_add(Weight::from_parts(75_000_000, 8_500).saturating_mul(n))
		.saturating_add(db.reads_writes(9, 2))
		.saturating_add(db.reads_writes(3, 3).saturating_mul(n))
}

/// Reads as above; per entry nullifier, position.
fn open_for_users_again(db: RuntimeDbWeight, n: u32) -> Weight {
	let n = u64::from(n);
	Weight::from_parts(40_000_000, 20_000)
		.saturating_add(Weight::from_parts(6_000_000, 5_500).saturating_mul(n))
		.saturating_add(db.reads(9))
		.saturating_add(db.reads(2).saturating_mul(n))
}

/// Reads: clock (3), nullifier, citizen, key, the account's provider, the attesting provider,
/// genesis hash, account. Writes: citizen, key, account.
fn claim(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(150_000_000, 16_000).saturating_add(db.reads_writes(10, 3))
}

/// Reads: key, citizen, clock (3), operator, position, totals. Writes: citizen, position, totals.
fn enrol(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(30_000_000, 12_000).saturating_add(db.reads_writes(8, 3))
}

/// Reads: key, position, totals. Writes: position, totals.
fn leave(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(25_000_000, 9_000).saturating_add(db.reads_writes(3, 2))
}
