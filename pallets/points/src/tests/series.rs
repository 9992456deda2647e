//! Opening series, issuing in the newest, and what never changes.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use tanpu_primitives::traits::{Issuing, LicenceRefusal};

fn open_until(price: u128, life: u64) -> sp_runtime::DispatchResult {
	Points::open_series(signed(treasury(METRO)), METRO, price, Now::get() + life)
}

#[test]
fn price_and_expiry_are_fixed() {
	build_and_execute(|| {
		deposit(METRO, 100_000);
		let expires = Now::get() + 2 * YEAR;
		let first = open(METRO, 10);
		assert_eq!(
			last_event(),
			Event::SeriesOpened { operator: METRO, series: 0, price: 10, expires }
		);
		issue(METRO, ANN, 100).unwrap();
		later(DAY);
		let second = open(METRO, 7);
		assert_eq!((first, second), (0, 1));
		// New points are of the newest; what there was is as it was.
		assert_eq!(issue(METRO, ANN, 50), Ok(second));
		assert_eq!((points_of(METRO, ANN, first), points_of(METRO, ANN, second)), (100, 50));
		assert_eq!((series(METRO, first).price, series(METRO, first).expires), (10, expires));
		assert_eq!(fund(METRO).liability, 1_350);
	});
}

#[test]
fn openings_are_bounded() {
	build_and_execute(|| {
		for at in 0..8 {
			assert_ok!(open_until(10, 60 * DAY));
			assert_noop!(open_until(10, 60 * DAY), Error::<Test>::TooSoon);
			later(DAY - 1);
			assert_noop!(open_until(10, 60 * DAY), Error::<Test>::TooSoon);
			later(1);
			assert_eq!(fund(METRO).live.len(), at + 1);
		}
		assert_noop!(open_until(10, 60 * DAY), Error::<Test>::TooManySeries);
		// Another operator is another matter.
		open(BUS, 1);
		later(52 * DAY + REFUND);
		assert_ok!(Points::close_series(signed(STRANGER), METRO, 0));
		assert_ok!(open_until(10, 60 * DAY));
		assert_eq!(fund(METRO).live.to_vec(), [1, 2, 3, 4, 5, 6, 7, 8]);
	});
}

#[test]
fn openings_that_are_refused() {
	build_and_execute(|| {
		assert_noop!(open_until(0, YEAR), Error::<Test>::ZeroPrice);
		assert_noop!(open_until(1, 30 * DAY - 1), Error::<Test>::ExpiryTooNear);
		assert_noop!(
			Points::open_series(signed(treasury(METRO)), METRO, 1, START - 1),
			Error::<Test>::ExpiryTooNear
		);
		assert_noop!(open_until(1, 5 * YEAR + 1), Error::<Test>::ExpiryTooFar);
		assert_noop!(
			Points::open_series(signed(treasury(BUS)), METRO, 1, START + YEAR),
			Error::<Test>::NotTreasury
		);
		refuse(METRO, Some(LicenceRefusal::Suspended));
		assert_noop!(open_until(1, YEAR), Error::<Test>::OperatorSuspended);
		refuse(METRO, None);
		Funds::<Test>::mutate(METRO, |fund| fund.next_series = u16::MAX);
		assert_noop!(open_until(1, YEAR), Error::<Test>::SeriesExhausted);
		Funds::<Test>::remove(METRO);
		assert_ok!(open_until(1, 30 * DAY));
		later(DAY);
		assert_ok!(open_until(1, 5 * YEAR));
		assert_ok!(Points::begin_wind_up(signed(treasury(METRO)), METRO));
		later(DAY);
		assert_noop!(open_until(1, YEAR), Error::<Test>::WindingUp);
	});
}

#[test]
fn new_points_can_be_used_for_a_week() {
	build_and_execute(|| {
		deposit(METRO, 1_000);
		assert_ok!(open_until(1, 5 * YEAR));
		later(DAY);
		assert_ok!(open_until(2, 30 * DAY));
		assert_eq!(issue(METRO, ANN, 1), Ok(1));
		later(23 * DAY);
		assert_eq!(issue(METRO, ANN, 1), Ok(1));
		// The newest expires too soon: the one before lasts.
		later(1);
		assert_eq!(issue(METRO, ANN, 1), Ok(0));
		later(5 * YEAR);
		assert_noop!(issue(METRO, ANN, 1), Error::<Test>::NoSeriesOpen);
	});
}

#[test]
fn a_series_closes_as_a_whole() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let close = || Points::close_series(signed(STRANGER), METRO, id);
		paid(ANN, request(SHOP, 300, 1), &[part(METRO, id, 30)]).unwrap();
		assert_noop!(
			Points::close_series(signed(STRANGER), METRO, 9),
			Error::<Test>::SeriesNotFound
		);
		later(2 * YEAR + REFUND - 1);
		assert_noop!(close(), Error::<Test>::SeriesStillOpen);
		later(1);
		assert_ok!(close());
		assert_eq!(
			last_event(),
			Event::SeriesClosed { operator: METRO, series: id, expired: 770, freed: 7_700 }
		);
		assert_noop!(close(), Error::<Test>::SeriesClosed);
		assert_noop!(<Points as Issuing>::issue(METRO, id, 1), Error::<Test>::SeriesClosed);
		let closed = series(METRO, id);
		assert_eq!((closed.issued, closed.spent, closed.expired), (800, 30, 770));
		assert_eq!((fund(METRO).liability, fund(METRO).free()), (0, 7_700));
		// Ben's position still says 100; they are nothing, and go when it is touched.
		assert_eq!(points_of(METRO, BEN, id), 100);
		assert!(Points::spendable(METRO, BEN).is_empty());
		let next = open(METRO, 5);
		issue(METRO, BEN, 1).unwrap();
		assert_eq!((points_of(METRO, BEN, id), points_of(METRO, BEN, next)), (0, 1));
	});
}
