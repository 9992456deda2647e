use super::*;

fn sell(grams: Grams, price: Balance, lot: Grams, expires: u64) -> sp_runtime::DispatchResult {
	Market::sell(signed(ANN), RIDES, grams, price, lot, expires)
}

#[test]
fn grams_go_onto_the_market_s_account() {
	build_and_execute(|| {
		assert_ok!(sell(400, 7, 10, START + DAY));
		event(Event::Placed {
			order: 0,
			owner: ANN,
			class: RIDES,
			bid: false,
			grams: 400,
			price: 7,
			least_lot: 10,
			expires: START + DAY,
		});
		assert_eq!(grams_of(RIDES, ANN), GRAMS - 400);
		assert_eq!(grams_of(RIDES, Market::account()), 400);
		assert_eq!(Market::listed(RIDES), 400);
		// A deposit: a thousand, and a planck for each of 301 bytes.
		assert_eq!(held(HoldReason::Order, ANN), 1_301);
		assert_ok!(sell(GRAMS - 400, 1, GRAMS - 400, START + 30 * DAY));
		assert_eq!(Market::listed(RIDES), GRAMS);
		assert_eq!(Market::listed(MORE_RIDES), 0);
		assert_eq!(OrderCounts::<Test>::get(ANN), 2);
	});
}

#[test]
fn terms_must_be_sound() {
	build_and_execute(|| {
		assert_noop!(sell(0, 7, 1, START + DAY), Error::<Test>::ZeroGrams);
		assert_noop!(sell(1, 0, 1, START + DAY), Error::<Test>::ZeroPrice);
		assert_noop!(sell(9, 1, 0, START + DAY), Error::<Test>::LeastLotOutOfRange);
		assert_noop!(sell(9, 1, 10, START + DAY), Error::<Test>::LeastLotOutOfRange);
		assert_noop!(sell(9, 1, 1, START), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(sell(9, 1, 1, START + 30 * DAY + 1), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(sell(9, Balance::MAX, 1, START + DAY), Error::<Test>::Overflow);
		assert_noop!(Market::sell(RuntimeOrigin::none(), RIDES, 1, 1, 1, START + DAY), BadOrigin);
	});
}

#[test]
fn nobody_sells_what_they_lack() {
	build_and_execute(|| {
		assert_noop!(sell(GRAMS + 1, 1, 1, START + DAY), Error::<Test>::InsufficientGrams);
		sold(ANN, GRAMS, 1);
		assert_noop!(sell(1, 1, 1, START + DAY), Error::<Test>::InsufficientGrams);
		assert_noop!(
			Market::sell(signed(CAT), RIDES, 1, 1, 1, START + DAY),
			Error::<Test>::InsufficientGrams
		);
	});
}

#[test]
fn only_what_can_be_traded() {
	build_and_execute(|| {
		assert_noop!(Market::sell(signed(ANN), UNISSUED, 1, 1, 1, START + DAY), NOT_ISSUED);
		freeze(RIDES);
		assert_noop!(sell(1, 1, 1, START + DAY), CLASS_FROZEN);
	});
}

#[test]
fn orders_are_bounded_and_paid() {
	build_and_execute(|| {
		for _ in 0..4 {
			sold(ANN, 10, 1);
		}
		assert_noop!(sell(10, 1, 1, START + DAY), Error::<Test>::TooManyOrders);
		// Somebody else's are not counted with them.
		sold(BEN, 10, 1);
		Assets::transfer(signed(BEN), RIDES, STRANGER, 10).unwrap();
		assert_noop!(
			Market::sell(signed(STRANGER), RIDES, 10, 1, 1, START + DAY),
			TokenError::FundsUnavailable
		);
		NextOrderId::<Test>::put(u32::MAX);
		assert_noop!(
			Market::sell(signed(BEN), RIDES, 10, 1, 1, START + DAY),
			Error::<Test>::OrdersExhausted
		);
		NextOrderId::<Test>::put(5);
	});
}
