//! Licences, their holders, and how a suspension runs out by itself.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::{sr25519, H256};
use tanpu_primitives::{traits::LicenceRefusal, Day, MethodologyId, UnixSeconds};

pub use tanpu_primitives::{
	suspension::Suspension,
	text::{check_text as check_name, TextFault as NameFault},
};

/// Longest name, bytes of UTF-8: 21 Chinese characters.
pub const MAX_NAME_LEN: u32 = 64;

/// Most methodologies that a scope names one by one.
pub const MAX_SCOPE: u32 = 64;

/// A participant's public name, UTF-8.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME_LEN>>;

/// What a participant is licensed as.
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
pub enum Role {
	/// Reports acts, funds and issues points.
	Operator,
	/// Audits classes of reductions.
	Verifier,
	/// Lists rewards, takes points, is paid.
	Merchant,
	/// Attests that an account belongs to one real person.
	IdentityProvider,
}

/// Which methodologies a licence covers.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Scope {
	/// Every methodology, also those that are yet to come.
	All,
	/// These, in strictly rising order.
	Only(BoundedVec<MethodologyId, ConstU32<MAX_SCOPE>>),
}

impl Scope {
	/// Whether the methodology is covered.
	pub fn covers(&self, methodology: MethodologyId) -> bool {
		match self {
			Self::All => true,
			Self::Only(list) => list.binary_search(&methodology).is_ok(),
		}
	}

	/// Whether the list rises strictly, so that the search in it is right.
	pub fn is_sorted(&self) -> bool {
		match self {
			Self::All => true,
			Self::Only(list) => list.iter().zip(list.iter().skip(1)).all(|(a, b)| a < b),
		}
	}
}

/// What a licence allows.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum LicenceTerms {
	Operator {
		scope: Scope,
		/// Records that can be reported in a day, whichever days the acts are of.
		daily_quota: u32,
	},
	Verifier {
		scope: Scope,
	},
	Merchant,
	IdentityProvider {
		/// The key that signs attestations.
		attestation_key: sr25519::Public,
	},
}

impl LicenceTerms {
	/// The role that the terms are for.
	pub fn role(&self) -> Role {
		match self {
			Self::Operator { .. } => Role::Operator,
			Self::Verifier { .. } => Role::Verifier,
			Self::Merchant => Role::Merchant,
			Self::IdentityProvider { .. } => Role::IdentityProvider,
		}
	}

	/// The methodologies that the terms are limited to, for the roles that have such a limit.
	pub fn scope(&self) -> Option<&Scope> {
		match self {
			Self::Operator { scope, .. } | Self::Verifier { scope } => Some(scope),
			Self::Merchant | Self::IdentityProvider { .. } => None,
		}
	}
}

/// What was last decided about a participant. What holds now also depends on the time: see
/// [`Participant::standing`].
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Status<AccountId> {
	Active,
	/// Suspended; the suspension may have lapsed since.
	Suspended(Suspension<AccountId>),
	/// Revoked for good at this moment.
	Revoked {
		at: UnixSeconds,
	},
}

/// How a participant stands at a moment.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::cast_possible_truncation)]
pub enum Standing {
	/// The licence can be used.
	Active,
	/// Suspended; until when, or none where the council confirmed it.
	Suspended { until: Option<UnixSeconds> },
	/// The licence has run out.
	Expired,
	/// Revoked for good.
	Revoked,
}

/// A licence and its holder.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Participant<AccountId> {
	/// Public name.
	pub name: Name,
	/// The account that funds, is paid and manages the reporting keys: the treasury.
	pub holder: AccountId,
	/// Hash of the legal entity behind it. Equal hashes are related parties.
	pub owner: H256,
	pub terms: LicenceTerms,
	/// Unix seconds when it was licensed.
	pub registered: UnixSeconds,
	/// Unix seconds from which the licence can't be used.
	pub expires: UnixSeconds,
	pub status: Status<AccountId>,
	/// Unix seconds from which a member can suspend it (again).
	pub suspendable_from: UnixSeconds,
}

impl<AccountId> Participant<AccountId> {
	/// How it stands at `now`. Revoked goes before suspended, suspended before expired.
	pub fn standing(&self, now: UnixSeconds) -> Standing {
		match &self.status {
			Status::Revoked { .. } => return Standing::Revoked,
			Status::Suspended(suspension) if suspension.holds(now) => {
				let until = (!suspension.confirmed).then_some(suspension.until);
				return Standing::Suspended { until };
			},
			Status::Suspended(_) | Status::Active => {},
		}
		if now < self.expires {
			Standing::Active
		} else {
			Standing::Expired
		}
	}

	/// Whether the licence can be used at `now`.
	pub fn ensure_active(&self, now: UnixSeconds) -> Result<(), LicenceRefusal> {
		match self.standing(now) {
			Standing::Active => Ok(()),
			Standing::Suspended { .. } => Err(LicenceRefusal::Suspended),
			Standing::Expired => Err(LicenceRefusal::Expired),
			Standing::Revoked => Err(LicenceRefusal::Revoked),
		}
	}
}

/// What an operator has reported on the day of its last report.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
	/// The reporting day.
	pub day: Day,
	/// Records reported on it.
	pub records: u32,
}

impl Usage {
	/// The usage after `records` more on `today`; `None` above `quota`. A new day begins at nothing;
	/// a day before the stored one counts as the stored one.
	pub fn plus(self, today: Day, records: u32, quota: u32) -> Option<Self> {
		let used = if today > self.day { 0 } else { self.records };
		let records = used.checked_add(records).filter(|total| *total <= quota)?;
		Some(Self { day: today.max(self.day), records })
	}
}
