//! The way of a point through the composed runtime: earned, spent, paid out.

use super::{carbon::*, *};
use frame_support::{assert_err_ignore_postinfo, assert_ok, traits::Hooks};
use pallet_carbon_accounts::KeyAttestation;
use pallet_participants::LicenceTerms;
use pallet_points::PaymentRequest;
use sp_core::H256;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	Clock as _, Disposition, PointPart, PointParts, SECONDS_PER_DAY,
};

pub(super) const CITIZEN: Sr25519Keyring = Sr25519Keyring::One;
pub(super) const SHOP: u16 = 2;
pub(super) const SHOP_HOLDER: Sr25519Keyring = Sr25519Keyring::EveStash;

pub(super) fn signed(key: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(key.to_account_id())
}

/// A citizen with a key and no balance, enrolled with the metro, who has 4.43 points; and a shop.
pub(super) fn with_points(test: impl FnOnce()) {
	with_metro(|midnight| {
		let statement = Statement {
			purpose: Purpose::Open,
			genesis: System::block_hash(0),
			provider: 1,
			nullifier: [9; 32],
			key: Some(CITIZEN.to_account_id()),
			operator: None,
			disposition: None,
			epoch: 0,
			expires: Clock::now() + SECONDS_PER_DAY,
		};
		let message = statement.message();
		let attestation = KeyAttestation {
			provider: 1,
			nullifier: statement.nullifier,
			epoch: 0,
			expires: statement.expires,
			key: CITIZEN.to_account_id(),
			provider_signature: PROVIDER.pair().sign(&message),
			key_signature: CITIZEN.pair().sign(&message).into(),
		};
		assert_ok!(CarbonAccounts::open(signed(Sr25519Keyring::Bob), attestation));
		assert_ok!(CarbonAccounts::enrol(signed(CITIZEN), 0, Disposition::SelfHeld));
		assert_ok!(Participants::license(
			council(),
			SHOP_HOLDER.to_account_id(),
			text("Bakery"),
			H256::repeat_byte(2),
			LicenceTerms::Merchant,
			Clock::now() + 3_650 * SECONDS_PER_DAY,
		));
		let rows = vec![ride(3, midnight + 480, 21, 1_127)];
		let rows = rows.try_into().unwrap();
		assert_ok!(ActivityReports::submit(reporter(), [1; 32], METRO, None, rows));
		assert_eq!(CarbonAccounts::position(0, 3).unwrap().points_of(0), 443);
		test();
	});
}

fn request(amount: Balance, nonce: u64) -> PaymentRequest {
	PaymentRequest {
		genesis: System::block_hash(0),
		merchant: SHOP,
		amount,
		expires: Clock::now() + 600,
		receipt: H256::repeat_byte(5),
		nonce,
	}
}

pub(super) fn parts(points: u64) -> PointParts {
	vec![PointPart { operator: 0, series: 0, points }].try_into().unwrap()
}

#[test]
fn a_merchant_is_paid_whatever_becomes_of_the_operator() {
	with_points(|| {
		let cents = currency::CENTS;
		let holder = SHOP_HOLDER.to_account_id();
		let before = Balances::free_balance(&holder);
		let issuance = Balances::total_issuance();
		// 2.995 TANP take 300 hundredths; the half cent is the shop's.
		assert_ok!(Points::pay(signed(CITIZEN), request(2_995 * cents / 10, 1), parts(300)));
		assert_eq!(Points::receivable(SHOP), 300 * cents);
		assert_ok!(Participants::revoke(council(), 0));
		assert_ok!(Points::pay(signed(CITIZEN), request(100 * cents, 2), parts(100)));
		assert_ok!(Points::settle(signed(Sr25519Keyring::Bob), SHOP, 400 * cents));
		assert_eq!(Balances::free_balance(&holder), before + 400 * cents);
		assert_eq!(Balances::total_issuance(), issuance);
		// Nothing is issued for it any more.
		assert_err_ignore_postinfo!(
			ActivityReports::submit(
				reporter(),
				[2; 32],
				METRO,
				None,
				vec![ride(3, 1, 1, 1)].try_into().unwrap()
			),
			pallet_activity_reports::Error::<Runtime>::OperatorRevoked
		);
		let today = Clock::today();
		let statement = Points::statement(SHOP, today, today).unwrap();
		assert_eq!((statement.movements.paid, statement.closing), (400 * cents, 0));
	});
}

#[test]
fn a_schedule_pays_by_itself() {
	with_points(|| {
		let cents = currency::CENTS;
		let holder = SHOP_HOLDER.to_account_id();
		assert_ok!(Points::set_schedule(signed(SHOP_HOLDER), SHOP, Some((1, cents))));
		assert_ok!(Points::pay(signed(CITIZEN), request(5 * cents, 1), parts(5)));
		let before = Balances::free_balance(&holder);
		Points::on_idle(1, block::MAX_WEIGHT);
		assert_eq!(Balances::free_balance(&holder), before);
		days_later(1);
		let used = Points::on_idle(2, block::MAX_WEIGHT);
		assert!(used.all_lte(block::MAX_WEIGHT));
		assert_eq!(Balances::free_balance(&holder), before + 5 * cents);
	});
}

#[test]
fn a_fund_short_of_a_planck_refuses_the_batch() {
	with_points(|| {
		let treasury = signed(Sr25519Keyring::DaveStash);
		days_later(1);
		// What is left of the fund pays for one hundredth less than the next ride's points.
		let free = Points::solvency(0).unwrap().free;
		let price = free / 443 + 1;
		let expires = Clock::now() + 730 * SECONDS_PER_DAY;
		assert_ok!(Points::open_series(treasury.clone(), 0, price, expires));
		let short = Points::shortfall(0, 443);
		assert!(short > 0 && short <= 443);
		let midnight = Clock::first_minute_of(Clock::today() - 1).unwrap();
		let rows = || vec![ride(0, midnight + 480, 21, 1_127)].try_into().unwrap();
		let submit = || ActivityReports::submit(reporter(), [2; 32], METRO, None, rows());
		if short > 1 {
			assert_ok!(Points::deposit(treasury.clone(), 0, short - 1));
		}
		let refused = frame_support::storage::with_storage_layer(|| {
			submit().map_err(|failure| failure.error)
		});
		assert_eq!(refused, Err(pallet_points::Error::<Runtime>::FundShort.into()));
		assert_ok!(Points::deposit(treasury, 0, 1));
		assert_ok!(submit());
		let position = CarbonAccounts::position(0, 0).unwrap();
		assert_eq!((position.points_of(0), position.points_of(1)), (0, 443));
	});
}

#[test]
fn the_pots_exist_from_genesis_and_nobody_holds_their_keys() {
	use configs::{
		carbon::ReplacementFund,
		market::{CommonGoodAccount, ProceedsAccount},
		points::{FundAccount, SettlementAccount},
	};
	for name in [DEV, DEV_FAST, LOCAL, STAGING] {
		genesis_of(name).execute_with(|| {
			for pot in [
				FundAccount::get(),
				SettlementAccount::get(),
				ReplacementFund::get(),
				ProceedsAccount::get(),
				CommonGoodAccount::get(),
			] {
				assert_eq!(Balances::free_balance(&pot), currency::EXISTENTIAL_DEPOSIT);
			}
		});
	}
}
