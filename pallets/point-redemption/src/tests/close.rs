use super::*;

#[test]
fn ends_new_orders_and_leaves_the_others() {
	build_and_execute(|| {
		let offer = offered(terms());
		let id = ordered(ANN, offer, 1);
		// Whatever the merchant's standing.
		stand(SHOP_ID, REVOKED);
		assert_ok!(Redemption::close(signed(SHOP), offer));
		System::assert_last_event(Event::OfferClosed { offer }.into());
		stand(SHOP_ID, ACTIVE);
		assert_noop!(redeem(BEN, offer, 1), Error::<Test>::OfferClosed);
		assert_ok!(fulfil(SHOP, id));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let offer = offered(terms());
		assert_noop!(Redemption::close(signed(SHOP), 9), Error::<Test>::OfferNotFound);
		assert_noop!(Redemption::close(signed(CAFE), offer), Error::<Test>::NotMerchant);
		assert_ok!(Redemption::close(signed(SHOP), offer));
		assert_noop!(Redemption::close(signed(SHOP), offer), Error::<Test>::OfferClosed);
	});
}
