//! Exchanging points.

use crate::{interchange::Deal, mock::*, *};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use tanpu_primitives::traits::LicenceRefusal;

fn terms() -> AgreementTerms {
	AgreementTerms { daily: 1_000, citizen_daily: 600, expires: Now::get() + YEAR }
}

fn propose(by: u16, terms: AgreementTerms) -> sp_runtime::DispatchResult {
	Points::propose_agreement(signed(treasury(by)), METRO, BUS, by, terms)
}

fn accept(by: u16, terms: AgreementTerms) -> sp_runtime::DispatchResult {
	Points::accept_agreement(signed(treasury(by)), METRO, BUS, terms)
}

fn cancel(who: u64) -> sp_runtime::DispatchResult {
	Points::cancel_agreement(signed(who), METRO, BUS)
}

fn exchange(citizen: u32, points: u64, least: u64) -> sp_runtime::DispatchResult {
	Points::exchange(signed(key(citizen)), METRO, 0, points, BUS, least)
}

/// METRO at 10, BUS at 7, METRO's points into BUS's.
fn agreed() {
	funded(METRO, 10, 100);
	funded(BUS, 7, 100);
	propose(METRO, terms()).unwrap();
	accept(BUS, terms()).unwrap();
}

#[test]
fn points_and_their_money_move_together() {
	build_and_execute(|| {
		agreed();
		// 50 x 10 = 500 are 71 hundredths at 7 (497), for which 50 must be burned.
		assert_ok!(exchange(ANN, 50, 71));
		assert_eq!(
			last_event(),
			Event::PointsExchanged {
				citizen: ANN,
				from: METRO,
				series: 0,
				burned: 50,
				to: BUS,
				into: 0,
				received: 71,
				moved: 497
			}
		);
		assert_eq!((points_of(METRO, ANN, 0), points_of(BUS, ANN, 0)), (50, 171));
		// The rest of the last hundredth stays with whose it was.
		assert_eq!((fund(METRO).balance, fund(METRO).free()), (7_503, 3));
		assert_eq!((fund(BUS).balance, fund(BUS).free()), (6_097, 0));
		assert_eq!((series(METRO, 0).exchanged, series(BUS, 0).issued), (50, 871));
		// No more is burned than what is received needs.
		assert_ok!(exchange(BEN, 1, 1));
		assert_eq!((points_of(METRO, BEN, 0), points_of(BUS, BEN, 0)), (99, 101));
	});
}

#[test]
fn there_and_back_gains_nothing() {
	build_and_execute(|| {
		agreed();
		let back = AgreementTerms { daily: 10_000, citizen_daily: 10_000, ..terms() };
		assert_ok!(Points::propose_agreement(signed(treasury(BUS)), BUS, METRO, METRO, back)
			.or(Points::propose_agreement(signed(treasury(BUS)), BUS, METRO, BUS, back)));
		assert_ok!(Points::accept_agreement(signed(treasury(METRO)), BUS, METRO, back));
		let worth =
			|| u128::from(points_of(METRO, ANN, 0)) * 10 + u128::from(points_of(BUS, ANN, 0)) * 7;
		let mut before = worth();
		for points in [50, 1, 3, 7] {
			later(DAY);
			assert_ok!(exchange(ANN, points, 1));
			assert!(worth() <= before);
			before = worth();
			let bus = points_of(BUS, ANN, 0) - 100;
			if bus * 7 >= 10 {
				assert_ok!(Points::exchange(signed(key(ANN)), BUS, 0, bus, METRO, 1));
			}
			assert!(worth() <= before);
			before = worth();
			assert!(points_of(METRO, ANN, 0) <= 100);
		}
	});
}

#[test]
fn limits_are_of_the_day() {
	build_and_execute(|| {
		agreed();
		// 609 at once, then 595 and 7 more.
		assert_noop!(exchange(ANN, 61, 1), Error::<Test>::CitizenLimit);
		assert_ok!(exchange(ANN, 60, 85));
		assert_noop!(exchange(ANN, 1, 1), Error::<Test>::CitizenLimit);
		assert_ok!(exchange(BEN, 40, 1));
		assert_noop!(exchange(BEN, 2, 1), Error::<Test>::DailyLimit);
		// Nor does a new agreement begin the day anew.
		later(DAY);
		assert_ok!(exchange(BEN, 2, 1));
		assert_eq!(Points::agreement(METRO, BUS).unwrap().used, 14);
	});
}

#[test]
fn a_new_agreement_does_not_begin_the_day_anew() {
	build_and_execute(|| {
		later(3_600);
		agreed();
		assert_ok!(cancel(treasury(METRO)));
		// Into the small hours of its last day.
		later(NOTICE - 1_800);
		assert_ok!(exchange(ANN, 60, 1));
		later(1_800);
		assert_ok!(propose(METRO, terms()));
		assert_ok!(accept(BUS, terms()));
		assert_eq!(Points::agreement(METRO, BUS).unwrap().used, 595);
		assert_noop!(exchange(ANN, 1, 1), Error::<Test>::CitizenLimit);
		assert_noop!(exchange(BEN, 60, 1), Error::<Test>::DailyLimit);
		assert_ok!(exchange(BEN, 40, 1));
	});
}

#[test]
fn nor_does_one_that_was_taken_away_in_between() {
	build_and_execute(|| {
		later(3_600);
		agreed();
		assert_ok!(cancel(treasury(METRO)));
		later(NOTICE - 1_800);
		assert_ok!(exchange(ANN, 60, 1));
		later(1_800);
		assert_ok!(propose(METRO, terms()));
		assert_ok!(cancel(treasury(BUS)));
		assert_noop!(cancel(treasury(BUS)), Error::<Test>::NoAgreement);
		assert_ok!(propose(METRO, terms()));
		assert_ok!(accept(BUS, terms()));
		assert_noop!(exchange(BEN, 60, 1), Error::<Test>::DailyLimit);
		// The next day it is just gone.
		later(DAY);
		assert_ok!(exchange(BEN, 60, 1));
		assert_ok!(cancel(treasury(METRO)));
		later(NOTICE + DAY);
		assert_ok!(propose(METRO, terms()));
		assert_ok!(cancel(treasury(BUS)));
		assert_eq!(Points::agreement(METRO, BUS), None);
	});
}

#[test]
fn it_takes_both() {
	build_and_execute(|| {
		funded(METRO, 10, 100);
		funded(BUS, 7, 100);
		assert_noop!(exchange(ANN, 50, 1), Error::<Test>::NoAgreement);
		assert_noop!(accept(BUS, terms()), Error::<Test>::NoAgreement);
		assert_ok!(propose(METRO, terms()));
		assert_eq!(
			last_event(),
			Event::AgreementProposed { from: METRO, to: BUS, by: METRO, terms: terms() }
		);
		assert_noop!(exchange(ANN, 50, 1), Error::<Test>::NoAgreement);
		assert_noop!(accept(METRO, terms()), Error::<Test>::NotTreasury);
		let other = AgreementTerms { daily: 999, ..terms() };
		assert_noop!(accept(BUS, other), Error::<Test>::TermsMismatch);
		// A counter-proposal.
		assert_ok!(propose(BUS, other));
		assert_noop!(accept(BUS, other), Error::<Test>::NotTreasury);
		refuse(METRO, Some(LicenceRefusal::Suspended));
		assert_noop!(accept(METRO, other), Error::<Test>::OperatorSuspended);
		refuse(METRO, None);
		assert_ok!(accept(METRO, other));
		assert_eq!(last_event(), Event::AgreementAccepted { from: METRO, to: BUS });
		assert_noop!(accept(METRO, other), Error::<Test>::AgreementInForce);
		assert_noop!(propose(BUS, terms()), Error::<Test>::AgreementInForce);
		// The other direction is another agreement.
		assert_noop!(
			Points::exchange(signed(key(ANN)), BUS, 0, 50, METRO, 1),
			Error::<Test>::NoAgreement
		);
	});
}

#[test]
fn proposals_that_are_refused() {
	build_and_execute(|| {
		let by =
			|who, from, to, by, terms| Points::propose_agreement(signed(who), from, to, by, terms);
		let metro = treasury(METRO);
		assert_noop!(by(metro, METRO, METRO, METRO, terms()), Error::<Test>::SameOperator);
		assert_noop!(by(metro, BUS, BIKE, METRO, terms()), Error::<Test>::NotAParty);
		assert_noop!(by(metro, METRO, BUS, BUS, terms()), Error::<Test>::NotTreasury);
		assert_noop!(by(metro, METRO, SHOP, METRO, terms()), Error::<Test>::NotAnOperator);
		for (daily, citizen_daily) in [(0, 0), (10, 0), (10, 11)] {
			let bad = AgreementTerms { daily, citizen_daily, ..terms() };
			assert_noop!(propose(METRO, bad), Error::<Test>::BadLimits);
		}
		for life in [DAY - 1, 5 * YEAR + 1] {
			let bad = AgreementTerms { expires: Now::get() + life, ..terms() };
			assert_noop!(propose(METRO, bad), Error::<Test>::BadExpiry);
		}
		for (refusal, error) in [
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::OperatorExpired),
		] {
			refuse(METRO, Some(refusal));
			assert_noop!(propose(METRO, terms()), error);
		}
		refuse(METRO, None);
		assert_ok!(propose(METRO, terms()));
		later(YEAR);
		let old = AgreementTerms { expires: Now::get(), ..terms() };
		assert_noop!(accept(BUS, old), Error::<Test>::AgreementEnded);
	});
}

#[test]
fn it_ends_with_notice() {
	build_and_execute(|| {
		agreed();
		assert_noop!(cancel(STRANGER), Error::<Test>::NotTreasury);
		refuse(METRO, Some(LicenceRefusal::Revoked));
		assert_ok!(cancel(treasury(METRO)));
		let ends = Now::get() + NOTICE;
		assert_eq!(last_event(), Event::AgreementCancelled { from: METRO, to: BUS, ends });
		assert_noop!(cancel(treasury(BUS)), Error::<Test>::AlreadyCancelled);
		later(NOTICE - 1);
		// Points of a revoked operator can be exchanged.
		assert_ok!(exchange(ANN, 10, 1));
		later(1);
		assert_noop!(exchange(ANN, 10, 1), Error::<Test>::AgreementEnded);
		// A proposal is just taken away.
		assert_ok!(propose(BUS, AgreementTerms { expires: Now::get() + YEAR, ..terms() }));
		assert_ok!(cancel(treasury(METRO)));
		assert_noop!(cancel(treasury(METRO)), Error::<Test>::NoAgreement);
	});
}

#[test]
fn it_expires() {
	build_and_execute(|| {
		agreed();
		later(YEAR - 1);
		assert_ok!(exchange(ANN, 10, 1));
		assert_noop!(cancel(treasury(METRO)), Error::<Test>::AlreadyCancelled);
		let next = AgreementTerms { expires: Now::get() + YEAR, ..terms() };
		assert_noop!(propose(METRO, next), Error::<Test>::AgreementInForce);
		later(1);
		assert_noop!(exchange(ANN, 10, 1), Error::<Test>::AgreementEnded);
		assert_ok!(propose(METRO, next));
	});
}

#[test]
fn exchanges_that_are_refused() {
	build_and_execute(|| {
		agreed();
		assert_noop!(
			Points::exchange(signed(STRANGER), METRO, 0, 50, BUS, 1),
			Error::<Test>::NotACitizen
		);
		assert_noop!(exchange(ANN, 0, 0), Error::<Test>::ZeroAmount);
		assert_noop!(exchange(ANN, 50, 72), Error::<Test>::BelowLeast);
		assert_noop!(exchange(ANN, u64::MAX, 1), Error::<Test>::Overflow);
		assert_noop!(
			Points::exchange(signed(key(ANN)), METRO, 3, 50, BUS, 1),
			Error::<Test>::SeriesNotFound
		);
		Agreements::<Test>::mutate(METRO, BUS, |agreement| {
			let agreement = agreement.as_mut().unwrap();
			agreement.terms.daily = u128::MAX;
			agreement.terms.citizen_daily = u128::MAX;
		});
		assert_noop!(exchange(ANN, 101, 1), Error::<Test>::InsufficientPoints);
		let position = Ledger::take((METRO, ANN));
		assert_noop!(exchange(ANN, 50, 1), Error::<Test>::NoPosition);
		Ledger::set((METRO, ANN), position);
		// Who left an operator gets nothing more there.
		Ledger::mutate((BUS, ANN), |position| position.as_mut().unwrap().enrolled = false);
		assert_noop!(exchange(ANN, 50, 1), Error::<Test>::NotEnrolled);
		Ledger::mutate((BUS, ANN), |position| position.as_mut().unwrap().enrolled = true);
		for (refusal, error) in [
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::OperatorExpired),
		] {
			refuse(BUS, Some(refusal));
			assert_noop!(exchange(ANN, 50, 1), error);
		}
		refuse(BUS, None);
		// Less than one hundredth of the other.
		later(DAY);
		open(BUS, 11);
		assert_noop!(exchange(ANN, 1, 0), Error::<Test>::NothingReceived);
		assert_ok!(exchange(ANN, 2, 1));
		assert_ok!(Points::begin_wind_up(signed(treasury(BUS)), BUS));
		assert_noop!(exchange(ANN, 50, 1), Error::<Test>::WindingUp);
	});
}

#[test]
fn without_a_series_or_with_an_expired_one() {
	build_and_execute(|| {
		funded(METRO, 10, 100);
		propose(METRO, AgreementTerms { expires: Now::get() + 3 * YEAR, ..terms() }).unwrap();
		let now = Points::agreement(METRO, BUS).unwrap().terms;
		accept(BUS, now).unwrap();
		assert_noop!(exchange(ANN, 50, 1), Error::<Test>::NoSeriesOpen);
		later(2 * YEAR);
		open(BUS, 7);
		assert_noop!(exchange(ANN, 50, 1), Error::<Test>::SeriesExpired);
	});
}

proptest! {
	#[test]
	fn a_deal_never_gains(
		points in 1u64..1 << 40,
		source in 1u128..1 << 60,
		target in 1u128..1 << 60,
	) {
		let Some(deal) = Deal::of(points, source, target) else { return Ok(()) };
		let burned = u128::from(deal.burned) * source;
		prop_assert!(deal.burned <= points);
		prop_assert_eq!(deal.moved, u128::from(deal.received) * target);
		prop_assert!(deal.moved <= burned);
		// Less than a hundredth of each is lost.
		prop_assert!(burned - deal.moved < source);
		prop_assert!(u128::from(points) * source - deal.moved < target);
		if deal.received > 0 {
			if let Some(back) = Deal::of(deal.received, target, source) {
				prop_assert!(back.received <= deal.burned);
			}
		}
	}
}
