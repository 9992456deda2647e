//! The library of methodologies (`methodologies/*.toml`) on the runtime: published through the calls
//! that everybody uses, evaluated against values worked out here by whole-number arithmetic, reported
//! up to their caps, and refused with a wrong unit in them.

use super::*;
use codec::{Compact, Decode, Encode};
use frame_support::{assert_ok, traits::OnTimestampSet, BoundedVec};
use pallet_carbon_accounts::Opening;
use pallet_methodology_registry::{Content, ContentProblem, EvaluationRefusal};
use pallet_participants::{LicenceTerms, Scope};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::BlakeTwo256, traits::Hash as _, DispatchError};
use std::collections::BTreeMap;
use tanpu_formula::{
	CheckErrorKind, Definition, Dimension, EvalError, InputKind, Operation, Origin,
};
use tanpu_methodology_file::groups;
use tanpu_primitives::{
	attestation::{ObjectStatement, Purpose, Statement},
	report::WHOLE,
	time::MINUTES_PER_DAY,
	ClaimData, ClaimSpec, Clock as _, Disposition, GroupId, MethodologyRef, ObjectId, Outcome,
	Reason, Row, SECONDS_PER_DAY,
};

macro_rules! library {
	($($name:literal),* $(,)?) => {
		/// Name and text of every methodology, in the order of their numbers on the chain.
		const LIBRARY: &[(&str, &str)] = &[$((
			$name,
			include_str!(concat!("../../../methodologies/", $name, ".toml")),
		)),*];
	};
}

library!(
	"shenzhen-metro",
	"bus-electric",
	"bicycle-shared",
	"e-bike-shared",
	"walking",
	"ev-private",
	"carpool",
	"ev-charging-off-peak",
	"household-electricity",
	"peak-valley-shift",
	"gas-saving",
	"water-saving",
	"hot-water-saving",
	"rooftop-pv",
	"clothes",
	"waste-paper",
	"plastic",
	"aluminium",
	"glass",
	"phone",
	"kitchen-waste",
	"forestry",
	"e-finance",
	"own-bag",
);

const GROUPS: &str = include_str!("../../../methodologies/groups.toml");

const REPORTER: Sr25519Keyring = Sr25519Keyring::Dave;
const PROVIDER: Sr25519Keyring = Sr25519Keyring::Ferdie;

fn number(name: &str) -> u16 {
	LIBRARY.iter().position(|(of, _)| *of == name).expect("it is in the library") as u16
}

fn source(name: &str) -> &'static str {
	LIBRARY[usize::from(number(name))].1
}

/// The file as the pallet's own type: encoded by one crate, decoded by the other.
fn content(source: &str) -> Content {
	let read = tanpu_methodology_file::parse(source).unwrap_or_else(|problem| panic!("{problem}"));
	Content::decode(&mut &read.encode()[..]).expect("both encode alike")
}

fn signed(key: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(key.to_account_id())
}

/// Moves the chain's clock on; a day takes a minute on this preset.
fn days_later(days: u64) {
	let now = pallet_timestamp::Now::<Runtime>::get() + days * 60_000;
	pallet_timestamp::Now::<Runtime>::put(now);
	Clock::on_timestamp_set(now);
}

/// A motion as the council makes it: proposed by one member, voted for by two, closed.
fn carried(call: impl Into<RuntimeCall>) {
	use pallet_collective::Event;
	let call: RuntimeCall = call.into();
	let hash = BlakeTwo256::hash_of(&call);
	let length = call.encoded_size() as u32;
	let weight = call.get_dispatch_info().call_weight;
	let by = |key, motion| {
		let motion: RuntimeCall = RuntimeCall::Council(motion);
		assert_ok!(motion.dispatch(signed(key)));
	};
	let propose = pallet_collective::Call::propose {
		threshold: 2,
		proposal: Box::new(call),
		length_bound: length,
	};
	by(Sr25519Keyring::Alice, propose);
	let index = System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Council(Event::Proposed { proposal_index, .. }) => Some(proposal_index),
			_ => None,
		})
		.expect("it was proposed");
	for member in [Sr25519Keyring::Alice, Sr25519Keyring::Bob] {
		by(member, pallet_collective::Call::vote { proposal: hash, index, approve: true });
	}
	let close = pallet_collective::Call::close {
		proposal_hash: hash,
		index,
		proposal_weight_bound: weight,
		length_bound: length,
	};
	by(Sr25519Keyring::Bob, close);
	let result = System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Council(Event::Executed { result, .. }) => Some(result),
			_ => None,
		})
		.expect("it was carried");
	assert_ok!(result);
}

fn everything_holds() {
	assert_ok!(Clock::do_try_state());
	assert_ok!(Authority::do_try_state());
	assert_ok!(Participants::do_try_state());
	assert_ok!(MethodologyRegistry::do_try_state());
	assert_ok!(CarbonAccounts::do_try_state());
	assert_ok!(ObjectRegistry::do_try_state());
	assert_ok!(ActivityReports::do_try_state());
}

/// A chain on which the groups are set and the whole library is in force.
fn with_library(test: impl FnOnce()) {
	genesis_of(DEV_FAST).execute_with(|| {
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(1_700_000_000_000);
		Clock::on_timestamp_set(1_700_000_000_000);
		// Rising: a group can only conflict with one that is there, and the other half follows.
		for group in groups::parse(GROUPS).expect("the groups are read") {
			let below = (1u64 << group.number) | (group.conflicts & ((1 << group.number) - 1));
			carried(pallet_activity_reports::Call::set_group {
				group: group.number,
				name: group.name.into_bytes().try_into().expect("short enough"),
				conflicts: below,
				// A month is reported at once here.
				deadline_days: group.deadline_days.max(30),
				longest_minutes: group.longest_minutes,
				tolerance_minutes: group.tolerance_minutes,
			});
		}
		// Any department drafts.
		let departments = [Sr25519Keyring::Alice, Sr25519Keyring::Charlie];
		let mut hashes = Vec::new();
		for (draft, (_, source)) in LIBRARY.iter().enumerate() {
			let department = signed(departments[draft % 2]);
			let content = content(source);
			assert_eq!(MethodologyRegistry::check_content(content.clone()), Ok(content.hash()));
			hashes.push(content.hash());
			let call: RuntimeCall = pallet_methodology_registry::Call::draft {
				methodology: None,
				content: Box::new(content),
			}
			.into();
			assert_ok!(call.dispatch(department.clone()));
			assert_ok!(MethodologyRegistry::open_consultation(department, draft as u32));
		}
		days_later(1);
		let effective = Clock::now() + SECONDS_PER_DAY;
		for (draft, content_hash) in hashes.into_iter().enumerate() {
			let draft = draft as u32;
			carried(pallet_methodology_registry::Call::publish { draft, content_hash, effective });
			System::reset_events();
		}
		days_later(1);
		test();
		everything_holds();
	});
}

fn definition(name: &str) -> Definition {
	MethodologyRegistry::version(number(name), 1).expect("published").version.definition
}

/// Raw values of what people write: decimals scaled as declared, categories by name.
fn raw(name: &str, inputs: &[&str]) -> Vec<u64> {
	let definition = definition(name);
	assert_eq!(definition.inputs.len(), inputs.len(), "{name}");
	let scaled = |text: &str, decimals: u8| {
		let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
		assert!(fraction.len() <= usize::from(decimals), "{name}: {text}");
		format!("{whole}{fraction:0<width$}", width = usize::from(decimals)).parse().unwrap()
	};
	let values = definition.inputs.iter().zip(inputs);
	values
		.map(|(input, text)| match &input.kind {
			InputKind::Number { decimals, .. } => scaled(text, *decimals),
			InputKind::Category { values } => {
				values.iter().position(|value| value.as_str() == *text).expect(text) as u64
			},
		})
		.collect()
}

/// Grams by the chain; the explanation's last line must say the same.
fn grams_of_raw(name: &str, inputs: Vec<u64>) -> Result<u64, EvalError> {
	let answer = MethodologyRegistry::evaluate(number(name), 1, inputs.clone());
	match answer {
		Ok(outcome) => {
			let steps = MethodologyRegistry::explain(number(name), 1, inputs).unwrap();
			let last = tanpu_formula::render_steps(&definition(name), &steps, Default::default());
			let grams = format!("credited {} g", outcome.grams);
			assert!(last.lines().last().unwrap().contains(&grams), "{name}: {last}");
			Ok(outcome.grams)
		},
		Err(EvaluationRefusal::Formula(error)) => Err(error),
		Err(other) => panic!("{name}: {other:?}"),
	}
}

#[track_caller]
fn gives(name: &str, inputs: &[&str], grams: u128) {
	let found = grams_of_raw(name, raw(name, inputs)).map(u128::from);
	assert_eq!(found, Ok(grams), "{name} of {inputs:?}");
}

#[test]
fn the_library_is_complete() {
	// Every file of the folder is in the test, and none twice.
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../methodologies");
	let mut files: Vec<String> = std::fs::read_dir(folder)
		.unwrap()
		.filter_map(|entry| {
			let name = entry.unwrap().file_name().into_string().unwrap();
			Some(name.strip_suffix(".toml")?.to_owned())
		})
		.filter(|name| name != "groups")
		.collect();
	files.sort();
	let mut tested: Vec<_> = LIBRARY.iter().map(|(name, _)| (*name).to_owned()).collect();
	tested.sort();
	assert_eq!(files, tested);
	assert_eq!(tested.len(), 24);

	let set = groups::parse(GROUPS).unwrap();
	let mut scenarios = BTreeMap::new();
	let mut scales: BTreeMap<GroupId, _> = BTreeMap::new();
	let mut claimed: Vec<GroupId> = Vec::new();
	for (name, source) in LIBRARY {
		let Content { texts, definition, rules } = content(source);
		assert_eq!(scenarios.insert(texts.scenario.clone(), name), None);
		// What a ministry reads is there, in both languages where it is a title.
		assert!(!texts.title_zh.is_ascii() && !texts.title_en.is_empty(), "{name}");
		for section in [
			&texts.sections.applicability,
			&texts.sections.additionality,
			&texts.sections.excluded_mechanisms,
			&texts.sections.monitoring,
		] {
			assert!(section.len() > 60, "{name}");
		}
		// Every value says where it is from and of which year, every label has its Chinese.
		let parameters = definition.parameters.iter().map(|of| (&of.label, &of.source));
		let tables = definition.tables.iter().map(|of| (&of.label, &of.source));
		for (label, source) in parameters.chain(tables) {
			assert!(!label.as_str().is_ascii(), "{name}: {label}");
			let year = source
				.as_str()
				.as_bytes()
				.windows(4)
				.any(|four| four.starts_with(b"20") && four.iter().all(u8::is_ascii_digit));
			assert!(year, "{name}: {source}");
		}
		assert!(definition.inputs.iter().all(|input| !input.label.as_str().is_ascii()), "{name}");
		// Claims are in groups that are set, and count in one scale for a group.
		for claim in &rules.claims {
			claimed.push(claim.group());
			assert!(set.iter().any(|group| group.number == claim.group()), "{name}");
			let (ClaimSpec::Counter { input, .. } | ClaimSpec::DailyHighWater { input, .. }) =
				*claim
			else {
				continue;
			};
			let InputKind::Number { unit, decimals, .. } =
				&definition.inputs[usize::from(input)].kind
			else {
				panic!("{name} counts a category");
			};
			let scale = (unit.clone(), *decimals);
			assert_eq!(scales.entry(claim.group()).or_insert(scale.clone()), &scale, "{name}");
		}
	}
	// No group stands there for nothing.
	assert!(set.iter().all(|group| claimed.contains(&group.number)));
	// A person's time: six ways of moving, each against each, and nothing else.
	for group in &set {
		let time = 0b111_1110u64;
		let expected = if group.number <= 6 { time } else { 1 << group.number };
		assert_eq!(group.conflicts, expected, "group {}", group.number);
	}
	// As scripts/run.sh sets it.
	let rides = &set[0];
	assert_eq!((rides.number, rides.name.as_str()), (1, "rides"));
	assert_eq!((rides.deadline_days, rides.longest_minutes, rides.tolerance_minutes), (7, 300, 0));
}

#[test]
fn the_council_publishes_all_of_it() {
	with_library(|| {
		for (name, source) in LIBRARY {
			let view = MethodologyRegistry::methodology(number(name)).unwrap();
			assert_eq!((view.in_force, view.suspended), (Some(1), false), "{name}");
			// What people wrote is what the chain holds.
			let expected = content(source);
			assert_eq!(definition(name), expected.definition, "{name}");
			let version = MethodologyRegistry::version(number(name), 1).unwrap().version;
			assert_eq!(version.rules, expected.rules, "{name}");
			assert_eq!(version.content_hash, expected.hash(), "{name}");
			assert_eq!(MethodologyRegistry::texts(number(name), 1), Some(expected.texts), "{name}");
		}
		assert_eq!(MethodologyRegistry::methodology(24), None);
	});
}

/// Expected grams are floors of exact fractions of whole numbers: numerator / denominator, with the
/// inputs at their declared decimals. Nothing here uses the formula crate's arithmetic.
#[test]
fn moving_about() {
	with_library(|| {
		// Metro: km x 46.7 g. 11.27 km: 1127/100 x 467/10.
		gives("shenzhen-metro", &["11.27"], 1_127 * 467 / 1_000);
		gives("shenzhen-metro", &["2.40"], 240 * 467 / 1_000);
		gives("shenzhen-metro", &["25.22"], 2_522 * 467 / 1_000);
		// Below a gram, nothing, and the longest: the record's cap.
		gives("shenzhen-metro", &["0.02"], 0);
		gives("shenzhen-metro", &["0"], 0);
		gives("shenzhen-metro", &["100"], 4_670);

		// Bus: stated km of the kind of line x 26.9 g: 53.8, 107.6, 215.2.
		gives("bus-electric", &["feeder"], 2 * 269 / 10);
		gives("bus-electric", &["trunk"], 4 * 269 / 10);
		gives("bus-electric", &["express"], 8 * 269 / 10);

		// Bicycle: km x 33.88 g. 3.50 km: 350/100 x 3388/100 = 118.58.
		gives("bicycle-shared", &["3.5"], 350 * 3_388 / 10_000);
		gives("bicycle-shared", &["12.34"], 1_234 * 3_388 / 10_000);
		// 0.02 km are 0.6776 g, 0.03 km are 1.0164.
		gives("bicycle-shared", &["0.02"], 0);
		gives("bicycle-shared", &["0.03"], 1);
		gives("bicycle-shared", &["0"], 0);
		// The longest ride computes more than the record's cap of 1,016.
		gives("bicycle-shared", &["50"], 1_694);

		// E-bike: km x 35.01 g. 4.20 km: 147.042.
		gives("e-bike-shared", &["4.20"], 420 * 3_501 / 10_000);
		gives("e-bike-shared", &["0.02"], 0);
		gives("e-bike-shared", &["9.99"], 999 * 3_501 / 10_000);
		gives("e-bike-shared", &["60"], 2_100);

		// Walking: 0.02 g a step, so a gram for 50.
		gives("walking", &["0"], 0);
		gives("walking", &["49"], 0);
		gives("walking", &["50"], 1);
		gives("walking", &["9999"], 9_999 / 50);
		gives("walking", &["20000"], 400);
		gives("walking", &["100000"], 2_000);

		// Electric car, grams a km: 162.72 - max(40.47, 0.20656 x 441.9) = 162.72 - 91.278864
		// = 71.441136, of which 95 %. With tenths of a km: x / 10 x 71441136/10^6 x 95/100.
		let ev = |tenths: u128| tenths * 71_441_136 * 95 / 1_000_000_000;
		gives("ev-private", &["12.3"], ev(123));
		assert_eq!(ev(123), 834);
		gives("ev-private", &["0"], 0);
		gives("ev-private", &["0.1"], 6);
		gives("ev-private", &["100"], ev(1_000));
		// Had the cleaner grid's factor been taken, 10 km would be 1,161 g.
		gives("ev-private", &["10"], 678);
		gives("ev-private", &["800"], ev(8_000));

		// Carpool of n: km x 167.25 x ((1 + 0.7 (n - 1)) - 1.1) - 5 g, a part of n each.
		// With hundredths of a km and tenths in the bracket, which is then (7 n - 8) / 10:
		// (x 16725 (7 n - 8) - 5 x 100000) / (100000 n).
		let carpool =
			|x: u128, n: u128| (x * 16_725 * (7 * n - 8)).saturating_sub(500_000) / (100_000 * n);
		gives("carpool", &["10", "2"], carpool(1_000, 2));
		gives("carpool", &["10", "3"], carpool(1_000, 3));
		gives("carpool", &["10", "4"], 835);
		assert_eq!(carpool(1_000, 4), 835);
		gives("carpool", &["200", "7"], carpool(20_000, 7));
		// No way: the platform's system emits, so there is less than nothing.
		gives("carpool", &["0", "2"], 0);
		// 0.04 km of two persons: 4.014 g less 5 are negative; 0.05 km: 0.0175 g.
		gives("carpool", &["0.04", "2"], 0);
		gives("carpool", &["0.05", "2"], 0);
		gives("carpool", &["0.08", "2"], carpool(8, 2));

		// Charging: 491.9 - 391.9 = 100 g a kWh, so a gram for 0.01.
		gives("ev-charging-off-peak", &["0"], 0);
		gives("ev-charging-off-peak", &["0.01"], 1);
		gives("ev-charging-off-peak", &["23.45"], 2_345);
		gives("ev-charging-off-peak", &["150"], 15_000);
	});
}

#[test]
fn at_home() {
	with_library(|| {
		// Inputs: used, month, usual (mean of seven days), members. Against the season's baseline for
		// the size, or against the usual; x 441.9 g a kWh. With hundredths of a kWh: x 4419 / 1000.
		let kwh = |hundredths: u128| hundredths * 4_419 / 1_000;
		let home = |used, month, usual, members, saved: u128| {
			gives("household-electricity", &[used, month, usual, members], kwh(saved));
		};
		// A day of 4 kWh in every month of the year.
		for (months, baseline) in [
			(["march", "april", "may"], 600),
			(["june", "july", "august"], 1_200),
			(["september", "october", "november"], 800),
			(["december", "january", "february"], 500),
		] {
			for month in months {
				home("4", month, "0", "3", baseline - 400);
			}
		}
		// Summer, 3 persons: 12 kWh. 1 or 2 persons: 12 x 0.8 = 9.6. 5 persons: 12 x 1.2 = 14.4.
		home("8.50", "june", "9", "3", 1_200 - 850);
		home("8.50", "july", "9", "2", 960 - 850);
		home("8.50", "august", "9", "4", 1_200 - 850);
		home("8.50", "june", "9", "5", 1_440 - 850);
		home("3.21", "december", "9", "4", 500 - 321);
		home("5.99", "march", "0", "3", 1);
		home("7.00", "november", "0", "3", 100);
		// Below the baseline by the least, at it, and above: there the own mean counts.
		home("11.99", "july", "15", "3", 1);
		home("12.00", "august", "15", "3", 300);
		home("12.00", "june", "12", "3", 0);
		home("13.00", "july", "12.50", "3", 0);
		home("13.00", "august", "13.01", "3", 1);
		// A small household in winter: 5 x 0.8 = 4.
		home("4.00", "january", "3.99", "1", 0);
		home("3.99", "february", "0", "1", 1);
		// The most that a baseline gives is the cap; against a mean of 100 kWh more is computed.
		home("1", "june", "0", "12", 1_440 - 100);
		assert_eq!(kwh(1_340), 5_921);
		home("12", "july", "100", "3", 8_800);
		home("100", "august", "100", "12", 0);

		// Peak, valley, usual peak: what the peak fell, at most the valley's, x 100 g.
		gives("peak-valley-shift", &["4", "6", "6.50"], 250);
		gives("peak-valley-shift", &["4", "1", "6.50"], 100);
		gives("peak-valley-shift", &["6.49", "6", "6.50"], 1);
		gives("peak-valley-shift", &["6.50", "6", "6.50"], 0);
		gives("peak-valley-shift", &["7", "6", "6.50"], 0);
		gives("peak-valley-shift", &["4", "0", "6.50"], 0);
		gives("peak-valley-shift", &["0", "100", "100"], 10_000);

		// Gas: min(usual, 0.2 m3 x members) - used, x 2.06672 g a litre.
		let gas = |litres: u128| litres * 206_672 / 100_000;
		gives("gas-saving", &["0.450", "0.700", "3"], gas(600 - 450));
		gives("gas-saving", &["0.450", "0.500", "3"], gas(500 - 450));
		gives("gas-saving", &["0.599", "0.700", "3"], 2);
		gives("gas-saving", &["0.600", "0.700", "3"], 0);
		gives("gas-saving", &["20", "20", "12"], 0);
		gives("gas-saving", &["0.010", "0", "1"], 0);
		gives("gas-saving", &["0.010", "20", "12"], gas(2_400 - 10));

		// Water: min(usual, 0.15 m3 x members) - used, x (191.3 + 170.88) g a m3.
		let water = |litres: u128| litres * 36_218 / 100_000;
		gives("water-saving", &["0.380", "0.480", "3"], water(450 - 380));
		gives("water-saving", &["0.380", "0.400", "3"], water(400 - 380));
		gives("water-saving", &["0.448", "0.480", "3"], 0);
		gives("water-saving", &["0.447", "0.480", "3"], 1);
		gives("water-saving", &["0.450", "0.480", "3"], 0);
		gives("water-saving", &["0.010", "20", "12"], water(1_800 - 10));

		// Shower: (40 L - volume) x 1 kg/L x 4.186 kJ/(kg K) x (temperature - 20) / 3600 kJ/kWh
		// x 441.9 g/kWh. With mL saved s and tenths of a kelvin k:
		// s/1000 x 4186/1000 x k/10 / 3600 x 4419/10.
		let heat = |s: u128, k: u128| s * 4_186 * k * 4_419 / 360_000_000_000;
		gives("hot-water-saving", &["33.6", "36"], heat(6_400, 160));
		gives("hot-water-saving", &["24.5", "34"], heat(15_500, 140));
		gives("hot-water-saving", &["39.999", "70"], heat(1, 500));
		gives("hot-water-saving", &["40", "38"], 0);
		gives("hot-water-saving", &["128.1", "38"], 0);
		gives("hot-water-saving", &["8", "20"], 0);
		gives("hot-water-saving", &["8", "15.5"], 0);
		// Two such showers are the day's cap; a hotter one is beyond the record's.
		gives("hot-water-saving", &["8", "40"], 328);
		assert_eq!(heat(32_000, 200), 328);
		gives("hot-water-saving", &["8", "70"], heat(32_000, 500));
	});
}

#[test]
fn roofs_forests_things_and_papers() {
	with_library(|| {
		// Photovoltaic: energy, capacity; 420 g a kWh, at most 248 h of the capacity.
		// 1.972 kWh: 1972/1000 x 420.
		gives("rooftop-pv", &["1.972", "1"], 1_972 * 42 / 100);
		gives("rooftop-pv", &["186.4", "1.52"], 186_400 * 42 / 100);
		gives("rooftop-pv", &["0", "1"], 0);
		gives("rooftop-pv", &["0.002", "1"], 0);
		gives("rooftop-pv", &["0.003", "1"], 1);
		// 0.1 kW can't make more than 24.8 kWh.
		gives("rooftop-pv", &["24.8", "0.1"], 10_416);
		gives("rooftop-pv", &["24.801", "0.1"], 10_416);
		gives("rooftop-pv", &["300000", "1000"], 248_000 * 420);

		// Clothes: 3,600 g a kg, 36 g for 0.01 kg.
		gives("clothes", &["2.35"], 235 * 36);
		gives("clothes", &["0"], 0);
		gives("clothes", &["0.01"], 36);
		gives("clothes", &["100"], 360_000);

		// Materials, g a kg = kg a t: primary less closed loop. Mass in hundredths of a kg.
		// Paper: 1345.0779 - 1050.0779 = 295.
		gives("waste-paper", &["12.40"], 1_240 * 295 / 100);
		gives("waste-paper", &["0.01"], 2);
		gives("waste-paper", &["0"], 0);
		gives("waste-paper", &["500"], 147_500);
		// Plastic: 3172.49932 - 1575.39106 = 1597.10826.
		let plastic = |x: u128| x * 159_710_826 / 10_000_000;
		gives("plastic", &["3"], plastic(300));
		gives("plastic", &["0.01"], 15);
		gives("plastic", &["0"], 0);
		gives("plastic", &["200"], plastic(20_000));
		// Aluminium: 9115.90131 - 995.0779 = 8120.82341.
		let aluminium = |x: u128| x * 812_082_341 / 10_000_000;
		gives("aluminium", &["0.50"], aluminium(50));
		gives("aluminium", &["0.01"], 81);
		gives("aluminium", &["0"], 0);
		gives("aluminium", &["50"], aluminium(5_000));
		// Glass: 1402.76667 - 823.18954 = 579.57713.
		let glass = |x: u128| x * 57_957_713 / 10_000_000;
		gives("glass", &["6.20"], glass(620));
		gives("glass", &["0.01"], 5);
		gives("glass", &["0"], 0);
		gives("glass", &["500"], glass(50_000));
		// Kitchen waste: 700.30886 - 8.98311 = 691.32575.
		let kitchen = |x: u128| x * 69_132_575 / 10_000_000;
		gives("kitchen-waste", &["1.85"], kitchen(185));
		gives("kitchen-waste", &["0.01"], 6);
		gives("kitchen-waste", &["0"], 0);
		gives("kitchen-waste", &["20"], kitchen(2_000));

		// Telephone: 25 kg x 50, 40, 10 %.
		gives("phone", &["resold"], 25_000 * 50 / 100);
		gives("phone", &["repaired"], 25_000 * 40 / 100);
		gives("phone", &["parts"], 25_000 * 10 / 100);

		// Forest: kind, before, after. Tonnes of carbon a m3: BEF x WD x (1 + R) x CF
		// = 1.32 x 0.3 x 1.25 x 0.47 = 0.23265 for conifers and mixed stands,
		// 1.4 x 0.4 x 1.25 x 0.47 = 0.329 for broadleaved trees. Grams of CO2: x 10^6 x 44/12.
		// Growth in hundredths of a m3.
		let conifer = |x: u128| x * 23_265 * 44 * 1_000_000 / (12 * 100 * 100_000);
		let broadleaf = |x: u128| x * 329 * 44 * 1_000_000 / (12 * 100 * 1_000);
		gives("forestry", &["conifer", "120", "130"], conifer(1_000));
		assert_eq!(conifer(1_000), 8_530_500);
		gives("forestry", &["broadleaf", "120", "130"], broadleaf(1_000));
		gives("forestry", &["mixed", "0", "0.01"], conifer(1));
		gives("forestry", &["broadleaf", "0", "0.01"], broadleaf(1));
		gives("forestry", &["conifer", "0", "0"], 0);
		// After a fire there is less: nothing, and no debt in grams.
		gives("forestry", &["broadleaf", "130", "129.99"], 0);
		gives("forestry", &["conifer", "100000", "0"], 0);
		gives("forestry", &["conifer", "0", "100000"], conifer(10_000_000));

		gives("e-finance", &["statement"], 24);
		gives("e-finance", &["payment"], 89);
		gives("e-finance", &["card"], 89);

		// Own bag: 5 g a use.
		gives("own-bag", &["1"], 5);
		gives("own-bag", &["2"], 10);
		gives("own-bag", &["3"], 15);
	});
}

#[test]
fn what_is_out_of_range_is_refused_by_name() {
	with_library(|| {
		for (name, _) in LIBRARY {
			let definition = definition(name);
			// Every number at its smallest, every category the first: the whole range is accepted.
			let (mut low, mut high) = (Vec::new(), Vec::new());
			for input in &definition.inputs {
				let (least, most) = match &input.kind {
					InputKind::Number { min, max, .. } => (*min, *max),
					InputKind::Category { values } => (0, values.len() as u64 - 1),
				};
				low.push(least);
				high.push(most);
			}
			assert_ok!(grams_of_raw(name, low.clone()));
			assert_ok!(grams_of_raw(name, high.clone()));
			for (at, input) in definition.inputs.iter().enumerate() {
				let (mut below, mut above) = (low.clone(), high.clone());
				above[at] += 1;
				let expected = match &input.kind {
					InputKind::Number { .. } => EvalError::InputOutOfRange { input: at as u8 },
					InputKind::Category { .. } => EvalError::UnknownCategory { input: at as u8 },
				};
				assert_eq!(grams_of_raw(name, above), Err(expected), "{name}");
				if low[at] > 0 {
					below[at] -= 1;
					assert_eq!(grams_of_raw(name, below), Err(expected), "{name}");
				}
			}
			let expected = EvalError::WrongInputCount { expected: low.len() as u8 };
			low.push(0);
			assert_eq!(grams_of_raw(name, low), Err(expected), "{name}");
		}
	});
}

/// The text with the unit of one declaration replaced.
fn with_unit(name: &str, declaration: &str, unit: &str) -> String {
	let text = source(name);
	let declared = text.find(&format!("name = \"{declaration}\"")).expect(declaration);
	let start = declared + text[declared..].find("unit = \"").expect("it has a unit") + 8;
	let end = start + text[start..].find('"').unwrap();
	format!("{}{unit}{}", &text[..start], &text[end..])
}

#[test]
fn a_wrong_unit_is_refused_with_the_clash_named() {
	// Methodology, declaration, planted unit; the operation that refuses it, and the two dimensions
	// that clash: of its operands, or what is due and what the result is.
	let clashes = [
		(
			"shenzhen-metro",
			"factor",
			"gCO2e/kWh",
			"result",
			"CO2e mass",
			"CO2e mass * distance * count / energy",
		),
		("bus-electric", "ride_length", "km/ride", "result", "CO2e mass", "CO2e mass / count"),
		("bicycle-shared", "factor", "gCO2e/pkm", "result", "CO2e mass", "CO2e mass / count"),
		("e-bike-shared", "factor", "g/km", "result", "CO2e mass", "mass"),
		("walking", "factor", "gCO2e/km", "result", "CO2e mass", "CO2e mass * count / distance"),
		(
			"ev-private",
			"grid",
			"kgCO2e/km",
			"max",
			"CO2e mass / distance",
			"CO2e mass * energy / distance^2",
		),
		("carpool", "system", "gCO2e/km", "add", "CO2e mass", "CO2e mass / distance"),
		(
			"ev-charging-off-peak",
			"valley_factor",
			"kgCO2e/h",
			"subtract",
			"CO2e mass / energy",
			"CO2e mass / time",
		),
		(
			"household-electricity",
			"day_baseline",
			"kWh/person",
			"less than",
			"energy",
			"energy / count",
		),
		(
			"peak-valley-shift",
			"valley_factor",
			"kg/kWh",
			"subtract",
			"CO2e mass / energy",
			"mass / energy",
		),
		("gas-saving", "norm", "kg/person", "min", "volume", "mass"),
		("water-saving", "treatment", "kgCO2e/kg", "add", "CO2e mass / volume", "CO2e mass / mass"),
		("hot-water-saving", "heat_capacity", "kJ/kg", "convert", "energy * temperature", "energy"),
		("rooftop-pv", "capacity", "kWh", "min", "energy", "energy * time"),
		("clothes", "factor", "kg/kg", "result", "CO2e mass", "mass"),
		("waste-paper", "closed_loop", "kg/t", "subtract", "CO2e mass / mass", "plain number"),
		(
			"plastic",
			"closed_loop",
			"kgCO2e/L",
			"subtract",
			"CO2e mass / mass",
			"CO2e mass / volume",
		),
		(
			"aluminium",
			"primary",
			"kgCO2e/item",
			"subtract",
			"CO2e mass / count",
			"CO2e mass / mass",
		),
		("glass", "mass", "L", "result", "CO2e mass", "CO2e mass * volume / mass"),
		("phone", "production", "kg/item", "result", "CO2e mass", "mass"),
		("kitchen-waste", "composting", "kgCO2e", "subtract", "CO2e mass / mass", "CO2e mass"),
		("forestry", "before", "t", "subtract", "volume", "mass"),
		("e-finance", "reduction", "CNY/event", "result", "CO2e mass", "money"),
		("own-bag", "factor", "gCO2e/kg", "result", "CO2e mass", "CO2e mass * count / mass"),
	];
	genesis_of(DEV_FAST).execute_with(|| {
		assert_eq!(clashes.len(), LIBRARY.len());
		for ((name, _), (of, declaration, unit, operation, left, right)) in
			LIBRARY.iter().zip(clashes)
		{
			assert_eq!(*name, of);
			// The reader of the file says it with line and column.
			let problem = tanpu_methodology_file::parse(&with_unit(name, declaration, unit))
				.expect_err(name)
				.to_string();
			for said in [left, right] {
				assert!(problem.contains(said), "{name}: {problem}");
			}
			assert!(operation == "result" || problem.contains(operation), "{name}: {problem}");

			// The chain says the same of a definition that nobody checked before.
			let mut planted = content(source(name));
			let wrong = tanpu_formula::parse_unit(unit).unwrap();
			let Definition { inputs, parameters, tables, .. } = &mut planted.definition;
			if let Some(found) = parameters.iter_mut().find(|of| of.name.as_str() == declaration) {
				found.unit = wrong;
			} else if let Some(found) = tables.iter_mut().find(|of| of.name.as_str() == declaration)
			{
				found.unit = wrong;
			} else {
				let found = inputs.iter_mut().find(|of| of.name.as_str() == declaration).unwrap();
				let InputKind::Number { unit, .. } = &mut found.kind else { panic!("{name}") };
				*unit = wrong;
			}
			let Err(ContentProblem::Formula(error)) =
				MethodologyRegistry::check_content(planted.clone())
			else {
				panic!("{name} is not refused");
			};
			let named = match error.kind {
				CheckErrorKind::DimensionMismatch { left, right } => (left, right),
				CheckErrorKind::ResultNotCo2e { found } => (Dimension::CO2E, found),
				other => panic!("{name}: {other}"),
			};
			assert_eq!(error.operation.map(Operation::name), Some(operation), "{name}");
			assert_eq!(
				(named.0.to_string(), named.1.to_string()),
				(left.into(), right.into()),
				"{name}"
			);
			let refusal = if operation == "result" {
				pallet_methodology_registry::Error::<Runtime>::FormulaNotCo2e
			} else {
				pallet_methodology_registry::Error::<Runtime>::FormulaDimensionMismatch
			};
			assert_noop!(
				MethodologyRegistry::draft(signed(Sr25519Keyring::Alice), None, Box::new(planted)),
				DispatchError::from(refusal)
			);
		}
	});
}

// --- reported ---------------------------------------------------------------------------------

/// The library, an operator, an identity provider and three citizens; `test` gets the first minute of
/// a day in the past, 25 days after the library took effect.
fn with_citizens(test: impl FnOnce(u32)) {
	with_library(|| {
		let later = Clock::now() + 3_650 * SECONDS_PER_DAY;
		let holder = |key: Sr25519Keyring| key.to_account_id();
		let name = |text: &str| text.as_bytes().to_vec().try_into().expect("short enough");
		assert_ok!(Participants::license(
			pallet_collective::RawOrigin::Members(2, 3).into(),
			holder(Sr25519Keyring::DaveStash),
			name("City services"),
			H256::zero(),
			LicenceTerms::Operator { scope: Scope::All, daily_quota: 10_000, bond: 0 },
			later
		));
		assert_ok!(Participants::license(
			pallet_collective::RawOrigin::Members(2, 3).into(),
			holder(Sr25519Keyring::FerdieStash),
			name("City identity"),
			H256::repeat_byte(1),
			LicenceTerms::IdentityProvider { attestation_key: PROVIDER.public() },
			later
		));
		assert_ok!(Participants::set_reporter(
			signed(Sr25519Keyring::DaveStash),
			0,
			REPORTER.to_account_id(),
			true
		));
		let expires = Clock::now() + SECONDS_PER_DAY;
		let entries: Vec<_> = (0..3u8)
			.map(|person| {
				let statement = Statement {
					purpose: Purpose::Open,
					genesis: System::block_hash(0),
					provider: 1,
					nullifier: [person; 32],
					key: None,
					operator: Some(0),
					disposition: Some(Disposition::Entrusted),
					epoch: 0,
					expires,
				};
				Opening {
					nullifier: [person; 32],
					expires,
					signature: PROVIDER.pair().sign(&statement.message()),
					disposition: Disposition::Entrusted,
				}
			})
			.collect();
		assert_ok!(CarbonAccounts::open_for_users(
			signed(REPORTER),
			1,
			entries.try_into().unwrap()
		));
		let treasury = signed(Sr25519Keyring::DaveStash);
		assert_ok!(Points::deposit(treasury.clone(), 0, 100 * currency::UNITS));
		// A price at which the money lasts for the largest acts of all methodologies.
		let expires = Clock::now() + 730 * SECONDS_PER_DAY;
		assert_ok!(Points::open_series(treasury, 0, 1_000, expires));
		days_later(27);
		let day = Clock::today() - 25;
		test(Clock::first_minute_of(day).unwrap());
	});
}

fn register(
	group: GroupId,
	object: ObjectId,
	holders: &[(u32, u16)],
	members: u8,
	from: Option<u16>,
) {
	let expires = Clock::now() + SECONDS_PER_DAY;
	let statement = ObjectStatement {
		genesis: System::block_hash(0),
		provider: 1,
		operator: 0,
		group,
		object,
		holders,
		members,
		crediting_from: from,
		epoch: 1,
		expires,
	};
	assert_ok!(ObjectRegistry::register(
		signed(REPORTER),
		group,
		object,
		holders.to_vec().try_into().unwrap(),
		members,
		from,
		1,
		1,
		expires,
		PROVIDER.pair().sign(&statement.message()),
	));
}

fn row(citizen: u32, start: u32, duration: u16, inputs: &[u64], claims: Vec<ClaimData>) -> Row {
	Row {
		citizen,
		start,
		duration,
		inputs: inputs.iter().copied().map(Compact).collect::<Vec<_>>().try_into().unwrap(),
		claims: claims.try_into().unwrap(),
	}
}

/// Reports rows under a methodology; what became of each.
fn report(name: &str, rows: Vec<Row>) -> Vec<Outcome> {
	let rows: BoundedVec<Row, _> = rows.try_into().unwrap();
	let id = blake2_256(&(name, &rows).encode());
	let methodology = MethodologyRef { methodology: number(name), version: 1 };
	assert_ok!(ActivityReports::submit(
		signed(REPORTER),
		id,
		methodology,
		Some(H256::repeat_byte(7)),
		rows
	));
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::ActivityReports(pallet_activity_reports::Event::BatchProcessed {
				outcomes,
				..
			}) => Some(outcomes.into_inner()),
			_ => None,
		})
		.expect("a batch was processed")
}

fn reference(text: &str) -> ObjectId {
	blake2_256(text.as_bytes())
}

/// Every methodology that needs no registration: the same largest act four times on a day, each with
/// claims of its own, until the day's cap is reached.
#[test]
fn caps_hold() {
	with_citizens(|midnight| {
		for (name, _) in LIBRARY {
			let version = MethodologyRegistry::version(number(name), 1).unwrap().version;
			let needs_registration = version.definition.members().is_some()
				|| version.definition.mean().is_some()
				|| version.rules.claims.iter().any(|c| matches!(c, ClaimSpec::SitePeriod { .. }));
			// Steps have a total of the day: see below.
			if needs_registration || *name == "walking" {
				continue;
			}
			let most: Vec<u64> = version
				.definition
				.inputs
				.iter()
				.map(|input| match &input.kind {
					InputKind::Number { max, .. } => *max,
					InputKind::Category { values } => values.len() as u64 - 1,
				})
				.collect();
			// A position has room for so many open classes: not everything is one citizen's.
			let citizen = u32::from(number(name)) % 3;
			// The largest shower saves nothing: the shortest and hottest does.
			let most = if *name == "hot-water-saving" { vec![8_000, 700] } else { most };
			let computed = grams_of_raw(name, most.clone()).unwrap();
			let rows: Vec<_> = (0..20u32)
				.map(|act| {
					let claims = version
						.rules
						.claims
						.iter()
						.filter_map(|claim| match claim {
							ClaimSpec::Interval { .. } => None,
							ClaimSpec::Counter { input, .. } => {
								let length = most[usize::from(*input)];
								let from = u64::from(act) * length;
								let object = reference(name);
								let to = from + length;
								// An act beyond the cap is not taken: the next one begins later.
								Some(ClaimData::Counter { object, from, to, gap: act > 0 })
							},
							ClaimSpec::Once { .. } => {
								let reference = reference(&format!("{name} {act}"));
								Some(ClaimData::Once { reference })
							},
							other => panic!("{name}: {other:?}"),
						})
						.collect();
					// One methodology after the other takes a day of its own, so that no time clashes.
					let day = u32::from(number(name)) * MINUTES_PER_DAY;
					row(citizen, midnight + day + act * 61, 60, &most, claims)
				})
				.collect();
			let rules = &version.rules;
			let mut left = rules.max_grams_per_day;
			for (act, outcome) in report(name, rows).into_iter().enumerate() {
				let grams = computed.min(rules.max_grams_per_record).min(left);
				left -= grams;
				let expected = if grams == 0 {
					Outcome::Rejected(Reason::DailyCapReached)
				} else if grams == computed {
					Outcome::Credited { grams }
				} else {
					Outcome::Capped { grams, computed }
				};
				assert_eq!(outcome, expected, "{name}, act {act}");
			}
			assert_eq!(left, 0, "{name}: twenty of the largest acts use the day's cap up");
		}

		// Steps: the excess over the day's highest total; at 20,000 the day is full.
		let recently = midnight + 23 * MINUTES_PER_DAY;
		let steps = |minute: u32, steps: u64| row(1, recently + minute, 0, &[steps], vec![]);
		let outcomes = report(
			"walking",
			vec![steps(600, 6_000), steps(700, 5_000), steps(800, 6_049), steps(900, 100_000)],
		);
		assert_eq!(outcomes[0], Outcome::Credited { grams: 120 });
		assert_eq!(outcomes[1], Outcome::Rejected(Reason::NoExcess));
		// 49 steps more are no gram more.
		assert_eq!(outcomes[2], Outcome::Rejected(Reason::NoReduction));
		assert_eq!(outcomes[3], Outcome::Capped { grams: 280, computed: 1_880 });
	});
}

#[test]
fn one_person_is_in_one_place() {
	with_citizens(|midnight| {
		let metro = |citizen, start| row(citizen, midnight + start, 30, &[1_000], vec![]);
		let once = |text: &str| vec![ClaimData::Once { reference: reference(text) }];
		assert_eq!(
			report("shenzhen-metro", vec![metro(0, 480)]),
			[Outcome::Credited { grams: 467 }]
		);
		// The same minutes on a bus, a bicycle, an e-bike, in a carpool or at the wheel.
		let odometer =
			vec![ClaimData::Counter { object: reference("car"), from: 0, to: 100, gap: false }];
		for (name, inputs, claims) in [
			("bus-electric", vec![1], vec![]),
			("bicycle-shared", vec![300], vec![]),
			("e-bike-shared", vec![300], vec![]),
			("carpool", vec![1_000, 3], once("order 1 seat 2")),
			("ev-private", vec![100], odometer),
		] {
			let again = row(0, midnight + 500, 20, &inputs, claims.clone());
			let after = row(0, midnight + 1_000, 20, &inputs, claims);
			let outcomes = report(name, vec![again]);
			assert!(matches!(outcomes[0], Outcome::Rejected(Reason::Overlap { .. })), "{name}");
			// What was refused is not taken: later on the same day it counts. Each at its own time.
			let mut after = after;
			after.start += u32::from(number(name)) * 30;
			let outcomes = report(name, vec![after]);
			assert!(outcomes[0].grams() > 0, "{name}: {outcomes:?}");
		}
		// Driver and riders of one carpool don't exclude each other; a seat is taken once.
		let seat = |citizen, seat: &str| {
			row(citizen, midnight + 60, 25, &[1_000, 3], once(&format!("order 2 {seat}")))
		};
		let outcomes = report("carpool", vec![seat(0, "driver"), seat(1, "1"), seat(2, "1")]);
		// (10 km x 167.25 x 1.3 - 5) / 3.
		assert_eq!(outcomes[0], Outcome::Credited { grams: 723 });
		assert_eq!(outcomes[1], Outcome::Credited { grams: 723 });
		assert_eq!(outcomes[2], Outcome::Rejected(Reason::AlreadyClaimed));
		// A ticket weighs one material.
		let ticket = |mass| row(1, midnight + 600, 0, &[mass], once("ticket 77"));
		assert_eq!(
			report("waste-paper", vec![ticket(1_000)]),
			[Outcome::Credited { grams: 2_950 }]
		);
		let outcomes = report("plastic", vec![ticket(1_000)]);
		assert_eq!(outcomes, [Outcome::Rejected(Reason::AlreadyClaimed)]);
	});
}

#[test]
fn a_family_is_measured_against_its_own_week() {
	with_citizens(|midnight| {
		let meter = reference("meter 4711");
		register(10, meter, &[(0, 6_000), (1, 4_000)], 3, None);
		let mut reading = 100_000;
		// February, whatever the operator says: a baseline of 5 kWh.
		let today = Clock::day_of_minute(midnight + 8 * MINUTES_PER_DAY).unwrap();
		assert_eq!(tanpu_primitives::time::civil(today).1, 2);
		// A day of the meter as both holders report it: hundredths of a kWh.
		let mut day = |number: u32, used: u64| {
			let claim =
				ClaimData::Counter { object: meter, from: reading, to: reading + used, gap: false };
			reading += used;
			let start = midnight + number * MINUTES_PER_DAY;
			let of = |citizen| row(citizen, start, 1_440, &[used], vec![claim]);
			report("household-electricity", vec![of(0), of(1)])
		};
		// Four days are too few, and the fifth has four before it.
		for number in 0..5 {
			let short = Outcome::Recorded(Reason::BaselineTooShort);
			assert_eq!(day(number, 1_000), [short, short], "day {number}");
		}
		// Above the baseline of 5 kWh: against the mean of 10, 2 kWh x 441.9 = 883 g, of which 60 and
		// 40 hundredths.
		let shares = |grams: u64| {
			[6_000, 4_000]
				.map(|share| Outcome::Credited { grams: grams * share / u64::from(WHOLE) })
		};
		assert_eq!(day(5, 800), shares(883));
		// Below it: 5 - 4 = 1 kWh, whatever the mean is.
		assert_eq!(day(6, 400), shares(441));
		// The mean of the seven days before is (5 x 10 + 8 + 4) / 7 = 8.85: a day of 8.86 is no saving.
		let nothing = Outcome::Recorded(Reason::NoReduction);
		assert_eq!(day(7, 886), [nothing, nothing]);
		// And now (4 x 10 + 8 + 4 + 8.86) / 7 = 8.69: 8.49 saves 0.2 kWh, 88 g.
		assert_eq!(day(8, 849), shares(88));
		// The same meter can't be credited for peak shaving: its readings are taken.
		let claim = ClaimData::Counter { object: meter, from: 0, to: 300, gap: false };
		let peak = row(0, midnight + 9 * MINUTES_PER_DAY, 1_440, &[300, 500], vec![claim]);
		let outcomes = report("peak-valley-shift", vec![peak]);
		assert_eq!(outcomes, [Outcome::Rejected(Reason::CounterOverlap)]);
	});
}

#[test]
fn roofs_and_forests_are_credited_day_after_day() {
	with_citizens(|midnight| {
		let first = Clock::day_of_minute(midnight).unwrap();
		let (roof, forest) = (reference("roof 1"), reference("forest 1"));
		register(16, roof, &[(0, WHOLE)], 0, Some(first));
		register(17, forest, &[(0, 5_000), (2, 2_500)], 0, Some(first));
		let period = |citizen, object, from: u16, to: u16, inputs: &[u64]| {
			let last = midnight + u32::from(to - 1) * MINUTES_PER_DAY;
			let claim = ClaimData::Site { object, from: first + from, to: first + to };
			row(citizen, last, 1_440, inputs, vec![claim])
		};
		let pv = |from, to, energy| {
			report("rooftop-pv", vec![period(0, roof, from, to, &[energy, 150])])
		};
		// 1.972 kWh x 420 g.
		assert_eq!(pv(0, 1, 1_972), [Outcome::Credited { grams: 828 }]);
		assert_eq!(pv(0, 2, 3_359), [Outcome::Rejected(Reason::SiteOverlap)]);
		assert_eq!(pv(2, 3, 3_359), [Outcome::Rejected(Reason::SiteGap)]);
		assert_eq!(pv(1, 3, 5_000), [Outcome::Credited { grams: 2_100 }]);
		// 10 m3 of conifers: 8,530,500 g, half of it and a quarter; the rest is nobody's.
		let grown = |citizen| period(citizen, forest, 0, 20, &[0, 12_000, 13_000]);
		let outcomes = report("forestry", vec![grown(0), grown(1), grown(2)]);
		assert_eq!(outcomes[0], Outcome::Credited { grams: 4_265_250 });
		assert!(matches!(outcomes[1], Outcome::Rejected(_)));
		assert_eq!(outcomes[2], Outcome::Credited { grams: 2_132_625 });
	});
}

#[test]
fn what_the_chain_provides_is_declared_where_real_methods_need_it() {
	let provided: Vec<_> = LIBRARY
		.iter()
		.filter_map(|(name, source)| {
			let definition = content(source).definition;
			let mean = definition.mean().map(|(_, input)| match input.origin {
				Origin::Mean { days, least, .. } => (days, least),
				_ => (0, 0),
			});
			let members = definition.members().is_some();
			let month = definition.month().is_some();
			(mean.is_some() || members || month).then_some((*name, mean, members, month))
		})
		.collect();
	assert_eq!(
		provided,
		[
			("household-electricity", Some((7, 5)), true, true),
			("peak-valley-shift", Some((7, 5)), false, false),
			("gas-saving", Some((30, 20)), true, false),
			("water-saving", Some((30, 20)), true, false),
		]
	);
}

#[test]
fn the_worked_example_of_the_docs_is_true() {
	use tanpu_formula::{explain, render_steps, Lang};
	let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/methodologies.md");
	let page = std::fs::read_to_string(page).unwrap();
	let definition = content(source("hot-water-saving")).definition;
	let steps = explain(&definition, &[33_600, 360]).unwrap();
	let texts = [Lang::En, Lang::Zh].map(|lang| render_steps(&definition, &steps, lang));
	let lacking: Vec<_> = texts.iter().filter(|text| !page.contains(text.as_str())).collect();
	assert!(lacking.is_empty(), "the page lacks:\n{lacking:#?}");
}
