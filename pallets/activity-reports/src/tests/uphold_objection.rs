//! The operator agrees.

use crate::{mock::*, Classes, Error, Event, ObjectionTally};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use tanpu_primitives::{traits::LicenceRefusal, Position, Row};

fn trip(citizen: u32, hour: u32) -> Row {
	ride(citizen, at(TODAY, hour, 0), 20, 500)
}

#[test]
fn the_record_goes_without_a_fine() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(2, 9)]);
		Purses::insert(0, 1_000);
		assert_ok!(sent.object(0));
		// A suspended operator may do what its citizen asks for.
		Refusals::insert(0, LicenceRefusal::Suspended);
		assert_ok!(uphold_as(100, sent.record(0)));
		System::assert_last_event(Event::ObjectionAccepted { record: sent.record(0) }.into());
		assert_eq!(was_freed(sent.record(0)), Some(true));
		assert_eq!(Ledger::get((0, 1)).unwrap().grams, 0);
		assert_eq!(Reports::objection(sent.record(0)), None);
		assert!(Reports::objections_of(1).is_empty());
		assert_eq!(Purses::get(0), Some(1_000));
		let tally = ObjectionTally { made: 1, accepted: 1, ..Default::default() };
		assert_eq!(Reports::objection_tally(0), tally);
		assert_noop!(uphold_as(100, sent.record(0)), Error::<Test>::NoObjection);
	});
}

#[test]
fn also_while_the_council_deliberates_but_not_once_it_lapsed() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(2, 9)]);
		assert_ok!(sent.object(0));
		assert_ok!(sent.object(1));
		assert_noop!(uphold_as(101, sent.record(0)), Error::<Test>::NotTheOperator);
		assert_noop!(uphold_as(1_001, sent.record(0)), Error::<Test>::NotTheOperator);
		assert_ok!(reject_as(100, sent.record(0)));
		later(ANSWER);
		assert_ok!(uphold_as(200, sent.record(0)));
		later(DECISION);
		assert_noop!(uphold_as(100, sent.record(1)), Error::<Test>::Lapsed);
		// It can still withdraw it by itself while the class is open; the objection lapsed.
		assert_ok!(sent.withdraw(1));
		let tally = ObjectionTally { made: 2, accepted: 1, lapsed: 1, ..Default::default() };
		assert_eq!(Reports::objection_tally(0), tally);
		assert_eq!(Classes::<Test>::get(0).unwrap().withdrawn, 2);
		let call = crate::Call::uphold_objection { record: sent.record(0) };
		assert_noop!(dispatch(RuntimeOrigin::root(), call), DispatchError::BadOrigin);
	});
}

#[test]
fn a_state_that_does_not_fit_is_refused() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9)]);
		assert_ok!(sent.object(0));
		let record = sent.record(0);
		let class = Classes::<Test>::take(0).unwrap();
		assert_noop!(uphold_as(100, record), Error::<Test>::ClassNotFound);
		Classes::<Test>::insert(0, crate::Class { sealed: true, ..class });
		assert_noop!(uphold_as(100, record), Error::<Test>::ClassSealed);
		assert_noop!(decide_later(record), Error::<Test>::ClassSealed);
		Classes::<Test>::insert(0, class);
		let method = Methods::take(METRO).unwrap();
		assert_noop!(uphold_as(100, record), Error::<Test>::MethodologyNotFound);
		assert_noop!(decide_later(record), Error::<Test>::MethodologyNotFound);
		Methods::insert(METRO, method);
		let position = Ledger::take((0, 1)).unwrap();
		Ledger::insert((0, 1), Position { contributions: Default::default(), ..position.clone() });
		assert_noop!(uphold_as(100, record), Error::<Test>::ContributionGone);
		assert_noop!(decide_later(record), Error::<Test>::ContributionGone);
		Ledger::insert((0, 1), position);
		crate::Withdrawn::<Test>::insert(0, frame_support::BoundedVec::truncate_from(vec![0]));
		assert_noop!(uphold_as(100, record), Error::<Test>::AlreadyWithdrawn);
		assert_noop!(reject_as(100, record), Error::<Test>::AlreadyWithdrawn);
		assert_noop!(decide_later(record), Error::<Test>::AlreadyWithdrawn);
		crate::Withdrawn::<Test>::remove(0);
		let batch = crate::Batches::<Test>::take(0).unwrap();
		assert_noop!(uphold_as(100, record), Error::<Test>::BatchNotFound);
		assert_noop!(reject_as(100, record), Error::<Test>::BatchNotFound);
		assert_noop!(decide_later(record), Error::<Test>::BatchNotFound);
		crate::Batches::<Test>::insert(0, batch);
		assert_ok!(uphold_as(100, record));
	});
}

/// The council upholds an objection that the operator has answered, and nothing is kept of it.
fn decide_later(record: tanpu_primitives::RecordRef) -> sp_runtime::DispatchResult {
	let objection = Reports::objection(record).unwrap();
	let answered = crate::ObjectionState::Rejected { reason: WHY };
	let changed = crate::Objection { state: answered, ..objection.clone() };
	crate::Objections::<Test>::insert(record.batch, record.row, changed);
	let result = decide(record, true);
	crate::Objections::<Test>::insert(record.batch, record.row, objection);
	result
}
