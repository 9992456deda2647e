//! A certificate as a picture: an SVG without scripts, links or fonts of its own.
//!
//! Every text in it that comes from somebody is escaped for the screen (control, invisible and
//! text-direction characters) and for XML. It is wrapped by the width that characters have, so that
//! Chinese text fits as well.

use crate::{
	escape::escape,
	failure::{Failure, Result},
};
use qrcode::{Color, EcLevel, QrCode};

/// Width and height of the picture.
const WIDTH: usize = 900;
/// Half-width characters in a line of the value column.
const COLUMNS: usize = 64;
const LINE: usize = 26;
/// Side of the QR code with its quiet zone.
const QR: usize = 240;

/// A line of a certificate: what it is in both languages, and its value.
pub struct Entry {
	pub label: &'static str,
	pub value: String,
	/// Whether it is the certificate's own and never changes: then a file is compared with it.
	pub own: bool,
	/// Shown so that it isn't overlooked.
	pub warning: bool,
}

/// A text for XML: escaped for people first.
pub fn xml(text: &str) -> String {
	let mut out = String::with_capacity(text.len());
	for character in escape(text).chars() {
		match character {
			'&' => out.push_str("&amp;"),
			'<' => out.push_str("&lt;"),
			'>' => out.push_str("&gt;"),
			'"' => out.push_str("&quot;"),
			'\'' => out.push_str("&#39;"),
			// Not allowed in XML at all.
			'\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
			other => out.push(other),
		}
	}
	out
}

/// Half-width columns that a character takes, roughly: ideographs, kana, hangul and full-width forms
/// take two.
fn width(character: char) -> usize {
	match u32::from(character) {
		0x1100..=0x115f
		| 0x2e80..=0xa4cf
		| 0xac00..=0xd7a3
		| 0xf900..=0xfaff
		| 0xfe30..=0xfe6f
		| 0xff00..=0xff60
		| 0xffe0..=0xffe6
		| 0x1f300..=0x1faff
		| 0x20000..=0x3fffd => 2,
		_ => 1,
	}
}

/// A text in lines of at most so many columns; broken at blanks where there are some.
fn wrap(text: &str, columns: usize) -> Vec<String> {
	let mut lines = Vec::new();
	let (mut line, mut used) = (String::new(), 0usize);
	for character in text.chars() {
		let wide = width(character);
		if used + wide > columns {
			match line.rfind(' ').filter(|at| *at > 0) {
				Some(at) => {
					let rest = line.split_off(at + 1);
					line.pop();
					used = rest.chars().map(width).sum();
					lines.push(std::mem::replace(&mut line, rest));
				},
				None => {
					lines.push(std::mem::take(&mut line));
					used = 0;
				},
			}
		}
		line.push(character);
		used += wide;
	}
	if !line.is_empty() || lines.is_empty() {
		lines.push(line);
	}
	lines
}

/// The elements that say what a certificate says: for drawing it, and for finding whether a file
/// still says it.
pub fn statements(entries: &[Entry]) -> Vec<String> {
	let mut out = Vec::new();
	for entry in entries.iter().filter(|entry| entry.own) {
		for line in wrap(&escape(&entry.value), COLUMNS) {
			out.push(xml(&line));
		}
	}
	out
}

/// What a file says, as [`statements`] has it: the contents of its elements of class `v`.
pub fn stated(document: &str) -> Vec<&str> {
	const OPEN: &str = "<text class=\"v\"";
	let mut out = Vec::new();
	let mut rest = document;
	while let Some(at) = rest.find(OPEN) {
		rest = &rest[at + OPEN.len()..];
		let (Some(open), Some(close)) = (rest.find('>'), rest.find("</text>")) else { break };
		if let Some(content) = rest.get(open + 1..close) {
			out.push(content);
		}
		rest = &rest[close..];
	}
	out
}

/// The picture.
pub fn draw(title: &str, entries: &[Entry], code: &str, foot: &[String]) -> Result<String> {
	let mut body = String::new();
	let mut y = 120usize;
	for entry in entries {
		body.push_str(&format!(
			"<text class=\"l\" x=\"40\" y=\"{y}\">{}</text>\n",
			xml(entry.label)
		));
		for line in wrap(&escape(&entry.value), COLUMNS) {
			let class = match (entry.own, entry.warning) {
				(true, _) => "v",
				(false, true) => "n w",
				(false, false) => "n",
			};
			body.push_str(&format!(
				"<text class=\"{class}\" x=\"300\" y=\"{y}\">{}</text>\n",
				xml(&line)
			));
			y += LINE;
		}
		y += 4;
	}
	y += 10;
	let qr = modules(code)?;
	let side = qr.len().max(1);
	let mut path = String::new();
	for (row, line) in qr.iter().enumerate() {
		for (column, dark) in line.iter().enumerate() {
			if *dark {
				path.push_str(&format!("M{column} {row}h1v1h-1z"));
			}
		}
	}
	body.push_str(&format!(
		"<svg x=\"40\" y=\"{y}\" width=\"{QR}\" height=\"{QR}\" viewBox=\"0 0 {side} {side}\" \
		 shape-rendering=\"crispEdges\"><path d=\"M0 0h{side}v{side}h-{side}z\" fill=\"#fff\"/>\
		 <path d=\"{path}\" fill=\"#000\"/></svg>\n"
	));
	let mut foot_y = y + 24;
	for line in foot.iter().flat_map(|line| wrap(&escape(line), 72)) {
		body.push_str(&format!(
			"<text class=\"f\" x=\"300\" y=\"{foot_y}\">{}</text>\n",
			xml(&line)
		));
		foot_y += 20;
	}
	let height = (y + QR).max(foot_y) + 40;
	Ok(format!(
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
		 <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
		 viewBox=\"0 0 {WIDTH} {height}\">\n\
		 <title>{}</title>\n<metadata>{}</metadata>\n\
		 <style>text{{font-family:sans-serif;fill:#1b2b22}}.t{{font-size:28px;font-weight:bold}}\
		 .l{{font-size:15px;fill:#5c6f64}}.v,.n{{font-size:16px}}.w{{fill:#a3341f;font-weight:bold}}\
		 .f{{font-size:13px;fill:#5c6f64}}</style>\n\
		 <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n\
		 <rect x=\"12\" y=\"12\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#2e7d4f\" \
		 stroke-width=\"3\"/>\n\
		 <text class=\"t\" x=\"40\" y=\"70\">{}</text>\n{body}</svg>\n",
		xml(title),
		xml(code),
		WIDTH - 24,
		height - 24,
		xml(title),
	))
}

/// The code's modules with their quiet zone; true is dark.
fn modules(text: &str) -> Result<Vec<Vec<bool>>> {
	const QUIET: usize = 4;
	// Paper gets creases.
	let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
		.map_err(|e| Failure::Plain(format!("can't make a QR code: {e}")))?;
	let width = code.width();
	let mut rows = vec![vec![false; width + 2 * QUIET]; width + 2 * QUIET];
	for (at, color) in code.to_colors().iter().enumerate() {
		if let Some(module) = rows
			.get_mut(QUIET + at / width)
			.and_then(|line: &mut Vec<bool>| line.get_mut(QUIET + at % width))
		{
			*module = *color == Color::Dark;
		}
	}
	Ok(rows)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn entry(value: &str) -> Entry {
		Entry { label: "受益人 beneficiary", value: value.into(), own: true, warning: false }
	}

	#[test]
	fn text_can_neither_break_out_nor_deceive() {
		let hostile = "</text><script>alert(1)</script>\" onload='x' & \u{202e}gnitrop";
		let svg =
			draw("T", &[entry(hostile)], "TANPU:CERTIFICATE:AAAA", &[hostile.into()]).unwrap();
		assert!(!svg.contains("<script") && !svg.contains("onload='"));
		assert!(!svg.contains('\u{202e}') && svg.contains("\\u{202e}"));
		assert!(svg.contains("&lt;/text&gt;&lt;script&gt;"));
		assert_eq!(xml("a\u{0}b\u{ffff}"), "a\\u{0}b\u{fffd}");
		// Nothing that is fetched or run.
		for word in ["href", "script", "foreignObject", "url("] {
			assert!(
				!svg.replace("&lt;script&gt;", "").replace("&lt;/script&gt;", "").contains(word),
				"{word}"
			);
		}
	}

	#[test]
	fn chinese_text_is_wrapped_by_its_width() {
		let text = "深圳地铁碳普惠核证减排量".repeat(6);
		let lines = wrap(&text, COLUMNS);
		assert_eq!(lines.concat(), text);
		for line in &lines {
			assert!(line.chars().map(width).sum::<usize>() <= COLUMNS);
		}
		assert_eq!(lines.len(), 3);
		let words = wrap("one two three four", 9);
		assert_eq!(words, ["one two", "three", "four"]);
		assert_eq!(wrap("", 9), [""]);
		assert_eq!(wrap(&"x".repeat(20), 9), ["xxxxxxxxx", "xxxxxxxxx", "xx"]);
	}

	#[test]
	fn a_file_says_what_the_certificate_says_or_is_found_out() {
		let entries = [entry("Ada & Söhne"), entry(&"减排".repeat(40))];
		let svg = draw("证书", &entries, "TANPU:CERTIFICATE:AAAA", &["foot".into()]).unwrap();
		assert_eq!(stated(&svg), statements(&entries));
		let forged = svg.replace("Ada", "Bob");
		assert_ne!(stated(&forged), statements(&entries));
		let more = svg.replace("</svg>\n", "<text class=\"v\" x=\"1\">more</text></svg>\n");
		assert_ne!(stated(&more), statements(&entries));
		// Well-formed: every element that opens closes.
		assert_eq!(svg.matches("<text ").count(), svg.matches("</text>").count());
	}
}
