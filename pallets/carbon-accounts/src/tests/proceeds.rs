use crate::mock::*;
use frame_support::assert_ok;
use sp_keyring::Sr25519Keyring::Alice;
use tanpu_primitives::{traits::Positions as _, CitizenId, ClassId, Disposition, OperatorId};

fn contribute(operator: OperatorId, citizen: CitizenId, classes: &[ClassId]) {
	let mut position = CarbonAccounts::get(operator, citizen).unwrap();
	for class in classes {
		position.credit(*class, 10, 0, 0, None).unwrap();
		assert_ok!(CarbonAccounts::add_totals(operator, 10));
	}
	CarbonAccounts::put(operator, citizen, position);
}

#[test]
fn who_leaves_is_paid_by_the_key_that_signs() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(CarbonAccounts::enrol(alice.clone(), METRO, Disposition::Entrusted));
		contribute(METRO, citizen, &[4, 7]);
		assert_ok!(CarbonAccounts::leave(alice, METRO));
		assert_eq!(touched(), [(citizen, true, vec![4, 7])]);
	});
}

#[test]
fn only_what_was_entrusted() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(CarbonAccounts::enrol(alice.clone(), METRO, Disposition::SelfHeld));
		contribute(METRO, citizen, &[4]);
		assert_ok!(CarbonAccounts::leave(alice, METRO));
		assert_eq!(touched(), [(citizen, true, vec![])]);
	});
}

#[test]
fn who_closes_is_paid_before_the_key_goes() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		for operator in [METRO, BUS] {
			assert_ok!(CarbonAccounts::enrol(alice.clone(), operator, Disposition::Entrusted));
		}
		// More classes than are looked at; those of an operator that was left count.
		contribute(METRO, citizen, &(20..36).collect::<Vec<_>>());
		contribute(BUS, citizen, &[3, 40]);
		assert_ok!(CarbonAccounts::leave(alice.clone(), BUS));
		touched();
		assert_ok!(CarbonAccounts::close(alice));
		let oldest = [3].into_iter().chain(20..35).collect::<Vec<_>>();
		assert_eq!(touched(), [(citizen, true, oldest)]);
	});
}
