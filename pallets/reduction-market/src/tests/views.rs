use super::*;

#[test]
fn orders_in_pages() {
	build_and_execute(|| {
		// More than two pages, by as many accounts as it takes.
		for at in 0..250u32 {
			let who = 5_000 + AccountId::from(at);
			Assets::transfer(signed(ANN), RIDES, who, 10).unwrap();
			Balances::transfer_allow_death(signed(CAT), who, 100_000).unwrap();
			sold(who, 10, Balance::from(at) + 1);
		}
		for class in [Some(RIDES), None] {
			let mut seen = vec![];
			let mut from = 0;
			loop {
				let page = Market::orders(class, from);
				let Some(last) = page.last() else { break };
				assert!(page.len() <= PAGE as usize);
				from = last.order + 1;
				seen.extend(page.iter().map(|view| view.order));
			}
			assert_eq!(seen, (0..250).collect::<Vec<_>>());
			assert_eq!(Market::order_numbers(), seen);
		}
		assert!(Market::orders(Some(MORE_RIDES), 0).is_empty());
		let view = Market::order(7).unwrap();
		assert_eq!((view.price, view.grams, view.open, view.side), (8, 10, true, Side::Sell));
		freeze(RIDES);
		assert!(!Market::order(7).unwrap().open);
		World::change(|world| world.frozen.clear());
		Now::set(START + 10 * DAY);
		assert!(!Market::order(7).unwrap().open);
		assert!(Market::order(250).is_none());
	});
}

#[test]
fn pools_in_pages() {
	build_and_execute(|| {
		offered(MORE_RIDES, 10, 1);
		offered(RIDES, 10, 1);
		let classes =
			|from| Market::pool_offers(from).iter().map(|view| view.class).collect::<Vec<_>>();
		assert_eq!(classes(0), [RIDES, MORE_RIDES]);
		assert_eq!(classes(1), [MORE_RIDES]);
		assert!(classes(2).is_empty());
		assert!(Market::pool_offer(BUSES).is_none());
	});
}

#[test]
fn parts_are_exact() {
	assert_eq!(part_of(10, 1, 3), Some(3));
	assert_eq!(part_of(u128::MAX, u64::MAX, u64::MAX), Some(u128::MAX));
	assert_eq!(part_of(u128::MAX, 1, u64::MAX), Some(u128::MAX / u128::from(u64::MAX)));
	assert_eq!(part_of(0, 5, 9), Some(0));
	assert_eq!(part_of(5, 1, 0), None);
}

#[test]
fn the_most_that_can_be_configured_is_checked() {
	use frame_support::traits::Hooks;
	build_and_execute(Pallet::<Test>::integrity_test);
}
