//! A content as a file that reads back to it.

use crate::{decimal::format_scaled, escape::escape, Content};
use std::fmt::Write;
use tanpu_formula::{
	print_formula, Definition, Fixed, Input, InputKind, Origin, SourceKind, Table, Text,
};
use tanpu_primitives::{ClaimSpec, CreditingRules};

/// Prints a content as TOML, in the order of the schema.
///
/// [`crate::parse`] makes the same content of it, to the hash, wherever the content is one that it
/// would accept itself: what the chain published is. Characters that could deceive a reader are
/// written as escapes.
pub fn to_toml(content: &Content) -> String {
	let Content { texts, definition, rules } = content;
	let mut out = Out(String::new());
	out.bytes("jurisdiction", &texts.jurisdiction);
	out.bytes("scenario", &texts.scenario);
	out.line(format_args!("formula = '''\n{}\n'''", print_formula(definition).trim_end()));

	out.heading("[title]");
	out.some_bytes("zh", &texts.title_zh);
	out.some_bytes("en", &texts.title_en);

	out.heading("[document]");
	out.bytes("uri", &texts.document.uri);
	out.string("hash", &format!("{:?}", texts.document.hash));

	let sections = &texts.sections;
	out.heading("[sections]");
	out.some_bytes("applicability", &sections.applicability);
	out.some_bytes("additionality", &sections.additionality);
	out.some_bytes("excluded_mechanisms", &sections.excluded_mechanisms);
	out.some_bytes("monitoring", &sections.monitoring);
	out.line(format_args!("crediting_period_days = {}", sections.crediting_period_days));

	for input in &definition.inputs {
		out.input(input, definition);
	}
	for parameter in &definition.parameters {
		out.heading("[[parameter]]");
		out.string("name", parameter.name.as_str());
		out.label(&parameter.label);
		out.line(format_args!("value = {}", fixed(&parameter.value)));
		out.string("unit", &parameter.unit.to_string());
		out.string("kind", kind_word(parameter.kind));
		out.string("source", parameter.source.as_str());
	}
	for table in &definition.tables {
		out.table(table, definition);
	}
	out.rules(rules, definition);
	out.0
}

fn kind_word(kind: SourceKind) -> &'static str {
	match kind {
		SourceKind::Official => "official",
		SourceKind::Reference => "reference",
		SourceKind::Platform => "platform",
	}
}

/// TOML's whole numbers have 63 bits; beyond them the schema takes text.
fn number(text: String) -> String {
	if text.contains('.') || text.parse::<i64>().is_ok() {
		text
	} else {
		format!("\"{text}\"")
	}
}

fn fixed(value: &Fixed) -> String {
	number(value.to_string())
}

fn without_zeros(text: String) -> String {
	match text.split_once('.') {
		Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
		None => text,
	}
}

fn scaled(raw: u64, decimals: u8) -> String {
	number(without_zeros(format_scaled(raw, decimals)))
}

/// A string in quotes; several lines stay lines.
pub(crate) fn quoted(text: &str) -> String {
	let lines = text.contains('\n');
	let mut out = String::from(if lines { "\"\"\"\n" } else { "\"" });
	for character in text.chars() {
		match character {
			'"' => out.push_str("\\\""),
			'\\' => out.push_str("\\\\"),
			'\n' => out.push('\n'),
			'\r' => out.push_str("\\r"),
			'\t' => out.push_str("\\t"),
			other if escape(other.encode_utf8(&mut [0; 4])).starts_with('\\') => {
				// Writing to a String can't fail.
				let _ = write!(out, "\\U{:08X}", u32::from(other));
			},
			other => out.push(other),
		}
	}
	out.push_str(if lines { "\"\"\"" } else { "\"" });
	out
}

struct Out(String);

impl Out {
	fn line(&mut self, line: std::fmt::Arguments<'_>) {
		// Writing to a String can't fail.
		let _ = writeln!(self.0, "{line}");
	}

	fn heading(&mut self, heading: &str) {
		self.line(format_args!("\n{heading}"));
	}

	fn string(&mut self, key: &str, text: &str) {
		self.line(format_args!("{key} = {}", quoted(text)));
	}

	fn bytes(&mut self, key: &str, bytes: &[u8]) {
		self.string(key, &String::from_utf8_lossy(bytes));
	}

	fn some_bytes(&mut self, key: &str, bytes: &[u8]) {
		if !bytes.is_empty() {
			self.bytes(key, bytes);
		}
	}

	fn label(&mut self, label: &Text) {
		if !label.as_bytes().is_empty() {
			self.string("label", label.as_str());
		}
	}

	fn input(&mut self, input: &Input, definition: &Definition) {
		self.heading("[[input]]");
		self.string("name", input.name.as_str());
		self.label(&input.label);
		match &input.kind {
			InputKind::Number { unit, decimals, min, max } => {
				self.string("unit", &unit.to_string());
				self.line(format_args!("decimals = {decimals}"));
				self.line(format_args!("min = {}", scaled(*min, *decimals)));
				self.line(format_args!("max = {}", scaled(*max, *decimals)));
			},
			InputKind::Category { values } => {
				let values: Vec<_> = values.iter().map(|value| quoted(value.as_str())).collect();
				self.line(format_args!("values = [{}]", values.join(", ")));
			},
		}
		match input.origin {
			Origin::Reported => {},
			Origin::Mean { of, days, least } => {
				let of = name_of(definition, of);
				self.line(format_args!("mean = {{ of = {of}, days = {days}, least = {least} }}"));
			},
			Origin::Members => self.line(format_args!("members = true")),
			Origin::Month => self.line(format_args!("month = true")),
		}
	}

	fn table(&mut self, table: &Table, definition: &Definition) {
		self.heading("[[table]]");
		self.string("name", table.name.as_str());
		self.label(&table.label);
		let keys: Vec<_> = table.keys.iter().map(|key| name_of(definition, *key)).collect();
		self.line(format_args!("keys = [{}]", keys.join(", ")));
		self.string("unit", &table.unit.to_string());
		// A line for each value of the first key, where there are two.
		let last = table.keys.get(1).and_then(|key| definition.inputs.get(usize::from(*key)));
		let width = match last.map(|input| &input.kind) {
			Some(InputKind::Category { values }) => values.len().max(1),
			_ => table.values.len().max(1),
		};
		let cells: Vec<_> = table.values.iter().map(fixed).collect();
		let rows: Vec<_> = cells.chunks(width).map(|row| row.join(", ")).collect();
		if rows.len() > 1 {
			self.line(format_args!("values = [\n\t{},\n]", rows.join(",\n\t")));
		} else {
			self.line(format_args!("values = [{}]", rows.join(", ")));
		}
		self.string("kind", kind_word(table.kind));
		self.string("source", table.source.as_str());
	}

	fn rules(&mut self, rules: &CreditingRules, definition: &Definition) {
		self.heading("[rules]");
		let points = scaled(u64::from(rules.points_per_kg), 2);
		self.line(format_args!("points_per_kg = {points}"));
		self.line(format_args!("growth_per_kg = {}", rules.growth_per_kg));
		let cap = |grams: u64| number(grams.to_string());
		self.line(format_args!("max_grams_per_record = {}", cap(rules.max_grams_per_record)));
		self.line(format_args!("max_grams_per_day = {}", cap(rules.max_grams_per_day)));
		self.line(format_args!("evidence_required = {}", rules.evidence_required));
		if rules.device_required {
			self.line(format_args!("device_required = true"));
		}
		let share = scaled(u64::from(rules.operator_share.deconstruct()), 4);
		self.line(format_args!("operator_share_percent = {share}"));
		self.line(format_args!("verifiers_needed = {}", rules.verifiers_needed));
		for claim in &rules.claims {
			self.heading("[[rules.claim]]");
			self.string(
				"kind",
				match claim {
					ClaimSpec::Interval { .. } => "interval",
					ClaimSpec::DailyHighWater { .. } => "daily-high-water",
					ClaimSpec::Counter { .. } => "counter",
					ClaimSpec::Once { .. } => "once",
					ClaimSpec::SitePeriod { .. } => "site-period",
				},
			);
			self.line(format_args!("group = {}", claim.group()));
			match claim {
				ClaimSpec::DailyHighWater { input, .. } | ClaimSpec::Counter { input, .. } => {
					self.line(format_args!("input = {}", name_of(definition, *input)));
				},
				ClaimSpec::Once { lasting: true, .. } => self.line(format_args!("lasting = true")),
				ClaimSpec::SitePeriod { max_days, .. } => {
					self.line(format_args!("max_days = {max_days}"));
				},
				ClaimSpec::Interval { .. } | ClaimSpec::Once { .. } => {},
			}
		}
	}
}

fn name_of(definition: &Definition, index: u8) -> String {
	let name = definition.inputs.get(usize::from(index)).map_or("", |input| input.name.as_str());
	quoted(name)
}
