//! A content, for people and for programs.

use super::Language;
use crate::{
	commands::hex,
	decimal::format_scaled,
	escape::escape_bytes,
	output::{fields, table},
	types::registry::Texts,
};
use serde_json::{json, Value};
use tanpu_formula::{print_formula, Definition, Input, InputKind, Origin, SourceKind, Table, Unit};
use tanpu_primitives::{ClaimSpec, CreditingRules};

/// Both titles.
pub fn title(texts: &Texts) -> String {
	let parts: Vec<String> = [&texts.title_zh, &texts.title_en]
		.iter()
		.filter(|title| !title.is_empty())
		.map(|title| escape_bytes(title))
		.collect();
	parts.join(" / ")
}

/// The title in a language, or in the other one where it has none.
pub fn title_in(texts: &Texts, language: Language) -> String {
	let (first, second) = match language {
		Language::En => (&texts.title_en, &texts.title_zh),
		Language::Zh => (&texts.title_zh, &texts.title_en),
	};
	escape_bytes(if first.is_empty() { second } else { first })
}

pub fn kind_word(kind: SourceKind) -> &'static str {
	match kind {
		SourceKind::Official => "official",
		SourceKind::Reference => "reference",
		SourceKind::Platform => "platform",
	}
}

/// What a claim takes.
pub fn claim_text(claim: &ClaimSpec, definition: &Definition) -> String {
	let name = |input: u8| name_of(definition, input);
	match claim {
		ClaimSpec::Interval { group } => format!("a person's time, group {group}"),
		ClaimSpec::DailyHighWater { group, input } => {
			format!("a person's daily total of '{}', group {group}", name(*input))
		},
		ClaimSpec::Counter { group, input } => {
			format!("a register's range of '{}', group {group}", name(*input))
		},
		ClaimSpec::Once { group, lasting: true } => format!("a reference, for ever, group {group}"),
		ClaimSpec::Once { group, .. } => format!("a reference of a day, group {group}"),
		ClaimSpec::SitePeriod { group, max_days } => {
			format!("days of a registered site, {max_days} at most, group {group}")
		},
	}
}

fn name_of(definition: &Definition, input: u8) -> &str {
	definition.inputs.get(usize::from(input)).map_or("?", |input| input.name.as_str())
}

/// A number with its unit, where it has one.
pub fn quantity(value: impl std::fmt::Display, unit: &Unit) -> String {
	if unit.factors().is_empty() {
		value.to_string()
	} else {
		format!("{value} {unit}")
	}
}

/// Who says what an input is.
pub fn origin_text(input: &Input, definition: &Definition) -> String {
	match input.origin {
		Origin::Reported => "reported".into(),
		Origin::Mean { of, days, least } => format!(
			"by the chain: mean of '{}' over the {days} days before, {least} known at least",
			name_of(definition, of)
		),
		Origin::Members => "by the chain: members of the household".into(),
		Origin::Month => "by the chain: month of the act's day".into(),
	}
}

/// The cells of a table by the categories that name them: `south, y2022`.
pub fn cells(table: &Table, definition: &Definition) -> Vec<(String, String)> {
	let mut names = vec![String::new()];
	for key in &table.keys {
		let values = match definition.inputs.get(usize::from(*key)).map(|input| &input.kind) {
			Some(InputKind::Category { values }) => values.as_slice(),
			_ => &[],
		};
		let join = |name: &str, value: &str| match name {
			"" => value.to_owned(),
			name => format!("{name}, {value}"),
		};
		names = names
			.iter()
			.flat_map(|name| values.iter().map(move |value| join(name, value.as_str())))
			.collect();
	}
	names.into_iter().zip(table.values.iter().map(ToString::to_string)).collect()
}

fn inputs_rows(definition: &Definition) -> Vec<Vec<String>> {
	definition
		.inputs
		.iter()
		.map(|input| {
			let (unit, range) = match &input.kind {
				InputKind::Number { unit, decimals, min, max } => (
					unit.to_string(),
					format!(
						"{} to {}",
						format_scaled(*min, *decimals),
						format_scaled(*max, *decimals)
					),
				),
				InputKind::Category { values } => (
					"category".into(),
					values.iter().map(|v| v.as_str()).collect::<Vec<_>>().join(", "),
				),
			};
			let origin = origin_text(input, definition);
			vec![input.name.to_string(), input.label.to_string(), unit, range, origin]
		})
		.collect()
}

pub fn content_text(texts: &Texts, definition: &Definition, rules: &CreditingRules) -> String {
	let mut parts = vec![fields([
		("title", title(texts)),
		("jurisdiction", escape_bytes(&texts.jurisdiction)),
		("scenario", escape_bytes(&texts.scenario)),
		("document", escape_bytes(&texts.document.uri)),
		(
			"document hash",
			if texts.document.hash.is_zero() {
				"unknown".into()
			} else {
				format!("{:?}", texts.document.hash)
			},
		),
		("applicability", escape_bytes(&texts.sections.applicability)),
		("additionality", escape_bytes(&texts.sections.additionality)),
		("excluded mechanisms", escape_bytes(&texts.sections.excluded_mechanisms)),
		("monitoring", escape_bytes(&texts.sections.monitoring)),
		(
			"crediting period",
			match texts.sections.crediting_period_days {
				0 => "no limit".into(),
				days => format!("{days} days"),
			},
		),
	])];
	parts.push(format!(
		"inputs\n{}",
		table(&["input", "label", "unit", "range", "who says"], inputs_rows(definition))
	));
	if !definition.parameters.is_empty() {
		let rows = definition.parameters.iter().map(|parameter| {
			vec![
				parameter.name.to_string(),
				parameter.label.to_string(),
				quantity(parameter.value, &parameter.unit),
				kind_word(parameter.kind).to_owned(),
				parameter.source.to_string(),
			]
		});
		let headers = ["parameter", "label", "value", "kind", "source"];
		parts.push(format!("parameters\n{}", table(&headers, rows)));
	}
	if !definition.tables.is_empty() {
		let rows = definition.tables.iter().map(|found| {
			let values: Vec<_> = cells(found, definition)
				.into_iter()
				.map(|(name, value)| format!("{name}: {}", quantity(value, &found.unit)))
				.collect();
			vec![
				found.name.to_string(),
				found.label.to_string(),
				values.join("; "),
				kind_word(found.kind).to_owned(),
				found.source.to_string(),
			]
		});
		let headers = ["table", "label", "values", "kind", "source"];
		parts.push(format!("tables\n{}", table(&headers, rows)));
	}
	parts.push(format!("formula\n{}", print_formula(definition).trim_end()));
	let claims: Vec<_> = rules.claims.iter().map(|claim| claim_text(claim, definition)).collect();
	parts.push(format!(
		"rules (the platform's own)\n{}",
		fields([
			("points per kg", crate::output::points(u64::from(rules.points_per_kg))),
			("growth per kg", rules.growth_per_kg.to_string()),
			("most grams per record", rules.max_grams_per_record.to_string()),
			("most grams per citizen and day", rules.max_grams_per_day.to_string()),
			("claims", claims.join("; ")),
			("evidence root required", rules.evidence_required.to_string()),
			("device's signature required", rules.device_required.to_string()),
			("operator's share", format!("{:?}", rules.operator_share)),
			("verifiers needed", rules.verifiers_needed.to_string()),
		])
	));
	parts.join("\n")
}

pub fn content_json(texts: &Texts, definition: &Definition, rules: &CreditingRules) -> Value {
	let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	let inputs: Vec<Value> = definition
		.inputs
		.iter()
		.map(|input| match &input.kind {
			InputKind::Number { unit, decimals, min, max } => json!({
				"name": input.name.as_str(), "label": input.label.as_str(),
				"unit": unit.to_string(), "decimals": decimals,
				"min": format_scaled(*min, *decimals), "max": format_scaled(*max, *decimals),
				"origin": origin_json(input, definition),
			}),
			InputKind::Category { values } => json!({
				"name": input.name.as_str(), "label": input.label.as_str(),
				"values": values.iter().map(|value| value.as_str()).collect::<Vec<_>>(),
			}),
		})
		.collect();
	let parameters: Vec<Value> = definition
		.parameters
		.iter()
		.map(|parameter| {
			json!({
				"name": parameter.name.as_str(), "label": parameter.label.as_str(),
				"value": parameter.value.to_string(), "unit": parameter.unit.to_string(),
				"kind": kind_word(parameter.kind), "source": parameter.source.as_str(),
			})
		})
		.collect();
	let tables: Vec<Value> = definition
		.tables
		.iter()
		.map(|table| {
			let cells: serde_json::Map<String, Value> = cells(table, definition)
				.into_iter()
				.map(|(name, value)| (name, Value::String(value)))
				.collect();
			json!({
				"name": table.name.as_str(), "label": table.label.as_str(),
				"keys": table.keys.iter().map(|key| name_of(definition, *key)).collect::<Vec<_>>(),
				"unit": table.unit.to_string(), "values": cells,
				"kind": kind_word(table.kind), "source": table.source.as_str(),
			})
		})
		.collect();
	json!({
		"title": { "zh": string(&texts.title_zh), "en": string(&texts.title_en) },
		"jurisdiction": string(&texts.jurisdiction),
		"scenario": string(&texts.scenario),
		"document": { "uri": string(&texts.document.uri), "hash": hex(texts.document.hash) },
		"sections": {
			"applicability": string(&texts.sections.applicability),
			"additionality": string(&texts.sections.additionality),
			"excluded_mechanisms": string(&texts.sections.excluded_mechanisms),
			"monitoring": string(&texts.sections.monitoring),
			"crediting_period_days": texts.sections.crediting_period_days,
		},
		"inputs": inputs,
		"parameters": parameters,
		"tables": tables,
		"formula": print_formula(definition).trim_end(),
		"rules": {
			"points_cents_per_kg": rules.points_per_kg,
			"growth_per_kg": rules.growth_per_kg,
			"max_grams_per_record": rules.max_grams_per_record,
			"max_grams_per_day": rules.max_grams_per_day,
			"claims": rules.claims.iter().map(|c| claim_text(c, definition)).collect::<Vec<_>>(),
			"evidence_required": rules.evidence_required,
			"device_required": rules.device_required,
			"operator_share_ppm": rules.operator_share.deconstruct(),
			"verifiers_needed": rules.verifiers_needed,
		},
	})
}

fn origin_json(input: &Input, definition: &Definition) -> Value {
	match input.origin {
		Origin::Reported => json!("reported"),
		Origin::Mean { of, days, least } => json!({
			"mean": { "of": name_of(definition, of), "days": days, "least": least }
		}),
		Origin::Members => json!("members"),
		Origin::Month => json!("month"),
	}
}
