//! Quantities, moments, dates.

use crate::units::{Date, Moment, Quantity};
use serde_json::json;

#[test]
fn quantities_are_strings() {
	assert_eq!(serde_json::to_value(Quantity(0)).unwrap(), json!("0"));
	let most = u128::MAX.to_string();
	assert_eq!(serde_json::to_value(Quantity(u128::MAX)).unwrap(), json!(most));
	let read = |value| serde_json::from_value::<Quantity>(value);
	assert_eq!(read(json!(most)).unwrap(), Quantity(u128::MAX));
	assert_eq!(read(json!("007")).unwrap(), Quantity(7));
	assert_eq!(read(json!(7)).unwrap(), Quantity(7));
	for bad in
		[json!(-7), json!(7.5), json!("-7"), json!("+7"), json!(""), json!("7 "), json!(null)]
	{
		assert!(read(bad.clone()).is_err(), "{bad}");
	}
	assert!(read(json!(format!("{most}0"))).is_err());
}

#[test]
fn moments_are_by_the_city_s_clock() {
	let iso = |unix, offset| Moment::new(unix, offset).iso;
	assert_eq!(iso(1_535_731_200, 28_800).as_deref(), Some("2018-09-01T00:00:00+08:00"));
	assert_eq!(iso(1_535_731_199, 28_800).as_deref(), Some("2018-08-31T23:59:59+08:00"));
	assert_eq!(iso(19_800, -19_800).as_deref(), Some("1970-01-01T00:00:00-05:30"));
	assert_eq!(iso(0, 0).as_deref(), Some("1970-01-01T00:00:00+00:00"));
	assert_eq!(iso(0, -1), None);
	assert_eq!(iso(u64::MAX, 0), None);
}

#[test]
fn every_date_reads_back() {
	for day in 0..=u16::MAX {
		assert_eq!(Date::parse(&Date(day).to_string()), Some(Date(day)));
	}
	for bad in [
		"",
		"2018-9-1",
		"2018-02-29",
		"2018-13-01",
		"2018-00-01",
		"2018-01-00",
		"1969-12-31",
		"2149-06-07",
		"2018-09-01-01",
		"2018-09-01T00:00",
		"+018-09-01",
	] {
		assert_eq!(Date::parse(bad), None, "{bad}");
	}
	assert!(serde_json::from_value::<Date>(json!(65_536)).is_err());
	assert_eq!(serde_json::from_value::<Date>(json!(17_775)).unwrap(), Date(17_775));
}
