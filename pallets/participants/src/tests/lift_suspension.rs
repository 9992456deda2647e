use super::*;

#[test]
fn ends_it_at_once_and_begins_the_cool_down() {
	for confirmed in [false, true] {
		build_and_execute(|| {
			let metro = operator(METRO);
			assert_ok!(suspend(metro));
			if confirmed {
				assert_ok!(Licences::confirm_suspension(council(), metro));
				Now::set(START + 100 * DAY);
			} else {
				Now::set(START + HOUR);
			}
			let lifted = Now::get();
			assert_ok!(Licences::lift_suspension(council(), metro));
			System::assert_last_event(Event::SuspensionLifted { participant: metro }.into());
			assert_eq!(standing(metro), Standing::Active);
			assert_eq!(Licences::ensure_licensed(metro, lifted), Ok(()));
			assert_noop!(suspend(metro), Error::<Test>::CoolingDown);
			Now::set(lifted + COOL_DOWN - 1);
			assert_noop!(suspend(metro), Error::<Test>::CoolingDown);
			Now::set(lifted + COOL_DOWN);
			assert_ok!(suspend(metro));
		});
	}
}

#[test]
fn by_the_council_only() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		only_the_council(|origin| Licences::lift_suspension(origin, metro));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let lift = || Licences::lift_suspension(council(), metro);
		assert_noop!(Licences::lift_suspension(council(), 9), Error::<Test>::NotFound);
		assert_noop!(lift(), Error::<Test>::NotSuspended);
		assert_ok!(suspend(metro));
		Now::set(START + SUSPENSION);
		assert_noop!(lift(), Error::<Test>::NotSuspended);
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(lift(), Error::<Test>::NotSuspended);
	});
}
