//! The month of an act's day is the chain's to say.

use crate::mock::*;
use codec::Compact;
use tanpu_formula::EvalError;
use tanpu_primitives::{
	ClaimSpec, Day, MethodologyRef, Outcome, Provided, Reason, Row, UnixSeconds, WHOLE,
};

/// 2017-12-10, 2018-07-10 and 2018-08-31.
const DECEMBER: Day = 17_510;
const JULY: Day = 17_722;
const AUGUST_31: Day = FIRST - 1;

const BY_MONTH: MethodologyRef = MethodologyRef { methodology: 71, version: 1 };

fn execute(claim: ClaimSpec, test: impl FnOnce()) {
	build_and_execute(|| {
		reopen(POWER, 366);
		reopen(HOME, 366);
		publish(BY_MONTH, seasonal(false), rules(vec![claim], 100_000));
		test();
	});
}

/// 4.5 kWh of a meter's first day: 3.5, 1.5 or 0.5 kWh below a baseline.
fn used(day: Day, meter: u8) -> Row {
	reading(u32::from(meter), day, meter, 0, 450, false)
}

#[test]
fn a_reading_earns_by_the_baseline_of_its_own_month() {
	execute(ClaimSpec::Counter { group: POWER, input: 1 }, || {
		// Neither an object nor a history is needed, and nothing is told but the time.
		let rows = vec![used(DECEMBER, 1), used(JULY, 2), used(TODAY, 3)];
		let (outcomes, provided) = submit_full(0, BY_MONTH, rows);
		assert_eq!(outcomes, [credited(220), credited(1_546), credited(662)]);
		assert_eq!(provided, []);
	});
}

#[test]
fn an_operator_has_no_say_in_the_month() {
	execute(ClaimSpec::Counter { group: POWER, input: 1 }, || {
		// July's index, where the report was to state it.
		let mut row = used(DECEMBER, 1);
		row.inputs = vec![Compact(6), Compact(450)].try_into().unwrap();
		let wrong = Reason::Formula(EvalError::WrongInputCount { expected: 1 });
		assert_eq!(submit(0, BY_MONTH, vec![row]), [rejected(wrong)]);
		assert_eq!(submit(0, BY_MONTH, vec![used(DECEMBER, 1)]), [credited(220)]);
	});
}

#[test]
fn an_act_over_midnight_counts_for_the_month_of_its_last_minute() {
	execute(ClaimSpec::Interval { group: HOME }, || {
		let act = |citizen, hour, minute, duration| {
			ride(citizen, at(AUGUST_31, hour, minute), duration, 450)
		};
		// Summer to the last minute of August, then autumn: by the city's clock, not by UTC's.
		let rows = vec![act(1, 23, 40, 20), act(2, 23, 40, 21), act(3, 24, 0, 1)];
		let expected = [credited(1_546), credited(662), credited(662)];
		assert_eq!(submit(0, BY_MONTH, rows), expected);
		let utc: UnixSeconds = u64::from(at(AUGUST_31, 24, 0)) * 60;
		assert_eq!(tanpu_primitives::time::day_of(utc, 0), Some(AUGUST_31));
	});
}

#[test]
fn a_month_goes_with_a_mean() {
	execute(ClaimSpec::Counter { group: POWER, input: 1 }, || {
		let day = |day, from, to| reading(1, day, 1, from, to, false);
		let (outcomes, provided) = submit_full(
			0,
			SEASONS,
			vec![
				day(AUGUST_31 - 1, 0, 700),
				day(AUGUST_31, 700, 1_150),
				day(AUGUST_31 + 1, 1_150, 1_600),
			],
		);
		// Against 8 kWh in August, and against 6 in September: the means are below both.
		let short = Outcome::Recorded(Reason::BaselineTooShort);
		assert_eq!(outcomes, [short, credited(1_546), credited(662)]);
		let mean = |row, mean| Provided { row, mean: Some(mean), members: None, share: WHOLE };
		assert_eq!(provided, [mean(1, 700), mean(2, 575)]);
	});
}
