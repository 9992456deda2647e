//! What this pallet keeps.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Permill;
use tanpu_primitives::{
	verification::{Beneficiary, ByDisposition, ClassInfo, Located, Opinion, Purpose, RiskKind},
	ClassId, Grams, ParticipantId, UnixSeconds,
};

/// All, in the unit in which failure rates are given.
pub const WHOLE: u32 = 10_000;

/// Most verifiers assigned to one class: a methodology needs at most 8.
pub const MAX_ASSIGNED: u32 = 16;

/// Most classes whose buffers one recall takes.
pub const MAX_TOP_UPS: u32 = 32;

/// Most of an issuance that can go to the buffer: half.
pub const MAX_BUFFER_SHARE: Permill = Permill::from_percent(50);

/// The part of an issuance that goes to the buffer where the council has set none. The platform's
/// own parameters, in the range that registries use: lowest where an act is over, highest where
/// what was stored can be released again.
pub fn default_share(kind: RiskKind) -> Permill {
	match kind {
		RiskKind::Activity => Permill::from_percent(5),
		RiskKind::Technology => Permill::from_percent(10),
		RiskKind::Nature => Permill::from_percent(20),
	}
}

/// A class on its way to issuance.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Case {
	/// The class as it was sealed: it never changes again.
	pub info: ClassInfo,
	/// Opinions that an issuance needs.
	pub needed: u8,
	/// Unix seconds when it was sealed.
	pub sealed_at: UnixSeconds,
	/// Only randomness that became known after this block draws: the sealing, or the council's
	/// decision to assign others.
	pub since: u32,
	/// How often verifiers were assigned.
	pub rounds: u8,
	/// Objections lodged.
	pub objections: u32,
	pub stage: Stage,
}

/// How far a class is.
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
	/// Verifiers are to be drawn.
	Sealed,
	/// The verifiers' turn, until the sample's `until`.
	Sampled,
	/// The council's turn.
	Referred { cause: Referral },
	/// To be issued after this moment, unless objected to successfully.
	Noticed {
		/// Grams to be issued.
		#[codec(compact)]
		grams: Grams,
		until: UnixSeconds,
		/// Whether the council decided so: then one member can't halt it.
		decided: bool,
	},
	/// Issued: see [`Issuance`].
	Issued,
	/// Never to be issued.
	Rejected,
}

/// Why a class is the council's to decide.
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
pub enum Referral {
	/// A verifier's opinion is adverse.
	Adverse,
	/// Fewer opinions than needed.
	Quorum,
	/// More of the sample failed than can be extrapolated.
	Failures,
	/// The deductions leave nothing.
	NothingLeft,
	/// Halted during the notice.
	Halted,
}

/// What the council decides.
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
pub enum Verdict {
	/// To issue so many grams, after another notice.
	Issue {
		#[codec(compact)]
		grams: Grams,
	},
	/// Never to issue.
	Reject,
	/// To have other verifiers look at the same sample.
	Reassign,
}

/// The sample of a class. Drawn once; the points follow from the seed.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Sample {
	pub seed: H256,
	/// Points, one in each of as many strata of the grams credited.
	pub points: u32,
	/// Unix seconds when the verifiers were assigned.
	pub drawn_at: UnixSeconds,
	/// Unix seconds from which no opinion is taken.
	pub until: UnixSeconds,
	/// Those assigned, in the order in which they were drawn.
	pub verifiers: BoundedVec<ParticipantId, ConstU32<MAX_ASSIGNED>>,
}

/// A point of a sample.
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
pub struct SamplePoint {
	/// Its place among the class's credited grams, from 0.
	#[codec(compact)]
	pub gram: Grams,
	/// The batch, and the place in it.
	pub located: Located,
}

/// A verifier's opinion.
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
pub struct Given {
	pub opinion: Opinion,
	/// Points of the sample that failed.
	pub failed: u32,
	/// Points that met a withdrawn record: they say nothing.
	pub void: u32,
	/// Grams that the failures take away, extrapolated to the class.
	#[codec(compact)]
	pub extrapolated: Grams,
	/// Hash of the report, which is published off chain.
	pub report: H256,
	/// Unix seconds.
	pub at: UnixSeconds,
}

/// What a verifier did so far.
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
	Default,
)]
pub struct VerifierRecord {
	/// Classes assigned.
	pub assigned: u32,
	/// Opinions given, disclaimed ones among them.
	pub given: u32,
	/// Opinions disclaimed.
	pub disclaimed: u32,
	/// Assignments concluded without an opinion.
	pub silent: u32,
	/// Opinions of another kind than somebody else's on the same class.
	pub disagreed: u32,
}

/// Somebody objects to an issuance.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Objection<AccountId, Ticket> {
	pub by: AccountId,
	/// Hash of the objection, which is published off chain.
	pub content: H256,
	/// Unix seconds.
	pub at: UnixSeconds,
	/// The deposit.
	pub ticket: Ticket,
}

/// An issued class: where each of its grams is.
///
/// **Always: issued = held + retired + cancelled + buffer + pool + claimable**, where what is held,
/// listed grams included, is what holders have of the asset.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Issuance {
	/// Unix seconds when it was issued.
	pub at: UnixSeconds,
	/// Which pooled buffer stands in for it.
	pub kind: RiskKind,
	/// Grams issued: serial numbers 1 to this.
	#[codec(compact)]
	pub issued: Grams,
	/// What of them went into the operator's pool, to self-holding citizens, and was cancelled for
	/// the common good.
	pub parts: ByDisposition,
	/// Left of the operator's pool: not sold yet.
	#[codec(compact)]
	pub pool: Grams,
	/// Left for self-holding citizens to claim.
	#[codec(compact)]
	pub claimable: Grams,
	/// Credited grams of self-holding citizens who have claimed.
	#[codec(compact)]
	pub claimed: Grams,
	/// Unix seconds from which what is unclaimed can be swept, not counting while it was frozen.
	pub claims_until: UnixSeconds,
	/// Whether it was swept.
	pub swept: bool,
	/// Retired: serial numbers 1 to this.
	#[codec(compact)]
	pub retired: Grams,
	/// Cancelled: the highest serial numbers.
	#[codec(compact)]
	pub cancelled: Grams,
	/// Certificates of the class.
	pub certificates: u32,
	pub recall: Recall,
}

/// What was recalled of a class, and how it was made good. All in grams.
///
/// **Always: recalled = own buffer + pool + topped up + bonded + short**, and what was replaced is at
/// most bonded + short.
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
	Default,
)]
pub struct Recall {
	#[codec(compact)]
	pub recalled: Grams,
	/// Cancelled out of the class's own part of the buffer.
	#[codec(compact)]
	pub own_buffer: Grams,
	/// Cancelled out of the operator's unsold pool.
	#[codec(compact)]
	pub pool: Grams,
	/// Made good by buffers of other classes of the same risk, which were cancelled.
	#[codec(compact)]
	pub topped_up: Grams,
	/// Paid for by the operator's bond: the money is in the replacement fund.
	#[codec(compact)]
	pub bonded: Grams,
	/// Made good by nothing yet.
	#[codec(compact)]
	pub short: Grams,
	/// Of the last two: made good since by other grams that were cancelled.
	#[codec(compact)]
	pub replaced: Grams,
}

impl Recall {
	/// Grams that others are still to be cancelled for.
	pub fn open(&self) -> Grams {
		self.bonded.saturating_add(self.short).saturating_sub(self.replaced)
	}
}

/// Why grams were cancelled.
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
pub enum Cancellation {
	/// Their citizens gave them to the common good.
	CommonGood,
	/// Self-holding citizens didn't claim them in time.
	Unclaimed,
	/// They should not have been issued.
	Recalled,
	/// They make good what was recalled of another class.
	TopUp { class: ClassId },
	/// Their holder gave them for what was recalled of a class.
	Replacement { class: ClassId },
}

/// A retirement. Never changes and never goes.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Certificate<AccountId> {
	pub class: ClassId,
	/// The first serial number, from 1; the last is `from + grams - 1`.
	#[codec(compact)]
	pub from: Grams,
	#[codec(compact)]
	pub grams: Grams,
	/// Who retired them.
	pub by: AccountId,
	/// On whose behalf; empty: their own.
	pub beneficiary: Beneficiary,
	pub purpose: Purpose,
	pub block: u32,
	/// Unix seconds.
	pub at: UnixSeconds,
}

/// Where the grams of a class are.
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
	Default,
)]
pub struct Totals {
	/// Sealed: credited by the class's records.
	pub credited: Grams,
	/// Issued: all of the following together.
	pub issued: Grams,
	/// With holders, and not for sale.
	pub held: Grams,
	/// With holders, in sell orders.
	pub listed: Grams,
	/// The operator's to sell.
	pub pool: Grams,
	/// Self-holding citizens' to claim.
	pub claimable: Grams,
	pub buffer: Grams,
	pub retired: Grams,
	pub cancelled: Grams,
}

/// A retirement as it is shown: with what became of its class.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct CertificateView<AccountId> {
	pub certificate: Certificate<AccountId>,
	/// The serial numbers, as text.
	pub serials: alloc::vec::Vec<u8>,
	/// What was recalled of the class and made good: the certificate stands all the same.
	pub recall: Recall,
}
