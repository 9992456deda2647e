//! Orders outlive whoever takes part in them.

use super::*;

#[test]
fn a_closing_citizen_s_orders_end_as_all_others() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (fetched, lapsed) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		assert_ok!(fulfil(SHOP, fetched));
		// The account is closed: no key acts for it. The position stays under the number.
		World::change(|world| world.citizens.remove(&ANN));
		assert_noop!(
			Redemption::dispute(signed(ANN), fetched.number, REASON),
			Error::<Test>::NotACitizen
		);
		advance(4 * DAY);
		assert_ok!(Redemption::release(signed(SHOP), fetched));
		assert_ok!(Redemption::take_back(signed(STRANGER), lapsed));
		assert_eq!(receivable(SHOP_ID), 700);
		assert_eq!(World::get().points[&(1, METRO, 0)], POINTS - 100);
		assert_eq!(Orders::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_replaced_key_has_the_orders() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 1);
		World::change(|world| {
			world.citizens.remove(&ANN);
			world.citizens.insert(STRANGER, 1);
		});
		stand(SHOP_ID, SUSPENDED);
		assert_noop!(Redemption::take_back(signed(ANN), id), Error::<Test>::NotYourOrder);
		assert_ok!(Redemption::take_back(signed(STRANGER), id));
	});
}

#[test]
fn an_operator_s_end_concerns_no_order() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (fetched, lapsed) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		// Its series has expired and its fund is as good as empty; the value is in escrow.
		World::change(|world| {
			world.expired.insert((METRO, 0));
			world.funds.insert(METRO, 0);
		});
		assert_noop!(redeem(ANN, offer, 1), DispatchError::Other("expired"));
		assert_ok!(fulfil(SHOP, fetched));
		advance(4 * DAY);
		assert_ok!(Redemption::release(signed(SHOP), fetched));
		assert_ok!(Redemption::take_back(signed(ANN), lapsed));
		assert_eq!((receivable(SHOP_ID), World::get().funds[&METRO]), (700, 700));
		assert_eq!(points(ANN, METRO, 0), POINTS - 100);
	});
}
