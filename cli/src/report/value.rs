//! What stands in a cell, as the chain counts it.

use crate::decimal::{format_scaled, parse_scaled, DecimalError};
use tanpu_formula::{Input, InputKind};

/// A word for counting, equal for equal causes, and what is wrong in particular.
pub type Wrong = (&'static str, String);

/// The raw value of an input: a number scaled by its decimals, or the index of a category's name.
pub fn raw(input: &Input, text: &str) -> Result<u64, Wrong> {
	match &input.kind {
		InputKind::Number { decimals, min, max, .. } => number(text, *decimals, *min, *max),
		InputKind::Category { values } => {
			let text = text.trim();
			if text.is_empty() {
				return Err(empty());
			}
			let at = values.iter().position(|name| name.as_str() == text).ok_or_else(|| {
				let known: Vec<_> = values.iter().map(|name| name.as_str()).collect();
				("unknown category", format!("'{text}' is none of {}", known.join(", ")))
			})?;
			Ok(u64::try_from(at).unwrap_or(u64::MAX))
		},
	}
}

/// Nothing stands there.
pub fn empty() -> Wrong {
	("empty value", "is empty".into())
}

/// A number of so many decimals, within a range of raw values.
pub fn number(text: &str, decimals: u8, min: u64, max: u64) -> Result<u64, Wrong> {
	let raw = parse_scaled(text, decimals).map_err(|e| match e {
		DecimalError::Empty => empty(),
		DecimalError::TooManyDecimals { .. } => ("too many decimals", format!("'{text}' {e}")),
		DecimalError::Negative | DecimalError::TooLarge => {
			("out of range", format!("'{text}' {e}"))
		},
		DecimalError::NotANumber => ("bad number", format!("'{text}' {e}")),
	})?;
	if raw < min || raw > max {
		let range = format!("{} to {}", format_scaled(min, decimals), format_scaled(max, decimals));
		return Err(("out of range", format!("'{text}' is outside {range}")));
	}
	Ok(raw)
}

/// The value of an input as people read it.
pub fn shown(input: &Input, raw: u64) -> String {
	match &input.kind {
		InputKind::Number { decimals, .. } => format_scaled(raw, *decimals),
		InputKind::Category { values } => usize::try_from(raw)
			.ok()
			.and_then(|at| values.get(at))
			.map_or_else(|| raw.to_string(), |name| name.to_string()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_formula::parse_unit;

	#[test]
	fn cells_are_read_and_shown() {
		let number = Input::number("used", parse_unit("kWh").unwrap(), 1, 5, 100).unwrap();
		assert_eq!(raw(&number, " 1.5 "), Ok(15));
		assert_eq!(raw(&number, "0.4").unwrap_err().0, "out of range");
		assert_eq!(raw(&number, "0.44").unwrap_err().0, "too many decimals");
		assert_eq!(raw(&number, "-1").unwrap_err().0, "out of range");
		assert_eq!(raw(&number, "x").unwrap_err().0, "bad number");
		assert_eq!(raw(&number, "").unwrap_err(), empty());
		assert_eq!(shown(&number, 15), "1.5");
		let category = Input::category("region", ["south", "north"]).unwrap();
		assert_eq!(raw(&category, "north "), Ok(1));
		assert!(raw(&category, "west").unwrap_err().1.contains("south, north"));
		assert_eq!(raw(&category, " ").unwrap_err(), empty());
		assert_eq!(shown(&category, 1), "north");
	}
}
