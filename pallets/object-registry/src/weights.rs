//! Weights of the calls.
//!
//! Estimated by hand from storage accesses and a signature check (about 50 microseconds, the text
//! included) until scripts/benchmark.sh regenerates this file on reference hardware.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

pub trait WeightInfo {
	/// `h` holders, each of whom has a position.
	fn register(h: u32) -> Weight;
}

/// For the runtime, with its own database's weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register(h: u32) -> Weight {
		register(T::DbWeight::get(), h)
	}
}

/// For tests.
impl WeightInfo for () {
	fn register(h: u32) -> Weight {
		register(RocksDbWeight::get(), h)
	}
}

/// Reads: reporter, operator, clock (3), registration, the provider it rests on, the attesting
/// provider, genesis hash, quota; per holder the position. Writes: registration, quota.
fn register(db: RuntimeDbWeight, h: u32) -> Weight {
	let h = u64::from(h);
	Weight::from_parts(95_000_000, 18_000)
		.saturating_add(Weight::from_parts(3_000_000, 2_800).saturating_mul(h))
		.saturating_add(db.reads_writes(10, 2))
		.saturating_add(db.reads(h))
}
