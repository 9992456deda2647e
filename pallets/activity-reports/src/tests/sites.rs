//! Site periods: contiguous, inside the crediting period, shared.

use crate::{mock::*, Sites};
use tanpu_primitives::{ClaimData, ClaimSpec, Day, MethodologyRef, Provided, Reason, WHOLE};

/// The first day of the tests' sites.
const D: Day = TODAY - 30;

fn execute(test: impl FnOnce()) {
	build_and_execute(|| {
		reopen(SITES, 60);
		test();
	});
}

fn through() -> Day {
	Sites::<Test>::get((SITES, [1; 32])).unwrap().highest()
}

#[test]
fn a_site_is_credited_for_days_that_follow_each_other() {
	execute(|| {
		let row = |from, to| period(1, 1, from, to, 100);
		assert_eq!(submit(0, ROOF, vec![row(D, D + 5)]), [rejected(Reason::NotRegistered)]);
		register_with(SITES, 1, &[(1, WHOLE)], 0, Some(D));
		let outside = rejected(Reason::OutsideCreditingPeriod);
		assert_eq!(
			submit(
				0,
				ROOF,
				vec![
					row(D - 1, D + 5),
					row(D, D + 5),
					row(D, D + 5),
					row(D + 4, D + 6),
					row(D + 6, D + 8),
					row(D + 5, D + 8),
				]
			),
			[
				outside,
				credited(420),
				rejected(Reason::SiteOverlap),
				rejected(Reason::SiteOverlap),
				rejected(Reason::SiteGap),
				credited(420)
			]
		);
		assert_eq!(through(), D + 8);
		// It is the first one's to begin later than it might.
		register_with(SITES, 2, &[(1, WHOLE)], 0, Some(D));
		assert_eq!(submit(0, ROOF, vec![period(1, 2, D + 3, D + 4, 100)]), [credited(420)]);
	});
}

#[test]
fn no_period_ends_after_the_crediting_period() {
	execute(|| {
		alter(ROOF, |method| {
			method.rules.claims =
				vec![ClaimSpec::SitePeriod { group: SITES, max_days: 10 }].try_into().unwrap()
		});
		register_with(SITES, 1, &[(1, WHOLE)], 0, Some(D));
		let row = |from, to| period(1, 1, from, to, 100);
		assert_eq!(
			submit(0, ROOF, vec![row(D, D + 11), row(D, D + 10), row(D + 10, D + 11)]),
			[
				rejected(Reason::OutsideCreditingPeriod),
				credited(420),
				rejected(Reason::OutsideCreditingPeriod)
			]
		);
		// Without one there is nothing to be within.
		register(SITES, 2, &[(1, WHOLE)]);
		assert_eq!(
			submit(0, ROOF, vec![period(1, 2, D, D + 1, 100)]),
			[rejected(Reason::OutsideCreditingPeriod)]
		);
	});
}

#[test]
fn the_act_ends_with_the_period() {
	execute(|| {
		register_with(SITES, 1, &[(1, WHOLE)], 0, Some(D));
		let mismatch = rejected(Reason::PeriodMismatch);
		let on = |day, from, to| {
			let claim = ClaimData::Site { object: [1; 32], from, to };
			with_claims(ride(1, at(day, 9, 0), 0, 100), vec![claim])
		};
		assert_eq!(
			submit(
				0,
				ROOF,
				vec![
					on(D + 5, D, D + 5),
					on(D + 3, D, D + 5),
					on(D + 4, D + 5, D + 5),
					on(D + 4, D + 6, D + 5),
					on(D + 4, D, D + 5),
				]
			),
			[mismatch, mismatch, mismatch, mismatch, credited(420)]
		);
		// A whole day may be told from midnight to midnight.
		let mut whole = on(D + 5, D + 5, D + 6);
		(whole.start, whole.duration) = (at(D + 5, 0, 0), 1_440);
		assert_eq!(submit(0, ROOF, vec![whole]), [credited(420)]);
		// Today is not over, but the act may be.
		let today = on(TODAY, D + 6, TODAY + 1);
		assert_eq!(submit(0, ROOF, vec![today]), [credited(420)]);
		let tomorrow = on(TODAY + 1, TODAY + 1, TODAY + 2);
		assert_eq!(submit(0, ROOF, vec![tomorrow]), [rejected(Reason::InTheFuture)]);
	});
}

#[test]
fn holders_share_a_site() {
	execute(|| {
		register_with(SITES, 1, &[(1, 5_000), (2, 2_500)], 0, Some(D));
		let row = |citizen, from, to| period(citizen, 1, from, to, 100);
		let (outcomes, provided) = submit_full(
			0,
			ROOF,
			vec![
				row(1, D + 1, D + 5),
				row(2, D, D + 5),
				row(2, D + 1, D + 3),
				row(3, D + 1, D + 5),
			],
		);
		assert_eq!(
			outcomes,
			[
				credited(210),
				// Everybody begins where the first one did.
				rejected(Reason::SiteOverlap),
				credited(105),
				rejected(Reason::HeldByAnother)
			]
		);
		let given = |row, share| Provided { row, mean: None, members: None, share };
		assert_eq!(provided, [given(0, 5_000), given(2, 2_500)]);
		// Registered anew, it begins after all that is credited, and after its new beginning.
		register_with(SITES, 1, &[(2, WHOLE)], 0, Some(D + 3));
		assert_eq!(
			submit(0, ROOF, vec![row(2, D + 3, D + 6), row(2, D + 7, D + 8)]),
			[rejected(Reason::SiteOverlap), credited(420)]
		);
		let site = Reports::site(SITES, [1; 32]).unwrap();
		assert_eq!((site.epoch, site.base, site.marks.into_inner()), (2, D + 7, vec![(2, D + 8)]));
	});
}

#[test]
fn one_act_can_t_take_one_site_twice() {
	execute(|| {
		let twice = MethodologyRef { methodology: 81, version: 1 };
		let claims = vec![ClaimSpec::SitePeriod { group: SITES, max_days: 365 }; 2];
		let method = one_factor("kWh", 2, 1_000_000, "420", "gCO2e/kWh");
		publish(twice, method, rules(claims, 100_000));
		register_with(SITES, 1, &[(1, WHOLE)], 0, Some(D));
		let claim = |from, to| ClaimData::Site { object: [1; 32], from, to };
		let row = with_claims(ride(1, at(D, 9, 0), 0, 100), vec![claim(D, D + 1); 2]);
		assert_eq!(submit(0, twice, vec![row]), [rejected(Reason::SiteOverlap)]);
		assert_eq!(Sites::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_site_s_claim_needs_a_site() {
	execute(|| {
		let row = ride(1, at(D, 9, 0), 0, 100);
		let mismatch = rejected(Reason::ClaimDataMismatch);
		let counter = ClaimData::Counter { object: [1; 32], from: 0, to: 100, gap: false };
		assert_eq!(
			submit(0, ROOF, vec![row.clone(), with_claims(row.clone(), vec![counter])]),
			[mismatch, mismatch]
		);
		let site = ClaimData::Site { object: [1; 32], from: D, to: D + 1 };
		let row = ride(1, at(TODAY, 9, 0), 0, 100);
		assert_eq!(submit(0, METER, vec![with_claims(row, vec![site])]), [mismatch]);
	});
}
