//! Text into tokens.

use super::ParseError;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
	Number,
	Word,
	Text,
	Symbol(&'static str),
	End,
}

/// A token and where it starts; a text without its quotes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
	pub(super) kind: Kind,
	pub(super) text: String,
	pub(super) line: u32,
	pub(super) column: u32,
}

/// Longest formula text, in characters: far above what [`crate::MAX_OPS`] operations need.
const MAX_CHARACTERS: usize = 65_536;

struct Lexer<'a> {
	rest: core::iter::Peekable<core::str::Chars<'a>>,
	line: u32,
	column: u32,
}

impl Lexer<'_> {
	fn take(&mut self) -> Option<char> {
		let next = self.rest.next()?;
		if next == '\n' {
			self.line = self.line.saturating_add(1);
			self.column = 1;
		} else {
			self.column = self.column.saturating_add(1);
		}
		Some(next)
	}

	fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
		let mut text = String::new();
		while let Some(next) = self.rest.peek().copied().filter(|next| wanted(*next)) {
			text.push(next);
			self.take();
		}
		text
	}

	fn take_if(&mut self, wanted: char) -> bool {
		let found = self.rest.peek() == Some(&wanted);
		if found {
			self.take();
		}
		found
	}
}

/// The tokens of a formula, the last one [`Kind::End`]. `#` starts a comment up to the line's end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ParseError> {
	if text.chars().count() > MAX_CHARACTERS {
		return Err(ParseError::new(
			(1, 1),
			"the formula is too long".into(),
			format!("at most {MAX_CHARACTERS} characters"),
		));
	}
	let mut lexer = Lexer { rest: text.chars().peekable(), line: 1, column: 1 };
	let mut tokens = Vec::new();
	loop {
		lexer.take_while(char::is_whitespace);
		let (line, column) = (lexer.line, lexer.column);
		let Some(first) = lexer.rest.peek().copied() else {
			tokens.push(Token { kind: Kind::End, text: String::new(), line, column });
			return Ok(tokens);
		};
		if first == '#' {
			lexer.take_while(|next| next != '\n');
			continue;
		}
		let (kind, text) = if first.is_ascii_digit() {
			(Kind::Number, number(&mut lexer)?)
		} else if first.is_alphabetic() || first == '_' {
			(Kind::Word, lexer.take_while(|next| next == '_' || next.is_alphanumeric()))
		} else if first == '"' {
			(Kind::Text, quoted(&mut lexer)?)
		} else {
			let symbol = symbol(&mut lexer)?;
			(Kind::Symbol(symbol), symbol.into())
		};
		tokens.push(Token { kind, text, line, column });
	}
}

fn number(lexer: &mut Lexer) -> Result<String, ParseError> {
	let start = (lexer.line, lexer.column);
	let mut text = lexer.take_while(|next| next.is_ascii_digit());
	if lexer.take_if('.') {
		let decimals = lexer.take_while(|next| next.is_ascii_digit());
		if decimals.is_empty() {
			return Err(ParseError::new(
				start,
				format!("the number `{text}.` has no digit after its point"),
				"a number such as 46.7".into(),
			));
		}
		text.push('.');
		text.push_str(&decimals);
	}
	Ok(text)
}

fn quoted(lexer: &mut Lexer) -> Result<String, ParseError> {
	let start = (lexer.line, lexer.column);
	lexer.take();
	let text = lexer.take_while(|next| next != '"' && next != '\n');
	if lexer.take_if('"') {
		Ok(text)
	} else {
		Err(ParseError::new(start, "the text is not closed".into(), "a closing `\"`".into()))
	}
}

fn symbol(lexer: &mut Lexer) -> Result<&'static str, ParseError> {
	let start = (lexer.line, lexer.column);
	let first = lexer.take().unwrap_or_default();
	// The signs of Chinese keyboards and of printed formulas mean the same.
	Ok(match first {
		'+' => "+",
		'-' | '−' => "-",
		'*' | '×' | '·' => "*",
		'/' | '÷' => "/",
		'^' => "^",
		'%' => "%",
		'(' | '\u{ff08}' => "(",
		')' | '\u{ff09}' => ")",
		'[' => "[",
		']' => "]",
		',' | '\u{ff0c}' => ",",
		';' | '\u{ff1b}' => ";",
		':' | '\u{ff1a}' => ":",
		'≤' => "<=",
		'≥' => ">=",
		'≠' => "!=",
		'<' if lexer.take_if('=') => "<=",
		'<' => "<",
		'>' if lexer.take_if('=') => ">=",
		'>' => ">",
		'=' if lexer.take_if('=') => "==",
		'=' => "=",
		'!' if lexer.take_if('=') => "!=",
		other => {
			return Err(ParseError::new(
				start,
				format!("unexpected character `{}`", other.escape_debug()),
				"a number, a name or an operator".into(),
			))
		},
	})
}
