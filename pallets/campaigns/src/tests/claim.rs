use super::*;

fn unlock(citizen: u32, theme: u8, day: Day) {
	World::change(|world| world.themes.insert((citizen, theme), day));
}

#[test]
fn a_theme_once() {
	build_and_execute(|| {
		let id = campaign(Trigger::Theme { theme: 3 }, 5);
		// Acts have nothing to do with it.
		act(1, &[TODAY]);
		assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
		unlock(1, 2, TODAY);
		assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
		unlock(1, 3, TODAY);
		assert_ok!(claim(id, 1));
		assert_eq!(points(1), BONUS);
		assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
		// Before or after the campaign.
		for day in [TODAY - 1, TODAY + 30] {
			unlock(2, 3, day);
			assert_noop!(claim(id, 2), Error::<Test>::NothingDue);
		}
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let id = campaign(first(), 0);
		assert_noop!(claim(9, 1), Error::<Test>::NotFound);
		assert_noop!(Promotions::claim(signed(STRANGER), BUS, id, 1), Error::<Test>::NotFound);
		assert_noop!(Promotions::claim(RuntimeOrigin::none(), METRO, id, 1), BadOrigin);
		assert_noop!(claim(id, 77), Error::<Test>::NotEnrolled);
		assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
		act(1, &[TODAY]);
		assert_noop!(claim(id, 1), Error::<Test>::BudgetExhausted);
		World::change(|world| world.prices.insert(METRO, Balance::MAX));
		assert_noop!(claim(id, 1), Error::<Test>::Overflow);
		World::change(|world| {
			world.prices.remove(&METRO);
		});
		assert_noop!(claim(id, 1), Error::<Test>::NoOpenSeries);
		World::change(|world| {
			world.positions.get_mut(&(METRO, 1)).unwrap().enrolled = false;
		});
		assert_noop!(claim(id, 1), Error::<Test>::NotEnrolled);
		World::change(|world| {
			world.positions.get_mut(&(METRO, 1)).unwrap().enrolled = true;
		});
		advance(37);
		assert_ok!(Promotions::close(signed(STRANGER), METRO, id, 0));
		assert_noop!(claim(id, 1), Error::<Test>::Ended);
	});
}

#[test]
fn pays_only_what_the_budget_covers() {
	build_and_execute(|| {
		let id = campaign(streak(2), 0);
		act(1, &[TODAY, TODAY + 1, TODAY + 2, TODAY + 3]);
		assert_eq!(points(1), 0);
		assert_ok!(Promotions::fund(signed(METRO_KEY), METRO, id, COST));
		assert_ok!(claim(id, 1));
		assert_eq!((points(1), found(id).budget), (BONUS, 0));
		assert_noop!(claim(id, 1), Error::<Test>::BudgetExhausted);
		assert_ok!(Promotions::fund(signed(METRO_KEY), METRO, id, COST));
		assert_ok!(claim(id, 1));
		assert_eq!(points(1), 2 * BONUS);
		assert_noop!(claim(id, 1), Error::<Test>::NothingDue);
	});
}
