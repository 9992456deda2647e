//! A chain with balances, assets, the pallet, and doubles of everything else. What the doubles know
//! is in storage, so that a call that fails takes it back like the rest.

use crate::{self as pallet_reduction_market, *};
use codec::{Decode, Encode};
use frame_support::{
	assert_ok, derive_impl, ensure, ord_parameter_types, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		fungibles::{Create, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, LinearStoragePrice,
	},
	PalletId,
};
use frame_system::{EnsureNever, EnsureSignedBy};
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError, DispatchResult, Permill};
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::{
	traits::{Citizens, LicenceRefusal, Operators},
	verification::{Beneficiary, Bonds, CertificateId, Pool, Purpose, Reductions},
	Balance, CitizenId, ClassId, Clock, Day, Grams, MethodologyId, OperatorId, UnixSeconds,
	SECONDS_PER_DAY,
};

/// 128 bits, so that the pallet's account differs.
pub type AccountId = u128;

pub const DAY: u64 = SECONDS_PER_DAY;
pub const START: UnixSeconds = 1_700_000_000;
/// When offers of the tests that were made at the beginning open.
pub const OPEN: UnixSeconds = START + DAY;

pub const COUNCIL: AccountId = 100;
/// Holders of grams and money.
pub const ANN: AccountId = 1;
pub const BEN: AccountId = 2;
/// With money, without grams.
pub const CAT: AccountId = 3;
/// Nobody in particular, with nothing.
pub const STRANGER: AccountId = 9;
/// Treasuries.
pub const METRO_TREASURY: AccountId = 50;
pub const BUS_TREASURY: AccountId = 51;
pub const METRO: OperatorId = 10;
pub const BUS: OperatorId = 11;
/// The account of the pools, as the reductions' pallet has one.
pub const POOLS: AccountId = 200;
pub const POT: AccountId = 201;
pub const COMMON_GOOD: AccountId = 202;
/// Citizens' keys: that of citizen `n` is this and `n`.
pub const KEYS: AccountId = 1_000;

pub const FUNDS: Balance = 1_000_000_000_000;
pub const ED: Balance = 10;
/// Grams of ANN and BEN of each class.
pub const GRAMS: Grams = 100_000;
/// Classes of METRO with a pool of 40,000 g, contributed to with 60,000 g: by citizen 0 with 30,000,
/// 1 with 20,001 and 2, who has no key, with 9,999.
pub const RIDES: ClassId = 0;
pub const MORE_RIDES: ClassId = 1;
/// A class of BUS; never traded unless a test says so.
pub const BUSES: ClassId = 2;
/// Never issued.
pub const UNISSUED: ClassId = 7;
pub const KEYLESS: CitizenId = 2;
pub const POOL: Grams = 40_000;
pub const CONTRIBUTED: Grams = 60_000;

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
	pub type Market = pallet_reduction_market;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Grams;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureNever<AccountId>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<0>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<0>;
	type Freezer = FrozenClasses;
}

/// Frozen classes don't move, as on the real chain.
pub struct FrozenClasses;
impl pallet_assets::FrozenBalance<ClassId, AccountId, Grams> for FrozenClasses {
	fn frozen_balance(class: ClassId, who: &AccountId) -> Option<Grams> {
		(*who != POOLS && World::get().frozen.contains(&class)).then_some(Grams::MAX)
	}
	fn died(_: ClassId, _: &AccountId) {}
	fn contains_freezes(class: ClassId) -> bool {
		World::get().frozen.contains(&class)
	}
}

parameter_types! {
	pub static Now: UnixSeconds = START;
	pub const OrderDeposit: RuntimeHoldReason = RuntimeHoldReason::Market(HoldReason::Order);
	pub const Account: PalletId = PalletId(*b"tp/markt");
	pub const Pot: AccountId = POT;
	pub const CommonGood: AccountId = COMMON_GOOD;
}

ord_parameter_types! {
	pub const Council: AccountId = COUNCIL;
}

impl pallet_reduction_market::Config for Test {
	type Clock = TestClock;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Assets = Assets;
	type Reductions = World;
	type Bonds = World;
	type Operators = World;
	type Citizens = World;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		OrderDeposit,
		LinearStoragePrice<ConstU128<1_000>, ConstU128<1>, Balance>,
	>;
	type CouncilOrigin = EnsureSignedBy<Council, AccountId>;
	type PalletId = Account;
	type ProceedsAccount = Pot;
	type CommonGoodAccount = CommonGood;
	type MaxOrders = ConstU32<4>;
	type MaxLife = ConstU64<{ 30 * DAY }>;
	type OfferNotice = ConstU64<DAY>;
	type ClaimWindow = ConstU64<{ 365 * DAY }>;
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
impl BenchmarkHelper<AccountId> for TestClock {
	fn set_time(now: UnixSeconds) {
		Now::set(now);
	}
	fn issued_class() -> (ClassId, CitizenId, AccountId) {
		World::change(|world| {
			world.treasuries.insert(77, 77);
			world.bonds.insert(77, Balance::MAX);
			world.keys.insert(77, 78);
		});
		Self::endow(&77);
		Self::endow(&78);
		issue(77, 77, 500_000, &[(77, 500_000)]);
		(77, 77, 77)
	}
	fn revoke(operator: OperatorId) {
		World::change(|world| world.refusals.insert(operator, LicenceRefusal::Revoked));
	}
	fn endow(who: &AccountId) {
		use frame_support::traits::fungible::Mutate as _;
		Balances::set_balance(who, FUNDS);
	}
}

/// What the doubles know of a class.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Debug)]
pub struct TestClass {
	pub operator: OperatorId,
	pub issued: Grams,
	pub unsold: Grams,
	pub contributed: Grams,
	pub share: Permill,
	/// Contributions that weren't settled.
	pub positions: BTreeMap<CitizenId, Grams>,
}

/// A certificate: class, grams, who retired them, on whose behalf, what for.
pub type TestCertificate = (ClassId, Grams, AccountId, Vec<u8>, Vec<u8>);

/// What the doubles know.
#[derive(Encode, Decode, Default, Clone, PartialEq, Eq, Debug)]
pub struct World {
	pub classes: BTreeMap<ClassId, TestClass>,
	pub frozen: BTreeSet<ClassId>,
	pub certificates: Vec<TestCertificate>,
	pub treasuries: BTreeMap<OperatorId, AccountId>,
	pub refusals: BTreeMap<OperatorId, LicenceRefusal>,
	pub bonds: BTreeMap<OperatorId, Balance>,
	pub keys: BTreeMap<CitizenId, AccountId>,
	/// Whose key is being replaced.
	pub replaced: BTreeSet<CitizenId>,
}

const KEY: &[u8] = b":world:";

/// What the double of the reductions' pallet refuses with.
pub const CLASS_FROZEN: DispatchError = DispatchError::Other("frozen");
pub const NOT_ISSUED: DispatchError = DispatchError::Other("not issued");
pub const POOL_SHORT: DispatchError = DispatchError::Other("the pool has less");
pub const NOTHING_ENTRUSTED: DispatchError = DispatchError::Other("nothing entrusted");

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

	fn burn(class: ClassId, who: &AccountId, grams: Grams) -> DispatchResult {
		let keep = Preservation::Expendable;
		Assets::burn_from(class, who, grams, keep, Precision::Exact, Fortitude::Polite).map(|_| ())
	}

	fn take_unsold(class: ClassId, grams: Grams) -> DispatchResult {
		World::change(|world| {
			let found = world.classes.get_mut(&class).ok_or(NOT_ISSUED)?;
			found.unsold = found.unsold.checked_sub(grams).ok_or(POOL_SHORT)?;
			Ok(())
		})
	}

	fn certify(
		class: ClassId,
		grams: Grams,
		by: &AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> CertificateId {
		World::change(|world| {
			let entry = (class, grams, *by, beneficiary.to_vec(), purpose.to_vec());
			world.certificates.push(entry);
			world.certificates.len() as u32 - 1
		})
	}
}

impl Reductions<AccountId> for World {
	fn ensure_tradable(class: ClassId) -> DispatchResult {
		let world = World::get();
		ensure!(world.classes.contains_key(&class), NOT_ISSUED);
		ensure!(!world.frozen.contains(&class), CLASS_FROZEN);
		Ok(())
	}
	fn pool(class: ClassId) -> Option<Pool> {
		World::get().classes.get(&class).map(|found| Pool {
			operator: found.operator,
			unsold: found.unsold,
			issued: found.issued,
			contributed: found.contributed,
			operator_share: found.share,
		})
	}
	fn deliver(class: ClassId, to: &AccountId, grams: Grams) -> DispatchResult {
		Self::ensure_tradable(class)?;
		Self::take_unsold(class, grams)?;
		<Assets as Mutate<AccountId>>::transfer(
			class,
			&POOLS,
			to,
			grams,
			Preservation::Expendable,
		)?;
		Ok(())
	}
	fn retire_from_pool(
		class: ClassId,
		grams: Grams,
		buyer: &AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> Result<CertificateId, DispatchError> {
		Self::ensure_tradable(class)?;
		Self::take_unsold(class, grams)?;
		Self::burn(class, &POOLS, grams)?;
		Ok(Self::certify(class, grams, buyer, beneficiary, purpose))
	}
	fn retire_from(
		class: ClassId,
		grams: Grams,
		holder: &AccountId,
		buyer: &AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> Result<CertificateId, DispatchError> {
		Self::ensure_tradable(class)?;
		Self::burn(class, holder, grams)?;
		Ok(Self::certify(class, grams, buyer, beneficiary, purpose))
	}
	fn settle_entrusted(class: ClassId, citizen: CitizenId) -> Result<Grams, DispatchError> {
		World::change(|world| {
			let found = world.classes.get_mut(&class).ok_or(NOT_ISSUED)?;
			found.positions.remove(&citizen).ok_or(NOTHING_ENTRUSTED)
		})
	}
}

impl Bonds for World {
	fn bonded(operator: OperatorId) -> Balance {
		World::get().bonds.get(&operator).copied().unwrap_or_default()
	}
	fn replace(_: OperatorId, _: ClassId, _: Grams) -> Grams {
		0
	}
}

impl Operators<AccountId> for World {
	fn by_reporter(_: &AccountId) -> Option<OperatorId> {
		None
	}
	fn treasury(operator: OperatorId) -> Option<AccountId> {
		World::get().treasuries.get(&operator).copied()
	}
	fn ensure_active(
		operator: OperatorId,
		_: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		Self::ensure_licensed(operator, now)
	}
	fn ensure_licensed(operator: OperatorId, _: UnixSeconds) -> Result<(), LicenceRefusal> {
		World::get().refusals.get(&operator).map_or(Ok(()), |refusal| Err(*refusal))
	}
	fn take_quota(_: OperatorId, _: Day, _: u32) -> Result<(), LicenceRefusal> {
		Ok(())
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(treasury: AccountId, _: AccountId) -> OperatorId {
		World::change(|world| world.treasuries.insert(77, treasury));
		77
	}
}

impl Citizens<AccountId> for World {
	fn citizen_of(who: &AccountId) -> Option<CitizenId> {
		World::get().keys.iter().find(|(_, key)| *key == who).map(|(citizen, _)| *citizen)
	}
	fn key_of(citizen: CitizenId) -> Option<AccountId> {
		World::get().keys.get(&citizen).copied()
	}
	fn under_replacement(citizen: CitizenId) -> bool {
		World::get().replaced.contains(&citizen)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &AccountId) -> CitizenId {
		World::change(|world| world.keys.insert(77, *key));
		77
	}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn advance(seconds: u64) {
	Now::set(Now::get() + seconds);
}

/// Issues a class with a pool.
pub fn issue(
	class: ClassId,
	operator: OperatorId,
	pool: Grams,
	contributions: &[(CitizenId, Grams)],
) {
	assert_ok!(<Assets as Create<AccountId>>::create(class, POOLS, true, 1));
	assert_ok!(Assets::mint_into(class, &POOLS, pool));
	World::change(|world| {
		let contributed = contributions.iter().map(|(_, grams)| grams).sum();
		let entry = TestClass {
			operator,
			issued: pool,
			unsold: pool,
			contributed,
			share: Permill::from_percent(20),
			positions: contributions.iter().copied().collect(),
		};
		world.classes.insert(class, entry);
	});
}

/// A recall cancels so much of the pool.
pub fn cancel_unsold(class: ClassId, grams: Grams) {
	World::change(|world| world.classes.get_mut(&class).unwrap().unsold -= grams);
	World::burn(class, &POOLS, grams).unwrap();
}

pub fn freeze(class: ClassId) {
	World::change(|world| world.frozen.insert(class));
}

pub fn grams_of(class: ClassId, who: AccountId) -> Grams {
	Assets::balance(class, who)
}

pub fn money(who: AccountId) -> Balance {
	use frame_support::traits::fungible::Inspect as _;
	Balances::total_balance(&who)
}

pub fn held(reason: HoldReason, who: AccountId) -> Balance {
	Balances::balance_on_hold(&RuntimeHoldReason::Market(reason), &who)
}

pub fn retirement() -> Option<Retirement> {
	Some(Retirement {
		beneficiary: b"Lychee Bank".to_vec().try_into().unwrap(),
		purpose: b"travel of 2018".to_vec().try_into().unwrap(),
	})
}

/// A text that isn't what it seems.
pub fn deceptive() -> Option<Retirement> {
	Some(Retirement {
		beneficiary: Default::default(),
		purpose: "a\u{202e}b".as_bytes().to_vec().try_into().unwrap(),
	})
}

/// Sells grams of RIDES at a price, lots of 10, for ten days; the order's number.
pub fn sold(who: AccountId, grams: Grams, price: Balance) -> OrderId {
	let order = NextOrderId::<Test>::get();
	assert_ok!(Market::sell(signed(who), RIDES, grams, price, 10.min(grams), START + 10 * DAY));
	order
}

/// Bids for grams of RIDES at a price, lots of 10, for ten days; the order's number.
pub fn bidden(who: AccountId, grams: Grams, price: Balance, retire: Option<Retirement>) -> OrderId {
	let order = NextOrderId::<Test>::get();
	let until = START + 10 * DAY;
	assert_ok!(Market::bid(signed(who), RIDES, grams, price, 10.min(grams), until, retire));
	order
}

/// METRO offers the pool of a class, lots of 10, until 20 days after the beginning.
pub fn offered(class: ClassId, grams: Grams, price: Balance) {
	let until = START + 20 * DAY;
	let lot = 10.min(grams);
	assert_ok!(Market::offer_pool(signed(METRO_TREASURY), class, grams, price, lot, until));
}

/// METRO offers all of RIDES at 7 plancks a gram, and the notice is over.
pub fn open_pool() {
	offered(RIDES, POOL, 7);
	Now::set(OPEN);
}

pub fn key(citizen: CitizenId) -> AccountId {
	KEYS + AccountId::from(citizen)
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: vec![
			(ANN, FUNDS),
			(BEN, FUNDS),
			(CAT, FUNDS),
			(METRO_TREASURY, FUNDS),
			(BUS_TREASURY, FUNDS),
			(POT, ED),
			(COMMON_GOOD, ED),
			(key(0), ED),
			(key(1), ED),
		],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(START);
		World::change(|world| {
			world.treasuries = BTreeMap::from([(METRO, METRO_TREASURY), (BUS, BUS_TREASURY)]);
			world.bonds = BTreeMap::from([(METRO, 1_000_000), (BUS, 1_000)]);
			world.keys = BTreeMap::from([(0, key(0)), (1, key(1))]);
		});
		let contributions = [(0, 30_000), (1, 20_001), (KEYLESS, 9_999)];
		issue(RIDES, METRO, POOL, &contributions);
		issue(MORE_RIDES, METRO, POOL, &contributions);
		issue(BUSES, BUS, POOL, &contributions);
		for class in [RIDES, MORE_RIDES, BUSES] {
			for who in [ANN, BEN] {
				Assets::mint_into(class, &who, GRAMS).unwrap();
			}
		}
	});
	ext
}

/// Runs a test and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let result = test();
		Market::do_try_state().unwrap();
		result
	})
}
