use super::*;

#[test]
fn holds_the_value_back() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 1);
		assert_ok!(fulfil(SHOP, id));
		advance(2 * DAY - 1);
		assert_ok!(Redemption::dispute(signed(ANN), 0, REASON));
		System::assert_last_event(Event::Disputed { citizen: 1, number: 0, reason: REASON }.into());
		let at = START + 2 * DAY - 1;
		assert_eq!(order(id).unwrap().stage, Stage::Disputed { at, reason: REASON });
		advance(DAY);
		assert_noop!(Redemption::release(signed(SHOP), id), Error::<Test>::InDispute);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let offer = offered(terms());
		let id = ordered(ANN, offer, 1);
		assert_noop!(Redemption::dispute(signed(STRANGER), 0, REASON), Error::<Test>::NotACitizen);
		// Another citizen has no such order.
		assert_noop!(Redemption::dispute(signed(BEN), 0, REASON), Error::<Test>::OrderNotFound);
		assert_noop!(Redemption::dispute(signed(ANN), 0, REASON), Error::<Test>::NotFulfilled);
		assert_ok!(fulfil(SHOP, id));
		assert_ok!(Redemption::dispute(signed(ANN), 0, REASON));
		assert_noop!(Redemption::dispute(signed(ANN), 0, REASON), Error::<Test>::InDispute);

		let late = ordered(ANN, offer, 1);
		assert_ok!(fulfil(SHOP, late));
		advance(2 * DAY);
		assert_noop!(
			Redemption::dispute(signed(ANN), late.number, REASON),
			Error::<Test>::DisputeWindowOver
		);
	});
}
