use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use sp_runtime::DispatchError;
use tanpu_primitives::{attestation::Purpose, traits::LicenceRefusal};

/// Alice has vetoed that Bob's key takes the place of hers; her number.
fn vetoed() -> u32 {
	let citizen = open_with_key(1, Alice);
	let replace = attestation(Purpose::Replace, 1, Bob, 1);
	assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
	assert_ok!(CarbonAccounts::veto_replacement(RuntimeOrigin::signed(Alice.to_account_id())));
	citizen
}

#[test]
fn upheld_it_is_dropped_and_can_not_be_sent_again() {
	build_and_execute(|| {
		let citizen = vetoed();
		System::reset_events();
		assert_ok!(CarbonAccounts::decide_veto(RuntimeOrigin::root(), citizen, true));
		System::assert_has_event(Event::VetoDecided { citizen, upheld: true }.into());
		System::assert_last_event(
			Event::ReplacementDropped { citizen, key: Bob.to_account_id() }.into(),
		);
		assert_eq!(CarbonAccounts::replacement(citizen), None);
		set_now(START + 10 * DELAY);
		assert_noop!(
			CarbonAccounts::complete_replacement(sponsor(), citizen),
			Error::<Test>::NoReplacement
		);
		set_now(START);
		let again = attestation(Purpose::Replace, 1, Bob, 1);
		assert_noop!(CarbonAccounts::replace_key(sponsor(), again), Error::<Test>::EpochMismatch);
		// The person can have another key attested.
		let other = attestation(Purpose::Replace, 1, Eve, 2);
		assert_ok!(CarbonAccounts::replace_key(sponsor(), other));
	});
}

#[test]
fn rejected_it_goes_on_whatever_becomes_of_the_provider() {
	build_and_execute(|| {
		let citizen = vetoed();
		assert_ok!(CarbonAccounts::decide_veto(RuntimeOrigin::root(), citizen, false));
		System::assert_last_event(Event::VetoDecided { citizen, upheld: false }.into());
		set_now(START + DELAY - 1);
		assert_noop!(
			CarbonAccounts::complete_replacement(sponsor(), citizen),
			Error::<Test>::DelayRuns
		);
		set_now(START + DELAY);
		set_provider(POLICE, Err(LicenceRefusal::Suspended));
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
		assert_eq!(CarbonAccounts::citizen_of_key(Bob.to_account_id()), Some(citizen));
	});
}

#[test]
fn only_the_council_decides_and_only_about_a_veto() {
	build_and_execute(|| {
		let citizen = vetoed();
		for origin in [RuntimeOrigin::none(), sponsor()] {
			assert_noop!(
				CarbonAccounts::decide_veto(origin, citizen, true),
				DispatchError::BadOrigin
			);
		}
		let decide = |citizen| CarbonAccounts::decide_veto(RuntimeOrigin::root(), citizen, false);
		assert_noop!(decide(7), Error::<Test>::NoReplacement);
		assert_ok!(decide(citizen));
		assert_noop!(decide(citizen), Error::<Test>::NotUnderVeto);
	});
}
