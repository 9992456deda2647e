//! `tanpu methodology diff`: what differs between two contents, field by field.

use super::{
	content::{cells, claim_text, kind_word, origin_text, quantity},
	subject::{Found, Subject},
};
use crate::{
	cli::Global,
	decimal::format_scaled,
	failure::{Done, Result},
	output::points,
	types::registry::{Content, Texts},
};
use serde_json::{json, Value};
use tanpu_formula::{print_formula, Definition, Input, InputKind, Parameter, Table};
use tanpu_primitives::{ClaimSpec, CreditingRules};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  tanpu methodology diff 0@1 0@2\n  \
	tanpu methodology diff 0 methodologies/shenzhen-metro.toml\n  \
	tanpu methodology diff old.toml new.toml\n\n\
	Exit code 0 where they are equal, 1 where they are not.")]
pub struct Arguments {
	/// The earlier one: a TOML file, or a number on the chain such as 0 or 0@1.
	a: Subject,
	/// The later one.
	b: Subject,
}

pub async fn run(global: &Global, Arguments { a, b }: Arguments) -> Result<Done> {
	let (a, b) = (a.find(global).await?, b.find(global).await?);
	let difference = compare(&a.content, &b.content);
	let equal = difference.is_empty();
	global.output().result(difference.json(&a, &b), difference.text(&a.name, &b.name));
	Ok(if equal { Done::All } else { Done::Different })
}

/// A field that differs; none where it isn't there.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Change {
	field: String,
	old: Option<String>,
	new: Option<String>,
}

/// A line of a formula: in both, in the first or in the second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Line {
	Same,
	Old,
	New,
}

#[derive(Default)]
struct Difference {
	changes: Vec<Change>,
	/// The lines of both formulas, where they differ.
	formula: Vec<(Line, String)>,
}

impl Difference {
	fn is_empty(&self) -> bool {
		self.changes.is_empty() && self.formula.is_empty()
	}

	fn json(&self, a: &Found, b: &Found) -> Value {
		let hash = |found: &Found| format!("{:?}", found.content.hash());
		json!({
			"a": a.name, "b": b.name, "equal": self.is_empty(),
			"content_hash": { "a": hash(a), "b": hash(b) },
			"changes": self.changes.iter().map(|change| json!({
				"field": change.field, "old": change.old, "new": change.new,
			})).collect::<Vec<_>>(),
			"formula": self.formula.iter().map(|(line, text)| json!({
				"line": sign(*line), "text": text,
			})).collect::<Vec<_>>(),
		})
	}

	fn text(&self, a: &str, b: &str) -> String {
		if self.is_empty() {
			return format!("{a} and {b} are equal");
		}
		let mut out = vec![format!("--- {a}"), format!("+++ {b}")];
		for change in &self.changes {
			out.push(change.field.clone());
			// Each line with its sign: what a text says can't pass for another field.
			for (line, value) in [(Line::Old, &change.old), (Line::New, &change.new)] {
				let lines = value.iter().flat_map(|value| value.split('\n'));
				out.extend(lines.map(|text| format!("  {} {text}", sign(line))));
			}
		}
		if !self.formula.is_empty() {
			out.push("formula".into());
			out.extend(self.formula.iter().map(|(line, text)| format!("  {} {text}", sign(*line))));
		}
		out.join("\n")
	}

	fn field(&mut self, field: impl Into<String>, old: Option<String>, new: Option<String>) {
		if old != new {
			self.changes.push(Change { field: field.into(), old, new });
		}
	}

	fn fields(&mut self, old: Vec<(String, String)>, new: Vec<(String, String)>) {
		let mut names: Vec<&String> = old.iter().map(|(name, _)| name).collect();
		names.extend(
			new.iter()
				.map(|(name, _)| name)
				.filter(|name| !names.contains(name))
				.collect::<Vec<_>>(),
		);
		let value = |list: &[(String, String)], name: &str| {
			list.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
		};
		for name in names {
			self.field(name.clone(), value(&old, name), value(&new, name));
		}
	}
}

fn sign(line: Line) -> &'static str {
	match line {
		Line::Same => " ",
		Line::Old => "-",
		Line::New => "+",
	}
}

fn compare(old: &Content, new: &Content) -> Difference {
	let mut found = Difference::default();
	found.fields(texts(&old.texts), texts(&new.texts));
	let all = |content: &Content| {
		let definition = &content.definition;
		let mut fields = Vec::new();
		fields.extend(definition.inputs.iter().flat_map(|input| of_input(input, definition)));
		fields.extend(definition.parameters.iter().flat_map(of_parameter));
		fields.extend(definition.tables.iter().flat_map(|table| of_table(table, definition)));
		fields
	};
	found.fields(all(old), all(new));
	let (before, after) = order(&old.definition, &new.definition);
	found.field("order of inputs", before, after);
	let (before, after) = (print_formula(&old.definition), print_formula(&new.definition));
	if before.trim_end() != after.trim_end() {
		found.formula = lines(&before, &after);
	}
	found.fields(rules(&old.rules), rules(&new.rules));
	found.fields(claims(old), claims(new));
	if found.is_empty() && old != new {
		// Nothing that has a name above: told all the same, never hidden.
		let hash = |content: &Content| Some(format!("{:?}", content.hash()));
		found.field("content hash", hash(old), hash(new));
	}
	found
}

fn texts(texts: &Texts) -> Vec<(String, String)> {
	let sections = &texts.sections;
	// What a terminal must not do is escaped where it is printed.
	let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	[
		("title.zh", text(&texts.title_zh)),
		("title.en", text(&texts.title_en)),
		("jurisdiction", text(&texts.jurisdiction)),
		("scenario", text(&texts.scenario)),
		("document.uri", text(&texts.document.uri)),
		("document.hash", format!("{:?}", texts.document.hash)),
		("sections.applicability", text(&sections.applicability)),
		("sections.additionality", text(&sections.additionality)),
		("sections.excluded_mechanisms", text(&sections.excluded_mechanisms)),
		("sections.monitoring", text(&sections.monitoring)),
		("sections.crediting_period_days", sections.crediting_period_days.to_string()),
	]
	.into_iter()
	.map(|(name, value)| (name.to_owned(), value))
	.filter(|(_, value)| !value.is_empty())
	.collect()
}

fn of_input(input: &Input, definition: &Definition) -> Vec<(String, String)> {
	let mut fields = vec![("label", input.label.to_string())];
	match &input.kind {
		InputKind::Number { unit, decimals, min, max } => fields.extend([
			("unit", unit.to_string()),
			("decimals", decimals.to_string()),
			("min", quantity(format_scaled(*min, *decimals), unit)),
			("max", quantity(format_scaled(*max, *decimals), unit)),
		]),
		InputKind::Category { values } => {
			let values: Vec<_> = values.iter().map(|value| value.as_str()).collect();
			fields.push(("values", values.join(", ")));
		},
	}
	fields.push(("who says", origin_text(input, definition)));
	named("input", input.name.as_str(), fields)
}

/// Value, unit and source belong together: they are told together.
fn of_parameter(parameter: &Parameter) -> Vec<(String, String)> {
	let Parameter { name, label, value, unit, kind, source } = parameter;
	let value = format!("{} ({}: {source})", quantity(value, unit), kind_word(*kind));
	named("parameter", name.as_str(), vec![("label", label.to_string()), ("value", value)])
}

fn of_table(table: &Table, definition: &Definition) -> Vec<(String, String)> {
	let keys: Vec<_> = table
		.keys
		.iter()
		.filter_map(|key| definition.inputs.get(usize::from(*key)))
		.map(|input| input.name.as_str())
		.collect();
	let name = table.name.as_str();
	let mut fields = named(
		"table",
		name,
		vec![
			("label", table.label.to_string()),
			("keys", keys.join(", ")),
			("unit", table.unit.to_string()),
			("source", format!("{}: {}", kind_word(table.kind), table.source)),
		],
	);
	fields.extend(
		cells(table, definition)
			.into_iter()
			.map(|(cell, value)| (format!("table {name}[{cell}]"), quantity(value, &table.unit))),
	);
	fields
}

fn named(kind: &str, name: &str, fields: Vec<(&str, String)>) -> Vec<(String, String)> {
	fields
		.into_iter()
		.filter(|(_, value)| !value.is_empty())
		.map(|(field, value)| (format!("{kind} {name}: {field}"), value))
		.collect()
}

/// The order of the inputs that both have, which is that of the values in a report.
fn order(old: &Definition, new: &Definition) -> (Option<String>, Option<String>) {
	let common = |of: &Definition, with: &Definition| {
		let names: Vec<_> = of
			.inputs
			.iter()
			.map(|input| input.name.as_str())
			.filter(|name| with.input_index(name).is_some())
			.collect();
		Some(names.join(", "))
	};
	(common(old, new), common(new, old))
}

fn rules(rules: &CreditingRules) -> Vec<(String, String)> {
	let CreditingRules {
		points_per_kg,
		growth_per_kg,
		max_grams_per_record,
		max_grams_per_day,
		claims: _,
		evidence_required,
		device_required,
		operator_share,
		verifiers_needed,
	} = rules;
	[
		("points_per_kg", points(u64::from(*points_per_kg))),
		("growth_per_kg", growth_per_kg.to_string()),
		("max_grams_per_record", max_grams_per_record.to_string()),
		("max_grams_per_day", max_grams_per_day.to_string()),
		("evidence_required", evidence_required.to_string()),
		("device_required", device_required.to_string()),
		("operator_share", format!("{operator_share:?}")),
		("verifiers_needed", verifiers_needed.to_string()),
	]
	.into_iter()
	.map(|(name, value)| (format!("rules.{name}"), value))
	.collect()
}

/// What is claimed, by group; and the order, which is that of the data in a report.
fn claims(content: &Content) -> Vec<(String, String)> {
	let claims = &content.rules.claims;
	let mut fields: Vec<(String, String)> = claims
		.iter()
		.map(|claim| {
			let text = claim_text(claim, &content.definition);
			(format!("claim in group {}", claim.group()), text)
		})
		.collect();
	let with_data: Vec<_> =
		claims.iter().filter(|claim| claim.needs_data()).map(ClaimSpec::group).collect();
	if with_data.len() > 1 {
		fields.push(("order of claims".into(), format!("groups {with_data:?}")));
	}
	fields
}

/// The lines of both, those in common once: the longest sequence that they share.
fn lines(old: &str, new: &str) -> Vec<(Line, String)> {
	let old: Vec<&str> = old.trim_end().lines().collect();
	let new: Vec<&str> = new.trim_end().lines().collect();
	// How many lines the rests have in common, from the end. A formula has 17 lines at most.
	let mut common = vec![vec![0usize; new.len() + 1]; old.len() + 1];
	for i in (0..old.len()).rev() {
		for j in (0..new.len()).rev() {
			common[i][j] = if old[i] == new[j] {
				common[i + 1][j + 1] + 1
			} else {
				common[i + 1][j].max(common[i][j + 1])
			};
		}
	}
	let (mut i, mut j) = (0, 0);
	let mut out = Vec::new();
	while i < old.len() || j < new.len() {
		if i < old.len() && j < new.len() && old[i] == new[j] {
			out.push((Line::Same, old[i].to_owned()));
			(i, j) = (i + 1, j + 1);
		} else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
			out.push((Line::Old, old[i].to_owned()));
			i += 1;
		} else {
			out.push((Line::New, new[j].to_owned()));
			j += 1;
		}
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::methodology_file::parse;

	const BEFORE: &str = r#"
jurisdiction = "CN-SZ"
scenario = "heat"
formula = '''
let saved = used * factor;
saved * lookup(share)
'''

[title]
zh = "热水"

[document]
uri = "somewhere"
hash = "0x0000000000000000000000000000000000000000000000000000000000000000"

[[input]]
name = "used"
unit = "kWh"
decimals = 1
min = 0
max = 10

[[input]]
name = "season"
values = ["summer", "winter"]

[[parameter]]
name = "factor"
value = 0.5
unit = "kgCO2e/kWh"
kind = "reference"
source = "a book, 2019"

[[table]]
name = "share"
keys = ["season"]
unit = "1"
values = [1, 0.5]
kind = "platform"
source = "the platform"

[rules]
points_per_kg = 8
growth_per_kg = 1000
max_grams_per_record = 1000
max_grams_per_day = 2000
evidence_required = false
operator_share_percent = 20
verifiers_needed = 1

[[rules.claim]]
kind = "interval"
group = 3
"#;

	fn changes(replacements: &[(&str, &str)]) -> Difference {
		let mut after = BEFORE.to_owned();
		for (from, to) in replacements {
			assert!(after.contains(from), "{from}");
			after = after.replace(from, to);
		}
		let before = parse(BEFORE).unwrap_or_else(|problem| panic!("{problem}"));
		let after = parse(&after).unwrap_or_else(|problem| panic!("{problem}\n{after}"));
		compare(&before, &after)
	}

	/// The only change that a replacement makes.
	fn change(from: &str, to: &str) -> (String, String, String) {
		let found = changes(&[(from, to)]);
		assert!(found.formula.is_empty());
		let [Change { field, old, new }] = found.changes.as_slice() else {
			panic!("{:?}", found.changes)
		};
		let shown = |value: &Option<String>| value.clone().unwrap_or_default();
		(field.clone(), shown(old), shown(new))
	}

	fn expected(field: &str, old: &str, new: &str) -> (String, String, String) {
		(field.into(), old.into(), new.into())
	}

	#[test]
	fn equal_contents_have_no_difference() {
		let found = changes(&[]);
		assert!(found.is_empty());
		assert_eq!(found.text("a", "b"), "a and b are equal");
		assert!(changes(&[("value = 0.5", "value = 0.50")]).is_empty());
	}

	#[test]
	fn every_field_is_told() {
		assert_eq!(
			change("value = 0.5\nunit = \"kgCO2e/kWh\"", "value = 500\nunit = \"gCO2e/kWh\""),
			expected(
				"parameter factor: value",
				"0.5 kgCO2e/kWh (reference: a book, 2019)",
				"500 gCO2e/kWh (reference: a book, 2019)"
			)
		);
		assert_eq!(
			change("a book, 2019", "a book, 2020").2,
			"0.5 kgCO2e/kWh (reference: a book, 2020)"
		);
		assert_eq!(
			change("values = [1, 0.5]", "values = [1, 0.25]"),
			expected("table share[winter]", "0.5", "0.25")
		);
		assert_eq!(
			change("max = 10\n", "max = 20\n"),
			expected("input used: max", "10.0 kWh", "20.0 kWh")
		);
		assert_eq!(
			change("zh = \"热水\"", "zh = \"热水\"\nen = \"Hot water\""),
			expected("title.en", "", "Hot water")
		);
		assert_eq!(
			change("points_per_kg = 8\n", "points_per_kg = 8.44\n"),
			expected("rules.points_per_kg", "8.00", "8.44")
		);
		assert_eq!(
			change("operator_share_percent = 20", "operator_share_percent = 25").0,
			"rules.operator_share"
		);
		assert_eq!(
			change("kind = \"interval\"", "kind = \"once\"\nlasting = true"),
			expected(
				"claim in group 3",
				"a person's time, group 3",
				"a reference, for ever, group 3"
			)
		);
		assert_eq!(change("source = \"the platform\"", "source = \"us\"").0, "table share: source");
		assert_eq!(change("hash = \"0x00", "hash = \"0x01").0, "document.hash");
	}

	#[test]
	fn what_comes_and_goes() {
		let found = changes(&[
			("values = [\"summer\", \"winter\"]", "values = [\"summer\", \"autumn\", \"winter\"]"),
			("values = [1, 0.5]", "values = [1, 0.7, 0.5]"),
		]);
		let fields: Vec<_> = found.changes.iter().map(|change| change.field.as_str()).collect();
		// Winter's cell is winter's still.
		assert_eq!(fields, ["input season: values", "table share[autumn]"]);
		assert_eq!(found.changes[1].old, None);

		let found = changes(&[(
			"[[input]]\nname = \"season\"",
			"[[input]]\nname = \"days\"\nunit = \"day\"\ndecimals = 0\nmin = 1\nmax = 1\n\n[[input]]\nname = \"season\"",
		)]);
		assert!(found.changes.iter().all(|change| change.field.starts_with("input days: ")));
		assert!(found.changes.iter().all(|change| change.old.is_none()));
	}

	#[test]
	fn the_order_of_a_report_s_values_is_told() {
		let (used, season) = (
			"[[input]]\nname = \"used\"\nunit = \"kWh\"\ndecimals = 1\nmin = 0\nmax = 10\n",
			"[[input]]\nname = \"season\"\nvalues = [\"summer\", \"winter\"]\n",
		);
		let both = format!("{used}\n{season}");
		let swapped = format!("{season}\n{used}");
		assert_eq!(
			change(&both, &swapped),
			expected("order of inputs", "used, season", "season, used")
		);
	}

	#[test]
	fn changed_lines_of_the_formula_are_told() {
		let found = changes(&[("let saved = used * factor;", "let saved = used * factor / 2;")]);
		assert!(found.changes.is_empty());
		let text = found.text("a", "b");
		let lines: Vec<_> = text.lines().collect();
		assert_eq!(lines[..3], ["--- a", "+++ b", "formula"]);
		assert_eq!(lines[3], "  - let saved = used * factor;");
		assert_eq!(lines[4], "  + let saved = used * factor / 2;");
		assert!(lines[5].starts_with("    saved * "), "{text}");
		assert_eq!(lines.len(), 6);
	}

	#[test]
	fn a_text_can_t_pass_for_another_field() {
		let found = changes(&[(
			"[[input]]\nname = \"used\"",
			"[sections]\nmonitoring = \"a\\nrules.points_per_kg\"\n\n[[input]]\nname = \"used\"",
		)]);
		assert_eq!(
			found.text("a", "b"),
			"--- a\n+++ b\nsections.monitoring\n  + a\n  + rules.points_per_kg"
		);
	}

	#[test]
	fn the_difference_is_json() {
		let content = parse(BEFORE).unwrap();
		let found = Found { name: "a.toml".into(), content, reference: None };
		let json = changes(&[("max = 10\n", "max = 20\n")]).json(&found, &found);
		assert_eq!(json["equal"], false);
		assert_eq!(json["changes"][0]["field"], "input used: max");
		assert_eq!(json["changes"][0]["new"], "20.0 kWh");
	}
}
