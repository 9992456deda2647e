use super::*;

#[test]
fn takes_effect_two_sessions_later() {
	build_and_execute(4, || {
		candidate(5);
		assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), 5));
		assert!(happened(Event::Admitted { who: 5 }));
		assert_eq!(held(5), DEPOSIT);
		assert_eq!(validators(), vec![1, 2, 3, 4]);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4]);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4, 5]);
		assert!(happened(Event::Planned { session: 2, validators: 5 }));
	});
}

#[test]
fn clears_the_record() {
	build_and_execute(1, || {
		candidate(5);
		Offenders::<Test>::insert(5, 0);
		assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), 5));
		assert!(Offenders::<Test>::get(5).is_none());
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(4, || {
		candidate(5);
		assert_noop!(ValidatorSet::admit(signed(1), 5), BadOrigin);
		assert_noop!(ValidatorSet::admit(RuntimeOrigin::root(), 6), Error::<Test>::NotCandidate);
		change(|state| {
			state.registered.remove(&5);
		});
		assert_noop!(ValidatorSet::admit(RuntimeOrigin::root(), 5), Error::<Test>::NoKeys);
		set_keys_of(5, 0);
		assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), 5));
		for who in 6..=8 {
			admitted(who);
		}
		candidate(9);
		assert_noop!(ValidatorSet::admit(RuntimeOrigin::root(), 9), Error::<Test>::SetFull);
	});
}

#[test]
fn nobody_is_a_member_twice() {
	build_and_execute(4, || {
		// No call leads here.
		Candidates::<Test>::insert(1, 0);
		assert_noop!(ValidatorSet::admit(RuntimeOrigin::root(), 1), Error::<Test>::AlreadyMember);
		Candidates::<Test>::remove(1);
	});
}
