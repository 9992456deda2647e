//! QR codes on a terminal.

use crate::failure::{Failure, Result};
use qrcode::{Color, EcLevel, QrCode};
use std::io::{IsTerminal, Write};

/// Modules of light around a code, as the standard has it.
const QUIET: usize = 4;

/// Black on white, whatever the terminal's own colours: some readers take no inverted code.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
const RESET: &str = "\x1b[0m";

/// The modules with their quiet zone, row by row; true is dark.
fn modules(text: &str) -> Result<Vec<Vec<bool>>> {
	// A screen has no dirt and no creases: the lowest correction makes the smallest code.
	let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::L)
		.map_err(|e| Failure::Plain(format!("can't make a QR code: {e}")))?;
	let width = code.width();
	let light = || vec![false; width + 2 * QUIET];
	let mut rows = vec![light(); QUIET];
	for row in code.to_colors().chunks(width) {
		let mut line = vec![false; QUIET];
		line.extend(row.iter().map(|color| *color == Color::Dark));
		line.resize(width + 2 * QUIET, false);
		rows.push(line);
	}
	rows.extend(vec![light(); QUIET]);
	Ok(rows)
}

/// Two rows of modules in a line of text, as a character is about twice as high as wide. `ink` is
/// what is drawn: dark modules, or the light ones where the paper is dark.
fn lines(rows: &[Vec<bool>], ink: bool) -> Vec<String> {
	rows.chunks(2)
		.map(|pair| {
			let upper = pair.first().map(Vec::as_slice).unwrap_or_default();
			let lower = pair.get(1).map(Vec::as_slice).unwrap_or_default();
			upper
				.iter()
				.enumerate()
				.map(|(at, dark)| {
					let drawn = |dark: bool| dark == ink;
					match (drawn(*dark), drawn(lower.get(at).copied().unwrap_or(false))) {
						(true, true) => '\u{2588}',
						(true, false) => '\u{2580}',
						(false, true) => '\u{2584}',
						(false, false) => ' ',
					}
				})
				.collect()
		})
		.collect()
}

/// Shows a text as a QR code on stderr: in its own colours on a terminal, else for light text on
/// dark.
pub fn show(text: &str) -> Result<()> {
	let rows = modules(text)?;
	let mut stderr = std::io::stderr().lock();
	let colours = stderr.is_terminal();
	for line in lines(&rows, colours) {
		let line = if colours { format!("{BLACK_ON_WHITE}{line}{RESET}") } else { line };
		// What can't be shown is there as text.
		let _ = writeln!(stderr, "{line}");
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_request_fits_a_small_terminal() {
		let text = format!("TANPU:PAY:{}", "A".repeat(165));
		let rows = modules(&text).unwrap();
		// Version 6: 41 modules and the quiet zone.
		assert_eq!((rows.len(), rows[0].len()), (49, 49));
		let shown = lines(&rows, true);
		assert_eq!((shown.len(), shown[0].chars().count()), (25, 49));
	}

	#[test]
	fn finders_stand_in_three_corners_and_light_around() {
		let rows = modules("TANPU:PAY:AB").unwrap();
		let width = rows[0].len();
		let finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
		for (top, left) in [(QUIET, QUIET), (QUIET, width - QUIET - 7), (width - QUIET - 7, QUIET)]
		{
			for (row, expected) in finder.iter().enumerate() {
				for (column, module) in expected.bytes().enumerate() {
					assert_eq!(rows[top + row][left + column], module == b'1');
				}
			}
		}
		let border = |at: usize| at < QUIET || at >= width - QUIET;
		for (row, line) in rows.iter().enumerate() {
			for (column, dark) in line.iter().enumerate() {
				assert!(!(border(row) || border(column)) || !dark);
			}
		}
	}

	#[test]
	fn dark_and_light_paper_show_the_same_modules() {
		let rows = vec![vec![true, false, true, false], vec![true, true, false, false]];
		assert_eq!(lines(&rows, true), ["\u{2588}\u{2584}\u{2580} "]);
		assert_eq!(lines(&rows, false), [" \u{2580}\u{2584}\u{2588}"]);
		// A last row alone has light below it.
		assert_eq!(lines(&rows[..1], true), ["\u{2580} \u{2580} "]);
	}
}
