//! Quantities, moments and dates as they stand in JSON.

use serde::{de, Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use tanpu_primitives::{time::civil, Day, UnixSeconds};

/// Money (plancks), grams, hundredths of a point, thousandths of growth: a whole number that JSON
/// readers may not be able to hold, so always a string of decimal digits.
///
/// As a parameter it may also be a JSON number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Quantity(pub u128);

impl From<u64> for Quantity {
	fn from(value: u64) -> Self {
		Self(value.into())
	}
}

impl From<u128> for Quantity {
	fn from(value: u128) -> Self {
		Self(value)
	}
}

impl Serialize for Quantity {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(&self.0)
	}
}

impl<'de> Deserialize<'de> for Quantity {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		struct Visitor;

		impl de::Visitor<'_> for Visitor {
			type Value = Quantity;

			fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str("a whole number from 0, or a string of its decimal digits")
			}

			fn visit_u64<E: de::Error>(self, value: u64) -> Result<Quantity, E> {
				Ok(value.into())
			}

			fn visit_str<E: de::Error>(self, text: &str) -> Result<Quantity, E> {
				// `parse` alone would take a sign.
				let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
				digits
					.then(|| text.parse().ok().map(Quantity))
					.flatten()
					.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
			}
		}

		deserializer.deserialize_any(Visitor)
	}
}

/// A moment by the chain's clock.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Moment {
	/// Unix seconds.
	pub unix: UnixSeconds,
	/// The same by the city's clock, `2018-09-01T08:30:00+08:00`; none beyond the calendar (2149).
	pub iso: Option<String>,
}

impl Moment {
	/// A moment, by a clock that is `offset` seconds ahead of UTC.
	pub fn new(unix: UnixSeconds, offset: i32) -> Self {
		Self { unix, iso: iso(unix, offset) }
	}
}

fn iso(unix: UnixSeconds, offset: i32) -> Option<String> {
	let local = i64::try_from(unix).ok()?.checked_add(offset.into())?;
	let (year, month, day) = civil(Day::try_from(local.div_euclid(86_400)).ok()?);
	let of_day = local.rem_euclid(86_400);
	let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
	let sign = if offset < 0 { '-' } else { '+' };
	let ahead = offset.unsigned_abs() / 60;
	Some(format!(
		"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}",
		ahead / 60,
		ahead % 60,
	))
}

/// A day by the city's clock: `2018-09-01`. As a parameter it may also be the days since
/// 1970-01-01, as events have it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date(pub Day);

impl fmt::Display for Date {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (year, month, day) = civil(self.0);
		write!(f, "{year:04}-{month:02}-{day:02}")
	}
}

impl Date {
	/// The day of `YYYY-MM-DD`; none where there is no such date, or not from 1970 to 2149.
	pub fn parse(text: &str) -> Option<Self> {
		let mut parts = text.split('-');
		let mut part = |length: usize| {
			let digits = parts.next()?;
			let sound = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
			sound.then(|| digits.parse::<u16>().ok()).flatten()
		};
		let wanted = (part(4)?, part(2)?, part(2)?);
		if parts.next().is_some() {
			return None;
		}
		// Dates rise with days: a search in the calendar is its inverse.
		let (mut first, mut last) = (0, Day::MAX);
		while first < last {
			let middle = first + (last - first) / 2;
			if civil(middle) < wanted {
				first = middle + 1;
			} else {
				last = middle;
			}
		}
		(civil(first) == wanted).then_some(Self(first))
	}
}

impl Serialize for Date {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for Date {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		struct Visitor;

		impl de::Visitor<'_> for Visitor {
			type Value = Date;

			fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str("a date from 1970-01-01 to 2149-06-06 as YYYY-MM-DD")
			}

			fn visit_u64<E: de::Error>(self, value: u64) -> Result<Date, E> {
				Day::try_from(value)
					.map(Date)
					.map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
			}

			fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
				Date::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
			}
		}

		deserializer.deserialize_any(Visitor)
	}
}
