//! Paying in, taking out, setting aside.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, TokenError};
use tanpu_primitives::traits::{Budgets, Issuing, LicenceRefusal};

type BudgetOf = Points;

fn request(operator: u16, amount: u128) -> sp_runtime::DispatchResult {
	Points::request_withdrawal(signed(treasury(operator)), operator, amount)
}

fn withdraw(operator: u16) -> sp_runtime::DispatchResult {
	Points::withdraw(signed(treasury(operator)), operator)
}

#[test]
fn anybody_can_pay_in() {
	build_and_execute(|| {
		assert_ok!(Points::deposit(signed(STRANGER), METRO, 500));
		assert_eq!(last_event(), Event::Deposited { operator: METRO, from: STRANGER, amount: 500 });
		assert_eq!((fund(METRO).balance, free(STRANGER)), (500, ENDOWMENT - 500));
		// Also for an operator that can do nothing else.
		refuse(METRO, Some(LicenceRefusal::Revoked));
		assert_ok!(Points::deposit(signed(treasury(METRO)), METRO, 1));
		assert_noop!(Points::deposit(signed(STRANGER), METRO, 0), Error::<Test>::ZeroAmount);
		assert_noop!(Points::deposit(signed(STRANGER), SHOP, 1), Error::<Test>::NotAnOperator);
		assert_noop!(Points::deposit(RuntimeOrigin::none(), METRO, 1), BadOrigin);
		let all = free(STRANGER);
		assert_noop!(Points::deposit(signed(STRANGER), METRO, all), TokenError::FundsUnavailable);
		assert_noop!(Points::deposit(signed(STRANGER), METRO, u128::MAX), Error::<Test>::Overflow);
	});
}

#[test]
fn what_others_send_to_the_pots_is_nobody_s() {
	new_test_ext().execute_with(|| {
		funded(METRO, 10, 100);
		for pot in [FUND_POT, SETTLEMENT_POT] {
			assert_ok!(Balances::transfer_allow_death(signed(STRANGER), pot, 5_000));
		}
		// Every book is right, and not a planck more is free.
		assert_ok!(Points::do_try_state());
		assert_eq!(fund(METRO).free(), 0);
	});
}

#[test]
fn free_money_leaves_with_notice() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		open(METRO, 2);
		issue(METRO, ANN, 300).unwrap();
		assert_noop!(request(METRO, 401), Error::<Test>::NotFree);
		assert_ok!(request(METRO, 400));
		let from = Now::get() + NOTICE;
		assert_eq!(last_event(), Event::WithdrawalRequested { operator: METRO, amount: 400, from });
		later(NOTICE - 1);
		assert_noop!(withdraw(METRO), Error::<Test>::NoticeRuns);
		later(1);
		assert_noop!(Points::withdraw(signed(STRANGER), METRO), Error::<Test>::NotTreasury);
		let before = free(treasury(METRO));
		assert_ok!(withdraw(METRO));
		assert_eq!(
			last_event(),
			Event::Withdrawn { operator: METRO, to: treasury(METRO), amount: 400 }
		);
		assert_eq!(free(treasury(METRO)), before + 400);
		assert_eq!((fund(METRO).balance, fund(METRO).free()), (600, 0));
		assert_noop!(withdraw(METRO), Error::<Test>::NoRequest);
	});
}

#[test]
fn what_was_issued_meanwhile_stays_covered() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		open(METRO, 1);
		assert_ok!(request(METRO, 1_000));
		issue(METRO, ANN, 1).unwrap();
		later(NOTICE);
		assert_noop!(withdraw(METRO), Error::<Test>::NotFree);
		// Until it is paid out, the money is there to issue against.
		issue(METRO, ANN, 999).unwrap();
	});
}

#[test]
fn a_request_is_no_standing_permission() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		assert_ok!(request(METRO, 1_000));
		later(2 * NOTICE);
		assert_noop!(withdraw(METRO), Error::<Test>::RequestLapsed);
		// A new one begins its notice anew, and replaces the old.
		assert_ok!(request(METRO, 10));
		assert_noop!(withdraw(METRO), Error::<Test>::NoticeRuns);
		later(NOTICE);
		assert_ok!(request(METRO, 20));
		assert_noop!(withdraw(METRO), Error::<Test>::NoticeRuns);
		later(2 * NOTICE - 1);
		assert_ok!(withdraw(METRO));
		assert_eq!(fund(METRO).balance, 980);
	});
}

#[test]
fn suspended_during_notice_is_not_paid_out() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		assert_ok!(request(METRO, 1_000));
		later(NOTICE);
		for (refusal, error) in [
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::OperatorExpired),
		] {
			refuse(METRO, Some(refusal));
			assert_noop!(withdraw(METRO), error);
			assert_noop!(
				Points::request_withdrawal(signed(treasury(METRO)), METRO, 1),
				Points::licence_error(refusal)
			);
		}
		refuse(METRO, None);
		assert_ok!(withdraw(METRO));
	});
}

#[test]
fn withdrawals_that_are_refused() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		assert_noop!(request(METRO, 0), Error::<Test>::ZeroAmount);
		assert_noop!(request(METRO, 1_001), Error::<Test>::NotFree);
		assert_noop!(
			Points::request_withdrawal(signed(treasury(BUS)), METRO, 1),
			Error::<Test>::NotTreasury
		);
		assert_noop!(withdraw(METRO), Error::<Test>::NoRequest);
		assert_ok!(Points::begin_wind_up(signed(treasury(METRO)), METRO));
		assert_noop!(request(METRO, 1), Error::<Test>::WindingUp);
		assert_noop!(withdraw(METRO), Error::<Test>::WindingUp);
	});
}

#[test]
fn a_freeze_of_the_treasury_does_not_reach_the_fund() {
	build_and_execute(|| {
		// The treasury spends everything else it has; the fund is as it was.
		let series = funded(METRO, 10, 100);
		let all = free(treasury(METRO));
		assert_ok!(Balances::transfer_allow_death(signed(treasury(METRO)), STRANGER, all));
		assert_eq!(free(treasury(METRO)), 0);
		let request = crate::mock::request(SHOP, 1_000, 1);
		assert_ok!(paid(ANN, request, &[part(METRO, series, 100)]));
	});
}

#[test]
fn issuing_needs_cover_to_the_planck() {
	build_and_execute(|| {
		let none = <Points as Issuing>::open(METRO);
		assert_eq!(none, Err(Error::<Test>::NoSeriesOpen.into()));
		deposit(METRO, 999);
		let series = open(METRO, 10);
		assert_eq!(<Points as Issuing>::shortfall(METRO, 100), 1);
		assert_noop!(issue(METRO, ANN, 100), Error::<Test>::FundShort);
		deposit(METRO, 1);
		assert_eq!(Points::shortfall(METRO, 100), 0);
		assert_ok!(issue(METRO, ANN, 100));
		assert_eq!(last_event(), Event::Issued { operator: METRO, series, points: 100 });
		assert_eq!((fund(METRO).liability, fund(METRO).free()), (1_000, 0));
		// Nothing is always covered.
		assert_ok!(<Points as Issuing>::issue(METRO, series, 0));
		assert_noop!(issue(METRO, ANN, 1), Error::<Test>::FundShort);
		assert_noop!(issue(METRO, ANN, u64::MAX - 100), Error::<Test>::FundShort);
		assert_noop!(<Points as Issuing>::issue(METRO, series, u64::MAX), Error::<Test>::Overflow);
		assert_noop!(<Points as Issuing>::issue(METRO, 9, 1), Error::<Test>::SeriesNotFound);
		assert_eq!(Points::shortfall(BUS, 100), 0);
	});
}

#[test]
fn a_budget_is_for_its_campaign_alone() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		let series = open(METRO, 10);
		assert_ok!(BudgetOf::set_aside(METRO, None, 600));
		assert_eq!(last_event(), Event::SetAside { operator: METRO, from: None, amount: 600 });
		assert_noop!(BudgetOf::set_aside(METRO, None, 401), Error::<Test>::NotFree);
		assert_noop!(BudgetOf::set_aside(METRO, None, 0), Error::<Test>::ZeroAmount);
		assert_noop!(BudgetOf::set_aside(SHOP, None, 1), Error::<Test>::NotAnOperator);
		assert_noop!(request(METRO, 401), Error::<Test>::NotFree);
		assert_noop!(issue(METRO, ANN, 41), Error::<Test>::FundShort);
		assert_ok!(issue(METRO, ANN, 40));
		// A sponsor's money.
		assert_ok!(BudgetOf::set_aside(METRO, Some(&STRANGER), 100));
		assert_eq!((fund(METRO).set_aside, free(STRANGER)), (700, ENDOWMENT - 100));

		let mut position = Ledger::get((METRO, BEN)).unwrap();
		assert_eq!(BudgetOf::grant(METRO, &mut position, 50), Ok(500));
		Ledger::insert((METRO, BEN), position.clone());
		assert_eq!(points_of(METRO, BEN, series), 50);
		assert_eq!((fund(METRO).set_aside, fund(METRO).free()), (200, 0));
		for (points, error) in [(21, Error::<Test>::BudgetShort), (0, Error::<Test>::ZeroAmount)] {
			let refused = frame_support::storage::with_storage_layer(|| {
				BudgetOf::grant(METRO, &mut position.clone(), points)
			});
			assert_eq!(refused, Err(error.into()));
		}
		let mut left = position.clone();
		left.enrolled = false;
		assert_eq!(BudgetOf::grant(METRO, &mut left, 1), Err(Error::<Test>::NotEnrolled.into()));
		assert_eq!(BudgetOf::price(METRO), Some(10));
		assert_eq!(BudgetOf::price(BUS), None);

		assert_noop!(BudgetOf::give_back(METRO, None, 201), Error::<Test>::BudgetShort);
		assert_ok!(BudgetOf::give_back(METRO, Some(&STRANGER), 150));
		assert_eq!(
			last_event(),
			Event::GivenBack { operator: METRO, to: Some(STRANGER), amount: 150 }
		);
		assert_eq!(free(STRANGER), ENDOWMENT + 50);
		assert_ok!(BudgetOf::give_back(METRO, None, 50));
		assert_ok!(BudgetOf::give_back(METRO, None, 0));
		assert_eq!((fund(METRO).set_aside, fund(METRO).free()), (0, 50));
		assert_ok!(Points::begin_wind_up(signed(treasury(METRO)), METRO));
		assert_noop!(BudgetOf::set_aside(METRO, None, 1), Error::<Test>::WindingUp);
		assert_eq!(BudgetOf::grant(METRO, &mut position, 1), Err(Error::<Test>::WindingUp.into()));
	});
}
