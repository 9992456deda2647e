//! What campaigns are told.

use crate::{mock::*, DayLogs};
use frame_support::{assert_err_ignore_postinfo, assert_storage_noop};
use sp_runtime::DispatchError;
use tanpu_primitives::{campaigns::MAX_BATCH_BONUSES, Outcome, Reason, Row};

/// Citizen 1 rides on two days, and once too far; citizen 2 only too far; citizen 3 once.
fn rides() -> Vec<Row> {
	let too_far = |citizen| ride(citizen, at(TODAY, 10, 0), 20, u64::MAX);
	vec![
		ride(1, at(TODAY, 9, 0), 20, 500),
		too_far(1),
		ride(1, at(TODAY - 1, 9, 0), 20, 500),
		too_far(2),
		ride(3, at(TODAY, 9, 0), 20, 500),
	]
}

#[test]
fn they_hear_of_each_citizen_s_credited_acts() {
	build_and_execute(|| {
		Told::put(Vec::<Telling>::new());
		submit(0, METRO, rides());
		let metro = METRO.methodology;
		let all = MAX_BATCH_BONUSES;
		assert_eq!(
			Told::get().unwrap(),
			[(0, 1, metro, vec![TODAY, TODAY - 1], all), (0, 3, metro, vec![TODAY], all - 1)]
		);
		// 233 g a ride; the bonus is written with them.
		assert_eq!(Ledger::get((0, 1)).unwrap().growth, 2 * 23_300 + 1);
		assert_eq!(Ledger::get((0, 2)).unwrap().growth, 0);
		assert_eq!(Ledger::get((0, 3)).unwrap().growth, 23_300 + 1);

		// A batch begins with all its bonuses.
		Told::put(Vec::<Telling>::new());
		submit(1, CYCLING, vec![ride(4, at(TODAY, 11, 0), 20, 500)]);
		assert_eq!(Told::get().unwrap(), [(1, 4, CYCLING.methodology, vec![TODAY], all)]);
	});
}

#[test]
fn an_act_over_midnight_is_one_of_the_day_that_it_is_credited_for() {
	build_and_execute(|| {
		Told::put(Vec::<Telling>::new());
		submit(0, METRO, vec![ride(1, at(TODAY - 1, 23, 50), 20, 500)]);
		let told: Vec<_> = Told::get().unwrap().into_iter().map(|telling| telling.3).collect();
		assert_eq!(told, [vec![TODAY]]);
		assert_eq!(DayLogs::<Test>::iter().count(), 2);
	});
}

#[test]
fn what_is_recorded_and_earns_nothing_is_no_act() {
	build_and_execute(|| {
		Told::put(Vec::<Telling>::new());
		let outcomes = submit(0, HOUSE, vec![reading(1, TODAY, 1, 0, 100, false)]);
		assert_eq!(outcomes, [Outcome::Recorded(Reason::BaselineTooShort)]);
		assert_eq!(Told::get(), Some(vec![]));
	});
}

#[test]
fn a_refused_batch_tells_nothing() {
	build_and_execute(|| {
		Told::put(Vec::<Telling>::new());
		Funds::insert(0, 0);
		let id = fresh_id(0);
		assert_storage_noop!(assert_err_ignore_postinfo!(
			submit_as(0, id, METRO, None, rides()),
			DispatchError::Other("fund short")
		));
	});
}

#[test]
fn they_are_charged_and_what_they_don_t_use_is_refunded() {
	let used = |campaigns: bool| {
		let mut weights = Default::default();
		build_and_execute(|| {
			if campaigns {
				Told::put(Vec::<Telling>::new());
			}
			let id = fresh_id(0);
			let actual = submit_as(0, id, METRO, None, rides()).unwrap().actual_weight.unwrap();
			let bound = Reports::submit_weight(&rides());
			assert!(actual.all_lte(bound), "{actual:?} <= {bound:?}");
			weights = actual;
		});
		weights
	};
	// Two of the three citizens have acts.
	assert_eq!(used(true), used(false) + TELLING * 2);
}
