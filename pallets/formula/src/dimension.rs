//! What a quantity measures.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Exponents over the base dimensions, each from -128 to 127 and checked.
///
/// The base is chosen for methodologies, not for physics: a mass of CO2e is not a mass, so
/// kilograms of paper never pass for kilograms of CO2e; energy, area and volume stand for
/// themselves, so `m * m` is not an area; temperature is a difference of temperatures (kelvin).
///
/// Count is everything that is counted: steps, items, rides, passengers, events, persons. A passenger-kilometre
/// is distance times count, so a factor per `pkm` takes a distance in `pkm` (a ride of one
/// passenger), or one in `km` times a number of `passenger`.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Dimension {
	/// Length of a way: `m`, `km`.
	pub distance: i8,
	/// `J`, `kWh`.
	pub energy: i8,
	/// Of anything but CO2e: `g`, `kg`, `t`.
	pub mass: i8,
	/// `L`, `m3`.
	pub volume: i8,
	/// `m2`, `ha`, `mu`.
	pub area: i8,
	/// `s`, `h`, `day`.
	pub time: i8,
	/// `step`, `item`, `ride`, `passenger`, `event`, `person`.
	pub count: i8,
	/// `CNY`.
	pub money: i8,
	/// A difference of temperatures: `K`.
	pub temperature: i8,
	/// Mass of CO2 equivalent: `gCO2e`, `kgCO2e`, `tCO2e`.
	pub co2e: i8,
}

impl Dimension {
	/// A plain number.
	pub const NONE: Self = Self {
		distance: 0,
		energy: 0,
		mass: 0,
		volume: 0,
		area: 0,
		time: 0,
		count: 0,
		money: 0,
		temperature: 0,
		co2e: 0,
	};

	/// A mass of CO2e: what every formula must result in.
	pub const CO2E: Self = Self { co2e: 1, ..Self::NONE };

	/// What is counted.
	pub const COUNT: Self = Self { count: 1, ..Self::NONE };

	/// `self` + `other` * `times` in each exponent; `None` where one leaves its range.
	pub fn checked_add_scaled(self, other: Self, times: i8) -> Option<Self> {
		let add = |left: i8, right: i8| {
			let sum =
				i32::from(left).checked_add(i32::from(right).checked_mul(i32::from(times))?)?;
			i8::try_from(sum).ok()
		};
		Some(Self {
			distance: add(self.distance, other.distance)?,
			energy: add(self.energy, other.energy)?,
			mass: add(self.mass, other.mass)?,
			volume: add(self.volume, other.volume)?,
			area: add(self.area, other.area)?,
			time: add(self.time, other.time)?,
			count: add(self.count, other.count)?,
			money: add(self.money, other.money)?,
			temperature: add(self.temperature, other.temperature)?,
			co2e: add(self.co2e, other.co2e)?,
		})
	}

	/// Names and exponents, those of zero too.
	fn parts(&self) -> [(&'static str, i8); 10] {
		[
			("CO2e mass", self.co2e),
			("distance", self.distance),
			("energy", self.energy),
			("mass", self.mass),
			("volume", self.volume),
			("area", self.area),
			("time", self.time),
			("count", self.count),
			("money", self.money),
			("temperature", self.temperature),
		]
	}
}

/// `CO2e mass / (distance * count)`, `distance^2`, `plain number`.
impl fmt::Display for Dimension {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let parts = self.parts();
		crate::units::write_quotient(
			f,
			parts.iter().map(|(name, power)| (*name, *power)),
			(" * ", " / "),
			"plain number",
		)
	}
}
