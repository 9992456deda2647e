//! The operator says that the record is right.

use crate::{mock::*, Classes, Error, Event, ObjectionState};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn in_time_and_once() {
	build_and_execute(|| {
		let rows = (9..11).map(|hour| ride(1, at(TODAY, hour, 0), 20, 500)).collect();
		let sent = send(0, METRO, rows);
		assert_noop!(reject_as(100, sent.record(0)), Error::<Test>::NoObjection);
		assert_ok!(sent.object(0));
		assert_ok!(sent.object(1));
		assert_noop!(reject_as(101, sent.record(0)), Error::<Test>::NotTheOperator);
		let class = Classes::<Test>::take(0).unwrap();
		assert_noop!(reject_as(100, sent.record(0)), Error::<Test>::ClassNotFound);
		Classes::<Test>::insert(0, class);
		later(ANSWER - 1);
		assert_ok!(reject_as(100, sent.record(0)));
		let record = sent.record(0);
		System::assert_last_event(Event::ObjectionRejected { record, reason: WHY }.into());
		let state = ObjectionState::Rejected { reason: WHY };
		assert_eq!(Reports::objection(record).unwrap().state, state);
		assert_noop!(reject_as(100, record), Error::<Test>::AlreadyAnswered);
		later(1);
		assert_noop!(reject_as(100, sent.record(1)), Error::<Test>::AnswerTooLate);
		later(DECISION);
		assert_noop!(reject_as(100, sent.record(1)), Error::<Test>::Lapsed);
		// The record stands.
		assert_eq!(Classes::<Test>::get(0).unwrap().withdrawn, 0);
		let call = crate::Call::reject_objection { record, reason: WHY };
		assert_noop!(dispatch(RuntimeOrigin::root(), call), DispatchError::BadOrigin);
	});
}
