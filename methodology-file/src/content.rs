//! What the registry stores of a methodology, encoded as `pallet-methodology-registry` has it.
//!
//! The pallet's crate is not linked: the CLI compares these types with the chain's metadata, and its
//! tests with the pallet's own types.

use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use tanpu_formula::Definition;
use tanpu_primitives::{CreditingRules, Grams};

/// Longest title, in bytes.
pub const MAX_TITLE_LEN: usize = 128;
/// Longest jurisdiction, in bytes.
pub const MAX_JURISDICTION_LEN: usize = 16;
/// Longest scenario, in bytes.
pub const MAX_SCENARIO_LEN: usize = 32;
/// Longest URI of the official document, in bytes.
pub const MAX_URI_LEN: usize = 256;
/// Longest standard section, in bytes.
pub const MAX_SECTION_LEN: usize = 1_024;
/// Most hundredths of a point per kilogram.
pub const MAX_POINTS_PER_KG: u32 = 10_000_000;
/// Most growth points per kilogram.
pub const MAX_GROWTH_PER_KG: u32 = 1_000_000;
/// The highest cap there can be, in grams.
pub const MAX_CAP: Grams = 1_000_000_000_000;
/// Most opinions that an issuance can need.
pub const MAX_VERIFIERS: u8 = 8;

/// The official document.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Document {
	/// Hash of its bytes; zero where no file could be had.
	pub hash: H256,
	/// Where it is published.
	pub uri: Vec<u8>,
}

/// The standard sections, each of which may be empty.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Sections {
	/// Which acts of whom it applies to.
	pub applicability: Vec<u8>,
	/// Why the reductions would not have happened anyway.
	pub additionality: Vec<u8>,
	/// Other mechanisms under which the same act may not be counted.
	pub excluded_mechanisms: Vec<u8>,
	/// How activity data are measured and kept.
	pub monitoring: Vec<u8>,
	/// Days over which a site or thing can be credited; 0 where there is no such limit.
	pub crediting_period_days: u32,
}

/// What people read.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Texts {
	/// Chinese title; one of the two is required.
	pub title_zh: Vec<u8>,
	/// English title.
	pub title_en: Vec<u8>,
	/// Where it holds.
	pub jurisdiction: Vec<u8>,
	/// What kind of act it is about.
	pub scenario: Vec<u8>,
	/// The official document.
	pub document: Document,
	/// The standard sections.
	pub sections: Sections,
}

/// All that is drafted, consulted on and published.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Content {
	/// For people.
	pub texts: Texts,
	/// Inputs, parameters, tables and the formula.
	pub definition: Definition,
	/// How grams become points, growth and shares, and what an act claims.
	pub rules: CreditingRules,
}

impl Content {
	/// BLAKE2b-256 of the SCALE encoding: what the council votes on.
	pub fn hash(&self) -> H256 {
		H256(blake2_256(&self.encode()))
	}
}
