use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::{Pair, H256};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Eve};
use sp_runtime::{DispatchError, MultiSignature};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::LicenceRefusal,
};

fn refused(attestation: KeyAttestation, error: Error<Test>) {
	assert_noop!(CarbonAccounts::replace_key(sponsor(), attestation), error);
}

#[test]
fn it_is_announced_and_changes_nothing_yet() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		assert_eq!(CarbonAccounts::replacement(citizen), None);
		assert_ok!(CarbonAccounts::replace_key(
			sponsor(),
			attestation(Purpose::Replace, 1, Bob, 1)
		));
		let (key, due) = (Bob.to_account_id(), START + DELAY);
		System::assert_last_event(
			Event::ReplacementAnnounced { citizen, key: key.clone(), provider: POLICE, due }.into(),
		);
		let state = ReplacementState::Announced;
		assert_eq!(
			CarbonAccounts::replacement(citizen),
			Some(Replacement { key: key.clone(), provider: POLICE, due, state })
		);
		// The statement is used up; the old key acts and the new one doesn't.
		let record = CarbonAccounts::citizen(citizen).unwrap();
		assert_eq!((record.key, record.epoch), (Some(Alice.to_account_id()), 2));
		assert_eq!(CarbonAccounts::citizen_of_key(Alice.to_account_id()), Some(citizen));
		assert_eq!(CarbonAccounts::citizen_of_key(key.clone()), None);
		assert_eq!(System::providers(&key), 0);
	});
}

#[test]
fn only_a_signed_account_submits() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let attestation = attestation(Purpose::Replace, 1, Bob, 1);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				CarbonAccounts::replace_key(origin, attestation.clone()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn an_opening_attestation_is_no_replacement_nor_the_other_way() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let base = statement(Purpose::Replace, 1, Bob, 1);
		for other in [
			Statement { purpose: Purpose::Open, ..base.clone() },
			Statement { purpose: Purpose::Claim, ..base.clone() },
			Statement { genesis: H256::repeat_byte(7), ..base.clone() },
			Statement { operator: Some(METRO), ..base.clone() },
		] {
			refused(signed(&other, Bob), Error::BadProviderSignature);
		}
		assert_noop!(
			CarbonAccounts::open(sponsor(), attestation(Purpose::Replace, 2, Bob, 0)),
			Error::<Test>::BadProviderSignature
		);
		let mut forged = signed(&base, Bob);
		forged.provider_signature = provider_pair(BANK).sign(&base.message());
		refused(forged, Error::BadProviderSignature);
		let mut not_held = signed(&base, Bob);
		not_held.key_signature = MultiSignature::Sr25519(Eve.sign(&base.message()));
		refused(not_held, Error::BadKeySignature);
	});
}

#[test]
fn expiry_and_epoch_count() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		refused(attestation(Purpose::Replace, 1, Bob, 0), Error::EpochMismatch);
		refused(attestation(Purpose::Replace, 1, Bob, 2), Error::EpochMismatch);
		let base = statement(Purpose::Replace, 1, Bob, 1);
		let longer = Statement { expires: START + LIFE + 1, ..base.clone() };
		refused(signed(&longer, Bob), Error::ExpiryTooFar);
		set_now(base.expires + 1);
		refused(signed(&base, Bob), Error::AttestationExpired);
	});
}

#[test]
fn only_an_open_account_with_a_key_gets_another() {
	build_and_execute(|| {
		refused(attestation(Purpose::Replace, 1, Bob, 0), Error::UnknownNullifier);
		open_for(METRO, vec![opening(METRO, 1)]);
		refused(attestation(Purpose::Replace, 1, Bob, 0), Error::NoKey);
		assert_ok!(CarbonAccounts::claim(sponsor(), attestation(Purpose::Claim, 1, Alice, 0)));
		assert_ok!(CarbonAccounts::close(RuntimeOrigin::signed(Alice.to_account_id())));
		refused(attestation(Purpose::Replace, 1, Bob, 1), Error::AccountClosed);
	});
}

#[test]
fn a_key_in_use_is_refused_the_own_one_included() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		open_with_key(2, Bob);
		refused(attestation(Purpose::Replace, 1, Bob, 1), Error::KeyInUse);
		refused(attestation(Purpose::Replace, 1, Alice, 1), Error::KeyInUse);
	});
}

#[test]
fn another_provider_only_where_the_first_can_not_act() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let by_bank = Statement { provider: BANK, ..statement(Purpose::Replace, 1, Bob, 1) };
		let by_bank = signed(&by_bank, Bob);
		refused(by_bank.clone(), Error::OtherProvider);
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::ProviderNotLicensed),
			(LicenceRefusal::Suspended, Error::ProviderSuspended),
			(LicenceRefusal::Revoked, Error::ProviderRevoked),
			(LicenceRefusal::Expired, Error::ProviderExpired),
		] {
			set_provider(POLICE, Err(refusal));
			refused(attestation(Purpose::Replace, 1, Bob, 1), error);
		}
		assert_ok!(CarbonAccounts::replace_key(sponsor(), by_bank));
		// The account rests on the first until it is carried out.
		assert_eq!(CarbonAccounts::citizen(0).unwrap().provider, POLICE);
		assert_eq!(CarbonAccounts::replacement(0).unwrap().provider, BANK);
	});
}

#[test]
fn one_at_a_time_unless_it_can_not_happen() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let replace = |key, epoch| {
			CarbonAccounts::replace_key(sponsor(), attestation(Purpose::Replace, 1, key, epoch))
		};
		assert_ok!(replace(Bob, 1));
		assert_noop!(replace(Charlie, 2), Error::<Test>::ReplacementPending);
		assert_noop!(replace(Bob, 1), Error::<Test>::ReplacementPending);
		// Bob opens an account of his own with that key: the replacement can't be carried out.
		open_with_key(2, Bob);
		let dropped = Event::ReplacementDropped { citizen, key: Bob.to_account_id() };
		System::reset_events();
		assert_ok!(replace(Charlie, 2));
		System::assert_has_event(dropped.into());
		assert_eq!(CarbonAccounts::replacement(citizen).unwrap().key, Charlie.to_account_id());

		// Its provider is stopped, perhaps because its key was stolen: another may attest anew.
		set_provider(POLICE, Err(LicenceRefusal::Revoked));
		let by_bank = Statement { provider: BANK, ..statement(Purpose::Replace, 1, Eve, 3) };
		// Not over a veto: that is the council's.
		assert_ok!(CarbonAccounts::veto_replacement(RuntimeOrigin::signed(Alice.to_account_id())));
		refused(signed(&by_bank, Eve), Error::ReplacementPending);
		assert_ok!(CarbonAccounts::decide_veto(RuntimeOrigin::root(), citizen, false));
		refused(signed(&by_bank, Eve), Error::ReplacementPending);
		// What the council confirmed gives way to nothing but its own impossibility.
		set_provider(POLICE, Ok(()));
		open_with_key(3, Charlie);
		set_provider(POLICE, Err(LicenceRefusal::Revoked));
		assert_ok!(CarbonAccounts::replace_key(sponsor(), signed(&by_bank, Eve)));
		assert_eq!(CarbonAccounts::replacement(citizen).unwrap().key, Eve.to_account_id());
	});
}

#[test]
fn one_of_a_stopped_provider_gives_way() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let replace = attestation(Purpose::Replace, 1, Bob, 1);
		assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
		set_provider(POLICE, Err(LicenceRefusal::Suspended));
		let by_bank = Statement { provider: BANK, ..statement(Purpose::Replace, 1, Eve, 2) };
		assert_ok!(CarbonAccounts::replace_key(sponsor(), signed(&by_bank, Eve)));
		assert_eq!(CarbonAccounts::replacement(0).unwrap().key, Eve.to_account_id());
	});
}
