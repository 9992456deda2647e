//! Weights of the calls.
//!
//! Estimated by hand from storage accesses and the work per byte and per operation;
//! `scripts/benchmark.sh` regenerates this file.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// Weights of the calls. `l` is the encoded length of a content in bytes, `o` the operations of its
/// formula.
pub trait WeightInfo {
	fn draft(l: u32, o: u32) -> Weight;
	fn amend_draft(l: u32, o: u32) -> Weight;
	fn withdraw_draft() -> Weight;
	fn open_consultation() -> Weight;
	fn publish(l: u32, o: u32) -> Weight;
	fn suspend() -> Weight;
	fn confirm_suspension() -> Weight;
	fn resume() -> Weight;
	fn retire() -> Weight;
	fn comment() -> Weight;
	fn withdraw_comment() -> Weight;
}

/// Decoding, hashing, checking characters and encoding one byte, in picoseconds.
const PER_BYTE: u64 = 15_000;
/// Checking one operation's dimensions, in picoseconds.
const PER_OP: u64 = 1_500_000;

fn content(base: u64, l: u32, o: u32) -> Weight {
	Weight::from_parts(base, 8_000)
		.saturating_add(Weight::from_parts(PER_BYTE, 1).saturating_mul(l.into()))
		.saturating_add(Weight::from_parts(PER_OP, 0).saturating_mul(o.into()))
}

/// Weights with the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Reads: methodology, scale of its history, next number, account, holds. Writes: next number,
	/// draft, content, account, holds.
	fn draft(l: u32, o: u32) -> Weight {
		content(60_000_000, l, o).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	/// Reads: draft, scale of the history, account, holds. Writes: draft, content, account, holds.
	fn amend_draft(l: u32, o: u32) -> Weight {
		content(60_000_000, l, o).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	/// Reads: draft, account, holds. Writes: draft, content, account, holds.
	fn withdraw_draft() -> Weight {
		Weight::from_parts(50_000_000, 8_000).saturating_add(T::DbWeight::get().reads_writes(3, 4))
	}
	/// Reads: draft, clock (2). Writes: draft.
	fn open_consultation() -> Weight {
		Weight::from_parts(20_000_000, 6_000).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	/// Reads: draft, content, clock (2), methodology, number or end of the one before, the first
	/// version, scale of the history, account, holds. Writes: draft, content, methodology, number,
	/// version, texts, end of the one before, scale of the history, account, holds.
	fn publish(l: u32, o: u32) -> Weight {
		// The first version is read whole for its date.
		content(90_000_000, l, o)
			.saturating_add(Weight::from_parts(500_000_000, 60_000))
			.saturating_add(T::DbWeight::get().reads_writes(10, 10))
	}
	/// Reads: methodology, clock (2). Writes: methodology.
	fn suspend() -> Weight {
		Weight::from_parts(20_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn confirm_suspension() -> Weight {
		Weight::from_parts(20_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn resume() -> Weight {
		Weight::from_parts(20_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn retire() -> Weight {
		Weight::from_parts(20_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	/// Reads: draft, clock (2), account, holds. Writes: draft, comment, account, holds.
	fn comment() -> Weight {
		Weight::from_parts(60_000_000, 8_000).saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	/// Reads: comment, draft, account, holds. Writes: comment, draft, account, holds.
	fn withdraw_comment() -> Weight {
		Weight::from_parts(55_000_000, 8_000).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
}

/// For tests.
impl WeightInfo for () {
	fn draft(l: u32, o: u32) -> Weight {
		content(60_000_000, l, o).saturating_add(RocksDbWeight::get().reads_writes(5, 5))
	}
	fn amend_draft(l: u32, o: u32) -> Weight {
		content(60_000_000, l, o).saturating_add(RocksDbWeight::get().reads_writes(4, 4))
	}
	fn withdraw_draft() -> Weight {
		Weight::from_parts(50_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 4))
	}
	fn open_consultation() -> Weight {
		Weight::from_parts(20_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 1))
	}
	fn publish(l: u32, o: u32) -> Weight {
		content(90_000_000, l, o)
			.saturating_add(Weight::from_parts(500_000_000, 60_000))
			.saturating_add(RocksDbWeight::get().reads_writes(10, 10))
	}
	fn suspend() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 1))
	}
	fn confirm_suspension() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 1))
	}
	fn resume() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 1))
	}
	fn retire() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(3, 1))
	}
	fn comment() -> Weight {
		Weight::from_parts(60_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads_writes(5, 4))
	}
	fn withdraw_comment() -> Weight {
		Weight::from_parts(55_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads_writes(4, 4))
	}
}
