//! Random formulas with random inputs, and what this crate computes of them, a JSON object a line:
//! what `tests/differential/evaluate.py` computes again on its own. See `tests/differential.sh`.
//!
//! `differential --count N --seed S [--only I]`: N programs, each from (S, its index) alone, so that
//! one that differs can be printed again. The last line is `{"programs":N}`.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::cast_sign_loss,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

use serde_json::{json, Value};
use std::{
	io::{BufWriter, Write},
	process::exit,
};
use tanpu_formula::{
	compile, mean_raw, print_formula, CheckErrorKind, Definition, Dimension, EvalError, Fixed,
	FormulaError, Input, InputKind, NamedUnit, Parameter, Prepared, SourceKind, Table, Unit,
};

const ROWS: usize = 3;

/// SplitMix64.
struct Random(u64);

impl Random {
	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	fn below(&mut self, limit: u64) -> u64 {
		self.next() % limit
	}

	fn between(&mut self, low: u64, high: u64) -> u64 {
		match (high - low).checked_add(1) {
			Some(span) => low + self.below(span),
			None => self.next(),
		}
	}

	fn percent(&mut self, chance: u64) -> bool {
		self.below(100) < chance
	}

	fn pick<T: Clone>(&mut self, list: &[T]) -> T {
		list[self.below(list.len() as u64) as usize].clone()
	}
}

/// Text and how tightly its outermost operator binds.
struct Piece {
	text: String,
	binding: u8,
}

// The levels of the grammar in `text/parser.rs`, from the loosest.
const IF: u8 = 0;
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const IN: u8 = 5;
const SUM: u8 = 6;
const PRODUCT: u8 = 7;
const SIGN: u8 = 8;
const PRIMARY: u8 = 9;

const BASES: [&[NamedUnit]; 10] = [
	&[NamedUnit::Metre, NamedUnit::Kilometre, NamedUnit::Mile],
	&[
		NamedUnit::Joule,
		NamedUnit::Kilojoule,
		NamedUnit::Megajoule,
		NamedUnit::Gigajoule,
		NamedUnit::Terajoule,
		NamedUnit::WattHour,
		NamedUnit::KilowattHour,
		NamedUnit::MegawattHour,
	],
	&[NamedUnit::Gram, NamedUnit::Kilogram, NamedUnit::Tonne],
	&[NamedUnit::Litre, NamedUnit::Millilitre, NamedUnit::CubicMetre],
	&[NamedUnit::SquareMetre, NamedUnit::Hectare, NamedUnit::Mu, NamedUnit::SquareKilometre],
	&[NamedUnit::Second, NamedUnit::Minute, NamedUnit::Hour, NamedUnit::Day],
	&[
		NamedUnit::Step,
		NamedUnit::Item,
		NamedUnit::Ride,
		NamedUnit::Passenger,
		NamedUnit::Event,
		NamedUnit::Person,
	],
	&[NamedUnit::Yuan],
	&[NamedUnit::Kelvin],
	&[NamedUnit::GramCo2e, NamedUnit::KilogramCo2e, NamedUnit::TonneCo2e],
];

fn exponents(dimension: Dimension) -> [i8; 10] {
	let Dimension { distance, energy, mass, volume, area, time, count, money, temperature, co2e } =
		dimension;
	[distance, energy, mass, volume, area, time, count, money, temperature, co2e]
}

fn times(left: Dimension, right: Dimension, sign: i8) -> Dimension {
	left.checked_add_scaled(right, sign).unwrap()
}

struct Generator {
	random: Random,
	declarations: Definition,
	/// Numbers by name and dimension: inputs, parameters, tables with their keys, locals.
	numbers: Vec<(String, Dimension)>,
	/// Truth values by name.
	tests: Vec<String>,
	/// After so many operands, one gets another dimension than is due.
	clash: Option<u64>,
}

impl Generator {
	fn dimension(&mut self) -> Dimension {
		// Mostly one that something declared has, so that names are used.
		if !self.numbers.is_empty() && self.random.percent(50) {
			return self.random.pick(&self.numbers).1;
		}
		self.simple()
	}

	fn simple(&mut self) -> Dimension {
		let bases = [
			NamedUnit::Kilometre,
			NamedUnit::KilowattHour,
			NamedUnit::Kilogram,
			NamedUnit::Litre,
			NamedUnit::Mu,
			NamedUnit::Day,
			NamedUnit::Item,
			NamedUnit::Yuan,
			NamedUnit::Kelvin,
			NamedUnit::GramCo2e,
			NamedUnit::PassengerKilometre,
			NamedUnit::TonneKilometre,
			NamedUnit::Kilowatt,
			NamedUnit::Percent,
			NamedUnit::Percent,
			NamedUnit::Percent,
		];
		self.random.pick(&bases).dimension()
	}

	/// Of a factor per something, or of something.
	fn declared_dimension(&mut self) -> Dimension {
		let one = self.simple();
		if self.random.percent(40) {
			times(NamedUnit::GramCo2e.dimension(), one, -1)
		} else if self.random.percent(10) {
			let other = self.simple();
			times(one, other, -1)
		} else {
			one
		}
	}

	fn factors(&mut self, dimension: Dimension) -> Vec<(NamedUnit, i8)> {
		let mut rest = dimension;
		let mut factors = Vec::new();
		for derived in
			[NamedUnit::PassengerKilometre, NamedUnit::TonneKilometre, NamedUnit::Kilowatt]
		{
			let (due, have) = (exponents(derived.dimension()), exponents(rest));
			if self.random.percent(50)
				&& due.iter().zip(have).all(|(d, h)| *d == 0 || d.signum() == h.signum())
			{
				factors.push((derived, 1));
				rest = times(rest, derived.dimension(), -1);
			}
		}
		for (base, power) in BASES.iter().zip(exponents(rest)) {
			if power != 0 {
				factors.push((self.random.pick(base), power));
			}
		}
		if self.random.percent(4) {
			factors.push((NamedUnit::Percent, 1));
		}
		if self.random.percent(3) {
			let base = self.random.pick(&BASES);
			factors.extend([(self.random.pick(base), 1), (self.random.pick(base), -1)]);
		}
		factors
	}

	fn unit(&mut self, dimension: Dimension) -> Unit {
		let factors = self.factors(dimension);
		Unit::new(factors).unwrap_or_default()
	}

	/// A unit as a person might write it; empty for a plain number.
	fn unit_text(&mut self, dimension: Dimension) -> String {
		let unit = self.unit(dimension);
		if unit.factors().is_empty() {
			return String::new();
		}
		if self.random.percent(60) {
			return unit.to_string();
		}
		let mut factors = unit.factors().to_vec();
		for index in (1..factors.len()).rev() {
			factors.swap(index, self.random.below(index as u64 + 1) as usize);
		}
		let mut text = String::new();
		for (position, factor) in factors.iter().enumerate() {
			let name = match (factor.unit, self.random.percent(30)) {
				(NamedUnit::Mu, true) => "亩",
				(NamedUnit::SquareMetre, true) => "m²",
				(NamedUnit::SquareKilometre, true) => "km²",
				(NamedUnit::CubicMetre, true) => "m³",
				(NamedUnit::Minute, true) => "minute",
				(named, _) => named.text(),
			};
			let divide = position > 0 && factor.power < 0 && self.random.percent(70);
			let power = if divide { -factor.power } else { factor.power };
			if position > 0 {
				text.push_str(if divide { "/" } else { "*" });
			}
			text.push_str(name);
			if power != 1 || self.random.percent(5) {
				text.push_str(&format!("^{power}"));
			}
		}
		text
	}

	fn value(&mut self) -> Fixed {
		let one = Fixed::ONE.raw();
		let random = &mut self.random;
		let raw = match random.below(200) {
			0..=69 => i128::from(random.below(100)) * one,
			70..=119 => i128::from(random.below(10_000_000)) * (one / 10_000),
			120..=144 => i128::from(random.below(one as u64)),
			145..=151 => 0,
			152..=161 => one,
			162..=173 => i128::from(random.below(1_000_000_000_000_000)) * one,
			174..=181 => i128::from(random.next()) * one,
			182..=188 => i128::from(random.below(10)),
			189..=193 => {
				// Any size.
				let wide = (i128::from(random.next()) << 64) | i128::from(random.next());
				wide >> random.below(127)
			},
			194 => i128::MAX,
			195 => i128::MIN,
			_ => -i128::from(random.below(1_000_000)) * (one / 1_000),
		};
		let negate = raw != i128::MIN && random.percent(6);
		Fixed::from_raw(if negate { -raw } else { raw })
	}

	fn constant(&mut self, dimension: Dimension) -> Piece {
		let value = self.value();
		let mut text = value.to_string();
		let decimals = text.split_once('.').map(|(_, decimals)| decimals.len());
		if self.random.percent(5) && decimals.is_none_or(|decimals| decimals < 17) {
			text.push_str(if decimals.is_some() { "0" } else { ".00" });
		}
		let unit = self.unit_text(dimension);
		let space = if unit.is_empty() { "" } else { self.random.pick(&[" ", " ", ""]) };
		let binding = if value < Fixed::ZERO { SIGN } else { PRIMARY };
		Piece { text: format!("{text}{space}{unit}"), binding }
	}

	fn leaf(&mut self, dimension: Dimension) -> Piece {
		let named: Vec<_> =
			self.numbers.iter().filter(|(_, of)| *of == dimension).map(|(n, _)| n).collect();
		if !named.is_empty() && self.random.percent(75) {
			let text = self.random.pick(&named).clone();
			return Piece { text, binding: PRIMARY };
		}
		self.constant(dimension)
	}

	/// In parentheses where it binds less tightly than that, and sometimes without need.
	fn within(&mut self, piece: Piece, binding: u8) -> String {
		if piece.binding < binding || self.random.percent(4) {
			if self.random.percent(3) {
				return format!("\u{ff08}{}\u{ff09}", piece.text);
			}
			format!("({})", piece.text)
		} else {
			piece.text
		}
	}

	fn infix(
		&mut self,
		left: Piece,
		sign: &[&str],
		right: Piece,
		binding: u8,
		levels: (u8, u8),
	) -> Piece {
		let left = self.within(left, levels.0);
		let right = self.within(right, levels.1);
		let sign = self.random.pick(sign);
		Piece { text: format!("{left} {sign} {right}"), binding }
	}

	/// A later operand, which must measure the same; once in a while it does not.
	fn alike(&mut self, dimension: Dimension, depth: u8) -> Piece {
		let clashes = self.clash == Some(0);
		self.clash = self.clash.and_then(|left| left.checked_sub(1));
		let due =
			if clashes { times(dimension, NamedUnit::Kilogram.dimension(), 1) } else { dimension };
		self.number(due, depth)
	}

	fn number(&mut self, dimension: Dimension, depth: u8) -> Piece {
		if depth == 0 {
			return self.leaf(dimension);
		}
		let below = depth - 1;
		match self.random.below(100) {
			0..=14 => self.leaf(dimension),
			15..=29 => {
				let left = self.number(dimension, below);
				let right = self.alike(dimension, below);
				let sign: &[&str] =
					if self.random.percent(50) { &["+"] } else { &["-", "-", "−"] };
				self.infix(left, sign, right, SUM, (SUM, PRODUCT))
			},
			30..=56 => {
				let other = self.dimension();
				let wide = |of| exponents(of).iter().map(|power| power.unsigned_abs()).sum::<u8>();
				let multiply = self.random.percent(60);
				let first = times(dimension, other, if multiply { -1 } else { 1 });
				let (first, other) =
					if wide(first) > 4 { (dimension, Dimension::NONE) } else { (first, other) };
				let left = self.number(first, below);
				let right = self.number(other, below);
				let sign: &[&str] =
					if multiply { &["*", "*", "×", "·"] } else { &["/", "/", "÷"] };
				self.infix(left, sign, right, PRODUCT, (PRODUCT, SIGN))
			},
			57..=60 => {
				let operand = self.number(dimension, below);
				let operand = self.within(operand, SIGN);
				// Before digits the sign would be theirs.
				let digits = operand.starts_with(|first: char| first.is_ascii_digit());
				let text = if digits { format!("-({operand})") } else { format!("-{operand}") };
				Piece { text, binding: SIGN }
			},
			61..=67 => {
				let function = self.random.pick(&["min", "max"]);
				let count = self.random.between(2, 4);
				let mut values = vec![self.number(dimension, below)];
				for _ in 1..count {
					values.push(self.alike(dimension, below));
				}
				self.call(function, values)
			},
			68..=72 => {
				let values = vec![
					self.number(dimension, below),
					self.alike(dimension, below),
					self.alike(dimension, below),
				];
				self.call("clamp", values)
			},
			73..=79 => {
				let condition = self.test(below);
				let condition = self.within(condition, IF);
				let then = self.number(dimension, below);
				let then = self.within(then, IF);
				let otherwise = self.alike(dimension, below);
				let otherwise = self.within(otherwise, IF);
				let text = format!("if {condition} then {then} else {otherwise}");
				Piece { text, binding: IF }
			},
			80..=82 => {
				let values = vec![
					self.test(below),
					self.number(dimension, below),
					self.alike(dimension, below),
				];
				self.call("select", values)
			},
			83..=88 => self.tiers(dimension, below),
			_ => {
				let operand = self.number(dimension, below);
				let operand = self.within(operand, IN);
				let unit = match self.unit_text(dimension) {
					unit if unit.is_empty() => "1".into(),
					unit => unit,
				};
				Piece { text: format!("{operand} in {unit}"), binding: IN }
			},
		}
	}

	fn tiers(&mut self, dimension: Dimension, depth: u8) -> Piece {
		// Of a name, and not of a table's cell.
		let names: Vec<_> =
			self.numbers.iter().filter(|(name, _)| !name.ends_with([']', ')'])).cloned().collect();
		if names.is_empty() {
			return self.leaf(dimension);
		}
		let (name, of) = self.random.pick(&names);
		let mut parts = vec![name];
		let mut first = true;
		for _ in 0..self.random.between(1, 3) {
			let limit = self.alike(of, depth.min(1));
			let value = if first {
				self.number(dimension, depth.min(2))
			} else {
				self.alike(dimension, depth.min(2))
			};
			first = false;
			let limit = self.within(limit, IF);
			let value = self.within(value, IF);
			let colon = self.random.pick(&[":", ":", "\u{ff1a}"]);
			parts.push(format!("{limit}{colon} {value}"));
		}
		let last = self.alike(dimension, depth.min(2));
		parts.push(self.within(last, IF));
		Piece { text: format!("tiers({})", parts.join(", ")), binding: PRIMARY }
	}

	fn call(&mut self, function: &str, values: Vec<Piece>) -> Piece {
		let values: Vec<_> = values.into_iter().map(|value| self.within(value, IF)).collect();
		let comma = self.random.pick(&[", ", ", ", ",", "\u{ff0c}"]);
		Piece { text: format!("{function}({})", values.join(comma)), binding: PRIMARY }
	}

	fn test(&mut self, depth: u8) -> Piece {
		if !self.tests.is_empty() && self.random.percent(10) {
			return Piece { text: self.random.pick(&self.tests), binding: PRIMARY };
		}
		let categories: Vec<_> = self
			.declarations
			.inputs
			.iter()
			.filter_map(|input| match &input.kind {
				InputKind::Category { values } => Some((input.name.clone(), values.clone())),
				InputKind::Number { .. } => None,
			})
			.collect();
		if !categories.is_empty() && self.random.percent(35) {
			let (name, values) = self.random.pick(&categories);
			let value = self.random.pick(&values);
			let sign = self.random.pick(&["==", "!=", "≠"]);
			return Piece { text: format!("{name} {sign} \"{value}\""), binding: COMPARE };
		}
		let below = depth.saturating_sub(1);
		match self.random.below(if depth == 0 { 60 } else { 100 }) {
			0..=59 => {
				let dimension = self.dimension();
				let left = self.number(dimension, depth.min(2));
				let right = self.alike(dimension, depth.min(2));
				let signs = ["<", "<=", ">", ">=", "==", "!=", "≤", "≥", "≠"];
				self.infix(left, &signs, right, COMPARE, (IN, IN))
			},
			60..=71 => {
				let (left, right) = (self.test(below), self.test(below));
				self.infix(left, &["and"], right, AND, (AND, NOT))
			},
			72..=83 => {
				let (left, right) = (self.test(below), self.test(below));
				self.infix(left, &["or"], right, OR, (OR, AND))
			},
			84..=93 => {
				let operand = self.test(below);
				let text = format!("not {}", self.within(operand, NOT));
				Piece { text, binding: NOT }
			},
			94..=96 => {
				let values = vec![self.test(below), self.test(below), self.test(below)];
				self.call("select", values)
			},
			_ => {
				let mut parts = Vec::new();
				for _ in 0..3 {
					let part = self.test(below);
					parts.push(self.within(part, IF));
				}
				let text = format!("if {} then {} else {}", parts[0], parts[1], parts[2]);
				Piece { text, binding: IF }
			},
		}
	}

	fn declare(&mut self) {
		let names = ["a", "km_a", "min_x", "h2o", "_u", "if_b"];
		let mut inputs = Vec::new();
		let count = self.random.between(0, 5) as usize;
		for name in names.iter().take(count) {
			let dimension = self.declared_dimension();
			let unit = self.unit(dimension);
			let decimals = self.random.pick(&[0, 0, 1, 2, 2, 3, 3, 6, 9, 18]);
			let max = self.random.pick(&[100, 10_000, 1_000_000, 1_000_000_000, u64::MAX]);
			let min = if self.random.percent(20) { self.random.below(100) } else { 0 };
			inputs.push(Input::number(name, unit.clone(), decimals, min, max).unwrap());
			self.numbers.push(((*name).into(), unit.dimension().unwrap()));
		}
		let mut categories = Vec::new();
		for index in 0..self.random.between(0, 3) {
			let values = ["spring", "summer", "if", "km", "v5"];
			let count = self.random.between(1, values.len() as u64) as usize;
			let name = format!("c{index}");
			let place = self.random.below(inputs.len() as u64 + 1) as usize;
			inputs
				.insert(place, Input::category(&name, values.iter().take(count).copied()).unwrap());
			categories.push((name, count));
		}
		let mut parameters = Vec::new();
		for index in 0..self.random.between(0, 4) {
			let name = format!("p{index}");
			let dimension = self.declared_dimension();
			let unit = self.unit(dimension);
			let value = self.value();
			parameters.push(
				Parameter::new(&name, value, unit.clone(), SourceKind::Reference, "").unwrap(),
			);
			self.numbers.push((name, unit.dimension().unwrap()));
		}
		self.declarations = Definition::declare(inputs, parameters, vec![]).unwrap();
		let mut tables = Vec::new();
		for index in 0..self.random.between(0, 2) {
			if categories.is_empty() {
				break;
			}
			let mut keys = vec![self.random.pick(&categories)];
			let second = self.random.pick(&categories);
			if second != keys[0] {
				keys.push(second);
			}
			let name = format!("t{index}");
			let dimension = self.declared_dimension();
			let unit = self.unit(dimension);
			let cells = (0..keys.iter().map(|(_, count)| count).product::<usize>())
				.map(|_| self.value())
				.collect();
			let indices =
				keys.iter().map(|(key, _)| self.declarations.input_index(key).unwrap()).collect();
			tables.push(
				Table::new(&name, indices, unit.clone(), cells, SourceKind::Official, "").unwrap(),
			);
			let names: Vec<_> = keys.iter().map(|(key, _)| key.as_str()).collect();
			let dimension = unit.dimension().unwrap();
			self.numbers.push((format!("{name}[{}]", names.join(", ")), dimension));
			self.numbers.push((format!("lookup({name})"), dimension));
		}
		self.declarations.tables = tables.try_into().unwrap();
	}

	fn formula(&mut self) -> String {
		let mut text = String::new();
		for index in 0..self.random.below(5) {
			let name = format!("l{index}");
			if self.random.percent(20) {
				let value = self.test(2);
				let value = self.within(value, IF);
				text.push_str(&format!("let {name} = {value}; "));
				self.tests.push(name);
			} else {
				let dimension = self.dimension();
				let depth = self.random.between(1, 3) as u8;
				let value = self.number(dimension, depth);
				let value = self.within(value, IF);
				text.push_str(&format!("let {name} = {value}; "));
				self.numbers.push((name, dimension));
			}
		}
		let depth = self.random.between(1, 5) as u8;
		let result = self.alike(Dimension::CO2E, depth);
		text.push_str(&self.within(result, IF));
		self.spread(&text)
	}

	/// With other white space, and comments.
	fn spread(&mut self, text: &str) -> String {
		let mut spread = String::new();
		for character in text.chars() {
			match (character, self.random.below(100)) {
				(' ', 0..=2) => spread.push('\n'),
				(' ', 3..=4) => spread.push_str("\t "),
				(' ', 5) => spread.push_str(" # and \"so\" on; 1 +\n"),
				_ => spread.push(character),
			}
		}
		spread
	}

	fn raw(&mut self) -> Vec<u64> {
		let random = &mut self.random;
		let mut raw = Vec::new();
		for input in self.declarations.inputs.iter() {
			raw.push(match &input.kind {
				InputKind::Number { min, max, .. } => match random.below(200) {
					0..=99 => random.between(*min, (*max).min(*min + 10_000)),
					100..=149 => random.between(*min, *max),
					150..=169 => *min,
					170..=189 => *max,
					190..=191 => min.saturating_sub(1),
					192..=193 => max.saturating_add(1),
					194 => u64::MAX,
					195 => 0,
					_ => random.next(),
				},
				InputKind::Category { values } => match random.below(100) {
					0 => values.len() as u64,
					1 => u64::MAX,
					_ => random.below(values.len() as u64),
				},
			});
		}
		match random.below(150) {
			0 => raw.push(0),
			1 => drop(raw.pop()),
			_ => {},
		}
		raw
	}
}

fn failure(error: EvalError) -> Value {
	match error {
		EvalError::Overflow => json!({"error": "overflow"}),
		EvalError::DivisionByZero => json!({"error": "division by zero"}),
		EvalError::WrongInputCount { expected } => {
			json!({"error": "input count", "input": expected})
		},
		EvalError::InputOutOfRange { input } => json!({"error": "range", "input": input}),
		EvalError::UnknownCategory { input } => json!({"error": "category", "input": input}),
		EvalError::Unchecked => panic!("a compiled formula is checked"),
	}
}

fn declarations(definition: &Definition) -> (Value, Value, Value) {
	let inputs: Vec<_> = definition
		.inputs
		.iter()
		.map(|input| match &input.kind {
			InputKind::Number { unit, decimals, min, max } => json!({
				"name": input.name, "unit": unit, "decimals": decimals, "min": min, "max": max,
			}),
			InputKind::Category { values } => json!({"name": input.name, "values": values}),
		})
		.collect();
	let parameters: Vec<_> = definition
		.parameters
		.iter()
		.map(|one| json!({"name": one.name, "value": one.value, "unit": one.unit}))
		.collect();
	let tables: Vec<_> = definition
		.tables
		.iter()
		.map(|table| {
			let keys: Vec<_> =
				table.keys.iter().map(|key| &definition.inputs[usize::from(*key)].name).collect();
			json!({"name": table.name, "keys": keys, "unit": table.unit, "values": table.values})
		})
		.collect();
	(json!(inputs), json!(parameters), json!(tables))
}

/// A mean over a few days, and what the chain makes of it.
fn mean(random: &mut Random) -> Value {
	let from = random.below(7) as u8;
	let more = if random.percent(10) { 12 } else { 4 };
	let to = from + random.below(more) as u8;
	let most = random.pick(&[100, 1_000_000, u64::MAX]);
	let days: Vec<u64> = (0..random.between(1, 31)).map(|_| random.between(0, most)).collect();
	let sum = days.iter().map(|day| u128::from(*day)).sum();
	json!({"days": days, "from": from, "to": to, "mean": mean_raw(sum, days.len() as u8, from, to)})
}

/// The program of this index: the first draw that keeps to the limits of the language.
fn program(seed: u64, index: u64) -> Value {
	let start = Random(seed).next() ^ Random(index.wrapping_mul(0x2545_f491_4f6c_dd1d)).next();
	let mut random = Random(start);
	loop {
		let clash = random.percent(4).then(|| random.below(4));
		let mut generator = Generator {
			random: Random(random.next()),
			declarations: Definition::default(),
			numbers: Vec::new(),
			tests: Vec::new(),
			clash,
		};
		generator.declare();
		let mut text = generator.formula();
		let (inputs, parameters, tables) = declarations(&generator.declarations);
		let mut line = json!({
			"index": index, "inputs": inputs, "parameters": parameters, "tables": tables,
			"mean": mean(&mut generator.random),
		});
		match compile(&text, &generator.declarations) {
			Ok(definition) => {
				assert!(
					clash.is_none() || generator.clash.is_some(),
					"program {index} of seed {seed} clashes, and is accepted:\n{text}"
				);
				if generator.random.percent(50) {
					text = print_formula(&definition);
				}
				let prepared = Prepared::new(&definition).unwrap();
				let rows: Vec<_> = (0..ROWS)
					.map(|_| {
						let raw = generator.raw();
						let mut row = match prepared.evaluate(&raw) {
							Ok(outcome) => json!({"grams": outcome.grams, "exact": outcome.exact}),
							Err(error) => failure(error),
						};
						row["raw"] = json!(raw);
						row
					})
					.collect();
				line["rows"] = json!(rows);
			},
			Err(FormulaError::Check { error, .. }) => match error.kind {
				// Too long, or too many units at once: another draw.
				CheckErrorKind::StackTooDeep
				| CheckErrorKind::UnitTooComplex
				| CheckErrorKind::ConversionOutOfRange
				| CheckErrorKind::ExponentOverflow => continue,
				CheckErrorKind::DimensionMismatch { .. } | CheckErrorKind::ResultNotCo2e { .. }
					if clash.is_some() =>
				{
					line["refused"] = json!("dimensions");
				},
				_ => panic!("program {index} of seed {seed} is refused: {error}\n{text}"),
			},
			Err(FormulaError::Parse(error)) if error.message.contains("too many") => continue,
			Err(error) => panic!("program {index} of seed {seed} does not parse: {error}\n{text}"),
		}
		line["formula"] = json!(text);
		return line;
	}
}

fn main() {
	let (mut count, mut seed, mut only) = (1_000, 1, None);
	let mut arguments = std::env::args().skip(1);
	while let Some(argument) = arguments.next() {
		let value = arguments.next().and_then(|value| value.parse::<u64>().ok());
		match (argument.as_str(), value) {
			("--count", Some(value)) => count = value,
			("--seed", Some(value)) => seed = value,
			("--only", Some(value)) => only = Some(value),
			_ => {
				eprintln!("usage: differential [--count N] [--seed S] [--only I]");
				exit(2);
			},
		}
	}
	let indices = only.map_or(0..count, |only| only..only + 1);
	let mut out = BufWriter::new(std::io::stdout().lock());
	let programs = indices.end - indices.start;
	for index in indices {
		// A reader that stopped at a difference has said why.
		if writeln!(out, "{}", program(seed, index)).is_err() {
			exit(1);
		}
	}
	if writeln!(out, "{}", json!({"programs": programs})).and_then(|()| out.flush()).is_err() {
		exit(1);
	}
}
