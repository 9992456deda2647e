//! From the tables of a file to a checked content.

use crate::{
	agreement,
	content::{self, Content, Document, Sections, Texts},
	places::{tables, Check, Places},
	schema::{ClaimTable, File, InputTable, MeanTable, ParameterTable, RulesTable, TableTable},
};
use sp_core::{bounded::BoundedVec, H256};
use sp_runtime::Permill;
use tanpu_formula::{
	compile, Definition, FormulaError, Input, InputKind, Origin, Parameter, Table, MAX_DECIMALS,
	MAX_MEAN_DAYS, MONTHS,
};
use tanpu_primitives::{ClaimSpec, CreditingRules, GroupId, MAX_CLAIMS, MAX_GROUPS};
use toml::Spanned;

/// Makes a checked content of TOML text.
pub fn content(source: &str) -> Check<Content> {
	let file: File = tables(source)?;
	let places = Places(source);
	let texts = file.texts(&places)?;
	let definition = file.definition(&places)?;
	let rules = file.rules.rules(&places, &definition)?;
	agreement::check(&file, &places, &texts, &definition, &rules)?;
	Ok(Content { texts, definition, rules })
}

impl File {
	fn texts(&self, places: &Places<'_>) -> Check<Texts> {
		let title = |title: &Option<Spanned<String>>, what: &str| match title {
			Some(title) => places.line(title, content::MAX_TITLE_LEN, what),
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
		let section = |text: &Option<Spanned<String>>, what: &str| {
			places.section(text, content::MAX_SECTION_LEN, what)
		};
		let sections = &self.sections;
		Ok(Texts {
			title_zh,
			title_en,
			jurisdiction: places.code(
				&self.jurisdiction,
				content::MAX_JURISDICTION_LEN,
				"the jurisdiction",
			)?,
			scenario: places.code(&self.scenario, content::MAX_SCENARIO_LEN, "the scenario")?,
			document: Document {
				hash: H256(hash),
				uri: places.line(&self.document.uri, content::MAX_URI_LEN, "the document's uri")?,
			},
			sections: Sections {
				applicability: section(&sections.applicability, "applicability")?,
				additionality: section(&sections.additionality, "additionality")?,
				excluded_mechanisms: section(&sections.excluded_mechanisms, "excluded_mechanisms")?,
				monitoring: section(&sections.monitoring, "monitoring")?,
				crediting_period_days: sections.crediting_period_days,
			},
		})
	}

	fn definition(&self, places: &Places<'_>) -> Check<Definition> {
		let mut inputs =
			self.inputs.iter().map(|input| input.input(places)).collect::<Check<Vec<_>>>()?;
		for (at, table) in self.inputs.iter().enumerate() {
			let origin = table.origin(places, at, &inputs, &self.inputs)?;
			if let Some(input) = inputs.get_mut(at) {
				input.origin = origin;
			}
		}
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
		for (at, table) in self.tables.iter().enumerate().rev() {
			text =
				text.replace(&format!("table {at}"), &format!("table '{}'", table.name.get_ref()));
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
			let starts = [
				("unit", self.unit.as_ref().map(Spanned::span)),
				("decimals", self.decimals.as_ref().map(Spanned::span)),
				("min", self.min.as_ref().map(Spanned::span)),
				("max", self.max.as_ref().map(Spanned::span)),
				("mean", self.mean.as_ref().map(Spanned::span)),
				("members", self.members.as_ref().map(Spanned::span)),
			];
			if let Some((key, span)) = starts.into_iter().find_map(|(key, s)| Some((key, s?))) {
				let message = format!("input '{called}' has values; expected no {key}");
				return Err(places.problem(span.start, message));
			}
			let values =
				values.iter().map(|value| places.name(value)).collect::<Check<Vec<_>>>()?;
			let values = BoundedVec::try_from(values).map_err(|values| {
				places.at(
					&self.name,
					format!("input '{called}' has {} values; expected at most 32", values.len()),
				)
			})?;
			let kind = InputKind::Category { values };
			return Ok(Input { name, label, kind, origin: Origin::Reported });
		}
		let missing = |what: &str| {
			places.at(&self.name, format!("input '{called}' lacks {what}; expected it, or values"))
		};
		let unit = places.unit(self.unit.as_ref().ok_or_else(|| missing("unit"))?)?;
		let decimals = self.decimals.as_ref().ok_or_else(|| missing("decimals"))?;
		let decimals = places.within_range(decimals, 0..=MAX_DECIMALS, "decimals")?;
		let min = places.scaled(self.min.as_ref().ok_or_else(|| missing("min"))?, decimals)?;
		let max_written = self.max.as_ref().ok_or_else(|| missing("max"))?;
		let max = places.scaled(max_written, decimals)?;
		if max < min {
			return Err(places.at(max_written, "max is below min; expected it above"));
		}
		let kind = InputKind::Number { unit, decimals, min, max };
		Ok(Input { name, label, kind, origin: Origin::Reported })
	}

	/// Who says what it is. `inputs` are those of the file, not all with their origin yet.
	fn origin(
		&self,
		places: &Places<'_>,
		own: usize,
		inputs: &[Input],
		tables: &[InputTable],
	) -> Check<Origin> {
		let called = self.name.get_ref();
		if let Some(month) = self.month.as_ref().filter(|month| *month.get_ref()) {
			let values = match inputs.get(own).map(|input| &input.kind) {
				Some(InputKind::Category { values }) => values.len(),
				_ => 0,
			};
			if values != MONTHS {
				let message = format!(
					"input '{called}' takes the month; expected {MONTHS} values, January first"
				);
				return Err(places.at(month, message));
			}
			let earlier =
				|table: &InputTable| table.month.as_ref().is_some_and(|month| *month.get_ref());
			if tables.iter().take(own).any(earlier) {
				return Err(places.at(month, "expected at most one input with month"));
			}
			return Ok(Origin::Month);
		}
		match (&self.mean, &self.members) {
			(None, None) => Ok(Origin::Reported),
			(None, Some(members)) if !*members.get_ref() => Ok(Origin::Reported),
			(Some(mean), Some(members)) if *members.get_ref() => Err(places
				.at(mean, format!("input '{called}' has mean and members; expected one of them"))),
			(Some(mean), _) => self.mean(places, mean, own, inputs, tables),
			(None, Some(members)) => {
				match inputs.get(own).map(|input| &input.kind) {
					Some(InputKind::Number { decimals: 0, max, .. })
						if *max <= u64::from(u8::MAX) => {},
					_ => {
						return Err(places.at(
							members,
							format!(
								"input '{called}' takes the members of a household; expected \
								 decimals = 0 and max of at most 255"
							),
						))
					},
				}
				let earlier = |table: &InputTable| {
					table.members.as_ref().is_some_and(|members| *members.get_ref())
				};
				if tables.iter().take(own).any(earlier) {
					return Err(places.at(members, "expected at most one input with members"));
				}
				Ok(Origin::Members)
			},
		}
	}

	fn mean(
		&self,
		places: &Places<'_>,
		mean: &Spanned<MeanTable>,
		own: usize,
		inputs: &[Input],
		tables: &[InputTable],
	) -> Check<Origin> {
		let called = self.name.get_ref();
		if tables.iter().take(own).any(|table| table.mean.is_some()) {
			return Err(places.at(mean, "expected at most one input with a mean"));
		}
		let MeanTable { of, days, least } = mean.get_ref();
		let wrong =
			|message: String| places.at(of, format!("mean of '{}' {message}", of.get_ref()));
		let at = inputs
			.iter()
			.position(|input| input.name.as_str() == of.get_ref())
			.ok_or_else(|| wrong("names no input; expected a declared one".into()))?;
		let reported = at != own
			&& tables.get(at).is_some_and(|table| {
				table.mean.is_none()
					&& !table.members.as_ref().is_some_and(|members| *members.get_ref())
			});
		if !reported {
			return Err(wrong("is not reported; expected an input without mean or members".into()));
		}
		match (inputs.get(own).map(|i| &i.kind), inputs.get(at).map(|i| &i.kind)) {
			(
				Some(InputKind::Number { unit, decimals, .. }),
				Some(InputKind::Number { unit: other, decimals: fewer, .. }),
			) => {
				if unit != other {
					return Err(wrong(format!(
						"is in {other}, and '{called}' in {unit}; expected the same unit"
					)));
				}
				if fewer > decimals {
					return Err(wrong(format!(
						"has {fewer} decimals, and '{called}' {decimals}; expected no fewer here"
					)));
				}
			},
			_ => return Err(wrong("is a category; expected a number".into())),
		}
		let days = places.within_range(days, 1..=MAX_MEAN_DAYS, "days")?;
		let least = places.within_range(least, 1..=days, "least")?;
		// At most 16 inputs.
		let of = u8::try_from(at).map_err(|_| wrong("is beyond the 16th input".into()))?;
		Ok(Origin::Mean { of, days, least })
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
			source: places.required_text(&self.source)?,
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
		let source = places.required_text(&self.source)?;
		Table::new(
			self.name.get_ref(),
			keys,
			places.unit(&self.unit)?,
			values,
			places.source_kind(&self.kind)?,
			source.as_str(),
		)
		.map(|table| Table { label, ..table })
		.map_err(|e| places.at(&self.name, format!("table '{}': {e}", self.name.get_ref())))
	}
}

impl RulesTable {
	fn rules(&self, places: &Places<'_>, definition: &Definition) -> Check<CreditingRules> {
		let points = places.scaled(&self.points_per_kg, 2)?;
		let points_per_kg = u32::try_from(points)
			.ok()
			.filter(|points| *points <= content::MAX_POINTS_PER_KG)
			.ok_or_else(|| {
				places.at(
					&self.points_per_kg,
					format!(
						"too many points per kilogram; expected at most {}",
						content::MAX_POINTS_PER_KG / 100
					),
				)
			})?;
		// Permill has four decimals of a percent.
		let share = places.scaled(&self.operator_share_percent, 4)?;
		let share = u32::try_from(share)
			.ok()
			.filter(|share| *share <= 1_000_000)
			.ok_or_else(|| places.at(&self.operator_share_percent, "expected 0 to 100 percent"))?;
		let small = |number, range, what| -> Check<u32> {
			let value = places.whole(number, range, what)?;
			u32::try_from(value).map_err(|_| places.at(number, "is too large"))
		};
		let growth_per_kg =
			small(&self.growth_per_kg, 0..=u64::from(content::MAX_GROWTH_PER_KG), "growth_per_kg")?;
		let verifiers = small(
			&self.verifiers_needed,
			1..=u64::from(content::MAX_VERIFIERS),
			"verifiers_needed",
		)?;
		let cap = |number, what| places.whole(number, 1..=content::MAX_CAP, what);
		let max_grams_per_record = cap(&self.max_grams_per_record, "max_grams_per_record")?;
		let max_grams_per_day = cap(&self.max_grams_per_day, "max_grams_per_day")?;
		let mut claims: Vec<ClaimSpec> = Vec::new();
		for claim in &self.claims {
			let read = claim_of(claim, places, definition)?;
			if claims.iter().any(|before| before.group() == read.group()) {
				return Err(places.at(
					&claim.get_ref().group,
					format!("group {} is claimed already; expected another group", read.group()),
				));
			}
			claims.push(read);
		}
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
			growth_per_kg,
			max_grams_per_record,
			max_grams_per_day,
			claims,
			evidence_required: self.evidence_required,
			device_required: self.device_required,
			operator_share: Permill::from_parts(share),
			verifiers_needed: u8::try_from(verifiers).unwrap_or(content::MAX_VERIFIERS),
		})
	}
}

fn claim_of(
	claim: &Spanned<ClaimTable>,
	places: &Places<'_>,
	definition: &Definition,
) -> Check<ClaimSpec> {
	let ClaimTable { kind, group, input, lasting, max_days } = claim.get_ref();
	let word = kind.get_ref().as_str();
	let takes: &[&str] = match word {
		"interval" => &[],
		"daily-high-water" | "counter" => &["input"],
		"once" => &["lasting"],
		"site-period" => &["max_days"],
		other => {
			return Err(places.at(
				kind,
				format!(
					"unknown claim '{other}'; expected interval, daily-high-water, counter, once \
					 or site-period"
				),
			))
		},
	};
	let given = [
		("input", input.as_ref().map(Spanned::span)),
		("lasting", lasting.as_ref().map(Spanned::span)),
		("max_days", max_days.as_ref().map(Spanned::span)),
	];
	for (key, span) in given {
		if let Some(span) = span.filter(|_| !takes.contains(&key)) {
			let message = format!("a claim of kind {word} takes no {key}");
			return Err(places.problem(span.start, message));
		}
	}
	let group: GroupId = places.within_range(group, 0..=MAX_GROUPS - 1, "group")?;
	let missing = |key: &str| places.at(kind, format!("a claim of kind {word} needs `{key}`"));
	let input = || -> Check<u8> {
		let named = input.as_ref().ok_or_else(|| missing("input"))?;
		let name = named.get_ref();
		let at = definition.input_index(name).ok_or_else(|| {
			places.at(named, format!("unknown input '{name}'; expected a declared one"))
		})?;
		match definition.inputs.get(usize::from(at)) {
			Some(Input { kind: InputKind::Number { .. }, origin: Origin::Reported, .. }) => Ok(at),
			_ => Err(places.at(
				named,
				format!("input '{name}' can't be claimed by; expected a reported number"),
			)),
		}
	};
	Ok(match word {
		"interval" => ClaimSpec::Interval { group },
		"daily-high-water" => ClaimSpec::DailyHighWater { group, input: input()? },
		"counter" => ClaimSpec::Counter { group, input: input()? },
		"once" => {
			let lasting = lasting.as_ref().is_some_and(|lasting| *lasting.get_ref());
			ClaimSpec::Once { group, lasting }
		},
		_ => {
			let max_days = max_days.as_ref().ok_or_else(|| missing("max_days"))?;
			let max_days = places.within_range(max_days, 1..=u16::MAX, "max_days")?;
			ClaimSpec::SitePeriod { group, max_days }
		},
	})
}
