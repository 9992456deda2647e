//! Progress alone.

use super::*;

fn after(trigger: &Trigger, days: &[Day]) -> Progress {
	days.iter().fold(Progress::new(trigger), |progress, day| progress.with_act(trigger, *day))
}

/// How many bonuses are due.
fn due(mut progress: Progress) -> u32 {
	let mut count = 0;
	while let Some(settled) = progress.settled() {
		progress = settled;
		count += 1;
	}
	count
}

#[test]
fn weeks_begin_on_monday() {
	// TODAY is a Monday.
	assert_eq!(week_of(TODAY), week_of(TODAY + 6));
	assert_eq!(week_of(TODAY) - 1, week_of(TODAY - 1));
	assert_eq!((week_of(0), week_of(3), week_of(4)), (0, 0, 1));
	assert_eq!(week_of(Day::MAX), 9_362);
}

#[test]
fn two_weeks_are_remembered() {
	let trigger = weekly(2);
	let week = 7;
	assert_eq!(due(after(&trigger, &[70, 71, 70 + week, 71 + week])), 2);
	// Of the week before, after one of this week.
	assert_eq!(due(after(&trigger, &[74, 81, 74])), 1);
	// Too late.
	assert_eq!(due(after(&trigger, &[74, 88, 74])), 0);
	// A week without acts between loses nothing.
	assert_eq!(due(after(&trigger, &[74, 74, 88, 88])), 2);
}

#[test]
fn rows_of_days() {
	let trigger = streak(3);
	assert_eq!(due(after(&trigger, &[10, 11, 13, 14])), 0);
	assert_eq!(due(after(&trigger, &[10, 11, 12])), 1);
	assert_eq!(due(after(&trigger, &[12, 10, 11])), 1);
	assert_eq!(due(after(&trigger, &[10, 11, 12, 13, 14, 15])), 2);
	assert_eq!(due(after(&trigger, &[10, 11, 12, 13, 14])), 1);
	assert_eq!(due(after(&trigger, &[10, 10, 10])), 0);
	// 32 days back and no further.
	assert_eq!(due(after(&trigger, &[41, 10, 11, 12])), 1);
	assert_eq!(due(after(&trigger, &[42, 10, 11, 12])), 0);
	let longest = streak(30);
	let days: Vec<_> = (100..160).collect();
	assert_eq!(due(after(&longest, &days[..29])), 0);
	assert_eq!(due(after(&longest, &days[..30])), 1);
}

#[test]
fn what_was_paid_does_not_count_again() {
	let trigger = streak(2);
	let paid = after(&trigger, &[10, 11]).settled().unwrap();
	assert_eq!(paid, Progress::Days { last: 11, bits: 0, used: 11, owed: 0 });
	let then = |days: &[Day]| {
		due(days.iter().fold(paid, |progress, day| progress.with_act(&trigger, *day)))
	};
	assert_eq!(then(&[10, 11, 12]), 0);
	assert_eq!(then(&[12, 13]), 1);
	let weekly = weekly(1);
	let paid = after(&weekly, &[74]).settled().unwrap();
	assert_eq!(due(paid.with_act(&weekly, 75)), 0);
	// Progress of another kind earns nothing.
	assert_eq!(paid.with_act(&trigger, 75), paid);
}

#[test]
fn what_was_earned_stays_owed() {
	let trigger = weekly(2);
	assert_eq!(due(after(&trigger, &[70, 71, 77, 78, 84, 85, 91, 140])), 3);
	let trigger = streak(2);
	assert_eq!(due(after(&trigger, &[10, 11, 60, 61, 200])), 2);
}
