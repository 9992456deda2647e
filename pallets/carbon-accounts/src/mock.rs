//! A chain of this pallet alone, with licences that tests can change at will.

use crate as pallet_carbon_accounts;
use crate::*;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	derive_impl,
	dispatch::{DispatchInfo, DispatchResult, PostDispatchInfo},
	parameter_types,
	traits::{ConstU32, ConstU64, Contains},
	weights::Weight,
};
use frame_system::EnsureRoot;
use scale_info::TypeInfo;
use sp_core::{crypto::AccountId32, sr25519, Pair, H256};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, IdentityLookup, Implication, TransactionExtension, ValidateResult,
	},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
	},
	BuildStorage, MultiSignature,
};
use std::{cell::RefCell, collections::BTreeMap};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::{IdentityProviders, LicenceRefusal, Operators, Unfinished},
	verification::Proceeds,
	CitizenId, ClassId, Clock, Day, Disposition, MethodologyId, Nullifier, OperatorId,
	ParticipantId, UnixSeconds,
};

/// 2018-09-01T00:00:00+08:00.
pub const START: UnixSeconds = 1_535_731_200;
pub const LIFE: UnixSeconds = 30 * 86_400;
pub const DELAY: UnixSeconds = 3 * 86_400;
/// Calls a day without a fee.
pub const FREE: u32 = 3;

/// Licensed, with a reporting key.
pub const METRO: OperatorId = 1;
pub const BUS: OperatorId = 2;
/// A licensed provider, and another.
pub const POLICE: ParticipantId = 10;
pub const BANK: ParticipantId = 11;

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
	pub type System = frame_system::Pallet<Test>;

	#[runtime::pallet_index(1)]
	pub type CarbonAccounts = pallet_carbon_accounts::Pallet<Test>;
}

pub type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
}

parameter_types! {
	pub const MaxOpenings: u32 = 250;
}

impl Config for Test {
	type Clock = TestClock;
	type Operators = Licences;
	type Providers = Licences;
	type MaxOpenings = MaxOpenings;
	type MaxAttestationLife = ConstU64<LIFE>;
	type ReplacementDelay = ConstU64<DELAY>;
	type CouncilOrigin = EnsureRoot<AccountId32>;
	type Unfinished = Orders;
	type Proceeds = Payouts;
	type FreeCall = Enrolling;
	type FreeCallsPerDay = ConstU32<FREE>;
	type WeightInfo = ();
}

/// Enrolling and leaving are free.
pub struct Enrolling;

impl Contains<RuntimeCall> for Enrolling {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::CarbonAccounts(Call::enrol { .. } | Call::leave { .. }))
	}
}

/// What one transaction costs, in whatever a purse holds.
pub const FEE: u64 = 10;

/// Charges [`FEE`] and a tip, as the real thing does: asks in `validate`, takes in `prepare`, gives
/// back in the end what the call left of its weight (all of the fee, where it left all).
#[derive(
	Encode, Decode, DecodeWithMemTracking, Clone, Copy, Default, PartialEq, Eq, TypeInfo, Debug,
)]
pub struct Charge(#[codec(compact)] pub u64);

impl Charge {
	pub const WEIGHT: Weight = Weight::from_parts(1_000, 0);
}

impl TransactionExtension<RuntimeCall> for Charge {
	const IDENTIFIER: &'static str = "Charge";
	type Implicit = ();
	type Val = Option<AccountId32>;
	type Pre = Option<Weight>;

	fn weight(&self, _: &RuntimeCall) -> Weight {
		Self::WEIGHT
	}

	fn validate(
		&self,
		origin: RuntimeOrigin,
		_: &RuntimeCall,
		_: &DispatchInfo,
		_: usize,
		_: (),
		_: &impl Implication,
		_: TransactionSource,
	) -> ValidateResult<Self::Val, RuntimeCall> {
		let who = origin.as_system_origin_signer().cloned();
		if let Some(who) = &who {
			if purse(who) < FEE + self.0 {
				return Err(InvalidTransaction::Payment.into());
			}
		}
		let valid = ValidTransaction { priority: 1 + self.0, ..Default::default() };
		Ok((valid, who, origin))
	}

	fn prepare(
		self,
		who: Self::Val,
		_: &RuntimeOrigin,
		_: &RuntimeCall,
		_: &DispatchInfo,
		_: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		if let Some(who) = who {
			set_purse(&who, purse(&who) - FEE - self.0);
			return Ok(Some(Weight::zero()));
		}
		Ok(None)
	}

	fn post_dispatch_details(
		pre: Self::Pre,
		info: &DispatchInfo,
		post_info: &PostDispatchInfo,
		_: usize,
		_: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		CHARGED_FOR.with_borrow_mut(|weight| *weight = post_info.calc_actual_weight(info));
		Ok(pre.unwrap_or(Self::WEIGHT))
	}
}

thread_local! {
	static PURSES: RefCell<BTreeMap<AccountId32, u64>> = RefCell::default();
	static CHARGED_FOR: RefCell<Weight> = RefCell::default();
	static ORDERS: RefCell<BTreeMap<CitizenId, u32>> = RefCell::default();
	static TOUCHED: RefCell<Vec<(CitizenId, bool, Vec<ClassId>)>> = RefCell::default();
}

pub fn purse(who: &AccountId32) -> u64 {
	PURSES.with_borrow(|purses| purses.get(who).copied().unwrap_or(0))
}

pub fn set_purse(who: &AccountId32, coins: u64) {
	PURSES.with_borrow_mut(|purses| purses.insert(who.clone(), coins));
}

/// The weight that the last fee was for.
pub fn charged_for() -> Weight {
	CHARGED_FOR.with_borrow(|weight| *weight)
}

pub fn set_orders(citizen: CitizenId, orders: u32) {
	ORDERS.with_borrow_mut(|all| all.insert(citizen, orders));
}

pub struct Orders;

impl Unfinished for Orders {
	fn orders(citizen: CitizenId) -> u32 {
		ORDERS.with_borrow(|all| all.get(&citizen).copied().unwrap_or(0))
	}
}

pub struct Payouts;

impl Proceeds for Payouts {
	fn touch(citizen: CitizenId, classes: &[ClassId]) {
		let keyed = CarbonAccounts::citizen(citizen).is_some_and(|record| record.key.is_some());
		TOUCHED.with_borrow_mut(|all| all.push((citizen, keyed, classes.to_vec())));
	}
}

/// Whose proceeds were touched since the last time, whether they had a key then, of which classes.
pub fn touched() -> Vec<(CitizenId, bool, Vec<ClassId>)> {
	TOUCHED.take()
}

/// What the doubles say.
#[derive(Clone)]
struct World {
	now: UnixSeconds,
	/// Reporting key and standing of each operator.
	operators: BTreeMap<OperatorId, (AccountId32, Result<(), LicenceRefusal>)>,
	/// Signing key and standing of each provider.
	providers: BTreeMap<ParticipantId, (sr25519::Public, Result<(), LicenceRefusal>)>,
	/// Two participants of one owner.
	related: Option<(ParticipantId, ParticipantId)>,
}

impl Default for World {
	fn default() -> Self {
		Self {
			now: START,
			operators: BTreeMap::from([
				(METRO, (reporter(METRO), Ok(()))),
				(BUS, (reporter(BUS), Ok(()))),
			]),
			providers: BTreeMap::from([
				(POLICE, (provider_pair(POLICE).public(), Ok(()))),
				(BANK, (provider_pair(BANK).public(), Ok(()))),
			]),
			related: None,
		}
	}
}

thread_local! {
	static WORLD: RefCell<World> = RefCell::default();
}

pub fn set_now(now: UnixSeconds) {
	WORLD.with_borrow_mut(|world| world.now = now);
}

pub fn set_operator(operator: OperatorId, standing: Result<(), LicenceRefusal>) {
	WORLD.with_borrow_mut(|world| {
		world.operators.insert(operator, (reporter(operator), standing));
	});
}

pub fn set_provider(provider: ParticipantId, standing: Result<(), LicenceRefusal>) {
	WORLD.with_borrow_mut(|world| {
		world.providers.insert(provider, (provider_pair(provider).public(), standing));
	});
}

/// Makes two participants belong to one owner.
pub fn relate(a: ParticipantId, b: ParticipantId) {
	WORLD.with_borrow_mut(|world| world.related = Some((a, b)));
}

pub struct TestClock;

impl Clock for TestClock {
	fn now() -> UnixSeconds {
		WORLD.with_borrow(|world| world.now)
	}
	fn day_offset() -> i32 {
		28_800
	}
}

pub struct Licences;

impl Operators<AccountId32> for Licences {
	fn by_reporter(who: &AccountId32) -> Option<OperatorId> {
		WORLD.with_borrow(|world| {
			world.operators.iter().find(|(_, (key, _))| key == who).map(|(id, _)| *id)
		})
	}
	fn treasury(_: OperatorId) -> Option<AccountId32> {
		None
	}
	fn ensure_active(
		operator: OperatorId,
		_: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		Self::ensure_licensed(operator, now)
	}
	fn ensure_licensed(operator: OperatorId, _: UnixSeconds) -> Result<(), LicenceRefusal> {
		WORLD.with_borrow(|world| match world.operators.get(&operator) {
			Some((_, standing)) => *standing,
			None => Err(LicenceRefusal::NotLicensed),
		})
	}
	fn take_quota(_: OperatorId, _: Day, _: u32) -> Result<(), LicenceRefusal> {
		Ok(())
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(_: AccountId32, reporter: AccountId32) -> OperatorId {
		WORLD.with_borrow_mut(|world| {
			world.operators.insert(77, (reporter, Ok(())));
		});
		77
	}
}

impl IdentityProviders for Licences {
	fn attestation_key(
		provider: ParticipantId,
		_: UnixSeconds,
	) -> Result<sr25519::Public, LicenceRefusal> {
		WORLD.with_borrow(|world| match world.providers.get(&provider) {
			Some((key, standing)) => standing.map(|()| *key),
			None => Err(LicenceRefusal::NotLicensed),
		})
	}
	fn related(a: ParticipantId, b: ParticipantId) -> bool {
		let related = WORLD.with_borrow(|world| world.related);
		related == Some((a, b)) || related == Some((b, a))
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_provider(key: sr25519::Public) -> ParticipantId {
		WORLD.with_borrow_mut(|world| {
			world.providers.insert(78, (key, Ok(())));
		});
		78
	}
}

/// The operator's reporting key; it never signs in these tests.
pub fn reporter(operator: OperatorId) -> AccountId32 {
	let [high, low] = operator.to_be_bytes();
	let mut bytes = [0xee; 32];
	bytes[0] = high;
	bytes[1] = low;
	AccountId32::new(bytes)
}

pub fn provider_pair(provider: ParticipantId) -> sr25519::Pair {
	sr25519::Pair::from_string(&format!("//provider//{provider}"), None).unwrap()
}

pub fn nullifier(person: u8) -> Nullifier {
	[person; 32]
}

/// Anybody with a balance: pays the fee for others.
pub fn sponsor() -> RuntimeOrigin {
	RuntimeOrigin::signed(AccountId32::new([0xfe; 32]))
}

pub fn genesis() -> H256 {
	System::block_hash(0)
}

/// What POLICE states about a person who holds a key.
pub fn statement(purpose: Purpose, person: u8, key: Sr25519Keyring, epoch: u32) -> Statement {
	Statement {
		purpose,
		genesis: genesis(),
		provider: POLICE,
		nullifier: nullifier(person),
		key: Some(key.to_account_id()),
		operator: None,
		disposition: None,
		epoch,
		expires: TestClock::now() + 86_400,
	}
}

/// A statement as a call carries it, signed as it stands by its provider and by `holder`.
pub fn signed(statement: &Statement, holder: Sr25519Keyring) -> KeyAttestation {
	let message = statement.message();
	KeyAttestation {
		provider: statement.provider,
		nullifier: statement.nullifier,
		epoch: statement.epoch,
		expires: statement.expires,
		key: statement.key.clone().unwrap(),
		provider_signature: provider_pair(statement.provider).sign(&message),
		key_signature: MultiSignature::Sr25519(holder.sign(&message)),
	}
}

/// A sound attestation by POLICE.
pub fn attestation(
	purpose: Purpose,
	person: u8,
	key: Sr25519Keyring,
	epoch: u32,
) -> KeyAttestation {
	signed(&statement(purpose, person, key, epoch), key)
}

/// What POLICE states about a person without a key, for an operator.
pub fn user_statement(operator: OperatorId, person: u8) -> Statement {
	Statement {
		purpose: Purpose::Open,
		genesis: genesis(),
		provider: POLICE,
		nullifier: nullifier(person),
		key: None,
		operator: Some(operator),
		disposition: Some(Disposition::Entrusted),
		epoch: 0,
		expires: TestClock::now() + 86_400,
	}
}

/// A statement as an entry carries it, signed as it stands by its provider. One without a
/// disposition, which no entry can carry, is presented as entrusted.
pub fn entry(statement: &Statement) -> Opening {
	Opening {
		nullifier: statement.nullifier,
		expires: statement.expires,
		signature: provider_pair(statement.provider).sign(&statement.message()),
		disposition: statement.disposition.unwrap_or(Disposition::Entrusted),
	}
}

/// A sound entry.
pub fn opening(operator: OperatorId, person: u8) -> Opening {
	entry(&user_statement(operator, person))
}

/// Opens an account for a key; the citizen's number.
pub fn open_with_key(person: u8, key: Sr25519Keyring) -> CitizenIdOf {
	CarbonAccounts::open(sponsor(), attestation(Purpose::Open, person, key, 0)).unwrap();
	CitizenByKey::<Test>::get(key.to_account_id()).unwrap()
}

pub type CitizenIdOf = tanpu_primitives::CitizenId;

/// What every operator issues points in.
pub fn issue() -> tanpu_primitives::Issue {
	<() as tanpu_primitives::traits::Issuing>::open(METRO).unwrap()
}

/// Sends entries as an operator; the outcomes.
pub fn open_for(operator: OperatorId, entries: Vec<Opening>) -> Vec<OpeningOutcome> {
	let origin = RuntimeOrigin::signed(reporter(operator));
	CarbonAccounts::open_for_users(origin, POLICE, entries.try_into().unwrap()).unwrap();
	match System::events().pop().unwrap().event {
		RuntimeEvent::CarbonAccounts(Event::AccountsOpened {
			operator: by,
			provider,
			outcomes,
		}) => {
			assert_eq!((by, provider), (operator, POLICE));
			outcomes.into_inner()
		},
		other => panic!("unexpected {other:?}"),
	}
}

fn new_test_ext() -> sp_io::TestExternalities {
	WORLD.with_borrow_mut(|world| *world = World::default());
	PURSES.with_borrow_mut(|purses| purses.clear());
	ORDERS.with_borrow_mut(|orders| orders.clear());
	TOUCHED.with_borrow_mut(|touched| touched.clear());
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	sp_io::TestExternalities::from(storage)
}

/// Runs a test in block 1 and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		System::set_block_number(1);
		test();
		CarbonAccounts::do_try_state().unwrap();
	});
}

#[cfg(feature = "runtime-benchmarks")]
pub fn benchmark_ext() -> sp_io::TestExternalities {
	use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
	let mut ext = new_test_ext();
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext
}
