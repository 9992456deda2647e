//! What a methodology declares: inputs, parameters, tables and the program over them.

use crate::{Fixed, Program, Unit};
use alloc::{string::String, vec::Vec};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most inputs of a definition.
pub const MAX_INPUTS: u32 = 16;
/// Most parameters of a definition.
pub const MAX_PARAMETERS: u32 = 32;
/// Most lookup tables of a definition.
pub const MAX_TABLES: u32 = 4;
/// Most category inputs that key one table.
pub const MAX_TABLE_KEYS: u32 = 2;
/// Most cells of one table.
pub const MAX_TABLE_CELLS: u32 = 256;
/// Most named values of a category input.
pub const MAX_CATEGORY_VALUES: u32 = 32;
/// Most operations of a program.
pub const MAX_OPS: u32 = 128;
/// Most named intermediates (`let`) of a program.
pub const MAX_LOCALS: u32 = 16;
/// Most values on the stack at once.
pub const MAX_STACK: u8 = 32;
/// Most factors of a compound unit, as declared and as an intermediate.
pub const MAX_UNIT_FACTORS: u32 = 8;
/// Longest identifier, in bytes.
pub const MAX_NAME_LEN: u32 = 32;
/// Longest label or source, in bytes of UTF-8.
pub const MAX_TEXT_LEN: u32 = 128;
/// Most decimals of a raw input; the decimals of [`Fixed`].
pub const MAX_DECIMALS: u8 = 18;

/// Words of the text form, which no declaration can be called.
pub const RESERVED_WORDS: [&str; 16] = [
	"let", "if", "then", "else", "and", "or", "not", "in", "min", "max", "clamp", "select",
	"lookup", "tiers", "true", "false",
];

/// Why a name or text was not accepted, or a list was too long for its bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BuildError {
	/// Longer than its bound allows: bytes of a name or text, elements of a list.
	TooLong {
		/// The bound.
		limit: u32,
	},
	/// Not `[A-Za-z_][A-Za-z0-9_]*`.
	NotAnIdentifier,
	/// A control or bidirectional-override character.
	ForbiddenCharacter,
}

impl fmt::Display for BuildError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::TooLong { limit } => write!(f, "longer than its limit of {limit}"),
			Self::NotAnIdentifier => f.write_str(
				"not an identifier: a letter or _ first, then letters, digits and _ (ASCII)",
			),
			Self::ForbiddenCharacter => {
				f.write_str("contains a control or text-direction character, or is not UTF-8")
			},
		}
	}
}

impl core::error::Error for BuildError {}

/// An identifier: `[A-Za-z_][A-Za-z0-9_]*`, at most [`MAX_NAME_LEN`] bytes.
///
/// Decoding accepts any bytes; [`crate::check`] refuses what is not an identifier.
#[derive(
	Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen, Clone, PartialEq, Eq, Default,
)]
pub struct Name(BoundedVec<u8, ConstU32<MAX_NAME_LEN>>);

impl Name {
	/// An identifier from text. Names of categories may be reserved words, those of declarations
	/// may not: [`crate::check`] tells them apart.
	pub fn new(text: &str) -> Result<Self, BuildError> {
		let name = Self(bounded(text.as_bytes().to_vec())?);
		if name.is_identifier() {
			Ok(name)
		} else {
			Err(BuildError::NotAnIdentifier)
		}
	}

	/// The text, or an empty string for bytes that are not an identifier.
	pub fn as_str(&self) -> &str {
		if self.is_identifier() {
			core::str::from_utf8(&self.0).unwrap_or_default()
		} else {
			""
		}
	}

	/// The bytes, whatever they are.
	pub fn as_bytes(&self) -> &[u8] {
		&self.0
	}

	/// Whether the bytes are `[A-Za-z_][A-Za-z0-9_]*`.
	pub fn is_identifier(&self) -> bool {
		let mut bytes = self.0.iter();
		bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_')
			&& bytes.all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
	}

	/// Whether it is a word of the language or the name of a unit.
	pub fn is_reserved(&self) -> bool {
		let text = self.as_str();
		RESERVED_WORDS.contains(&text) || crate::NamedUnit::from_text(text).is_some()
	}
}

impl fmt::Display for Name {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl fmt::Debug for Name {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Debug::fmt(&String::from_utf8_lossy(&self.0), f)
	}
}

/// UTF-8 text for people, at most [`MAX_TEXT_LEN`] bytes, without control and text-direction
/// characters.
///
/// Decoding accepts any bytes; [`crate::check`] refuses what is not such text.
#[derive(
	Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen, Clone, PartialEq, Eq, Default,
)]
pub struct Text(BoundedVec<u8, ConstU32<MAX_TEXT_LEN>>);

impl Text {
	/// Text for people.
	pub fn new(text: &str) -> Result<Self, BuildError> {
		let this = Self(bounded(text.as_bytes().to_vec())?);
		if this.is_printable() {
			Ok(this)
		} else {
			Err(BuildError::ForbiddenCharacter)
		}
	}

	/// The text, or an empty string where the bytes are not printable UTF-8.
	pub fn as_str(&self) -> &str {
		if self.is_printable() {
			core::str::from_utf8(&self.0).unwrap_or_default()
		} else {
			""
		}
	}

	/// The bytes, whatever they are.
	pub fn as_bytes(&self) -> &[u8] {
		&self.0
	}

	/// Whether it is UTF-8 without control and text-direction characters, which could make a
	/// wallet show something other than what is stored.
	pub fn is_printable(&self) -> bool {
		core::str::from_utf8(&self.0).is_ok_and(|text| !text.chars().any(is_deceptive))
	}
}

impl fmt::Display for Text {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl fmt::Debug for Text {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Debug::fmt(&String::from_utf8_lossy(&self.0), f)
	}
}

impl FromStr for Name {
	type Err = BuildError;

	fn from_str(text: &str) -> Result<Self, BuildError> {
		Self::new(text)
	}
}

impl FromStr for Text {
	type Err = BuildError;

	fn from_str(text: &str) -> Result<Self, BuildError> {
		Self::new(text)
	}
}

/// Control, zero-width and text-direction characters, line and paragraph separators.
fn is_deceptive(character: char) -> bool {
	character.is_control()
		|| matches!(character,
			'\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' |
			'\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn bounded<T, const N: u32>(list: Vec<T>) -> Result<BoundedVec<T, ConstU32<N>>, BuildError> {
	BoundedVec::try_from(list).map_err(|_| BuildError::TooLong { limit: N })
}

/// Where a value comes from.
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
pub enum SourceKind {
	/// Published by an authority, or attributed to it by the source named.
	Official,
	/// A published factor used in the absence of an official one.
	Reference,
	/// Set by the platform itself, for example a cap.
	Platform,
}

/// What an input measures and which raw values it takes.
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
pub enum InputKind {
	/// A measured number: raw / 10^decimals, in `unit`.
	Number {
		/// The unit of the number.
		unit: Unit,
		/// Decimals of the raw value, at most [`MAX_DECIMALS`].
		decimals: u8,
		/// Smallest raw value accepted.
		min: u64,
		/// Largest raw value accepted, itself included.
		max: u64,
	},
	/// One of named values; the raw value is the index.
	Category {
		/// The names, unique, at least one.
		values: BoundedVec<Name, ConstU32<MAX_CATEGORY_VALUES>>,
	},
}

/// How many values a category has that takes an [`Origin::Month`].
pub const MONTHS: usize = 12;
/// Most days over which a [`Origin::Mean`] goes.
pub const MAX_MEAN_DAYS: u8 = 31;

/// Who says what an input is.
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
	Default,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Origin {
	/// Whoever reports the act.
	#[default]
	Reported,
	/// The chain: the mean of a reported number of the same register, or citizen, over the days
	/// before the act's own, rounded down. Those days count that are known; every reported day is,
	/// whether it earned something or not, so that nobody can pick what the baseline is made of.
	Mean {
		/// Index of the reported number, of the same unit and at most as many decimals.
		of: u8,
		/// How many days before the act's own, 1 to [`MAX_MEAN_DAYS`].
		days: u8,
		/// How many of them must be known, 1 to `days`.
		least: u8,
	},
	/// The chain: the members of the household to which the act's object is registered.
	Members,
	/// The chain: the calendar month, by the city's clock, of the day that the act is credited for. A
	/// category of [`MONTHS`] values, January first, whatever they are called.
	Month,
}

/// The raw value of an input that takes an [`Origin::Mean`]: `sum` / `known`, rounded down at its
/// `to_decimals`; `sum` is that of the raw values of the `known` days, at `from_decimals`.
///
/// `None` where no day is known, where decimals would be lost or more than [`MAX_DECIMALS`], and
/// beyond 64 bits.
pub fn mean_raw(sum: u128, known: u8, from_decimals: u8, to_decimals: u8) -> Option<u64> {
	if to_decimals > MAX_DECIMALS {
		return None;
	}
	let more = u32::from(to_decimals.checked_sub(from_decimals)?);
	// What leaves 128 bits here is beyond 64 when divided by the 8 bits of `known`, too.
	let scaled = sum.checked_mul(10u128.checked_pow(more)?)?;
	u64::try_from(scaled.checked_div(u128::from(known))?).ok()
}

/// A value reported for each act, or provided by the chain.
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
pub struct Input {
	/// The name in the formula, unique among all declarations.
	pub name: Name,
	/// The name for people, may be empty.
	pub label: Text,
	/// What it measures.
	pub kind: InputKind,
	/// Who says what it is.
	#[serde(default)]
	pub origin: Origin,
}

impl Input {
	/// A number input without a label; `min` and `max` are raw, so 252 is 2.52 at two decimals.
	pub fn number(
		name: &str,
		unit: Unit,
		decimals: u8,
		min: u64,
		max: u64,
	) -> Result<Self, BuildError> {
		Ok(Self {
			name: Name::new(name)?,
			label: Text::default(),
			kind: InputKind::Number { unit, decimals, min, max },
			origin: Origin::Reported,
		})
	}

	/// A category input without a label.
	pub fn category<'a>(
		name: &str,
		values: impl IntoIterator<Item = &'a str>,
	) -> Result<Self, BuildError> {
		let values = values.into_iter().map(Name::new).collect::<Result<Vec<_>, _>>()?;
		Ok(Self {
			name: Name::new(name)?,
			label: Text::default(),
			kind: InputKind::Category { values: bounded(values)? },
			origin: Origin::Reported,
		})
	}

	/// The same with a name for people.
	pub fn with_label(self, label: &str) -> Result<Self, BuildError> {
		Ok(Self { label: Text::new(label)?, ..self })
	}

	/// The same, provided as stated.
	pub fn with_origin(self, origin: Origin) -> Self {
		Self { origin, ..self }
	}
}

/// A constant of the methodology, with its source.
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
pub struct Parameter {
	/// The name in the formula, unique among all declarations.
	pub name: Name,
	/// The name for people, may be empty.
	pub label: Text,
	/// The value, in `unit`.
	pub value: Fixed,
	/// The unit of the value.
	pub unit: Unit,
	/// Who says so.
	pub kind: SourceKind,
	/// Where it is written.
	pub source: Text,
}

impl Parameter {
	/// A parameter without a label.
	pub fn new(
		name: &str,
		value: Fixed,
		unit: Unit,
		kind: SourceKind,
		source: &str,
	) -> Result<Self, BuildError> {
		Ok(Self {
			name: Name::new(name)?,
			label: Text::default(),
			value,
			unit,
			kind,
			source: Text::new(source)?,
		})
	}

	/// The same with a name for people.
	pub fn with_label(self, label: &str) -> Result<Self, BuildError> {
		Ok(Self { label: Text::new(label)?, ..self })
	}
}

/// Values looked up by one or two category inputs.
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
pub struct Table {
	/// The name in the formula, unique among all declarations.
	pub name: Name,
	/// The name for people, may be empty.
	pub label: Text,
	/// Indices of the category inputs, one or two, distinct.
	pub keys: BoundedVec<u8, ConstU32<MAX_TABLE_KEYS>>,
	/// The unit of every cell.
	pub unit: Unit,
	/// The cells in the order of the first key, within it of the second.
	pub values: BoundedVec<Fixed, ConstU32<MAX_TABLE_CELLS>>,
	/// Who says so.
	pub kind: SourceKind,
	/// Where it is written.
	pub source: Text,
}

impl Table {
	/// A table without a label. `keys` are indices of category inputs; `values` has a cell for
	/// each of their values, row by row.
	pub fn new(
		name: &str,
		keys: Vec<u8>,
		unit: Unit,
		values: Vec<Fixed>,
		kind: SourceKind,
		source: &str,
	) -> Result<Self, BuildError> {
		Ok(Self {
			name: Name::new(name)?,
			label: Text::default(),
			keys: bounded(keys)?,
			unit,
			values: bounded(values)?,
			kind,
			source: Text::new(source)?,
		})
	}

	/// The same with a name for people.
	pub fn with_label(self, label: &str) -> Result<Self, BuildError> {
		Ok(Self { label: Text::new(label)?, ..self })
	}
}

/// The computable part of a methodology version.
///
/// Decoding yields anything of bounded length; only what [`crate::check`] accepted means anything.
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
pub struct Definition {
	/// What is reported for each act, or provided by the chain, in the order of the raw values.
	pub inputs: BoundedVec<Input, ConstU32<MAX_INPUTS>>,
	/// Constants with their sources.
	pub parameters: BoundedVec<Parameter, ConstU32<MAX_PARAMETERS>>,
	/// Lookup tables.
	pub tables: BoundedVec<Table, ConstU32<MAX_TABLES>>,
	/// The formula.
	pub program: Program,
}

impl Definition {
	/// A definition with declarations and no program yet: what [`crate::text::compile`] takes.
	pub fn declare(
		inputs: Vec<Input>,
		parameters: Vec<Parameter>,
		tables: Vec<Table>,
	) -> Result<Self, BuildError> {
		Ok(Self {
			inputs: bounded(inputs)?,
			parameters: bounded(parameters)?,
			tables: bounded(tables)?,
			program: Program::default(),
		})
	}

	/// The inputs that a report carries, with their indices, in order.
	pub fn reported(&self) -> impl Iterator<Item = (usize, &Input)> {
		self.inputs.iter().enumerate().filter(|(_, input)| input.origin == Origin::Reported)
	}

	/// The input that takes a mean, with its index: a checked definition has at most one.
	pub fn mean(&self) -> Option<(usize, &Input)> {
		self.inputs
			.iter()
			.enumerate()
			.find(|(_, input)| matches!(input.origin, Origin::Mean { .. }))
	}

	/// The input that takes the members of a household, with its index: a checked definition has
	/// at most one.
	pub fn members(&self) -> Option<(usize, &Input)> {
		self.inputs.iter().enumerate().find(|(_, input)| input.origin == Origin::Members)
	}

	/// The input that takes the month, with its index: a checked definition has at most one.
	pub fn month(&self) -> Option<(usize, &Input)> {
		self.inputs.iter().enumerate().find(|(_, input)| input.origin == Origin::Month)
	}

	/// The index of the input called so: the `keys` of a [`Table`].
	pub fn input_index(&self, name: &str) -> Option<u8> {
		let position = self.inputs.iter().position(|input| input.name.as_str() == name)?;
		u8::try_from(position).ok()
	}
}
