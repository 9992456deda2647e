//! Times as people and files write them, and Unix seconds.

use tanpu_primitives::{time::civil, Day};

/// Why a text is no time.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TimeError {
	#[error("'{0}' is not a time: expected 2018-09-01T08:30:00+08:00 or 2018-09-01 08:30:00")]
	Malformed(String),
	#[error("'{0}' has no UTC offset: add one, or say --utc-offset +08:00")]
	NoOffset(String),
	#[error("'{0}' has a day, hour, minute, second or offset that does not exist")]
	NoSuchMoment(String),
	#[error("'{0}' is not a UTC offset: expected +08:00, -05:30 or Z")]
	BadOffset(String),
}

/// Seconds ahead of UTC, from `+08:00`, `-0530`, `+8` or `Z`.
pub fn parse_offset(text: &str) -> Result<i32, TimeError> {
	let bad = || TimeError::BadOffset(text.to_owned());
	if text.eq_ignore_ascii_case("z") {
		return Ok(0);
	}
	let (sign, rest) = match text.as_bytes().first() {
		Some(b'+') => (1, &text[1..]),
		Some(b'-') => (-1, &text[1..]),
		_ => return Err(bad()),
	};
	let (hours, minutes) = match (rest.split_once(':'), rest.len()) {
		(Some((hours, minutes)), _) => (hours, minutes),
		(None, 1 | 2) => (rest, "0"),
		(None, 4) if rest.is_char_boundary(2) => rest.split_at(2),
		_ => return Err(bad()),
	};
	let number = |digits: &str| -> Result<i32, TimeError> {
		if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
			return Err(bad());
		}
		digits.parse().map_err(|_| bad())
	};
	let (hours, minutes) = (number(hours)?, number(minutes)?);
	if hours > 14 || minutes > 59 {
		return Err(bad());
	}
	Ok(sign * (hours * 3_600 + minutes * 60))
}

/// Unix seconds from RFC 3339, or from `YYYY-MM-DD HH:MM:SS` with the offset given apart. A
/// fraction of a second is dropped.
pub fn parse_time(text: &str, offset: Option<i32>) -> Result<u64, TimeError> {
	let malformed = || TimeError::Malformed(text.to_owned());
	let none = || TimeError::NoSuchMoment(text.to_owned());
	let bytes = text.as_bytes();
	if !text.is_ascii() || bytes.len() < 16 {
		return Err(malformed());
	}
	let digits = |range: std::ops::Range<usize>| -> Result<i64, TimeError> {
		let part = text.get(range).ok_or_else(malformed)?;
		if !part.bytes().all(|b| b.is_ascii_digit()) {
			return Err(malformed());
		}
		part.parse().map_err(|_| malformed())
	};
	if bytes[4] != b'-'
		|| bytes[7] != b'-'
		|| !matches!(bytes[10], b'T' | b't' | b' ')
		|| bytes[13] != b':'
	{
		return Err(malformed());
	}
	let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
	let (hour, minute) = (digits(11..13)?, digits(14..16)?);
	let mut rest = &text[16..];
	let mut second = 0;
	if rest.starts_with(':') {
		second = digits(17..19)?;
		rest = &text[19..];
		if let Some(fraction) = rest.strip_prefix('.') {
			let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
			if end == 0 {
				return Err(malformed());
			}
			rest = &fraction[end..];
		}
	}
	let offset = match rest {
		"" => offset.ok_or_else(|| TimeError::NoOffset(text.to_owned()))?,
		rest => parse_offset(rest).map_err(|_| malformed())?,
	};
	if hour > 23 || minute > 59 || second > 60 {
		return Err(none());
	}
	let days = days_from_civil(year, month, day).ok_or_else(none)?;
	let local = days * 86_400 + hour * 3_600 + minute * 60 + second.min(59);
	u64::try_from(local - i64::from(offset)).map_err(|_| none())
}

/// The day of a `YYYY-MM-DD`, counted from 1970-01-01.
pub fn parse_date(text: &str) -> Result<Day, TimeError> {
	let bad = || TimeError::Malformed(text.to_owned());
	let parts: Vec<&str> = text.split('-').collect();
	let [year, month, day] = parts.as_slice() else { return Err(bad()) };
	if (year.len(), month.len(), day.len()) != (4, 2, 2)
		|| !text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
	{
		return Err(bad());
	}
	let number = |digits: &str| digits.parse::<i64>().map_err(|_| bad());
	let days = days_from_civil(number(year)?, number(month)?, number(day)?)
		.ok_or_else(|| TimeError::NoSuchMoment(text.to_owned()))?;
	Day::try_from(days).map_err(|_| TimeError::NoSuchMoment(text.to_owned()))
}

/// Days from 1970-01-01, of a proleptic Gregorian date; `None` where there is no such date.
///
/// The inverse of [`civil`], by the same author's algorithm (Howard Hinnant, public domain).
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
	let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	let length = match month {
		1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
		4 | 6 | 9 | 11 => 30,
		2 if leap => 29,
		2 => 28,
		_ => return None,
	};
	if !(1..=length).contains(&day) {
		return None;
	}
	let year = if month <= 2 { year - 1 } else { year };
	let era = year.div_euclid(400);
	let of_era = year.rem_euclid(400);
	let shifted = (month + 9) % 12;
	let of_year = (153 * shifted + 2) / 5 + day - 1;
	let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	Some(era * 146_097 + day_of_era - 719_468)
}

/// `2018-09-01 08:30:00 +08:00`, on a clock that many seconds ahead of UTC.
pub fn format_time(seconds: u64, offset: i32) -> String {
	let Some(local) =
		i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_add(i64::from(offset)))
	else {
		return format!("Unix second {seconds}");
	};
	let Ok(day) = Day::try_from(local.div_euclid(86_400)) else {
		return format!("Unix second {seconds}");
	};
	let (year, month, date) = civil(day);
	let of_day = local.rem_euclid(86_400);
	let ahead = offset.abs() / 60;
	let sign = if offset < 0 { '-' } else { '+' };
	format!(
		"{year:04}-{month:02}-{date:02} {:02}:{:02}:{:02} {sign}{:02}:{:02}",
		of_day / 3_600,
		of_day / 60 % 60,
		of_day % 60,
		ahead / 60,
		ahead % 60,
	)
}

/// `2018-09-01`.
pub fn format_day(day: Day) -> String {
	let (year, month, date) = civil(day);
	format!("{year:04}-{month:02}-{date:02}")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn times_are_read() {
		let midnight = 1_535_731_200; // 2018-09-01T00:00:00+08:00
		assert_eq!(parse_time("2018-09-01T00:00:00+08:00", None), Ok(midnight));
		assert_eq!(parse_time("2018-08-31T16:00:00Z", None), Ok(midnight));
		assert_eq!(parse_time("2018-08-31t16:00:00.999z", None), Ok(midnight));
		assert_eq!(parse_time("2018-09-01 00:00:00", Some(28_800)), Ok(midnight));
		assert_eq!(parse_time("2018-09-01 00:00", Some(28_800)), Ok(midnight));
		// A written offset beats the one given apart.
		assert_eq!(parse_time("2018-08-31T16:00:00Z", Some(28_800)), Ok(midnight));
		assert_eq!(parse_time("1970-01-01T00:00:00Z", None), Ok(0));
		assert_eq!(parse_time("2000-02-29T12:00:00Z", None), Ok(951_825_600));
	}

	#[test]
	fn bad_times_say_why() {
		let no_offset = parse_time("2018-09-01 00:00:00", None);
		assert!(matches!(no_offset, Err(TimeError::NoOffset(_))));
		for text in ["", "yesterday", "2018/09/01 00:00:00", "2018-09-01T00:00:00+8x", "2018-09-01"]
		{
			assert!(matches!(parse_time(text, Some(0)), Err(TimeError::Malformed(_))), "{text}");
		}
		for text in ["2018-02-29T00:00:00Z", "2018-13-01T00:00:00Z", "2018-09-01T24:00:00Z"] {
			assert!(matches!(parse_time(text, None), Err(TimeError::NoSuchMoment(_))), "{text}");
		}
		assert!(matches!(
			parse_time("1969-12-31T23:59:59Z", None),
			Err(TimeError::NoSuchMoment(_))
		));
	}

	#[test]
	fn offsets_and_dates() {
		assert_eq!(parse_offset("+08:00"), Ok(28_800));
		assert_eq!(parse_offset("-0530"), Ok(-19_800));
		assert_eq!(parse_offset("+8"), Ok(28_800));
		assert_eq!(parse_offset("Z"), Ok(0));
		assert!(parse_offset("08:00").is_err());
		assert!(parse_offset("+25:00").is_err());
		assert_eq!(parse_date("2018-09-01"), Ok(17_775));
		assert!(parse_date("2018-9-1").is_err());
		assert!(parse_date("2019-02-29").is_err());
		assert_eq!(format_day(17_775), "2018-09-01");
		assert_eq!(format_time(1_535_731_200, 28_800), "2018-09-01 00:00:00 +08:00");
		assert_eq!(format_time(0, -19_800), "Unix second 0");
	}

	#[test]
	fn every_day_reads_back() {
		for day in (0..=Day::MAX).step_by(97) {
			assert_eq!(parse_date(&format_day(day)), Ok(day));
		}
	}
}
