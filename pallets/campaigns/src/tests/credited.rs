use super::*;
use tanpu_primitives::traits::Positions;

#[test]
fn the_first_act_once() {
	build_and_execute(|| {
		let before = World::get().money();
		let id = campaign(first(), 2);
		act(1, &[TODAY]);
		System::assert_last_event(
			Event::BonusPaid {
				operator: METRO,
				campaign: id,
				citizen: 1,
				points: BONUS,
				value: COST,
			}
			.into(),
		);
		assert_eq!(points(1), BONUS);
		assert_eq!((found(id).budget, found(id).paid), (COST, COST));
		assert_eq!(World::get().money(), before);
		act(1, &[TODAY, TODAY + 1]);
		assert_eq!(points(1), BONUS);
		// Another citizen has a first act of their own.
		act(2, &[TODAY; 3]);
		assert_eq!(points(2), BONUS);
		assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
	});
}

#[test]
fn only_acts_that_count() {
	build_and_execute(|| {
		let rides = Acts::Of(vec![RIDES].try_into().unwrap());
		let id = campaign(Trigger::FirstAct { acts: rides }, 2);
		act_with(METRO, 1, STEPS, &[TODAY]);
		// Of days before and after it, or of another operator.
		act(1, &[TODAY - 1, TODAY + 30]);
		act_with(BUS, 1, RIDES, &[TODAY]);
		assert_eq!((points(1), Promotions::progress(id, 1)), (0, None));
		act(1, &[TODAY + 29]);
		assert_eq!(points(1), BONUS);
	});
}

#[test]
fn so_many_acts_once_a_week() {
	build_and_execute(|| {
		campaign(weekly(3), 9);
		act(1, &[TODAY, TODAY]);
		// The next week's don't add to it.
		act(1, &[TODAY + 7]);
		assert_eq!(points(1), 0);
		// Late, but of that week.
		act(1, &[TODAY + 6]);
		assert_eq!(points(1), BONUS);
		act(1, &[TODAY + 6; 5]);
		assert_eq!(points(1), BONUS);
		act(1, &[TODAY + 13, TODAY + 13]);
		assert_eq!(points(1), 2 * BONUS);
	});
}

#[test]
fn days_in_a_row() {
	build_and_execute(|| {
		campaign(streak(3), 9);
		act(1, &[TODAY, TODAY + 1, TODAY + 1, TODAY + 3]);
		assert_eq!(points(1), 0);
		// The missing day is reported late.
		act(1, &[TODAY + 2]);
		assert_eq!(points(1), BONUS);
		// Days that were used don't count again.
		act(1, &[TODAY, TODAY + 4]);
		assert_eq!(points(1), BONUS);
		act(1, &[TODAY + 5]);
		assert_eq!(points(1), 2 * BONUS);
	});
}

#[test]
fn an_exhausted_budget_pays_nothing_and_loses_nothing() {
	build_and_execute(|| {
		let id = campaign(first(), 1);
		act(1, &[TODAY]);
		act(2, &[TODAY]);
		assert_eq!((points(1), points(2), found(id).budget), (BONUS, 0, 0));
		assert_noop!(claim(id, 2), Error::<Test>::BudgetExhausted);
		// A budget that is short by a planck is short.
		assert_ok!(Promotions::fund(signed(METRO_KEY), METRO, id, COST - 1));
		act(2, &[TODAY + 1]);
		assert_eq!(points(2), 0);
		assert_ok!(Promotions::fund(signed(METRO_KEY), METRO, id, 1));
		act(2, &[TODAY + 1]);
		assert_eq!((points(2), found(id).budget), (BONUS, 0));
	});
}

#[test]
fn what_cannot_be_issued_is_left_as_it_is() {
	build_and_execute(|| {
		let id = campaign(first(), 1);
		World::change(|world| world.stuck = true);
		let before = World::get();
		act(1, &[TODAY]);
		assert_eq!(World::get(), before);
		assert_noop!(claim(id, 1), DispatchError::Other("stuck"));
		World::change(|world| {
			world.stuck = false;
			world.prices.remove(&METRO);
		});
		act(1, &[TODAY]);
		assert_eq!(points(1), 0);
		assert_noop!(claim(id, 1), Error::<Test>::NoOpenSeries);
		World::change(|world| world.prices.insert(METRO, PRICE));
		assert_ok!(claim(id, 1));
		assert_eq!(points(1), BONUS);
	});
}

#[test]
fn several_campaigns_and_at_most_so_many_bonuses() {
	build_and_execute(|| {
		let ids = [campaign(first(), 9), campaign(weekly(2), 9), campaign(streak(2), 9)];
		act(1, &[TODAY, TODAY + 1]);
		// Two a batch; the third waits.
		assert_eq!(points(1), 2 * BONUS);
		assert_ok!(claim(ids[2], 1));
		assert_eq!(points(1), 3 * BONUS);
		for id in ids {
			assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
		}
	});
}

#[test]
fn a_batch_pays_so_many_and_loses_none() {
	build_and_execute(|| {
		let id = campaign(first(), 9);
		let mut left = 2;
		for citizen in 1..4 {
			let mut position = World::get().positions[&(METRO, citizen)].clone();
			Promotions::credited(METRO, citizen, RIDES, &[TODAY], &mut position, &mut left);
			World::put(METRO, citizen, position);
		}
		assert_eq!((left, points(1), points(2), points(3)), (0, BONUS, BONUS, 0));
		assert_ok!(claim(id, 3));
		assert_eq!(points(3), BONUS);
	});
}

#[test]
fn costs_what_it_says() {
	build_and_execute(|| {
		let weight = |days: &[Day], methodology| {
			let mut position = World::get().positions[&(METRO, 1)].clone();
			Promotions::credited(METRO, 1, methodology, days, &mut position, &mut 64)
		};
		// No campaigns, or none in which the act counts.
		assert_eq!(weight(&[TODAY], RIDES), <() as WeightInfo>::credited(0));
		campaign(first(), 1);
		assert_eq!(weight(&[TODAY - 1], RIDES), <() as WeightInfo>::credited(0));
		assert_eq!(weight(&[TODAY], RIDES), <() as WeightInfo>::credited(1));
		assert_eq!(<() as CampaignHook>::weight(9), Default::default());
	});
}

#[test]
fn bonuses_of_a_batch_that_is_refused_are_taken_back() {
	build_and_execute(|| {
		campaign(first(), 1);
		let before = (World::get(), Promotions::campaigns_of(METRO));
		let _ = frame_support::storage::with_storage_layer(|| {
			act(1, &[TODAY]);
			assert_eq!(points(1), BONUS);
			Err::<(), _>(DispatchError::Other("the fund is short"))
		});
		assert_eq!((World::get(), Promotions::campaigns_of(METRO)), before);
		assert_eq!(ProgressOf::<Test>::iter().count(), 0);
		act(1, &[TODAY]);
		assert_eq!(points(1), BONUS);
	});
}

#[test]
fn a_month_in_one_batch_earns_every_week_in_any_order() {
	let weeks: Vec<_> = (0..4).flat_map(|week| [TODAY + 7 * week, TODAY + 7 * week + 1]).collect();
	for days in [weeks.clone(), weeks.into_iter().rev().collect()] {
		build_and_execute(|| {
			let id = campaign(weekly(2), 9);
			act(1, &days);
			// Two a batch; the others wait.
			assert_eq!(points(1), 2 * BONUS);
			assert_ok!(claim(id, 1));
			assert_eq!(points(1), 4 * BONUS);
			assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
		});
	}
}

#[test]
fn a_bonus_that_waits_is_not_lost_by_later_acts() {
	for (trigger, days) in
		[(weekly(2), [TODAY, TODAY + 1, TODAY + 29]), (streak(2), [TODAY, TODAY + 1, TODAY + 29])]
	{
		build_and_execute(|| {
			let id = campaign(trigger, 0);
			act(1, &days[..2]);
			// Long afterwards.
			act(1, &days[2..]);
			assert_noop!(claim(id, 1), Error::<Test>::BudgetExhausted);
			assert_ok!(Promotions::fund(signed(METRO_KEY), METRO, id, COST));
			assert_ok!(claim(id, 1));
			assert_eq!(points(1), BONUS);
		});
	}
}

#[test]
fn rows_of_days_in_one_batch_in_any_order() {
	build_and_execute(|| {
		campaign(streak(3), 9);
		act(1, &[3, 4, 5, 0, 1, 2].map(|day| TODAY + day));
		assert_eq!(points(1), 2 * BONUS);
	});
}
