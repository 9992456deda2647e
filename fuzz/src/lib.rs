//! What must hold of any input, as functions of bytes: for the fuzz targets, and for
//! `pallets/formula/tests/corpus.rs`, which runs what the fuzzer found worth keeping.

use codec::{Decode, Encode};
use tanpu_formula::{
	check, compile, evaluate, explain, parse_unit, print_formula, render_steps, Definition,
	EvalError, Fixed, FormulaError, Input, InputKind, Lang, Op, Origin, Parameter, Prepared,
	Program, SourceKind, StepValue, Table, Unit, MAX_COST, MAX_STACK,
};

fn unit(text: &str) -> Unit {
	parse_unit(text).expect("a unit")
}

fn number(name: &str, of: &str, decimals: u8) -> Input {
	Input::number(name, unit(of), decimals, 0, u64::MAX).expect("an input")
}

fn parameter(name: &str, value: &str, of: &str) -> Parameter {
	let value = value.parse().expect("a number");
	Parameter::new(name, value, unit(of), SourceKind::Reference, "").expect("a parameter")
}

const MONTHS: [&str; 12] =
	["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"];

/// Declarations of every kind, for the formulas of both targets.
pub fn declarations() -> Definition {
	let cells = |cells: &[i64]| {
		cells.iter().map(|cell| Fixed::from_integer((*cell).into()).expect("small")).collect()
	};
	let table = |name: &str, keys: Vec<u8>, values: Vec<Fixed>| {
		Table::new(name, keys, unit("kWh/day"), values, SourceKind::Official, "").expect("a table")
	};
	Definition::declare(
		vec![
			number("actual", "kWh", 3),
			number("days", "day", 0),
			Input::category("season", ["spring", "summer", "winter"]).expect("a category"),
			Input::category("region", ["north", "south"]).expect("a category"),
			number("distance", "km", 2),
			number("steps", "step", 0),
			number("usual", "kWh", 4).with_origin(Origin::Mean { of: 0, days: 7, least: 5 }),
			number("people", "person", 0).with_origin(Origin::Members),
			Input::category("month", MONTHS).expect("a category").with_origin(Origin::Month),
		],
		vec![
			parameter("grid", "0.4403", "kgCO2e/kWh"),
			parameter("car", "0.16272", "kgCO2e/km"),
			parameter("walk", "0.02", "gCO2e/step"),
			parameter("most", "5", "kgCO2e"),
		],
		vec![
			table("baseline", vec![2, 3], cells(&[5, 6, 7, 8, 12, -9])),
			table("usage", vec![3], cells(&[5, 6])),
		],
	)
	.expect("declarations")
}

/// Raw values for the inputs out of the bytes: small ones and any, categories mostly known.
fn raw_inputs(definition: &Definition, mut bytes: &[u8]) -> Vec<u64> {
	let raw = |input: &Input| {
		let byte = u8::decode(&mut bytes).unwrap_or_default();
		match (&input.kind, byte % 8) {
			(_, 0) => u64::decode(&mut bytes).unwrap_or_default(),
			(InputKind::Number { min, .. }, 1) => *min,
			(InputKind::Number { max, .. }, 2) => *max,
			(InputKind::Number { min, .. }, _) => min.saturating_add(byte.into()),
			(InputKind::Category { values }, _) => {
				u64::from(byte).checked_rem(values.len() as u64).unwrap_or_default()
			},
		}
	};
	definition.inputs.iter().map(raw).collect()
}

/// Whatever the definition is: refused with a reason, or computed, explained and printed, each
/// agreeing with the others.
fn exercise(definition: &Definition, inputs: &[u64]) {
	let checked = check(definition);
	let printed = print_formula(definition);
	let computed = evaluate(definition, inputs);
	let explained = explain(definition, inputs);
	let checked = match checked {
		Ok(checked) => checked,
		Err(error) => {
			assert!(!error.to_string().is_empty());
			assert_eq!(computed, Err(EvalError::Unchecked));
			assert_eq!(explained, Err(EvalError::Unchecked));
			return;
		},
	};
	assert!(checked.max_stack <= MAX_STACK && checked.cost <= MAX_COST);
	assert_ne!(computed, Err(EvalError::Unchecked));
	let again = compile(&printed, definition).expect("what is printed compiles");
	assert_eq!(again.program, definition.program, "{printed}");
	let bytes = definition.encode();
	assert_eq!(Definition::decode(&mut &bytes[..]).as_ref(), Ok(definition));
	// At most one mean, one number of members and one month, and the rest is reported.
	let provided = [definition.mean(), definition.members(), definition.month()];
	let provided = provided.into_iter().flatten().count();
	assert_eq!(definition.reported().count() + provided, definition.inputs.len());
	let prepared = Prepared::new(definition).expect("checked");
	let outcome = prepared.evaluate(inputs);
	assert_eq!(outcome.map(|outcome| outcome.grams), computed);
	match (explained, outcome) {
		(Ok(steps), outcome) => {
			match (&steps.last().expect("a result").result, outcome) {
				(StepValue::Number { value, .. }, Ok(outcome)) => assert_eq!(*value, outcome.exact),
				(StepValue::Failed(error), Err(due)) => assert_eq!(*error, due),
				(result, outcome) => panic!("{result:?} is not {outcome:?}"),
			}
			for lang in [Lang::En, Lang::Zh] {
				assert!(!render_steps(definition, &steps, lang).is_empty());
			}
		},
		(Err(error), outcome) => assert_eq!(Err(error), outcome),
	}
}

/// A text: no formula, and then it is said where; or one that prints and parses to itself.
pub fn text(data: &[u8]) {
	let Ok(text) = core::str::from_utf8(data) else { return };
	if let Ok(unit) = parse_unit(text) {
		assert!(unit.is_canonical());
		assert_eq!(parse_unit(&unit.to_string()), Ok(unit));
	}
	if let Ok(number) = text.parse::<Fixed>() {
		assert_eq!(number.to_string().parse(), Ok(number));
	}
	let declarations = declarations();
	match compile(text, &declarations) {
		Ok(definition) => {
			let printed = print_formula(&definition);
			let again = compile(&printed, &declarations).expect("what is printed compiles");
			assert_eq!(again.program, definition.program, "{printed}");
			assert_eq!(print_formula(&again), printed);
			for bytes in [&[3; 8][..], &[], data] {
				exercise(&definition, &raw_inputs(&definition, bytes));
			}
		},
		Err(error) => {
			assert!(!error.to_string().is_empty());
			let line = match error {
				FormulaError::Parse(error) => {
					assert!(!error.expected.is_empty() && error.column > 0);
					error.line
				},
				FormulaError::Check { line, column, .. } => {
					assert!(column > 0);
					line
				},
			};
			assert!(line > 0 && line as usize <= text.matches('\n').count() + 1);
		},
	}
}

/// Bytes: a definition, or (odd first byte) operations and local names over the declarations, and
/// after them raw inputs.
pub fn decode(data: &[u8]) {
	let Some((kind, mut bytes)) = data.split_first() else { return };
	let definition = if kind % 2 == 0 {
		let Ok(definition) = Definition::decode(&mut bytes) else { return };
		definition
	} else {
		let mut ops = Vec::new();
		let names = ["l0", "l1", "l2", "l3"];
		while let Ok(op) = Op::decode(&mut bytes) {
			ops.push(op);
		}
		let stored = ops.iter().filter(|op| matches!(op, Op::Store(_))).count();
		let Some(mut program) = Program::from_ops(ops) else { return };
		for name in names.iter().take(stored) {
			let name = name.parse().expect("a name");
			program.locals.try_push(name).expect("few");
		}
		bytes = data;
		Definition { program, ..declarations() }
	};
	exercise(&definition, &raw_inputs(&definition, bytes));
	exercise(&definition, &[]);
}
