//! The postfix program that the chain runs.

use crate::{Fixed, Name, Unit, MAX_LOCALS, MAX_OPS};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// One operation over a stack of numbers and truth values.
///
/// An operation takes its operands from the top of the stack, the last one topmost, and leaves its
/// result there. An error (overflow, division by zero) is such a result too: it rejects the row
/// only where it reaches the end, so the branch that [`Op::Select`] does not take cannot reject it.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Op {
	/// A number and its unit.
	Const(Fixed, Unit),
	/// The number of an input, by index. Categories are only compared and looked up.
	Input(u8),
	/// A parameter, by index.
	Param(u8),
	/// The cell of a table, by the table's index; the keys are the inputs that the table names.
	Lookup(u8),
	/// The value of a named intermediate, by index, once stored.
	Local(u8),
	/// Ends a named intermediate: moves the only value on the stack into the next local.
	Store(u8),
	/// Whether a category input (first) has the value (second), by indices.
	IsCategory(u8, u8),
	/// `a + b`, equal dimensions; exact.
	Add,
	/// `a - b`, equal dimensions; exact.
	Sub,
	/// `a * b`, toward zero.
	Mul,
	/// `a / b`, toward zero.
	Div,
	/// `-a`; exact.
	Neg,
	/// The smaller of two, equal dimensions.
	Min,
	/// The larger of two, equal dimensions.
	Max,
	/// `clamp(x, low, high)` = `min(max(x, low), high)`, equal dimensions.
	Clamp,
	/// `a < b`, equal dimensions.
	Lt,
	/// `a <= b`, equal dimensions.
	Le,
	/// `a > b`, equal dimensions.
	Gt,
	/// `a >= b`, equal dimensions.
	Ge,
	/// `a == b`, equal dimensions.
	Eq,
	/// `a != b`, equal dimensions.
	Ne,
	/// Both; the second is not looked at when the first is false.
	And,
	/// Either; the second is not looked at when the first is true.
	Or,
	/// The opposite.
	Not,
	/// `if c then a else b`: operands c, a, b; a and b numbers of equal dimension, or both truth
	/// values. The result has the unit of a.
	Select,
	/// The same quantity in another unit of equal dimension, toward zero.
	Convert(Unit),
}

/// What an operation is, without its operands: for errors and explanations.
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
pub enum Operation {
	/// [`Op::Const`].
	Const,
	/// [`Op::Input`].
	Input,
	/// [`Op::Param`].
	Param,
	/// [`Op::Lookup`].
	Lookup,
	/// [`Op::Local`].
	Local,
	/// [`Op::Store`].
	Store,
	/// [`Op::IsCategory`].
	IsCategory,
	/// [`Op::Add`].
	Add,
	/// [`Op::Sub`].
	Sub,
	/// [`Op::Mul`].
	Mul,
	/// [`Op::Div`].
	Div,
	/// [`Op::Neg`].
	Neg,
	/// [`Op::Min`].
	Min,
	/// [`Op::Max`].
	Max,
	/// [`Op::Clamp`].
	Clamp,
	/// [`Op::Lt`].
	Lt,
	/// [`Op::Le`].
	Le,
	/// [`Op::Gt`].
	Gt,
	/// [`Op::Ge`].
	Ge,
	/// [`Op::Eq`].
	Eq,
	/// [`Op::Ne`].
	Ne,
	/// [`Op::And`].
	And,
	/// [`Op::Or`].
	Or,
	/// [`Op::Not`].
	Not,
	/// [`Op::Select`].
	Select,
	/// [`Op::Convert`].
	Convert,
	/// The end: conversion of what is left on the stack into grams of CO2e.
	Result,
}

impl Operation {
	/// The name in lower case.
	pub fn name(self) -> &'static str {
		match self {
			Self::Const => "constant",
			Self::Input => "input",
			Self::Param => "parameter",
			Self::Lookup => "lookup",
			Self::Local => "named value",
			Self::Store => "let",
			Self::IsCategory => "category test",
			Self::Add => "add",
			Self::Sub => "subtract",
			Self::Mul => "multiply",
			Self::Div => "divide",
			Self::Neg => "negate",
			Self::Min => "min",
			Self::Max => "max",
			Self::Clamp => "clamp",
			Self::Lt => "less than",
			Self::Le => "at most",
			Self::Gt => "greater than",
			Self::Ge => "at least",
			Self::Eq => "equal",
			Self::Ne => "not equal",
			Self::And => "and",
			Self::Or => "or",
			Self::Not => "not",
			Self::Select => "select",
			Self::Convert => "convert",
			Self::Result => "result",
		}
	}

	/// How many values it takes from the stack.
	pub fn operands(self) -> u8 {
		match self {
			Self::Const
			| Self::Input
			| Self::Param
			| Self::Lookup
			| Self::Local
			| Self::IsCategory => 0,
			Self::Store | Self::Neg | Self::Not | Self::Convert | Self::Result => 1,
			Self::Clamp | Self::Select => 3,
			_ => 2,
		}
	}
}

impl fmt::Display for Operation {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.name())
	}
}

impl Op {
	/// What it is, without its operands.
	pub fn operation(&self) -> Operation {
		match self {
			Self::Const(..) => Operation::Const,
			Self::Input(_) => Operation::Input,
			Self::Param(_) => Operation::Param,
			Self::Lookup(_) => Operation::Lookup,
			Self::Local(_) => Operation::Local,
			Self::Store(_) => Operation::Store,
			Self::IsCategory(..) => Operation::IsCategory,
			Self::Add => Operation::Add,
			Self::Sub => Operation::Sub,
			Self::Mul => Operation::Mul,
			Self::Div => Operation::Div,
			Self::Neg => Operation::Neg,
			Self::Min => Operation::Min,
			Self::Max => Operation::Max,
			Self::Clamp => Operation::Clamp,
			Self::Lt => Operation::Lt,
			Self::Le => Operation::Le,
			Self::Gt => Operation::Gt,
			Self::Ge => Operation::Ge,
			Self::Eq => Operation::Eq,
			Self::Ne => Operation::Ne,
			Self::And => Operation::And,
			Self::Or => Operation::Or,
			Self::Not => Operation::Not,
			Self::Select => Operation::Select,
			Self::Convert(_) => Operation::Convert,
		}
	}

	/// What it costs, in op units, about 30 nanoseconds of native evaluation each (measured on a
	/// busy two-core machine; a benchmark sets the weight). Operations that may have to convert an
	/// operand pay for it always, so that the cost does not depend on the declared units.
	pub fn cost(&self) -> u32 {
		match self {
			Self::Const(..) | Self::Input(_) | Self::Param(_) | Self::Local(_) | Self::Store(_) => {
				1
			},
			Self::Lookup(_) => 2,
			Self::IsCategory(..) | Self::And | Self::Or | Self::Not | Self::Neg => 1,
			Self::Clamp => 12,
			_ => 6,
		}
	}
}

/// The operations of a formula and the names of its intermediates.
///
/// The program is a run of statements, each ended by its [`Op::Store`], and a last expression that
/// leaves exactly the result.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Program {
	/// Names of the intermediates, in the order in which they are stored.
	pub locals: BoundedVec<Name, ConstU32<MAX_LOCALS>>,
	/// The operations.
	pub ops: BoundedVec<Op, ConstU32<MAX_OPS>>,
}

impl Program {
	/// A program without named intermediates; `None` when longer than [`MAX_OPS`].
	pub fn from_ops(ops: Vec<Op>) -> Option<Self> {
		Some(Self { locals: BoundedVec::new(), ops: BoundedVec::try_from(ops).ok()? })
	}
}
