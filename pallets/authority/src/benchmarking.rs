//! Benchmarks of the authority pallet's calls.
//!
//! The runtime's list must hold `System::authorize_upgrade`, which any upgradable chain's does.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::*;
use alloc::{boxed::Box, vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{EnsureOrigin, Get, SortedMembers},
	BoundedVec,
};
use frame_system::RawOrigin;

fn listed<T: Config>() -> <T as Config>::RuntimeCall {
	frame_system::Call::<T>::authorize_upgrade { code_hash: Default::default() }.into()
}

/// Queues `call` as if its delay were over (`lapsed` false) or its time (`lapsed` true).
fn enqueue<T: Config>(call: vec::Vec<u8>, lapsed: bool) -> CallIndex {
	let index = NextCallIndex::<T>::get();
	NextCallIndex::<T>::put(index + 1);
	QueuedCalls::<T>::insert(
		index,
		QueuedCall {
			call: BoundedVec::truncate_from(call),
			ready: 0,
			lapses: if lapsed { 0 } else { u64::MAX },
			transaction_version: <T as frame_system::Config>::Version::get().transaction_version,
		},
	);
	index
}

fn longest<T: Config>() -> vec::Vec<u8> {
	vec![0u8; usize::try_from(T::MaxCallSize::get()).unwrap()]
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `q` calls of the longest size have lapsed and are cleared: each is read and removed.
	#[benchmark]
	fn queue_root(q: Linear<0, { T::MaxQueued::get() }>) -> Result<(), BenchmarkError> {
		let origin =
			T::QueueOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		for _ in 0..q {
			enqueue::<T>(longest::<T>(), true);
		}
		let call = Box::new(listed::<T>());
		let index = NextCallIndex::<T>::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, call);

		assert!(QueuedCalls::<T>::contains_key(index));
		Ok(())
	}

	#[benchmark]
	fn enact() {
		let call = listed::<T>();
		let weight = call.get_dispatch_info().call_weight;
		let index = enqueue::<T>(call.encode(), false);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), index, weight);

		assert!(!QueuedCalls::<T>::contains_key(index));
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let origin =
			T::CancelOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let index = enqueue::<T>(longest::<T>(), false);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, index);

		assert!(!QueuedCalls::<T>::contains_key(index));
		Ok(())
	}

	#[benchmark]
	fn clear_lapsed() {
		let index = enqueue::<T>(longest::<T>(), true);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), index);

		assert!(!QueuedCalls::<T>::contains_key(index));
	}

	#[benchmark]
	fn set_department() -> Result<(), BenchmarkError> {
		let origin =
			T::QueueOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let who: T::AccountId = account("member", 0, 0);
		T::Members::add(&who);
		let name: DepartmentName = vec![b'x'; 64].try_into().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), Some(name));

		assert!(Departments::<T>::contains_key(&who));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
