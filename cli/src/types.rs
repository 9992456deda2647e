//! What the pallets store and take, as this tool encodes it.
//!
//! [`crate::shape`] compares every type, those here and those of linked pallets, with the chain's
//! metadata before a byte of it is read or sent.

use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_core::{crypto::AccountId32, sr25519, H256};
use tanpu_formula::{Definition, EvalError};
use tanpu_primitives::{
	methodology::MethodologyRefusal, report::RecordRef, Balance, BatchId, CitizenId,
	CreditingRules, Day, Disposition, Grams, GroupId, MethodologyId, MethodologyRef, Minute,
	Nullifier, OperatorId, ParticipantId, PointCents, UnixSeconds, VersionNumber,
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

	pub use tanpu_methodology_file::content::{Content, Texts};

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum Stage {
		Drafting,
		Consultation { since: UnixSeconds, ends: UnixSeconds },
	}

	/// The beginning of a draft as it is stored. Its deposit follows, whose type is the runtime's own
	/// and not looked at.
	#[derive(Decode, Clone, PartialEq, Eq, Debug)]
	pub struct DraftHead {
		pub author: AccountId32,
		pub methodology: Option<MethodologyId>,
		pub content_hash: H256,
		pub stage: Stage,
		/// Given in all.
		pub comments: u32,
		/// Not taken back.
		pub standing: u32,
	}

	/// The beginning of a comment as it is stored; its deposit follows.
	#[derive(Decode, Clone, PartialEq, Eq, Debug)]
	pub struct CommentHead {
		pub author: AccountId32,
		pub hash: H256,
		pub uri: Vec<u8>,
		pub at: UnixSeconds,
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
		Operator { scope: Scope, daily_quota: u32, bond: Balance },
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

		/// Plancks that must be bonded to report.
		pub fn bond(&self) -> Balance {
			match self {
				Self::Operator { bond, .. } => *bond,
				Self::Verifier { .. } | Self::Merchant | Self::IdentityProvider { .. } => 0,
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

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug, Default)]
	pub struct Suspensions {
		pub last: Option<Suspension>,
		pub from: UnixSeconds,
		#[codec(compact)]
		pub before: u64,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Participant {
		pub name: Vec<u8>,
		pub holder: AccountId32,
		pub owner: H256,
		pub terms: LicenceTerms,
		pub registered: UnixSeconds,
		pub expires: UnixSeconds,
		pub suspensions: Suspensions,
		pub revoked: Option<UnixSeconds>,
	}

	impl Participant {
		/// The suspension that holds now.
		pub fn suspension(&self, now: UnixSeconds) -> Option<&Suspension> {
			let last = self.suspensions.last.as_ref().filter(|_| self.revoked.is_none());
			last.filter(|last| last.confirmed || now < last.until)
		}

		/// Since when the licence is over; none while it isn't.
		pub fn ended(&self, now: UnixSeconds) -> Option<UnixSeconds> {
			self.revoked.or((now >= self.expires).then_some(self.expires))
		}

		/// How it stands now.
		pub fn standing(&self, now: UnixSeconds) -> &'static str {
			if self.revoked.is_some() {
				"revoked"
			} else if self.suspension(now).is_some() {
				"suspended"
			} else if now < self.expires {
				"active"
			} else {
				"expired"
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

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct KeyAttestation {
		pub provider: ParticipantId,
		pub nullifier: Nullifier,
		pub epoch: u32,
		pub expires: UnixSeconds,
		pub key: AccountId32,
		pub provider_signature: sr25519::Signature,
		pub key_signature: sp_runtime::MultiSignature,
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

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum ReplacementState {
		Announced,
		Vetoed { at: UnixSeconds },
		Confirmed,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Replacement {
		pub key: AccountId32,
		pub provider: ParticipantId,
		pub due: UnixSeconds,
		pub state: ReplacementState,
	}

	/// The fields of `AccountsOpened`.
	#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
	pub struct AccountsOpened {
		pub operator: OperatorId,
		pub provider: ParticipantId,
		pub outcomes: Vec<OpeningOutcome>,
	}
}

/// `pallet-object-registry`.
pub mod objects {
	use super::*;
	use tanpu_primitives::traits::RegisteredObject;

	pub const PALLET: &str = "ObjectRegistry";

	/// Most members of a household.
	pub const MAX_MEMBERS: u8 = 32;
	/// Days before the first registration at which a crediting period can have begun.
	pub const MAX_BACKDATING: Day = 366;

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Registration {
		pub operator: OperatorId,
		pub registered: RegisteredObject,
		pub provider: ParticipantId,
		pub since: UnixSeconds,
	}
}

/// `pallet-activity-reports`.
pub mod reports {
	use super::*;
	use tanpu_primitives::{Balance, BatchIndex, ClassId, Outcome, Provided, Row, SeriesId};

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
		pub outcomes_root: H256,
		pub rows: u16,
		pub credited: u16,
		#[codec(compact)]
		pub grams: Grams,
		#[codec(compact)]
		pub points_due: PointCents,
		pub series: Option<SeriesId>,
		pub block: u32,
		pub extrinsic: u32,
		pub processed_at: UnixSeconds,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
	pub enum ObjectionState {
		Open,
		Rejected { reason: H256 },
	}

	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Objection {
		pub class: ClassId,
		pub row: Row,
		#[codec(compact)]
		pub grams: Grams,
		pub reason: H256,
		pub answer_before: UnixSeconds,
		pub lapses: UnixSeconds,
		pub state: ObjectionState,
	}

	#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
	pub struct ObjectionTally {
		#[codec(compact)]
		pub made: u32,
		#[codec(compact)]
		pub accepted: u32,
		#[codec(compact)]
		pub upheld: u32,
		#[codec(compact)]
		pub dismissed: u32,
		#[codec(compact)]
		pub lapsed: u32,
		#[codec(compact)]
		pub fined: Balance,
	}

	/// The fields of the event.
	#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
	pub struct Withdrawn {
		pub record: RecordRef,
		pub operator: OperatorId,
		pub citizen: CitizenId,
		pub class: ClassId,
		pub grams: Grams,
		pub points_reversed: PointCents,
		pub points_borne: PointCents,
		pub claims_freed: bool,
		pub reason: H256,
	}

	/// The fields of the event.
	#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
	pub struct Objected {
		pub record: RecordRef,
		pub operator: OperatorId,
		pub citizen: CitizenId,
		pub class: ClassId,
		pub reason: H256,
		pub answer_before: UnixSeconds,
		pub lapses: UnixSeconds,
	}

	/// The fields of the event.
	#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
	pub struct ObjectionDecided {
		pub record: RecordRef,
		pub upheld: bool,
		pub fine: Balance,
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
		pub provided: Vec<Provided>,
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

		let (author, hash) = (AccountId32::new([7; 32]), H256::repeat_byte(9));
		let stage = registry_pallet::Stage::Consultation { since: 1, ends: 2 };
		let draft = registry_pallet::Draft {
			author: author.clone(),
			methodology: Some(3),
			content_hash: hash,
			stage,
			comments: 5,
			standing: 4,
			ticket: 6u128,
		};
		let head = registry::DraftHead::decode(&mut draft.encode().as_slice()).unwrap();
		assert_eq!((head.author, head.methodology), (author.clone(), Some(3)));
		assert_eq!((head.content_hash, head.comments, head.standing), (hash, 5, 4));
		assert_eq!(head.stage, registry::Stage::Consultation { since: 1, ends: 2 });
		let uri = b"x".to_vec().try_into().unwrap();
		let comment = registry_pallet::Comment { author, hash, uri, at: 8, ticket: 6u128 };
		let head = registry::CommentHead::decode(&mut comment.encode().as_slice()).unwrap();
		assert_eq!((head.hash, head.uri, head.at), (hash, b"x".to_vec(), 8));

		same::<participants::LicenceTerms, participants_pallet::LicenceTerms>();
		same::<participants::Participant, participants_pallet::Participant<AccountId32>>();

		same::<accounts::Citizen, accounts_pallet::Citizen>();
		same::<accounts::Opening, accounts_pallet::Opening>();
		same::<accounts::KeyAttestation, accounts_pallet::KeyAttestation>();
		same::<accounts::OpeningOutcome, accounts_pallet::OpeningOutcome>();

		same::<objects::Registration, pallet_object_registry::Registration>();
		assert_eq!(objects::MAX_MEMBERS, pallet_object_registry::MAX_MEMBERS);
		assert_eq!(objects::MAX_BACKDATING, pallet_object_registry::MAX_BACKDATING);

		same::<reports::ExclusionGroup, reports_pallet::ExclusionGroup>();
		same::<reports::LogEntry, reports_pallet::LogEntry>();
		same::<reports::Batch, reports_pallet::Batch>();
		same::<reports::Objection, reports_pallet::Objection>();
		same::<reports::ObjectionTally, reports_pallet::ObjectionTally>();
	}
}
