use super::*;

fn take_back(who: AccountId, id: OrderId) -> sp_runtime::DispatchResult {
	Redemption::take_back(signed(who), id)
}

#[test]
fn after_the_grace_by_anybody() {
	for who in [ANN, STRANGER] {
		build_and_execute(|| {
			let offer = offered(terms());
			let before = World::get();
			let id = ordered(ANN, offer, 2);
			assert_noop!(take_back(who, id), Error::<Test>::TooEarly);
			Now::set(START + 3 * DAY);
			assert_noop!(take_back(who, id), Error::<Test>::TooEarly);
			Now::set(START + 4 * DAY - 1);
			assert_noop!(take_back(who, id), Error::<Test>::TooEarly);
			advance(1);
			assert_ok!(take_back(who, id));
			System::assert_last_event(
				Event::TakenBack { citizen: 1, number: 0, value: 1_400, lapsed: true }.into(),
			);
			let world = World::get();
			assert_eq!((world.points, world.funds), (before.points, before.funds));
			assert_eq!(Offers::<Test>::get(offer).unwrap().left, 10);
			assert_eq!(Redemption::customer(1).lapses, 1);
			assert_noop!(take_back(who, id), Error::<Test>::OrderNotFound);
		});
	}
}

#[test]
fn not_what_was_fulfilled() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 1);
		assert_ok!(fulfil(SHOP, id));
		advance(30 * DAY);
		assert_noop!(take_back(ANN, id), Error::<Test>::AlreadyFulfilled);
	});
}

#[test]
fn of_a_suspended_merchant_by_the_citizen_at_any_time() {
	build_and_execute(|| {
		let offer = offered(terms());
		let id = ordered(ANN, offer, 1);
		stand(SHOP_ID, SUSPENDED);
		assert_noop!(take_back(STRANGER, id), Error::<Test>::NotYourOrder);
		assert_noop!(take_back(BEN, id), Error::<Test>::NotYourOrder);
		assert_ok!(take_back(ANN, id));
		System::assert_last_event(
			Event::TakenBack { citizen: 1, number: 0, value: 700, lapsed: false }.into(),
		);
		assert_eq!(Redemption::customer(1).lapses, 0);
	});
}

#[test]
fn of_a_revoked_merchant_by_anybody_at_any_time() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 1);
		stand(SHOP_ID, REVOKED);
		assert_ok!(take_back(STRANGER, id));
		assert_eq!(Redemption::customer(1).lapses, 0);
		assert_eq!(points(ANN, METRO, 0), POINTS);
	});
}

#[test]
fn the_deadline_stands_still_while_the_merchant_is_suspended() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (used, lapsing) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		advance(2 * DAY);
		stand(SHOP_ID, SUSPENDED);
		advance(5 * DAY);
		// Nobody but the citizen ends it now: it has not lapsed.
		assert_noop!(take_back(STRANGER, used), Error::<Test>::NotYourOrder);
		stand(SHOP_ID, ACTIVE);
		assert_eq!(Redemption::deadlines(used).unwrap().fulfil_before, START + 8 * DAY);
		advance(DAY - 1);
		assert_ok!(fulfil(SHOP, used));
		advance(1);
		assert_noop!(fulfil(SHOP, lapsing), Error::<Test>::DeadlinePassed);
		// A suspension after the deadline doesn't open it again; the grace stands still too.
		stand(SHOP_ID, SUSPENDED);
		advance(2 * DAY);
		stand(SHOP_ID, ACTIVE);
		assert_noop!(fulfil(SHOP, lapsing), Error::<Test>::DeadlinePassed);
		assert_noop!(take_back(ANN, lapsing), Error::<Test>::TooEarly);
		advance(DAY);
		assert_ok!(take_back(ANN, lapsing));
		assert_eq!(Redemption::customer(1).lapses, 1);
	});
}

#[test]
fn no_suspension_holds_an_order_for_ever() {
	build_and_execute(|| {
		let offer = offered(terms());
		let (first, second) = (ordered(ANN, offer, 1), ordered(ANN, offer, 1));
		advance(DAY);
		stand(SHOP_ID, SUSPENDED);
		Now::set(START + 15 * DAY - 1);
		assert_noop!(take_back(STRANGER, first), Error::<Test>::NotYourOrder);
		advance(1);
		assert_ok!(take_back(STRANGER, first));
		// Nor does it help that the suspension ends: the order's life is over, by nobody's fault.
		stand(SHOP_ID, ACTIVE);
		assert_noop!(fulfil(SHOP, second), Error::<Test>::DeadlinePassed);
		assert_ok!(take_back(STRANGER, second));
		assert_eq!(Redemption::customer(1).lapses, 0);
	});
}

#[test]
fn a_suspension_before_the_order_moves_nothing() {
	build_and_execute(|| {
		let offer = offered(terms());
		stand(SHOP_ID, SUSPENDED);
		advance(2 * DAY);
		stand(SHOP_ID, ACTIVE);
		let id = ordered(ANN, offer, 1);
		assert_eq!(Redemption::deadlines(id).unwrap().fulfil_before, Now::get() + 3 * DAY);
	});
}

#[test]
fn lapses_a_period_apart_do_not_add_up() {
	for (apart, lapses) in [(30 * DAY - 1, 2), (30 * DAY, 1)] {
		build_and_execute(|| {
			let offer = offered(Terms { until: START + 90 * DAY, ..terms() });
			for _ in 0..2 {
				let id = ordered(ANN, offer, 1);
				Now::set(Now::get() + 4 * DAY);
				assert_ok!(take_back(STRANGER, id));
				advance(apart - 4 * DAY);
			}
			assert_eq!(Redemption::customer(1).lapses, lapses);
		});
	}
}

#[test]
fn lapses_limit_new_orders_for_a_while() {
	build_and_execute(|| {
		let offer = offered(Terms { until: START + 90 * DAY, ..terms() });
		let ids = [ordered(ANN, offer, 1), ordered(ANN, offer, 1)];
		advance(4 * DAY);
		for id in ids {
			assert_ok!(take_back(STRANGER, id));
		}
		// The lapse counts from the deadline, not from when somebody cleaned up.
		let customer = Redemption::customer(1);
		assert_eq!((customer.lapses, customer.last_lapse), (2, START + 3 * DAY));
		let one = ordered(ANN, offer, 1);
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::LapsedTooOften);
		// Another citizen isn't concerned.
		ordered(BEN, offer, 1);
		ordered(BEN, offer, 1);
		assert_ok!(fulfil(SHOP, one));
		let one = ordered(ANN, offer, 1);
		assert_ok!(Redemption::cancel(signed(SHOP), one));
		Now::set(START + 33 * DAY - 1);
		ordered(ANN, offer, 1);
		assert_noop!(redeem(ANN, offer, 1), Error::<Test>::LapsedTooOften);
		advance(1);
		assert_ok!(redeem(ANN, offer, 1));
		// Old lapses are forgotten with the next one.
		advance(10 * DAY);
		assert_ok!(take_back(ANN, OrderId { citizen: 1, number: 4 }));
		assert_eq!(Redemption::customer(1).lapses, 1);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let nowhere = OrderId { citizen: 1, number: 0 };
		assert_noop!(take_back(ANN, nowhere), Error::<Test>::OrderNotFound);
		assert_noop!(Redemption::take_back(RuntimeOrigin::none(), nowhere), BadOrigin);
	});
}
