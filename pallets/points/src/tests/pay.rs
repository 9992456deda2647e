//! Paying at the till.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::traits::BadOrigin;
use tanpu_primitives::{traits::LicenceRefusal, PointPart};

fn pay(request: PaymentRequest, with: &[PointPart]) -> sp_runtime::DispatchResult {
	Points::pay(signed(key(ANN)), request, parts(with))
}

#[test]
fn points_of_several_operators_pay_at_once() {
	build_and_execute(|| {
		let metro = funded(METRO, 10, 100);
		let bus = funded(BUS, 7, 100);
		later(DAY);
		let newer = open(METRO, 3);
		deposit(METRO, 300);
		issue(METRO, ANN, 100).unwrap();
		let with = [part(METRO, metro, 50), part(METRO, newer, 10), part(BUS, bus, 10)];
		let asked = request(SHOP, 600, 1);
		let payment = paid(ANN, asked, &with).unwrap();
		assert_eq!(
			last_event(),
			Event::Paid {
				payment,
				merchant: SHOP,
				citizen: ANN,
				value: 600,
				amount: 600,
				receipt: asked.receipt
			}
		);
		System::assert_has_event(
			Event::Spent { citizen: ANN, parts: parts(&with), value: 600 }.into(),
		);
		assert_eq!(Points::receivable(SHOP), 600);
		assert_eq!((fund(METRO).balance, fund(BUS).balance), (8_300 - 530, 5_600 - 70));
		assert_eq!(points_of(METRO, ANN, metro), 50);
		assert_eq!(points_of(METRO, ANN, newer), 90);
		assert_eq!(points_of(BUS, ANN, bus), 90);
		assert_eq!(series(METRO, metro).spent, 50);
		// All of a series: the entry goes.
		assert_ok!(pay(request(CAFE, 500, 2), &[part(METRO, metro, 50)]));
		assert_eq!(Ledger::get((METRO, ANN)).unwrap().points.to_vec(), [(newer, 90)]);
	});
}

#[test]
fn nothing_is_free_by_rounding() {
	build_and_execute(|| {
		let metro = funded(METRO, 100, 100);
		let bus = funded(BUS, 7, 100);
		let asked = request(SHOP, 1_001, 1);
		assert_noop!(pay(asked, &[part(METRO, metro, 10)]), Error::<Test>::Underpaid);
		assert_noop!(pay(asked, &[part(METRO, metro, 12)]), Error::<Test>::Overpaid);
		assert_ok!(pay(asked, &[part(METRO, metro, 11)]));
		// A whole hundredth too much is too much.
		let exact = request(SHOP, 1_000, 4);
		assert_noop!(pay(exact, &[part(METRO, metro, 11)]), Error::<Test>::Overpaid);
		// The difference is the shop's.
		assert_eq!(Points::receivable(SHOP), 1_100);
		// One planck costs a hundredth.
		assert_ok!(pay(request(SHOP, 1, 2), &[part(METRO, metro, 1)]));
		// Below a hundredth of the dearest, whichever it is.
		let asked = request(CAFE, 101, 3);
		let over = [part(METRO, metro, 1), part(BUS, bus, 15)];
		assert_noop!(pay(asked, &over), Error::<Test>::Overpaid);
		let near = [part(METRO, metro, 1), part(BUS, bus, 14)];
		assert_ok!(pay(asked, &near));
		assert_eq!(Points::receivable(CAFE), 198);
	});
}

#[test]
fn a_request_is_paid_once() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let asked = request(SHOP, 100, 1);
		let with = [part(METRO, id, 10)];
		assert_ok!(pay(asked, &with));
		assert_noop!(pay(asked, &with), Error::<Test>::AlreadyPaid);
		assert_noop!(
			Points::pay(signed(key(BEN)), asked, parts(&with)),
			Error::<Test>::AlreadyPaid
		);
		// Nor after it was refunded.
		let payment = Points::payment_ref(asked).unwrap();
		assert_ok!(Points::refund(signed(holder(SHOP)), payment, None));
		assert_noop!(pay(asked, &with), Error::<Test>::AlreadyPaid);
		// What differs in anything is another request.
		assert_ok!(pay(PaymentRequest { nonce: 2, ..asked }, &with));
		assert_ok!(pay(PaymentRequest { receipt: H256::zero(), ..asked }, &with));
	});
}

#[test]
fn no_request_is_paid_again_after_the_sweep() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let asked = request(SHOP, 100, 1);
		assert_ok!(pay(asked, &[part(METRO, id, 10)]));
		later(REFUND + 2 * DAY);
		assert_ok!(Points::sweep(signed(STRANGER), 10));
		assert_eq!(Points::payment(Points::payment_ref(asked).unwrap()), None);
		assert_noop!(pay(asked, &[part(METRO, id, 10)]), Error::<Test>::RequestExpired);
	});
}

#[test]
fn requests_that_are_refused() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let asked = request(SHOP, 100, 1);
		let with = [part(METRO, id, 10)];
		assert_noop!(
			pay(PaymentRequest { genesis: H256::repeat_byte(1), ..asked }, &with),
			Error::<Test>::ForeignRequest
		);
		assert_noop!(pay(PaymentRequest { amount: 0, ..asked }, &with), Error::<Test>::ZeroAmount);
		assert_noop!(
			pay(PaymentRequest { expires: Now::get() + DAY + 1, ..asked }, &with),
			Error::<Test>::RequestTooFar
		);
		assert_noop!(
			pay(PaymentRequest { expires: u64::MAX, ..asked }, &with),
			Error::<Test>::RequestTooFar
		);
		assert_noop!(
			Points::pay(signed(STRANGER), asked, parts(&with)),
			Error::<Test>::NotACitizen
		);
		assert_noop!(Points::pay(RuntimeOrigin::none(), asked, parts(&with)), BadOrigin);
		assert_noop!(
			pay(PaymentRequest { merchant: METRO, ..asked }, &with),
			Error::<Test>::NotAMerchant
		);
		for (refusal, error) in [
			(LicenceRefusal::Suspended, Error::<Test>::MerchantSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::MerchantRevoked),
			(LicenceRefusal::Expired, Error::<Test>::MerchantExpired),
		] {
			refuse(SHOP, Some(refusal));
			assert_noop!(pay(asked, &with), error);
		}
		refuse(SHOP, None);
		later(3_599);
		assert_ok!(pay(asked, &with));
		later(1);
		assert_noop!(
			pay(PaymentRequest { nonce: 2, ..asked }, &with),
			Error::<Test>::RequestExpired
		);
	});
}

#[test]
fn parts_that_are_refused() {
	build_and_execute(|| {
		let metro = funded(METRO, 10, 100);
		let bus = funded(BUS, 10, 100);
		let asked = request(SHOP, 200, 1);
		assert_noop!(pay(asked, &[]), Error::<Test>::NoParts);
		for unsorted in [
			[part(BUS, bus, 10), part(METRO, metro, 10)],
			[part(METRO, metro, 10), part(METRO, metro, 10)],
		] {
			assert_noop!(pay(asked, &unsorted), Error::<Test>::PartsNotSorted);
		}
		assert_noop!(
			pay(asked, &[part(METRO, metro, 20), part(BUS, bus, 0)]),
			Error::<Test>::EmptyPart
		);
		assert_noop!(pay(asked, &[part(METRO, 5, 20)]), Error::<Test>::SeriesNotFound);
		assert_noop!(pay(asked, &[part(METRO, metro, 101)]), Error::<Test>::InsufficientPoints);
		assert_noop!(
			pay(asked, &[part(METRO, metro, u64::MAX)]),
			Error::<Test>::InsufficientPoints
		);
		// The second operator's refusal undoes the first's.
		assert_noop!(
			pay(asked, &[part(METRO, metro, 10), part(BUS, bus, 101)]),
			Error::<Test>::InsufficientPoints
		);
		// Somebody without a position with the operator.
		let position = Ledger::take((BUS, ANN));
		assert_noop!(pay(asked, &[part(BUS, bus, 20)]), Error::<Test>::InsufficientPoints);
		Ledger::set((BUS, ANN), position);
		later(2 * YEAR);
		let asked = request(SHOP, 200, 1);
		assert_noop!(pay(asked, &[part(METRO, metro, 20)]), Error::<Test>::SeriesExpired);
		later(REFUND);
		assert_ok!(Points::close_series(signed(STRANGER), METRO, metro));
		let asked = request(SHOP, 200, 1);
		assert_noop!(pay(asked, &[part(METRO, metro, 20)]), Error::<Test>::SeriesExpired);
	});
}

#[test]
fn points_of_suspended_and_revoked_operators_are_as_good_as_any() {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		for (nonce, refusal) in
			[LicenceRefusal::Suspended, LicenceRefusal::Revoked, LicenceRefusal::Expired]
				.into_iter()
				.enumerate()
		{
			refuse(METRO, Some(refusal));
			assert_ok!(pay(request(SHOP, 100, nonce as u64), &[part(METRO, id, 10)]));
		}
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 300));
	});
}

#[test]
fn no_call_moves_points_from_citizen_to_citizen() {
	// Every call that can touch a position, and whose: the list is short enough to read.
	use codec::Encode;
	use frame_support::traits::GetCallName;
	let calls = Call::<Test>::get_call_names();
	assert_eq!(calls.len(), 21);
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		let before: Vec<_> = (1..CITIZENS).map(|c| Ledger::get((METRO, c)).encode()).collect();
		let asked = request(SHOP, 100, 1);
		let payment = paid(ANN, asked, &[part(METRO, id, 10)]).unwrap();
		// The merchant gives back to who paid, and can name nobody else.
		assert_ok!(Points::refund(signed(holder(SHOP)), payment, None));
		assert_eq!(points_of(METRO, ANN, id), 100);
		let after: Vec<_> = (1..CITIZENS).map(|c| Ledger::get((METRO, c)).encode()).collect();
		assert_eq!(before, after);
	});
}
