//! Weights of `pallet-points`, measured in the wasm runtime.
//!
//! Written by `scripts/benchmark.sh` (20 steps, 5 repeats); don't edit.
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
		// Shortest run: 115_077_000 picoseconds.
		Weight::from_parts(119_222_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn request_withdrawal() -> Weight {
		// Shortest run: 42_667_000 picoseconds.
		Weight::from_parts(47_514_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 132_722_000 picoseconds.
		Weight::from_parts(134_602_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn open_series() -> Weight {
		// Shortest run: 46_241_000 picoseconds.
		Weight::from_parts(49_728_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn close_series() -> Weight {
		// Shortest run: 37_729_000 picoseconds.
		Weight::from_parts(44_449_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn begin_wind_up() -> Weight {
		// Shortest run: 39_194_000 picoseconds.
		Weight::from_parts(41_968_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn finish_wind_up() -> Weight {
		// Shortest run: 132_763_000 picoseconds.
		Weight::from_parts(137_896_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn pay(p: u32) -> Weight {
		// Shortest run: 260_587_000 picoseconds.
		Weight::from_parts(267_086_625, 0)
			.saturating_add(Weight::from_parts(28_585_046, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn refund(p: u32) -> Weight {
		// Shortest run: 325_440_000 picoseconds.
		Weight::from_parts(304_206_833, 0)
			.saturating_add(Weight::from_parts(33_713_789, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn settle() -> Weight {
		// Shortest run: 186_504_000 picoseconds.
		Weight::from_parts(197_685_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}

	fn set_schedule() -> Weight {
		// Shortest run: 58_514_000 picoseconds.
		Weight::from_parts(75_212_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}

	fn run_schedule() -> Weight {
		// Shortest run: 209_757_000 picoseconds.
		Weight::from_parts(231_493_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 23_506_000 picoseconds.
		Weight::from_parts(24_153_000, 0)
			.saturating_add(Weight::from_parts(402_903_313, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn propose_agreement() -> Weight {
		// Shortest run: 60_755_000 picoseconds.
		Weight::from_parts(63_655_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn accept_agreement() -> Weight {
		// Shortest run: 53_331_000 picoseconds.
		Weight::from_parts(54_080_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn cancel_agreement() -> Weight {
		// Shortest run: 50_666_000 picoseconds.
		Weight::from_parts(55_463_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn exchange() -> Weight {
		// Shortest run: 175_284_000 picoseconds.
		Weight::from_parts(186_308_000, 0)
			.saturating_add(T::DbWeight::get().reads(19_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}

	fn propose_reversal() -> Weight {
		// Shortest run: 70_739_000 picoseconds.
		Weight::from_parts(79_103_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn appeal_reversal() -> Weight {
		// Shortest run: 43_055_000 picoseconds.
		Weight::from_parts(45_746_000, 0)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}

	fn decide_appeal() -> Weight {
		// Shortest run: 32_935_000 picoseconds.
		Weight::from_parts(36_975_000, 0)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn execute_reversal() -> Weight {
		// Shortest run: 79_355_000 picoseconds.
		Weight::from_parts(82_323_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}

	fn issue() -> Weight {
		// Shortest run: 80_996_000 picoseconds.
		Weight::from_parts(84_512_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}

	fn spend(p: u32) -> Weight {
		// Shortest run: 152_571_000 picoseconds.
		Weight::from_parts(140_547_241, 0)
			.saturating_add(Weight::from_parts(23_789_978, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn idle_check() -> Weight {
		// Shortest run: 26_149_000 picoseconds.
		Weight::from_parts(28_978_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
	}
}

/// The same for mocks.
impl WeightInfo for () {
	fn deposit() -> Weight {
		// Shortest run: 115_077_000 picoseconds.
		Weight::from_parts(119_222_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn request_withdrawal() -> Weight {
		// Shortest run: 42_667_000 picoseconds.
		Weight::from_parts(47_514_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn withdraw() -> Weight {
		// Shortest run: 132_722_000 picoseconds.
		Weight::from_parts(134_602_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn open_series() -> Weight {
		// Shortest run: 46_241_000 picoseconds.
		Weight::from_parts(49_728_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn close_series() -> Weight {
		// Shortest run: 37_729_000 picoseconds.
		Weight::from_parts(44_449_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn begin_wind_up() -> Weight {
		// Shortest run: 39_194_000 picoseconds.
		Weight::from_parts(41_968_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn finish_wind_up() -> Weight {
		// Shortest run: 132_763_000 picoseconds.
		Weight::from_parts(137_896_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn pay(p: u32) -> Weight {
		// Shortest run: 260_587_000 picoseconds.
		Weight::from_parts(267_086_625, 0)
			.saturating_add(Weight::from_parts(28_585_046, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn refund(p: u32) -> Weight {
		// Shortest run: 325_440_000 picoseconds.
		Weight::from_parts(304_206_833, 0)
			.saturating_add(Weight::from_parts(33_713_789, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn settle() -> Weight {
		// Shortest run: 186_504_000 picoseconds.
		Weight::from_parts(197_685_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}

	fn set_schedule() -> Weight {
		// Shortest run: 58_514_000 picoseconds.
		Weight::from_parts(75_212_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}

	fn run_schedule() -> Weight {
		// Shortest run: 209_757_000 picoseconds.
		Weight::from_parts(231_493_000, 0)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}

	fn sweep(n: u32) -> Weight {
		// Shortest run: 23_506_000 picoseconds.
		Weight::from_parts(24_153_000, 0)
			.saturating_add(Weight::from_parts(402_903_313, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64.saturating_mul(n.into())))
	}

	fn propose_agreement() -> Weight {
		// Shortest run: 60_755_000 picoseconds.
		Weight::from_parts(63_655_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn accept_agreement() -> Weight {
		// Shortest run: 53_331_000 picoseconds.
		Weight::from_parts(54_080_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn cancel_agreement() -> Weight {
		// Shortest run: 50_666_000 picoseconds.
		Weight::from_parts(55_463_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn exchange() -> Weight {
		// Shortest run: 175_284_000 picoseconds.
		Weight::from_parts(186_308_000, 0)
			.saturating_add(ParityDbWeight::get().reads(19_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}

	fn propose_reversal() -> Weight {
		// Shortest run: 70_739_000 picoseconds.
		Weight::from_parts(79_103_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn appeal_reversal() -> Weight {
		// Shortest run: 43_055_000 picoseconds.
		Weight::from_parts(45_746_000, 0)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}

	fn decide_appeal() -> Weight {
		// Shortest run: 32_935_000 picoseconds.
		Weight::from_parts(36_975_000, 0)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn execute_reversal() -> Weight {
		// Shortest run: 79_355_000 picoseconds.
		Weight::from_parts(82_323_000, 0)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}

	fn issue() -> Weight {
		// Shortest run: 80_996_000 picoseconds.
		Weight::from_parts(84_512_000, 0)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}

	fn spend(p: u32) -> Weight {
		// Shortest run: 152_571_000 picoseconds.
		Weight::from_parts(140_547_241, 0)
			.saturating_add(Weight::from_parts(23_789_978, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().reads(3_u64.saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64.saturating_mul(p.into())))
	}

	fn idle_check() -> Weight {
		// Shortest run: 26_149_000 picoseconds.
		Weight::from_parts(28_978_000, 0)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
	}
}
