use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_keyring::Sr25519Keyring::{Alice, Eve};
use sp_runtime::DispatchError;
use tanpu_primitives::{
	traits::{LicenceRefusal, Positions as _},
	Disposition,
};

fn alice() -> RuntimeOrigin {
	RuntimeOrigin::signed(Alice.to_account_id())
}

#[test]
fn a_citizen_consents_and_says_what_becomes_of_the_grams() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		assert_ok!(CarbonAccounts::enrol(alice(), METRO, Disposition::SelfHeld));
		System::assert_last_event(
			Event::Enrolled { citizen, operator: METRO, disposition: Disposition::SelfHeld }.into(),
		);
		let position = CarbonAccounts::position(METRO, citizen).unwrap();
		assert_eq!((position.disposition, position.enrolled), (Disposition::SelfHeld, true));
		assert_ok!(CarbonAccounts::enrol(alice(), BUS, Disposition::Entrusted));
		assert_eq!(CarbonAccounts::citizen(citizen).unwrap().operators.to_vec(), [METRO, BUS]);
		assert_eq!(CarbonAccounts::operator_totals(METRO).citizens, 1);
	});
}

#[test]
fn only_a_citizens_key_enrols() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let enrol = |origin| CarbonAccounts::enrol(origin, METRO, Disposition::SelfHeld);
		assert_noop!(enrol(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(enrol(RuntimeOrigin::root()), DispatchError::BadOrigin);
		let eve = RuntimeOrigin::signed(Eve.to_account_id());
		assert_noop!(enrol(eve), Error::<Test>::NotACitizen);
	});
}

#[test]
fn an_operator_that_can_not_act_is_refused_by_name() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let enrol = |operator| CarbonAccounts::enrol(alice(), operator, Disposition::SelfHeld);
		assert_noop!(enrol(99), Error::<Test>::OperatorNotLicensed);
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::<Test>::OperatorNotLicensed),
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::OperatorExpired),
		] {
			set_operator(METRO, Err(refusal));
			assert_noop!(enrol(METRO), error);
		}
	});
}

#[test]
fn nobody_enrols_twice() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		assert_ok!(CarbonAccounts::enrol(alice(), METRO, Disposition::SelfHeld));
		for disposition in [Disposition::SelfHeld, Disposition::Entrusted] {
			assert_noop!(
				CarbonAccounts::enrol(alice(), METRO, disposition),
				Error::<Test>::AlreadyEnrolled
			);
		}
	});
}

#[test]
fn coming_back_keeps_what_was_earned() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		assert_ok!(CarbonAccounts::enrol(alice(), METRO, Disposition::SelfHeld));
		let mut position = CarbonAccounts::get(METRO, citizen).unwrap();
		position.credit(3, 117, 844, 1_000, Some(&issue())).unwrap();
		CarbonAccounts::put(METRO, citizen, position.clone());
		assert_ok!(CarbonAccounts::add_totals(METRO, 117));
		assert_ok!(CarbonAccounts::leave(alice(), METRO));

		// Unsettled grams stay under the disposition under which they were credited.
		assert_noop!(
			CarbonAccounts::enrol(alice(), METRO, Disposition::Entrusted),
			Error::<Test>::DispositionLocked
		);
		assert_ok!(CarbonAccounts::enrol(alice(), METRO, Disposition::SelfHeld));
		assert_eq!(CarbonAccounts::get(METRO, citizen), Some(position.clone()));

		// Once settled, the choice is free.
		assert_ok!(CarbonAccounts::leave(alice(), METRO));
		position.contributions = Default::default();
		position.enrolled = false;
		CarbonAccounts::put(METRO, citizen, position);
		assert_ok!(CarbonAccounts::enrol(alice(), METRO, Disposition::Entrusted));
		let position = CarbonAccounts::get(METRO, citizen).unwrap();
		assert_eq!((position.disposition, position.grams), (Disposition::Entrusted, 117));
		assert_eq!(CarbonAccounts::operator_totals(METRO).citizens, 1);
	});
}

#[test]
fn enrolments_are_bounded() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		for operator in 100..100 + MAX_ENROLMENTS as u16 {
			set_operator(operator, Ok(()));
			assert_ok!(CarbonAccounts::enrol(alice(), operator, Disposition::SelfHeld));
		}
		assert_noop!(
			CarbonAccounts::enrol(alice(), METRO, Disposition::SelfHeld),
			Error::<Test>::TooManyEnrolments
		);
		// Coming back takes no further room.
		assert_ok!(CarbonAccounts::leave(alice(), 100));
		assert_ok!(CarbonAccounts::enrol(alice(), 100, Disposition::SelfHeld));
		assert_eq!(CarbonAccounts::positions(citizen).len(), MAX_ENROLMENTS as usize);
	});
}
