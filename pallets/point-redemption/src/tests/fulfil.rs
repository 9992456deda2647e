use super::*;

#[test]
fn begins_the_dispute_window() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 2);
		advance(DAY);
		assert_ok!(fulfil(SHOP, id));
		System::assert_last_event(
			Event::Fulfilled { citizen: 1, number: 0, merchant: SHOP_ID }.into(),
		);
		assert_eq!(order(id).unwrap().stage, Stage::Fulfilled { at: START + DAY });
		// Nothing is the merchant's yet.
		assert_eq!((receivable(SHOP_ID), Redemption::escrowed()), (0, 1_400));
		assert_noop!(fulfil(SHOP, id), Error::<Test>::AlreadyFulfilled);
		assert_eq!((Redemption::customer(1).open, Redemption::customer(1).live), (0, 1));
	});
}

#[test]
fn before_the_deadline_only() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (early, late) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		Now::set(START + 3 * DAY - 1);
		assert_ok!(fulfil(SHOP, early));
		advance(1);
		assert_noop!(fulfil(SHOP, late), Error::<Test>::DeadlinePassed);
		advance(DAY);
		assert_noop!(fulfil(SHOP, late), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn another_voucher_opens_nothing() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (first, second) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		let other = ordered(BEN, offer, 1);
		let with =
			|id, of: OrderId| Redemption::fulfil(signed(SHOP), id, secret(of.citizen, of.number));
		// Another order's, and another citizen's.
		assert_noop!(with(first, second), Error::<Test>::WrongVoucher);
		assert_noop!(with(first, other), Error::<Test>::WrongVoucher);
		// Another merchant can't use the right one.
		assert_noop!(fulfil(CAFE, first), Error::<Test>::OtherMerchant);
		assert_noop!(fulfil(ANN, first), Error::<Test>::OtherMerchant);
		let nowhere = OrderId { citizen: 1, number: 9 };
		assert_noop!(with(nowhere, first), Error::<Test>::OrderNotFound);
		assert_ok!(with(first, first));
	});
}

#[test]
fn a_revealed_secret_does_not_open_the_next_order() {
	build_and_execute(|| {
		let offer = offered(terms());
		let first = ordered(ANN, offer, 1);
		assert_ok!(fulfil(SHOP, first));
		// The commitment of order 0 used again for order 1.
		let list = parts(&[part(METRO, 0, 100)]);
		assert_ok!(Redemption::redeem(signed(ANN), offer, 1, 1, list, voucher(1, 0), 700));
		let second = OrderId { citizen: 1, number: 1 };
		assert_noop!(
			Redemption::fulfil(signed(SHOP), second, secret(1, 0)),
			Error::<Test>::WrongVoucher
		);
	});
}

#[test]
fn another_chain_s_voucher_is_refused() {
	build_and_execute(|| {
		let offer = offered(terms());
		// Committed to on a chain with another genesis.
		let id = ordered(ANN, offer, 1);
		frame_system::BlockHash::<Test>::insert(0, H256::repeat_byte(9));
		assert_noop!(fulfil(SHOP, id), Error::<Test>::WrongVoucher);
	});
}

#[test]
fn a_stopped_merchant_cannot() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (first, second) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		stand(SHOP_ID, SUSPENDED);
		assert_noop!(fulfil(SHOP, first), Error::<Test>::MerchantSuspended);
		stand(SHOP_ID, REVOKED);
		assert_noop!(fulfil(SHOP, first), Error::<Test>::MerchantRevoked);
		// What was ordered in time is handed over after the licence ran out.
		stand(SHOP_ID, EXPIRED);
		assert_ok!(fulfil(SHOP, first));
		stand(SHOP_ID, ACTIVE);
		assert_ok!(fulfil(SHOP, second));
	});
}
