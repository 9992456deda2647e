//! Text from a chain or a file is somebody else's: before it reaches a terminal, whatever could
//! move the cursor, hide or reorder other text is shown as an escape.

use std::borrow::Cow;

/// Control characters, and those that reorder or hide text.
fn is_deceptive(character: char) -> bool {
	character.is_control()
		|| matches!(character,
			'\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' |
			'\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' |
			'\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn escape_but(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
	if !text.chars().any(|c| is_deceptive(c) && !keep(c)) {
		return Cow::Borrowed(text);
	}
	let mut out = String::with_capacity(text.len());
	for character in text.chars() {
		if is_deceptive(character) && !keep(character) {
			match character {
				'\n' => out.push_str("\\n"),
				'\r' => out.push_str("\\r"),
				'\t' => out.push_str("\\t"),
				other => out.push_str(&format!("\\u{{{:x}}}", u32::from(other))),
			}
		} else {
			out.push(character);
		}
	}
	Cow::Owned(out)
}

/// One line of foreign text.
pub fn escape(text: &str) -> Cow<'_, str> {
	escape_but(text, |_| false)
}

/// Several lines, of which some parts may be foreign: line ends stay.
pub fn escape_lines(text: &str) -> Cow<'_, str> {
	escape_but(text, |c| c == '\n')
}

/// Foreign bytes that should be UTF-8.
pub fn escape_bytes(bytes: &[u8]) -> String {
	escape(&String::from_utf8_lossy(bytes)).into_owned()
}

/// A JSON document whose strings stay what they are, but spelled with `\uXXXX` where needed.
/// Outside strings JSON has no such characters but line ends, so replacing everywhere is safe.
pub fn escape_json(document: &str) -> String {
	let mut out = String::with_capacity(document.len());
	for character in document.chars() {
		if is_deceptive(character) && character != '\n' {
			let mut units = [0u16; 2];
			for unit in character.encode_utf16(&mut units) {
				out.push_str(&format!("\\u{unit:04x}"));
			}
		} else {
			out.push(character);
		}
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn control_and_direction_characters_are_shown_not_done() {
		assert_eq!(escape("plain 地铁 text"), "plain 地铁 text");
		assert_eq!(escape("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
		assert_eq!(escape("a\u{202e}cod"), "a\\u{202e}cod");
		assert_eq!(escape("two\nlines\r"), "two\\nlines\\r");
		assert_eq!(
			escape("\u{9b}31m\u{7f}\u{200b}\u{2066}"),
			"\\u{9b}31m\\u{7f}\\u{200b}\\u{2066}"
		);
		assert_eq!(escape_lines("two\nlines\u{7}"), "two\nlines\\u{7}");
		assert_eq!(escape_bytes(b"ok\xff"), "ok\u{fffd}");
	}

	#[test]
	fn json_keeps_its_meaning() {
		let value = serde_json::json!({ "name": "x\u{202e}y\u{9b}\u{e0041}" });
		let text = escape_json(&serde_json::to_string(&value).unwrap());
		assert!(text.is_ascii());
		assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
	}
}
