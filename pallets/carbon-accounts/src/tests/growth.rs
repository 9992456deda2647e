use crate::mock::*;
use frame_support::assert_ok;
use tanpu_primitives::{growth::GrowthTotals, traits::Positions as Ledger, Disposition};

fn totals(citizen: CitizenIdOf) -> (u64, u64) {
	(CarbonAccounts::growth(citizen), CarbonAccounts::grams(citizen))
}

#[test]
fn adds_up_over_operators_and_keeps_what_was_earned() {
	build_and_execute(|| {
		let alice = sp_keyring::Sr25519Keyring::Alice;
		let citizen = open_with_key(1, alice);
		assert_eq!(totals(citizen), (0, 0));
		let origin = || RuntimeOrigin::signed(alice.to_account_id());
		for (operator, grams) in [(METRO, 117), (BUS, 5)] {
			assert_ok!(CarbonAccounts::enrol(origin(), operator, Disposition::SelfHeld));
			let mut position = <CarbonAccounts as Ledger>::get(operator, citizen).unwrap();
			position.credit(1, grams, 0, 2, None).unwrap();
			<CarbonAccounts as Ledger>::put(operator, citizen, position);
			assert_ok!(<CarbonAccounts as Ledger>::add_totals(operator, grams));
		}
		assert_eq!(totals(citizen), (244, 122));
		assert_ok!(CarbonAccounts::leave(origin(), BUS));
		assert_eq!(totals(citizen), (244, 122));
		assert_eq!(totals(99), (0, 0));
	});
}
