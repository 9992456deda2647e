use super::*;
use codec::{Decode, Encode, MaxEncodedLen};

fn kind(definition: &Definition) -> CheckErrorKind {
	check(definition).unwrap_err().kind
}

/// The kind of error, and at which operation, of a household formula.
fn refused(text: &str) -> (CheckErrorKind, Operation) {
	match compile(text, &household()) {
		Err(FormulaError::Check { error, line, column }) => {
			assert!(line > 0 && column > 0);
			assert!(!error.to_string().is_empty());
			(error.kind, error.operation.unwrap())
		},
		other => panic!("{text}: {other:?}"),
	}
}

fn dimension(text: &str) -> Dimension {
	unit(text).dimension().unwrap()
}

/// A name of any bytes, as a decoder takes them.
fn raw_name(bytes: &[u8]) -> Name {
	Name::decode(&mut &bytes.to_vec().encode()[..]).unwrap()
}

fn raw_unit(factors: &[(NamedUnit, i8)]) -> Unit {
	let factors: Vec<_> =
		factors.iter().map(|(unit, power)| Factor { unit: *unit, power: *power }).collect();
	Unit::decode(&mut &factors.encode()[..]).unwrap()
}

#[test]
fn metro_is_accepted() {
	assert_eq!(check(&metro()), Ok(Checked { max_stack: 2, cost: 8 }));
}

#[test]
fn result_must_be_a_mass_of_co2e() {
	for (text, of) in [("distance", "km"), ("distance * grid", "km*kgCO2e/kWh"), ("1", "1")] {
		assert_eq!(
			refused(text),
			(CheckErrorKind::ResultNotCo2e { found: dimension(of) }, Operation::Result)
		);
	}
	assert_eq!(
		refused("distance > 1 km").0,
		CheckErrorKind::TypeMismatch { expected: ValueType::Number, found: ValueType::Boolean }
	);
}

#[test]
fn paper_is_not_co2e() {
	let paper =
		declare(vec![number("paper", "kg", 3)], vec![parameter("factor", "0.295", "1")], vec![]);
	let Err(FormulaError::Check { error, .. }) = compile("paper * factor", &paper) else {
		panic!()
	};
	assert_eq!(error.kind, CheckErrorKind::ResultNotCo2e { found: dimension("kg") });
	assert_eq!(error.to_string(), "the result must be a CO2e mass, it is: mass");
	let paper = declare(
		vec![number("paper", "kg", 3)],
		vec![parameter("factor", "0.295", "kgCO2e/kg")],
		vec![],
	);
	assert_eq!(evaluate(&compile("paper * factor", &paper).unwrap(), &[10_000]), Ok(2_950));
}

#[test]
fn unlike_operands_are_named() {
	let clash = |left: &str, right: &str| CheckErrorKind::DimensionMismatch {
		left: dimension(left),
		right: dimension(right),
	};
	for (text, operation) in [
		("(distance + actual) * car", Operation::Add),
		("(distance - actual) * car", Operation::Sub),
		("min(distance, actual) * car", Operation::Min),
		("max(distance, actual) * car", Operation::Max),
		("clamp(distance, actual, 5 km) * car", Operation::Clamp),
		("clamp(distance, 5 km, actual) * car", Operation::Clamp),
		("if distance < actual then most else most", Operation::Lt),
		("if distance <= actual then most else most", Operation::Le),
		("if distance > actual then most else most", Operation::Gt),
		("if distance >= actual then most else most", Operation::Ge),
		("if distance == actual then most else most", Operation::Eq),
		("if distance != actual then most else most", Operation::Ne),
		("(if days > 1 day then distance else actual) * car", Operation::Select),
		("(distance in kWh) * grid", Operation::Convert),
	] {
		assert_eq!(refused(text), (clash("km", "kWh"), operation), "{text}");
	}
	let error = compile("most + (distance + actual) * car", &household()).unwrap_err();
	assert_eq!(
		error.to_string(),
		"line 1, column 18: operation 3 (add): dimensions differ: distance and energy"
	);
}

#[test]
fn types_are_told_apart() {
	let mismatch = |expected, found| CheckErrorKind::TypeMismatch { expected, found };
	let (n, b) = (ValueType::Number, ValueType::Boolean);
	let test = "(days > 1 day)";
	for (text, error, operation) in [
		(format!("{test} + most"), mismatch(n, b), Operation::Add),
		(format!("most * {test}"), mismatch(n, b), Operation::Mul),
		(format!("most / {test}"), mismatch(n, b), Operation::Div),
		(format!("-{test}"), mismatch(n, b), Operation::Neg),
		(format!("{test} in km"), mismatch(n, b), Operation::Convert),
		(format!("clamp({test}, most, most)"), mismatch(n, b), Operation::Clamp),
		(format!("if {test} < most then most else most"), mismatch(n, b), Operation::Lt),
		("if most then most else most".into(), mismatch(b, n), Operation::Select),
		(format!("if {test} and most then most else most"), mismatch(b, n), Operation::And),
		(format!("if most or {test} then most else most"), mismatch(b, n), Operation::Or),
		("if not most then most else most".into(), mismatch(b, n), Operation::Not),
		(format!("if {test} then most else {test}"), mismatch(n, b), Operation::Select),
	] {
		assert_eq!(refused(&text), (error, operation), "{text}");
	}
}

#[test]
fn exponents_never_wrap() {
	// Distance to the 256th by squaring; the 128th is one too many.
	let mut text = String::from("let a0 = distance;\n");
	for step in 0..8 {
		text.push_str(&format!("let a{} = a{step} * a{step};\n", step + 1));
	}
	text.push_str("most * (a8 / a8)");
	assert_eq!(refused(&text), (CheckErrorKind::ExponentOverflow, Operation::Mul));
	// By factors, one short of the limit and at it.
	let power = |times: usize| {
		let mut ops = vec![constant("1", "m^100"), constant("1", "m^27"), Op::Mul];
		for _ in 0..times {
			ops.extend([constant("1", "m"), Op::Mul]);
		}
		kind(&bare(ops))
	};
	assert!(matches!(power(0), CheckErrorKind::ResultNotCo2e { .. }));
	assert_eq!(power(1), CheckErrorKind::ExponentOverflow);
	// The dimension overflows though no unit's power does.
	let ops = vec![constant("1", "m^127"), constant("1", "km"), Op::Mul];
	assert_eq!(kind(&bare(ops)), CheckErrorKind::ExponentOverflow);
	let ops = vec![constant("1", "m^-127"), constant("1", "m"), Op::Div];
	assert_eq!(kind(&bare(ops)), CheckErrorKind::ExponentOverflow);
	assert_eq!(kind(&bare(vec![constant("1", "m^127*km")])), CheckErrorKind::ExponentOverflow);
}

#[test]
fn units_stay_showable_and_convertible() {
	let ops = vec![constant("1", "m*s*g*L*J*K*CNY*step"), constant("1", "m2"), Op::Mul];
	assert_eq!(kind(&bare(ops)), CheckErrorKind::UnitTooComplex);
	let ops = vec![constant("1", "TJ^20"), Op::Convert(unit("J^20"))];
	assert_eq!(kind(&bare(ops)), CheckErrorKind::ConversionOutOfRange);
	let ops = vec![constant("1", "TJ^20"), constant("1", "J^20"), Op::Add];
	assert_eq!(kind(&bare(ops)), CheckErrorKind::ConversionOutOfRange);
	let ops = vec![constant("1", "gCO2e"), constant("1", "TJ^20/J^20"), Op::Mul];
	assert_eq!(kind(&bare(ops)), CheckErrorKind::ConversionOutOfRange);
	for factors in [
		&[(NamedUnit::Kilometre, 1), (NamedUnit::Metre, 1)][..],
		&[(NamedUnit::Metre, 1), (NamedUnit::Metre, 1)],
		&[(NamedUnit::Metre, 0)],
		&[(NamedUnit::Metre, -128)],
	] {
		let odd = raw_unit(factors);
		assert_eq!(
			kind(&bare(vec![Op::Const(Fixed::ONE, odd.clone())])),
			CheckErrorKind::UnitNotCanonical
		);
		let ops = vec![constant("1", "m"), Op::Convert(odd.clone())];
		assert_eq!(kind(&bare(ops)), CheckErrorKind::UnitNotCanonical);
		let mut definition = metro();
		definition.parameters[0].unit = odd;
		assert_eq!(kind(&definition), CheckErrorKind::InvalidUnit(Declaration::Parameter(0)));
	}
}

#[test]
fn stack_discipline() {
	let one = || constant("1", "gCO2e");
	assert_eq!(kind(&bare(vec![])), CheckErrorKind::EmptyProgram);
	for (op, needed) in [
		(Op::Add, 2),
		(Op::Neg, 1),
		(Op::Clamp, 3),
		(Op::Select, 3),
		(Op::Not, 1),
		(Op::Convert(Unit::one()), 1),
		(Op::Store(0), 1),
	] {
		for found in 0..needed {
			let mut ops = vec![one(); usize::from(found)];
			ops.push(op.clone());
			let error = check(&bare(ops)).unwrap_err();
			assert_eq!(error.kind, CheckErrorKind::StackUnderflow { needed, found });
			assert_eq!((error.op, error.operation), (found.into(), Some(op.operation())));
		}
	}
	assert_eq!(kind(&bare(vec![one(), one()])), CheckErrorKind::ResultCount { values: 2 });
	let deep = |values: usize| {
		let mut ops = vec![one(); values];
		ops.extend(vec![Op::Add; values - 1]);
		check(&bare(ops))
	};
	assert_eq!(deep(32).unwrap().max_stack, MAX_STACK);
	assert_eq!(deep(33).unwrap_err().kind, CheckErrorKind::StackTooDeep);
	assert_eq!(deep(33).unwrap_err().op, 32);
}

#[test]
fn indices_are_declared() {
	let bounds = |op: Op, index, declared| {
		let mut definition = household();
		definition.program = Program::from_ops(vec![op]).unwrap();
		assert_eq!(kind(&definition), CheckErrorKind::IndexOutOfBounds { index, declared });
	};
	bounds(Op::Input(6), 6, 6);
	bounds(Op::Param(255), 255, 4);
	bounds(Op::Lookup(1), 1, 1);
	bounds(Op::Local(0), 0, 0);
	bounds(Op::IsCategory(9, 0), 9, 6);
	bounds(Op::IsCategory(2, 3), 3, 3);
	let mut definition = household();
	definition.program = Program::from_ops(vec![Op::Input(2)]).unwrap();
	assert_eq!(kind(&definition), CheckErrorKind::CategoryAsNumber { input: 2 });
	definition.program = Program::from_ops(vec![Op::IsCategory(0, 0)]).unwrap();
	assert_eq!(kind(&definition), CheckErrorKind::NumberAsCategory { input: 0 });
}

#[test]
fn named_values_are_stored_in_order_and_before_use() {
	let one = || constant("1", "gCO2e");
	let with = |names: &[&str], ops: Vec<Op>| {
		let locals: Vec<_> = names.iter().map(|name| Name::new(name).unwrap()).collect();
		let mut definition = bare(ops);
		definition.program.locals = locals.try_into().unwrap();
		check(&definition)
	};
	let refused = |names: &[&str], ops| with(names, ops).unwrap_err().kind;
	assert!(with(&["a"], vec![one(), Op::Store(0), Op::Local(0)]).is_ok());
	assert_eq!(refused(&["a"], vec![Op::Local(0)]), CheckErrorKind::LocalNotStored { local: 0 });
	assert_eq!(
		refused(&["a", "b"], vec![one(), Op::Store(1)]),
		CheckErrorKind::StoreOutOfOrder { expected: 0, found: 1 }
	);
	assert_eq!(
		refused(&["a", "b"], vec![one(), Op::Store(0), one(), Op::Store(0)]),
		CheckErrorKind::StoreOutOfOrder { expected: 1, found: 0 }
	);
	assert_eq!(
		refused(&["a"], vec![one(), one(), Op::Store(0)]),
		CheckErrorKind::StoreInsideExpression { values: 2 }
	);
	assert_eq!(
		refused(&["a"], vec![one()]),
		CheckErrorKind::LocalsNotStored { declared: 1, stored: 0 }
	);
	assert_eq!(
		refused(&["a"], vec![one(), Op::Store(0)]),
		CheckErrorKind::ResultCount { values: 0 }
	);
}

#[test]
fn names_and_texts() {
	let mut definition = metro();
	definition.inputs[0].name = raw_name(b"2x");
	assert_eq!(kind(&definition), CheckErrorKind::InvalidName(Declaration::Input(0)));
	for bytes in [&b""[..], b"a b", b"a\n", b"\xff", "é".as_bytes()] {
		definition.inputs[0].name = raw_name(bytes);
		assert_eq!(kind(&definition), CheckErrorKind::InvalidName(Declaration::Input(0)));
		assert_eq!(definition.inputs[0].name.as_str(), "");
	}
	for word in RESERVED_WORDS.into_iter().chain(["km", "step", "gCO2e", "min"]) {
		definition.inputs[0].name = Name::new(word).unwrap();
		assert_eq!(kind(&definition), CheckErrorKind::ReservedName(Declaration::Input(0)));
	}
	definition.inputs[0].name = Name::new("factor").unwrap();
	assert_eq!(kind(&definition), CheckErrorKind::DuplicateName(Declaration::Parameter(0)));
	let mut definition = metro();
	definition.program.locals = vec![Name::new("factor").unwrap()].try_into().unwrap();
	assert_eq!(kind(&definition), CheckErrorKind::DuplicateName(Declaration::Local(0)));
	let mut definition = household();
	definition.tables[0].name = Name::new("grid").unwrap();
	assert_eq!(kind(&definition), CheckErrorKind::DuplicateName(Declaration::Table(0)));

	for bytes in ["\u{202e}gpj".as_bytes(), b"\x1b[2J", b"\xff\xfe", "a\u{200b}b".as_bytes()] {
		let text = Text::decode(&mut &bytes.to_vec().encode()[..]).unwrap();
		assert_eq!(text.as_str(), "");
		let mut definition = metro();
		definition.parameters[0].source = text.clone();
		assert_eq!(kind(&definition), CheckErrorKind::InvalidText(Declaration::Parameter(0)));
		let mut definition = metro();
		definition.inputs[0].label = text;
		assert_eq!(kind(&definition), CheckErrorKind::InvalidText(Declaration::Input(0)));
	}
	assert_eq!(Name::new(&"a".repeat(33)), Err(BuildError::TooLong { limit: 32 }));
	assert_eq!(Name::new("a-b"), Err(BuildError::NotAnIdentifier));
	assert_eq!(Text::new("a\u{202e}"), Err(BuildError::ForbiddenCharacter));
	assert_eq!(Text::new(&"汉".repeat(43)), Err(BuildError::TooLong { limit: 128 }));
	for error in [
		BuildError::TooLong { limit: 1 },
		BuildError::NotAnIdentifier,
		BuildError::ForbiddenCharacter,
	] {
		assert!(!error.to_string().is_empty());
	}
}

#[test]
fn inputs_and_tables() {
	let mut definition = metro();
	let with = |definition: &mut Definition, decimals, min, max| {
		definition.inputs[0].kind = InputKind::Number { unit: unit("pkm"), decimals, min, max };
		check(definition)
	};
	assert!(with(&mut definition, 18, 5, 5).is_ok());
	assert_eq!(
		with(&mut definition, 19, 0, 1).unwrap_err().kind,
		CheckErrorKind::TooManyDecimals { input: 0, decimals: 19 }
	);
	assert_eq!(
		with(&mut definition, 0, 2, 1).unwrap_err().kind,
		CheckErrorKind::EmptyRange { input: 0 }
	);
	let category = |names: Vec<Name>| {
		let mut definition = household();
		definition.inputs[2].kind = InputKind::Category { values: names.try_into().unwrap() };
		kind(&definition)
	};
	let name = |text: &str| Name::new(text).unwrap();
	assert_eq!(category(vec![]), CheckErrorKind::NoCategories { input: 2 });
	assert_eq!(
		category(vec![name("a"), raw_name(b"\"")]),
		CheckErrorKind::InvalidCategory { input: 2, value: 1 }
	);
	assert_eq!(
		category(vec![name("a"), name("b"), name("a")]),
		CheckErrorKind::DuplicateCategory { input: 2, value: 2 }
	);
	assert_eq!(
		category(vec![name("a"), name("b")]),
		CheckErrorKind::TableSize { table: 0, expected: 4, found: 6 }
	);
	let keys = |keys: Vec<u8>| {
		let mut definition = household();
		definition.tables[0].keys = keys.try_into().unwrap();
		kind(&definition)
	};
	assert_eq!(keys(vec![]), CheckErrorKind::InvalidTableKeys { table: 0 });
	assert_eq!(keys(vec![2, 2]), CheckErrorKind::InvalidTableKeys { table: 0 });
	assert_eq!(keys(vec![2, 0]), CheckErrorKind::KeyNotCategory { table: 0, key: 0 });
	assert_eq!(keys(vec![99]), CheckErrorKind::KeyNotCategory { table: 0, key: 99 });
	assert_eq!(keys(vec![2]), CheckErrorKind::TableSize { table: 0, expected: 3, found: 6 });
}

/// What is refused of the baseline's inputs, changed.
fn origin_refused(change: impl FnOnce(&mut Vec<Input>)) -> CheckErrorKind {
	let mut inputs = baseline_inputs().inputs.to_vec();
	change(&mut inputs);
	let declared = declare(inputs, baseline_inputs().parameters.to_vec(), vec![]);
	let Err(FormulaError::Check { error, line: 0, column: 0 }) = compile("used * grid", &declared)
	else {
		panic!("accepted, or refused elsewhere")
	};
	assert_eq!((error.op, error.operation), (0, None));
	assert!(!error.to_string().is_empty());
	error.kind
}

fn mean(of: u8, days: u8, least: u8) -> Origin {
	Origin::Mean { of, days, least }
}

#[test]
fn the_chain_provides_what_it_can() {
	let definition =
		baseline_with("clamp((usual - used) * grid, 0 gCO2e, people * 1 kgCO2e/person)");
	assert_eq!(definition.reported().map(|(index, _)| index).collect::<Vec<_>>(), [0]);
	assert_eq!(definition.mean().map(|(index, _)| index), Some(1));
	assert_eq!(definition.members().map(|(index, _)| index), Some(2));
	assert_eq!(metro().mean(), None);
	assert_eq!(metro().members(), None);
	// 5.25 kWh - 4 kWh, and a range-checked household.
	assert_eq!(evaluate(&definition, &[4_000, 52_500, 3]), Ok(550));
	for people in [0, 21] {
		let refused = Err(EvalError::InputOutOfRange { input: 2 });
		assert_eq!(evaluate(&definition, &[4_000, 52_500, people]), refused);
	}
	for (days, least) in [(1, 1), (7, 1), (7, 7), (MAX_MEAN_DAYS, 1), (MAX_MEAN_DAYS, 31)] {
		let mut changed = definition.clone();
		changed.inputs[1].origin = mean(0, days, least);
		assert!(check(&changed).is_ok());
	}
	// The mean may be declared before what it is one of.
	let mut changed = definition;
	changed.inputs[0].origin = mean(1, 7, 5);
	changed.inputs[1].origin = Origin::Reported;
	assert_eq!(check(&changed).unwrap_err().kind, CheckErrorKind::MeanDecimals { input: 0, of: 1 });
	changed.inputs[1].kind = changed.inputs[0].kind.clone();
	assert!(check(&changed).is_ok());
}

#[test]
fn a_mean_is_of_a_reported_number() {
	let nothing = |of| CheckErrorKind::MeanOfNothing { input: 1, of };
	assert_eq!(origin_refused(|inputs| inputs[1].origin = mean(3, 7, 5)), nothing(3));
	assert_eq!(origin_refused(|inputs| inputs[1].origin = mean(255, 7, 5)), nothing(255));
	assert_eq!(origin_refused(|inputs| inputs[1].origin = mean(1, 7, 5)), nothing(1));
	assert_eq!(origin_refused(|inputs| inputs[1].origin = mean(2, 7, 5)), nothing(2));
	let category = |inputs: &mut Vec<Input>| {
		inputs.push(Input::category("season", ["summer"]).unwrap());
		inputs[1].origin = mean(3, 7, 5);
	};
	assert_eq!(origin_refused(category), nothing(3));
	assert_eq!(
		origin_refused(|inputs| inputs[1].kind = number("a", "Wh", 4).kind),
		CheckErrorKind::MeanUnit { input: 1, of: 0 }
	);
	assert_eq!(
		origin_refused(|inputs| inputs[1].kind = number("a", "kWh", 2).kind),
		CheckErrorKind::MeanDecimals { input: 1, of: 0 }
	);
	assert_eq!(
		origin_refused(|inputs| inputs[1].kind = number("a", "kWh", 19).kind),
		CheckErrorKind::TooManyDecimals { input: 1, decimals: 19 }
	);
	for days in [0, MAX_MEAN_DAYS + 1, 255] {
		assert_eq!(
			origin_refused(|inputs| inputs[1].origin = mean(0, days, 1)),
			CheckErrorKind::MeanDays { input: 1, days }
		);
	}
	for (least, days) in [(0, 7), (8, 7), (2, 1), (255, 31)] {
		assert_eq!(
			origin_refused(|inputs| inputs[1].origin = mean(0, days, least)),
			CheckErrorKind::MeanLeast { input: 1, least, days }
		);
	}
	let second = |inputs: &mut Vec<Input>| {
		inputs.push(number("week", "kWh", 3).with_origin(mean(0, 14, 7)));
	};
	assert_eq!(origin_refused(second), CheckErrorKind::SecondMean { input: 3 });
}

#[test]
fn members_are_counted() {
	let refused = CheckErrorKind::MembersNotCount { input: 2 };
	for of in ["1", "kWh", "person^2", "person^-1", "kWh*person", "%*person", "pkm/km", "%"] {
		let kind = number("a", of, 0).kind;
		assert_eq!(origin_refused(|inputs| inputs[2].kind = kind), refused, "{of}");
	}
	let kind = number("a", "person", 1).kind;
	assert_eq!(origin_refused(|inputs| inputs[2].kind = kind), refused);
	for of in ["person", "item", "passenger"] {
		let mut definition = baseline_with("used * grid");
		definition.inputs[2].kind = number("a", of, 0).kind;
		assert!(check(&definition).is_ok());
	}
	let second = |inputs: &mut Vec<Input>| {
		inputs.push(number("others", "person", 0).with_origin(Origin::Members));
	};
	assert_eq!(origin_refused(second), CheckErrorKind::SecondMembers { input: 3 });
}

#[test]
fn a_month_is_a_category_of_twelve() {
	let names: Vec<String> = (1..14).map(|month| format!("m{month}")).collect();
	let month = |name: &str, values: usize| {
		let values = names.iter().take(values).map(String::as_str);
		Input::category(name, values).unwrap().with_origin(Origin::Month)
	};
	for values in [1, 4, 11, 13] {
		let refused = origin_refused(|inputs| inputs.push(month("month", values)));
		assert_eq!(refused, CheckErrorKind::MonthNotTwelve { input: 3 });
	}
	let refused = origin_refused(|inputs| inputs[0].origin = Origin::Month);
	assert_eq!(refused, CheckErrorKind::MonthNotTwelve { input: 0 });
	let second = origin_refused(|inputs| {
		inputs.extend([month("month", MONTHS), month("again", MONTHS)]);
	});
	assert_eq!(second, CheckErrorKind::SecondMonth { input: 4 });
	// No mean is made of it.
	let nothing = origin_refused(|inputs| {
		inputs.push(month("month", MONTHS));
		inputs[1].origin = mean(3, 7, 5);
	});
	assert_eq!(nothing, CheckErrorKind::MeanOfNothing { input: 1, of: 3 });

	// Anything goes over it that goes over a category.
	let cells = (1..13).map(|cell| fixed(&cell.to_string())).collect();
	let table =
		Table::new("by_month", vec![1], unit("kWh"), cells, SourceKind::Platform, "").unwrap();
	let declared = declare(
		vec![number("used", "kWh", 3), month("month", MONTHS)],
		vec![parameter("grid", "1", "gCO2e/kWh")],
		vec![table],
	);
	let text = "if month == \"m12\" then 0 gCO2e else (by_month[month] - used) * grid";
	let definition = compile(text, &declared).unwrap();
	assert_eq!(definition.month().map(|(index, _)| index), Some(1));
	assert_eq!(definition.reported().map(|(index, _)| index).collect::<Vec<_>>(), [0]);
	assert_eq!(metro().month(), None);
	assert_eq!(evaluate(&definition, &[1_000, 6]), Ok(6));
	assert_eq!(evaluate(&definition, &[1_000, 11]), Ok(0));
	let unknown = Err(EvalError::UnknownCategory { input: 1 });
	assert_eq!(evaluate(&definition, &[1_000, 12]), unknown);
}

#[test]
fn other_categories_are_reported() {
	for origin in [mean(0, 7, 5), Origin::Members] {
		let provided = |inputs: &mut Vec<Input>| {
			inputs.push(Input::category("season", ["summer"]).unwrap().with_origin(origin));
		};
		assert_eq!(origin_refused(provided), CheckErrorKind::ProvidedCategory { input: 3 });
	}
}

#[test]
fn refused_origins_are_told() {
	for (kind, text) in [
		(
			CheckErrorKind::ProvidedCategory { input: 1 },
			"input 1 is a category, so no mean and no number of members",
		),
		(
			CheckErrorKind::MeanOfNothing { input: 1, of: 0 },
			"input 1 is the mean of input 0, which is no reported number",
		),
		(
			CheckErrorKind::MeanUnit { input: 1, of: 0 },
			"input 1 is the mean of input 0, but in another unit",
		),
		(
			CheckErrorKind::MeanDecimals { input: 1, of: 0 },
			"input 1 is the mean of input 0, but has fewer decimals",
		),
		(
			CheckErrorKind::MeanDays { input: 1, days: 32 },
			"input 1 is a mean over 32 days, 1 to 31 can be",
		),
		(
			CheckErrorKind::MeanLeast { input: 1, least: 8, days: 7 },
			"input 1 needs 8 known days of 7, 1 to 7 can be",
		),
		(
			CheckErrorKind::SecondMean { input: 1 },
			"input 1 is a second mean, a definition has at most one",
		),
		(
			CheckErrorKind::MembersNotCount { input: 1 },
			"input 1 is a number of members: a unit of count such as person, no decimals",
		),
		(
			CheckErrorKind::SecondMembers { input: 1 },
			"input 1 is a second number of members, a definition has at most one",
		),
		(
			CheckErrorKind::MonthNotTwelve { input: 1 },
			"input 1 is a month: a category of 12 values",
		),
		(
			CheckErrorKind::SecondMonth { input: 1 },
			"input 1 is a second month, a definition has at most one",
		),
	] {
		assert_eq!(kind.to_string(), text);
	}
}

#[test]
fn means_round_down() {
	for ((sum, known, from, to), mean) in [
		((0, 1, 0, 0), Some(0)),
		((10, 3, 0, 0), Some(3)),
		((11, 3, 0, 0), Some(3)),
		((12, 3, 0, 0), Some(4)),
		((10, 3, 0, 3), Some(3_333)),
		((20, 3, 2, 3), Some(66)),
		((2, 3, 0, 18), Some(666_666_666_666_666_666)),
		((u128::from(u64::MAX), 1, 0, 0), Some(u64::MAX)),
		((u128::from(u64::MAX) * 31, 31, 18, 18), Some(u64::MAX)),
		((u128::from(u64::MAX) + 1, 1, 0, 0), None),
		((u128::from(u64::MAX) * 31, 31, 0, 1), None),
		((u128::MAX, 255, 0, 18), None),
		((10, 0, 0, 0), None),
		((0, 0, 0, 0), None),
		((10, 1, 3, 2), None),
		((0, 1, 0, 19), None),
	] {
		assert_eq!(mean_raw(sum, known, from, to), mean, "{sum} {known} {from} {to}");
	}
}

#[test]
fn cost_grows_with_every_operation() {
	let mut ops = vec![constant("1", "gCO2e")];
	let mut last = check(&bare(ops.clone())).unwrap().cost;
	for more in [
		vec![constant("2", "1"), Op::Mul],
		vec![constant("2", "1"), Op::Div],
		vec![Op::Neg],
		vec![Op::Convert(unit("kgCO2e"))],
		vec![constant("2", "gCO2e"), Op::Add],
		vec![constant("2", "gCO2e"), Op::Max],
		vec![constant("2", "gCO2e"), constant("2", "gCO2e"), Op::Clamp],
	] {
		ops.extend(more);
		let cost = check(&bare(ops.clone())).unwrap().cost;
		assert!(cost > last);
		last = cost;
	}
	assert!(last <= MAX_COST);
}

#[test]
fn the_dearest_program_is_within_the_bound() {
	// As many clamps with conversions as fit.
	let mut ops = vec![constant("1", "gCO2e")];
	while ops.len() + 3 <= 128 {
		ops.extend([constant("1", "kgCO2e"), constant("2", "tCO2e"), Op::Clamp]);
	}
	let checked = check(&bare(ops)).unwrap();
	assert!(checked.cost <= MAX_COST);
	let dearest =
		[Op::Clamp, Op::Div, Op::Mul, Op::Select, Op::Lookup(0), Op::Convert(Unit::one())];
	assert!(dearest.iter().all(|op| op.cost() * MAX_OPS <= MAX_COST));
	assert!(Program::from_ops(vec![Op::Neg; 129]).is_none());
}

#[test]
fn encoding_is_bounded_and_returns() {
	for definition in [metro(), household_with("most"), baseline_with("usual * grid")] {
		let bytes = definition.encode();
		assert!(bytes.len() <= Definition::max_encoded_len());
		assert_eq!(Definition::decode(&mut &bytes[..]).unwrap(), definition);
		let json = serde_json::to_string(&definition).unwrap();
		assert_eq!(serde_json::from_str::<Definition>(&json).unwrap(), definition);
	}
	assert!(Definition::max_encoded_len() < 64 * 1024, "{}", Definition::max_encoded_len());
	assert!(CheckError::max_encoded_len() <= 32);
	// A file without origins declares reported inputs.
	let mut json = serde_json::to_value(metro()).unwrap();
	json["inputs"][0].as_object_mut().unwrap().remove("origin").unwrap();
	assert_eq!(serde_json::from_value::<Definition>(json).unwrap(), metro());
}
