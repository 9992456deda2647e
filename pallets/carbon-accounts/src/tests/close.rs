use crate::{mock::*, weights::WeightInfo, *};
use frame_support::{assert_noop, assert_ok};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{attestation::Purpose, traits::Positions as _, Disposition};

fn close(key: sp_keyring::Sr25519Keyring) -> DispatchResult {
	CarbonAccounts::close(RuntimeOrigin::signed(key.to_account_id()))
		.map(|_| ())
		.map_err(|failure| failure.error)
}

#[test]
fn the_citizen_leaves_everywhere_and_keeps_what_was_earned() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let alice = RuntimeOrigin::signed(Alice.to_account_id());
		for operator in [METRO, BUS] {
			assert_ok!(CarbonAccounts::enrol(alice.clone(), operator, Disposition::SelfHeld));
		}
		assert_ok!(CarbonAccounts::leave(alice.clone(), BUS));
		open_for(METRO, vec![opening(METRO, 2)]);
		let mut position = CarbonAccounts::get(METRO, citizen).unwrap();
		position.credit(3, 117, 844, 1_000, Some(&issue())).unwrap();
		CarbonAccounts::put(METRO, citizen, position.clone());
		assert_ok!(CarbonAccounts::add_totals(METRO, 117));

		let weight = CarbonAccounts::close(alice.clone()).unwrap().actual_weight.unwrap();
		assert_eq!(weight, <() as WeightInfo>::close(2));
		System::assert_last_event(Event::AccountClosed { citizen }.into());
		let record = CarbonAccounts::citizen(citizen).unwrap();
		assert_eq!((record.key, record.status, record.epoch), (None, AccountStatus::Closed, 1));
		position.enrolled = false;
		assert_eq!(CarbonAccounts::position(METRO, citizen), Some(position));
		assert_eq!(CarbonAccounts::operator_totals(METRO), Totals { grams: 117, citizens: 1 });
		assert_eq!(CarbonAccounts::operator_totals(BUS).citizens, 0);
		// The key acts for nobody; it is not forgotten, nor is its nonce.
		assert_eq!(CarbonAccounts::citizen_of_key(Alice.to_account_id()), None);
		assert_eq!(System::providers(&Alice.to_account_id()), 1);
		assert_noop!(close(Alice), Error::<Test>::NotACitizen);
		assert_noop!(
			CarbonAccounts::enrol(alice, METRO, Disposition::SelfHeld),
			Error::<Test>::NotACitizen
		);
	});
}

#[test]
fn the_person_gets_no_other_account() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		assert_ok!(close(Alice));
		assert_eq!(CarbonAccounts::citizen_of_nullifier(nullifier(1)), Some(citizen));
		assert_noop!(
			CarbonAccounts::open(sponsor(), attestation(Purpose::Open, 1, Bob, 0)),
			Error::<Test>::EpochMismatch
		);
		assert_noop!(
			CarbonAccounts::claim(sponsor(), attestation(Purpose::Claim, 1, Bob, 1)),
			Error::<Test>::AccountClosed
		);
		let outcomes = open_for(METRO, vec![opening(METRO, 1)]);
		assert_eq!(outcomes, [OpeningOutcome::Rejected(OpeningReason::Closed)]);
	});
}

#[test]
fn not_while_orders_are_unfinished() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		set_orders(citizen, 1);
		assert_noop!(close(Alice), Error::<Test>::OrdersUnfinished);
		// Refusing it is light: a citizen's free calls could fill blocks with heavy ones.
		let refused = CarbonAccounts::close(RuntimeOrigin::signed(Alice.to_account_id()));
		let weight = refused.unwrap_err().post_info.actual_weight;
		assert_eq!(weight, Some(<() as WeightInfo>::close(0)));
		set_orders(citizen, 0);
		assert_ok!(close(Alice));
	});
}

#[test]
fn a_replacement_that_is_under_way_is_dropped() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		let replace = attestation(Purpose::Replace, 1, Bob, 1);
		assert_ok!(CarbonAccounts::replace_key(sponsor(), replace));
		System::reset_events();
		assert_ok!(close(Alice));
		System::assert_has_event(
			Event::ReplacementDropped { citizen, key: Bob.to_account_id() }.into(),
		);
		set_now(START + DELAY);
		assert_noop!(
			CarbonAccounts::complete_replacement(sponsor(), citizen),
			Error::<Test>::NoReplacement
		);
	});
}

#[test]
fn only_a_citizen_s_key_closes() {
	build_and_execute(|| {
		open_for(METRO, vec![opening(METRO, 1)]);
		assert_noop!(close(Alice), Error::<Test>::NotACitizen);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let error = CarbonAccounts::close(origin).unwrap_err().error;
			assert_eq!(error, DispatchError::BadOrigin);
		}
	});
}
