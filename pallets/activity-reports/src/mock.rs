//! A runtime with doubles for everything that this pallet meets. All of them live in storage, so
//! that a refused call undoes them too.

use crate as pallet_activity_reports;
use crate::{BatchIds, Batches, Classes, Event};
use codec::{Compact, Decode, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl,
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	parameter_types, storage_alias,
	traits::{ConstU128, ConstU64, UnfilteredDispatchable},
	weights::{constants::ParityDbWeight, Weight},
	Blake2_128Concat,
};
use frame_system::EnsureRoot;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::{BuildStorage, DispatchError, DispatchResult, MultiSigner, Permill};
use tanpu_formula::{
	check, Definition, Fixed, Input, Op, Origin, Parameter, Program, SourceKind, Table,
};
use tanpu_primitives::{
	campaigns::CampaignHook,
	evidence::{self, RecordProof},
	methodology::MethodologyRefusal,
	points::Outstanding,
	traits::{
		Citizens, Devices, Fines, Issuing, LicenceRefusal, Methodologies, Objects, Operators,
		Positions, RegisteredObject,
	},
	ActiveMethodology, Balance, BatchId, BatchIndex, CitizenId, ClaimData, ClaimSpec, Clock,
	CreditingRules, Day, Disposition, Grams, GroupId, Issue, MethodologyId, MethodologyRef, Minute,
	ObjectId, OperatorId, Outcome, PointCents, Position, Provided, Reason, RecordRef, Row,
	SeriesId, UnixSeconds,
};

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
	pub type Reports = pallet_activity_reports;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type DbWeight = ParityDbWeight;
}

/// 2018-09-01T00:00:00+08:00, a Saturday; day 17,775.
pub const SEPTEMBER: UnixSeconds = 1_535_731_200;
pub const FIRST: Day = 17_775;
/// The tests' present: noon of 2018-09-15.
pub const TODAY: Day = FIRST + 14;

/// Seconds that an operator has to answer an objection, and the council to decide it.
pub const ANSWER: UnixSeconds = 7 * 86_400;
pub const DECISION: UnixSeconds = 7 * 86_400;
pub const FINE: Balance = 100;

parameter_types! {
	pub storage Now: UnixSeconds = SEPTEMBER + 14 * 86_400 + 12 * 3_600;
	pub const MaxDayLog: u32 = 8;
}

impl pallet_activity_reports::Config for Test {
	type Clock = TestClock;
	type Operators = TestOperators;
	type Methodologies = TestMethodologies;
	type Positions = TestPositions;
	type Objects = TestObjects;
	type Issuing = TestIssuing;
	type Citizens = TestCitizens;
	type Devices = TestDevices;
	type Fines = TestIssuing;
	type Campaigns = TestCampaigns;
	type GroupOrigin = EnsureRoot<u64>;
	type CouncilOrigin = EnsureRoot<u64>;
	type AnswerPeriod = ConstU64<ANSWER>;
	type DecisionPeriod = ConstU64<DECISION>;
	type ObjectionFine = ConstU128<FINE>;
	type MaxDayLog = MaxDayLog;
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
pub type Refusals = StorageMap<Mock, Blake2_128Concat, OperatorId, LicenceRefusal>;
#[storage_alias]
pub type QuotaTaken = StorageMap<Mock, Blake2_128Concat, (OperatorId, Day), u32>;

#[storage_alias]
pub type BenchmarkReporter = StorageValue<Mock, u64>;
const BENCHMARK_OPERATOR: OperatorId = 9;

/// Records that each operator may report in a day.
pub const QUOTA: u32 = 100_000;

/// Operators 0..10 report with accounts 100..110.
pub struct TestOperators;
impl Operators<u64> for TestOperators {
	fn by_reporter(who: &u64) -> Option<OperatorId> {
		if BenchmarkReporter::get() == Some(*who) {
			return Some(BENCHMARK_OPERATOR);
		}
		(100..110).contains(who).then(|| (*who - 100) as OperatorId)
	}
	fn treasury(operator: OperatorId) -> Option<u64> {
		Some(200 + u64::from(operator))
	}
	fn ensure_active(
		operator: OperatorId,
		_: MethodologyId,
		_: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		Refusals::get(operator).map_or(Ok(()), Err)
	}
	fn ensure_licensed(operator: OperatorId, _: UnixSeconds) -> Result<(), LicenceRefusal> {
		Refusals::get(operator).map_or(Ok(()), Err)
	}
	fn take_quota(operator: OperatorId, today: Day, records: u32) -> Result<(), LicenceRefusal> {
		let taken = QuotaTaken::get((operator, today)).unwrap_or(0) + records;
		QuotaTaken::insert((operator, today), taken);
		if taken > QUOTA {
			Err(LicenceRefusal::QuotaExceeded)
		} else {
			Ok(())
		}
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(_: u64, reporter: u64) -> OperatorId {
		BenchmarkReporter::put(reporter);
		BENCHMARK_OPERATOR
	}
}

#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone)]
pub struct TestMethod {
	pub definition: Definition,
	pub rules: CreditingRules,
	pub from: UnixSeconds,
	pub until: Option<UnixSeconds>,
}

#[storage_alias]
pub type Methods = StorageMap<Mock, Blake2_128Concat, MethodologyRef, TestMethod>;
#[storage_alias]
pub type MethodRefusals = StorageMap<Mock, Blake2_128Concat, MethodologyId, MethodologyRefusal>;

pub struct TestMethodologies;
impl Methodologies for TestMethodologies {
	fn active(reference: MethodologyRef) -> Result<ActiveMethodology, MethodologyRefusal> {
		if let Some(refusal) = MethodRefusals::get(reference.methodology) {
			return Err(refusal);
		}
		let method = Methods::get(reference).ok_or(MethodologyRefusal::NotFound)?;
		Ok(ActiveMethodology {
			definition: method.definition,
			rules: method.rules,
			effective_from: method.from,
			effective_until: method.until,
		})
	}
	fn rules(reference: MethodologyRef) -> Option<CreditingRules> {
		Methods::get(reference).map(|method| method.rules)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_worst(claims: Vec<ClaimSpec>) -> (MethodologyRef, Vec<u64>) {
		let reference = MethodologyRef { methodology: 99, version: 1 };
		publish(reference, metro_formula(), rules(claims, u64::MAX));
		(reference, vec![1_000])
	}
}

#[storage_alias]
pub type Ledger = StorageMap<Mock, Blake2_128Concat, (OperatorId, CitizenId), Position>;
#[storage_alias]
pub type Totals = StorageMap<Mock, Blake2_128Concat, OperatorId, (Grams, PointCents)>;

pub struct TestPositions;
impl Positions for TestPositions {
	fn get(operator: OperatorId, citizen: CitizenId) -> Option<Position> {
		Ledger::get((operator, citizen))
	}
	fn put(operator: OperatorId, citizen: CitizenId, position: Position) {
		Ledger::insert((operator, citizen), position);
	}
	fn add_totals(operator: OperatorId, grams: Grams) -> Result<(), DispatchError> {
		let (sum, issued) = Totals::get(operator).unwrap_or_default();
		Totals::insert(operator, (sum + grams, issued));
		Ok(())
	}
	fn take_totals(operator: OperatorId, grams: Grams) -> Result<(), DispatchError> {
		let (sum, issued) = Totals::get(operator).unwrap_or_default();
		Totals::insert(operator, (sum - grams, issued));
		Ok(())
	}
	fn outstanding(_: OperatorId) -> Outstanding {
		Outstanding::new()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(operator: OperatorId, count: u32) {
		for citizen in 0..count {
			enrol(operator, citizen);
		}
	}
}

/// What is left of each operator's fund, in hundredths of a point; none: no limit.
#[storage_alias]
pub type Funds = StorageMap<Mock, Blake2_128Concat, OperatorId, PointCents>;

/// Operators that can't issue now.
#[storage_alias]
pub type Closed = StorageMap<Mock, Blake2_128Concat, OperatorId, ()>;

/// Every operator issues in series 0.
pub struct TestIssuing;
impl Issuing for TestIssuing {
	fn open(operator: OperatorId) -> Result<Issue, DispatchError> {
		match Closed::get(operator) {
			Some(()) => Err(DispatchError::Other("no series")),
			None => <() as Issuing>::open(operator),
		}
	}
	fn issue(operator: OperatorId, _: SeriesId, points: PointCents) -> Result<(), DispatchError> {
		let (sum, issued) = Totals::get(operator).unwrap_or_default();
		Totals::insert(operator, (sum, issued + points));
		match Funds::get(operator) {
			Some(fund) if fund < points => Err(DispatchError::Other("fund short")),
			_ => Ok(()),
		}
	}
	fn reverse(
		operator: OperatorId,
		position: &mut Position,
		series: SeriesId,
		points: PointCents,
	) -> Result<PointCents, DispatchError> {
		let taken = <() as Issuing>::reverse(operator, position, series, points)?;
		let (sum, issued) = Totals::get(operator).unwrap_or_default();
		Totals::insert(operator, (sum, issued - taken));
		Reversed::mutate(operator, |sum| *sum = Some(sum.unwrap_or_default() + taken));
		Ok(taken)
	}
	fn shortfall(_: OperatorId, _: PointCents) -> Balance {
		0
	}
}

/// Points that went back, and those that were spent, of each operator.
#[storage_alias]
pub type Reversed = StorageMap<Mock, Blake2_128Concat, OperatorId, PointCents>;
#[storage_alias]
pub type Spent = StorageMap<Mock, Blake2_128Concat, OperatorId, PointCents>;

/// Spends points of a citizen.
pub fn spend(operator: OperatorId, citizen: CitizenId, points: PointCents) -> bool {
	let Some(mut position) = Ledger::get((operator, citizen)) else { return false };
	let taken = position.take_points(0, points);
	if taken {
		Ledger::insert((operator, citizen), position);
		Spent::mutate(operator, |sum| *sum = Some(sum.unwrap_or_default() + points));
	}
	taken
}

/// Money that is free in each operator's fund; none: no limit.
#[storage_alias]
pub type Purses = StorageMap<Mock, Blake2_128Concat, OperatorId, Balance>;

impl Fines for TestIssuing {
	fn fine(operator: OperatorId, amount: Balance) -> Balance {
		let Some(purse) = Purses::get(operator) else { return amount };
		let taken = amount.min(purse);
		Purses::insert(operator, purse - taken);
		taken
	}
}

#[storage_alias]
pub type BenchmarkKey = StorageValue<Mock, u64>;

/// Citizens 0..20 have the keys 1000..1020.
pub struct TestCitizens;
impl Citizens<u64> for TestCitizens {
	fn citizen_of(who: &u64) -> Option<CitizenId> {
		if BenchmarkKey::get() == Some(*who) {
			return Some(0);
		}
		(1_000..1_020).contains(who).then(|| (*who - 1_000) as CitizenId)
	}
	fn key_of(citizen: CitizenId) -> Option<u64> {
		(citizen < 20).then(|| 1_000 + u64::from(citizen))
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &u64) -> CitizenId {
		BenchmarkKey::put(*key);
		0
	}
}

/// Registered devices.
#[storage_alias]
pub type DeviceKeys = StorageMap<Mock, Blake2_128Concat, MultiSigner, OperatorId>;

pub struct TestDevices;
impl Devices for TestDevices {
	fn operator_of(device: &MultiSigner) -> Option<OperatorId> {
		DeviceKeys::get(device.clone())
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_device(operator: OperatorId, device: MultiSigner) {
		DeviceKeys::insert(device, operator);
	}
}

/// Acts of one citizen that campaigns were told of: operator, citizen, methodology, days, and the
/// bonuses that were left for the batch.
pub type Telling = (OperatorId, CitizenId, MethodologyId, Vec<Day>, u32);

/// What campaigns were told, where there are any.
#[storage_alias]
pub type Told = StorageValue<Mock, Vec<Telling>>;

/// What telling them costs.
pub const TELLING: Weight = Weight::from_parts(1_000, 0);

/// Where there are campaigns, each telling pays a bonus of one thousandth of growth.
pub struct TestCampaigns;
impl CampaignHook for TestCampaigns {
	fn credited(
		operator: OperatorId,
		citizen: CitizenId,
		methodology: MethodologyId,
		days: &[Day],
		position: &mut Position,
		bonuses: &mut u32,
	) -> Weight {
		let Some(mut told) = Told::get() else { return Weight::zero() };
		told.push((operator, citizen, methodology, days.to_vec(), *bonuses));
		Told::put(told);
		position.growth += 1;
		*bonuses -= 1;
		TELLING
	}
	fn weight(citizens: u32) -> Weight {
		TELLING.saturating_mul(citizens.into())
	}
}

#[storage_alias]
pub type Registered = StorageMap<Mock, Blake2_128Concat, (GroupId, ObjectId), RegisteredObject>;

pub struct TestObjects;
impl Objects for TestObjects {
	fn get(group: GroupId, object: &ObjectId) -> Option<RegisteredObject> {
		Registered::get((group, *object))
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_object(group: GroupId, object: ObjectId) {
		let holders: Vec<_> = (0..8).map(|citizen| (citizen, 1_250)).collect();
		let object_of = RegisteredObject {
			holders: holders.try_into().unwrap(),
			members: 3,
			crediting_from: Some(0),
			epoch: 1,
		};
		Registered::insert((group, object), object_of);
	}
}

/// Registers object `[object; 32]`, anew where it is already, to citizens with their shares.
pub fn register(group: GroupId, object: u8, holders: &[(CitizenId, u16)]) {
	register_with(group, object, holders, 0, None);
}

pub fn register_with(
	group: GroupId,
	object: u8,
	holders: &[(CitizenId, u16)],
	members: u8,
	crediting_from: Option<Day>,
) {
	let key = (group, [object; 32]);
	let epoch = Registered::get(key).map_or(1, |before| before.epoch + 1);
	let holders = holders.to_vec().try_into().unwrap();
	Registered::insert(key, RegisteredObject { holders, members, crediting_from, epoch });
}

pub const RAIL: GroupId = 0;
pub const BIKE: GroupId = 1;
pub const WALK: GroupId = 2;
pub const POWER: GroupId = 3;
pub const TICKETS: GroupId = 4;
pub const HOME: GroupId = 20;
pub const SITES: GroupId = 21;

const fn version_one(methodology: MethodologyId) -> MethodologyRef {
	MethodologyRef { methodology, version: 1 }
}

/// Metro rides, 46.7 g per passenger-km, km with two decimals; a person's time.
pub const METRO: MethodologyRef = version_one(1);
/// Bicycle rides, computed alike; time that conflicts with rail.
pub const CYCLING: MethodologyRef = version_one(2);
/// Steps, 0.02 g each; a person's daily total.
pub const STEPS: MethodologyRef = version_one(3);
/// Meter readings, kWh with two decimals, 441.9 g each; a register.
pub const METER: MethodologyRef = version_one(4);
/// Phones recycled, 25 kg each; a serial number, for ever.
pub const PHONES: MethodologyRef = version_one(5);
/// A ride (time) by a ticket (a reference that the day's closing frees).
pub const TICKETED: MethodologyRef = version_one(6);

/// Electricity against the mean of the seven days before, five of them known; a register.
pub const HOUSE: MethodologyRef = version_one(7);
/// Hot water likewise, litres; a person's time, so that the history is the citizen's.
pub const SHOWER: MethodologyRef = version_one(8);
/// Electricity against 2 kWh for each member of the household; a register.
pub const FAMILY: MethodologyRef = version_one(9);
/// Roof power, 420 g each kWh; a site, a year of days.
pub const ROOF: MethodologyRef = version_one(10);
/// Electricity against a baseline of the season, or the mean of two days where that is higher; a
/// register.
pub const SEASONS: MethodologyRef = version_one(11);

/// What is used less than the mean of the days before.
pub fn saving(unit: &str, days: u8, least: u8) -> Definition {
	let per = tanpu_formula::parse_unit(&format!("gCO2e/{unit}")).unwrap();
	let unit = tanpu_formula::parse_unit(unit).unwrap();
	let factor: Fixed = "441.9".parse().unwrap();
	let used = Input::number("used", unit.clone(), 2, 0, 1_000_000).unwrap();
	let usual = Input::number("usual", unit, 2, 0, 1_000_000).unwrap();
	let mut definition = Definition::declare(
		vec![usual.with_origin(Origin::Mean { of: 1, days, least }), used],
		vec![Parameter::new("factor", factor, per, SourceKind::Official, "a test").unwrap()],
		vec![],
	)
	.unwrap();
	let ops = vec![Op::Input(0), Op::Input(1), Op::Sub, Op::Param(0), Op::Mul];
	definition.program = Program::from_ops(ops).unwrap();
	check(&definition).unwrap();
	definition
}

/// What is used less than 7, 8, 6 or 5 kWh in spring, summer, autumn or winter: inputs month and used,
/// and where a mean is taken the usual, which counts where it is higher.
pub fn seasonal(mean: bool) -> Definition {
	let unit = |text| tanpu_formula::parse_unit(text).unwrap();
	let factor = "441.9".parse().unwrap();
	let factor =
		Parameter::new("factor", factor, unit("gCO2e/kWh"), SourceKind::Official, "a test");
	let months = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"];
	let cells = [5, 5, 7, 7, 7, 8, 8, 8, 6, 6, 6, 5].map(|kwh| Fixed::from_integer(kwh).unwrap());
	let kind = SourceKind::Platform;
	let table = Table::new("baseline", vec![0], unit("kWh"), cells.to_vec(), kind, "a test");
	let number = |name| Input::number(name, unit("kWh"), 2, 0, 1_000_000).unwrap();
	let mut inputs =
		vec![Input::category("month", months).unwrap().with_origin(Origin::Month), number("used")];
	let mut ops = vec![Op::Lookup(0)];
	if mean {
		inputs.push(number("usual").with_origin(Origin::Mean { of: 1, days: 2, least: 1 }));
		ops.extend([Op::Input(2), Op::Max]);
	}
	ops.extend([Op::Input(1), Op::Sub, Op::Param(0), Op::Mul]);
	let mut definition =
		Definition::declare(inputs, vec![factor.unwrap()], vec![table.unwrap()]).unwrap();
	definition.program = Program::from_ops(ops).unwrap();
	check(&definition).unwrap();
	definition
}

/// What is used less than what the members of the household may use.
pub fn family() -> Definition {
	let unit = |text| tanpu_formula::parse_unit(text).unwrap();
	let source = |name, value: &str, per| {
		let value = value.parse().unwrap();
		Parameter::new(name, value, unit(per), SourceKind::Official, "a test").unwrap()
	};
	let members = Input::number("members", unit("person"), 0, 1, 20).unwrap();
	let mut definition = Definition::declare(
		vec![
			Input::number("used", unit("kWh"), 2, 0, 1_000_000).unwrap(),
			members.with_origin(Origin::Members),
		],
		vec![source("each", "2", "kWh/person"), source("factor", "441.9", "gCO2e/kWh")],
		vec![],
	)
	.unwrap();
	let ops =
		vec![Op::Input(1), Op::Param(0), Op::Mul, Op::Input(0), Op::Sub, Op::Param(1), Op::Mul];
	definition.program = Program::from_ops(ops).unwrap();
	check(&definition).unwrap();
	definition
}

pub fn one_factor(unit: &str, decimals: u8, max: u64, factor: &str, per: &str) -> Definition {
	let unit = tanpu_formula::parse_unit(unit).unwrap();
	let per = tanpu_formula::parse_unit(per).unwrap();
	let factor: Fixed = factor.parse().unwrap();
	let mut definition = Definition::declare(
		vec![Input::number("amount", unit, decimals, 0, max).unwrap()],
		vec![Parameter::new("factor", factor, per, SourceKind::Official, "a test").unwrap()],
		vec![],
	)
	.unwrap();
	definition.program = Program::from_ops(vec![Op::Input(0), Op::Param(0), Op::Mul]).unwrap();
	check(&definition).unwrap();
	definition
}

pub fn metro_formula() -> Definition {
	one_factor("pkm", 2, 10_000, "46.7", "gCO2e/pkm")
}

pub fn rules(claims: Vec<ClaimSpec>, max_grams_per_day: Grams) -> CreditingRules {
	CreditingRules {
		points_per_kg: 844,
		growth_per_kg: 100,
		max_grams_per_record: 3_000,
		max_grams_per_day,
		claims: claims.try_into().unwrap(),
		evidence_required: false,
		device_required: false,
		operator_share: Permill::from_percent(50),
		verifiers_needed: 2,
	}
}

pub fn publish(reference: MethodologyRef, definition: Definition, rules: CreditingRules) {
	Methods::insert(reference, TestMethod { definition, rules, from: 0, until: None });
}

/// Changes a published version, as no registry could.
pub fn alter(reference: MethodologyRef, change: impl FnOnce(&mut TestMethod)) {
	let mut method = Methods::get(reference).unwrap();
	change(&mut method);
	Methods::insert(reference, method);
}

pub fn set_group(group: GroupId, conflicts: u64, deadline: u16, tolerance: u16) {
	Reports::set_group(
		RuntimeOrigin::root(),
		group,
		b"group".to_vec().try_into().unwrap(),
		conflicts,
		deadline,
		240,
		tolerance,
	)
	.unwrap();
}

/// Sets a group as if it were new, so that no day is closed for an earlier deadline's sake.
pub fn reopen(group: GroupId, deadline: u16) {
	crate::ExclusionGroups::<Test>::remove(group);
	set_group(group, 0, deadline, 0);
}

pub fn enrol(operator: OperatorId, citizen: CitizenId) {
	Ledger::insert((operator, citizen), Position::new(Disposition::Entrusted));
}

/// A chain with groups, methodologies and citizens 0..20 of operators 0, 1 and 2.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		set_group(RAIL, 0, 7, 0);
		set_group(BIKE, 1 << RAIL, 7, 0);
		set_group(WALK, 0, 3, 0);
		set_group(POWER, 0, 7, 0);
		set_group(TICKETS, 0, 7, 0);
		set_group(HOME, 0, 7, 0);
		set_group(SITES, 0, 7, 0);
		let claims = |claim| vec![claim];
		publish(METRO, metro_formula(), rules(claims(ClaimSpec::Interval { group: RAIL }), 10_000));
		publish(
			CYCLING,
			metro_formula(),
			rules(claims(ClaimSpec::Interval { group: BIKE }), 10_000),
		);
		publish(
			STEPS,
			one_factor("step", 0, 100_000, "0.02", "gCO2e/step"),
			rules(claims(ClaimSpec::DailyHighWater { group: WALK, input: 0 }), 1_000),
		);
		publish(
			METER,
			one_factor("kWh", 2, 1_000_000, "441.9", "gCO2e/kWh"),
			rules(claims(ClaimSpec::Counter { group: POWER, input: 0 }), 100_000),
		);
		publish(
			PHONES,
			one_factor("item", 0, 10, "250", "gCO2e/item"),
			rules(claims(ClaimSpec::Once { group: TICKETS, lasting: true }), 100_000),
		);
		publish(
			TICKETED,
			metro_formula(),
			rules(
				vec![
					ClaimSpec::Interval { group: RAIL },
					ClaimSpec::Once { group: TICKETS, lasting: false },
				],
				10_000,
			),
		);
		publish(
			HOUSE,
			saving("kWh", 7, 5),
			rules(claims(ClaimSpec::Counter { group: POWER, input: 1 }), 100_000),
		);
		publish(
			SHOWER,
			saving("L", 7, 5),
			rules(claims(ClaimSpec::Interval { group: HOME }), 100_000),
		);
		publish(
			FAMILY,
			family(),
			rules(claims(ClaimSpec::Counter { group: POWER, input: 0 }), 100_000),
		);
		publish(
			SEASONS,
			seasonal(true),
			rules(claims(ClaimSpec::Counter { group: POWER, input: 1 }), 100_000),
		);
		publish(
			ROOF,
			one_factor("kWh", 2, 1_000_000, "420", "gCO2e/kWh"),
			rules(claims(ClaimSpec::SitePeriod { group: SITES, max_days: 365 }), 1_000_000),
		);
		for operator in 0..3 {
			for citizen in 0..20 {
				enrol(operator, citizen);
			}
		}
		System::reset_events();
	});
	ext.commit_all().unwrap();
	ext
}

#[cfg(feature = "runtime-benchmarks")]
pub fn benchmark_ext() -> sp_io::TestExternalities {
	use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
	let mut ext = new_test_ext();
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext
}

/// Runs a test and checks every invariant at its end.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check_all();
	});
}

/// This pallet's invariants, and that grams are conserved: what positions hold is what classes
/// hold, is what batches credited less what was withdrawn, operator by operator; and so are points.
pub fn check_all() {
	Reports::do_try_state().unwrap();
	for operator in 0..10 {
		let positions: Vec<_> =
			Ledger::iter().filter(|((of, _), _)| *of == operator).map(|(_, p)| p).collect();
		let grams: Grams = positions.iter().map(|p| p.grams).sum();
		let contributed: Grams =
			positions.iter().flat_map(|p| p.contributions.iter().map(|(_, grams)| *grams)).sum();
		let points: PointCents = positions.iter().map(|p| p.points_of(0)).sum();
		let reversed = Reversed::get(operator).unwrap_or_default();
		let spent = Spent::get(operator).unwrap_or_default();
		let batches: Vec<_> =
			Batches::<Test>::iter_values().filter(|batch| batch.operator == operator).collect();
		let classes: Vec<_> =
			Classes::<Test>::iter_values().filter(|class| class.operator == operator).collect();
		let credited: Grams = classes.iter().map(|class| class.credited).sum();
		assert_eq!(grams, contributed);
		assert_eq!(grams, classes.iter().map(|class| class.grams).sum::<Grams>());
		assert_eq!(credited, batches.iter().map(|batch| batch.grams).sum::<Grams>());
		let due = batches.iter().map(|batch| batch.points_due).sum::<PointCents>();
		assert_eq!(points + reversed + spent, due);
		assert_eq!((grams, points + spent), Totals::get(operator).unwrap_or_default());
	}
}

/// A minute of a day by the city's clock.
pub fn at(day: Day, hour: u32, minute: u32) -> Minute {
	TestClock::first_minute_of(day).unwrap() + hour * 60 + minute
}

/// A ride of so many hundredths of a kilometre.
pub fn ride(citizen: CitizenId, start: Minute, duration: u16, distance: u64) -> Row {
	Row {
		citizen,
		start,
		duration,
		inputs: vec![Compact(distance)].try_into().unwrap(),
		claims: Default::default(),
	}
}

pub fn with_claims(row: Row, claims: Vec<ClaimData>) -> Row {
	Row { claims: claims.try_into().unwrap(), ..row }
}

pub fn once(reference: u8) -> ClaimData {
	ClaimData::Once { reference: [reference; 32] }
}

pub fn reading(citizen: CitizenId, day: Day, meter: u8, from: u64, to: u64, gap: bool) -> Row {
	let row = ride(citizen, at(day, 9, 0), 0, to.saturating_sub(from));
	with_claims(row, vec![ClaimData::Counter { object: [meter; 32], from, to, gap }])
}

/// As the chain dispatches it: nothing is kept of a refused call.
pub fn submit_as(
	operator: OperatorId,
	id: BatchId,
	methodology: MethodologyRef,
	evidence_root: Option<H256>,
	rows: Vec<Row>,
) -> DispatchResultWithPostInfo {
	RuntimeCall::from(crate::Call::submit {
		id,
		methodology,
		evidence_root,
		rows: rows.try_into().unwrap(),
	})
	.dispatch_bypass_filter(RuntimeOrigin::signed(100 + u64::from(operator)))
}

/// Submits under a fresh id and returns what became of each row.
pub fn submit(operator: OperatorId, methodology: MethodologyRef, rows: Vec<Row>) -> Vec<Outcome> {
	let id = fresh_id(operator);
	let _: PostDispatchInfo = submit_as(operator, id, methodology, None, rows).unwrap();
	outcomes_of(operator, id)
}

pub fn fresh_id(operator: OperatorId) -> BatchId {
	let count = BatchIds::<Test>::iter_prefix(operator).count() as u32;
	let mut id = [0; 32];
	id[..4].copy_from_slice(&count.to_be_bytes());
	id
}

pub fn outcomes_of(operator: OperatorId, id: BatchId) -> Vec<Outcome> {
	processed(operator, id).0
}

/// What became of each row of a batch, and what the chain provided to them.
pub fn processed(operator: OperatorId, id: BatchId) -> (Vec<Outcome>, Vec<Provided>) {
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Reports(Event::BatchProcessed {
				operator: of,
				id: named,
				outcomes,
				provided,
				..
			}) if of == operator && named == id => Some((outcomes.into_inner(), provided.into_inner())),
			_ => None,
		})
		.unwrap()
}

/// As [`submit`], with what the chain provided.
pub fn submit_full(
	operator: OperatorId,
	methodology: MethodologyRef,
	rows: Vec<Row>,
) -> (Vec<Outcome>, Vec<Provided>) {
	let id = fresh_id(operator);
	let _: PostDispatchInfo = submit_as(operator, id, methodology, None, rows).unwrap();
	processed(operator, id)
}

pub fn recorded(reason: Reason) -> Outcome {
	Outcome::Recorded(reason)
}

/// A site's days from one to the one before another, with what it gave.
pub fn period(citizen: CitizenId, site: u8, from: Day, to: Day, amount: u64) -> Row {
	let row = ride(citizen, at(to.saturating_sub(1), 9, 0), 0, amount);
	with_claims(row, vec![ClaimData::Site { object: [site; 32], from, to }])
}

pub fn credited(grams: Grams) -> Outcome {
	Outcome::Credited { grams }
}

pub fn rejected(reason: Reason) -> Outcome {
	Outcome::Rejected(reason)
}

/// Moves the chain's clock to noon of a day, and to the next block.
pub fn noon_of(day: Day) {
	Now::set(&(SEPTEMBER + u64::from(day - FIRST) * 86_400 + 12 * 3_600));
	System::set_block_number(System::block_number() + 1);
}

/// A batch that was processed, as the operator's back end keeps it.
pub struct Sent {
	pub operator: OperatorId,
	pub index: BatchIndex,
	pub rows: Vec<Row>,
	pub outcomes: Vec<Outcome>,
}

/// Submits under a fresh id and returns what a proof is made of.
pub fn send(operator: OperatorId, methodology: MethodologyRef, rows: Vec<Row>) -> Sent {
	let id = fresh_id(operator);
	let _: PostDispatchInfo = submit_as(operator, id, methodology, None, rows.clone()).unwrap();
	let (index, _) = Reports::batch_by_id(operator, id).unwrap();
	Sent { operator, index, rows, outcomes: outcomes_of(operator, id) }
}

impl Sent {
	pub fn record(&self, row: u16) -> RecordRef {
		RecordRef { batch: self.index, row }
	}

	pub fn proof(&self, row: u16) -> RecordProof {
		let at = usize::from(row);
		let both = self.rows.iter().zip(&self.outcomes);
		let leaves: Vec<_> = both.map(|(row, of)| evidence::outcome_leaf(row, of)).collect();
		let siblings = evidence::prove(&leaves, at).unwrap().try_into().unwrap();
		RecordProof { row: self.rows[at].clone(), outcome: self.outcomes[at], siblings }
	}

	/// The operator takes a record back.
	pub fn withdraw(&self, row: u16) -> DispatchResult {
		withdraw_as(100 + u64::from(self.operator), self.record(row), self.proof(row))
	}

	/// Its citizen objects to a record.
	pub fn object(&self, row: u16) -> DispatchResult {
		let citizen = self.rows[usize::from(row)].citizen;
		object_as(1_000 + u64::from(citizen), self.record(row), self.proof(row))
	}
}

pub const WHY: H256 = H256::repeat_byte(0x77);

/// As the chain dispatches it: nothing is kept of a refused call.
pub fn dispatch(origin: RuntimeOrigin, call: crate::Call<Test>) -> DispatchResult {
	RuntimeCall::from(call)
		.dispatch_bypass_filter(origin)
		.map(|_| ())
		.map_err(|refused| refused.error)
}

pub fn withdraw_as(who: u64, record: RecordRef, proof: RecordProof) -> DispatchResult {
	dispatch(RuntimeOrigin::signed(who), crate::Call::withdraw { record, proof, reason: WHY })
}

pub fn object_as(who: u64, record: RecordRef, proof: RecordProof) -> DispatchResult {
	dispatch(RuntimeOrigin::signed(who), crate::Call::object { record, proof, reason: WHY })
}

pub fn uphold_as(who: u64, record: RecordRef) -> DispatchResult {
	dispatch(RuntimeOrigin::signed(who), crate::Call::uphold_objection { record })
}

pub fn reject_as(who: u64, record: RecordRef) -> DispatchResult {
	dispatch(RuntimeOrigin::signed(who), crate::Call::reject_objection { record, reason: WHY })
}

pub fn decide(record: RecordRef, upheld: bool) -> DispatchResult {
	dispatch(RuntimeOrigin::root(), crate::Call::decide_objection { record, upheld })
}

pub fn clear(record: RecordRef) -> DispatchResult {
	dispatch(RuntimeOrigin::signed(1), crate::Call::clear_objection { record })
}

/// So many seconds later.
pub fn later(seconds: UnixSeconds) {
	Now::set(&(Now::get() + seconds));
	System::set_block_number(System::block_number() + 1);
}

/// Whether all of what a withdrawn record claimed is free, by its event.
pub fn was_freed(record: RecordRef) -> Option<bool> {
	System::events().into_iter().rev().find_map(|found| match found.event {
		RuntimeEvent::Reports(Event::Withdrawn { record: of, claims_freed, .. })
			if of == record =>
		{
			Some(claims_freed)
		},
		_ => None,
	})
}
