//! Registered meters: holders, shares, registrations.

use crate::{mock::*, Counters};
use tanpu_primitives::{
	CitizenId, ClaimData, ClaimSpec, MethodologyRef, Outcome, Provided, Reason, Row, WHOLE,
};

fn row(citizen: CitizenId, from: u64, to: u64) -> Row {
	reading(citizen, TODAY, 9, from, to, false)
}

fn after_gap(citizen: CitizenId, from: u64, to: u64) -> Row {
	reading(citizen, TODAY, 9, from, to, true)
}

fn marks() -> Vec<(CitizenId, u64)> {
	Counters::<Test>::get((POWER, [9; 32])).unwrap().marks.into_inner()
}

#[test]
fn each_holder_has_their_share_of_the_same_reading() {
	build_and_execute(|| {
		register(POWER, 9, &[(1, 6_000), (2, 3_000)]);
		let (outcomes, provided) =
			submit_full(0, METER, vec![row(1, 0, 1_000), row(2, 0, 1_000), row(3, 0, 1_000)]);
		// 4,419 g: 2,651.4 and 1,325.7; the tenth that is missing is nobody's.
		assert_eq!(
			outcomes,
			// The record's cap of 3,000 g comes before the share.
			[
				Outcome::Capped { grams: 1_800, computed: 2_651 },
				Outcome::Capped { grams: 900, computed: 1_325 },
				rejected(Reason::HeldByAnother)
			]
		);
		let given = |row, share| Provided { row, mean: None, members: None, share };
		assert_eq!(provided, [given(0, 6_000), given(1, 3_000)]);
		assert_eq!(marks(), [(1, 1_000), (2, 1_000)]);
		// One may be ahead of the other, and report through another operator.
		assert_eq!(submit(1, METER, vec![row(1, 1_000, 1_100)]), [credited(264)]);
		assert_eq!(
			submit(2, METER, vec![row(2, 1_000, 1_100), row(2, 1_000, 1_100)]),
			[credited(132), rejected(Reason::CounterOverlap)]
		);
		// All of it, registered: nothing is provided.
		register(POWER, 8, &[(1, WHOLE)]);
		let whole = reading(1, TODAY, 8, 0, 100, false);
		assert_eq!(submit_full(0, METER, vec![whole]), (vec![credited(441)], vec![]));
	});
}

#[test]
fn the_day_s_cap_is_each_citizen_s() {
	build_and_execute(|| {
		alter(METER, |method| method.rules.max_grams_per_day = 300);
		register(POWER, 9, &[(1, 5_000), (2, 5_000)]);
		assert_eq!(
			submit(
				0,
				METER,
				vec![row(1, 0, 100), row(1, 100, 200), row(1, 200, 300), row(2, 0, 100)]
			),
			[
				credited(220),
				Outcome::Capped { grams: 80, computed: 220 },
				rejected(Reason::DailyCapReached),
				credited(220)
			]
		);
	});
}

#[test]
fn a_share_below_a_gram_is_no_reduction() {
	build_and_execute(|| {
		register(POWER, 9, &[(1, 1), (2, 0)]);
		let none = rejected(Reason::NoReduction);
		assert_eq!(submit(0, METER, vec![row(1, 0, 100), row(2, 0, 100)]), [none, none]);
		assert_eq!(Counters::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_holder_begins_where_the_register_did() {
	build_and_execute(|| {
		register(POWER, 9, &[(1, 5_000), (2, 5_000)]);
		submit(0, METER, vec![row(1, 1_000, 1_100)]);
		assert_eq!(
			submit(
				0,
				METER,
				vec![row(2, 900, 1_000), row(2, 1_050, 1_100), after_gap(2, 1_050, 1_100)]
			),
			[rejected(Reason::CounterOverlap), rejected(Reason::CounterGap), credited(110)]
		);
	});
}

#[test]
fn a_new_registration_begins_at_the_highest_credited_reading() {
	build_and_execute(|| {
		register(POWER, 9, &[(1, 5_000), (2, 5_000)]);
		submit(0, METER, vec![row(1, 0, 1_000), row(2, 0, 400)]);
		register(POWER, 9, &[(2, 5_000), (3, 5_000)]);
		let taken = rejected(Reason::CounterOverlap);
		assert_eq!(
			submit(
				0,
				METER,
				vec![row(1, 1_000, 1_100), row(2, 400, 500), row(2, 1_000, 1_100), row(3, 0, 100)]
			),
			[rejected(Reason::HeldByAnother), taken, credited(220), taken]
		);
		let counter = Counters::<Test>::get((POWER, [9; 32])).unwrap();
		assert_eq!((counter.epoch, counter.base), (2, 1_000));
		assert_eq!(marks(), [(2, 1_100)]);
		// The very same holders, registered again: what was not claimed is gone.
		register(POWER, 9, &[(2, 5_000), (3, 5_000)]);
		assert_eq!(
			submit(
				0,
				METER,
				vec![row(2, 1_100, 1_200), row(3, 1_000, 1_100), row(3, 1_100, 1_200)]
			),
			[credited(220), taken, credited(220)]
		);
	});
}

#[test]
fn an_unregistered_meter_is_the_first_one_s_until_it_is_registered() {
	build_and_execute(|| {
		assert_eq!(
			submit(0, METER, vec![row(1, 0, 100), row(2, 100, 200)]),
			[credited(441), rejected(Reason::HeldByAnother)]
		);
		let counter = Counters::<Test>::get((POWER, [9; 32])).unwrap();
		assert_eq!((counter.epoch, counter.base), (0, 0));
		register(POWER, 9, &[(2, WHOLE)]);
		assert_eq!(
			submit(0, METER, vec![row(1, 100, 200), row(2, 0, 100), row(2, 100, 200)]),
			[rejected(Reason::HeldByAnother), rejected(Reason::CounterOverlap), credited(441)]
		);
		// No longer registered: the next one's, from where it stands.
		Registered::remove((POWER, [9; 32]));
		assert_eq!(
			submit(0, METER, vec![row(3, 0, 200), row(3, 200, 300), row(4, 200, 300)]),
			[rejected(Reason::CounterOverlap), credited(441), rejected(Reason::HeldByAnother)]
		);
	});
}

#[test]
fn of_several_objects_the_least_share_counts_and_the_first_one_s_members() {
	build_and_execute(|| {
		let both = MethodologyRef { methodology: 80, version: 1 };
		let claims = vec![ClaimSpec::Counter { group: POWER, input: 0 }; 2];
		publish(both, family(), rules(claims, 100_000));
		register_with(POWER, 1, &[(1, WHOLE)], 3, None);
		register_with(POWER, 2, &[(1, 4_000), (2, 6_000)], 9, None);
		let counter =
			|meter, from, to| ClaimData::Counter { object: [meter; 32], from, to, gap: false };
		let act = |first, second| {
			let data = vec![counter(first, 0, 100), counter(second, 0, 100)];
			with_claims(ride(1, at(TODAY, 9, 0), 0, 100), data)
		};
		// 3 times 2 kWh less 1, of which the second meter allows 40%.
		let (outcomes, provided) = submit_full(0, both, vec![act(1, 2)]);
		assert_eq!(outcomes, [credited(883)]);
		let given = Provided { row: 0, mean: None, members: Some(3), share: 4_000 };
		assert_eq!(provided, [given]);
		// Registered it must be, the first of them.
		assert_eq!(submit(0, both, vec![act(7, 2)]), [rejected(Reason::NotRegistered)]);
	});
}

#[test]
fn each_meter_is_read_once_in_a_batch_however_many_rows_name_it() {
	build_and_execute(|| {
		register(POWER, 9, &[(1, 5_000), (2, 5_000)]);
		let rows = (0..4)
			.flat_map(|n| [row(1, n * 100, n * 100 + 100), row(2, n * 100, n * 100 + 100)])
			.collect::<Vec<_>>();
		let mut rows = rows;
		rows.sort_by_key(|row| row.citizen);
		assert_eq!(submit(0, METER, rows), [credited(220); 8]);
		assert_eq!(marks(), [(1, 400), (2, 400)]);
	});
}
