use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Eve};
use sp_runtime::DispatchError;
use tanpu_primitives::attestation::Purpose;

fn veto(key: Sr25519Keyring) -> sp_runtime::DispatchResult {
	CarbonAccounts::veto_replacement(RuntimeOrigin::signed(key.to_account_id()))
}

#[test]
fn the_old_key_vetoes_even_after_the_delay() {
	for later in [0, DELAY - 1, DELAY, 10 * DELAY] {
		build_and_execute(|| {
			let citizen = open_with_key(1, Alice);
			let replace = attestation(Purpose::Replace, 1, Bob, 1);
			assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
			set_now(START + later);
			assert_ok!(veto(Alice));
			System::assert_last_event(Event::ReplacementVetoed { citizen }.into());
			let state = CarbonAccounts::replacement(citizen).unwrap().state;
			assert_eq!(state, ReplacementState::Vetoed { at: START + later });
			assert_noop!(veto(Alice), Error::<Test>::UnderVeto);
		});
	}
}

#[test]
fn nobody_else_vetoes() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		open_with_key(2, Eve);
		let replace = attestation(Purpose::Replace, 1, Bob, 1);
		assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
		assert_noop!(veto(Bob), Error::<Test>::NotACitizen);
		assert_noop!(veto(Eve), Error::<Test>::NoReplacement);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(CarbonAccounts::veto_replacement(origin), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn there_is_no_second_veto() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let replace = attestation(Purpose::Replace, 1, Bob, 1);
		assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
		assert_ok!(veto(Alice));
		assert_ok!(CarbonAccounts::decide_veto(RuntimeOrigin::root(), citizen, false));
		assert_noop!(veto(Alice), Error::<Test>::VetoRejected);
	});
}

#[test]
fn a_key_is_under_replacement_until_it_is_decided() {
	use tanpu_primitives::traits::Citizens;
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let under = || <CarbonAccounts as Citizens<_>>::under_replacement(citizen);
		assert!(!under());
		let replace = attestation(Purpose::Replace, 1, Bob, 1);
		assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
		assert!(under());
		assert_ok!(veto(Alice));
		assert!(under());
		assert_ok!(CarbonAccounts::decide_veto(RuntimeOrigin::root(), citizen, false));
		assert!(under());
		set_now(START + DELAY);
		assert_ok!(CarbonAccounts::complete_replacement(sponsor(), citizen));
		assert!(!under());
	});
}
