use super::*;
use codec::{Decode, Encode};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use proptest::prelude::*;

/// A formula's tree, computed by exact fractions with the stated rounding.
#[derive(Clone, Debug)]
enum Tree {
	Const(i128, &'static str),
	Input(usize),
	Binary(Op, Box<Tree>, Box<Tree>),
	Neg(Box<Tree>),
	Clamp(Box<Tree>, Box<Tree>, Box<Tree>),
	If(Op, Box<Tree>, Box<Tree>, Box<Tree>, Box<Tree>),
	Scale(Op, Box<Tree>, i128),
	Convert(Box<Tree>, &'static str),
	/// Of the table of one key or of that of two.
	Lookup(usize),
	/// By the input, below each limit the value, else the last.
	Tiers(usize, Vec<(Tree, Tree)>, Box<Tree>),
	/// Divided among the members of the household.
	EachMember(Box<Tree>),
}

const MASSES: [&str; 3] = ["gCO2e", "kgCO2e", "tCO2e"];
/// Of the numbers reported, and of the mean of the first one.
const INPUTS: [&str; 4] = ["gCO2e", "kgCO2e", "tCO2e", "gCO2e"];
const PEOPLE: usize = 4;
const ROW: usize = 5;
const COLUMN: usize = 6;
/// Cells in thousandths: of three rows, and of three rows of two columns.
const CELLS: [(&str, &[i128]); 2] =
	[("gCO2e", &[1_500, -2, 700_000]), ("kgCO2e", &[1, 20, 333, -4_444, 55_555, 666_666])];

/// Grams in a unit.
fn grams(of: &str) -> BigRational {
	let grams = match of {
		"gCO2e" => 1,
		"kgCO2e" => 1_000,
		_ => 1_000_000,
	};
	BigRational::from_integer(BigInt::from(grams))
}

fn one() -> BigInt {
	BigInt::from(10u8).pow(18)
}

/// Toward zero at the 18th decimal; an error beyond 128 bits.
fn round(value: BigRational) -> Result<BigRational, EvalError> {
	let raw = (value * BigRational::from_integer(one())).trunc().to_integer();
	if raw.to_i128().is_none() {
		return Err(EvalError::Overflow);
	}
	Ok(BigRational::new(raw, one()))
}

fn rational(raw: i128) -> BigRational {
	BigRational::new(BigInt::from(raw), one())
}

/// The value in its unit; the first failing operand counts.
fn reference(tree: &Tree, inputs: &[u64]) -> (Result<BigRational, EvalError>, &'static str) {
	let into = |value: Result<BigRational, EvalError>, from: &str, to: &'static str| {
		let value = value?;
		if from == to {
			Ok(value)
		} else {
			round(value * grams(from) / grams(to))
		}
	};
	match tree {
		Tree::Const(raw, of) => (Ok(rational(*raw)), of),
		Tree::Input(index) => {
			// Inputs have three decimals.
			let value = BigRational::new(BigInt::from(inputs[*index]), BigInt::from(1_000));
			(Ok(value), INPUTS[*index])
		},
		Tree::Lookup(table) => {
			let (of, cells) = CELLS[*table];
			let (row, column) = (inputs[ROW] as usize, inputs[COLUMN] as usize);
			let cell = if *table == 0 { row } else { 2 * row + column };
			(Ok(BigRational::new(BigInt::from(cells[cell]), BigInt::from(1_000))), of)
		},
		Tree::Tiers(index, tiers, last) => match tiers.split_first() {
			None => reference(last, inputs),
			Some(((limit, value), rest)) => {
				let rest = Tree::Tiers(*index, rest.to_vec(), last.clone());
				let branches = (Box::new(value.clone()), Box::new(rest));
				let (tested, limit) = (Box::new(Tree::Input(*index)), Box::new(limit.clone()));
				reference(&Tree::If(Op::Lt, tested, limit, branches.0, branches.1), inputs)
			},
		},
		Tree::EachMember(a) => {
			let (a, of) = reference(a, inputs);
			let people = BigRational::from_integer(BigInt::from(inputs[PEOPLE]));
			(a.and_then(|a| round(a / people)), of)
		},
		Tree::Neg(a) => {
			let (a, of) = reference(a, inputs);
			(a.and_then(|a| round(-a)), of)
		},
		Tree::Convert(a, to) => {
			let (a, of) = reference(a, inputs);
			(into(a, of, to), to)
		},
		Tree::Scale(op, a, raw) => {
			let (a, of) = reference(a, inputs);
			let by = rational(*raw);
			let result = a.and_then(|a| match op {
				Op::Mul => round(a * by),
				_ if by.is_zero() => Err(EvalError::DivisionByZero),
				_ => round(a / by),
			});
			(result, of)
		},
		Tree::Binary(op, a, b) => {
			let ((a, of), (b, from)) = (reference(a, inputs), reference(b, inputs));
			let b = into(b, from, of);
			let result = a.and_then(|a| {
				b.and_then(|b| match op {
					Op::Add => round(a + b),
					Op::Sub => round(a - b),
					Op::Min => Ok(a.min(b)),
					_ => Ok(a.max(b)),
				})
			});
			(result, of)
		},
		Tree::Clamp(x, low, high) => {
			let ((x, of), (low, from), (high, above)) =
				(reference(x, inputs), reference(low, inputs), reference(high, inputs));
			let (low, high) = (into(low, from, of), into(high, above, of));
			(x.and_then(|x| low.and_then(|low| high.map(|high| x.max(low).min(high)))), of)
		},
		Tree::If(op, a, b, then, otherwise) => {
			let ((a, of), (b, from)) = (reference(a, inputs), reference(b, inputs));
			let b = into(b, from, of);
			let test = a.and_then(|a| {
				b.map(|b| match op {
					Op::Lt => a < b,
					Op::Le => a <= b,
					Op::Gt => a > b,
					Op::Ge => a >= b,
					Op::Eq => a == b,
					_ => a != b,
				})
			});
			let ((then, of), (otherwise, from)) =
				(reference(then, inputs), reference(otherwise, inputs));
			let otherwise = into(otherwise, from, of);
			(test.and_then(|test| if test { then } else { otherwise }), of)
		},
	}
}

fn emit(tree: &Tree, ops: &mut Vec<Op>) {
	match tree {
		Tree::Const(raw, of) => ops.push(Op::Const(Fixed::from_raw(*raw), unit(of))),
		Tree::Input(index) => ops.push(Op::Input(*index as u8)),
		Tree::Lookup(table) => ops.push(Op::Lookup(*table as u8)),
		Tree::Tiers(index, tiers, last) => {
			for (limit, value) in tiers {
				ops.push(Op::Input(*index as u8));
				emit(limit, ops);
				ops.push(Op::Lt);
				emit(value, ops);
			}
			emit(last, ops);
			ops.extend(vec![Op::Select; tiers.len()]);
		},
		Tree::EachMember(a) => {
			emit(a, ops);
			ops.extend([Op::Input(PEOPLE as u8), Op::Div, constant("1", "person"), Op::Mul]);
		},
		Tree::Neg(a) => {
			emit(a, ops);
			ops.push(Op::Neg);
		},
		Tree::Convert(a, to) => {
			emit(a, ops);
			ops.push(Op::Convert(unit(to)));
		},
		Tree::Scale(op, a, raw) => {
			emit(a, ops);
			ops.push(Op::Const(Fixed::from_raw(*raw), Unit::one()));
			ops.push(op.clone());
		},
		Tree::Binary(op, a, b) => {
			emit(a, ops);
			emit(b, ops);
			ops.push(op.clone());
		},
		Tree::Clamp(x, low, high) => {
			for part in [x, low, high] {
				emit(part, ops);
			}
			ops.push(Op::Clamp);
		},
		Tree::If(op, a, b, then, otherwise) => {
			emit(a, ops);
			emit(b, ops);
			ops.push(op.clone());
			emit(then, ops);
			emit(otherwise, ops);
			ops.push(Op::Select);
		},
	}
}

fn raw_number() -> impl Strategy<Value = i128> {
	prop_oneof![
		4 => -1_000_000_000_000_000_000_000i128..1_000_000_000_000_000_000_000,
		2 => (-1_000i128..1_000).prop_map(|whole| whole * 1_000_000_000_000_000_000),
		1 => -3i128..4,
		1 => any::<i128>(),
	]
}

fn mass() -> impl Strategy<Value = &'static str> {
	prop::sample::select(&MASSES[..])
}

fn tree() -> impl Strategy<Value = Tree> {
	let leaf = prop_oneof![
		(raw_number(), mass()).prop_map(|(raw, of)| Tree::Const(raw, of)),
		(0usize..4).prop_map(Tree::Input),
		(0usize..2).prop_map(Tree::Lookup),
	];
	leaf.prop_recursive(5, 40, 4, |inner| {
		let alike = prop::sample::select(vec![Op::Add, Op::Sub, Op::Min, Op::Max]);
		let tests = vec![Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Eq, Op::Ne];
		let boxed = inner.clone().prop_map(Box::new);
		prop_oneof![
			(alike, boxed.clone(), boxed.clone()).prop_map(|(op, a, b)| Tree::Binary(op, a, b)),
			boxed.clone().prop_map(Tree::Neg),
			(boxed.clone(), mass()).prop_map(|(a, to)| Tree::Convert(a, to)),
			(boxed.clone(), boxed.clone(), boxed.clone())
				.prop_map(|(x, low, high)| Tree::Clamp(x, low, high)),
			boxed.clone().prop_map(Tree::EachMember),
			(0usize..4, prop::collection::vec((inner.clone(), inner), 1..4), boxed.clone())
				.prop_map(|(index, tiers, last)| Tree::Tiers(index, tiers, last)),
			(prop::sample::select(vec![Op::Mul, Op::Div]), boxed.clone(), raw_number())
				.prop_map(|(op, a, raw)| Tree::Scale(op, a, raw)),
			(
				prop::sample::select(tests),
				boxed.clone(),
				boxed.clone(),
				boxed.clone(),
				boxed.clone()
			)
				.prop_map(|(op, a, b, then, otherwise)| Tree::If(op, a, b, then, otherwise)),
		]
	})
}

/// The tree as a checked definition; none when it is too large.
fn definition(tree: &Tree) -> Option<Definition> {
	let mut ops = Vec::new();
	emit(tree, &mut ops);
	let mut inputs: Vec<_> = INPUTS
		.iter()
		.zip(["a", "b", "c", "usual"])
		.map(|(of, name)| Input::number(name, unit(of), 3, 0, u64::MAX).unwrap())
		.collect();
	inputs[3].origin = Origin::Mean { of: 0, days: 7, least: 5 };
	inputs.push(
		Input::number("people", unit("person"), 0, 1, 20).unwrap().with_origin(Origin::Members),
	);
	inputs.push(Input::category("row", ["x", "y", "z"]).unwrap());
	inputs.push(Input::category("column", ["x", "y"]).unwrap());
	let table = |name: &str, keys: &[usize], (of, cells): (&str, &[i128])| {
		let keys = keys.iter().map(|key| *key as u8).collect();
		let cells = cells.iter().map(|cell| Fixed::from_raw(cell * 10i128.pow(15))).collect();
		Table::new(name, keys, unit(of), cells, SourceKind::Platform, "").unwrap()
	};
	let tables = vec![table("one", &[ROW], CELLS[0]), table("two", &[ROW, COLUMN], CELLS[1])];
	let definition =
		Definition { program: Program::from_ops(ops)?, ..declare(inputs, vec![], tables) };
	check(&definition).ok().map(|_| definition)
}

/// Raw values of that definition, in range.
fn raw_inputs() -> impl Strategy<Value = [u64; 7]> {
	let numbers = prop::array::uniform4(prop_oneof![0u64..100_000, any::<u64>()]);
	(numbers, 1u64..21, 0u64..3, 0u64..2)
		.prop_map(|([a, b, c, usual], people, row, column)| [a, b, c, usual, people, row, column])
}

fn any_origin() -> impl Strategy<Value = Origin> {
	prop_oneof![
		3 => Just(Origin::Reported),
		2 => (0u8..6, 0u8..34, 0u8..34)
			.prop_map(|(of, days, least)| Origin::Mean { of, days, least }),
		1 => Just(Origin::Members),
		1 => Just(Origin::Month),
	]
}

/// An operation of any kind over few indices, so that many programs get far.
fn any_op() -> impl Strategy<Value = Op> {
	let units = prop::sample::select(vec!["1", "gCO2e", "kgCO2e", "km", "gCO2e/km", "%"]);
	prop_oneof![
		4 => (raw_number(), units.clone()).prop_map(|(raw, of)| Op::Const(Fixed::from_raw(raw), unit(of))),
		2 => (0u8..7).prop_map(Op::Input),
		2 => (0u8..5).prop_map(Op::Param),
		1 => (0u8..2).prop_map(Op::Lookup),
		1 => (0u8..3).prop_map(Op::Local),
		1 => (0u8..3).prop_map(Op::Store),
		1 => (1u8..5, 0u8..4).prop_map(|(input, value)| Op::IsCategory(input, value)),
		6 => prop::sample::select(vec![
			Op::Add, Op::Sub, Op::Mul, Op::Div, Op::Neg, Op::Min, Op::Max, Op::Clamp, Op::Lt, Op::Le,
			Op::Gt, Op::Ge, Op::Eq, Op::Ne, Op::And, Op::Or, Op::Not, Op::Select,
		]),
		1 => units.prop_map(|of| Op::Convert(unit(of))),
	]
}

/// Whatever it is: checked, computed, explained, printed without a panic, and consistently.
fn exercise(definition: &Definition, inputs: &[u64]) {
	let checked = check(definition);
	let printed = print_formula(definition);
	let computed = evaluate(definition, inputs);
	let explained = explain(definition, inputs);
	match checked {
		Err(error) => {
			assert!(!error.to_string().is_empty());
			assert_eq!(computed, Err(EvalError::Unchecked));
			assert_eq!(explained, Err(EvalError::Unchecked));
		},
		Ok(checked) => {
			assert!(checked.max_stack <= MAX_STACK && checked.cost <= MAX_COST);
			assert_ne!(computed, Err(EvalError::Unchecked));
			assert_ne!(explained, Err(EvalError::Unchecked));
			let again = parse_formula(&printed, definition).expect(&printed);
			assert_eq!(again, definition.program, "{printed}");
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn evaluation_is_exact_arithmetic(
		tree in tree(),
		inputs in raw_inputs(),
	) {
		let Some(definition) = definition(&tree) else { return Ok(()) };
		let (expected, of) = reference(&tree, &inputs);
		let expected: Result<BigRational, EvalError> = expected.and_then(|value| {
			if of == "gCO2e" { Ok(value) } else { round(value * grams(of)) }
		});
		let exact = evaluate_exact(&definition, &inputs);
		match &expected {
			Ok(value) => {
				// The 64 bits of grams are less than the 128 of the exact result.
				let whole = if value.is_negative() { BigInt::zero() } else { value.to_integer() };
				match whole.to_u64() {
					Some(whole) => {
						let raw = (value * BigRational::from_integer(one())).to_integer();
						prop_assert_eq!(exact, Ok(Fixed::from_raw(raw.to_i128().unwrap())));
						prop_assert_eq!(evaluate(&definition, &inputs), Ok(whole));
					},
					None => prop_assert_eq!(exact, Err(EvalError::Overflow)),
				}
			},
			Err(error) => prop_assert_eq!(exact, Err(*error)),
		}
		let steps = explain(&definition, &inputs).unwrap();
		match (&steps.last().unwrap().result, exact) {
			(StepValue::Number { value, .. }, Ok(exact)) => prop_assert_eq!(*value, exact),
			(StepValue::Failed(error), Err(expected)) => prop_assert_eq!(*error, expected),
			other => prop_assert!(false, "{:?}", other),
		}
		render_steps(&definition, &steps, Lang::Zh);
	}

	#[test]
	fn printing_and_parsing_return_the_program(tree in tree()) {
		let Some(definition) = definition(&tree) else { return Ok(()) };
		let printed = print_formula(&definition);
		let again = compile(&printed, &definition).map_err(|error| {
			TestCaseError::fail(format!("{printed}: {error}"))
		})?;
		prop_assert_eq!(again.program, definition.program);
	}

	#[test]
	fn fixed_arithmetic_is_exact(a in any::<i128>(), b in raw_number(), n in any::<u128>(), d in any::<u128>()) {
		let raw = |value: Result<BigRational, EvalError>| {
			value.ok().map(|value| {
				Fixed::from_raw((value * BigRational::from_integer(one())).to_integer().to_i128().unwrap())
			})
		};
		let (x, y) = (Fixed::from_raw(a), Fixed::from_raw(b));
		let (p, q) = (rational(a), rational(b));
		prop_assert_eq!(x.checked_add(y), raw(round(&p + &q)));
		prop_assert_eq!(x.checked_sub(y), raw(round(&p - &q)));
		prop_assert_eq!(x.checked_mul(y), raw(round(&p * &q)));
		prop_assert_eq!(x.checked_div(y), if b == 0 { None } else { raw(round(&p / &q)) });
		let ratio = (d != 0).then(|| BigRational::new(BigInt::from(n), BigInt::from(d)));
		prop_assert_eq!(x.checked_mul_ratio(n, d), ratio.and_then(|ratio| raw(round(&p * ratio))));
		prop_assert_eq!(x.to_string().parse::<Fixed>(), Ok(x));
	}

	#[test]
	fn any_program_is_refused_or_runs(
		ops in prop::collection::vec(any_op(), 0..128),
		locals in 0usize..4,
		inputs in prop::collection::vec(0u64..4, 5..8),
	) {
		let mut definition = household();
		definition.program.ops = ops.try_into().unwrap();
		let names: Vec<_> =
			["l1", "l2", "l3"].iter().take(locals).map(|name| Name::new(name).unwrap()).collect();
		definition.program.locals = names.try_into().unwrap();
		exercise(&definition, &inputs);
	}

	#[test]
	fn any_origins_are_refused_or_hold(
		origins in prop::array::uniform4(any_origin()),
		decimals in prop::array::uniform3(0u8..4),
		units in prop::array::uniform3(prop::sample::select(vec!["kWh", "person", "step"])),
		values in prop::sample::select(vec![3usize, 12]),
		inputs in prop::array::uniform4(0u64..3),
	) {
		let mut list: Vec<_> = (0..3)
			.map(|index| number(["a", "b", "c"][index], units[index], decimals[index]))
			.collect();
		let names: Vec<_> = (0..values).map(|value| format!("v{value}")).collect();
		list.push(Input::category("season", names.iter().map(String::as_str)).unwrap());
		for (input, origin) in list.iter_mut().zip(origins) {
			input.origin = origin;
		}
		let provided = |wanted: fn(&Origin) -> bool| origins.iter().filter(|o| wanted(o)).count();
		let due = (origins[3] == Origin::Reported || origins[3] == Origin::Month && values == 12)
			&& provided(|origin| matches!(origin, Origin::Mean { .. })) <= 1
			&& provided(|origin| *origin == Origin::Members) <= 1
			&& (0..3).all(|index| match origins[index] {
				Origin::Reported => true,
				Origin::Month => false,
				Origin::Members => units[index] != "kWh" && decimals[index] == 0,
				Origin::Mean { of, days, least } => {
					let of = usize::from(of);
					of < 3 && origins[of] == Origin::Reported && units[of] == units[index]
						&& decimals[of] <= decimals[index]
						&& days > 0 && days <= 31 && least > 0 && least <= days
				},
			});
		let mut definition = declare(list, vec![], vec![]);
		definition.program = Program::from_ops(vec![constant("1", "gCO2e")]).unwrap();
		prop_assert_eq!(check(&definition).is_ok(), due);
		exercise(&definition, &inputs);
	}

	#[test]
	fn means_are_exact(sum in any::<u128>(), less in 0u32..100, known in 1u8.., from in 0u8..19, more in 0u8..19) {
		let sum = sum >> less;
		let to = from + more;
		let exact = BigInt::from(sum) * BigInt::from(10u8).pow(more.into()) / BigInt::from(known);
		let due = if to > MAX_DECIMALS { None } else { exact.to_u64() };
		prop_assert_eq!(mean_raw(sum, known, from, to), due);
	}

	#[test]
	fn any_bytes_are_refused_or_run(
		bytes in prop::collection::vec(any::<u8>(), 0..400),
		inputs in prop::collection::vec(any::<u64>(), 0..4),
	) {
		if let Ok(definition) = Definition::decode(&mut &bytes[..]) {
			exercise(&definition, &inputs);
		}
	}

	#[test]
	fn damaged_definitions_are_refused_or_run(
		text in prop::sample::select(vec![
			"let a = distance * car; clamp(a - steps * walk, 0 gCO2e, most)",
			"if season == \"summer\" and days > 1 day then baseline[season, region] * days * grid else most",
			"tiers(distance, 4 km: most, 12 km: 2 * most, 3 * most) in tCO2e",
			"usual",
		]),
		damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
		inputs in prop_oneof![prop::collection::vec(0u64..3, 6), prop::collection::vec(1u64..3, 3)],
	) {
		let mut bytes = match text {
			"usual" => baseline_with("clamp((usual - used) * grid, 0 gCO2e, people * 1 kgCO2e/person)"),
			text => household_with(text),
		}
		.encode();
		for (at, byte) in damage {
			let at = at.index(bytes.len());
			bytes[at] = byte;
		}
		if let Ok(definition) = Definition::decode(&mut &bytes[..]) {
			exercise(&definition, &inputs);
		}
	}

	#[test]
	fn any_text_is_refused_or_parses(text in "[-a-z0-9+*/()<>=!;:,.%^\\[\\]\" \n#]{0,80}|\\PC{0,60}") {
		let _ = compile(&text, &household());
		let _ = parse_unit(&text);
		let _ = text.parse::<Fixed>();
	}

	#[test]
	fn any_words_are_refused_or_parse(words in prop::collection::vec(prop::sample::select(vec![
		"let", "a", "=", ";", "distance", "car", "most", "+", "-", "*", "/", "(", ")", "if", "then",
		"else", "and", "or", "not", "in", "km", "gCO2e", "5", "min", "clamp", "tiers", ",", ":", "<",
		"==", "season", "\"summer\"", "baseline", "[season, region]", "^", "2",
	]), 0..30)) {
		if let Ok(definition) = compile(&words.join(" "), &household()) {
			exercise(&definition, &[1, 1, 1, 1, 1, 1]);
		}
	}
}
