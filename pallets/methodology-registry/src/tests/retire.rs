use crate::{mock::*, Error, Event, Methodologies, Status, Versions};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn it_is_final_and_history_stays() {
	build_and_execute(|| {
		let id = published(None, metro());
		let version = Versions::<Test>::get(id, 1);
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		assert_ok!(Registry::retire(council(), id));
		assert_eq!(last_event(), Event::Retired { methodology: id });
		assert_eq!(
			Methodologies::<Test>::get(id).unwrap().status,
			Status::Retired { at: Now::get() }
		);
		assert_eq!(Versions::<Test>::get(id, 1), version);
		// What was credited can be recomputed for ever.
		assert_eq!(Registry::evaluate(id, 1, vec![252, 0]).unwrap().grams, 117);
		assert_noop!(Registry::retire(council(), id), Error::<Test>::MethodologyRetired);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(Registry::retire(council(), 0), Error::<Test>::MethodologyNotFound);
		let id = published(None, metro());
		for origin in [signed(MEMBER), signed(ALICE), publishers(), RuntimeOrigin::root()] {
			assert_noop!(Registry::retire(origin, id), DispatchError::BadOrigin);
		}
	});
}
