use crate::{mock::*, ClosedThrough, Sweep};
use tanpu_primitives::Reason;

#[test]
fn an_act_that_ends_after_the_present_is_in_the_future() {
	build_and_execute(|| {
		let future = rejected(Reason::InTheFuture);
		assert_eq!(
			submit(
				0,
				METRO,
				vec![
					// It is noon.
					ride(1, at(TODAY, 11, 30), 30, 500),
					ride(2, at(TODAY, 11, 30), 31, 500),
					ride(2, at(TODAY + 1, 9, 0), 30, 500),
					ride(2, u32::MAX - 30, 30, 500),
				]
			),
			[credited(233), future, future, future]
		);
	});
}

#[test]
fn times_that_cannot_be_counted_are_named() {
	build_and_execute(|| {
		assert_eq!(
			submit(0, METRO, vec![ride(1, u32::MAX, 30, 500)]),
			[rejected(Reason::TimeOutOfRange)]
		);
		// The city's clock before 1970 is outside, after 2149 too.
		Now::set(&(200 * 365 * 86_400));
		assert_eq!(
			submit(0, METRO, vec![ride(1, 190 * 365 * 1_440, 30, 500)]),
			[rejected(Reason::TimeOutOfRange)]
		);
	});
}

#[test]
fn over_long_intervals_are_named() {
	build_and_execute(|| {
		assert_eq!(
			submit(
				0,
				METRO,
				vec![ride(1, at(TODAY, 0, 0), 240, 500), ride(1, at(TODAY, 5, 0), 241, 500)]
			),
			[credited(233), rejected(Reason::TooLong)]
		);
		assert_eq!(
			submit(0, STEPS, vec![ride(1, at(TODAY, 0, 0), 241, 5_000)]),
			[rejected(Reason::TooLong)]
		);
	});
}

#[test]
fn nothing_is_credited_in_a_closed_day() {
	build_and_execute(|| {
		let closed = rejected(Reason::DayClosed);
		let day = TODAY - 7;
		assert_eq!(
			submit(
				0,
				METRO,
				vec![
					ride(1, at(day, 0, 0), 30, 500),
					ride(2, at(day - 1, 23, 0), 60, 500),
					// Half of it in the closed day: all touched days must be open.
					ride(3, at(day - 1, 23, 40), 60, 500),
					ride(4, at(FIRST - 400, 9, 0), 60, 500),
				]
			),
			[credited(233), closed, closed, closed]
		);
		// Each group has its own deadline: steps have three days.
		assert_eq!(
			submit(
				0,
				STEPS,
				vec![
					ride(1, at(TODAY - 3, 0, 0), 240, 5_000),
					ride(1, at(TODAY - 4, 0, 0), 240, 5_000)
				]
			),
			[credited(100), closed]
		);
	});
}

#[test]
fn a_day_below_the_mark_stays_closed_when_its_log_is_gone() {
	build_and_execute(|| {
		let trip = ride(1, at(TODAY, 9, 0), 30, 500);
		submit(0, METRO, vec![trip.clone()]);
		noon_of(TODAY + 8);
		Reports::sweep(RuntimeOrigin::signed(1), TODAY).unwrap();
		assert_eq!(Reports::day_log(TODAY, 1), []);
		assert_eq!(submit(0, METRO, vec![trip.clone()]), [rejected(Reason::DayClosed)]);
		// Not with a longer deadline, nor in a group that is new.
		set_group(RAIL, 1 << BIKE, 300, 0);
		assert_eq!(submit(0, METRO, vec![trip.clone()]), [rejected(Reason::DayClosed)]);
		set_group(9, 0, 300, 0);
		alter(METRO, |method| {
			method.rules.claims =
				vec![tanpu_primitives::ClaimSpec::Interval { group: 9 }].try_into().unwrap()
		});
		assert_eq!(submit(0, METRO, vec![trip]), [rejected(Reason::DayClosed)]);
		assert_eq!(Reports::last_closed_day(9), Sweep::<Test>::get().closed_through);
	});
}

#[test]
fn marks_never_fall_even_if_the_clock_does() {
	build_and_execute(|| {
		noon_of(TODAY + 3);
		submit(0, METRO, vec![ride(1, at(TODAY, 9, 0), 30, 500)]);
		assert_eq!(ClosedThrough::<Test>::get(RAIL), Some(TODAY - 5));
		noon_of(TODAY);
		assert_eq!(
			submit(0, METRO, vec![ride(1, at(TODAY - 5, 9, 0), 30, 500)]),
			[rejected(Reason::DayClosed)]
		);
		assert_eq!(ClosedThrough::<Test>::get(RAIL), Some(TODAY - 5));
	});
}

#[test]
fn groups_that_are_not_set_have_no_closed_day() {
	build_and_execute(|| {
		assert_eq!(Reports::last_closed_day(40), None);
		assert_eq!(Reports::group(40), None);
	});
}
