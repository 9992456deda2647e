use super::*;

fn buy(grams: Grams) -> sp_runtime::DispatchResult {
	Market::buy_from_pool(signed(CAT), RIDES, grams, 7, None)
}

#[test]
fn the_operator_has_its_share_and_the_citizens_the_rest() {
	build_and_execute(|| {
		open_pool();
		// 77 plancks; a fifth, rounded down, is 15.
		assert_ok!(buy(11));
		event(Event::PoolSold {
			class: RIDES,
			operator: METRO,
			buyer: CAT,
			grams: 11,
			paid: 77,
			to_operator: 15,
			certificate: None,
		});
		assert_eq!((money(CAT), grams_of(RIDES, CAT)), (FUNDS - 77, 11));
		assert_eq!((money(METRO_TREASURY), held(HoldReason::Proceeds, POT)), (FUNDS + 15, 62));
		let sales = Market::sales(RIDES);
		assert_eq!((sales.gross, sales.to_operator, sales.accrued), (77, 15, 62));
		assert_eq!((sales.grams, sales.last_sale, sales.unclaimed()), (11, OPEN, 62));
		assert_eq!(World::get().classes[&RIDES].unsold, POOL - 11);
		assert_eq!(Offered::<Test>::get(METRO), 7 * (Balance::from(POOL) - 11));
	});
}

#[test]
fn bought_and_retired_without_being_held() {
	build_and_execute(|| {
		open_pool();
		assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, 100, 9, retirement()));
		event(Event::PoolSold {
			class: RIDES,
			operator: METRO,
			buyer: CAT,
			grams: 100,
			paid: 700,
			to_operator: 140,
			certificate: Some(0),
		});
		assert_eq!((grams_of(RIDES, CAT), grams_of(RIDES, POOLS)), (0, POOL - 100));
		let (class, grams, by, ..) = World::get().certificates[0].clone();
		assert_eq!((class, grams, by), (RIDES, 100, CAT));
	});
}

#[test]
fn all_of_it() {
	build_and_execute(|| {
		open_pool();
		assert_ok!(buy(POOL - 5));
		assert_noop!(buy(4), Error::<Test>::BelowLeastLot);
		assert_ok!(buy(5));
		assert!(Market::pool_offer(RIDES).is_none());
		assert!(!Offered::<Test>::contains_key(METRO));
		assert_noop!(buy(1), Error::<Test>::OfferNotFound);
		assert_eq!(grams_of(RIDES, CAT), POOL);
	});
}

#[test]
fn the_treasury_pays_the_citizens_when_it_buys_itself() {
	build_and_execute(|| {
		open_pool();
		let who = signed(METRO_TREASURY);
		assert_ok!(Market::buy_from_pool(who, RIDES, 100, 7, None));
		assert_eq!((money(METRO_TREASURY), grams_of(RIDES, METRO_TREASURY)), (FUNDS - 560, 100));
		assert_eq!(held(HoldReason::Proceeds, POT), 560);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(buy(10), Error::<Test>::OfferNotFound);
		offered(RIDES, 1_000, 7);
		assert_noop!(buy(10), Error::<Test>::NotYetOpen);
		Now::set(OPEN);
		assert_noop!(Market::buy_from_pool(RuntimeOrigin::none(), RIDES, 10, 7, None), BadOrigin);
		assert_noop!(
			Market::buy_from_pool(signed(CAT), RIDES, 10, 6, None),
			Error::<Test>::AboveMaxPrice
		);
		assert_noop!(buy(0), Error::<Test>::ZeroGrams);
		assert_noop!(buy(9), Error::<Test>::BelowLeastLot);
		assert_noop!(buy(1_001), Error::<Test>::NotEnough);
		assert_noop!(
			Market::buy_from_pool(signed(STRANGER), RIDES, 10, 7, None),
			TokenError::FundsUnavailable
		);
		freeze(RIDES);
		assert_noop!(buy(10), CLASS_FROZEN);
		World::change(|world| world.frozen.clear());
		World::change(|world| world.treasuries.remove(&METRO));
		assert_noop!(buy(10), Error::<Test>::OperatorNotLicensed);
		World::change(|world| world.treasuries.insert(METRO, METRO_TREASURY));
		Now::set(START + 20 * DAY);
		assert_noop!(buy(10), Error::<Test>::Expired);
		Now::set(START + 20 * DAY - 1);
		assert_ok!(buy(10));
	});
}

#[test]
fn a_bond_that_shrank_stops_all_offers_until_it_is_topped_up() {
	build_and_execute(|| {
		offered(RIDES, 1_000, 7);
		offered(MORE_RIDES, 1_000, 3);
		Now::set(OPEN);
		World::change(|world| world.bonds.insert(METRO, 9_999));
		assert_noop!(buy(10), Error::<Test>::BondTooSmall);
		assert!(!Market::pool_offer(RIDES).unwrap().open);
		// Fewer on offer will do.
		assert_ok!(Market::withdraw_pool_offer(signed(METRO_TREASURY), MORE_RIDES));
		assert_ok!(buy(10));
		World::change(|world| world.bonds.insert(METRO, 0));
		assert_noop!(buy(10), Error::<Test>::BondTooSmall);
		World::change(|world| world.bonds.insert(METRO, 6_930));
		assert_ok!(buy(10));
	});
}

#[test]
fn what_a_recall_cancelled_isn_t_sold() {
	build_and_execute(|| {
		offered(RIDES, 1_000, 7);
		Now::set(OPEN);
		cancel_unsold(RIDES, POOL - 15);
		assert_eq!(Market::pool_offer(RIDES).unwrap().available, 15);
		assert_noop!(buy(16), Error::<Test>::NotEnough);
		assert_ok!(buy(10));
		// What can't be delivered no longer counts against the bond.
		assert_eq!(Offered::<Test>::get(METRO), 35);
		cancel_unsold(RIDES, 5);
		assert!(!Market::pool_offer(RIDES).unwrap().open);
		assert_noop!(buy(5), Error::<Test>::NotEnough);
	});
}

#[test]
fn a_suspended_operator_s_offers_stand() {
	build_and_execute(|| {
		open_pool();
		let refusal = tanpu_primitives::traits::LicenceRefusal::Suspended;
		World::change(|world| world.refusals.insert(METRO, refusal));
		// The citizens want to be paid; what must stop is frozen.
		assert_ok!(buy(10));
	});
}
