//! Weights of `pallet-settlement`, estimated by hand until they are measured: times with ample room,
//! reads and writes as the code has them.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn appoint() -> Weight;
	fn dismiss() -> Weight;
	fn set_daily_limit() -> Weight;
	fn propose_mint() -> Weight;
	fn confirm_mint() -> Weight;
	fn drop_mint() -> Weight;
	fn request_withdrawal() -> Weight;
	fn report_payment() -> Weight;
	fn confirm_payment() -> Weight;
	fn refuse_withdrawal() -> Weight;
	fn take_back() -> Weight;
}

/// Estimated times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn appoint() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}

	fn dismiss() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}

	fn set_daily_limit() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}

	fn propose_mint() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}

	fn confirm_mint() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(7, 6))
	}

	fn drop_mint() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}

	fn request_withdrawal() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}

	fn report_payment() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}

	fn confirm_payment() -> Weight {
		Weight::from_parts(90_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}

	fn refuse_withdrawal() -> Weight {
		Weight::from_parts(70_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}

	fn take_back() -> Weight {
		Weight::from_parts(70_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn appoint() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 2))
	}

	fn dismiss() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 2))
	}

	fn set_daily_limit() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(0, 1))
	}

	fn propose_mint() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 2))
	}

	fn confirm_mint() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(7, 6))
	}

	fn drop_mint() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 2))
	}

	fn request_withdrawal() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 4))
	}

	fn report_payment() -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}

	fn confirm_payment() -> Weight {
		Weight::from_parts(90_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(6, 5))
	}

	fn refuse_withdrawal() -> Weight {
		Weight::from_parts(70_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 3))
	}

	fn take_back() -> Weight {
		Weight::from_parts(70_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
}
