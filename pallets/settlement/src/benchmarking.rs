//! Benchmarks of the settlement office's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::*;
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect, Mutate},
	EnsureOrigin, Get,
};
use frame_system::RawOrigin;
use sp_core::H256;
use sp_runtime::traits::Saturating;

const RECORD: RecordRef = H256::repeat_byte(7);

fn officer<T: Config>(duty: Duty) -> T::AccountId {
	let name = match duty {
		Duty::Propose => "proposer",
		Duty::Confirm => "confirmer",
	};
	let who: T::AccountId = account(name, 0, 0);
	Officers::<T>::insert(&who, duty);
	who
}

fn amount<T: Config>() -> BalanceOf<T> {
	T::MinWithdrawal::get().saturating_add(T::Currency::minimum_balance())
}

fn reason() -> Reason {
	vec![b'x'; 128].try_into().unwrap()
}

fn proposed<T: Config>() -> T::AccountId {
	let to: T::AccountId = account("owner", 0, 0);
	let by = RawOrigin::Signed(officer::<T>(Duty::Propose));
	Pallet::<T>::propose_mint(by.into(), to.clone(), amount::<T>(), RECORD).unwrap();
	DailyLimit::<T>::put(amount::<T>());
	to
}

fn requested<T: Config>() -> (T::AccountId, WithdrawalId) {
	let owner: T::AccountId = account("owner", 0, 0);
	T::Currency::set_balance(&owner, amount::<T>().saturating_mul(10u32.into()));
	let id = NextWithdrawalId::<T>::get();
	Pallet::<T>::request_withdrawal(RawOrigin::Signed(owner.clone()).into(), amount::<T>(), RECORD)
		.unwrap();
	(owner, id)
}

fn reported<T: Config>() -> (T::AccountId, WithdrawalId) {
	let (owner, id) = requested::<T>();
	let by = RawOrigin::Signed(officer::<T>(Duty::Propose));
	Pallet::<T>::report_payment(by.into(), id, RECORD).unwrap();
	(owner, id)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn appoint() -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let who: T::AccountId = account("officer", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), Duty::Confirm);

		assert!(Officers::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn dismiss() -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let who = officer::<T>(Duty::Confirm);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(!Officers::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn set_daily_limit() -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, amount::<T>());

		assert_eq!(DailyLimit::<T>::get(), amount::<T>());
		Ok(())
	}

	#[benchmark]
	fn propose_mint() {
		let who = officer::<T>(Duty::Propose);
		let to: T::AccountId = account("owner", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), to, amount::<T>(), RECORD);

		assert!(Mints::<T>::contains_key(RECORD));
	}

	#[benchmark]
	fn confirm_mint() {
		let to = proposed::<T>();
		let who = officer::<T>(Duty::Confirm);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), to, amount::<T>(), RECORD);

		assert!(Records::<T>::contains_key(RECORD));
	}

	#[benchmark]
	fn drop_mint() {
		proposed::<T>();
		let who = officer::<T>(Duty::Confirm);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), RECORD, reason());

		assert!(!Mints::<T>::contains_key(RECORD));
	}

	#[benchmark]
	fn request_withdrawal() {
		let owner: T::AccountId = account("owner", 0, 0);
		T::Currency::set_balance(&owner, amount::<T>().saturating_mul(10u32.into()));

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), amount::<T>(), RECORD);

		assert_eq!(NextWithdrawalId::<T>::get(), 1);
	}

	#[benchmark]
	fn report_payment() {
		let (_, id) = requested::<T>();
		let who = officer::<T>(Duty::Propose);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id, RECORD);

		assert!(Withdrawals::<T>::get(id).unwrap().payment.is_some());
	}

	#[benchmark]
	fn confirm_payment() {
		let (_, id) = reported::<T>();
		let who = officer::<T>(Duty::Confirm);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id, amount::<T>(), RECORD);

		assert!(!Withdrawals::<T>::contains_key(id));
	}

	#[benchmark]
	fn refuse_withdrawal() {
		let (_, id) = reported::<T>();
		let who = officer::<T>(Duty::Confirm);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id, reason());

		assert!(!Withdrawals::<T>::contains_key(id));
	}

	#[benchmark]
	fn take_back() {
		let (owner, id) = requested::<T>();
		Withdrawals::<T>::mutate(id, |withdrawal| withdrawal.as_mut().unwrap().deadline = 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id);

		assert!(!Withdrawals::<T>::contains_key(id));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
