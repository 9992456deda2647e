//! The way of a record through the composed runtime: published, licensed, opened, reported,
//! credited; and what the composition itself must refuse.

use super::*;
use codec::Compact;
use frame_support::{assert_err_ignore_postinfo, assert_ok, traits::OnTimestampSet, BoundedVec};
use pallet_carbon_accounts::Opening;
use pallet_methodology_registry::{Content, Document, Sections, Texts};
use pallet_participants::{LicenceTerms, Scope};
use sp_core::H256;
use sp_runtime::{DispatchError, Permill};
use tanpu_formula::{Definition, Fixed, Input, Parameter, SourceKind};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	ClaimData, ClaimSpec, Clock as _, CreditingRules, Disposition, MethodologyRef, Outcome, Reason,
	Row, SECONDS_PER_DAY,
};
use tanpu_runtime_api::runtime_decl_for_carbon_api::CarbonApi;

pub(super) const METRO: MethodologyRef = MethodologyRef { methodology: 0, version: 1 };
pub(super) const REPORTER: Sr25519Keyring = Sr25519Keyring::Dave;
pub(super) const PROVIDER: Sr25519Keyring = Sr25519Keyring::Ferdie;

pub(super) fn text<const N: u32>(text: &str) -> BoundedVec<u8, sp_core::ConstU32<N>> {
	text.as_bytes().to_vec().try_into().expect("short enough")
}

pub(super) fn council() -> RuntimeOrigin {
	pallet_collective::RawOrigin::Members(2, 3).into()
}

/// Moves the chain's clock on; a day takes a minute on this preset.
pub(super) fn days_later(days: u64) {
	let now = pallet_timestamp::Now::<Runtime>::get() + days * 60_000;
	pallet_timestamp::Now::<Runtime>::put(now);
	Clock::on_timestamp_set(now);
}

pub(super) fn metro() -> Content {
	let pkm = tanpu_formula::parse_unit("pkm").unwrap();
	let factor = tanpu_formula::parse_unit("gCO2e/pkm").unwrap();
	let value: Fixed = "46.7".parse().unwrap();
	let declared = Definition::declare(
		vec![Input::number("distance", pkm, 2, 0, 10_000).unwrap()],
		vec![
			Parameter::new("factor", value, factor, SourceKind::Official, "Shenzhen 2021").unwrap()
		],
		vec![],
	)
	.unwrap();
	Content {
		texts: Texts {
			title_en: text("Shenzhen metro"),
			jurisdiction: text("CN-SZ"),
			scenario: text("metro"),
			document: Document { hash: H256::zero(), uri: text("Shenzhen 2021-12") },
			sections: Sections::default(),
			..Default::default()
		},
		definition: tanpu_formula::compile("distance * factor", &declared).unwrap(),
		rules: CreditingRules {
			points_per_kg: 844,
			growth_per_kg: 1_000,
			max_grams_per_record: 4_670,
			max_grams_per_day: 20_000,
			claims: vec![ClaimSpec::Interval { group: 1 }].try_into().unwrap(),
			evidence_required: false,
			device_required: false,
			operator_share: Permill::from_percent(20),
			verifiers_needed: 2,
		},
	}
}

/// A chain on which the metro can report for three citizens; returns the first minute of a day
/// that is over and in which the methodology is in force.
pub(super) fn with_metro(test: impl FnOnce(u32)) {
	genesis_of(DEV_FAST).execute_with(|| {
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(1_700_000_000_000);
		Clock::on_timestamp_set(1_700_000_000_000);
		let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());

		assert_ok!(ActivityReports::set_group(council(), 1, text("rides"), 0, 30, 300, 0));
		let content = metro();
		let hash = content.hash();
		assert_ok!(MethodologyRegistry::draft(alice.clone(), None, Box::new(content)));
		assert_ok!(MethodologyRegistry::open_consultation(alice, 0));
		days_later(1);
		let effective = Clock::now() + SECONDS_PER_DAY;
		assert_ok!(MethodologyRegistry::publish(council(), 0, hash, effective));

		let later = Clock::now() + 3_650 * SECONDS_PER_DAY;
		let holder = |key: Sr25519Keyring| key.to_account_id();
		let terms = LicenceTerms::Operator { scope: Scope::All, daily_quota: 10_000, bond: 0 };
		assert_ok!(Participants::license(
			council(),
			holder(Sr25519Keyring::DaveStash),
			text("Metro"),
			H256::zero(),
			terms,
			later
		));
		assert_ok!(Participants::license(
			council(),
			holder(Sr25519Keyring::FerdieStash),
			text("City identity"),
			// Of another owner than the metro's: one of its own could not vouch for its users.
			H256::repeat_byte(1),
			LicenceTerms::IdentityProvider { attestation_key: PROVIDER.public() },
			later
		));
		assert_ok!(Participants::set_reporter(
			RuntimeOrigin::signed(holder(Sr25519Keyring::DaveStash)),
			0,
			REPORTER.to_account_id(),
			true
		));

		let expires = Clock::now() + SECONDS_PER_DAY;
		let entries: Vec<_> = (0..3u8)
			.map(|person| {
				let statement = Statement {
					purpose: Purpose::Open,
					genesis: System::block_hash(0),
					provider: 1,
					nullifier: [person; 32],
					key: None,
					operator: Some(0),
					disposition: Some(Disposition::Entrusted),
					epoch: 0,
					expires,
				};
				Opening {
					nullifier: [person; 32],
					expires,
					signature: PROVIDER.pair().sign(&statement.message()),
					disposition: Disposition::Entrusted,
				}
			})
			.collect();
		assert_ok!(CarbonAccounts::open_for_users(reporter(), 1, entries.try_into().unwrap()));

		let treasury = RuntimeOrigin::signed(holder(Sr25519Keyring::DaveStash));
		assert_ok!(Points::deposit(treasury.clone(), 0, 100 * currency::UNITS));
		let expires = Clock::now() + 730 * SECONDS_PER_DAY;
		assert_ok!(Points::open_series(treasury, 0, currency::CENTS, expires));

		days_later(3);
		let day = Clock::today() - 1;
		test(Clock::first_minute_of(day).unwrap());
		everything_holds();
	});
}

pub(super) fn reporter() -> RuntimeOrigin {
	RuntimeOrigin::signed(REPORTER.to_account_id())
}

pub(super) fn everything_holds() {
	assert_ok!(Clock::do_try_state());
	assert_ok!(Authority::do_try_state());
	assert_ok!(Participants::do_try_state());
	assert_ok!(MethodologyRegistry::do_try_state());
	assert_ok!(CarbonAccounts::do_try_state());
	assert_ok!(ActivityReports::do_try_state());
	assert_ok!(ObjectRegistry::do_try_state());
	assert_ok!(Points::do_try_state());
	assert_ok!(PointRedemption::do_try_state());
	assert_ok!(Growth::do_try_state());
	assert_ok!(Campaigns::do_try_state());
	assert_ok!(VerifiedReductions::do_try_state());
	assert_ok!(ReductionMarket::do_try_state());
}

pub(super) fn ride(citizen: u32, start: u32, minutes: u16, distance: u64) -> Row {
	Row {
		citizen,
		start,
		duration: minutes,
		inputs: vec![Compact(distance)].try_into().unwrap(),
		claims: Default::default(),
	}
}

pub(super) fn outcomes() -> Vec<Outcome> {
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::ActivityReports(pallet_activity_reports::Event::BatchProcessed {
				outcomes,
				..
			}) => Some(outcomes.into_inner()),
			_ => None,
		})
		.expect("a batch was processed")
}

#[test]
fn a_ride_becomes_grams_and_points() {
	with_metro(|midnight| {
		let rows = vec![
			ride(0, midnight + 480, 21, 1_127),
			ride(0, midnight + 490, 20, 300),
			ride(1, midnight + 480, 0, 0),
			ride(2, midnight + 480, 5, 10_001),
			ride(7, midnight + 480, 5, 100),
		];
		assert_ok!(ActivityReports::submit(
			reporter(),
			[1; 32],
			METRO,
			None,
			rows.try_into().unwrap()
		));
		let outcomes = outcomes();
		// 11.27 km at 46.7 g, rounded down.
		assert_eq!(outcomes[0], Outcome::Credited { grams: 526 });
		assert!(matches!(outcomes[1], Outcome::Rejected(Reason::Overlap { .. })));
		assert_eq!(outcomes[2], Outcome::Rejected(Reason::NoReduction));
		assert!(matches!(outcomes[3], Outcome::Rejected(Reason::Formula(_))));
		assert_eq!(outcomes[4], Outcome::Rejected(Reason::NotEnrolled));

		let position = CarbonAccounts::position(0, 0).unwrap();
		// 0.526 kg at 8.44 points.
		assert_eq!((position.grams, position.points_of(0), position.carry), (526, 443, 944));
		let solvency = Points::solvency(0).unwrap();
		assert_eq!(solvency.outstanding, 443 * currency::CENTS);
		assert_eq!(solvency.fund, 100 * currency::UNITS);
		assert_eq!(position.growth, 526_000);

		// What anybody may ask says the same.
		assert_eq!(<Runtime as CarbonApi<Block>>::evaluate(METRO, vec![1_127]), Ok(526));
		assert!(!<Runtime as CarbonApi<Block>>::explain(METRO, vec![1_127]).unwrap().is_empty());
		assert_eq!(<Runtime as CarbonApi<Block>>::positions_of(0), vec![(0, position)]);
		assert_eq!(
			<Runtime as CarbonApi<Block>>::citizens_of_nullifiers(vec![[2; 32], [9; 32]]),
			vec![Some(2), None]
		);
	});
}

#[test]
fn a_suspended_operator_reports_nothing_and_keeps_nothing_from_anybody() {
	with_metro(|midnight| {
		let bob = RuntimeOrigin::signed(Sr25519Keyring::Bob.to_account_id());
		let dave = RuntimeOrigin::signed(Sr25519Keyring::Dave.to_account_id());
		// One member is enough, by signature; somebody else is not.
		assert_noop!(Participants::suspend(dave, 0, H256::zero()), DispatchError::BadOrigin);
		assert_ok!(Participants::suspend(bob, 0, H256::zero()));
		let rows = || vec![ride(0, midnight + 480, 21, 1_127)].try_into().unwrap();
		assert_err_ignore_postinfo!(
			ActivityReports::submit(reporter(), [1; 32], METRO, None, rows()),
			pallet_activity_reports::Error::<Runtime>::OperatorSuspended
		);
		// It lapses after 72 hours without anybody doing anything.
		days_later(3);
		assert_ok!(ActivityReports::submit(reporter(), [1; 32], METRO, None, rows()));
	});
}

#[test]
fn the_council_alone_publishes_licenses_and_sets_groups() {
	with_metro(|_| {
		let one = || RuntimeOrigin::from(pallet_collective::RawOrigin::Members(1, 3));
		for origin in [one(), RuntimeOrigin::root(), reporter()] {
			assert_noop!(
				ActivityReports::set_group(origin.clone(), 2, text("x"), 0, 1, 1, 0),
				DispatchError::BadOrigin
			);
			assert_noop!(
				MethodologyRegistry::publish(origin.clone(), 0, H256::zero(), 0)
					.map_err(|failure| failure.error),
				DispatchError::BadOrigin
			);
			assert_noop!(Participants::revoke(origin, 0), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn root_is_reached_only_through_the_list() {
	genesis_of(DEV).execute_with(|| {
		let all = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(3, 3));
		let two = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(2, 3));
		let upgrade = || {
			Box::new(RuntimeCall::System(frame_system::Call::authorize_upgrade {
				code_hash: Hash::repeat_byte(1),
			}))
		};
		let wrapped = |call| {
			Box::new(RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![call] }))
		};
		assert_err_ignore_postinfo!(
			Authority::queue_root(two, upgrade()),
			DispatchError::BadOrigin
		);
		for call in [
			Box::new(RuntimeCall::System(frame_system::Call::set_code { code: vec![] })),
			Box::new(RuntimeCall::System(frame_system::Call::set_storage { items: vec![] })),
			Box::new(RuntimeCall::System(frame_system::Call::authorize_upgrade_without_checks {
				code_hash: Hash::repeat_byte(1),
			})),
			wrapped(*upgrade()),
			Box::new(RuntimeCall::Balances(pallet_balances::Call::force_set_balance {
				who: Sr25519Keyring::Bob.to_account_id().into(),
				new_free: 1,
			})),
		] {
			assert_err_ignore_postinfo!(
				Authority::queue_root(all.clone(), call),
				pallet_authority::Error::<Runtime>::NotListed
			);
		}
		assert_ok!(Authority::queue_root(all, upgrade()));
	});
}

#[test]
fn silence_is_not_a_majority() {
	use pallet_collective::DefaultVote;
	type Default =
		<Runtime as pallet_collective::Config<pallet_collective::Instance1>>::DefaultVote;
	assert!(!Default::default_vote(Some(true), 1, 0, 3));
	assert!(!Default::default_vote(None, 2, 0, 3));
}

#[test]
fn a_seat_changes_hands_by_three_quarters_only() {
	use frame_support::traits::Contains;
	type Filter = <Runtime as frame_system::Config>::BaseCallFilter;
	genesis_of(DEV).execute_with(|| {
		let change = RuntimeCall::CouncilMembership(pallet_membership::Call::change_key {
			new: Sr25519Keyring::Eve.to_account_id().into(),
		});
		let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
		assert_noop!(
			change.clone().dispatch(alice).map_err(|failure| failure.error),
			frame_system::Error::<Runtime>::CallFiltered
		);
		let propose = |threshold| {
			RuntimeCall::Council(pallet_collective::Call::propose {
				threshold,
				proposal: Box::new(change.clone()),
				length_bound: 1_000,
			})
		};
		assert!(!Filter::contains(&propose(1)));
		assert!(Filter::contains(&propose(2)));
		assert!(Filter::contains(&propose(3)));
	});
}

#[test]
fn only_dev_fast_plays_with_the_clock() {
	for name in [DEV, LOCAL, STAGING] {
		genesis_of(name).execute_with(|| {
			assert!(Clock::settings().is_plain(), "{name}");
			assert_eq!(Clock::day_offset(), 28_800);
		});
	}
	genesis_of(DEV_FAST).execute_with(|| {
		assert_eq!(Clock::settings().scale, 1_440);
		assert_eq!(<Runtime as CarbonApi<Block>>::clock().now, 1_769_400_000);
	});
}

#[test]
fn the_largest_batch_fits_in_a_block() {
	let submit = |rows: Vec<Row>| {
		RuntimeCall::ActivityReports(pallet_activity_reports::Call::submit {
			id: [0; 32],
			methodology: METRO,
			evidence_root: None,
			rows: rows.try_into().unwrap(),
		})
	};
	let limit = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_extrinsic.unwrap();
	let fits = |call: &RuntimeCall| {
		let weight = call.get_dispatch_info().call_weight;
		assert!(weight.all_lte(limit), "{weight:?} <= {limit:?}");
	};
	let rides =
		|count| -> Vec<_> { (0..count).map(|citizen| ride(citizen, 1, 1_440, 1)).collect() };
	let call = submit(rides(tanpu_primitives::MAX_ROWS));
	fits(&call);
	// A ride is some 15 bytes on the wire.
	let size = codec::Encode::encoded_size(&call);
	assert!(size < 20 * tanpu_primitives::MAX_ROWS as usize, "{size}");
	// Campaigns and their bonuses are in it, and registers with their histories fit too.
	let registers = |rows, claims: u8| {
		let counter = |id| ClaimData::Counter { object: [id; 32], from: 0, to: 1, gap: false };
		let claims: BoundedVec<_, _> =
			(0..claims).map(counter).collect::<Vec<_>>().try_into().unwrap();
		submit(rides(rows).into_iter().map(|row| Row { claims: claims.clone(), ..row }).collect())
	};
	fits(&registers(tanpu_primitives::MAX_ROWS, 1));
	// With as many claims as there can be, fewer rows make a batch.
	fits(&registers(650, 4));
}

#[test]
fn calls_stay_small() {
	// Every call is decoded on the stack of a wasm instance.
	let size = core::mem::size_of::<RuntimeCall>();
	assert!(size <= 1_024, "RuntimeCall has {size} bytes: box the largest argument");
}
