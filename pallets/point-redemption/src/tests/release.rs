use super::*;

#[test]
fn pays_the_merchant_after_the_window() {
	build_and_execute(|| {
		let before = money(&World::get());
		let offer = offered(terms());
		let id = ordered(ANN, offer, 2);
		assert_noop!(Redemption::release(signed(STRANGER), id), Error::<Test>::NotFulfilled);
		assert_ok!(fulfil(SHOP, id));
		advance(2 * DAY - 1);
		// What can still be disputed isn't the merchant's to settle.
		assert_noop!(Redemption::release(signed(SHOP), id), Error::<Test>::DisputeWindowOpen);
		assert_eq!(receivable(SHOP_ID), 0);
		advance(1);
		assert_ok!(Redemption::release(signed(STRANGER), id));
		System::assert_last_event(
			Event::Released { citizen: 1, number: 0, merchant: SHOP_ID, value: 1_400 }.into(),
		);
		assert_eq!((receivable(SHOP_ID), Redemption::escrowed()), (1_400, 0));
		assert_eq!(money(&World::get()), before);
		assert_eq!(Orders::<Test>::iter().count(), 0);
		assert_noop!(Redemption::release(signed(SHOP), id), Error::<Test>::OrderNotFound);
	});
}

#[test]
fn what_nobody_decides_is_the_merchant_s() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 1);
		assert_ok!(fulfil(SHOP, id));
		advance(DAY);
		assert_ok!(Redemption::dispute(signed(ANN), 0, REASON));
		advance(7 * DAY - 1);
		assert_noop!(Redemption::release(signed(SHOP), id), Error::<Test>::InDispute);
		advance(1);
		assert_ok!(Redemption::release(signed(SHOP), id));
		assert_eq!(receivable(SHOP_ID), 700);
	});
}

#[test]
fn a_stopped_merchant_gets_what_it_earned() {
	for standing in [SUSPENDED, REVOKED, EXPIRED] {
		build_and_execute(|| {
			let id = ordered(ANN, offered(terms()), 1);
			assert_ok!(fulfil(SHOP, id));
			stand(SHOP_ID, standing);
			advance(2 * DAY);
			assert_ok!(Redemption::release(signed(STRANGER), id));
			assert_eq!(receivable(SHOP_ID), 700);
		});
	}
}
