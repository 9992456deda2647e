use crate::{
	mock::*, BatchIds, Batches, Classes, Counters, DayLogs, Error, Event, GroupScale, GroupScales,
	NextBatchIndex, WeightInfo,
};
use frame_support::{
	assert_err_ignore_postinfo, assert_noop, assert_ok, assert_storage_noop,
	dispatch::GetDispatchInfo,
};
use sp_core::H256;
use sp_runtime::{DispatchError, StateVersion};
use tanpu_primitives::{
	methodology::MethodologyRefusal, traits::LicenceRefusal, ClaimData, ClaimSpec, MethodologyRef,
	Row,
};

const ID: [u8; 32] = [7; 32];

fn morning() -> Vec<Row> {
	vec![ride(1, at(TODAY, 9, 0), 20, 500), ride(2, at(TODAY, 9, 0), 20, 500)]
}

/// The batch is refused with this error and nothing at all changes.
fn refused(methodology: MethodologyRef, rows: Vec<Row>, error: impl Into<DispatchError>) {
	let error = error.into();
	assert_storage_noop!(assert_err_ignore_postinfo!(
		submit_as(0, ID, methodology, None, rows),
		error
	));
}

#[test]
fn processes_a_batch_and_keeps_its_record() {
	build_and_execute(|| {
		let root = Some(H256::repeat_byte(3));
		System::set_block_number(42);
		assert_ok!(submit_as(0, ID, METRO, root, morning()));
		System::assert_last_event(
			Event::BatchProcessed {
				operator: 0,
				id: ID,
				index: 0,
				methodology: METRO,
				credited: 2,
				grams: 466,
				// 233 g at 8.44 points per kg are 1.96652 points; the rest is carried.
				points_due: 392,
				outcomes: vec![credited(233), credited(233)].try_into().unwrap(),
				provided: Default::default(),
			}
			.into(),
		);
		let (index, batch) = Reports::batch_by_id(0, ID).unwrap();
		assert_eq!(Reports::batch(index), Some(batch));
		assert_eq!((batch.rows, batch.credited, batch.grams, batch.points_due), (2, 2, 466, 392));
		assert_eq!((batch.block, batch.evidence_root), (42, root));
		assert_eq!(batch.processed_at, Now::get());
		let class = Reports::class(0).unwrap();
		// September 2018.
		assert_eq!((class.month, class.grams, class.records), (48 * 12 + 8, 466, 2));
		let position = Ledger::get((0, 1)).unwrap();
		assert_eq!((position.grams, position.points_of(0), position.carry), (233, 196, 652));
		assert_eq!(position.growth, 23_300);
		assert_eq!(Reports::day_log(TODAY, 1).len(), 1);
		assert_eq!(Reports::day_log(TODAY, 3), []);
	});
}

#[test]
fn the_same_batch_again_changes_nothing_and_says_so() {
	build_and_execute(|| {
		assert_ok!(submit_as(0, ID, METRO, None, morning()));
		let taken = QuotaTaken::get((0, TODAY));
		System::reset_events();
		let before = sp_io::storage::root(StateVersion::V1);
		let info = submit_as(0, ID, METRO, None, morning()).unwrap();
		System::assert_has_event(Event::BatchUnchanged { operator: 0, id: ID, index: 0 }.into());
		System::reset_events();
		assert_eq!(sp_io::storage::root(StateVersion::V1), before);
		assert_eq!(QuotaTaken::get((0, TODAY)), taken);
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::submit_unchanged(2)));
		// A report that is resumed after a suspension learns the same.
		Refusals::insert(0, LicenceRefusal::Suspended);
		assert_ok!(submit_as(0, ID, METRO, None, morning()));
		// Another operator's ids are its own.
		assert_ok!(submit_as(1, ID, METRO, None, vec![ride(3, at(TODAY, 9, 0), 20, 500)]));
		assert_eq!(NextBatchIndex::<Test>::get(), 2);
	});
}

#[test]
fn the_same_id_with_other_content_is_refused() {
	build_and_execute(|| {
		assert_ok!(submit_as(0, ID, METRO, None, morning()));
		System::reset_events();
		refused(METRO, vec![ride(1, at(TODAY, 11, 0), 20, 500)], Error::<Test>::BatchIdReused);
		refused(CYCLING, morning(), Error::<Test>::BatchIdReused);
		assert_storage_noop!(assert_err_ignore_postinfo!(
			submit_as(0, ID, METRO, Some(H256::zero()), morning()),
			Error::<Test>::BatchIdReused
		));
	});
}

#[test]
fn only_a_reporting_key_reports() {
	build_and_execute(|| {
		let stranger = || {
			Reports::submit(
				RuntimeOrigin::signed(1),
				ID,
				METRO,
				None,
				morning().try_into().unwrap(),
			)
		};
		assert_storage_noop!(assert_err_ignore_postinfo!(stranger(), Error::<Test>::NotAReporter));
		// A batch that is refused before a row is looked at costs as much as that.
		let paid = stranger().unwrap_err().post_info.actual_weight.unwrap();
		assert!(paid.all_lte(Reports::submit_weight(&morning())));
		assert_noop!(
			Reports::submit(RuntimeOrigin::root(), ID, METRO, None, Default::default()),
			sp_runtime::traits::BadOrigin
		);
	});
}

#[test]
fn an_operator_that_may_not_act_is_refused_whole() {
	build_and_execute(|| {
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::<Test>::NotLicensed),
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::LicenceExpired),
			(LicenceRefusal::OutOfScope, Error::<Test>::OutOfScope),
			(LicenceRefusal::BondShort, Error::<Test>::BondShort),
		] {
			Refusals::insert(0, refusal);
			refused(METRO, morning(), error);
		}
	});
}

#[test]
fn back_dated_days_count_against_the_reporting_day_s_quota() {
	build_and_execute(|| {
		QuotaTaken::insert((0, TODAY), QUOTA - 3);
		let old =
			vec![ride(1, at(TODAY - 5, 9, 0), 20, 500), ride(1, at(TODAY - 4, 9, 0), 20, 500)];
		assert_ok!(submit_as(0, [1; 32], METRO, None, old));
		assert_eq!(QuotaTaken::get((0, TODAY)), Some(QUOTA - 1));
		assert_eq!(QuotaTaken::get((0, TODAY - 5)), None);
		// Two more rows, of another day still: one too many for today.
		System::reset_events();
		let rows =
			vec![ride(1, at(TODAY - 3, 9, 0), 20, 500), ride(1, at(TODAY - 2, 9, 0), 20, 500)];
		refused(METRO, rows.clone(), Error::<Test>::QuotaExceeded);
		noon_of(TODAY + 1);
		assert_ok!(submit_as(0, ID, METRO, None, rows));
	});
}

#[test]
fn a_methodology_that_is_not_in_order_is_refused_whole() {
	build_and_execute(|| {
		refused(
			MethodologyRef { methodology: 1, version: 2 },
			morning(),
			Error::<Test>::MethodologyNotFound,
		);
		for (refusal, error) in [
			(MethodologyRefusal::NotFound, Error::<Test>::MethodologyNotFound),
			(MethodologyRefusal::Suspended, Error::<Test>::MethodologySuspended),
			(MethodologyRefusal::Retired, Error::<Test>::MethodologyRetired),
		] {
			MethodRefusals::insert(METRO.methodology, refusal);
			refused(METRO, morning(), error);
		}
		MethodRefusals::remove(METRO.methodology);

		alter(METRO, |method| method.rules.claims = Default::default());
		refused(METRO, morning(), Error::<Test>::NothingClaimed);
		alter(METRO, |method| {
			method.rules.claims = vec![ClaimSpec::Interval { group: 50 }].try_into().unwrap()
		});
		refused(METRO, morning(), Error::<Test>::GroupNotDefined);
		alter(METRO, |method| method.definition = Default::default());
		refused(METRO, morning(), Error::<Test>::FormulaNotChecked);
	});
}

fn scale(unit: &str, decimals: u8) -> Option<GroupScale> {
	Some(GroupScale { unit: tanpu_formula::parse_unit(unit).unwrap(), decimals })
}

#[test]
fn registers_of_a_group_have_one_scale() {
	build_and_execute(|| {
		let counter = |version, unit: &str, decimals, per: &str| {
			let reference = MethodologyRef { version, ..METER };
			let definition = one_factor(unit, decimals, 1_000_000, "441.9", per);
			publish(
				reference,
				definition,
				rules(vec![ClaimSpec::Counter { group: POWER, input: 0 }], 100_000),
			);
			reference
		};
		let finer = counter(2, "kWh", 3, "gCO2e/kWh");
		let larger = counter(3, "MWh", 2, "gCO2e/MWh");
		let same = counter(4, "kWh", 2, "gCO2e/kWh");
		assert_eq!(GroupScales::<Test>::get((POWER, true)), None);
		submit(0, METER, vec![reading(1, TODAY, 9, 1_000, 1_100, false)]);
		assert_eq!(GroupScales::<Test>::get((POWER, true)), scale("kWh", 2));
		System::reset_events();
		// What stands at 11.00 kWh would be 1.100 kWh, and 1 to 11 kWh free once more.
		let next = vec![reading(1, TODAY, 9, 1_100, 1_200, false)];
		refused(finer, next.clone(), Error::<Test>::ScaleMismatch);
		refused(larger, next.clone(), Error::<Test>::ScaleMismatch);
		assert_eq!(submit(0, same, next), [credited(441)]);
		// Another group has its own.
		alter(finer, |method| {
			method.rules.claims =
				vec![ClaimSpec::Counter { group: TICKETS, input: 0 }].try_into().unwrap()
		});
		submit(0, finer, vec![reading(1, TODAY, 9, 0, 1_000, false)]);
		assert_eq!(GroupScales::<Test>::get((TICKETS, true)), scale("kWh", 3));
	});
}

#[test]
fn daily_totals_of_a_group_have_one_scale_apart_from_registers() {
	build_and_execute(|| {
		let total = |methodology, unit: &str, decimals, per: &str, claim| {
			let reference = MethodologyRef { methodology, version: 1 };
			publish(
				reference,
				one_factor(unit, decimals, 100_000, "0.02", per),
				rules(vec![claim], 1_000),
			);
			reference
		};
		let daily = ClaimSpec::DailyHighWater { group: WALK, input: 0 };
		let register = ClaimSpec::Counter { group: WALK, input: 0 };
		let tenths = total(60, "step", 1, "gCO2e/step", daily);
		let steps = total(61, "step", 0, "gCO2e/step", daily);
		let odometer = total(62, "step", 1, "gCO2e/step", register);
		let rows = vec![ride(1, at(TODAY, 0, 0), 240, 5_000)];
		submit(0, STEPS, rows.clone());
		assert_eq!(GroupScales::<Test>::get((WALK, false)), scale("step", 0));
		System::reset_events();
		refused(tenths, rows, Error::<Test>::ScaleMismatch);
		let more = vec![ride(1, at(TODAY, 0, 0), 240, 6_000)];
		assert_eq!(submit(0, steps, more), [credited(20)]);
		assert_eq!(
			submit(0, odometer, vec![reading(1, TODAY, 9, 0, 10_000, false)]),
			[credited(20)]
		);
		assert_eq!(GroupScales::<Test>::get((WALK, true)), scale("step", 1));
		// Two totals of one act that count differently: nothing is kept of either.
		let both = MethodologyRef { methodology: 63, version: 1 };
		let mut definition = one_factor("step", 0, 100_000, "0.02", "gCO2e/step");
		let finer = one_factor("step", 1, 100_000, "0.02", "gCO2e/step").inputs[0].clone();
		let name = tanpu_formula::Name::new("other").unwrap();
		definition.inputs.try_push(tanpu_formula::Input { name, ..finer }).unwrap();
		let claims =
			[0, 1].map(|input| ClaimSpec::DailyHighWater { group: TICKETS, input }).to_vec();
		publish(both, definition, rules(claims, 1_000));
		System::reset_events();
		refused(both, morning(), Error::<Test>::ScaleMismatch);
	});
}

#[test]
fn a_category_has_no_scale() {
	build_and_execute(|| {
		let mut definition = one_factor("step", 0, 100_000, "0.02", "gCO2e/step");
		let kind = tanpu_formula::Input::category("kind", ["a", "b"]).unwrap();
		definition.inputs.try_push(kind).unwrap();
		let claims = vec![ClaimSpec::DailyHighWater { group: WALK, input: 1 }];
		publish(STEPS, definition, rules(claims, 1_000));
		refused(STEPS, morning(), Error::<Test>::ScaleMismatch);
	});
}

#[test]
fn a_batch_that_is_not_in_order_is_refused_whole() {
	build_and_execute(|| {
		refused(METRO, vec![], Error::<Test>::EmptyBatch);
		let mut rows = morning();
		rows.reverse();
		refused(METRO, rows, Error::<Test>::RowsNotSorted);
		alter(METRO, |method| method.rules.evidence_required = true);
		refused(METRO, morning(), Error::<Test>::EvidenceRootRequired);
		assert_ok!(submit_as(0, ID, METRO, Some(H256::zero()), morning()));
	});
}

#[test]
fn batch_numbers_run_out_by_name() {
	new_test_ext().execute_with(|| {
		NextBatchIndex::<Test>::put(u32::MAX);
		refused(METRO, morning(), Error::<Test>::NoBatchIndexLeft);
	});
}

#[test]
fn funds_short_by_one_unit_refuse_the_batch_and_take_nothing() {
	build_and_execute(|| {
		let rows = vec![reading(1, TODAY, 1, 0, 100, false), reading(2, TODAY, 2, 0, 100, false)];
		// 441 g each: 3.72204 points, so 3.72 due twice.
		Funds::insert(0, 743);
		refused(METER, rows.clone(), DispatchError::Other("fund short"));
		assert_eq!(Counters::<Test>::iter().count(), 0);
		assert_eq!(DayLogs::<Test>::iter().count(), 0);
		assert_eq!(QuotaTaken::get((0, TODAY)), None);
		Funds::insert(0, 744);
		assert_ok!(submit_as(0, ID, METER, None, rows));
		assert_eq!(Batches::<Test>::get(0).unwrap().points_due, 744);
	});
}

#[test]
fn an_operator_that_can_t_issue_is_refused_whole_where_points_are_given() {
	build_and_execute(|| {
		Closed::insert(0, ());
		let rows = vec![reading(1, TODAY, 1, 0, 100, false)];
		refused(METER, rows.clone(), DispatchError::Other("no series"));
		alter(METER, |method| method.rules.points_per_kg = 0);
		assert_ok!(submit_as(0, ID, METER, None, rows));
		assert_eq!(Batches::<Test>::get(0).unwrap().points_due, 0);
	});
}

#[test]
fn a_batch_of_rejected_rows_is_a_batch() {
	build_and_execute(|| {
		let rows = vec![ride(77, at(TODAY, 9, 0), 20, 500)];
		assert_ok!(submit_as(0, ID, METRO, None, rows.clone()));
		assert_eq!(BatchIds::<Test>::get(0, ID), Some(0));
		assert_eq!(Classes::<Test>::iter().count(), 0);
		assert_ok!(submit_as(0, ID, METRO, None, rows));
	});
}

#[test]
fn what_was_not_needed_is_refunded() {
	build_and_execute(|| {
		let rows = morning();
		let call = RuntimeCall::from(crate::Call::submit {
			id: ID,
			methodology: METRO,
			evidence_root: None,
			rows: rows.clone().try_into().unwrap(),
		});
		let charged = call.get_dispatch_info().call_weight;
		let actual = submit_as(0, ID, METRO, None, rows).unwrap().actual_weight.unwrap();
		assert!(actual.ref_time() < charged.ref_time(), "{actual:?} < {charged:?}");
		// Full batches that the runtime takes: 75% of a block of 1.5 s, less 10% of the block, less
		// an extrinsic's base. Rides over midnight, and registers with their histories. Campaigns come
		// on top: that these fit with them is tested in the runtime.
		let worst = |rows: Vec<Row>| Reports::submit_weight(&rows).ref_time();
		let rides = (0..1_000).map(|citizen| ride(citizen, 0, 60, 1)).collect();
		assert!(worst(rides) < 950_000_000_000);
		let counter = |id| ClaimData::Counter { object: [id; 32], from: 0, to: 1, gap: false };
		let registers = |rows, claims: u8| {
			let claims: Vec<_> = (0..claims).map(counter).collect();
			(0..rows).map(|citizen| with_claims(ride(citizen, 0, 60, 1), claims.clone())).collect()
		};
		assert!(worst(registers(1_000, 1)) < 950_000_000_000);
		// With as many claims as there can be, fewer rows make a batch.
		assert!(worst(registers(650, 4)) < 950_000_000_000);
	});
}

#[test]
fn no_batch_costs_more_than_its_rows_can() {
	build_and_execute(|| {
		reopen(POWER, 60);
		reopen(SITES, 60);
		register_with(POWER, 1, &[(1, 5_000), (2, 5_000)], 3, None);
		register_with(SITES, 1, &[(1, 5_000), (2, 5_000)], 0, Some(TODAY - 30));
		let days = |citizen| {
			(0..10u64).map(move |n| {
				reading(citizen, TODAY - 20 + n as u16, 1, n * 100, n * 100 + 100 - n, true)
			})
		};
		let meters: Vec<Row> = days(1).chain(days(2)).collect();
		let ticket = |row| with_claims(row, vec![once(1)]);
		reopen(HOME, 60);
		let showers = (0..9).map(|n| ride(1, at(TODAY - n, 9, 0), 10, 100)).collect();
		for (methodology, rows) in [
			(HOUSE, meters.clone()),
			(FAMILY, meters.clone()),
			(METER, meters),
			(SHOWER, showers),
			(ROOF, vec![period(1, 1, TODAY - 30, TODAY, 10), period(2, 1, TODAY - 30, TODAY, 9)]),
			(TICKETED, vec![ticket(ride(1, at(TODAY - 1, 23, 50), 20, 100))]),
			(STEPS, vec![ride(3, at(TODAY, 0, 0), 60, 1_000), ride(3, at(TODAY, 0, 0), 60, 3_000)]),
			(METRO, vec![ride(4, at(TODAY - 1, 23, 50), 20, 100)]),
		] {
			let bound = Reports::submit_weight(&rows);
			let id = fresh_id(0);
			let actual = submit_as(0, id, methodology, None, rows).unwrap().actual_weight.unwrap();
			assert!(actual.all_lte(bound), "{methodology:?}: {actual:?} <= {bound:?}");
		}
	});
}

#[test]
fn a_mean_of_a_daily_total_is_refused_whole() {
	build_and_execute(|| {
		alter(SHOWER, |method| {
			let claims = vec![ClaimSpec::DailyHighWater { group: WALK, input: 1 }];
			method.rules.claims = claims.try_into().unwrap();
		});
		refused(SHOWER, morning(), Error::<Test>::MeanOfDailyTotal);
	});
}

#[test]
fn members_of_no_object_are_refused_whole() {
	build_and_execute(|| {
		alter(FAMILY, |method| {
			let claims = vec![ClaimSpec::Once { group: TICKETS, lasting: true }];
			method.rules.claims = claims.try_into().unwrap();
		});
		refused(FAMILY, morning(), Error::<Test>::MembersWithoutObject);
	});
}
