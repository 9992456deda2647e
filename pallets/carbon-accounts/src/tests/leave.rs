use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_keyring::Sr25519Keyring::{Alice, Eve};
use sp_runtime::DispatchError;
use tanpu_primitives::{traits::LicenceRefusal, Disposition};

fn alice() -> RuntimeOrigin {
	RuntimeOrigin::signed(Alice.to_account_id())
}

#[test]
fn a_citizen_leaves_and_keeps_the_position() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		assert_ok!(CarbonAccounts::enrol(alice(), METRO, Disposition::SelfHeld));
		assert_ok!(CarbonAccounts::leave(alice(), METRO));
		System::assert_last_event(Event::Left { citizen, operator: METRO }.into());
		assert!(!CarbonAccounts::position(METRO, citizen).unwrap().enrolled);
		assert_eq!(CarbonAccounts::operator_totals(METRO).citizens, 0);
		assert_noop!(CarbonAccounts::leave(alice(), METRO), Error::<Test>::NotEnrolled);
	});
}

#[test]
fn whatever_becomes_of_the_operator_the_citizen_can_leave() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		assert_ok!(CarbonAccounts::enrol(alice(), METRO, Disposition::SelfHeld));
		set_operator(METRO, Err(LicenceRefusal::Revoked));
		assert_ok!(CarbonAccounts::leave(alice(), METRO));
	});
}

#[test]
fn only_an_enrolled_citizen_leaves() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		assert_noop!(CarbonAccounts::leave(RuntimeOrigin::none(), METRO), DispatchError::BadOrigin);
		assert_noop!(CarbonAccounts::leave(RuntimeOrigin::root(), METRO), DispatchError::BadOrigin);
		let eve = RuntimeOrigin::signed(Eve.to_account_id());
		assert_noop!(CarbonAccounts::leave(eve, METRO), Error::<Test>::NotACitizen);
		assert_noop!(CarbonAccounts::leave(alice(), METRO), Error::<Test>::NotEnrolled);
	});
}
