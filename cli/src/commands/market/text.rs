//! Grams, prices and ends as people write them.

use crate::{
	failure::{Failure, Result},
	money::{money, parse_money},
	output::grouped,
	shop::text::parse_duration,
	time::{parse_date, parse_time},
	types::api::ClockReading,
};
use pallet_reduction_market::Retirement;
use tanpu_primitives::{Balance, Grams, UnixSeconds, SECONDS_PER_DAY};

/// Grams of a tonne.
const TONNE: Balance = 1_000_000;

/// `500`, `500g`, `12.5kg` or `3t` in grams.
pub fn parse_grams(text: &str) -> Result<Grams, String> {
	let bad = || format!("`{text}` is no amount of grams: expected 500, 500g, 12.5kg or 3t");
	let bare = text.trim();
	let (number, decimals) = if let Some(number) = bare.strip_suffix("kg") {
		(number, 3)
	} else if let Some(number) = bare.strip_suffix('t') {
		(number, 6)
	} else {
		(bare.strip_suffix('g').unwrap_or(bare), 0)
	};
	let (whole, fraction) = number.trim_end().split_once('.').unwrap_or((number.trim_end(), ""));
	let whole: String = whole.chars().filter(|digit| *digit != ',').collect();
	let fraction = fraction.trim_end_matches('0');
	let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty()
		|| number.trim_end().ends_with('.')
		|| !digits(&whole)
		|| !digits(fraction)
		|| fraction.len() > decimals
	{
		return Err(bad());
	}
	match format!("{whole}{fraction:0<decimals$}").parse() {
		Ok(0) | Err(_) => Err(bad()),
		Ok(grams) => Ok(grams),
	}
}

/// TANP a tonne in plancks a gram.
pub fn parse_price(text: &str) -> Result<Balance, String> {
	match parse_floor(text)? {
		0 => Err(format!("`{text}` is no price: a gram costs a planck at least")),
		price => Ok(price),
	}
}

/// The same, or nothing.
pub fn parse_floor(text: &str) -> Result<Balance, String> {
	let tonne = parse_money(text)?;
	if tonne % TONNE != 0 {
		return Err(format!(
			"`{text}` is no price: TANP a tonne with at most six decimals, a whole number of plancks a \
			 gram"
		));
	}
	Ok(tonne / TONNE)
}

/// Plancks a gram as TANP a tonne.
pub fn price(plancks: Balance) -> String {
	plancks.checked_mul(TONNE).map_or_else(|| format!("{plancks} plancks a gram"), money)
}

/// `1,234 g`.
pub fn grams(grams: Grams) -> String {
	format!("{} g", grouped(grams))
}

/// When something ends: a span from now, a date (its beginning, by the city's clock) or a time.
pub fn parse_end(text: &str, clock: &ClockReading) -> Result<UnixSeconds> {
	if let Ok(span) = parse_duration(text) {
		return Ok(clock.now.saturating_add(span));
	}
	if let Ok(day) = parse_date(text) {
		let local = u64::from(day).saturating_mul(SECONDS_PER_DAY);
		return Ok(local.saturating_add_signed(-i64::from(clock.day_offset)));
	}
	parse_time(text, Some(clock.day_offset))
		.map_err(|e| Failure::Usage(format!("--expires: {e}, and no span as 7d")))
}

/// What is bought is retired for; none where it isn't.
pub fn retirement(retire: &super::Retire) -> Result<Option<Retirement>> {
	if !retire.retire {
		return Ok(None);
	}
	let bytes = |text: &Option<String>| text.clone().unwrap_or_default().into_bytes();
	Ok(Some(Retirement {
		beneficiary: bytes(&retire.beneficiary)
			.try_into()
			.map_err(|_| Failure::usage("--beneficiary has more than 128 bytes"))?,
		purpose: bytes(&retire.purpose)
			.try_into()
			.map_err(|_| Failure::usage("--purpose has more than 256 bytes"))?,
	}))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn grams_in_every_unit() {
		for (text, grams) in [
			("1", 1),
			("500g", 500),
			("500 g", 500),
			("12.5kg", 12_500),
			("0.001 kg", 1),
			("3t", 3_000_000),
			("1,000.000001t", 1_000_000_001),
			("1.50t", 1_500_000),
		] {
			assert_eq!(parse_grams(text), Ok(grams), "{text}");
		}
		for bad in
			["", "0", "0kg", "-1", "1.5", "1.5g", "0.0001kg", "1.t", "t", "1e3", "1.0000001t"]
		{
			assert!(parse_grams(bad).is_err(), "{bad}");
		}
		assert!(parse_grams("99999999999999999999").is_err());
	}

	#[test]
	fn prices_are_exact() {
		// A TANP is 10^12 plancks and a tonne a million grams.
		assert_eq!(parse_price("40"), Ok(40_000_000));
		assert_eq!(parse_price("0.000001"), Ok(1));
		assert_eq!(price(40_000_000), "40.00");
		assert_eq!(price(1), "0.000001");
		assert!(parse_price("0").unwrap_err().contains("a planck at least"));
		assert!(parse_price("0.0000001").unwrap_err().contains("six decimals"));
		assert_eq!(parse_floor("0"), Ok(0));
		assert!(price(Balance::MAX).contains("plancks a gram"));
	}

	#[test]
	fn ends() {
		// 2018-09-01 08:00:00 +08:00
		let clock =
			ClockReading { now: 1_535_760_000, day_offset: 28_800, scale: 1, today: 17_775 };
		assert_eq!(parse_end("7d", &clock).unwrap(), 1_535_760_000 + 7 * 86_400);
		assert_eq!(parse_end("2018-09-02", &clock).unwrap(), 1_535_817_600);
		assert_eq!(parse_end("2018-09-02T00:00:00+08:00", &clock).unwrap(), 1_535_817_600);
		assert!(parse_end("soon", &clock).unwrap_err().to_string().contains("--expires"));
	}

	#[test]
	fn texts_of_a_retirement() {
		let retire = |retire, text: &str| {
			let beneficiary = Some(text.to_owned());
			super::super::Retire { retire, beneficiary, purpose: None }
		};
		assert_eq!(retirement(&retire(false, "a")).unwrap(), None);
		let found = retirement(&retire(true, "荔枝银行")).unwrap().unwrap();
		assert_eq!(found.beneficiary.to_vec(), "荔枝银行".as_bytes());
		let error = retirement(&retire(true, &"a".repeat(129))).unwrap_err().to_string();
		assert!(error.contains("128 bytes"));
	}
}
