use super::*;

#[test]
fn once_nothing_needs_them() {
	build_and_execute(4, || {
		admitted(5);
		busy_session(1);
		busy_session(1);
		assert_ok!(ValidatorSet::leave(signed(5)));
		assert_noop!(ValidatorSet::purge_keys(signed(5)), Error::<Test>::KeysInUse);
		busy_session(1);
		assert_noop!(ValidatorSet::purge_keys(signed(5)), Error::<Test>::KeysInUse);
		busy_session(1);
		assert_ok!(ValidatorSet::purge_keys(signed(5)));
		assert!(happened(Event::KeysPurged { who: 5 }));
		assert!(TestSessions::keys(&5).is_none());
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(4, || {
		assert_noop!(ValidatorSet::purge_keys(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(ValidatorSet::purge_keys(signed(1)), Error::<Test>::KeysInUse);
		candidate(5);
		assert_noop!(ValidatorSet::purge_keys(signed(5)), Error::<Test>::KeysInUse);
		assert_ok!(ValidatorSet::withdraw(signed(5)));
		assert_ok!(ValidatorSet::purge_keys(signed(5)));
		assert_noop!(
			ValidatorSet::purge_keys(signed(5)),
			sp_runtime::DispatchError::Other("no keys")
		);
	});
}
