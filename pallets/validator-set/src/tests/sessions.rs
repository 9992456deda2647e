use super::*;

#[test]
fn nothing_changes_nothing_planned() {
	build_and_execute(4, || {
		System::reset_events();
		for _ in 0..5 {
			busy_session(1);
			assert!(!State::get().queued_changed);
		}
		assert_eq!(System::events().len(), 0);
	});
}

#[test]
fn other_keys_are_a_change() {
	build_and_execute(4, || {
		busy_session(1);
		set_keys_of(2, 7);
		busy_session(1);
		assert!(State::get().queued_changed);
		busy_session(1);
		assert!(!State::get().queued_changed);
		assert_eq!(validators(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn an_empty_set_is_never_planned() {
	new_test_ext_of(0, 1).execute_with(|| {
		busy_session(1);
		assert!(validators().is_empty());
		ValidatorSet::do_try_state().unwrap();
	});
}

#[test]
fn keys_that_vanish_are_told() {
	new_test_ext_of(4, 4).execute_with(|| {
		// No call leads here.
		change(|state| {
			state.registered.remove(&4);
		});
		busy_session(1);
		assert!(happened(Event::FewerThanMinimum { session: 2, keyed: 3 }));
		set_keys_of(4, 0);
		ValidatorSet::do_try_state().unwrap();
	});
}

#[test]
fn the_minimum_is_filled_up_with_chilled_members() {
	build_and_execute(4, || {
		admitted(5);
		assert_ok!(ValidatorSet::chill(signed(5)));
		// 4 equivocates: 5 comes before 4.
		equivocation::reported(4, 0).unwrap();
		busy_session(1);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 5]);
	});
}

#[test]
#[should_panic(expected = "validatorSet.minimum must be")]
fn a_minimum_of_nobody_is_refused() {
	new_test_ext_of(2, 0);
}

#[test]
#[should_panic(expected = "names more validators than fit")]
fn genesis_above_the_bound_is_refused() {
	new_test_ext_of(9, 4);
}

#[test]
fn roots_are_kept_for_the_window() {
	build_and_execute(4, || {
		change(|state| {
			state.roots = (0..20).map(|session| (session, Default::default())).collect()
		});
		for _ in 0..10 {
			busy_session(1);
		}
		assert_eq!(State::get().roots.first_key_value().unwrap().0, &5);
	});
}
