//! The council decides.

use crate::{mock::*, Classes, Error, Event, ObjectionTally};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use tanpu_primitives::{traits::LicenceRefusal, verification::Classes as _, Row};

fn trip(citizen: u32, hour: u32) -> Row {
	ride(citizen, at(TODAY, hour, 0), 20, 500)
}

#[test]
fn upheld_it_frees_the_claim_and_costs_the_operator() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(2, 9)]);
		Purses::insert(0, 130);
		assert!(spend(0, 1, 150));
		assert_ok!(sent.object(0));
		assert_ok!(sent.object(1));
		let record = sent.record(0);
		assert_noop!(decide(record, true), Error::<Test>::AnswerRuns);
		assert_ok!(reject_as(100, record));
		// Whatever its standing.
		Refusals::insert(0, LicenceRefusal::Revoked);
		assert_ok!(decide(record, true));
		System::assert_last_event(
			Event::ObjectionDecided { record, upheld: true, fine: FINE }.into(),
		);
		System::assert_has_event(
			Event::Withdrawn {
				record,
				operator: 0,
				citizen: 1,
				class: 0,
				grams: 233,
				points_reversed: 46,
				points_borne: 150,
				claims_freed: true,
				reason: WHY,
			}
			.into(),
		);
		assert_noop!(decide(record, true), Error::<Test>::NoObjection);
		// Unanswered; and no more is taken than there is.
		assert_noop!(decide(sent.record(1), true), Error::<Test>::AnswerRuns);
		later(ANSWER);
		assert_ok!(decide(sent.record(1), true));
		let tally = ObjectionTally { made: 2, upheld: 2, fined: 130, ..Default::default() };
		assert_eq!(Reports::objection_tally(0), tally);
		assert_eq!(Purses::get(0), Some(0));
		assert_eq!(Classes::<Test>::get(0).unwrap().grams, 0);
	});
}

#[test]
fn not_upheld_the_record_stands() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9)]);
		assert_ok!(sent.object(0));
		assert_ok!(reject_as(100, sent.record(0)));
		let record = sent.record(0);
		let call = crate::Call::decide_objection { record, upheld: true };
		assert_noop!(dispatch(RuntimeOrigin::signed(100), call), DispatchError::BadOrigin);
		let class = Classes::<Test>::take(0).unwrap();
		assert_noop!(decide(record, false), Error::<Test>::ClassNotFound);
		Classes::<Test>::insert(0, class);
		assert_ok!(decide(record, false));
		System::assert_last_event(
			Event::ObjectionDecided { record, upheld: false, fine: 0 }.into(),
		);
		assert_eq!(Reports::objection_tally(0).dismissed, 1);
		assert_eq!(Ledger::get((0, 1)).unwrap().grams, 233);
		// What they say next is another objection.
		assert_ok!(sent.object(0));
	});
}

#[test]
fn also_while_the_class_waits_and_not_later() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(2, 9)]);
		let closes = Reports::seals_at(0).unwrap();
		Now::set(&(closes - 1));
		assert_ok!(sent.object(0));
		assert_ok!(sent.object(1));
		later(ANSWER + DECISION - 1);
		assert!(Now::get() > closes);
		assert_ok!(decide(sent.record(0), true));
		later(1);
		assert_noop!(decide(sent.record(1), true), Error::<Test>::Lapsed);
		assert_eq!(Reports::seals_at(0), Some(Now::get()));
		assert_noop!(sent.withdraw(1), Error::<Test>::ClassSealed);
		Reports::seal(0);
	});
}
