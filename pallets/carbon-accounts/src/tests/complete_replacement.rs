use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use sp_runtime::DispatchError;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::{LicenceRefusal, Positions as _},
	Disposition,
};

/// Bob's key is announced for Alice; her number.
fn announced() -> u32 {
	let citizen = open_with_key(1, Alice);
	let replace = attestation(Purpose::Replace, 1, Bob, 1);
	assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
	citizen
}

fn refused(citizen: u32, error: Error<Test>) {
	assert_noop!(CarbonAccounts::complete_replacement(sponsor(), citizen), error);
}

#[test]
fn everything_stays_under_the_number() {
	build_and_execute(|| {
		let citizen = announced();
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		// The old key acts meanwhile.
		assert_ok!(CarbonAccounts::enrol(alice.clone(), METRO, Disposition::SelfHeld));
		let mut position = CarbonAccounts::get(METRO, citizen).unwrap();
		position.credit(3, 117, 844, 1_000, Some(&issue())).unwrap();
		CarbonAccounts::put(METRO, citizen, position.clone());
		assert_ok!(CarbonAccounts::add_totals(METRO, 117));

		set_now(START + DELAY);
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
		System::assert_last_event(
			Event::KeyReplaced { citizen, key: Bob.to_account_id(), provider: POLICE }.into(),
		);
		assert_eq!(CarbonAccounts::replacement(citizen), None);
		let record = CarbonAccounts::citizen(citizen).unwrap();
		assert_eq!((record.key, record.epoch), (Some(Bob.to_account_id()), 2));
		assert_eq!(CarbonAccounts::citizen_of_key(Bob.to_account_id()), Some(citizen));
		assert_eq!(CarbonAccounts::citizen_of_key(Alice.to_account_id()), None);
		assert_eq!(CarbonAccounts::position(METRO, citizen), Some(position));
		assert_noop!(CarbonAccounts::leave(alice, METRO), Error::<Test>::NotACitizen);
		let bob = RuntimeOrigin::signed(Bob.to_account_id());
		assert_ok!(CarbonAccounts::leave(bob, METRO));
		// The new key can sign; the old one is not forgotten, nor is its nonce.
		assert_eq!(System::providers(&Bob.to_account_id()), 1);
		assert_eq!(System::providers(&Alice.to_account_id()), 1);
		refused(citizen, Error::NoReplacement);
	});
}

#[test]
fn the_old_nonce_is_never_forgotten() {
	build_and_execute(|| {
		let citizen = announced();
		System::inc_account_nonce(Alice.to_account_id());
		set_now(START + DELAY);
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
		assert_eq!(System::account_nonce(Alice.to_account_id()), 1);
		// Back to the first key: what it signed long ago stays stale.
		let back = attestation(Purpose::Replace, 1, Alice, 2);
		assert_ok!(CarbonAccounts::replace_key(sponsor(), back));
		set_now(START + 2 * DELAY);
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
		assert_eq!(System::account_nonce(Alice.to_account_id()), 1);
	});
}

#[test]
fn not_before_the_delay() {
	build_and_execute(|| {
		let citizen = announced();
		for later in [0, 1, DELAY - 1] {
			set_now(START + later);
			refused(citizen, Error::DelayRuns);
		}
		set_now(START + DELAY);
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
	});
}

#[test]
fn not_under_a_veto() {
	build_and_execute(|| {
		let citizen = announced();
		assert_ok!(CarbonAccounts::veto_replacement(RuntimeOrigin::signed(Alice.to_account_id())));
		set_now(START + 10 * DELAY);
		refused(citizen, Error::UnderVeto);
	});
}

#[test]
fn not_onto_a_key_in_use() {
	build_and_execute(|| {
		let citizen = announced();
		open_with_key(2, Bob);
		set_now(START + DELAY);
		refused(citizen, Error::KeyInUse);
	});
}

#[test]
fn not_where_the_provider_was_stopped_meanwhile() {
	build_and_execute(|| {
		let citizen = announced();
		set_now(START + DELAY);
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::ProviderNotLicensed),
			(LicenceRefusal::Suspended, Error::ProviderSuspended),
			(LicenceRefusal::Revoked, Error::ProviderRevoked),
			(LicenceRefusal::Expired, Error::ProviderExpired),
		] {
			set_provider(POLICE, Err(refusal));
			refused(citizen, error);
		}
		set_provider(POLICE, Ok(()));
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
	});
}

#[test]
fn the_account_rests_on_whoever_attested() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		set_provider(POLICE, Err(LicenceRefusal::Revoked));
		let by_bank = Statement { provider: BANK, ..statement(Purpose::Replace, 1, Eve, 1) };
		assert_ok!(CarbonAccounts::replace_key(sponsor(), signed(&by_bank, Eve)));
		set_now(START + DELAY);
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
		assert_eq!(CarbonAccounts::citizen(citizen).unwrap().provider, BANK);
	});
}

#[test]
fn only_a_signed_account_submits() {
	build_and_execute(|| {
		let citizen = announced();
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				CarbonAccounts::complete_replacement(origin, citizen),
				DispatchError::BadOrigin
			);
		}
	});
}
