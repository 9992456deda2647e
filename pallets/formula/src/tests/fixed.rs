use super::fixed;
use crate::*;

#[test]
fn text_is_exact_both_ways() {
	for text in [
		"0",
		"46.7",
		"-0.5",
		"0.000000000000000001",
		"170141183460469231731.687303715884105727",
		"-170141183460469231731.687303715884105728",
	] {
		assert_eq!(fixed(text).to_string(), text);
	}
	assert_eq!(fixed("+007.500").to_string(), "7.5");
	assert_eq!(fixed("-0"), Fixed::ZERO);
	assert_eq!(format!("{:?}", fixed("1.5")), "1.5");
}

#[test]
fn text_that_is_no_number_is_refused() {
	for (text, error) in [
		("", FixedError::MissingDigits),
		("-", FixedError::MissingDigits),
		("1.", FixedError::MissingDigits),
		(".5", FixedError::MissingDigits),
		("1e5", FixedError::InvalidCharacter),
		("1.2.3", FixedError::InvalidCharacter),
		("--1", FixedError::InvalidCharacter),
		("1 000", FixedError::InvalidCharacter),
		("0.0000000000000000001", FixedError::TooManyDecimals),
		("170141183460469231731.687303715884105728", FixedError::OutOfRange),
		("-170141183460469231731.687303715884105729", FixedError::OutOfRange),
		("99999999999999999999999999999999999999999999", FixedError::OutOfRange),
	] {
		assert_eq!(text.parse::<Fixed>(), Err(error), "{text}");
		assert!(!error.to_string().is_empty());
	}
	assert_eq!("1".repeat(400).parse::<Fixed>(), Err(FixedError::OutOfRange));
	assert_eq!(format!("1.{}", "0".repeat(400)).parse::<Fixed>(), Err(FixedError::TooManyDecimals));
}

#[test]
fn products_and_quotients_round_toward_zero() {
	let smallest = Fixed::from_raw(1);
	assert_eq!(smallest.checked_mul(fixed("0.999")), Some(Fixed::ZERO));
	assert_eq!(Fixed::from_raw(-1).checked_mul(fixed("0.999")), Some(Fixed::ZERO));
	assert_eq!(fixed("2").checked_div(fixed("3")), Some(fixed("0.666666666666666666")));
	assert_eq!(fixed("-2").checked_div(fixed("3")), Some(fixed("-0.666666666666666666")));
	assert_eq!(fixed("-7").checked_mul_ratio(1, 3), Some(fixed("-2.333333333333333333")));
	// Through 256 bits.
	let large = fixed("100000000000000000000");
	assert_eq!(large.checked_mul(fixed("-1.5")), Some(fixed("-150000000000000000000")));
	assert_eq!(
		large.checked_div(fixed("-3")),
		Some(fixed("-33333333333333333333.333333333333333333"))
	);
}

#[test]
fn what_does_not_fit_is_none() {
	assert_eq!(Fixed::MAX.checked_add(Fixed::from_raw(1)), None);
	assert_eq!(Fixed::MIN.checked_sub(Fixed::from_raw(1)), None);
	assert_eq!(Fixed::MIN.checked_neg(), None);
	assert_eq!(Fixed::MAX.checked_mul(fixed("2")), None);
	assert_eq!(Fixed::MIN.checked_mul(fixed("-1")), None);
	assert_eq!(Fixed::MIN.checked_mul(Fixed::ONE), Some(Fixed::MIN));
	assert_eq!(Fixed::MIN.checked_div(fixed("-1")), None);
	assert_eq!(Fixed::ONE.checked_div(Fixed::ZERO), None);
	assert_eq!(Fixed::MAX.checked_div(Fixed::ZERO), None);
	assert_eq!(Fixed::ONE.checked_mul_ratio(1, 0), None);
	assert_eq!(Fixed::MAX.checked_mul_ratio(u128::MAX, 1), None);
	assert_eq!(Fixed::from_scaled(u64::MAX, 0).unwrap().to_string(), u64::MAX.to_string());
	assert_eq!(Fixed::from_scaled(1, 19), None);
	assert_eq!(Fixed::from_integer(i128::MAX), None);
}

#[test]
fn floor_keeps_nothing_below_zero() {
	assert_eq!(fixed("117.999999999999999999").floor_to_u64(), Some(117));
	assert_eq!(fixed("-0.5").floor_to_u64(), Some(0));
	assert_eq!(Fixed::MIN.floor_to_u64(), Some(0));
	assert_eq!(fixed("18446744073709551615.9").floor_to_u64(), Some(u64::MAX));
	assert_eq!(fixed("18446744073709551616").floor_to_u64(), None);
}
