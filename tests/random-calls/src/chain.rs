//! Blocks as a node makes them, but for state roots: the same hooks in the same order, BABE's slots
//! and epochs, timestamps. Only the time between blocks is ours.

use crate::{
	dice::Dice,
	keys::{sign, Keys},
	moves::{named, Move},
};
use codec::Encode;
use frame_support::{
	dispatch::GetDispatchInfo,
	genesis_builder_helper::{build_state, get_preset},
	traits::{OnFinalize, OnIdle},
	weights::Weight,
};
use serde_json::Value;
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	BABE_ENGINE_ID,
};
use sp_core::H256;
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::{Dispatchable, Header as _},
	transaction_validity::TransactionValidityError,
	DispatchError,
};
use sp_state_machine::BasicExternalities;
use tanpu_runtime::{
	constants::block, genesis_config_presets as presets, AccountId, AllPalletsWithSystem, Balance,
	Executive, Header, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, RuntimeOrigin,
	SignedPayload, System, TxExtension, UncheckedExtrinsic,
};

/// Milliseconds of a slot.
const SLOT: u64 = tanpu_runtime::constants::time::SLOT_DURATION;
/// Where block time begins: a chain's clock starts with its first block, wherever that is.
const FIRST_SLOT: u64 = 1_700_000_000_000 / SLOT;

/// The patch laid over the default genesis, as a chain spec does it (RFC 7386).
fn merge(base: &mut Value, patch: Value) {
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(base.entry(key).or_insert(Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}

/// The state of the preset `dev-fast` before its first block: a day lasts 20 blocks.
pub fn genesis() -> BasicExternalities {
	let default = get_preset::<RuntimeGenesisConfig>(&None, |_| None).expect("there is a default");
	let mut config: Value = serde_json::from_slice(&default).expect("the default is JSON");
	let patch = presets::get_preset(&presets::DEV_FAST.into()).expect("the preset exists");
	merge(&mut config, serde_json::from_slice(&patch).expect("the preset is JSON"));
	let mut ext = BasicExternalities::new_empty();
	let json = serde_json::to_vec(&config).expect("JSON");
	ext.execute_with(|| build_state::<RuntimeGenesisConfig>(json)).expect("genesis builds");
	ext
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	Ok,
	Failed(DispatchError),
	/// It never got into a block.
	Invalid(TransactionValidityError),
	/// It used more weight than was charged for it at most.
	Overweight,
}

/// The chain's head.
pub struct Chain {
	slot: u64,
	open: bool,
}

impl Chain {
	pub fn start() -> Self {
		Self { slot: FIRST_SLOT - 1, open: false }
	}

	/// Begins a block so many slots after the last one.
	pub fn open(&mut self, slots: u64, dice: &mut Dice) {
		let slots = slots.max(1);
		self.slot += slots;
		self.open = true;
		let last = System::block_number();
		// Numbers go with the slots, as if the blocks between had been empty.
		let number = if last == 0 { 1 } else { last + slots as u32 };
		System::set_block_number(number - 1);
		let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
			// Anybody's turn.
			authority_index: dice
				.below(pallet_babe::Authorities::<Runtime>::decode_len().unwrap_or(1) as u64)
				as u32,
			slot: self.slot.into(),
		});
		let digest = Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, claim.encode())] };
		let parent = H256(sp_io::hashing::blake2_256(&(number, dice.next()).encode()));
		Executive::initialize_block(&Header::new(
			number,
			Default::default(),
			Default::default(),
			parent,
			digest,
		));
		let now = self.slot * SLOT + dice.below(SLOT / 2);
		RuntimeCall::Timestamp(pallet_timestamp::Call::set { now })
			.dispatch(RuntimeOrigin::none())
			.expect("the block's time rises");
	}

	/// Ends the block; `room` is the weight left for idle work. Returns its events.
	pub fn close(&mut self, room: Weight) -> Vec<RuntimeEvent> {
		if !self.open {
			return Vec::new();
		}
		self.open = false;
		let number = System::block_number();
		System::note_finished_extrinsics();
		let used = AllPalletsWithSystem::on_idle(number, room);
		assert!(used.all_lte(room), "idle work used {used:?} of {room:?}");
		AllPalletsWithSystem::on_finalize(number);
		let events = System::read_events_no_consensus().map(|record| record.event).collect();
		// What the end of a block clears besides.
		let data = frame_support::storage::storage_prefix(b"System", b"ExtrinsicData");
		let _ = sp_io::storage::clear_prefix(&data, None);
		frame_system::InherentsApplied::<Runtime>::kill();
		events
	}

	/// Makes a move: `as_transaction` signed, paid for and counted, else with its origin alone.
	pub fn make(&self, step: &Move, as_transaction: bool) -> Outcome {
		if let (true, Some(signer)) = (as_transaction, step.by.signer()) {
			return match Executive::apply_extrinsic(transaction(signer, step.call.clone())) {
				Ok(Ok(())) => Outcome::Ok,
				Ok(Err(error)) => Outcome::Failed(error),
				Err(invalid) => Outcome::Invalid(invalid),
			};
		}
		let most = step.call.get_dispatch_info().call_weight;
		let index = System::extrinsic_index().unwrap_or(0);
		System::set_extrinsic_index(index);
		let (post, outcome) = match step.call.clone().dispatch(step.by.origin()) {
			Ok(post) => (post, Outcome::Ok),
			Err(failure) => (failure.post_info, Outcome::Failed(failure.error)),
		};
		System::set_extrinsic_index(index + 1);
		match post.actual_weight {
			// The SDK weighs the first approval by another benchmark than it declares.
			Some(used)
				if !used.all_lte(most) && named(&step.call) != ("Multisig", "approve_as_multi") =>
			{
				Outcome::Overweight
			},
			_ => outcome,
		}
	}
}

/// Room for idle work: none, some, or a whole block's.
pub fn idle_room(dice: &mut Dice) -> Weight {
	match dice.below(4) {
		0 => Weight::zero(),
		1 => block::MAX_WEIGHT / dice.within(2, 1_000),
		_ => block::MAX_WEIGHT,
	}
}

fn transaction(signer: &AccountId, call: RuntimeCall) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(signer);
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckWeight::new(),
		pallet_carbon_accounts::FeeAllowance::new(
			nonce,
			pallet_transaction_payment::ChargeTransactionPayment::from(0 as Balance),
		),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let payload = SignedPayload::new(call.clone(), extension.clone()).expect("genesis is known");
	let pair = Keys::get().pair(signer).expect("a known signer");
	let signature = payload.using_encoded(|bytes| sign(pair, bytes));
	UncheckedExtrinsic::new_signed(call, signer.clone().into(), signature.into(), extension)
}
