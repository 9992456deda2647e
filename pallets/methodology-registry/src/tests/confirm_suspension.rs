use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn it_does_not_lapse_any_more() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		advance(72 * HOUR - 1);
		assert_ok!(Registry::confirm_suspension(council(), id));
		assert_eq!(last_event(), Event::SuspensionConfirmed { methodology: id });
		advance(1_000 * DAY);
		assert!(Registry::methodology(id).unwrap().suspended);
		assert_noop!(Registry::confirm_suspension(council(), id), Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(
			Registry::confirm_suspension(council(), 0),
			Error::<Test>::MethodologyNotFound
		);
		let id = published(None, metro());
		assert_noop!(Registry::confirm_suspension(council(), id), Error::<Test>::NotSuspended);
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		for origin in [signed(MEMBER), signed(ALICE), publishers(), RuntimeOrigin::root()] {
			assert_noop!(Registry::confirm_suspension(origin, id), DispatchError::BadOrigin);
		}
		advance(72 * HOUR);
		// Too late: it has lapsed.
		assert_noop!(Registry::confirm_suspension(council(), id), Error::<Test>::NotSuspended);
	});
}

#[test]
fn the_council_s_own_needs_none() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(council(), id, text("x")));
		assert_noop!(Registry::confirm_suspension(council(), id), Error::<Test>::AlreadyConfirmed);
	});
}
