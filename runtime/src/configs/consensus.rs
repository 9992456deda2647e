//! Who makes blocks, who finalises them, and how they find each other.

use crate::{
	constants::{currency::UNITS, time::SLOT_DURATION},
	AccountId, Babe, Balance, Balances, Epochs, Runtime, RuntimeEvent, Session, SessionKeys,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_core::Void;
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

/// Most validators that the chain can have.
pub type MaxAuthorities = ConstU32<100>;

/// One slot in four has a primary author by lot; every other one has a secondary author, who proves
/// with a VRF, too, so that the randomness of an epoch has a contribution from each block.
pub const BABE_EPOCH_CONFIG: BabeEpochConfiguration =
	BabeEpochConfiguration { c: (1, 4), allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots };

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
	/// A type without values: no equivocation report can even be decoded until there is a validator
	/// set to hear it (then: Historical's proof and a report system through Offences).
	type KeyOwnerProof = Void;
	type EquivocationReportSystem = ();
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	/// A week of hourly sessions: how far back an equivocation can be proven.
	type MaxSetIdSessionEntries = ConstU64<168>;
	/// As in BABE.
	type KeyOwnerProof = Void;
	type EquivocationReportSystem = ();
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ();
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
	/// The validators of genesis stay. Admission and removal come with the validator set.
	type SessionManager = ();
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = MaxAuthorities;
}
