//! Winding up.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use tanpu_primitives::traits::{Issuing, LicenceRefusal, Spending};

fn begin(who: u64) -> sp_runtime::DispatchResult {
	Points::begin_wind_up(signed(who), METRO)
}

fn finish() -> sp_runtime::DispatchResult {
	Points::finish_wind_up(signed(STRANGER), METRO)
}

#[test]
fn points_of_a_revoked_operator_are_spent_and_then_expire() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		deposit(METRO, 500);
		assert_noop!(begin(STRANGER), Error::<Test>::NotTreasury);
		for refusal in [LicenceRefusal::Suspended, LicenceRefusal::Expired] {
			refuse(METRO, Some(refusal));
			assert_noop!(begin(STRANGER), Error::<Test>::NotTreasury);
		}
		refuse(METRO, Some(LicenceRefusal::Revoked));
		assert_ok!(begin(STRANGER));
		let ends = Now::get() + SPENDING;
		assert_eq!(last_event(), Event::WindUpBegan { operator: METRO, ends });
		assert_noop!(begin(STRANGER), Error::<Test>::WindingUp);
		assert_noop!(<Points as Issuing>::open(METRO), Error::<Test>::WindingUp);
		assert_noop!(<Points as Issuing>::issue(METRO, id, 1), Error::<Test>::WindingUp);
		assert_noop!(finish(), Error::<Test>::SeriesLeft);

		later(SPENDING - 1);
		let payment = paid(ANN, request(SHOP, 1_000, 1), &[part(METRO, id, 100)]).unwrap();
		assert_eq!(Points::spendable(METRO, BEN), [(id, 100, 1_000, ends)]);
		later(1);
		let now = request(SHOP, 1_000, 2);
		assert_noop!(
			Points::pay(signed(key(BEN)), now, parts(&[part(METRO, id, 100)])),
			Error::<Test>::SeriesExpired
		);
		// What was paid can be refunded to the end of its window.
		later(REFUND - 2);
		assert_ok!(Points::refund(signed(holder(SHOP)), payment, None));
		later(1);
		assert_noop!(
			Points::close_series(signed(STRANGER), METRO, id),
			Error::<Test>::SeriesStillOpen
		);
		later(1);
		assert_ok!(Points::close_series(signed(STRANGER), METRO, id));
		let before = free(treasury(METRO));
		assert_ok!(finish());
		assert_eq!(
			last_event(),
			Event::WoundUp { operator: METRO, to: treasury(METRO), amount: 8_500 }
		);
		assert_eq!(free(treasury(METRO)), before + 8_500);
		assert_noop!(finish(), Error::<Test>::NothingToPay);
	});
}

#[test]
fn an_earlier_expiry_stays() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		let expires = Now::get() + 30 * DAY;
		assert_ok!(Points::open_series(signed(treasury(METRO)), METRO, 1, expires));
		issue(METRO, ANN, 10).unwrap();
		assert_ok!(begin(treasury(METRO)));
		later(30 * DAY);
		assert!(Points::spendable(METRO, ANN).is_empty());
		later(REFUND);
		assert_ok!(Points::close_series(signed(STRANGER), METRO, 0));
	});
}

#[test]
fn an_operator_that_stops_cannot_shorten_what_it_promised() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let expires = Points::series(METRO, id).unwrap().expires;
		assert!(expires > Now::get() + SPENDING + REFUND);
		assert_ok!(begin(treasury(METRO)));
		later(SPENDING + REFUND);
		assert_eq!(Points::spendable(METRO, ANN), [(id, 100, 1_000, expires)]);
		assert_noop!(
			Points::close_series(signed(STRANGER), METRO, id),
			Error::<Test>::SeriesStillOpen
		);
		// Not by being revoked afterwards, either.
		refuse(METRO, Some(LicenceRefusal::Revoked));
		assert_noop!(begin(STRANGER), Error::<Test>::WindingUp);
		later(expires - Now::get() - 1);
		assert_ok!(paid(ANN, request(SHOP, 1_000, 1), &[part(METRO, id, 100)]));
		later(1 + REFUND);
		assert_ok!(Points::close_series(signed(STRANGER), METRO, id));
	});
}

#[test]
fn a_suspended_operator_is_not_paid_the_rest() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		assert_noop!(finish(), Error::<Test>::NotWindingUp);
		refuse(METRO, Some(LicenceRefusal::Suspended));
		assert_ok!(begin(treasury(METRO)));
		assert_noop!(finish(), Error::<Test>::OperatorSuspended);
		refuse(METRO, None);
		assert_ok!(finish());
		assert_noop!(Points::begin_wind_up(signed(STRANGER), SHOP), Error::<Test>::NotAnOperator);
		assert_noop!(Points::finish_wind_up(signed(STRANGER), SHOP), Error::<Test>::NotAnOperator);
	});
}

#[test]
fn a_wind_up_ends_a_withdrawal() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		assert_ok!(Points::request_withdrawal(signed(treasury(METRO)), METRO, 1_000));
		assert_ok!(begin(treasury(METRO)));
		assert_eq!(fund(METRO).withdrawal, None);
	});
}

#[test]
fn points_in_open_orders_keep_a_series_open() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let order = [part(METRO, id, 40)];
		assert_ok!(Points::take(ANN, &order));
		refuse(METRO, Some(LicenceRefusal::Revoked));
		assert_ok!(begin(STRANGER));
		later(SPENDING + REFUND);
		assert_noop!(
			Points::close_series(signed(STRANGER), METRO, id),
			Error::<Test>::PointsInEscrow
		);
		assert_ok!(Points::release(SHOP, &order));
		assert_ok!(Points::close_series(signed(STRANGER), METRO, id));
		assert_eq!(Points::receivable(SHOP), 400);
	});
}
