use crate::{mock::*, DayLogs, LogClaim, NextClassId};
use codec::Compact;
use tanpu_formula::EvalError;
use tanpu_primitives::{
	Be16, Be32, ClaimSpec, MethodologyRef, Outcome, Position, Reason, Row, MAX_CONTRIBUTIONS,
};

#[test]
fn the_metro_method_credits_46_7_grams_a_passenger_kilometre() {
	build_and_execute(|| {
		// km, grams: floored per record.
		let cases = [(252, 117), (1, 0), (3, 1), (240, 112), (2_522, 1_177), (100, 46)];
		let rows = cases
			.iter()
			.enumerate()
			.map(|(citizen, (km, _))| ride(citizen as u32, at(TODAY, 9, 0), 30, *km))
			.collect();
		let expected: Vec<_> = cases
			.iter()
			.map(|(_, grams)| match grams {
				0 => rejected(Reason::NoReduction),
				grams => credited(*grams),
			})
			.collect();
		assert_eq!(submit(0, METRO, rows), expected);
	});
}

#[test]
fn only_enrolled_citizens_are_credited_and_nothing_else_is_touched() {
	build_and_execute(|| {
		let mut left = Ledger::get((0, 5)).unwrap();
		left.enrolled = false;
		Ledger::insert((0, 5), left);
		let trip = |citizen| ride(citizen, at(TODAY, 9, 0), 30, 500);
		assert_eq!(
			submit(0, METRO, vec![trip(4), trip(5), trip(99)]),
			[credited(233), rejected(Reason::NotEnrolled), rejected(Reason::NotEnrolled)]
		);
		assert_eq!(DayLogs::<Test>::iter().count(), 1);
		// Neither the cap nor the person's time is gone: another operator's record stands.
		assert_eq!(submit(1, METRO, vec![trip(5)]), [credited(233)]);
	});
}

#[test]
fn a_zero_distance_ride_says_no_reduction() {
	build_and_execute(|| {
		// The first row of the sample: in and out at one station within a minute.
		assert_eq!(
			submit(
				0,
				METRO,
				vec![
					ride(1, at(TODAY, 9, 0), 0, 0),
					ride(1, at(TODAY, 9, 0), 5, 0),
					ride(1, at(TODAY, 9, 0), 0, 500),
				]
			),
			[
				rejected(Reason::NoReduction),
				rejected(Reason::NoReduction),
				rejected(Reason::ZeroLength)
			]
		);
		assert_eq!(Reports::day_log(TODAY, 1), []);
	});
}

#[test]
fn inputs_are_rejected_by_name() {
	build_and_execute(|| {
		let none = Row { inputs: Default::default(), ..ride(1, at(TODAY, 9, 0), 30, 0) };
		let two = Row {
			inputs: vec![Compact(1), Compact(2)].try_into().unwrap(),
			..ride(1, at(TODAY, 9, 0), 30, 0)
		};
		let count = rejected(Reason::Formula(EvalError::WrongInputCount { expected: 1 }));
		assert_eq!(
			submit(0, METRO, vec![none, two, ride(1, at(TODAY, 9, 0), 30, 10_001)]),
			[count, count, rejected(Reason::Formula(EvalError::InputOutOfRange { input: 0 }))]
		);
	});
}

#[test]
fn caps_clamp_and_then_reject() {
	build_and_execute(|| {
		alter(METRO, |method| method.rules.max_grams_per_day = 6_500);
		let rides = (0..5).map(|hour| ride(1, at(TODAY, hour, 0), 30, 10_000)).collect();
		let capped = |grams| Outcome::Capped { grams, computed: 4_670 };
		let full = rejected(Reason::DailyCapReached);
		assert_eq!(
			submit(0, METRO, rides),
			[capped(3_000), capped(3_000), capped(500), full, full]
		);
		// The day is the citizen's, over all operators; another version counts against it too.
		let second = MethodologyRef { version: 2, ..METRO };
		publish(second, metro_formula(), rules(vec![ClaimSpec::Interval { group: RAIL }], 6_500));
		assert_eq!(submit(1, second, vec![ride(1, at(TODAY, 8, 0), 30, 100)]), [full]);
		// Other methodologies and other days have their own.
		assert_eq!(submit(0, CYCLING, vec![ride(1, at(TODAY, 8, 0), 30, 100)]), [credited(46)]);
		assert_eq!(submit(0, METRO, vec![ride(1, at(TODAY - 1, 8, 0), 30, 100)]), [credited(46)]);
		// A rejected record took no time.
		assert_eq!(submit(0, CYCLING, vec![ride(1, at(TODAY, 4, 0), 30, 100)]), [credited(46)]);
	});
}

#[test]
fn records_without_a_person_s_claim_count_against_the_daily_cap() {
	build_and_execute(|| {
		alter(PHONES, |method| method.rules.max_grams_per_day = 600);
		let phone = |reference| with_claims(ride(1, at(TODAY, 9, 0), 0, 1), vec![once(reference)]);
		assert_eq!(
			submit(0, PHONES, vec![phone(1), phone(2), phone(3), phone(4)]),
			[
				credited(250),
				credited(250),
				Outcome::Capped { grams: 100, computed: 250 },
				rejected(Reason::DailyCapReached)
			]
		);
		// One entry holds them all, and the phone that was rejected is still free.
		let log = Reports::day_log(TODAY, 1);
		assert_eq!(log.len(), 1);
		assert_eq!((log[0].grams, log[0].claim), (600, LogClaim::Tally));
		let next_day = with_claims(ride(1, at(TODAY - 1, 9, 0), 0, 1), vec![once(4)]);
		assert_eq!(submit(0, PHONES, vec![next_day]), [credited(250)]);
	});
}

#[test]
fn a_cap_of_nothing_credits_nothing() {
	build_and_execute(|| {
		alter(METRO, |method| method.rules.max_grams_per_record = 0);
		let row = ride(1, at(TODAY, 9, 0), 30, 500);
		assert_eq!(submit(0, METRO, vec![row]), [rejected(Reason::NoReduction)]);
	});
}

#[test]
fn the_version_in_force_when_the_act_ended_computes_it() {
	build_and_execute(|| {
		let change = u64::from(at(TODAY, 9, 30)) * 60;
		let second = MethodologyRef { version: 2, ..METRO };
		publish(second, metro_formula(), rules(vec![ClaimSpec::Interval { group: RAIL }], 10_000));
		alter(METRO, |method| method.until = Some(change));
		alter(second, |method| method.from = change);
		let before = ride(1, at(TODAY, 9, 0), 29, 500);
		let after = ride(2, at(TODAY, 9, 0), 30, 500);
		let late = rejected(Reason::VersionNotInForce);
		assert_eq!(submit(0, METRO, vec![before.clone(), after.clone()]), [credited(233), late]);
		assert_eq!(submit(0, second, vec![before, after]), [late, credited(233)]);
	});
}

#[test]
fn classes_are_by_operator_version_and_month() {
	build_and_execute(|| {
		noon_of(FIRST + 32);
		set_group(RAIL, 1 << BIKE, 30, 0);
		// Over midnight into October: the month in which the act ended.
		let rows = vec![
			ride(1, at(FIRST + 29, 23, 30), 29, 500),
			ride(2, at(FIRST + 29, 23, 40), 40, 500),
			ride(3, at(FIRST + 29, 23, 40), 20, 500),
		];
		assert_eq!(submit(0, METRO, rows), [credited(233); 3]);
		assert_eq!(submit(1, METRO, vec![ride(4, at(FIRST + 30, 9, 0), 20, 500)]), [credited(233)]);
		let classes: Vec<_> = (0..NextClassId::<Test>::get())
			.map(|id| Reports::class(id).unwrap())
			.map(|class| (class.operator, class.month, class.grams, class.records))
			.collect();
		let september = 48 * 12 + 8;
		// Ending at midnight is ending in the day before.
		assert_eq!(
			classes,
			[(0, september, 466, 2), (0, september + 1, 233, 1), (1, september + 1, 233, 1)]
		);
		assert_eq!(Ledger::get((0, 2)).unwrap().contributions.to_vec(), [(1, 233)]);
	});
}

#[test]
fn a_class_number_that_no_record_took_is_not_lost() {
	build_and_execute(|| {
		noon_of(FIRST + 32);
		set_group(RAIL, 1 << BIKE, 30, 0);
		fill(1);
		fill(2);
		let rows = vec![
			ride(1, at(FIRST + 29, 9, 0), 29, 500),
			ride(2, at(FIRST + 30, 9, 0), 29, 500),
			ride(3, at(FIRST + 30, 9, 0), 29, 500),
			ride(4, at(FIRST + 29, 9, 0), 29, 500),
		];
		let full = rejected(Reason::ContributionsFull);
		assert_eq!(submit(0, METRO, rows), [full, full, credited(233), credited(233)]);
		assert_eq!(NextClassId::<Test>::get(), 2);
		unfill(1);
		unfill(2);
	});
}

/// Takes all room for contributions, by classes that don't exist.
fn fill(citizen: u32) {
	let mut position = Ledger::get((0, citizen)).unwrap();
	for class in 0..MAX_CONTRIBUTIONS {
		position.contributions.try_push((1_000 + class, 0)).unwrap();
	}
	Ledger::insert((0, citizen), position);
}

fn unfill(citizen: u32) {
	let mut position = Ledger::get((0, citizen)).unwrap();
	position.contributions.retain(|(class, _)| *class < 1_000);
	Ledger::insert((0, citizen), position);
}

#[test]
fn no_room_for_a_contribution_rejects_the_row_and_takes_nothing() {
	build_and_execute(|| {
		fill(1);
		let row = ride(1, at(TODAY, 9, 0), 30, 500);
		assert_eq!(submit(0, METRO, vec![row.clone()]), [rejected(Reason::ContributionsFull)]);
		assert_eq!(Reports::day_log(TODAY, 1), []);
		unfill(1);
		assert_eq!(submit(0, METRO, vec![row]), [credited(233)]);
	});
}

#[test]
fn a_total_beyond_its_type_rejects_the_row_and_takes_nothing() {
	new_test_ext().execute_with(|| {
		let full = Position { grams: u64::MAX, ..Ledger::get((0, 1)).unwrap() };
		Ledger::insert((0, 1), full);
		let rows = vec![reading(1, TODAY, 1, 0, 100, false), reading(2, TODAY, 1, 0, 100, false)];
		assert_eq!(submit(0, METER, rows), [rejected(Reason::Overflow), credited(441)]);
		assert!(!DayLogs::<Test>::contains_key(Be16::from(TODAY), Be32::from(1)));
		Reports::do_try_state().unwrap();
	});
}

#[test]
fn a_full_log_rejects_the_row_and_nothing_else() {
	build_and_execute(|| {
		let rides: Vec<_> = (0..9).map(|hour| ride(1, at(TODAY, hour, 0), 20, 100)).collect();
		let outcomes = submit(0, METRO, rides);
		assert_eq!(outcomes[..8], [credited(46); 8]);
		assert_eq!(outcomes[8], rejected(Reason::LogFull));
		// The phone's record needs an entry too; its reference stays free.
		let phone = |citizen| with_claims(ride(citizen, at(TODAY, 9, 0), 0, 1), vec![once(1)]);
		assert_eq!(
			submit(0, PHONES, vec![phone(1), phone(2)]),
			[rejected(Reason::LogFull), credited(250)]
		);
	});
}

#[test]
fn a_ride_into_a_full_day_leaves_nothing_in_the_day_before() {
	build_and_execute(|| {
		let rides = (1..9).map(|hour| ride(1, at(TODAY, hour, 0), 20, 100)).collect();
		assert_eq!(submit(0, METRO, rides), [credited(46); 8]);
		let over_midnight = ride(1, at(TODAY - 1, 23, 50), 20, 100);
		assert_eq!(submit(0, METRO, vec![over_midnight]), [rejected(Reason::LogFull)]);
		assert_eq!(Reports::day_log(TODAY - 1, 1), []);
	});
}
