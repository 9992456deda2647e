//! Decimal numbers of a declared scale: nothing is rounded, ever.

/// Why a text is no such number.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecimalError {
	#[error("is empty")]
	Empty,
	#[error("is not a number (digits and one decimal point)")]
	NotANumber,
	#[error("is negative")]
	Negative,
	#[error("has {found} decimals, at most {allowed} are declared")]
	TooManyDecimals { found: usize, allowed: u8 },
	#[error("is too large")]
	TooLarge,
}

/// 2.52 with two decimals is 252. Zeros beyond the declared decimals lose nothing and are fine.
pub fn parse_scaled(text: &str, decimals: u8) -> Result<u64, DecimalError> {
	let text = text.trim();
	if text.is_empty() {
		return Err(DecimalError::Empty);
	}
	let (negative, digits) = match text.strip_prefix('-') {
		Some(rest) => (true, rest),
		None => (false, text.strip_prefix('+').unwrap_or(text)),
	};
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
	if whole.is_empty()
		|| fraction.is_empty()
		|| !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
	{
		return Err(DecimalError::NotANumber);
	}
	let kept = fraction.trim_end_matches('0');
	if kept.len() > usize::from(decimals) {
		return Err(DecimalError::TooManyDecimals { found: kept.len(), allowed: decimals });
	}
	let mut value = 0u64;
	let padding = usize::from(decimals) - kept.len();
	for byte in whole.bytes().chain(kept.bytes()).chain(std::iter::repeat_n(b'0', padding)) {
		value = value
			.checked_mul(10)
			.and_then(|value| value.checked_add(u64::from(byte - b'0')))
			.ok_or(DecimalError::TooLarge)?;
	}
	if negative && value != 0 {
		return Err(DecimalError::Negative);
	}
	Ok(value)
}

/// 252 with two decimals is `2.52`.
pub fn format_scaled(raw: u64, decimals: u8) -> String {
	let width = usize::from(decimals);
	if width == 0 {
		return raw.to_string();
	}
	let digits = format!("{raw:0>wide$}", wide = width + 1);
	let (whole, fraction) = digits.split_at(digits.len() - width);
	format!("{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_are_exact() {
		assert_eq!(parse_scaled("2.52", 2), Ok(252));
		assert_eq!(parse_scaled(" 2.5 ", 2), Ok(250));
		assert_eq!(parse_scaled("2.5200", 2), Ok(252));
		assert_eq!(parse_scaled("0", 2), Ok(0));
		assert_eq!(parse_scaled("-0.00", 2), Ok(0));
		assert_eq!(parse_scaled("+7", 0), Ok(7));
		assert_eq!(parse_scaled("18446744073709551615", 0), Ok(u64::MAX));
		assert_eq!(format_scaled(252, 2), "2.52");
		assert_eq!(format_scaled(5, 3), "0.005");
		assert_eq!(format_scaled(5, 0), "5");
	}

	#[test]
	fn refusals_are_told_apart() {
		assert_eq!(parse_scaled("", 2), Err(DecimalError::Empty));
		assert_eq!(parse_scaled("-1", 2), Err(DecimalError::Negative));
		let long = DecimalError::TooManyDecimals { found: 3, allowed: 2 };
		assert_eq!(parse_scaled("2.523", 2), Err(long));
		assert_eq!(parse_scaled("18446744073709551616", 0), Err(DecimalError::TooLarge));
		assert_eq!(parse_scaled("184467440737095516.16", 3), Err(DecimalError::TooLarge));
		for text in ["1e3", "NaN", "1,5", "1.", ".5", "--1", "0x10", "１"] {
			assert_eq!(parse_scaled(text, 2), Err(DecimalError::NotANumber), "{text}");
		}
	}
}
