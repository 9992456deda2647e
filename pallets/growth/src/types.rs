//! Themes, questions, equivalents.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use tanpu_primitives::{growth::THEMES, CitizenId, Day, Grams, GrowthMillis, UnixSeconds};

/// Longest name of a theme or an equivalent, bytes of UTF-8.
pub const MAX_NAME_LEN: u32 = 64;

/// Longest source of a factor, bytes of UTF-8.
pub const MAX_SOURCE_LEN: u32 = 256;

/// Longest address of a question, bytes.
pub const MAX_URI_LEN: u32 = 128;

/// Most equivalents at once.
pub const MAX_EQUIVALENTS: u32 = 8;

/// A badge for each theme.
pub const MAX_BADGES: u32 = 9;

const _: () = assert!(MAX_BADGES as usize == THEMES, "a badge for each theme");

/// A short text in UTF-8.
pub type Text<const N: u32> = BoundedVec<u8, ConstU32<N>>;

/// Whether a text can be shown: UTF-8, something to see, no control characters.
pub fn is_shown(text: &[u8]) -> bool {
	core::str::from_utf8(text)
		.is_ok_and(|text| !text.trim().is_empty() && !text.chars().any(char::is_control))
}

/// A theme, and the growth that unlocks it.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Theme {
	pub name: Text<MAX_NAME_LEN>,
	/// Thousandths of growth, above zero.
	pub threshold: GrowthMillis,
}

/// The nine themes, by rising threshold.
pub type AllThemes = [Theme; THEMES];

/// The days on which a citizen unlocked the first themes, one after the other.
pub type Badges = BoundedVec<Day, ConstU32<MAX_BADGES>>;

/// The question of a day.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Question {
	/// Hash of the question and its answers as they are published.
	pub hash: H256,
	/// Where to find them: printable ASCII.
	pub uri: BoundedVec<u8, ConstU32<MAX_URI_LEN>>,
	/// How many answers there are to choose from, from 2; they are numbered from 0.
	pub options: u8,
	/// BLAKE2b-256 of `answer_message`: fixed before anybody answers.
	pub answer_hash: H256,
	/// Thousandths of growth for the right answer.
	pub reward: GrowthMillis,
	/// How many citizens can answer: with the reward, the day's budget.
	pub places: u32,
}

/// A question and what became of it.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Quiz {
	pub question: Question,
	/// Citizens who committed to an answer.
	pub taken: u32,
	/// Those of them who revealed it.
	pub revealed: u32,
	/// The right answer, and the Unix seconds at which it was published.
	pub answer: Option<(u8, UnixSeconds)>,
}

/// Something that people can picture, for so many grams.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Equivalent {
	/// What is counted: "tree growing for a year"; in two languages "Chinese / English".
	pub name: Text<MAX_NAME_LEN>,
	/// Grams CO2e of one of it, above zero.
	pub grams: Grams,
	/// Where the factor is from.
	pub source: Text<MAX_SOURCE_LEN>,
}

impl Equivalent {
	/// How many of it so many grams are, in thousandths, rounded down.
	pub fn of(&self, grams: Grams) -> u64 {
		u128::from(grams)
			.saturating_mul(1_000)
			.checked_div(u128::from(self.grams))
			.and_then(|thousandths| u64::try_from(thousandths).ok())
			.unwrap_or(u64::MAX)
	}
}

/// The equivalents until the authority sets others.
///
/// Reference values: no official Chinese factor for a tree or a mu was found. Both are of the US
/// EPA's Greenhouse Gas Equivalencies Calculator, "Calculations and References", as of March 2026:
///
/// - A tree: 36.4 lb of carbon, 0.060 t CO2, by an urban tree that is planted and grows for ten
///   years, those that die counted. A tenth of it a year: 6 kg. Later copies of the page call the
///   36.4 lb a yearly rate; the calculator's own words are "seedlings grown for 10 years", and a
///   young tree binds no 60 kg a year, so the smaller reading is taken.
/// - A mu (666.67 m2) of forest: 1.00 t CO2 a year by an acre (4,046.86 m2) of average US forest
///   (0.27 t of carbon), so 165 kg. Earlier editions had 0.82 t (2020) and 0.84 t (2022); the newest
///   one shows the least forest for the same grams.
///
/// Names have a Chinese and an English half.
pub fn default_equivalents() -> BoundedVec<Equivalent, ConstU32<MAX_EQUIVALENTS>> {
	let entry = |name: &str, grams, source: &str| Equivalent {
		name: BoundedVec::truncate_from(Vec::from(name)),
		grams,
		source: BoundedVec::truncate_from(Vec::from(source)),
	};
	BoundedVec::truncate_from(alloc::vec![
		entry(
			"树木生长一年 / tree growing for a year",
			6_000,
			"US EPA Greenhouse Gas Equivalencies Calculator, 2026: 0.060 t CO2 per urban tree \
			planted, over ten years (reference value, not official)",
		),
		entry(
			"一亩森林一年 / mu of forest for a year",
			165_000,
			"US EPA Greenhouse Gas Equivalencies Calculator, 2026: 1.00 t CO2 per acre of forest and \
			year, at 666.67 of 4,046.86 m2 (reference value, not official)",
		),
	])
}

/// What a citizen has grown.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Standing {
	pub citizen: CitizenId,
	/// Thousandths of growth in all.
	pub growth: GrowthMillis,
	/// Of it from right answers.
	pub from_answers: GrowthMillis,
	/// The days on which themes were unlocked, from the first.
	pub badges: Badges,
	/// The growth that unlocks the next theme; none where all are unlocked, or none are set.
	pub next: Option<GrowthMillis>,
}
