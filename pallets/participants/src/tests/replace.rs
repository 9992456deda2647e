//! What recalls take of bonds, and what the council does with it.

use super::*;
use frame_support::traits::fungible::Inspect;
use sp_runtime::TokenError;
use tanpu_primitives::{verification::Bonds as _, Balance, ClassId};

const CLASS: ClassId = 12;

/// Sets a price and waits until it counts.
fn price(plancks: Balance) {
	assert_ok!(Licences::set_replacement_price(council(), plancks));
	if let Some((_, from)) = Licences::next_replacement_price() {
		Now::set(from);
	}
}

/// An operator with so much bonded, of which so much is on notice.
fn bonded(amount: Balance, on_notice: Balance) -> ParticipantId {
	let metro = operator(METRO);
	assert_ok!(Licences::post_bond(signed(METRO), metro, amount));
	if on_notice > 0 {
		assert_ok!(Licences::request_bond_release(signed(METRO), metro, on_notice));
	}
	metro
}

fn on_notice(operator: ParticipantId) -> Balance {
	Bonds::<Test>::get(operator).on_notice()
}

#[test]
fn the_council_sets_the_price() {
	build_and_execute(|| {
		only_the_council(|origin| Licences::set_replacement_price(origin, 1));
		assert_eq!(Licences::replacement_price(), None);
		assert_noop!(Licences::set_replacement_price(council(), 0), Error::<Test>::ZeroAmount);
		price(7);
		System::assert_last_event(Event::ReplacementPriceSet { price: 7, from: START }.into());
		assert_eq!(Licences::replacement_price(), Some(7));
	});
}

#[test]
fn another_price_counts_after_its_notice() {
	build_and_execute(|| {
		let metro = bonded(1_000, 0);
		price(7);
		assert_ok!(Licences::set_replacement_price(council(), 100));
		let from = START + 2 * DAY;
		System::assert_last_event(Event::ReplacementPriceSet { price: 100, from }.into());
		assert_eq!(Licences::next_replacement_price(), Some((100, from)));
		Now::set(from - 1);
		assert_eq!(Licences::replacement_price(), Some(7));
		assert_eq!(Licences::replace(metro, CLASS, 10), 10);
		assert_eq!(Licences::bonded(metro), 930);
		// One that doesn't count yet gives way, with a notice of its own.
		assert_ok!(Licences::set_replacement_price(council(), 90));
		Now::set(from + 1);
		assert_eq!(Licences::replacement_price(), Some(7));
		Now::set(from - 1 + 2 * DAY);
		assert_eq!(
			(Licences::replacement_price(), Licences::next_replacement_price()),
			(Some(90), None)
		);
		assert_eq!(Licences::replace(metro, CLASS, 100), 10);
		assert_eq!(Licences::bonded(metro), 30);
		// And that one stands until the next counts.
		assert_ok!(Licences::set_replacement_price(council(), 1));
		assert_eq!(Licences::replacement_price(), Some(90));
	});
}

#[test]
fn recalled_grams_are_paid_for() {
	build_and_execute(|| {
		let metro = bonded(1_000, 0);
		price(7);
		assert_eq!(Licences::replace(metro, CLASS, 100), 100);
		System::assert_last_event(
			Event::BondTaken { operator: metro, class: CLASS, grams: 100, amount: 700 }.into(),
		);
		assert_eq!((Licences::bonded(metro), held(HoldReason::Bond, METRO)), (300, 300));
		assert_eq!(Licences::replacement_fund(), 700);
		assert_eq!(Balances::balance(&FUND), EXISTENTIAL + 700);
	});
}

#[test]
fn never_more_grams_than_are_paid_for() {
	build_and_execute(|| {
		let metro = bonded(1_000, 0);
		price(7);
		// 142 grams cost 994; 6 plancks pay for none, and stay.
		assert_eq!(Licences::replace(metro, CLASS, 143), 142);
		assert_eq!((Licences::bonded(metro), Licences::replacement_fund()), (6, 994));
		System::reset_events();
		assert_eq!(Licences::replace(metro, CLASS, 1), 0);
		assert_eq!(Licences::replace(metro, CLASS, u64::MAX), 0);
		assert!(System::events().is_empty());
		assert_eq!((Licences::bonded(metro), Licences::replacement_fund()), (6, 994));
	});
}

#[test]
fn the_largest_numbers() {
	build_and_execute(|| {
		let metro = bonded(ENDOWMENT - EXISTENTIAL, 0);
		price(Balance::MAX);
		assert_eq!(Licences::replace(metro, CLASS, u64::MAX), 0);
		price(1);
		let all = u64::try_from(ENDOWMENT - EXISTENTIAL).unwrap();
		assert_eq!(Licences::replace(metro, CLASS, u64::MAX), all);
		assert!(!Bonds::<Test>::contains_key(metro));
		assert_eq!(Balances::balance(&METRO), EXISTENTIAL);
	});
}

#[test]
fn nothing_without_price_bond_or_grams() {
	build_and_execute(|| {
		let metro = bonded(1_000, 0);
		let bus = operator(BUS);
		assert_eq!(Licences::replace(metro, CLASS, 5), 0);
		price(7);
		assert_eq!(Licences::replace(metro, CLASS, 0), 0);
		assert_eq!(Licences::replace(bus, CLASS, 5), 0);
		assert_eq!(Licences::replace(99, CLASS, 5), 0);
		assert_eq!(Licences::bonded(metro), 1_000);
	});
}

#[test]
fn what_is_on_notice_goes_first() {
	build_and_execute(|| {
		let metro = bonded(1_000, 400);
		price(10);
		assert_eq!(Licences::replace(metro, CLASS, 30), 30);
		assert_eq!((Licences::bonded(metro), on_notice(metro)), (600, 100));
		// The notice goes on as it began.
		let notice = Bonds::<Test>::get(metro).notice.unwrap();
		assert_eq!(notice.requested, START);
		assert_eq!(Licences::replace(metro, CLASS, 30), 30);
		assert_eq!(Bonds::<Test>::get(metro), Bond { bonded: 400, notice: None });
		assert_noop!(Licences::release_bond(signed(METRO), metro), Error::<Test>::NoRelease);
		assert_eq!(Licences::replace(metro, CLASS, 41), 40);
		assert!(!Bonds::<Test>::contains_key(metro));
		assert_eq!(Licences::replacement_fund(), 1_000);
	});
}

#[test]
fn also_after_the_notice_and_whatever_the_standing() {
	build_and_execute(|| {
		let metro = bonded(1_000, 1_000);
		price(1);
		Now::set(START + 31 * DAY);
		assert_eq!(Licences::replace(metro, CLASS, 100), 100);
		assert_ok!(suspend(metro));
		assert_eq!(Licences::replace(metro, CLASS, 100), 100);
		assert_ok!(Licences::revoke(council(), metro));
		assert_eq!(Licences::replace(metro, CLASS, 100), 100);
		Now::set(EXPIRES);
		assert_eq!(Licences::replace(metro, CLASS, 100), 100);
		// What is left comes back when its time has come.
		Now::set(EXPIRES + 400 * DAY);
		assert_ok!(Licences::release_bond(signed(METRO), metro));
		assert_eq!(Balances::balance(&METRO), ENDOWMENT - 400);
	});
}

#[test]
fn a_treasury_s_other_operator_doesn_t_pay() {
	build_and_execute(|| {
		let metro = bonded(100, 0);
		let second = operator(METRO);
		assert_ok!(Licences::post_bond(signed(METRO), second, 900));
		price(1);
		assert_eq!(Licences::replace(metro, CLASS, 500), 100);
		assert_eq!((Licences::bonded(metro), Licences::bonded(second)), (0, 900));
	});
}

#[test]
fn a_taken_bond_stops_reporting_until_it_is_filled_up() {
	build_and_execute(|| {
		let metro = licensed(METRO, bonded_terms(1_000));
		assert_ok!(Licences::post_bond(signed(METRO), metro, 1_000));
		assert_eq!(Licences::ensure_active(metro, 0, START), Ok(()));
		price(1);
		assert_eq!(Licences::replace(metro, CLASS, 1), 1);
		assert_eq!(Licences::ensure_active(metro, 0, START), Err(LicenceRefusal::BondShort));
		assert_ok!(Licences::post_bond(signed(METRO), metro, 1));
		assert_eq!(Licences::ensure_active(metro, 0, START), Ok(()));
	});
}

#[test]
fn the_council_spends_the_fund() {
	build_and_execute(|| {
		let metro = bonded(1_000, 0);
		price(1);
		assert_eq!(Licences::replace(metro, CLASS, 500), 500);
		let spend = |who, amount| Licences::spend_replacement_fund(council(), who, amount, REASON);
		only_the_council(|origin| Licences::spend_replacement_fund(origin, BUS, 1, REASON));
		assert_noop!(spend(BUS, 0), Error::<Test>::ZeroAmount);
		assert_noop!(spend(FUND, 1), Error::<Test>::BeneficiaryIsFund);
		// The account stays, and its existential deposit with it.
		assert_noop!(spend(BUS, 501), Error::<Test>::ReplacementFundShort);
		assert_noop!(spend(BUS, Balance::MAX), Error::<Test>::ReplacementFundShort);
		// Too little for an account that doesn't exist.
		assert_noop!(spend(4_444, EXISTENTIAL - 1), TokenError::BelowMinimum);
		assert_ok!(spend(BUS, 500));
		System::assert_last_event(
			Event::ReplacementFundSpent { beneficiary: BUS, amount: 500, reason: REASON }.into(),
		);
		assert_eq!(Balances::balance(&BUS), ENDOWMENT + 500);
		assert_eq!((Licences::replacement_fund(), Balances::balance(&FUND)), (0, EXISTENTIAL));
		assert_noop!(spend(BUS, 1), Error::<Test>::ReplacementFundShort);
	});
}
