//! Benchmarks of the participants pallet's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::{provide::benchmark_participant, *};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use tanpu_primitives::{MethodologyId, ParticipantId, UnixSeconds};

/// The longest terms.
fn terms() -> LicenceTerms {
	let list: Vec<MethodologyId> = (0..u16::try_from(MAX_SCOPE).unwrap()).collect();
	LicenceTerms::Operator {
		scope: Scope::Only(BoundedVec::try_from(list).unwrap()),
		daily_quota: u32::MAX,
	}
}

fn name() -> Name {
	BoundedVec::try_from(vec![b'n'; usize::try_from(MAX_NAME_LEN).unwrap()]).unwrap()
}

/// A holder with as many licences as it can have but one.
fn busy_holder<T: Config>() -> T::AccountId {
	let holder: T::AccountId = account("holder", 0, 0);
	for _ in 1..T::MaxLicences::get() {
		benchmark_participant::<T>(holder.clone(), terms());
	}
	holder
}

fn participant<T: Config>() -> ParticipantId {
	benchmark_participant::<T>(account("holder", 0, 0), terms())
}

fn suspended<T: Config>() -> ParticipantId {
	let participant = participant::<T>();
	Pallet::<T>::do_suspend(participant, account("member", 0, 0), H256::repeat_byte(1)).unwrap();
	participant
}

fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::LicenceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn license() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let holder = busy_holder::<T>();
		let next = NextParticipantId::<T>::get();

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			holder,
			name(),
			H256::repeat_byte(1),
			terms(),
			UnixSeconds::MAX,
		);

		assert!(Participants::<T>::contains_key(next));
		Ok(())
	}

	#[benchmark]
	fn amend() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let participant = suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant, terms(), 1);

		assert_eq!(Participants::<T>::get(participant).unwrap().expires, 1);
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let origin =
			T::MemberOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let participant = participant::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant, H256::repeat_byte(1));

		let status = Participants::<T>::get(participant).unwrap().status;
		assert!(matches!(status, Status::Suspended(_)));
		Ok(())
	}

	#[benchmark]
	fn confirm_suspension() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let participant = suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant);

		let status = Participants::<T>::get(participant).unwrap().status;
		assert!(matches!(status, Status::Suspended(Suspension { confirmed: true, .. })));
		Ok(())
	}

	#[benchmark]
	fn lift_suspension() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let participant = suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant);

		assert_eq!(Participants::<T>::get(participant).unwrap().status, Status::Active);
		Ok(())
	}

	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let participant = suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant);

		let status = Participants::<T>::get(participant).unwrap().status;
		assert!(matches!(status, Status::Revoked { .. }));
		Ok(())
	}

	/// Enabling the last key that fits: it reads the holders too, and writes the longest list.
	#[benchmark]
	fn set_reporter() {
		let participant = participant::<T>();
		let holder: T::AccountId = account("holder", 0, 0);
		for number in 1..T::MaxReporters::get() {
			let key = account("key", number, 0);
			Pallet::<T>::do_set_reporter(holder.clone(), participant, key, true).unwrap();
		}
		let key: T::AccountId = account("key", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), participant, key.clone(), true);

		assert_eq!(Reporters::<T>::get(key), Some(participant));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
