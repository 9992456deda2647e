use super::*;

/// Where and why a household formula does not parse.
fn error(text: &str) -> ParseError {
	match compile(text, &household()) {
		Err(FormulaError::Parse(error)) => error,
		other => panic!("{text}: {other:?}"),
	}
}

fn ops(text: &str) -> Vec<Op> {
	parse_formula(text, &household()).unwrap().ops.to_vec()
}

#[test]
fn the_formula_of_the_brief() {
	let text = "let project = distance * 0.04047 kgCO2e/km;\n\
		clamp(distance * car - project, 0 gCO2e, 5 kgCO2e)";
	let definition = household_with(text);
	assert_eq!(print_formula(&definition), text);
	assert_eq!(household_exact(text), Ok(fixed("305.625")));
}

#[test]
fn what_is_printed_parses_to_the_same() {
	for text in [
		"most",
		"-5 kgCO2e",
		"-(5 kgCO2e)",
		"--5 kgCO2e",
		"-most",
		"most - -5 kgCO2e",
		"most - (1 gCO2e - 2 gCO2e)",
		"most - 1 gCO2e - 2 gCO2e",
		"most / (2 / 3)",
		"most * (2 * 3)",
		"(most + 1 gCO2e) * 2",
		"most * -2",
		"-most * 2",
		"-(most * 2)",
		"(-most in tCO2e) + most",
		"-(most in tCO2e)",
		"-5 kgCO2e in gCO2e",
		"-(5 kgCO2e in gCO2e)",
		"most in tCO2e in kgCO2e",
		"if most + most in gCO2e > most in tCO2e then most else most in gCO2e",
		"most - (most in gCO2e)",
		"(most + most) in tCO2e",
		"most * 5 kJ/(kg*K) / (5 kJ/(kg*K))",
		"most * 2 km / 2 km",
		"most * 2 kWh^-1 * 1 kWh",
		"most * 5 % * 2",
		"5 gCO2e/min * 2 min",
		"5 gCO2e / min(2, 3)",
		"if days > 1 day then most else if days > 2 day then most else 1 gCO2e",
		"(if days > 1 day then most else most) + most",
		"if (if days > 1 day then 1 > 2 else 2 > 1) then (if 1 > 2 then most else most) else most",
		"if not (1 > 2 and 2 > 1) or 1 > 2 and not 2 > 1 then most else most",
		"if 1 > 2 and (2 > 1 or 1 > 2) then most else most",
		"if 1 > 2 or (2 > 1 or 1 > 2) then most else most",
		"if not not 1 > 2 then most else most",
		"if season != \"summer\" and not region != \"north\" then most else most",
		"if (if 1 > 2 then 1 else 2) > 1 + 2 then most else most",
		"baseline[season, region] * days * grid",
		"min(max(most, 1 gCO2e), clamp(most, 1 gCO2e, 2 gCO2e))",
		"let a = most; let b = if 1 > 2 then a else a; a + b",
		"let test = 1 > 2; if test then most else 2 * most",
	] {
		let definition = household_with(text);
		let printed = print_formula(&definition);
		let again = household_with(&printed);
		assert_eq!(again.program, definition.program, "{text} -> {printed}");
		assert_eq!(print_formula(&again), printed);
	}
}

#[test]
fn other_spellings_mean_the_same() {
	for (text, same) in [
		("most × 2 ÷ 3 − most", "most * 2 / 3 - most"),
		("most\u{ff0b}most", ""),
		("min\u{ff08}most\u{ff0c}most\u{ff09}", "min(most, most)"),
		("if days ≥ 1 day then most else most", "if days >= 1 day then most else most"),
		("select(days ≠ 1 day, most, most)", "if days != 1 day then most else most"),
		("lookup(baseline)", "baseline[season, region]"),
		("min(most, most, most)", "min(min(most, most), most)"),
		("most # the cap\n", "most"),
		("let a=most\u{ff1b}a", "let a = most; a"),
		("2 亩 * 3 m²", "2 mu * 3 m2"),
		(
			"tiers(distance, 4 km: most, 12 km: 2 * most, 3 * most)",
			"if distance < 4 km then most else if distance < 12 km then 2 * most else 3 * most",
		),
	] {
		if same.is_empty() {
			assert_eq!(error(text).column, 5);
		} else {
			assert_eq!(ops(text), ops(same), "{text}");
		}
	}
}

#[test]
fn units_reach_as_far_as_unit_names() {
	assert_eq!(ops("2 gCO2e/km * distance"), [constant("2", "gCO2e/km"), Op::Input(4), Op::Mul]);
	assert_eq!(ops("2 kJ/(kg*K) * 3"), [constant("2", "kJ/(kg*K)"), constant("3", "1"), Op::Mul]);
	assert_eq!(ops("2 kJ/(kg/K)"), [constant("2", "kJ*K/kg")]);
	assert_eq!(ops("2 m^-2*s"), [constant("2", "s/m^2")]);
	assert_eq!(ops("2 km / (distance)"), [constant("2", "km"), Op::Input(4), Op::Div]);
	assert_eq!(
		ops("(distance in m) * 2"),
		[Op::Input(4), Op::Convert(unit("m")), constant("2", "1"), Op::Mul]
	);
	assert_eq!(ops("5 % in 1"), [constant("5", "%"), Op::Convert(Unit::one())]);
}

#[test]
fn errors_say_where_and_what_was_due() {
	for (text, line, column, message, expected) in [
		("", 1, 1, "found the end of the formula", "a number, a name"),
		("most +", 1, 7, "found the end of the formula", "a number, a name"),
		("most\n  + * 2", 2, 5, "found `*`", "a number, a name"),
		("distanse * car", 1, 1, "`distanse` is not declared", "distance"),
		("most most", 1, 6, "found `most`", "an operator or the end"),
		("most = most", 1, 6, "found `=`", "`==` to compare"),
		("(most", 1, 6, "found the end", "an operator or `)`"),
		("most ? 2", 1, 6, "unexpected character `?`", "an operator"),
		("most \u{202e}", 1, 6, "unexpected character `\\u{202e}`", "an operator"),
		("2. * most", 1, 1, "no digit after its point", "46.7"),
		("99999999999999999999999", 1, 1, "beyond the 128-bit range", "decimal number"),
		("0.1234567890123456789", 1, 1, "more than 18 decimals", "at most 18 decimals"),
		("5 kgCO2 + most", 1, 3, "`kgCO2` is not a unit", "gCO2e"),
		("5 km^200", 1, 6, "no unit has the power 200", "-127 to 127"),
		("5 km^x", 1, 6, "found `x`", "a whole power"),
		("5 m/km^-128", 1, 12, "the power is too large", "-127"),
		("5 K/s^128", 1, 7, "no unit has the power 128", "-127 to 127"),
		("5 s^-128", 1, 3, "no such unit", "a simpler unit"),
		("5 m^127*m", 1, 3, "no such unit", "a simpler unit"),
		("5 kJ/(kg+K)", 1, 9, "found `+`", "`)` in the unit"),
		("5 kJ/(kg*x)", 1, 10, "found `x`", "the name of a unit"),
		("km * 5", 1, 1, "the unit `km` stands alone", "a number before"),
		("distance in foo", 1, 13, "found `foo`", "a unit such as"),
		("distance in km * 2", 1, 16, "found `*`", "parentheses around the conversion"),
		("then", 1, 1, "found `then`", "a number, a name"),
		("if days > 1 day most else most", 1, 17, "found `most`", "`then`"),
		("if days > 1 day then most", 1, 26, "found the end", "`else`"),
		("if 1 < 2 < 3 then most else most", 1, 10, "found `<`", "they do not chain"),
		("most + if 1 > 2 then most else most", 1, 8, "found `if`", "parentheses around `if"),
		("not if 1 > 2 then 1 > 2 else 2 > 1", 1, 5, "found `if`", "parentheses around `if"),
		("2 + not 1 > 2", 1, 5, "found `not`", "parentheses around `not`"),
		("if season then most else most", 1, 11, "found `then`", "after the category `season`"),
		("if season == summer then most else most", 1, 14, "found `summer`", "\"summer\""),
		("if season == \"autumn\" then 1 else 2", 1, 14, "no value \"autumn\"", "\"winter\""),
		("if season == \"autumn", 1, 14, "the text is not closed", "a closing"),
		("baseline * 2", 1, 10, "found `*`", "baseline[season, region]"),
		("baseline[region, season]", 1, 10, "found `region`", "baseline[season, region]"),
		("baseline[season]", 1, 16, "found `]`", "baseline[season, region]"),
		("lookup(grid)", 1, 8, "found `grid`", "the name of a table"),
		("sqrt(most)", 1, 1, "`sqrt` is not a function", "clamp"),
		("clamp(most, most)", 1, 17, "found `)`", "clamp takes 3 values"),
		("clamp(most, most, most, most)", 1, 23, "found `,`", "`)` after the last value"),
		("tiers(2, most)", 1, 7, "found `2`", "to be tiered"),
		("tiers(distance, most)", 1, 21, "found `)`", "the value below that limit"),
		("tiers(distance)", 1, 15, "found `)`", "the next tier"),
		("let = 2; most", 1, 5, "found `=`", "a new name"),
		("let km = 2; most", 1, 5, "the name of a unit", "a new name"),
		("let grid = 2; most", 1, 5, "already declared", "a new name"),
		("let 距离 = 2; most", 1, 5, "cannot be a name", "a new name"),
		("let a 2; most", 1, 7, "found `2`", "`=`"),
		("let a = 2 most", 1, 11, "`most` is not a unit", "an operator"),
		("let a = b; most", 1, 9, "`b` is not declared", "distance"),
		("let a = most most", 1, 14, "found `most`", "`;` after the definition"),
	] {
		let found = error(text);
		assert_eq!((found.line, found.column), (line, column), "{text}: {found}");
		assert!(found.message.contains(message), "{text}: {found}");
		assert!(found.expected.contains(expected), "{text}: {found}");
	}
	assert_eq!(
		error("most +").to_string(),
		"line 1, column 7: found the end of the formula; expected a number, a name, a function or `(`"
	);
	let nothing = parse_formula("x", &Definition::default()).unwrap_err();
	assert_eq!(nothing.expected, "a number: nothing is declared");
}

#[test]
fn too_much_text_is_refused_in_time() {
	assert_eq!(error(&"1+".repeat(100_000)).message, "the formula is too long");
	assert!(error(&"1+".repeat(1_000)).message.contains("too many operations"));
	assert!(error(&"(".repeat(60_000)).message.contains("nested too deeply"));
	assert!(error(&"-".repeat(60_000)).message.contains("nested too deeply"));
	assert!(error(&"not ".repeat(10_000)).message.contains("nested too deeply"));
	assert!(error(&"if ".repeat(10_000)).message.contains("nested too deeply"));
	let lets: String = (0..17).map(|index| format!("let a{index} = 1;\n")).collect();
	let found = error(&format!("{lets}most"));
	assert!(found.message.contains("too many named values"));
	assert_eq!(found.line, 17);
}

#[test]
fn the_deepest_program_prints_and_parses_on_a_small_stack() {
	let run = || {
		let calls = format!("{}most{}", "min(".repeat(31), ", most)".repeat(31));
		let nested = format!("{}most{}", "2 * (1 * (".repeat(15), "))".repeat(15));
		let signs = format!("{}most{}", "-(".repeat(127), ")".repeat(127));
		for text in [calls, nested, signs] {
			let definition = household_with(&text);
			let printed = print_formula(&definition);
			assert_eq!(household_with(&printed).program, definition.program);
		}
		assert!(error(&"min(".repeat(1_000)).message.contains("nested too deeply"));
	};
	std::thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap().join().unwrap();
}

#[test]
fn refused_programs_point_into_the_text() {
	let found = compile("let a = 2 km;\nmost +\n  a", &household()).unwrap_err();
	let FormulaError::Check { line, column, error } = found else { panic!("{found}") };
	assert_eq!((line, column), (2, 6));
	assert_eq!(error.operation, Some(Operation::Add));
	let mut definition = household();
	definition.inputs[0].name = Name::new("km").unwrap();
	let found = compile("most", &definition).unwrap_err();
	assert!(matches!(found, FormulaError::Check { line: 0, column: 0, .. }));
	assert!(!found.to_string().is_empty());
}

#[test]
fn what_is_no_program_prints_a_remark() {
	for ops in [vec![], vec![Op::Add], vec![Op::Input(9)], vec![Op::Store(0)]] {
		assert!(print_formula(&bare(ops)).starts_with("# not a well-formed program"));
	}
}

#[test]
fn builders_name_the_input_that_keys_a_table() {
	assert_eq!(household().input_index("season"), Some(2));
	assert_eq!(household().input_index("seasons"), None);
	assert_eq!(
		Definition::declare(vec![number("a", "m", 0); 17], vec![], vec![]),
		Err(BuildError::TooLong { limit: 16 })
	);
}
