use crate::{mock::*, *};
use codec::Encode;
use frame_support::{assert_noop, assert_ok};
use sp_io::hashing::twox_128;
use tanpu_primitives::{traits::Positions as Ledger, Be16, Be32};

#[test]
fn credits_are_kept_and_summed() {
	build_and_execute(|| {
		open_for(METRO, vec![opening(METRO, 1), opening(METRO, 2)]);
		for (citizen, grams) in [(0, 117), (1, 95), (0, 3)] {
			let mut position = <CarbonAccounts as Ledger>::get(METRO, citizen).unwrap();
			position.credit(1, grams, 844, 1_000, Some(&issue())).unwrap();
			<CarbonAccounts as Ledger>::put(METRO, citizen, position);
			assert_ok!(<CarbonAccounts as Ledger>::add_totals(METRO, grams));
		}
		// 98 and 80 hundredths, and then one of the carry and two of 3 g.
		assert_eq!(
			<CarbonAccounts as Ledger>::outstanding(METRO).into_iter().collect::<Vec<_>>(),
			[(0, 98 + 80 + 3)]
		);
		let totals = CarbonAccounts::operator_totals(METRO);
		assert_eq!((totals.grams, totals.citizens), (215, 2));
		assert_eq!(CarbonAccounts::position(METRO, 0).unwrap().grams, 120);
		assert_eq!(<CarbonAccounts as Ledger>::get(BUS, 0), None);
		assert_eq!(<CarbonAccounts as Ledger>::get(METRO, 9), None);
	});
}

#[test]
fn sums_beyond_their_type_are_refused() {
	build_and_execute(|| {
		let add = <CarbonAccounts as Ledger>::add_totals;
		assert_ok!(add(METRO, u64::MAX));
		assert_noop!(add(METRO, 1), Error::<Test>::TotalsOverflow);
		OperatorTotals::<Test>::remove(METRO);
	});
}

#[test]
fn the_ledgers_keys_are_plain_and_sort_as_numbers_do() {
	let mut expected = twox_128(b"CarbonAccounts").to_vec();
	expected.extend(twox_128(b"Positions"));
	expected.extend(258u16.to_be_bytes());
	expected.extend(66_051u32.to_be_bytes());
	let key = Positions::<Test>::hashed_key_for(Be16::from(258), Be32::from(66_051));
	assert_eq!(key, expected);
	assert_eq!(Be32::from(66_051).encode(), [0, 1, 2, 3]);
}

#[test]
fn a_key_is_a_citizens() {
	use tanpu_primitives::traits::Citizens as Who;
	build_and_execute(|| {
		let alice = sp_keyring::Sr25519Keyring::Alice;
		let citizen = open_with_key(1, alice);
		open_for(METRO, vec![opening(METRO, 2)]);
		let account = alice.to_account_id();
		assert_eq!(<CarbonAccounts as Who<_>>::citizen_of(&account), Some(citizen));
		assert_eq!(<CarbonAccounts as Who<_>>::key_of(citizen), Some(account));
		assert_eq!(<CarbonAccounts as Who<_>>::key_of(citizen + 1), None);
		assert_eq!(<CarbonAccounts as Who<_>>::key_of(99), None);
	});
}
