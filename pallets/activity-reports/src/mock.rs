//! A runtime with doubles for everything that this pallet meets. All of them live in storage, so
//! that a refused call undoes them too.

use crate as pallet_activity_reports;
use crate::{BatchIds, Batches, Classes, Event};
use codec::{Compact, Decode, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl,
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	parameter_types, storage_alias,
	traits::UnfilteredDispatchable,
	Blake2_128Concat,
};
use frame_system::EnsureRoot;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::{BuildStorage, DispatchError, Permill};
use tanpu_formula::{check, Definition, Fixed, Input, Op, Parameter, Program, SourceKind};
use tanpu_primitives::{
	methodology::MethodologyRefusal,
	points::Outstanding,
	traits::{Issuing, LicenceRefusal, Methodologies, Operators, Positions},
	ActiveMethodology, Balance, BatchId, CitizenId, ClaimData, ClaimSpec, Clock, CreditingRules,
	Day, Disposition, Grams, GroupId, Issue, MethodologyId, MethodologyRef, Minute, OperatorId,
	Outcome, PointCents, Position, Reason, Row, SeriesId, UnixSeconds,
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
}

/// 2018-09-01T00:00:00+08:00, a Saturday; day 17,775.
pub const SEPTEMBER: UnixSeconds = 1_535_731_200;
pub const FIRST: Day = 17_775;
/// The tests' present: noon of 2018-09-15.
pub const TODAY: Day = FIRST + 14;

parameter_types! {
	pub storage Now: UnixSeconds = SEPTEMBER + 14 * 86_400 + 12 * 3_600;
	pub const MaxDayLog: u32 = 8;
}

impl pallet_activity_reports::Config for Test {
	type Clock = TestClock;
	type Operators = TestOperators;
	type Methodologies = TestMethodologies;
	type Positions = TestPositions;
	type Issuing = TestIssuing;
	type GroupOrigin = EnsureRoot<u64>;
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
	fn shortfall(_: OperatorId, _: PointCents) -> Balance {
		0
	}
}

pub const RAIL: GroupId = 0;
pub const BIKE: GroupId = 1;
pub const WALK: GroupId = 2;
pub const POWER: GroupId = 3;
pub const TICKETS: GroupId = 4;

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

/// Runs a test and checks every invariant at its end.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check_all();
	});
}

/// This pallet's invariants, and that grams are conserved: what positions hold is what classes
/// hold, is what batches credited, operator by operator.
pub fn check_all() {
	Reports::do_try_state().unwrap();
	for operator in 0..10 {
		let positions: Vec<_> =
			Ledger::iter().filter(|((of, _), _)| *of == operator).map(|(_, p)| p).collect();
		let grams: Grams = positions.iter().map(|p| p.grams).sum();
		let contributed: Grams =
			positions.iter().flat_map(|p| p.contributions.iter().map(|(_, grams)| *grams)).sum();
		let points: PointCents = positions.iter().map(|p| p.points_of(0)).sum();
		let batches: Vec<_> =
			Batches::<Test>::iter_values().filter(|batch| batch.operator == operator).collect();
		let classes: Grams = Classes::<Test>::iter_values()
			.filter(|class| class.operator == operator)
			.map(|class| class.grams)
			.sum();
		assert_eq!(grams, contributed);
		assert_eq!(grams, classes);
		assert_eq!(grams, batches.iter().map(|batch| batch.grams).sum::<Grams>());
		assert_eq!(points, batches.iter().map(|batch| batch.points_due).sum::<PointCents>());
		assert_eq!((grams, points), Totals::get(operator).unwrap_or_default());
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
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Reports(Event::BatchProcessed {
				operator: of,
				id: named,
				outcomes,
				..
			}) if of == operator && named == id => Some(outcomes.into_inner()),
			_ => None,
		})
		.unwrap()
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
