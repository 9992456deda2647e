//! Weights of `pallet-object-registry`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn register(h: u32) -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register(h: u32) -> Weight {
		// Shortest run: 136_139_000 picoseconds.
		Weight::from_parts(141_893_169, 0)
			.saturating_add(Weight::from_parts(3_153_684, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn register(h: u32) -> Weight {
		// Shortest run: 136_139_000 picoseconds.
		Weight::from_parts(141_893_169, 0)
			.saturating_add(Weight::from_parts(3_153_684, 0).saturating_mul(h.into()))
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
