//! Reading, refusing and printing.

use crate::{groups, parse, to_toml, Content, Problem};
use tanpu_formula::{evaluate, print_formula, InputKind, Origin, SourceKind};
use tanpu_primitives::ClaimSpec;

const METRO: &str = include_str!("../../methodologies/shenzhen-metro.toml");

/// Everything that the schema has: a mean, members, a month, a category, a table, every kind of claim.
const HOUSEHOLD: &str = r#"
jurisdiction = "CN-SZ"
scenario = "household-electricity"
formula = '''
let fair = mean * clamp(members / 3 person, 0.5, 1.5);
max(0 kWh, fair - used) * grid[region, year]
'''

[title]
zh = "居民节电"
en = "Household \"electricity\" \\ saving"

[document]
uri = "somewhere, 2022-06"
hash = "0x1111111111111111111111111111111111111111111111111111111111111111"

[sections]
applicability = """
Two lines,
of which one has "quotes"."""
crediting_period_days = 30

[[input]]
name = "used"
label = "用电量 electricity used"
unit = "kWh"
decimals = 1
min = 0
max = 1000

[[input]]
name = "mean"
unit = "kWh"
decimals = 3
min = 0
max = 1000
mean = { of = "used", days = 7, least = 5 }

[[input]]
name = "members"
unit = "person"
decimals = 0
min = 1
max = 20
members = true

[[input]]
name = "region"
values = ["south", "north"]

[[input]]
name = "year"
values = ["y2022", "y2023", "y2024"]

[[input]]
name = "month"
values = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"]
month = true

[[table]]
name = "grid"
keys = ["region", "year"]
unit = "kgCO2e/kWh"
values = [0.4403, 0.4419, "0.5", 1, 2.5, 0.000000000000000001]
kind = "reference"
source = "as printed"

[rules]
points_per_kg = 8.4
growth_per_kg = 1000
max_grams_per_record = 10_000
max_grams_per_day = 1000000000000
evidence_required = false
device_required = true
operator_share_percent = 12.5
verifiers_needed = 1

[[rules.claim]]
kind = "counter"
group = 10
input = "used"

[[rules.claim]]
kind = "once"
group = 11
lasting = true
"#;

/// The metro as something that claims a site.
fn roof() -> String {
	METRO
		.replace("kind = \"interval\"", "kind = \"site-period\"\nmax_days = 9125")
		.replace("crediting_period_days = 0", "crediting_period_days = 9125")
}

fn household() -> String {
	HOUSEHOLD.replace("grid[region, year]", "lookup(grid)")
}

fn problem(source: &str) -> Problem {
	parse(source).expect_err("should be refused")
}

/// The problem that a replacement makes.
fn broken(source: &str, from: &str, to: &str) -> Problem {
	assert!(source.contains(from), "{from}");
	problem(&source.replacen(from, to, 1))
}

/// The line (from 1) on which a text stands.
fn line_of(source: &str, text: &str) -> usize {
	source[..source.find(text).unwrap()].matches('\n').count() + 1
}

/// The problem stands where `at` begins in the broken source.
fn stands_at(source: &str, from: &str, to: &str, at: &str) -> Problem {
	let changed = source.replacen(from, to, 1);
	let found = broken(source, from, to);
	let offset = changed.find(to).unwrap() + to.find(at).unwrap();
	let before = &changed[..offset];
	let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
	assert_eq!((found.line, found.column), (before.matches('\n').count() + 1, column), "{found}");
	found
}

#[test]
fn the_metro_methodology_is_what_was_published() {
	let content = parse(METRO).unwrap();
	assert_eq!(print_formula(&content.definition).trim(), "distance * factor");
	// 2.52 km at 46.7 g: 117.684 g.
	assert_eq!(evaluate(&content.definition, &[252]), Ok(117));
	assert_eq!(evaluate(&content.definition, &[10_000]), Ok(4_670));
	assert!(evaluate(&content.definition, &[10_001]).is_err());
	assert_eq!(content.rules.points_per_kg, 844);
	assert_eq!(content.rules.claims.to_vec(), [ClaimSpec::Interval { group: 1 }]);
	let factor = &content.definition.parameters[0];
	assert_eq!(factor.value.to_string(), "46.7");
	assert_eq!(factor.kind, SourceKind::Official);
	// The same file is the same content: publishing is idempotent by its hash.
	assert_eq!(content.hash(), parse(METRO).unwrap().hash());
}

#[test]
fn malformed_toml_says_where() {
	let source = METRO.replace("scenario = \"metro\"", "scenario = metro");
	let found = problem(&source);
	assert_eq!(found.line, line_of(&source, "scenario = metro"));
	assert!(found.column > 1, "{found:?}");
	let found = stands_at(METRO, "scenario = \"metro\"", "szenario = \"metro\"", "szenario");
	assert!(found.message.contains("szenario"), "{found:?}");
	assert!(found.message.contains("expected"), "{found:?}");
	assert_eq!(found.to_string(), format!("{}:{}: {}", found.line, found.column, found.message));
}

#[test]
fn unknown_keys_and_wrong_types_say_where() {
	let text = household();
	for (from, to, at) in [
		("least = 5 }", "least = 5, lest = 4 }", "lest"),
		("verifiers_needed = 1", "verifiers_needed = 1\nverifiers = 1", "verifiers = 1"),
		("decimals = 1", "decimals = \"1\"", "\"1\""),
		("decimals = 1", "decimals = -1", "-1"),
		("members = true", "members = 3", "3"),
		("evidence_required = false", "evidence_required = \"no\"", "\"no\""),
		("device_required = true", "device_required = 1", "1"),
		("month = true", "month = 7", "7"),
		("days = 7", "days = \"7\"", "\"7\""),
		("min = 0", "min = true", "true"),
		("growth_per_kg = 1000", "growth_per_kg = 0.5", "0.5"),
		("growth_per_kg = 1000", "growth_per_kg = 1000001", "1000001"),
		("max_grams_per_record = 10_000", "max_grams_per_record = 0", "0"),
		("verifiers_needed = 1", "verifiers_needed = 9", "9"),
		("points_per_kg = 8.4", "points_per_kg = 100000.01", "100000.01"),
		("operator_share_percent = 12.5", "operator_share_percent = 100.1", "100.1"),
		("group = 10", "group = 64", "64"),
		("group = 11\nlasting", "group = 10\nlasting", "10"),
	] {
		let found = stands_at(&text, from, to, at);
		let told = ["expected", "unknown"].iter().any(|word| found.message.contains(word));
		assert!(told, "{to}: {found}");
	}
	stands_at(&roof(), "max_days = 9125", "max_days = 9125\nmin_days = 1", "min_days");
	stands_at(&roof(), "max_days = 9125", "max_days = 70000", "70000");
}

#[test]
fn claims_inputs_and_texts_must_go_together() {
	let text = household();
	let claim = "kind = \"once\"\ngroup = 11\nlasting = true";
	for (source, from, to, at, words) in [
		(
			&text,
			claim,
			"kind = \"daily-high-water\"\ngroup = 11\ninput = \"used\"",
			"\"daily-high-water\"",
			"can't be the mean",
		),
		(
			&text,
			claim,
			"kind = \"counter\"\ngroup = 11\ninput = \"used\"",
			"\"counter\"",
			"a second claim of an object",
		),
		(
			&text,
			"group = 10\ninput = \"used\"",
			"group = 10\ninput = \"night\"",
			"\"night\"",
			"to count 'used'",
		),
		(&roof(), "max_days = 9125", "max_days = 9124", "9124", "crediting_period_days is 9125"),
	] {
		let night =
			"[[input]]\nname = \"night\"\nunit = \"kWh\"\ndecimals = 1\nmin = 0\nmax = 9\n\n";
		let source = source.replacen("[rules]", &format!("{night}[rules]"), 1);
		let found = stands_at(&source, from, to, at);
		assert!(found.message.contains(words), "{found}");
		assert!(found.message.contains("expected"), "{found}");
	}
	let counter = "kind = \"counter\"\ngroup = 10\ninput = \"used\"";
	let found = broken(&text, counter, "kind = \"interval\"\ngroup = 10");
	assert_eq!(found.line, line_of(&text, "name = \"members\""));
	assert!(found.message.contains("no claim names an object"), "{found}");
}

#[test]
fn a_malformed_formula_says_where_in_the_file() {
	let source = METRO.replace("distance * factor", "distance * * factor");
	let found = problem(&source);
	assert_eq!(found.line, line_of(&source, "distance * *"));
	let line = source.lines().nth(found.line - 1).unwrap();
	assert_eq!(found.column, line.rfind('*').unwrap() + 1, "{found:?}");
	assert!(found.message.contains("expected"), "{found:?}");
}

#[test]
fn wrong_dimensions_name_both() {
	let source = METRO.replace("distance * factor", "distance + factor");
	let found = problem(&source);
	assert_eq!(found.line, line_of(&source, "distance + factor"));
	assert!(found.message.contains("distance") && found.message.contains("CO2e"), "{found:?}");
	let source = METRO.replace("\ndistance * factor", "\ndistance * 2");
	assert!(problem(&source).message.contains("must be a CO2e mass"));
}

#[test]
fn unknown_units_are_named() {
	let found = stands_at(METRO, "gCO2e/pkm", "gCO2e/parsec", "parsec");
	assert!(found.message.contains("unknown unit 'parsec'"), "{found:?}");
	assert!(found.message.contains("pkm"), "{found:?}");
}

#[test]
fn numbers_are_taken_as_written() {
	// A float would not be 0.1 + 18 decimals exactly.
	let source = METRO.replace("value = 46.7", "value = 46.700000000000000001");
	let content = parse(&source).unwrap();
	assert_eq!(content.definition.parameters[0].value.to_string(), "46.700000000000000001");
	let found = broken(METRO, "value = 46.7", "value = 46.7e1");
	assert!(found.message.contains("decimal"), "{found:?}");
	let found = broken(METRO, "value = 46.7", "value = true");
	assert!(found.message.contains("expected a number"), "{found:?}");
}

#[test]
fn rules_are_checked() {
	let found = stands_at(METRO, "kind = \"interval\"", "kind = \"odometer\"", "\"odometer\"");
	assert!(found.message.contains("unknown claim 'odometer'"));
	let to = "kind = \"counter\"\ninput = \"steps\"";
	let found = stands_at(METRO, "kind = \"interval\"", to, "\"steps\"");
	assert!(found.message.contains("unknown input 'steps'"));
	let found = broken(METRO, "kind = \"interval\"", "kind = \"counter\"");
	assert!(found.message.contains("needs `input`"));
	let found = broken(METRO, "kind = \"interval\"", "kind = \"site-period\"");
	assert!(found.message.contains("needs `max_days`"));
	let found = stands_at(METRO, "group = 1", "group = 1\ninput = \"distance\"", "\"distance\"");
	assert!(found.message.contains("interval takes no input"), "{found}");
	let found = broken(METRO, "kind = \"official\"", "kind = \"rumour\"");
	assert!(found.message.contains("official, reference or platform"));
	let at = METRO.find("[[rules.claim]]").unwrap();
	assert!(problem(&METRO[..at]).message.contains("at least one"));
	// What the chain provides can't be claimed by, nor can a category.
	for other in ["mean", "members", "region", "month"] {
		let to = format!("input = \"{other}\"");
		let found = broken(&household(), "input = \"used\"", &to);
		assert!(found.message.contains("a reported number"), "{found}");
	}
}

#[test]
fn provided_inputs_are_checked() {
	let text = household();
	let used = "of = \"used\"";
	for (from, to, at, words) in [
		(used, "of = \"usd\"", "\"usd\"", "names no input"),
		(used, "of = \"mean\"", "\"mean\"", "is not reported"),
		(used, "of = \"members\"", "\"members\"", "is not reported"),
		(used, "of = \"region\"", "\"region\"", "is a category"),
		(used, "of = \"month\"", "\"month\"", "is a category"),
		(", \"m12\"]\nmonth = true", "]\nmonth = true", "true", "12 values, January first"),
		("members = true", "month = true", "true", "12 values, January first"),
		("days = 7", "days = 32", "32", "1 to 31"),
		("days = 7", "days = 0", "0", "1 to 31"),
		("least = 5", "least = 8", "8", "1 to 7"),
		("least = 5", "least = 0", "0", "1 to 7"),
		("max = 20\nmembers = true", "max = 300\nmembers = true", "true", "at most 255"),
	] {
		let found = stands_at(&text, from, to, at);
		assert!(found.message.contains(words), "{found}");
	}
	// The mean is of the same thing in the same unit, and loses no decimals.
	let found = broken(&text, "unit = \"kWh\"", "unit = \"MJ\"");
	assert!(found.message.contains("is in MJ, and 'mean' in kWh"), "{found}");
	let found = broken(&text, "decimals = 1", "decimals = 4");
	assert!(found.message.contains("has 4 decimals, and 'mean' 3"), "{found}");
	let found = broken(
		&text,
		"members = true",
		"members = true\nmean = { of = \"used\", days = 1, least = 1 }",
	);
	assert!(found.message.contains("mean and members"), "{found}");
	let both = "values = [\"south\", \"north\"]\nmembers = true";
	let found = broken(&text, "values = [\"south\", \"north\"]", both);
	assert!(found.message.contains("expected no members"), "{found}");
	// One month, which may be denied.
	let month = &text[text.find("[[input]]\nname = \"month\"").unwrap()..];
	let month = &month[..month.find("[[table]]").unwrap()];
	let again = format!("{}[[table]]", month.replace("\"month\"", "\"again\""));
	let found = stands_at(&text, "[[table]]", &again, "true");
	assert!(found.message.contains("at most one input with month"), "{found}");
	let denied = parse(&text.replace("month = true", "month = false")).unwrap();
	assert_eq!(denied.definition.inputs[5].origin, Origin::Reported);
}

#[test]
fn provided_inputs_and_site_periods_are_read() {
	let content = parse(&household()).unwrap();
	let origins: Vec<_> = content.definition.inputs.iter().map(|input| input.origin).collect();
	let mean = Origin::Mean { of: 0, days: 7, least: 5 };
	let reported = Origin::Reported;
	assert_eq!(origins, [reported, mean, Origin::Members, reported, reported, Origin::Month]);
	assert_eq!(content.definition.reported().count(), 3);
	let expected =
		[ClaimSpec::Counter { group: 10, input: 0 }, ClaimSpec::Once { group: 11, lasting: true }];
	assert_eq!(content.rules.claims.to_vec(), expected);
	let site = ClaimSpec::SitePeriod { group: 1, max_days: 9_125 };
	assert_eq!(parse(&roof()).unwrap().rules.claims.to_vec(), [site]);
	let steps =
		METRO.replace("kind = \"interval\"", "kind = \"daily-high-water\"\ninput = \"distance\"");
	let total = ClaimSpec::DailyHighWater { group: 1, input: 0 };
	assert_eq!(parse(&steps).unwrap().rules.claims.to_vec(), [total]);
	assert!(matches!(content.definition.inputs[4].kind, InputKind::Category { .. }));
	// 3 members: 10 kWh a day before, 7.5 used, 0.4419 kg/kWh.
	assert_eq!(evaluate(&content.definition, &[75, 10_000, 3, 0, 1, 6]), Ok(1_104));
}

#[test]
fn printed_contents_read_back() {
	for source in [METRO, &household(), &roof()] {
		let content = parse(source).unwrap();
		let printed = to_toml(&content);
		let again: Content = match parse(&printed) {
			Ok(again) => again,
			Err(problem) => panic!("{problem}\n{printed}"),
		};
		assert_eq!(again, content, "{printed}");
		assert_eq!(again.hash(), content.hash());
		// Printing is stable: a formatted file stays as it is.
		assert_eq!(to_toml(&again), printed);
	}
	let printed = to_toml(&parse(&household()).unwrap());
	assert!(printed.contains("mean = { of = \"used\", days = 7, least = 5 }"), "{printed}");
	assert!(printed.contains("\"m12\"]\nmonth = true\n"), "{printed}");
	assert!(printed.contains("0.4403, 0.4419, 0.5,\n"), "{printed}");
	assert!(printed.contains("points_per_kg = 8.4\n"), "{printed}");
}

#[test]
fn printing_shows_and_never_does_what_foreign_bytes_ask_for() {
	let mut content = parse(METRO).unwrap();
	content.texts.title_en = b"a\x1b[2J\xe2\x80\xaeb\xff".to_vec();
	content.rules.max_grams_per_day = u64::MAX;
	let printed = to_toml(&content);
	assert!(!printed.contains('\u{1b}') && !printed.contains('\u{202e}'));
	assert!(printed.contains("\\U0000001B[2J\\U0000202Eb"), "{printed}");
	// It is still TOML, of a content that is refused.
	assert!(problem(&printed).message.contains("text-direction"));
}

#[test]
fn every_methodology_of_the_library_reads_back() {
	let library = concat!(env!("CARGO_MANIFEST_DIR"), "/../methodologies");
	let mut count = 0;
	for entry in std::fs::read_dir(library).unwrap() {
		let path = entry.unwrap().path();
		if path.extension().is_none_or(|ext| ext != "toml") {
			continue;
		}
		if path.file_stem().is_some_and(|stem| stem == "groups") {
			let found = groups::read(&path).unwrap();
			assert_eq!(groups::parse(&groups::to_toml(&found)).unwrap(), found);
			continue;
		}
		let content = crate::read(&path).unwrap();
		assert_eq!(parse(&to_toml(&content)).unwrap(), content, "{}", path.display());
		count += 1;
	}
	assert!(count > 0);
}

#[test]
fn deceptive_text_is_refused() {
	let source = METRO.replace("scenario = \"metro\"", "scenario = \"me\u{202e}tro\"");
	assert!(problem(&source).message.contains("text-direction"));
}

#[test]
fn files_are_named() {
	let missing = crate::read("no-such-file.toml".as_ref()).unwrap_err().to_string();
	assert!(missing.starts_with("can't read no-such-file.toml: "), "{missing}");
	let path = std::env::temp_dir().join(format!("tanpu-file-{}.toml", std::process::id()));
	std::fs::write(&path, METRO.replace("scenario", "szenario")).unwrap();
	let wrong = crate::read(&path).unwrap_err().to_string();
	std::fs::remove_file(&path).unwrap();
	let line = line_of(METRO, "scenario");
	assert!(wrong.starts_with(&format!("{}:{line}:1: ", path.display())), "{wrong}");
}

const GROUPS: &str = r#"
[[group]]
number = 2
name = "骑行 cycling"
conflicts = [1]
deadline_days = 7
longest_minutes = 240
tolerance_minutes = 1

[[group]]
number = 1
name = "metro"
deadline_days = 14
longest_minutes = 300
"#;

#[test]
fn groups_are_read_and_printed() {
	let found = groups::parse(GROUPS).unwrap();
	let [metro, cycling] = found.as_slice() else { panic!("{found:?}") };
	assert_eq!((metro.number, metro.conflicts, metro.tolerance_minutes), (1, 0b110, 0));
	assert_eq!((cycling.number, cycling.conflicts, cycling.deadline_days), (2, 0b110, 7));
	assert_eq!(cycling.name, "骑行 cycling");
	assert_eq!(metro.others().collect::<Vec<_>>(), [2]);
	assert_eq!(groups::parse(&groups::to_toml(&found)).unwrap(), found);
}

#[test]
fn wrong_groups_say_where() {
	for (from, to, at, words) in [
		("conflicts = [1]", "conflicts = [1, 9]", "9]", "not in this file"),
		("conflicts = [1]", "conflicts = [64]", "64", "0 to 63"),
		("number = 1", "number = 2", "2", "already"),
		("number = 1", "number = 64", "64", "0 to 63"),
		("number = 1", "nummer = 1", "nummer", "unknown field"),
		("deadline_days = 14", "deadline_days = 367", "367", "0 to 366"),
		("longest_minutes = 300", "longest_minutes = 0", "0", "1 to 1440"),
		("longest_minutes = 300", "longest_minutes = \"x\"", "\"x\"", "expected"),
		("name = \"metro\"", "name = \" \"", "\" \"", "empty"),
		("name = \"metro\"", "name = \"a\\u202eb\"", "\"a", "text-direction"),
	] {
		let changed = GROUPS.replacen(from, to, 1);
		let found = groups::parse(&changed).expect_err(to);
		// The last place: `number = 2` stands there twice.
		let offset = changed.rfind(to).unwrap() + to.find(at).unwrap();
		let before = &changed[..offset];
		let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
		let place = (before.matches('\n').count() + 1, column);
		assert_eq!((found.line, found.column), place, "{to}: {found}");
		assert!(found.message.contains(words), "{found}");
	}
	assert!(groups::parse("").unwrap_err().message.contains("at least one"));
}
