use super::*;

#[test]
fn sets_aside_until_rejoined() {
	build_and_execute(3, || {
		assert_ok!(ValidatorSet::chill(signed(4)));
		assert!(happened(Event::Chilled { who: 4, reason: ChillReason::Asked }));
		assert_eq!(standing(4), Some(Standing::Chilled));
		busy_session(1);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3]);
		assert_eq!(ValidatorSet::summary().chilled, 1);
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(3, || {
		assert_noop!(ValidatorSet::chill(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(ValidatorSet::chill(signed(9)), Error::<Test>::NotMember);
		assert_ok!(ValidatorSet::chill(signed(4)));
		assert_noop!(ValidatorSet::chill(signed(4)), Error::<Test>::NotActive);
		assert_noop!(ValidatorSet::chill(signed(3)), Error::<Test>::BelowMinimum);
	});
}
