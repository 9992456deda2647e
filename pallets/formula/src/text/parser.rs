//! Tokens into a program.
//!
//! ```text
//! formula    = { "let" name "=" expression ";" } expression
//! expression = "if" expression "then" expression "else" expression | disjunction
//! disjunction = conjunction { "or" conjunction }
//! conjunction = negation { "and" negation }
//! negation   = "not" negation | comparison
//! comparison = converted [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) converted ]
//!            | category ( "==" | "!=" ) '"' value '"'
//! converted  = sum { "in" unit }
//! sum        = product { ( "+" | "-" ) product }
//! product    = sign { ( "*" | "/" ) sign }
//! sign       = "-" sign | primary
//! primary    = number [ unit ] | name | table "[" key [ "," key ] "]" | "(" expression ")"
//!            | ( "min" | "max" ) "(" expression "," expression { "," expression } ")"
//!            | ( "clamp" | "select" ) "(" expression "," expression "," expression ")"
//!            | "lookup" "(" table ")"
//!            | "tiers" "(" name { "," expression ":" expression } "," expression ")"
//! unit       = factor { ( "*" | "/" ) factor }
//! factor     = unit name [ "^" [ "-" ] digits ] | "(" unit ")"
//! ```
//!
//! A unit reaches as far as unit names follow: `0.5 gCO2e/pkm * d` is `(0.5 gCO2e/pkm) * d`. This
//! is never ambiguous because no declaration can have the name of a unit. A conversion takes all of
//! the sum before it, `a * b in kWh`; used further it needs parentheses, `(a in kWh) * b`.
//!
//! `tiers(x, a: p, b: q, r)` is `if x < a then p else if x < b then q else r`; `min` and `max` of
//! more than two are taken from the left; `select(c, a, b)` is `if c then a else b`.

use super::lexer::{tokens, Kind, Token};
use crate::{
	check, CheckError, Definition, Fixed, InputKind, Name, NamedUnit, Op, Program, Unit,
	MAX_LOCALS, MAX_OPS, RESERVED_WORDS,
};
use bounded_collections::BoundedVec;
use core::fmt;

/// Where a text stops being a formula, and what would have been one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
	/// Line, from 1.
	pub line: u32,
	/// Column in characters, from 1.
	pub column: u32,
	/// What is wrong.
	pub message: String,
	/// What is expected there.
	pub expected: String,
}

impl ParseError {
	pub(super) fn new((line, column): (u32, u32), message: String, expected: String) -> Self {
		Self { line, column, message, expected }
	}
}

impl fmt::Display for ParseError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { line, column, message, expected } = self;
		write!(f, "line {line}, column {column}: {message}; expected {expected}")
	}
}

impl std::error::Error for ParseError {}

/// Why a text does not become a checked definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormulaError {
	/// The text is not a formula.
	Parse(ParseError),
	/// The formula, or a declaration, is refused.
	Check {
		/// Why.
		error: CheckError,
		/// Line of the operation that fails, from 1; 0 for a declaration.
		line: u32,
		/// Column of the operation that fails, from 1; 0 for a declaration.
		column: u32,
	},
}

impl fmt::Display for FormulaError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Parse(error) => error.fmt(f),
			Self::Check { error, line: 0, .. } => error.fmt(f),
			Self::Check { error, line, column } => {
				write!(f, "line {line}, column {column}: {error}")
			},
		}
	}
}

impl std::error::Error for FormulaError {}

/// The program of a text, with names as declared in `declarations`, whose own program is not
/// looked at. The program is not checked yet: [`compile`] does both.
///
/// # Errors
///
/// The first place where the text is not a formula.
pub fn parse_formula(text: &str, declarations: &Definition) -> Result<Program, ParseError> {
	parse(text, declarations).map(|(program, _)| program)
}

/// The definition with the program of a text, checked.
///
/// # Errors
///
/// Where the text is not a formula, or the operation that [`crate::check`] refuses, with its place
/// in the text.
pub fn compile(text: &str, declarations: &Definition) -> Result<Definition, FormulaError> {
	let (program, places) = parse(text, declarations).map_err(FormulaError::Parse)?;
	let definition = Definition { program, ..declarations.clone() };
	check(&definition).map_err(|error| {
		let place = error
			.operation
			.and_then(|_| places.get(usize::from(error.op)).or(places.last()).copied());
		let (line, column) = place.unwrap_or_default();
		FormulaError::Check { error, line, column }
	})?;
	Ok(definition)
}

type Place = (u32, u32);

fn parse(text: &str, declarations: &Definition) -> Result<(Program, Vec<Place>), ParseError> {
	let mut parser = Parser {
		tokens: tokens(text)?,
		position: 0,
		declarations,
		locals: Vec::new(),
		ops: Vec::new(),
		places: Vec::new(),
		depth: 0,
	};
	while parser.at_word("let") {
		parser.definition()?;
	}
	parser.expression(LOWEST)?;
	if parser.at("=") {
		return Err(parser.unexpected("`==` to compare, or the end of the formula"));
	}
	if parser.peek().kind != Kind::End {
		return Err(parser.unexpected("an operator or the end of the formula"));
	}
	let Parser { ops, locals, places, .. } = parser;
	// Both were bounded while they grew.
	let program =
		Program { locals: BoundedVec::truncate_from(locals), ops: BoundedVec::truncate_from(ops) };
	Ok((program, places))
}

// How tightly operators bind.
pub(super) const LOWEST: u8 = 0;
pub(super) const OR: u8 = 1;
pub(super) const AND: u8 = 2;
pub(super) const NOT: u8 = 3;
pub(super) const COMPARE: u8 = 4;
pub(super) const IN: u8 = 5;
pub(super) const ADD: u8 = 6;
pub(super) const MULTIPLY: u8 = 7;
pub(super) const SIGN: u8 = 8;
pub(super) const PRIMARY: u8 = 9;

/// Expressions inside one another that are still read: a printed program has at most two for an
/// operation, its own and that of its parentheses.
const MAX_DEPTH: u32 = 300;

struct Parser<'a> {
	tokens: Vec<Token>,
	position: usize,
	declarations: &'a Definition,
	locals: Vec<Name>,
	ops: Vec<Op>,
	places: Vec<Place>,
	depth: u32,
}

/// What a name stands for.
enum Meaning {
	Number(Op),
	Category(u8),
	Table(u8),
}

impl Parser<'_> {
	fn look(&self, ahead: usize) -> &Token {
		static END: Token = Token { kind: Kind::End, text: String::new(), line: 0, column: 0 };
		let last = self.tokens.last().unwrap_or(&END);
		self.tokens.get(self.position.saturating_add(ahead)).unwrap_or(last)
	}

	fn peek(&self) -> &Token {
		self.look(0)
	}

	fn place(&self) -> Place {
		(self.peek().line, self.peek().column)
	}

	fn advance(&mut self) -> Token {
		let token = self.peek().clone();
		self.position = self.position.saturating_add(1);
		token
	}

	fn at(&self, symbol: &str) -> bool {
		matches!(self.peek().kind, Kind::Symbol(found) if found == symbol)
	}

	fn at_word(&self, word: &str) -> bool {
		self.peek().kind == Kind::Word && self.peek().text == word
	}

	fn take(&mut self, symbol: &str) -> bool {
		let found = self.at(symbol);
		if found {
			self.advance();
		}
		found
	}

	fn expect(&mut self, symbol: &str, expected: &str) -> Result<(), ParseError> {
		if self.take(symbol) {
			Ok(())
		} else {
			Err(self.unexpected(expected))
		}
	}

	fn expect_word(&mut self, word: &str) -> Result<(), ParseError> {
		if self.at_word(word) {
			self.advance();
			Ok(())
		} else {
			Err(self.unexpected(&format!("`{word}`")))
		}
	}

	fn error(&self, message: String, expected: &str) -> ParseError {
		ParseError::new(self.place(), message, expected.into())
	}

	fn unexpected(&self, expected: &str) -> ParseError {
		let token = self.peek();
		let found = match token.kind {
			Kind::End => "the end of the formula".into(),
			Kind::Text => format!("\"{}\"", token.text),
			_ => format!("`{}`", token.text),
		};
		self.error(format!("found {found}"), expected)
	}

	fn emit(&mut self, op: Op, place: Place) -> Result<(), ParseError> {
		if u32::try_from(self.ops.len()).unwrap_or(u32::MAX) >= MAX_OPS {
			return Err(ParseError::new(
				place,
				"the formula has too many operations".into(),
				format!("at most {MAX_OPS}"),
			));
		}
		self.ops.push(op);
		self.places.push(place);
		Ok(())
	}

	/// `let name = expression;`
	fn definition(&mut self) -> Result<(), ParseError> {
		let place = self.place();
		self.advance();
		let name = self.new_name()?;
		self.expect("=", "`=`")?;
		self.expression(LOWEST)?;
		self.expect(";", "an operator, or `;` after the definition")?;
		let index = u8::try_from(self.locals.len()).unwrap_or(u8::MAX);
		if u32::from(index) >= MAX_LOCALS {
			return Err(ParseError::new(
				place,
				"the formula has too many named values".into(),
				format!("at most {MAX_LOCALS} `let`"),
			));
		}
		self.locals.push(name);
		self.emit(Op::Store(index), place)
	}

	fn new_name(&mut self) -> Result<Name, ParseError> {
		let expected = "a new name: letters, digits and _";
		if self.peek().kind != Kind::Word {
			return Err(self.unexpected(expected));
		}
		let text = self.peek().text.clone();
		let name = Name::new(&text)
			.map_err(|error| self.error(format!("`{text}` cannot be a name: {error}"), expected))?;
		if name.is_reserved() {
			let message = format!("`{text}` is a word of the language or the name of a unit");
			return Err(self.error(message, expected));
		}
		if self.meaning(&text).is_some() {
			return Err(self.error(format!("`{text}` is already declared"), expected));
		}
		self.advance();
		Ok(name)
	}

	fn meaning(&self, text: &str) -> Option<Meaning> {
		let index = |position: usize| u8::try_from(position).ok();
		let named = |name: &Name| name.as_str() == text;
		if let Some(local) = self.locals.iter().position(named) {
			return index(local).map(Op::Local).map(Meaning::Number);
		}
		let found = self.declarations.inputs.iter().enumerate().find(|(_, i)| named(&i.name));
		if let Some((position, input)) = found {
			return index(position).map(|position| match input.kind {
				InputKind::Number { .. } => Meaning::Number(Op::Input(position)),
				InputKind::Category { .. } => Meaning::Category(position),
			});
		}
		let found = self.declarations.parameters.iter().position(|p| named(&p.name));
		if let Some(parameter) = found {
			return index(parameter).map(Op::Param).map(Meaning::Number);
		}
		let table = self.declarations.tables.iter().position(|table| named(&table.name))?;
		index(table).map(Meaning::Table)
	}

	fn declared_names(&self) -> String {
		let declarations = self.declarations;
		let names: Vec<&str> = self
			.locals
			.iter()
			.chain(declarations.inputs.iter().map(|input| &input.name))
			.chain(declarations.parameters.iter().map(|parameter| &parameter.name))
			.chain(declarations.tables.iter().map(|table| &table.name))
			.map(Name::as_str)
			.collect();
		if names.is_empty() {
			"a number: nothing is declared".into()
		} else {
			format!("a number or one of: {}", names.join(", "))
		}
	}

	/// An expression of operators that bind at least so tightly.
	fn expression(&mut self, tightest: u8) -> Result<(), ParseError> {
		self.depth = self.depth.saturating_add(1);
		if self.depth > MAX_DEPTH {
			return Err(self.error("the formula is nested too deeply".into(), "fewer parentheses"));
		}
		self.operand(tightest)?;
		let mut converted = false;
		loop {
			let place = self.place();
			let token = self.peek();
			let (binding, op) = match (token.kind, token.text.as_str()) {
				(Kind::Word, "or") => (OR, Op::Or),
				(Kind::Word, "and") => (AND, Op::And),
				(Kind::Word, "in") if tightest <= IN => {
					self.advance();
					let unit = self.unit_or_one()?;
					self.emit(Op::Convert(unit), place)?;
					converted = true;
					continue;
				},
				(Kind::Symbol("<"), _) => (COMPARE, Op::Lt),
				(Kind::Symbol("<="), _) => (COMPARE, Op::Le),
				(Kind::Symbol(">"), _) => (COMPARE, Op::Gt),
				(Kind::Symbol(">="), _) => (COMPARE, Op::Ge),
				(Kind::Symbol("=="), _) => (COMPARE, Op::Eq),
				(Kind::Symbol("!="), _) => (COMPARE, Op::Ne),
				(Kind::Symbol("+"), _) => (ADD, Op::Add),
				(Kind::Symbol("-"), _) => (ADD, Op::Sub),
				(Kind::Symbol("*"), _) => (MULTIPLY, Op::Mul),
				(Kind::Symbol("/"), _) => (MULTIPLY, Op::Div),
				_ => break,
			};
			if binding < tightest {
				break;
			}
			if converted && binding > IN {
				return Err(self.unexpected("parentheses around the conversion before it"));
			}
			self.advance();
			self.expression(binding.saturating_add(1))?;
			self.emit(op, place)?;
			if binding == COMPARE && self.at_comparison() {
				return Err(self.unexpected("`and` between two comparisons: they do not chain"));
			}
		}
		self.depth = self.depth.saturating_sub(1);
		Ok(())
	}

	fn at_comparison(&self) -> bool {
		["<", "<=", ">", ">=", "==", "!="].iter().any(|symbol| self.at(symbol))
	}

	fn operand(&mut self, tightest: u8) -> Result<(), ParseError> {
		let place = self.place();
		let token = self.peek().clone();
		match (token.kind, token.text.as_str()) {
			(Kind::Number, _) => {
				self.advance();
				self.constant(&token.text, place)
			},
			(Kind::Symbol("-"), _) => {
				self.advance();
				if self.peek().kind == Kind::Number {
					let digits = self.advance().text;
					return self.constant(&format!("-{digits}"), place);
				}
				self.expression(SIGN)?;
				self.emit(Op::Neg, place)
			},
			(Kind::Symbol("("), _) => {
				self.advance();
				self.expression(LOWEST)?;
				self.expect(")", "an operator or `)`")
			},
			(Kind::Word, "not") if tightest <= NOT => {
				self.advance();
				self.expression(NOT)?;
				self.emit(Op::Not, place)
			},
			(Kind::Word, "not") => Err(self.unexpected("parentheses around `not`")),
			(Kind::Word, "if") if tightest > LOWEST => {
				// Its last branch would take all that follows.
				Err(self.unexpected("parentheses around `if ... then ... else ...`"))
			},
			(Kind::Word, "if") => {
				self.advance();
				self.expression(LOWEST)?;
				self.expect_word("then")?;
				self.expression(LOWEST)?;
				self.expect_word("else")?;
				self.expression(LOWEST)?;
				self.emit(Op::Select, place)
			},
			(Kind::Word, word) if matches!(self.look(1).kind, Kind::Symbol("(")) => {
				self.call(word, place)
			},
			(Kind::Word, word) => self.name(word, place),
			_ => Err(self.unexpected("a number, a name, a function or `(`")),
		}
	}

	fn constant(&mut self, digits: &str, place: Place) -> Result<(), ParseError> {
		let value: Fixed = digits.parse().map_err(|error| {
			ParseError::new(
				place,
				format!("`{digits}` cannot be held: {error}"),
				"a decimal number of at most 18 decimals".into(),
			)
		})?;
		let unit = if self.at_unit(0) {
			self.unit()?
		} else {
			let token = self.peek();
			let operator = ["then", "else", "in", "and", "or"].contains(&token.text.as_str());
			if token.kind == Kind::Word && !operator {
				let message = format!("`{}` is not a unit", token.text);
				return Err(self.error(message, "a unit such as km, kWh or gCO2e, or an operator"));
			}
			Unit::one()
		};
		self.emit(Op::Const(value, unit), place)
	}

	/// Whether so far ahead is the name of a unit, which is not the function `min`.
	fn at_unit(&self, ahead: usize) -> bool {
		let token = self.look(ahead);
		let called = matches!(self.look(ahead.saturating_add(1)).kind, Kind::Symbol("("));
		match token.kind {
			Kind::Symbol("%") => true,
			Kind::Word => NamedUnit::from_text(&token.text).is_some() && !called,
			_ => false,
		}
	}

	/// The unit after `in`.
	fn unit_or_one(&mut self) -> Result<Unit, ParseError> {
		if self.peek().kind == Kind::Number && self.peek().text == "1" {
			self.advance();
			return Ok(Unit::one());
		}
		if self.at_unit(0) {
			return self.unit();
		}
		Err(self.unexpected("a unit such as km, kWh or gCO2e"))
	}

	fn unit(&mut self) -> Result<Unit, ParseError> {
		let place = self.place();
		let mut factors = Vec::new();
		self.unit_product(1, &mut factors)?;
		Unit::new(factors).map_err(|error| {
			ParseError::new(place, format!("no such unit: {error}"), "a simpler unit".into())
		})
	}

	fn unit_product(
		&mut self,
		sign: i8,
		factors: &mut Vec<(NamedUnit, i8)>,
	) -> Result<(), ParseError> {
		self.unit_factor(sign, factors)?;
		loop {
			let sign = match self.peek().kind {
				Kind::Symbol("*") => sign,
				Kind::Symbol("/") => sign.saturating_neg(),
				_ => return Ok(()),
			};
			if self.at_unit(1) {
				self.advance();
				self.unit_factor(sign, factors)?;
			} else if matches!(self.look(1).kind, Kind::Symbol("(")) && self.at_unit(2) {
				self.advance();
				self.advance();
				// Not recursive: inside parentheses are only factors, no further parentheses.
				self.unit_factor(sign, factors)?;
				while !self.take(")") {
					let inner = match self.peek().kind {
						Kind::Symbol("*") => sign,
						Kind::Symbol("/") => sign.saturating_neg(),
						_ => return Err(self.unexpected("`*`, `/` or `)` in the unit")),
					};
					self.advance();
					if !self.at_unit(0) {
						return Err(self.unexpected("the name of a unit"));
					}
					self.unit_factor(inner, factors)?;
				}
			} else {
				return Ok(());
			}
		}
	}

	fn unit_factor(
		&mut self,
		sign: i8,
		factors: &mut Vec<(NamedUnit, i8)>,
	) -> Result<(), ParseError> {
		let name = self.advance().text;
		let unit = NamedUnit::from_text(&name)
			.ok_or_else(|| self.error(format!("`{name}` is not a unit"), "a unit"))?;
		let mut power = 1i8;
		if self.take("^") {
			let minus = if self.take("-") { "-" } else { "" };
			if self.peek().kind != Kind::Number {
				return Err(self.unexpected("a whole power"));
			}
			power = format!("{minus}{}", self.peek().text).parse().map_err(|_| {
				self.error(
					format!("no unit has the power {minus}{}", self.peek().text),
					"a whole power from -127 to 127",
				)
			})?;
			self.advance();
		}
		let power = power.checked_mul(sign).ok_or_else(|| {
			self.error("the power is too large".into(), "a power from -127 to 127")
		})?;
		factors.push((unit, power));
		Ok(())
	}

	fn name(&mut self, word: &str, place: Place) -> Result<(), ParseError> {
		match self.meaning(word) {
			Some(Meaning::Number(op)) => {
				self.advance();
				self.emit(op, place)
			},
			Some(Meaning::Category(input)) => {
				self.advance();
				self.category_test(word, input, place)
			},
			Some(Meaning::Table(table)) => {
				self.advance();
				self.table_keys(word, table)?;
				self.emit(Op::Lookup(table), place)
			},
			None if RESERVED_WORDS.contains(&word) => {
				Err(self.unexpected("a number, a name, a function or `(`"))
			},
			None if NamedUnit::from_text(word).is_some() => {
				Err(self
					.error(format!("the unit `{word}` stands alone"), "a number before the unit"))
			},
			None => Err(self.error(format!("`{word}` is not declared"), &self.declared_names())),
		}
	}

	/// `category == "value"` or `category != "value"`, the name already taken.
	fn category_test(&mut self, word: &str, input: u8, place: Place) -> Result<(), ParseError> {
		let expected = format!("`==` or `!=` after the category `{word}`");
		let negated = match self.peek().kind {
			Kind::Symbol("==") => false,
			Kind::Symbol("!=") => true,
			_ => return Err(self.unexpected(&expected)),
		};
		self.advance();
		let names: Vec<&str> = match self.declarations.inputs.get(usize::from(input)) {
			Some(input) => match &input.kind {
				InputKind::Category { values } => values.iter().map(Name::as_str).collect(),
				InputKind::Number { .. } => Vec::new(),
			},
			None => Vec::new(),
		};
		let expected = format!("one of \"{}\"", names.join("\", \""));
		let token = self.peek();
		if token.kind != Kind::Text {
			return Err(self.unexpected(&expected));
		}
		let value = names
			.iter()
			.position(|name| *name == token.text)
			.and_then(|position| u8::try_from(position).ok())
			.ok_or_else(|| {
				self.error(format!("`{word}` has no value \"{}\"", token.text), &expected)
			})?;
		self.advance();
		self.emit(Op::IsCategory(input, value), place)?;
		if negated {
			self.emit(Op::Not, place)?;
		}
		Ok(())
	}

	/// `[season, region]` after the table's name: exactly its keys, in their order.
	fn table_keys(&mut self, word: &str, table: u8) -> Result<(), ParseError> {
		let keys: Vec<&str> = self
			.declarations
			.tables
			.get(usize::from(table))
			.map(|table| {
				let input = |key: &u8| self.declarations.inputs.get(usize::from(*key));
				table.keys.iter().filter_map(input).map(|input| input.name.as_str()).collect()
			})
			.unwrap_or_default();
		let expected = format!("the keys of the table: {word}[{}]", keys.join(", "));
		self.expect("[", &expected)?;
		for (position, key) in keys.iter().enumerate() {
			if position > 0 {
				self.expect(",", &expected)?;
			}
			if !self.at_word(key) {
				return Err(self.unexpected(&expected));
			}
			self.advance();
		}
		self.expect("]", &expected)
	}

	fn call(&mut self, function: &str, place: Place) -> Result<(), ParseError> {
		let arguments = match function {
			"min" | "max" => 2,
			"clamp" | "select" => 3,
			"lookup" | "tiers" => 0,
			_ => {
				return Err(self.error(
					format!("`{function}` is not a function"),
					"min, max, clamp, select, lookup or tiers",
				))
			},
		};
		self.advance();
		self.advance();
		match function {
			"lookup" => {
				let table = match self.meaning(&self.peek().text) {
					Some(Meaning::Table(table)) if self.peek().kind == Kind::Word => table,
					_ => return Err(self.unexpected("the name of a table")),
				};
				self.advance();
				self.emit(Op::Lookup(table), place)?;
			},
			"tiers" => self.tiers(place)?,
			_ => {
				self.expression(LOWEST)?;
				for _ in 1..arguments {
					let expected = format!("`,`: {function} takes {arguments} values");
					self.expect(",", &expected)?;
					self.expression(LOWEST)?;
				}
				let op = match function {
					"min" => Op::Min,
					"max" => Op::Max,
					"clamp" => Op::Clamp,
					_ => Op::Select,
				};
				self.emit(op.clone(), place)?;
				while matches!(op, Op::Min | Op::Max) && self.take(",") {
					self.expression(LOWEST)?;
					self.emit(op.clone(), place)?;
				}
			},
		}
		self.expect(")", "`)` after the last value")
	}

	/// `x, limit: value, ..., value`: x is a name, because it is compared with each limit.
	fn tiers(&mut self, place: Place) -> Result<(), ParseError> {
		let op = match self.meaning(&self.peek().text) {
			Some(Meaning::Number(op)) if self.peek().kind == Kind::Word => op,
			_ => {
				return Err(self.unexpected("the name of an input, parameter or `let` to be tiered"))
			},
		};
		self.advance();
		let mut selects = 0u32;
		loop {
			self.expect(",", "`,` and the next tier, `limit: value`, or the last value")?;
			// A tier starts with its comparison; the last value does not have one.
			let start = self.ops.len();
			self.expression(LOWEST)?;
			if !self.take(":") {
				break;
			}
			let limit = self.ops.split_off(start);
			let limit_places = self.places.split_off(start);
			self.emit(op.clone(), place)?;
			for (op, place) in limit.into_iter().zip(limit_places) {
				self.emit(op, place)?;
			}
			self.emit(Op::Lt, place)?;
			self.expression(LOWEST)?;
			selects = selects.saturating_add(1);
		}
		if selects == 0 {
			return Err(self.unexpected("`:` and the value below that limit"));
		}
		for _ in 0..selects {
			self.emit(Op::Select, place)?;
		}
		Ok(())
	}
}
