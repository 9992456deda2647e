use super::*;

#[test]
fn pools_below_it_can_t_be_bought() {
	build_and_execute(|| {
		open_pool();
		assert_ok!(Market::set_floor(signed(COUNCIL), 8));
		event(Event::FloorSet { price: 8 });
		assert_eq!(Market::floor(), 8);
		assert!(!Market::pool_offer(RIDES).unwrap().open);
		assert_noop!(
			Market::buy_from_pool(signed(CAT), RIDES, 10, 7, None),
			Error::<Test>::BelowFloor
		);
		// A dearer price counts at once.
		offered(RIDES, POOL, 8);
		assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, 10, 8, None));
		assert_ok!(Market::set_floor(signed(COUNCIL), 0));
	});
}

#[test]
fn the_council_s_alone() {
	build_and_execute(|| {
		for who in [METRO_TREASURY, ANN] {
			assert_noop!(Market::set_floor(signed(who), 8), BadOrigin);
		}
		assert_noop!(Market::set_floor(RuntimeOrigin::none(), 8), BadOrigin);
	});
}
