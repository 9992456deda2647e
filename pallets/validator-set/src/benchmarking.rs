//! Benchmarks of the validator set's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::*;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate, MutateHold},
		EnsureOrigin, Get,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_runtime::traits::Saturating;

fn funded<T: Config>(name: &'static str, index: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who: T::AccountId = account(name, index, 0);
	let amount = T::Deposit::get()
		.saturating_add(T::Currency::minimum_balance())
		.saturating_mul(100u32.into());
	T::Currency::set_balance(&who, amount);
	T::Sessions::register(&who, index);
	who
}

fn candidate<T: Config>(index: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = funded::<T>("candidate", index);
	Pallet::<T>::apply(RawOrigin::Signed(who.clone()).into()).expect("keys and money are there");
	who
}

/// A set of `number` members, all with keys and deposits; one of them stands like that.
fn members<T: Config>(number: u32, standing: Standing) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let mut found: alloc::vec::Vec<_> = (0..number)
		.map(|index| {
			let account = funded::<T>("member", 10_000 + index);
			let deposit = T::Deposit::get();
			T::Currency::hold(&HoldReason::Validator.into(), &account, deposit)
				.expect("the money is there");
			Member { account, since: 0, standing: Standing::Active, idle: Idle::default(), deposit }
		})
		.collect();
	found.sort_by(|one, other| one.account.cmp(&other.account));
	let last = found.last_mut().expect("there is one");
	last.standing = standing;
	let who = last.account.clone();
	Members::<T>::put(BoundedVec::truncate_from(found));
	Minimum::<T>::put(1);
	who
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn apply() {
		members::<T>(T::MaxMembers::get(), Standing::Active);
		let who = funded::<T>("candidate", 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(Candidates::<T>::contains_key(&who));
	}

	#[benchmark]
	fn withdraw() {
		let who = candidate::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Candidates::<T>::contains_key(&who));
	}

	#[benchmark]
	fn admit(m: Linear<1, { T::MaxMembers::get() - 1 }>) -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		members::<T>(m, Standing::Active);
		let who = candidate::<T>(1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(Members::<T>::get().iter().any(|member| member.account == who));
		Ok(())
	}

	#[benchmark]
	fn remove(m: Linear<2, { T::MaxMembers::get() }>) -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let who = members::<T>(m, Standing::Active);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(!Members::<T>::get().iter().any(|member| member.account == who));
		Ok(())
	}

	#[benchmark]
	fn leave(m: Linear<2, { T::MaxMembers::get() }>) {
		let who = members::<T>(m, Standing::Active);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Members::<T>::get().iter().any(|member| member.account == who));
	}

	#[benchmark]
	fn chill(m: Linear<2, { T::MaxMembers::get() }>) {
		let who = members::<T>(m, Standing::Active);

		#[extrinsic_call]
		_(RawOrigin::Signed(who));

		assert_eq!(Pallet::<T>::summarise().chilled, 1);
	}

	#[benchmark]
	fn rejoin(m: Linear<2, { T::MaxMembers::get() }>) {
		let who = members::<T>(m, Standing::Chilled);

		#[extrinsic_call]
		_(RawOrigin::Signed(who));

		assert_eq!(Pallet::<T>::summarise().chilled, 0);
	}

	#[benchmark]
	fn purge_keys() {
		members::<T>(T::MaxMembers::get(), Standing::Active);
		let who = funded::<T>("candidate", 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(T::Sessions::keys(&who).is_none());
	}

	#[benchmark]
	fn note_author() {
		let who: T::AccountId = account("member", 1, 0);

		#[block]
		{
			<Pallet<T> as pallet_authorship::EventHandler<_, _>>::note_author(who.clone());
		}

		assert_eq!(Authored::<T>::get(&who), 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
