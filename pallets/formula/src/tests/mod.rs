//! Tests by what they are about, over the definitions below.

mod check;
mod eval;
mod explain;
mod fixed;
mod properties;
mod text;
mod units;

use crate::*;

pub(crate) fn fixed(text: &str) -> Fixed {
	text.parse().unwrap()
}

pub(crate) fn unit(text: &str) -> Unit {
	parse_unit(text).unwrap()
}

pub(crate) fn parameter(name: &str, value: &str, of: &str) -> Parameter {
	Parameter::new(name, fixed(value), unit(of), SourceKind::Reference, "a test").unwrap()
}

pub(crate) fn number(name: &str, of: &str, decimals: u8) -> Input {
	Input::number(name, unit(of), decimals, 0, 1_000_000_000).unwrap()
}

pub(crate) fn declare(
	inputs: Vec<Input>,
	parameters: Vec<Parameter>,
	tables: Vec<Table>,
) -> Definition {
	Definition::declare(inputs, parameters, tables).unwrap()
}

/// A definition with nothing declared and these operations, unchecked.
pub(crate) fn bare(ops: Vec<Op>) -> Definition {
	Definition { program: Program::from_ops(ops).unwrap(), ..Definition::default() }
}

pub(crate) fn constant(value: &str, of: &str) -> Op {
	Op::Const(fixed(value), unit(of))
}

/// The metro method: 46.7 g per passenger-kilometre, distance at two decimals.
pub(crate) fn metro() -> Definition {
	let distance = Input::number("distance", unit("pkm"), 2, 0, 10_000).unwrap();
	let factor = Parameter::new(
		"factor",
		fixed("46.7"),
		unit("gCO2e/pkm"),
		SourceKind::Official,
		"深圳市低碳公共出行碳普惠方法学(试行), 2021-12",
	)
	.unwrap();
	compile("distance * factor", &declare(vec![distance], vec![factor], vec![])).unwrap()
}

/// Electricity against the mean of the seven days before, and a household.
pub(crate) fn baseline_inputs() -> Definition {
	let usual = number("usual", "kWh", 4)
		.with_label("日常用电")
		.unwrap()
		.with_origin(Origin::Mean { of: 0, days: 7, least: 5 });
	let people =
		Input::number("people", unit("person"), 0, 1, 20).unwrap().with_origin(Origin::Members);
	declare(
		vec![number("used", "kWh", 3), usual, people],
		vec![parameter("grid", "0.4403", "kgCO2e/kWh")],
		vec![],
	)
}

pub(crate) fn baseline_with(text: &str) -> Definition {
	compile(text, &baseline_inputs()).unwrap()
}

/// Declarations of every kind: a distance, an energy, two categories and a table over them.
pub(crate) fn household() -> Definition {
	let cells = ["5", "6", "7", "8", "12", "9.5"].map(fixed).to_vec();
	let table = Table::new(
		"baseline",
		vec![2, 3],
		unit("kWh/day"),
		cells,
		SourceKind::Official,
		"a bureau",
	)
	.unwrap();
	declare(
		vec![
			number("actual", "kWh", 3).with_label("实际用电").unwrap(),
			number("days", "day", 0),
			Input::category("season", ["spring", "summer", "winter"]).unwrap(),
			Input::category("region", ["north", "south"]).unwrap(),
			number("distance", "km", 2),
			number("steps", "step", 0),
		],
		vec![
			parameter("grid", "0.4403", "kgCO2e/kWh"),
			parameter("car", "0.16272", "kgCO2e/km"),
			parameter("walk", "0.02", "gCO2e/step"),
			parameter("most", "5", "kgCO2e"),
		],
		vec![table],
	)
}

pub(crate) fn household_with(text: &str) -> Definition {
	match compile(text, &household()) {
		Ok(definition) => definition,
		Err(error) => panic!("{text}: {error}"),
	}
}

/// The grams of a household formula for actual 4.5 kWh, 1 day, summer, south, 2.5 km, 1000 steps.
pub(crate) fn household_exact(text: &str) -> Result<Fixed, EvalError> {
	evaluate_exact(&household_with(text), &[4_500, 1, 1, 1, 250, 1_000])
}
