//! Money and points as people write them. Nothing is rounded, ever.

use tanpu_primitives::{Balance, OperatorId, PointCents, PointPart, SeriesId};

/// Decimals of TANP: a planck is the last of them.
const DECIMALS: usize = 12;

/// Plancks of one TANP.
pub const TANP: Balance = 1_000_000_000_000;

/// `1.5` or `1,200.25 TANP` in plancks.
pub fn parse_money(text: &str) -> Result<Balance, String> {
	let bare = text.trim();
	let bare = bare.strip_suffix("TANP").map_or(bare, str::trim_end);
	scaled(bare, DECIMALS)
		.ok_or_else(|| format!("`{text}` is no amount of TANP with at most {DECIMALS} decimals"))
}

/// Plancks as TANP: `1,200.25`, with as many decimals as it takes and at least two.
pub fn money(plancks: Balance) -> String {
	let whole = plancks / TANP;
	let fraction = format!("{:012}", plancks % TANP);
	let kept = fraction.trim_end_matches('0').len().max(2);
	let whole = whole.to_string();
	let mut out = String::with_capacity(whole.len() * 2 + 13);
	for (at, digit) in whole.chars().enumerate() {
		if at > 0 && (whole.len() - at).is_multiple_of(3) {
			out.push(',');
		}
		out.push(digit);
	}
	out.push('.');
	out.push_str(fraction.get(..kept).unwrap_or(&fraction));
	out
}

/// `12.34` points in hundredths.
pub fn parse_points(text: &str) -> Result<PointCents, String> {
	scaled(text.trim(), 2)
		.and_then(|cents| PointCents::try_from(cents).ok())
		.ok_or_else(|| format!("`{text}` is no number of points with at most two decimals"))
}

/// `2/0:12.34`: 12.34 points of series 0 of operator 2.
pub fn parse_part(text: &str) -> Result<PointPart, String> {
	let parsed = || -> Option<(OperatorId, SeriesId, &str)> {
		let (series, points) = text.trim().split_once(':')?;
		let (operator, series) = series.split_once('/')?;
		Some((operator.trim().parse().ok()?, series.trim().parse().ok()?, points))
	};
	let (operator, series, points) =
		parsed().ok_or_else(|| format!("`{text}` is not OPERATOR/SERIES:POINTS, as 2/0:12.34"))?;
	let points = parse_points(points)?;
	if points == 0 {
		return Err(format!("`{text}` is no points at all"));
	}
	Ok(PointPart { operator, series, points })
}

/// A decimal number in units of its last decimal; commas between thousands are ignored.
fn scaled(text: &str, decimals: usize) -> Option<u128> {
	let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
	let whole: String = whole.chars().filter(|c| *c != ',').collect();
	let fraction = match fraction.trim_end_matches('0') {
		"" if !fraction.is_empty() => "",
		"" => return None,
		kept => kept,
	};
	let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || !digits(&whole) || !digits(fraction) || fraction.len() > decimals {
		return None;
	}
	format!("{whole}{fraction:0<decimals$}").parse().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn money_there_and_back() {
		for (text, plancks) in [
			("0.00", 0),
			("1.00", TANP),
			("1.50", TANP * 3 / 2),
			("0.000000000001", 1),
			("1,234,567.89", 1_234_567 * TANP + 890_000_000_000),
		] {
			assert_eq!(parse_money(text), Ok(plancks), "{text}");
			assert_eq!(money(plancks), text);
		}
		assert_eq!(parse_money("12 TANP"), Ok(12 * TANP));
		assert_eq!(parse_money("7"), Ok(7 * TANP));
		assert_eq!(parse_money("0.5000000000000"), Ok(TANP / 2));
		for bad in ["", ".", "1.", "-1", "1e3", "0.0000000000001", "1.2.3", "x", "1_0"] {
			assert!(parse_money(bad).is_err(), "{bad}");
		}
		// The largest balance there can be is about 3.4e26 TANP.
		assert!(parse_money("999999999999999999999999999").is_err());
	}

	#[test]
	fn points_and_parts() {
		assert_eq!(parse_points("12.34"), Ok(1_234));
		assert_eq!(parse_points("7"), Ok(700));
		assert!(parse_points("0.001").is_err());
		assert_eq!(
			parse_part("2/0:12.34"),
			Ok(PointPart { operator: 2, series: 0, points: 1_234 })
		);
		for bad in ["2:1", "2/0", "2/0:0", "2/0:-1", "a/0:1", "2/70000:1"] {
			assert!(parse_part(bad).is_err(), "{bad}");
		}
	}
}
