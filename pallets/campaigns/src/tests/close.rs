use super::*;
use frame_support::assert_err;

fn close(
	campaign: CampaignId,
	limit: u32,
) -> Result<Option<frame_support::weights::Weight>, DispatchError> {
	Promotions::close(signed(STRANGER), METRO, campaign, limit)
		.map(|post| post.actual_weight)
		.map_err(|error| error.error)
}

#[test]
fn gives_back_and_clears_up() {
	build_and_execute(|| {
		let id = campaign(first(), 5);
		for citizen in 1..4 {
			act(citizen, &[TODAY]);
		}
		advance(29 + 7);
		assert_noop!(close(id, 9), Error::<Test>::NotEnded);
		advance(1);
		assert_eq!(close(id, 1), Ok(Some(<() as WeightInfo>::close(1))));
		System::assert_last_event(
			Event::Closed { operator: METRO, campaign: id, returned: 2 * COST, to: None }.into(),
		);
		assert_eq!(World::get().free[&METRO], FUND - 3 * COST);
		assert_eq!(ProgressOf::<Test>::iter().count(), 2);
		check();
		// Nothing counts in it any more, and no money goes back twice.
		act(1, &[TODAY]);
		assert_eq!(points(1), BONUS);
		assert_noop!(Promotions::fund(signed(METRO_KEY), METRO, id, 1), Error::<Test>::Ended);
		assert_eq!(close(id, 9), Ok(Some(<() as WeightInfo>::close(2))));
		System::assert_last_event(Event::Removed { operator: METRO, campaign: id }.into());
		assert_eq!(World::get().free[&METRO], FUND - 3 * COST);
		assert_eq!(ProgressOf::<Test>::iter().count(), 0);
		assert!(!Campaigns::<Test>::contains_key(METRO));
		assert_err!(close(id, 9), Error::<Test>::NotFound);
	});
}

#[test]
fn a_sponsor_s_money_goes_to_the_sponsor() {
	build_and_execute(|| {
		let sponsored = Terms { sponsor: Some(SPONSOR), ..terms(first()) };
		assert_ok!(Promotions::create(signed(METRO_KEY), METRO, sponsored));
		assert_ok!(Promotions::fund(signed(SPONSOR), METRO, 0, 2 * COST));
		act(1, &[TODAY]);
		// Whatever becomes of the operator.
		stand(METRO, 2);
		advance(37);
		assert_ok!(close(0, 9));
		assert_eq!(World::get().accounts[&SPONSOR], FUND - COST);
		assert_eq!(points(1), BONUS);
	});
}

#[test]
fn too_little_for_a_sponsor_who_is_gone_stays_in_the_fund() {
	for (least, free) in [(COST, FUND), (COST + 1, FUND + COST)] {
		build_and_execute(|| {
			let sponsored = Terms { sponsor: Some(SPONSOR), ..terms(first()) };
			assert_ok!(Promotions::create(signed(METRO_KEY), METRO, sponsored));
			assert_ok!(Promotions::fund(signed(SPONSOR), METRO, 0, COST));
			World::change(|world| world.least = least);
			advance(37);
			let before = World::get().money();
			assert_ok!(close(0, 9));
			assert_eq!((World::get().money(), World::get().free[&METRO]), (before, free));
			let to = (free == FUND).then_some(SPONSOR);
			System::assert_has_event(
				Event::Closed { operator: METRO, campaign: 0, returned: COST, to }.into(),
			);
		});
	}
}

#[test]
fn the_others_stay() {
	build_and_execute(|| {
		let short = Terms { until: TODAY, ..terms(first()) };
		assert_ok!(Promotions::create(signed(METRO_KEY), METRO, short));
		let other = campaign(first(), 1);
		advance(8);
		assert_ok!(close(0, 0));
		assert_eq!(Promotions::campaigns_of(METRO).len(), 1);
		assert_noop!(close(other, 9), Error::<Test>::NotEnded);
		act(1, &[TODAY + 8]);
		assert_eq!(points(1), BONUS);
	});
}

#[test]
fn what_was_removed_in_the_block_is_not_walked_over_again() {
	const COUNT: u32 = 3_000;
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		campaign(first(), 1);
		for citizen in 0..COUNT {
			ProgressOf::<Test>::insert(0, citizen, Progress::Once { paid: true });
		}
		advance(37);
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		// Sorted: the quickest and the middle one are not what else the machine does.
		let times = |calls: u32| {
			let mut times: Vec<_> = (0..calls)
				.map(|_| {
					let start = std::time::Instant::now();
					assert_ok!(close(0, 1));
					start.elapsed()
				})
				.collect();
			times.sort();
			times
		};
		let first = times(301)[150];
		times(COUNT - 600);
		let last = times(299)[0];
		assert!(last < first * 4, "{first:?}, {last:?}: each call walks what others removed");
		check();
	});
}
