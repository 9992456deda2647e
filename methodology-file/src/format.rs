//! A file in the standard order and layout, with the comments that people wrote into it.
//!
//! The values come from [`to_toml`], which knows the order; the comments are found by a scanner that
//! knows of TOML what is a comment and what is not, and are put back to the key or heading to which
//! they belonged. What stood at a key that is not printed (a default) goes to the next one: no
//! comment is lost.

use crate::{
	escape::escape_lines,
	places::tables,
	print::{quoted, to_toml},
	schema::File,
	Problem,
};
use std::{collections::BTreeMap, ops::Range};
use tanpu_formula::print_formula;

/// Formats a methodology file: the same content, in the standard order and layout.
///
/// Formatting what is formatted changes nothing.
///
/// # Errors
///
/// What is wrong with the file: only what reads can be formatted.
pub fn format(source: &str) -> Result<String, Problem> {
	let content = crate::parse(source)?;
	let file: File = tables(source)?;
	let printed = to_toml(&content);
	let found = scan(source);
	let layout = scan(&printed);
	let mut notes = assign(found, &layout);

	let mut out = String::with_capacity(source.len());
	let mut done = 0;
	for entry in &layout.entries {
		out.push_str(printed.get(done..entry.span.start).unwrap_or_default());
		let note = notes.remove(&entry.path).unwrap_or_default();
		for line in tidy(note.before) {
			out.push_str(&line);
			out.push('\n');
		}
		if entry.path == "formula" {
			let text = print_formula(&content.definition);
			out.push_str(&formula(file.formula.get_ref(), text.trim_end()));
		} else {
			out.push_str(printed.get(entry.span.clone()).unwrap_or_default());
		}
		if let Some(trailing) = note.trailing {
			out.push(' ');
			out.push_str(&trailing);
		}
		done = entry.span.end;
	}
	out.push_str(printed.get(done..).unwrap_or_default());
	let mut tail = tidy(notes.remove(TAIL).unwrap_or_default().before);
	while tail.last().is_some_and(String::is_empty) {
		tail.pop();
	}
	if !tail.is_empty() {
		out.push('\n');
		out.push_str(&tail.join("\n"));
		out.push('\n');
	}
	Ok(out)
}

/// The name of what stands after the last key.
const TAIL: &str = "";

/// What is written about a key or heading.
#[derive(Default)]
struct Note {
	/// Lines of comment before it; an empty one for a gap between them.
	before: Vec<String>,
	/// The comment behind it.
	trailing: Option<String>,
}

/// A key or heading in a file.
struct Entry {
	/// Its name from the root: `rules.claim[1].group`.
	path: String,
	note: Note,
	/// From its first character to the last of its value.
	span: Range<usize>,
}

struct Scan {
	entries: Vec<Entry>,
	tail: Vec<String>,
}

/// Gives the comments of a file to what is printed.
fn assign(found: Scan, layout: &Scan) -> BTreeMap<String, Note> {
	let known = |path: &str| layout.entries.iter().any(|entry| entry.path == path);
	let mut notes = BTreeMap::<String, Note>::new();
	let mut homeless = Vec::new();
	for Entry { path, note, .. } in found.entries {
		if known(&path) {
			let target = notes.entry(path).or_default();
			target.before.append(&mut homeless);
			target.before.extend(note.before);
			match target.trailing {
				None => target.trailing = note.trailing,
				Some(_) => target.before.extend(note.trailing),
			}
		} else {
			homeless.extend(note.before);
			homeless.extend(note.trailing);
		}
	}
	let tail = notes.entry(TAIL.into()).or_default();
	tail.before.append(&mut homeless);
	tail.before.extend(found.tail);
	notes
}

/// No gap before the first comment, and one at most between two.
fn tidy(lines: Vec<String>) -> Vec<String> {
	let mut out: Vec<String> = Vec::with_capacity(lines.len());
	for line in lines {
		if line.is_empty() && out.last().is_none_or(String::is_empty) {
			continue;
		}
		out.push(line);
	}
	out
}

/// Walks over TOML that is known to be well formed.
struct Scanner<'s> {
	source: &'s str,
	at: usize,
}

fn scan(source: &str) -> Scan {
	let mut scanner = Scanner { source, at: 0 };
	let mut entries = Vec::new();
	let mut pending = Vec::new();
	let mut prefix = String::new();
	let mut counts = BTreeMap::<String, usize>::new();
	while let Some(first) = scanner.first_of_line() {
		match first {
			'\n' => {
				scanner.at += 1;
				pending.push(String::new());
			},
			'#' => {
				pending.push(scanner.comment());
				scanner.end_line();
			},
			_ => {
				let start = scanner.at;
				let (path, inside) = if first == '[' {
					(scanner.heading(&mut prefix, &mut counts), Vec::new())
				} else {
					let key = scanner.until('=');
					let path = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
					let inside = scanner.value();
					(path, inside)
				};
				let span = start..scanner.at;
				scanner.spaces();
				let trailing = (scanner.peek() == Some('#')).then(|| scanner.comment());
				scanner.end_line();
				let mut before = std::mem::take(&mut pending);
				before.extend(inside);
				entries.push(Entry { path, note: Note { before, trailing }, span });
			},
		}
	}
	Scan { entries, tail: pending }
}

impl Scanner<'_> {
	fn rest(&self) -> &str {
		self.source.get(self.at..).unwrap_or_default()
	}

	fn peek(&self) -> Option<char> {
		self.rest().chars().next()
	}

	fn next(&mut self) -> Option<char> {
		let next = self.peek()?;
		self.at += next.len_utf8();
		Some(next)
	}

	fn spaces(&mut self) {
		while matches!(self.peek(), Some(' ' | '\t' | '\r')) {
			self.at += 1;
		}
	}

	fn first_of_line(&mut self) -> Option<char> {
		if self.at == 0 && self.source.starts_with('\u{feff}') {
			self.next();
		}
		self.spaces();
		self.peek()
	}

	/// A comment up to the line's end.
	fn comment(&mut self) -> String {
		let end = self.rest().find('\n').unwrap_or(self.rest().len());
		let text = self.rest().get(..end).unwrap_or_default().trim_end().to_owned();
		self.at += end;
		text
	}

	fn end_line(&mut self) {
		self.spaces();
		if self.peek() == Some('\n') {
			self.at += 1;
		}
	}

	/// A dotted key up to a character outside quotes, which is taken too. Quotes and spaces go.
	fn until(&mut self, end: char) -> String {
		let mut key = String::new();
		while let Some(next) = self.next() {
			match next {
				_ if next == end => break,
				'"' | '\'' => {
					while let Some(inner) = self.next().filter(|inner| *inner != next) {
						key.push(inner);
					}
				},
				' ' | '\t' => {},
				other => key.push(other),
			}
		}
		key
	}

	/// `[a]` or `[[a]]`, after which keys are those of that table.
	fn heading(&mut self, prefix: &mut String, counts: &mut BTreeMap<String, usize>) -> String {
		self.at += 1;
		let many = self.peek() == Some('[');
		if many {
			self.at += 1;
		}
		let name = self.until(']');
		if many && self.peek() == Some(']') {
			self.at += 1;
		}
		*prefix = name.clone();
		if many {
			let count = counts.entry(name.clone()).or_default();
			*prefix = format!("{name}[{count}]");
			*count += 1;
		}
		prefix.clone()
	}

	/// Goes over a value, and returns the comments inside it.
	fn value(&mut self) -> Vec<String> {
		self.spaces();
		let mut inside = Vec::new();
		let mut depth = 0usize;
		while let Some(next) = self.peek() {
			match next {
				'"' | '\'' => self.string(next),
				'[' | '{' => {
					depth += 1;
					self.at += 1;
				},
				']' | '}' => {
					depth = depth.saturating_sub(1);
					self.at += 1;
				},
				'#' if depth == 0 => break,
				'#' => inside.push(self.comment()),
				'\n' if depth == 0 => break,
				_ => {
					self.next();
				},
			}
		}
		// A bare value ends where its spaces begin.
		let taken = self.source.get(..self.at).unwrap_or_default();
		self.at = taken.trim_end().len();
		inside
	}

	fn string(&mut self, quote: char) {
		let escapes = quote == '"';
		let triple: String = std::iter::repeat_n(quote, 3).collect();
		let long = self.rest().starts_with(&triple);
		self.at += if long { 3 } else { 1 };
		while let Some(next) = self.peek() {
			if escapes && next == '\\' {
				self.next();
				self.next();
			} else if long && self.rest().starts_with(&triple) {
				self.at += 3;
				// Up to two quotes can stand before the closing ones.
				while self.peek() == Some(quote) {
					self.at += 1;
				}
				return;
			} else if !long && next == quote {
				self.at += 1;
				return;
			} else {
				self.next();
			}
		}
	}
}

/// The formula's key and value: printed lines, each with the comments of the statement that it
/// prints.
fn formula(source: &str, printed: &str) -> String {
	let mut comments = Comments::of(source);
	let mut lines = Vec::new();
	for (number, line) in printed.lines().enumerate() {
		lines.append(&mut comments.before.remove(&number).unwrap_or_default());
		lines.push(match comments.behind.remove(&number) {
			Some(comment) => format!("{line} {comment}"),
			None => line.to_owned(),
		});
	}
	lines.extend(comments.before.into_values().flatten());
	lines.extend(comments.behind.into_values());
	let text = lines.join("\n");
	if text.contains("'''") || escape_lines(&text) != text {
		format!("formula = {}", quoted(&format!("{text}\n")))
	} else {
		format!("formula = '''\n{text}\n'''")
	}
}

/// Comments in a formula, by the statement to which they belong. Each statement is printed as a line.
#[derive(Default)]
struct Comments {
	before: BTreeMap<usize, Vec<String>>,
	behind: BTreeMap<usize, String>,
}

impl Comments {
	fn of(source: &str) -> Self {
		let mut comments = Self::default();
		let mut statement = 0usize;
		// What stands on the line before the comment, and whether its statement is begun.
		let (mut last, mut begun) = (None, false);
		let mut rest = source.chars().peekable();
		while let Some(next) = rest.next() {
			match next {
				'\n' => last = None,
				'"' => {
					while rest.next_if(|inner| *inner != '"' && *inner != '\n').is_some() {}
					rest.next_if_eq(&'"');
					(last, begun) = (Some('"'), true);
				},
				'#' => {
					let mut text = String::from('#');
					while let Some(inner) = rest.next_if(|inner| *inner != '\n') {
						text.push(inner);
					}
					let text = text.trim_end().to_owned();
					match last {
						// Behind the end of a statement.
						Some(';' | '；') => {
							let ended = statement.saturating_sub(1);
							comments.behind(ended, text);
						},
						// Behind a part of a statement: at its end, if nothing follows.
						Some(_) if !more(rest.clone()) => comments.behind(statement, text),
						None if begun && !more(rest.clone()) => {
							comments.before.entry(usize::MAX).or_default().push(text);
						},
						_ => comments.before.entry(statement).or_default().push(text),
					}
				},
				';' | '；' => {
					statement += 1;
					(last, begun) = (Some(next), false);
				},
				other if other.is_whitespace() => {},
				other => (last, begun) = (Some(other), true),
			}
		}
		comments
	}

	fn behind(&mut self, statement: usize, text: String) {
		match self.behind.entry(statement) {
			std::collections::btree_map::Entry::Vacant(entry) => {
				entry.insert(text);
			},
			std::collections::btree_map::Entry::Occupied(_) => {
				self.before.entry(statement).or_default().push(text);
			},
		}
	}
}

/// Whether anything but spaces and comments follows.
fn more(mut rest: std::iter::Peekable<std::str::Chars<'_>>) -> bool {
	while let Some(next) = rest.next() {
		match next {
			'#' => while rest.next_if(|inner| *inner != '\n').is_some() {},
			other if other.is_whitespace() => {},
			_ => return true,
		}
	}
	false
}

#[cfg(test)]
mod tests {
	use super::*;

	const METRO: &str = include_str!("../../methodologies/shenzhen-metro.toml");

	/// Every comment of a text, sorted: those of the file and those of its formula.
	fn comments(source: &str) -> Vec<String> {
		let scan = scan(source);
		let file: File = tables(source).unwrap();
		let mut formula = Comments::of(file.formula.get_ref());
		let notes = scan
			.entries
			.into_iter()
			.flat_map(|entry| entry.note.before.into_iter().chain(entry.note.trailing));
		let mut all: Vec<String> = notes
			.chain(scan.tail)
			.chain(std::mem::take(&mut formula.before).into_values().flatten())
			.chain(std::mem::take(&mut formula.behind).into_values())
			.filter(|line| !line.is_empty())
			.collect();
		all.sort();
		all
	}

	fn formatted(source: &str) -> String {
		let text = format(source).unwrap_or_else(|problem| panic!("{problem}\n{source}"));
		let same = crate::parse(&text).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
		assert_eq!(same, crate::parse(source).unwrap(), "{text}");
		assert_eq!(comments(&text), comments(source), "{text}");
		assert_eq!(format(&text).unwrap(), text, "formatting twice changes nothing");
		text
	}

	#[test]
	fn all_of_the_library_keeps_its_meaning_and_its_comments() {
		let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../methodologies");
		let mut count = 0;
		for file in std::fs::read_dir(folder).unwrap() {
			let path = file.unwrap().path();
			let source = std::fs::read_to_string(&path).unwrap();
			if path.extension().is_some_and(|end| end == "toml") && crate::parse(&source).is_ok() {
				formatted(&source);
				count += 1;
			}
		}
		assert!(count > 0);
	}

	#[test]
	fn comments_stay_where_they_belong() {
		let text = formatted(METRO);
		assert!(text.starts_with("# Shenzhen: low-carbon public transport, metro."), "{text}");
		assert!(
			text.contains(
				"claimed. Everything marked \"platform\" was set by this platform.\n\njurisdiction"
			),
			"{text}"
		);
		assert!(
			text.contains("unit = \"pkm\" # one passenger: kilometres of the trip\n"),
			"{text}"
		);
		assert!(text.contains("[rules]\n# Platform: 8.44 points"), "{text}");
		assert!(
			text.contains("\n\n# A ride takes the person's time. Group 1: rides of persons.\n[[rules.claim]]\n"),
			"{text}"
		);
	}

	#[test]
	fn order_and_layout_are_the_standard_ones() {
		// Another order, other spellings, tabs, dotted keys, no gaps, carriage returns.
		let source = "\u{feff}# first\r\n\r\n\r\n# second # still\n".to_owned()
			+ r##"
title.en = 'Metro # no comment' # english
"scenario"   =   "metro"
formula = """let a = distance * factor ;  # the product
# before the result
  a /  # divided
  1 # the end
# and after
"""   # of the formula
jurisdiction="CN-SZ"
[rules]	# heading
verifiers_needed = 2
operator_share_percent = 20.0 # percent
evidence_required = true
max_grams_per_day = 20_000
max_grams_per_record = 4670
growth_per_kg = 1000
points_per_kg = "8.440"
[[rules.claim]]
group = 1
# kept, though the default is not printed
lasting = false # nor this
kind = "once"
[[parameter]]
# of the unit
unit = "gCO2e/pkm"
value = 46.70
source = """as "printed" """
kind = "official"
name = "factor"
[[input]]
name = "distance"
max = 100
min = 0.00
unit = "pkm"
decimals = 2
[[input]]
name = "line"
values = [ # the lines
	"one", # number one
	"two" ]
[document]
hash = "0x0000000000000000000000000000000000000000000000000000000000000000"
uri = "somewhere"
# last
"##;
		let text = formatted(&source);
		assert!(text.starts_with("jurisdiction = \"CN-SZ\"\n"), "{text}");
		let order = [
			"scenario = \"metro\"\n",
			"formula = '''\nlet a = distance * factor; # the product\n# before the result\n# divided\na / 1 # the end\n# and after\n''' # of the formula\n",
			"[title]\n# first\n\n# second # still\n\nen = \"Metro # no comment\" # english\n",
			"\n[document]\nuri = \"somewhere\"\n",
			"\n[sections]\ncrediting_period_days = 0\n",
			"\n[[input]]\nname = \"distance\"\nunit = \"pkm\"\ndecimals = 2\nmin = 0\nmax = 100\n",
			"# the lines\n# number one\nvalues = [\"one\", \"two\"]\n",
			"\n[[parameter]]\nname = \"factor\"\nvalue = 46.7\n# of the unit\nunit = \"gCO2e/pkm\"\n",
			"source = \"as \\\"printed\\\" \"\n",
			"\n[rules] # heading\npoints_per_kg = 8.44\n",
			"operator_share_percent = 20 # percent\n",
			"\n[[rules.claim]]\n# kept, though the default is not printed\n# nor this\nkind = \"once\"\ngroup = 1\n",
			"\n# last\n",
		];
		let mut at = 0;
		for part in order {
			let found = text[at..].find(part).unwrap_or_else(|| panic!("{part}\nin\n{text}"));
			at += found + part.len();
		}
		assert!(!text.contains('\r') && !text.contains("\n\n\n"), "{text:?}");
	}

	#[test]
	fn what_does_not_read_is_not_formatted() {
		let wrong = METRO.replace("distance * factor", "distance + factor");
		assert_eq!(format(&wrong), Err(crate::parse(&wrong).unwrap_err()));
	}

	#[test]
	fn a_comment_can_t_end_the_formula() {
		let source = METRO
			.replace("'''\ndistance * factor\n'''", "\"\"\"\n# ''' x\ndistance * factor\n\"\"\"");
		let text = formatted(&source);
		assert!(text.contains("# ''' x\n"), "{text}");
	}
}
