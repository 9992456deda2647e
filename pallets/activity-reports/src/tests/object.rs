//! Objecting to a record in one's own name.

use crate::{mock::*, Classes, Error, Event, ExclusionGroups, ObjectionState, MAX_OBJECTIONS};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use tanpu_primitives::{
	evidence::RecordProof, traits::LicenceRefusal, verification::Classes as _, RecordRef, Row,
};

fn trip(citizen: u32, hour: u32) -> Row {
	ride(citizen, at(TODAY, hour, 0), 20, 500)
}

#[test]
fn a_citizen_objects_and_the_class_waits() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(2, 9)]);
		let record = sent.record(0);
		let closes = Reports::seals_at(0).unwrap();
		// A suspended operator's records can be objected to.
		Refusals::insert(0, LicenceRefusal::Suspended);
		assert_ok!(sent.object(0));
		let (answer_before, lapses) = (Now::get() + ANSWER, Now::get() + ANSWER + DECISION);
		System::assert_last_event(
			Event::Objected {
				record,
				operator: 0,
				citizen: 1,
				class: 0,
				reason: WHY,
				answer_before,
				lapses,
			}
			.into(),
		);
		let objection = Reports::objection(record).unwrap();
		assert_eq!((objection.grams, objection.row), (233, trip(1, 9)));
		assert_eq!((objection.state, objection.reason), (ObjectionState::Open, WHY));
		assert_eq!(Reports::objections_of(1), [record]);
		assert_eq!(Reports::objection_tally(0).made, 1);
		// Nothing of the record changed, and the class's own time is later.
		assert_eq!(Classes::<Test>::get(0).unwrap().grams, 466);
		assert!(lapses < closes);
		assert_eq!(Reports::seals_at(0), Some(closes));
		assert_noop!(sent.object(0), Error::<Test>::AlreadyObjected);
		// The last second for another: the class waits until it lapses.
		Now::set(&(closes - 1));
		assert_ok!(sent.object(1));
		assert_eq!(Reports::seals_at(0), Some(closes - 1 + ANSWER + DECISION));
		assert_eq!(Reports::class_seals_at(0), Reports::seals_at(0));
	});
}

#[test]
fn no_objection_holds_a_class_up_for_ever() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(1, 10), trip(2, 9)]);
		let closes = Reports::seals_at(0).unwrap();
		Now::set(&(closes - 1));
		assert_ok!(sent.object(0));
		later(1);
		let waits = Reports::seals_at(0).unwrap();
		assert_eq!(waits, closes - 1 + ANSWER + DECISION);
		// While it waits nobody makes it wait longer.
		assert_noop!(sent.object(1), Error::<Test>::ObjectionTooLate);
		assert_noop!(sent.object(2), Error::<Test>::ObjectionTooLate);
		// Nor is anything credited.
		assert_eq!(submit(0, METRO, vec![trip(3, 9)])[0].grams(), 0);
		// Decided, it waits no more.
		assert_ok!(reject_as(100, sent.record(0)));
		assert_ok!(decide(sent.record(0), false));
		assert_eq!(Reports::seals_at(0), Some(closes));
	});
}

#[test]
fn only_one_s_own_credited_records() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(1, 9), trip(2, 9)]);
		let record = sent.record(0);
		assert_noop!(object_as(1, record, sent.proof(0)), Error::<Test>::NotACitizen);
		assert_noop!(object_as(1_002, record, sent.proof(0)), Error::<Test>::NotYours);
		assert_noop!(object_as(1_001, record, sent.proof(2)), Error::<Test>::ProofMismatch);
		let proof = RecordProof { row: trip(1, 10), ..sent.proof(0) };
		assert_noop!(object_as(1_001, record, proof), Error::<Test>::ProofMismatch);
		assert_noop!(
			object_as(1_001, RecordRef { batch: 9, row: 0 }, sent.proof(0)),
			Error::<Test>::BatchNotFound
		);
		assert_noop!(sent.object(1), Error::<Test>::NothingCredited);
		assert_noop!(
			dispatch(
				RuntimeOrigin::none(),
				crate::Call::object { record, proof: sent.proof(0), reason: WHY }
			),
			DispatchError::BadOrigin
		);
		let class = Classes::<Test>::take(0).unwrap();
		assert_noop!(sent.object(0), Error::<Test>::ClassNotFound);
		Classes::<Test>::insert(0, class);
		assert_ok!(sent.withdraw(0));
		assert_noop!(sent.object(0), Error::<Test>::AlreadyWithdrawn);
	});
}

#[test]
fn so_many_at_once() {
	build_and_execute(|| {
		// A day's log has room for eight.
		let mut rows: Vec<_> = (0..MAX_OBJECTIONS).map(|hour| trip(1, hour)).collect();
		rows.push(ride(1, at(TODAY - 1, 9, 0), 20, 500));
		let sent = send(0, METRO, rows);
		for row in 0..8 {
			assert_ok!(sent.object(row));
		}
		assert_noop!(sent.object(8), Error::<Test>::TooManyObjections);
		check_all();
		assert_ok!(uphold_as(100, sent.record(3)));
		assert_ok!(sent.object(8));
		assert_eq!(Reports::objections_of(1).len(), 8);
	});
}

#[test]
fn a_longer_deadline_leaves_time_to_object() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9)]);
		Now::set(&Reports::seals_at(0).unwrap());
		assert_noop!(sent.object(0), Error::<Test>::ObjectionTooLate);
		ExclusionGroups::<Test>::mutate(RAIL, |rules| rules.as_mut().unwrap().deadline_days = 20);
		assert_ok!(sent.object(0));
	});
}
