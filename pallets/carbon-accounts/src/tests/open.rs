use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::{crypto::AccountId32, ed25519, Pair, H256};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use sp_runtime::{DispatchError, MultiSignature};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::LicenceRefusal,
	Clock, Disposition,
};

fn refused(attestation: KeyAttestation, error: Error<Test>) {
	assert_noop!(CarbonAccounts::open(sponsor(), attestation), error);
}

#[test]
fn a_person_opens_an_account_without_a_balance() {
	build_and_execute(|| {
		assert_eq!(System::providers(&Alice.to_account_id()), 0);
		assert_ok!(CarbonAccounts::open(sponsor(), attestation(Purpose::Open, 1, Alice, 0)));
		System::assert_last_event(
			Event::AccountOpened { citizen: 0, key: Alice.to_account_id(), provider: POLICE }
				.into(),
		);
		// The key can sign: CheckNonce asks for a provider or a sufficient reference.
		assert_eq!(System::providers(&Alice.to_account_id()), 1);
		assert_eq!(CarbonAccounts::citizen_of_key(Alice.to_account_id()), Some(0));
		assert_eq!(CarbonAccounts::citizen_of_nullifier(nullifier(1)), Some(0));
		let citizen = CarbonAccounts::citizen(0).unwrap();
		assert_eq!(citizen.key, Some(Alice.to_account_id()));
		assert_eq!((citizen.epoch, citizen.provider, citizen.opened), (1, POLICE, START));
		assert_eq!(citizen.status, AccountStatus::Open);
		assert!(citizen.operators.is_empty());
		// Numbers go in sequence.
		assert_eq!(open_with_key(2, Bob), 1);
	});
}

#[test]
fn the_owner_can_send_it_and_other_key_types_sign_too() {
	build_and_execute(|| {
		let holder = ed25519::Pair::from_string("//holder", None).unwrap();
		let key = AccountId32::from(holder.public());
		let statement =
			Statement { key: Some(key.clone()), ..statement(Purpose::Open, 1, Alice, 0) };
		let mut attestation = signed(&statement, Alice);
		attestation.key_signature = MultiSignature::Ed25519(holder.sign(&statement.message()));
		assert_ok!(CarbonAccounts::open(RuntimeOrigin::signed(key.clone()), attestation));
		assert_eq!(CarbonAccounts::citizen_of_key(key), Some(0));
	});
}

#[test]
fn only_a_signed_account_submits() {
	build_and_execute(|| {
		let attestation = attestation(Purpose::Open, 1, Alice, 0);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				CarbonAccounts::open(origin, attestation.clone()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn a_statement_is_good_through_its_last_second() {
	build_and_execute(|| {
		let attestation = attestation(Purpose::Open, 1, Alice, 0);
		set_now(attestation.expires + 1);
		refused(attestation.clone(), Error::AttestationExpired);
		set_now(attestation.expires);
		assert_ok!(CarbonAccounts::open(sponsor(), attestation));
	});
}

#[test]
fn a_statement_lives_no_longer_than_the_chain_allows() {
	build_and_execute(|| {
		let base = statement(Purpose::Open, 1, Alice, 0);
		let longest = Statement { expires: TestClock::now() + LIFE, ..base.clone() };
		let longer = Statement { expires: longest.expires + 1, ..base.clone() };
		refused(signed(&longer, Alice), Error::ExpiryTooFar);
		refused(signed(&Statement { expires: u64::MAX, ..base }, Alice), Error::ExpiryTooFar);
		assert_ok!(CarbonAccounts::open(sponsor(), signed(&longest, Alice)));
	});
}

#[test]
fn statements_for_another_purpose_chain_operator_or_person_are_refused() {
	build_and_execute(|| {
		let base = statement(Purpose::Open, 1, Alice, 0);
		for other in [
			Statement { purpose: Purpose::Claim, ..base.clone() },
			Statement { purpose: Purpose::Replace, ..base.clone() },
			Statement { genesis: H256::repeat_byte(7), ..base.clone() },
			Statement { operator: Some(METRO), ..base.clone() },
			Statement { disposition: Some(Disposition::Entrusted), ..base.clone() },
		] {
			refused(signed(&other, Alice), Error::BadProviderSignature);
		}
		// Signed for one thing, presented as another.
		let sound = signed(&base, Alice);
		for forged in [
			KeyAttestation { nullifier: nullifier(2), ..sound.clone() },
			KeyAttestation { expires: sound.expires + 1, ..sound.clone() },
			KeyAttestation { key: Eve.to_account_id(), ..sound.clone() },
			KeyAttestation { provider: BANK, ..sound.clone() },
		] {
			refused(forged, Error::BadProviderSignature);
		}
	});
}

#[test]
fn a_forged_or_another_providers_signature_is_refused() {
	build_and_execute(|| {
		let statement = statement(Purpose::Open, 1, Alice, 0);
		let mut attestation = signed(&statement, Alice);
		attestation.provider_signature = provider_pair(BANK).sign(&statement.message());
		refused(attestation.clone(), Error::BadProviderSignature);
		attestation.provider_signature = Alice.sign(&statement.message());
		refused(attestation.clone(), Error::BadProviderSignature);
		attestation.provider_signature = Default::default();
		refused(attestation, Error::BadProviderSignature);
	});
}

#[test]
fn nobody_is_given_a_key_that_they_do_not_hold() {
	build_and_execute(|| {
		let statement = statement(Purpose::Open, 1, Alice, 0);
		refused(signed(&statement, Eve), Error::BadKeySignature);
		// A signature of the same key over another text.
		let mut attestation = signed(&statement, Alice);
		let other = Statement { purpose: Purpose::Claim, ..statement };
		attestation.key_signature = MultiSignature::Sr25519(Alice.sign(&other.message()));
		refused(attestation, Error::BadKeySignature);
	});
}

#[test]
fn a_provider_that_can_not_attest_is_refused_by_name() {
	build_and_execute(|| {
		let attestation = attestation(Purpose::Open, 1, Alice, 0);
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::ProviderNotLicensed),
			(LicenceRefusal::Suspended, Error::ProviderSuspended),
			(LicenceRefusal::Revoked, Error::ProviderRevoked),
			(LicenceRefusal::Expired, Error::ProviderExpired),
		] {
			set_provider(POLICE, Err(refusal));
			refused(attestation.clone(), error);
		}
		let unknown = KeyAttestation { provider: 99, ..attestation.clone() };
		refused(unknown, Error::ProviderNotLicensed);
		set_provider(POLICE, Ok(()));
		assert_ok!(CarbonAccounts::open(sponsor(), attestation));
	});
}

#[test]
fn one_person_one_account() {
	build_and_execute(|| {
		let first = attestation(Purpose::Open, 1, Alice, 0);
		assert_ok!(CarbonAccounts::open(sponsor(), first.clone()));
		// A replay, another key, another provider: the same person.
		refused(first, Error::AlreadyOpen);
		refused(attestation(Purpose::Open, 1, Bob, 0), Error::AlreadyOpen);
		let other = Statement { provider: BANK, ..statement(Purpose::Open, 1, Bob, 0) };
		refused(signed(&other, Bob), Error::AlreadyOpen);
		refused(attestation(Purpose::Open, 1, Bob, 1), Error::AlreadyOpen);
		// One whom an operator entered claims the account instead.
		open_for(METRO, vec![opening(METRO, 2)]);
		refused(attestation(Purpose::Open, 2, Bob, 0), Error::AlreadyOpen);
	});
}

#[test]
fn a_key_acts_for_one_citizen() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		refused(attestation(Purpose::Open, 2, Alice, 0), Error::KeyInUse);
	});
}

#[test]
fn opening_is_epoch_zero() {
	build_and_execute(|| {
		refused(attestation(Purpose::Open, 1, Alice, 1), Error::EpochMismatch);
	});
}

#[test]
fn numbers_can_run_out() {
	build_and_execute(|| {
		NextCitizenId::<Test>::put(u32::MAX);
		refused(attestation(Purpose::Open, 1, Alice, 0), Error::CitizensExhausted);
		NextCitizenId::<Test>::put(0);
	});
}

#[test]
fn a_key_that_has_a_balance_already_keeps_its_account() {
	build_and_execute(|| {
		frame_system::Pallet::<Test>::inc_providers(&Alice.to_account_id());
		frame_system::Pallet::<Test>::inc_account_nonce(Alice.to_account_id());
		open_with_key(1, Alice);
		assert_eq!(System::providers(&Alice.to_account_id()), 2);
		// Emptying it leaves our reference, so the nonce does not start again at 0.
		assert_ok!(System::dec_providers(&Alice.to_account_id()));
		assert_eq!(System::account_nonce(Alice.to_account_id()), 1);
	});
}
