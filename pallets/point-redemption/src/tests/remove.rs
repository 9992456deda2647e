use super::*;
use frame_support::assert_err;

#[test]
fn takes_several_calls_and_gives_the_deposit_back() {
	build_and_execute(|| {
		let offer = offered(terms());
		for who in [ANN, BEN] {
			let id = ordered(who, offer, 2);
			assert_ok!(fulfil(SHOP, id));
			advance(2 * DAY);
			assert_ok!(Redemption::release(signed(STRANGER), id));
		}
		assert_eq!(Purchases::<Test>::iter().count(), 2);
		advance(10 * DAY);
		let paid = Redemption::remove(signed(STRANGER), offer, 0).unwrap();
		assert_eq!(paid.actual_weight, Some(<() as WeightInfo>::remove(0)));
		assert_eq!(Purchases::<Test>::iter().count(), 2);
		check();
		assert_ok!(Redemption::remove(signed(STRANGER), offer, 1));
		assert_eq!(Purchases::<Test>::iter().count(), 1);
		check();
		// An offer that is half gone gets no stock.
		assert_noop!(Redemption::restock(signed(SHOP), offer, 1), Error::<Test>::OfferClosed);
		assert!(deposit(SHOP) > 0);

		let paid = Redemption::remove(signed(STRANGER), offer, 9).unwrap();
		assert_eq!(paid.actual_weight, Some(<() as WeightInfo>::remove(1)));
		System::assert_last_event(Event::OfferRemoved { offer }.into());
		assert_eq!((Purchases::<Test>::iter().count(), Offers::<Test>::iter().count()), (0, 0));
		assert_eq!(deposit(SHOP), 0);
	});
}

#[test]
fn once_closed_it_need_not_run_out() {
	build_and_execute(|| {
		let offer = offered(terms());
		assert_ok!(Redemption::close(signed(SHOP), offer));
		assert_ok!(Redemption::remove(signed(SHOP), offer, 0));
		assert_eq!(deposit(SHOP), 0);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let offer = offered(terms());
		let id = ordered(ANN, offer, 1);
		let remove = |offer| Redemption::remove(signed(STRANGER), offer, 9);
		assert_err!(remove(7).map_err(|e| e.error), Error::<Test>::OfferNotFound);
		assert_err!(remove(offer).map_err(|e| e.error), Error::<Test>::OfferNotClosed);
		advance(10 * DAY - 1);
		assert_err!(remove(offer).map_err(|e| e.error), Error::<Test>::OfferNotClosed);
		advance(1);
		assert_noop!(remove(offer).map_err(|e| e.error), Error::<Test>::OrdersUnfinished);
		assert_ok!(Redemption::take_back(signed(ANN), id));
		assert_ok!(remove(offer));
	});
}

#[test]
fn what_was_removed_in_the_block_is_not_walked_over_again() {
	const COUNT: u32 = 3_000;
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let offer = offered(terms());
		Offers::<Test>::mutate(offer, |found| found.as_mut().unwrap().units += COUNT);
		for citizen in 0..COUNT {
			Purchases::<Test>::insert(offer, citizen, 1);
		}
		advance(10 * DAY);
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		// Sorted: the quickest and the middle one are not what else the machine does.
		let times = |calls: u32| {
			let mut times: Vec<_> = (0..calls)
				.map(|_| {
					let start = std::time::Instant::now();
					assert_ok!(Redemption::remove(signed(STRANGER), 0, 1));
					start.elapsed()
				})
				.collect();
			times.sort();
			times
		};
		let first = times(301)[150];
		times(COUNT - 600);
		check();
		let last = times(299)[0];
		assert!(last < first * 4, "{first:?}, {last:?}: each call walks what others removed");
		assert_eq!((Offers::<Test>::iter().count(), Removing::<Test>::iter().count()), (0, 0));
	});
}
