//! Upgrades and migrations on the composed runtime.

use super::{points::*, *};
use crate::migrations::rehearsal::{Fails, Record, Walked};
use codec::{Decode, Encode};
use frame_support::{assert_ok, migrations::MultiStepMigrator, traits::Hooks};
use pallet_carbon_accounts::{Citizens, NextCitizenId};
use sp_core::H256;
use sp_runtime::ExtrinsicInclusionMode;
use tanpu_primitives::{Clock as _, SECONDS_PER_DAY};

fn motion(yes: u32) -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, pallet_collective::Instance1>::Members(yes, 12).into()
}

/// So many seconds of the chain's clock, or a little more where it is fast.
fn pass(seconds: u64) {
	let scale = u64::from(Clock::settings().scale);
	pallet_timestamp::Now::<Runtime>::mutate(|now| *now += (seconds * 1_000).div_ceil(scale));
}

/// A chain whose clock is the blocks' time.
fn plain(test: impl FnOnce()) {
	genesis_of(DEV).execute_with(|| {
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(1_700_000_000_000);
		test();
	});
}

/// So many citizens more, as the first is.
fn many(number: u32) {
	let first = NextCitizenId::<Runtime>::get();
	let like: pallet_carbon_accounts::Citizen = Decode::decode(&mut &[0u8; 64][..]).unwrap();
	for id in first..first + number {
		Citizens::<Runtime>::insert(id, like.clone());
	}
	NextCitizenId::<Runtime>::put(first + number);
}

/// What the walk must come to.
fn expected() -> (u32, H256) {
	let mut citizens = 0;
	let mut digest = H256::zero();
	for id in 0..NextCitizenId::<Runtime>::get() {
		if let Some(citizen) = Citizens::<Runtime>::get(id) {
			citizens += 1;
			digest = sp_io::hashing::blake2_256(&(digest, id, citizen).encode()).into();
		}
	}
	(citizens, digest)
}

/// Blocks until the migration is through or given up, three seconds each.
fn migrate() -> u32 {
	let mut blocks = 0;
	Migrations::on_runtime_upgrade();
	while <Migrations as MultiStepMigrator>::ongoing() {
		System::set_block_number(System::block_number() + 1);
		pass(3);
		let used = <Migrations as MultiStepMigrator>::step();
		assert!(used.all_lte(block::MAX_WEIGHT), "{used:?}");
		blocks += 1;
		assert!(blocks < 10_000);
	}
	blocks
}

#[test]
fn a_hundred_thousand_citizens_are_walked_block_by_block() {
	plain(|| {
		Fails::set(false);
		many(100_000);
		let before = expected();
		let blocks = migrate();
		let Record { citizens, digest, first_block, last_block } = Walked::get().unwrap();
		assert_eq!((citizens, digest), before);
		assert_eq!(expected(), before);
		assert_eq!(last_block - first_block + 1, blocks);
		assert!((5..200).contains(&blocks), "{blocks}");
		assert!(!SafeMode::is_entered() && !Clock::is_standing());
		// Once.
		assert_eq!(migrate(), 1);
		assert_eq!(Walked::get().unwrap().citizens, citizens);
	});
}

#[test]
fn only_inherents_go_in_meanwhile() {
	plain(|| {
		Fails::set(false);
		many(10_000);
		Migrations::on_runtime_upgrade();
		let next = <Header as sp_runtime::traits::Header>::new(
			System::block_number() + 1,
			Default::default(),
			Default::default(),
			Default::default(),
			Default::default(),
		);
		assert_eq!(Executive::initialize_block(&next), ExtrinsicInclusionMode::OnlyInherents);
	});
}

#[test]
fn a_deadline_that_a_migration_crosses_ends_later() {
	plain(|| {
		Fails::set(false);
		many(10_000);
		let owner = Sr25519Keyring::Dave;
		let id = pallet_settlement::NextWithdrawalId::<Runtime>::get();
		assert_ok!(Settlement::request_withdrawal(
			signed(owner),
			10 * currency::UNITS,
			H256::zero()
		));
		assert_ok!(Settlement::appoint(
			motion(8),
			Sr25519Keyring::Eve.to_account_id(),
			pallet_settlement::Duty::Propose
		));
		let report = |record| {
			Settlement::report_payment(signed(Sr25519Keyring::Eve), id, H256::repeat_byte(record))
		};
		// A second before the deadline an upgrade begins, and takes hours.
		pass(7 * SECONDS_PER_DAY - 1);
		let before = Clock::now();
		Migrations::on_runtime_upgrade();
		pass(10_000);
		assert_eq!(Clock::now(), before);
		while <Migrations as MultiStepMigrator>::ongoing() {
			<Migrations as MultiStepMigrator>::step();
		}
		// There still is that second.
		assert_eq!(Clock::now(), before);
		assert_ok!(report(1));
		pass(2);
		assert_eq!(Clock::now(), before + 2);
		assert!(report(2).is_err());
		// What is missing comes back by a hundredth, without a jump.
		pass(500_000);
		assert_eq!(Clock::now(), before + 2 + 500_000 + 5_000);
		pass(600_000);
		assert_eq!(Clock::now(), pallet_clock::Running::<Runtime>::now());
		Clock::do_try_state().unwrap();
	});
}

#[test]
fn a_failed_migration_stops_business_and_leaves_the_council_a_way_out() {
	with_points(|| {
		Fails::set(true);
		migrate();
		assert!(SafeMode::is_entered());
		assert!(Clock::is_standing());
		let standing = Clock::now();
		let refused = |call: RuntimeCall, origin| {
			let error = call.dispatch(origin).map_err(|failure| failure.error);
			assert_eq!(error, Err(frame_system::Error::<Runtime>::CallFiltered.into()));
		};
		// Neither business nor what SafeMode alone leaves open.
		refused(
			RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
				dest: Sr25519Keyring::Bob.to_account_id().into(),
				value: currency::UNITS,
			}),
			signed(Sr25519Keyring::Alice),
		);
		refused(
			RuntimeCall::CarbonAccounts(pallet_carbon_accounts::Call::leave { operator: 0 }),
			signed(CITIZEN),
		);
		// The council authorises another upgrade; its delay runs.
		let queue = RuntimeCall::Authority(pallet_authority::Call::queue_root {
			call: Box::new(RuntimeCall::System(frame_system::Call::authorize_upgrade {
				code_hash: H256::repeat_byte(9),
			})),
		});
		assert_ok!(queue.dispatch(motion(9)));
		pass(SECONDS_PER_DAY + 1);
		assert_eq!(Clock::now(), standing);
		let enact = RuntimeCall::Authority(pallet_authority::Call::enact {
			index: 0,
			max_weight: block::MAX_WEIGHT,
		});
		assert_ok!(enact.dispatch(signed(Sr25519Keyring::Alice)));
		assert_eq!(*System::authorized_upgrade().unwrap().code_hash(), H256::repeat_byte(9));
		// It comes with a migration that does the work.
		Fails::set(false);
		migrate();
		assert!(!Clock::is_standing());
		assert_eq!(Walked::get().unwrap().citizens, expected().0);
		let exit = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {});
		assert_ok!(exit.dispatch(motion(6)));
		let leave =
			RuntimeCall::CarbonAccounts(pallet_carbon_accounts::Call::leave { operator: 0 });
		assert_ok!(leave.dispatch(signed(CITIZEN)));
	});
}

#[test]
fn what_failed_half_way_is_done_from_the_beginning() {
	plain(|| {
		many(100_000);
		let due = expected();
		Fails::set(true);
		assert!(migrate() > 1);
		// The steps before the one that failed stay done.
		assert!((1..100_000).contains(&Walked::get().unwrap().citizens));
		assert!(!<Migrations as MultiStepMigrator>::ongoing());
		assert!(SafeMode::is_entered() && Clock::is_standing());
		Fails::set(false);
		migrate();
		let Record { citizens, digest, .. } = Walked::get().unwrap();
		assert_eq!((citizens, digest), due);
		assert_eq!(expected(), due);
		assert!(SafeMode::is_entered() && !Clock::is_standing());
	});
}

#[test]
fn a_migration_that_fails_in_safe_mode_leaves_it_without_an_end() {
	with_points(|| {
		assert_ok!(SafeMode::force_enter(motion(6)));
		// Twice: what was to mend it may fail, too.
		for _ in 0..2 {
			Fails::set(true);
			migrate();
			assert_eq!(pallet_safe_mode::EnteredUntil::<Runtime>::get(), Some(BlockNumber::MAX));
			assert!(Clock::is_standing());
			assert!(!<Migrations as MultiStepMigrator>::ongoing());
		}
		Fails::set(false);
		migrate();
		assert!(!Clock::is_standing());
		assert!(SafeMode::is_entered(), "leaving it is the council's");
	});
}

#[test]
fn leaving_safe_mode_lets_the_clock_run() {
	with_points(|| {
		Fails::set(true);
		migrate();
		assert!(Clock::is_standing());
		pass(100);
		assert_ok!(SafeMode::force_exit(motion(6)));
		assert!(!Clock::is_standing());
		Fails::set(false);
	});
}

/// Says that a code is this version.
struct Says(sp_version::RuntimeVersion);

impl sp_core::traits::ReadRuntimeVersion for Says {
	fn read_runtime_version(
		&self,
		_: &[u8],
		_: &mut dyn sp_externalities::Externalities,
	) -> Result<Vec<u8>, String> {
		Ok(self.0.encode())
	}
}

#[test]
fn an_upgrade_that_is_not_one_is_refused_before_it_is_applied() {
	let next = sp_version::RuntimeVersion { spec_version: VERSION.spec_version + 1, ..VERSION };
	let cases = [
		(sp_version::RuntimeVersion { spec_version: VERSION.spec_version, ..VERSION }, false),
		(sp_version::RuntimeVersion { spec_name: "other".into(), ..next.clone() }, false),
		(next, true),
	];
	for (version, good) in cases {
		let mut ext = genesis_of(DEV);
		ext.register_extension(sp_core::traits::ReadRuntimeVersionExt::new(Says(version)));
		ext.execute_with(|| {
			System::set_block_number(1);
			let code = vec![1, 2, 3];
			let code_hash = H256::from(sp_io::hashing::blake2_256(&code));
			let apply = |code: Vec<u8>| {
				RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { code })
					.dispatch(signed(Sr25519Keyring::Ferdie))
			};
			// Nobody authorised anything.
			assert!(apply(code.clone()).is_err());
			assert_ok!(System::authorize_upgrade(RuntimeOrigin::root(), code_hash));
			// Another code than the one authorised.
			assert!(apply(vec![3, 2, 1]).is_err());
			let _ = apply(code.clone());
			let applied = System::events().iter().any(|record| {
				matches!(
					record.event,
					RuntimeEvent::System(frame_system::Event::CodeUpdated { .. })
				)
			});
			assert_eq!(applied, good);
			let kept = sp_io::storage::get(sp_core::storage::well_known_keys::CODE);
			assert_eq!(kept.is_some_and(|kept| kept == code), good);
			assert!(System::authorized_upgrade().is_none(), "it can't be tried again");
		});
	}
}
