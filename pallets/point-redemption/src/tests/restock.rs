use super::*;

#[test]
fn adds_stock_and_deposit() {
	build_and_execute(|| {
		let offer = offered(terms());
		let before = deposit(SHOP);
		ordered(ANN, offer, 4);
		assert_ok!(Redemption::restock(signed(SHOP), offer, 5));
		System::assert_last_event(Event::Restocked { offer, units: 5, left: 11 }.into());
		let found = Offers::<Test>::get(offer).unwrap();
		assert_eq!((found.units, found.left), (15, 11));
		assert_eq!(deposit(SHOP), before + 5 * PURCHASE_BYTES * DEPOSIT_BYTE);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let offer = offered(terms());
		assert_noop!(Redemption::restock(signed(SHOP), 9, 1), Error::<Test>::OfferNotFound);
		assert_noop!(Redemption::restock(signed(CAFE), offer, 1), Error::<Test>::NotMerchant);
		assert_noop!(Redemption::restock(signed(SHOP), offer, 0), Error::<Test>::StockZero);
		assert_noop!(
			Redemption::restock(signed(SHOP), offer, u32::MAX),
			Error::<Test>::StockOverflow
		);
		assert_noop!(
			Redemption::restock(signed(SHOP), offer, u32::MAX - 20),
			DispatchError::Token(TokenError::FundsUnavailable)
		);
		assert_ok!(Redemption::close(signed(SHOP), offer));
		assert_noop!(Redemption::restock(signed(SHOP), offer, 1), Error::<Test>::OfferClosed);
	});
}
