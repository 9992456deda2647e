use super::*;

#[test]
fn money_and_grams_change_hands() {
	build_and_execute(|| {
		let order = sold(ANN, 400, 7);
		assert_ok!(Market::buy(signed(CAT), order, 150, 7, None));
		event(Event::Traded {
			order,
			class: RIDES,
			seller: ANN,
			buyer: CAT,
			grams: 150,
			paid: 1_050,
			certificate: None,
		});
		assert_eq!((grams_of(RIDES, CAT), Market::listed(RIDES)), (150, 250));
		assert_eq!((money(CAT), money(ANN)), (FUNDS - 1_050, FUNDS + 1_050));
		// All the rest: the order is gone, and the deposit back.
		assert_ok!(Market::buy(signed(BEN), order, 250, 8, None));
		assert_eq!((grams_of(RIDES, BEN), Market::listed(RIDES)), (GRAMS + 250, 0));
		assert_eq!((held(HoldReason::Order, ANN), money(ANN)), (0, FUNDS + 2_800));
		assert!(Market::order(order).is_none());
		assert_eq!(OrderCounts::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_gram_costs_a_planck_at_least() {
	build_and_execute(|| {
		assert_ok!(Market::sell(signed(ANN), RIDES, 5, 1, 1, START + DAY));
		assert_ok!(Market::buy(signed(CAT), 0, 1, 1, None));
		assert_eq!((grams_of(RIDES, CAT), money(CAT)), (1, FUNDS - 1));
	});
}

#[test]
fn bought_and_retired_without_being_held() {
	build_and_execute(|| {
		let order = sold(ANN, 400, 7);
		// The buyer needs no grams' account at all.
		assert_ok!(Market::buy(signed(CAT), order, 400, 7, retirement()));
		event(Event::Traded {
			order,
			class: RIDES,
			seller: ANN,
			buyer: CAT,
			grams: 400,
			paid: 2_800,
			certificate: Some(0),
		});
		assert_eq!((grams_of(RIDES, CAT), grams_of(RIDES, Market::account())), (0, 0));
		let (class, grams, by, beneficiary, purpose) = World::get().certificates[0].clone();
		assert_eq!((class, grams, by), (RIDES, 400, CAT));
		assert_eq!((beneficiary, purpose), (b"Lychee Bank".to_vec(), b"travel of 2018".to_vec()));
	});
}

#[test]
fn in_lots() {
	build_and_execute(|| {
		let order = sold(ANN, 25, 7);
		let buy = |grams| Market::buy(signed(CAT), order, grams, 7, None);
		assert_noop!(buy(0), Error::<Test>::ZeroGrams);
		assert_noop!(buy(9), Error::<Test>::BelowLeastLot);
		assert_noop!(buy(26), Error::<Test>::NotEnough);
		assert_ok!(buy(18));
		// The last rest is smaller than a lot, and is bought whole.
		assert_noop!(buy(6), Error::<Test>::BelowLeastLot);
		assert_ok!(buy(7));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let (order, bid) = (sold(ANN, 400, 7), bidden(BEN, 400, 7, None));
		assert_noop!(Market::buy(RuntimeOrigin::none(), order, 10, 7, None), BadOrigin);
		assert_noop!(Market::buy(signed(CAT), 99, 10, 7, None), Error::<Test>::OrderNotFound);
		assert_noop!(Market::buy(signed(CAT), bid, 10, 7, None), Error::<Test>::NotASellOrder);
		assert_noop!(Market::buy(signed(ANN), order, 10, 7, None), Error::<Test>::OwnOrder);
		assert_noop!(Market::buy(signed(CAT), order, 10, 6, None), Error::<Test>::AboveMaxPrice);
		assert_noop!(
			Market::buy(signed(STRANGER), order, 10, 7, None),
			TokenError::FundsUnavailable
		);
		freeze(RIDES);
		assert_noop!(Market::buy(signed(CAT), order, 10, 7, None), CLASS_FROZEN);
		World::change(|world| world.frozen.clear());
		Now::set(START + 10 * DAY);
		assert_noop!(Market::buy(signed(CAT), order, 10, 7, None), Error::<Test>::Expired);
		Now::set(START + 10 * DAY - 1);
		assert_ok!(Market::buy(signed(CAT), order, 10, 7, None));
	});
}

#[test]
fn a_purchase_that_can_t_be_retired_costs_nothing() {
	build_and_execute(|| {
		let order = sold(ANN, 400, 7);
		World::change(|world| world.classes.remove(&RIDES));
		assert_noop!(Market::buy(signed(CAT), order, 10, 7, retirement()), NOT_ISSUED);
		issue_again();
	});
}

/// What the test took away, so that the state is sound.
fn issue_again() {
	World::change(|world| {
		let like = world.classes[&MORE_RIDES].clone();
		world.classes.insert(RIDES, like);
	});
}
