//! Giving back.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;

fn refund(
	payment: PaymentRef,
	with: Option<PointPartsOf>,
) -> Result<(), sp_runtime::DispatchError> {
	Points::refund(signed(holder(SHOP)), payment, with).map(|_| ()).map_err(|failure| failure.error)
}

type PointPartsOf = tanpu_primitives::PointParts;

#[test]
fn all_of_it_or_some() {
	build_and_execute(|| {
		let metro = funded(METRO, 10, 100);
		let bus = funded(BUS, 7, 100);
		let with = [part(METRO, metro, 50), part(BUS, bus, 10)];
		let payment = paid(ANN, request(SHOP, 565, 1), &with).unwrap();
		assert_eq!(Points::receivable(SHOP), 570);
		let some = parts(&[part(METRO, metro, 20)]);
		assert_ok!(refund(payment, Some(some.clone())));
		assert_eq!(
			last_event(),
			Event::Refunded { payment, merchant: SHOP, citizen: ANN, value: 200, topped_up: 0 }
		);
		System::assert_has_event(Event::Restored { citizen: ANN, parts: some, value: 200 }.into());
		assert_eq!(Points::receivable(SHOP), 370);
		assert_eq!(points_of(METRO, ANN, metro), 70);
		assert_eq!((series(METRO, metro).spent, series(METRO, metro).outstanding), (30, 770));
		let kept = Points::payment(payment).unwrap();
		assert_eq!((kept.refunded, kept.value), (200, 570));
		assert_noop!(
			refund(payment, Some(parts(&[part(METRO, metro, 31)]))),
			Error::<Test>::MoreThanPaid
		);
		assert_noop!(
			refund(payment, Some(parts(&[part(BUS, bus + 1, 1)]))),
			Error::<Test>::MoreThanPaid
		);
		assert_ok!(refund(payment, None));
		assert_noop!(refund(payment, None), Error::<Test>::NothingToRefund);
		assert_noop!(
			refund(payment, Some(parts(&[part(BUS, bus, 1)]))),
			Error::<Test>::NothingToRefund
		);
		assert_eq!(Points::receivable(SHOP), 0);
		assert_eq!((points_of(METRO, ANN, metro), points_of(BUS, ANN, bus)), (100, 100));
		assert_eq!((fund(METRO).free(), fund(BUS).free()), (0, 0));
	});
}

#[test]
fn out_of_the_merchant_s_own_pocket() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let payment = paid(ANN, request(SHOP, 500, 1), &[part(METRO, id, 50)]).unwrap();
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 400));
		let before = free(holder(SHOP));
		assert_ok!(refund(payment, None));
		assert_eq!(
			last_event(),
			Event::Refunded { payment, merchant: SHOP, citizen: ANN, value: 500, topped_up: 400 }
		);
		assert_eq!(free(holder(SHOP)), before - 400);
		let totals = Points::merchant_book(SHOP).totals;
		assert_eq!((totals.paid, totals.topped_up), (500, 400));
		assert_eq!((totals.refunded, totals.settled, totals.receivable()), (500, 400, 0));
	});
}

#[test]
fn a_merchant_without_money_can_t() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let payment = paid(ANN, request(SHOP, 500, 1), &[part(METRO, id, 50)]).unwrap();
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 500));
		let all = free(holder(SHOP)) - DEPOSIT;
		assert_ok!(Balances::transfer_allow_death(signed(holder(SHOP)), STRANGER, all));
		assert_noop!(refund(payment, None), sp_runtime::TokenError::FundsUnavailable);
	});
}

#[test]
fn refunds_that_are_refused() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let payment = paid(ANN, request(SHOP, 500, 1), &[part(METRO, id, 50)]).unwrap();
		let by = |who, payment| {
			Points::refund(signed(who), payment, None).map_err(|failure| failure.error)
		};
		assert_noop!(by(holder(CAFE), payment), Error::<Test>::NotHolder);
		assert_noop!(by(key(ANN), payment), Error::<Test>::NotHolder);
		for unknown in [
			PaymentRef { day: payment.day + 1, ..payment },
			PaymentRef { id: H256::zero(), ..payment },
		] {
			assert_noop!(by(holder(SHOP), unknown), Error::<Test>::PaymentNotFound);
		}
		assert_noop!(refund(payment, Some(parts(&[]))), Error::<Test>::NoParts);
		assert_noop!(refund(payment, Some(parts(&[part(METRO, id, 0)]))), Error::<Test>::EmptyPart);
		let twice = parts(&[part(METRO, id, 30), part(METRO, id, 30)]);
		assert_noop!(refund(payment, Some(twice)), Error::<Test>::PartsNotSorted);
		later(REFUND - 1);
		assert_ok!(refund(payment, Some(parts(&[part(METRO, id, 1)]))));
		later(1);
		assert_noop!(refund(payment, None), Error::<Test>::RefundWindowOver);
	});
}

#[test]
fn points_come_back_as_they_were() {
	build_and_execute(|| {
		deposit(METRO, 10_000);
		let expires = Now::get() + 40 * DAY;
		assert_ok!(Points::open_series(signed(treasury(METRO)), METRO, 10, expires));
		issue(METRO, ANN, 100).unwrap();
		later(39 * DAY);
		let payment = paid(ANN, request(SHOP, 500, 1), &[part(METRO, 0, 50)]).unwrap();
		later(20 * DAY);
		// Expired meanwhile: there, but not to be spent.
		assert_ok!(refund(payment, None));
		assert_eq!(points_of(METRO, ANN, 0), 100);
		assert!(Points::spendable(METRO, ANN).is_empty());
	});
}

#[test]
fn a_suspended_or_revoked_merchant_can_refund() {
	use tanpu_primitives::traits::LicenceRefusal;
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let payment = paid(ANN, request(SHOP, 500, 1), &[part(METRO, id, 50)]).unwrap();
		refuse(SHOP, Some(LicenceRefusal::Suspended));
		assert_ok!(refund(payment, Some(parts(&[part(METRO, id, 1)]))));
		refuse(SHOP, Some(LicenceRefusal::Revoked));
		assert_ok!(refund(payment, None));
	});
}

#[test]
fn a_closed_position_is_refused_by_name() {
	new_test_ext().execute_with(|| {
		let id = funded(METRO, 10, 100);
		let payment = paid(ANN, request(SHOP, 500, 1), &[part(METRO, id, 50)]).unwrap();
		// No ledger removes positions; if one did, the money would stay where it is.
		Ledger::remove((METRO, ANN));
		assert_noop!(refund(payment, None), Error::<Test>::NoPosition);
	});
}
