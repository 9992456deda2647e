//! Tables and JSON on stdout; progress and remarks on stderr.

use crate::escape::{escape, escape_json, escape_lines};
use comfy_table::{presets, Cell, ContentArrangement, Table};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use std::{
	io::{IsTerminal, Write},
	time::Duration,
};

/// Where results go, and in which form.
#[derive(Clone, Copy, Debug)]
pub struct Output {
	/// One JSON document instead of tables.
	pub json: bool,
}

impl Output {
	/// Prints the result of the command: once, as JSON or for people.
	pub fn result(&self, json: Value, human: impl AsRef<str>) {
		if self.json {
			// Serialising a Value can't fail.
			let text = serde_json::to_string_pretty(&json).unwrap_or_default();
			out(&escape_json(&text));
		} else {
			out(&escape_lines(human.as_ref()));
		}
	}

	/// A remark while the command runs, on stderr.
	pub fn note(&self, text: impl AsRef<str>) {
		note(text);
	}

	/// A bar of so many steps; invisible where stderr is no terminal.
	pub fn bar(&self, steps: usize, label: &str) -> ProgressBar {
		let bar = ProgressBar::with_draw_target(
			Some(u64::try_from(steps).unwrap_or(u64::MAX)),
			self.target(),
		);
		if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:32}] {pos}/{len} {elapsed}") {
			bar.set_style(style.progress_chars("=> "));
		}
		bar.set_message(label.to_owned());
		bar
	}

	/// A spinner for waiting; invisible where stderr is no terminal.
	pub fn spinner(&self, label: &str) -> ProgressBar {
		let bar = ProgressBar::with_draw_target(None, self.target());
		bar.set_message(label.to_owned());
		bar.enable_steady_tick(Duration::from_millis(120));
		bar
	}

	fn target(&self) -> ProgressDrawTarget {
		if std::io::stderr().is_terminal() {
			ProgressDrawTarget::stderr()
		} else {
			ProgressDrawTarget::hidden()
		}
	}
}

fn out(text: &str) {
	let mut stdout = std::io::stdout().lock();
	// A closed pipe (`| head`) is the reader's choice, not an error.
	let _ = stdout.write_all(text.as_bytes());
	if !text.ends_with('\n') {
		let _ = stdout.write_all(b"\n");
	}
	let _ = stdout.flush();
}

/// A line on stderr.
pub fn note(text: impl AsRef<str>) {
	let _ = writeln!(std::io::stderr().lock(), "{}", escape_lines(text.as_ref()));
}

/// A table whose cells are foreign text: everything is escaped.
pub fn table<R, C>(headers: &[&str], rows: R) -> String
where
	R: IntoIterator<Item = Vec<C>>,
	C: AsRef<str>,
{
	let mut table = Table::new();
	table
		.load_style(presets::UTF8_FULL_CONDENSED)
		.set_content_arrangement(ContentArrangement::Dynamic)
		.set_header(headers.iter().map(Cell::new));
	for row in rows {
		table.add_row(row.iter().map(|cell| Cell::new(escape(cell.as_ref()))));
	}
	table.to_string()
}

/// Two columns: what it is, and its value.
pub fn fields<C: AsRef<str>>(rows: impl IntoIterator<Item = (&'static str, C)>) -> String {
	let mut table = Table::new();
	table
		.load_style(presets::UTF8_FULL_CONDENSED)
		.set_content_arrangement(ContentArrangement::Dynamic);
	for (name, value) in rows {
		table.add_row([Cell::new(name), Cell::new(escape(value.as_ref()))]);
	}
	table.to_string()
}

/// `1,234,567`.
pub fn grouped(number: u64) -> String {
	let digits = number.to_string();
	let mut out = String::with_capacity(digits.len() + digits.len() / 3);
	for (at, digit) in digits.chars().enumerate() {
		if at > 0 && (digits.len() - at).is_multiple_of(3) {
			out.push(',');
		}
		out.push(digit);
	}
	out
}

/// Hundredths of a point as points: `12.34`.
pub fn points(cents: u64) -> String {
	format!("{}.{:02}", grouped(cents / 100), cents % 100)
}

/// Thousandths of a growth point: `12.345`.
pub fn growth(millis: u64) -> String {
	format!("{}.{:03}", grouped(millis / 1_000), millis % 1_000)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_for_people() {
		assert_eq!(grouped(0), "0");
		assert_eq!(grouped(999), "999");
		assert_eq!(grouped(95_128), "95,128");
		assert_eq!(grouped(1_234_567), "1,234,567");
		assert_eq!(points(197), "1.97");
		assert_eq!(growth(234_005), "234.005");
	}

	#[test]
	fn cells_are_escaped() {
		let text = table(&["name"], [vec!["a\u{1b}[31mb"]]);
		assert!(text.contains("a\\u{1b}[31mb"));
	}
}
