use super::*;

fn resolve(id: OrderId, percent: u32) -> sp_runtime::DispatchResult {
	Redemption::resolve(signed(OMBUDSMAN), id, Permill::from_percent(percent))
}

/// An order of 1,401 plancks, in two parts of odd numbers, in dispute.
fn disputed() -> OrderId {
	let offer = offered(Terms { price: 1_401, ..terms() });
	assert_ok!(redeem_with(ANN, offer, 1, &[part(METRO, 0, 33), part(METRO, 1, 117)]));
	let id = OrderId { citizen: 1, number: 0 };
	assert_ok!(fulfil(SHOP, id));
	assert_ok!(Redemption::dispute(signed(ANN), 0, REASON));
	id
}

#[test]
fn divides_to_the_last_planck() {
	for percent in [0, 1, 33, 50, 99, 100] {
		build_and_execute(|| {
			let before = money(&World::get());
			let id = disputed();
			assert_ok!(resolve(id, percent));
			let rest = u64::from(100 - percent);
			// In whole hundredths, rounded down.
			let (first, second) = (33 * rest / 100, 117 * rest / 100);
			assert_eq!(points(ANN, METRO, 0), POINTS - 33 + first);
			assert_eq!(points(ANN, METRO, 1), POINTS - 117 + second);
			let returned = Balance::from(first * 7 + second * 10);
			let to_merchant = 33 * 7 + 1_170 - returned;
			assert_eq!(receivable(SHOP_ID), to_merchant);
			assert_eq!((money(&World::get()), Redemption::escrowed()), (before, 0));
			System::assert_last_event(
				Event::Resolved { citizen: 1, number: 0, to_merchant, returned }.into(),
			);
			assert_eq!(order(id), None);
		});
	}
}

#[test]
fn late_is_better_than_never() {
	build_and_execute(|| {
		let id = disputed();
		advance(8 * DAY);
		assert_ok!(resolve(id, 0));
		assert_eq!(receivable(SHOP_ID), 0);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let id = disputed();
		for origin in [signed(SHOP), signed(ANN), RuntimeOrigin::root()] {
			assert_noop!(Redemption::resolve(origin, id, Permill::one()), BadOrigin);
		}
		let nowhere = OrderId { citizen: 1, number: 9 };
		assert_noop!(resolve(nowhere, 50), Error::<Test>::OrderNotFound);
		let other = ordered(BEN, offered(terms()), 1);
		assert_noop!(resolve(other, 50), Error::<Test>::NotInDispute);
		assert_ok!(fulfil(SHOP, other));
		assert_noop!(resolve(other, 50), Error::<Test>::NotInDispute);
		assert_ok!(resolve(id, 50));
		assert_noop!(resolve(id, 50), Error::<Test>::OrderNotFound);
	});
}
