//! A chain with the pallet alone, and doubles of everything else. What the doubles know is in
//! storage, so that a call that fails takes it back like the rest.

use crate::{self as pallet_campaigns, *};
use codec::{Decode, Encode};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{ConstU16, ConstU32},
};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};
use std::collections::BTreeMap;
use tanpu_primitives::{
	campaigns::{CampaignHook, MAX_BATCH_BONUSES},
	growth::Themes,
	points::Outstanding,
	traits::{Budgets, LicenceRefusal, Operators, Positions},
	Balance, CitizenId, Clock, Day, Disposition, Grams, Issue, MethodologyId, OperatorId,
	PointCents, Position, UnixSeconds, SECONDS_PER_DAY,
};

pub type AccountId = u64;

pub const DAY: u64 = SECONDS_PER_DAY;
/// 2025-06-02T00:00:00+08:00, a Monday.
pub const START: UnixSeconds = 1_748_793_600;
/// The day of START.
pub const TODAY: Day = 20_241;

pub const METRO: OperatorId = 10;
pub const BUS: OperatorId = 11;
/// Their treasuries.
pub const METRO_KEY: AccountId = 110;
pub const BUS_KEY: AccountId = 111;
pub const SPONSOR: AccountId = 50;
pub const STRANGER: AccountId = 99;
/// Plancks a hundredth of a point.
pub const PRICE: Balance = 7;
pub const BONUS: PointCents = 100;
/// What a bonus takes.
pub const COST: Balance = 700;
pub const FUND: Balance = 1_000_000;
/// Methodologies.
pub const RIDES: MethodologyId = 1;
pub const STEPS: MethodologyId = 2;

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
	pub type Promotions = pallet_campaigns;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

parameter_types! {
	pub static Now: UnixSeconds = START;
}

impl pallet_campaigns::Config for Test {
	type Clock = TestClock;
	type Operators = World;
	type Positions = World;
	type Budgets = World;
	type Themes = World;
	type MaxLive = ConstU32<3>;
	type MaxPerCall = ConstU32<2>;
	type MaxDays = ConstU16<60>;
	type Lag = ConstU16<7>;
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
	fn set_time(seconds: UnixSeconds) {
		Now::set(seconds);
	}
	fn fund(operator: OperatorId, amount: Balance) {
		World::change(|world| {
			world.free.insert(operator, amount);
			world.prices.insert(operator, 1);
		});
	}
}

/// What the doubles know.
#[derive(Encode, Decode, Default, Clone, PartialEq, Eq, Debug)]
pub struct World {
	/// Treasury and standing: 0 active, 1 suspended, 2 revoked, 3 expired, 4 not licensed.
	pub operators: BTreeMap<OperatorId, (AccountId, u8)>,
	pub positions: BTreeMap<(OperatorId, CitizenId), Position>,
	/// Price of the newest series, where one is open.
	pub prices: BTreeMap<OperatorId, Balance>,
	/// Money in the fund that is free, that is set aside, and that covers points.
	pub free: BTreeMap<OperatorId, Balance>,
	pub aside: BTreeMap<OperatorId, Balance>,
	pub covering: BTreeMap<OperatorId, Balance>,
	/// Money of accounts.
	pub accounts: BTreeMap<AccountId, Balance>,
	pub themes: BTreeMap<(CitizenId, u8), Day>,
	/// Whether granting fails.
	pub stuck: bool,
	/// The least that an account can take.
	pub least: Balance,
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

	/// All money that there is.
	pub fn money(&self) -> Balance {
		[&self.free, &self.aside, &self.covering]
			.iter()
			.map(|purse| purse.values().sum::<Balance>())
			.sum::<Balance>()
			+ self.accounts.values().sum::<Balance>()
	}
}

impl Operators<AccountId> for World {
	fn by_reporter(_: &AccountId) -> Option<OperatorId> {
		None
	}
	fn treasury(operator: OperatorId) -> Option<AccountId> {
		World::get().operators.get(&operator).map(|(key, _)| *key)
	}
	fn ensure_active(
		operator: OperatorId,
		_: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		Self::ensure_licensed(operator, now)
	}
	fn ensure_licensed(operator: OperatorId, _: UnixSeconds) -> Result<(), LicenceRefusal> {
		match World::get().operators.get(&operator).map(|(_, standing)| *standing) {
			Some(0) => Ok(()),
			Some(1) => Err(LicenceRefusal::Suspended),
			Some(2) => Err(LicenceRefusal::Revoked),
			Some(3) => Err(LicenceRefusal::Expired),
			_ => Err(LicenceRefusal::NotLicensed),
		}
	}
	fn take_quota(_: OperatorId, _: Day, _: u32) -> Result<(), LicenceRefusal> {
		Ok(())
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(treasury: AccountId, _: AccountId) -> OperatorId {
		World::change(|world| world.operators.insert(77, (treasury, 0)));
		77
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
		Default::default()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(operator: OperatorId, count: u32) {
		for citizen in 0..count {
			enrol(operator, citizen);
		}
	}
}

impl Budgets<AccountId> for World {
	fn set_aside(
		operator: OperatorId,
		payer: Option<&AccountId>,
		amount: Balance,
	) -> DispatchResult {
		World::change(|world| {
			let purse = match payer {
				Some(who) => world.accounts.entry(*who).or_default(),
				None => world.free.entry(operator).or_default(),
			};
			*purse = purse.checked_sub(amount).ok_or("no money")?;
			*world.aside.entry(operator).or_default() += amount;
			Ok(())
		})
	}

	fn give_back(
		operator: OperatorId,
		payee: Option<&AccountId>,
		amount: Balance,
	) -> DispatchResult {
		World::change(|world| {
			let aside = world.aside.entry(operator).or_default();
			*aside = aside.checked_sub(amount).ok_or("not set aside")?;
			if payee.is_some() && amount < world.least {
				return Err("too little for an account".into());
			}
			*match payee {
				Some(who) => world.accounts.entry(*who).or_default(),
				None => world.free.entry(operator).or_default(),
			} += amount;
			Ok(())
		})
	}

	fn grant(
		operator: OperatorId,
		position: &mut Position,
		points: PointCents,
	) -> Result<Balance, DispatchError> {
		World::change(|world| {
			let price = *world.prices.get(&operator).ok_or("no series")?;
			let value = price * Balance::from(points);
			let aside = world.aside.entry(operator).or_default();
			*aside = aside.checked_sub(value).ok_or("not set aside")?;
			*world.covering.entry(operator).or_default() += value;
			let issue = Issue { series: 0, live: vec![0].try_into().unwrap() };
			position.add_points(&issue, points).map_err(|_| "no room")?;
			// After everything was changed, to see that it is taken back.
			if world.stuck {
				return Err("stuck".into());
			}
			Ok(value)
		})
	}

	fn price(operator: OperatorId) -> Option<Balance> {
		World::get().prices.get(&operator).copied()
	}
}

impl Themes for World {
	fn unlocked_on(citizen: CitizenId, theme: u8) -> Option<Day> {
		World::get().themes.get(&(citizen, theme)).copied()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_unlock(citizen: CitizenId, day: Day) {
		World::change(|world| {
			for theme in 0..9 {
				world.themes.insert((citizen, theme), day);
			}
		});
	}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn advance(days: u64) {
	Now::set(Now::get() + days * DAY);
}

pub fn enrol(operator: OperatorId, citizen: CitizenId) {
	World::put(operator, citizen, Position::new(Disposition::Entrusted));
}

pub fn stand(operator: OperatorId, standing: u8) {
	World::change(|world| world.operators.get_mut(&operator).unwrap().1 = standing);
}

/// From today for 30 days, a point, paid by the operator.
pub fn terms(trigger: Trigger) -> Terms<AccountId> {
	Terms { trigger, bonus: BONUS, from: TODAY, until: TODAY + 29, sponsor: None }
}

pub fn first() -> Trigger {
	Trigger::FirstAct { acts: Acts::Any }
}

pub fn weekly(count: u16) -> Trigger {
	Trigger::WeeklyActs { acts: Acts::Any, count }
}

pub fn streak(days: u8) -> Trigger {
	Trigger::Streak { acts: Acts::Any, days }
}

/// METRO's campaign, with money for so many bonuses.
pub fn campaign(trigger: Trigger, bonuses: u32) -> CampaignId {
	let campaign = NextCampaignId::<Test>::get();
	assert_ok!(Promotions::create(signed(METRO_KEY), METRO, terms(trigger)));
	if bonuses > 0 {
		let amount = COST * Balance::from(bonuses);
		assert_ok!(Promotions::fund(signed(METRO_KEY), METRO, campaign, amount));
	}
	campaign
}

/// What the reports pallet does with a citizen's acts of one batch.
pub fn act_with(
	operator: OperatorId,
	citizen: CitizenId,
	methodology: MethodologyId,
	days: &[Day],
) {
	let mut position = World::get().positions[&(operator, citizen)].clone();
	let used = Promotions::credited(operator, citizen, methodology, days, &mut position, &mut {
		MAX_BATCH_BONUSES
	});
	assert!(used.all_lte(Promotions::weight(1)));
	World::put(operator, citizen, position);
}

/// METRO credits the citizen with rides on these days.
pub fn act(citizen: CitizenId, days: &[Day]) {
	act_with(METRO, citizen, RIDES, days);
}

pub fn points(citizen: CitizenId) -> PointCents {
	World::get().positions[&(METRO, citizen)].points_of(0)
}

pub fn found(campaign: CampaignId) -> Campaign<AccountId> {
	let list = Promotions::campaigns_of(METRO);
	list.into_iter().find(|found| found.id == campaign).unwrap()
}

pub fn claim(campaign: CampaignId, citizen: CitizenId) -> DispatchResult {
	Promotions::claim(signed(STRANGER), METRO, campaign, citizen)
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(START);
		World::change(|world| {
			world.operators = BTreeMap::from([(METRO, (METRO_KEY, 0)), (BUS, (BUS_KEY, 0))]);
			world.prices = BTreeMap::from([(METRO, PRICE), (BUS, PRICE)]);
			world.free = BTreeMap::from([(METRO, FUND), (BUS, FUND)]);
			world.accounts = BTreeMap::from([(SPONSOR, FUND)]);
		});
		for citizen in 1..4 {
			enrol(METRO, citizen);
			enrol(BUS, citizen);
		}
	});
	ext
}

/// The invariants, and what is set aside in the funds.
pub fn check() {
	Promotions::do_try_state().unwrap();
	for operator in [METRO, BUS] {
		let aside = World::get().aside.get(&operator).copied().unwrap_or_default();
		assert_eq!(aside, Promotions::budgeted(operator));
	}
}

/// Runs a test and then checks what must always hold.
pub fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	new_test_ext().execute_with(|| {
		let result = test();
		check();
		result
	})
}
