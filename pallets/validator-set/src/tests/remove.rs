use super::*;

#[test]
fn takes_effect_two_sessions_later() {
	build_and_execute(4, || {
		admitted(5);
		busy_session(1);
		busy_session(1);
		assert_ok!(ValidatorSet::remove(RuntimeOrigin::root(), 2));
		assert!(happened(Event::Removed { who: 2 }));
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4, 5]);
		busy_session(1);
		assert_eq!(validators(), vec![1, 3, 4, 5]);
	});
}

#[test]
fn refuses_a_candidate() {
	build_and_execute(4, || {
		candidate(5);
		assert_ok!(ValidatorSet::remove(RuntimeOrigin::root(), 5));
		assert!(happened(Event::Refused { who: 5 }));
		assert_eq!(held(5), 0);
	});
}

#[test]
fn never_below_the_minimum() {
	build_and_execute(4, || {
		assert_noop!(ValidatorSet::remove(RuntimeOrigin::root(), 1), Error::<Test>::BelowMinimum);
		// Keys count, not names: a fifth whose keys are gone doesn't make another dispensable.
		admitted(5);
		change(|state| {
			state.registered.remove(&5);
		});
		assert_noop!(ValidatorSet::remove(RuntimeOrigin::root(), 1), Error::<Test>::BelowMinimum);
		// It itself isn't needed.
		assert_ok!(ValidatorSet::remove(RuntimeOrigin::root(), 5));
		assert_eq!(held(5), 0);
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(4, || {
		assert_noop!(ValidatorSet::remove(signed(1), 1), BadOrigin);
		assert_noop!(ValidatorSet::remove(RuntimeOrigin::root(), 9), Error::<Test>::NotMember);
	});
}
