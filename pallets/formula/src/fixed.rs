//! Signed 128-bit fixed-point numbers of 18 decimals.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use primitive_types::U256;
use scale_info::TypeInfo;

/// A number of 18 decimals in 128 bits: about ±1.7 * 10^20, in steps of 10^-18.
///
/// [`Fixed::checked_add`], [`Fixed::checked_sub`] and comparison are exact; multiplication, division
/// and conversion round once, **toward zero**. Nothing wraps or saturates: a result that does not
/// fit is `None`. SCALE: the 128-bit integer value * 10^18.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Default,
)]
pub struct Fixed(i128);

/// Why a text is not such a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FixedError {
	/// No digit before, or after, the decimal point.
	MissingDigits,
	/// Something other than digits, one leading sign and one point.
	InvalidCharacter,
	/// More than 18 decimals.
	TooManyDecimals,
	/// Beyond the 128 bits.
	OutOfRange,
}

impl fmt::Display for FixedError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::MissingDigits => "a digit is missing",
			Self::InvalidCharacter => "not a decimal number",
			Self::TooManyDecimals => "more than 18 decimals",
			Self::OutOfRange => "beyond the 128-bit range (about 1.7 * 10^20)",
		})
	}
}

impl core::error::Error for FixedError {}

impl Fixed {
	/// Number of decimals.
	pub const DECIMALS: u8 = 18;
	/// The raw integer of the number 1.
	pub const UNIT: u128 = 1_000_000_000_000_000_000;
	/// Nought.
	pub const ZERO: Self = Self(0);
	/// One.
	pub const ONE: Self = Self(1_000_000_000_000_000_000);
	/// The largest.
	pub const MAX: Self = Self(i128::MAX);
	/// The smallest.
	pub const MIN: Self = Self(i128::MIN);

	/// The number raw / 10^18.
	pub const fn from_raw(raw: i128) -> Self {
		Self(raw)
	}

	/// The number times 10^18.
	pub const fn raw(self) -> i128 {
		self.0
	}

	/// The number raw / 10^decimals, exactly; `None` beyond 18 decimals.
	pub fn from_scaled(raw: u64, decimals: u8) -> Option<Self> {
		i128::from(raw).checked_mul(Self::step(decimals)?).map(Self)
	}

	/// A whole number; `None` beyond the range.
	pub fn from_integer(value: i128) -> Option<Self> {
		value.checked_mul(Self::ONE.0).map(Self)
	}

	/// The raw integer of 10^-decimals.
	pub(crate) fn step(decimals: u8) -> Option<i128> {
		10i128.checked_pow(u32::from(Self::DECIMALS.checked_sub(decimals)?))
	}

	/// Exact sum.
	pub fn checked_add(self, other: Self) -> Option<Self> {
		self.0.checked_add(other.0).map(Self)
	}

	/// Exact difference.
	pub fn checked_sub(self, other: Self) -> Option<Self> {
		self.0.checked_sub(other.0).map(Self)
	}

	/// Exact negation.
	pub fn checked_neg(self) -> Option<Self> {
		self.0.checked_neg().map(Self)
	}

	/// Product, toward zero.
	pub fn checked_mul(self, other: Self) -> Option<Self> {
		if let Some(product) = self.0.checked_mul(other.0) {
			return product.checked_div(Self::ONE.0).map(Self);
		}
		self.wide(other.0.unsigned_abs(), Self::UNIT, other.0 < 0)
	}

	/// Quotient, toward zero; `None` also for division by zero.
	pub fn checked_div(self, other: Self) -> Option<Self> {
		if let Some(dividend) = self.0.checked_mul(Self::ONE.0) {
			return dividend.checked_div(other.0).map(Self);
		}
		self.wide(Self::UNIT, other.0.unsigned_abs(), other.0 < 0)
	}

	/// self * numerator / denominator, rounded once, toward zero; `None` also for a denominator of
	/// zero.
	pub fn checked_mul_ratio(self, numerator: u128, denominator: u128) -> Option<Self> {
		self.wide(numerator, denominator, false)
	}

	/// |self| * numerator / denominator with the sign of self, turned if `negate`.
	fn wide(self, numerator: u128, denominator: u128, negate: bool) -> Option<Self> {
		// 128 by 128 bits always fit in 256.
		let product = U256::from(self.0.unsigned_abs()).checked_mul(U256::from(numerator))?;
		let quotient = product.checked_div(U256::from(denominator))?;
		let magnitude = u128::try_from(quotient).ok()?;
		if (self.0 < 0) != negate {
			0i128.checked_sub_unsigned(magnitude).map(Self)
		} else {
			i128::try_from(magnitude).ok().map(Self)
		}
	}

	/// The whole number below or at it; nothing below zero becomes zero. `None` beyond 64 bits.
	pub fn floor_to_u64(self) -> Option<u64> {
		if self.0 <= 0 {
			return Some(0);
		}
		u64::try_from(self.0.checked_div(Self::ONE.0)?).ok()
	}
}

/// The exact decimal, without trailing zeros: `46.7`, `-0.5`, `3`.
impl fmt::Display for Fixed {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let magnitude = self.0.unsigned_abs();
		let whole = magnitude.checked_div(Self::UNIT).unwrap_or_default();
		let mut fraction = magnitude.checked_rem(Self::UNIT).unwrap_or_default();
		if self.0 < 0 {
			f.write_str("-")?;
		}
		write!(f, "{whole}")?;
		if fraction == 0 {
			return Ok(());
		}
		let mut width = usize::from(Self::DECIMALS);
		while fraction.checked_rem(10) == Some(0) {
			fraction = fraction.checked_div(10).unwrap_or_default();
			width = width.saturating_sub(1);
		}
		write!(f, ".{fraction:0width$}")
	}
}

impl fmt::Debug for Fixed {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

/// Exactly the decimal written, or an error: nothing is rounded.
impl FromStr for Fixed {
	type Err = FixedError;

	fn from_str(text: &str) -> Result<Self, FixedError> {
		let (negative, digits) = match text.strip_prefix('-') {
			Some(rest) => (true, rest),
			None => (false, text.strip_prefix('+').unwrap_or(text)),
		};
		let (whole, fraction) = match digits.split_once('.') {
			Some((whole, fraction)) => (whole, Some(fraction)),
			None => (digits, None),
		};
		let shown = fraction.unwrap_or_default();
		if !whole.bytes().chain(shown.bytes()).all(|byte| byte.is_ascii_digit()) {
			return Err(FixedError::InvalidCharacter);
		}
		if whole.is_empty() || fraction == Some("") {
			return Err(FixedError::MissingDigits);
		}
		let decimals = u8::try_from(shown.len()).map_err(|_| FixedError::TooManyDecimals)?;
		let step = Self::step(decimals).ok_or(FixedError::TooManyDecimals)?;
		// Accumulated below zero, where the range is larger by one.
		let mut raw = 0i128;
		for byte in whole.bytes().chain(shown.bytes()) {
			raw = raw
				.checked_mul(10)
				.and_then(|raw| raw.checked_sub(i128::from(byte.saturating_sub(b'0'))))
				.ok_or(FixedError::OutOfRange)?;
		}
		raw = raw.checked_mul(step).ok_or(FixedError::OutOfRange)?;
		if !negative {
			raw = raw.checked_neg().ok_or(FixedError::OutOfRange)?;
		}
		Ok(Self(raw))
	}
}
