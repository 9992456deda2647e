//! Taking points back.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::traits::BadOrigin;
use tanpu_primitives::{
	traits::{Fines, Issuing, LicenceRefusal},
	Balance, SECONDS_PER_DAY,
};

const REASON: H256 = H256::repeat_byte(0xbb);
const STATEMENT: H256 = H256::repeat_byte(0xcc);

fn propose(citizen: u32, series: u16, points: u64) -> sp_runtime::DispatchResult {
	Points::propose_reversal(signed(treasury(METRO)), METRO, citizen, series, points, REASON)
}

fn appeal(who: u64, citizen: u32) -> sp_runtime::DispatchResult {
	Points::appeal_reversal(signed(who), METRO, citizen, STATEMENT)
}

fn decide(citizen: u32, upheld: bool) -> sp_runtime::DispatchResult {
	Points::decide_appeal(signed(COUNCIL), METRO, citizen, upheld)
}

fn execute(citizen: u32) -> sp_runtime::DispatchResult {
	Points::execute_reversal(signed(STRANGER), METRO, citizen)
}

#[test]
fn only_what_is_unspent_and_only_after_notice() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		assert_ok!(propose(ANN, id, 60));
		let from = Now::get() + NOTICE;
		assert_eq!(
			last_event(),
			Event::ReversalProposed {
				operator: METRO,
				citizen: ANN,
				series: id,
				points: 60,
				reason: REASON,
				from
			}
		);
		assert_eq!(Points::reversal(METRO, ANN).unwrap().reason, REASON);
		later(NOTICE - 1);
		assert_noop!(execute(ANN), Error::<Test>::NoticeRuns);
		// Spending goes on meanwhile.
		assert_ok!(paid(ANN, request(SHOP, 700, 1), &[part(METRO, id, 70)]));
		later(1);
		assert_ok!(execute(ANN));
		assert_eq!(
			last_event(),
			Event::Reversed {
				operator: METRO,
				citizen: ANN,
				series: id,
				points: 30,
				reason: REASON
			}
		);
		assert_eq!(points_of(METRO, ANN, id), 0);
		let books = series(METRO, id);
		assert_eq!((books.reversed, books.spent, books.outstanding), (30, 70, 700));
		// The merchant keeps what it has; what was taken back is the operator's.
		assert_eq!((Points::receivable(SHOP), fund(METRO).free()), (700, 300));
		assert_noop!(execute(ANN), Error::<Test>::NoReversal);
	});
}

#[test]
fn an_appeal_stops_it() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		assert_ok!(propose(ANN, id, 60));
		assert_noop!(appeal(STRANGER, ANN), Error::<Test>::NotACitizen);
		assert_noop!(appeal(key(BEN), ANN), Error::<Test>::NotYours);
		assert_noop!(appeal(key(BEN), BEN), Error::<Test>::NoReversal);
		assert_noop!(decide(ANN, true), Error::<Test>::NotAppealed);
		assert_ok!(appeal(key(ANN), ANN));
		assert_eq!(
			last_event(),
			Event::ReversalAppealed { operator: METRO, citizen: ANN, statement: STATEMENT }
		);
		assert_noop!(appeal(key(ANN), ANN), Error::<Test>::AlreadyAppealed);
		later(3 * NOTICE);
		assert_noop!(execute(ANN), Error::<Test>::UnderAppeal);
		assert_noop!(Points::decide_appeal(signed(treasury(METRO)), METRO, ANN, false), BadOrigin);
		assert_ok!(decide(ANN, true));
		assert_eq!(
			last_event(),
			Event::AppealDecided { operator: METRO, citizen: ANN, upheld: true }
		);
		assert_noop!(decide(ANN, true), Error::<Test>::NoReversal);
		assert_noop!(execute(ANN), Error::<Test>::NoReversal);
		assert_eq!(points_of(METRO, ANN, id), 100);
	});
}

#[test]
fn a_rejected_appeal_lets_it_go_on() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		// Decided within the notice: it runs to its end.
		assert_ok!(propose(ANN, id, 60));
		assert_ok!(appeal(key(ANN), ANN));
		assert_ok!(decide(ANN, false));
		assert_noop!(appeal(key(ANN), ANN), Error::<Test>::AlreadyAppealed);
		assert_noop!(execute(ANN), Error::<Test>::NoticeRuns);
		later(NOTICE);
		assert_ok!(execute(ANN));
		// Decided long after: at once.
		assert_ok!(propose(ANN, id, 60));
		assert_ok!(appeal(key(ANN), ANN));
		later(100 * DAY);
		assert_ok!(decide(ANN, false));
		assert_ok!(execute(ANN));
		assert_eq!((points_of(METRO, ANN, id), series(METRO, id).reversed), (0, 100));
	});
}

#[test]
fn the_council_appeals_for_who_has_no_key() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		assert_ok!(propose(KEYLESS, id, 60));
		assert_ok!(appeal(COUNCIL, KEYLESS));
		later(NOTICE);
		assert_noop!(execute(KEYLESS), Error::<Test>::UnderAppeal);
	});
}

#[test]
fn too_late_either_way() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		assert_ok!(propose(ANN, id, 60));
		later(NOTICE);
		assert_noop!(appeal(key(ANN), ANN), Error::<Test>::AppealTooLate);
		later(NOTICE);
		assert_ok!(execute(ANN));
		assert_eq!(last_event(), Event::ReversalLapsed { operator: METRO, citizen: ANN });
		assert_eq!(points_of(METRO, ANN, id), 100);
	});
}

#[test]
fn reversals_that_are_refused() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		assert_noop!(
			Points::propose_reversal(signed(treasury(BUS)), METRO, ANN, id, 1, REASON),
			Error::<Test>::NotTreasury
		);
		assert_noop!(propose(ANN, id, 0), Error::<Test>::ZeroAmount);
		assert_noop!(propose(ANN, 9, 1), Error::<Test>::SeriesNotFound);
		assert_noop!(propose(99, id, 1), Error::<Test>::NoPosition);
		for (refusal, error) in [
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::OperatorExpired),
		] {
			refuse(METRO, Some(refusal));
			assert_noop!(propose(ANN, id, 1), error);
			refuse(METRO, None);
		}
		for citizen in 0..3 {
			assert_ok!(propose(citizen, id, 1));
			assert_noop!(propose(citizen, id, 1), Error::<Test>::ReversalPending);
		}
		assert_noop!(propose(3, id, 1), Error::<Test>::TooManyReversals);
		later(NOTICE);
		refuse(METRO, Some(LicenceRefusal::Suspended));
		assert_noop!(execute(ANN), Error::<Test>::OperatorSuspended);
		refuse(METRO, None);
		assert_ok!(execute(ANN));
		assert_ok!(propose(3, id, 1));
	});
}

#[test]
fn a_series_that_closed_meanwhile() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		later(2 * YEAR + REFUND - NOTICE);
		assert_ok!(propose(ANN, id, 60));
		later(NOTICE);
		assert_ok!(Points::close_series(signed(STRANGER), METRO, id));
		assert_noop!(propose(BEN, id, 60), Error::<Test>::SeriesClosed);
		assert_ok!(execute(ANN));
		assert_eq!((series(METRO, id).reversed, series(METRO, id).expired), (0, 800));
	});
}

#[test]
fn points_of_a_void_record_go_back_at_once() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		assert_ok!(paid(ANN, request(SHOP, 300, 1), &[part(METRO, id, 30)]));
		let void = |points| {
			let mut position = Ledger::get((METRO, ANN)).unwrap();
			let taken = <Points as Issuing>::reverse(METRO, &mut position, id, points).unwrap();
			Ledger::insert((METRO, ANN), position);
			taken
		};
		let free = fund(METRO).free();
		assert_eq!(void(50), 50);
		assert_eq!(last_event(), Event::IssueReversed { operator: METRO, series: id, points: 50 });
		assert_eq!(fund(METRO).free(), free + 500);
		// What was spent stays spent.
		assert_eq!(void(50), 20);
		assert_eq!(void(50), 0);
		let books = series(METRO, id);
		assert_eq!((books.reversed, books.spent, points_of(METRO, ANN, id)), (70, 30, 0));
		assert_eq!(Points::receivable(SHOP), 300);
		let mut position = Ledger::get((METRO, BEN)).unwrap();
		assert_eq!(
			<Points as Issuing>::reverse(METRO, &mut position, 9, 1),
			Err(Error::<Test>::SeriesNotFound.into())
		);
		// A closed series has nothing to take.
		later(5 * 365 * SECONDS_PER_DAY);
		assert_ok!(Points::close_series(signed(STRANGER), METRO, id));
		assert_eq!(<Points as Issuing>::reverse(METRO, &mut position, id, 1), Ok(0));
	});
}

#[test]
fn a_fine_takes_what_is_free_and_no_more() {
	build_and_execute(|| {
		funded(METRO, 10, 100);
		deposit(METRO, 100);
		let before = fund(METRO);
		let held = Balances::free_balance(STRANGER);
		assert!(before.free() > 10);
		assert_eq!(Points::fine(METRO, 10), 10);
		assert_eq!(last_event(), Event::Fined { operator: METRO, amount: 10 });
		assert_eq!(fund(METRO).balance, before.balance - 10);
		assert_eq!(Balances::free_balance(STRANGER), held + 10);
		let rest = before.free() - 10;
		assert_eq!(Points::fine(METRO, Balance::MAX), rest);
		assert_eq!((fund(METRO).free(), fund(METRO).liability), (0, before.liability));
		assert_eq!(Points::fine(METRO, 1), 0);
		// One that never had a fund.
		assert_eq!(Points::fine(BIKE, 1), 0);
		assert!(Funds::<Test>::try_get(BIKE).is_err());
	});
}
