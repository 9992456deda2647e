use super::*;

#[test]
fn with_keys_and_money() {
	build_and_execute(4, || {
		set_keys_of(5, 0);
		assert_ok!(ValidatorSet::apply(signed(5)));
		assert_eq!(held(5), DEPOSIT);
		assert!(happened(Event::Applied { who: 5, deposit: DEPOSIT }));
		assert_eq!(ValidatorSet::candidates(), vec![5]);
		busy_session(1);
		busy_session(1);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4], "a candidate doesn't validate");
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(4, || {
		assert_noop!(ValidatorSet::apply(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(ValidatorSet::apply(RuntimeOrigin::none()), BadOrigin);
		assert_noop!(ValidatorSet::apply(signed(5)), Error::<Test>::NoKeys);
		assert_noop!(ValidatorSet::apply(signed(1)), Error::<Test>::AlreadyMember);
		candidate(5);
		assert_noop!(ValidatorSet::apply(signed(5)), Error::<Test>::AlreadyCandidate);
		set_keys_of(99, 0);
		assert_noop!(ValidatorSet::apply(signed(99)), sp_runtime::TokenError::FundsUnavailable);
		candidate(6);
		candidate(7);
		set_keys_of(8, 0);
		assert_noop!(ValidatorSet::apply(signed(8)), Error::<Test>::TooManyCandidates);
	});
}
