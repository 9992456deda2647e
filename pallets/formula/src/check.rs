//! The proof, at publication, that a definition computes a mass of CO2e.

use crate::{
	eval::Code,
	units::{Powers, Ratio},
	Definition, Dimension, InputKind, Name, NamedUnit, Op, Operation, Origin, Text, Unit,
	MAX_DECIMALS, MAX_MEAN_DAYS, MAX_OPS, MAX_STACK, MONTHS,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The largest [`Checked::cost`] there is: the dearest operation, [`MAX_OPS`] times.
pub const MAX_COST: u32 = 12 * MAX_OPS;

/// What a checked program needs at most.
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
pub struct Checked {
	/// Values on the stack at once, at most [`MAX_STACK`].
	pub max_stack: u8,
	/// The sum of [`Op::cost`], at most [`MAX_COST`]: for the weight of one evaluation.
	pub cost: u32,
}

/// A declaration, by its index.
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
pub enum Declaration {
	/// Of `inputs`.
	Input(u8),
	/// Of `parameters`.
	Parameter(u8),
	/// Of `tables`.
	Table(u8),
	/// Of the program's `locals`.
	Local(u8),
}

impl fmt::Display for Declaration {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Input(index) => write!(f, "input {index}"),
			Self::Parameter(index) => write!(f, "parameter {index}"),
			Self::Table(index) => write!(f, "table {index}"),
			Self::Local(index) => write!(f, "named value {index}"),
		}
	}
}

/// What a value on the stack is.
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
pub enum ValueType {
	/// A number with a unit.
	Number,
	/// A truth value.
	Boolean,
}

impl fmt::Display for ValueType {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Number => "a number",
			Self::Boolean => "a truth value",
		})
	}
}

/// Why a definition is refused.
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
pub enum CheckErrorKind {
	/// The program has no operation.
	EmptyProgram,
	/// A name that is not `[A-Za-z_][A-Za-z0-9_]*`.
	InvalidName(Declaration),
	/// A name that is a word of the language or a unit.
	ReservedName(Declaration),
	/// A name that an earlier declaration has.
	DuplicateName(Declaration),
	/// A label or source that is not printable UTF-8.
	InvalidText(Declaration),
	/// A declared unit that is not canonical, or whose exponents overflow.
	InvalidUnit(Declaration),
	/// More than 18 decimals.
	TooManyDecimals {
		/// The input.
		input: u8,
		/// Its decimals.
		decimals: u8,
	},
	/// Smallest value above the largest.
	EmptyRange {
		/// The input.
		input: u8,
	},
	/// A category without values.
	NoCategories {
		/// The input.
		input: u8,
	},
	/// A category value that is not an identifier.
	InvalidCategory {
		/// The input.
		input: u8,
		/// The value.
		value: u8,
	},
	/// A category value that is there twice.
	DuplicateCategory {
		/// The input.
		input: u8,
		/// The later value.
		value: u8,
	},
	/// A table without keys, or with the same key twice.
	InvalidTableKeys {
		/// The table.
		table: u8,
	},
	/// A table keyed by what is not a category input.
	KeyNotCategory {
		/// The table.
		table: u8,
		/// The key.
		key: u8,
	},
	/// A table whose number of cells is not that of its keys' values.
	TableSize {
		/// The table.
		table: u8,
		/// Cells due.
		expected: u32,
		/// Cells there.
		found: u32,
	},
	/// An operation lacks operands.
	StackUnderflow {
		/// Operands it takes.
		needed: u8,
		/// Values there are.
		found: u8,
	},
	/// More than [`MAX_STACK`] values at once.
	StackTooDeep,
	/// An index beyond what is declared.
	IndexOutOfBounds {
		/// The index.
		index: u8,
		/// How many are declared.
		declared: u8,
	},
	/// A category input used as a number.
	CategoryAsNumber {
		/// The input.
		input: u8,
	},
	/// A number input tested for a category.
	NumberAsCategory {
		/// The input.
		input: u8,
	},
	/// An operand of the wrong type.
	TypeMismatch {
		/// The type due.
		expected: ValueType,
		/// The type there.
		found: ValueType,
	},
	/// Operands that do not measure the same.
	DimensionMismatch {
		/// Of the first operand, or of the operand to convert.
		left: Dimension,
		/// Of the later operand, or of the unit to convert to.
		right: Dimension,
	},
	/// An exponent of a unit outside -127..=127, or of a dimension outside -128..=127.
	ExponentOverflow,
	/// An intermediate unit of more than [`crate::MAX_UNIT_FACTORS`] different units.
	UnitTooComplex,
	/// A conversion factor beyond 128 bits.
	ConversionOutOfRange,
	/// A constant's or conversion's unit that is not canonical.
	UnitNotCanonical,
	/// A named value used before it is stored.
	LocalNotStored {
		/// The local.
		local: u8,
	},
	/// Named values stored in another order than declared.
	StoreOutOfOrder {
		/// The local due.
		expected: u8,
		/// The local stored.
		found: u8,
	},
	/// A named value stored with other values still on the stack.
	StoreInsideExpression {
		/// Values on the stack, itself included.
		values: u8,
	},
	/// Declared named values that are never stored.
	LocalsNotStored {
		/// Declared.
		declared: u8,
		/// Stored.
		stored: u8,
	},
	/// The program ends with another number of values than one.
	ResultCount {
		/// Values on the stack.
		values: u8,
	},
	/// The result does not measure CO2e.
	ResultNotCo2e {
		/// What it measures.
		found: Dimension,
	},
	/// A category input that takes a mean or the members of a household.
	ProvidedCategory {
		/// The input.
		input: u8,
	},
	/// A mean of what is not a reported number.
	MeanOfNothing {
		/// The input that takes the mean.
		input: u8,
		/// The input of which it should be one.
		of: u8,
	},
	/// A mean in another unit than what it is a mean of.
	MeanUnit {
		/// The input that takes the mean.
		input: u8,
		/// The input of which it is one.
		of: u8,
	},
	/// A mean of fewer decimals than what it is a mean of.
	MeanDecimals {
		/// The input that takes the mean.
		input: u8,
		/// The input of which it is one.
		of: u8,
	},
	/// A mean over no day, or over more than [`crate::MAX_MEAN_DAYS`].
	MeanDays {
		/// The input that takes the mean.
		input: u8,
		/// Its days.
		days: u8,
	},
	/// A mean that needs no known day, or more than it goes over.
	MeanLeast {
		/// The input that takes the mean.
		input: u8,
		/// The known days that it needs.
		least: u8,
		/// The days over which it goes.
		days: u8,
	},
	/// A second mean.
	SecondMean {
		/// The later input.
		input: u8,
	},
	/// Members of a household that are not a whole number in one unit of count.
	MembersNotCount {
		/// The input.
		input: u8,
	},
	/// A second number of members.
	SecondMembers {
		/// The later input.
		input: u8,
	},
	/// A month that is not a category of [`MONTHS`] values.
	MonthNotTwelve {
		/// The input.
		input: u8,
	},
	/// A second month.
	SecondMonth {
		/// The later input.
		input: u8,
	},
}

impl fmt::Display for CheckErrorKind {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::EmptyProgram => f.write_str("the program has no operation"),
			Self::InvalidName(item) => write!(f, "the name of {item} is not an identifier"),
			Self::ReservedName(item) => write!(
				f,
				"the name of {item} is a word of the formula language or the name of a unit"
			),
			Self::DuplicateName(item) => {
				write!(f, "the name of {item} is already that of another declaration")
			},
			Self::InvalidText(item) => {
				write!(f, "the label or source of {item} is not printable UTF-8 text")
			},
			Self::InvalidUnit(item) => {
				write!(f, "the unit of {item} is not in canonical form, or its exponents overflow")
			},
			Self::TooManyDecimals { input, decimals } => {
				write!(f, "input {input} has {decimals} decimals, at most {MAX_DECIMALS} can be")
			},
			Self::EmptyRange { input } => {
				write!(f, "the smallest value of input {input} is above its largest")
			},
			Self::NoCategories { input } => write!(f, "category input {input} has no value"),
			Self::InvalidCategory { input, value } => {
				write!(f, "value {value} of category input {input} is not an identifier")
			},
			Self::DuplicateCategory { input, value } => {
				write!(f, "value {value} of category input {input} is there already")
			},
			Self::InvalidTableKeys { table } => {
				write!(f, "table {table} needs one or two different keys")
			},
			Self::KeyNotCategory { table, key } => {
				write!(f, "key {key} of table {table} is not a category input")
			},
			Self::TableSize { table, expected, found } => {
				write!(f, "table {table} has {found} cells, its keys demand {expected}")
			},
			Self::StackUnderflow { needed, found } => {
				write!(f, "needs {needed} operands, the stack has {found}")
			},
			Self::StackTooDeep => write!(f, "more than {MAX_STACK} values on the stack"),
			Self::IndexOutOfBounds { index, declared } => {
				write!(f, "index {index}, but {declared} are declared")
			},
			Self::CategoryAsNumber { input } => {
				write!(f, "input {input} is a category, a number is due")
			},
			Self::NumberAsCategory { input } => {
				write!(f, "input {input} is a number, a category is due")
			},
			Self::TypeMismatch { expected, found } => {
				write!(f, "takes {expected}, got {found}")
			},
			Self::DimensionMismatch { left, right } => {
				write!(f, "dimensions differ: {left} and {right}")
			},
			Self::ExponentOverflow => {
				f.write_str("an exponent of the unit or dimension leaves its range (to 127)")
			},
			Self::UnitTooComplex => write!(
				f,
				"the unit of the result has more than {} different factors",
				crate::MAX_UNIT_FACTORS
			),
			Self::ConversionOutOfRange => f.write_str("the conversion factor leaves 128 bits"),
			Self::UnitNotCanonical => f.write_str("the unit is not in canonical form"),
			Self::LocalNotStored { local } => {
				write!(f, "named value {local} is used before it is defined")
			},
			Self::StoreOutOfOrder { expected, found } => {
				write!(f, "named value {found} is stored where {expected} is due")
			},
			Self::StoreInsideExpression { values } => {
				write!(f, "a named value must be the only one on the stack, there are {values}")
			},
			Self::LocalsNotStored { declared, stored } => {
				write!(f, "{declared} named values are declared, {stored} stored")
			},
			Self::ResultCount { values } => {
				write!(f, "the program must leave one value, it leaves {values}")
			},
			Self::ResultNotCo2e { found } => {
				write!(f, "the result must be a {}, it is: {found}", Dimension::CO2E)
			},
			Self::ProvidedCategory { input } => {
				write!(f, "input {input} is a category, so no mean and no number of members")
			},
			Self::MeanOfNothing { input, of } => {
				write!(f, "input {input} is the mean of input {of}, which is no reported number")
			},
			Self::MeanUnit { input, of } => {
				write!(f, "input {input} is the mean of input {of}, but in another unit")
			},
			Self::MeanDecimals { input, of } => {
				write!(f, "input {input} is the mean of input {of}, but has fewer decimals")
			},
			Self::MeanDays { input, days } => {
				write!(f, "input {input} is a mean over {days} days, 1 to {MAX_MEAN_DAYS} can be")
			},
			Self::MeanLeast { input, least, days } => {
				write!(f, "input {input} needs {least} known days of {days}, 1 to {days} can be")
			},
			Self::SecondMean { input } => {
				write!(f, "input {input} is a second mean, a definition has at most one")
			},
			Self::MembersNotCount { input } => write!(
				f,
				"input {input} is a number of members: a unit of count such as person, no decimals"
			),
			Self::SecondMembers { input } => {
				write!(
					f,
					"input {input} is a second number of members, a definition has at most one"
				)
			},
			Self::MonthNotTwelve { input } => {
				write!(f, "input {input} is a month: a category of {MONTHS} values")
			},
			Self::SecondMonth { input } => {
				write!(f, "input {input} is a second month, a definition has at most one")
			},
		}
	}
}

/// Why, and where, a definition is refused.
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
pub struct CheckError {
	/// Index of the operation that fails; 0 for a declaration; the number of operations for the
	/// result as a whole.
	pub op: u16,
	/// The operation that fails; none for a declaration.
	pub operation: Option<Operation>,
	/// Why.
	pub kind: CheckErrorKind,
}

impl fmt::Display for CheckError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self.operation {
			None | Some(Operation::Result) => self.kind.fmt(f),
			Some(operation) => write!(f, "operation {} ({operation}): {}", self.op, self.kind),
		}
	}
}

impl core::error::Error for CheckError {}

/// Proves that the definition is well formed and that its result is a mass of CO2e.
///
/// Checks every declaration (names, texts, units, ranges, origins, tables), then runs the program once over
/// types and dimensions. Takes time in proportion to the definition's bounds, whatever it holds.
///
/// # Errors
///
/// The first failing declaration or operation, see [`CheckErrorKind`].
pub fn check(definition: &Definition) -> Result<Checked, CheckError> {
	analyse(definition).map(|analysis| analysis.checked)
}

/// The type of a stack value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Slot {
	Number(Powers),
	Boolean,
}

impl Slot {
	fn value_type(&self) -> ValueType {
		match self {
			Self::Number(_) => ValueType::Number,
			Self::Boolean => ValueType::Boolean,
		}
	}

	fn number(&self) -> Result<Powers, CheckErrorKind> {
		match self {
			Self::Number(powers) => Ok(*powers),
			Self::Boolean => Err(CheckErrorKind::TypeMismatch {
				expected: ValueType::Number,
				found: ValueType::Boolean,
			}),
		}
	}

	fn boolean(&self) -> Result<(), CheckErrorKind> {
		match self {
			Self::Boolean => Ok(()),
			Self::Number(_) => Err(CheckErrorKind::TypeMismatch {
				expected: ValueType::Boolean,
				found: ValueType::Number,
			}),
		}
	}
}

/// One operation as analysed.
pub(crate) struct AnalysedOp {
	/// Conversions of operands, where due, and the operation.
	pub(crate) codes: Vec<Code>,
	/// The type of its result; for a store, of what is stored.
	pub(crate) result: Slot,
}

/// A program that is proven, with what evaluation and explanation need.
pub(crate) struct Analysis {
	pub(crate) checked: Checked,
	pub(crate) ops: Vec<AnalysedOp>,
	/// From the unit of the result into grams of CO2e.
	pub(crate) to_grams: Ratio,
}

pub(crate) fn analyse(definition: &Definition) -> Result<Analysis, CheckError> {
	check_declarations(definition).map_err(|kind| CheckError { op: 0, operation: None, kind })?;
	let mut analyser = Analyser { definition, stack: Vec::new(), locals: Vec::new(), max_stack: 0 };
	let mut ops = Vec::with_capacity(definition.program.ops.len());
	let mut cost = 0u32;
	for (index, op) in definition.program.ops.iter().enumerate() {
		let analysed = analyser.op(op).map_err(|kind| CheckError {
			op: u16::try_from(index).unwrap_or(u16::MAX),
			operation: Some(op.operation()),
			kind,
		})?;
		ops.push(analysed);
		cost = cost.saturating_add(op.cost());
	}
	let to_grams = analyser.finish().map_err(|kind| CheckError {
		op: u16::try_from(ops.len()).unwrap_or(u16::MAX),
		operation: Some(Operation::Result),
		kind,
	})?;
	Ok(Analysis { checked: Checked { max_stack: analyser.max_stack, cost }, ops, to_grams })
}

/// The count of a bounded list; every bound is below 256.
fn count(length: usize) -> u8 {
	u8::try_from(length).unwrap_or(u8::MAX)
}

fn check_declarations(definition: &Definition) -> Result<(), CheckErrorKind> {
	let mut names: Vec<(&Name, Declaration)> = Vec::new();
	for (index, input) in definition.inputs.iter().enumerate() {
		let index = count(index);
		let item = Declaration::Input(index);
		names.push((&input.name, item));
		check_texts(&[&input.label], item)?;
		check_input(index, &input.kind)?;
	}
	check_origins(definition)?;
	for (index, parameter) in definition.parameters.iter().enumerate() {
		let item = Declaration::Parameter(count(index));
		names.push((&parameter.name, item));
		check_texts(&[&parameter.label, &parameter.source], item)?;
		check_unit(&parameter.unit, item)?;
	}
	for (index, table) in definition.tables.iter().enumerate() {
		let index = count(index);
		let item = Declaration::Table(index);
		names.push((&table.name, item));
		check_texts(&[&table.label, &table.source], item)?;
		check_unit(&table.unit, item)?;
		check_table(definition, index, table)?;
	}
	for (index, local) in definition.program.locals.iter().enumerate() {
		names.push((local, Declaration::Local(count(index))));
	}
	for (position, (name, item)) in names.iter().enumerate() {
		if !name.is_identifier() {
			return Err(CheckErrorKind::InvalidName(*item));
		}
		if name.is_reserved() {
			return Err(CheckErrorKind::ReservedName(*item));
		}
		if names.iter().take(position).any(|(earlier, _)| earlier == name) {
			return Err(CheckErrorKind::DuplicateName(*item));
		}
	}
	Ok(())
}

fn check_texts(texts: &[&Text], item: Declaration) -> Result<(), CheckErrorKind> {
	if texts.iter().all(|text| text.is_printable()) {
		Ok(())
	} else {
		Err(CheckErrorKind::InvalidText(item))
	}
}

fn check_unit(unit: &Unit, item: Declaration) -> Result<(), CheckErrorKind> {
	if unit.is_canonical() && unit.dimension().is_some() {
		Ok(())
	} else {
		Err(CheckErrorKind::InvalidUnit(item))
	}
}

fn check_input(input: u8, kind: &InputKind) -> Result<(), CheckErrorKind> {
	match kind {
		InputKind::Number { unit, decimals, min, max } => {
			check_unit(unit, Declaration::Input(input))?;
			if *decimals > MAX_DECIMALS {
				return Err(CheckErrorKind::TooManyDecimals { input, decimals: *decimals });
			}
			if min > max {
				return Err(CheckErrorKind::EmptyRange { input });
			}
		},
		InputKind::Category { values } => {
			if values.is_empty() {
				return Err(CheckErrorKind::NoCategories { input });
			}
			for (position, name) in values.iter().enumerate() {
				let value = count(position);
				if !name.is_identifier() {
					return Err(CheckErrorKind::InvalidCategory { input, value });
				}
				if values.iter().take(position).any(|earlier| earlier == name) {
					return Err(CheckErrorKind::DuplicateCategory { input, value });
				}
			}
		},
	}
	Ok(())
}

/// What the chain provides is what it can provide: once each, and in a form that loses nothing.
fn check_origins(definition: &Definition) -> Result<(), CheckErrorKind> {
	let (mut means, mut members, mut months) = (false, false, false);
	for (index, input) in definition.inputs.iter().enumerate() {
		let index = count(index);
		let provided = match &input.kind {
			InputKind::Number { unit, decimals, .. } => Some((unit, *decimals)),
			InputKind::Category { .. } => None,
		};
		match (input.origin, provided) {
			(Origin::Reported, _) => {},
			(Origin::Month, _) => {
				if core::mem::replace(&mut months, true) {
					return Err(CheckErrorKind::SecondMonth { input: index });
				}
				let twelve = matches!(&input.kind,
					InputKind::Category { values } if values.len() == MONTHS);
				if !twelve {
					return Err(CheckErrorKind::MonthNotTwelve { input: index });
				}
			},
			(Origin::Mean { .. } | Origin::Members, None) => {
				return Err(CheckErrorKind::ProvidedCategory { input: index })
			},
			(Origin::Mean { of, days, least }, Some(mean)) => {
				if core::mem::replace(&mut means, true) {
					return Err(CheckErrorKind::SecondMean { input: index });
				}
				check_mean(definition, index, mean, of)?;
				if !(1..=MAX_MEAN_DAYS).contains(&days) {
					return Err(CheckErrorKind::MeanDays { input: index, days });
				}
				if !(1..=days).contains(&least) {
					return Err(CheckErrorKind::MeanLeast { input: index, least, days });
				}
			},
			(Origin::Members, Some((unit, decimals))) => {
				if core::mem::replace(&mut members, true) {
					return Err(CheckErrorKind::SecondMembers { input: index });
				}
				// One named unit to the first power: `%*person` counts too, but in hundredths.
				let counts = matches!(unit.factors(), [factor] if factor.power == 1);
				if !counts || unit.dimension() != Some(Dimension::COUNT) || decimals != 0 {
					return Err(CheckErrorKind::MembersNotCount { input: index });
				}
			},
		}
	}
	Ok(())
}

/// The mean's unit and decimals against those of what it is a mean of.
fn check_mean(
	definition: &Definition,
	input: u8,
	(unit, decimals): (&Unit, u8),
	of: u8,
) -> Result<(), CheckErrorKind> {
	let source = definition.inputs.get(usize::from(of));
	match source.map(|source| (&source.kind, source.origin)) {
		Some((InputKind::Number { unit: measured, decimals: shown, .. }, Origin::Reported)) => {
			if measured != unit {
				Err(CheckErrorKind::MeanUnit { input, of })
			} else if *shown > decimals {
				Err(CheckErrorKind::MeanDecimals { input, of })
			} else {
				Ok(())
			}
		},
		_ => Err(CheckErrorKind::MeanOfNothing { input, of }),
	}
}

fn check_table(
	definition: &Definition,
	index: u8,
	table: &crate::Table,
) -> Result<(), CheckErrorKind> {
	let distinct = table.keys.first() != table.keys.get(1);
	if table.keys.is_empty() || !distinct {
		return Err(CheckErrorKind::InvalidTableKeys { table: index });
	}
	let mut expected = 1u32;
	for key in table.keys.iter() {
		match definition.inputs.get(usize::from(*key)).map(|input| &input.kind) {
			Some(InputKind::Category { values }) => {
				expected = expected.saturating_mul(u32::from(count(values.len())));
			},
			_ => return Err(CheckErrorKind::KeyNotCategory { table: index, key: *key }),
		}
	}
	let found = u32::try_from(table.values.len()).unwrap_or(u32::MAX);
	if found == expected {
		Ok(())
	} else {
		Err(CheckErrorKind::TableSize { table: index, expected, found })
	}
}

struct Analyser<'a> {
	definition: &'a Definition,
	stack: Vec<Slot>,
	locals: Vec<Slot>,
	max_stack: u8,
}

impl Analyser<'_> {
	fn op(&mut self, op: &Op) -> Result<AnalysedOp, CheckErrorKind> {
		let needed = op.operation().operands();
		let found = count(self.stack.len());
		if found < needed {
			return Err(CheckErrorKind::StackUnderflow { needed, found });
		}
		let mut codes = Vec::new();
		let result = self.apply(op, &mut codes)?;
		if !matches!(op, Op::Store(_)) {
			self.stack.push(result);
			self.max_stack = self.max_stack.max(count(self.stack.len()));
			if self.max_stack > MAX_STACK {
				return Err(CheckErrorKind::StackTooDeep);
			}
		}
		Ok(AnalysedOp { codes, result })
	}

	fn pop(&mut self) -> Result<Slot, CheckErrorKind> {
		self.stack.pop().ok_or(CheckErrorKind::StackUnderflow { needed: 1, found: 0 })
	}

	fn apply(&mut self, op: &Op, codes: &mut Vec<Code>) -> Result<Slot, CheckErrorKind> {
		let slot = match op {
			Op::Const(value, unit) => {
				codes.push(Code::Push(*value));
				Slot::Number(declared(unit)?)
			},
			Op::Input(index) => {
				codes.push(Code::Input(*index));
				match &find(&self.definition.inputs, *index)?.kind {
					InputKind::Number { unit, .. } => Slot::Number(declared(unit)?),
					InputKind::Category { .. } => {
						return Err(CheckErrorKind::CategoryAsNumber { input: *index })
					},
				}
			},
			Op::Param(index) => {
				let parameter = find(&self.definition.parameters, *index)?;
				codes.push(Code::Push(parameter.value));
				Slot::Number(declared(&parameter.unit)?)
			},
			Op::Lookup(index) => {
				let table = find(&self.definition.tables, *index)?;
				codes.push(Code::Lookup(*index));
				Slot::Number(declared(&table.unit)?)
			},
			Op::Local(index) => {
				find(&self.definition.program.locals, *index)?;
				codes.push(Code::Local(*index));
				*self
					.locals
					.get(usize::from(*index))
					.ok_or(CheckErrorKind::LocalNotStored { local: *index })?
			},
			Op::Store(index) => {
				find(&self.definition.program.locals, *index)?;
				let expected = count(self.locals.len());
				if *index != expected {
					return Err(CheckErrorKind::StoreOutOfOrder { expected, found: *index });
				}
				let values = count(self.stack.len());
				if values != 1 {
					return Err(CheckErrorKind::StoreInsideExpression { values });
				}
				let slot = self.pop()?;
				self.locals.push(slot);
				codes.push(Code::Store(*index));
				slot
			},
			Op::IsCategory(index, value) => {
				match &find(&self.definition.inputs, *index)?.kind {
					InputKind::Category { values } => {
						find(values, *value)?;
					},
					InputKind::Number { .. } => {
						return Err(CheckErrorKind::NumberAsCategory { input: *index })
					},
				}
				codes.push(Code::IsCategory(*index, *value));
				Slot::Boolean
			},
			Op::Add => self.alike(Code::Add, codes)?,
			Op::Sub => self.alike(Code::Sub, codes)?,
			Op::Min => self.alike(Code::Min, codes)?,
			Op::Max => self.alike(Code::Max, codes)?,
			Op::Lt => self.compare(Code::Lt, codes)?,
			Op::Le => self.compare(Code::Le, codes)?,
			Op::Gt => self.compare(Code::Gt, codes)?,
			Op::Ge => self.compare(Code::Ge, codes)?,
			Op::Eq => self.compare(Code::Eq, codes)?,
			Op::Ne => self.compare(Code::Ne, codes)?,
			Op::Mul => {
				let right = self.pop()?.number()?;
				let left = self.pop()?.number()?;
				codes.push(Code::Mul);
				derived(left.checked_mul(&right))?
			},
			Op::Div => {
				let right = self.pop()?.number()?;
				let left = self.pop()?.number()?;
				codes.push(Code::Div);
				derived(left.checked_div(&right))?
			},
			Op::Neg => {
				codes.push(Code::Neg);
				Slot::Number(self.pop()?.number()?)
			},
			Op::Clamp => {
				let high = self.pop()?.number()?;
				let low = self.pop()?.number()?;
				let value = self.pop()?.number()?;
				convert(&low, &value, 1, codes)?;
				convert(&high, &value, 0, codes)?;
				codes.push(Code::Clamp);
				Slot::Number(value)
			},
			Op::And | Op::Or => {
				self.pop()?.boolean()?;
				self.pop()?.boolean()?;
				codes.push(if *op == Op::And { Code::And } else { Code::Or });
				Slot::Boolean
			},
			Op::Not => {
				self.pop()?.boolean()?;
				codes.push(Code::Not);
				Slot::Boolean
			},
			Op::Select => {
				let otherwise = self.pop()?;
				let then = self.pop()?;
				self.pop()?.boolean()?;
				match (then, otherwise) {
					(Slot::Number(then), Slot::Number(otherwise)) => {
						convert(&otherwise, &then, 0, codes)?
					},
					(Slot::Boolean, Slot::Boolean) => {},
					(then, otherwise) => {
						return Err(CheckErrorKind::TypeMismatch {
							expected: then.value_type(),
							found: otherwise.value_type(),
						})
					},
				}
				codes.push(Code::Select);
				then
			},
			Op::Convert(unit) => {
				let from = self.pop()?.number()?;
				let to = declared(unit)?;
				same_dimension(&from, &to)?;
				let ratio = from.ratio_to(&to).ok_or(CheckErrorKind::ConversionOutOfRange)?;
				codes.push(Code::Convert { depth: 0, ratio });
				Slot::Number(to)
			},
		};
		Ok(slot)
	}

	/// Two numbers of equal dimension, the right one converted into the unit of the left one, which
	/// is the result's.
	fn alike(&mut self, code: Code, codes: &mut Vec<Code>) -> Result<Slot, CheckErrorKind> {
		let right = self.pop()?.number()?;
		let left = self.pop()?.number()?;
		convert(&right, &left, 0, codes)?;
		codes.push(code);
		Ok(Slot::Number(left))
	}

	fn compare(&mut self, code: Code, codes: &mut Vec<Code>) -> Result<Slot, CheckErrorKind> {
		self.alike(code, codes)?;
		Ok(Slot::Boolean)
	}

	fn finish(&mut self) -> Result<Ratio, CheckErrorKind> {
		if self.definition.program.ops.is_empty() {
			return Err(CheckErrorKind::EmptyProgram);
		}
		let (declared, stored) =
			(count(self.definition.program.locals.len()), count(self.locals.len()));
		if declared != stored {
			return Err(CheckErrorKind::LocalsNotStored { declared, stored });
		}
		let values = count(self.stack.len());
		if values != 1 {
			return Err(CheckErrorKind::ResultCount { values });
		}
		let result = self.pop()?.number()?;
		let found = result.dimension().ok_or(CheckErrorKind::ExponentOverflow)?;
		if found != Dimension::CO2E {
			return Err(CheckErrorKind::ResultNotCo2e { found });
		}
		let grams =
			Unit::from(NamedUnit::GramCo2e).powers().ok_or(CheckErrorKind::ExponentOverflow)?;
		result.ratio_to(&grams).ok_or(CheckErrorKind::ConversionOutOfRange)
	}
}

fn find<T>(list: &[T], index: u8) -> Result<&T, CheckErrorKind> {
	list.get(usize::from(index))
		.ok_or(CheckErrorKind::IndexOutOfBounds { index, declared: count(list.len()) })
}

/// A unit of a declaration or of an operation.
fn declared(unit: &Unit) -> Result<Powers, CheckErrorKind> {
	if !unit.is_canonical() {
		return Err(CheckErrorKind::UnitNotCanonical);
	}
	let powers = unit.powers().ok_or(CheckErrorKind::ExponentOverflow)?;
	powers.dimension().ok_or(CheckErrorKind::ExponentOverflow)?;
	Ok(powers)
}

/// The unit of a product or quotient: its exponents stay in range, and it can be shown.
fn derived(powers: Option<Powers>) -> Result<Slot, CheckErrorKind> {
	let powers = powers.ok_or(CheckErrorKind::ExponentOverflow)?;
	powers.dimension().ok_or(CheckErrorKind::ExponentOverflow)?;
	powers.to_unit().ok_or(CheckErrorKind::UnitTooComplex)?;
	Ok(Slot::Number(powers))
}

fn same_dimension(left: &Powers, right: &Powers) -> Result<(), CheckErrorKind> {
	let left = left.dimension().ok_or(CheckErrorKind::ExponentOverflow)?;
	let right = right.dimension().ok_or(CheckErrorKind::ExponentOverflow)?;
	if left == right {
		Ok(())
	} else {
		Err(CheckErrorKind::DimensionMismatch { left, right })
	}
}

/// The value `depth` below the top, measured in `from`, becomes one in `to`.
fn convert(
	from: &Powers,
	to: &Powers,
	depth: u8,
	codes: &mut Vec<Code>,
) -> Result<(), CheckErrorKind> {
	same_dimension(to, from)?;
	let ratio = from.ratio_to(to).ok_or(CheckErrorKind::ConversionOutOfRange)?;
	if !ratio.is_one() {
		codes.push(Code::Convert { depth, ratio });
	}
	Ok(())
}
