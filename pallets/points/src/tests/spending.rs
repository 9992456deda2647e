//! What other pallets spend with: escrow, release, restore.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use tanpu_primitives::traits::Spending;

#[test]
fn an_order_s_money_is_in_escrow() {
	build_and_execute(|| {
		let metro = funded(METRO, 10, 100);
		let bus = funded(BUS, 7, 100);
		let order = [part(METRO, metro, 40), part(BUS, bus, 10)];
		assert_eq!(<Points as Spending>::value(&order), Ok(470));
		assert_eq!(Points::take(ANN, &order), Ok(470));
		assert_eq!(Escrow::<Test>::get(), 470);
		assert_eq!(
			Points::totals(),
			SystemTotals { funds: 13_130, settlement: 470, escrow: 470, receivables: 0 }
		);
		// Value still in dispute can't be settled.
		assert_noop!(Points::settle(signed(STRANGER), SHOP, 1), Error::<Test>::ReceivableShort);
		// Part of it to the merchant, part back.
		assert_eq!(Points::release(SHOP, &[part(METRO, metro, 30)]), Ok(300));
		assert_eq!(last_event(), Event::Released { merchant: SHOP, value: 300 });
		let back = [part(METRO, metro, 10), part(BUS, bus, 10)];
		assert_eq!(Points::restore(ANN, &back), Ok(170));
		assert_eq!(Escrow::<Test>::get(), 0);
		assert_eq!((points_of(METRO, ANN, metro), points_of(BUS, ANN, bus)), (70, 100));
		let totals = Points::merchant_book(SHOP).totals;
		assert_eq!((totals.paid, totals.released, totals.receivable()), (0, 300, 300));
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 300));
	});
}

#[test]
fn nothing_leaves_escrow_that_isn_t_there() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let order = [part(METRO, id, 40)];
		assert_noop!(Points::release(SHOP, &order), Error::<Test>::NotInEscrow);
		assert_noop!(Points::restore(ANN, &order), Error::<Test>::NotInEscrow);
		// What was paid at the till is not in escrow.
		assert_ok!(paid(ANN, request(SHOP, 400, 1), &order));
		assert_noop!(Points::restore(ANN, &order), Error::<Test>::NotInEscrow);
		assert_ok!(Points::take(ANN, &order));
		let more = [part(METRO, id, 41)];
		assert_noop!(Points::release(SHOP, &more), Error::<Test>::NotInEscrow);
		assert_noop!(Points::restore(ANN, &more), Error::<Test>::NotInEscrow);
		assert_noop!(Points::release(SHOP, &[]), Error::<Test>::NoParts);
		assert_ok!(Points::restore(ANN, &order));
		assert_noop!(Points::restore(ANN, &order), Error::<Test>::NotInEscrow);
	});
}

#[test]
fn parts_are_bounded() {
	build_and_execute(|| {
		let many: Vec<_> = (0..17).map(|series| part(METRO, series, 1)).collect();
		assert_noop!(Points::take(ANN, &many), Error::<Test>::TooManyParts);
		assert_noop!(<Points as Spending>::value(&many), Error::<Test>::SeriesNotFound);
		let id = funded(METRO, 10, 100);
		assert_noop!(
			<Points as Spending>::value(&[part(METRO, id, u64::MAX), part(METRO, id + 1, 1)]),
			Error::<Test>::SeriesNotFound
		);
		// Sixteen parts of sixteen operators.
		for operator in 1..16 {
			funded(operator, 10, 100);
		}
		let all: Vec<_> = (0..16).map(|operator| part(operator, 0, 10)).collect();
		assert_eq!(Points::take(ANN, &all), Ok(1_600));
		assert_eq!(Points::restore(ANN, &all), Ok(1_600));
	});
}

#[test]
fn an_expired_series_takes_back_but_gives_nothing() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let order = [part(METRO, id, 40)];
		assert_ok!(Points::take(ANN, &order));
		later(2 * YEAR + 10 * REFUND);
		assert_noop!(Points::take(BEN, &order), Error::<Test>::SeriesExpired);
		assert_ok!(Points::restore(ANN, &order));
		assert_ok!(Points::close_series(signed(STRANGER), METRO, id));
		assert_noop!(Points::restore(ANN, &order), Error::<Test>::SeriesClosed);
	});
}
