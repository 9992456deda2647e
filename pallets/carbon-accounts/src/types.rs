//! What the pallet stores and what its calls take and tell.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::{crypto::AccountId32, sr25519};
use sp_runtime::MultiSignature;
use tanpu_primitives::{
	CitizenId, Day, Disposition, Grams, Nullifier, OperatorId, ParticipantId, UnixSeconds,
};

/// Operators with which one citizen can hold a position, those that they left included: a position
/// keeps what was earned and is never removed. Ample for a city, whose operators are dozens; it
/// bounds what closing an account, and reading one, has to touch.
pub const MAX_ENROLMENTS: u32 = 64;

/// Whether an account can be used.
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
pub enum AccountStatus {
	/// In use, with or without a key.
	Open,
	/// Closed by its owner. The number and the nullifier stay taken for ever.
	Closed,
}

/// A person's one carbon account.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Citizen {
	/// The key that acts for the citizen; none until they claim an account that an operator opened
	/// for them.
	pub key: Option<AccountId32>,
	/// Statements about the key that were accepted so far, those that led to nothing included. The
	/// next one must name this number, so an older one is void and none is good twice.
	pub epoch: u32,
	/// The provider on whose attestation the account rests: the latest that was accepted.
	pub provider: ParticipantId,
	/// Unix seconds of the opening.
	pub opened: UnixSeconds,
	pub status: AccountStatus,
	/// Every operator with which there is a position, in rising order.
	pub operators: BoundedVec<OperatorId, ConstU32<MAX_ENROLMENTS>>,
}

/// A key that is to take the place of a citizen's own.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Replacement {
	/// The new key.
	pub key: AccountId32,
	/// The provider that attested it.
	pub provider: ParticipantId,
	/// Unix seconds from which it can be carried out.
	pub due: UnixSeconds,
	pub state: ReplacementState,
}

/// How a replacement stands.
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
pub enum ReplacementState {
	/// The old key can veto.
	Announced,
	/// The old key vetoed at this moment (Unix seconds); the council decides.
	Vetoed { at: UnixSeconds },
	/// The council rejected the veto: it goes on, and nobody can veto again.
	Confirmed,
}

/// Calls that a citizen sent without a fee.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct FreeCalls {
	/// The day of the latest.
	pub day: Day,
	/// How many on that day, failed ones included.
	pub used: u32,
}

/// Sums over all positions with one operator.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	Debug,
)]
pub struct Totals {
	/// Grams CO2e credited. 2^64 g are eighteen trillion tonnes: an addition beyond it is refused.
	pub grams: Grams,
	/// Citizens enrolled now: those who left are not counted.
	pub citizens: u32,
}

/// An identity provider's statement about a person who holds a key, with both signatures.
///
/// The signed text is rebuilt on chain from these fields, the chain's genesis hash and the purpose
/// of the call (see `tanpu_primitives::attestation`): a statement for another purpose or chain
/// fails as a bad signature.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct KeyAttestation {
	/// The provider that signed.
	pub provider: ParticipantId,
	/// The person's pseudonym, equal at every provider.
	pub nullifier: Nullifier,
	/// Key-giving statements that the account has seen: 0 for a new one.
	pub epoch: u32,
	/// Unix seconds after which the statement is void.
	pub expires: UnixSeconds,
	/// The key that the person holds.
	pub key: AccountId32,
	/// The provider's signature over the text.
	pub provider_signature: sr25519::Signature,
	/// The key's own signature over the same text: nobody is given a key that they don't hold.
	pub key_signature: MultiSignature,
}

/// One user for whom an operator opens an account, or whom it enrols: a statement without a key
/// that names the operator.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Opening {
	/// The person's pseudonym.
	pub nullifier: Nullifier,
	/// Unix seconds after which the statement is void.
	pub expires: UnixSeconds,
	/// The provider's signature.
	pub signature: sr25519::Signature,
	/// What the user chose for their grams: part of what the provider signed.
	pub disposition: Disposition,
}

/// What became of one [`Opening`].
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
pub enum OpeningOutcome {
	/// A new account, enrolled with the operator.
	Opened(CitizenId),
	/// The person had an account without a key; it is now enrolled with the operator too.
	Enrolled(CitizenId),
	/// The person is enrolled with the operator already: nothing changed.
	Unchanged(CitizenId),
	/// Nothing changed, and why.
	Rejected(OpeningReason),
}

/// Why an [`Opening`] was rejected. One cause each; the first that applies, in this order.
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
pub enum OpeningReason {
	/// The account is closed: only its owner can have it reopened.
	Closed,
	/// The citizen holds a key and enrols by themself.
	HasKey,
	/// The attestation is past its expiry.
	Expired,
	/// The attestation lives longer than the chain allows.
	ExpiryTooFar,
	/// Not this provider's signature over an opening without a key, through this operator, with
	/// this disposition, on this chain.
	BadSignature,
	/// The citizen holds positions with [`MAX_ENROLMENTS`] operators.
	TooManyEnrolments,
	/// Every citizen number is taken.
	CitizensExhausted,
}
