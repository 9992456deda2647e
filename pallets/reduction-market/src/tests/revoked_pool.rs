//! What a revoked operator left in its pools.

use super::*;
use tanpu_primitives::traits::LicenceRefusal;

const UNTIL: u64 = START + 20 * DAY;

fn revoke() {
	World::change(|world| world.refusals.insert(METRO, LicenceRefusal::Revoked));
}

fn offer(class: u32, grams: Grams, price: Balance) -> sp_runtime::DispatchResult {
	Market::offer_revoked_pool(signed(COUNCIL), class, grams, price, 10.min(grams), UNTIL)
}

fn withdraw(class: u32) -> sp_runtime::DispatchResult {
	Market::withdraw_revoked_pool(signed(COUNCIL), class)
}

fn buy(grams: Grams, price: Balance) {
	assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, grams, price, None));
}

#[test]
fn the_council_sells_it_for_those_who_entrusted_it() {
	build_and_execute(|| {
		revoke();
		// The bond is gone.
		World::change(|world| world.bonds.insert(METRO, 0));
		let mine = Market::offer_pool(signed(METRO_TREASURY), RIDES, POOL, 7, 10, UNTIL);
		assert_eq!(mine, Err(Error::<Test>::OperatorRevoked.into()));
		assert_ok!(offer(RIDES, POOL, 7));
		let made = Market::pool_offer(RIDES).unwrap();
		event(Event::PoolOffered { class: RIDES, offer: made.offer });
		assert!(made.offer.by_council && !made.open);
		assert_eq!((made.offer.opens, Offered::<Test>::get(METRO)), (OPEN, 0));
		let early = Market::buy_from_pool(signed(CAT), RIDES, 10, 7, None);
		assert_eq!(early, Err(Error::<Test>::NotYetOpen.into()));
		Now::set(OPEN);
		assert!(Market::pool_offer(RIDES).unwrap().open);
		buy(1_000, 7);
		// 7,000: a fifth for the common good, half of the rest for citizen 0.
		assert_eq!(Market::common_good(), 1_400);
		assert_eq!(money(METRO_TREASURY), FUNDS);
		assert_ok!(Market::claim_proceeds(signed(key(0)), RIDES, 0));
		assert_eq!(money(key(0)), ED + 2_800);
		let sales = Market::sales(RIDES);
		assert_eq!((sales.gross, sales.to_operator, sales.unclaimed()), (7_000, 1_400, 2_800));
		// To the last gram.
		buy(POOL - 1_000, 7);
		assert_eq!(Market::pool_offer(RIDES), None);
	});
}

#[test]
fn it_takes_the_place_of_the_operator_s_own_offer() {
	build_and_execute(|| {
		open_pool();
		offered(MORE_RIDES, 10, 1);
		assert_eq!(Offered::<Test>::get(METRO), 280_010);
		revoke();
		// Neither cheaper nor larger: open at once, and no longer the bond's.
		assert_ok!(offer(RIDES, POOL, 8));
		assert_eq!(Offered::<Test>::get(METRO), 10);
		buy(10, 8);
		// Cheaper: with a notice.
		assert_ok!(offer(RIDES, POOL - 10, 5));
		assert_eq!(Market::pool_offer(RIDES).unwrap().offer.opens, OPEN + DAY);
	});
}

#[test]
fn its_own_offers_earn_it_nothing_any_more() {
	build_and_execute(|| {
		open_pool();
		buy(1_000, 7);
		assert_eq!(money(METRO_TREASURY), FUNDS + 1_400);
		revoke();
		buy(1_000, 7);
		assert_eq!((money(METRO_TREASURY), Market::common_good()), (FUNDS + 1_400, 1_400));
		// Nor does it buy them for less than anybody.
		let own = Market::buy_from_pool(signed(METRO_TREASURY), RIDES, 1_000, 7, None);
		assert_ok!(own);
		assert_eq!((money(METRO_TREASURY), Market::common_good()), (FUNDS - 5_600, 2_800));
		assert_ok!(withdraw(RIDES));
		event(Event::RevokedPoolWithdrawn { class: RIDES });
		assert!(!Offered::<Test>::contains_key(METRO));
		assert_noop!(withdraw(RIDES), Error::<Test>::OfferNotFound);
	});
}

#[test]
fn who_ends_it() {
	build_and_execute(|| {
		revoke();
		assert_ok!(offer(RIDES, POOL, 7));
		for who in [METRO_TREASURY, ANN] {
			assert_noop!(
				Market::withdraw_pool_offer(signed(who), RIDES),
				Error::<Test>::NotTreasury
			);
			assert_noop!(Market::withdraw_revoked_pool(signed(who), RIDES), BadOrigin);
		}
		Now::set(UNTIL);
		assert_ok!(Market::withdraw_pool_offer(signed(STRANGER), RIDES));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		for refusal in [None, Some(LicenceRefusal::Suspended), Some(LicenceRefusal::Expired)] {
			World::change(|world| {
				world.refusals.clear();
				world.refusals.extend(refusal.map(|refusal| (METRO, refusal)));
			});
			assert_noop!(offer(RIDES, POOL, 7), Error::<Test>::OperatorNotRevoked);
		}
		World::change(|world| world.refusals.clear());
		offered(RIDES, POOL, 7);
		assert_noop!(withdraw(RIDES), Error::<Test>::OperatorNotRevoked);
		assert_noop!(withdraw(MORE_RIDES), Error::<Test>::OfferNotFound);
		revoke();
		for who in [METRO_TREASURY, ANN] {
			let call = Market::offer_revoked_pool(signed(who), RIDES, POOL, 7, 1, UNTIL);
			assert_eq!(call, Err(BadOrigin.into()));
		}
		assert_noop!(offer(UNISSUED, 1, 7), Error::<Test>::NotIssued);
		assert_noop!(offer(BUSES, 1, 7), Error::<Test>::OperatorNotRevoked);
		assert_noop!(offer(RIDES, POOL + 1, 7), Error::<Test>::NotEnough);
		assert_noop!(offer(RIDES, 0, 7), Error::<Test>::ZeroGrams);
		assert_noop!(offer(RIDES, 10, 0), Error::<Test>::ZeroPrice);
		let lots = Market::offer_revoked_pool(signed(COUNCIL), RIDES, 10, 7, 11, UNTIL);
		assert_eq!(lots, Err(Error::<Test>::LeastLotOutOfRange.into()));
		let late = Market::offer_revoked_pool(signed(COUNCIL), RIDES, 10, 7, 1, START + 31 * DAY);
		assert_eq!(late, Err(Error::<Test>::ExpiryOutOfRange.into()));
		assert_noop!(offer(RIDES, 100, Balance::MAX), Error::<Test>::Overflow);
		assert_ok!(Market::set_floor(signed(COUNCIL), 8));
		assert_noop!(offer(RIDES, POOL, 7), Error::<Test>::BelowFloor);
		freeze(RIDES);
		assert_noop!(offer(RIDES, POOL, 8), CLASS_FROZEN);
	});
}
