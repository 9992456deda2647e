//! A chain with balances, assets, the pallet, and doubles of everything else. What the doubles know
//! is in storage, so that a call that fails takes it back like the rest.

use crate::{self as pallet_verified_reductions, *};
use codec::{Decode, Encode};
use frame_support::{
	assert_ok, derive_impl, ord_parameter_types, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		fungibles::Inspect,
		AsEnsureOriginWithArg, ConstU32, ConstU64, LinearStoragePrice, Randomness,
	},
	BoundedVec, PalletId,
};
use frame_system::{EnsureNever, EnsureSignedBy};
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError, DispatchResult, Permill};
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::{
	methodology::MethodologyRefusal,
	points::Outstanding,
	traits::{Citizens, LicenceRefusal, Methodologies, Positions},
	verification::{
		Bonds, ByDisposition, ClassInfo, Classes, Listings, Located, Opinion, Verifiers,
		MAX_VERIFIERS,
	},
	ActiveMethodology, CitizenId, ClaimSpec, ClassId, Clock, CreditingRules, Disposition, Grams,
	MethodologyId, MethodologyRef, OperatorId, ParticipantId, Position, UnixSeconds,
	SECONDS_PER_DAY,
};

/// 128 bits, so that the pallet's accounts differ.
pub type AccountId = u128;

pub const DAY: u64 = SECONDS_PER_DAY;
pub const START: UnixSeconds = 1_700_000_000;
/// When every class of the tests is closed.
pub const CLOSED: UnixSeconds = START + 40 * DAY;

pub const COUNCIL: AccountId = 100;
pub const MEMBER: AccountId = 101;
/// Citizens' keys: that of citizen `n` is this and `n`, of the first two hundred who have one.
pub const KEYS: AccountId = 1_000;
/// Somebody with money.
pub const ANN: AccountId = 1;
pub const BEN: AccountId = 2;
/// Nobody in particular.
pub const STRANGER: AccountId = 9;
/// The holder of verifier `n` is this and `n`.
pub const HOLDERS: AccountId = 200;

pub const METRO: OperatorId = 10;
pub const BUS: OperatorId = 11;
pub const RIDES: MethodologyRef = MethodologyRef { methodology: 1, version: 1 };
pub const METERS: MethodologyRef = MethodologyRef { methodology: 2, version: 3 };
pub const FORESTS: MethodologyRef = MethodologyRef { methodology: 3, version: 1 };

pub const FUNDS: u64 = 1_000_000;
pub const REASON: H256 = H256::repeat_byte(0xee);
pub const REPORT: H256 = H256::repeat_byte(0xdd);

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
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type Reductions = pallet_verified_reductions;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Grams;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureNever<AccountId>;
	type MetadataDepositBase = ConstU64<0>;
	type MetadataDepositPerByte = ConstU64<0>;
	type Freezer = FrozenClasses;
}

/// What the runtime, too, ties the two together with.
pub struct FrozenClasses;
impl pallet_assets::FrozenBalance<ClassId, AccountId, Grams> for FrozenClasses {
	fn frozen_balance(class: ClassId, who: &AccountId) -> Option<Grams> {
		Reductions::frozen_balance(class, who)
	}
	fn died(_: ClassId, _: &AccountId) {}
	fn contains_freezes(class: ClassId) -> bool {
		Reductions::is_frozen(class)
	}
}

parameter_types! {
	pub static Now: UnixSeconds = START;
	pub const ObjectionDeposit: RuntimeHoldReason =
		RuntimeHoldReason::Reductions(HoldReason::Objection);
	pub const Account: PalletId = PalletId(*b"tp/reduc");
	pub const Prefix: &'static str = "CN-SZ-TP";
	pub const MaxFailures: Permill = Permill::from_percent(20);
}

ord_parameter_types! {
	pub const Council: AccountId = COUNCIL;
	pub const Member: AccountId = MEMBER;
}

pub const DELAY: u32 = 100;
pub const MIN_SAMPLE: u32 = 60;

impl pallet_verified_reductions::Config for Test {
	type Clock = TestClock;
	type Classes = World;
	type Methodologies = World;
	type Positions = World;
	type Citizens = World;
	type Verifiers = World;
	type Bonds = World;
	type Listings = World;
	type Assets = Assets;
	type Randomness = World;
	type RandomnessDelay = ConstU32<DELAY>;
	type CouncilOrigin = EnsureSignedBy<Council, AccountId>;
	type MemberOrigin = EnsureSignedBy<Member, AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		ObjectionDeposit,
		LinearStoragePrice<ConstU64<1_000>, ConstU64<1>, u64>,
	>;
	type PalletId = Account;
	type SerialPrefix = Prefix;
	type MinSample = ConstU32<MIN_SAMPLE>;
	type MaxSample = ConstU32<300>;
	type MaxFailures = MaxFailures;
	type Reserve = ConstU32<1>;
	type OpinionWindow = ConstU64<{ 14 * DAY }>;
	type NoticePeriod = ConstU64<{ 7 * DAY }>;
	type ClaimWindow = ConstU64<{ 365 * DAY }>;
	type FreezePeriod = ConstU64<{ 3 * DAY }>;
	type CoolDown = ConstU64<{ 30 * DAY }>;
	type MaxObjections = ConstU32<3>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = TestClock;
}

pub struct TestClock;
impl Clock for TestClock {
	fn now() -> UnixSeconds {
		Now::get()
	}
	fn day_offset() -> i32 {
		28_800
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper for TestClock {
	fn set_time(now: UnixSeconds) {
		Now::set(now);
	}
	fn randomness_known_since(block: u32) {
		World::change(|world| world.randomness.1 = block.into());
	}
}

/// How a verifier stands.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Debug)]
pub struct TestVerifier {
	pub holder: AccountId,
	pub owner: u8,
	/// None: everything.
	pub scope: Option<MethodologyId>,
	pub refusal: Option<LicenceRefusal>,
}

/// What the doubles know.
#[derive(Encode, Decode, Default, Clone, PartialEq, Eq, Debug)]
pub struct World {
	/// With the batches' parts, cumulated.
	pub classes: BTreeMap<ClassId, (ClassInfo, UnixSeconds, Vec<Grams>)>,
	pub rules: BTreeMap<MethodologyRef, CreditingRules>,
	pub positions: BTreeMap<(OperatorId, CitizenId), Position>,
	pub keys: BTreeMap<CitizenId, AccountId>,
	pub verifiers: BTreeMap<ParticipantId, TestVerifier>,
	/// Owners of operators.
	pub owners: BTreeMap<OperatorId, u8>,
	/// Grams that bonds pay for.
	pub bonds: BTreeMap<OperatorId, Grams>,
	pub listed: BTreeMap<ClassId, Grams>,
	/// The seed, and the block since which it is known.
	pub randomness: (u64, u64),
}

const KEY: &[u8] = b":world:";

impl World {
	pub fn get() -> Self {
		unhashed::get_or_default(KEY)
	}

	pub fn change<R>(change: impl FnOnce(&mut Self) -> R) -> R {
		let mut world = Self::get();
		let result = change(&mut world);
		unhashed::put(KEY, &world);
		result
	}
}

impl Classes for World {
	fn get(class: ClassId) -> Option<ClassInfo> {
		World::get().classes.get(&class).map(|(info, _, _)| *info)
	}
	fn seals_at(class: ClassId) -> Option<UnixSeconds> {
		World::get().classes.get(&class).map(|(_, at, _)| *at)
	}
	fn seal(_: ClassId) {}
	fn locate(class: ClassId, gram: Grams) -> Option<Located> {
		let (_, _, through) = World::get().classes.get(&class)?.clone();
		let batch = through.iter().position(|end| *end > gram)?;
		let before = if batch == 0 { 0 } else { through[batch - 1] };
		Some(Located { batch: batch as u32, offset: gram - before })
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_class(_: u32, disposition: Disposition) -> ClassId {
		Now::set(CLOSED);
		// A benchmark of several sizes begins each with an empty state.
		World::change(|world| {
			world.rules.insert(RIDES, rules(ClaimSpec::Interval { group: 0 }, 2))
		});
		class_of(METRO, RIDES, &[(0, disposition, 1_000_000)])
	}
}

impl Methodologies for World {
	fn active(_: MethodologyRef) -> Result<ActiveMethodology, MethodologyRefusal> {
		// Nothing of this pallet depends on its standing.
		Err(MethodologyRefusal::Retired)
	}
	fn rules(reference: MethodologyRef) -> Option<CreditingRules> {
		World::get().rules.get(&reference).cloned()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_worst(_: Vec<ClaimSpec>) -> (MethodologyRef, Vec<u64>) {
		(RIDES, vec![])
	}
}

impl Positions for World {
	fn get(operator: OperatorId, citizen: CitizenId) -> Option<Position> {
		World::get().positions.get(&(operator, citizen)).cloned()
	}
	fn put(operator: OperatorId, citizen: CitizenId, position: Position) {
		World::change(|world| world.positions.insert((operator, citizen), position));
	}
	fn add_totals(_: OperatorId, _: Grams) -> Result<(), DispatchError> {
		Ok(())
	}
	fn take_totals(_: OperatorId, _: Grams) -> Result<(), DispatchError> {
		Ok(())
	}
	fn outstanding(_: OperatorId) -> Outstanding {
		Outstanding::new()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(_: OperatorId, _: u32) {}
}

impl Citizens<AccountId> for World {
	fn citizen_of(who: &AccountId) -> Option<CitizenId> {
		World::get().keys.iter().find(|(_, key)| *key == who).map(|(citizen, _)| *citizen)
	}
	fn key_of(citizen: CitizenId) -> Option<AccountId> {
		World::get().keys.get(&citizen).copied()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &AccountId) -> CitizenId {
		World::change(|world| world.keys.insert(0, *key));
		0
	}
}

impl Verifiers<AccountId> for World {
	fn eligible(
		operator: OperatorId,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> BoundedVec<ParticipantId, ConstU32<MAX_VERIFIERS>> {
		let all: Vec<_> = World::get().verifiers.keys().copied().collect();
		let fit = |verifier: &ParticipantId| {
			Self::ensure_eligible(*verifier, operator, methodology, now).is_ok()
		};
		BoundedVec::truncate_from(all.into_iter().filter(fit).collect())
	}
	fn ensure_eligible(
		verifier: ParticipantId,
		operator: OperatorId,
		methodology: MethodologyId,
		_: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		let world = World::get();
		let found = world.verifiers.get(&verifier).ok_or(LicenceRefusal::NotLicensed)?;
		if let Some(refusal) = found.refusal {
			return Err(refusal);
		}
		let related = world.owners.get(&operator) == Some(&found.owner);
		if related || found.scope.is_some_and(|scope| scope != methodology) {
			return Err(LicenceRefusal::OutOfScope);
		}
		Ok(())
	}
	fn holder(verifier: ParticipantId) -> Option<AccountId> {
		World::get().verifiers.get(&verifier).map(|found| found.holder)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_verifiers(holder: AccountId, count: u32) -> Vec<ParticipantId> {
		(0..count as ParticipantId)
			.map(|number| {
				license(500 + number, holder);
				500 + number
			})
			.collect()
	}
}

impl Bonds for World {
	fn bonded(_: OperatorId) -> u128 {
		0
	}
	fn replace(operator: OperatorId, _: ClassId, grams: Grams) -> Grams {
		World::change(|world| {
			let bond = world.bonds.entry(operator).or_default();
			let taken = grams.min(*bond);
			*bond -= taken;
			taken
		})
	}
}

impl Listings for World {
	fn listed(class: ClassId) -> Grams {
		World::get().listed.get(&class).copied().unwrap_or_default()
	}
}

impl Randomness<H256, u64> for World {
	fn random(subject: &[u8]) -> (H256, u64) {
		let (seed, known) = World::get().randomness;
		(H256(sp_io::hashing::blake2_256(&(seed, subject).encode())), known)
	}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn advance(seconds: u64) {
	Now::set(Now::get() + seconds);
}

pub fn license(verifier: ParticipantId, holder: AccountId) {
	let entry = TestVerifier { holder, owner: 200, scope: None, refusal: None };
	World::change(|world| world.verifiers.insert(verifier, entry));
}

/// How a verifier stands from now on.
pub fn stand(verifier: ParticipantId, refusal: Option<LicenceRefusal>) {
	World::change(|world| world.verifiers.get_mut(&verifier).unwrap().refusal = refusal);
}

pub fn rules(claim: ClaimSpec, verifiers_needed: u8) -> CreditingRules {
	CreditingRules {
		points_per_kg: 1,
		growth_per_kg: 1,
		max_grams_per_record: 1,
		max_grams_per_day: 1,
		claims: vec![claim].try_into().unwrap(),
		evidence_required: true,
		device_required: false,
		operator_share: Permill::from_percent(20),
		verifiers_needed,
	}
}

/// A class that these citizens contributed to, one record and batch each. They must have chosen so
/// before, or have no position yet.
pub fn class_of(
	operator: OperatorId,
	methodology: MethodologyRef,
	contributions: &[(CitizenId, Disposition, Grams)],
) -> ClassId {
	World::change(|world| {
		let class = world.classes.len() as ClassId;
		let mut by_disposition = ByDisposition::default();
		let (mut through, mut sum) = (vec![], 0);
		for (citizen, disposition, grams) in contributions {
			let position = world
				.positions
				.entry((operator, *citizen))
				.or_insert_with(|| Position::new(*disposition));
			assert_eq!(position.disposition, *disposition);
			position.credit(class, *grams, 0, 0, None).unwrap();
			by_disposition.add(*disposition, *grams).unwrap();
			sum += grams;
			through.push(sum);
		}
		let info = ClassInfo {
			operator,
			methodology,
			// 2018-09.
			month: 48 * 12 + 8,
			grams: sum,
			by_disposition,
			credited: sum,
			records: contributions.len() as u32,
			batches: contributions.len() as u32,
		};
		world.classes.insert(class, (info, CLOSED, through));
		class
	})
}

/// A class of METRO: citizens 0 and 1 entrust 600,001 and 100,000 g, 2 and 3 keep 150,000 and 50,001
/// themselves, 4 wants the reward only of 100,000, 5 has no key and keeps 7.
pub fn metro_class() -> ClassId {
	class_of(
		METRO,
		RIDES,
		&[
			(0, Disposition::Entrusted, 600_001),
			(1, Disposition::Entrusted, 100_000),
			(2, Disposition::SelfHeld, 150_000),
			(3, Disposition::SelfHeld, 50_001),
			(4, Disposition::RewardOnly, 100_000),
			(500, Disposition::SelfHeld, 7),
		],
	)
}

/// Seals a class.
pub fn sealed(class: ClassId) -> ClassId {
	Now::set(Now::get().max(CLOSED));
	assert_ok!(Reductions::seal(signed(STRANGER), class));
	class
}

/// Randomness that nobody knew until now.
pub fn new_randomness() {
	let block = System::block_number() + u64::from(DELAY) + 1;
	System::set_block_number(block);
	World::change(|world| {
		world.randomness = (world.randomness.0 + 1, block);
	});
}

/// Seals and draws a class; its verifiers.
pub fn drawn(class: ClassId) -> Vec<ParticipantId> {
	sealed(class);
	new_randomness();
	assert_ok!(Reductions::draw(signed(STRANGER), class));
	assigned(class)
}

pub fn assigned(class: ClassId) -> Vec<ParticipantId> {
	Samples::<Test>::get(class).unwrap().verifiers.to_vec()
}

pub fn opine(
	class: ClassId,
	verifier: ParticipantId,
	opinion: Opinion,
	failed: u32,
) -> DispatchResult {
	let holder = World::holder(verifier).unwrap_or(STRANGER);
	Reductions::give_opinion(signed(holder), class, verifier, opinion, failed, 0, REPORT)
}

/// A class that all verifiers find in order, in its public notice.
pub fn noticed(class: ClassId) -> ClassId {
	for verifier in drawn(class) {
		assert_ok!(opine(class, verifier, Opinion::Unmodified, 0));
	}
	assert_ok!(Reductions::conclude(signed(STRANGER), class));
	class
}

/// An issued class.
pub fn issued(class: ClassId) -> ClassId {
	noticed(class);
	advance(7 * DAY);
	assert_ok!(Reductions::issue(signed(STRANGER), class));
	class
}

pub fn stage(class: ClassId) -> Stage {
	Cases::<Test>::get(class).unwrap().stage
}

pub fn issuance(class: ClassId) -> Issuance {
	Issuances::<Test>::get(class).unwrap()
}

pub fn totals(class: ClassId) -> Totals {
	Reductions::totals(class).unwrap()
}

pub fn balance(class: ClassId, who: AccountId) -> Grams {
	<Assets as Inspect<AccountId>>::balance(class, &who)
}

pub fn deposit(who: AccountId) -> u64 {
	Balances::total_balance_on_hold(&who)
}

/// A citizen with a key claims.
pub fn claim(class: ClassId, citizen: CitizenId) -> DispatchResult {
	Reductions::claim(signed(KEYS + u128::from(citizen)), class, citizen)
}

pub fn retire(class: ClassId, who: AccountId, grams: Grams) -> DispatchResult {
	Reductions::retire(signed(who), class, grams, Default::default(), Default::default())
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: vec![(ANN, FUNDS), (BEN, FUNDS)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(START);
		World::change(|world| {
			world.rules = BTreeMap::from([
				(RIDES, rules(ClaimSpec::Interval { group: 0 }, 2)),
				(METERS, rules(ClaimSpec::Counter { group: 1, input: 0 }, 2)),
				(FORESTS, rules(ClaimSpec::SitePeriod { group: 2, max_days: 365 }, 3)),
			]);
			world.keys = (0..200).map(|citizen| (citizen, KEYS + u128::from(citizen))).collect();
			world.owners = BTreeMap::from([(METRO, 1), (BUS, 2)]);
		});
		// Verifiers 21 to 26, of owners 21 to 26.
		for verifier in 21..27 {
			license(verifier, HOLDERS + u128::from(verifier));
			World::change(|world| {
				world.verifiers.get_mut(&verifier).unwrap().owner = verifier as u8;
			});
		}
	});
	ext
}

/// The pallet's invariants; and since nobody here sends grams to the pallet's own accounts, these
/// have exactly what it says.
pub fn check() {
	Reductions::do_try_state().unwrap();
	let kinds = tanpu_primitives::verification::RiskKind::ALL;
	for (class, issuance) in Issuances::<Test>::iter() {
		let pools = balance(class, Reductions::pool_account());
		assert_eq!(pools, issuance.pool + issuance.claimable);
		let buffers: Grams =
			kinds.iter().map(|kind| balance(class, Reductions::buffer_account(*kind))).sum();
		assert_eq!(buffers, totals(class).buffer);
	}
	let accounts: BTreeSet<_> = kinds
		.iter()
		.map(|kind| Reductions::buffer_account(*kind))
		.chain([Reductions::pool_account()])
		.collect();
	assert_eq!(accounts.len(), 4);
}

/// Runs a test and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let result = test();
		check();
		result
	})
}
