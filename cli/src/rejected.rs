//! Rows of a file that were not done while the others were.

use crate::{failure::Done, output::table};
use serde_json::{json, Value};
use std::path::Path;

/// Rows that are shown to people; programs get all of them.
const SHOWN: usize = 20;

/// A row that was not done, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejected {
	pub line: u64,
	/// The row's own name for whom or what it is about.
	pub subject: String,
	pub reason: String,
}

impl Rejected {
	pub fn new(line: u64, subject: &str, reason: impl Into<String>) -> Self {
		Self { line, subject: subject.to_owned(), reason: reason.into() }
	}
}

/// The first of them, as a table that follows a summary; nothing where there are none.
pub fn text(file: &Path, header: &str, rejected: &[Rejected]) -> String {
	if rejected.is_empty() {
		return String::new();
	}
	let rows = rejected.iter().take(SHOWN).map(|row| {
		vec![format!("{}:{}", file.display(), row.line), row.subject.clone(), row.reason.clone()]
	});
	let mut text = format!("\n{}", table(&["place", header, "reason"], rows));
	if rejected.len() > SHOWN {
		text.push_str(&format!("\nand {} more", rejected.len() - SHOWN));
	}
	text
}

/// All of them.
pub fn json(header: &str, rejected: &[Rejected]) -> Value {
	rejected
		.iter()
		.map(|row| json!({ "line": row.line, header: row.subject, "reason": row.reason }))
		.collect()
}

pub fn done(rejected: &[Rejected]) -> Done {
	if rejected.is_empty() {
		Done::All
	} else {
		Done::SomeRejected
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn rows_are_named_and_the_rest_is_counted() {
		let list: Vec<_> = (2..25).map(|line| Rejected::new(line, "anna", "no")).collect();
		let shown = text(Path::new("a.csv"), "user", &list);
		assert!(shown.contains("a.csv:2") && shown.contains("a.csv:21") && shown.contains("anna"));
		assert!(!shown.contains("a.csv:22") && shown.ends_with("and 3 more"), "{shown}");
		assert_eq!(json("user", &list).as_array().unwrap().len(), 23);
		assert_eq!((done(&list), done(&[])), (Done::SomeRejected, Done::All));
		assert_eq!(text(Path::new("a.csv"), "user", &[]), "");
	}
}
