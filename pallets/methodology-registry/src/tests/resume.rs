use crate::{mock::*, Error, Event, Methodologies, Status};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn the_council_ends_a_suspension() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		assert_ok!(Registry::resume(council(), id));
		assert_eq!(last_event(), Event::Resumed { methodology: id });
		assert_eq!(Methodologies::<Test>::get(id).unwrap().status, Status::Active);
	});
}

#[test]
fn a_member_can_t_undo_it_at_once() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		assert_ok!(Registry::confirm_suspension(council(), id));
		advance(100 * DAY);
		assert_ok!(Registry::resume(council(), id));
		for days in [0, 29] {
			advance(days * DAY);
			assert_noop!(
				Registry::suspend(signed(MEMBER), id, text("x")),
				Error::<Test>::SuspendedRecently
			);
		}
		advance(DAY);
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
	});
}

#[test]
fn after_the_council_s_own_a_member_can() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(council(), id, text("x")));
		assert_ok!(Registry::resume(council(), id));
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(Registry::resume(council(), 0), Error::<Test>::MethodologyNotFound);
		let id = published(None, metro());
		assert_noop!(Registry::resume(council(), id), Error::<Test>::NotSuspended);
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		for origin in [signed(MEMBER), signed(ALICE), publishers(), RuntimeOrigin::root()] {
			assert_noop!(Registry::resume(origin, id), DispatchError::BadOrigin);
		}
		advance(72 * HOUR);
		assert_noop!(Registry::resume(council(), id), Error::<Test>::NotSuspended);
		assert_ok!(Registry::retire(council(), id));
		assert_noop!(Registry::resume(council(), id), Error::<Test>::NotSuspended);
	});
}
