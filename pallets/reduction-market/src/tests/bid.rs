use super::*;

fn bid(grams: Grams, price: Balance, lot: Grams, expires: u64) -> sp_runtime::DispatchResult {
	Market::bid(signed(CAT), RIDES, grams, price, lot, expires, None)
}

#[test]
fn money_is_held_on_the_bidder_s_account() {
	build_and_execute(|| {
		assert_ok!(bid(400, 7, 10, START + DAY));
		event(Event::Placed {
			order: 0,
			owner: CAT,
			class: RIDES,
			bid: true,
			grams: 400,
			price: 7,
			least_lot: 10,
			expires: START + DAY,
		});
		assert_eq!(held(HoldReason::Bid, CAT), 2_800);
		assert_eq!(money(CAT), FUNDS);
		assert_eq!(Market::listed(RIDES), 0);
		let before = held(HoldReason::Order, CAT);
		bidden(CAT, 1, 1, retirement());
		assert_eq!(held(HoldReason::Bid, CAT), 2_801);
		// What it is to be retired for takes room, too.
		assert!(held(HoldReason::Order, CAT) > 2 * before);
	});
}

#[test]
fn terms_must_be_sound() {
	build_and_execute(|| {
		assert_noop!(bid(0, 7, 1, START + DAY), Error::<Test>::ZeroGrams);
		assert_noop!(bid(1, 0, 1, START + DAY), Error::<Test>::ZeroPrice);
		assert_noop!(bid(9, 1, 0, START + DAY), Error::<Test>::LeastLotOutOfRange);
		assert_noop!(bid(9, 1, 10, START + DAY), Error::<Test>::LeastLotOutOfRange);
		assert_noop!(bid(9, 1, 1, START), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(bid(9, 1, 1, START + 30 * DAY + 1), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(bid(9, Balance::MAX, 1, START + DAY), Error::<Test>::Overflow);
		assert_noop!(
			Market::bid(signed(CAT), RIDES, 1, 1, 1, START + DAY, deceptive()),
			Error::<Test>::TextDeceptive
		);
		assert_noop!(
			Market::bid(RuntimeOrigin::none(), RIDES, 1, 1, 1, START + DAY, None),
			BadOrigin
		);
	});
}

#[test]
fn nobody_bids_what_they_lack() {
	build_and_execute(|| {
		assert_noop!(bid(1, FUNDS + 1, 1, START + DAY), TokenError::FundsUnavailable);
		assert_noop!(
			Market::bid(signed(STRANGER), RIDES, 1, 1, 1, START + DAY, None),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn only_what_can_be_traded() {
	build_and_execute(|| {
		assert_noop!(Market::bid(signed(CAT), UNISSUED, 1, 1, 1, START + DAY, None), NOT_ISSUED);
		freeze(RIDES);
		assert_noop!(bid(1, 1, 1, START + DAY), CLASS_FROZEN);
	});
}

#[test]
fn bids_are_bounded_with_sell_orders() {
	build_and_execute(|| {
		sold(ANN, 10, 1);
		for _ in 0..3 {
			bidden(ANN, 10, 1, None);
		}
		assert_noop!(
			Market::bid(signed(ANN), RIDES, 1, 1, 1, START + DAY, None),
			Error::<Test>::TooManyOrders
		);
		NextOrderId::<Test>::put(u32::MAX);
		assert_noop!(bid(1, 1, 1, START + DAY), Error::<Test>::OrdersExhausted);
		NextOrderId::<Test>::put(4);
	});
}
