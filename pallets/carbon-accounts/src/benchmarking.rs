//! Benchmarks. Signatures are made by the keystore, so whatever runs them registers a
//! `KeystoreExt` (`sp_keystore::testing::MemoryKeystore` will do).

#![allow(clippy::arithmetic_side_effects, clippy::expect_used, clippy::unwrap_used)]

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::{
	crypto::{AccountId32, KeyTypeId},
	sr25519,
};
use sp_runtime::MultiSignature;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::{IdentityProviders, Operators, Positions as _},
	Be16, Be32, CitizenId, Clock, Disposition, GrowthMillis, Nullifier, OperatorId, ParticipantId,
	Position, UnixSeconds,
};

const KEYS: KeyTypeId = KeyTypeId(*b"tanp");

/// A number's nullifier. Apart from those that calls are benchmarked with only by its first byte.
fn nullifier_of(number: u32) -> Nullifier {
	let mut nullifier = [1u8; 32];
	for (to, from) in nullifier.iter_mut().skip(28).zip(number.to_be_bytes()) {
		*to = from;
	}
	nullifier
}

/// Makes citizens `0..count` exist, without keys, and enrolled with `operator`.
pub(crate) fn make_citizens<T: Config>(operator: OperatorId, count: u32) {
	for citizen in NextCitizenId::<T>::get()..count {
		Citizens::<T>::insert(
			citizen,
			Citizen {
				key: None,
				epoch: 0,
				provider: 0,
				opened: T::Clock::now(),
				status: AccountStatus::Open,
				operators: BoundedVec::new(),
			},
		);
		let mut nullifier = nullifier_of(citizen);
		if let Some(first) = nullifier.first_mut() {
			*first = 0;
		}
		CitizenByNullifier::<T>::insert(nullifier, citizen);
		NextCitizenId::<T>::put(citizen.saturating_add(1));
	}
	for citizen in 0..count {
		enrol_directly::<T>(operator, citizen);
	}
}

fn enrol_directly<T: Config>(operator: OperatorId, citizen: CitizenId) {
	if Pallet::<T>::get(operator, citizen).is_some_and(|position| position.enrolled) {
		return;
	}
	Citizens::<T>::mutate(citizen, |record| {
		if let Some(record) = record {
			if let Err(at) = record.operators.binary_search(&operator) {
				let _ = record.operators.try_insert(at, operator);
			}
		}
	});
	Positions::<T>::mutate(Be16::from(operator), Be32::from(citizen), |position| match position {
		Some(position) => position.enrolled = true,
		None => *position = Some(Position::new(Disposition::Entrusted)),
	});
	OperatorTotals::<T>::mutate(operator, |totals| {
		totals.citizens = totals.citizens.saturating_add(1)
	});
}

/// Makes citizen 0 exist, enrolled with as many operators as there can be, with so much growth with
/// the last of them.
pub(crate) fn make_citizen_with_growth<T: Config>(growth: GrowthMillis) -> CitizenId {
	for operator in 0..OperatorId::try_from(MAX_ENROLMENTS).unwrap() {
		make_citizens::<T>(operator, 1);
		let mut position = Pallet::<T>::get(operator, 0).expect("it was enrolled");
		position.growth =
			if u32::from(operator) + 1 == MAX_ENROLMENTS { growth } else { position.growth };
		Pallet::<T>::put(operator, 0, position);
	}
	0
}

fn new_key() -> sr25519::Public {
	sp_io::crypto::sr25519_generate(KEYS, None)
}

fn sign(key: &sr25519::Public, message: &[u8]) -> sr25519::Signature {
	sp_io::crypto::sr25519_sign(KEYS, key, message).expect("the keystore made this key")
}

fn expires<T: Config>() -> UnixSeconds {
	T::Clock::now().saturating_add(T::MaxAttestationLife::get())
}

fn attest<T: Config>(purpose: Purpose, nullifier: Nullifier, epoch: u32) -> KeyAttestation {
	let signer = new_key();
	let provider = T::Providers::benchmark_provider(signer);
	let holder = new_key();
	let key = AccountId32::from(holder);
	let expires = expires::<T>();
	let message = Statement {
		purpose,
		genesis: Pallet::<T>::genesis_hash(),
		provider,
		nullifier,
		key: Some(key.clone()),
		operator: None,
		disposition: None,
		epoch,
		expires,
	}
	.message();
	KeyAttestation {
		provider,
		nullifier,
		epoch,
		expires,
		key,
		provider_signature: sign(&signer, &message),
		key_signature: MultiSignature::Sr25519(sign(&holder, &message)),
	}
}

fn openings<T: Config>(
	operator: OperatorId,
	count: u32,
) -> (ParticipantId, BoundedVec<Opening, T::MaxOpenings>) {
	let signer = new_key();
	let provider = T::Providers::benchmark_provider(signer);
	let expires = expires::<T>();
	let disposition = Disposition::Entrusted;
	let entries: Vec<_> = (0..count)
		.map(|number| {
			let nullifier = nullifier_of(number);
			let message = Statement {
				purpose: Purpose::Open,
				genesis: Pallet::<T>::genesis_hash(),
				provider,
				nullifier,
				key: None,
				operator: Some(operator),
				disposition: Some(disposition),
				epoch: 0,
				expires,
			}
			.message();
			Opening { nullifier, expires, signature: sign(&signer, &message), disposition }
		})
		.collect();
	(provider, BoundedVec::truncate_from(entries))
}

fn operator<T: Config>() -> (OperatorId, AccountId32) {
	let reporter: AccountId32 = account("reporter", 0, 0);
	(T::Operators::benchmark_operator(account("treasury", 0, 0), reporter.clone()), reporter)
}

/// Makes `key` that of the next citizen.
pub(crate) fn make_keyed_citizen<T: Config>(key: &AccountId32) -> CitizenId {
	let citizen = NextCitizenId::<T>::get();
	NextCitizenId::<T>::put(citizen.saturating_add(1));
	CitizenByNullifier::<T>::insert(nullifier_of(citizen), citizen);
	CitizenByKey::<T>::insert(key, citizen);
	Citizens::<T>::insert(
		citizen,
		Citizen {
			key: Some(key.clone()),
			epoch: 1,
			provider: 0,
			opened: T::Clock::now(),
			status: AccountStatus::Open,
			operators: BoundedVec::new(),
		},
	);
	frame_system::Pallet::<T>::inc_providers(key);
	citizen
}

/// A citizen with a key.
fn keyed_citizen<T: Config>() -> (CitizenId, AccountId32) {
	let attestation = attest::<T>(Purpose::Open, nullifier_of(0), 0);
	let key = attestation.key.clone();
	Pallet::<T>::do_open(attestation).map_err(|_| "not opened").expect("a sound attestation");
	(CitizenByKey::<T>::get(&key).expect("just opened"), key)
}

/// Enrols a citizen with so many operators, and makes their provider one that can't act: each
/// attestation here is another's.
fn fill_record<T: Config>(citizen: CitizenId, operators: u32) {
	for operator in (0..u16::MAX).rev().take(operators as usize) {
		enrol_directly::<T>(operator, citizen);
	}
	Citizens::<T>::mutate(citizen, |record| {
		if let Some(record) = record {
			record.provider = ParticipantId::MAX;
		}
	});
}

/// A citizen with a replacement under way, due now.
fn replaced_citizen<T: Config>(state: ReplacementState) -> (CitizenId, AccountId32, AccountId32) {
	let (citizen, old) = keyed_citizen::<T>();
	fill_record::<T>(citizen, MAX_ENROLMENTS);
	let attestation = attest::<T>(Purpose::Replace, nullifier_of(0), 1);
	let new = attestation.key.clone();
	Pallet::<T>::do_replace_key(attestation).map_err(|_| "refused").expect("a sound attestation");
	Replacements::<T>::mutate(citizen, |replacement| {
		if let Some(replacement) = replacement {
			replacement.due = 0;
			replacement.state = state;
		}
	});
	(citizen, old, new)
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn open() {
		let attestation = attest::<T>(Purpose::Open, nullifier_of(0), 0);
		let key = attestation.key.clone();
		let sponsor: AccountId32 = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(sponsor), attestation);

		assert!(CitizenByKey::<T>::contains_key(key));
	}

	#[benchmark]
	fn open_for_users(n: Linear<0, { T::MaxOpenings::get() }>) {
		let (operator, reporter) = operator::<T>();
		let (provider, entries) = openings::<T>(operator, n);

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), provider, entries);

		assert_eq!(OperatorTotals::<T>::get(operator).citizens, n);
	}

	#[benchmark]
	fn open_for_users_again(n: Linear<0, { T::MaxOpenings::get() }>) {
		let (operator, reporter) = operator::<T>();
		let (provider, entries) = openings::<T>(operator, n);
		let origin = RawOrigin::Signed(reporter);
		Pallet::<T>::open_for_users(origin.clone().into(), provider, entries.clone())
			.map_err(|_| "refused")
			.expect("a sound call");

		#[extrinsic_call]
		open_for_users(origin, provider, entries);

		assert_eq!(OperatorTotals::<T>::get(operator).citizens, n);
	}

	#[benchmark]
	fn claim() {
		let (operator, reporter) = operator::<T>();
		let (provider, entries) = openings::<T>(operator, 1);
		Pallet::<T>::open_for_users(RawOrigin::Signed(reporter).into(), provider, entries)
			.map_err(|_| "refused")
			.expect("a sound call");
		// Attested by another provider, where the first can't act: both are looked up.
		for citizen in 0..NextCitizenId::<T>::get() {
			Citizens::<T>::mutate(citizen, |record| {
				if let Some(record) = record {
					record.provider = ParticipantId::MAX;
				}
			});
		}
		let attestation = attest::<T>(Purpose::Claim, nullifier_of(0), 0);
		let key = attestation.key.clone();
		let sponsor: AccountId32 = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(sponsor), attestation);

		assert!(CitizenByKey::<T>::contains_key(key));
	}

	#[benchmark]
	fn enrol() {
		let (operator, _) = operator::<T>();
		let (citizen, key) = keyed_citizen::<T>();
		// The longest record that another operator still fits into.
		let others = (0..u16::MAX).rev().filter(|other| *other != operator);
		for other in others.take(MAX_ENROLMENTS.saturating_sub(1) as usize) {
			enrol_directly::<T>(other, citizen);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(key), operator, Disposition::SelfHeld);

		assert_eq!(OperatorTotals::<T>::get(operator).citizens, 1);
	}

	#[benchmark]
	fn leave() {
		let (operator, _) = operator::<T>();
		let (citizen, key) = keyed_citizen::<T>();
		enrol_directly::<T>(operator, citizen);
		let mut position = Position::new(Disposition::Entrusted);
		for class in 0..tanpu_primitives::MAX_CONTRIBUTIONS {
			let issue = <() as tanpu_primitives::traits::Issuing>::open(operator).ok();
			position.credit(class, 1_000, 844, 1_000, issue.as_ref()).expect("there is room");
		}
		<Pallet<T> as tanpu_primitives::traits::Positions>::put(operator, citizen, position);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), operator);

		assert_eq!(OperatorTotals::<T>::get(operator).citizens, 0);
	}

	#[benchmark]
	fn reopen() {
		let (citizen, key) = keyed_citizen::<T>();
		fill_record::<T>(citizen, MAX_ENROLMENTS);
		Pallet::<T>::do_close(&key).map_err(|_| "refused").expect("there are no orders");
		let attestation = attest::<T>(Purpose::Open, nullifier_of(0), 1);
		let key = attestation.key.clone();
		let sponsor: AccountId32 = whitelisted_caller();

		#[extrinsic_call]
		open(RawOrigin::Signed(sponsor), attestation);

		assert_eq!(CitizenByKey::<T>::get(key), Some(citizen));
	}

	#[benchmark]
	fn replace_key() {
		// Takes the place of one that can't happen: its key has become a citizen's.
		let (citizen, _, other) = replaced_citizen::<T>(ReplacementState::Announced);
		CitizenByKey::<T>::insert(other, citizen);
		let attestation = attest::<T>(Purpose::Replace, nullifier_of(0), 2);
		let key = attestation.key.clone();
		let sponsor: AccountId32 = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(sponsor), attestation);

		assert_eq!(Replacements::<T>::get(citizen).map(|replacement| replacement.key), Some(key));
	}

	#[benchmark]
	fn veto_replacement() {
		let (citizen, old, _) = replaced_citizen::<T>(ReplacementState::Announced);

		#[extrinsic_call]
		_(RawOrigin::Signed(old));

		let state = Replacements::<T>::get(citizen).map(|replacement| replacement.state);
		assert!(matches!(state, Some(ReplacementState::Vetoed { .. })));
	}

	#[benchmark]
	fn decide_veto() -> Result<(), BenchmarkError> {
		let origin = T::CouncilOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Stop("no council"))?;
		let (citizen, _, _) = replaced_citizen::<T>(ReplacementState::Vetoed { at: 0 });

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen, true);

		assert!(!Replacements::<T>::contains_key(citizen));
		Ok(())
	}

	#[benchmark]
	fn complete_replacement() {
		let (citizen, _, new) = replaced_citizen::<T>(ReplacementState::Announced);
		let anyone: AccountId32 = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), citizen);

		assert_eq!(CitizenByKey::<T>::get(new), Some(citizen));
	}

	#[benchmark]
	fn close(n: Linear<0, MAX_ENROLMENTS>) {
		let (citizen, key) = keyed_citizen::<T>();
		fill_record::<T>(citizen, n);
		let attestation = attest::<T>(Purpose::Replace, nullifier_of(0), 1);
		Pallet::<T>::do_replace_key(attestation)
			.map_err(|_| "refused")
			.expect("a sound attestation");

		#[extrinsic_call]
		_(RawOrigin::Signed(key));

		assert_eq!(
			Citizens::<T>::get(citizen).map(|record| record.status),
			Some(AccountStatus::Closed)
		);
	}

	/// What the extension adds to a call within the allowance: looks twice, counts once.
	#[benchmark]
	fn free_call() {
		let (citizen, key) = keyed_citizen::<T>();
		let taken;

		#[block]
		{
			let found = Pallet::<T>::free_calls_of(&key);
			taken = found.is_some_and(|(citizen, _)| Pallet::<T>::take_free_call(citizen));
		}

		assert!(taken);
		assert_eq!(FreeCallsUsed::<T>::get(citizen).used, 1);
	}

	/// What it adds to one beyond the allowance.
	#[benchmark]
	fn free_call_beyond() {
		let (_, key) = keyed_citizen::<T>();
		let found;

		#[block]
		{
			found = Pallet::<T>::free_calls_of(&key);
		}

		assert!(found.is_some());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::benchmark_ext(), crate::mock::Test);
}
