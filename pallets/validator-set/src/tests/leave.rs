use super::*;

#[test]
fn gives_the_deposit_back() {
	build_and_execute(4, || {
		admitted(5);
		busy_session(1);
		busy_session(1);
		assert_ok!(ValidatorSet::leave(signed(5)));
		assert!(happened(Event::Left { who: 5 }));
		assert_eq!(held(5), 0);
		busy_session(1);
		assert!(validators().contains(&5), "its keys are fixed for one session more");
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(4, || {
		assert_noop!(ValidatorSet::leave(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(ValidatorSet::leave(signed(9)), Error::<Test>::NotMember);
		assert_noop!(ValidatorSet::leave(signed(1)), Error::<Test>::BelowMinimum);
	});
}
