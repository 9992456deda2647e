//! Weights of `pallet-points`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 8 repeats); don't edit.
//!
//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

pub trait WeightInfo {
	fn deposit() -> Weight;
	fn request_withdrawal() -> Weight;
	fn withdraw() -> Weight;
	fn open_series() -> Weight;
	fn close_series() -> Weight;
	fn begin_wind_up() -> Weight;
	fn finish_wind_up() -> Weight;
	fn pay(p: u32) -> Weight;
	fn refund(p: u32) -> Weight;
	fn settle() -> Weight;
	fn set_schedule() -> Weight;
	fn run_schedule() -> Weight;
	fn sweep(n: u32) -> Weight;
	fn propose_agreement() -> Weight;
	fn accept_agreement() -> Weight;
	fn cancel_agreement() -> Weight;
	fn exchange() -> Weight;
	fn propose_reversal() -> Weight;
	fn appeal_reversal() -> Weight;
	fn decide_appeal() -> Weight;
	fn execute_reversal() -> Weight;
	fn issue() -> Weight;
	fn spend(p: u32) -> Weight;
	fn idle_check() -> Weight;
}

/// Measured times, with the runtime's own price of reads and writes.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn deposit() -> Weight {
		// Shortest run: 72_694_000 picoseconds.
		Weight::from_parts(77_779_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn request_withdrawal() -> Weight {
		// Shortest run: 28_116_000 picoseconds.
		Weight::from_parts(30_806_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 79_791_000 picoseconds.
		Weight::from_parts(83_602_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn open_series() -> Weight {
		// Shortest run: 30_677_000 picoseconds.
		Weight::from_parts(33_287_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn close_series() -> Weight {
		// Shortest run: 25_919_000 picoseconds.
		Weight::from_parts(27_901_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn begin_wind_up() -> Weight {
		// Shortest run: 26_891_000 picoseconds.
		Weight::from_parts(30_756_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn finish_wind_up() -> Weight {
		// Shortest run: 82_295_000 picoseconds.
		Weight::from_parts(97_113_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn pay(p: u32) -> Weight {
		// Shortest run: 171_121_000 picoseconds.
		Weight::from_parts(166_365_843, 0)
			.saturating_add(Weight::from_parts(18_601_781, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn refund(p: u32) -> Weight {
		// Shortest run: 203_673_000 picoseconds.
		Weight::from_parts(210_087_268, 0)
			.saturating_add(Weight::from_parts(18_206_148, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn settle() -> Weight {
		// Shortest run: 207_944_000 picoseconds.
		Weight::from_parts(261_415_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn set_schedule() -> Weight {
		// Shortest run: 52_963_000 picoseconds.
		Weight::from_parts(61_226_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn run_schedule() -> Weight {
		// Shortest run: 186_858_000 picoseconds.
		Weight::from_parts(193_197_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 44_677_000 picoseconds.
		Weight::from_parts(20_516_239, 0)
			.saturating_add(Weight::from_parts(4_126_325, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn propose_agreement() -> Weight {
		// Shortest run: 35_843_000 picoseconds.
		Weight::from_parts(37_581_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn accept_agreement() -> Weight {
		// Shortest run: 32_149_000 picoseconds.
		Weight::from_parts(37_537_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn cancel_agreement() -> Weight {
		// Shortest run: 31_745_000 picoseconds.
		Weight::from_parts(33_715_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn exchange() -> Weight {
		// Shortest run: 112_162_000 picoseconds.
		Weight::from_parts(116_526_000, 0)
			.saturating_add(T::DbWeight::get().reads(19_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}

	fn propose_reversal() -> Weight {
		// Shortest run: 45_087_000 picoseconds.
		Weight::from_parts(49_715_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn appeal_reversal() -> Weight {
		// Shortest run: 26_275_000 picoseconds.
		Weight::from_parts(29_445_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn decide_appeal() -> Weight {
		// Shortest run: 21_095_000 picoseconds.
		Weight::from_parts(22_486_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn execute_reversal() -> Weight {
		// Shortest run: 51_045_000 picoseconds.
		Weight::from_parts(54_164_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn issue() -> Weight {
		// Shortest run: 50_239_000 picoseconds.
		Weight::from_parts(52_757_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn spend(p: u32) -> Weight {
		// Shortest run: 92_861_000 picoseconds.
		Weight::from_parts(82_239_818, 0)
			.saturating_add(Weight::from_parts(15_598_655, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn idle_check() -> Weight {
		// Shortest run: 36_319_000 picoseconds.
		Weight::from_parts(38_316_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn deposit() -> Weight {
		// Shortest run: 72_694_000 picoseconds.
		Weight::from_parts(77_779_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn request_withdrawal() -> Weight {
		// Shortest run: 28_116_000 picoseconds.
		Weight::from_parts(30_806_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 79_791_000 picoseconds.
		Weight::from_parts(83_602_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn open_series() -> Weight {
		// Shortest run: 30_677_000 picoseconds.
		Weight::from_parts(33_287_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn close_series() -> Weight {
		// Shortest run: 25_919_000 picoseconds.
		Weight::from_parts(27_901_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn begin_wind_up() -> Weight {
		// Shortest run: 26_891_000 picoseconds.
		Weight::from_parts(30_756_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn finish_wind_up() -> Weight {
		// Shortest run: 82_295_000 picoseconds.
		Weight::from_parts(97_113_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn pay(p: u32) -> Weight {
		// Shortest run: 171_121_000 picoseconds.
		Weight::from_parts(166_365_843, 0)
			.saturating_add(Weight::from_parts(18_601_781, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn refund(p: u32) -> Weight {
		// Shortest run: 203_673_000 picoseconds.
		Weight::from_parts(210_087_268, 0)
			.saturating_add(Weight::from_parts(18_206_148, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn settle() -> Weight {
		// Shortest run: 207_944_000 picoseconds.
		Weight::from_parts(261_415_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn set_schedule() -> Weight {
		// Shortest run: 52_963_000 picoseconds.
		Weight::from_parts(61_226_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn run_schedule() -> Weight {
		// Shortest run: 186_858_000 picoseconds.
		Weight::from_parts(193_197_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 44_677_000 picoseconds.
		Weight::from_parts(20_516_239, 0)
			.saturating_add(Weight::from_parts(4_126_325, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn propose_agreement() -> Weight {
		// Shortest run: 35_843_000 picoseconds.
		Weight::from_parts(37_581_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn accept_agreement() -> Weight {
		// Shortest run: 32_149_000 picoseconds.
		Weight::from_parts(37_537_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn cancel_agreement() -> Weight {
		// Shortest run: 31_745_000 picoseconds.
		Weight::from_parts(33_715_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn exchange() -> Weight {
		// Shortest run: 112_162_000 picoseconds.
		Weight::from_parts(116_526_000, 0)
			.saturating_add(ParityDbWeight::get().reads(19_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}

	fn propose_reversal() -> Weight {
		// Shortest run: 45_087_000 picoseconds.
		Weight::from_parts(49_715_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn appeal_reversal() -> Weight {
		// Shortest run: 26_275_000 picoseconds.
		Weight::from_parts(29_445_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn decide_appeal() -> Weight {
		// Shortest run: 21_095_000 picoseconds.
		Weight::from_parts(22_486_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn execute_reversal() -> Weight {
		// Shortest run: 51_045_000 picoseconds.
		Weight::from_parts(54_164_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn issue() -> Weight {
		// Shortest run: 50_239_000 picoseconds.
		Weight::from_parts(52_757_000, 0)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn spend(p: u32) -> Weight {
		// Shortest run: 92_861_000 picoseconds.
		Weight::from_parts(82_239_818, 0)
			.saturating_add(Weight::from_parts(15_598_655, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn idle_check() -> Weight {
		// Shortest run: 36_319_000 picoseconds.
		Weight::from_parts(38_316_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
