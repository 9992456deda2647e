use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::{Pair, H256};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use sp_runtime::{DispatchError, MultiSignature};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::{LicenceRefusal, Positions as _},
	Disposition,
};

fn refused(attestation: KeyAttestation, error: Error<Test>) {
	assert_noop!(CarbonAccounts::claim(sponsor(), attestation), error);
}

/// Person 1 rides the metro and has no key; their number.
fn entered() -> u32 {
	open_for(METRO, vec![opening(METRO, 1)]);
	CarbonAccounts::citizen_of_nullifier(nullifier(1)).unwrap()
}

#[test]
fn a_person_takes_the_account_over_with_all_that_it_earned() {
	build_and_execute(|| {
		let citizen = entered();
		let mut position = CarbonAccounts::get(METRO, citizen).unwrap();
		position.credit(3, 117, 844, 1_000, Some(&issue())).unwrap();
		CarbonAccounts::put(METRO, citizen, position.clone());
		assert_ok!(CarbonAccounts::add_totals(METRO, 117));

		let claim = attestation(Purpose::Claim, 1, Alice, 0);
		assert_ok!(CarbonAccounts::claim(sponsor(), claim));
		System::assert_last_event(
			Event::KeyClaimed { citizen, key: Alice.to_account_id(), provider: POLICE }.into(),
		);
		let record = CarbonAccounts::citizen(citizen).unwrap();
		assert_eq!((record.key, record.epoch), (Some(Alice.to_account_id()), 1));
		assert_eq!((record.provider, record.opened), (POLICE, START));
		assert_eq!(CarbonAccounts::citizen_of_key(Alice.to_account_id()), Some(citizen));
		assert_eq!(System::providers(&Alice.to_account_id()), 1);
		assert_eq!(CarbonAccounts::position(METRO, citizen), Some(position));
		// From here on the citizen decides.
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(CarbonAccounts::enrol(alice, BUS, Disposition::RewardOnly));
	});
}

#[test]
fn another_provider_attests_only_where_the_accounts_own_can_not_act() {
	build_and_execute(|| {
		let citizen = entered();
		let by_bank = Statement { provider: BANK, ..statement(Purpose::Claim, 1, Alice, 0) };
		let by_bank = signed(&by_bank, Alice);
		refused(by_bank.clone(), Error::OtherProvider);
		// Not even by enrolling the person with an operator first.
		let enrolled = entry(&Statement { provider: BANK, ..user_statement(BUS, 1) });
		let bus = RuntimeOrigin::signed(reporter(BUS));
		let entries = vec![enrolled].try_into().unwrap();
		assert_ok!(CarbonAccounts::open_for_users(bus, BANK, entries));
		assert_eq!(CarbonAccounts::positions(citizen).len(), 2);
		refused(by_bank.clone(), Error::OtherProvider);

		for refusal in [LicenceRefusal::Suspended, LicenceRefusal::Revoked, LicenceRefusal::Expired]
		{
			set_provider(POLICE, Err(refusal));
			let claimed = frame_support::storage::with_transaction(|| {
				let claimed = CarbonAccounts::claim(sponsor(), by_bank.clone());
				sp_runtime::TransactionOutcome::Rollback(claimed)
			});
			assert_ok!(claimed);
			// One that can't act itself takes nothing over.
			set_provider(BANK, Err(LicenceRefusal::Suspended));
			refused(by_bank.clone(), Error::ProviderSuspended);
			set_provider(BANK, Ok(()));
		}
		// Once it can act again, it alone attests again.
		set_provider(POLICE, Ok(()));
		refused(by_bank.clone(), Error::OtherProvider);

		set_provider(POLICE, Err(LicenceRefusal::Revoked));
		assert_ok!(CarbonAccounts::claim(sponsor(), by_bank));
		System::assert_last_event(
			Event::KeyClaimed { citizen, key: Alice.to_account_id(), provider: BANK }.into(),
		);
		assert_eq!(CarbonAccounts::citizen(citizen).unwrap().provider, BANK);
	});
}

#[test]
fn only_a_signed_account_submits() {
	build_and_execute(|| {
		entered();
		let attestation = attestation(Purpose::Claim, 1, Alice, 0);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				CarbonAccounts::claim(origin, attestation.clone()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn statements_for_another_purpose_or_chain_are_refused() {
	build_and_execute(|| {
		entered();
		let base = statement(Purpose::Claim, 1, Alice, 0);
		for other in [
			Statement { purpose: Purpose::Open, ..base.clone() },
			Statement { purpose: Purpose::Replace, ..base.clone() },
			Statement { genesis: H256::repeat_byte(7), ..base.clone() },
			Statement { operator: Some(METRO), ..base.clone() },
			Statement { disposition: Some(Disposition::Entrusted), ..base.clone() },
		] {
			refused(signed(&other, Alice), Error::BadProviderSignature);
		}
		let mut forged = signed(&base, Alice);
		forged.provider_signature = provider_pair(BANK).sign(&base.message());
		refused(forged, Error::BadProviderSignature);
		// The operator's entry is public; its signature gives nobody a key.
		let mut from_entry = signed(&base, Eve);
		from_entry.provider_signature = opening(METRO, 1).signature;
		refused(from_entry, Error::BadProviderSignature);
	});
}

#[test]
fn nobody_is_given_a_key_that_they_do_not_hold() {
	build_and_execute(|| {
		entered();
		let statement = statement(Purpose::Claim, 1, Alice, 0);
		let mut attestation = signed(&statement, Alice);
		attestation.key_signature = MultiSignature::Sr25519(Eve.sign(&statement.message()));
		refused(attestation, Error::BadKeySignature);
	});
}

#[test]
fn expiry_counts() {
	build_and_execute(|| {
		entered();
		let claim = attestation(Purpose::Claim, 1, Alice, 0);
		let base = statement(Purpose::Claim, 1, Alice, 0);
		let longer = Statement { expires: START + LIFE + 1, ..base };
		refused(signed(&longer, Alice), Error::ExpiryTooFar);
		set_now(claim.expires + 1);
		refused(claim, Error::AttestationExpired);
	});
}

#[test]
fn a_provider_that_can_not_attest_is_refused_by_name() {
	build_and_execute(|| {
		entered();
		let claim = attestation(Purpose::Claim, 1, Alice, 0);
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::ProviderNotLicensed),
			(LicenceRefusal::Suspended, Error::ProviderSuspended),
			(LicenceRefusal::Revoked, Error::ProviderRevoked),
			(LicenceRefusal::Expired, Error::ProviderExpired),
		] {
			set_provider(POLICE, Err(refusal));
			refused(claim.clone(), error);
		}
	});
}

#[test]
fn only_an_open_account_without_a_key_is_claimed() {
	build_and_execute(|| {
		let citizen = entered();
		refused(attestation(Purpose::Claim, 9, Alice, 0), Error::UnknownNullifier);
		refused(attestation(Purpose::Claim, 1, Alice, 1), Error::EpochMismatch);
		open_with_key(2, Bob);
		refused(attestation(Purpose::Claim, 1, Bob, 0), Error::KeyInUse);
		refused(attestation(Purpose::Claim, 2, Alice, 1), Error::HasKey);

		let claim = attestation(Purpose::Claim, 1, Alice, 0);
		assert_ok!(CarbonAccounts::claim(sponsor(), claim.clone()));
		refused(claim, Error::HasKey);

		assert_ok!(CarbonAccounts::close(RuntimeOrigin::signed(Alice.to_account_id())));
		refused(attestation(Purpose::Claim, 1, Eve, 1), Error::AccountClosed);
		assert_eq!(CarbonAccounts::citizen(citizen).unwrap().status, AccountStatus::Closed);
	});
}
