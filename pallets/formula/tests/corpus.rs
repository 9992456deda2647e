//! What the fuzzer found worth keeping (`fuzz/`), run as tests.
//!
//! `cases/text.json` holds texts, `cases/decode.json` bytes in hexadecimal.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

use codec::Encode;
use std::{
	fs,
	path::{Path, PathBuf},
};

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

fn file(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

fn corpus(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name)
}

fn list(name: &str) -> Vec<String> {
	serde_json::from_str(&fs::read_to_string(file(name)).unwrap()).unwrap()
}

fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
	(0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn texts_hold() {
	let texts = list("text.json");
	assert!(texts.len() > 20);
	for text in texts {
		targets::text(text.as_bytes());
	}
}

#[test]
fn bytes_hold() {
	let cases = list("decode.json");
	assert!(cases.len() > 20);
	for case in cases {
		targets::decode(&bytes(&case));
	}
}

/// Writes the cases where the fuzzer starts from, and every formula among the texts as bytes too.
#[test]
#[ignore = "for the fuzzer: see fuzz/README.md"]
fn unpack() {
	let declarations = targets::declarations();
	for name in ["text", "decode"] {
		fs::create_dir_all(corpus(name)).unwrap();
	}
	for (index, text) in list("text.json").iter().enumerate() {
		fs::write(corpus("text").join(format!("case-{index}")), text).unwrap();
		if let Ok(definition) = tanpu_formula::compile(text, &declarations) {
			let mut whole = vec![0];
			definition.encode_to(&mut whole);
			whole.extend([3; 16]);
			let mut ops = vec![1];
			definition.program.ops.iter().for_each(|op| op.encode_to(&mut ops));
			fs::write(corpus("decode").join(format!("whole-{index}")), whole).unwrap();
			fs::write(corpus("decode").join(format!("ops-{index}")), ops).unwrap();
		}
	}
	for (index, case) in list("decode.json").iter().enumerate() {
		fs::write(corpus("decode").join(format!("case-{index}")), bytes(case)).unwrap();
	}
}

/// Adds to the cases from the (minimised) corpus: evenly over their lengths, so that not only the
/// shortest are kept.
#[test]
#[ignore = "after a run of the fuzzer: see fuzz/README.md"]
fn keep() {
	for (name, most, longest, is_text) in [("text", 100, 300, true), ("decode", 100, 600, false)] {
		let mut cases = list(&format!("{name}.json"));
		let mut found: Vec<(usize, String)> = fs::read_dir(corpus(name))
			.unwrap()
			.map(|entry| fs::read(entry.unwrap().path()).unwrap())
			.filter(|bytes| bytes.len() <= longest)
			.filter_map(|bytes| {
				let case = if is_text { String::from_utf8(bytes).ok()? } else { hex(&bytes) };
				Some((case.len(), case))
			})
			.filter(|(_, case)| !cases.contains(case))
			.collect();
		found.sort();
		let step = found.len().div_ceil(most).max(1);
		cases.extend(found.into_iter().step_by(step).map(|(_, case)| case));
		// In ASCII: what can't be seen, or turns a line around, shows as its code.
		let mut json = String::new();
		for character in serde_json::to_string_pretty(&cases).unwrap().chars() {
			if character.is_ascii() {
				json.push(character);
			} else {
				let mut units = [0; 2];
				for unit in character.encode_utf16(&mut units) {
					json.push_str(&format!("\\u{unit:04x}"));
				}
			}
		}
		fs::write(file(&format!("{name}.json")), json + "\n").unwrap();
	}
}
