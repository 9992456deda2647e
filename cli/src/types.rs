//! What the pallets store and take, as this tool encodes it.
//!
//! The pallets' own crates are not linked: [`crate::shape`] compares every type here with the
//! chain's metadata before a byte of it is read or sent.

use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_core::{crypto::AccountId32, sr25519, H256};
use sp_crypto_hashing::blake2_256;
use tanpu_formula::{Definition, EvalError};
use tanpu_primitives::{
	methodology::MethodologyRefusal, report::RecordRef, BatchId, CitizenId, CreditingRules, Day,
	Disposition, Grams, GroupId, MethodologyId, MethodologyRef, Minute, Nullifier, OperatorId,
	ParticipantId, PointCents, UnixSeconds, VersionNumber,
};

/// Runtime API answers.
pub mod api {
	use super::*;

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub struct ClockReading {
		pub now: UnixSeconds,
		pub day_offset: i32,
		pub scale: u32,
		pub today: Day,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum EvaluationFailure {
		Methodology(MethodologyRefusal),
		Formula(EvalError),
	}
}

/// `pallet-methodology-registry`.
pub mod registry {
	use super::*;

	pub const PALLET: &str = "MethodologyRegistry";

	// Longest texts, in bytes.
	pub const MAX_TITLE_LEN: usize = 128;
	pub const MAX_JURISDICTION_LEN: usize = 16;
	pub const MAX_SCENARIO_LEN: usize = 32;
	pub const MAX_URI_LEN: usize = 256;
	pub const MAX_SECTION_LEN: usize = 1_024;

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Document {
		pub hash: H256,
		pub uri: Vec<u8>,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Sections {
		pub applicability: Vec<u8>,
		pub additionality: Vec<u8>,
		pub excluded_mechanisms: Vec<u8>,
		pub monitoring: Vec<u8>,
		pub crediting_period_days: u32,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Texts {
		pub title_zh: Vec<u8>,
		pub title_en: Vec<u8>,
		pub jurisdiction: Vec<u8>,
		pub scenario: Vec<u8>,
		pub document: Document,
		pub sections: Sections,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Content {
		pub texts: Texts,
		pub definition: Definition,
		pub rules: CreditingRules,
	}

	impl Content {
		/// What the council votes on.
		pub fn hash(&self) -> H256 {
			H256(blake2_256(&self.encode()))
		}
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum Stage {
		Drafting,
		Consultation { since: UnixSeconds, ends: UnixSeconds },
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Version {
		pub definition: Definition,
		pub rules: CreditingRules,
		pub content_hash: H256,
		pub published: UnixSeconds,
		pub effective: UnixSeconds,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Suspension {
		pub by: Option<AccountId32>,
		pub reason: Vec<u8>,
		pub since: UnixSeconds,
		pub lapses: Option<UnixSeconds>,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub enum Status {
		Active,
		Suspended(Suspension),
		Retired { at: UnixSeconds },
	}

	impl Status {
		pub fn text(&self, now: UnixSeconds) -> &'static str {
			match self {
				Self::Active => "active",
				Self::Suspended(s) if s.lapses.is_some_and(|lapses| lapses <= now) => "active",
				Self::Suspended(_) => "suspended",
				Self::Retired { .. } => "retired",
			}
		}
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Methodology {
		pub latest: VersionNumber,
		pub status: Status,
		pub suspendable_from: UnixSeconds,
	}
}

/// `pallet-participants`.
pub mod participants {
	use super::*;

	pub const PALLET: &str = "Participants";

	pub const MAX_NAME_LEN: usize = 64;
	pub const MAX_SCOPE: usize = 64;

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub enum Scope {
		All,
		Only(Vec<MethodologyId>),
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub enum LicenceTerms {
		Operator { scope: Scope, daily_quota: u32 },
		Verifier { scope: Scope },
		Merchant,
		IdentityProvider { attestation_key: sr25519::Public },
	}

	impl LicenceTerms {
		pub fn role(&self) -> &'static str {
			match self {
				Self::Operator { .. } => "operator",
				Self::Verifier { .. } => "verifier",
				Self::Merchant => "merchant",
				Self::IdentityProvider { .. } => "identity provider",
			}
		}
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Suspension {
		pub by: AccountId32,
		pub reason: H256,
		pub since: UnixSeconds,
		pub until: UnixSeconds,
		pub confirmed: bool,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub enum Status {
		Active,
		Suspended(Suspension),
		Revoked { at: UnixSeconds },
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Participant {
		pub name: Vec<u8>,
		pub holder: AccountId32,
		pub owner: H256,
		pub terms: LicenceTerms,
		pub registered: UnixSeconds,
		pub expires: UnixSeconds,
		pub status: Status,
		pub suspendable_from: UnixSeconds,
	}

	impl Participant {
		/// How it stands now.
		pub fn standing(&self, now: UnixSeconds) -> &'static str {
			match &self.status {
				Status::Revoked { .. } => "revoked",
				Status::Suspended(s) if s.confirmed || now < s.until => "suspended",
				_ if now < self.expires => "active",
				_ => "expired",
			}
		}
	}
}

/// `pallet-carbon-accounts`.
pub mod accounts {
	use super::*;

	pub const PALLET: &str = "CarbonAccounts";

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum AccountStatus {
		Open,
		Closed,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Citizen {
		pub key: Option<AccountId32>,
		pub epoch: u32,
		pub provider: ParticipantId,
		pub opened: UnixSeconds,
		pub status: AccountStatus,
		pub operators: Vec<OperatorId>,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Opening {
		pub nullifier: Nullifier,
		pub expires: UnixSeconds,
		pub signature: sr25519::Signature,
		pub disposition: Disposition,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum OpeningOutcome {
		Opened(CitizenId),
		Enrolled(CitizenId),
		Unchanged(CitizenId),
		Rejected(OpeningReason),
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum OpeningReason {
		Closed,
		HasKey,
		Expired,
		ExpiryTooFar,
		BadSignature,
		TooManyEnrolments,
		CitizensExhausted,
	}

	impl OpeningReason {
		pub fn text(self) -> &'static str {
			match self {
				Self::Closed => "the account is closed",
				Self::HasKey => "the citizen holds a key and enrols by themself",
				Self::Expired => "the attestation has expired",
				Self::ExpiryTooFar => "the attestation lives longer than the chain allows",
				Self::BadSignature => {
					"not this provider's signature for this person, operator, disposition and chain"
				},
				Self::TooManyEnrolments => "the citizen has positions with too many operators",
				Self::CitizensExhausted => "every citizen number is taken",
			}
		}
	}

	/// The fields of `AccountsOpened`.
	#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
	pub struct AccountsOpened {
		pub operator: OperatorId,
		pub provider: ParticipantId,
		pub outcomes: Vec<OpeningOutcome>,
	}
}

/// `pallet-activity-reports`.
pub mod reports {
	use super::*;
	use tanpu_primitives::{BatchIndex, Outcome};

	pub const PALLET: &str = "ActivityReports";

	pub const MAX_GROUP_NAME: usize = 32;

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct ExclusionGroup {
		pub name: Vec<u8>,
		pub conflicts: u64,
		pub deadline_days: u16,
		pub longest_minutes: u16,
		pub tolerance_minutes: u16,
		pub since: BatchIndex,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum LogClaim {
		Tally,
		Interval {
			group: GroupId,
			start: Minute,
			length: u16,
		},
		HighWater {
			group: GroupId,
			#[codec(compact)]
			value: u64,
		},
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub struct LogEntry {
		pub record: RecordRef,
		pub methodology: MethodologyId,
		#[codec(compact)]
		pub grams: Grams,
		pub claim: LogClaim,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub struct Batch {
		pub operator: OperatorId,
		pub id: BatchId,
		pub content: H256,
		pub methodology: MethodologyRef,
		pub evidence_root: Option<H256>,
		pub rows: u16,
		pub credited: u16,
		#[codec(compact)]
		pub grams: Grams,
		#[codec(compact)]
		pub points_due: PointCents,
		pub block: u32,
		pub extrinsic: u32,
		pub processed_at: UnixSeconds,
	}

	/// The fields of `BatchProcessed`.
	#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
	pub struct BatchProcessed {
		pub operator: OperatorId,
		pub id: BatchId,
		pub index: BatchIndex,
		pub methodology: MethodologyRef,
		pub credited: u32,
		pub grams: Grams,
		pub points_due: PointCents,
		pub outcomes: Vec<Outcome>,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use scale_info::{MetaType, PortableRegistry, Registry};

	/// `Ours` is encoded as `Theirs` is.
	fn same<Ours: TypeInfo + 'static, Theirs: TypeInfo + 'static>() {
		let mut registry = Registry::new();
		let id = registry.register_type(&MetaType::new::<Theirs>()).id;
		let registry: PortableRegistry = registry.into();
		if let Err(difference) = crate::shape::same::<Ours>(&registry, id) {
			panic!("{}: {difference}", std::any::type_name::<Ours>());
		}
	}

	#[test]
	fn everything_is_encoded_as_the_pallets_have_it() {
		use pallet_activity_reports as reports_pallet;
		use pallet_carbon_accounts as accounts_pallet;
		use pallet_methodology_registry as registry_pallet;
		use pallet_participants as participants_pallet;

		same::<api::ClockReading, tanpu_runtime_api::ClockReading>();
		same::<api::EvaluationFailure, tanpu_runtime_api::EvaluationFailure>();

		same::<registry::Content, registry_pallet::Content>();
		same::<registry::Texts, registry_pallet::Texts>();
		same::<registry::Stage, registry_pallet::Stage>();
		same::<registry::Version, registry_pallet::Version>();
		same::<registry::Methodology, registry_pallet::Methodology<AccountId32>>();

		same::<participants::LicenceTerms, participants_pallet::LicenceTerms>();
		same::<participants::Participant, participants_pallet::Participant<AccountId32>>();

		same::<accounts::Citizen, accounts_pallet::Citizen>();
		same::<accounts::Opening, accounts_pallet::Opening>();
		same::<accounts::OpeningOutcome, accounts_pallet::OpeningOutcome>();

		same::<reports::ExclusionGroup, reports_pallet::ExclusionGroup>();
		same::<reports::LogEntry, reports_pallet::LogEntry>();
		same::<reports::Batch, reports_pallet::Batch>();
	}
}
