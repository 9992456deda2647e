//! Benchmarks. Signatures are made by the keystore, so whatever runs them registers a
//! `KeystoreExt` (`sp_keystore::testing::MemoryKeystore` will do).

#![allow(clippy::arithmetic_side_effects, clippy::expect_used, clippy::unwrap_used)]

use super::*;
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use sp_core::{
	crypto::{AccountId32, KeyTypeId},
	sr25519,
};
use tanpu_primitives::{
	attestation::ObjectStatement,
	traits::{IdentityProviders, Operators, Positions as _, RegisteredObject, MAX_HOLDERS},
	Clock, Day, GroupId, ObjectId, ParticipantId, WHOLE,
};

const KEYS: KeyTypeId = KeyTypeId(*b"tanp");

/// Citizens `0..count` with equal shares.
fn holders(count: u32) -> Holders {
	let count = u16::try_from(count).expect("a few");
	let share = WHOLE.checked_div(count).unwrap_or(WHOLE);
	Holders::truncate_from((0..count).map(|citizen| (citizen.into(), share)).collect())
}

fn registration<T: Config>(crediting_from: Option<Day>, provider: ParticipantId) -> Registration {
	Registration {
		operator: 0,
		registered: RegisteredObject {
			holders: holders(MAX_HOLDERS),
			members: MAX_MEMBERS,
			crediting_from,
			epoch: 1,
		},
		provider,
		since: T::Clock::now(),
	}
}

/// An object with [`MAX_HOLDERS`] holders, whose crediting period began as early as a first
/// registration today could have said.
pub(crate) fn make_object<T: Config>(group: GroupId, object: ObjectId) {
	let from = T::Clock::today().saturating_sub(MAX_BACKDATING);
	Registrations::<T>::insert((group, object), registration::<T>(Some(from), 0));
}

#[benchmarks]
mod benches {
	use super::*;

	/// Registered anew, through another provider where the first can't act: both are looked up.
	#[benchmark]
	fn register(h: Linear<1, { MAX_HOLDERS }>) {
		let reporter: AccountId32 = account("reporter", 0, 0);
		let operator =
			T::Operators::benchmark_operator(account("treasury", 0, 0), reporter.clone());
		T::Positions::benchmark_citizens(operator, h);
		let signer: sr25519::Public = sp_io::crypto::sr25519_generate(KEYS, None);
		let provider = T::Providers::benchmark_provider(signer);
		let (group, object, holders) = (1, [7; 32], holders(h));
		let crediting_from = Some(T::Clock::today());
		let before = registration::<T>(crediting_from, ParticipantId::MAX);
		Registrations::<T>::insert((group, object), before);
		let expires = T::Clock::now().saturating_add(T::MaxAttestationLife::get());
		let message = ObjectStatement {
			genesis: Pallet::<T>::genesis_hash(),
			provider,
			operator,
			group,
			object,
			holders: &holders,
			members: MAX_MEMBERS,
			crediting_from,
			epoch: 2,
			expires,
		}
		.message();
		let signature =
			sp_io::crypto::sr25519_sign(KEYS, &signer, &message).expect("the keystore has it");

		#[extrinsic_call]
		_(
			RawOrigin::Signed(reporter),
			group,
			object,
			holders,
			MAX_MEMBERS,
			crediting_from,
			provider,
			2,
			expires,
			signature,
		);

		let after = Registrations::<T>::get((group, object)).expect("it is there");
		assert_eq!((after.operator, after.registered.epoch), (operator, 2));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::benchmark_ext(), crate::mock::Test);
}
