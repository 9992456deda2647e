use super::*;
use codec::{Decode, Encode};

#[test]
fn steps_name_what_they_read() {
	let metro = metro();
	let steps = explain(&metro, &[252]).unwrap();
	let number = |value: &str, of: &str| StepValue::Number { value: fixed(value), unit: unit(of) };
	assert_eq!(steps.len(), 4);
	assert_eq!(
		steps[0],
		Step {
			op: 0,
			operation: Operation::Input,
			reference: Some(Reference::Input { index: 0, name: Name::new("distance").unwrap() }),
			operands: vec![],
			result: number("2.52", "pkm"),
		}
	);
	assert_eq!(
		steps[2],
		Step {
			op: 2,
			operation: Operation::Mul,
			reference: None,
			operands: vec![number("2.52", "pkm"), number("46.7", "gCO2e/pkm")],
			result: number("117.684", "gCO2e"),
		}
	);
	assert_eq!(steps[3].op, 3);
	assert_eq!(steps[3].operation, Operation::Result);
	assert_eq!(steps[3].result, number("117.684", "gCO2e"));
	assert_eq!(Vec::<Step>::decode(&mut &steps.encode()[..]).unwrap(), steps);
	let json = serde_json::to_string(&steps).unwrap();
	assert!(json.contains(r#""result":{"Number":{"value":"117.684","unit":"gCO2e"}}"#), "{json}");
	assert_eq!(serde_json::from_str::<Vec<Step>>(&json).unwrap(), steps);
}

#[test]
fn text_in_english() {
	let metro = metro();
	assert_eq!(
		render_steps(&metro, &explain(&metro, &[252]).unwrap(), Lang::En),
		"1. input distance = 2.52 pkm\n\
		2. parameter factor = 46.7 gCO2e/pkm [official: 深圳市低碳公共出行碳普惠方法学(试行), 2021-12]\n\
		3. 2.52 pkm × 46.7 gCO2e/pkm = 117.684 gCO2e\n\
		Result: 117.684 gCO2e, credited 117 g (floored to a gram)"
	);
}

#[test]
fn text_in_chinese() {
	let definition = household_with(
		"let due = baseline[season, region] * days;\n\
		if season == \"summer\" and not actual > due then (due - actual) * grid in gCO2e else 0 gCO2e",
	);
	let steps = explain(&definition, &[4_500, 1, 1, 1, 0, 0]).unwrap();
	let shown = render_steps(&definition, &steps, Lang::Zh);
	let expected = [
		"1. 查表 baseline[\"summer\", \"south\"] = 8 kWh/day [官方: a bureau]",
		"2. 输入 days = 1 day",
		"3. 8 kWh/day × 1 day = 8 kWh",
		"4. 记 due = 8 kWh",
		"5. season为\"summer\"\u{ff1b}是否为\"summer\"\u{ff1f}真",
		"6. 输入 actual\u{ff08}实际用电\u{ff09} = 4.5 kWh",
		"7. 4.5 kWh > 8 kWh = 假",
		"8. 非 假 = 真",
		"9. 真 且 真 = 真",
		"10. 输入 actual\u{ff08}实际用电\u{ff09} = 4.5 kWh",
		"11. 8 kWh - 4.5 kWh = 3.5 kWh",
		"12. 参数 grid = 0.4403 kgCO2e/kWh [参考: a test]",
		"13. 3.5 kWh × 0.4403 kgCO2e/kWh = 1.54105 kgCO2e",
	];
	for line in expected {
		assert!(shown.lines().any(|found| found == line), "{line}\n\n{shown}");
	}
}

#[test]
fn what_the_chain_provides_is_shown_as_such() {
	let definition = baseline_with("(usual - used) * grid / people * 1 person");
	let steps = explain(&definition, &[4_000, 52_500, 3]).unwrap();
	let shown = |lang| render_steps(&definition, &steps, lang);
	let (english, chinese) = (shown(Lang::En), shown(Lang::Zh));
	for line in [
		"1. provided usual (日常用电) = 5.25 kWh [mean of the 7 days before]",
		"2. input used = 4 kWh",
		"6. provided people = 3 person [household members]",
	] {
		assert!(english.lines().any(|found| found == line), "{line}\n\n{english}");
	}
	for line in [
		"1. 链上提供 usual\u{ff08}日常用电\u{ff09} = 5.25 kWh [前7日均值]",
		"2. 输入 used = 4 kWh",
		"6. 链上提供 people = 3 person [家庭人数]",
	] {
		assert!(chinese.lines().any(|found| found == line), "{line}\n\n{chinese}");
	}
	let mut yesterday = definition;
	yesterday.inputs[1].origin = Origin::Mean { of: 0, days: 1, least: 1 };
	assert!(render_steps(&yesterday, &steps, Lang::En).contains("[of the day before]"));
	assert!(render_steps(&yesterday, &steps, Lang::Zh).contains("[前1日均值]"));
}

#[test]
fn the_month_is_shown_as_the_chain_s() {
	let names: Vec<String> = (1..13).map(|month| format!("m{month}")).collect();
	let month = Input::category("month", names.iter().map(String::as_str)).unwrap();
	let definition = declare(
		vec![
			month.with_label("月份").unwrap().with_origin(Origin::Month),
			Input::category("kind", ["a", "b"]).unwrap(),
		],
		vec![parameter("warm", "1", "gCO2e")],
		vec![Table::new(
			"cold",
			vec![1, 0],
			unit("gCO2e"),
			(0..24).map(|cell| fixed(&cell.to_string())).collect(),
			SourceKind::Platform,
			"",
		)
		.unwrap()],
	);
	let text = "if month == \"m7\" then warm else cold[kind, month]";
	let definition = compile(text, &definition).unwrap();
	let steps = explain(&definition, &[6, 1]).unwrap();
	let shown = |lang| render_steps(&definition, &steps, lang);
	for (lang, line) in [
		(Lang::En, "1. month (月份) is \"m7\" [month of the day]; is it \"m7\"? true"),
		(Lang::En, "3. table cold[\"b\", \"m7\" (month of the day)] = 18 gCO2e [platform]"),
		(Lang::Zh, "3. 查表 cold[\"b\", \"m7\"\u{ff08}当日月份\u{ff09}] = 18 gCO2e [平台]"),
		(Lang::Zh, "1. month\u{ff08}月份\u{ff09}为\"m7\" [当日月份]\u{ff1b}是否为\"m7\"\u{ff1f}真"),
	] {
		let found = shown(lang);
		assert!(found.lines().any(|found| found == line), "{line}\n\n{found}");
	}
}

#[test]
fn the_failing_step_is_seen() {
	let definition =
		declare(vec![number("n", "1", 0)], vec![parameter("one", "1", "gCO2e")], vec![]);
	let definition = compile("one / n", &definition).unwrap();
	let steps = explain(&definition, &[0]).unwrap();
	let failed = StepValue::Failed(EvalError::DivisionByZero);
	assert_eq!(steps[2].result, failed);
	assert_eq!(steps[3].result, failed);
	let last = |lang| render_steps(&definition, &steps, lang).lines().last().unwrap().to_string();
	assert_eq!(last(Lang::En), "Rejected: division by zero");
	assert_eq!(last(Lang::Zh), "不予计算\u{ff1a}除数为零");
	assert_eq!(explain(&definition, &[]), Err(EvalError::WrongInputCount { expected: 1 }));
	assert_eq!(explain(&definition, &[u64::MAX]), Err(EvalError::InputOutOfRange { input: 0 }));
}

#[test]
fn every_operation_renders() {
	for text in [
		"min(most, 1 gCO2e)",
		"max(most, 1 gCO2e)",
		"clamp(most, 0 gCO2e, 1 gCO2e)",
		"most - 1 gCO2e",
		"most / 2",
		"-most",
		"if distance < 1 km or distance <= 1 km or distance >= 1 km or distance == 1 km \
		or distance != 1 km then most else 0 gCO2e",
		"most in gCO2e",
		"let a = most; a + a",
	] {
		let definition = household_with(text);
		let steps = explain(&definition, &[4_500, 1, 1, 1, 250, 1_000]).unwrap();
		for lang in [Lang::En, Lang::Zh] {
			assert!(render_steps(&definition, &steps, lang).lines().count() > 1);
		}
		let exact = evaluate_exact(&definition, &[4_500, 1, 1, 1, 250, 1_000]).unwrap();
		let grams = unit("gCO2e");
		assert_eq!(steps.last().unwrap().result, StepValue::Number { value: exact, unit: grams });
	}
}
