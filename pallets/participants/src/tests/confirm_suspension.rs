use super::*;

#[test]
fn a_confirmed_suspension_does_not_lapse() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		// The last second.
		Now::set(START + SUSPENSION - 1);
		assert_ok!(Licences::confirm_suspension(council(), metro));
		System::assert_last_event(Event::SuspensionConfirmed { participant: metro }.into());
		for now in [START + SUSPENSION, EXPIRES, EXPIRES + 1_000 * DAY] {
			Now::set(now);
			assert_eq!(standing(metro), Standing::Suspended { until: None });
			assert_eq!(Licences::ensure_licensed(metro, now), Err(LicenceRefusal::Suspended));
			assert_noop!(suspend(metro), Error::<Test>::AlreadySuspended);
		}
	});
}

#[test]
fn by_the_council_only() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		only_the_council(|origin| Licences::confirm_suspension(origin, metro));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let confirm = || Licences::confirm_suspension(council(), metro);
		assert_noop!(Licences::confirm_suspension(council(), 9), Error::<Test>::NotFound);
		assert_noop!(confirm(), Error::<Test>::NotSuspended);
		assert_ok!(suspend(metro));
		// One that has lapsed isn't revived.
		Now::set(START + SUSPENSION);
		assert_noop!(confirm(), Error::<Test>::NotSuspended);
		Now::set(START + SUSPENSION - 1);
		assert_ok!(confirm());
		assert_noop!(confirm(), Error::<Test>::AlreadyConfirmed);
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(confirm(), Error::<Test>::NotSuspended);
	});
}
