//! Bonds and devices with the runtime's own money, clock and council.

use super::{
	carbon::{council, days_later, reporter, ride, with_metro, METRO},
	*,
};
use frame_support::{
	assert_err_ignore_postinfo, assert_ok,
	traits::fungible::{Inspect, InspectHold},
};
use pallet_participants::{Error, HoldReason, LicenceTerms, Scope};
use sp_core::H256;
use sp_runtime::{DispatchError, MultiSigner};
use tanpu_primitives::{
	device::DeviceConsent, traits::Devices, verification::Bonds, Clock as _, SECONDS_PER_DAY,
};

/// What the council demands of the metro.
const DEMAND: Balance = 50_000 * currency::UNITS;

fn treasury() -> AccountId {
	Sr25519Keyring::DaveStash.to_account_id()
}

fn holder() -> RuntimeOrigin {
	RuntimeOrigin::signed(treasury())
}

fn demand(bond: Balance) {
	let terms = LicenceTerms::Operator { scope: Scope::All, daily_quota: 10_000, bond };
	let later = Clock::now() + 3_650 * SECONDS_PER_DAY;
	assert_ok!(Participants::amend(council(), 0, terms, later));
}

#[test]
fn an_operator_short_of_its_bond_reports_nothing() {
	with_metro(|midnight| {
		let rows = || vec![ride(0, midnight + 480, 21, 1_127)].try_into().unwrap();
		let submit = || ActivityReports::submit(reporter(), [1; 32], METRO, None, rows());
		demand(DEMAND);
		assert_ok!(Participants::post_bond(holder(), 0, DEMAND - 1));
		let short = pallet_activity_reports::Error::<Runtime>::BondShort;
		assert_err_ignore_postinfo!(submit(), short);
		assert_ok!(Participants::post_bond(holder(), 0, 1));
		assert_ok!(submit());
		let held = Balances::balance_on_hold(&HoldReason::Bond.into(), &treasury());
		assert_eq!(held, DEMAND);
	});
}

#[test]
fn recalled_grams_are_paid_for_and_the_council_spends_it() {
	with_metro(|_| {
		assert_ok!(Participants::post_bond(holder(), 0, DEMAND));
		// 85.5 TANP a tonne.
		let price = 855 * currency::UNITS / 10 / 1_000_000;
		let one = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(1, 3));
		assert_noop!(
			Participants::set_replacement_price(one.clone(), price),
			DispatchError::BadOrigin
		);
		assert_ok!(Participants::set_replacement_price(council(), price));
		let tonnes = 100;
		let taken = <Participants as Bonds>::replace(0, 3, tonnes * 1_000_000);
		assert_eq!(taken, tonnes * 1_000_000);
		let paid = 8_550 * currency::UNITS;
		assert_eq!(<Participants as Bonds>::bonded(0), DEMAND - paid);
		assert_eq!(Participants::replacement_fund(), paid);

		let seller = Sr25519Keyring::EveStash.to_account_id();
		let before = Balances::balance(&seller);
		let spend = |origin, amount| {
			Participants::spend_replacement_fund(origin, seller.clone(), amount, H256::zero())
		};
		assert_noop!(spend(one, paid), DispatchError::BadOrigin);
		assert_noop!(spend(council(), paid + 1), Error::<Runtime>::ReplacementFundShort);
		assert_ok!(spend(council(), paid));
		assert_eq!(Balances::balance(&seller), before + paid);
		assert_eq!(Participants::replacement_fund(), 0);
	});
}

#[test]
fn a_bond_outlives_its_licence_by_a_year() {
	with_metro(|_| {
		assert_ok!(Participants::post_bond(holder(), 0, DEMAND));
		assert_ok!(Participants::request_bond_release(holder(), 0, DEMAND / 2));
		days_later(30);
		assert_ok!(Participants::release_bond(holder(), 0));
		assert_ok!(Participants::revoke(council(), 0));
		assert_ok!(Participants::request_bond_release(holder(), 0, DEMAND / 2));
		days_later(364);
		assert_noop!(Participants::release_bond(holder(), 0), Error::<Runtime>::NoticeRuns);
		days_later(1);
		assert_ok!(Participants::release_bond(holder(), 0));
		assert_eq!(Balances::balance_on_hold(&HoldReason::Bond.into(), &treasury()), 0);
	});
}

#[test]
fn the_treasury_registers_devices_at_its_cost() {
	with_metro(|_| {
		let gate = Sr25519Keyring::Two.pair();
		let key = MultiSigner::from(gate.public());
		let consent = DeviceConsent { genesis: System::block_hash(0), operator: 0 };
		let proof = gate.sign(&consent.message());
		assert_noop!(
			Participants::register_device(reporter(), 0, key.clone(), proof.into()),
			pallet_participants::Error::<Runtime>::NotHolder
		);
		assert_ok!(Participants::register_device(holder(), 0, key.clone(), proof.into()));
		assert_eq!(<Participants as Devices>::operator_of(&key), Some(0));
		let held = || Balances::balance_on_hold(&HoldReason::Device.into(), &treasury());
		// Two entries and their bytes: a quarter of a TANP, so 10,000 gates cost 2,500.
		assert!(held() > currency::UNITS / 5 && held() < currency::UNITS / 4, "{}", held());
		assert_ok!(Participants::remove_device(reporter(), 0, key.clone()));
		assert_eq!(<Participants as Devices>::operator_of(&key), None);
		assert_eq!(held(), 0);
	});
}
