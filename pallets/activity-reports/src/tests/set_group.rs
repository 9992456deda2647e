use crate::{mock::*, ClosedThrough, Error, Event, ExclusionGroups};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, DispatchResult};
use tanpu_primitives::{ClaimSpec, Reason};

fn set(
	group: u8,
	name: &[u8],
	conflicts: u64,
	deadline_days: u16,
	longest_minutes: u16,
) -> DispatchResult {
	Reports::set_group(
		RuntimeOrigin::root(),
		group,
		name.to_vec().try_into().unwrap(),
		conflicts,
		deadline_days,
		longest_minutes,
		3,
	)
}

#[test]
fn sets_a_group_and_says_so() {
	build_and_execute(|| {
		assert_ok!(set(63, "地铁".as_bytes(), 1 << RAIL, 366, 1_440));
		let rules = Reports::group(63).unwrap();
		assert_eq!(rules.conflicts, (1 << 63) | (1 << RAIL));
		assert_eq!((rules.deadline_days, rules.longest_minutes), (366, 1_440));
		assert_eq!(rules.tolerance_minutes, 3);
		System::assert_last_event(
			Event::GroupSet {
				group: 63,
				conflicts: (1 << 63) | (1 << RAIL),
				deadline_days: 366,
				longest_minutes: 1_440,
				tolerance_minutes: 3,
			}
			.into(),
		);
	});
}

#[test]
fn the_matrix_stays_symmetric() {
	build_and_execute(|| {
		assert!(Reports::group(RAIL).unwrap().conflicts_with(BIKE));
		assert_ok!(set(WALK, b"walk", (1 << RAIL) | (1 << BIKE), 3, 240));
		assert!(Reports::group(RAIL).unwrap().conflicts_with(WALK));
		assert!(Reports::group(BIKE).unwrap().conflicts_with(WALK));
		// Setting it again without a bit clears the mirrored one too.
		assert_ok!(set(WALK, b"walk", 1 << BIKE, 3, 240));
		assert!(!Reports::group(RAIL).unwrap().conflicts_with(WALK));
		assert!(Reports::group(BIKE).unwrap().conflicts_with(WALK));
		assert!(Reports::group(WALK).unwrap().conflicts_with(WALK));
	});
}

#[test]
fn refuses_what_is_out_of_bounds() {
	build_and_execute(|| {
		assert_noop!(
			Reports::set_group(
				RuntimeOrigin::signed(1),
				0,
				b"x".to_vec().try_into().unwrap(),
				0,
				1,
				1,
				0
			),
			BadOrigin
		);
		assert_noop!(set(64, b"x", 0, 1, 1), Error::<Test>::GroupOutOfRange);
		assert_noop!(set(5, b"", 0, 1, 1), Error::<Test>::NameNotText);
		assert_noop!(set(5, b"  ", 0, 1, 1), Error::<Test>::NameNotText);
		assert_noop!(set(5, b"a\x1b[31m", 0, 1, 1), Error::<Test>::NameNotText);
		assert_noop!(set(5, &[0xff, 0xfe], 0, 1, 1), Error::<Test>::NameNotText);
		assert_noop!(set(5, "\u{202e}x".as_bytes(), 0, 1, 1), Error::<Test>::NameNotText);
		assert_noop!(set(5, b"x", 0, 367, 1), Error::<Test>::DeadlineTooLong);
		assert_noop!(set(5, b"x", 0, 1, 0), Error::<Test>::LengthOutOfRange);
		assert_noop!(set(5, b"x", 0, 1, 1_441), Error::<Test>::LengthOutOfRange);
		// Checked after other rows changed: the call as dispatched undoes them.
		let call = RuntimeCall::from(crate::Call::set_group {
			group: 5,
			name: b"x".to_vec().try_into().unwrap(),
			conflicts: (1 << RAIL) | (1 << 40),
			deadline_days: 1,
			longest_minutes: 1,
			tolerance_minutes: 0,
		});
		assert_noop!(dispatch(call), Error::<Test>::ConflictNotDefined);
		assert!(!ExclusionGroups::<Test>::contains_key(5));
	});
}

fn dispatch(call: RuntimeCall) -> DispatchResult {
	use frame_support::traits::UnfilteredDispatchable;
	call.dispatch_bypass_filter(RuntimeOrigin::root()).map(|_| ()).map_err(|e| e.error)
}

#[test]
fn a_longer_deadline_opens_no_closed_day() {
	build_and_execute(|| {
		// Seven days: the 7th is closed on the 15th, the 8th is not.
		assert_eq!(Reports::last_closed_day(RAIL), Some(FIRST + 6));
		set_group(RAIL, 1 << BIKE, 30, 0);
		assert_eq!(ClosedThrough::<Test>::get(RAIL), Some(FIRST + 6));
		assert_eq!(Reports::last_closed_day(RAIL), Some(FIRST + 6));
		let rows = vec![ride(1, at(FIRST + 6, 9, 0), 10, 500)];
		assert_eq!(submit(0, METRO, rows), [rejected(Reason::DayClosed)]);
		assert_eq!(submit(0, METRO, vec![ride(1, at(FIRST + 7, 9, 0), 10, 500)]), [credited(233)]);
	});
}

#[test]
fn a_group_s_change_judges_batches_from_then_on() {
	build_and_execute(|| {
		publish(CYCLING, metro_formula(), rules(vec![ClaimSpec::Interval { group: WALK }], 10_000));
		// No conflict yet: both stand.
		submit(0, METRO, vec![ride(1, at(TODAY, 9, 0), 30, 500)]);
		assert_eq!(submit(1, CYCLING, vec![ride(1, at(TODAY, 9, 0), 30, 500)]), [credited(233)]);
		set_group(WALK, 1 << RAIL, 3, 0);
		check_all();
		let with = tanpu_primitives::RecordRef { batch: 0, row: 0 };
		assert_eq!(
			submit(2, CYCLING, vec![ride(1, at(TODAY, 9, 15), 30, 500)]),
			[rejected(Reason::Overlap { with })]
		);
	});
}
