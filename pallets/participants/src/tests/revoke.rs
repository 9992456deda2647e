use super::*;

#[test]
fn revoked_is_for_good_and_stays_readable() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(Licences::set_reporter(signed(METRO), metro, 77, true));
		assert_ok!(Licences::revoke(council(), metro));
		System::assert_last_event(Event::Revoked { participant: metro }.into());
		assert_eq!(standing(metro), Standing::Revoked);
		assert_eq!(Licences::participant(metro).unwrap().revoked, Some(START));
		for now in [START, EXPIRES, EXPIRES + DAY] {
			assert_eq!(Licences::ensure_licensed(metro, now), Err(LicenceRefusal::Revoked));
			assert_eq!(Licences::ensure_active(metro, 0, now), Err(LicenceRefusal::Revoked));
		}
		// Who is owed is still known, and who reported.
		assert_eq!(Licences::treasury(metro), Some(METRO));
		assert_eq!(Licences::by_reporter(&77), Some(metro));
		assert_noop!(Licences::revoke(council(), metro), Error::<Test>::AlreadyRevoked);
	});
}

#[test]
fn a_suspended_participant_can_be_revoked() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		assert_ok!(Licences::revoke(council(), metro));
		assert_eq!(standing(metro), Standing::Revoked);
	});
}

#[test]
fn by_the_council_only() {
	build_and_execute(|| {
		let metro = operator(METRO);
		only_the_council(|origin| Licences::revoke(origin, metro));
		assert_noop!(Licences::revoke(council(), 9), Error::<Test>::NotFound);
	});
}
