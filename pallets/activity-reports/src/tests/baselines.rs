//! Random days and readings, against models that know nothing of how the chain keeps them.

use crate::{mock::*, Histories, HistorySubject, Sites, KEPT_DAYS};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tanpu_primitives::{
	traits::MAX_HOLDERS, CitizenId, ClaimData, Day, MethodologyRef, Outcome, Provided, Row, WHOLE,
};

/// Shares that together are at most the whole, for citizens in rising order.
fn holders() -> impl Strategy<Value = Vec<(CitizenId, u16)>> {
	let of_one = (any::<bool>(), 0u16..=WHOLE);
	prop::collection::vec(of_one, MAX_HOLDERS as usize).prop_map(|wanted| {
		let mut left = WHOLE;
		let mut holders = Vec::new();
		for (citizen, (holds, share)) in (0..).zip(wanted) {
			if holds {
				let share = share.min(left);
				left -= share;
				holders.push((citizen, share));
			}
		}
		holders
	})
}

#[derive(Clone, Debug)]
enum Step {
	/// Registers an object anew, or for the first time.
	Register(u8, Vec<(CitizenId, u16)>),
	Forget(u8),
	Report(MethodologyRef, Vec<Row>),
}

/// Registers of 40 units, read here and there: most ranges are in the way of others.
fn meter_step() -> impl Strategy<Value = Step> {
	let row = (0u32..9, 0u8..2, 0u64..40, 1u64..20, any::<bool>());
	let rows = prop::collection::vec(row, 1..10).prop_map(|rows| {
		let mut rows: Vec<Row> = rows
			.into_iter()
			.map(|(citizen, meter, from, length, gap)| {
				reading(citizen, TODAY, meter, from, from + length, gap)
			})
			.collect();
		rows.sort_by_key(|row| row.citizen);
		Step::Report(METER, rows)
	});
	prop_oneof![
		1 => (0u8..2, holders()).prop_map(|(meter, holders)| Step::Register(meter, holders)),
		1 => (0u8..2).prop_map(Step::Forget),
		8 => rows,
	]
}

fn site_step() -> impl Strategy<Value = Step> {
	let row = (0u32..9, 0u8..2, 0u16..12, 1u16..6);
	let rows = prop::collection::vec(row, 1..10).prop_map(|rows| {
		let mut rows: Vec<Row> = rows
			.into_iter()
			.map(|(citizen, site, from, length)| {
				period(citizen, site, TODAY - 20 + from, TODAY - 20 + from + length, 1_000)
			})
			.collect();
		rows.sort_by_key(|row| row.citizen);
		Step::Report(ROOF, rows)
	});
	prop_oneof![
		1 => (0u8..2, holders()).prop_map(|(site, holders)| Step::Register(site, holders)),
		1 => (0u8..2).prop_map(Step::Forget),
		8 => rows,
	]
}

/// Runs the steps, and adds up what of each unit, or day, was credited, in ten thousandths.
fn credited_shares(steps: &[Step], crediting_from: Option<Day>) -> BTreeMap<(u8, u64), u32> {
	let mut units: BTreeMap<(u8, u64), u32> = BTreeMap::new();
	// As a registry counts: an object that is no longer registered keeps its number.
	let mut epochs: BTreeMap<u8, u32> = BTreeMap::new();
	let mut registered: BTreeMap<u8, Vec<(CitizenId, u16)>> = BTreeMap::new();
	for step in steps {
		match step {
			Step::Register(object, holders) => {
				let epoch = epochs.entry(*object).or_default();
				*epoch += 1;
				for group in [POWER, SITES] {
					register_with(group, *object, holders, 0, crediting_from);
					Registered::mutate((group, [*object; 32]), |now| {
						if let Some(now) = now {
							now.epoch = *epoch;
						}
					});
				}
				registered.insert(*object, holders.clone());
			},
			Step::Forget(object) => {
				Registered::remove((POWER, [*object; 32]));
				Registered::remove((SITES, [*object; 32]));
				registered.remove(object);
			},
			Step::Report(methodology, rows) => {
				let outcomes = submit(0, *methodology, rows.clone());
				for (row, outcome) in rows.iter().zip(outcomes) {
					if outcome.grams() == 0 {
						continue;
					}
					let (object, from, to) = match row.claims[0] {
						ClaimData::Counter { object, from, to, .. } => (object[0], from, to),
						ClaimData::Site { object, from, to } => (object[0], from.into(), to.into()),
						ClaimData::Once { .. } => unreachable!(),
					};
					let share = registered.get(&object).map_or(u32::from(WHOLE), |holders| {
						let (_, share) = holders.iter().find(|(of, _)| *of == row.citizen).unwrap();
						u32::from(*share)
					});
					for unit in from..to {
						*units.entry((object, unit)).or_default() += share;
					}
				}
			},
		}
	}
	units
}

/// A register's days as anybody would write them down: from, to, and whether somebody reported it.
type Days = BTreeMap<Day, (u64, u64, bool)>;

/// Writes down a row that the chain did not reject.
fn note(days: &mut Days, day: Day, from: u64, to: u64) {
	let between = |days: &mut Days, first: Day, end: Day, from: u64, to: u64| {
		let (count, units) = (u64::from(end - first), to - from);
		let mut at = from;
		for (n, day) in (0..).zip(first..end) {
			let used = units / count + u64::from(n < units % count);
			days.insert(day, (at, at + used, false));
			at += used;
		}
		assert_eq!(at, to);
	};
	let (Some((first, known)), Some((last, latest))) =
		(days.first_key_value(), days.last_key_value())
	else {
		days.insert(day, (from, to, true));
		return;
	};
	let (first, begun, last, reached) = (*first, known.0, *last, latest.1);
	if day > last {
		if day > last + 1 {
			between(days, last + 1, day, reached, from);
		}
		days.insert(day, (from, to, true));
	} else if day < first {
		if day + 1 < first {
			between(days, day + 1, first, to, begun);
		}
		days.insert(day, (from, to, true));
	}
}

fn mean_of(days: impl Fn(Day) -> Option<u64>, day: Day) -> Option<u64> {
	let known: Vec<u64> = (day - 7..day).filter_map(days).collect();
	(known.len() >= 5).then(|| known.iter().sum::<u64>() / known.len() as u64)
}

/// The first day of the meters.
const D: Day = TODAY - 30;

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn no_unit_of_a_register_is_credited_beyond_the_whole(
		steps in prop::collection::vec(meter_step(), 1..40)
	) {
		new_test_ext().execute_with(|| {
			let units = credited_shares(&steps, None);
			prop_assert!(units.values().all(|share| *share <= u32::from(WHOLE)), "{units:?}");
			check_all();
			Ok(())
		})?;
	}

	#[test]
	fn no_day_of_a_site_is_credited_beyond_the_whole(
		steps in prop::collection::vec(site_step(), 1..40)
	) {
		new_test_ext().execute_with(|| {
			reopen(SITES, 60);
			let days = credited_shares(&steps, Some(TODAY - 20));
			prop_assert!(days.values().all(|share| *share <= u32::from(WHOLE)), "{days:?}");
			for (_, site) in Sites::<Test>::iter() {
				prop_assert!(site.base >= TODAY - 20);
			}
			check_all();
			Ok(())
		})?;
	}

	/// Two meters, one shared by two, one of one citizen; days in rising order or not, readings as
	/// they are or not.
	#[test]
	fn registers_histories_are_what_the_rows_say(
		used in prop::collection::vec(1u64..3_000, 30),
		rows in prop::collection::vec(
			(0u32..3, 0u16..30, prop::sample::select(vec![0u64, 0, 0, 0, 0, 0, 1, 500]), any::<bool>()),
			1..60,
		),
		mostly_sorted in any::<bool>(),
	) {
		let mut rows = rows;
		if mostly_sorted {
			rows.sort_by_key(|(_, day, ..)| *day);
		}
		new_test_ext().execute_with(|| {
			reopen(POWER, 60);
			register(POWER, 0, &[(0, 6_000), (1, 4_000)]);
			let mut models: [Days; 2] = Default::default();
			let mut seen: BTreeMap<(CitizenId, Day), u32> = BTreeMap::new();
			for (citizen, day, shift, gap) in rows {
				let meter = u8::from(citizen == 2);
				let from: u64 = used[..usize::from(day)].iter().sum::<u64>() + shift;
				let (day, to) = (D + day, from + used[usize::from(day)]);
				let row = reading(citizen, day, meter, from, to, gap);
				let (outcomes, provided) = submit_full(0, HOUSE, vec![row]);
				let model = &mut models[usize::from(meter)];
				if !matches!(outcomes[0], Outcome::Rejected(_)) {
					note(model, day, from, to);
				}
				let model = &models[usize::from(meter)];
				let value = |day: Day| model.get(&day).map(|(from, to, _)| to - from);
				if let [Provided { mean, .. }] = provided[..] {
					prop_assert_eq!(mean, mean_of(value, day));
					// Only days that were reported in their turn, with the readings that they had
					// then, and each once for each holder.
					prop_assert_eq!(model.get(&day), Some(&(from, to, true)));
					*seen.entry((citizen, day)).or_default() += 1;
				}
			}
			prop_assert!(seen.values().all(|times| *times == 1));
			for (meter, model) in models.iter().enumerate() {
				let subject = HistorySubject::Register(POWER, [meter as u8; 32]);
				let history = Reports::history(HOUSE.methodology, subject);
				prop_assert_eq!(history.is_some(), !model.is_empty());
				let Some(history) = history else { continue };
				for day in D - 40..=TODAY {
					let expected = model.get(&day).map(|(from, to, _)| to - from);
					prop_assert_eq!(history.value(day), expected);
				}
			}
			check_all();
			Ok(())
		})?;
	}

	/// Citizens' days in whatever order, over more days than are kept.
	#[test]
	fn citizens_histories_are_what_the_rows_say(
		rows in prop::collection::vec((0u32..2, 0u16..100, 0u64..2_000), 1..80),
	) {
		new_test_ext().execute_with(|| {
			reopen(HOME, 150);
			let mut models: [BTreeMap<Day, u64>; 2] = Default::default();
			for (number, (citizen, ago, value)) in (0..).zip(rows) {
				let day = TODAY - ago;
				// Rows of one day don't overlap.
				let row = ride(citizen, at(day, 0, 0) + number, 1, value);
				if row.start * 60 + 60 > Now::get() as u32 {
					continue;
				}
				let (outcomes, provided) = submit_full(0, SHOWER, vec![row]);
				let model = &mut models[citizen as usize];
				let last = model.last_key_value().map(|(day, _)| *day);
				let kept = last.is_none_or(|last| u32::from(last.saturating_sub(day)) < KEPT_DAYS);
				if !matches!(outcomes[0], Outcome::Rejected(_)) && kept {
					prop_assert_eq!(model.insert(day, value), None);
				}
				if let [Provided { mean, .. }] = provided[..] {
					prop_assert_eq!(mean, mean_of(|day| model.get(&day).copied(), day));
					// Nothing is credited for a day before a known one.
					prop_assert_eq!(model.last_key_value().map(|(day, _)| *day), Some(day));
				}
				let last = model.last_key_value().map_or(0, |(day, _)| *day);
				model.retain(|day, _| u32::from(last - *day) < KEPT_DAYS);
			}
			for (citizen, model) in (0..).zip(&models) {
				let subject = HistorySubject::Citizen(citizen);
				let Some(history) = Histories::<Test>::get((SHOWER.methodology, subject)) else {
					prop_assert!(model.is_empty());
					continue;
				};
				for day in TODAY - 120..=TODAY {
					prop_assert_eq!(history.value(day), model.get(&day).copied());
				}
			}
			check_all();
			Ok(())
		})?;
	}

	/// Whichever single days are held back, and whenever they come after all: no credited day has
	/// another baseline than if every day had come in its turn, and nobody earns more.
	#[test]
	fn order_and_omission_raise_no_baseline(
		used in prop::collection::vec(1u64..3_000, 24),
		held_back in prop::collection::vec((0usize..24, 1usize..24), 0..6),
	) {
		let row = |n: usize| {
			let from: u64 = used[..n].iter().sum();
			reading(1, D + n as Day, 1, from, from + used[n], true)
		};
		let run = |order: &[usize]| new_test_ext().execute_with(|| {
			reopen(POWER, 60);
			let mut means = BTreeMap::new();
			let mut grams = 0;
			for n in order {
				let (outcomes, provided) = submit_full(0, HOUSE, vec![row(*n)]);
				if let Some(given) = provided.first() {
					means.insert(*n, given.mean);
				}
				grams += outcomes[0].grams();
			}
			check_all();
			(means, grams)
		});
		let in_turn: Vec<usize> = (0..24).collect();
		let (honest, earned) = run(&in_turn);
		let mut order = in_turn;
		let mut late: Vec<usize> = Vec::new();
		for (day, by) in held_back {
			// Of two days in a row only one: what two used together is told, not what each did.
			if day == 0 || late.iter().any(|other| other.abs_diff(day) < 2) {
				continue;
			}
			late.push(day);
			let at = order.iter().position(|other| *other == day).unwrap();
			order.remove(at);
			if at + by <= order.len() {
				order.insert(at + by, day);
			}
		}
		let (means, grams) = run(&order);
		for (day, mean) in means {
			prop_assert_eq!(Some(&mean), honest.get(&day));
		}
		prop_assert!(grams <= earned);
	}
}
