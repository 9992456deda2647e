//! A chain of this pallet and money, with doubles for whom it meets. All of them live in storage, so
//! that a refused call undoes them too.

use crate as pallet_points;
use crate::*;
use frame_support::{
	derive_impl, parameter_types, storage_alias,
	traits::{fungible::Mutate, ConstU128, ConstU32, ConstU64, Hooks},
	Blake2_128Concat,
};
use frame_system::EnsureSignedBy;
use sp_core::H256;
use sp_runtime::BuildStorage;
use tanpu_primitives::{
	points::Outstanding,
	traits::{Citizens, Issuing, LicenceRefusal, Merchants, Operators, Positions},
	Balance, CitizenId, Clock, Day, Disposition, Grams, MethodologyId, OperatorId, ParticipantId,
	PointCents, PointPart, PointParts, Position, SeriesId, UnixSeconds, SECONDS_PER_DAY,
};

pub type AccountId = u64;

pub const DAY: u64 = SECONDS_PER_DAY;
/// 2018-09-01T00:00:00+08:00.
pub const START: UnixSeconds = 1_535_731_200;
pub const NOTICE: u64 = 7 * DAY;
pub const REFUND: u64 = 30 * DAY;
pub const SPENDING: u64 = 90 * DAY;
pub const YEAR: u64 = 365 * DAY;
pub const DEPOSIT: Balance = 1_000;

/// What a majority of the council signs with.
pub const COUNCIL: AccountId = 100;
pub const FUND_POT: AccountId = 900;
pub const SETTLEMENT_POT: AccountId = 901;
pub const STRANGER: AccountId = 77;

/// Operators, whose treasuries are 10, 11, ...
pub const METRO: OperatorId = 0;
pub const BUS: OperatorId = 1;
pub const BIKE: OperatorId = 2;
pub const OPERATORS: u16 = 20;
/// Merchants, paid to 40, 41, ...
pub const SHOP: ParticipantId = 30;
pub const CAFE: ParticipantId = 31;
pub const MERCHANTS: core::ops::Range<u16> = 30..36;
/// Citizens, whose keys are 200, 201, ...; the last has none.
pub const ANN: CitizenId = 0;
pub const BEN: CitizenId = 1;
pub const CITIZENS: u32 = 8;
pub const KEYLESS: CitizenId = CITIZENS - 1;

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
	pub type Points = pallet_points;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<DEPOSIT>;
}

parameter_types! {
	pub storage Now: UnixSeconds = START;
	pub const Council: AccountId = COUNCIL;
	pub const Stranger: AccountId = STRANGER;
	pub const FundPot: AccountId = FUND_POT;
	pub const SettlementPot: AccountId = SETTLEMENT_POT;
}

pub struct CouncilMembers;
impl frame_support::traits::SortedMembers<AccountId> for CouncilMembers {
	fn sorted_members() -> Vec<AccountId> {
		vec![COUNCIL]
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn add(_: &AccountId) {}
}

impl pallet_points::Config for Test {
	type Clock = TestClock;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Operators = Licences;
	type Merchants = Licences;
	type Citizens = Registry;
	type Positions = Registry;
	type CouncilOrigin = EnsureSignedBy<CouncilMembers, AccountId>;
	type FundAccount = FundPot;
	type SettlementAccount = SettlementPot;
	type FineBeneficiary = Stranger;
	type NoticePeriod = ConstU64<NOTICE>;
	type RefundWindow = ConstU64<REFUND>;
	type SpendingPeriod = ConstU64<SPENDING>;
	type MinSeriesLife = ConstU64<{ 30 * DAY }>;
	type MaxSeriesLife = ConstU64<{ 5 * YEAR }>;
	type LeastUse = ConstU64<{ 7 * DAY }>;
	type SeriesInterval = ConstU64<DAY>;
	type MaxRequestLife = ConstU64<DAY>;
	type MaxReversals = ConstU32<3>;
	type MaxStatementDays = ConstU32<5>;
	type MaxIdleSteps = ConstU32<3>;
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
impl crate::BenchmarkHelper for TestClock {
	fn set_time(now: UnixSeconds) {
		Now::set(&now);
	}
}

#[storage_alias]
pub type Refusals = StorageMap<Mock, Blake2_128Concat, ParticipantId, LicenceRefusal>;
#[storage_alias]
pub type BenchmarkOperators = StorageMap<Mock, Blake2_128Concat, OperatorId, AccountId>;
#[storage_alias]
pub type BenchmarkMerchants = StorageMap<Mock, Blake2_128Concat, ParticipantId, AccountId>;
#[storage_alias]
pub type BenchmarkCitizen = StorageValue<Mock, AccountId>;

pub struct Licences;

impl Operators<AccountId> for Licences {
	fn by_reporter(_: &AccountId) -> Option<OperatorId> {
		None
	}
	fn treasury(operator: OperatorId) -> Option<AccountId> {
		if operator < OPERATORS {
			return Some(treasury(operator));
		}
		BenchmarkOperators::get(operator)
	}
	fn ensure_active(
		operator: OperatorId,
		_: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		<Self as Operators<_>>::ensure_licensed(operator, now)
	}
	fn ensure_licensed(operator: OperatorId, _: UnixSeconds) -> Result<(), LicenceRefusal> {
		if <Self as Operators<_>>::treasury(operator).is_none() {
			return Err(LicenceRefusal::NotLicensed);
		}
		Refusals::get(operator).map_or(Ok(()), Err)
	}
	fn take_quota(_: OperatorId, _: Day, _: u32) -> Result<(), LicenceRefusal> {
		Ok(())
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(treasury: AccountId, _: AccountId) -> OperatorId {
		let operator = 1_000 + BenchmarkOperators::iter().count() as u16;
		BenchmarkOperators::insert(operator, treasury);
		operator
	}
}

impl Merchants<AccountId> for Licences {
	fn holder(merchant: ParticipantId) -> Option<AccountId> {
		if MERCHANTS.contains(&merchant) {
			return Some(holder(merchant));
		}
		BenchmarkMerchants::get(merchant)
	}
	fn ensure_active(merchant: ParticipantId, _: UnixSeconds) -> Result<(), LicenceRefusal> {
		if <Self as Merchants<_>>::holder(merchant).is_none() {
			return Err(LicenceRefusal::NotLicensed);
		}
		Refusals::get(merchant).map_or(Ok(()), Err)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_merchant(holder: AccountId) -> ParticipantId {
		BenchmarkMerchants::insert(2_000, holder);
		2_000
	}
}

#[storage_alias]
pub type Ledger = StorageMap<Mock, Blake2_128Concat, (OperatorId, CitizenId), Position>;

pub struct Registry;

impl Citizens<AccountId> for Registry {
	fn citizen_of(who: &AccountId) -> Option<CitizenId> {
		if BenchmarkCitizen::get() == Some(*who) {
			return Some(KEYLESS);
		}
		(200..200 + u64::from(KEYLESS)).contains(who).then(|| (*who - 200) as CitizenId)
	}
	fn key_of(citizen: CitizenId) -> Option<AccountId> {
		(citizen < KEYLESS).then(|| key(citizen))
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &AccountId) -> CitizenId {
		BenchmarkCitizen::put(*key);
		KEYLESS
	}
}

impl Positions for Registry {
	fn get(operator: OperatorId, citizen: CitizenId) -> Option<Position> {
		Ledger::get((operator, citizen))
	}
	fn put(operator: OperatorId, citizen: CitizenId, position: Position) {
		Ledger::insert((operator, citizen), position);
	}
	fn add_totals(_: OperatorId, _: Grams) -> Result<(), sp_runtime::DispatchError> {
		Ok(())
	}
	fn take_totals(_: OperatorId, _: Grams) -> Result<(), sp_runtime::DispatchError> {
		Ok(())
	}
	fn outstanding(operator: OperatorId) -> Outstanding {
		let mut sums = Outstanding::new();
		for ((of, _), position) in Ledger::iter() {
			if of == operator {
				for (series, points) in position.points {
					*sums.entry(series).or_default() += u128::from(points);
				}
			}
		}
		sums
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(operator: OperatorId, count: u32) {
		for citizen in 0..count {
			Ledger::insert((operator, citizen), Position::new(Disposition::Entrusted));
		}
	}
}

pub fn treasury(operator: OperatorId) -> AccountId {
	10 + u64::from(operator)
}

pub fn holder(merchant: ParticipantId) -> AccountId {
	10 + u64::from(merchant)
}

pub fn key(citizen: CitizenId) -> AccountId {
	200 + u64::from(citizen)
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// What each treasury, merchant and the stranger has at first.
pub const ENDOWMENT: Balance = 1_000_000_000_000;

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: vec![(FUND_POT, DEPOSIT), (SETTLEMENT_POT, DEPOSIT)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		for who in (0..OPERATORS).map(treasury).chain(MERCHANTS.map(holder)).chain([STRANGER]) {
			Balances::mint_into(&who, ENDOWMENT).unwrap();
		}
		for operator in 0..OPERATORS {
			for citizen in 0..CITIZENS {
				enrol(operator, citizen);
			}
		}
		System::reset_events();
	});
	ext.commit_all().unwrap();
	ext
}

pub fn enrol(operator: OperatorId, citizen: CitizenId) {
	Ledger::insert((operator, citizen), Position::new(Disposition::Entrusted));
}

/// Runs a test and checks every invariant at its end, and that no money came or went.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		check_all();
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

/// The pallet's invariants, and that nothing but the deposits is free on the two pots.
pub fn check_all() {
	Points::do_try_state().unwrap();
	assert_eq!(Balances::free_balance(FUND_POT), DEPOSIT);
	assert_eq!(Balances::free_balance(SETTLEMENT_POT), DEPOSIT);
}

pub fn later(seconds: u64) {
	Now::set(&(Now::get() + seconds));
	System::set_block_number(System::block_number() + 1);
}

/// A block's idle time, with as much weight as it likes.
pub fn idle() -> frame_support::weights::Weight {
	Points::on_idle(System::block_number(), frame_support::weights::Weight::MAX)
}

pub fn refuse(participant: ParticipantId, refusal: Option<LicenceRefusal>) {
	match refusal {
		Some(refusal) => Refusals::insert(participant, refusal),
		None => Refusals::remove(participant),
	}
}

pub fn deposit(operator: OperatorId, amount: Balance) {
	Points::deposit(signed(treasury(operator)), operator, amount).unwrap();
}

/// Opens a series for two years; its number.
pub fn open(operator: OperatorId, price: Balance) -> SeriesId {
	let expires = Now::get() + 2 * YEAR;
	Points::open_series(signed(treasury(operator)), operator, price, expires).unwrap();
	Funds::<Test>::get(operator).next_series - 1
}

/// Issues points to a citizen, as a report does it.
pub fn issue(
	operator: OperatorId,
	citizen: CitizenId,
	points: PointCents,
) -> Result<SeriesId, sp_runtime::DispatchError> {
	frame_support::storage::with_storage_layer(|| {
		let issue = <Points as Issuing>::open(operator)?;
		let mut position = Ledger::get((operator, citizen)).unwrap();
		position.add_points(&issue, points).unwrap();
		Ledger::insert((operator, citizen), position);
		<Points as Issuing>::issue(operator, issue.series, points)?;
		Ok(issue.series)
	})
}

/// A funded operator with a series at `price`, of which each citizen has `points`.
pub fn funded(operator: OperatorId, price: Balance, points: PointCents) -> SeriesId {
	deposit(operator, price * Balance::from(points) * Balance::from(CITIZENS));
	let series = open(operator, price);
	for citizen in 0..CITIZENS {
		issue(operator, citizen, points).unwrap();
	}
	series
}

pub fn part(operator: OperatorId, series: SeriesId, points: PointCents) -> PointPart {
	PointPart { operator, series, points }
}

pub fn parts(parts: &[PointPart]) -> PointParts {
	parts.to_vec().try_into().unwrap()
}

pub fn genesis() -> H256 {
	System::block_hash(0)
}

/// What a till asks for, good for an hour.
pub fn request(merchant: ParticipantId, amount: Balance, nonce: u64) -> PaymentRequest {
	PaymentRequest {
		genesis: genesis(),
		merchant,
		amount,
		expires: Now::get() + 3_600,
		receipt: H256::repeat_byte(7),
		nonce,
	}
}

/// Pays and says where the payment is.
pub fn paid(
	citizen: CitizenId,
	request: PaymentRequest,
	with: &[PointPart],
) -> Result<PaymentRef, sp_runtime::DispatchError> {
	Points::pay(signed(key(citizen)), request, parts(with))?;
	Ok(Points::payment_ref(request).unwrap())
}

pub fn points_of(operator: OperatorId, citizen: CitizenId, series: SeriesId) -> PointCents {
	Ledger::get((operator, citizen)).unwrap().points_of(series)
}

pub fn fund(operator: OperatorId) -> Fund {
	Funds::<Test>::get(operator)
}

pub fn series(operator: OperatorId, series: SeriesId) -> Series {
	SeriesOf::<Test>::get(operator, series).unwrap()
}

pub fn free(who: AccountId) -> Balance {
	Balances::free_balance(who)
}

pub fn last_event() -> Event<Test> {
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Points(event) => Some(event),
			_ => None,
		})
		.unwrap()
}
