//! The distribution of grams per record as an SVG file.

use super::distribution::{nice, Distribution, Histogram};
use crate::{escape::escape, output::grouped};
use std::fmt::Write;

/// What stands above the bars. Foreign text: everything is escaped.
pub struct Caption<'a> {
	/// Title of the methodology; may be empty.
	pub title: &'a str,
	/// A second title, such as the Chinese one; may be empty.
	pub second: &'a str,
	/// Where the rows come from.
	pub source: &'a str,
}

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 560.0;
const LEFT: f64 = 112.0;
const RIGHT: f64 = 928.0;
const TOP: f64 = 170.0;
const BOTTOM: f64 = 478.0;
/// Bars that are aimed at.
const BARS: u64 = 50;
/// Between the last bar and that of the records beyond it.
const GAP: f64 = 18.0;
const BEYOND: f64 = 34.0;

const INK: &str = "#1d2b2a";
const SOFT: &str = "#5c6b6a";
const LINE: &str = "#dfe5e4";
const BAR: &str = "#3b8574";
const BAR_BEYOND: &str = "#a9cbc2";
const MEDIAN: &str = "#123c34";
const MEAN: &str = "#c1571c";

/// The file. The distribution must have a record at least, else there is a remark in place of bars.
pub fn svg(distribution: &Distribution, caption: &Caption<'_>) -> String {
	let mut out = Svg(String::new());
	let summary = format!(
		"{}, {} g CO2e in all",
		records(distribution.count()),
		thousands(distribution.sum())
	);
	out.head(caption, &summary);
	if distribution.count() == 0 {
		out.text((LEFT, TOP + 40.0), 15, SOFT, "start", "No record was computed.");
	} else {
		out.bars(distribution);
	}
	out.0.push_str("</svg>\n");
	out.0
}

struct Svg(String);

/// A number of grams that is pointed out.
struct Mark {
	grams: f64,
	ink: &'static str,
	dashes: &'static str,
	words: String,
}

/// From grams to the page.
struct Scale {
	start: f64,
	end: f64,
	right: f64,
}

impl Scale {
	fn x(&self, grams: f64) -> f64 {
		LEFT + (grams - self.start) / (self.end - self.start) * (self.right - LEFT)
	}
}

impl Svg {
	fn head(&mut self, caption: &Caption<'_>, summary: &str) {
		let title = if caption.title.is_empty() { caption.second } else { caption.title };
		let second = if caption.title.is_empty() { "" } else { caption.second };
		let headline = if title.is_empty() { "Grams CO2e per record" } else { title };
		let _ = write!(
			self.0,
			"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
			 width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" \
			 font-family=\"Helvetica, Arial, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', \
			 'Microsoft YaHei', sans-serif\">\n\
			 <title>{}</title>\n<desc>Distribution of grams CO2e per record: {}</desc>\n\
			 <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n",
			xml(headline),
			xml(summary),
		);
		let mut y = 12.0;
		for line in two_lines(headline, 64) {
			y += 25.0;
			self.bold((LEFT, y), 18, INK, &line);
		}
		if !second.is_empty() {
			y += 23.0;
			self.text((LEFT, y), 15, INK, "start", &shortened(second, 92));
		}
		y += 22.0;
		let line = format!("Grams CO2e per record · {summary} · {}", caption.source);
		self.text((LEFT, y), 13, SOFT, "start", &shortened(&line, 104));
	}

	fn bars(&mut self, distribution: &Distribution) {
		let histogram = distribution.histogram(BARS);
		let Histogram { start, width, bars, beyond } = &histogram;
		let right = if *beyond > 0 { RIGHT - GAP - BEYOND } else { RIGHT };
		let scale = Scale { start: real(*start), end: real(histogram.end()), right };
		let highest = bars.iter().copied().max().unwrap_or(0).max(*beyond).max(1);
		let step = nice(highest.div_ceil(5));
		let top = highest.div_ceil(step) * step;
		let y = |count: u64| BOTTOM - real(count) / real(top) * (BOTTOM - TOP);

		// Records: lines across, numbers at the left.
		for tick in 0..=top / step {
			let count = tick * step;
			let at = y(count);
			self.line((LEFT, at), (RIGHT, at), LINE, 1.0, "");
			self.text((LEFT - 10.0, at + 4.5), 13, SOFT, "end", &grouped(count));
		}
		// Grams: ticks and numbers below.
		let span = histogram.end() - start;
		let step = nice(span.div_ceil(9)).max(*width);
		for tick in 0..=10u64 {
			let Some(grams) =
				start.div_ceil(step).checked_add(tick).and_then(|n| n.checked_mul(step))
			else {
				break;
			};
			if grams > histogram.end() {
				break;
			}
			let at = scale.x(real(grams));
			self.line((at, BOTTOM), (at, BOTTOM + 6.0), SOFT, 1.0, "");
			self.text((at, BOTTOM + 22.0), 13, SOFT, "middle", &grouped(grams));
		}
		// Bars, each with its numbers for who points at it.
		for (bar, count) in (0u64..).zip(bars).filter(|(_, count)| **count > 0) {
			let from = start.saturating_add(width.saturating_mul(bar));
			let (left, right) = (scale.x(real(from)), scale.x(real(from) + real(*width)));
			let last = from.saturating_add(width.saturating_sub(1));
			let about = if *width == 1 { grouped(from) } else { range(from, last) };
			let hint = format!("{about} g: {}", records(*count));
			let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
			self.bar((left + gap / 2.0, y(*count)), right - left - gap, BAR, &hint);
		}
		if *beyond > 0 {
			let left = RIGHT - BEYOND;
			let hint = format!("{} g and more: {}", grouped(histogram.end()), records(*beyond));
			self.bar((left, y(*beyond)), BEYOND, BAR_BEYOND, &hint);
			let middle = left + BEYOND / 2.0;
			self.text((middle, y(*beyond) - 6.0), 12, SOFT, "middle", &grouped(*beyond));
			self.text((middle, BOTTOM + 22.0), 13, SOFT, "middle", "more");
		}
		self.line((LEFT, BOTTOM), (right, BOTTOM), INK, 1.2, "");
		if *beyond > 0 {
			self.line((RIGHT - BEYOND, BOTTOM), (RIGHT, BOTTOM), INK, 1.2, "");
		}
		// What an axis counts.
		let middle = (LEFT + right) / 2.0;
		self.text((middle, BOTTOM + 52.0), 14, INK, "middle", "grams CO2e per record");
		let across = (TOP + BOTTOM) / 2.0;
		let _ = writeln!(
			self.0,
			"<text x=\"24\" y=\"{across:.1}\" font-size=\"14\" fill=\"{INK}\" text-anchor=\"middle\" \
			 transform=\"rotate(-90 24 {across:.1})\">records in each {} g</text>",
			grouped(*width)
		);
		let cents = distribution.mean_cents();
		#[allow(clippy::cast_precision_loss)]
		let mean = cents as f64 / 100.0;
		let exact = if distribution.is_exact() { "" } else { "about " };
		let median = distribution.median();
		let marks = [
			Mark {
				grams: real(median),
				ink: MEDIAN,
				dashes: "",
				words: format!("median {exact}{} g", grouped(median)),
			},
			Mark {
				grams: mean,
				ink: MEAN,
				dashes: "6 4",
				words: format!("mean {}.{:02} g", thousands(cents / 100), cents % 100),
			},
		];
		self.marks(&scale, marks);
	}

	/// Lines over the bars, with words beside their tops. The outer one is the shorter: so no line
	/// runs through the words of the other, however near they are.
	fn marks(&mut self, scale: &Scale, mut marks: [Mark; 2]) {
		marks.sort_by(|left, right| left.grams.total_cmp(&right.grams));
		let x = |mark: &Mark| scale.x(mark.grams.min(scale.end));
		let to_the_left = x(&marks[1]) > RIGHT - 190.0;
		if to_the_left {
			marks.reverse();
		}
		for (mark, top) in marks.iter().zip([TOP - 34.0, TOP - 14.0]) {
			let at = x(mark);
			self.line((at, top - 12.0), (at, BOTTOM), mark.ink, 2.0, mark.dashes);
			let beyond = if mark.grams > scale.end { " →" } else { "" };
			let words = format!("{}{beyond}", mark.words);
			let (at, anchor) = if to_the_left { (at - 8.0, "end") } else { (at + 8.0, "start") };
			self.text((at, top), 14, mark.ink, anchor, &words);
		}
	}

	fn bar(&mut self, (x, y): (f64, f64), width: f64, fill: &str, hint: &str) {
		// What is there is seen, however little of all it is.
		let height = (BOTTOM - y).max(1.0);
		let _ = writeln!(
			self.0,
			"<rect x=\"{x:.2}\" y=\"{:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" \
			 fill=\"{fill}\"><title>{}</title></rect>",
			BOTTOM - height,
			xml(hint)
		);
	}

	fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: &str, width: f64, dashes: &str) {
		let dashes = match dashes {
			"" => String::new(),
			dashes => format!(" stroke-dasharray=\"{dashes}\""),
		};
		let _ = writeln!(
			self.0,
			"<line x1=\"{:.2}\" y1=\"{:.2}\" x2=\"{:.2}\" y2=\"{:.2}\" stroke=\"{ink}\" \
			 stroke-width=\"{width}\"{dashes}/>",
			from.0, from.1, to.0, to.1
		);
	}

	fn text(&mut self, (x, y): (f64, f64), size: u8, ink: &str, anchor: &str, text: &str) {
		let _ = writeln!(
			self.0,
			"<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{ink}\" \
			 text-anchor=\"{anchor}\">{}</text>",
			xml(text)
		);
	}

	fn bold(&mut self, (x, y): (f64, f64), size: u8, ink: &str, text: &str) {
		let _ = writeln!(
			self.0,
			"<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"600\" \
			 fill=\"{ink}\">{}</text>",
			xml(text)
		);
	}
}

/// For places on the page only: no sum is made of it.
#[allow(clippy::cast_precision_loss)]
fn real(number: u64) -> f64 {
	number as f64
}

fn records(count: u64) -> String {
	format!("{} record{}", grouped(count), if count == 1 { "" } else { "s" })
}

fn range(from: u64, last: u64) -> String {
	format!("{} to {}", grouped(from), grouped(last))
}

/// `1,234,567`, of any size.
pub fn thousands(number: u128) -> String {
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

/// Foreign text inside XML: nothing in it moves, hides, reorders or marks up.
fn xml(text: &str) -> String {
	let mut out = String::with_capacity(text.len());
	for character in escape(text).chars() {
		match character {
			'&' => out.push_str("&amp;"),
			'<' => out.push_str("&lt;"),
			'>' => out.push_str("&gt;"),
			'"' => out.push_str("&quot;"),
			'\'' => out.push_str("&#39;"),
			// Not allowed in XML.
			'\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
			other => out.push(other),
		}
	}
	out
}

/// How many Latin letters are as wide: a Chinese character is as two.
fn breadth(text: &str) -> usize {
	text.chars().map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 }).sum()
}

/// As much of a text as fits so many Latin letters.
fn shortened(text: &str, most: usize) -> String {
	if breadth(text) <= most {
		return text.to_owned();
	}
	let mut out = String::new();
	for character in text.chars() {
		out.push(character);
		if breadth(&out) >= most {
			out.pop();
			break;
		}
	}
	format!("{}…", out.trim_end())
}

/// A text on at most two lines of so many Latin letters, broken between words where it has some.
fn two_lines(text: &str, most: usize) -> Vec<String> {
	if breadth(text) <= most {
		return vec![text.to_owned()];
	}
	let fits = |end: &usize| breadth(&text[..*end]) <= most;
	let mut spaces = text.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
	let mut any = text.char_indices().map(|(at, _)| at);
	let end = spaces.rfind(fits).or_else(|| any.rfind(fits)).unwrap_or(0);
	let (first, rest) = text.split_at(end);
	vec![first.to_owned(), shortened(rest.trim_start(), most)]
}

#[cfg(test)]
mod tests {
	use super::*;

	fn drawn(values: impl IntoIterator<Item = u64>) -> String {
		let mut distribution = Distribution::default();
		values.into_iter().for_each(|value| distribution.add(value));
		let caption = Caption { title: "A <b>title</b>", second: "地铁", source: "trips.csv" };
		svg(&distribution, &caption)
	}

	/// Every element is closed, and every number is one.
	fn well_formed(text: &str) {
		let mut open = Vec::new();
		let mut rest = text;
		while let Some(at) = rest.find('<') {
			let end = rest[at..].find('>').map(|end| at + end).expect("an open tag");
			let tag = &rest[at + 1..end];
			let name = |tag: &str| tag.split([' ', '\n']).next().unwrap_or_default().to_owned();
			if let Some(closed) = tag.strip_prefix('/') {
				assert_eq!(open.pop().as_deref(), Some(closed));
			} else if !tag.ends_with('/') {
				open.push(name(tag));
			}
			rest = &rest[end + 1..];
		}
		assert!(open.is_empty(), "{open:?}");
		assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
	}

	#[test]
	fn pictures_are_well_formed_for_any_distribution() {
		for values in [
			vec![],
			vec![0],
			vec![5; 9],
			(0..1_000).collect(),
			(0..1_000).chain([1_000_000]).collect(),
			vec![0, u64::MAX],
		] {
			well_formed(&drawn(values));
		}
	}

	#[test]
	fn it_says_what_it_shows() {
		let text = drawn((0..100).chain([98]));
		for words in [
			"A &lt;b&gt;title&lt;/b&gt;",
			"地铁",
			"101 records, 5,048 g CO2e in all",
			"trips.csv",
			"median 50 g",
			"mean 49.98 g",
			"grams CO2e per record",
			"records in each 2 g",
			"98 to 99 g: 3 records",
		] {
			assert!(text.contains(words), "{words}\n{text}");
		}
		assert!(!text.contains(">more<"));
		assert!(drawn((0..1_000).chain([1_000_000])).contains("1,000 g and more: 1 record<"));
	}

	#[test]
	fn foreign_text_stays_text() {
		assert_eq!(xml("a\u{1b}b\u{202e}<&\"'"), "a\\u{1b}b\\u{202e}&lt;&amp;&quot;&#39;");
		assert_eq!(shortened("abcdef", 6), "abcdef");
		assert_eq!(shortened("abcdefg", 6), "abcde…");
		assert_eq!(shortened("地铁地铁", 6), "地铁…");
		assert_eq!(two_lines("ab cd ef gh", 5), ["ab cd", "ef gh"]);
		assert_eq!(two_lines("ab cd ef gh ij", 5), ["ab cd", "ef g…"]);
		assert_eq!(two_lines("abcdefg", 5), ["abcde", "fg"]);
		assert_eq!(two_lines("地铁地铁", 5), ["地铁", "地铁"]);
		assert_eq!(thousands(u128::MAX).len(), 39 + 12);
	}
}
