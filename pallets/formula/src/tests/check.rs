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
	for definition in [metro(), household_with("most")] {
		let bytes = definition.encode();
		assert!(bytes.len() <= Definition::max_encoded_len());
		assert_eq!(Definition::decode(&mut &bytes[..]).unwrap(), definition);
		let json = serde_json::to_string(&definition).unwrap();
		assert_eq!(serde_json::from_str::<Definition>(&json).unwrap(), definition);
	}
	assert!(Definition::max_encoded_len() < 64 * 1024, "{}", Definition::max_encoded_len());
	assert!(CheckError::max_encoded_len() <= 32);
}
