//! Random batches of several operators over the same people.

use crate::{mock::*, Batches, Counters, DayLogs, LogClaim, OnceClaims};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tanpu_primitives::{CitizenId, ClaimData, MethodologyRef, Minute, OperatorId, Row};

#[derive(Clone, Debug)]
struct Report {
	operator: OperatorId,
	methodology: MethodologyRef,
	rows: Vec<Row>,
}

/// Acts of few people in few hours, so that most conflict with something; some days are closed,
/// some acts in the future, some people unknown.
fn rows(methodology: MethodologyRef) -> impl Strategy<Value = Vec<Row>> {
	let row =
		(0u32..6, 0u16..10, 0u32..1_440, 0u16..90, 0u64..9_000, 0u8..6, 0u64..6, any::<bool>());
	prop::collection::vec(row, 1..12).prop_map(move |acts| {
		let mut rows: Vec<Row> = acts
			.into_iter()
			.map(|(citizen, ago, minute, duration, amount, object, from, gap)| {
				let citizen = if citizen == 5 { 77 } else { citizen };
				let row = ride(citizen, at(TODAY - ago, 0, 0) + minute, duration, amount);
				if methodology == PHONES {
					let mut row = with_claims(row, vec![once(object)]);
					row.inputs[0].0 %= 4;
					row
				} else if methodology == TICKETED {
					with_claims(row, vec![once(object)])
				} else if methodology == METER {
					let (from, to) = (from * 1_000, from * 1_000 + amount);
					let claim = ClaimData::Counter { object: [object % 2; 32], from, to, gap };
					with_claims(row, vec![claim])
				} else {
					row
				}
			})
			.collect();
		rows.sort_by_key(|row| row.citizen);
		rows
	})
}

fn report() -> impl Strategy<Value = Report> {
	let method = prop::sample::select(vec![METRO, CYCLING, STEPS, METER, PHONES, TICKETED]);
	(0u16..3, method).prop_flat_map(|(operator, methodology)| {
		rows(methodology).prop_map(move |rows| Report { operator, methodology, rows })
	})
}

/// Every credited interval, from the logs, once each.
fn intervals() -> BTreeMap<CitizenId, Vec<(Minute, Minute)>> {
	let mut all: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
	for (_, citizen, entries) in DayLogs::<Test>::iter() {
		for entry in entries {
			if let LogClaim::Interval { start, length, .. } = entry.claim {
				all.entry(u32::from(citizen))
					.or_default()
					.insert(entry.record, (start, start + u32::from(length)));
			}
		}
	}
	all.into_iter().map(|(citizen, of)| (citizen, of.into_values().collect())).collect()
}

fn no_time_twice() {
	for (citizen, mut of) in intervals() {
		of.sort();
		for pair in of.windows(2) {
			assert!(pair[0].1 <= pair[1].0, "citizen {citizen}: {pair:?}");
		}
	}
}

fn credited_grams() -> u64 {
	Batches::<Test>::iter_values().map(|batch| batch.grams).sum()
}

/// All state but the batches' own records and quotas: what a repetition must not change.
fn credited_state() -> impl PartialEq + std::fmt::Debug {
	let mut ledger: Vec<_> = Ledger::iter().collect();
	ledger.sort_by_key(|(key, _)| *key);
	let mut logs: Vec<_> =
		DayLogs::<Test>::iter().map(|(a, b, c)| (a, b, c.into_inner())).collect();
	logs.sort_by_key(|(day, citizen, _)| (*day, *citizen));
	let counters: BTreeMap<_, _> = Counters::<Test>::iter().collect();
	let references: BTreeMap<_, _> = OnceClaims::<Test>::iter().collect();
	(ledger, logs, format!("{counters:?}"), format!("{references:?}"))
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn nothing_is_credited_twice(reports in prop::collection::vec(report(), 1..14)) {
		new_test_ext().execute_with(|| {
			let mut sent = Vec::new();
			for Report { operator, methodology, rows } in &reports {
				let id = fresh_id(*operator);
				submit_as(*operator, id, *methodology, None, rows.clone()).unwrap();
				sent.push(id);
			}
			no_time_twice();
			check_all();

			// The same batches again: nothing changes at all.
			let before = credited_state();
			let (batches, grams) = (Batches::<Test>::iter().count(), credited_grams());
			for (report, id) in reports.iter().zip(sent) {
				submit_as(report.operator, id, report.methodology, None, report.rows.clone())
					.unwrap();
			}
			prop_assert_eq!(&before, &credited_state());
			prop_assert_eq!(batches, Batches::<Test>::iter().count());

			// The same rides under new ids, by another operator, in another order: only what was
			// rejected for the others' sake can be credited now, and never what is taken.
			for report in reports.iter().rev() {
				submit((report.operator + 1) % 3, report.methodology, report.rows.clone());
			}
			no_time_twice();
			check_all();
			prop_assert!(credited_grams() >= grams);
			Ok(())
		})?;
	}

	/// Time is credited once in every order, and who comes second takes nothing from the first.
	#[test]
	fn order_makes_no_double_credit(first in rows(METRO), second in rows(METRO)) {
		let run = |batches: &[&Vec<Row>]| new_test_ext().execute_with(|| {
			for (operator, rows) in batches.iter().enumerate() {
				submit(operator as u16, METRO, rows.to_vec());
			}
			no_time_twice();
			check_all();
			Batches::<Test>::get(0).unwrap().grams
		});
		prop_assert_eq!(run(&[&first]), run(&[&first, &second]));
		prop_assert_eq!(run(&[&second]), run(&[&second, &first]));
	}

	/// However a day's steps are cut into reports, they earn what the day's total earns at once.
	#[test]
	fn daily_totals_telescope(mut totals in prop::collection::vec(0u64..50_000, 1..20)) {
		let at_once = totals.iter().max().copied().unwrap_or(0) * 2 / 100;
		new_test_ext().execute_with(|| {
			alter(STEPS, |method| method.rules.max_grams_per_day = u64::MAX);
			for (at_, total) in totals.drain(..).enumerate() {
				submit((at_ % 3) as u16, STEPS, vec![ride(1, at(TODAY, 0, 0), 240, total)]);
			}
			let grams: u64 = Reports::day_log(TODAY, 1).iter().map(|entry| entry.grams).sum();
			prop_assert_eq!(grams, at_once);
			check_all();
			Ok(())
		})?;
	}
}
