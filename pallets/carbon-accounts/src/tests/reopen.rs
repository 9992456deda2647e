//! `open`, of an account that its owner closed.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use sp_runtime::MultiSignature;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::{LicenceRefusal, Positions as _},
	Disposition,
};

fn refused(attestation: KeyAttestation, error: Error<Test>) {
	assert_noop!(CarbonAccounts::open(sponsor(), attestation), error);
}

/// Person 1 was with the metro and has closed the account; their number.
fn closed() -> u32 {
	let citizen = open_with_key(1, Alice);
	let alice = RuntimeOrigin::signed(Alice.to_account_id());
	assert_ok!(CarbonAccounts::enrol(alice.clone(), METRO, Disposition::SelfHeld));
	let mut position = CarbonAccounts::get(METRO, citizen).unwrap();
	position.credit(3, 117, 844, 1_000, Some(&issue())).unwrap();
	CarbonAccounts::put(METRO, citizen, position);
	assert_ok!(CarbonAccounts::add_totals(METRO, 117));
	assert_ok!(CarbonAccounts::close(alice));
	citizen
}

#[test]
fn the_same_number_with_all_that_it_earned() {
	for key in [Alice, Bob] {
		build_and_execute(|| {
			let citizen = closed();
			let before = CarbonAccounts::position(METRO, citizen);
			assert_ok!(CarbonAccounts::open(sponsor(), attestation(Purpose::Open, 1, key, 1)));
			System::assert_last_event(
				Event::AccountReopened { citizen, key: key.to_account_id(), provider: POLICE }
					.into(),
			);
			let record = CarbonAccounts::citizen(citizen).unwrap();
			assert_eq!((record.key, record.epoch), (Some(key.to_account_id()), 2));
			assert_eq!((record.status, record.opened), (AccountStatus::Open, START));
			assert_eq!(CarbonAccounts::citizen_of_nullifier(nullifier(1)), Some(citizen));
			assert_eq!(CarbonAccounts::citizen_of_key(key.to_account_id()), Some(citizen));
			assert_eq!(NextCitizenId::<Test>::get(), 1);
			// Enrolled with nobody until they say so.
			assert_eq!(CarbonAccounts::position(METRO, citizen), before);
			let signer = RuntimeOrigin::signed(key.to_account_id());
			assert_ok!(CarbonAccounts::enrol(signer, METRO, Disposition::SelfHeld));
			assert_eq!(CarbonAccounts::position(METRO, citizen).unwrap().grams, 117);
		});
	}
}

#[test]
fn what_opened_it_once_does_not_open_it_again() {
	build_and_execute(|| {
		let first = attestation(Purpose::Open, 1, Alice, 0);
		assert_ok!(CarbonAccounts::open(sponsor(), first.clone()));
		refused(attestation(Purpose::Open, 1, Bob, 1), Error::AlreadyOpen);
		assert_ok!(CarbonAccounts::close(RuntimeOrigin::signed(Alice.to_account_id())));
		refused(first, Error::EpochMismatch);
		let second = attestation(Purpose::Open, 1, Alice, 1);
		assert_ok!(CarbonAccounts::open(sponsor(), second.clone()));
		assert_ok!(CarbonAccounts::close(RuntimeOrigin::signed(Alice.to_account_id())));
		refused(second, Error::EpochMismatch);
	});
}

#[test]
fn everything_is_checked_as_at_first() {
	build_and_execute(|| {
		closed();
		open_with_key(2, Eve);
		refused(attestation(Purpose::Open, 1, Eve, 1), Error::KeyInUse);
		let base = statement(Purpose::Open, 1, Bob, 1);
		for other in [
			Statement { purpose: Purpose::Claim, ..base.clone() },
			Statement { purpose: Purpose::Replace, ..base.clone() },
			Statement { genesis: H256::repeat_byte(7), ..base.clone() },
		] {
			refused(signed(&other, Bob), Error::BadProviderSignature);
		}
		let mut not_held = signed(&base, Bob);
		not_held.key_signature = MultiSignature::Sr25519(Eve.sign(&base.message()));
		refused(not_held, Error::BadKeySignature);
		let longer = Statement { expires: START + LIFE + 1, ..base.clone() };
		refused(signed(&longer, Bob), Error::ExpiryTooFar);
		// Another provider could take over whatever was closed.
		let by_bank = signed(&Statement { provider: BANK, ..base.clone() }, Bob);
		refused(by_bank.clone(), Error::OtherProvider);
		set_provider(POLICE, Err(LicenceRefusal::Suspended));
		refused(signed(&base, Bob), Error::ProviderSuspended);
		assert_ok!(CarbonAccounts::open(sponsor(), by_bank));
		assert_eq!(CarbonAccounts::citizen(0).unwrap().provider, BANK);
	});
}
