use super::*;

#[test]
fn any_one_member_suspends_at_once() {
	for member in MEMBERS {
		build_and_execute(|| {
			let metro = operator(METRO);
			assert_ok!(Licences::suspend(signed(member), metro, REASON));
			let until = START + SUSPENSION;
			System::assert_last_event(
				Event::Suspended { participant: metro, by: member, reason: REASON, until }.into(),
			);
			assert_eq!(standing(metro), Standing::Suspended { until: Some(until) });
			assert_eq!(
				Licences::participant(metro).unwrap().suspensions.last,
				Some(Suspension {
					by: member,
					reason: REASON,
					since: START,
					until,
					confirmed: false,
				})
			);
		});
	}
}

#[test]
fn nobody_else_does() {
	build_and_execute(|| {
		let metro = operator(METRO);
		for origin in [
			signed(METRO),
			signed(COUNCIL),
			signed(999),
			RuntimeOrigin::none(),
			RuntimeOrigin::root(),
		] {
			assert_noop!(Licences::suspend(origin, metro, REASON), BadOrigin);
		}
		assert_noop!(suspend(9), Error::<Test>::NotFound);
	});
}

#[test]
fn it_lapses_after_72_hours_without_a_hook() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		let until = START + SUSPENSION;
		for (now, active) in [(until - 1, false), (until, true), (until + 1, true)] {
			Now::set(now);
			assert_eq!(standing(metro) == Standing::Active, active);
			assert_eq!(Licences::ensure_licensed(metro, now).is_ok(), active);
			assert_eq!(Licences::ensure_active(metro, 0, now).is_ok(), active);
		}
	});
}

#[test]
fn not_again_for_30_days_after_it_by_anyone() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		for member in MEMBERS {
			assert_noop!(
				Licences::suspend(signed(member), metro, REASON),
				Error::<Test>::AlreadySuspended
			);
		}
		let end = START + SUSPENSION;
		for now in [end, end + DAY, end + COOL_DOWN - 1] {
			Now::set(now);
			for member in MEMBERS {
				assert_noop!(
					Licences::suspend(signed(member), metro, REASON),
					Error::<Test>::CoolingDown
				);
			}
		}
		Now::set(end - 1);
		assert_noop!(suspend(metro), Error::<Test>::AlreadySuspended);
		Now::set(end + COOL_DOWN);
		assert_ok!(suspend(metro));
		assert_eq!(
			standing(metro),
			Standing::Suspended { until: Some(end + COOL_DOWN + SUSPENSION) }
		);
	});
}

#[test]
fn each_subject_cools_down_by_itself() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		assert_ok!(suspend(metro));
		assert_ok!(suspend(bus));
	});
}

#[test]
fn a_revoked_participant_is_not_suspended() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(suspend(metro), Error::<Test>::AlreadyRevoked);
	});
}

#[test]
fn suspended_goes_before_expired() {
	build_and_execute(|| {
		let metro = operator(METRO);
		Now::set(EXPIRES - 1);
		assert_ok!(suspend(metro));
		Now::set(EXPIRES);
		assert_eq!(Licences::ensure_licensed(metro, EXPIRES), Err(LicenceRefusal::Suspended));
		let end = EXPIRES - 1 + SUSPENSION;
		Now::set(end);
		assert_eq!(Licences::ensure_licensed(metro, end), Err(LicenceRefusal::Expired));
		assert_eq!(standing(metro), Standing::Expired);
	});
}
