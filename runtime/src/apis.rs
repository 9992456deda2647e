//! What nodes and tools may ask of the runtime.

use crate::{
	configs::consensus::BABE_EPOCH_CONFIG, genesis_config_presets, provenance, AccountId,
	AuthorityDiscovery, Babe, Balance, Block, CarbonAccounts, Clock, Epochs, Executive, Grandpa,
	Growth, Hash, InherentDataExt, Nonce, Participants, PointRedemption, Points, Runtime,
	RuntimeCall, RuntimeGenesisConfig, SessionKeys, System, TransactionPayment, UncheckedExtrinsic,
	ValidatorSet, VerifiedReductions, VERSION,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{Get, KeyOwnerProofSystem},
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use pallet_transaction_payment_rpc_runtime_api::{FeeDetails, RuntimeDispatchInfo};
use sp_api::impl_runtime_apis;
use sp_authority_discovery::AuthorityId as AuthorityDiscoveryId;
use sp_consensus_babe::{BabeConfiguration, Epoch, Slot};
use sp_consensus_grandpa::{AuthorityId as GrandpaId, AuthorityList, SetId};
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_genesis_builder::PresetId;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	generic::Preamble,
	traits::{Block as BlockT, NumberFor, StaticLookup},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;
use tanpu_primitives::{
	methodology::MethodologyRefusal, traits::Budgets as _, verification::CertificateId, CitizenId,
	ClassId, Clock as _, Day, Grams, MethodologyRef, Nullifier, OperatorId, ParticipantId,
	PointCents, Position,
};
use tanpu_runtime_api::{
	BatchPart, BookSums, ClassSummary, ClassView, ClockReading, Contributed, DayRecord,
	EvaluationFailure, OfferView, ParticipantView, Spendable, Trace, MAX_PAGE,
};

/// Whether a citizen's allowance covers the transaction, as things stand: wallets then show a fee of
/// nothing.
fn is_free(transaction: &UncheckedExtrinsic) -> bool {
	let Preamble::Signed(address, _, extension) = &transaction.preamble else { return false };
	let (.., allowance, _, _) = extension;
	<Runtime as frame_system::Config>::Lookup::lookup(address.clone())
		.is_ok_and(|who| !allowance.tips() && CarbonAccounts::is_free(&who, &transaction.function))
}

/// Most entries that one question may name.
fn page() -> usize {
	usize::try_from(MAX_PAGE).unwrap_or(usize::MAX)
}

/// The formula of a published version, also of a suspended, superseded or retired one: what was
/// credited with it stays explainable.
fn definition_of(
	reference: MethodologyRef,
) -> Result<tanpu_formula::Definition, EvaluationFailure> {
	pallet_methodology_registry::Versions::<Runtime>::get(reference.methodology, reference.version)
		.map(|version| version.definition)
		.ok_or(EvaluationFailure::Methodology(MethodologyRefusal::NotFound))
}

/// Every fund and every merchant's book, added up. No sum comes near its type's end.
fn book_sums() -> BookSums {
	let mut sums = BookSums { escrow: PointRedemption::escrowed(), ..Default::default() };
	for found in Points::operators_from(0, usize::MAX).into_iter().filter_map(Points::solvency) {
		let worth = found
			.series
			.iter()
			.map(|(_, series)| series.value(series.outstanding).unwrap_or(Balance::MAX))
			.fold(0, Balance::saturating_add);
		sums.operators = sums.operators.saturating_add(1);
		sums.funds = sums.funds.saturating_add(found.fund);
		sums.outstanding = sums.outstanding.saturating_add(found.outstanding);
		sums.series_value = sums.series_value.saturating_add(worth);
		sums.set_aside = sums.set_aside.saturating_add(found.set_aside);
		if found.fund < worth.saturating_add(found.set_aside) {
			sums.uncovered = sums.uncovered.saturating_add(1);
		}
	}
	for (_, totals) in Points::merchants_from(0, usize::MAX) {
		sums.merchants = sums.merchants.saturating_add(1);
		sums.receivables = sums.receivables.saturating_add(totals.receivable());
	}
	sums
}

impl_runtime_apis! {
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

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> BabeConfiguration {
			let epoch_config = Babe::epoch_config().unwrap_or(BABE_EPOCH_CONFIG);
			BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				// The same `Get` that ends an epoch in the runtime: see `crate::epochs`.
				epoch_length: <Epochs as Get<u64>>::get(),
				c: epoch_config.c,
				authorities: Babe::authorities().to_vec(),
				randomness: Babe::randomness(),
				allowed_slots: epoch_config.allowed_slots,
			}
		}

		fn current_epoch_start() -> Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_slot: Slot,
			authority_id: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			let proof = ValidatorSet::prove((sp_consensus_babe::KEY_TYPE, authority_id))?;
			Some(sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			let key_owner_proof = key_owner_proof.decode()?;
			Babe::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> SetId {
			Grandpa::current_set_id()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			let key_owner_proof = key_owner_proof.decode()?;
			Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
		}

		fn generate_key_ownership_proof(
			_set_id: SetId,
			authority_id: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			let proof = ValidatorSet::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))?;
			Some(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}
	}

	impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
		fn authorities() -> Vec<AuthorityDiscoveryId> {
			AuthorityDiscovery::authorities()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> RuntimeDispatchInfo<Balance> {
			let free = is_free(&uxt);
			let mut info = TransactionPayment::query_info(uxt, len);
			if free {
				info.partial_fee = 0;
			}
			info
		}

		fn query_fee_details(uxt: <Block as BlockT>::Extrinsic, len: u32) -> FeeDetails<Balance> {
			if is_free(&uxt) {
				return FeeDetails { inclusion_fee: None, tip: 0 };
			}
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl
		pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
			Block,
			Balance,
			RuntimeCall,
		> for Runtime
	{
		fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl tanpu_runtime_api::CarbonApi<Block> for Runtime {
		fn clock() -> ClockReading {
			ClockReading {
				now: Clock::now(),
				day_offset: Clock::day_offset(),
				scale: Clock::settings().scale,
				today: Clock::today(),
			}
		}

		fn evaluate(
			reference: MethodologyRef,
			inputs: Vec<u64>,
		) -> Result<Grams, EvaluationFailure> {
			tanpu_formula::evaluate(&definition_of(reference)?, &inputs)
				.map_err(EvaluationFailure::Formula)
		}

		fn explain(
			reference: MethodologyRef,
			inputs: Vec<u64>,
		) -> Result<Vec<tanpu_formula::Step>, EvaluationFailure> {
			tanpu_formula::explain(&definition_of(reference)?, &inputs)
				.map_err(EvaluationFailure::Formula)
		}

		fn citizens_of_nullifiers(nullifiers: Vec<Nullifier>) -> Vec<Option<CitizenId>> {
			nullifiers
				.into_iter()
				.take(page())
				.map(CarbonAccounts::citizen_of_nullifier)
				.collect()
		}

		fn positions_with(operator: OperatorId, citizens: Vec<CitizenId>) -> Vec<Option<Position>> {
			citizens
				.into_iter()
				.take(page())
				.map(|citizen| CarbonAccounts::position(operator, citizen))
				.collect()
		}

		fn positions_of(citizen: CitizenId) -> Vec<(OperatorId, Position)> {
			CarbonAccounts::positions(citizen)
		}

		fn account(citizen: CitizenId) -> Option<pallet_carbon_accounts::Citizen> {
			CarbonAccounts::citizen(citizen)
		}

		fn citizen_of_key(key: AccountId) -> Option<CitizenId> {
			CarbonAccounts::citizen_of_key(key)
		}

		fn participants(participants: Vec<ParticipantId>) -> Vec<Option<ParticipantView>> {
			participants
				.into_iter()
				.take(page())
				.map(|id| {
					let found = Participants::participant(id)?;
					Some(ParticipantView {
						role: found.terms.role(),
						standing: found.standing(Clock::now()),
						name: found.name.into_inner(),
						holder: found.holder,
					})
				})
				.collect()
		}
	}

	impl tanpu_runtime_api::PointsApi<Block> for Runtime {
		fn solvency(first: OperatorId) -> Vec<pallet_points::Solvency> {
			Points::operators_from(first, page()).into_iter().filter_map(Points::solvency).collect()
		}

		fn merchants(first: ParticipantId) -> Vec<(ParticipantId, pallet_points::MerchantTotals)> {
			Points::merchants_from(first, page())
		}

		fn system_totals() -> pallet_points::SystemTotals {
			Points::totals()
		}

		fn shortfall(operator: OperatorId, points: PointCents) -> Balance {
			Points::shortfall(operator, points)
		}

		fn spendable(citizen: CitizenId) -> Vec<Spendable> {
			let mut found = Vec::new();
			for (operator, _) in CarbonAccounts::positions(citizen) {
				for (series, points, value, expires) in Points::spendable(operator, citizen) {
					found.push(Spendable { operator, series, points, value, expires });
				}
			}
			found
		}

		fn statement(
			merchant: ParticipantId,
			first: Day,
			last: Day,
		) -> Option<pallet_points::Statement> {
			Points::statement(merchant, first, last)
		}

		fn payment_ref(
			request: pallet_points::PaymentRequest,
		) -> Option<pallet_points::PaymentRef> {
			Points::payment_ref(request)
		}

		fn payment(reference: pallet_points::PaymentRef) -> Option<pallet_points::Payment> {
			Points::payment(reference)
		}

		fn offers(first: pallet_point_redemption::OfferId) -> Vec<OfferView> {
			PointRedemption::offers_from(first, page())
				.into_iter()
				.filter_map(|offer| {
					let (merchant, terms, left, orders, closed) = PointRedemption::offer_of(offer)?;
					Some(OfferView { offer, merchant, terms, left, orders, closed })
				})
				.collect()
		}

		fn order(
			order: pallet_point_redemption::OrderId,
		) -> Option<(pallet_point_redemption::Order, pallet_point_redemption::Deadlines)> {
			PointRedemption::order(order).zip(PointRedemption::deadlines(order))
		}

		fn orders_of(citizen: CitizenId) -> (u32, Vec<(u32, pallet_point_redemption::Order)>) {
			(PointRedemption::customer(citizen).next, PointRedemption::orders_of(citizen))
		}

		fn standing(citizen: CitizenId) -> pallet_growth::Standing {
			Growth::standing(citizen)
		}

		fn equivalents(grams: Grams) -> Vec<(pallet_growth::Equivalent, u64)> {
			Growth::equivalents_of(grams)
		}

		fn solvency_of(operator: OperatorId) -> Option<pallet_points::Solvency> {
			Points::solvency(operator)
		}

		fn book_sums() -> BookSums {
			book_sums()
		}

		fn merchant_book(merchant: ParticipantId) -> pallet_points::MerchantBook {
			Points::merchant_book(merchant)
		}

		fn issue_price(operator: OperatorId) -> Option<Balance> {
			Points::price(operator)
		}
	}

	impl tanpu_runtime_api::reductions::ReductionsApi<Block> for Runtime {
		fn class(class: ClassId) -> Option<ClassView> {
			provenance::class(class)
		}

		fn classes(first: ClassId, limit: u32) -> Vec<ClassSummary> {
			provenance::classes(first, limit)
		}

		fn class_batches(class: ClassId, first: u32, limit: u32) -> Vec<BatchPart> {
			provenance::class_batches(class, first, limit)
		}

		fn trace(class: ClassId, serial: Grams) -> Option<Trace> {
			provenance::trace(class, serial)
		}

		fn certificate(
			number: CertificateId,
		) -> Option<pallet_verified_reductions::CertificateView<AccountId>> {
			VerifiedReductions::certificate(number)
		}

		fn certificates_of(class: ClassId, first: u32, limit: u32) -> Vec<CertificateId> {
			provenance::certificates_of(class, first, limit)
		}

		fn contributions(citizen: CitizenId, first: u32, limit: u32) -> Vec<Contributed> {
			provenance::contributions(citizen, first, limit)
		}

		fn records(citizen: CitizenId) -> Vec<DayRecord> {
			provenance::records(citizen)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_config_presets::get_preset)
		}

		fn preset_names() -> Vec<PresetId> {
			genesis_config_presets::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			use crate::*;
			use frame_benchmarking::BenchmarkList;
			use frame_support::traits::StorageInfoTrait;

			let mut list = Vec::<BenchmarkList>::new();
			list_benchmarks!(list, extra);
			(list, AllPalletsWithSystem::storage_info())
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			use crate::*;
			use frame_benchmarking::BenchmarkBatch;
			use frame_support::traits::WhitelistedStorageKeys;
			use sp_storage::TrackedStorageKey;

			let whitelist: Vec<TrackedStorageKey> =
				AllPalletsWithSystem::whitelisted_storage_keys();
			let mut batches = Vec::<BenchmarkBatch>::new();
			let params = (&config, &whitelist);
			add_benchmarks!(params, batches);
			Ok(batches)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (Weight, Weight) {
			// A failed check is meant to stop the tool with a backtrace: never part of a live chain.
			let weight = Executive::try_runtime_upgrade(checks).expect("runtime upgrade failed");
			(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("block execution failed")
		}
	}
}
