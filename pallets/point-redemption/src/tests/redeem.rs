use super::*;

/// What can be given to `redeem`, of citizen ANN.
fn call(
	offer: OfferId,
	number: u32,
	count: u32,
	list: &[tanpu_primitives::PointPart],
	max_price: Balance,
) -> sp_runtime::DispatchResult {
	let voucher = voucher(1, number);
	Redemption::redeem(signed(ANN), offer, number, count, parts(list), voucher, max_price)
}

#[test]
fn locks_stock_and_value() {
	build_and_execute(|| {
		let offer = offered(terms());
		let before = World::get();
		// 1,400 plancks: 80 hundredths at 7, 60 at 10, 80 at 3.
		let list = [part(METRO, 0, 80), part(METRO, 1, 60), part(BUS, 0, 80)];
		assert_ok!(call(offer, 0, 2, &list, 1_400));
		let deadline = START + 3 * DAY;
		System::assert_last_event(
			Event::Ordered {
				citizen: 1,
				number: 0,
				offer,
				merchant: SHOP_ID,
				count: 2,
				value: 1_400,
				deadline,
			}
			.into(),
		);
		let found = order(OrderId { citizen: 1, number: 0 }).unwrap();
		assert_eq!((found.value, found.deadline, found.stage), (1_400, deadline, Stage::Open));
		assert_eq!(Offers::<Test>::get(offer).unwrap().left, 8);
		assert_eq!(Purchases::<Test>::get(offer, 1), 2);
		assert_eq!(Redemption::escrowed(), 1_400);
		let world = World::get();
		assert_eq!(world.escrow, 1_400);
		assert_eq!(money(&world), money(&before));
		assert_eq!(points(ANN, METRO, 0), POINTS - 80);
		assert_eq!(points(ANN, METRO, 1), POINTS - 60);
		assert_eq!(points(ANN, BUS, 0), POINTS - 80);
	});
}

#[test]
fn only_while_it_is_offered() {
	build_and_execute(|| {
		assert_noop!(redeem(ANN, 0, 1), Error::<Test>::OfferNotFound);
		let offer = offered(Terms { from: START + DAY, ..terms() });
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::NotYetValid);
		advance(DAY - 1);
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::NotYetValid);
		advance(1);
		assert_ok!(redeem(ANN, offer, 1));
		Now::set(START + 10 * DAY - 1);
		assert_ok!(redeem(ANN, offer, 1));
		advance(1);
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::NoLongerValid);
		let closed = offered(Terms { until: START + 20 * DAY, ..terms() });
		assert_ok!(Redemption::close(signed(SHOP), closed));
		assert_noop!(redeem(ANN, closed, 1), Error::<Test>::OfferClosed);
	});
}

#[test]
fn only_of_a_merchant_who_can_act() {
	build_and_execute(|| {
		let offer = offered(terms());
		for (standing, error) in [
			(SUSPENDED, Error::<Test>::MerchantSuspended),
			(REVOKED, Error::<Test>::MerchantRevoked),
			(EXPIRED, Error::<Test>::MerchantExpired),
		] {
			stand(SHOP_ID, standing);
			assert_noop!(redeem(ANN, offer, 1), error);
			assert_eq!(Redemption::available(offer, 1), 0);
		}
		World::change(|world| world.merchants.remove(&SHOP_ID));
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::MerchantNotLicensed);
	});
}

#[test]
fn only_citizens_and_each_number_once() {
	build_and_execute(|| {
		let offer = offered(terms());
		assert_noop!(redeem(STRANGER, offer, 1), Error::<Test>::NotACitizen);
		let list = [part(METRO, 0, 100)];
		assert_noop!(call(offer, 1, 1, &list, 700), Error::<Test>::NumberMismatch);
		assert_ok!(call(offer, 0, 1, &list, 700));
		// Sent again.
		assert_noop!(call(offer, 0, 1, &list, 700), Error::<Test>::NumberMismatch);
		assert_ok!(call(offer, 1, 1, &list, 700));
		assert_eq!(Redemption::customer(1).next, 2);
	});
}

#[test]
fn stock_cannot_be_hoarded() {
	build_and_execute(|| {
		let offer = offered(terms());
		assert_noop!(redeem(ANN, offer, 0), Error::<Test>::CountZero);
		assert_noop!(redeem(ANN, offer, 11), Error::<Test>::OutOfStock);
		assert_noop!(redeem(ANN, offer, 5), Error::<Test>::CitizenLimitExceeded);
		ordered(ANN, offer, 3);
		assert_noop!(redeem(ANN, offer, 2), Error::<Test>::CitizenLimitExceeded);
		assert_eq!(Redemption::available(offer, 1), 1);
		ordered(ANN, offer, 1);
		assert_eq!(Redemption::available(offer, 1), 0);

		// No more than three open orders.
		let other = offered(terms());
		ordered(ANN, other, 1);
		assert_noop!(redeem(ANN, other, 1), Error::<Test>::TooManyOrders);
		// Others are free to.
		ordered(BEN, offer, 4);
		assert_eq!(Redemption::available(offer, 2), 0);
		assert_noop!(redeem(BEN, offer, 3), Error::<Test>::OutOfStock);
	});
}

#[test]
fn unfinished_orders_are_bounded_too() {
	build_and_execute(|| {
		let offer = offered(Terms { stock: 100, per_citizen: 100, ..terms() });
		for _ in 0..5 {
			let id = ordered(ANN, offer, 1);
			assert_ok!(fulfil(SHOP, id));
		}
		assert_eq!(Redemption::customer(1).open, 0);
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::TooManyOrders);
		advance(2 * DAY);
		assert_ok!(Redemption::release(signed(ANN), OrderId { citizen: 1, number: 0 }));
		assert_ok!(redeem(ANN, offer, 1));
	});
}

#[test]
fn only_with_points_that_are_accepted() {
	build_and_execute(|| {
		let issuers = Issuers::Only(vec![METRO].try_into().unwrap());
		let offer = offered(Terms { issuers, ..terms() });
		let mixed = [part(METRO, 0, 97), part(BUS, 0, 7)];
		assert_noop!(redeem_with(ANN, offer, 1, &mixed), Error::<Test>::IssuerNotAccepted);
		assert_ok!(redeem(ANN, offer, 1));
	});
}

#[test]
fn the_price_rounds_up_by_less_than_a_hundredth() {
	build_and_execute(|| {
		let offer = offered(Terms { price: 701, ..terms() });
		let with = |list: &[_], most| call(offer, 0, 1, list, most);
		assert_noop!(with(&[part(METRO, 0, 100)], 9_999), Error::<Test>::Underpaid);
		assert_noop!(with(&[], 9_999), Error::<Test>::Underpaid);
		// 707: the nearest that series 0 can.
		assert_noop!(with(&[part(METRO, 0, 101)], 706), Error::<Test>::AboveMaxPrice);
		assert_noop!(with(&[part(METRO, 0, 102)], 9_999), Error::<Test>::Overpaid);
		// 8 too much, where a hundredth of the dearest is worth 7.
		let list = [part(METRO, 0, 1), part(BUS, 0, 234)];
		assert_noop!(with(&list, 9_999), Error::<Test>::Overpaid);
		// A whole hundredth of it too much.
		let other = offered(Terms { price: 700, ..terms() });
		let exact = call(other, 0, 1, &[part(METRO, 0, 101)], 9_999);
		assert_eq!(exact, Err(Error::<Test>::Overpaid.into()));
		assert_ok!(with(&[part(METRO, 0, 101)], 707));
		assert_eq!(Redemption::escrowed(), 707);
	});
}

#[test]
fn points_are_what_the_points_pallet_says() {
	build_and_execute(|| {
		let offer = offered(terms());
		let refused = |list: &[_], why: &'static str| {
			assert_noop!(redeem_with(ANN, offer, 1, list), DispatchError::Other(why));
		};
		refused(&[part(METRO, 9, 100)], "no such series");
		refused(&[part(METRO, 0, 60), part(METRO, 0, 40)], "parts don't rise");
		refused(&[part(METRO, 0, 100), part(METRO, 1, 0)], "nothing");
		World::change(|world| world.points.insert((1, METRO, 0), 99));
		refused(&[part(METRO, 0, 100)], "not so many points");
		World::change(|world| world.expired.insert((METRO, 1)));
		refused(&[part(METRO, 1, 70)], "expired");
	});
}

#[test]
fn sums_do_not_wrap() {
	build_and_execute(|| {
		let offer = offered(Terms { price: Balance::MAX, ..terms() });
		assert_noop!(redeem(ANN, offer, 2), Error::<Test>::Overflow);
		Customers::<Test>::insert(1, Customer { next: u32::MAX, ..Default::default() });
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::Overflow);
		Customers::<Test>::remove(1);
	});
}
