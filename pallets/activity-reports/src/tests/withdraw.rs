//! Taking records back: what goes, what stays, what is free again.

use crate::{
	mock::*, Batches, ClassIds, Classes, Counters, DayLogs, Error, Event, ExclusionGroups,
	Histories, HistorySubject, OnceClaims, OnceSweep, Sites, Withdrawn,
};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_runtime::DispatchError;
use tanpu_primitives::{
	evidence::RecordProof,
	traits::LicenceRefusal,
	verification::{ByDisposition, Classes as _},
	Disposition, Grams, Outcome, Position, Reason, RecordRef, Row,
};

/// 5 km: 233 g, 1.96652 points.
fn trip(citizen: u32, hour: u32) -> Row {
	ride(citizen, at(TODAY, hour, 0), 20, 500)
}

fn position(citizen: u32) -> Position {
	Ledger::get((0, citizen)).unwrap()
}

/// The record is withdrawn, and what it claimed is free again or not.
fn withdrawn(sent: &Sent, row: u16, freed: bool) {
	assert_ok!(sent.withdraw(row));
	assert_eq!(was_freed(sent.record(row)), Some(freed));
}

#[test]
fn a_record_goes_and_can_be_reported_right() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(2, 9)]);
		assert_ok!(sent.withdraw(0));
		System::assert_last_event(
			Event::Withdrawn {
				record: RecordRef { batch: 0, row: 0 },
				operator: 0,
				citizen: 1,
				class: 0,
				grams: 233,
				points_reversed: 196,
				points_borne: 0,
				claims_freed: true,
				reason: WHY,
			}
			.into(),
		);
		let left = position(1);
		assert_eq!((left.grams, left.points_of(0), left.carry), (0, 0, 0));
		assert!(left.contributions.is_empty());
		// Growth never falls.
		assert_eq!(left.growth, 23_300);
		assert_eq!(position(2).grams, 233);
		let class = Classes::<Test>::get(0).unwrap();
		assert_eq!((class.grams, class.credited), (233, 466));
		assert_eq!((class.records, class.withdrawn), (2, 1));
		assert_eq!(Reports::withdrawn_rows(0), [0]);
		assert!(!DayLogs::<Test>::contains_key(
			tanpu_primitives::Be16::from(TODAY),
			tanpu_primitives::Be32::from(1)
		));
		// The batch stays what it was.
		let batch = Batches::<Test>::get(0).unwrap();
		assert_eq!((batch.credited, batch.grams, batch.points_due), (2, 466, 392));
		assert_noop!(sent.withdraw(0), Error::<Test>::AlreadyWithdrawn);

		assert_eq!(submit(1, METRO, vec![ride(1, at(TODAY, 9, 0), 20, 300)]), [credited(140)]);
		check_all();
		// By the treasury; then the class has nothing left.
		assert_ok!(withdraw_as(200, sent.record(1), sent.proof(1)));
		let class = Classes::<Test>::get(0).unwrap();
		assert_eq!((class.grams, class.withdrawn), (0, 2));
		assert_eq!(Withdrawn::<Test>::get(0).into_inner(), [0, 1]);
	});
}

#[test]
fn what_is_spent_is_the_operator_s_loss() {
	build_and_execute(|| {
		let first = send(0, METRO, vec![trip(1, 9), trip(1, 10)]);
		// 393 hundredths and 304 thousandths.
		assert!(spend(0, 1, 300));
		assert_ok!(first.withdraw(1));
		let (reversed, borne) = last_points();
		// 93 are left; the fraction pays for a part of the 94th.
		assert_eq!((reversed, borne), (93, 104));
		assert_eq!((position(1).points_of(0), position(1).carry), (0, 652));
		check_all();
		assert_ok!(first.withdraw(0));
		assert_eq!(last_points(), (0, 196));
		// All that were issued: 393.
		assert_eq!((position(1).points_of(0), position(1).carry), (0, 0));
		assert_eq!(93 + 104 + 196, 393);
	});
}

/// Points reversed and borne by the last withdrawal.
fn last_points() -> (u64, u64) {
	System::events()
		.into_iter()
		.rev()
		.find_map(|found| match found.event {
			RuntimeEvent::Reports(Event::Withdrawn { points_reversed, points_borne, .. }) => {
				Some((points_reversed, points_borne))
			},
			_ => None,
		})
		.unwrap()
}

#[test]
fn only_the_operator_and_only_while_it_is_licensed() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9)]);
		for who in [101, 201, 1_001, 1] {
			assert_noop!(
				withdraw_as(who, sent.record(0), sent.proof(0)),
				Error::<Test>::NotTheOperator
			);
		}
		for (refusal, error) in [
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::LicenceExpired),
			(LicenceRefusal::NotLicensed, Error::<Test>::NotLicensed),
		] {
			Refusals::insert(0, refusal);
			assert_noop!(sent.withdraw(0), error);
		}
		// What the citizen objects to it can take back all the same.
		assert_ok!(sent.object(0));
		assert_ok!(sent.withdraw(0));
		assert_eq!(Reports::objection(sent.record(0)), None);
		assert_eq!(Reports::objection_tally(0).accepted, 1);
	});
}

#[test]
fn a_proof_is_of_one_row_and_its_outcome() {
	build_and_execute(|| {
		let rows =
			vec![trip(1, 9), trip(1, 9), trip(2, 9), trip(3, 9), ride(4, at(TODAY, 9, 0), 20, 0)];
		let sent = send(0, METRO, rows);
		let other =
			send(0, METRO, vec![trip(5, 9), trip(6, 9), trip(7, 9), trip(8, 9), trip(9, 9)]);
		assert_noop!(
			withdraw_as(100, RecordRef { batch: 2, row: 0 }, sent.proof(0)),
			Error::<Test>::BatchNotFound
		);
		let shown = |row, proof| withdraw_as(100, sent.record(row), proof);
		assert_noop!(shown(0, sent.proof(2)), Error::<Test>::ProofMismatch);
		assert_noop!(shown(2, sent.proof(0)), Error::<Test>::ProofMismatch);
		assert_noop!(shown(5, sent.proof(4)), Error::<Test>::ProofMismatch);
		assert_noop!(shown(0, other.proof(0)), Error::<Test>::ProofMismatch);
		let proof = sent.proof(0);
		assert_noop!(
			shown(0, RecordProof { outcome: credited(234), ..proof.clone() }),
			Error::<Test>::ProofMismatch
		);
		assert_noop!(
			shown(0, RecordProof { row: trip(1, 10), ..proof.clone() }),
			Error::<Test>::ProofMismatch
		);
		let siblings = BoundedVec::truncate_from(proof.siblings[1..].to_vec());
		assert_noop!(shown(0, RecordProof { siblings, ..proof }), Error::<Test>::ProofMismatch);
		// Rejected rows have nothing to take back.
		assert_noop!(sent.withdraw(1), Error::<Test>::NothingCredited);
		assert_noop!(sent.withdraw(4), Error::<Test>::NothingCredited);
		assert_ok!(sent.withdraw(3));
	});
}

#[test]
fn nothing_changes_after_the_sealing() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9), trip(2, 9), trip(3, 9)]);
		let seals_at = Reports::seals_at(0).unwrap();
		Now::set(&(seals_at - 1));
		assert_ok!(sent.withdraw(0));
		Now::set(&seals_at);
		assert_noop!(sent.withdraw(1), Error::<Test>::ClassSealed);
		// A longer deadline is of no use once it is sealed.
		Reports::seal(0);
		set_group(RAIL, 0, 300, 0);
		assert!(Reports::seals_at(0).unwrap() > seals_at);
		assert_noop!(sent.withdraw(1), Error::<Test>::ClassSealed);
		assert_noop!(sent.object(1), Error::<Test>::ObjectionTooLate);
	});
}

#[test]
fn a_state_that_does_not_fit_is_refused() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9)]);
		let kept = position(1);
		let contribution = |grams: Grams| {
			let contributions = vec![(0, grams)].try_into().unwrap();
			Ledger::insert((0, 1), Position { contributions, ..kept.clone() });
		};
		contribution(232);
		assert_noop!(sent.withdraw(0), Error::<Test>::ContributionGone);
		Ledger::remove((0, 1));
		assert_noop!(sent.withdraw(0), Error::<Test>::ContributionGone);
		Ledger::insert((0, 1), kept);

		let method = Methods::take(METRO).unwrap();
		assert_noop!(sent.withdraw(0), Error::<Test>::MethodologyNotFound);
		Methods::insert(METRO, method);
		let class = Classes::<Test>::take(0).unwrap();
		assert_noop!(sent.withdraw(0), Error::<Test>::ClassNotFound);
		Classes::<Test>::insert(0, class);
		let key = (0, METRO, class.month);
		ClassIds::<Test>::remove(key);
		assert_noop!(sent.withdraw(0), Error::<Test>::ClassNotFound);
		ClassIds::<Test>::insert(key, 0);
		assert_ok!(sent.withdraw(0));
	});
}

#[test]
fn whose_grams_they_were_is_kept_right() {
	build_and_execute(|| {
		Ledger::insert((0, 1), Position::new(Disposition::SelfHeld));
		Ledger::insert((0, 2), Position::new(Disposition::RewardOnly));
		let sent = send(0, METRO, vec![trip(0, 9), trip(1, 9), trip(1, 10), trip(2, 9)]);
		assert_ok!(sent.withdraw(1));
		let by = ByDisposition { entrusted: 233, self_held: 233, reward_only: 233 };
		assert_eq!(Classes::<Test>::get(0).unwrap().by_disposition, by);
		assert_ok!(sent.withdraw(3));
		let info = Reports::get(0).unwrap();
		assert_eq!(info.by_disposition, ByDisposition { reward_only: 0, ..by });
		assert_eq!((info.grams, info.credited, info.records), (466, 932, 4));
		// Every gram ever credited is where it was.
		for gram in [0, 232, 233, 931] {
			assert_eq!(Reports::locate(0, gram).map(|found| found.batch), Some(0));
		}
		let next = send(0, METRO, vec![trip(5, 9)]);
		assert_eq!(Reports::locate(0, 932).map(|found| found.batch), Some(next.index));
		assert_eq!(Reports::locate(0, 932).map(|found| found.offset), Some(0));
		// An operator's other months and operators' other classes are apart.
		let autumn = vec![ride(1, at(TODAY - 7, 9, 0), 20, 500)];
		send(1, METRO, autumn);
		assert_eq!(Classes::<Test>::get(1).unwrap().withdrawn, 0);
	});
}

#[test]
fn time_is_free_again_in_every_day_that_it_touched() {
	build_and_execute(|| {
		let night = || vec![ride(1, at(TODAY - 1, 23, 30), 60, 1_000)];
		let sent = send(0, METRO, night());
		let bike =
			|| vec![ride(1, at(TODAY - 1, 23, 0), 60, 1_000), ride(1, at(TODAY, 0, 10), 5, 100)];
		assert!(submit(1, CYCLING, bike()).iter().all(|of| of.grams() == 0));
		withdrawn(&sent, 0, true);
		assert!(submit(1, CYCLING, bike()).iter().all(|of| of.grams() > 0));
		assert!(submit(0, METRO, night()).iter().all(|of| of.grams() == 0));
		// Others' entries of the same days stay.
		assert_eq!(Reports::day_log(TODAY - 1, 1).len(), 1);
	});
}

#[test]
fn the_day_s_cap_has_room_again() {
	build_and_execute(|| {
		alter(METRO, |method| method.rules.max_grams_per_day = 300);
		let sent = send(0, METRO, vec![trip(1, 9), trip(1, 10), trip(1, 11)]);
		let capped = Outcome::Capped { grams: 67, computed: 233 };
		let full = rejected(Reason::DailyCapReached);
		assert_eq!(sent.outcomes, [credited(233), capped, full]);
		withdrawn(&sent, 0, true);
		assert_eq!(submit(0, METRO, vec![trip(1, 9)]), [credited(233)]);
		// Registers and references share an entry for the cap.
		alter(METER, |method| method.rules.max_grams_per_day = 5_000);
		let sent = send(0, METER, vec![reading(1, TODAY, 1, 0, 500, false)]);
		let more = || vec![reading(1, TODAY, 1, 500, 1_500, false)];
		let next = send(0, METER, more());
		assert_eq!(next.outcomes[0].grams(), 5_000 - 2_209);
		withdrawn(&next, 0, true);
		assert_eq!(submit(0, METER, more())[0].grams(), 5_000 - 2_209);
		// Somebody went on from the first: it stays taken, its grams don't.
		withdrawn(&sent, 0, false);
		assert_eq!(
			submit(0, METER, vec![reading(1, TODAY, 1, 1_500, 2_500, false)])[0].grams(),
			2_209
		);
	});
}

#[test]
fn a_register_goes_back_from_where_the_record_left_it() {
	build_and_execute(|| {
		let counter = |meter: u8| Counters::<Test>::get((POWER, [meter; 32])).unwrap();
		let first = send(0, METER, vec![reading(1, TODAY, 1, 100, 200, false)]);
		let second = send(0, METER, vec![reading(1, TODAY, 1, 200, 300, false)]);
		withdrawn(&second, 0, true);
		assert_eq!(counter(1).mark(1), 200);
		// A gap that was admitted stays one.
		let third = send(0, METER, vec![reading(1, TODAY, 1, 250, 280, true)]);
		withdrawn(&third, 0, true);
		assert_eq!(counter(1).mark(1), 250);
		withdrawn(&first, 0, false);
		assert_eq!(counter(1).mark(1), 250);
		let again = send(0, METER, vec![reading(1, TODAY, 1, 250, 300, false)]);
		assert_eq!(again.outcomes[0].grams(), 220);
		check_all();

		// A meter reported for the wrong person is nobody's again.
		let wrong = send(0, METER, vec![reading(2, TODAY, 2, 0, 100, false)]);
		let right = || vec![reading(3, TODAY, 2, 0, 100, false)];
		assert_eq!(submit(0, METER, right()), [rejected(Reason::HeldByAnother)]);
		withdrawn(&wrong, 0, true);
		assert!(counter(2).marks.is_empty());
		assert_eq!(submit(0, METER, right())[0].grams(), 441);

		// Holders of a shared one each have their mark.
		register(POWER, 3, &[(4, 5_000), (5, 5_000)]);
		let both = vec![reading(4, TODAY, 3, 10, 110, false), reading(5, TODAY, 3, 10, 110, false)];
		let shared = send(0, METER, both);
		withdrawn(&shared, 1, true);
		assert_eq!((counter(3).mark(4), counter(3).mark(5)), (110, 10));
		let fifth = || vec![reading(5, TODAY, 3, 10, 110, false)];
		assert_eq!(submit(0, METER, fifth())[0].grams(), 220);
		// Registered anew, what was before is not touched.
		register(POWER, 3, &[(4, 10_000)]);
		submit(0, METER, vec![reading(4, TODAY, 3, 110, 120, false)]);
		withdrawn(&shared, 0, false);
		assert_eq!((counter(3).base, counter(3).mark(4)), (110, 120));
	});
}

#[test]
fn daily_totals_go_with_their_last_record() {
	build_and_execute(|| {
		let steps = |total| ride(1, at(TODAY, 0, 0), 240, total);
		let sole = send(0, STEPS, vec![steps(5_000)]);
		withdrawn(&sole, 0, true);
		let sent = send(0, STEPS, vec![steps(4_000), steps(6_000)]);
		assert_eq!(sent.outcomes, [credited(80), credited(40)]);
		// The second went on from the first, or the first from the second: who knows.
		withdrawn(&sent, 1, false);
		assert_eq!(submit(0, STEPS, vec![steps(6_000)]), [rejected(Reason::NoExcess)]);
		assert_eq!(submit(0, STEPS, vec![steps(7_000)]), [credited(20)]);
		withdrawn(&sent, 0, false);
		let last = Reports::batch(Reports::batch_by_id(0, fresh_before(0)).unwrap().0).unwrap();
		assert_eq!(last.grams, 20);
	});
}

/// The id of the operator's last batch.
fn fresh_before(operator: u16) -> [u8; 32] {
	let mut id = fresh_id(operator);
	let count = u32::from_be_bytes(id[..4].try_into().unwrap());
	id[..4].copy_from_slice(&(count - 1).to_be_bytes());
	id
}

#[test]
fn a_reference_goes_if_it_is_the_record_s_own() {
	build_and_execute(|| {
		let phone =
			|citizen, serial| with_claims(ride(citizen, at(TODAY, 9, 0), 0, 1), vec![once(serial)]);
		let sent = send(0, PHONES, vec![phone(1, 1), phone(2, 2)]);
		withdrawn(&sent, 0, true);
		assert!(!OnceClaims::<Test>::contains_key((TICKETS, [1; 32])));
		assert_eq!(
			submit(0, PHONES, vec![phone(3, 1), phone(3, 2)])[1],
			rejected(Reason::AlreadyClaimed)
		);
		assert_eq!(OnceClaims::<Test>::get((TICKETS, [1; 32])).unwrap().record.batch, 1);

		// A ride by a ticket: both are free.
		let ticketed = || with_claims(trip(4, 9), vec![once(9)]);
		let ride = send(0, TICKETED, vec![ticketed()]);
		assert_eq!(OnceSweep::<Test>::iter().count(), 1);
		withdrawn(&ride, 0, true);
		assert_eq!(OnceSweep::<Test>::iter().count(), 0);
		let again = send(0, TICKETED, vec![ticketed()]);
		// Once its day is closed somebody else may have the ticket: it stays theirs.
		noon_of(TODAY + 8);
		let theirs = with_claims(ride_on(5, TODAY + 8), vec![once(9)]);
		assert_eq!(submit(1, TICKETED, vec![theirs])[0].grams(), 233);
		withdrawn(&again, 0, true);
		assert_eq!(OnceClaims::<Test>::get((TICKETS, [9; 32])).unwrap().record.batch, 4);
	});
}

fn ride_on(citizen: u32, day: u16) -> Row {
	ride(citizen, at(day, 9, 0), 20, 500)
}

#[test]
fn a_site_goes_back_to_where_its_period_began() {
	build_and_execute(|| {
		register_with(SITES, 1, &[(1, 10_000)], 0, Some(FIRST));
		let first = send(0, ROOF, vec![period(1, 1, FIRST + 7, FIRST + 10, 100)]);
		let second = send(0, ROOF, vec![period(1, 1, FIRST + 10, FIRST + 12, 100)]);
		withdrawn(&second, 0, true);
		let again = || vec![period(1, 1, FIRST + 10, FIRST + 13, 100)];
		let third = send(0, ROOF, again());
		assert!(third.outcomes[0].grams() > 0);
		withdrawn(&first, 0, false);
		withdrawn(&third, 0, true);
		assert_eq!(Sites::<Test>::get((SITES, [1; 32])).unwrap().mark(1), FIRST + 10);
		assert!(submit(0, ROOF, again())[0].grams() > 0);
	});
}

#[test]
fn where_a_history_was_fed_nothing_is_free() {
	build_and_execute(|| {
		reopen(HOME, 30);
		let day = |back: u16, used| ride(1, at(TODAY - back, 7, 0), 10, used);
		let mut rows: Vec<_> = (1..8).rev().map(|back| day(back, 10_000)).collect();
		rows.push(day(0, 8_000));
		let sent = send(0, SHOWER, rows);
		assert!(sent.outcomes[7].grams() > 0);
		let history = Histories::<Test>::get((8, HistorySubject::Citizen(1)));
		withdrawn(&sent, 7, false);
		assert_eq!(Histories::<Test>::get((8, HistorySubject::Citizen(1))), history);
		// The time stays taken, too, and counts nothing towards the day's cap.
		assert_eq!(Reports::day_log(TODAY, 1)[0].grams, 0);
		assert_eq!(submit(0, SHOWER, vec![day(0, 5_000)])[0].grams(), 0);
		check_all();

		// A register's likewise.
		reopen(POWER, 30);
		let read = |back: u16, from, to| reading(2, TODAY - back, 5, from, to, false);
		let mut rows: Vec<_> = (1..8u16)
			.rev()
			.map(|back| read(back, u64::from(7 - back) * 1_000, u64::from(8 - back) * 1_000))
			.collect();
		rows.push(read(0, 7_000, 7_500));
		let house = send(0, HOUSE, rows);
		assert!(house.outcomes[7].grams() > 0);
		withdrawn(&house, 7, false);
		assert_eq!(Counters::<Test>::get((POWER, [5; 32])).unwrap().mark(2), 7_500);
		// A reading under another methodology of the group goes back to what the history knows.
		let plain = send(0, METER, vec![reading(2, TODAY, 5, 7_500, 7_600, false)]);
		withdrawn(&plain, 0, true);
		assert_eq!(Counters::<Test>::get((POWER, [5; 32])).unwrap().mark(2), 7_500);
	});
}

#[test]
fn swept_days_stay_gone() {
	build_and_execute(|| {
		set_group(WALK, 0, 7, 0);
		alter(METRO, |_| ());
		let sent = send(0, METRO, vec![ride_on(1, TODAY), ride_on(2, TODAY)]);
		for group in [BIKE, POWER, TICKETS, HOME, SITES, WALK] {
			ExclusionGroups::<Test>::mutate(group, |rules| {
				rules.as_mut().unwrap().deadline_days = 0
			});
		}
		ExclusionGroups::<Test>::mutate(RAIL, |rules| rules.as_mut().unwrap().deadline_days = 1);
		noon_of(TODAY + 3);
		assert_ok!(Reports::sweep(RuntimeOrigin::signed(1), TODAY));
		withdrawn(&sent, 0, true);
		assert_eq!(DayLogs::<Test>::iter().count(), 0);
		assert_eq!(submit(0, METRO, vec![ride_on(1, TODAY)]), [rejected(Reason::DayClosed)]);
	});
}

#[test]
fn nobody_withdraws_without_a_signature() {
	build_and_execute(|| {
		let sent = send(0, METRO, vec![trip(1, 9)]);
		let call =
			crate::Call::withdraw { record: sent.record(0), proof: sent.proof(0), reason: WHY };
		assert_noop!(dispatch(RuntimeOrigin::root(), call), DispatchError::BadOrigin);
	});
}
