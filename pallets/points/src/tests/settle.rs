//! Settlement, by hand and by schedule.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use sp_runtime::TokenError;
use tanpu_primitives::{traits::LicenceRefusal, Clock};

fn owed(merchant: u16, amount: u128) {
	let id = match Points::solvency(METRO) {
		Some(_) => 0,
		None => funded(METRO, 1, 1_000_000),
	};
	let nonce = Payments::<Test>::iter().count() as u64;
	let with = [part(METRO, id, amount as u64)];
	paid(ANN, request(merchant, amount, nonce), &with).unwrap();
}

fn schedule(merchant: u16, schedule: Option<(u16, u128)>) -> sp_runtime::DispatchResult {
	Points::set_schedule(signed(holder(merchant)), merchant, schedule)
}

#[test]
fn anybody_can_settle_any_amount() {
	build_and_execute(|| {
		owed(SHOP, 5_000);
		let before = free(holder(SHOP));
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 1));
		assert_ok!(Points::settle(signed(holder(SHOP)), SHOP, 3_999));
		assert_eq!(
			last_event(),
			Event::Settled { merchant: SHOP, to: holder(SHOP), amount: 3_999 }
		);
		assert_eq!(free(holder(SHOP)), before + 4_000);
		let settle = |amount| Points::settle(signed(STRANGER), SHOP, amount);
		assert_noop!(settle(1_001), Error::<Test>::ReceivableShort);
		assert_noop!(settle(u128::MAX), Error::<Test>::ReceivableShort);
		assert_noop!(settle(0), Error::<Test>::ZeroAmount);
		assert_ok!(settle(1_000));
		assert_noop!(settle(1), Error::<Test>::ReceivableShort);
		assert_noop!(Points::settle(signed(STRANGER), METRO, 1), Error::<Test>::NotAMerchant);
	});
}

#[test]
fn a_revoked_merchant_and_one_of_a_revoked_operator_are_paid() {
	build_and_execute(|| {
		owed(SHOP, 5_000);
		refuse(SHOP, Some(LicenceRefusal::Revoked));
		refuse(METRO, Some(LicenceRefusal::Revoked));
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 5_000));
	});
}

#[test]
fn an_account_that_does_not_exist_needs_its_deposit() {
	build_and_execute(|| {
		owed(SHOP, 5_000);
		let all = free(holder(SHOP));
		assert_ok!(Balances::transfer_allow_death(signed(holder(SHOP)), STRANGER, all));
		let settle = |amount| Points::settle(signed(STRANGER), SHOP, amount);
		assert_noop!(settle(DEPOSIT - 1), TokenError::CannotCreate);
		assert_ok!(settle(DEPOSIT));
		assert_eq!(free(holder(SHOP)), DEPOSIT);
	});
}

#[test]
fn by_schedule() {
	build_and_execute(|| {
		owed(SHOP, 5_000);
		assert_ok!(schedule(SHOP, Some((7, 3_000))));
		let next = TestClock::today() + 7;
		assert_eq!(Points::merchant_book(SHOP).schedule.unwrap().next, next);
		let run = || Points::run_schedule(signed(STRANGER), SHOP);
		assert_noop!(run(), Error::<Test>::NotDue);
		later(7 * DAY - 1);
		idle();
		assert_noop!(run(), Error::<Test>::NotDue);
		later(1);
		assert_ok!(run());
		assert_eq!(
			last_event(),
			Event::Settled { merchant: SHOP, to: holder(SHOP), amount: 5_000 }
		);
		// Below the threshold a date is passed over.
		owed(SHOP, 2_999);
		later(7 * DAY);
		idle();
		assert_eq!(last_event(), Event::SettlementSkipped { merchant: SHOP, next: next + 14 });
		owed(SHOP, 1);
		later(9 * DAY);
		idle();
		assert_eq!(Points::receivable(SHOP), 0);
		// Late by two days: the next is a period from then.
		assert_eq!(Points::merchant_book(SHOP).schedule.unwrap().next, next + 14 + 2 + 7);
		assert_ok!(schedule(SHOP, None));
		assert_eq!(last_event(), Event::ScheduleSet { merchant: SHOP, schedule: None });
		assert_noop!(run(), Error::<Test>::NotScheduled);
		assert_eq!(Due::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_payment_that_fails_waits_for_the_next_date() {
	build_and_execute(|| {
		owed(SHOP, DEPOSIT - 1);
		let all = free(holder(SHOP));
		assert_ok!(schedule(SHOP, Some((1, 1))));
		assert_ok!(Balances::transfer_allow_death(signed(holder(SHOP)), STRANGER, all));
		later(DAY);
		idle();
		let next = TestClock::today() + 1;
		assert_eq!(last_event(), Event::SettlementSkipped { merchant: SHOP, next });
		assert_eq!(Points::receivable(SHOP), DEPOSIT - 1);
		owed(SHOP, 1);
		later(DAY);
		idle();
		assert_eq!(free(holder(SHOP)), DEPOSIT);
	});
}

#[test]
fn idle_time_is_bounded_by_steps_and_weight() {
	build_and_execute(|| {
		for merchant in MERCHANTS {
			owed(merchant, 100);
			assert_ok!(schedule(merchant, Some((1, 1))));
		}
		later(DAY);
		let left = || MERCHANTS.filter(|merchant| Points::receivable(*merchant) > 0).count();
		assert_eq!(Points::on_idle(2, Weight::zero()), Weight::zero());
		assert_eq!(left(), 6);
		// Three a block.
		let used = idle();
		assert_eq!(left(), 3);
		let one = <() as WeightInfo>::run_schedule();
		assert!(used.all_gte(one.saturating_mul(3)));
		let little = <() as WeightInfo>::idle_check().saturating_add(one);
		assert_eq!(Points::on_idle(3, little), little);
		assert_eq!(left(), 2);
		idle();
		assert_eq!(left(), 0);
		assert!(idle().ref_time() < one.ref_time());
	});
}

#[test]
fn schedules_that_are_refused() {
	build_and_execute(|| {
		for period in [0, MAX_PERIOD + 1] {
			assert_noop!(schedule(SHOP, Some((period, 1))), Error::<Test>::BadPeriod);
		}
		assert_noop!(schedule(SHOP, Some((1, 0))), Error::<Test>::ZeroAmount);
		assert_noop!(
			Points::set_schedule(signed(holder(CAFE)), SHOP, None),
			Error::<Test>::NotHolder
		);
		assert_noop!(
			Points::set_schedule(signed(treasury(METRO)), METRO, None),
			Error::<Test>::NotAMerchant
		);
		assert_noop!(Points::run_schedule(signed(STRANGER), SHOP), Error::<Test>::NotScheduled);
		// Chosen again, the old date goes.
		assert_ok!(schedule(SHOP, Some((1, 1))));
		assert_ok!(schedule(SHOP, Some((MAX_PERIOD, 1))));
		assert_eq!(Due::<Test>::iter().count(), 1);
		Now::set(&(u64::from(u16::MAX) * DAY));
		assert_noop!(schedule(SHOP, Some((1, 1))), Error::<Test>::Overflow);
	});
}

#[test]
fn statements_are_the_sums_of_the_events() {
	build_and_execute(|| {
		let first = TestClock::today();
		let statement = |from, to| Points::statement(SHOP, from, to).unwrap();
		let movements = |from, to| {
			let found = statement(from, to);
			let m = found.movements;
			(found.opening, m.paid, m.refunded, m.settled, found.closing)
		};
		owed(SHOP, 1_000);
		owed(SHOP, 500);
		later(DAY);
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 600));
		later(2 * DAY);
		owed(SHOP, 70);
		let payment = Payments::<Test>::iter()
			.find(|(_, _, payment)| payment.value == 70)
			.map(|(day, id, _)| PaymentRef { day: day.into(), id })
			.unwrap();
		assert_ok!(Points::refund(signed(holder(SHOP)), payment, None));
		assert_eq!(movements(first, first), (0, 1_500, 0, 0, 1_500));
		assert_eq!(movements(first + 1, first + 1), (1_500, 0, 0, 600, 900));
		assert_eq!(movements(first + 2, first + 2), (900, 0, 0, 0, 900));
		assert_eq!(movements(first + 3, first + 3), (900, 70, 70, 0, 900));
		assert_eq!(movements(first, first + 3), (0, 1_570, 70, 600, 900));
		assert_eq!(movements(0, first - 1), (0, 0, 0, 0, 0));
		assert_eq!(movements(0, u16::MAX), (0, 1_570, 70, 600, 900));
		assert_eq!(Points::statement(SHOP, first + 1, first), None);
		assert_eq!(statement(first, first).movements.released, 0);

		// Five days of sums are kept: those of the first go.
		for _ in 0..4 {
			later(DAY);
			owed(SHOP, 1);
		}
		assert_eq!(DayTotals::<Test>::iter().count(), 5);
		assert_eq!(movements(first + 2, first + 2), (900, 0, 0, 0, 900));
		later(DAY);
		owed(SHOP, 1);
		assert_eq!(Points::statement(SHOP, first, first + 3), None);
		assert_eq!(Points::statement(SHOP, first + 1, first + 3), None);
		assert_eq!(Points::statement(SHOP, first + 2, first + 3), None);
		assert_eq!(movements(first + 4, first + 5), (900, 2, 0, 0, 902));
	});
}
