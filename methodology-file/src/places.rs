//! Lines and columns, and the values of a file with what is wrong about them.

use crate::{
	decimal::{parse_scaled, DecimalError},
	escape::{escape, escape_lines},
};
use std::{fmt, ops::Range};
use tanpu_formula::{parse_unit, Fixed, Name, SourceKind, Text, Unit, UnitError};
use toml::Spanned;

/// A place in a file and what is wrong there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
	/// Line, from 1.
	pub line: usize,
	/// Column in characters, from 1.
	pub column: usize,
	/// What is wrong, and what was expected.
	pub message: String,
}

impl fmt::Display for Problem {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}:{}: {}", self.line, self.column, self.message)
	}
}

impl std::error::Error for Problem {}

pub type Check<T> = Result<T, Problem>;

/// Finds lines and columns.
pub struct Places<'s>(pub &'s str);

/// Reads TOML into tables.
pub fn tables<T: serde::de::DeserializeOwned>(source: &str) -> Check<T> {
	toml::from_str(source).map_err(|error| {
		let span = error.span().unwrap_or(0..0);
		Places(source).problem(span.start, error.message().trim().to_owned())
	})
}

impl Places<'_> {
	fn position(&self, offset: usize) -> (usize, usize) {
		let mut offset = offset.min(self.0.len());
		while !self.0.is_char_boundary(offset) {
			offset -= 1;
		}
		let before = &self.0[..offset];
		let start = before.rfind('\n').map_or(0, |at| at + 1);
		(before.matches('\n').count() + 1, before[start..].chars().count() + 1)
	}

	pub fn problem(&self, offset: usize, message: impl Into<String>) -> Problem {
		let (line, column) = self.position(offset);
		Problem { line, column, message: message.into() }
	}

	pub fn at<T>(&self, item: &Spanned<T>, message: impl Into<String>) -> Problem {
		self.problem(item.span().start, message)
	}

	/// Where the content of a string begins in the file, for places inside it. Exact where the
	/// string is written without escapes.
	pub fn inside(&self, text: &Spanned<String>) -> usize {
		let Range { start, end } = text.span();
		let raw = self.0.get(start..end).unwrap_or_default();
		start + raw.find(text.get_ref().as_str()).unwrap_or(0)
	}

	/// A number exactly as it is written in the file, never through a float.
	fn written(&self, number: &Spanned<toml::Value>) -> Check<String> {
		match number.get_ref() {
			toml::Value::String(text) => Ok(text.trim().to_owned()),
			toml::Value::Integer(_) | toml::Value::Float(_) => {
				let raw = self.0.get(number.span()).unwrap_or_default();
				Ok(raw.trim().replace('_', ""))
			},
			other => Err(self.at(
				number,
				format!("expected a number such as 46.7, found a {}", other.type_str()),
			)),
		}
	}

	pub fn fixed(&self, number: &Spanned<toml::Value>) -> Check<Fixed> {
		self.written(number)?
			.parse()
			.map_err(|e| self.at(number, format!("{e}; expected a decimal number such as 46.7")))
	}

	pub fn scaled(&self, number: &Spanned<toml::Value>, decimals: u8) -> Check<u64> {
		let text = self.written(number)?;
		parse_scaled(&text, decimals).map_err(|e: DecimalError| {
			self.at(
				number,
				format!("'{text}' {e}; expected a number of at most {decimals} decimals"),
			)
		})
	}

	/// A whole number of a range.
	pub fn whole(
		&self,
		number: &Spanned<toml::Value>,
		range: std::ops::RangeInclusive<u64>,
		what: &str,
	) -> Check<u64> {
		let expected =
			format!("{what}: expected a whole number from {} to {}", range.start(), range.end());
		let text = self.written(number)?;
		match parse_scaled(&text, 0) {
			Ok(value) if range.contains(&value) => Ok(value),
			Ok(_) => Err(self.at(number, format!("'{text}' is out of range; {expected}"))),
			Err(e) => Err(self.at(number, format!("'{text}' {e}; {expected}"))),
		}
	}

	/// A small number of a range.
	pub fn within_range<T: Copy + PartialOrd + fmt::Display>(
		&self,
		number: &Spanned<T>,
		range: std::ops::RangeInclusive<T>,
		what: &str,
	) -> Check<T> {
		let value = *number.get_ref();
		if range.contains(&value) {
			return Ok(value);
		}
		let expected = format!("expected {} to {}", range.start(), range.end());
		Err(self.at(number, format!("{what} {value} is out of range; {expected}")))
	}

	pub fn unit(&self, text: &Spanned<String>) -> Check<Unit> {
		parse_unit(text.get_ref()).map_err(|error| {
			let base = self.inside(text);
			match error {
				UnitError::Unknown { offset } => {
					let rest = text.get_ref().get(offset..).unwrap_or_default();
					let word: String =
						rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
					let word = if word.is_empty() { rest.to_owned() } else { word };
					let known: Vec<_> =
						tanpu_formula::NamedUnit::ALL.iter().map(|unit| unit.text()).collect();
					self.problem(
						base + offset,
						format!("unknown unit '{word}'; expected one of {}", known.join(", ")),
					)
				},
				other => self.at(text, format!("'{}': {other}", text.get_ref())),
			}
		})
	}

	pub fn name(&self, text: &Spanned<String>) -> Check<Name> {
		Name::new(text.get_ref()).map_err(|e| self.at(text, format!("'{}': {e}", text.get_ref())))
	}

	pub fn text(&self, text: &Option<Spanned<String>>) -> Check<Text> {
		match text {
			None => Ok(Text::default()),
			Some(text) => self.required_text(text),
		}
	}

	pub fn required_text(&self, text: &Spanned<String>) -> Check<Text> {
		Text::new(text.get_ref()).map_err(|e| self.at(text, e.to_string()))
	}

	pub fn source_kind(&self, kind: &Spanned<String>) -> Check<SourceKind> {
		match kind.get_ref().as_str() {
			"official" => Ok(SourceKind::Official),
			"reference" => Ok(SourceKind::Reference),
			"platform" => Ok(SourceKind::Platform),
			other => Err(self.at(
				kind,
				format!("unknown kind '{other}'; expected official, reference or platform"),
			)),
		}
	}

	/// A required text of one line.
	pub fn line(&self, text: &Spanned<String>, limit: usize, what: &str) -> Check<Vec<u8>> {
		let bytes = text.get_ref().trim().as_bytes().to_vec();
		self.printable(text, limit, what, false)?;
		if bytes.is_empty() {
			return Err(self.at(text, format!("{what} is empty; expected a text")));
		}
		Ok(bytes)
	}

	/// A word that becomes part of serial numbers.
	pub fn code(&self, text: &Spanned<String>, limit: usize, what: &str) -> Check<Vec<u8>> {
		let bytes = self.line(text, limit, what)?;
		if !bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
			return Err(self.at(
				text,
				format!("{what} '{}': expected letters, digits, - and _ only", text.get_ref()),
			));
		}
		Ok(bytes)
	}

	/// A text of several lines, which may be missing.
	pub fn section(
		&self,
		text: &Option<Spanned<String>>,
		limit: usize,
		what: &str,
	) -> Check<Vec<u8>> {
		let Some(text) = text else { return Ok(Vec::new()) };
		self.printable(text, limit, what, true)?;
		Ok(text.get_ref().trim().as_bytes().to_vec())
	}

	fn printable(
		&self,
		text: &Spanned<String>,
		limit: usize,
		what: &str,
		lines: bool,
	) -> Check<()> {
		let trimmed = text.get_ref().trim();
		if trimmed.len() > limit {
			return Err(self.at(
				text,
				format!("{what} has {} bytes; expected at most {limit}", trimmed.len()),
			));
		}
		let shown = if lines { escape_lines(trimmed) } else { escape(trimmed) };
		if shown != trimmed {
			return Err(self.at(
				text,
				format!("{what} holds a control, invisible or text-direction character"),
			));
		}
		Ok(())
	}
}
