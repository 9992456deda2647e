use super::*;
use tanpu_primitives::traits::LicenceRefusal;

const UNTIL: u64 = START + 20 * DAY;

fn offer(class: u32, grams: Grams, price: Balance) -> sp_runtime::DispatchResult {
	Market::offer_pool(signed(METRO_TREASURY), class, grams, price, 10.min(grams), UNTIL)
}

#[test]
fn it_opens_after_the_notice() {
	build_and_execute(|| {
		assert_ok!(offer(RIDES, 1_000, 7));
		let made = PoolOffer {
			operator: METRO,
			grams: 1_000,
			price: 7,
			least_lot: 10,
			by_council: false,
			opens: OPEN,
			expires: UNTIL,
		};
		event(Event::PoolOffered { class: RIDES, offer: made });
		let view = Market::pool_offer(RIDES).unwrap();
		assert_eq!((view.offer, view.available, view.open), (made, 1_000, false));
		Now::set(OPEN);
		assert!(Market::pool_offer(RIDES).unwrap().open);
		assert_eq!(Offered::<Test>::get(METRO), 7_000);
	});
}

#[test]
fn only_what_robs_nobody_has_no_notice_again() {
	build_and_execute(|| {
		offered(RIDES, 1_000, 7);
		advance(2 * DAY);
		let opens = || Market::pool_offer(RIDES).unwrap().offer.opens;
		let again = |grams, price, lot| {
			Market::offer_pool(signed(METRO_TREASURY), RIDES, grams, price, lot, UNTIL)
		};
		assert_ok!(again(1_000, 9, 10));
		assert_eq!((opens(), Offered::<Test>::get(METRO)), (OPEN, 9_000));
		assert_ok!(again(500, 9, 1));
		assert_eq!((opens(), Offered::<Test>::get(METRO)), (OPEN, 4_500));
		// A gram more, a planck less, a larger lot: each with the notice that a new one has. Else a
		// gram on offer would open the door for everything else.
		for (grams, price, lot) in [(501, 9, 1), (501, 8, 1), (501, 8, 2)] {
			advance(DAY);
			assert_ok!(again(grams, price, lot));
			assert_eq!(opens(), Now::get() + DAY);
		}
		// One that has expired is none.
		Now::set(UNTIL);
		assert_ok!(Market::offer_pool(signed(METRO_TREASURY), RIDES, 9, 9, 1, UNTIL + 2 * DAY));
		assert_eq!(opens(), UNTIL + DAY);
	});
}

#[test]
fn all_together_are_worth_no_more_than_the_bond() {
	build_and_execute(|| {
		// The bond is a million.
		assert_noop!(offer(RIDES, 40_000, 26), Error::<Test>::BondTooSmall);
		assert_ok!(offer(RIDES, 40_000, 25));
		assert_noop!(offer(MORE_RIDES, 1, 1), Error::<Test>::BondTooSmall);
		// What it takes the place of doesn't count with it.
		assert_ok!(offer(RIDES, 39_999, 25));
		assert_ok!(offer(MORE_RIDES, 25, 1));
		assert_noop!(offer(MORE_RIDES, 26, 1), Error::<Test>::BondTooSmall);
		World::change(|world| world.bonds.insert(METRO, 999_999));
		assert_noop!(offer(RIDES, 39_999, 25), Error::<Test>::BondTooSmall);
		// Other operators' bonds stand for other operators.
		assert_eq!(Offered::<Test>::get(BUS), 0);
		assert_ok!(Market::offer_pool(signed(BUS_TREASURY), BUSES, 1_000, 1, 1, UNTIL));
		// Without a bond nothing is offered.
		World::change(|world| world.bonds.remove(&BUS));
		assert_noop!(
			Market::offer_pool(signed(BUS_TREASURY), BUSES, 1, 1, 1, UNTIL),
			Error::<Test>::BondTooSmall
		);
	});
}

#[test]
fn terms_must_be_sound() {
	build_and_execute(|| {
		let offer = |grams, price, lot, until| {
			Market::offer_pool(signed(METRO_TREASURY), RIDES, grams, price, lot, until)
		};
		assert_noop!(offer(0, 1, 1, UNTIL), Error::<Test>::ZeroGrams);
		assert_noop!(offer(1, 0, 1, UNTIL), Error::<Test>::ZeroPrice);
		assert_noop!(offer(9, 1, 0, UNTIL), Error::<Test>::LeastLotOutOfRange);
		assert_noop!(offer(9, 1, 10, UNTIL), Error::<Test>::LeastLotOutOfRange);
		// It would end before it opens.
		assert_noop!(offer(9, 1, 1, OPEN), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(offer(9, 1, 1, START), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(offer(9, 1, 1, START + 30 * DAY + 1), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(offer(9, Balance::MAX, 1, UNTIL), Error::<Test>::Overflow);
		assert_noop!(offer(POOL + 1, 1, 1, UNTIL), Error::<Test>::NotEnough);
		cancel_unsold(RIDES, 1);
		assert_noop!(offer(POOL, 1, 1, UNTIL), Error::<Test>::NotEnough);
	});
}

#[test]
fn only_the_treasury_of_a_licensed_operator() {
	build_and_execute(|| {
		assert_noop!(Market::offer_pool(RuntimeOrigin::none(), RIDES, 1, 1, 1, UNTIL), BadOrigin);
		for who in [ANN, BUS_TREASURY, COUNCIL] {
			assert_noop!(
				Market::offer_pool(signed(who), RIDES, 1, 1, 1, UNTIL),
				Error::<Test>::NotTreasury
			);
		}
		for (refusal, error) in [
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::OperatorExpired),
			(LicenceRefusal::NotLicensed, Error::<Test>::OperatorNotLicensed),
		] {
			World::change(|world| world.refusals.insert(METRO, refusal));
			assert_noop!(offer(RIDES, 1, 1), error);
		}
	});
}

#[test]
fn only_what_can_be_traded() {
	build_and_execute(|| {
		assert_noop!(offer(UNISSUED, 1, 1), Error::<Test>::NotIssued);
		freeze(RIDES);
		assert_noop!(offer(RIDES, 1, 1), CLASS_FROZEN);
	});
}

#[test]
fn not_below_the_floor() {
	build_and_execute(|| {
		assert_ok!(Market::set_floor(signed(COUNCIL), 5));
		assert_noop!(offer(RIDES, 1, 4), Error::<Test>::BelowFloor);
		assert_ok!(offer(RIDES, 1, 5));
	});
}
