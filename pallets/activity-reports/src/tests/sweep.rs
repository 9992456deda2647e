use crate::{mock::*, types::SWEEP_STEP, DayLogs, Error, Event, OnceClaims, OnceSweep, Sweep};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use tanpu_primitives::{Be16, Reason, Row};

fn ticketed(citizen: u32, day: u16, reference: u8) -> Row {
	with_claims(ride(citizen, at(day, 9, 0), 30, 500), vec![once(reference)])
}

fn crank(day: u16) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Reports::sweep(RuntimeOrigin::signed(1), day)
}

#[test]
fn removes_what_is_left_of_a_closed_day() {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		noon_of(TODAY - 1);
		submit(0, TICKETED, vec![ticketed(1, TODAY - 1, 1)]);
		noon_of(TODAY);
		submit(0, TICKETED, vec![ticketed(1, TODAY, 2)]);
		noon_of(TODAY + 8);
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		assert_ok!(crank(TODAY));
		System::assert_last_event(
			Event::DaySwept { day: TODAY - 1, removed: 2, finished: true }.into(),
		);
		assert_eq!(Sweep::<Test>::get().swept_through, Some(TODAY - 1));
		assert!(!OnceClaims::<Test>::contains_key((TICKETS, [1; 32])));
		assert!(OnceClaims::<Test>::contains_key((TICKETS, [2; 32])));
		check_all();
		noon_of(TODAY + 8);
		assert_ok!(crank(TODAY));
		assert_eq!(Sweep::<Test>::get().swept_through, Some(TODAY));
		assert_eq!(DayLogs::<Test>::iter().count(), 0);
		assert_eq!(OnceClaims::<Test>::iter().count(), 0);
		check_all();
	});
}

#[test]
fn refuses_by_name() {
	build_and_execute(|| {
		submit(0, METRO, vec![ride(1, at(TODAY, 9, 0), 30, 500)]);
		assert_noop!(crank(TODAY), Error::<Test>::DayOpen);
		// Steps are closed after three days, rides after seven: all must be.
		noon_of(TODAY + 7);
		assert_noop!(crank(TODAY), Error::<Test>::DayOpen);
		assert_noop!(crank(TODAY - 1), Error::<Test>::NothingToSweep);
		noon_of(TODAY + 8);
		assert_ok!(crank(TODAY));
		assert_noop!(crank(TODAY), Error::<Test>::SweptThisBlock);
		noon_of(TODAY + 8);
		assert_noop!(crank(TODAY), Error::<Test>::NothingToSweep);
		assert_noop!(Reports::sweep(RuntimeOrigin::none(), TODAY), sp_runtime::traits::BadOrigin);
	});
}

#[test]
fn a_reference_that_was_claimed_anew_stays() {
	build_and_execute(|| {
		submit(0, TICKETED, vec![ticketed(1, TODAY, 1)]);
		noon_of(TODAY + 8);
		assert_eq!(submit(0, TICKETED, vec![ticketed(1, TODAY + 8, 1)]), [credited(233)]);
		assert_ok!(crank(TODAY));
		let claim = OnceClaims::<Test>::get((TICKETS, [1; 32])).unwrap();
		assert_eq!(claim.until, Some(TODAY + 8));
		assert_eq!(
			submit(0, TICKETED, vec![ticketed(2, TODAY + 8, 1)]),
			[tanpu_primitives::Outcome::Rejected(Reason::AlreadyClaimed)]
		);
	});
}

#[test]
fn what_is_left_of_a_reference_that_was_claimed_anew_and_withdrawn_goes_with_its_day() {
	build_and_execute(|| {
		submit(0, TICKETED, vec![ticketed(1, TODAY, 1)]);
		noon_of(TODAY + 8);
		let anew = send(0, TICKETED, vec![ticketed(1, TODAY + 8, 1)]);
		assert_eq!(OnceSweep::<Test>::iter().count(), 2);
		assert_ok!(anew.withdraw(0));
		assert_eq!(OnceClaims::<Test>::iter().count(), 0);
		assert_eq!(
			OnceSweep::<Test>::iter_keys().map(|(day, _)| u16::from(day)).collect::<Vec<_>>(),
			[TODAY]
		);
		check_all();
		// The first one's record has the reference no more, and can't free what somebody else took.
		assert_eq!(submit(1, TICKETED, vec![ticketed(2, TODAY + 8, 1)]), [credited(233)]);
		assert_ok!(crank(TODAY));
		assert_eq!(OnceClaims::<Test>::get((TICKETS, [1; 32])).unwrap().until, Some(TODAY + 8));
		assert_eq!(OnceSweep::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_back_dated_reference_outlives_its_act_s_day() {
	build_and_execute(|| {
		submit(0, TICKETED, vec![ticketed(1, TODAY - 7, 1)]);
		noon_of(TODAY + 1);
		assert_ok!(crank(TODAY - 7));
		assert_eq!(DayLogs::<Test>::iter().count(), 0);
		assert!(OnceClaims::<Test>::contains_key((TICKETS, [1; 32])));
		noon_of(TODAY + 7);
		assert_noop!(crank(TODAY), Error::<Test>::DayOpen);
		noon_of(TODAY + 8);
		assert_ok!(crank(TODAY));
		System::assert_last_event(
			Event::DaySwept { day: TODAY, removed: 1, finished: true }.into(),
		);
		assert_eq!(OnceClaims::<Test>::iter().count(), 0);
		assert_eq!(OnceSweep::<Test>::iter().count(), 0);
	});
}

#[test]
fn goes_in_bounded_steps_over_blocks() {
	let mut ext = new_test_ext();
	let many = SWEEP_STEP + 10;
	ext.execute_with(|| {
		for citizen in 0..many {
			enrol(0, citizen);
		}
		let rows = (0..many).map(|citizen| ride(citizen, at(TODAY, 9, 0), 30, 500)).collect();
		submit(0, METRO, rows);
		noon_of(TODAY + 8);
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		assert_ok!(crank(TODAY));
		let state = Sweep::<Test>::get();
		// Closed for everybody at once, swept only when nothing is left.
		assert_eq!((state.closed_through, state.swept_through), (Some(TODAY), None));
		let left = DayLogs::<Test>::iter_prefix(Be16::from(TODAY)).count() as u32;
		assert!(left > 0 && left < many, "{left}");
		noon_of(TODAY + 8);
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		set_group(9, 0, 300, 0);
		assert_eq!(Reports::last_closed_day(9), Some(TODAY));
		assert_ok!(crank(TODAY));
		assert_eq!(Sweep::<Test>::get().swept_through, Some(TODAY));
		assert_eq!(DayLogs::<Test>::iter().count(), 0);
		check_all();
	});
}

#[test]
fn idle_blocks_sweep_what_is_due_and_then_rest() {
	build_and_execute(|| {
		submit(0, TICKETED, vec![ticketed(1, TODAY - 1, 1), ticketed(1, TODAY, 2)]);
		let idle = |weight| Reports::on_idle(System::block_number(), weight);
		let full = idle(Weight::MAX);
		assert_eq!(DayLogs::<Test>::iter().count(), 2);
		// Nothing is due: from now on an idle block costs next to nothing that day.
		noon_of(TODAY);
		let rest = idle(Weight::MAX);
		assert!(rest.ref_time() < full.ref_time(), "{rest:?} {full:?}");

		noon_of(TODAY + 8);
		assert_eq!(idle(Weight::zero()), Weight::zero());
		assert_eq!(DayLogs::<Test>::iter().count(), 2);
		assert_eq!(idle(rest), rest);
		assert_eq!(DayLogs::<Test>::iter().count(), 2);
		idle(Weight::MAX);
		assert_eq!(DayLogs::<Test>::iter().count(), 1);
		// One step a block.
		idle(Weight::MAX);
		assert_eq!(DayLogs::<Test>::iter().count(), 1);
		noon_of(TODAY + 8);
		idle(Weight::MAX);
		assert_eq!(DayLogs::<Test>::iter().count(), 0);
		assert_eq!(OnceSweep::<Test>::iter().count(), 0);
		noon_of(TODAY + 8);
		idle(Weight::MAX);
		noon_of(TODAY + 8);
		assert_eq!(idle(Weight::MAX), rest);
	});
}

#[test]
fn a_group_set_in_between_is_heeded() {
	build_and_execute(|| {
		submit(0, TICKETED, vec![ticketed(1, TODAY - 1, 1), ticketed(1, TODAY, 2)]);
		noon_of(TODAY + 8);
		Reports::on_idle(1, Weight::MAX);
		// The plan of this day would take TODAY next, but the new group still has it open.
		set_group(9, 0, 300, 0);
		noon_of(TODAY + 8);
		Reports::on_idle(1, Weight::MAX);
		assert_eq!(Reports::day_log(TODAY, 1).len(), 1);
		assert_eq!(Reports::last_closed_day(9), Some(TODAY - 1));
	});
}
