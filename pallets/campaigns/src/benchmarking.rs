//! Benchmarks of the campaigns pallet's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, BoundedVec};
use frame_system::RawOrigin;
use tanpu_primitives::{
	campaigns::CampaignHook,
	growth::Themes,
	traits::{Operators, Positions},
	Balance, Clock, Day, MethodologyId, OperatorId, UnixSeconds, SECONDS_PER_DAY,
};

const NOW: UnixSeconds = 1_700_000_000;
const FUND: Balance = 1_000_000_000_000_000;

/// The longest list, with `METHODOLOGY` in it.
fn acts() -> Acts {
	let list: Vec<MethodologyId> = (0..MAX_METHODOLOGIES as u16).collect();
	Acts::Of(BoundedVec::truncate_from(list))
}

const METHODOLOGY: MethodologyId = 1;

/// A funded operator and its treasury, with a citizen 0.
fn operator<T: Config>() -> (T::AccountId, OperatorId) {
	T::BenchmarkHelper::set_time(NOW);
	let treasury: T::AccountId = account("treasury", 0, 0);
	let reporter: T::AccountId = account("reporter", 0, 0);
	let operator = T::Operators::benchmark_operator(treasury.clone(), reporter);
	T::BenchmarkHelper::fund(operator, FUND);
	T::Positions::benchmark_citizens(operator, 1);
	(treasury, operator)
}

fn terms<T: Config>(trigger: Trigger) -> TermsOf<T> {
	let from = T::Clock::today();
	Terms { trigger, bonus: 1, from, until: from, sponsor: None }
}

/// A campaign with money, at the end of as long a list as there can be.
fn campaign<T: Config>(trigger: Trigger) -> (T::AccountId, OperatorId, CampaignId) {
	let (treasury, operator) = operator::<T>();
	for _ in 1..T::MaxLive::get() {
		let other = terms::<T>(Trigger::FirstAct { acts: acts() });
		Pallet::<T>::do_create(treasury.clone(), operator, other).unwrap();
	}
	let id = NextCampaignId::<T>::get();
	Pallet::<T>::do_create(treasury.clone(), operator, terms::<T>(trigger)).unwrap();
	Pallet::<T>::do_fund(treasury.clone(), operator, id, FUND / 100).unwrap();
	(treasury, operator, id)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create() {
		let (treasury, operator) = operator::<T>();
		let next = NextCampaignId::<T>::get();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(treasury),
			operator,
			terms::<T>(Trigger::Streak { acts: acts(), days: 30 }),
		);

		assert_eq!(NextCampaignId::<T>::get(), next + 1);
	}

	#[benchmark]
	fn fund() {
		let (treasury, operator, id) = campaign::<T>(Trigger::Theme { theme: 0 });
		let before = Pallet::<T>::budgeted(operator);

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator, id, 1);

		assert_eq!(Pallet::<T>::budgeted(operator), before + 1);
	}

	#[benchmark]
	fn claim() {
		let (treasury, operator, id) = campaign::<T>(Trigger::Theme { theme: 8 });
		T::Themes::benchmark_unlock(0, T::Clock::today());

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator, id, 0);

		assert_eq!(Pallet::<T>::progress(id, 0), Some(Progress::Once { paid: true }));
	}

	#[benchmark]
	fn close(n: Linear<0, 1_000>) {
		let (treasury, operator, id) = campaign::<T>(Trigger::Theme { theme: 0 });
		for citizen in 0..n {
			ProgressOf::<T>::insert(id, citizen, Progress::Once { paid: true });
		}
		T::BenchmarkHelper::set_time(NOW + 1_000 * SECONDS_PER_DAY);

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator, id, n);

		assert_eq!(Pallet::<T>::closes_on(operator, id), None);
	}

	/// A citizen's acts in so many campaigns, none of which pays.
	#[benchmark]
	fn credited(n: Linear<0, 4>) {
		let (treasury, operator) = operator::<T>();
		for _ in 0..n.min(T::MaxLive::get()) {
			let streak = terms::<T>(Trigger::Streak { acts: acts(), days: 30 });
			Pallet::<T>::do_create(treasury.clone(), operator, streak).unwrap();
		}
		let days: Vec<Day> = alloc::vec![T::Clock::today(); 16];
		let mut position = T::Positions::get(operator, 0).unwrap();

		#[block]
		{
			Pallet::<T>::credited(operator, 0, METHODOLOGY, &days, &mut position, &mut 64);
		}

		assert_eq!(ProgressOf::<T>::iter_keys().count() as u32, n.min(T::MaxLive::get()));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
