//! Weights of the calls, and of what other pallets use.
//!
//! Estimated by hand from storage accesses until scripts/benchmark.sh regenerates this file on
//! reference hardware.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

pub trait WeightInfo {
	fn deposit() -> Weight;
	fn request_withdrawal() -> Weight;
	fn withdraw() -> Weight;
	fn open_series() -> Weight;
	fn close_series() -> Weight;
	fn begin_wind_up() -> Weight;
	fn finish_wind_up() -> Weight;
	/// `p` parts.
	fn pay(p: u32) -> Weight;
	/// `p` parts.
	fn refund(p: u32) -> Weight;
	fn settle() -> Weight;
	fn set_schedule() -> Weight;
	fn run_schedule() -> Weight;
	/// `n` entries.
	fn sweep(n: u32) -> Weight;
	fn propose_agreement() -> Weight;
	fn accept_agreement() -> Weight;
	fn cancel_agreement() -> Weight;
	fn exchange() -> Weight;
	fn propose_reversal() -> Weight;
	fn appeal_reversal() -> Weight;
	fn decide_appeal() -> Weight;
	fn execute_reversal() -> Weight;
	/// What a batch needs of the fund.
	fn issue() -> Weight;
	/// `p` parts.
	fn spend(p: u32) -> Weight;
	fn idle_check() -> Weight;
}

/// For the runtime, with its own database's weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn deposit() -> Weight {
		deposit(T::DbWeight::get())
	}
	fn request_withdrawal() -> Weight {
		request_withdrawal(T::DbWeight::get())
	}
	fn withdraw() -> Weight {
		withdraw(T::DbWeight::get())
	}
	fn open_series() -> Weight {
		open_series(T::DbWeight::get())
	}
	fn close_series() -> Weight {
		close_series(T::DbWeight::get())
	}
	fn begin_wind_up() -> Weight {
		begin_wind_up(T::DbWeight::get())
	}
	fn finish_wind_up() -> Weight {
		finish_wind_up(T::DbWeight::get())
	}
	fn pay(p: u32) -> Weight {
		pay(T::DbWeight::get(), p)
	}
	fn refund(p: u32) -> Weight {
		refund(T::DbWeight::get(), p)
	}
	fn settle() -> Weight {
		settle(T::DbWeight::get())
	}
	fn set_schedule() -> Weight {
		set_schedule(T::DbWeight::get())
	}
	fn run_schedule() -> Weight {
		run_schedule(T::DbWeight::get())
	}
	fn sweep(n: u32) -> Weight {
		sweep(T::DbWeight::get(), n)
	}
	fn propose_agreement() -> Weight {
		propose_agreement(T::DbWeight::get())
	}
	fn accept_agreement() -> Weight {
		accept_agreement(T::DbWeight::get())
	}
	fn cancel_agreement() -> Weight {
		cancel_agreement(T::DbWeight::get())
	}
	fn exchange() -> Weight {
		exchange(T::DbWeight::get())
	}
	fn propose_reversal() -> Weight {
		propose_reversal(T::DbWeight::get())
	}
	fn appeal_reversal() -> Weight {
		appeal_reversal(T::DbWeight::get())
	}
	fn decide_appeal() -> Weight {
		decide_appeal(T::DbWeight::get())
	}
	fn execute_reversal() -> Weight {
		execute_reversal(T::DbWeight::get())
	}
	fn issue() -> Weight {
		issue(T::DbWeight::get())
	}
	fn spend(p: u32) -> Weight {
		spend(T::DbWeight::get(), p)
	}
	fn idle_check() -> Weight {
		idle_check(T::DbWeight::get())
	}
}

/// For tests.
impl WeightInfo for () {
	fn deposit() -> Weight {
		deposit(RocksDbWeight::get())
	}
	fn request_withdrawal() -> Weight {
		request_withdrawal(RocksDbWeight::get())
	}
	fn withdraw() -> Weight {
		withdraw(RocksDbWeight::get())
	}
	fn open_series() -> Weight {
		open_series(RocksDbWeight::get())
	}
	fn close_series() -> Weight {
		close_series(RocksDbWeight::get())
	}
	fn begin_wind_up() -> Weight {
		begin_wind_up(RocksDbWeight::get())
	}
	fn finish_wind_up() -> Weight {
		finish_wind_up(RocksDbWeight::get())
	}
	fn pay(p: u32) -> Weight {
		pay(RocksDbWeight::get(), p)
	}
	fn refund(p: u32) -> Weight {
		refund(RocksDbWeight::get(), p)
	}
	fn settle() -> Weight {
		settle(RocksDbWeight::get())
	}
	fn set_schedule() -> Weight {
		set_schedule(RocksDbWeight::get())
	}
	fn run_schedule() -> Weight {
		run_schedule(RocksDbWeight::get())
	}
	fn sweep(n: u32) -> Weight {
		sweep(RocksDbWeight::get(), n)
	}
	fn propose_agreement() -> Weight {
		propose_agreement(RocksDbWeight::get())
	}
	fn accept_agreement() -> Weight {
		accept_agreement(RocksDbWeight::get())
	}
	fn cancel_agreement() -> Weight {
		cancel_agreement(RocksDbWeight::get())
	}
	fn exchange() -> Weight {
		exchange(RocksDbWeight::get())
	}
	fn propose_reversal() -> Weight {
		propose_reversal(RocksDbWeight::get())
	}
	fn appeal_reversal() -> Weight {
		appeal_reversal(RocksDbWeight::get())
	}
	fn decide_appeal() -> Weight {
		decide_appeal(RocksDbWeight::get())
	}
	fn execute_reversal() -> Weight {
		execute_reversal(RocksDbWeight::get())
	}
	fn issue() -> Weight {
		issue(RocksDbWeight::get())
	}
	fn spend(p: u32) -> Weight {
		spend(RocksDbWeight::get(), p)
	}
	fn idle_check() -> Weight {
		idle_check(RocksDbWeight::get())
	}
}

/// Reads: treasury, fund, both accounts, holds. Writes: fund, accounts, holds.
fn deposit(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(45_000_000, 9_000).saturating_add(db.reads_writes(5, 4))
}

/// Reads: clock (3), operator, fund. Writes: fund.
fn request_withdrawal(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(20_000_000, 7_000).saturating_add(db.reads_writes(5, 1))
}

/// Reads: clock (3), operator, fund, both accounts, holds. Writes: fund, accounts, holds.
fn withdraw(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(55_000_000, 12_000).saturating_add(db.reads_writes(8, 4))
}

/// Reads: clock (3), operator, fund. Writes: fund, series.
fn open_series(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(22_000_000, 7_000).saturating_add(db.reads_writes(5, 2))
}

/// Reads: clock (3), fund, series. Writes: fund, series.
fn close_series(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(22_000_000, 7_000).saturating_add(db.reads_writes(5, 2))
}

/// Reads: clock (3), operator, fund. Writes: fund.
fn begin_wind_up(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(20_000_000, 7_000).saturating_add(db.reads_writes(5, 1))
}

/// Reads: clock (3), operator, fund, both accounts, holds. Writes: fund, accounts, holds.
fn finish_wind_up(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(55_000_000, 12_000).saturating_add(db.reads_writes(8, 4))
}

/// Reads: clock (3), genesis, key, merchant, payment, book, pots (4); per part position, fund, series.
/// Writes: payment, book, day totals (2), pots (4); per part position, fund, series.
fn pay(db: RuntimeDbWeight, p: u32) -> Weight {
	let p = u64::from(p);
	Weight::from_parts(110_000_000, 22_000)
		.saturating_add(Weight::from_parts(12_000_000, 5_500).saturating_mul(p))
		.saturating_add(db.reads_writes(13, 8))
		.saturating_add(db.reads_writes(3, 3).saturating_mul(p))
}

/// As `pay`, and the merchant's account where it tops up.
fn refund(db: RuntimeDbWeight, p: u32) -> Weight {
	let p = u64::from(p);
	Weight::from_parts(120_000_000, 22_000)
		.saturating_add(Weight::from_parts(12_000_000, 5_500).saturating_mul(p))
		.saturating_add(db.reads_writes(13, 9))
		.saturating_add(db.reads_writes(3, 3).saturating_mul(p))
}

/// Reads: clock (3), merchant, book, oldest day, accounts (2), holds. Writes: book, day totals (2), accounts, holds.
fn settle(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(65_000_000, 16_000).saturating_add(db.reads_writes(9, 6))
}

/// Reads: clock (3), merchant, book. Writes: book, due (2).
fn set_schedule(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(25_000_000, 8_000).saturating_add(db.reads_writes(5, 3))
}

/// As `settle`, and the queue.
fn run_schedule(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(80_000_000, 20_000).saturating_add(db.reads_writes(11, 8))
}

/// Where the last one stopped (2) is read and written; per entry one key is read and removed.
fn sweep(db: RuntimeDbWeight, n: u32) -> Weight {
	let n = u64::from(n);
	Weight::from_parts(10_000_000, 2_000)
		.saturating_add(Weight::from_parts(6_000_000, 3_000).saturating_mul(n))
		.saturating_add(db.reads_writes(7, 2))
		.saturating_add(db.reads_writes(1, 1).saturating_mul(n))
}

/// Reads: clock (3), operators (2), agreement. Writes: agreement.
fn propose_agreement(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(22_000_000, 8_000).saturating_add(db.reads_writes(6, 1))
}

/// Reads: clock (3), operator, agreement. Writes: agreement.
fn accept_agreement(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(20_000_000, 7_000).saturating_add(db.reads_writes(5, 1))
}

/// Reads: clock (3), operators (2), agreement. Writes: agreement.
fn cancel_agreement(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(20_000_000, 8_000).saturating_add(db.reads_writes(6, 1))
}

/// Reads: clock (3), key, agreement, operator, funds (2), series (9), counter, positions (2).
/// Writes: agreement, counter, funds (2), series (2), positions (2).
fn exchange(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(90_000_000, 34_000).saturating_add(db.reads_writes(20, 8))
}

/// Reads: clock (3), operator, series, position, reversal, fund. Writes: fund, reversal.
fn propose_reversal(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(30_000_000, 12_000).saturating_add(db.reads_writes(8, 2))
}

/// Reads: clock (3), key, reversal. Writes: reversal.
fn appeal_reversal(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(20_000_000, 7_000).saturating_add(db.reads_writes(5, 1))
}

/// Reads: clock (3), reversal, fund. Writes: reversal, fund.
fn decide_appeal(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(20_000_000, 7_000).saturating_add(db.reads_writes(5, 2))
}

/// Reads: clock (3), operator, reversal, fund, series, position. Writes: reversal, fund, series, position.
fn execute_reversal(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(40_000_000, 13_000).saturating_add(db.reads_writes(8, 4))
}

/// Opening and issuing. Reads: clock (3), fund (2), series (8). Writes: fund, series.
fn issue(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(40_000_000, 25_000).saturating_add(db.reads_writes(13, 2))
}

/// Taking, releasing or restoring. Reads: clock (3), escrow, book, pots (4); per part position, fund, series.
/// Writes: escrow, book, day totals (2), pots (4); per part position, fund, series.
fn spend(db: RuntimeDbWeight, p: u32) -> Weight {
	let p = u64::from(p);
	Weight::from_parts(100_000_000, 20_000)
		.saturating_add(Weight::from_parts(12_000_000, 5_500).saturating_mul(p))
		.saturating_add(db.reads_writes(10, 8))
		.saturating_add(db.reads_writes(3, 3).saturating_mul(p))
}

/// Reads: clock (3), the first keys of each queue, as many due merchants as are settled in a block,
/// where sweeping stopped (2).
fn idle_check(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(40_000_000, 50_000).saturating_add(db.reads_writes(27, 0))
}
