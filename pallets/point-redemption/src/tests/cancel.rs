use super::*;

#[test]
fn gives_everything_back() {
	build_and_execute(|| {
		let offer = offered(terms());
		let before = World::get();
		let id = ordered(ANN, offer, 3);
		// Whatever the merchant's standing.
		stand(SHOP_ID, SUSPENDED);
		assert_ok!(Redemption::cancel(signed(SHOP), id));
		System::assert_last_event(Event::Cancelled { citizen: 1, number: 0, value: 2_100 }.into());
		let world = World::get();
		assert_eq!((world.points, world.funds, world.escrow), (before.points, before.funds, 0));
		assert_eq!(Offers::<Test>::get(offer).unwrap().left, 10);
		assert_eq!(Purchases::<Test>::iter().count(), 0);
		assert_eq!(Redemption::customer(1), Customer { next: 1, ..Default::default() });
		assert_noop!(Redemption::cancel(signed(SHOP), id), Error::<Test>::OrderNotFound);
	});
}

#[test]
fn after_the_voucher_was_shown_too() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (fulfilled, disputed) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		for id in [fulfilled, disputed] {
			assert_ok!(fulfil(SHOP, id));
		}
		assert_ok!(Redemption::dispute(signed(ANN), disputed.number, REASON));
		for id in [fulfilled, disputed] {
			assert_ok!(Redemption::cancel(signed(SHOP), id));
		}
		assert_eq!((points(ANN, METRO, 0), Redemption::escrowed()), (POINTS, 0));
		// The goods are gone.
		assert_eq!(Offers::<Test>::get(offer).unwrap().left, 8);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 1);
		for who in [CAFE, ANN, STRANGER] {
			assert_noop!(Redemption::cancel(signed(who), id), Error::<Test>::OtherMerchant);
		}
		let nowhere = OrderId { citizen: 1, number: 9 };
		assert_noop!(Redemption::cancel(signed(SHOP), nowhere), Error::<Test>::OrderNotFound);
	});
}
