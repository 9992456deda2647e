//! Computing a record.

use crate::{
	check::{analyse, Analysis},
	units::Ratio,
	CheckError, Checked, Definition, Fixed, InputKind, MAX_LOCALS, MAX_STACK,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Why a record earns nothing and is rejected.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum EvalError {
	/// A number left the 128 bits, or the result the 64 bits of grams.
	Overflow,
	/// A division by zero.
	DivisionByZero,
	/// Not as many raw values as the definition has inputs.
	WrongInputCount {
		/// Inputs declared.
		expected: u8,
	},
	/// A number below the input's smallest or above its largest.
	InputOutOfRange {
		/// The input.
		input: u8,
	},
	/// A category index without a name.
	UnknownCategory {
		/// The input.
		input: u8,
	},
	/// The definition does not pass [`crate::check`]; never so for a published one.
	Unchecked,
}

impl fmt::Display for EvalError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Overflow => f.write_str("a number is too large"),
			Self::DivisionByZero => f.write_str("division by zero"),
			Self::WrongInputCount { expected } => write!(f, "{expected} inputs are due"),
			Self::InputOutOfRange { input } => write!(f, "input {input} is out of its range"),
			Self::UnknownCategory { input } => {
				write!(f, "input {input} is none of its categories")
			},
			Self::Unchecked => f.write_str("the definition was not checked"),
		}
	}
}

impl core::error::Error for EvalError {}

/// What the exact result says beyond the grams credited.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Verdict {
	/// One gram or more.
	Credited,
	/// Above zero, below one gram.
	BelowOneGram,
	/// Exactly zero.
	Zero,
	/// Below zero: the act emitted more than its baseline.
	Negative,
}

/// The result of a record.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
pub struct Outcome {
	/// Grams of CO2e, floored; zero for what is negative.
	pub grams: u64,
	/// Grams of CO2e before the floor.
	pub exact: Fixed,
}

impl Outcome {
	/// Whether anything is credited, and if not, why.
	pub fn verdict(&self) -> Verdict {
		match self.exact.cmp(&Fixed::ZERO) {
			core::cmp::Ordering::Less => Verdict::Negative,
			core::cmp::Ordering::Equal => Verdict::Zero,
			core::cmp::Ordering::Greater if self.grams == 0 => Verdict::BelowOneGram,
			core::cmp::Ordering::Greater => Verdict::Credited,
		}
	}
}

/// Whole grams of CO2e of one record. Checks and prepares the definition every time; rows of a
/// batch share one [`Prepared`].
///
/// # Errors
///
/// See [`EvalError`]; [`EvalError::Unchecked`] where the definition does not pass the check.
pub fn evaluate(definition: &Definition, inputs: &[u64]) -> Result<u64, EvalError> {
	Prepared::new(definition)
		.map_err(|_| EvalError::Unchecked)?
		.evaluate(inputs)
		.map(|outcome| outcome.grams)
}

/// As [`evaluate`], grams before the floor, also negative ones.
pub fn evaluate_exact(definition: &Definition, inputs: &[u64]) -> Result<Fixed, EvalError> {
	Prepared::new(definition)
		.map_err(|_| EvalError::Unchecked)?
		.evaluate(inputs)
		.map(|outcome| outcome.exact)
}

/// A primitive of the machine: an [`crate::Op`] whose indices, types and units are proven.
#[derive(Clone, Debug)]
pub(crate) enum Code {
	Push(Fixed),
	Input(u8),
	Lookup(u8),
	Local(u8),
	Store(u8),
	IsCategory(u8, u8),
	Add,
	Sub,
	Mul,
	Div,
	Neg,
	Min,
	Max,
	Clamp,
	Lt,
	Le,
	Gt,
	Ge,
	Eq,
	Ne,
	And,
	Or,
	Not,
	Select,
	/// The value so far below the top, times an exact factor.
	Convert {
		depth: u8,
		ratio: Ratio,
	},
}

#[derive(Clone, Debug)]
enum PreparedInput {
	/// Factor from raw to [`Fixed`], smallest, largest raw value.
	Number { step: i128, min: u64, max: u64 },
	/// How many values.
	Category { values: u64 },
}

#[derive(Clone, Debug)]
struct PreparedTable {
	/// The first key, and the second with its number of values.
	first: u8,
	second: Option<(u8, u64)>,
	values: Vec<Fixed>,
}

/// A checked definition made ready to compute many records.
///
/// Holds no reference to the definition. Evaluation allocates nothing.
#[derive(Clone, Debug)]
pub struct Prepared {
	inputs: Vec<PreparedInput>,
	tables: Vec<PreparedTable>,
	codes: Vec<Code>,
	to_grams: Ratio,
	checked: Checked,
}

impl Prepared {
	/// Checks and prepares.
	///
	/// # Errors
	///
	/// As [`crate::check`].
	pub fn new(definition: &Definition) -> Result<Self, CheckError> {
		let analysis = analyse(definition)?;
		let mut prepared = Self::without_codes(definition, &analysis);
		prepared.codes = analysis.ops.into_iter().flat_map(|op| op.codes).collect();
		Ok(prepared)
	}

	/// All but the codes, which [`crate::explain`] runs one operation at a time.
	pub(crate) fn without_codes(definition: &Definition, analysis: &Analysis) -> Self {
		let inputs: Vec<_> = definition
			.inputs
			.iter()
			.map(|input| match &input.kind {
				InputKind::Number { decimals, min, max, .. } => PreparedInput::Number {
					step: Fixed::step(*decimals).unwrap_or_default(),
					min: *min,
					max: *max,
				},
				InputKind::Category { values } => {
					PreparedInput::Category { values: u64::try_from(values.len()).unwrap_or(0) }
				},
			})
			.collect();
		let tables = definition
			.tables
			.iter()
			.map(|table| PreparedTable {
				first: table.keys.first().copied().unwrap_or_default(),
				second: table.keys.get(1).map(|key| match inputs.get(usize::from(*key)) {
					Some(PreparedInput::Category { values }) => (*key, *values),
					_ => (*key, 0),
				}),
				values: table.values.to_vec(),
			})
			.collect();
		Self {
			inputs,
			tables,
			codes: Vec::new(),
			to_grams: analysis.to_grams,
			checked: analysis.checked,
		}
	}

	/// What an evaluation needs at most.
	pub fn checked(&self) -> Checked {
		self.checked
	}

	/// Computes one record from raw values: numbers scaled by their decimals, categories by index.
	///
	/// # Errors
	///
	/// See [`EvalError`]; never [`EvalError::Unchecked`].
	pub fn evaluate(&self, inputs: &[u64]) -> Result<Outcome, EvalError> {
		self.validate(inputs)?;
		let mut machine = Machine::new();
		for code in &self.codes {
			machine.run(code, self, inputs).ok_or(EvalError::Unchecked)?;
		}
		self.outcome(machine.top().ok_or(EvalError::Unchecked)?)
	}

	/// Whether the raw values are as many as declared, and each in its range.
	///
	/// # Errors
	///
	/// [`EvalError::WrongInputCount`], [`EvalError::InputOutOfRange`], [`EvalError::UnknownCategory`].
	pub fn validate(&self, inputs: &[u64]) -> Result<(), EvalError> {
		if inputs.len() != self.inputs.len() {
			let expected = u8::try_from(self.inputs.len()).unwrap_or(u8::MAX);
			return Err(EvalError::WrongInputCount { expected });
		}
		for (index, (raw, input)) in inputs.iter().zip(&self.inputs).enumerate() {
			let index = || u8::try_from(index).unwrap_or(u8::MAX);
			match input {
				PreparedInput::Number { min, max, .. } if raw < min || raw > max => {
					return Err(EvalError::InputOutOfRange { input: index() })
				},
				PreparedInput::Category { values } if raw >= values => {
					return Err(EvalError::UnknownCategory { input: index() })
				},
				_ => {},
			}
		}
		Ok(())
	}

	pub(crate) fn outcome(&self, result: Cell) -> Result<Outcome, EvalError> {
		let exact = match result {
			Cell::Number(value) => self.to_grams.apply(value).ok_or(EvalError::Overflow)?,
			Cell::Failed(error) => return Err(error),
			Cell::Boolean(_) => return Err(EvalError::Unchecked),
		};
		Ok(Outcome { grams: exact.floor_to_u64().ok_or(EvalError::Overflow)?, exact })
	}

	fn input(&self, index: u8, inputs: &[u64]) -> Option<Cell> {
		let index = usize::from(index);
		match (self.inputs.get(index)?, inputs.get(index)?) {
			(PreparedInput::Number { step, .. }, raw) => {
				Some(number(i128::from(*raw).checked_mul(*step).map(Fixed::from_raw)))
			},
			(PreparedInput::Category { .. }, _) => None,
		}
	}

	fn lookup(&self, index: u8, inputs: &[u64]) -> Option<Cell> {
		let table = self.tables.get(usize::from(index))?;
		let mut cell = *inputs.get(usize::from(table.first))?;
		if let Some((second, width)) = table.second {
			cell = cell.checked_mul(width)?.checked_add(*inputs.get(usize::from(second))?)?;
		}
		table.values.get(usize::try_from(cell).ok()?).copied().map(Cell::Number)
	}
}

impl Ratio {
	/// Toward zero; `None` beyond 128 bits.
	pub(crate) fn apply(self, value: Fixed) -> Option<Fixed> {
		if self.is_one() {
			Some(value)
		} else {
			value.checked_mul_ratio(self.numerator, self.denominator)
		}
	}
}

/// A value of the machine. A failure is a value: it reaches the result only where it is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cell {
	Number(Fixed),
	Boolean(bool),
	Failed(EvalError),
}

/// A result that is missing because it did not fit.
fn number(value: Option<Fixed>) -> Cell {
	value.map_or(Cell::Failed(EvalError::Overflow), Cell::Number)
}

const STACK: usize = 32;
const LOCALS: usize = 16;
const _: () = assert!(MAX_STACK == 32 && MAX_LOCALS == 16);

pub(crate) struct Machine {
	stack: [Cell; STACK],
	height: usize,
	locals: [Cell; LOCALS],
}

impl Machine {
	pub(crate) fn new() -> Self {
		let empty = Cell::Boolean(false);
		Self { stack: [empty; STACK], height: 0, locals: [empty; LOCALS] }
	}

	/// The value `depth` below the top.
	pub(crate) fn peek(&self, depth: usize) -> Option<Cell> {
		self.stack.get(self.height.checked_sub(depth)?.checked_sub(1)?).copied()
	}

	pub(crate) fn top(&self) -> Option<Cell> {
		self.peek(0)
	}

	fn push(&mut self, cell: Cell) -> Option<()> {
		*self.stack.get_mut(self.height)? = cell;
		self.height = self.height.checked_add(1)?;
		Some(())
	}

	fn pop(&mut self) -> Option<Cell> {
		self.height = self.height.checked_sub(1)?;
		self.stack.get(self.height).copied()
	}

	/// Runs one primitive. `None` only for a program that was never checked.
	pub(crate) fn run(&mut self, code: &Code, prepared: &Prepared, inputs: &[u64]) -> Option<()> {
		let result = match code {
			Code::Push(value) => Cell::Number(*value),
			Code::Input(index) => prepared.input(*index, inputs)?,
			Code::Lookup(index) => prepared.lookup(*index, inputs)?,
			Code::Local(index) => *self.locals.get(usize::from(*index))?,
			Code::Store(index) => {
				let value = self.pop()?;
				*self.locals.get_mut(usize::from(*index))? = value;
				return Some(());
			},
			Code::IsCategory(index, value) => {
				Cell::Boolean(*inputs.get(usize::from(*index))? == u64::from(*value))
			},
			Code::Add => self.arithmetic(|a, b| number(a.checked_add(b)))?,
			Code::Sub => self.arithmetic(|a, b| number(a.checked_sub(b)))?,
			Code::Mul => self.arithmetic(|a, b| number(a.checked_mul(b)))?,
			Code::Div => self.arithmetic(|a, b| {
				if b == Fixed::ZERO {
					Cell::Failed(EvalError::DivisionByZero)
				} else {
					number(a.checked_div(b))
				}
			})?,
			Code::Min => self.arithmetic(|a, b| Cell::Number(a.min(b)))?,
			Code::Max => self.arithmetic(|a, b| Cell::Number(a.max(b)))?,
			Code::Lt => self.arithmetic(|a, b| Cell::Boolean(a < b))?,
			Code::Le => self.arithmetic(|a, b| Cell::Boolean(a <= b))?,
			Code::Gt => self.arithmetic(|a, b| Cell::Boolean(a > b))?,
			Code::Ge => self.arithmetic(|a, b| Cell::Boolean(a >= b))?,
			Code::Eq => self.arithmetic(|a, b| Cell::Boolean(a == b))?,
			Code::Ne => self.arithmetic(|a, b| Cell::Boolean(a != b))?,
			Code::Neg => match self.pop()? {
				Cell::Number(value) => number(value.checked_neg()),
				failed @ Cell::Failed(_) => failed,
				Cell::Boolean(_) => return None,
			},
			Code::Clamp => {
				let (high, low, value) = (self.pop()?, self.pop()?, self.pop()?);
				match (value, low, high) {
					(Cell::Number(value), Cell::Number(low), Cell::Number(high)) => {
						Cell::Number(value.max(low).min(high))
					},
					(failed @ Cell::Failed(_), _, _)
					| (_, failed @ Cell::Failed(_), _)
					| (_, _, failed @ Cell::Failed(_)) => failed,
					_ => return None,
				}
			},
			Code::And => self.logic(false)?,
			Code::Or => self.logic(true)?,
			Code::Not => match self.pop()? {
				Cell::Boolean(value) => Cell::Boolean(!value),
				failed @ Cell::Failed(_) => failed,
				Cell::Number(_) => return None,
			},
			Code::Select => {
				let (otherwise, then) = (self.pop()?, self.pop()?);
				match self.pop()? {
					Cell::Boolean(true) => then,
					Cell::Boolean(false) => otherwise,
					failed @ Cell::Failed(_) => failed,
					Cell::Number(_) => return None,
				}
			},
			Code::Convert { depth, ratio } => {
				let position = self.height.checked_sub(usize::from(*depth))?.checked_sub(1)?;
				let cell = self.stack.get_mut(position)?;
				match cell {
					Cell::Number(value) => *cell = number(ratio.apply(*value)),
					Cell::Failed(_) => {},
					Cell::Boolean(_) => return None,
				}
				return Some(());
			},
		};
		self.push(result)
	}

	fn arithmetic(&mut self, compute: impl Fn(Fixed, Fixed) -> Cell) -> Option<Cell> {
		let (right, left) = (self.pop()?, self.pop()?);
		match (left, right) {
			(Cell::Number(left), Cell::Number(right)) => Some(compute(left, right)),
			(failed @ Cell::Failed(_), _) | (_, failed @ Cell::Failed(_)) => Some(failed),
			_ => None,
		}
	}

	/// And, or: the left operand alone decides when it is `deciding`.
	fn logic(&mut self, deciding: bool) -> Option<Cell> {
		let (right, left) = (self.pop()?, self.pop()?);
		match left {
			Cell::Boolean(left) if left != deciding => match right {
				Cell::Number(_) => None,
				right => Some(right),
			},
			Cell::Number(_) => None,
			decided => Some(decided),
		}
	}
}
