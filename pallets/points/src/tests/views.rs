//! What anybody can ask, and that `try_state` finds what it says it finds.

use crate::{mock::*, *};
use frame_support::{assert_ok, storage::with_transaction};
use sp_runtime::{DispatchError, TransactionOutcome};
use tanpu_primitives::Be16;

#[test]
fn solvency_is_there_for_everybody() {
	build_and_execute(|| {
		assert_eq!(Points::solvency(METRO), None);
		let id = funded(METRO, 10, 100);
		deposit(METRO, 2_000);
		let found = Points::solvency(METRO).unwrap();
		assert_eq!((found.fund, found.outstanding, found.free), (10_000, 8_000, 2_000));
		assert_eq!(found.coverage, Some(12_500));
		assert_eq!(found.series.len(), 1);
		assert_eq!(found.series[0].1.outstanding, 800);
		assert_eq!(Points::operators(0), [METRO]);
		assert!(Points::operators(METRO + 1).is_empty());
		deposit(BUS, 1);
		assert_eq!(Points::solvency(BUS).unwrap().coverage, None);
		assert_eq!(Points::operators(METRO), [METRO, BUS]);
		assert_eq!(Points::series(METRO, id).unwrap().price, 10);
		assert_eq!(Points::series(METRO, 9), None);
		let expires = START + 2 * YEAR;
		assert_eq!(Points::spendable(METRO, ANN), [(id, 100, 1_000, expires)]);
		assert!(Points::spendable(METRO, 999).is_empty());
		assert_eq!((Points::receivable(SHOP), Points::merchant_book(SHOP).kept), (0, 0));
		let far = PaymentRequest { expires: u64::MAX, ..request(SHOP, 1, 1) };
		assert_eq!(Points::payment_ref(far), None);
	});
}

/// A sound state with everything in it.
fn broken_by(damage: impl FnOnce(), found: &'static str) {
	build_and_execute(|| {
		let id = funded(METRO, 10, 100);
		funded(BUS, 7, 100);
		paid(ANN, request(SHOP, 100, 1), &[part(METRO, id, 10)]).unwrap();
		assert_ok!(<Points as tanpu_primitives::traits::Spending>::take(
			ANN,
			&[part(METRO, id, 5)]
		));
		assert_ok!(Points::set_schedule(signed(holder(SHOP)), SHOP, Some((1, 1))));
		let terms = AgreementTerms { daily: 10, citizen_daily: 10, expires: Now::get() + YEAR };
		let by = signed(treasury(METRO));
		assert_ok!(Points::propose_agreement(by.clone(), METRO, BUS, METRO, terms));
		assert_ok!(Points::propose_reversal(by, METRO, ANN, id, 1, genesis()));
		later(DAY);
		assert_ok!(Points::settle(signed(STRANGER), SHOP, 1));
		assert_ok!(Points::do_try_state());
		let result = with_transaction(|| {
			damage();
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(Points::do_try_state()))
		});
		assert_eq!(result.unwrap(), Err(found.into()));
	});
}

fn damage_fund(change: impl FnOnce(&mut Fund)) {
	Funds::<Test>::mutate(METRO, change);
}

fn damage_series(change: impl FnOnce(&mut Series)) {
	SeriesOf::<Test>::mutate(METRO, 0, |series| change(series.as_mut().unwrap()));
}

fn damage_book(change: impl FnOnce(&mut MerchantBook)) {
	Books::<Test>::mutate(SHOP, change);
}

#[test]
fn broken_funds_are_found() {
	broken_by(
		|| damage_fund(|fund| fund.balance -= 1),
		"points: a fund that doesn't cover its points",
	);
	broken_by(
		|| damage_fund(|fund| fund.set_aside += 1),
		"points: a fund that doesn't cover its points",
	);
	broken_by(|| damage_fund(|fund| fund.balance += 1), "points: the funds' pot holds another sum");
	broken_by(
		|| damage_fund(|fund| fund.liability -= 1),
		"points: a fund's liability is not what it owes",
	);
	broken_by(
		|| damage_fund(|fund| fund.reversals = 0),
		"points: pending reversals are miscounted",
	);
	broken_by(
		|| damage_fund(|fund| fund.live = vec![0, 0].try_into().unwrap()),
		"points: live series out of order or twice",
	);
	broken_by(
		|| damage_fund(|fund| fund.live = Default::default()),
		"points: a series that is both live and closed, or neither",
	);
	broken_by(|| damage_fund(|fund| fund.next_series = 2), "points: a series is missing");
	broken_by(
		|| SeriesOf::<Test>::insert(METRO, 7, series(METRO, 0)),
		"points: a series whose number was never given",
	);
	broken_by(
		|| {
			let reversal = Reversals::<Test>::get(METRO, ANN).unwrap();
			Reversals::<Test>::insert(BIKE, ANN, reversal);
		},
		"points: a reversal without a fund",
	);
}

#[test]
fn broken_series_are_found() {
	broken_by(|| damage_series(|series| series.price = 0), "points: a series for nothing");
	broken_by(
		|| damage_series(|series| series.expires = series.opened),
		"points: a series that never was",
	);
	broken_by(
		|| damage_series(|series| series.issued += 1),
		"points: issued points are lost or made up",
	);
	broken_by(
		|| {
			damage_series(|series| {
				series.issued += 1;
				series.outstanding += 1;
			})
		},
		"points: positions hold other points than are outstanding",
	);
	broken_by(
		|| damage_series(|series| series.escrowed = series.spent + 1),
		"points: in escrow and not spent",
	);
	broken_by(
		|| damage_series(|series| series.escrowed -= 1),
		"points: the escrow is not what its points are worth",
	);
	broken_by(
		|| {
			damage_series(|series| series.closed = true);
			damage_fund(|fund| fund.live = Default::default());
		},
		"points: something is left of a closed series",
	);
	broken_by(
		|| {
			Ledger::mutate((METRO, BEN), |position| {
				position.as_mut().unwrap().points = vec![(0, 100), (9, 1)].try_into().unwrap()
			})
		},
		"points: points of a series that there isn't",
	);
}

#[test]
fn broken_books_are_found() {
	let pot = "points: the settlement pot holds another sum";
	broken_by(|| damage_book(|book| book.totals.paid += 1), pot);
	broken_by(|| Escrow::<Test>::mutate(|escrow| *escrow += 1), pot);
	broken_by(|| damage_book(|book| book.totals.settled += 1_000), pot);
	broken_by(
		|| damage_book(|book| book.kept = 6),
		"points: more days are kept than there is room for",
	);
	broken_by(|| damage_book(|book| book.kept = 2), "points: kept days are miscounted");
	broken_by(|| damage_book(|book| book.day -= 1), "points: a day that isn't over is kept");
	broken_by(
		|| {
			DayTotals::<Test>::mutate(Be16::from(SHOP), Be16::from(TestClock::today() - 1), |t| {
				t.as_mut().unwrap().paid += 1_000
			})
		},
		"points: a merchant's sums fell",
	);
	broken_by(
		|| damage_book(|book| book.schedule.as_mut().unwrap().next += 1),
		"points: a scheduled merchant that is never due",
	);
	broken_by(
		|| damage_book(|book| book.schedule = None),
		"points: a merchant is due that has no schedule",
	);
	broken_by(
		|| {
			let totals = MerchantTotals::default();
			DayTotals::<Test>::insert(Be16::from(CAFE), Be16::from(1), totals)
		},
		"points: sums of a merchant without a book",
	);
	let payment = |change: fn(&mut Payment)| {
		let (day, id, _) = Payments::<Test>::iter().next().unwrap();
		Payments::<Test>::mutate(day, id, |payment| change(payment.as_mut().unwrap()));
	};
	broken_by(
		|| payment(|payment| payment.refunded = payment.value + 1),
		"points: more was refunded than paid",
	);
	broken_by(
		|| payment(|payment| payment.refunded = 1),
		"points: what is left of a payment is worth something else",
	);
	let agreement = |change: fn(&mut Agreement)| {
		Agreements::<Test>::mutate(METRO, BUS, |agreement| change(agreement.as_mut().unwrap()))
	};
	broken_by(
		|| agreement(|agreement| agreement.proposed_by = BIKE),
		"points: an agreement that neither party proposed",
	);
	broken_by(|| agreement(|agreement| agreement.ends += 1), "points: an agreement too long");
	broken_by(
		|| {
			let found = Agreements::<Test>::get(METRO, BUS).unwrap();
			Agreements::<Test>::insert(METRO, METRO, found)
		},
		"points: an agreement of an operator with itself",
	);
}

use tanpu_primitives::Clock;
