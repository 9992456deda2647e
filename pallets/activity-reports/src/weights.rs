//! Weights, estimated by hand from what each call reads and writes until `scripts/benchmark.sh`
//! regenerates this file on the reference machine.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// Weights of this pallet. Each is a function of what the call touches.
pub trait WeightInfo {
	/// All 64 groups read, 63 of them written.
	fn set_group() -> Weight;
	/// A batch of one row, in one group and one month.
	fn submit() -> Weight;
	/// The rows of `c` citizens, one of each, `n` further ones of theirs on the same day and `l` on
	/// other days; without formulas and claims on objects.
	fn rows(c: u32, n: u32, l: u32) -> Weight;
	/// `k` claims on objects: a registered register with its history, a site, or a reference that a
	/// day frees.
	fn objects(k: u32) -> Weight;
	/// `h` days fed to histories.
	fn histories(h: u32) -> Weight;
	/// Evaluation at [`tanpu_formula::MAX_COST`], the most that a formula can cost. Dearer than any
	/// one formula that exists; batches are charged their formula's share of it.
	fn evaluate() -> Weight;
	/// A batch of `n` rows that was processed before.
	fn submit_unchanged(n: u32) -> Weight;
	/// Planning, and a step that removes `n` logs and `n` references.
	fn sweep(n: u32) -> Weight;
	/// Seeing that nothing is due.
	fn sweep_check() -> Weight;
}

/// Estimates with the runtime's own storage weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_group() -> Weight {
		Weight::from_parts(60_000_000, 6_800)
			.saturating_add(T::DbWeight::get().reads_writes(67, 66))
	}

	fn submit() -> Weight {
		Weight::from_parts(600_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(estimate::READS, estimate::WRITES))
	}

	fn rows(c: u32, n: u32, l: u32) -> Weight {
		estimate::rows(c, n, l)
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(c)))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(l)))
	}

	fn objects(k: u32) -> Weight {
		estimate::objects(k)
			.saturating_add(T::DbWeight::get().reads_writes(3, 2).saturating_mul(u64::from(k)))
	}

	fn histories(h: u32) -> Weight {
		estimate::histories(h)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(h)))
	}

	fn evaluate() -> Weight {
		estimate::evaluate()
	}

	fn submit_unchanged(n: u32) -> Weight {
		estimate::hash(n).saturating_add(T::DbWeight::get().reads(3))
	}

	fn sweep(n: u32) -> Weight {
		estimate::sweep(n)
			.saturating_add(T::DbWeight::get().reads_writes(140, 2))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3).saturating_mul(u64::from(n)))
	}

	fn sweep_check() -> Weight {
		Weight::from_parts(2_000_000, 1_600).saturating_add(T::DbWeight::get().reads(3))
	}
}

/// For tests, with ParityDB's storage weights.
impl WeightInfo for () {
	fn set_group() -> Weight {
		Weight::from_parts(60_000_000, 6_800)
			.saturating_add(ParityDbWeight::get().reads_writes(67, 66))
	}

	fn submit() -> Weight {
		Weight::from_parts(600_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(estimate::READS, estimate::WRITES))
	}

	fn rows(c: u32, n: u32, l: u32) -> Weight {
		estimate::rows(c, n, l)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(c)))
			.saturating_add(ParityDbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(l)))
	}

	fn objects(k: u32) -> Weight {
		estimate::objects(k)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 2).saturating_mul(u64::from(k)))
	}

	fn histories(h: u32) -> Weight {
		estimate::histories(h)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(h)))
	}

	fn evaluate() -> Weight {
		estimate::evaluate()
	}

	fn submit_unchanged(n: u32) -> Weight {
		estimate::hash(n).saturating_add(ParityDbWeight::get().reads(3))
	}

	fn sweep(n: u32) -> Weight {
		estimate::sweep(n)
			.saturating_add(ParityDbWeight::get().reads_writes(140, 2))
			.saturating_add(ParityDbWeight::get().reads_writes(3, 3).saturating_mul(u64::from(n)))
	}

	fn sweep_check() -> Weight {
		Weight::from_parts(2_000_000, 1_600).saturating_add(ParityDbWeight::get().reads(3))
	}
}

/// The parts that are not storage.
mod estimate {
	use frame_support::weights::Weight;

	/// What a batch reads whatever its rows: its group, mark and scale, a class and its number, and
	/// 15 for reporter, licence, quota, methodology, clock, sweep, batch, id, next numbers, totals.
	pub const READS: u64 = 20;
	/// Of these it writes mark and scale, the class with its number, and 8 for quota, batch, id, next
	/// numbers, totals.
	pub const WRITES: u64 = 12;

	fn times(each: u64, proof: u64, count: u32) -> Weight {
		Weight::from_parts(each, proof).saturating_mul(u64::from(count))
	}

	/// Decoding and hashing.
	pub fn hash(n: u32) -> Weight {
		Weight::from_parts(15_000_000, 6_000).saturating_add(times(400_000, 0, n))
	}

	pub fn rows(c: u32, n: u32, l: u32) -> Weight {
		Weight::from_parts(60_000_000, 0)
			.saturating_add(times(10_000_000, 0, c))
			.saturating_add(times(3_000_000, 0, n))
			.saturating_add(times(8_000_000, 0, l))
	}

	pub fn objects(k: u32) -> Weight {
		times(10_000_000, 11_000, k)
	}

	pub fn histories(h: u32) -> Weight {
		times(6_000_000, 3_700, h)
	}

	/// The formula crate's unit is 30 nanoseconds natively; three times that in wasm, and 1,536
	/// units at most.
	pub fn evaluate() -> Weight {
		Weight::from_parts(138_240_000, 0)
	}

	pub fn sweep(n: u32) -> Weight {
		Weight::from_parts(30_000_000, 180_000).saturating_add(times(4_000_000, 8_100, n))
	}
}
