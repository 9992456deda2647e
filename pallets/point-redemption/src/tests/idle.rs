use super::*;
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};

fn idle(limit: Weight) -> Weight {
	Redemption::on_idle(1, limit)
}

fn step() -> Weight {
	<() as WeightInfo>::take_back().max(<() as WeightInfo>::release())
}

#[test]
fn finishes_what_is_due_and_nothing_else() {
	build_and_execute(|| {
		let offer = offered(Terms { stock: 100, per_citizen: 100, ..terms() });
		let due = ordered(ANN, offer, 1);
		let fetched = ordered(ANN, offer, 1);
		let disputed = ordered(BEN, offer, 1);
		assert_ok!(fulfil(SHOP, fetched));
		assert_ok!(fulfil(SHOP, disputed));
		assert_ok!(Redemption::dispute(signed(BEN), 0, REASON));
		idle(Weight::MAX);
		assert_eq!(Orders::<Test>::iter().count(), 3);
		advance(4 * DAY);
		let fresh = ordered(BEN, offer, 1);
		idle(Weight::MAX);
		idle(Weight::MAX);
		assert_eq!((order(due), order(fetched)), (None, None));
		assert!(order(disputed).is_some() && order(fresh).is_some());
		assert_eq!((points(ANN, METRO, 0), receivable(SHOP_ID)), (POINTS - 100, 700));
	});
}

#[test]
fn stays_within_its_weight_and_goes_on_where_it_stopped() {
	build_and_execute(|| {
		let offer = offered(Terms { stock: 100, per_citizen: 100, ..terms() });
		for _ in 0..3 {
			ordered(ANN, offer, 1);
			ordered(BEN, offer, 1);
		}
		advance(4 * DAY);
		assert_eq!(idle(step() - Weight::from_parts(1, 0)), Weight::zero());
		assert_eq!(Orders::<Test>::iter().count(), 6);
		for left in (0..6).rev() {
			assert_eq!(idle(step()), step());
			assert_eq!(Orders::<Test>::iter().count(), left);
			check();
		}
		idle(Weight::MAX);
		assert_eq!(Cursor::<Test>::get(), None);
	});
}

#[test]
fn what_fails_is_left_as_it_is() {
	build_and_execute(|| {
		let id = ordered(ANN, offered(terms()), 1);
		advance(4 * DAY);
		let price = World::change(|world| world.prices.remove(&(METRO, 0))).unwrap();
		Redemption::turn(&mut WeightMeter::new());
		assert!(order(id).is_some());
		World::change(|world| world.prices.insert((METRO, 0), price));
		Redemption::turn(&mut WeightMeter::new());
		assert!(order(id).is_none());
	});
}
