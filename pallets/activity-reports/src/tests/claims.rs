use crate::{claims::tolerated, mock::*, Counters, LogClaim, NextBatchIndex, OnceClaims};
use codec::Compact;
use tanpu_primitives::{
	BatchIndex, ClaimData, ClaimSpec, GroupId, MethodologyRef, Outcome, Reason, RecordRef, Row,
};

fn overlap(batch: BatchIndex, row: u16) -> Outcome {
	rejected(Reason::Overlap { with: RecordRef { batch, row } })
}

#[test]
fn a_ride_over_midnight_then_the_next_day_s_half_of_it() {
	build_and_execute(|| {
		let over_midnight = ride(1, at(TODAY - 1, 23, 40), 60, 500);
		assert_eq!(submit(0, METRO, vec![over_midnight]), [credited(233)]);
		assert_eq!(submit(0, METRO, vec![ride(1, at(TODAY, 0, 0), 40, 300)]), [overlap(0, 0)]);
		assert_eq!(
			submit(0, METRO, vec![ride(1, at(TODAY - 1, 23, 40), 20, 300)]),
			[overlap(0, 0)]
		);
		assert_eq!(submit(1, METRO, vec![ride(1, at(TODAY - 1, 23, 59), 2, 300)]), [overlap(0, 0)]);
		// It stands in both days, its grams in the second.
		let grams = |day| Reports::day_log(day, 1).iter().map(|e| e.grams).collect::<Vec<_>>();
		assert_eq!((grams(TODAY - 1), grams(TODAY)), (vec![0], vec![233]));
	});
}

#[test]
fn the_next_day_s_half_first_then_the_ride_over_midnight() {
	build_and_execute(|| {
		assert_eq!(submit(1, METRO, vec![ride(1, at(TODAY, 0, 5), 10, 300)]), [credited(140)]);
		assert_eq!(
			submit(0, METRO, vec![ride(1, at(TODAY - 1, 23, 40), 60, 500)]),
			[overlap(0, 0)]
		);
		assert_eq!(Reports::day_log(TODAY - 1, 1), []);
	});
}

#[test]
fn touching_half_open_intervals_are_both_credited() {
	build_and_execute(|| {
		let rows = vec![
			ride(1, at(TODAY, 9, 0), 20, 500),
			ride(1, at(TODAY, 9, 20), 20, 500),
			ride(1, at(TODAY, 8, 40), 20, 500),
			// Up to midnight, and from it.
			ride(2, at(TODAY - 1, 23, 40), 20, 500),
			ride(2, at(TODAY, 0, 0), 20, 500),
		];
		assert_eq!(submit(0, METRO, rows), [credited(233); 5]);
	});
}

#[test]
fn one_trip_is_credited_once_whoever_reports_it_in_whatever_order() {
	build_and_execute(|| {
		let trip = ride(1, at(TODAY, 9, 0), 30, 500);
		let within = ride(1, at(TODAY, 9, 10), 5, 500);
		let around = ride(1, at(TODAY, 8, 50), 60, 500);
		assert_eq!(
			submit(0, METRO, vec![trip.clone(), trip.clone()]),
			[credited(233), overlap(0, 0)]
		);
		assert_eq!(submit(0, METRO, vec![trip.clone()]), [overlap(0, 0)]);
		assert_eq!(
			submit(1, METRO, vec![trip.clone(), within, around]),
			[overlap(0, 0), overlap(0, 0), overlap(0, 0)]
		);
		// Nobody cycles in the metro; another person may.
		let mut other = trip.clone();
		other.citizen = 2;
		assert_eq!(submit(2, CYCLING, vec![trip, other]), [overlap(0, 0), credited(233)]);
	});
}

#[test]
fn groups_without_a_conflict_share_time() {
	build_and_execute(|| {
		submit(0, METRO, vec![ride(1, at(TODAY, 9, 0), 30, 500)]);
		set_group(BIKE, 0, 7, 0);
		assert_eq!(submit(0, CYCLING, vec![ride(1, at(TODAY, 9, 0), 30, 500)]), [credited(233)]);
	});
}

/// Metro, bus, bicycle and carpool, each conflicting with all; drivers and riders of carpools have a
/// methodology each in one group.
fn mobility() -> [MethodologyRef; 5] {
	const BUS: GroupId = 10;
	const CARPOOL: GroupId = 11;
	set_group(BUS, 1 << RAIL | 1 << BIKE, 7, 0);
	set_group(CARPOOL, 1 << RAIL | 1 << BIKE | 1 << BUS, 7, 0);
	let [bus, driver, rider] = [(53, BUS), (54, CARPOOL), (55, CARPOOL)].map(|(number, group)| {
		let reference = MethodologyRef { methodology: number, version: 1 };
		publish(reference, metro_formula(), rules(vec![ClaimSpec::Interval { group }], 10_000));
		reference
	});
	[METRO, CYCLING, bus, driver, rider]
}

#[test]
fn one_person_s_metro_bus_bicycle_and_carpool_exclude_each_other() {
	build_and_execute(|| {
		let all = mobility();
		for (hour, first) in (0..).zip(all) {
			let trip = ride(1, at(TODAY - 1, hour, 0), 30, 500);
			assert_eq!(submit(0, first, vec![trip.clone()]), [credited(233)]);
			let batch = NextBatchIndex::<Test>::get() - 1;
			for second in all {
				assert_eq!(submit(1, second, vec![trip.clone()]), [overlap(batch, 0)]);
			}
		}
	});
}

#[test]
fn driver_and_riders_of_one_carpool_do_not_conflict() {
	build_and_execute(|| {
		let [metro, .., driver, rider] = mobility();
		let trip = |citizen| ride(citizen, at(TODAY, 8, 0), 30, 500);
		assert_eq!(submit(0, driver, vec![trip(1)]), [credited(233)]);
		assert_eq!(submit(0, rider, vec![trip(2), trip(3)]), [credited(233), credited(233)]);
		// Nobody drives and rides along, sits in two cars, or in the metro.
		assert_eq!(submit(1, rider, vec![trip(1), trip(2)]), [overlap(0, 0), overlap(1, 0)]);
		assert_eq!(submit(1, driver, vec![trip(1)]), [overlap(0, 0)]);
		assert_eq!(submit(1, metro, vec![trip(3)]), [overlap(1, 1)]);
	});
}

#[test]
fn tolerance_is_for_clocks_not_for_second_trips() {
	build_and_execute(|| {
		set_group(RAIL, 1 << BIKE, 7, 5);
		set_group(BIKE, 1 << RAIL, 7, 2);
		let rows = vec![
			ride(1, at(TODAY, 9, 0), 30, 500),
			ride(1, at(TODAY, 9, 25), 30, 500),
			ride(1, at(TODAY, 9, 49), 30, 500),
		];
		assert_eq!(submit(0, METRO, rows), [credited(233), credited(233), overlap(0, 1)]);
		// Where two groups meet the smaller tolerance counts.
		assert_eq!(
			submit(
				1,
				CYCLING,
				vec![ride(1, at(TODAY, 8, 33), 30, 500), ride(1, at(TODAY, 8, 32), 30, 500)]
			),
			[overlap(0, 0), credited(233)]
		);
		// A trip shorter than the tolerance, again and shifted.
		submit(0, METRO, vec![ride(2, at(TODAY, 9, 0), 3, 500)]);
		assert_eq!(
			submit(
				1,
				METRO,
				vec![
					ride(2, at(TODAY, 9, 0), 3, 500),
					ride(2, at(TODAY, 9, 1), 3, 500),
					ride(2, at(TODAY, 8, 30), 60, 500),
				]
			),
			[overlap(2, 0); 3]
		);
		// Over midnight the shared minutes of both days count together.
		submit(0, METRO, vec![ride(3, at(TODAY - 1, 23, 30), 33, 500)]);
		assert_eq!(
			submit(0, METRO, vec![ride(3, at(TODAY - 1, 23, 57), 33, 500)]),
			[overlap(4, 0)]
		);
	});
}

#[test]
fn tolerated_is_less_than_half_of_the_shorter() {
	assert!(tolerated(0, 1, 0));
	assert!(!tolerated(1, 100, 0));
	assert!(tolerated(5, 11, 5));
	assert!(!tolerated(5, 10, 5));
	assert!(!tolerated(6, 100, 5));
	assert!(!tolerated(1, 2, u16::MAX));
}

fn steps(citizen: u32, total: u64) -> Row {
	ride(citizen, at(TODAY, 0, 0), 240, total)
}

#[test]
fn steps_reported_twice_earn_only_the_excess() {
	build_and_execute(|| {
		let no_excess = rejected(Reason::NoExcess);
		assert_eq!(
			submit(0, STEPS, vec![steps(1, 5_030), steps(1, 5_030), steps(1, 4_000)]),
			[credited(100), no_excess, no_excess]
		);
		// 0.02 g each: floor(160.2) - floor(100.6). Another operator's app sees the same person.
		assert_eq!(submit(1, STEPS, vec![steps(1, 8_010)]), [credited(60)]);
		// Ten steps more, and no whole gram; the mark stays, so that nothing is lost.
		assert_eq!(submit(1, STEPS, vec![steps(1, 8_020)]), [rejected(Reason::NoReduction)]);
		assert_eq!(submit(0, STEPS, vec![steps(1, 8_050)]), [credited(1)]);
		let log = Reports::day_log(TODAY, 1);
		assert_eq!(log.len(), 1);
		assert_eq!(log[0].grams, 161);
		assert_eq!(log[0].claim, LogClaim::HighWater { group: WALK, value: 8_050 });
		// The day before is another day.
		let yesterday = ride(1, at(TODAY - 1, 0, 0), 240, 5_000);
		assert_eq!(submit(0, STEPS, vec![yesterday]), [credited(100)]);
	});
}

#[test]
fn two_totals_of_one_group_in_one_act_never_lower_the_mark() {
	build_and_execute(|| {
		let both = MethodologyRef { methodology: 50, version: 1 };
		let claims = vec![
			ClaimSpec::DailyHighWater { group: WALK, input: 0 },
			ClaimSpec::DailyHighWater { group: WALK, input: 1 },
		];
		let mut definition = one_factor("step", 0, 100_000, "0.02", "gCO2e/step");
		let mut other = definition.inputs[0].clone();
		other.name = tanpu_formula::Name::new("other").unwrap();
		definition.inputs.try_push(other).unwrap();
		publish(both, definition, rules(claims, 10_000));
		let row =
			|a, b| Row { inputs: vec![Compact(a), Compact(b)].try_into().unwrap(), ..steps(1, 0) };
		assert_eq!(submit(0, both, vec![row(5_000, 10)]), [credited(100)]);
		assert_eq!(submit(0, both, vec![row(5_000, 20)]), [rejected(Reason::NoExcess)]);
		assert_eq!(submit(0, STEPS, vec![steps(1, 5_000)]), [rejected(Reason::NoExcess)]);
	});
}

#[test]
fn each_unit_of_a_register_counts_once() {
	build_and_execute(|| {
		let row = |from, to, gap| reading(1, TODAY, 9, from, to, gap);
		assert_eq!(submit(0, METER, vec![row(1_000, 1_100, false)]), [credited(441)]);
		let taken = rejected(Reason::CounterOverlap);
		assert_eq!(
			submit(
				1,
				METER,
				vec![
					row(1_000, 1_100, false),
					row(1_050, 1_150, false),
					row(1_050, 1_150, true),
					row(0, 100, true),
					row(1_200, 1_300, false),
					row(1_100, 1_200, false),
					row(1_300, 1_400, true),
				]
			),
			[
				taken,
				taken,
				taken,
				taken,
				rejected(Reason::CounterGap),
				credited(441),
				credited(441)
			]
		);
		let counter = Counters::<Test>::get((POWER, [9; 32])).unwrap();
		assert_eq!(counter.marks.to_vec(), [(1, 1_400)]);
		assert_eq!(counter.record, RecordRef { batch: 1, row: 6 });
		// A declared gap is gone for good.
		assert_eq!(submit(0, METER, vec![row(1_200, 1_300, false)]), [taken]);
	});
}

#[test]
fn readings_must_be_the_input_and_the_holder_s() {
	build_and_execute(|| {
		let mut mismatch = reading(1, TODAY, 9, 0, 100, false);
		mismatch.inputs = vec![Compact(99)].try_into().unwrap();
		let empty = |to| {
			with_claims(
				ride(1, at(TODAY, 9, 0), 0, 100),
				vec![ClaimData::Counter { object: [9; 32], from: 100, to, gap: false }],
			)
		};
		assert_eq!(
			submit(
				0,
				METER,
				vec![mismatch, empty(100), empty(0), reading(2, TODAY, 9, 0, 100, false)]
			),
			[
				rejected(Reason::ReadingMismatch),
				rejected(Reason::EmptyRange),
				rejected(Reason::EmptyRange),
				credited(441)
			]
		);
		assert_eq!(
			submit(0, METER, vec![reading(1, TODAY, 9, 100, 200, false)]),
			[rejected(Reason::HeldByAnother)]
		);
	});
}

#[test]
fn a_monthly_reading_is_not_too_long() {
	build_and_execute(|| {
		let mut row = reading(1, TODAY - 30, 9, 0, 100, false);
		row.duration = 30 * 1_440;
		assert_eq!(submit(0, METER, vec![row]), [credited(441)]);
		assert_eq!(Reports::day_log(TODAY, 1).len(), 1);
	});
}

#[test]
fn a_day_s_reading_and_a_month_s_are_cuts_of_one_register() {
	build_and_execute(|| {
		reopen(POWER, 60);
		let monthly = MethodologyRef { methodology: 52, version: 1 };
		publish(
			monthly,
			one_factor("kWh", 2, 1_000_000, "441.9", "gCO2e/kWh"),
			rules(vec![ClaimSpec::Counter { group: POWER, input: 0 }], 100_000),
		);
		let month = |day, from, to| {
			let mut row = reading(1, day, 9, from, to, false);
			(row.start, row.duration) = (at(day, 0, 0), 30 * 1_440);
			row
		};
		let daily = |day, from, to| reading(1, day, 9, from, to, false);
		let taken = rejected(Reason::CounterOverlap);
		// Two days; then a month that has them in it, whole or in part, and one that follows.
		submit(0, METER, vec![daily(TODAY - 50, 0, 100), daily(TODAY - 49, 100, 200)]);
		assert_eq!(
			submit(
				1,
				monthly,
				vec![
					month(TODAY - 50, 0, 300),
					month(TODAY - 49, 100, 300),
					month(TODAY - 48, 200, 300)
				]
			),
			[taken, taken, credited(441)]
		);
		// The days of that month, once more.
		assert_eq!(
			submit(
				0,
				METER,
				vec![
					daily(TODAY - 48, 200, 300),
					daily(TODAY - 47, 250, 350),
					daily(TODAY, 300, 400)
				]
			),
			[taken, taken, credited(441)]
		);
	});
}

#[test]
fn a_serial_number_counts_once_for_ever() {
	build_and_execute(|| {
		let phone = |citizen, day, reference| {
			with_claims(ride(citizen, at(day, 9, 0), 0, 1), vec![once(reference)])
		};
		let again = rejected(Reason::AlreadyClaimed);
		assert_eq!(
			submit(0, PHONES, vec![phone(1, TODAY, 1), phone(1, TODAY - 1, 1), phone(2, TODAY, 1)]),
			[credited(250), again, again]
		);
		noon_of(TODAY + 60);
		assert_eq!(submit(1, PHONES, vec![phone(3, TODAY + 60, 1)]), [again]);
	});
}

fn ticketed(citizen: u32, day: u16, hour: u32, reference: u8) -> Row {
	with_claims(ride(citizen, at(day, hour, 0), 30, 500), vec![once(reference)])
}

#[test]
fn a_ticket_at_a_shifted_time_is_claimed_already() {
	build_and_execute(|| {
		assert_eq!(submit(0, TICKETED, vec![ticketed(1, TODAY, 9, 1)]), [credited(233)]);
		let again = rejected(Reason::AlreadyClaimed);
		assert_eq!(
			submit(
				1,
				TICKETED,
				vec![
					ticketed(1, TODAY, 10, 1),
					ticketed(1, TODAY - 1, 9, 1),
					ticketed(2, TODAY, 11, 1)
				]
			),
			[again, again, again]
		);
		// It stays so until its day is closed, swept or not; the trip itself can't come again.
		noon_of(TODAY + 7);
		assert_eq!(submit(0, TICKETED, vec![ticketed(1, TODAY + 7, 9, 1)]), [again]);
		noon_of(TODAY + 8);
		assert_eq!(
			submit(0, TICKETED, vec![ticketed(1, TODAY, 9, 1), ticketed(1, TODAY + 8, 9, 1)]),
			[rejected(Reason::DayClosed), credited(233)]
		);
		let claim = OnceClaims::<Test>::get((TICKETS, [1; 32])).unwrap();
		assert_eq!(claim.until, Some(TODAY + 8));
	});
}

#[test]
fn a_back_dated_reference_is_held_until_its_reporting_day_closes() {
	build_and_execute(|| {
		// Of the oldest open day, which closes tonight.
		assert_eq!(submit(0, TICKETED, vec![ticketed(1, TODAY - 7, 9, 1)]), [credited(233)]);
		let claim = OnceClaims::<Test>::get((TICKETS, [1; 32])).unwrap();
		assert_eq!(claim.until, Some(TODAY));
		let again = rejected(Reason::AlreadyClaimed);
		for days in 1..=7 {
			noon_of(TODAY + days);
			let oldest = TODAY + days - 7;
			assert_eq!(
				submit(
					1,
					TICKETED,
					vec![ticketed(1, oldest, 9, 1), ticketed(2, TODAY + days, 9, 1)]
				),
				[again, again]
			);
		}
		noon_of(TODAY + 8);
		assert_eq!(submit(1, TICKETED, vec![ticketed(1, TODAY + 1, 9, 1)]), [credited(233)]);
		let claim = OnceClaims::<Test>::get((TICKETS, [1; 32])).unwrap();
		assert_eq!(claim.until, Some(TODAY + 8));
	});
}

#[test]
fn where_one_claim_conflicts_none_is_taken() {
	build_and_execute(|| {
		submit(0, TICKETED, vec![ticketed(1, TODAY, 9, 1)]);
		// The time is free, the ticket is not: the time stays free.
		assert_eq!(
			submit(0, TICKETED, vec![ticketed(2, TODAY, 9, 1)]),
			[rejected(Reason::AlreadyClaimed)]
		);
		assert_eq!(Reports::day_log(TODAY, 2), []);
		assert_eq!(submit(0, METRO, vec![ride(2, at(TODAY, 9, 0), 30, 500)]), [credited(233)]);
		// The ticket is free, the time is not: the ticket stays free.
		assert_eq!(submit(0, TICKETED, vec![ticketed(2, TODAY, 9, 2)]), [overlap(2, 0)]);
		assert!(!OnceClaims::<Test>::contains_key((TICKETS, [2; 32])));
		assert_eq!(submit(0, TICKETED, vec![ticketed(2, TODAY, 10, 2)]), [credited(233)]);
	});
}

#[test]
fn one_act_can_t_take_one_thing_twice() {
	build_and_execute(|| {
		let twice = MethodologyRef { methodology: 51, version: 1 };
		let ticket = ClaimSpec::Once { group: TICKETS, lasting: true };
		let meter = ClaimSpec::Counter { group: POWER, input: 0 };
		publish(twice, metro_formula(), rules(vec![ticket, ticket, meter, meter], 10_000));
		let counter = |from, to| ClaimData::Counter { object: [1; 32], from, to, gap: false };
		let row = |a, b, c, d| {
			with_claims(ride(1, at(TODAY, 9, 0), 0, 100), vec![once(a), once(b), c, d])
		};
		assert_eq!(
			submit(
				0,
				twice,
				vec![
					row(1, 1, counter(0, 100), counter(100, 200)),
					row(1, 2, counter(0, 100), counter(0, 100)),
					row(1, 2, counter(0, 100), counter(100, 200)),
				]
			),
			[rejected(Reason::AlreadyClaimed), rejected(Reason::CounterOverlap), credited(46)]
		);
	});
}

#[test]
fn claim_data_must_be_what_the_claims_need() {
	build_and_execute(|| {
		let mismatch = rejected(Reason::ClaimDataMismatch);
		let base = ride(1, at(TODAY, 9, 0), 30, 1);
		let counter = ClaimData::Counter { object: [1; 32], from: 0, to: 1, gap: false };
		assert_eq!(
			submit(
				0,
				PHONES,
				vec![
					base.clone(),
					with_claims(base.clone(), vec![counter]),
					with_claims(base.clone(), vec![once(1), once(2)]),
				]
			),
			[mismatch; 3]
		);
		let ride = ride(1, at(TODAY, 9, 0), 30, 500);
		assert_eq!(submit(0, METRO, vec![with_claims(ride, vec![once(1)])]), [mismatch]);
		// A methodology whose claim names an input that isn't there credits nothing.
		alter(STEPS, |method| {
			method.rules.claims =
				vec![ClaimSpec::DailyHighWater { group: WALK, input: 9 }].try_into().unwrap()
		});
		assert_eq!(submit(0, STEPS, vec![steps(1, 5_000)]), [mismatch]);
		alter(METER, |method| {
			method.rules.claims =
				vec![ClaimSpec::Counter { group: POWER, input: 9 }].try_into().unwrap()
		});
		assert_eq!(submit(0, METER, vec![reading(1, TODAY, 1, 0, 100, false)]), [mismatch]);
	});
}
