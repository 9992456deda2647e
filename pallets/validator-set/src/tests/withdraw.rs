use super::*;

#[test]
fn gives_the_deposit_back() {
	build_and_execute(4, || {
		candidate(5);
		assert_ok!(ValidatorSet::withdraw(signed(5)));
		assert_eq!(held(5), 0);
		assert!(happened(Event::Withdrawn { who: 5 }));
		assert!(ValidatorSet::candidates().is_empty());
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(4, || {
		assert_noop!(ValidatorSet::withdraw(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(ValidatorSet::withdraw(signed(5)), Error::<Test>::NotCandidate);
		assert_noop!(ValidatorSet::withdraw(signed(1)), Error::<Test>::NotCandidate);
	});
}
