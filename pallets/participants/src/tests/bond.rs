//! Posting, announcing, cancelling and releasing.

use super::*;
use frame_support::traits::fungible::Inspect;
use sp_runtime::{DispatchResult, TokenError};
use tanpu_primitives::{verification::Bonds as _, Balance};

const NOTICE: u64 = 30 * DAY;
const LIABILITY: u64 = 365 * DAY;

fn post(who: AccountId, operator: ParticipantId, amount: Balance) -> DispatchResult {
	Licences::post_bond(signed(who), operator, amount)
}

fn request(who: AccountId, operator: ParticipantId, amount: Balance) -> DispatchResult {
	Licences::request_bond_release(signed(who), operator, amount)
}

fn cancel(who: AccountId, operator: ParticipantId) -> DispatchResult {
	Licences::cancel_bond_release(signed(who), operator)
}

fn release(who: AccountId, operator: ParticipantId) -> DispatchResult {
	Licences::release_bond(signed(who), operator)
}

/// An operator of whom 1,000 are demanded, with so much bonded.
fn demanded(amount: Balance) -> ParticipantId {
	let metro = licensed(METRO, bonded_terms(1_000));
	assert_ok!(post(METRO, metro, amount));
	metro
}

#[test]
fn what_is_bonded_is_held_on_the_treasury() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(post(METRO, metro, 400));
		System::assert_last_event(
			Event::BondPosted { operator: metro, amount: 400, bonded: 400 }.into(),
		);
		assert_ok!(post(METRO, metro, 50));
		System::assert_last_event(
			Event::BondPosted { operator: metro, amount: 50, bonded: 450 }.into(),
		);
		assert_eq!(Licences::bonded(metro), 450);
		assert_eq!(held(HoldReason::Bond, METRO), 450);
		assert_eq!(Balances::balance(&METRO), ENDOWMENT - 450);
		// One treasury, two operators: each bond by itself.
		let second = operator(METRO);
		assert_ok!(post(METRO, second, 7));
		assert_eq!((Licences::bonded(metro), Licences::bonded(second)), (450, 7));
		assert_eq!(held(HoldReason::Bond, METRO), 457);
	});
}

#[test]
fn who_and_for_whom() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let shop = licensed(METRO, LicenceTerms::Merchant);
		assert_ok!(Licences::set_reporter(signed(METRO), metro, 77, true));
		assert_ok!(post(METRO, metro, 100));
		type Call = fn(AccountId, ParticipantId) -> DispatchResult;
		let calls: [Call; 4] =
			[|who, id| post(who, id, 1), |who, id| request(who, id, 1), cancel, release];
		for call in calls {
			// A reporting key moves no money.
			for who in [BUS, 77, COUNCIL, MEMBERS[0]] {
				assert_noop!(call(who, metro), Error::<Test>::NotHolder);
			}
			assert_noop!(call(METRO, shop), Error::<Test>::NotAnOperator);
			assert_noop!(call(METRO, 99), Error::<Test>::NotFound);
		}
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Licences::post_bond(origin.clone(), metro, 1), BadOrigin);
			assert_noop!(Licences::request_bond_release(origin.clone(), metro, 1), BadOrigin);
			assert_noop!(Licences::cancel_bond_release(origin.clone(), metro), BadOrigin);
			assert_noop!(Licences::release_bond(origin, metro), BadOrigin);
		}
	});
}

#[test]
fn nothing_and_too_much_are_refused() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_noop!(post(METRO, metro, 0), Error::<Test>::ZeroAmount);
		// The account must live on.
		for amount in [ENDOWMENT, ENDOWMENT + 1, Balance::MAX] {
			assert_noop!(post(METRO, metro, amount), TokenError::FundsUnavailable);
		}
		assert_noop!(request(METRO, metro, 0), Error::<Test>::ZeroAmount);
		assert_noop!(request(METRO, metro, 1), Error::<Test>::BondTooSmall);
		assert_ok!(post(METRO, metro, 100));
		assert_noop!(request(METRO, metro, 101), Error::<Test>::BondTooSmall);
		assert_noop!(cancel(METRO, metro), Error::<Test>::NoRelease);
		assert_noop!(release(METRO, metro), Error::<Test>::NoRelease);
		assert_ok!(request(METRO, metro, 40));
		assert_noop!(request(METRO, metro, 1), Error::<Test>::ReleasePending);
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(post(METRO, metro, 1), Error::<Test>::AlreadyRevoked);
	});
}

#[test]
fn without_the_demanded_bond_nothing_is_reported() {
	build_and_execute(|| {
		let metro = licensed(METRO, bonded_terms(1_000));
		let active = || Licences::ensure_active(metro, 0, Now::get());
		assert_eq!(active(), Err(LicenceRefusal::BondShort));
		assert_ok!(post(METRO, metro, 999));
		assert_eq!(active(), Err(LicenceRefusal::BondShort));
		// Accounts can be opened and people enrolled meanwhile.
		assert_eq!(Licences::ensure_licensed(metro, START), Ok(()));
		assert_ok!(post(METRO, metro, 1));
		assert_eq!(active(), Ok(()));
		// The council demands more, and less again.
		assert_ok!(Licences::amend(council(), metro, bonded_terms(1_001), EXPIRES));
		assert_eq!(active(), Err(LicenceRefusal::BondShort));
		assert_ok!(Licences::amend(council(), metro, bonded_terms(500), EXPIRES));
		assert_eq!(active(), Ok(()));
		// What is on notice doesn't count.
		assert_ok!(request(METRO, metro, 500));
		assert_eq!(active(), Ok(()));
		assert_ok!(Licences::amend(council(), metro, bonded_terms(501), EXPIRES));
		assert_eq!(active(), Err(LicenceRefusal::BondShort));
		assert_ok!(cancel(METRO, metro));
		assert_eq!(active(), Ok(()));
		// Other refusals go before.
		assert_ok!(Licences::amend(council(), metro, bonded_terms(9_999), EXPIRES));
		assert_ok!(suspend(metro));
		assert_eq!(active(), Err(LicenceRefusal::Suspended));
	});
}

#[test]
fn money_comes_back_after_the_notice() {
	build_and_execute(|| {
		let metro = demanded(1_500);
		assert_ok!(request(METRO, metro, 500));
		let from = START + NOTICE;
		System::assert_last_event(
			Event::BondReleaseRequested { operator: metro, amount: 500, from }.into(),
		);
		assert_eq!(Licences::bonded(metro), 1_000);
		assert_eq!(held(HoldReason::Bond, METRO), 1_500);
		let notice = Some(ReleaseNotice { amount: 500, requested: START });
		assert_eq!(
			Licences::bond_of(metro),
			Some(BondView { bonded: 1_000, demanded: 1_000, notice, release_from: Some(from) })
		);
		assert_noop!(release(METRO, metro), Error::<Test>::NoticeRuns);
		Now::set(from - 1);
		assert_noop!(release(METRO, metro), Error::<Test>::NoticeRuns);
		Now::set(from);
		assert_ok!(release(METRO, metro));
		System::assert_last_event(Event::BondReleased { operator: metro, amount: 500 }.into());
		assert_eq!(held(HoldReason::Bond, METRO), 1_000);
		assert_eq!(Balances::balance(&METRO), ENDOWMENT - 1_000);
		assert_noop!(release(METRO, metro), Error::<Test>::NoRelease);
	});
}

#[test]
fn cancelled_it_stands_good_again() {
	build_and_execute(|| {
		let metro = demanded(1_500);
		assert_ok!(request(METRO, metro, 500));
		Now::set(START + NOTICE);
		assert_ok!(cancel(METRO, metro));
		System::assert_last_event(
			Event::BondReleaseCancelled { operator: metro, amount: 500 }.into(),
		);
		assert_eq!((Licences::bonded(metro), held(HoldReason::Bond, METRO)), (1_500, 1_500));
		// A new request begins a notice of its own.
		assert_ok!(request(METRO, metro, 500));
		assert_noop!(release(METRO, metro), Error::<Test>::NoticeRuns);
	});
}

#[test]
fn never_below_the_demand_while_the_licence_lives() {
	build_and_execute(|| {
		let metro = demanded(1_500);
		for amount in [501, 1_000, 1_500] {
			assert_noop!(request(METRO, metro, amount), Error::<Test>::BondDemanded);
		}
		assert_ok!(request(METRO, metro, 500));
		// The council demands more before it is released.
		assert_ok!(Licences::amend(council(), metro, bonded_terms(1_001), EXPIRES));
		Now::set(START + NOTICE);
		assert_noop!(release(METRO, metro), Error::<Test>::BondDemanded);
		assert_ok!(post(METRO, metro, 1));
		assert_ok!(release(METRO, metro));
		// An entry of nothing isn't kept.
		assert_ok!(Licences::amend(council(), metro, bonded_terms(0), EXPIRES));
		assert_ok!(request(METRO, metro, 1_001));
		Now::set(START + 2 * NOTICE);
		assert_ok!(release(METRO, metro));
		assert!(!Bonds::<Test>::contains_key(metro));
		assert_eq!(Balances::balance(&METRO), ENDOWMENT);
	});
}

#[test]
fn a_suspended_operator_s_bond_stays() {
	build_and_execute(|| {
		let metro = demanded(1_500);
		assert_ok!(request(METRO, metro, 500));
		Now::set(START + NOTICE);
		assert_ok!(suspend(metro));
		assert_noop!(release(METRO, metro), Error::<Test>::OperatorSuspended);
		Now::set(START + NOTICE + SUSPENSION - 1);
		assert_noop!(release(METRO, metro), Error::<Test>::OperatorSuspended);
		// It can still put money in.
		assert_ok!(post(METRO, metro, 5));
		Now::set(START + NOTICE + SUSPENSION);
		assert_ok!(release(METRO, metro));
	});
}

#[test]
fn after_the_licence_it_takes_a_year() {
	for revoked in [false, true] {
		build_and_execute(|| {
			let metro = demanded(1_000);
			let end = if revoked { START + DAY } else { EXPIRES };
			Now::set(end);
			if revoked {
				assert_ok!(Licences::revoke(council(), metro));
			}
			// All of it: the licence demands nothing any more, the notice protects.
			Now::set(end + DAY);
			assert_ok!(request(METRO, metro, 1_000));
			let from = end + DAY + LIABILITY;
			System::assert_last_event(
				Event::BondReleaseRequested { operator: metro, amount: 1_000, from }.into(),
			);
			Now::set(from - 1);
			assert_noop!(release(METRO, metro), Error::<Test>::NoticeRuns);
			Now::set(from);
			assert_ok!(release(METRO, metro));
			assert_eq!(Balances::balance(&METRO), ENDOWMENT);
		});
	}
}

#[test]
fn who_announces_in_time_waits_a_year_from_the_end() {
	build_and_execute(|| {
		let metro = demanded(1_500);
		assert_ok!(request(METRO, metro, 500));
		// The notice would have been over; the licence ends first.
		let end = START + NOTICE + DAY;
		Now::set(end);
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(release(METRO, metro), Error::<Test>::NoticeRuns);
		assert_eq!(Licences::bond_of(metro).unwrap().release_from, Some(end + LIABILITY));
		Now::set(end + LIABILITY - 1);
		assert_noop!(release(METRO, metro), Error::<Test>::NoticeRuns);
		Now::set(end + LIABILITY);
		assert_ok!(release(METRO, metro));
	});
}

#[test]
fn a_renewed_licence_demands_again() {
	build_and_execute(|| {
		let metro = demanded(1_000);
		Now::set(EXPIRES);
		assert_ok!(request(METRO, metro, 1_000));
		assert_ok!(Licences::amend(council(), metro, bonded_terms(1_000), EXPIRES + 9 * NOTICE));
		Now::set(EXPIRES + NOTICE);
		assert_eq!(Licences::bond_of(metro).unwrap().release_from, Some(EXPIRES + NOTICE));
		assert_noop!(release(METRO, metro), Error::<Test>::BondDemanded);
		assert_ok!(cancel(METRO, metro));
		assert_eq!(Licences::ensure_active(metro, 0, Now::get()), Ok(()));
	});
}

#[test]
fn bonds_of_what_is_none() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let shop = licensed(BUS, LicenceTerms::Merchant);
		assert_eq!(Licences::bond_of(shop), None);
		assert_eq!(Licences::bond_of(99), None);
		assert_eq!((Licences::bonded(shop), Licences::bonded(99)), (0, 0));
		assert_eq!(
			Licences::bond_of(metro),
			Some(BondView { bonded: 0, demanded: 0, notice: None, release_from: None })
		);
	});
}
