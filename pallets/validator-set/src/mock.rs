use crate::{self as pallet_validator_set, Sessions};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl,
	dispatch::DispatchResult,
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use frame_system::EnsureRoot;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::{traits::OpaqueKeys, BuildStorage, DispatchError, KeyTypeId};
use sp_staking::SessionIndex;
use std::collections::{BTreeMap, BTreeSet};

pub type AccountId = u64;

pub const DEPOSIT: u64 = 1_000;
pub const KIND: KeyTypeId = KeyTypeId(*b"test");

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
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type ValidatorSet = pallet_validator_set;
}

/// One key of four bytes.
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
pub struct Keys(pub [u8; 4]);

impl OpaqueKeys for Keys {
	type KeyTypeIdProviders = ();

	fn key_ids() -> &'static [KeyTypeId] {
		&[KIND]
	}

	fn get_raw(&self, _: KeyTypeId) -> &[u8] {
		&self.0
	}

	fn ownership_proof_is_valid(&self, _: &[u8], _: &[u8]) -> bool {
		true
	}
}

/// Sessions as pallet-session and its history have them, in a few lines.
#[derive(Clone, Default)]
pub struct Chain {
	pub index: SessionIndex,
	pub registered: BTreeMap<AccountId, Keys>,
	pub validators: Vec<AccountId>,
	pub queued: Vec<(AccountId, Keys)>,
	pub queued_changed: bool,
	pub disabled: BTreeSet<AccountId>,
	pub roots: BTreeMap<SessionIndex, (H256, u32)>,
}

parameter_types! {
	pub static State: Chain = Chain::default();
}

pub fn change(act: impl FnOnce(&mut Chain)) {
	let mut state = State::get();
	act(&mut state);
	State::set(state);
}

pub struct TestSessions;

impl Sessions<AccountId> for TestSessions {
	type Keys = Keys;
	type Root = H256;

	fn index() -> SessionIndex {
		State::get().index
	}

	fn validators() -> Vec<AccountId> {
		State::get().validators
	}

	fn queued() -> Vec<(AccountId, Keys)> {
		State::get().queued
	}

	fn registered() -> Vec<AccountId> {
		State::get().registered.into_keys().collect()
	}

	fn keys(who: &AccountId) -> Option<Keys> {
		State::get().registered.get(who).copied()
	}

	fn purge(who: &AccountId) -> DispatchResult {
		let mut state = State::get();
		state.registered.remove(who).ok_or(DispatchError::Other("no keys"))?;
		State::set(state);
		Ok(())
	}

	fn disable(who: &AccountId) {
		change(|state| {
			let limit = state.validators.len().saturating_sub(1) / 3;
			if state.validators.contains(who) && state.disabled.len() < limit {
				state.disabled.insert(*who);
			}
		});
	}

	fn root(session: SessionIndex) -> Option<(H256, u32)> {
		State::get().roots.get(&session).copied()
	}

	fn prune_before(session: SessionIndex) {
		change(|state| state.roots.retain(|kept, _| *kept >= session));
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register(who: &AccountId, seed: u32) {
		set_keys_of(*who, seed);
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl pallet_validator_set::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Keys = Keys;
	type Sessions = TestSessions;
	type CouncilOrigin = EnsureRoot<AccountId>;
	type Deposit = ConstU64<DEPOSIT>;
	type MaxMembers = ConstU32<8>;
	type MaxCandidates = ConstU32<3>;
	type IdleSessions = ConstU32<2>;
	type IdleBlocks = ConstU32<30>;
	type EvidenceSessions = ConstU32<5>;
	type WeightInfo = ();
}

pub fn set_keys_of(who: AccountId, seed: u32) {
	let keys = Keys((u32::try_from(who).unwrap() * 1_000 + seed).to_be_bytes());
	change(|state| {
		state.registered.insert(who, keys);
	});
}

/// Ends the session as pallet-session does: `blocks` says who made how many.
pub fn next_session(blocks: &[(AccountId, u32)]) {
	use pallet_authorship::EventHandler;
	use pallet_session::SessionManager;
	for (who, number) in blocks {
		for _ in 0..*number {
			ValidatorSet::note_author(*who);
		}
	}
	let ending = State::get().index;
	<ValidatorSet as SessionManager<_>>::end_session(ending);
	change(|state| {
		state.validators = state.queued.iter().map(|(who, _)| *who).collect();
		if state.queued_changed {
			state.disabled.clear();
		}
		state.index += 1;
	});
	let index = State::get().index;
	<ValidatorSet as SessionManager<_>>::start_session(index);
	let planned = <ValidatorSet as SessionManager<_>>::new_session(index + 1);
	change(|state| {
		state.queued_changed = planned.is_some();
		let next = planned.unwrap_or(state.validators.clone());
		state.queued =
			next.into_iter().map(|who| (who, *state.registered.get(&who).unwrap())).collect();
	});
}

/// Everybody who validates makes `each` blocks.
pub fn busy_session(each: u32) {
	let blocks: Vec<_> = State::get().validators.into_iter().map(|who| (who, each)).collect();
	next_session(&blocks);
}

/// Genesis with validators 1 to `validators` and accounts 1 to 20 with money.
pub fn new_test_ext_of(validators: u64, minimum: u32) -> sp_io::TestExternalities {
	use pallet_session::SessionManager;
	State::set(Chain::default());
	for who in 1..=validators {
		set_keys_of(who, 0);
	}
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: (1..=20).map(|who| (who, 10 * DEPOSIT)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		let first = <ValidatorSet as SessionManager<_>>::new_session_genesis(0).unwrap_or_default();
		change(|state| {
			state.queued =
				first.iter().map(|who| (*who, *state.registered.get(who).unwrap())).collect();
			state.validators = first;
		});
		<ValidatorSet as SessionManager<_>>::start_session(0);
		use frame_support::traits::BuildGenesisConfig;
		pallet_validator_set::GenesisConfig::<Test> { minimum, ..Default::default() }.build();
		System::reset_events();
	});
	ext
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
	new_test_ext_of(4, 1)
}

/// Runs a test with four validators and that minimum, and then checks what must always hold.
pub fn build_and_execute<R>(minimum: u32, test: impl FnOnce() -> R) -> R {
	new_test_ext_of(4, minimum).execute_with(|| {
		let result = test();
		ValidatorSet::do_try_state().unwrap();
		result
	})
}
