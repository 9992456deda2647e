//! Time: Unix seconds, minutes of acts, days and months with the city's own midnight.

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = u64;

/// Minutes since 1970-01-01T00:00Z. Acts are told to the minute and no finer: what isn't on chain
/// can't be used to single a person out.
pub type Minute = u32;

/// Days since 1970-01-01 by the city's clock (UTC plus the genesis offset); good until 2149.
pub type Day = u16;

/// Months since 1970-01 by the city's clock.
pub type Month = u16;

pub const SECONDS_PER_MINUTE: u64 = 60;
pub const SECONDS_PER_DAY: u64 = 86_400;
pub const MINUTES_PER_DAY: u32 = 1_440;

/// The chain's clock.
///
/// In production it is the block's timestamp. Development presets may set its start and run it
/// faster, from genesis, so that months can be played; see `pallet-clock`.
pub trait Clock {
	/// Unix seconds now. Never goes back.
	fn now() -> UnixSeconds;

	/// Seconds that the city's clock is ahead of UTC (28,800 for UTC+8), fixed at genesis.
	/// Between -50,400 and 50,400.
	fn day_offset() -> i32;

	/// The day in which a moment falls; `None` beyond the range of [`Day`].
	fn day_of(seconds: UnixSeconds) -> Option<Day> {
		day_of(seconds, Self::day_offset())
	}

	/// The day in which a minute begins.
	fn day_of_minute(minute: Minute) -> Option<Day> {
		Self::day_of(u64::from(minute).checked_mul(SECONDS_PER_MINUTE)?)
	}

	/// First minute of a day; `None` where it would lie before 1970.
	fn first_minute_of(day: Day) -> Option<Minute> {
		let local = i64::from(day).checked_mul(i64::from(MINUTES_PER_DAY))?;
		let offset = i64::from(Self::day_offset()).checked_div(60)?;
		Minute::try_from(local.checked_sub(offset)?).ok()
	}

	/// Today; the last day there is if the clock has run beyond it.
	fn today() -> Day {
		Self::day_of(Self::now()).unwrap_or(Day::MAX)
	}
}

/// The day of a moment on a clock that is `offset` seconds ahead of UTC.
pub fn day_of(seconds: UnixSeconds, offset: i32) -> Option<Day> {
	let local = i64::try_from(seconds).ok()?.checked_add(i64::from(offset))?;
	Day::try_from(local.div_euclid(86_400)).ok()
}

/// The month of a day, counted from 1970-01.
///
/// Civil calendar by the algorithm of Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms" (public domain).
pub fn month_of(day: Day) -> Month {
	let (year, month, _) = civil(day);
	// 1970..=2149 and 1..=12 stay far below u16::MAX.
	year.saturating_sub(1970).saturating_mul(12).saturating_add(month).saturating_sub(1)
}

/// The calendar month of a day, 0 (January) to 11: the raw value of a month input.
pub fn month_of_year(day: Day) -> u8 {
	let (_, month, _) = civil(day);
	u8::try_from(month.saturating_sub(1)).unwrap_or(0)
}

/// Year, month (1..=12) and day of month (1..=31) of a day.
pub fn civil(day: Day) -> (u16, u16, u16) {
	// All intermediate values are below 2^20 for every u16 day, so nothing here can saturate.
	let z = u32::from(day).saturating_add(719_468);
	let era = z.checked_div(146_097).unwrap_or(0);
	let doe = z.saturating_sub(era.saturating_mul(146_097));
	let yoe = doe
		.saturating_sub(doe.checked_div(1_460).unwrap_or(0))
		.saturating_add(doe.checked_div(36_524).unwrap_or(0))
		.saturating_sub(doe.checked_div(146_096).unwrap_or(0))
		.checked_div(365)
		.unwrap_or(0);
	let doy = doe.saturating_sub(
		yoe.saturating_mul(365)
			.saturating_add(yoe.checked_div(4).unwrap_or(0))
			.saturating_sub(yoe.checked_div(100).unwrap_or(0)),
	);
	let mp = doy.saturating_mul(5).saturating_add(2).checked_div(153).unwrap_or(0);
	let dom = doy
		.saturating_sub(mp.saturating_mul(153).saturating_add(2).checked_div(5).unwrap_or(0))
		.saturating_add(1);
	let month = if mp < 10 { mp.saturating_add(3) } else { mp.saturating_sub(9) };
	let year =
		yoe.saturating_add(era.saturating_mul(400)).saturating_add(if month <= 2 { 1 } else { 0 });
	(
		u16::try_from(year).unwrap_or(u16::MAX),
		u16::try_from(month).unwrap_or(12),
		u16::try_from(dom).unwrap_or(31),
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	struct Shenzhen;
	impl Clock for Shenzhen {
		fn now() -> UnixSeconds {
			1_535_731_200 // 2018-09-01T00:00:00+08:00
		}
		fn day_offset() -> i32 {
			28_800
		}
	}

	#[test]
	fn days_begin_at_the_city_s_midnight() {
		assert_eq!(Shenzhen::today(), 17_775);
		assert_eq!(Shenzhen::day_of(1_535_731_199), Some(17_774));
		let first = Shenzhen::first_minute_of(17_775).unwrap();
		assert_eq!(u64::from(first) * 60, Shenzhen::now());
		assert_eq!(Shenzhen::day_of_minute(first), Some(17_775));
		assert_eq!(Shenzhen::day_of(u64::MAX), None);
	}

	#[test]
	fn civil_dates() {
		assert_eq!(civil(0), (1970, 1, 1));
		assert_eq!(civil(17_775), (2018, 9, 1));
		assert_eq!(civil(11_016), (2000, 2, 29));
		assert_eq!(civil(u16::MAX), (2149, 6, 6));
		assert_eq!(month_of(17_775), 48 * 12 + 8);
		assert_eq!([0, 17_774, 17_775, 11_016].map(month_of_year), [0, 7, 8, 1]);
		// Every day follows the one before it.
		let mut last = civil(0);
		for day in 1..=u16::MAX {
			let this = civil(day);
			let next_day = this == (last.0, last.1, last.2 + 1);
			let next_month = this == (last.0, last.1 + 1, 1) && last.2 >= 28;
			let next_year = this == (last.0 + 1, 1, 1) && (last.1, last.2) == (12, 31);
			assert!(next_day || next_month || next_year, "{last:?} then {this:?}");
			assert_eq!(u16::from(month_of_year(day)) + 1, this.1);
			assert_eq!(u16::from(month_of_year(day)), month_of(day) % 12);
			last = this;
		}
	}
}
