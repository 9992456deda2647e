//! What the pallet stores, and what a provider attests.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::sr25519;
use tanpu_primitives::{
	traits::{RegisteredObject, MAX_HOLDERS},
	CitizenId, Day, GroupId, ObjectId, OperatorId, ParticipantId, UnixSeconds,
};

/// Most members of a household. A meter behind which more people live is a house's, not a
/// household's.
pub const MAX_MEMBERS: u8 = 32;

/// How many days before its first registration a crediting period can have begun: a year, so that
/// nobody registers a roof and has decades credited at once.
pub const MAX_BACKDATING: Day = 366;

/// Citizens and their shares in ten thousandths.
pub type Holders = BoundedVec<(CitizenId, u16), ConstU32<MAX_HOLDERS>>;

/// An object as it stands in the register.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Registration {
	/// The operator that registered it last.
	pub operator: OperatorId,
	/// Holders, members, crediting period and epoch.
	pub registered: RegisteredObject,
	/// The provider on whose attestation the registration rests.
	pub provider: ParticipantId,
	/// Unix seconds of the last registration.
	pub since: UnixSeconds,
}

/// A provider's statement about an object, as a call carries it: without chain and operator, which
/// the chain adds itself when it rebuilds the signed text.
pub(crate) struct Attestation {
	pub group: GroupId,
	pub object: ObjectId,
	pub holders: Holders,
	pub members: u8,
	pub crediting_from: Option<Day>,
	pub provider: ParticipantId,
	pub epoch: u32,
	pub expires: UnixSeconds,
	pub signature: sr25519::Signature,
}
