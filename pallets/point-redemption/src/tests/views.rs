use super::*;

#[test]
fn tell_what_is_stored() {
	build_and_execute(|| {
		assert_eq!(Redemption::offer_of(0), None);
		assert_eq!(Redemption::available(0, 1), 0);
		let offer = offered(terms());
		let id = ordered(ANN, offer, 1);
		assert_eq!(Redemption::offer_of(offer), Some((SHOP_ID, terms(), 9, 1, false)));
		assert_eq!(Redemption::available(offer, 1), 3);
		assert_eq!(Redemption::available(offer, 2), 4);
		assert_eq!(Redemption::order(id), order(id));
		assert_eq!(Redemption::orders_of(1).len(), 1);
		assert_eq!(Redemption::customer(1).next, 1);
		let open = Redemption::deadlines(id).unwrap();
		assert_eq!((open.fulfil_before, open.take_back_from), (START + 3 * DAY, START + 4 * DAY));
		assert_eq!((open.dispute_before, open.release_from), (None, None));
		assert_ok!(fulfil(SHOP, id));
		let shown = Redemption::deadlines(id).unwrap();
		assert_eq!(shown.dispute_before, Some(START + 2 * DAY));
		assert_eq!(shown.release_from, Some(START + 2 * DAY));
		assert_ok!(Redemption::dispute(signed(ANN), 0, REASON));
		let disputed = Redemption::deadlines(id).unwrap();
		assert_eq!(disputed.dispute_before, None);
		assert_eq!(disputed.release_from, Some(START + 7 * DAY));
	});
}

#[test]
fn what_the_points_pallet_says_a_part_is_worth_is_exact() {
	build_and_execute(|| {
		assert_eq!(World::value(&[part(METRO, 0, 3), part(BUS, 0, 5)]), Ok(36));
	});
}

#[test]
fn offers_are_listed_without_those_that_are_gone() {
	build_and_execute(|| {
		let ids: Vec<_> = (0..5).map(|_| offered(terms())).collect();
		for id in [ids[0], ids[2]] {
			assert_ok!(Redemption::close(signed(SHOP), id));
			assert_ok!(Redemption::remove(signed(SHOP), id, 0));
		}
		assert_eq!(Redemption::offers_from(0, 9), [1, 3, 4]);
		assert_eq!(Redemption::offers_from(0, 2), [1, 3]);
		assert_eq!(Redemption::offers_from(2, 9), [3, 4]);
		assert!(Redemption::offers_from(5, 9).is_empty());
	});
}
