//! A program into text.

use super::parser::{ADD, AND, COMPARE, IN, LOWEST, MULTIPLY, NOT, OR, PRIMARY, SIGN};
use crate::{Definition, Fixed, InputKind, Op};

/// An expression's text and how tightly its outermost operator binds.
struct Piece {
	text: String,
	binding: u8,
	/// A category test, whose negation is written `!=`.
	test: Option<(u8, u8)>,
}

impl Piece {
	fn new(text: String, binding: u8) -> Self {
		Self { text, binding, test: None }
	}

	/// The text, in parentheses where it binds less tightly than that.
	fn within(self, binding: u8) -> String {
		if self.binding < binding {
			format!("({})", self.text)
		} else {
			self.text
		}
	}
}

/// The formula as text, each `let` on a line: [`super::parse_formula`] makes the same program of it.
///
/// For a program that does not pass [`crate::check`], which no text can stand for, a remark and the
/// operations.
pub fn print_formula(definition: &Definition) -> String {
	print(definition).unwrap_or_else(|| {
		format!("# not a well-formed program: {:?}", definition.program.ops.as_slice())
	})
}

fn print(definition: &Definition) -> Option<String> {
	let mut text = String::new();
	let mut stack: Vec<Piece> = Vec::new();
	for op in definition.program.ops.iter() {
		if let Op::Store(local) = op {
			let name = definition.program.locals.get(usize::from(*local))?;
			let value = stack.pop()?.within(LOWEST);
			text.push_str(&format!("let {name} = {value};\n"));
			if !stack.is_empty() {
				return None;
			}
			continue;
		}
		let piece = expression(definition, op, &mut stack)?;
		stack.push(piece);
	}
	let result = stack.pop()?;
	if !stack.is_empty() {
		return None;
	}
	text.push_str(&result.within(LOWEST));
	Some(text)
}

fn expression(definition: &Definition, op: &Op, stack: &mut Vec<Piece>) -> Option<Piece> {
	let infix = |stack: &mut Vec<Piece>, sign: &str, binding: u8, left: u8, right: u8| {
		let later = stack.pop()?.within(right);
		let first = stack.pop()?.within(left);
		Some(Piece::new(format!("{first} {sign} {later}"), binding))
	};
	let from_left = |stack: &mut Vec<Piece>, sign: &str, binding: u8| {
		infix(stack, sign, binding, binding, binding.saturating_add(1))
	};
	let comparison = |stack: &mut Vec<Piece>, sign: &str| infix(stack, sign, COMPARE, IN, IN);
	let primary = |text: String| Some(Piece::new(text, PRIMARY));
	match op {
		Op::Const(value, unit) => {
			let binding = if *value < Fixed::ZERO { SIGN } else { PRIMARY };
			let plain = unit.factors().is_empty();
			let text = if plain { format!("{value}") } else { format!("{value} {unit}") };
			Some(Piece::new(text, binding))
		},
		Op::Input(index) => primary(definition.inputs.get(usize::from(*index))?.name.to_string()),
		Op::Param(index) => {
			primary(definition.parameters.get(usize::from(*index))?.name.to_string())
		},
		Op::Local(index) => {
			primary(definition.program.locals.get(usize::from(*index))?.to_string())
		},
		Op::Lookup(index) => {
			let table = definition.tables.get(usize::from(*index))?;
			let mut keys = Vec::new();
			for key in table.keys.iter() {
				keys.push(definition.inputs.get(usize::from(*key))?.name.as_str());
			}
			primary(format!("{}[{}]", table.name, keys.join(", ")))
		},
		Op::IsCategory(index, value) => {
			let text = category_test(definition, *index, *value, "==")?;
			Some(Piece { text, binding: COMPARE, test: Some((*index, *value)) })
		},
		Op::Store(_) => None,
		Op::Add => from_left(stack, "+", ADD),
		Op::Sub => from_left(stack, "-", ADD),
		Op::Mul => from_left(stack, "*", MULTIPLY),
		Op::Div => from_left(stack, "/", MULTIPLY),
		Op::And => from_left(stack, "and", AND),
		Op::Or => from_left(stack, "or", OR),
		Op::Lt => comparison(stack, "<"),
		Op::Le => comparison(stack, "<="),
		Op::Gt => comparison(stack, ">"),
		Op::Ge => comparison(stack, ">="),
		Op::Eq => comparison(stack, "=="),
		Op::Ne => comparison(stack, "!="),
		Op::Neg => {
			let operand = stack.pop()?.within(SIGN);
			// A sign before digits would be part of the number.
			let digits = operand.starts_with(|first: char| first.is_ascii_digit());
			let text = if digits { format!("-({operand})") } else { format!("-{operand}") };
			Some(Piece::new(text, SIGN))
		},
		Op::Not => {
			let operand = stack.pop()?;
			if let Some((index, value)) = operand.test {
				let text = category_test(definition, index, value, "!=")?;
				return Some(Piece::new(text, COMPARE));
			}
			Some(Piece::new(format!("not {}", operand.within(NOT)), NOT))
		},
		Op::Min => call("min", 2, stack),
		Op::Max => call("max", 2, stack),
		Op::Clamp => call("clamp", 3, stack),
		Op::Select => {
			let otherwise = stack.pop()?.within(LOWEST);
			let then = stack.pop()?.within(OR);
			let condition = stack.pop()?.within(OR);
			let text = format!("if {condition} then {then} else {otherwise}");
			Some(Piece::new(text, LOWEST))
		},
		Op::Convert(unit) => {
			let operand = stack.pop()?.within(IN);
			Some(Piece::new(format!("{operand} in {unit}"), IN))
		},
	}
}

fn call(function: &str, arguments: usize, stack: &mut Vec<Piece>) -> Option<Piece> {
	let first = stack.len().checked_sub(arguments)?;
	let values: Vec<String> = stack.drain(first..).map(|piece| piece.within(LOWEST)).collect();
	Some(Piece::new(format!("{function}({})", values.join(", ")), PRIMARY))
}

fn category_test(definition: &Definition, input: u8, value: u8, sign: &str) -> Option<String> {
	let input = definition.inputs.get(usize::from(input))?;
	match &input.kind {
		InputKind::Category { values } => {
			let value = values.get(usize::from(value))?;
			Some(format!("{} {sign} \"{value}\"", input.name))
		},
		InputKind::Number { .. } => None,
	}
}
