//! The way of a gram through the composed runtime: ridden, reported, sealed, sampled, audited,
//! issued, sold, retired, and paid to those who rode.

use super::{carbon::*, points::*, *};
use frame_support::{assert_noop, assert_ok};
use pallet_carbon_accounts::KeyAttestation;
use pallet_participants::{LicenceTerms, Scope};
use pallet_reduction_market::Retirement;
use sp_core::H256;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	verification::Opinion,
	Clock as _, Disposition, SECONDS_PER_DAY,
};

const CLASS: u32 = 0;
const TREASURY: Sr25519Keyring = Sr25519Keyring::DaveStash;
const VERIFIERS: [Sr25519Keyring; 3] =
	[Sr25519Keyring::Two, Sr25519Keyring::AliceStash, Sr25519Keyring::BobStash];
/// A planck a gram is a millionth of a TANP a tonne: 40 TANP.
const PRICE: Balance = 40_000_000;

fn anyone() -> RuntimeOrigin {
	signed(Sr25519Keyring::Bob)
}

fn buyer() -> AccountId {
	Sr25519Keyring::Charlie.to_account_id()
}

fn balance(who: &AccountId) -> Balance {
	Balances::free_balance(who)
}

fn grams(who: &AccountId) -> u64 {
	Assets::balance(CLASS, who)
}

/// The metro's class of the month, issued: three citizens without keys entrusted 526, 467 and 42 g,
/// one with a key rode for themselves.
fn with_issued(test: impl FnOnce()) {
	with_points(|| {
		// `with_points` reported 526 g of citizen 3, who keeps what they earn.
		let midnight = Clock::first_minute_of(Clock::today() - 1).unwrap();
		let rows = vec![
			ride(0, midnight + 480, 21, 1_127),
			ride(1, midnight + 480, 21, 1_000),
			ride(2, midnight + 480, 5, 90),
		];
		let rows = rows.try_into().unwrap();
		assert_ok!(ActivityReports::submit(reporter(), [2; 32], METRO, None, rows));
		for (at, key) in VERIFIERS.into_iter().enumerate() {
			assert_ok!(Participants::license(
				council(),
				key.to_account_id(),
				text(["First", "Second", "Third"][at]),
				H256::repeat_byte(10 + at as u8),
				LicenceTerms::Verifier { scope: Scope::All },
				Clock::now() + 3_650 * SECONDS_PER_DAY,
			));
		}
		days_later(70);
		assert_ok!(VerifiedReductions::seal(anyone(), CLASS));
		// An epoch later there is randomness that nobody knew.
		System::set_block_number(1_000);
		pallet_babe::EpochStart::<Runtime>::put((900, 1_000));
		assert_ok!(VerifiedReductions::draw(anyone(), CLASS));
		for verifier in VerifiedReductions::sample(CLASS).unwrap().verifiers {
			let holder = Participants::participant(verifier).unwrap().holder;
			assert_ok!(VerifiedReductions::give_opinion(
				RuntimeOrigin::signed(holder),
				CLASS,
				verifier,
				Opinion::Unmodified,
				0,
				0,
				H256::zero(),
			));
		}
		assert_ok!(VerifiedReductions::conclude(anyone(), CLASS));
		days_later(8);
		assert_ok!(VerifiedReductions::issue(anyone(), CLASS));
		test();
		assert_ok!(VerifiedReductions::do_try_state());
		assert_ok!(ReductionMarket::do_try_state());
	});
}

/// Where all grams are; they tie.
fn totals() -> pallet_verified_reductions::Totals {
	let found = VerifiedReductions::totals(CLASS).unwrap();
	let parts = [
		found.held,
		found.listed,
		found.pool,
		found.claimable,
		found.buffer,
		found.retired,
		found.cancelled,
	];
	assert_eq!(parts.iter().sum::<u64>(), found.issued);
	found
}

fn until(days: u64) -> u64 {
	Clock::now() + days * SECONDS_PER_DAY
}

#[test]
fn from_a_report_to_the_citizens_money() {
	with_issued(|| {
		let pool = totals().pool;
		assert!(pool > 900, "{pool}");
		let treasury = signed(TREASURY);
		let offer = |grams| {
			ReductionMarket::offer_pool(treasury.clone(), CLASS, grams, PRICE, 1, until(30))
		};
		// No bond, no sale.
		type Error = pallet_reduction_market::Error<Runtime>;
		assert_noop!(offer(pool), Error::BondTooSmall);
		let value = Balance::from(pool) * PRICE;
		assert_ok!(Participants::post_bond(treasury.clone(), 0, value));
		assert_ok!(offer(pool));
		days_later(1);

		let before = (balance(&buyer()), balance(&TREASURY.to_account_id()));
		let buy = |grams, retire| {
			ReductionMarket::buy_from_pool(
				RuntimeOrigin::signed(buyer()),
				CLASS,
				grams,
				PRICE,
				retire,
			)
		};
		assert_ok!(buy(400, None));
		let retirement = Retirement { beneficiary: text("Lychee Bank"), purpose: text("travel") };
		assert_ok!(buy(pool - 400, Some(retirement)));
		assert_eq!(balance(&buyer()), before.0 - value);
		assert_eq!(
			balance(&TREASURY.to_account_id()),
			before.1 + 400 * PRICE / 5 + (value - 400 * PRICE) / 5
		);
		assert_eq!(grams(&buyer()), 400);
		let found = totals();
		assert_eq!((found.pool, found.held, found.retired), (0, 400, pool - 400));
		let certificate = VerifiedReductions::certificate(0).unwrap();
		assert_eq!(certificate.certificate.grams, pool - 400);
		assert_eq!(certificate.certificate.by, buyer());

		// Nobody has a key: settled, and the money waits.
		let sales = ReductionMarket::sales(CLASS);
		assert_eq!(sales.unclaimed(), value - 400 * PRICE / 5 - (value - 400 * PRICE) / 5);
		assert_ok!(ReductionMarket::claim_proceeds(anyone(), CLASS, 0));
		assert!(CarbonAccounts::position(0, 0).unwrap().contributions.is_empty());
		assert_noop!(ReductionMarket::claim_proceeds(anyone(), CLASS, 0), Error::NoKey);
		let due = ReductionMarket::due(CLASS, 0).unwrap();
		assert_eq!(due, sales.accrued * 526 / 1_035);
		// What they kept for themselves isn't the market's.
		assert!(ReductionMarket::claim_proceeds(anyone(), CLASS, 3).is_err());
	});
}

#[test]
fn what_a_citizen_kept_is_sold_and_retired_by_order() {
	with_issued(|| {
		assert_ok!(VerifiedReductions::claim(signed(CITIZEN), CLASS, 3));
		let citizen = CITIZEN.to_account_id();
		let own = grams(&citizen);
		assert!(own > 400, "{own}");
		let money =
			Balances::transfer_keep_alive(anyone(), citizen.clone().into(), 10 * currency::UNITS);
		assert_ok!(money);

		assert_ok!(ReductionMarket::sell(signed(CITIZEN), CLASS, own, PRICE, 100, until(10)));
		let found = totals();
		assert_eq!((found.listed, found.held), (own, 0));
		// A freeze stops it, and nothing is lost.
		assert_ok!(VerifiedReductions::freeze(signed(Sr25519Keyring::Alice), CLASS, H256::zero()));
		let who = || RuntimeOrigin::signed(buyer());
		assert!(ReductionMarket::buy(who(), 0, 100, PRICE, None).is_err());
		assert!(ReductionMarket::cancel(signed(CITIZEN), 0).is_err());
		assert_ok!(VerifiedReductions::unfreeze(council(), CLASS));

		assert_ok!(ReductionMarket::buy(who(), 0, 100, PRICE, None));
		assert_ok!(ReductionMarket::buy(who(), 0, 200, PRICE, Some(Default::default())));
		assert_ok!(ReductionMarket::cancel(signed(CITIZEN), 0));
		let found = totals();
		assert_eq!((found.listed, found.held, found.retired), (0, own - 200, 200));
		assert_eq!((grams(&buyer()), grams(&citizen)), (100, own - 300));

		// A bid that retires: the bidder never holds them.
		let bid =
			ReductionMarket::bid(who(), CLASS, 50, PRICE, 1, until(10), Some(Default::default()));
		assert_ok!(bid);
		assert_ok!(ReductionMarket::fill(signed(CITIZEN), 1, 50, PRICE));
		assert_eq!((grams(&buyer()), totals().retired), (100, 250));
		assert_eq!(balance(&citizen), 10 * currency::UNITS + 350 * PRICE);
	});
}

#[test]
fn who_leaves_is_paid() {
	with_issued(|| {
		// The metro opened the account; its owner claims it.
		let statement = Statement {
			purpose: Purpose::Claim,
			genesis: System::block_hash(0),
			provider: 1,
			nullifier: [0; 32],
			key: Some(Sr25519Keyring::Eve.to_account_id()),
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
			key: Sr25519Keyring::Eve.to_account_id(),
			provider_signature: PROVIDER.pair().sign(&message),
			key_signature: Sr25519Keyring::Eve.pair().sign(&message).into(),
		};
		assert_ok!(CarbonAccounts::claim(anyone(), attestation));
		let key = Sr25519Keyring::Eve.to_account_id();
		let pool = totals().pool;
		let price = 1_000 * PRICE;
		let treasury = signed(TREASURY);
		let value = Balance::from(pool) * price;
		assert_ok!(Participants::post_bond(treasury.clone(), 0, value));
		assert_ok!(ReductionMarket::offer_pool(treasury, CLASS, pool, price, 1, until(30)));
		days_later(1);
		let buyer = RuntimeOrigin::signed(buyer());
		assert_ok!(ReductionMarket::buy_from_pool(buyer, CLASS, pool, price, None));
		assert_eq!(CarbonAccounts::position(0, 0).unwrap().disposition, Disposition::Entrusted);
		let before = balance(&key);
		assert_ok!(CarbonAccounts::leave(RuntimeOrigin::signed(key.clone()), 0));
		let accrued = ReductionMarket::sales(CLASS).accrued;
		assert_eq!(balance(&key) - before, accrued * 526 / 1_035);
		assert!(CarbonAccounts::position(0, 0).unwrap().contributions.is_empty());
		assert!(!CarbonAccounts::position(0, 0).unwrap().enrolled);
	});
}
