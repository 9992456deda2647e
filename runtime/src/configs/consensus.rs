//! Who makes blocks, who finalises them, and how they find each other.

use crate::{
	configs::governance::TwoThirdsOfCouncil,
	constants::{
		currency::UNITS,
		time::{PRODUCTION_EPOCH_LENGTH, SLOT_DURATION},
	},
	AccountId, Babe, Balance, Balances, Epochs, Hash, Historical, Offences, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, Session, SessionKeys, UncheckedExtrinsic,
	ValidatorSet,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use pallet_session::{disabling::UpToLimitDisablingStrategy, historical::NoteHistoricalRoot};
use pallet_validator_set::FirstReport;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_runtime::traits::{Convert, ConvertInto, OpaqueKeys};
use sp_session::MembershipProof;
use sp_staking::{offence::OffenceSeverity, SessionIndex};

/// Most validators that the chain can have.
pub type MaxAuthorities = ConstU32<100>;

/// One slot in four has a primary author by lot; every other one has a secondary author, who proves
/// with a VRF, too, so that the randomness of an epoch has a contribution from each block.
pub const BABE_EPOCH_CONFIG: BabeEpochConfiguration =
	BabeEpochConfiguration { c: (1, 4), allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots };

/// How many sessions back an equivocation can be proven: a week of hours.
const EVIDENCE_SESSIONS: SessionIndex = 168;

/// How many blocks a report waits for its turn: as long as it is of use.
pub type ReportLongevity = ConstU64<{ EVIDENCE_SESSIONS as u64 * PRODUCTION_EPOCH_LENGTH }>;

/// The first report of an offender, through Offences to the validator set.
pub type Reports = FirstReport<Runtime, Offences>;

impl crate::epochs::Config for Runtime {}

impl pallet_babe::Config for Runtime {
	/// Fixed in genesis: see [`crate::epochs`].
	type EpochDuration = Epochs;
	type ExpectedBlockTime = ConstU64<SLOT_DURATION>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = ();
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Reports, ValidatorSet, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	/// A set lasts a session or longer. Evidence about one needs the one before it, too.
	type MaxSetIdSessionEntries = ConstU64<{ EVIDENCE_SESSIONS as u64 + 2 }>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Reports, ValidatorSet, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ValidatorSet;
}

parameter_types! {
	/// Held while an account has session keys registered, so that nobody fills the state with them.
	pub const KeyDeposit: Balance = 10 * UNITS;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = NoteHistoricalRoot<Self, ValidatorSet>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	/// At most a third of the validators, less one: nobody in a set of three or fewer.
	type DisablingStrategy = UpToLimitDisablingStrategy;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = MaxAuthorities;
}

/// There is nothing to say about a validator but its account.
pub struct NothingMore;

impl Convert<AccountId, Option<()>> for NothingMore {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NothingMore;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_validator_set::Identification<Runtime>;
	type OnOffenceHandler = ValidatorSet;
}

/// Nodes put reports of equivocations into the pool without a signature.
impl<C> frame_system::offchain::CreateTransactionBase<C> for Runtime
where
	RuntimeCall: From<C>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<C> frame_system::offchain::CreateBare<C> for Runtime
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

/// Sessions, as the validator set knows them.
pub struct ChainSessions;

impl pallet_validator_set::Sessions<AccountId> for ChainSessions {
	type Keys = SessionKeys;
	type Root = Hash;

	fn index() -> SessionIndex {
		Session::current_index()
	}

	fn validators() -> Vec<AccountId> {
		Session::validators()
	}

	fn queued() -> Vec<(AccountId, SessionKeys)> {
		Session::queued_keys()
	}

	fn registered() -> Vec<AccountId> {
		let mut found: Vec<_> = pallet_session::NextKeys::<Runtime>::iter_keys().collect();
		found.sort();
		found
	}

	fn keys(who: &AccountId) -> Option<SessionKeys> {
		Session::load_keys(who)
	}

	fn purge(who: &AccountId) -> DispatchResult {
		Session::purge_keys(RuntimeOrigin::signed(who.clone()))
	}

	fn disable(who: &AccountId) {
		Session::report_offence(who.clone(), OffenceSeverity::max_severity());
	}

	fn root(session: SessionIndex) -> Option<(Hash, u32)> {
		pallet_session::historical::HistoricalSessions::<Runtime>::get(session)
	}

	fn prune_before(session: SessionIndex) {
		if session > 0 {
			Historical::prune_up_to(session);
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register(who: &AccountId, seed: u32) {
		use codec::{Decode, Encode};
		let raw = (seed, 7u32, *b"a key of a benchmark!!!!").encode().repeat(3);
		if let Ok(keys) = SessionKeys::decode(&mut &raw[..]) {
			let _ = Session::ensure_can_pay_key_deposit(who);
			pallet_session::NextKeys::<Runtime>::insert(who, keys);
		}
	}
}

parameter_types! {
	/// What a candidate deposits. Enough that nobody fills the list in jest; an operator of a
	/// validator has it.
	pub const ValidatorDeposit: Balance = 1_000 * UNITS;
}

impl pallet_validator_set::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Keys = SessionKeys;
	type Sessions = ChainSessions;
	type CouncilOrigin = TwoThirdsOfCouncil;
	type Deposit = ValidatorDeposit;
	type MaxMembers = MaxAuthorities;
	type MaxCandidates = ConstU32<64>;
	type IdleSessions = ConstU32<2>;
	type IdleBlocks = ConstU32<30>;
	type EvidenceSessions = ConstU32<EVIDENCE_SESSIONS>;
	type WeightInfo = pallet_validator_set::weights::SubstrateWeight<Runtime>;
}
