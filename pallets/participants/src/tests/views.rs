use super::*;

#[test]
fn nothing_is_known_of_what_is_not() {
	build_and_execute(|| {
		assert_eq!(Licences::participant(0), None);
		assert_eq!(Licences::status_of(0), None);
		assert!(Licences::licences_of(METRO).is_empty());
		assert!(Licences::reporters_of(0).is_empty());
		assert_eq!(Licences::operator_of(METRO), None);
		assert_eq!(Licences::quota_left(0), None);
	});
}

#[test]
fn the_status_follows_the_clock() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(Licences::set_reporter(signed(METRO), metro, 77, true));
		assert_eq!(Licences::operator_of(77), Some(metro));
		assert_eq!(Licences::licences_of(METRO), [metro]);
		assert_eq!(standing(metro), Standing::Active);
		assert_ok!(suspend(metro));
		let until = START + SUSPENSION;
		assert_eq!(standing(metro), Standing::Suspended { until: Some(until) });
		Now::set(until);
		assert_eq!(standing(metro), Standing::Active);
		Now::set(EXPIRES);
		assert_eq!(standing(metro), Standing::Expired);
		assert_ok!(Licences::revoke(council(), metro));
		assert_eq!(standing(metro), Standing::Revoked);
	});
}
