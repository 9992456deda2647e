//! Units: names, what they measure and their exact factors.

use crate::{Dimension, MAX_UNIT_FACTORS};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, iter::Peekable, str::Chars, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The primes of which every unit's factor consists; 11 and 127 are the mile's.
const PRIMES: [u128; 5] = [2, 3, 5, 11, 127];

/// A positive rational factor as exponents of [`PRIMES`]: products are sums, exact and cheap.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Scale([i32; PRIMES.len()]);

impl Scale {
	/// 10^ten * 2^two * 3^three * 5^five * 11^eleven * 127^mile.
	const fn new(ten: i32, two: i32, three: i32, five: i32, eleven: i32, mile: i32) -> Self {
		Self([ten.saturating_add(two), three, ten.saturating_add(five), eleven, mile])
	}

	/// `self` * `other`^`power`; `None` where an exponent leaves 32 bits.
	fn checked_mul_pow(self, other: Self, power: i32) -> Option<Self> {
		let mut product = self;
		for (left, right) in product.0.iter_mut().zip(other.0) {
			*left = left.checked_add(right.checked_mul(power)?)?;
		}
		Some(product)
	}

	/// Numerator and denominator in lowest terms; `None` where one leaves 128 bits.
	fn ratio(self) -> Option<Ratio> {
		let mut ratio = Ratio::ONE;
		for (prime, exponent) in PRIMES.iter().zip(self.0) {
			let power = prime.checked_pow(exponent.unsigned_abs())?;
			if exponent >= 0 {
				ratio.numerator = ratio.numerator.checked_mul(power)?;
			} else {
				ratio.denominator = ratio.denominator.checked_mul(power)?;
			}
		}
		Some(ratio)
	}
}

/// An exact conversion factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ratio {
	pub(crate) numerator: u128,
	pub(crate) denominator: u128,
}

impl Ratio {
	pub(crate) const ONE: Self = Self { numerator: 1, denominator: 1 };

	pub(crate) fn is_one(self) -> bool {
		self == Self::ONE
	}
}

macro_rules! named_units {
	($(
		$(#[$doc:meta])*
		$variant:ident $text:literal $(| $alias:literal)* =
			[$ten:literal $two:literal $three:literal $five:literal $eleven:literal $mile:literal]
			{ $($field:ident: $power:literal),* };
	)*) => {
		/// The units that have a name. Their order is the order inside a [`Unit`].
		#[derive(
			Encode, Decode, DecodeWithMemTracking, Serialize, Deserialize, TypeInfo, MaxEncodedLen,
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug,
		)]
		#[allow(clippy::cast_possible_truncation)]
		pub enum NamedUnit { $( $(#[$doc])* $variant, )* }

		impl NamedUnit {
			/// All of them, in order.
			pub const ALL: &'static [Self] = &[$( Self::$variant, )*];

			/// The name as printed.
			pub const fn text(self) -> &'static str {
				match self { $( Self::$variant => $text, )* }
			}

			/// The unit of this name or alias; case matters.
			pub fn from_text(text: &str) -> Option<Self> {
				match text {
					$( $text $(| $alias)* => Some(Self::$variant), )*
					_ => None,
				}
			}

			/// What it measures.
			pub const fn dimension(self) -> Dimension {
				match self {
					$( Self::$variant => Dimension { $($field: $power,)* ..Dimension::NONE }, )*
				}
			}

			pub(super) const fn scale(self) -> Scale {
				match self {
					$( Self::$variant =>
						Scale::new($ten, $two, $three, $five, $eleven, $mile), )*
				}
			}
		}
	};
}

// The brackets hold the exponents of 10, 2, 3, 5, 11 and 127 of the factor to the first unit of the
// same dimension.
#[allow(clippy::needless_update)]
mod named {
	use super::*;

	named_units! {
		/// Metre.
		Metre "m" = [0 0 0 0 0 0] { distance: 1 };
		/// Kilometre.
		Kilometre "km" = [3 0 0 0 0 0] { distance: 1 };
		/// Mile, 1609.344 m.
		Mile "mi" = [-3 7 2 0 1 1] { distance: 1 };
		/// Passenger-kilometre: distance times count.
		PassengerKilometre "pkm" = [3 0 0 0 0 0] { distance: 1, count: 1 };
		/// Tonne-kilometre: mass times distance.
		TonneKilometre "tkm" = [9 0 0 0 0 0] { distance: 1, mass: 1 };
		/// Square metre.
		SquareMetre "m2" | "m²" = [0 0 0 0 0 0] { area: 1 };
		/// Hectare, 10,000 m2.
		Hectare "ha" = [4 0 0 0 0 0] { area: 1 };
		/// Mu (亩), a fifteenth of a hectare, 2000/3 m2.
		Mu "mu" | "亩" = [3 1 -1 0 0 0] { area: 1 };
		/// Square kilometre.
		SquareKilometre "km2" | "km²" = [6 0 0 0 0 0] { area: 1 };
		/// Joule.
		Joule "J" = [0 0 0 0 0 0] { energy: 1 };
		/// Kilojoule.
		Kilojoule "kJ" = [3 0 0 0 0 0] { energy: 1 };
		/// Megajoule.
		Megajoule "MJ" = [6 0 0 0 0 0] { energy: 1 };
		/// Gigajoule.
		Gigajoule "GJ" = [9 0 0 0 0 0] { energy: 1 };
		/// Terajoule.
		Terajoule "TJ" = [12 0 0 0 0 0] { energy: 1 };
		/// Watt-hour, 3600 J.
		WattHour "Wh" = [2 2 2 0 0 0] { energy: 1 };
		/// Kilowatt-hour.
		KilowattHour "kWh" = [5 2 2 0 0 0] { energy: 1 };
		/// Megawatt-hour.
		MegawattHour "MWh" = [8 2 2 0 0 0] { energy: 1 };
		/// Kilowatt: energy by time.
		Kilowatt "kW" = [3 0 0 0 0 0] { energy: 1, time: -1 };
		/// Gram, not of CO2e.
		Gram "g" = [0 0 0 0 0 0] { mass: 1 };
		/// Kilogram, not of CO2e.
		Kilogram "kg" = [3 0 0 0 0 0] { mass: 1 };
		/// Tonne, not of CO2e.
		Tonne "t" = [6 0 0 0 0 0] { mass: 1 };
		/// Litre.
		Litre "L" = [0 0 0 0 0 0] { volume: 1 };
		/// Millilitre.
		Millilitre "mL" = [-3 0 0 0 0 0] { volume: 1 };
		/// Cubic metre, 1000 L.
		CubicMetre "m3" | "m³" = [3 0 0 0 0 0] { volume: 1 };
		/// Second.
		Second "s" = [0 0 0 0 0 0] { time: 1 };
		/// Minute.
		Minute "min" | "minute" = [1 1 1 0 0 0] { time: 1 };
		/// Hour.
		Hour "h" = [2 2 2 0 0 0] { time: 1 };
		/// Day of 24 hours.
		Day "day" = [2 5 3 0 0 0] { time: 1 };
		/// One step.
		Step "step" = [0 0 0 0 0 0] { count: 1 };
		/// One thing.
		Item "item" = [0 0 0 0 0 0] { count: 1 };
		/// One ride.
		Ride "ride" = [0 0 0 0 0 0] { count: 1 };
		/// One passenger.
		Passenger "passenger" = [0 0 0 0 0 0] { count: 1 };
		/// One event: a payment, a statement, a use.
		Event "event" = [0 0 0 0 0 0] { count: 1 };
		/// Hundredth of a plain number.
		Percent "%" = [-2 0 0 0 0 0] {};
		/// Yuan.
		Yuan "CNY" = [0 0 0 0 0 0] { money: 1 };
		/// Kelvin, for differences of temperature only.
		Kelvin "K" = [0 0 0 0 0 0] { temperature: 1 };
		/// Gram of CO2e.
		GramCo2e "gCO2e" = [0 0 0 0 0 0] { co2e: 1 };
		/// Kilogram of CO2e.
		KilogramCo2e "kgCO2e" = [3 0 0 0 0 0] { co2e: 1 };
		/// Tonne of CO2e.
		TonneCo2e "tCO2e" = [6 0 0 0 0 0] { co2e: 1 };
		// A new unit comes last: the index is the encoding of every unit already published.
		/// One person, for example of a household.
		Person "person" = [0 0 0 0 0 0] { count: 1 };
	}
}
pub use named::NamedUnit;

impl fmt::Display for NamedUnit {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.text())
	}
}

/// A named unit to a power, never zero.
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
)]
pub struct Factor {
	/// The unit.
	pub unit: NamedUnit,
	/// Its power.
	pub power: i8,
}

/// A product of named units to powers, as declared: `gCO2e/pkm`, `kJ/(kg*K)`. Without factors it is
/// a plain number, printed as `1`.
///
/// Canonical form: factors in the order of [`NamedUnit`], each once, no power of zero or -128. Everything here
/// makes canonical units; [`crate::check`] refuses a decoded one that is not, because it would not
/// print and parse to itself.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Unit(BoundedVec<Factor, ConstU32<MAX_UNIT_FACTORS>>);

/// Why a text or a product is not a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnitError {
	/// A name that is no unit, or a character that cannot be there, at this byte of the text.
	Unknown {
		/// Offset in bytes.
		offset: usize,
	},
	/// A power outside -127..=127.
	Exponent,
	/// More than [`MAX_UNIT_FACTORS`] different units.
	TooManyFactors,
	/// Text ended where a unit was due.
	Incomplete,
}

impl fmt::Display for UnitError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Unknown { offset } => write!(f, "unknown unit at byte {offset}"),
			Self::Exponent => f.write_str("a unit's power outside -127 to 127"),
			Self::TooManyFactors => {
				write!(f, "more than {MAX_UNIT_FACTORS} different units in a product")
			},
			Self::Incomplete => f.write_str("the text ends where a unit is expected"),
		}
	}
}

impl core::error::Error for UnitError {}

impl Unit {
	/// The plain number.
	pub fn one() -> Self {
		Self(BoundedVec::new())
	}

	/// The product of factors, repeated ones combined.
	pub fn new(factors: impl IntoIterator<Item = (NamedUnit, i8)>) -> Result<Self, UnitError> {
		let mut powers = Powers::default();
		for (unit, power) in factors {
			powers = powers.checked_mul_pow(unit, power).ok_or(UnitError::Exponent)?;
		}
		powers.to_unit().ok_or(UnitError::TooManyFactors)
	}

	/// The factors in canonical order.
	pub fn factors(&self) -> &[Factor] {
		&self.0
	}

	/// What it measures; `None` where an exponent leaves its range.
	pub fn dimension(&self) -> Option<Dimension> {
		self.0.iter().try_fold(Dimension::NONE, |sum, factor| {
			sum.checked_add_scaled(factor.unit.dimension(), factor.power)
		})
	}

	/// Whether the factors are in order, each once, none of power zero.
	pub fn is_canonical(&self) -> bool {
		self.0.iter().all(|factor| factor.power != 0 && in_range(&factor.power))
			&& self.0.iter().zip(self.0.iter().skip(1)).all(|(left, right)| left.unit < right.unit)
	}

	pub(crate) fn powers(&self) -> Option<Powers> {
		self.0.iter().try_fold(Powers::default(), |powers, factor| {
			powers.checked_mul_pow(factor.unit, factor.power)
		})
	}
}

impl From<NamedUnit> for Unit {
	fn from(unit: NamedUnit) -> Self {
		Self(BoundedVec::truncate_from(alloc::vec![Factor { unit, power: 1 }]))
	}
}

/// `gCO2e/pkm`, `kJ/(kg*K)`, `kWh^-1`, `1`.
impl fmt::Display for Unit {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let parts = self.0.iter().map(|factor| (factor.unit.text(), factor.power));
		write_quotient(f, parts, ("*", "/"), "1")
	}
}

/// Writes `a*b^2/(c*d)`; without a positive power `c^-1*d^-1`; without any, `none`.
pub(crate) fn write_quotient<'a>(
	f: &mut fmt::Formatter<'_>,
	parts: impl Iterator<Item = (&'a str, i8)> + Clone,
	(times, by): (&str, &str),
	none: &str,
) -> fmt::Result {
	let parts = parts.map(|(name, power)| (name, i16::from(power)));
	let above = parts.clone().filter(|(_, power)| *power > 0);
	let below = parts.filter(|(_, power)| *power < 0);
	let absolute = below.clone().map(|(name, power)| (name, power.saturating_neg()));
	match (above.clone().next().is_some(), below.clone().count()) {
		(false, 0) => f.write_str(none),
		(false, _) => write_product(f, below, times),
		(true, 0) => write_product(f, above, times),
		(true, 1) => {
			write_product(f, above, times)?;
			f.write_str(by)?;
			write_product(f, absolute, times)
		},
		(true, _) => {
			write_product(f, above, times)?;
			write!(f, "{by}(")?;
			write_product(f, absolute, times)?;
			f.write_str(")")
		},
	}
}

fn write_product<'a>(
	f: &mut fmt::Formatter<'_>,
	parts: impl Iterator<Item = (&'a str, i16)>,
	times: &str,
) -> fmt::Result {
	for (position, (name, power)) in parts.enumerate() {
		if position > 0 {
			f.write_str(times)?;
		}
		f.write_str(name)?;
		if power != 1 {
			write!(f, "^{power}")?;
		}
	}
	Ok(())
}

/// Number of named units.
const NAMED: usize = NamedUnit::ALL.len();

/// A unit as the power of every named unit: that of an intermediate, while checking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Powers([i8; NAMED]);

impl Default for Powers {
	fn default() -> Self {
		Self([0; NAMED])
	}
}

/// A power whose opposite is one too: `K/s^128` could not be read back.
fn in_range(power: &i8) -> bool {
	*power != i8::MIN
}

impl Powers {
	fn iter(&self) -> impl Iterator<Item = (NamedUnit, i8)> + '_ {
		NamedUnit::ALL.iter().copied().zip(self.0).filter(|(_, power)| *power != 0)
	}

	fn checked_mul_pow(mut self, unit: NamedUnit, power: i8) -> Option<Self> {
		let slot =
			self.0.iter_mut().zip(NamedUnit::ALL).find_map(|(p, u)| (*u == unit).then_some(p))?;
		*slot = slot.checked_add(power).filter(in_range)?;
		Some(self)
	}

	pub(crate) fn checked_mul(mut self, other: &Self) -> Option<Self> {
		for (left, right) in self.0.iter_mut().zip(other.0) {
			*left = left.checked_add(right).filter(in_range)?;
		}
		Some(self)
	}

	pub(crate) fn checked_div(mut self, other: &Self) -> Option<Self> {
		for (left, right) in self.0.iter_mut().zip(other.0) {
			*left = left.checked_sub(right).filter(in_range)?;
		}
		Some(self)
	}

	/// What it measures; `None` where an exponent leaves its range.
	pub(crate) fn dimension(&self) -> Option<Dimension> {
		self.iter().try_fold(Dimension::NONE, |sum, (unit, power)| {
			sum.checked_add_scaled(unit.dimension(), power)
		})
	}

	/// As a declared unit; `None` beyond [`MAX_UNIT_FACTORS`].
	pub(crate) fn to_unit(self) -> Option<Unit> {
		let factors: Vec<_> = self.iter().map(|(unit, power)| Factor { unit, power }).collect();
		BoundedVec::try_from(factors).ok().map(Unit)
	}

	/// The factor by which a number in `self` becomes one in `target`, which measures the same;
	/// `None` where it leaves 128 bits.
	pub(crate) fn ratio_to(&self, target: &Self) -> Option<Ratio> {
		if self == target {
			return Some(Ratio::ONE);
		}
		let mut scale = Scale::default();
		for (unit, power) in self.iter() {
			scale = scale.checked_mul_pow(unit.scale(), i32::from(power))?;
		}
		for (unit, power) in target.iter() {
			scale = scale.checked_mul_pow(unit.scale(), i32::from(power).checked_neg()?)?;
		}
		scale.ratio()
	}
}

/// A unit from text: `gCO2e/pkm`, `kJ/(kg*K)`, `kWh^-1`, `1/kWh`, `1`; spaces are free.
///
/// `*` and `·` multiply, `/` divides by the next factor or by what is in parentheses.
pub fn parse_unit(text: &str) -> Result<Unit, UnitError> {
	let mut reader =
		Reader { text, rest: text.chars().peekable(), powers: Powers::default(), offset: 0 };
	reader.product(1, 0)?;
	reader.spaces();
	if reader.rest.peek().is_some() {
		return Err(UnitError::Unknown { offset: reader.offset });
	}
	reader.powers.to_unit().ok_or(UnitError::TooManyFactors)
}

impl FromStr for Unit {
	type Err = UnitError;

	fn from_str(text: &str) -> Result<Self, UnitError> {
		parse_unit(text)
	}
}

struct Reader<'a> {
	text: &'a str,
	rest: Peekable<Chars<'a>>,
	powers: Powers,
	offset: usize,
}

impl Reader<'_> {
	/// Parentheses inside one another that are still read.
	const MAX_DEPTH: u8 = 8;

	fn take(&mut self) -> Option<char> {
		let character = self.rest.next()?;
		self.offset = self.offset.saturating_add(character.len_utf8());
		Some(character)
	}

	fn take_while(&mut self, wanted: impl Fn(char) -> bool) {
		while self.rest.peek().is_some_and(|next| wanted(*next)) {
			self.take();
		}
	}

	fn spaces(&mut self) {
		self.take_while(char::is_whitespace);
	}

	fn take_if(&mut self, wanted: char) -> bool {
		let found = self.rest.peek() == Some(&wanted);
		if found {
			self.take();
		}
		found
	}

	fn product(&mut self, sign: i8, depth: u8) -> Result<(), UnitError> {
		self.factor(sign, depth)?;
		loop {
			self.spaces();
			if self.take_if('*') || self.take_if('·') {
				self.factor(sign, depth)?;
			} else if self.take_if('/') {
				self.factor(sign.saturating_neg(), depth)?;
			} else {
				return Ok(());
			}
		}
	}

	fn factor(&mut self, sign: i8, depth: u8) -> Result<(), UnitError> {
		self.spaces();
		let start = self.offset;
		let unknown = UnitError::Unknown { offset: start };
		match self.rest.peek() {
			None => return Err(UnitError::Incomplete),
			Some('(') if depth < Self::MAX_DEPTH => {
				self.take();
				self.product(sign, depth.saturating_add(1))?;
				self.spaces();
				return match (self.take_if(')'), self.rest.peek()) {
					(true, _) => Ok(()),
					(false, None) => Err(UnitError::Incomplete),
					(false, Some(_)) => Err(UnitError::Unknown { offset: self.offset }),
				};
			},
			Some('%') => {
				self.take();
			},
			Some(_) => self.take_while(|next| {
				next == '_' || next == '²' || next == '³' || next.is_alphanumeric()
			}),
		}
		let name = self.text.get(start..self.offset).unwrap_or_default();
		if name == "1" {
			return Ok(());
		}
		let unit = NamedUnit::from_text(name).ok_or(unknown)?;
		let power = if self.take_if('^') { self.power()? } else { 1 };
		let power = power.checked_mul(sign).ok_or(UnitError::Exponent)?;
		self.powers = self.powers.checked_mul_pow(unit, power).ok_or(UnitError::Exponent)?;
		Ok(())
	}

	fn power(&mut self) -> Result<i8, UnitError> {
		let start = self.offset;
		self.take_if('-');
		self.take_while(|next| next.is_ascii_digit());
		let digits = self.text.get(start..self.offset).unwrap_or_default();
		if digits.is_empty() || digits == "-" {
			return Err(UnitError::Unknown { offset: start });
		}
		digits.parse().map_err(|_| UnitError::Exponent)
	}
}
