//! Baselines: what is fed, what is recorded, and that days can't be picked.

use crate::{mock::*, Counters, Histories, History, HistorySubject, LogClaim};
use codec::Compact;
use tanpu_formula::EvalError;
use tanpu_primitives::{
	CitizenId, ClaimData, ClaimSpec, Day, MethodologyRef, Minute, Outcome, Provided, Reason,
	RecordRef, Row, WHOLE,
};

/// The first day of the tests' meters: the deadline of all groups is long enough.
const D: Day = TODAY - 20;
const SHORT: Outcome = Outcome::Recorded(Reason::BaselineTooShort);

fn execute(test: impl FnOnce()) {
	build_and_execute(|| {
		reopen(POWER, 60);
		reopen(HOME, 60);
		test();
	});
}

/// A day's reading of meter 1 by citizen 1.
fn day(day: Day, from: u64, to: u64) -> Row {
	reading(1, day, 1, from, to, false)
}

fn after_gap(day: Day, from: u64, to: u64) -> Row {
	reading(1, day, 1, from, to, true)
}

/// Five days of 10 kWh each from day [`D`] on, reading 0 to 5,000.
fn five_days(citizen: CitizenId, meter: u8) -> Vec<Row> {
	(0..5)
		.map(|n| reading(citizen, D + n as Day, meter, n * 1_000, (n + 1) * 1_000, false))
		.collect()
}

fn provided(row: u16, mean: u64) -> Provided {
	Provided { row, mean: Some(mean), members: None, share: WHOLE }
}

fn history(meter: u8) -> History {
	let subject = HistorySubject::Register(POWER, [meter; 32]);
	Reports::history(HOUSE.methodology, subject).unwrap()
}

fn last(meter: u8) -> u64 {
	Counters::<Test>::get((POWER, [meter; 32])).unwrap().highest()
}

#[test]
fn a_day_is_credited_against_the_mean_of_the_seven_before() {
	execute(|| {
		let mut rows = five_days(1, 1);
		rows.extend([day(D + 5, 5_000, 5_600), day(D + 6, 5_600, 6_100), day(D + 7, 6_100, 6_800)]);
		let (outcomes, provided_) = submit_full(0, HOUSE, rows);
		// 10 - 6 kWh at 441.9 g; 56 kWh in 6 days are 9.33, less 5; 61 kWh in 7 days 8.71, less 7.
		assert_eq!(outcomes[..5], [SHORT; 5]);
		assert_eq!(outcomes[5..], [credited(1_767), credited(1_913), credited(755)]);
		assert_eq!(provided_, [provided(5, 1_000), provided(6, 933), provided(7, 871)]);
		// The first day falls out of the window.
		let (outcomes, provided_) = submit_full(0, HOUSE, vec![day(D + 8, 6_800, 7_000)]);
		assert_eq!(provided_, [provided(0, 828)]);
		assert_eq!(outcomes, [credited(2_775)]);
		assert_eq!(history(1).value(D + 8), Some(200));
		// One read and one write for all: what is kept is one value.
		assert_eq!(Histories::<Test>::iter().count(), 1);
	});
}

#[test]
fn what_was_recorded_takes_its_claims_and_nothing_else() {
	execute(|| {
		assert_eq!(submit(0, HOUSE, vec![day(D, 0, 1_000)]), [SHORT]);
		assert_eq!(last(1), 1_000);
		assert_eq!(Ledger::get((0, 1)).unwrap().grams, 0);
		assert_eq!(Reports::day_log(D, 1), []);
		assert_eq!(Reports::batch(0).unwrap().credited, 0);
		// It can't be sold to another methodology, nor by another operator.
		let taken = rejected(Reason::CounterOverlap);
		assert_eq!(submit(1, METER, vec![day(D, 0, 1_000)]), [taken]);
		assert_eq!(submit(1, HOUSE, vec![day(D, 0, 1_000)]), [taken]);
		// The meter is the first one's, credited or not.
		assert_eq!(
			submit(0, HOUSE, vec![reading(2, D + 1, 1, 1_000, 1_100, false)]),
			[rejected(Reason::HeldByAnother)]
		);
		// A person's time likewise.
		let ten = shower(1, D, 600, 1_000);
		assert_eq!(submit(0, SHOWER, vec![ten]), [SHORT]);
		let log = Reports::day_log(D, 1);
		assert_eq!((log.len(), log[0].grams), (1, 0));
		assert!(matches!(log[0].claim, LogClaim::Interval { group: HOME, .. }));
		let other = MethodologyRef { methodology: 70, version: 1 };
		publish(other, metro_formula(), rules(vec![ClaimSpec::Interval { group: HOME }], 1_000));
		assert_eq!(
			submit(0, other, vec![ride(1, at(D, 10, 5), 5, 100)]),
			[rejected(Reason::Overlap { with: RecordRef { batch: 4, row: 0 } })]
		);
	});
}

#[test]
fn what_fails_after_the_day_is_fed_is_recorded() {
	execute(|| {
		submit(0, HOUSE, five_days(1, 1));
		// Used more than usual.
		assert_eq!(
			submit(0, HOUSE, vec![day(D + 5, 5_000, 7_000)]),
			[recorded(Reason::NoReduction)]
		);
		// The mean of 11.66 is beyond what the methodology takes.
		alter(HOUSE, |method| {
			method.definition.inputs[0] =
				input("usual", 1_000).with_origin(method.definition.inputs[0].origin)
		});
		let (outcomes, provided_) = submit_full(0, HOUSE, vec![day(D + 6, 7_000, 7_100)]);
		let range = Reason::Formula(EvalError::InputOutOfRange { input: 0 });
		assert_eq!((outcomes, provided_), (vec![recorded(range)], vec![provided(0, 1_166)]));
		publish(
			HOUSE,
			saving("kWh", 7, 5),
			rules(vec![ClaimSpec::Counter { group: POWER, input: 1 }], 1_000),
		);
		// Caps.
		assert_eq!(
			submit(0, HOUSE, vec![day(D + 7, 7_100, 7_200)]),
			[Outcome::Capped { grams: 1_000, computed: 4_038 }]
		);
		let mut again = five_days(1, 2);
		again.push(reading(1, D + 7, 2, 5_000, 5_100, false));
		assert_eq!(submit(0, HOUSE, again)[5], recorded(Reason::DailyCapReached));
		// Room.
		let trips = (0..8).map(|hour| ride(1, at(TODAY - 1, hour, 0), 30, 500)).collect();
		submit(0, METRO, trips);
		let (from, gap) = (7_200, 100);
		assert_eq!(
			submit(0, HOUSE, vec![after_gap(TODAY - 1, from + gap, from + gap + 1)]),
			[recorded(Reason::LogFull)]
		);
		assert_eq!(last(1), 7_301);
		assert_eq!(history(1).last_day, TODAY - 1);
		let full = shower(1, TODAY - 1, 600, 1_000);
		assert_eq!(submit(0, SHOWER, vec![full]), [SHORT]);
		assert_eq!(Reports::day_log(TODAY - 1, 1).len(), 8);
	});
}

fn input(name: &str, max: u64) -> tanpu_formula::Input {
	let unit = tanpu_formula::parse_unit("kWh").unwrap();
	tanpu_formula::Input::number(name, unit, 2, 0, max).unwrap()
}

#[test]
fn what_fails_before_the_day_is_fed_leaves_nothing_behind() {
	execute(|| {
		let mut wide = day(D, 0, 1_000_001);
		let out = Reason::Formula(EvalError::InputOutOfRange { input: 1 });
		assert_eq!(submit(0, HOUSE, vec![wide.clone()]), [rejected(out)]);
		// The mean is not for the operator to report.
		wide = day(D, 0, 1_000);
		wide.inputs = vec![Compact(5_000), Compact(1_000)].try_into().unwrap();
		let count = Reason::Formula(EvalError::WrongInputCount { expected: 1 });
		assert_eq!(submit(0, HOUSE, vec![wide]), [rejected(count)]);
		let unknown = reading(77, D, 1, 0, 1_000, false);
		assert_eq!(submit(0, HOUSE, vec![unknown]), [rejected(Reason::NotEnrolled)]);
		let old = day(TODAY - 61, 0, 1_000);
		assert_eq!(submit(0, HOUSE, vec![old]), [rejected(Reason::DayClosed)]);
		let bare = ride(1, at(D, 9, 0), 0, 1_000);
		assert_eq!(submit(0, HOUSE, vec![bare]), [rejected(Reason::ClaimDataMismatch)]);
		assert_eq!(Histories::<Test>::iter().count(), 0);
		assert_eq!(Counters::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_day_of_a_history_is_one_day_of_the_city() {
	execute(|| {
		let span = |start: Minute, duration| Row { start, duration, ..day(D, 0, 1_000) };
		let whole = rejected(Reason::NotOneDay);
		assert_eq!(
			submit(0, HOUSE, vec![span(at(D, 23, 0), 61), span(at(D, 0, 0), 1_441)]),
			[whole, whole]
		);
		// From midnight to midnight is the day.
		assert_eq!(submit(0, HOUSE, vec![span(at(D, 0, 0), 1_440)]), [SHORT]);
		assert_eq!(history(1).last_day, D);
	});
}

#[test]
fn a_gap_s_units_are_the_missing_days_in_equal_parts() {
	execute(|| {
		submit(0, HOUSE, five_days(1, 1));
		// 23.00 kWh less 5 * 10 are 13 for three missing days, and one hundredth is left over.
		assert_eq!(
			submit(0, HOUSE, vec![day(D + 8, 6_300, 6_400)]),
			[rejected(Reason::CounterGap)],
			"a gap is to be declared"
		);
		let (outcomes, provided_) = submit_full(0, HOUSE, vec![after_gap(D + 8, 6_301, 6_401)]);
		let values = |from: Day, to: Day| -> Vec<u64> {
			(from..=to).map(|day| history(1).value(day).unwrap()).collect()
		};
		assert_eq!(values(D + 4, D + 8), [1_000, 434, 434, 433, 100]);
		// 4 days of 10 kWh and 13.01.
		assert_eq!(provided_, [provided(0, 5_301 / 7)]);
		assert_eq!(outcomes, [credited(2_903)]);
		// No day is missing that could have used the difference.
		let gap = after_gap(D + 9, 6_501, 6_600);
		assert_eq!(submit(0, HOUSE, vec![gap]), [rejected(Reason::CounterGap)]);
		// Days of no use need no reading at all, and no gap: the register stands still.
		assert_eq!(submit(0, HOUSE, vec![day(D + 11, 6_401, 6_500)]).len(), 1);
		assert_eq!(values(D + 9, D + 11), [0, 0, 99]);
		assert_eq!(
			submit(0, HOUSE, vec![day(D + 12, 6_500, 6_500)]),
			[rejected(Reason::EmptyRange)]
		);
	});
}

#[test]
fn what_another_methodology_took_of_the_register_is_the_missing_days_too() {
	execute(|| {
		submit(0, HOUSE, five_days(1, 1));
		assert_eq!(submit(0, METER, vec![day(D + 6, 5_000, 5_400)]), [credited(1_767)]);
		// The register goes on where it stands; the history knows that two days used 4 kWh.
		let (outcomes, provided_) = submit_full(0, HOUSE, vec![day(D + 7, 5_400, 5_500)]);
		assert_eq!(provided_, [provided(0, 5_400 / 7)]);
		assert_eq!(outcomes, [credited(2_965)]);
	});
}

#[test]
fn holding_back_a_low_day_of_a_register_raises_nothing() {
	// Days of 10 kWh, but for the seventh of 1.
	let used: Vec<u64> = (0..14).map(|n| if n == 6 { 100 } else { 1_000 - n * 10 }).collect();
	let row = |n: usize| {
		let from: u64 = used[..n].iter().sum();
		after_gap(D + n as Day, from, from + used[n])
	};
	let run = |order: Vec<usize>| {
		new_test_ext().execute_with(|| {
			reopen(POWER, 60);
			let mut means = vec![None; used.len()];
			let mut grams = 0;
			for n in order {
				let (outcomes, provided) = submit_full(0, HOUSE, vec![row(n)]);
				means[n] = provided.first().and_then(|given| given.mean);
				grams += outcomes[0].grams();
			}
			check_all();
			(means, grams, history(1))
		})
	};
	let (honest, earned, kept) = run((0..14).collect());
	// Left out, or reported whenever: the register tells what it used, and it is too late.
	for at in 7..=14 {
		let mut order: Vec<usize> = (0..14).filter(|n| *n != 6).collect();
		if at < 14 {
			order.insert(at, 6);
		}
		let (means, grams, history) = run(order);
		for (n, mean) in means.iter().enumerate() {
			assert!(mean.is_none() || *mean == honest[n], "day {n}: {mean:?}");
		}
		assert_eq!(means[6], None);
		assert!(grams < earned);
		assert_eq!(history.values, kept.values);
	}
}

#[test]
fn a_late_day_of_a_citizen_completes_the_history_and_earns_nothing() {
	execute(|| {
		let rows = (0..6).map(|n| shower(1, D + n, 600, 1_000)).collect();
		submit(0, SHOWER, rows);
		// Day 6, of little use, is held back; the mean is that of what is known.
		let (outcomes, given) = submit_full(0, SHOWER, vec![shower(1, D + 7, 600, 500)]);
		assert_eq!((outcomes, given), (vec![credited(2_209)], vec![provided(0, 1_000)]));
		let (outcomes, given) = submit_full(0, SHOWER, vec![shower(1, D + 6, 600, 100)]);
		assert_eq!((outcomes, given), (vec![recorded(Reason::LateDay)], vec![]));
		// Known now, with whatever value, by whichever operator.
		let known = rejected(Reason::AlreadyRecorded);
		assert_eq!(
			submit(1, SHOWER, vec![shower(1, D + 6, 700, 100), shower(1, D + 7, 800, 900)]),
			[known, known]
		);
		// From now on the low day counts: 5 days of 10, one of 1, one of 5.
		let (_, given) = submit_full(0, SHOWER, vec![shower(1, D + 8, 600, 500)]);
		assert_eq!(given, [provided(0, 5_600 / 7)]);
		let subject = HistorySubject::Citizen(1);
		let history = Reports::history(SHOWER.methodology, subject).unwrap();
		assert_eq!((history.known, history.reading), (0b1_1111_1111, None));
	});
}

#[test]
fn missing_days_of_a_citizen_are_unknown() {
	execute(|| {
		submit(0, SHOWER, (0..5).map(|n| shower(1, D + n, 600, 1_000)).collect());
		// Two days are missing: five of seven are known. Then only four.
		let (outcomes, _) = submit_full(0, SHOWER, vec![shower(1, D + 7, 600, 900)]);
		assert_eq!(outcomes, [credited(441)]);
		assert_eq!(submit(0, SHOWER, vec![shower(1, D + 9, 600, 900)]), [SHORT]);
		// A day too long ago for a place is too late too.
		set_group(HOME, 0, 100, 0);
		noon_of(D + 75);
		submit(0, SHOWER, vec![shower(1, D + 75, 600, 900)]);
		let gone = shower(1, D + 13, 600, 900);
		let kept = shower(1, D + 14, 600, 900);
		let late = recorded(Reason::LateDay);
		assert_eq!(submit(0, SHOWER, vec![gone.clone(), kept]), [late, late]);
		let subject = HistorySubject::Citizen(1);
		let history = Reports::history(SHOWER.methodology, subject).unwrap();
		assert_eq!(history.known, 1 | 1 << 61);
	});
}

fn shower(citizen: CitizenId, day: Day, minute: u32, value: u64) -> Row {
	ride(citizen, at(day, 0, 0) + minute, 10, value)
}

#[test]
fn another_holder_s_same_reading_is_credited_from_the_same_days() {
	execute(|| {
		register(POWER, 1, &[(1, 7_000), (2, 3_000)]);
		let rows = |citizen| -> Vec<Row> {
			let mut rows = five_days(citizen, 1);
			rows.push(reading(citizen, D + 5, 1, 5_000, 5_600, false));
			rows.push(reading(citizen, D + 6, 1, 5_600, 6_100, false));
			rows
		};
		let given = |row, mean, share| Provided { share, ..provided(row, mean) };
		let (outcomes, provided_) = submit_full(0, HOUSE, rows(1));
		assert_eq!(outcomes[5..], [credited(1_236), credited(1_339)]);
		assert_eq!(provided_, [given(5, 1_000, 7_000), given(6, 933, 7_000)]);
		let before = history(1);
		// Days later, by another operator.
		let (outcomes, provided_) = submit_full(1, HOUSE, rows(2));
		assert_eq!(outcomes[..5], [SHORT; 5]);
		assert_eq!(outcomes[5..], [credited(530), credited(573)]);
		assert_eq!(provided_, [given(5, 1_000, 3_000), given(6, 933, 3_000)]);
		assert_eq!(history(1), before);
		// Each once.
		assert_eq!(
			submit(0, HOUSE, rows(2))[5..],
			[rejected(Reason::CounterOverlap), rejected(Reason::CounterOverlap)]
		);
	});
}

#[test]
fn another_reading_of_a_known_day_is_refused() {
	execute(|| {
		register(POWER, 1, &[(1, 5_000), (2, 5_000)]);
		let mut rows = five_days(1, 1);
		rows.push(reading(1, D + 6, 1, 5_800, 6_600, true));
		submit(0, HOUSE, rows);
		let row = |day, from, to| reading(2, day, 1, from, to, true);
		let known = rejected(Reason::AlreadyRecorded);
		assert_eq!(
			submit(
				0,
				HOUSE,
				vec![
					// As much, but not the day's own readings: else a holder could choose the day.
					row(D + 4, 3_000, 4_000),
					row(D + 4, 4_000, 4_999),
					// A day that nobody reported in its turn, otherwise than the register told.
					row(D + 5, 5_000, 5_700),
					// Within what the days before had.
					row(D + 7, 6_500, 6_700),
				]
			),
			[known, known, known, rejected(Reason::CounterOverlap)]
		);
		// As the register told: too late all the same.
		assert_eq!(
			submit(0, HOUSE, vec![row(D + 5, 5_000, 5_800), row(D + 6, 5_800, 6_600)]),
			[recorded(Reason::LateDay), credited(366)]
		);
	});
}

#[test]
fn a_holder_far_behind_is_late() {
	execute(|| {
		set_group(POWER, 0, 100, 0);
		noon_of(D + 90);
		register(POWER, 1, &[(1, 5_000), (2, 5_000)]);
		let days = |citizen| -> Vec<Row> {
			(0..70u64)
				.map(|n| {
					reading(citizen, D + n as Day, 1, n * 1_000 - n, (n + 1) * 1_000 - n - 1, false)
				})
				.collect()
		};
		submit(0, HOUSE, days(1));
		alter(HOUSE, |method| method.definition = saving("kWh", 31, 5));
		let second: Vec<Outcome> = submit(0, HOUSE, days(2));
		let late = recorded(Reason::LateDay);
		// Day 69 is the last. What is kept goes back to day 8; a complete window of 31 to day 39.
		assert_eq!(second[..39], [late; 39]);
		assert!(second[39..].iter().all(|outcome| *outcome == recorded(Reason::NoReduction)));
	});
}

#[test]
fn a_late_day_before_all_of_a_register_s() {
	execute(|| {
		register(POWER, 1, &[(1, 5_000), (2, 5_000)]);
		// Another methodology began the register, so the second holder may begin before the first.
		submit(0, METER, vec![reading(1, D, 1, 1_000, 2_000, false)]);
		submit(0, HOUSE, vec![reading(1, D + 5, 1, 2_000, 2_500, false)]);
		assert_eq!(
			submit(
				0,
				HOUSE,
				vec![
					reading(2, D + 4, 1, 1_000, 2_001, false),
					reading(2, D + 4, 1, 1_000, 1_999, false),
					reading(2, D + 2, 1, 1_000, 1_499, false),
				]
			),
			[
				rejected(Reason::CounterOverlap),
				rejected(Reason::CounterGap),
				recorded(Reason::LateDay)
			]
		);
		let values: Vec<_> = (D + 2..=D + 5).map(|day| history(1).value(day).unwrap()).collect();
		assert_eq!(values, [499, 251, 250, 500]);
	});
}

#[test]
fn a_history_belongs_to_its_methodology_and_outlives_versions() {
	execute(|| {
		submit(0, HOUSE, five_days(1, 1));
		let second = MethodologyRef { version: 2, ..HOUSE };
		let claims = vec![ClaimSpec::Counter { group: POWER, input: 1 }];
		publish(second, saving("kWh", 5, 5), rules(claims.clone(), 100_000));
		let (_, given) = submit_full(0, second, vec![day(D + 5, 5_000, 5_600)]);
		assert_eq!(given, [provided(0, 1_000)]);
		let other = MethodologyRef { methodology: 71, version: 1 };
		publish(other, saving("kWh", 5, 5), rules(claims, 100_000));
		assert_eq!(submit(0, other, vec![day(D + 6, 5_600, 5_700)]), [SHORT]);
	});
}

#[test]
fn a_mean_may_show_more_decimals_than_what_it_is_of() {
	execute(|| {
		let finer = MethodologyRef { methodology: 72, version: 1 };
		let mut definition = saving("kWh", 7, 3);
		if let tanpu_formula::InputKind::Number { decimals, max, .. } =
			&mut definition.inputs[0].kind
		{
			*decimals = 4;
			*max *= 100;
		}
		publish(
			finer,
			definition,
			rules(vec![ClaimSpec::Counter { group: POWER, input: 1 }], 9_999),
		);
		submit(0, finer, vec![day(D, 0, 100), day(D + 1, 100, 200), day(D + 2, 200, 301)]);
		let (outcomes, given) = submit_full(0, finer, vec![day(D + 3, 301, 302)]);
		// 1.0033 kWh less 0.01.
		assert_eq!((outcomes, given), (vec![credited(438)], vec![provided(0, 10_033)]));
	});
}

#[test]
fn members_come_from_the_registration() {
	execute(|| {
		let row = |citizen, from| reading(citizen, TODAY, 1, from, from + 100, false);
		assert_eq!(submit(0, FAMILY, vec![row(1, 0)]), [rejected(Reason::NotRegistered)]);
		register_with(POWER, 1, &[(1, 10_000)], 3, None);
		let given = |members| Provided { row: 0, mean: None, members: Some(members), share: WHOLE };
		// 3 times 2 kWh less 1.
		let (outcomes, provided_) = submit_full(0, FAMILY, vec![row(1, 0)]);
		assert_eq!((outcomes, provided_), (vec![credited(2_209)], vec![given(3)]));
		assert_eq!(submit(0, FAMILY, vec![row(2, 100)]), [rejected(Reason::HeldByAnother)]);
		register_with(POWER, 1, &[(1, 10_000)], 1, None);
		let (outcomes, provided_) = submit_full(0, FAMILY, vec![row(1, 100)]);
		assert_eq!((outcomes, provided_), (vec![credited(441)], vec![given(1)]));
		// Not a household: the formula takes no 0 members. No history, so nothing is recorded.
		register_with(POWER, 1, &[(1, 10_000)], 0, None);
		let range = Reason::Formula(EvalError::InputOutOfRange { input: 1 });
		assert_eq!(submit(0, FAMILY, vec![row(1, 200)]), [rejected(range)]);
		assert_eq!(last(1), 200);
	});
}

#[test]
fn a_claim_on_what_the_chain_provides_is_none() {
	execute(|| {
		alter(HOUSE, |method| {
			method.rules.claims =
				vec![ClaimSpec::Counter { group: POWER, input: 0 }].try_into().unwrap()
		});
		assert_eq!(submit(0, HOUSE, vec![day(D, 0, 0)]), [rejected(Reason::ClaimDataMismatch)]);
		// A register of something else: the history is the citizen's.
		alter(SHOWER, |method| {
			let claims = vec![ClaimSpec::Once { group: TICKETS, lasting: true }];
			method.rules.claims = claims.try_into().unwrap();
		});
		let row = |day, ticket: ClaimData| with_claims(shower(1, day, 0, 100), vec![ticket]);
		let used = rejected(Reason::AlreadyClaimed);
		assert_eq!(
			submit(0, SHOWER, vec![row(TODAY, once(1)), row(TODAY - 1, once(1))]),
			[SHORT, used]
		);
		assert!(Histories::<Test>::contains_key((SHOWER.methodology, HistorySubject::Citizen(1))));
	});
}
