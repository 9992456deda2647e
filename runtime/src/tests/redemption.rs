//! Orders, growth and campaigns in the composed runtime, with real points and real money.

use super::{carbon::*, points::*, *};
use frame_support::{assert_noop, assert_ok, traits::Hooks, BoundedVec};
use pallet_campaigns::{Acts, Trigger};
use pallet_growth::Theme;
use pallet_point_redemption::{Issuers, Link, OrderId, Terms};
use sp_core::H256;
use tanpu_primitives::{voucher::voucher_message, Clock as _, SECONDS_PER_DAY};

const SECRET: [u8; 16] = [7; 16];
/// The citizen of `with_points`, who has 443 hundredths at a cent.
const WHO: u32 = 3;

fn link(uri: &str) -> Link {
	Link { hash: H256::repeat_byte(3), uri: uri.as_bytes().to_vec().try_into().unwrap() }
}

/// The shop offers bread at a TANP.
pub(super) fn offered() {
	let now = Clock::now();
	let terms = Terms {
		title: link("https://bakery.example/bread.json"),
		picture: None,
		price: 100 * currency::CENTS,
		issuers: Issuers::All,
		stock: 10,
		per_citizen: 4,
		from: now,
		until: now + 30 * SECONDS_PER_DAY,
		fulfil_within: 3 * SECONDS_PER_DAY,
	};
	let rich = 10_000 * currency::UNITS;
	let holder = SHOP_HOLDER.to_account_id();
	assert_ok!(<Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(&holder, rich));
	assert_ok!(PointRedemption::offer(signed(SHOP_HOLDER), SHOP, terms));
}

pub(super) fn ordered(number: u32) -> OrderId {
	let message = voucher_message(System::block_hash(0), WHO, number, &SECRET);
	let voucher = H256(sp_io::hashing::blake2_256(&message));
	let most = 100 * currency::CENTS;
	assert_ok!(PointRedemption::redeem(signed(CITIZEN), 0, number, 1, parts(100), voucher, most));
	OrderId { citizen: WHO, number }
}

/// The two books of the escrow agree, and everything else holds.
fn check() {
	assert_eq!(pallet_points::Escrow::<Runtime>::get(), PointRedemption::escrowed());
	PointRedemption::do_try_state().unwrap();
	Growth::do_try_state().unwrap();
	Campaigns::do_try_state().unwrap();
	Points::do_try_state().unwrap();
	Participants::do_try_state().unwrap();
	CarbonAccounts::do_try_state().unwrap();
	assert_eq!(Points::solvency(0).unwrap().set_aside, Campaigns::budgeted(0));
}

#[test]
fn an_order_is_fetched_disputed_and_paid() {
	with_points(|| {
		offered();
		let issuance = Balances::total_issuance();
		let (first, second) = (ordered(0), ordered(1));
		assert_eq!(PointRedemption::escrowed(), 200 * currency::CENTS);
		check();
		// The operator ends; the orders don't.
		assert_ok!(Participants::revoke(council(), 0));
		for id in [first, second] {
			assert_ok!(PointRedemption::fulfil(signed(SHOP_HOLDER), id, SECRET));
		}
		assert_noop!(
			Points::settle(signed(SHOP_HOLDER), SHOP, 1),
			pallet_points::Error::<Runtime>::ReceivableShort
		);
		assert_ok!(PointRedemption::dispute(signed(CITIZEN), 1, H256::zero()));
		days_later(2);
		PointRedemption::on_idle(1, block::MAX_WEIGHT);
		assert_eq!(Points::receivable(SHOP), 100 * currency::CENTS);
		let half = sp_runtime::Permill::from_percent(50);
		assert_ok!(PointRedemption::resolve(council(), second, half));
		assert_eq!(Points::receivable(SHOP), 150 * currency::CENTS);
		assert_eq!(CarbonAccounts::position(0, WHO).unwrap().points_of(0), 443 - 150);
		check();
		let holder = SHOP_HOLDER.to_account_id();
		let before = Balances::free_balance(&holder);
		let all = 150 * currency::CENTS;
		assert_ok!(Points::settle(signed(SHOP_HOLDER), SHOP, all));
		assert_eq!(Balances::free_balance(&holder), before + all);
		assert_eq!(Balances::total_issuance(), issuance);
		check();
	});
}

#[test]
fn a_suspension_moves_the_deadline_and_lets_the_citizen_go() {
	with_points(|| {
		offered();
		let (kept, given_back) = (ordered(0), ordered(1));
		let deadline = PointRedemption::deadlines(kept).unwrap().fulfil_before;
		days_later(1);
		let member = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
		assert_ok!(Participants::suspend(member, SHOP, H256::zero()));
		assert_noop!(
			PointRedemption::fulfil(signed(SHOP_HOLDER), kept, SECRET),
			pallet_point_redemption::Error::<Runtime>::MerchantSuspended
		);
		assert_ok!(PointRedemption::take_back(signed(CITIZEN), given_back));
		assert_eq!(PointRedemption::customer(WHO).lapses, 0);
		// It lapses by itself after 72 hours.
		days_later(4);
		let moved = PointRedemption::deadlines(kept).unwrap().fulfil_before;
		assert_eq!(moved, deadline + 3 * SECONDS_PER_DAY);
		assert_ok!(PointRedemption::fulfil(signed(SHOP_HOLDER), kept, SECRET));
		check();
	});
}

#[test]
fn acts_grow_and_unlock() {
	with_points(|| {
		// 526 g at a point of growth per gram.
		assert_eq!(Growth::standing(WHO).growth, 526_000);
		let themes = core::array::from_fn(|at| Theme {
			name: BoundedVec::truncate_from(b"theme".to_vec()),
			threshold: 500_000 * (at as u64 + 1),
		});
		assert_ok!(Growth::set_themes(council(), Box::new(themes)));
		assert_ok!(Growth::unlock(signed(Sr25519Keyring::Bob), WHO));
		assert_eq!(Growth::standing(WHO).badges.to_vec(), [Clock::today()]);
		let (grams, shown) = Growth::equivalents_of_citizen(WHO);
		assert_eq!((grams, shown[0].1), (526, 87));
		check();
	});
}

#[test]
fn a_campaign_pays_out_of_the_operator_s_fund() {
	with_points(|| {
		let treasury = || signed(Sr25519Keyring::DaveStash);
		let today = Clock::today();
		let terms = pallet_campaigns::Terms {
			trigger: Trigger::FirstAct { acts: Acts::Any },
			bonus: 50,
			from: today,
			until: today,
			sponsor: None,
		};
		assert_ok!(Campaigns::create(treasury(), 0, terms.clone()));
		let sponsor = Sr25519Keyring::Bob;
		let sponsored = pallet_campaigns::Terms { sponsor: Some(sponsor.to_account_id()), ..terms };
		assert_ok!(Campaigns::create(treasury(), 0, sponsored));
		let budget = 100 * currency::CENTS;
		assert_ok!(Points::deposit(treasury(), 0, budget));
		assert_ok!(Campaigns::fund(treasury(), 0, 0, budget));
		assert_ok!(Campaigns::fund(signed(sponsor), 0, 1, budget));
		check();
		days_later(1);
		let morning = Clock::first_minute_of(today).unwrap() + 480;
		let rows = vec![ride(WHO, morning, 21, 1_127)].try_into().unwrap();
		let call = pallet_activity_reports::Call::submit {
			id: [2; 32],
			methodology: METRO,
			evidence_root: None,
			rows,
		};
		let bound = call.get_dispatch_info().call_weight;
		let used = RuntimeCall::ActivityReports(call).dispatch(reporter()).unwrap();
		assert!(used.actual_weight.unwrap().all_lte(bound));
		// Two rides' points, with the carry of the first, and both bonuses.
		assert_eq!(CarbonAccounts::position(0, WHO).unwrap().points_of(0), 443 + 444 + 100);
		assert_eq!(Campaigns::budgeted(0), 2 * budget - 100 * currency::CENTS);
		check();
		days_later(14);
		let before = Balances::free_balance(sponsor.to_account_id());
		for campaign in 0..2 {
			assert_ok!(Campaigns::close(signed(CITIZEN), 0, campaign, 9));
		}
		let after = Balances::free_balance(sponsor.to_account_id());
		assert_eq!(after - before, 50 * currency::CENTS);
		check();
	});
}
