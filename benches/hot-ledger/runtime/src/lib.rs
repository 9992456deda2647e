//! A real FRAME runtime, as small as it can be: System and one pallet that credits rows.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod pallet;

use alloc::{borrow::Cow, vec::Vec};
use frame_support::{derive_impl, parameter_types, traits::Get};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Block as BlockT},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_version::RuntimeVersion;

#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("hot-ledger"),
	impl_name: Cow::Borrowed("hot-ledger"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The version, but for the format of the trie, which is a variable of the measurement.
pub struct Version;
impl Get<RuntimeVersion> for Version {
	fn get() -> RuntimeVersion {
		RuntimeVersion { system_version: pallet::TrieVersion::<Runtime>::get(), ..VERSION }
	}
}

pub type Header = generic::Header<u32, BlakeTwo256>;
pub type TxExtension = frame_system::AuthorizeCall<Runtime>;
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<
	sp_runtime::MultiAddress<sp_runtime::AccountId32, ()>,
	RuntimeCall,
	sp_runtime::MultiSignature,
	TxExtension,
>;
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

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
		RuntimeTask
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Ledger = crate::pallet;
}

parameter_types! {
	// Nothing here is weighed, only timed: room for any block that the tool makes.
	pub BlockWeights: frame_system::limits::BlockWeights =
		frame_system::limits::BlockWeights::simple_max(frame_support::weights::Weight::MAX);
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = Block;
	type Version = Version;
	type BlockWeights = BlockWeights;
}

impl pallet::Config for Runtime {}

sp_api::impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}
		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}
		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}
		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}
		fn inherent_extrinsics(
			_: sp_inherents::InherentData,
		) -> Vec<<Block as BlockT>::Extrinsic> {
			Vec::new()
		}
		fn check_inherents(
			_: <Block as BlockT>::LazyBlock,
			_: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			sp_inherents::CheckInherentsResult::new()
		}
	}
}
