//! A shared meter and a roof through the composed runtime: registered on a provider's attestation,
//! reported by their holders, credited with a baseline of the chain's own.

use super::{carbon::*, *};
use codec::Compact;
use frame_support::{assert_ok, BoundedVec};
use pallet_methodology_registry::{Content, Sections, Texts};
use sp_runtime::DispatchError;
use tanpu_formula::{Definition, Fixed, Input, Origin, Parameter, SourceKind};
use tanpu_primitives::{
	attestation::ObjectStatement, time::SECONDS_PER_DAY, traits::MAX_HOLDERS, CitizenId, ClaimData,
	ClaimSpec, Clock as _, CreditingRules, Day, MethodologyRef, ObjectId, Outcome, Provided,
	Reason, Row,
};

const METERS: u8 = 2;
const ROOFS: u8 = 3;
const METER: ObjectId = [9; 32];
const ROOF: ObjectId = [8; 32];

fn parameter(name: &str, value: &str, unit: &str) -> Parameter {
	let value: Fixed = value.parse().unwrap();
	let unit = tanpu_formula::parse_unit(unit).unwrap();
	Parameter::new(name, value, unit, SourceKind::Reference, "made for a test").unwrap()
}

fn input(name: &str, unit: &str, decimals: u8, max: u64) -> Input {
	Input::number(name, tanpu_formula::parse_unit(unit).unwrap(), decimals, 0, max).unwrap()
}

fn content(formula: &str, declared: Definition, claim: ClaimSpec, period: u32) -> Content {
	let Content { texts, rules, .. } = metro();
	let sections = Sections { crediting_period_days: period, ..Sections::default() };
	Content {
		texts: Texts { sections, ..texts },
		definition: tanpu_formula::compile(formula, &declared).unwrap(),
		rules: CreditingRules {
			max_grams_per_record: 1_000_000,
			max_grams_per_day: 1_000_000,
			claims: vec![claim].try_into().unwrap(),
			..rules
		},
	}
}

/// What a household saved against its mean of the seven days before, up to so much per person.
fn electricity() -> Content {
	let mean = Origin::Mean { of: 0, days: 7, least: 5 };
	let declared = Definition::declare(
		vec![
			input("used", "kWh", 2, 100_000),
			input("usual", "kWh", 2, 100_000).with_origin(mean),
			input("members", "person", 0, 32).with_origin(Origin::Members),
		],
		vec![parameter("factor", "451", "gCO2e/kWh"), parameter("most", "2", "kWh/person")],
		vec![],
	)
	.unwrap();
	let claim = ClaimSpec::Counter { group: METERS, input: 0 };
	content("min(usual - used, most * members) * factor", declared, claim, 0)
}

/// What a roof's panels made.
fn solar() -> Content {
	let declared = Definition::declare(
		vec![input("made", "kWh", 0, 10_000)],
		vec![parameter("factor", "451", "gCO2e/kWh")],
		vec![],
	)
	.unwrap();
	let claim = ClaimSpec::SitePeriod { group: ROOFS, max_days: 60 };
	content("made * factor", declared, claim, 60)
}

/// Publishes a methodology, in force from the second day on.
fn publish(number: u16, content: Content) -> MethodologyRef {
	let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
	let hash = content.hash();
	let draft = u32::from(number);
	assert_ok!(MethodologyRegistry::draft(alice.clone(), None, Box::new(content)));
	assert_ok!(MethodologyRegistry::open_consultation(alice, draft));
	days_later(1);
	let effective = Clock::now() + SECONDS_PER_DAY;
	assert_ok!(MethodologyRegistry::publish(council(), draft, hash, effective));
	days_later(1);
	MethodologyRef { methodology: number, version: 1 }
}

/// A registration as the operator sends it, attested by the provider that opened the accounts.
fn registration(
	group: u8,
	object: ObjectId,
	holders: &[(CitizenId, u16)],
	members: u8,
	crediting_from: Option<Day>,
	epoch: u32,
) -> pallet_object_registry::Call<Runtime> {
	let statement = ObjectStatement {
		genesis: System::block_hash(0),
		provider: 1,
		operator: 0,
		group,
		object,
		holders,
		members,
		crediting_from,
		epoch,
		expires: Clock::now() + SECONDS_PER_DAY,
	};
	pallet_object_registry::Call::register {
		group,
		object,
		holders: holders.to_vec().try_into().unwrap(),
		members,
		crediting_from,
		provider: 1,
		epoch,
		expires: statement.expires,
		signature: PROVIDER.pair().sign(&statement.message()),
	}
}

fn register(call: pallet_object_registry::Call<Runtime>) {
	let call = RuntimeCall::ObjectRegistry(call);
	assert_ok!(call.dispatch(reporter()).map_err(|failure| failure.error));
}

/// A day's reading of METER, in hundredths of a kilowatt-hour.
fn day_of_meter(citizen: CitizenId, day: Day, object: ObjectId, from: u64, used: u64) -> Row {
	Row {
		citizen,
		start: Clock::first_minute_of(day).unwrap(),
		duration: 1_440,
		inputs: vec![Compact(used)].try_into().unwrap(),
		claims: vec![ClaimData::Counter { object, from, to: from + used, gap: false }]
			.try_into()
			.unwrap(),
	}
}

fn submit(name: u8, methodology: MethodologyRef, rows: Vec<Row>) -> Vec<Outcome> {
	let rows = rows.try_into().unwrap();
	let submitted = ActivityReports::submit(reporter(), [name; 32], methodology, None, rows);
	assert_ok!(submitted.map_err(|failure| failure.error));
	outcomes()
}

fn provided() -> Vec<Provided> {
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::ActivityReports(pallet_activity_reports::Event::BatchProcessed {
				provided,
				..
			}) => Some(provided.into_inner()),
			_ => None,
		})
		.expect("a batch was processed")
}

#[test]
fn a_shared_meter_is_credited_against_its_own_past() {
	with_metro(|_| {
		assert_ok!(ActivityReports::set_group(council(), METERS, text("meters"), 0, 30, 300, 0));
		let household = publish(1, electricity());
		let first = Clock::today();
		days_later(8);
		register(registration(METERS, METER, &[(0, 6_000), (1, 4_000)], 3, None, 1));

		// Six days of 10 kWh, then one of 6 kWh, by both holders; a stranger reports the last.
		let week = |citizen| {
			let days = [1_000u64, 1_000, 1_000, 1_000, 1_000, 1_000, 600];
			let mut reading = 50_000;
			let mut rows = Vec::new();
			for (day, used) in (first..).zip(days) {
				rows.push(day_of_meter(citizen, day, METER, reading, used));
				reading += used;
			}
			rows
		};
		let mut rows = week(0);
		rows.extend(week(1));
		rows.push(day_of_meter(2, first + 6, METER, 56_000, 600));
		rows.push(day_of_meter(2, first + 6, [7; 32], 0, 600));
		let found = submit(1, household, rows);
		let short = Outcome::Recorded(Reason::BaselineTooShort);
		let same = Outcome::Recorded(Reason::NoReduction);
		// 4 kWh below the mean of 10, at 451 g: 1,804 g, of which 60 and 40 percent.
		let (most, least) = (Outcome::Credited { grams: 1_082 }, Outcome::Credited { grams: 721 });
		assert_eq!(found[..7], [short, short, short, short, short, same, most]);
		assert_eq!(found[7..14], [short, short, short, short, short, same, least]);
		assert_eq!(found[14], Outcome::Rejected(Reason::HeldByAnother));
		assert_eq!(found[15], Outcome::Rejected(Reason::NotRegistered));
		let computed = provided();
		let with = |row, share| Provided { row, mean: Some(1_000), members: Some(3), share };
		assert!(computed.contains(&with(6, 6_000)) && computed.contains(&with(13, 4_000)));
		assert_eq!(CarbonAccounts::position(0, 0).unwrap().grams, 1_082);
		assert_eq!(CarbonAccounts::position(0, 1).unwrap().grams, 721);

		// The household moves out; who moves in goes on from the last credited reading, alone, and
		// one person saves no more than one person can.
		register(registration(METERS, METER, &[(2, 10_000)], 1, None, 2));
		let day = |citizen| day_of_meter(citizen, first + 7, METER, 56_600, 100);
		let found = submit(2, household, vec![day(0), day(2)]);
		assert_eq!(found[0], Outcome::Rejected(Reason::HeldByAnother));
		assert_eq!(found[1], Outcome::Credited { grams: 902 });
	});
}

#[test]
fn a_roof_is_credited_from_its_attested_day_on() {
	with_metro(|_| {
		assert_ok!(ActivityReports::set_group(council(), ROOFS, text("roofs"), 0, 30, 300, 0));
		let roofs = publish(1, solar());
		let first = Clock::today();
		days_later(10);
		let period = |object, from: Day, to: Day| Row {
			citizen: 0,
			start: Clock::first_minute_of(to - 1).unwrap(),
			duration: 1_440,
			inputs: vec![Compact(2)].try_into().unwrap(),
			claims: vec![ClaimData::Site { object, from, to }].try_into().unwrap(),
		};
		register(registration(ROOFS, ROOF, &[(0, 5_000)], 0, Some(first + 2), 1));
		let rows = vec![
			period([7; 32], first + 2, first + 4),
			period(ROOF, first + 1, first + 4),
			period(ROOF, first + 2, first + 4),
			period(ROOF, first + 4, first + 5),
		];
		let found = submit(1, roofs, rows);
		assert_eq!(found[0], Outcome::Rejected(Reason::NotRegistered));
		assert_eq!(found[1], Outcome::Rejected(Reason::OutsideCreditingPeriod));
		// 902 g, of which half.
		assert_eq!(
			found[2..],
			[Outcome::Credited { grams: 451 }, Outcome::Credited { grams: 451 }]
		);
	});
}

#[test]
fn objects_are_registered_many_at_once_and_each_for_itself() {
	with_metro(|_| {
		// As the command line sends them: the second one is no next registration.
		let calls = vec![
			registration(METERS, [1; 32], &[(0, 1)], 0, None, 1),
			registration(METERS, [2; 32], &[(0, 1)], 0, None, 2),
			registration(METERS, [3; 32], &[(0, 1)], 0, None, 1),
		];
		let calls = calls.into_iter().map(RuntimeCall::ObjectRegistry).collect();
		let left = pallet_participants::Pallet::<Runtime>::quota_left(0);
		let batch = RuntimeCall::Utility(pallet_utility::Call::force_batch { calls });
		assert_ok!(batch.dispatch(reporter()).map_err(|failure| failure.error));
		let items: Vec<_> = System::events()
			.into_iter()
			.filter_map(|record| match record.event {
				RuntimeEvent::Utility(pallet_utility::Event::ItemCompleted) => Some(None),
				RuntimeEvent::Utility(pallet_utility::Event::ItemFailed { error }) => {
					Some(Some(error))
				},
				_ => None,
			})
			.collect();
		let mismatch: DispatchError =
			pallet_object_registry::Error::<Runtime>::EpochMismatch.into();
		assert_eq!(items, [None, Some(mismatch), None]);
		assert!(ObjectRegistry::registration(METERS, [2; 32]).is_none());
		// Two of the operator's records of today.
		assert_eq!(
			left,
			pallet_participants::Pallet::<Runtime>::quota_left(0).map(|left| left + 2)
		);
	});
}

#[test]
fn the_cli_s_chunk_of_registrations_fits_in_a_block() {
	let register = pallet_object_registry::Call::<Runtime>::register {
		group: 63,
		object: [0; 32],
		holders: BoundedVec::truncate_from(vec![(u32::MAX, 1_250); MAX_HOLDERS as usize]),
		members: 32,
		crediting_from: Some(Day::MAX),
		provider: 1,
		epoch: u32::MAX,
		expires: u64::MAX,
		signature: Default::default(),
	};
	let calls = vec![RuntimeCall::ObjectRegistry(register); 50];
	let call = RuntimeCall::Utility(pallet_utility::Call::force_batch { calls });
	let limit = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_extrinsic.unwrap();
	// Far from it: others want into the block, too.
	assert!(call.get_dispatch_info().call_weight.saturating_mul(10).all_lte(limit));
	assert!(codec::Encode::encoded_size(&call) < 16 * 1_024);
}
