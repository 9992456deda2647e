//! Weights of `pallet-validator-set`, estimated by hand until they are measured: times with ample
//! room, reads and writes as the code has them.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn apply() -> Weight;
	fn withdraw() -> Weight;
	fn admit(m: u32) -> Weight;
	fn remove(m: u32) -> Weight;
	fn leave(m: u32) -> Weight;
	fn chill(m: u32) -> Weight;
	fn rejoin(m: u32) -> Weight;
	fn purge_keys() -> Weight;
	fn note_author() -> Weight;
}

/// Estimated times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn apply() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}

	fn withdraw() -> Weight {
		Weight::from_parts(60_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}

	fn admit(m: u32) -> Weight {
		Weight::from_parts(50_000_000, 0)
			.saturating_add(Weight::from_parts(200_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}

	fn remove(m: u32) -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
	}

	fn leave(m: u32) -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 4))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
	}

	fn chill(m: u32) -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 2))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
	}

	fn rejoin(m: u32) -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(Weight::from_parts(200_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}

	fn purge_keys() -> Weight {
		Weight::from_parts(120_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(10, 8))
	}

	fn note_author() -> Weight {
		Weight::from_parts(10_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn apply() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(6, 4))
	}

	fn withdraw() -> Weight {
		Weight::from_parts(60_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 4))
	}

	fn admit(m: u32) -> Weight {
		Weight::from_parts(50_000_000, 0)
			.saturating_add(Weight::from_parts(200_000, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(6, 4))
	}

	fn remove(m: u32) -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(6, 5))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(m.into())))
	}

	fn leave(m: u32) -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(5, 4))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(m.into())))
	}

	fn chill(m: u32) -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(3, 2))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(m.into())))
	}

	fn rejoin(m: u32) -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(Weight::from_parts(200_000, 0).saturating_mul(m.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(3, 2))
	}

	fn purge_keys() -> Weight {
		Weight::from_parts(120_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(10, 8))
	}

	fn note_author() -> Weight {
		Weight::from_parts(10_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
}
