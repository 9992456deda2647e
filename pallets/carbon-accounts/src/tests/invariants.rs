//! `try_state` finds what it says it finds.

use crate::{mock::*, *};
use frame_support::assert_ok;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use tanpu_primitives::{Be16, Be32, Clock, Disposition, Position};

/// A sound state with a keyed citizen (0), an unkeyed one (1), and a position of each.
fn broken_by(damage: impl FnOnce(), found: &'static str) {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(CarbonAccounts::enrol(alice, METRO, Disposition::SelfHeld));
		open_for(METRO, vec![opening(METRO, 2)]);
		assert_ok!(CarbonAccounts::do_try_state());
		let result = frame_support::storage::with_transaction(|| {
			damage();
			let result = CarbonAccounts::do_try_state();
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>(result))
		});
		assert_eq!(result.unwrap(), Err(found.into()));
	});
}

fn change(citizen: u32, change: impl FnOnce(&mut Position)) {
	Positions::<Test>::mutate(Be16::from(METRO), Be32::from(citizen), |position| {
		change(position.as_mut().unwrap())
	});
}

fn record(citizen: u32, change: impl FnOnce(&mut Citizen)) {
	Citizens::<Test>::mutate(citizen, |record| change(record.as_mut().unwrap()));
}

#[test]
fn numbers() {
	broken_by(|| NextCitizenId::<Test>::put(1), "accounts: a citizen's number was never given");
	broken_by(|| NextCitizenId::<Test>::put(3), "accounts: a number was given and has no citizen");
	broken_by(
		|| CitizenByNullifier::<Test>::insert(nullifier(9), 0),
		"accounts: two nullifiers lead to one citizen",
	);
	broken_by(
		|| CitizenByNullifier::<Test>::insert(nullifier(9), 7),
		"accounts: a nullifier leads to no citizen",
	);
	broken_by(
		|| CitizenByNullifier::<Test>::remove(nullifier(2)),
		"accounts: a citizen has no nullifier",
	);
}

#[test]
fn keys() {
	broken_by(
		|| CitizenByKey::<Test>::insert(Bob.to_account_id(), 7),
		"accounts: a key leads to no citizen",
	);
	broken_by(
		|| CitizenByKey::<Test>::insert(Bob.to_account_id(), 0),
		"accounts: a key leads to a citizen who has another or none",
	);
	broken_by(
		|| CitizenByKey::<Test>::remove(Alice.to_account_id()),
		"accounts: a citizen's key does not lead to them",
	);
	broken_by(
		|| {
			assert_ok!(System::dec_providers(&Alice.to_account_id()));
		},
		"accounts: a citizen's key can't sign",
	);
	broken_by(|| record(0, |record| record.epoch = 0), "accounts: a key that no statement gave");
	broken_by(
		|| record(0, |record| record.status = AccountStatus::Closed),
		"accounts: a closed account has a key",
	);
}

#[test]
fn positions() {
	broken_by(
		|| {
			let position = Position::new(Disposition::Entrusted);
			Positions::<Test>::insert(Be16::from(METRO), Be32::from(7), position)
		},
		"accounts: a position of no citizen",
	);
	broken_by(
		|| record(1, |record| record.operators = Default::default()),
		"accounts: a position that its citizen's record does not name",
	);
	broken_by(
		|| record(1, |record| record.status = AccountStatus::Closed),
		"accounts: a closed account is enrolled",
	);
	broken_by(
		|| record(1, |record| record.operators = vec![METRO, BUS].try_into().unwrap()),
		"accounts: a record names an operator without a position",
	);
	broken_by(
		|| record(1, |record| record.operators = vec![METRO, METRO].try_into().unwrap()),
		"accounts: a citizen's operators are not in rising order",
	);
	broken_by(
		|| change(1, |position| position.carry = 1_000),
		"accounts: a carry of a whole hundredth or more",
	);
	broken_by(
		|| change(1, |position| position.contributions = vec![(2, 0), (1, 0)].try_into().unwrap()),
		"accounts: contributions are not in rising order of class",
	);
	broken_by(
		|| change(1, |position| position.points = vec![(2, 1), (1, 1)].try_into().unwrap()),
		"accounts: points are not in rising order of series",
	);
	broken_by(
		|| change(1, |position| position.points = vec![(2, 0)].try_into().unwrap()),
		"accounts: no points of a series are written down",
	);
	broken_by(
		|| change(1, |position| position.contributions = vec![(1, 1)].try_into().unwrap()),
		"accounts: more was contributed than credited",
	);
}

fn replacement(change: impl FnOnce(&mut Replacement)) {
	let mut replacement = Replacement {
		key: Bob.to_account_id(),
		provider: POLICE,
		due: START,
		state: ReplacementState::Announced,
	};
	record(0, |record| record.epoch = 2);
	change(&mut replacement);
	Replacements::<Test>::insert(0, replacement);
}

#[test]
fn replacements() {
	broken_by(
		|| {
			replacement(|_| ());
			Replacements::<Test>::insert(7, Replacements::<Test>::get(0).unwrap());
		},
		"accounts: a replacement for no citizen",
	);
	broken_by(
		|| {
			replacement(|_| ());
			Replacements::<Test>::insert(1, Replacements::<Test>::take(0).unwrap());
		},
		"accounts: a replacement where there is no key",
	);
	broken_by(
		|| replacement(|one| one.key = Alice.to_account_id()),
		"accounts: a key is to replace itself",
	);
	broken_by(
		|| {
			replacement(|_| ());
			record(0, |record| record.epoch = 1);
		},
		"accounts: a replacement that no statement announced",
	);
	broken_by(
		|| replacement(|one| one.due = START + DELAY + 1),
		"accounts: a replacement later than the delay",
	);
	broken_by(
		|| replacement(|one| one.state = ReplacementState::Vetoed { at: START + 1 }),
		"accounts: a veto in the future",
	);
}

#[test]
fn free_calls() {
	let today = TestClock::today();
	let used = |citizen, day, used| {
		move || FreeCallsUsed::<Test>::insert(citizen, FreeCalls { day, used })
	};
	broken_by(used(7, today, 1), "accounts: free calls of no citizen");
	broken_by(used(0, today, FREE + 1), "accounts: more free calls than a day has");
	broken_by(used(0, today + 1, 1), "accounts: free calls in the future");
}

#[test]
fn totals() {
	let sums = "accounts: an operator's totals are not the sums of its positions";
	broken_by(|| change(1, |position| position.grams = 1), sums);
	broken_by(|| change(1, |position| position.enrolled = false), sums);
	broken_by(
		|| OperatorTotals::<Test>::remove(METRO),
		"accounts: an operator has positions and no totals",
	);
	broken_by(
		|| {
			change(0, |position| position.grams = u64::MAX);
			change(1, |position| position.grams = u64::MAX);
		},
		"accounts: an operator's sum exceeds its type",
	);
}
