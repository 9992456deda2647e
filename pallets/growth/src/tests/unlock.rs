use super::*;

fn unlock(citizen: u32) -> sp_runtime::DispatchResult {
	Growth::unlock(signed(STRANGER), citizen)
}

#[test]
fn what_growth_reaches() {
	build_and_execute(|| {
		assert_ok!(set_themes(themes()));
		act(1, 2_500);
		assert_ok!(unlock(1));
		for theme in 0..2 {
			System::assert_has_event(
				Event::ThemeUnlocked { citizen: 1, theme, growth: 2_500, day: TODAY }.into(),
			);
			assert_eq!(Growth::unlocked_on(1, theme), Some(TODAY));
		}
		assert_eq!(Growth::unlocked_on(1, 2), None);
		let standing = Growth::standing(1);
		assert_eq!((standing.growth, standing.next), (2_500, Some(3_000)));

		// The next day the next ones, to the last.
		advance(DAY);
		act(1, 1_000_000);
		assert_ok!(unlock(1));
		let badges = Growth::standing(1).badges;
		assert_eq!(badges.len(), 9);
		assert_eq!(badges[1..3], [TODAY, TODAY + 1]);
		assert_eq!(Growth::standing(1).next, None);
		assert_noop!(unlock(1), Error::<Test>::NothingToUnlock);
		assert_eq!(Growth::unlocked_on(1, 9), None);
	});
}

#[test]
fn growth_from_answers_counts() {
	build_and_execute(|| {
		assert_ok!(set_themes(themes()));
		act(1, 999);
		assert_noop!(unlock(1), Error::<Test>::NothingToUnlock);
		Earned::<Test>::insert(1, 1);
		assert_ok!(unlock(1));
	});
}

#[test]
fn nothing_is_taken_back() {
	build_and_execute(|| {
		assert_ok!(set_themes(themes()));
		act(1, 2_000);
		assert_ok!(unlock(1));
		// Less growth, higher thresholds.
		act(1, 0);
		let mut higher = themes();
		higher.iter_mut().for_each(|theme| theme.threshold += 50_000);
		assert_ok!(set_themes(higher));
		assert_noop!(unlock(1), Error::<Test>::NothingToUnlock);
		assert_eq!(Growth::standing(1).badges.len(), 2);
		// The next one is reached at its new threshold.
		act(1, 52_999);
		assert_noop!(unlock(1), Error::<Test>::NothingToUnlock);
		act(1, 53_000);
		assert_ok!(unlock(1));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(unlock(1), Error::<Test>::ThemesNotSet);
		assert_noop!(Growth::unlock(RuntimeOrigin::none(), 1), BadOrigin);
		assert_ok!(set_themes(themes()));
		assert_noop!(unlock(77), Error::<Test>::NothingToUnlock);
		act(1, u64::MAX);
		Earned::<Test>::insert(1, 1);
		assert_noop!(unlock(1), Error::<Test>::Overflow);
		assert_eq!(Growth::standing(1).growth, u64::MAX);
	});
}
