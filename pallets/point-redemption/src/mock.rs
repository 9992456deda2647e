//! A chain with balances, the pallet, and doubles of everything else. What the doubles know is in
//! storage, so that a call that fails takes it back like the rest.

use crate::{self as pallet_point_redemption, *};
use codec::{Decode, Encode};
use frame_support::{
	assert_ok, derive_impl, ord_parameter_types, parameter_types,
	storage::unhashed,
	traits::{fungible::HoldConsideration, ConstU32, ConstU64, LinearStoragePrice},
};
use frame_system::EnsureSignedBy;
use sp_core::H256;
use sp_runtime::{BuildStorage, DispatchError};
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::{
	pauses::Pauses,
	traits::{Citizens, LicenceRefusal, Merchants, Spending},
	voucher::{voucher_message, VoucherSecret},
	Balance, CitizenId, Clock, OperatorId, ParticipantId, PointCents, PointPart, PointParts,
	SeriesId, UnixSeconds, SECONDS_PER_DAY,
};

pub type AccountId = u64;

pub const DAY: u64 = SECONDS_PER_DAY;
pub const START: UnixSeconds = 1_700_000_000;

pub const OMBUDSMAN: AccountId = 100;
/// The holders of two merchants' licences.
pub const SHOP: AccountId = 50;
pub const CAFE: AccountId = 51;
pub const SHOP_ID: ParticipantId = 5;
pub const CAFE_ID: ParticipantId = 6;
/// Citizens' keys; ANN is citizen 1, BEN is citizen 2.
pub const ANN: AccountId = 1;
pub const BEN: AccountId = 2;
/// Nobody in particular.
pub const STRANGER: AccountId = 9;
/// Operators. METRO has series 0 at 7 plancks and 1 at 10 plancks a hundredth; BUS one at 3.
pub const METRO: OperatorId = 10;
pub const BUS: OperatorId = 11;
pub const POINTS: PointCents = 1_000_000;

pub const FUNDS: u64 = 1_000_000_000;
pub const DEPOSIT_BASE: u64 = 1_000;
pub const DEPOSIT_BYTE: u64 = 1;

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
	pub type Redemption = pallet_point_redemption;
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

parameter_types! {
	pub static Now: UnixSeconds = START;
	pub const OfferDeposit: RuntimeHoldReason = RuntimeHoldReason::Redemption(HoldReason::Offer);
}

ord_parameter_types! {
	pub const Ombudsman: AccountId = OMBUDSMAN;
}

impl pallet_point_redemption::Config for Test {
	type Clock = TestClock;
	type Citizens = World;
	type Merchants = World;
	type Pauses = World;
	type Spending = World;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		OfferDeposit,
		LinearStoragePrice<ConstU64<DEPOSIT_BASE>, ConstU64<DEPOSIT_BYTE>, u64>,
	>;
	type OmbudsmanOrigin = EnsureSignedBy<Ombudsman, AccountId>;
	type MaxOpen = ConstU32<3>;
	type MaxLive = ConstU32<5>;
	type MinFulfilment = ConstU64<DAY>;
	type MaxFulfilment = ConstU64<{ 7 * DAY }>;
	type MaxLife = ConstU64<{ 14 * DAY }>;
	type Grace = ConstU64<DAY>;
	type DisputeWindow = ConstU64<{ 2 * DAY }>;
	type ResolvePeriod = ConstU64<{ 7 * DAY }>;
	type LapseLimit = ConstU32<2>;
	type LapsePeriod = ConstU64<{ 30 * DAY }>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = TestClock;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper for TestClock {
	fn set_time(seconds: UnixSeconds) {
		Now::set(seconds);
	}
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

/// How a merchant stands: 0 active, 1 suspended, 2 revoked, 3 expired.
pub type Standing = u8;
pub const ACTIVE: Standing = 0;
pub const SUSPENDED: Standing = 1;
pub const REVOKED: Standing = 2;
pub const EXPIRED: Standing = 3;

/// What the doubles know.
#[derive(Encode, Decode, Default, Clone, PartialEq, Eq, Debug)]
pub struct World {
	pub citizens: BTreeMap<AccountId, CitizenId>,
	pub merchants: BTreeMap<ParticipantId, (AccountId, Standing)>,
	/// Seconds of ended suspensions, and the beginning of the present one.
	pub paused: BTreeMap<ParticipantId, (u64, Option<UnixSeconds>)>,
	pub prices: BTreeMap<(OperatorId, SeriesId), Balance>,
	pub expired: BTreeSet<(OperatorId, SeriesId)>,
	pub points: BTreeMap<(CitizenId, OperatorId, SeriesId), PointCents>,
	/// Money by operator.
	pub funds: BTreeMap<OperatorId, Balance>,
	pub escrow: Balance,
	pub receivables: BTreeMap<ParticipantId, Balance>,
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

	fn worth(&self, part: &PointPart) -> Result<Balance, DispatchError> {
		let price = self.prices.get(&(part.operator, part.series)).ok_or("no such series")?;
		Ok(price * Balance::from(part.points))
	}
}

impl Citizens<AccountId> for World {
	fn citizen_of(who: &AccountId) -> Option<CitizenId> {
		World::get().citizens.get(who).copied()
	}
	fn key_of(citizen: CitizenId) -> Option<AccountId> {
		World::get().citizens.iter().find(|(_, id)| **id == citizen).map(|(key, _)| *key)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &AccountId) -> CitizenId {
		World::change(|world| world.citizens.insert(*key, 77));
		77
	}
}

impl Merchants<AccountId> for World {
	fn holder(merchant: ParticipantId) -> Option<AccountId> {
		World::get().merchants.get(&merchant).map(|(holder, _)| *holder)
	}
	fn ensure_active(merchant: ParticipantId, _: UnixSeconds) -> Result<(), LicenceRefusal> {
		match World::get().merchants.get(&merchant).map(|(_, standing)| *standing) {
			Some(ACTIVE) => Ok(()),
			Some(SUSPENDED) => Err(LicenceRefusal::Suspended),
			Some(REVOKED) => Err(LicenceRefusal::Revoked),
			Some(_) => Err(LicenceRefusal::Expired),
			None => Err(LicenceRefusal::NotLicensed),
		}
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_merchant(holder: AccountId) -> ParticipantId {
		World::change(|world| world.merchants.insert(88, (holder, ACTIVE)));
		88
	}
}

impl Pauses for World {
	fn paused(participant: ParticipantId, now: UnixSeconds) -> u64 {
		let (ended, since) = World::get().paused.get(&participant).copied().unwrap_or_default();
		ended + since.map_or(0, |since| now - since)
	}
}

impl Spending for World {
	fn value(parts: &[PointPart]) -> Result<Balance, DispatchError> {
		let world = World::get();
		parts.iter().map(|part| world.worth(part)).sum()
	}

	fn take(citizen: CitizenId, parts: &[PointPart]) -> Result<Balance, DispatchError> {
		if !parts
			.windows(2)
			.all(|two| (two[0].operator, two[0].series) < (two[1].operator, two[1].series))
		{
			return Err("parts don't rise".into());
		}
		World::change(|world| {
			let mut sum = 0;
			for part in parts {
				if part.points == 0 {
					return Err("nothing".into());
				}
				if world.expired.contains(&(part.operator, part.series)) {
					return Err("expired".into());
				}
				let worth = world.worth(part)?;
				let have = world.points.entry((citizen, part.operator, part.series)).or_default();
				*have = have.checked_sub(part.points).ok_or("not so many points")?;
				let fund = world.funds.entry(part.operator).or_default();
				*fund = fund.checked_sub(worth).ok_or("not funded")?;
				sum += worth;
			}
			world.escrow += sum;
			Ok(sum)
		})
	}

	fn release(merchant: ParticipantId, parts: &[PointPart]) -> Result<Balance, DispatchError> {
		World::change(|world| {
			let mut sum = 0;
			for part in parts {
				sum += world.worth(part)?;
			}
			world.escrow = world.escrow.checked_sub(sum).ok_or("not in escrow")?;
			*world.receivables.entry(merchant).or_default() += sum;
			Ok(sum)
		})
	}

	fn restore(citizen: CitizenId, parts: &[PointPart]) -> Result<Balance, DispatchError> {
		World::change(|world| {
			let mut sum = 0;
			for part in parts {
				let worth = world.worth(part)?;
				*world.points.entry((citizen, part.operator, part.series)).or_default() +=
					part.points;
				*world.funds.entry(part.operator).or_default() += worth;
				sum += worth;
			}
			world.escrow = world.escrow.checked_sub(sum).ok_or("not in escrow")?;
			Ok(sum)
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_points(citizen: CitizenId, parts: u32) -> PointParts {
		World::change(|world| {
			let list: Vec<_> = (0..parts as u16)
				.map(|series| {
					world.prices.insert((METRO, series), 1);
					world.points.insert((citizen, METRO, series), 100);
					*world.funds.entry(METRO).or_default() += 100;
					PointPart { operator: METRO, series, points: 100 }
				})
				.collect();
			list.try_into().unwrap()
		})
	}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn stand(merchant: ParticipantId, standing: Standing) {
	World::change(|world| {
		world.merchants.get_mut(&merchant).unwrap().1 = standing;
		let now = Now::get();
		let (ended, since) = world.paused.entry(merchant).or_default();
		*ended += since.take().map_or(0, |since| now - since);
		*since = (standing == SUSPENDED).then_some(now);
	});
}

pub fn advance(seconds: u64) {
	Now::set(Now::get() + seconds);
}

pub fn link(text: &str) -> Link {
	Link { hash: H256::repeat_byte(1), uri: text.as_bytes().to_vec().try_into().unwrap() }
}

/// 700 plancks a unit, of any operator's points, 10 units, 4 each, for ten days, 3 days to fetch.
pub fn terms() -> Terms {
	Terms {
		title: link("https://shop.example/coffee.json"),
		picture: Some(link("https://shop.example/coffee.png")),
		price: 700,
		issuers: Issuers::All,
		stock: 10,
		per_citizen: 4,
		from: START,
		until: START + 10 * DAY,
		fulfil_within: 3 * DAY,
	}
}

/// SHOP offers this; the offer's number.
pub fn offered(terms: Terms) -> OfferId {
	let offer = NextOfferId::<Test>::get();
	assert_ok!(Redemption::offer(signed(SHOP), SHOP_ID, terms));
	offer
}

pub fn part(operator: OperatorId, series: SeriesId, points: PointCents) -> PointPart {
	PointPart { operator, series, points }
}

pub fn parts(list: &[PointPart]) -> PointParts {
	list.to_vec().try_into().unwrap()
}

pub fn secret(citizen: CitizenId, number: u32) -> VoucherSecret {
	let mut secret = [7; 16];
	secret[0] = citizen as u8;
	secret[1] = number as u8;
	secret
}

pub fn voucher(citizen: CitizenId, number: u32) -> H256 {
	let genesis = System::block_hash(0);
	H256(sp_io::hashing::blake2_256(&voucher_message(
		genesis,
		citizen,
		number,
		&secret(citizen, number),
	)))
}

pub fn citizen(who: AccountId) -> CitizenId {
	World::get().citizens[&who]
}

/// Orders with these parts, at no matter what price.
pub fn redeem_with(
	who: AccountId,
	offer: OfferId,
	count: u32,
	list: &[PointPart],
) -> sp_runtime::DispatchResult {
	let citizen = World::citizen_of(&who).unwrap_or_default();
	let number = Customers::<Test>::get(citizen).next;
	Redemption::redeem(
		signed(who),
		offer,
		number,
		count,
		parts(list),
		voucher(citizen, number),
		Balance::MAX,
	)
}

/// Orders units at 700 plancks with METRO's series 0.
pub fn redeem(who: AccountId, offer: OfferId, count: u32) -> sp_runtime::DispatchResult {
	redeem_with(who, offer, count, &[part(METRO, 0, 100 * u64::from(count))])
}

/// The order that `redeem` makes.
pub fn ordered(who: AccountId, offer: OfferId, count: u32) -> OrderId {
	let citizen = citizen(who);
	let number = Customers::<Test>::get(citizen).next;
	assert_ok!(redeem(who, offer, count));
	OrderId { citizen, number }
}

pub fn fulfil(who: AccountId, id: OrderId) -> sp_runtime::DispatchResult {
	Redemption::fulfil(signed(who), id, secret(id.citizen, id.number))
}

pub fn order(id: OrderId) -> Option<Order> {
	Orders::<Test>::get(id.citizen, id.number)
}

pub fn points(who: AccountId, operator: OperatorId, series: SeriesId) -> PointCents {
	let world = World::get();
	world.points.get(&(world.citizens[&who], operator, series)).copied().unwrap_or_default()
}

pub fn receivable(merchant: ParticipantId) -> Balance {
	World::get().receivables.get(&merchant).copied().unwrap_or_default()
}

pub fn deposit(who: AccountId) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::total_balance_on_hold(&who)
}

/// All money that there is: in funds, escrow, receivables.
pub fn money(world: &World) -> Balance {
	world.funds.values().sum::<Balance>()
		+ world.escrow
		+ world.receivables.values().sum::<Balance>()
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: vec![(SHOP, FUNDS), (CAFE, FUNDS)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(START);
		World::change(|world| {
			world.citizens = BTreeMap::from([(ANN, 1), (BEN, 2)]);
			world.merchants =
				BTreeMap::from([(SHOP_ID, (SHOP, ACTIVE)), (CAFE_ID, (CAFE, ACTIVE))]);
			world.prices = BTreeMap::from([((METRO, 0), 7), ((METRO, 1), 10), ((BUS, 0), 3)]);
			for citizen in [1, 2] {
				for (operator, series) in world.prices.keys().copied().collect::<Vec<_>>() {
					world.points.insert((citizen, operator, series), POINTS);
					*world.funds.entry(operator).or_default() +=
						world.prices[&(operator, series)] * Balance::from(POINTS);
				}
			}
		});
	});
	ext
}

/// What the doubles must agree with: the escrow of the points pallet is the orders' value.
pub fn check() {
	Redemption::do_try_state().unwrap();
	assert_eq!(World::get().escrow, Redemption::escrowed());
}

/// Runs a test and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let result = test();
		check();
		result
	})
}
