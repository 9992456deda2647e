//! Benchmarks of the participants pallet's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::{bonds::benchmark_bond, provide::benchmark_participant, *};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		Consideration, EnsureOrigin, Get,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::{crypto::KeyTypeId, H256};
use sp_runtime::{MultiSignature, MultiSigner};
use tanpu_primitives::{
	device::DeviceConsent, Balance, Clock, MethodologyId, OperatorId, ParticipantId, UnixSeconds,
};

/// Where the benchmarks' keys are.
const KEYS: KeyTypeId = KeyTypeId(*b"tanp");

/// The longest terms.
fn terms() -> LicenceTerms {
	let list: Vec<MethodologyId> = (0..u16::try_from(MAX_SCOPE).unwrap()).collect();
	LicenceTerms::Operator {
		scope: Scope::Only(BoundedVec::try_from(list).unwrap()),
		daily_quota: u32::MAX,
		bond: 0,
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

/// An operator with the longest terms and a bond of twice as much as is used, for its holder.
fn bonded<T: Config>() -> (T::AccountId, OperatorId, Balance) {
	let holder: T::AccountId = account("holder", 0, 0);
	let operator = participant::<T>();
	let amount = T::Currency::minimum_balance();
	benchmark_bond::<T>(holder.clone(), operator, amount.saturating_mul(2));
	(holder, operator, amount)
}

/// The same with a notice, which is over or has just begun.
fn on_notice<T: Config>(over: bool) -> (T::AccountId, OperatorId, Balance) {
	let (holder, operator, amount) = bonded::<T>();
	Pallet::<T>::do_request_bond_release(holder.clone(), operator, amount).unwrap();
	if over {
		T::BenchmarkHelper::set_time(T::Clock::now().saturating_add(T::BondNotice::get()));
	}
	(holder, operator, amount)
}

/// An operator whose reporting key registers: it reads one key more than the holder would.
fn with_reporter<T: Config>() -> (T::AccountId, OperatorId) {
	let holder: T::AccountId = account("holder", 0, 0);
	let reporter: T::AccountId = account("reporter", 0, 0);
	let operator = participant::<T>();
	Pallet::<T>::do_set_reporter(holder.clone(), operator, reporter.clone(), true).unwrap();
	let key = MultiSigner::Ecdsa(sp_core::ecdsa::Public::from_raw([2; 33]));
	// Twice, so that it isn't the first hold.
	for _ in 0..2 {
		let footprint = Pallet::<T>::device_footprint(&key.clone().into());
		T::DeviceConsideration::ensure_successful(&holder, footprint);
	}
	(reporter, operator)
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

		assert!(Participants::<T>::get(participant).unwrap().suspensions.last.is_some());
		Ok(())
	}

	#[benchmark]
	fn confirm_suspension() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let participant = suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant);

		let last = Participants::<T>::get(participant).unwrap().suspensions.last;
		assert!(last.unwrap().confirmed);
		Ok(())
	}

	#[benchmark]
	fn lift_suspension() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let participant = suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant);

		assert_eq!(Participants::<T>::get(participant).unwrap().suspensions.last, None);
		Ok(())
	}

	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let participant = suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant);

		assert!(Participants::<T>::get(participant).unwrap().revoked.is_some());
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

	#[benchmark]
	fn post_bond() {
		let (holder, operator, amount) = bonded::<T>();
		T::Currency::mint_into(&holder, amount).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), operator, amount);

		assert_eq!(Bonds::<T>::get(operator).bonded, amount.saturating_mul(3));
	}

	#[benchmark]
	fn request_bond_release() {
		let (holder, operator, amount) = bonded::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), operator, amount);

		assert_eq!(Bonds::<T>::get(operator).on_notice(), amount);
	}

	#[benchmark]
	fn cancel_bond_release() {
		let (holder, operator, _) = on_notice::<T>(false);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), operator);

		assert_eq!(Bonds::<T>::get(operator).notice, None);
	}

	#[benchmark]
	fn release_bond() {
		let (holder, operator, amount) = on_notice::<T>(true);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), operator);

		assert_eq!(Bonds::<T>::get(operator).held(), Some(amount));
	}

	#[benchmark]
	fn set_replacement_price() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		Pallet::<T>::do_set_replacement_price(5).unwrap();
		Pallet::<T>::do_set_replacement_price(6).unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 7);

		assert_eq!(ReplacementPrice::<T>::get().next.unwrap().0, 7);
		Ok(())
	}

	#[benchmark]
	fn spend_replacement_fund() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let least = T::Currency::minimum_balance();
		T::Currency::mint_into(&T::ReplacementFund::get(), least.saturating_mul(3)).unwrap();
		let beneficiary: T::AccountId = account("seller", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, beneficiary.clone(), least, H256::repeat_byte(1));

		assert_eq!(T::Currency::balance(&beneficiary), least);
		Ok(())
	}

	#[benchmark]
	fn register_device() {
		let (_, operator) = with_reporter::<T>();
		let holder: T::AccountId = account("holder", 0, 0);
		let key = sp_io::crypto::sr25519_generate(KEYS, None);
		let consent = DeviceConsent { genesis: Pallet::<T>::genesis_hash(), operator };
		let proof = sp_io::crypto::sr25519_sign(KEYS, &key, &consent.message()).unwrap();
		let key = MultiSigner::Sr25519(key);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), operator, key.clone(), MultiSignature::Sr25519(proof));

		assert!(DeviceKeys::<T>::get(DeviceKey::from(key)).unwrap().registered);
	}

	#[benchmark]
	fn remove_device() {
		use tanpu_primitives::traits::Devices;
		let (reporter, operator) = with_reporter::<T>();
		let key = MultiSigner::Ecdsa(sp_core::ecdsa::Public::from_raw([3; 33]));
		Pallet::<T>::benchmark_device(operator, key.clone());

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), operator, key.clone());

		assert!(!DeviceKeys::<T>::get(DeviceKey::from(key)).unwrap().registered);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::benchmark_ext(), crate::mock::Test);
}
