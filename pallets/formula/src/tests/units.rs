use super::unit;
use crate::{units::Powers, *};

fn ratio(from: &str, to: &str) -> Option<(u128, u128)> {
	let powers = |text: &str| -> Powers { unit(text).powers().unwrap() };
	powers(from).ratio_to(&powers(to)).map(|ratio| (ratio.numerator, ratio.denominator))
}

#[test]
fn every_name_parses_and_prints_to_itself() {
	for named in NamedUnit::ALL {
		assert_eq!(NamedUnit::from_text(named.text()), Some(*named));
		assert_eq!(unit(named.text()), Unit::from(*named));
		assert_eq!(unit(named.text()).to_string(), named.text());
	}
	assert_eq!(unit("亩"), unit("mu"));
	assert_eq!(unit("m³"), unit("m3"));
	assert_eq!(unit("minute"), unit("min"));
}

#[test]
fn factors_are_exact() {
	assert_eq!(ratio("km", "m"), Some((1000, 1)));
	assert_eq!(ratio("mi", "m"), Some((201_168, 125)));
	assert_eq!(ratio("mu", "m2"), Some((2000, 3)));
	assert_eq!(ratio("ha", "mu"), Some((15, 1)));
	assert_eq!(ratio("kWh", "J"), Some((3_600_000, 1)));
	assert_eq!(ratio("kJ", "kWh"), Some((1, 3600)));
	assert_eq!(ratio("day", "h"), Some((24, 1)));
	assert_eq!(ratio("day", "min"), Some((1440, 1)));
	assert_eq!(ratio("m3", "mL"), Some((1_000_000, 1)));
	assert_eq!(ratio("%", "1"), Some((1, 100)));
	assert_eq!(ratio("tCO2e", "gCO2e"), Some((1_000_000, 1)));
	assert_eq!(ratio("kgCO2e/kWh", "gCO2e/MJ"), Some((2500, 9)));
	assert_eq!(ratio("pkm", "km*passenger"), Some((1, 1)));
	assert_eq!(ratio("kW*h", "kWh"), Some((1, 1)));
	assert_eq!(ratio("TJ^127", "J^127"), None);
}

/// Every unit that methods measure in: its factor to another of the same dimension.
#[test]
fn the_units_of_methods() {
	for (from, to, factor) in [
		("km", "m", (1_000, 1)),
		("mi", "km", (25_146, 15_625)),
		("kWh", "MJ", (18, 5)),
		("GJ", "MJ", (1_000, 1)),
		("MWh", "GJ", (18, 5)),
		("kW*h", "kWh", (1, 1)),
		("kg", "g", (1_000, 1)),
		("t", "kg", (1_000, 1)),
		("tkm", "kg*km", (1_000, 1)),
		("m3", "L", (1_000, 1)),
		("mL", "L", (1, 1_000)),
		("h", "min", (60, 1)),
		("h", "s", (3_600, 1)),
		("day", "h", (24, 1)),
		("km2", "ha", (100, 1)),
		("ha", "m2", (10_000, 1)),
		("step", "item", (1, 1)),
		("person", "passenger", (1, 1)),
		("ride", "event", (1, 1)),
		("pkm", "m*passenger", (1_000, 1)),
		("%", "1", (1, 100)),
		("CNY", "CNY", (1, 1)),
		("kJ/(kg*K)", "J/(g*K)", (1, 1)),
		("gCO2e/CNY", "kgCO2e/CNY", (1, 1_000)),
		("tCO2e/MWh", "kgCO2e/kWh", (1, 1)),
		("kgCO2e/GJ", "gCO2e/MJ", (1, 1)),
		("kgCO2e/m3", "gCO2e/L", (1, 1)),
		("gCO2e/pkm", "gCO2e/(km*person)", (1, 1)),
	] {
		assert_eq!(unit(from).dimension(), unit(to).dimension(), "{from} {to}");
		assert_eq!(ratio(from, to), Some(factor), "{from} {to}");
		assert_eq!(ratio(to, from), Some((factor.1, factor.0)), "{from} {to}");
	}
}

/// The index of a unit is its encoding in every published methodology.
#[test]
fn units_keep_their_encoding() {
	use codec::Encode;
	for (named, index) in [
		(NamedUnit::Metre, 0u8),
		(NamedUnit::PassengerKilometre, 3),
		(NamedUnit::KilowattHour, 15),
		(NamedUnit::Kilogram, 19),
		(NamedUnit::Day, 27),
		(NamedUnit::Step, 28),
		(NamedUnit::Yuan, 34),
		(NamedUnit::GramCo2e, 36),
		(NamedUnit::TonneCo2e, 38),
		(NamedUnit::Person, 39),
	] {
		assert_eq!(named.encode(), [index], "{named}");
	}
	assert_eq!(NamedUnit::ALL.len(), 40);
}

#[test]
fn compound_units_print_and_parse() {
	for text in ["gCO2e/pkm", "kJ/(kg*K)", "kWh^-1", "1", "kWh/day", "%", "m^2", "km^-2*kg^-1"] {
		assert_eq!(unit(text).to_string(), text);
		assert!(unit(text).is_canonical());
	}
	assert_eq!(unit("1/kWh"), unit("kWh^-1"));
	assert_eq!(unit(" kg * m / kg "), unit("m"));
	assert_eq!(unit("m·m"), unit("m^2"));
	assert_eq!(unit("kJ/kg/K"), unit("kJ/(kg*K)"));
	assert_eq!(unit("kJ/(kg/K)"), unit("kJ*K/kg"));
	assert_eq!(unit("(kg)"), unit("kg"));
}

#[test]
fn texts_that_are_no_units() {
	for (text, error) in [
		("", UnitError::Incomplete),
		("kg/", UnitError::Incomplete),
		("kg/(K", UnitError::Incomplete),
		("gCO2", UnitError::Unknown { offset: 0 }),
		("kg/xyz", UnitError::Unknown { offset: 3 }),
		("KM", UnitError::Unknown { offset: 0 }),
		("kg)", UnitError::Unknown { offset: 2 }),
		("kg/(K]", UnitError::Unknown { offset: 5 }),
		("kg^", UnitError::Unknown { offset: 3 }),
		("kg^-", UnitError::Unknown { offset: 3 }),
		("m^300", UnitError::Exponent),
		("m^127*m", UnitError::Exponent),
		("1/m^-128", UnitError::Exponent),
		("K*s^-128", UnitError::Exponent),
		("m*s*g*L*J*K*CNY*step", UnitError::Unknown { offset: 99 }),
		("m*s*g*L*J*K*CNY*step*m2", UnitError::TooManyFactors),
	] {
		if error == (UnitError::Unknown { offset: 99 }) {
			assert_eq!(unit(text).factors().len(), 8);
			continue;
		}
		assert_eq!(parse_unit(text), Err(error), "{text}");
		assert!(!error.to_string().is_empty());
	}
	assert!(parse_unit(&"(".repeat(100_000)).is_err());
	assert!(parse_unit(&"m*".repeat(10_000)).is_err());
}

#[test]
fn dimensions_read_well() {
	let shown = |text: &str| unit(text).dimension().unwrap().to_string();
	assert_eq!(shown("gCO2e/pkm"), "CO2e mass / (distance * count)");
	assert_eq!(shown("m^2"), "distance^2");
	assert_eq!(shown("m2"), "area");
	assert_eq!(shown("%"), "plain number");
	assert_eq!(shown("kWh^-1"), "energy^-1");
	assert_eq!(unit("m^127").dimension().unwrap().distance, 127);
	assert_eq!(unit("m^127*km").dimension(), None);
	assert_ne!(unit("kg").dimension(), unit("kgCO2e").dimension());
	assert_eq!(unit("tCO2e").dimension(), Some(Dimension::CO2E));
}
