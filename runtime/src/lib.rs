//! The Tanpu runtime: which pallets there are, in which order, at which index. Nothing else.
//!
//! Configuration is in [`configs`], by theme; what a node may ask in [`apis`]; genesis in
//! [`genesis_config_presets`]; numbers in [`constants`].

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_possible_wrap,
		clippy::cast_precision_loss,
		clippy::cast_sign_loss,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::panic,
		clippy::unreachable,
		clippy::unwrap_used
	)
)]
// `frame_support::runtime` nests deeply.
#![recursion_limit = "512"]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

/// The hash of its metadata with which the wasm runtime was built, `0x` and 64 digits; none where
/// `metadata-hash.txt` was missing.
#[cfg(feature = "std")]
pub const METADATA_HASH: Option<&str> = option_env!("RUNTIME_METADATA_HASH");

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
pub mod epochs;
pub mod genesis_config_presets;
pub mod migrations;
mod provenance;
#[cfg(test)]
mod tests;
pub mod weights;

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// A signature of any of the three schemes.
pub type Signature = MultiSignature;
/// An account: 32 bytes, the public key or its hash.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// An amount of TANP, in its 12th decimal.
pub type Balance = u128;
/// Number of transactions that an account has sent.
pub type Nonce = u32;
pub type Hash = sp_core::H256;
pub type BlockNumber = u32;
pub type Address = MultiAddress<AccountId, ()>;
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
pub type BlockId = generic::BlockId<Block>;

/// What every transaction carries besides its call, in this order. Wallets know each of them.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckWeight<Runtime>,
	// CheckNonce and ChargeTransactionPayment, and no fee within a citizen's allowance.
	pallet_carbon_accounts::FeeAllowance<
		Runtime,
		pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	// Last, so that it sees what the others used.
	frame_system::WeightReclaim<Runtime>,
);

pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// Types for a node that does not look inside transactions.
pub mod opaque {
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	pub type Header = super::Header;
	pub type Block = sp_runtime::generic::Block<Header, UncheckedExtrinsic>;
}

impl_opaque_keys! {
	/// The keys of a validator, rotated together.
	pub struct SessionKeys {
		pub babe: Babe,
		pub grandpa: Grandpa,
		pub authority_discovery: AuthorityDiscovery,
	}
}

impl codec::MaxEncodedLen for SessionKeys {
	/// Three public keys of 32 bytes.
	fn max_encoded_len() -> usize {
		96
	}
}

#[cfg(not(feature = "upgrade-test"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("tanpu"),
	impl_name: Cow::Borrowed("tanpu-node"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// A later version: what an upgrade is rehearsed to. The macro takes literals only.
#[cfg(all(feature = "upgrade-test", not(feature = "upgrade-test-failing")))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("tanpu"),
	impl_name: Cow::Borrowed("tanpu-node"),
	authoring_version: 1,
	spec_version: 3,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// Between the two, so that the other can mend what it left.
#[cfg(feature = "upgrade-test-failing")]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("tanpu"),
	impl_name: Cow::Borrowed("tanpu-node"),
	authoring_version: 1,
	spec_version: 2,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The indices are part of every encoded call and never move: 0 to 9 system and consensus, 10 to
/// 19 money, 20 to 29 governance, 30 to 39 utilities, 40 to 49 the network, 50 and above Tanpu's own. Hooks run in the
/// order of declaration.
// What frame's macros expand to does these.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable,
	clippy::unwrap_used
)]
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// System and consensus.
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	// Before Session, which asks it whether the epoch has ended.
	#[runtime::pallet_index(2)]
	pub type Babe = pallet_babe;
	// Before Session, so that a block's author is looked up in the session it was authored in.
	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(4)]
	pub type Session = pallet_session;
	// What the keys of earlier sessions were, for evidence about them.
	#[runtime::pallet_index(5)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(6)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(7)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(8)]
	pub type AuthorityDiscovery = pallet_authority_discovery;
	#[runtime::pallet_index(9)]
	pub type Epochs = crate::epochs;

	// Money.
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;
	// Verified reductions: an asset for each class. Only transfers and approvals are calls here.
	#[runtime::pallet_index(12)]
	pub type Assets = pallet_assets;

	// After Balances, whose issuance it notes at genesis.
	#[runtime::pallet_index(13)]
	pub type Settlement = pallet_settlement;

	// Governance.
	#[runtime::pallet_index(20)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(21)]
	pub type CouncilMembership = pallet_membership<Instance1>;
	// How the council stops what goes wrong: see configs/emergency.rs.
	#[runtime::pallet_index(22)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(23)]
	pub type TxPause = pallet_tx_pause;

	// Utilities.
	#[runtime::pallet_index(30)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(31)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(32)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(33)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(34)]
	pub type Proxy = pallet_proxy;
	// What takes more than a block after an upgrade: see configs/upgrades.rs.
	#[runtime::pallet_index(35)]
	pub type Migrations = pallet_migrations;

	// Who validates, configured in configs/consensus.rs. After Session: genesis names validators
	// there.
	#[runtime::pallet_index(40)]
	pub type ValidatorSet = pallet_validator_set;

	// Tanpu, configured in configs/carbon.rs.
	#[runtime::pallet_index(50)]
	pub type Clock = pallet_clock;
	#[runtime::pallet_index(51)]
	pub type Authority = pallet_authority;
	#[runtime::pallet_index(52)]
	pub type Participants = pallet_participants;
	#[runtime::pallet_index(53)]
	pub type MethodologyRegistry = pallet_methodology_registry;
	#[runtime::pallet_index(54)]
	pub type CarbonAccounts = pallet_carbon_accounts;
	#[runtime::pallet_index(55)]
	pub type ActivityReports = pallet_activity_reports;
	#[runtime::pallet_index(56)]
	pub type ObjectRegistry = pallet_object_registry;
	// Configured in configs/reductions.rs.
	#[runtime::pallet_index(57)]
	pub type VerifiedReductions = pallet_verified_reductions;
	// Configured in configs/market.rs.
	#[runtime::pallet_index(58)]
	pub type ReductionMarket = pallet_reduction_market;

	// Points, configured in configs/points.rs.
	#[runtime::pallet_index(60)]
	pub type Points = pallet_points;
	// What citizens do with them, configured in configs/redemption.rs.
	#[runtime::pallet_index(61)]
	pub type PointRedemption = pallet_point_redemption;
	#[runtime::pallet_index(62)]
	pub type Growth = pallet_growth;
	#[runtime::pallet_index(63)]
	pub type Campaigns = pallet_campaigns;
}
