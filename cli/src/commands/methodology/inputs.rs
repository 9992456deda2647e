//! Inputs as they are given on the command line, and what is computed of them.

use crate::{
	connection::At,
	decimal::{format_scaled, parse_scaled},
	failure::{Failure, Result},
	types::api::EvaluationFailure,
};
use tanpu_formula::{Definition, InputKind, Lang, Origin, Step};
use tanpu_primitives::{
	time::{day_of, month_of_year, SECONDS_PER_MINUTE},
	Day, Grams, MethodologyRef, Provided, Row, WHOLE,
};

/// Every step, as the chain computes it.
pub async fn chain_steps(at: &At<'_>, reference: MethodologyRef, raw: &[u64]) -> Result<Vec<Step>> {
	let steps: Result<Vec<Step>, EvaluationFailure> =
		at.call("CarbonApi", "explain", (reference, raw.to_vec())).await?;
	steps.map_err(|failure| match failure {
		EvaluationFailure::Methodology(refusal) => Failure::Plain(format!(
			"the chain does not compute with methodology {} version {}: {refusal:?}",
			reference.methodology, reference.version
		)),
		EvaluationFailure::Formula(error) => Failure::Plain(format!("rejected: {error}")),
	})
}

/// What the last step credits; none where it is rejected.
pub fn grams_of(steps: &[Step]) -> Option<u64> {
	match &steps.last()?.result {
		tanpu_formula::StepValue::Number { value, .. } => value.floor_to_u64(),
		_ => None,
	}
}

/// What a record's cap and a share leave of the computed grams, before a day's cap.
pub struct Credited {
	/// None where nothing was computed.
	pub grams: Option<Grams>,
	/// How, a line each; none where nothing is taken away.
	pub lines: Vec<String>,
}

/// The cap is the object's, before it is shared.
pub fn credited(computed: Option<Grams>, cap: Grams, share: u16, lang: Lang) -> Credited {
	let Some(computed) = computed else { return Credited { grams: None, lines: Vec::new() } };
	let mut lines = Vec::new();
	let capped = computed.min(cap);
	if capped < computed {
		lines.push(match lang {
			Lang::En => format!("Cap of a record: {cap} g"),
			Lang::Zh => format!("单条记录上限：{cap} 克"),
		});
	}
	let grams = part_of(capped, share);
	if share != WHOLE {
		let percent = format_scaled(u64::from(share), 2);
		lines.push(match lang {
			Lang::En => format!("Share: {capped} g × {percent}% = {grams} g (floored to a gram)"),
			Lang::Zh => format!("份额：{capped} 克 × {percent}% = {grams} 克（向下取整至克）"),
		});
	}
	Credited { grams: Some(grams), lines }
}

/// A share of grams in ten thousandths, rounded down, as the chain does it.
pub fn part_of(grams: Grams, share: u16) -> Grams {
	let part = u128::from(grams) * u128::from(share) / u128::from(WHOLE);
	// At most the grams themselves: no share is more than the whole.
	Grams::try_from(part).unwrap_or(grams)
}

/// Why a record's inputs can't be put together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
	/// The chain made no mean for it.
	Mean,
	/// The chain had no members for it.
	Members,
	/// Its time is beyond the days that the chain counts.
	Month,
	/// It carries another number of inputs than its methodology asks for.
	Count,
	/// The node no longer keeps what the chain provided.
	Dropped,
}

impl Unknown {
	pub fn text(self, lang: Lang) -> &'static str {
		match (self, lang) {
			(Self::Mean, Lang::En) => {
				"nothing to compute: the chain made no mean of the days before"
			},
			(Self::Mean, Lang::Zh) => "无可计算：链上未形成此前日均值",
			(Self::Members, Lang::En) => {
				"nothing to compute: the chain had no members of a household"
			},
			(Self::Members, Lang::Zh) => "无可计算：链上没有家庭人数",
			(Self::Month, Lang::En) => "nothing to compute: the record's time is in no month",
			(Self::Month, Lang::Zh) => "无可计算：该记录的时间不在任何月份内",
			(Self::Count, Lang::En) => {
				"nothing to compute: the record has another number of inputs"
			},
			(Self::Count, Lang::Zh) => "无可计算：该记录的输入个数不符",
			(Self::Dropped, Lang::En) => {
				"this node no longer keeps what the chain provided for this record"
			},
			(Self::Dropped, Lang::Zh) => "本节点已不保存链上为该记录提供的数值",
		}
	}
}

/// The day that a record is credited for, by the chain's clock.
pub fn credited_day(row: &Row, day_offset: i32) -> Option<Day> {
	day_of(u64::from(row.last_minute()?) * SECONDS_PER_MINUTE, day_offset)
}

/// All inputs of a record: those that were reported, and what the chain provided. The month is not
/// stored, since it follows from the record's time.
pub fn all_inputs(
	definition: &Definition,
	reported: &[u64],
	provided: Option<&Provided>,
	day: Option<Day>,
) -> Result<Vec<u64>, Unknown> {
	let mut reported = reported.iter().copied();
	let inputs = definition
		.inputs
		.iter()
		.map(|input| match input.origin {
			Origin::Reported => reported.next().ok_or(Unknown::Count),
			Origin::Mean { .. } => provided.and_then(|provided| provided.mean).ok_or(Unknown::Mean),
			Origin::Members => provided
				.and_then(|provided| provided.members)
				.map(u64::from)
				.ok_or(Unknown::Members),
			Origin::Month => day.map(month_of_year).map(u64::from).ok_or(Unknown::Month),
		})
		.collect::<Result<Vec<_>, _>>()?;
	match reported.next() {
		None => Ok(inputs),
		Some(_) => Err(Unknown::Count),
	}
}

/// Raw values of `name=value` pairs, in the order of the definition.
pub fn raw_inputs(definition: &Definition, given: &[String]) -> Result<Vec<u64>> {
	let mut values = std::collections::HashMap::new();
	for pair in given {
		let (name, value) = pair
			.split_once('=')
			.ok_or_else(|| Failure::Usage(format!("--input {pair}: expected name=value")))?;
		if !definition.inputs.iter().any(|input| input.name.as_str() == name) {
			let known: Vec<_> = definition.inputs.iter().map(|input| input.name.as_str()).collect();
			return Err(Failure::Usage(format!(
				"there is no input '{name}'; the inputs are {}",
				known.join(", ")
			)));
		}
		values.insert(name, value);
	}
	definition
		.inputs
		.iter()
		.map(|input| {
			let name = input.name.as_str();
			let text = values.get(name).ok_or_else(|| {
				let who = match input.origin {
					Origin::Reported => "",
					_ => " (what the chain provides is given here like any other)",
				};
				Failure::Usage(format!("input '{name}' is missing: --input {name}=...{who}"))
			})?;
			match &input.kind {
				InputKind::Number { decimals, .. } => parse_scaled(text, *decimals)
					.map_err(|e| Failure::Usage(format!("input '{name}': '{text}' {e}"))),
				InputKind::Category { values } => values
					.iter()
					.position(|value| value.as_str() == *text)
					.and_then(|at| u64::try_from(at).ok())
					.ok_or_else(|| Failure::Usage(format!("input '{name}': no value '{text}'"))),
			}
		})
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_formula::{Input, NamedUnit};

	#[test]
	fn caps_come_before_shares() {
		let shown = |computed, cap, share, lang| {
			let Credited { grams, lines } = credited(computed, cap, share, lang);
			(grams, lines)
		};
		assert_eq!(shown(Some(117), 1_000, WHOLE, Lang::En), (Some(117), vec![]));
		assert_eq!(shown(None, 1_000, 5_000, Lang::En), (None, vec![]));
		assert_eq!(
			shown(Some(1_101), 1_001, 5_000, Lang::En),
			(
				Some(500),
				vec![
					"Cap of a record: 1001 g".into(),
					"Share: 1001 g × 50.00% = 500 g (floored to a gram)".into()
				]
			)
		);
		let (_, lines) = shown(Some(100), 1_000, 3_334, Lang::Zh);
		assert_eq!(lines, ["份额：100 克 × 33.34% = 33 克（向下取整至克）"]);
		assert_eq!(part_of(u64::MAX, WHOLE), u64::MAX);
		assert_eq!(part_of(3, 3_333), 0);
	}

	#[test]
	fn a_record_s_inputs_are_put_together_again() {
		let number = |name, origin| {
			Input::number(name, NamedUnit::KilowattHour.into(), 0, 0, 9)
				.unwrap()
				.with_origin(origin)
		};
		let mean = Origin::Mean { of: 1, days: 7, least: 5 };
		let names: Vec<_> = (1..13).map(|month| format!("m{month}")).collect();
		let month = Input::category("month", names.iter().map(String::as_str)).unwrap();
		let definition = Definition::declare(
			vec![
				number("before", mean),
				number("used", Origin::Reported),
				number("members", Origin::Members),
				number("other", Origin::Reported),
				month.with_origin(Origin::Month),
			],
			vec![],
			vec![],
		)
		.unwrap();
		let provided = Provided { row: 0, mean: Some(7), members: Some(3), share: WHOLE };
		// 2018-09-01.
		let day = Some(17_775);
		let found = all_inputs(&definition, &[5, 6], Some(&provided), day);
		assert_eq!(found, Ok(vec![7, 5, 3, 6, 8]));
		let found = all_inputs(&definition, &[5, 6], Some(&provided), None);
		assert_eq!(found, Err(Unknown::Month));
		let refused = |reported: &[u64], provided, unknown| {
			assert_eq!(all_inputs(&definition, reported, provided, day), Err(unknown));
		};
		refused(&[5, 6], None, Unknown::Mean);
		let without = Provided { members: None, ..provided };
		refused(&[5, 6], Some(&without), Unknown::Members);
		refused(&[5], Some(&provided), Unknown::Count);
		refused(&[5, 6, 7], Some(&provided), Unknown::Count);
	}

	#[test]
	fn a_record_belongs_to_the_day_of_its_last_minute() {
		// 2018-09-01T00:00+08:00.
		let midnight = 1_535_731_200 / 60;
		let day = |start, duration| {
			let row = Row {
				citizen: 0,
				start,
				duration,
				inputs: Default::default(),
				claims: Default::default(),
			};
			credited_day(&row, 28_800)
		};
		assert_eq!(day(midnight - 20, 20), Some(17_774));
		assert_eq!(day(midnight - 20, 21), Some(17_775));
		assert_eq!(day(midnight, 0), Some(17_775));
		assert_eq!(day(u32::MAX, 1), None);
	}
}
