use super::*;

#[test]
fn after_having_been_chilled() {
	build_and_execute(3, || {
		assert_ok!(ValidatorSet::chill(signed(4)));
		busy_session(1);
		busy_session(1);
		assert_ok!(ValidatorSet::rejoin(signed(4)));
		assert!(happened(Event::Rejoined { who: 4 }));
		busy_session(1);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(3, || {
		assert_noop!(ValidatorSet::rejoin(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(ValidatorSet::rejoin(signed(9)), Error::<Test>::NoKeys);
		set_keys_of(9, 0);
		assert_noop!(ValidatorSet::rejoin(signed(9)), Error::<Test>::NotMember);
		assert_noop!(ValidatorSet::rejoin(signed(4)), Error::<Test>::NotChilled);
	});
}
