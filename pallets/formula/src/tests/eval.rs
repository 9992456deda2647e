use super::*;

#[test]
fn metro_is_exact() {
	let metro = metro();
	let prepared = Prepared::new(&metro).unwrap();
	for hundredths in (0..10_000).chain([10_000]) {
		// 46.7 g * hundredths / 100 = 467 * hundredths / 1000.
		assert_eq!(evaluate(&metro, &[hundredths]), Ok(467 * hundredths / 1000));
		let outcome = prepared.evaluate(&[hundredths]).unwrap();
		assert_eq!(outcome.grams, 467 * hundredths / 1000);
	}
	assert_eq!(evaluate(&metro, &[252]), Ok(117));
	assert_eq!(evaluate_exact(&metro, &[252]), Ok(fixed("117.684")));
}

#[test]
fn whole_results_are_not_lost_to_rounding() {
	// 0.4403 kg/kWh in g/J is endless; ten times it is whole all the same.
	let definition = declare(
		vec![number("saved", "kWh", 0)],
		vec![parameter("grid", "0.4403", "kgCO2e/kWh")],
		vec![],
	);
	let definition = compile("saved * grid", &definition).unwrap();
	assert_eq!(evaluate(&definition, &[10]), Ok(4_403));
	assert_eq!(evaluate(&definition, &[10_000_000]), Ok(4_403_000_000));
}

#[test]
fn shower_water_becomes_electricity() {
	let definition = declare(
		vec![number("saved", "L", 1), number("warmer", "K", 1)],
		vec![
			parameter("density", "1", "kg/L"),
			parameter("heat", "4.186", "kJ/(kg*K)"),
			parameter("grid", "0.4419", "kgCO2e/kWh"),
		],
		vec![],
	);
	let definition = compile("saved * density * warmer * heat * grid", &definition).unwrap();
	// 30 L * 25 K * 4.186 kJ / 3600 * 441.9 g = 385.374...
	assert_eq!(evaluate(&definition, &[300, 250]), Ok(385));
	assert_eq!(evaluate_exact(&definition, &[300, 250]), Ok(fixed("385.37362500")));
}

#[test]
fn outcomes_say_why_nothing_is_credited() {
	let definition = declare(
		vec![number("project", "gCO2e", 1)],
		vec![parameter("baseline", "10", "gCO2e")],
		vec![],
	);
	let prepared = Prepared::new(&compile("baseline - project", &definition).unwrap()).unwrap();
	let outcome = |raw| prepared.evaluate(&[raw]).unwrap();
	assert_eq!((outcome(50).verdict(), outcome(50).grams), (Verdict::Credited, 5));
	assert_eq!((outcome(95).verdict(), outcome(95).grams), (Verdict::BelowOneGram, 0));
	assert_eq!((outcome(100).verdict(), outcome(100).grams), (Verdict::Zero, 0));
	assert_eq!((outcome(101).verdict(), outcome(101).grams), (Verdict::Negative, 0));
	assert_eq!(outcome(101).exact, fixed("-0.1"));
}

#[test]
fn inputs_out_of_range_are_named() {
	let mut definition = household_with("most");
	definition.inputs[1].kind =
		InputKind::Number { unit: unit("day"), decimals: 0, min: 1, max: 31 };
	let row = |values: [u64; 6]| evaluate(&definition, &values);
	assert_eq!(row([0, 1, 0, 0, 0, 0]), Ok(5_000));
	assert_eq!(row([0, 31, 2, 1, 0, 0]), Ok(5_000));
	assert_eq!(row([0, 0, 0, 0, 0, 0]), Err(EvalError::InputOutOfRange { input: 1 }));
	assert_eq!(row([0, 32, 0, 0, 0, 0]), Err(EvalError::InputOutOfRange { input: 1 }));
	assert_eq!(row([u64::MAX, 1, 0, 0, 0, 0]), Err(EvalError::InputOutOfRange { input: 0 }));
	assert_eq!(row([0, 1, 3, 0, 0, 0]), Err(EvalError::UnknownCategory { input: 2 }));
	assert_eq!(row([0, 1, 0, u64::MAX, 0, 0]), Err(EvalError::UnknownCategory { input: 3 }));
	for values in [&[][..], &[1; 5], &[1; 7], &[1; 1000]] {
		assert_eq!(evaluate(&definition, values), Err(EvalError::WrongInputCount { expected: 6 }));
	}
}

#[test]
fn overflow_and_division_by_zero_reject() {
	let definition = declare(
		vec![Input::number("n", unit("1"), 0, 0, u64::MAX).unwrap()],
		vec![parameter("one", "1", "gCO2e")],
		vec![],
	);
	let run = |text: &str, n: u64| evaluate(&compile(text, &definition).unwrap(), &[n]);
	assert_eq!(run("one / n", 4), Ok(0));
	assert_eq!(run("one / n", 0), Err(EvalError::DivisionByZero));
	assert_eq!(run("one * n", u64::MAX), Ok(u64::MAX));
	assert_eq!(run("one * n * 2", u64::MAX), Err(EvalError::Overflow));
	assert_eq!(run("one * n * n", u64::MAX), Err(EvalError::Overflow));
	assert_eq!(run("(one in kgCO2e) * n * 1000", u64::MAX), Err(EvalError::Overflow));
	assert_eq!(run("one * n + 170141183460469231731 gCO2e", 1), Err(EvalError::Overflow));
	assert_eq!(run("one * n - 170141183460469231731 gCO2e", 1), Ok(0));
	assert_eq!(run("-170141183460469231731 gCO2e - one * n", 1), Err(EvalError::Overflow));
	assert_eq!(run("100000000000000000000 kgCO2e", 1), Err(EvalError::Overflow));
	assert_eq!(
		run("-(-170141183460469231731.687303715884105728 gCO2e)", 1),
		Err(EvalError::Overflow)
	);
	assert_eq!(run("0 gCO2e + 170141183460469231731 tCO2e", 1), Err(EvalError::Overflow));
}

#[test]
fn a_branch_not_taken_cannot_reject() {
	let definition =
		declare(vec![number("n", "1", 0)], vec![parameter("one", "1", "gCO2e")], vec![]);
	let run = |text: &str, n: u64| evaluate(&compile(text, &definition).unwrap(), &[n]);
	let text = "let share = one / n; if n > 0 then share else 7 gCO2e";
	assert_eq!(run(text, 1), Ok(1));
	assert_eq!(run(text, 0), Ok(7));
	assert_eq!(run("if n == 0 or 1 / n > 2 then one else 2 gCO2e", 0), Ok(1));
	assert_eq!(run("if n != 0 and 1 / n > 2 then one else 2 gCO2e", 0), Ok(2));
	for text in [
		"if n >= 0 then one / n else one",
		"if 1 / n > 2 then one else one",
		"if 1 / n > 2 and n == 0 then one else one",
		"if n == 0 and 1 / n > 2 then one else one",
		"if not (1 / n > 2) then one else one",
		"min(one, one / n)",
		"max(one / n, one)",
		"clamp(one, one / n, one)",
		"clamp(one, one, one / n)",
		"-(one / n)",
		"one / n in kgCO2e",
		"0 kgCO2e + one / n",
		"1 tCO2e * (one / n / (1 gCO2e))",
	] {
		assert_eq!(run(text, 0), Err(EvalError::DivisionByZero), "{text}");
	}
}

#[test]
fn every_operation_computes() {
	for (text, grams) in [
		("most + 1 gCO2e", "5001"),
		("most - 1 gCO2e", "4999"),
		("1 gCO2e + most", "5001"),
		("distance * car", "406.8"),
		("most / 3", "1666.666666666666666"),
		("-most", "-5000"),
		("min(most, 1 gCO2e)", "1"),
		("max(1 gCO2e, most)", "5000"),
		("min(most, 7 gCO2e, 3 gCO2e)", "3"),
		("clamp(most, 0 gCO2e, 100 gCO2e)", "100"),
		("clamp(-most, 3 gCO2e, 1 kgCO2e)", "3"),
		("clamp(most, 3 kgCO2e, 2 kgCO2e)", "2000"),
		("if distance < 2500 m then most else 1 gCO2e", "1"),
		("if distance <= 2500 m then most else 1 gCO2e", "5000"),
		("if distance > 2.499 km then most else 1 gCO2e", "5000"),
		("if distance >= 2.51 km then most else 1 gCO2e", "1"),
		("if distance == 2500 m then 2 gCO2e else most", "2"),
		("if distance != 2500 m then 2 gCO2e else most", "5000"),
		("if season == \"summer\" then 2 gCO2e else most", "2"),
		("if season != \"summer\" then 2 gCO2e else most", "5000"),
		("if season == \"summer\" and region == \"north\" then most else 1 gCO2e", "1"),
		("if season == \"summer\" or region == \"north\" then most else 1 gCO2e", "5000"),
		("if not season == \"winter\" then most else 1 gCO2e", "5000"),
		("select(if days > 0 day then 1 > 0 else 1 > 2, most, 1 gCO2e)", "5000"),
		("(baseline[season, region] * days - actual) * grid", "1541.05"),
		("lookup(baseline) * 1 day * grid", "3522.4"),
		("steps * walk", "20"),
		("most * 50 %", "2500"),
		("most * (50 % + 1)", "7500"),
		("(most in tCO2e)", "5000"),
		("tiers(distance, 1 km: 1 gCO2e, 2 km: 2 gCO2e, 3 km: 3 gCO2e, 4 gCO2e)", "3"),
		("tiers(distance, 1 km: 1 gCO2e, 4 gCO2e)", "4"),
		("let a = 2 gCO2e; let b = a * 3; a + b", "8"),
	] {
		assert_eq!(household_exact(text), Ok(fixed(grams)), "{text}");
	}
}

#[test]
fn a_table_of_one_key() {
	let mut definition = household();
	definition.tables[0].keys = vec![2].try_into().unwrap();
	definition.tables[0].values = ["5", "6", "7"].map(fixed).to_vec().try_into().unwrap();
	let definition = compile("baseline[season] * days * grid", &definition).unwrap();
	for (season, grams) in [(0, 2_201), (1, 2_641), (2, 3_082)] {
		assert_eq!(evaluate(&definition, &[0, 1, season, 0, 0, 0]), Ok(grams));
	}
}

#[test]
fn what_was_never_checked_is_refused() {
	assert_eq!(evaluate(&household(), &[0; 6]), Err(EvalError::Unchecked));
	assert_eq!(evaluate_exact(&household(), &[0; 6]), Err(EvalError::Unchecked));
	assert_eq!(explain(&household(), &[0; 6]), Err(EvalError::Unchecked));
	for error in [
		EvalError::Overflow,
		EvalError::DivisionByZero,
		EvalError::WrongInputCount { expected: 1 },
		EvalError::InputOutOfRange { input: 1 },
		EvalError::UnknownCategory { input: 1 },
		EvalError::Unchecked,
	] {
		assert!(!error.to_string().is_empty());
	}
}

#[test]
fn the_longest_program_runs() {
	let mut ops = vec![constant("1", "gCO2e")];
	while ops.len() + 3 <= 128 {
		ops.extend([constant("1", "kgCO2e"), constant("2", "tCO2e"), Op::Clamp]);
	}
	assert_eq!(evaluate(&bare(ops), &[]), Ok(1_000));
}

/// Not a test of time, only a printout: `cargo test --release -- --ignored --nocapture speed`.
#[test]
#[ignore]
fn speed() {
	let time = |name: &str, definition: &Definition, inputs: &[u64]| {
		let prepared = Prepared::new(definition).unwrap();
		let start = std::time::Instant::now();
		let mut grams = 0u64;
		for _ in 0..100_000 {
			grams ^= prepared.evaluate(core::hint::black_box(inputs)).unwrap().grams;
		}
		let each = start.elapsed() / 100_000;
		let start = std::time::Instant::now();
		for _ in 0..1_000 {
			grams ^=
				Prepared::new(core::hint::black_box(definition)).unwrap().checked().cost as u64;
		}
		let prepare = start.elapsed() / 1_000;
		println!(
			"{name}: {each:?} a row, {prepare:?} to prepare, cost {} ({grams})",
			prepared.checked().cost
		);
	};
	time("metro", &metro(), &[252]);
	let text = "clamp((baseline[season, region] * days - actual) * grid, 0 gCO2e, most)";
	time("household", &household_with(text), &[4_500, 1, 1, 1, 250, 1_000]);
	let chain = |more: &[Op]| {
		let mut ops = vec![constant("123456789012.123456789012345678", "gCO2e")];
		while ops.len() + more.len() <= 128 {
			ops.extend_from_slice(more);
		}
		bare(ops)
	};
	time("64 mul", &chain(&[constant("1.000000000000000001", "1"), Op::Mul]), &[]);
	time("64 div", &chain(&[constant("1.000000000000000001", "1"), Op::Div]), &[]);
	time("64 add", &chain(&[constant("1", "tCO2e"), Op::Add]), &[]);
	time("42 clamp", &chain(&[constant("1", "kgCO2e"), constant("9", "tCO2e"), Op::Clamp]), &[]);
	let turn = [Op::Convert(unit("kgCO2e")), Op::Convert(unit("gCO2e"))];
	time("127 convert", &chain(&turn), &[]);
}
