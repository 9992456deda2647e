//! Removing what nobody decided in time.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn once_it_lapsed() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![ride(1, at(TODAY, 9, 0), 20, 500)]);
		let record = sent.record(0);
		assert_noop!(clear(record), Error::<Test>::NoObjection);
		assert_ok!(sent.object(0));
		later(ANSWER + DECISION - 1);
		assert_noop!(clear(record), Error::<Test>::NotLapsed);
		later(1);
		let call = crate::Call::clear_objection { record };
		assert_noop!(dispatch(RuntimeOrigin::none(), call), DispatchError::BadOrigin);
		let batch = crate::Batches::<Test>::take(0).unwrap();
		assert_noop!(clear(record), Error::<Test>::BatchNotFound);
		crate::Batches::<Test>::insert(0, batch);
		assert_ok!(clear(record));
		System::assert_last_event(Event::ObjectionLapsed { record }.into());
		assert_eq!(Reports::objection(record), None);
		assert_eq!(Reports::objection_tally(0).lapsed, 1);
		assert_eq!(Ledger::get((0, 1)).unwrap().grams, 233);
	});
}
