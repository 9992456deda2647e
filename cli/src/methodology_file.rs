//! Methodologies as TOML: what people write, to what the chain runs. The schema is in README.md.

use crate::{
	decimal::{parse_scaled, DecimalError},
	failure::{Failure, Result},
	types::registry::{self, Content, Document, Sections, Texts},
};
use serde::Deserialize;
use sp_core::{bounded::BoundedVec, H256};
use sp_runtime::Permill;
use std::{ops::Range, path::Path};
use tanpu_formula::{
	compile, parse_unit, Definition, Fixed, FormulaError, Input, InputKind, Name, Parameter,
	SourceKind, Table, Text, Unit, UnitError,
};
use tanpu_primitives::{ClaimSpec, CreditingRules, GroupId, MAX_CLAIMS};
use toml::Spanned;

/// A place in a file and what is wrong there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
	/// Line, from 1.
	pub line: usize,
	/// Column in characters, from 1.
	pub column: usize,
	/// What is wrong, and what was expected.
	pub message: String,
}

type Check<T> = std::result::Result<T, Problem>;

/// Reads a file; a problem names file, line and column.
pub fn read(path: &Path) -> Result<Content> {
	let source = std::fs::read_to_string(path).map_err(|e| Failure::file("read", path, e))?;
	parse(&source).map_err(|Problem { line, column, message }| {
		Failure::Plain(format!("{}:{line}:{column}: {message}", path.display()))
	})
}

/// Makes a checked content of TOML text.
pub fn parse(source: &str) -> Check<Content> {
	let file: File = toml::from_str(source).map_err(|error| {
		let span = error.span().unwrap_or(0..0);
		Places(source).problem(span.start, error.message().trim().to_owned())
	})?;
	file.content(&Places(source))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
	title: Title,
	jurisdiction: Spanned<String>,
	scenario: Spanned<String>,
	formula: Spanned<String>,
	document: DocumentTable,
	#[serde(default)]
	sections: SectionsTable,
	#[serde(default, rename = "input")]
	inputs: Vec<InputTable>,
	#[serde(default, rename = "parameter")]
	parameters: Vec<ParameterTable>,
	#[serde(default, rename = "table")]
	tables: Vec<TableTable>,
	rules: RulesTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
	zh: Option<Spanned<String>>,
	en: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentTable {
	uri: Spanned<String>,
	hash: Spanned<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct SectionsTable {
	applicability: Option<Spanned<String>>,
	additionality: Option<Spanned<String>>,
	excluded_mechanisms: Option<Spanned<String>>,
	monitoring: Option<Spanned<String>>,
	#[serde(default)]
	crediting_period_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputTable {
	name: Spanned<String>,
	label: Option<Spanned<String>>,
	unit: Option<Spanned<String>>,
	decimals: Option<Spanned<u8>>,
	min: Option<Spanned<toml::Value>>,
	max: Option<Spanned<toml::Value>>,
	values: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterTable {
	name: Spanned<String>,
	label: Option<Spanned<String>>,
	value: Spanned<toml::Value>,
	unit: Spanned<String>,
	kind: Spanned<String>,
	source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableTable {
	name: Spanned<String>,
	label: Option<Spanned<String>>,
	keys: Vec<Spanned<String>>,
	unit: Spanned<String>,
	values: Vec<Spanned<toml::Value>>,
	kind: Spanned<String>,
	source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesTable {
	points_per_kg: Spanned<toml::Value>,
	growth_per_kg: u32,
	max_grams_per_record: u64,
	max_grams_per_day: u64,
	evidence_required: bool,
	operator_share_percent: Spanned<toml::Value>,
	verifiers_needed: u8,
	#[serde(default, rename = "claim")]
	claims: Vec<Spanned<ClaimTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimTable {
	kind: Spanned<String>,
	group: GroupId,
	input: Option<Spanned<String>>,
	lasting: Option<bool>,
}

/// Finds lines and columns.
struct Places<'s>(&'s str);

impl Places<'_> {
	fn position(&self, offset: usize) -> (usize, usize) {
		let mut offset = offset.min(self.0.len());
		while !self.0.is_char_boundary(offset) {
			offset -= 1;
		}
		let before = &self.0[..offset];
		let start = before.rfind('\n').map_or(0, |at| at + 1);
		(before.matches('\n').count() + 1, before[start..].chars().count() + 1)
	}

	fn problem(&self, offset: usize, message: impl Into<String>) -> Problem {
		let (line, column) = self.position(offset);
		Problem { line, column, message: message.into() }
	}

	fn at<T>(&self, item: &Spanned<T>, message: impl Into<String>) -> Problem {
		self.problem(item.span().start, message)
	}

	/// Where the content of a string begins in the file, for places inside it. Exact where the
	/// string is written without escapes.
	fn inside(&self, text: &Spanned<String>) -> usize {
		let Range { start, end } = text.span();
		let raw = self.0.get(start..end).unwrap_or_default();
		start + raw.find(text.get_ref().as_str()).unwrap_or(0)
	}

	/// A number exactly as it is written in the file, never through a float.
	fn written(&self, number: &Spanned<toml::Value>) -> Check<String> {
		match number.get_ref() {
			toml::Value::String(text) => Ok(text.trim().to_owned()),
			toml::Value::Integer(_) | toml::Value::Float(_) => {
				let raw = self.0.get(number.span()).unwrap_or_default();
				Ok(raw.trim().replace('_', ""))
			},
			other => Err(self.at(
				number,
				format!("expected a number such as 46.7, found a {}", other.type_str()),
			)),
		}
	}

	fn fixed(&self, number: &Spanned<toml::Value>) -> Check<Fixed> {
		self.written(number)?
			.parse()
			.map_err(|e| self.at(number, format!("{e}; expected a decimal number such as 46.7")))
	}

	fn scaled(&self, number: &Spanned<toml::Value>, decimals: u8) -> Check<u64> {
		let text = self.written(number)?;
		parse_scaled(&text, decimals).map_err(|e: DecimalError| {
			self.at(
				number,
				format!("'{text}' {e}; expected a number of at most {decimals} decimals"),
			)
		})
	}

	fn unit(&self, text: &Spanned<String>) -> Check<Unit> {
		parse_unit(text.get_ref()).map_err(|error| {
			let base = self.inside(text);
			match error {
				UnitError::Unknown { offset } => {
					let rest = text.get_ref().get(offset..).unwrap_or_default();
					let word: String =
						rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
					let word = if word.is_empty() { rest.to_owned() } else { word };
					let known: Vec<_> =
						tanpu_formula::NamedUnit::ALL.iter().map(|unit| unit.text()).collect();
					self.problem(
						base + offset,
						format!("unknown unit '{word}'; expected one of {}", known.join(", ")),
					)
				},
				other => self.at(text, format!("'{}': {other}", text.get_ref())),
			}
		})
	}

	fn name(&self, text: &Spanned<String>) -> Check<Name> {
		Name::new(text.get_ref()).map_err(|e| self.at(text, format!("'{}': {e}", text.get_ref())))
	}

	fn text(&self, text: &Option<Spanned<String>>) -> Check<Text> {
		match text {
			None => Ok(Text::default()),
			Some(text) => Text::new(text.get_ref()).map_err(|e| self.at(text, e.to_string())),
		}
	}

	fn source_kind(&self, kind: &Spanned<String>) -> Check<SourceKind> {
		match kind.get_ref().as_str() {
			"official" => Ok(SourceKind::Official),
			"reference" => Ok(SourceKind::Reference),
			"platform" => Ok(SourceKind::Platform),
			other => Err(self.at(
				kind,
				format!("unknown kind '{other}'; expected official, reference or platform"),
			)),
		}
	}

	fn line(&self, text: &Spanned<String>, limit: usize, what: &str) -> Check<Vec<u8>> {
		let bytes = text.get_ref().trim().as_bytes().to_vec();
		self.within(text, &bytes, limit, what, false)?;
		if bytes.is_empty() {
			return Err(self.at(text, format!("{what} is empty; expected a text")));
		}
		Ok(bytes)
	}

	fn code(&self, text: &Spanned<String>, limit: usize, what: &str) -> Check<Vec<u8>> {
		let bytes = self.line(text, limit, what)?;
		if !bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
			return Err(self.at(
				text,
				format!("{what} '{}': expected letters, digits, - and _ only", text.get_ref()),
			));
		}
		Ok(bytes)
	}

	fn section(&self, text: &Option<Spanned<String>>, what: &str) -> Check<Vec<u8>> {
		let Some(text) = text else { return Ok(Vec::new()) };
		let bytes = text.get_ref().trim().as_bytes().to_vec();
		self.within(text, &bytes, registry::MAX_SECTION_LEN, what, true)?;
		Ok(bytes)
	}

	fn within(
		&self,
		text: &Spanned<String>,
		bytes: &[u8],
		limit: usize,
		what: &str,
		lines: bool,
	) -> Check<()> {
		if bytes.len() > limit {
			return Err(self
				.at(text, format!("{what} has {} bytes; expected at most {limit}", bytes.len())));
		}
		let trimmed = text.get_ref().trim();
		let shown = if lines {
			crate::escape::escape_lines(trimmed)
		} else {
			crate::escape::escape(trimmed)
		};
		if shown != trimmed {
			return Err(self.at(
				text,
				format!("{what} holds a control, invisible or text-direction character"),
			));
		}
		Ok(())
	}
}

impl File {
	fn content(self, places: &Places<'_>) -> Check<Content> {
		let texts = self.texts(places)?;
		let definition = self.definition(places)?;
		let rules = self.rules.rules(places, &definition)?;
		Ok(Content { texts, definition, rules })
	}

	fn texts(&self, places: &Places<'_>) -> Check<Texts> {
		let title = |title: &Option<Spanned<String>>, what: &str| match title {
			Some(title) => places.line(title, registry::MAX_TITLE_LEN, what),
			None => Ok(Vec::new()),
		};
		let title_zh = title(&self.title.zh, "the Chinese title")?;
		let title_en = title(&self.title.en, "the English title")?;
		if title_zh.is_empty() && title_en.is_empty() {
			return Err(places.problem(0, "no title; expected title.zh or title.en"));
		}
		let digits = self.document.hash.get_ref();
		let mut hash = [0u8; 32];
		hex::decode_to_slice(digits.strip_prefix("0x").unwrap_or(digits), &mut hash).map_err(
			|_| {
				places.at(
					&self.document.hash,
					"not a hash; expected 0x and 64 hex digits (all zero where no file could be had)",
				)
			},
		)?;
		Ok(Texts {
			title_zh,
			title_en,
			jurisdiction: places.code(
				&self.jurisdiction,
				registry::MAX_JURISDICTION_LEN,
				"the jurisdiction",
			)?,
			scenario: places.code(&self.scenario, registry::MAX_SCENARIO_LEN, "the scenario")?,
			document: Document {
				hash: H256(hash),
				uri: places.line(
					&self.document.uri,
					registry::MAX_URI_LEN,
					"the document's uri",
				)?,
			},
			sections: Sections {
				applicability: places.section(&self.sections.applicability, "applicability")?,
				additionality: places.section(&self.sections.additionality, "additionality")?,
				excluded_mechanisms: places
					.section(&self.sections.excluded_mechanisms, "excluded_mechanisms")?,
				monitoring: places.section(&self.sections.monitoring, "monitoring")?,
				crediting_period_days: self.sections.crediting_period_days,
			},
		})
	}

	fn definition(&self, places: &Places<'_>) -> Check<Definition> {
		let inputs =
			self.inputs.iter().map(|input| input.input(places)).collect::<Check<Vec<_>>>()?;
		let parameters = self
			.parameters
			.iter()
			.map(|parameter| parameter.parameter(places))
			.collect::<Check<Vec<_>>>()?;
		let tables = self
			.tables
			.iter()
			.map(|table| table.table(places, &inputs))
			.collect::<Check<Vec<_>>>()?;
		let declarations = Definition::declare(inputs, parameters, tables).map_err(|e| {
			places.problem(0, format!("too many inputs, parameters or tables: {e}"))
		})?;
		let formula = self.formula.get_ref();
		let base = places.inside(&self.formula);
		// Places inside the formula become places in the file.
		let map = |line: u32, column: u32, message: String| {
			let mut offset = base;
			for text in formula.split_inclusive('\n').take(line.saturating_sub(1) as usize) {
				offset += text.len();
			}
			let rest = places.0.get(offset..).unwrap_or_default();
			let within: usize = rest
				.chars()
				.take(column.saturating_sub(1) as usize)
				.take_while(|c| *c != '\n')
				.map(char::len_utf8)
				.sum();
			places.problem(offset + within, message)
		};
		compile(formula, &declarations).map_err(|error| match error {
			FormulaError::Parse(error) => map(
				error.line,
				error.column,
				format!("in the formula: {}; expected {}", error.message, error.expected),
			),
			FormulaError::Check { error, line: 0, .. } => places
				.at(&self.formula, format!("the definition is refused: {}", self.named(&error))),
			FormulaError::Check { error, line, column } => {
				map(line, column, format!("in the formula: {}", self.named(&error)))
			},
		})
	}

	/// The text of a check's error, with the names of the declarations instead of their numbers.
	fn named(&self, error: &tanpu_formula::CheckError) -> String {
		let mut text = error.to_string();
		// From the last, so that "input 1" is not found in "input 12".
		for (at, input) in self.inputs.iter().enumerate().rev() {
			text =
				text.replace(&format!("input {at}"), &format!("input '{}'", input.name.get_ref()));
		}
		for (at, parameter) in self.parameters.iter().enumerate().rev() {
			text = text.replace(
				&format!("parameter {at}"),
				&format!("parameter '{}'", parameter.name.get_ref()),
			);
		}
		text
	}
}

impl InputTable {
	fn input(&self, places: &Places<'_>) -> Check<Input> {
		let name = places.name(&self.name)?;
		let label = places.text(&self.label)?;
		let called = self.name.get_ref();
		if let Some(values) = &self.values {
			if let Some(unit) = &self.unit {
				return Err(
					places.at(unit, format!("input '{called}' has values; expected no unit"))
				);
			}
			let values =
				values.iter().map(|value| places.name(value)).collect::<Check<Vec<_>>>()?;
			let values = BoundedVec::try_from(values).map_err(|values| {
				places.at(
					&self.name,
					format!("input '{called}' has {} values; expected at most 32", values.len()),
				)
			})?;
			return Ok(Input { name, label, kind: InputKind::Category { values } });
		}
		let missing = |what: &str| {
			places.at(&self.name, format!("input '{called}' lacks {what}; expected it, or values"))
		};
		let unit = places.unit(self.unit.as_ref().ok_or_else(|| missing("unit"))?)?;
		let decimals = self.decimals.as_ref().ok_or_else(|| missing("decimals"))?;
		if *decimals.get_ref() > tanpu_formula::MAX_DECIMALS {
			return Err(places.at(decimals, "too many decimals; expected at most 18"));
		}
		let decimals = *decimals.get_ref();
		let min = places.scaled(self.min.as_ref().ok_or_else(|| missing("min"))?, decimals)?;
		let max_written = self.max.as_ref().ok_or_else(|| missing("max"))?;
		let max = places.scaled(max_written, decimals)?;
		if max < min {
			return Err(places.at(max_written, "max is below min; expected it above"));
		}
		Ok(Input { name, label, kind: InputKind::Number { unit, decimals, min, max } })
	}
}

impl ParameterTable {
	fn parameter(&self, places: &Places<'_>) -> Check<Parameter> {
		Ok(Parameter {
			name: places.name(&self.name)?,
			label: places.text(&self.label)?,
			value: places.fixed(&self.value)?,
			unit: places.unit(&self.unit)?,
			kind: places.source_kind(&self.kind)?,
			source: Text::new(self.source.get_ref())
				.map_err(|e| places.at(&self.source, e.to_string()))?,
		})
	}
}

impl TableTable {
	fn table(&self, places: &Places<'_>, inputs: &[Input]) -> Check<Table> {
		let keys = self
			.keys
			.iter()
			.map(|key| {
				inputs
					.iter()
					.position(|input| input.name.as_str() == key.get_ref())
					.and_then(|at| u8::try_from(at).ok())
					.ok_or_else(|| {
						places.at(
							key,
							format!(
								"unknown key '{}'; expected the name of a category input",
								key.get_ref()
							),
						)
					})
			})
			.collect::<Check<Vec<_>>>()?;
		let values =
			self.values.iter().map(|value| places.fixed(value)).collect::<Check<Vec<_>>>()?;
		let label = places.text(&self.label)?;
		Table::new(
			self.name.get_ref(),
			keys,
			places.unit(&self.unit)?,
			values,
			places.source_kind(&self.kind)?,
			self.source.get_ref(),
		)
		.map(|table| Table { label, ..table })
		.map_err(|e| places.at(&self.name, format!("table '{}': {e}", self.name.get_ref())))
	}
}

impl RulesTable {
	fn rules(&self, places: &Places<'_>, definition: &Definition) -> Check<CreditingRules> {
		let points = places.scaled(&self.points_per_kg, 2)?;
		let points_per_kg = u32::try_from(points)
			.map_err(|_| places.at(&self.points_per_kg, "too many points per kilogram"))?;
		// Permill has four decimals of a percent.
		let share = places.scaled(&self.operator_share_percent, 4)?;
		if share > 1_000_000 {
			return Err(places.at(&self.operator_share_percent, "expected 0 to 100 percent"));
		}
		let claims = self
			.claims
			.iter()
			.map(|claim| claim_of(claim, places, definition))
			.collect::<Check<Vec<_>>>()?;
		if claims.is_empty() {
			return Err(places.at(
				&self.points_per_kg,
				"no [[rules.claim]]; expected at least one: an act that claims nothing could be \
				 credited any number of times",
			));
		}
		let claims = BoundedVec::try_from(claims).map_err(|claims| {
			places.at(
				&self.claims[0],
				format!("{} claims; expected at most {MAX_CLAIMS}", claims.len()),
			)
		})?;
		Ok(CreditingRules {
			points_per_kg,
			growth_per_kg: self.growth_per_kg,
			max_grams_per_record: self.max_grams_per_record,
			max_grams_per_day: self.max_grams_per_day,
			claims,
			evidence_required: self.evidence_required,
			operator_share: Permill::from_parts(u32::try_from(share).unwrap_or(1_000_000)),
			verifiers_needed: self.verifiers_needed,
		})
	}
}

fn claim_of(
	claim: &Spanned<ClaimTable>,
	places: &Places<'_>,
	definition: &Definition,
) -> Check<ClaimSpec> {
	let ClaimTable { kind, group, input, lasting } = claim.get_ref();
	let group = *group;
	let input = || -> Check<u8> {
		let named = input
			.as_ref()
			.ok_or_else(|| places.at(kind, format!("a {} claim needs `input`", kind.get_ref())))?;
		definition.input_index(named.get_ref()).ok_or_else(|| {
			places
				.at(named, format!("unknown input '{}'; expected a declared one", named.get_ref()))
		})
	};
	match kind.get_ref().as_str() {
		"interval" => Ok(ClaimSpec::Interval { group }),
		"daily-high-water" => Ok(ClaimSpec::DailyHighWater { group, input: input()? }),
		"counter" => Ok(ClaimSpec::Counter { group, input: input()? }),
		"once" => Ok(ClaimSpec::Once { group, lasting: lasting.unwrap_or(false) }),
		other => Err(places.at(
			kind,
			format!(
				"unknown claim '{other}'; expected interval, daily-high-water, counter or once"
			),
		)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_formula::{evaluate, print_formula};

	const METRO: &str = include_str!("../../methodologies/shenzhen-metro.toml");

	fn problem(source: &str) -> Problem {
		parse(source).expect_err("should be refused")
	}

	/// The line (from 1) on which a text stands.
	fn line_of(source: &str, text: &str) -> usize {
		source[..source.find(text).unwrap()].matches('\n').count() + 1
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
		let found = problem(&METRO.replace("scenario = \"metro\"", "szenario = \"metro\""));
		assert!(found.message.contains("szenario"), "{found:?}");
		assert!(found.message.contains("expected"), "{found:?}");
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
		let source = METRO.replace("gCO2e/pkm", "gCO2e/parsec");
		let found = problem(&source);
		let line = source.lines().nth(found.line - 1).unwrap();
		assert_eq!(found.column, line.find("parsec").unwrap() + 1, "{found:?}");
		assert!(found.message.contains("unknown unit 'parsec'"), "{found:?}");
		assert!(found.message.contains("pkm"), "{found:?}");
	}

	#[test]
	fn numbers_are_taken_as_written() {
		// A float would not be 0.1 + 18 decimals exactly.
		let source = METRO.replace("value = 46.7", "value = 46.700000000000000001");
		let content = parse(&source).unwrap();
		assert_eq!(content.definition.parameters[0].value.to_string(), "46.700000000000000001");
		let found = problem(&METRO.replace("value = 46.7", "value = 46.7e1"));
		assert!(found.message.contains("decimal"), "{found:?}");
		let found = problem(&METRO.replace("value = 46.7", "value = true"));
		assert!(found.message.contains("expected a number"), "{found:?}");
	}

	#[test]
	fn rules_are_checked() {
		let source = METRO.replace("kind = \"interval\"", "kind = \"odometer\"");
		assert!(problem(&source).message.contains("unknown claim 'odometer'"));
		let source = METRO.replace("kind = \"interval\"", "kind = \"counter\"\ninput = \"steps\"");
		assert!(problem(&source).message.contains("unknown input 'steps'"));
		let source = METRO.replace("kind = \"official\"", "kind = \"rumour\"");
		assert!(problem(&source).message.contains("official, reference or platform"));
		let at = METRO.find("[[rules.claim]]").unwrap();
		assert!(problem(&METRO[..at]).message.contains("at least one"));
	}

	#[test]
	fn deceptive_text_is_refused() {
		let source = METRO.replace("scenario = \"metro\"", "scenario = \"me\u{202e}tro\"");
		assert!(problem(&source).message.contains("text-direction"));
	}
}
