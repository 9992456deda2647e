use super::*;

#[test]
fn the_seller_has_the_money_that_was_held() {
	build_and_execute(|| {
		let order = bidden(CAT, 400, 7, None);
		assert_ok!(Market::fill(signed(ANN), order, 150, 7));
		event(Event::Traded {
			order,
			class: RIDES,
			seller: ANN,
			buyer: CAT,
			grams: 150,
			paid: 1_050,
			certificate: None,
		});
		assert_eq!((grams_of(RIDES, CAT), grams_of(RIDES, ANN)), (150, GRAMS - 150));
		assert_eq!((money(CAT), money(ANN)), (FUNDS - 1_050, FUNDS + 1_050));
		assert_eq!(held(HoldReason::Bid, CAT), 1_750);
		assert_ok!(Market::fill(signed(BEN), order, 250, 1));
		assert_eq!((held(HoldReason::Bid, CAT), held(HoldReason::Order, CAT)), (0, 0));
		assert_eq!((money(CAT), grams_of(RIDES, CAT)), (FUNDS - 2_800, 400));
		assert!(Market::order(order).is_none());
	});
}

#[test]
fn filled_and_retired() {
	build_and_execute(|| {
		let order = bidden(CAT, 400, 7, retirement());
		assert_ok!(Market::fill(signed(ANN), order, 400, 7));
		event(Event::Traded {
			order,
			class: RIDES,
			seller: ANN,
			buyer: CAT,
			grams: 400,
			paid: 2_800,
			certificate: Some(0),
		});
		assert_eq!((grams_of(RIDES, CAT), grams_of(RIDES, ANN)), (0, GRAMS - 400));
		let (class, grams, by, ..) = World::get().certificates[0].clone();
		assert_eq!((class, grams, by), (RIDES, 400, CAT));
	});
}

#[test]
fn in_lots() {
	build_and_execute(|| {
		let order = bidden(CAT, 25, 7, None);
		let fill = |grams| Market::fill(signed(ANN), order, grams, 7);
		assert_noop!(fill(0), Error::<Test>::ZeroGrams);
		assert_noop!(fill(9), Error::<Test>::BelowLeastLot);
		assert_noop!(fill(26), Error::<Test>::NotEnough);
		assert_ok!(fill(18));
		assert_noop!(fill(6), Error::<Test>::BelowLeastLot);
		assert_ok!(fill(7));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let (order, sell) = (bidden(CAT, 400, 7, None), sold(BEN, 400, 7));
		assert_noop!(Market::fill(RuntimeOrigin::none(), order, 10, 7), BadOrigin);
		assert_noop!(Market::fill(signed(ANN), 99, 10, 7), Error::<Test>::OrderNotFound);
		assert_noop!(Market::fill(signed(ANN), sell, 10, 7), Error::<Test>::NotABid);
		assert_noop!(Market::fill(signed(CAT), order, 10, 7), Error::<Test>::OwnOrder);
		assert_noop!(Market::fill(signed(ANN), order, 10, 8), Error::<Test>::BelowMinPrice);
		assert_noop!(
			Market::fill(signed(STRANGER), order, 10, 7),
			Error::<Test>::InsufficientGrams
		);
		freeze(RIDES);
		assert_noop!(Market::fill(signed(ANN), order, 10, 7), CLASS_FROZEN);
		World::change(|world| world.frozen.clear());
		Now::set(START + 10 * DAY);
		assert_noop!(Market::fill(signed(ANN), order, 10, 7), Error::<Test>::Expired);
	});
}

#[test]
fn a_seller_without_an_account_needs_enough_to_begin_one() {
	build_and_execute(|| {
		let order = bidden(CAT, 400, 1, None);
		Assets::transfer(signed(ANN), RIDES, STRANGER, 100).unwrap();
		// Their account exists, with grams and no money; less than the existential deposit isn't
		// lost on the way.
		let before = (money(CAT), grams_of(RIDES, STRANGER));
		assert!(Market::fill(signed(STRANGER), order, 10, 1).is_ok());
		assert_eq!(money(STRANGER), 10);
		assert_eq!((money(CAT), grams_of(RIDES, STRANGER)), (before.0 - 10, before.1 - 10));
	});
}
