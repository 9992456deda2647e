//! What the node answers besides the standard set, which `sc_service::spawn_tasks` adds itself
//! (author, chain, state, system, and the newer chainHead, chainSpec, transaction, archive).

use jsonrpsee::RpcModule;
use sc_client_api::AuxStore;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_rpc::SubscriptionTaskExecutor;
use sc_transaction_pool_api::TransactionPool;
use sp_api::ProvideRuntimeApi;
use sp_block_builder::BlockBuilder;
use sp_blockchain::{Error as BlockChainError, HeaderBackend, HeaderMetadata};
use sp_consensus::SelectChain;
use sp_keystore::KeystorePtr;
use std::sync::Arc;
use tanpu_runtime::{
	constants::currency::SS58_PREFIX, opaque::Block, AccountId, Balance, BlockNumber, Hash, Nonce,
};

/// What BABE's methods need.
pub struct BabeDeps {
	pub worker_handle: BabeWorkerHandle<Block>,
	pub keystore: KeystorePtr,
}

/// What GRANDPA's methods need.
pub struct GrandpaDeps<B> {
	pub shared_voter_state: SharedVoterState,
	pub shared_authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	pub justification_stream: GrandpaJustificationStream<Block>,
	pub subscription_executor: SubscriptionTaskExecutor,
	pub finality_proof_provider: Arc<FinalityProofProvider<B, Block>>,
}

pub struct Deps<C, P, SC, B> {
	pub client: Arc<C>,
	pub pool: Arc<P>,
	pub select_chain: SC,
	pub chain_spec: Box<dyn sc_chain_spec::ChainSpec>,
	pub babe: BabeDeps,
	pub grandpa: GrandpaDeps<B>,
}

pub fn create<C, P, SC, B>(
	Deps { client, pool, select_chain, chain_spec, babe, grandpa }: Deps<C, P, SC, B>,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>>
where
	C: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ HeaderMetadata<Block, Error = BlockChainError>
		+ AuxStore
		+ Send
		+ Sync
		+ 'static,
	C::Api: substrate_frame_rpc_system::AccountNonceApi<Block, AccountId, Nonce>
		+ pallet_transaction_payment_rpc::TransactionPaymentRuntimeApi<Block, Balance>
		+ sp_consensus_babe::BabeApi<Block>
		+ tanpu_runtime_api::CarbonApi<Block>
		+ tanpu_runtime_api::PointsApi<Block>
		+ tanpu_runtime_api::ReductionsApi<Block>
		+ BlockBuilder<Block>,
	P: TransactionPool + 'static,
	SC: SelectChain<Block> + 'static,
	B: sc_client_api::Backend<Block> + Send + Sync + 'static,
{
	use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
	use sc_consensus_babe_rpc::{Babe, BabeApiServer};
	use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
	use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
	use substrate_frame_rpc_system::{System, SystemApiServer};
	use tanpu_rpc::{Carbon, CarbonRpcServer};

	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(
		Babe::new(client.clone(), babe.worker_handle.clone(), babe.keystore, select_chain)
			.into_rpc(),
	)?;
	module.merge(
		Grandpa::new(
			grandpa.subscription_executor,
			grandpa.shared_authority_set.clone(),
			grandpa.shared_voter_state,
			grandpa.justification_stream,
			grandpa.finality_proof_provider,
		)
		.into_rpc(),
	)?;
	module.merge(
		SyncState::new(
			chain_spec,
			client.clone(),
			grandpa.shared_authority_set,
			babe.worker_handle,
		)?
		.into_rpc(),
	)?;

	module.merge(Carbon::new(client, SS58_PREFIX).into_rpc())?;
	Ok(module)
}
