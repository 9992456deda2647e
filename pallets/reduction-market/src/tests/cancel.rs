use super::*;

#[test]
fn the_owner_has_everything_back() {
	build_and_execute(|| {
		let order = sold(ANN, 400, 7);
		assert_ok!(Market::buy(signed(CAT), order, 100, 7, None));
		assert_ok!(Market::cancel(signed(ANN), order));
		event(Event::Cancelled { order, by: ANN, grams: 300 });
		assert_eq!(grams_of(RIDES, ANN), GRAMS - 100);
		assert_eq!((held(HoldReason::Order, ANN), money(ANN)), (0, FUNDS + 700));
		assert_eq!(Market::listed(RIDES), 0);
		assert_noop!(Market::cancel(signed(ANN), order), Error::<Test>::OrderNotFound);

		let order = bidden(CAT, 100, 9, retirement());
		assert_ok!(Market::fill(signed(BEN), order, 40, 9));
		assert_ok!(Market::cancel(signed(CAT), order));
		event(Event::Cancelled { order, by: CAT, grams: 60 });
		assert_eq!(held(HoldReason::Bid, CAT), 0);
		assert_eq!((held(HoldReason::Order, CAT), money(CAT)), (0, FUNDS - 700 - 360));
		assert_eq!(OrderCounts::<Test>::iter().count(), 0);
	});
}

#[test]
fn others_only_once_it_has_expired() {
	build_and_execute(|| {
		let (order, bid) = (sold(ANN, 400, 7), bidden(CAT, 100, 9, None));
		Now::set(START + 10 * DAY - 1);
		for order in [order, bid] {
			assert_noop!(Market::cancel(signed(STRANGER), order), Error::<Test>::NotYourOrder);
		}
		advance(1);
		for order in [order, bid] {
			assert_ok!(Market::cancel(signed(STRANGER), order));
		}
		// To the owners, not to who cancelled.
		assert_eq!((grams_of(RIDES, ANN), money(CAT)), (GRAMS, FUNDS));
		assert_eq!((held(HoldReason::Order, ANN), held(HoldReason::Bid, CAT)), (0, 0));
		assert_noop!(Market::cancel(signed(ANN), 99), Error::<Test>::OrderNotFound);
		assert_noop!(Market::cancel(RuntimeOrigin::none(), 99), BadOrigin);
	});
}

#[test]
fn frozen_grams_stay_and_held_money_doesn_t() {
	build_and_execute(|| {
		let (order, bid) = (sold(ANN, 400, 7), bidden(CAT, 100, 9, None));
		freeze(RIDES);
		assert_noop!(Market::cancel(signed(ANN), order), CLASS_FROZEN);
		assert_ok!(Market::cancel(signed(CAT), bid));
		assert_eq!(money(CAT), FUNDS);
	});
}

#[test]
fn with_a_purchase_in_the_same_block_nothing_is_lost() {
	build_and_execute(|| {
		let order = sold(ANN, 400, 7);
		assert_ok!(Market::buy(signed(CAT), order, 390, 7, None));
		assert_ok!(Market::cancel(signed(ANN), order));
		assert_noop!(Market::buy(signed(CAT), order, 10, 7, None), Error::<Test>::OrderNotFound);
		assert_eq!(grams_of(RIDES, ANN) + grams_of(RIDES, CAT), GRAMS);
		assert_eq!(money(ANN) + money(CAT), 2 * FUNDS);
		// The other way round.
		let order = sold(ANN, 10, 7);
		assert_ok!(Market::buy(signed(CAT), order, 10, 7, None));
		assert_noop!(Market::cancel(signed(ANN), order), Error::<Test>::OrderNotFound);
		assert_eq!(grams_of(RIDES, ANN) + grams_of(RIDES, CAT), GRAMS);
	});
}
