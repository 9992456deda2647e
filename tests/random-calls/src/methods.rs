//! Methodologies of each kind of claim.

use frame_support::{traits::ConstU32, BoundedVec};
use pallet_methodology_registry::{Content, Document, Sections, Texts};
use sp_core::H256;
use sp_runtime::Permill;
use tanpu_formula::{Definition, Fixed, Input, Parameter, SourceKind};
use tanpu_primitives::{ClaimSpec, CreditingRules, GroupId};

/// Exclusion groups and the days in which their acts can be reported.
pub const GROUPS: [(GroupId, u16); 5] = [(1, 7), (2, 3), (3, 7), (4, 10), (5, 10)];

/// What a methodology measures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
	/// Intervals of a person.
	Rides,
	/// A person's daily total.
	Steps,
	/// References that count once.
	Parcels,
	/// Registers.
	Meters,
	/// Registered sites.
	Roofs,
}

impl Kind {
	pub const ALL: [Self; 5] = [Self::Rides, Self::Steps, Self::Parcels, Self::Meters, Self::Roofs];

	pub fn group(self) -> GroupId {
		match self {
			Self::Rides => 1,
			Self::Steps => 2,
			Self::Parcels => 3,
			Self::Meters => 4,
			Self::Roofs => 5,
		}
	}

	/// Most of the input that a row can state.
	pub fn most(self) -> u64 {
		10_000
	}

	/// A methodology of the kind; versions differ in what `variant` says.
	pub fn content(self, variant: u8) -> Content {
		let (unit, factor) = match self {
			Self::Rides | Self::Steps | Self::Parcels => ("pkm", "gCO2e/pkm"),
			Self::Meters | Self::Roofs => ("kWh", "gCO2e/kWh"),
		};
		let parse = |unit: &str| tanpu_formula::parse_unit(unit).expect("a unit");
		let value: Fixed = "46.7".parse().expect("a number");
		let declared = Definition::declare(
			vec![Input::number("used", parse(unit), 2, 0, self.most()).expect("an input")],
			vec![Parameter::new("factor", value, parse(factor), SourceKind::Reference, "a test")
				.expect("a parameter")],
			vec![],
		)
		.expect("declarations");
		let group = self.group();
		let claim = match self {
			Self::Rides => ClaimSpec::Interval { group },
			Self::Steps => ClaimSpec::DailyHighWater { group, input: 0 },
			Self::Parcels => ClaimSpec::Once { group, lasting: variant.is_multiple_of(2) },
			Self::Meters => ClaimSpec::Counter { group, input: 0 },
			Self::Roofs => ClaimSpec::SitePeriod { group, max_days: 3_000 },
		};
		let crediting_period_days = if self == Self::Roofs { 3_000 } else { 0 };
		Content {
			texts: Texts {
				title_en: text("A methodology"),
				jurisdiction: text("CN-SZ"),
				scenario: text("test"),
				document: Document { hash: H256::zero(), uri: text("a test") },
				sections: Sections { crediting_period_days, ..Sections::default() },
				..Default::default()
			},
			definition: tanpu_formula::compile("used * factor", &declared).expect("a formula"),
			rules: CreditingRules {
				points_per_kg: 844 + u32::from(variant),
				growth_per_kg: 1_000,
				max_grams_per_record: 4_000,
				max_grams_per_day: 12_000,
				claims: vec![claim].try_into().expect("one claim"),
				evidence_required: variant % 5 == 4,
				device_required: variant % 5 == 4,
				operator_share: Permill::from_percent(u32::from(variant) % 50),
				verifiers_needed: 1 + variant % 3,
			},
		}
	}
}

/// A text that is short enough.
pub fn text<const N: u32>(text: &str) -> BoundedVec<u8, ConstU32<N>> {
	BoundedVec::truncate_from(text.as_bytes().to_vec())
}
