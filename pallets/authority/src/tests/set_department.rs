use super::*;

fn name(text: &str) -> Option<DepartmentName> {
	Some(text.as_bytes().to_vec().try_into().unwrap())
}

#[test]
fn three_quarters_say_whom_a_member_stands_for() {
	build_and_execute(|| {
		assert_ok!(Authority::set_department(council(3), 2, name("生态环境局")));
		let event = Event::DepartmentSet { who: 2, name: name("生态环境局") };
		System::assert_last_event(event.into());
		assert_eq!(
			Authority::council(),
			vec![(1, None), (2, name("生态环境局")), (3, None), (4, None)]
		);
		// Without a seat it isn't shown any more, and can be cleared.
		Seats::set(vec![1, 3]);
		assert_eq!(Authority::council(), vec![(1, None), (3, None)]);
		assert_ok!(Authority::set_department(council(3), 2, None));
		assert!(Departments::<Test>::get(2).is_none());
		Seats::set(vec![1, 2, 3, 4]);
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(|| {
		for origin in [council(2), RuntimeOrigin::signed(1), RuntimeOrigin::root()] {
			assert_noop!(Authority::set_department(origin, 2, None), BadOrigin);
		}
		assert_noop!(
			Authority::set_department(council(3), 9, name("Transport")),
			Error::<Test>::NotMember
		);
		for bad in ["", "  ", "\u{202e}tropsnarT"] {
			assert_noop!(
				Authority::set_department(council(3), 2, name(bad)),
				Error::<Test>::BadName
			);
		}
	});
}
