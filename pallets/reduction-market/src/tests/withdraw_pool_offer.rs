use super::*;

#[test]
fn the_bond_is_free_again() {
	build_and_execute(|| {
		offered(RIDES, 1_000, 7);
		offered(MORE_RIDES, 10, 1);
		assert_ok!(Market::withdraw_pool_offer(signed(METRO_TREASURY), RIDES));
		event(Event::PoolOfferWithdrawn { class: RIDES, by: METRO_TREASURY });
		assert_eq!(Offered::<Test>::get(METRO), 10);
		assert_ok!(Market::withdraw_pool_offer(signed(METRO_TREASURY), MORE_RIDES));
		assert!(!Offered::<Test>::contains_key(METRO));
		assert_noop!(
			Market::withdraw_pool_offer(signed(METRO_TREASURY), RIDES),
			Error::<Test>::OfferNotFound
		);
	});
}

#[test]
fn others_only_once_it_has_expired() {
	build_and_execute(|| {
		offered(RIDES, 1_000, 7);
		assert_noop!(Market::withdraw_pool_offer(RuntimeOrigin::none(), RIDES), BadOrigin);
		for who in [ANN, BUS_TREASURY] {
			assert_noop!(
				Market::withdraw_pool_offer(signed(who), RIDES),
				Error::<Test>::NotTreasury
			);
		}
		Now::set(START + 20 * DAY);
		assert_ok!(Market::withdraw_pool_offer(signed(STRANGER), RIDES));
	});
}

#[test]
fn of_a_frozen_class_too() {
	build_and_execute(|| {
		offered(RIDES, 1_000, 7);
		freeze(RIDES);
		assert_ok!(Market::withdraw_pool_offer(signed(METRO_TREASURY), RIDES));
	});
}
