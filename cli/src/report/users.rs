//! The operator's own user ids, and whom they stand for on the chain.

use crate::failure::{Failure, Result};
use std::{collections::HashMap, path::Path};
use tanpu_primitives::{CitizenId, Nullifier};

/// Who a user is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Person {
	Citizen(CitizenId),
	/// The chain knows the citizen of a nullifier.
	Nullifier(Nullifier),
}

/// Reads a CSV with the columns `user,citizen` or `user,nullifier`; others are not looked at.
pub fn read(path: &Path) -> Result<HashMap<String, Person>> {
	let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
	parse(&bytes).map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))
}

fn parse(bytes: &[u8]) -> Result<HashMap<String, Person>, String> {
	let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
	let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
	let headers = reader.headers().map_err(|e| e.to_string())?.clone();
	let column = |name: &str| headers.iter().position(|header| header == name);
	let user = column("user").ok_or("the column 'user' is missing")?;
	let citizen = column("citizen");
	let nullifier = column("nullifier");
	if citizen.is_none() && nullifier.is_none() {
		return Err("a column 'citizen' or 'nullifier' is missing".into());
	}
	let mut users = HashMap::new();
	for record in reader.records() {
		let record = record.map_err(|e| e.to_string())?;
		let line = record.position().map_or(0, csv::Position::line);
		let field = |at: Option<usize>| at.and_then(|at| record.get(at)).filter(|v| !v.is_empty());
		let name = field(Some(user)).ok_or(format!("line {line}: user is empty"))?;
		let person = match (field(citizen), field(nullifier)) {
			(Some(number), _) => Person::Citizen(
				number
					.parse()
					.map_err(|_| format!("line {line}: citizen '{number}' is not a number"))?,
			),
			(None, Some(text)) => Person::Nullifier(
				hex32(text).ok_or(format!("line {line}: nullifier is not 64 hex digits"))?,
			),
			(None, None) => return Err(format!("line {line}: neither citizen nor nullifier")),
		};
		if users.insert(name.to_owned(), person).is_some_and(|before| before != person) {
			return Err(format!("line {line}: user '{name}' stands here twice, for two persons"));
		}
	}
	Ok(users)
}

/// 32 bytes from hex, with or without 0x.
pub fn hex32(text: &str) -> Option<[u8; 32]> {
	let mut bytes = [0u8; 32];
	hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut bytes).ok()?;
	Some(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn both_kinds_of_files_are_read() {
		let users = parse(b"user,citizen\nanna,7\n bert , 8\n").unwrap();
		assert_eq!(users["anna"], Person::Citizen(7));
		assert_eq!(users["bert"], Person::Citizen(8));
		let text = format!("\u{feff}user,nullifier,expires\nanna,0x{},1\n", "ab".repeat(32));
		assert_eq!(parse(text.as_bytes()).unwrap()["anna"], Person::Nullifier([0xab; 32]));
	}

	#[test]
	fn bad_files_say_where() {
		assert!(parse(b"name,citizen\n").unwrap_err().contains("'user' is missing"));
		assert!(parse(b"user,number\n").unwrap_err().contains("'citizen' or 'nullifier'"));
		assert!(parse(b"user,citizen\na,x\n").unwrap_err().contains("line 2"));
		assert!(parse(b"user,citizen\na,1\na,2\n").unwrap_err().contains("two persons"));
		assert!(parse(b"user,citizen\na,1\na,1\n").is_ok());
		assert!(parse(b"user,nullifier\na,0x12\n").unwrap_err().contains("64 hex digits"));
	}
}
