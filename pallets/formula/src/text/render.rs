//! An explanation as text for people.

use crate::{
	Definition, EvalError, Fixed, Operation, Origin, Reference, SourceKind, Step, StepValue, Text,
};

/// The language of an explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
	/// English.
	#[default]
	En,
	/// Simplified Chinese.
	Zh,
}

impl Lang {
	fn pick(self, english: &'static str, chinese: &'static str) -> &'static str {
		match self {
			Self::En => english,
			Self::Zh => chinese,
		}
	}
}

/// The steps of [`crate::explain`] with numbers and units substituted, a line each; `definition`
/// gives labels and sources. The last line is what is credited, or why nothing is.
pub fn render_steps(definition: &Definition, steps: &[Step], lang: Lang) -> String {
	let mut lines = Vec::new();
	for step in steps {
		// A constant, and a named value used again, are seen where they are used.
		if matches!(step.operation, Operation::Const | Operation::Local) {
			continue;
		}
		let number = lines.len().saturating_add(1);
		if step.operation == Operation::Result {
			lines.push(result(step, lang));
		} else {
			lines.push(format!("{number}. {}", line(definition, step, lang)));
		}
	}
	lines.join("\n")
}

fn line(definition: &Definition, step: &Step, lang: Lang) -> String {
	let outcome = value(&step.result, lang);
	let operands: Vec<String> = step.operands.iter().map(|operand| value(operand, lang)).collect();
	let joined = |separator: &str| operands.join(separator);
	let sign = |sign: &str| format!("{} = {outcome}", joined(&format!(" {sign} ")));
	let function = |name: &str| format!("{name}({}) = {outcome}", joined(", "));
	match step.operation {
		Operation::Input => {
			let name = described(definition, step, lang);
			match provided(definition, step, lang) {
				None => format!("{} {name} = {outcome}", lang.pick("input", "输入")),
				Some(how) => {
					format!("{} {name} = {outcome} [{how}]", lang.pick("provided", "链上提供"))
				},
			}
		},
		Operation::Param => {
			let title = lang.pick("parameter", "参数");
			format!(
				"{title} {} = {outcome}{}",
				described(definition, step, lang),
				source(definition, step, lang)
			)
		},
		Operation::Lookup => {
			let title = lang.pick("table", "查表");
			let name = described(definition, step, lang);
			let keys = keys(definition, step, &operands, lang).join(", ");
			format!("{title} {name}[{keys}] = {outcome}{}", source(definition, step, lang))
		},
		Operation::IsCategory => {
			let reported = operands.first().map(String::as_str).unwrap_or_default();
			let tested = operands.get(1).map(String::as_str).unwrap_or_default();
			let name = described(definition, step, lang);
			let how = match provided(definition, step, lang) {
				None => String::new(),
				Some(how) => format!(" [{how}]"),
			};
			match lang {
				Lang::En => format!("{name} is {reported}{how}; is it {tested}? {outcome}"),
				Lang::Zh => format!("{name}为{reported}{how}；是否为{tested}？{outcome}"),
			}
		},
		Operation::Store => {
			let name = described(definition, step, lang);
			match lang {
				Lang::En => format!("let {name} = {outcome}"),
				Lang::Zh => format!("记 {name} = {outcome}"),
			}
		},
		Operation::Add => sign("+"),
		Operation::Sub => sign("-"),
		Operation::Mul => sign("×"),
		Operation::Div => sign("÷"),
		Operation::Lt => sign("<"),
		Operation::Le => sign("≤"),
		Operation::Gt => sign(">"),
		Operation::Ge => sign("≥"),
		Operation::Eq => sign("="),
		Operation::Ne => sign("≠"),
		Operation::And => sign(lang.pick("and", "且")),
		Operation::Or => sign(lang.pick("or", "或")),
		Operation::Neg => format!("-({}) = {outcome}", joined("")),
		Operation::Not => format!("{} {} = {outcome}", lang.pick("not", "非"), joined("")),
		Operation::Min => function(lang.pick("min", "取小")),
		Operation::Max => function(lang.pick("max", "取大")),
		Operation::Clamp => function(lang.pick("clamp", "限幅")),
		Operation::Select => {
			let part = |index: usize| operands.get(index).map(String::as_str).unwrap_or_default();
			match lang {
				Lang::En => format!("if {} then {} else {} = {outcome}", part(0), part(1), part(2)),
				Lang::Zh => {
					format!("若{}则取 {}，否则取 {} = {outcome}", part(0), part(1), part(2))
				},
			}
		},
		Operation::Convert => format!("{} = {outcome}", joined("")),
		Operation::Const | Operation::Local | Operation::Result => outcome,
	}
}

fn result(step: &Step, lang: Lang) -> String {
	let exact = match &step.result {
		StepValue::Number { value, .. } => *value,
		other => {
			let why = value(other, lang);
			return match lang {
				Lang::En => format!("Rejected: {why}"),
				Lang::Zh => format!("不予计算：{why}"),
			};
		},
	};
	let grams = exact.floor_to_u64().unwrap_or_default();
	let remark = if exact < Fixed::ZERO {
		lang.pick(" (negative counts as zero)", "（负值按零计）")
	} else {
		lang.pick(" (floored to a gram)", "（向下取整至克）")
	};
	match lang {
		Lang::En => format!("Result: {exact} gCO2e, credited {grams} g{remark}"),
		Lang::Zh => format!("结果：{exact} gCO2e，计入 {grams} 克{remark}"),
	}
}

fn value(value: &StepValue, lang: Lang) -> String {
	match value {
		StepValue::Number { value, unit } if unit.factors().is_empty() => value.to_string(),
		StepValue::Number { value, unit } => format!("{value} {unit}"),
		StepValue::Boolean(true) => lang.pick("true", "真").into(),
		StepValue::Boolean(false) => lang.pick("false", "假").into(),
		StepValue::Category(name) => format!("\"{name}\""),
		StepValue::Failed(error) => match lang {
			Lang::En => error.to_string(),
			Lang::Zh => match error {
				EvalError::Overflow => "数值过大".into(),
				EvalError::DivisionByZero => "除数为零".into(),
				EvalError::WrongInputCount { expected } => format!("应有 {expected} 个输入"),
				EvalError::InputOutOfRange { input } => format!("输入 {input} 超出范围"),
				EvalError::UnknownCategory { input } => format!("输入 {input} 无此类别"),
				EvalError::Unchecked => "公式未经检查".into(),
			},
		},
	}
}

/// The name that a step refers to, and its label.
fn described(definition: &Definition, step: &Step, lang: Lang) -> String {
	let (name, label) = match &step.reference {
		Some(Reference::Input { index, name }) => {
			(name, definition.inputs.get(usize::from(*index)).map(|input| &input.label))
		},
		Some(Reference::Parameter { index, name }) => {
			(name, definition.parameters.get(usize::from(*index)).map(|parameter| &parameter.label))
		},
		Some(Reference::Table { index, name }) => {
			(name, definition.tables.get(usize::from(*index)).map(|table| &table.label))
		},
		Some(Reference::Local { name, .. }) => (name, None),
		None => return String::new(),
	};
	match label.map(Text::as_str) {
		None | Some("") => name.to_string(),
		Some(label) => match lang {
			Lang::En => format!("{name} ({label})"),
			Lang::Zh => format!("{name}（{label}）"),
		},
	}
}

/// What the chain provided an input with; none for a reported one.
fn provided(definition: &Definition, step: &Step, lang: Lang) -> Option<String> {
	let Some(Reference::Input { index, .. }) = &step.reference else { return None };
	provided_input(definition, *index, lang)
}

/// The categories of a lookup, with what the chain provided.
fn keys(definition: &Definition, step: &Step, shown: &[String], lang: Lang) -> Vec<String> {
	let inputs = match &step.reference {
		Some(Reference::Table { index, .. }) => {
			definition.tables.get(usize::from(*index)).map(|table| table.keys.as_slice())
		},
		_ => None,
	};
	let how = |at: usize| provided_input(definition, *inputs?.get(at)?, lang);
	shown
		.iter()
		.enumerate()
		.map(|(at, shown)| match (how(at), lang) {
			(None, _) => shown.clone(),
			(Some(how), Lang::En) => format!("{shown} ({how})"),
			(Some(how), Lang::Zh) => format!("{shown}（{how}）"),
		})
		.collect()
}

fn provided_input(definition: &Definition, index: u8, lang: Lang) -> Option<String> {
	match (definition.inputs.get(usize::from(index))?.origin, lang) {
		(Origin::Reported, _) => None,
		(Origin::Mean { days: 1, .. }, Lang::En) => Some("of the day before".into()),
		(Origin::Mean { days, .. }, Lang::En) => Some(format!("mean of the {days} days before")),
		(Origin::Mean { days, .. }, Lang::Zh) => Some(format!("前{days}日均值")),
		(Origin::Members, Lang::En) => Some("household members".into()),
		(Origin::Members, Lang::Zh) => Some("家庭人数".into()),
		(Origin::Month, Lang::En) => Some("month of the day".into()),
		(Origin::Month, Lang::Zh) => Some("当日月份".into()),
	}
}

/// Who says so: `  [official: ...]`.
fn source(definition: &Definition, step: &Step, lang: Lang) -> String {
	let found = match &step.reference {
		Some(Reference::Parameter { index, .. }) => definition
			.parameters
			.get(usize::from(*index))
			.map(|parameter| (parameter.kind, &parameter.source)),
		Some(Reference::Table { index, .. }) => {
			definition.tables.get(usize::from(*index)).map(|table| (table.kind, &table.source))
		},
		_ => None,
	};
	let Some((kind, source)) = found else { return String::new() };
	let kind = match kind {
		SourceKind::Official => lang.pick("official", "官方"),
		SourceKind::Reference => lang.pick("reference", "参考"),
		SourceKind::Platform => lang.pick("platform", "平台"),
	};
	match source.as_str() {
		"" => format!(" [{kind}]"),
		source => format!(" [{kind}: {source}]"),
	}
}
