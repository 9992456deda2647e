//! What a methodology consists of, from draft to retirement.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Footprint},
	BoundedVec,
};
use scale_info::TypeInfo;
use sp_core::H256;
use tanpu_formula::{CheckError, Definition, EvalError, InputKind, Origin, Unit};
use tanpu_primitives::{CreditingRules, Grams, GroupId, MethodologyId, UnixSeconds, VersionNumber};

/// A draft's number, assigned in sequence from 0.
pub type DraftId = u32;

/// Longest title, in bytes of UTF-8.
pub const MAX_TITLE_LEN: u32 = 128;
/// Longest jurisdiction, in bytes.
pub const MAX_JURISDICTION_LEN: u32 = 16;
/// Longest scenario, in bytes.
pub const MAX_SCENARIO_LEN: u32 = 32;
/// Longest URI of the official document, in bytes.
pub const MAX_URI_LEN: u32 = 256;
/// Longest standard section, in bytes of UTF-8.
pub const MAX_SECTION_LEN: u32 = 1_024;
/// Longest reason of a suspension, in bytes of UTF-8.
pub const MAX_REASON_LEN: u32 = 128;
/// Most comments that a draft can have at once. Each is paid for by a deposit of its own and is a
/// record of its own; the bound is high, so that nobody shuts the others out by filling it up.
pub const MAX_COMMENTS: u32 = 4_096;
/// Most comments that one call of the view function returns.
pub const MAX_COMMENTS_PAGE: u32 = 100;

/// Most hundredths of a point per kilogram CO2e: 100,000 points, a hundred times the most generous
/// platform found (1 point per gram).
pub const MAX_POINTS_PER_KG: u32 = 10_000_000;
/// Most growth points per kilogram CO2e.
pub const MAX_GROWTH_PER_KG: u32 = 1_000_000;
/// The highest cap there can be, in grams: a million tonnes. Times [`MAX_POINTS_PER_KG`] it still
/// fits 64 bits.
pub const MAX_CAP: Grams = 1_000_000_000_000;
/// Most opinions that an issuance can need.
pub const MAX_VERIFIERS: u8 = 8;

/// Text of at most `N` bytes.
pub type TextOf<const N: u32> = BoundedVec<u8, ConstU32<N>>;

/// Why a methodology was suspended: one line of UTF-8.
pub type ReasonText = TextOf<MAX_REASON_LEN>;

/// The official document that the methodology puts into data.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Document {
	/// Hash of the document's bytes, by the algorithm that the publisher states with it. The chain
	/// can't judge it; zero where no file could be had.
	pub hash: H256,
	/// Where it is published; one line, required.
	pub uri: TextOf<MAX_URI_LEN>,
}

/// The sections that every carbon inclusion methodology has. Each may be empty and may have several
/// lines.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Sections {
	/// Which acts of whom it applies to.
	pub applicability: TextOf<MAX_SECTION_LEN>,
	/// Why the reductions would not have happened anyway.
	pub additionality: TextOf<MAX_SECTION_LEN>,
	/// Other mechanisms under which the same act may not be counted.
	pub excluded_mechanisms: TextOf<MAX_SECTION_LEN>,
	/// How activity data are measured and kept.
	pub monitoring: TextOf<MAX_SECTION_LEN>,
	/// Days over which a site or thing can be credited; 0 where there is no such limit.
	pub crediting_period_days: u32,
}

/// The part of a version that people read. Kept apart from what the chain computes with, so that a
/// batch of reports never decodes it.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Texts {
	/// Chinese title; one of the two titles is required.
	pub title_zh: TextOf<MAX_TITLE_LEN>,
	/// English title.
	pub title_en: TextOf<MAX_TITLE_LEN>,
	/// Where it holds, as it stands in serial numbers: ASCII letters, digits, `-`, `_` ("CN-SZ").
	pub jurisdiction: TextOf<MAX_JURISDICTION_LEN>,
	/// What kind of act it is about, written like the jurisdiction ("metro").
	pub scenario: TextOf<MAX_SCENARIO_LEN>,
	/// The official document.
	pub document: Document,
	/// The standard sections.
	pub sections: Sections,
}

/// All that is drafted, consulted on and published.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
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
		H256(sp_io::hashing::blake2_256(&self.encode()))
	}

	/// What it occupies in state, for the deposit.
	pub fn footprint(&self) -> Footprint {
		Footprint::from_parts(1, self.encoded_size())
	}

	/// Encoded bytes, for weights.
	pub fn size(&self) -> u32 {
		u32::try_from(self.encoded_size()).unwrap_or(u32::MAX)
	}

	/// The most encoded bytes there can be, for weights.
	pub fn max_size() -> u32 {
		u32::try_from(Self::max_encoded_len()).unwrap_or(u32::MAX)
	}

	/// Operations of the formula, for weights.
	pub fn ops(&self) -> u32 {
		u32::try_from(self.definition.program.ops.len()).unwrap_or(u32::MAX)
	}
}

/// How far a draft has come.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Stage {
	/// Its author can change it.
	Drafting,
	/// Before the public, frozen.
	Consultation {
		/// When it was opened.
		since: UnixSeconds,
		/// Not published before this. Fixed at opening, whatever the chain's period becomes.
		ends: UnixSeconds,
	},
}

/// A proposal for a methodology or for a new version of one. Its content is kept apart.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Draft<AccountId, Ticket> {
	/// Who proposes it and paid the deposit.
	pub author: AccountId,
	/// The methodology of which it is to become a version; none for a new one.
	pub methodology: Option<MethodologyId>,
	/// [`Content::hash`] of its content.
	pub content_hash: H256,
	/// How far it has come.
	pub stage: Stage,
	/// How many comments were given to it; the number of the next one.
	pub comments: u32,
	/// How many of them stand, at most [`MAX_COMMENTS`]: those whose author has not taken them back.
	pub standing: u32,
	/// The deposit.
	pub ticket: Ticket,
}

/// A comment given in the public consultation: the hash of a document and where it is found.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Comment<AccountId, Ticket> {
	/// Who gave it and paid the deposit.
	pub author: AccountId,
	/// Hash of the document's bytes, by the algorithm that its author states with it; the chain
	/// can't judge it.
	pub hash: H256,
	/// Where the document is found; one line.
	pub uri: TextOf<MAX_URI_LEN>,
	/// When it was given.
	pub at: UnixSeconds,
	/// The deposit.
	pub ticket: Ticket,
}

/// A comment as a view function returns it.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct CommentView<AccountId> {
	/// Its number among the comments to the draft.
	pub index: u32,
	/// Who gave it.
	pub author: AccountId,
	/// Hash of the document's bytes.
	pub hash: H256,
	/// Where the document is found.
	pub uri: TextOf<MAX_URI_LEN>,
	/// When it was given.
	pub at: UnixSeconds,
}

/// How the numbers of a history are to be read. A methodology that makes a baseline of past days
/// keeps them as they were reported: a later version must read them in the same way.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct HistoryScale {
	/// The unit of the input on which the history is kept.
	pub unit: Unit,
	/// Its decimals.
	pub decimals: u8,
}

impl HistoryScale {
	/// The scale of the history that a definition needs; none where it makes no mean.
	pub fn of(definition: &Definition) -> Option<Self> {
		let (_, input) = definition.mean()?;
		let Origin::Mean { of, .. } = input.origin else { return None };
		match &definition.inputs.get(usize::from(of))?.kind {
			InputKind::Number { unit, decimals, .. } => {
				Some(Self { unit: unit.clone(), decimals: *decimals })
			},
			InputKind::Category { .. } => None,
		}
	}
}

/// What the chain computes with. Written once, at publication, and never again.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Version {
	/// Inputs, parameters, tables and the formula.
	pub definition: Definition,
	/// How grams become points, growth and shares, and what an act claims.
	pub rules: CreditingRules,
	/// [`Content::hash`] of texts, definition and rules together.
	pub content_hash: H256,
	/// When it was published.
	pub published: UnixSeconds,
	/// Acts that end at or after this are computed with it, until a later version takes effect.
	pub effective: UnixSeconds,
}

/// A suspension in force, or one that lapsed and that nobody cleared away.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Suspension<AccountId> {
	/// The council member that suspended; none where the council itself did.
	pub by: Option<AccountId>,
	/// Why.
	pub reason: ReasonText,
	/// When it began.
	pub since: UnixSeconds,
	/// When it ends by itself; none once the council stands behind it.
	pub lapses: Option<UnixSeconds>,
}

/// Whether acts can be reported under a methodology.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Status<AccountId> {
	/// They can.
	Active,
	/// They can't, as long as the suspension is in force.
	Suspended(Suspension<AccountId>),
	/// Never again.
	Retired {
		/// When it was retired.
		at: UnixSeconds,
	},
}

impl<AccountId> Status<AccountId> {
	/// The suspension in force at `now`, if there is one.
	pub fn suspension_at(&self, now: UnixSeconds) -> Option<&Suspension<AccountId>> {
		match self {
			Self::Suspended(suspension) if suspension.lapses.is_none_or(|lapses| now < lapses) => {
				Some(suspension)
			},
			_ => None,
		}
	}
}

/// A method through all its versions.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Methodology<AccountId> {
	/// The version published last, from 1; all before it exist too.
	pub latest: VersionNumber,
	/// Whether acts can be reported under it.
	pub status: Status<AccountId>,
	/// From when on a single member can suspend it (again).
	pub suspendable_from: UnixSeconds,
}

/// A methodology as a view function returns it.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct MethodologyView<AccountId> {
	/// As stored.
	pub methodology: Methodology<AccountId>,
	/// Whether a suspension is in force now.
	pub suspended: bool,
	/// The version for acts that end now; none before the first takes effect.
	pub in_force: Option<VersionNumber>,
}

/// A version as a view function returns it.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct VersionView {
	/// As stored.
	pub version: Version,
	/// When a later version supersedes it, where one was published.
	pub effective_until: Option<UnixSeconds>,
}

/// A text of a [`Content`].
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Field {
	/// [`Texts::title_zh`].
	TitleZh,
	/// [`Texts::title_en`].
	TitleEn,
	/// [`Texts::jurisdiction`].
	Jurisdiction,
	/// [`Texts::scenario`].
	Scenario,
	/// [`Document::uri`].
	DocumentUri,
	/// [`Sections::applicability`].
	Applicability,
	/// [`Sections::additionality`].
	Additionality,
	/// [`Sections::excluded_mechanisms`].
	ExcludedMechanisms,
	/// [`Sections::monitoring`].
	Monitoring,
}

/// What is wrong with a text.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum TextProblem {
	/// It is required and empty.
	Missing,
	/// Not UTF-8, or a control, invisible or text-direction character.
	Forbidden,
	/// Something else than ASCII letters, digits, `-` and `_`.
	NotACode,
}

/// What is wrong with crediting rules.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum RulesProblem {
	/// An act that claims nothing could be credited any number of times.
	NoClaims,
	/// A group beyond [`tanpu_primitives::ids::MAX_GROUPS`].
	GroupOutOfRange {
		/// The group.
		group: GroupId,
	},
	/// Two claims in one group.
	DuplicateGroup {
		/// The group.
		group: GroupId,
	},
	/// A claim names an input that the definition does not have.
	ClaimInputMissing {
		/// Index of the claim.
		claim: u8,
		/// The input.
		input: u8,
	},
	/// A claim names a category input.
	ClaimInputNotNumber {
		/// Index of the claim.
		claim: u8,
		/// The input.
		input: u8,
	},
	/// A cap of zero credits nothing.
	ZeroCap,
	/// A cap above [`MAX_CAP`].
	CapTooHigh,
	/// Above [`MAX_POINTS_PER_KG`].
	PointsTooHigh,
	/// Above [`MAX_GROWTH_PER_KG`].
	GrowthTooHigh,
	/// Not 1 to [`MAX_VERIFIERS`].
	VerifiersOutOfRange,
	/// A claim names an input that the chain provides itself.
	ClaimInputNotReported {
		/// Index of the claim.
		claim: u8,
		/// The input.
		input: u8,
	},
	/// A site period of no days.
	SitePeriodEmpty {
		/// Index of the claim.
		claim: u8,
	},
	/// A site period that is not the [`Sections::crediting_period_days`] of the texts.
	SitePeriodMismatch {
		/// Index of the claim.
		claim: u8,
		/// Days of the claim.
		max_days: u16,
		/// Days of the texts.
		crediting_period_days: u32,
	},
	/// A mean of past days together with a daily total: a total grows through the day, so that a
	/// day has no one number that its history could keep.
	MeanWithHighWater {
		/// Index of the claim.
		claim: u8,
	},
	/// A counter counts another input than the one of whose past the mean is made.
	MeanNotCounted {
		/// Index of the claim.
		claim: u8,
		/// The input of which the mean is made.
		input: u8,
	},
	/// The members of a household are asked for, and no claim names the object to which they are
	/// registered.
	MembersWithoutObject,
	/// Two claims name an object each, where a mean or the members are those of one object.
	SeveralObjects {
		/// Index of the second one.
		claim: u8,
	},
}

/// Why a content is refused, in full. A dispatch error can't carry data: the view function
/// `check_content` returns this.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum ContentProblem {
	/// A text.
	Text {
		/// Which.
		field: Field,
		/// What is wrong with it.
		problem: TextProblem,
	},
	/// The formula or a declaration: the operation that fails and, where they clash, the two
	/// dimensions.
	Formula(CheckError),
	/// The crediting rules.
	Rules(RulesProblem),
}

/// Why nothing can be computed.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum EvaluationRefusal {
	/// No such methodology or version.
	NotFound,
	/// The formula rejects the inputs.
	Formula(EvalError),
}
