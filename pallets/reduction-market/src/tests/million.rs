//! A million tiny purchases, and claims among them.

use super::*;

/// So many purchases of one gram each. The long run is for `cargo test --release -- --ignored`.
fn tiny(purchases: u64) {
	new_test_ext().execute_with(|| {
		// Three who contributed amounts that divide nothing, and four million grams to sell.
		let contributions = [(0, 1_000_003), (1, 333_331), (5, 7)];
		let all: u64 = contributions.iter().map(|(_, grams)| grams).sum();
		issue(70, METRO, 4_000_000, &contributions);
		World::change(|world| {
			world.bonds.insert(METRO, Balance::MAX);
			world.keys.insert(5, key(5));
		});
		let until = START + 30 * DAY;
		let offer = Market::offer_pool(signed(METRO_TREASURY), 70, 4_000_000, 3, 1, until);
		assert_ok!(offer);
		Now::set(OPEN);
		for number in 0..purchases {
			assert_ok!(Market::buy_from_pool(signed(CAT), 70, 1, 3, None));
			// Somebody claims after nearly every purchase; most of the time it is too little.
			if number % 3 == 0 {
				let citizen = [0, 1, 5][(number / 3 % 3) as usize];
				let _ = Market::claim_proceeds(signed(key(citizen)), 70, citizen);
			}
			if number % 10_000 == 0 {
				System::reset_events();
			}
		}
		for (citizen, _) in contributions {
			let _ = Market::claim_proceeds(signed(key(citizen)), 70, citizen);
		}
		// Three plancks a purchase; the operator's fifth of it, rounded down, is nothing.
		let proceeds = 3 * Balance::from(purchases);
		assert_eq!(money(CAT), FUNDS - proceeds);
		assert_eq!(money(METRO_TREASURY), FUNDS);
		let paid: Balance =
			[0, 1].map(|citizen| money(key(citizen)) - ED).iter().sum::<Balance>() + money(key(5));
		let left = held(HoldReason::Proceeds, POT);
		assert_eq!(paid + left, proceeds);
		// Exactly what one purchase of everything would have paid: however often was claimed.
		for (citizen, grams) in &contributions[..2] {
			let due = proceeds * Balance::from(*grams) / Balance::from(all);
			assert_eq!(money(key(*citizen)) - ED, due);
		}
		let due = proceeds * 7 / Balance::from(all);
		assert_eq!(money(key(5)), if due < ED { 0 } else { due });
		assert!(left < 3 + ED, "{left}");
		Market::do_try_state().unwrap();
	});
}

#[test]
fn ten_thousand_tiny_purchases_conserve_the_proceeds() {
	tiny(10_000);
}

#[test]
#[ignore = "a million purchases take minutes"]
fn a_million_tiny_purchases_conserve_the_proceeds() {
	tiny(1_000_000);
}
