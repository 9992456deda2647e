//! Licences, their holders, and how a suspension runs out by itself.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::{ecdsa, ed25519, sr25519, H256};
use sp_runtime::MultiSigner;
use tanpu_primitives::{
	traits::LicenceRefusal, Balance, Day, MethodologyId, OperatorId, UnixSeconds,
};

pub use tanpu_primitives::{
	suspension::{Suspension, Suspensions},
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
		/// Plancks that must be bonded for it to report; 0 where no bond is demanded.
		bond: Balance,
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

	/// Plancks that must be bonded for the licence to be used to the full: 0 for all but operators.
	pub fn bond(&self) -> Balance {
		match self {
			Self::Operator { bond, .. } => *bond,
			Self::Verifier { .. } | Self::Merchant | Self::IdentityProvider { .. } => 0,
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
	/// What was last decided about it; what holds now also depends on the time.
	pub suspensions: Suspensions<AccountId>,
	/// Unix seconds when it was revoked for good.
	pub revoked: Option<UnixSeconds>,
}

impl<AccountId> Participant<AccountId> {
	/// How it stands at `now`. Revoked goes before suspended, suspended before expired.
	pub fn standing(&self, now: UnixSeconds) -> Standing {
		if self.revoked.is_some() {
			return Standing::Revoked;
		}
		if let Some(suspension) = self.suspensions.current(now) {
			let until = (!suspension.confirmed).then_some(suspension.until);
			return Standing::Suspended { until };
		}
		if now < self.expires {
			Standing::Active
		} else {
			Standing::Expired
		}
	}

	/// Since when the licence is over at `now`: revoked, or run out. None while it isn't, whether
	/// or not it is suspended.
	pub fn ended(&self, now: UnixSeconds) -> Option<UnixSeconds> {
		self.revoked.or((now >= self.expires).then_some(self.expires))
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

/// Money that an operator announced to take back.
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
pub struct ReleaseNotice {
	/// Plancks. They no longer count as bonded, but a recall can still take them.
	#[codec(compact)]
	pub amount: Balance,
	/// Unix seconds when it was announced.
	pub requested: UnixSeconds,
}

impl ReleaseNotice {
	/// Unix seconds from which the money can be released, where the licence has been over since
	/// `ended`.
	///
	/// While it lives: `notice` seconds after the request. Once it is over: `liability` seconds
	/// after the later of request and end, for what was reported until then is still being issued,
	/// and can be recalled.
	pub fn release_from(
		&self,
		ended: Option<UnixSeconds>,
		notice: u64,
		liability: u64,
	) -> UnixSeconds {
		match ended {
			None => self.requested.saturating_add(notice),
			Some(end) => self.requested.max(end).saturating_add(liability),
		}
	}
}

/// An operator's bond. All of it is held on the holder's account.
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
pub struct Bond {
	/// Plancks that stand good.
	#[codec(compact)]
	pub bonded: Balance,
	/// What is on its way back.
	pub notice: Option<ReleaseNotice>,
}

impl Bond {
	/// Plancks on their way back.
	pub fn on_notice(&self) -> Balance {
		self.notice.map_or(0, |notice| notice.amount)
	}

	/// Plancks held: all that a recall can take. None beyond the type.
	pub fn held(&self) -> Option<Balance> {
		self.bonded.checked_add(self.on_notice())
	}

	/// Takes out of what is on notice first: that would be gone the soonest. None, and nothing
	/// changes, where less is held.
	#[must_use]
	pub fn take(&mut self, amount: Balance) -> Option<()> {
		let on_notice = self.on_notice();
		let from_notice = amount.min(on_notice);
		let bonded = self.bonded.checked_sub(amount.checked_sub(from_notice)?)?;
		let left = on_notice.checked_sub(from_notice)?;
		self.bonded = bonded;
		self.notice =
			self.notice.filter(|_| left > 0).map(|notice| ReleaseNotice { amount: left, ..notice });
		Some(())
	}
}

/// Plancks that replacing a recalled gram costs; 0: the council has set none.
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
pub struct ReplacementCost {
	/// What it costs until the next price counts.
	#[codec(compact)]
	pub price: Balance,
	/// What it costs from that moment on, in Unix seconds.
	pub next: Option<(Balance, UnixSeconds)>,
}

impl ReplacementCost {
	/// What a gram costs at `now`.
	pub fn at(&self, now: UnixSeconds) -> Balance {
		self.next.filter(|(_, from)| now >= *from).map_or(self.price, |(price, _)| price)
	}

	/// Another price from a moment on, in the place of any that doesn't count yet at `now`.
	#[must_use]
	pub fn then(&self, price: Balance, from: UnixSeconds, now: UnixSeconds) -> Self {
		if from <= now {
			Self { price, next: None }
		} else {
			Self { price: self.at(now), next: Some((price, from)) }
		}
	}
}

/// How an operator's bond stands.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct BondView {
	/// Plancks that stand good.
	pub bonded: Balance,
	/// Plancks that the licence demands.
	pub demanded: Balance,
	/// What is on its way back.
	pub notice: Option<ReleaseNotice>,
	/// Unix seconds from which that can be taken, as the licence stands now.
	pub release_from: Option<UnixSeconds>,
}

/// A device's key, encoded as a [`MultiSigner`]: which has no bound that storage could know.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum DeviceKey {
	Ed25519(ed25519::Public),
	Sr25519(sr25519::Public),
	Ecdsa(ecdsa::Public),
	Eth(ecdsa::KeccakPublic),
}

impl From<MultiSigner> for DeviceKey {
	fn from(signer: MultiSigner) -> Self {
		match signer {
			MultiSigner::Ed25519(key) => Self::Ed25519(key),
			MultiSigner::Sr25519(key) => Self::Sr25519(key),
			MultiSigner::Ecdsa(key) => Self::Ecdsa(key),
			MultiSigner::Eth(key) => Self::Eth(key),
		}
	}
}

impl From<DeviceKey> for MultiSigner {
	fn from(key: DeviceKey) -> Self {
		match key {
			DeviceKey::Ed25519(key) => Self::Ed25519(key),
			DeviceKey::Sr25519(key) => Self::Sr25519(key),
			DeviceKey::Ecdsa(key) => Self::Ecdsa(key),
			DeviceKey::Eth(key) => Self::Eth(key),
		}
	}
}

/// Whose a device's key is, for ever.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeviceOwner {
	pub operator: OperatorId,
	/// Whether it is registered now; else nobody else can register it either.
	pub registered: bool,
}

/// A registered device.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Device<Ticket> {
	/// Unix seconds when it was registered.
	pub since: UnixSeconds,
	/// The holder's deposit.
	pub ticket: Ticket,
}

/// How many devices an operator has.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DeviceCount {
	/// Registered now.
	pub registered: u32,
	/// Keys ever registered: they stay the operator's.
	pub ever: u32,
}
