//! What classes keep for those who verify them: whose grams, until when, and from which batch.

use crate::{mock::*, ClassBatches, Classes};
use tanpu_primitives::{
	verification::{ByDisposition, Classes as _, Located},
	ClassId, Clock, Day, Disposition, Position, Row,
};

/// 2018-09-30 and 2018-10-01.
const LAST: Day = FIRST + 29;

fn enrolled(citizen: u32, disposition: Disposition) {
	Ledger::insert((0, citizen), Position::new(disposition));
}

/// 10 km: 467 g.
fn trip(citizen: u32, day: Day, hour: u32) -> Row {
	ride(citizen, at(day, hour, 0), 20, 1_000)
}

fn located(class: ClassId, gram: u64) -> Option<(u32, u64)> {
	Reports::locate(class, gram).map(|Located { batch, offset }| (batch, offset))
}

#[test]
fn grams_are_kept_by_disposition() {
	build_and_execute(|| {
		enrolled(1, Disposition::SelfHeld);
		enrolled(2, Disposition::RewardOnly);
		let rows = (0..3).map(|citizen| trip(citizen, TODAY, 8)).collect();
		submit(0, METRO, rows);
		submit(0, METRO, vec![trip(0, TODAY, 9), ride(1, at(TODAY, 9, 0), 5, 100)]);
		let class = Reports::get(0).unwrap();
		let by = ByDisposition { entrusted: 934, self_held: 467 + 46, reward_only: 467 };
		assert_eq!(class.by_disposition, by);
		assert_eq!((class.grams, class.credited), (by.total().unwrap(), 1_914));
		assert_eq!((class.records, class.batches), (5, 2));
		assert_eq!(Reports::get(1), None);
	});
}

#[test]
fn every_gram_leads_to_its_batch() {
	build_and_execute(|| {
		noon_of(LAST + 5);
		// Batch 0 credits September and October, batch 1 nothing, batch 2 October, batch 3 both,
		// batch 4 another operator's.
		submit(0, METRO, vec![trip(0, LAST, 8), trip(0, LAST + 1, 8), trip(1, LAST, 8)]);
		submit(0, METRO, vec![trip(0, LAST, 8)]);
		submit(0, METRO, vec![trip(0, LAST + 1, 9)]);
		submit(0, METRO, vec![trip(0, LAST, 10), trip(0, LAST + 2, 10)]);
		submit(1, METRO, vec![trip(0, LAST, 15)]);

		assert_eq!(located(0, 0), Some((0, 0)));
		assert_eq!(located(0, 933), Some((0, 933)));
		assert_eq!(located(0, 934), Some((3, 0)));
		assert_eq!(located(0, 1_400), Some((3, 466)));
		assert_eq!(located(0, 1_401), None);
		assert_eq!(located(1, 466), Some((0, 466)));
		assert_eq!(located(1, 467), Some((2, 0)));
		assert_eq!(located(1, 934), Some((3, 0)));
		assert_eq!(located(2, 10), Some((4, 10)));
		assert_eq!(located(3, 0), None);
		assert_eq!(Reports::class_batches(0, 0).len(), 2);
		assert_eq!(Reports::class_batches(0, 1)[0].through, 1_401);
		assert_eq!(ClassBatches::<Test>::iter().count(), 6);
	});
}

#[test]
fn many_batches_are_searched() {
	build_and_execute(|| {
		let mut sums = vec![0];
		for n in 0..40u16 {
			// One to seven hundred metres and more, so that parts differ.
			let distance = 100 + u64::from(n) * 37 % 700;
			let citizen = u32::from(n % 20);
			let start = at(TODAY - n / 20, 8, 0) + u32::from(n);
			submit(0, METRO, vec![ride(citizen, start, 1, distance)]);
			sums.push(Classes::<Test>::get(0).unwrap().grams);
		}
		for (batch, part) in sums.windows(2).enumerate() {
			assert!(part[0] < part[1]);
			let last = part[1] - part[0] - 1;
			assert_eq!(located(0, part[0]), Some((batch as u32, 0)));
			assert_eq!(located(0, part[1] - 1), Some((batch as u32, last)));
		}
		assert_eq!(located(0, sums[40]), None);
		assert_eq!(located(0, u64::MAX), None);
	});
}

#[test]
fn a_class_can_be_sealed_when_nothing_more_can_be_credited() {
	build_and_execute(|| {
		submit(0, TICKETED, vec![with_claims(trip(0, TODAY, 8), vec![once(1)])]);
		// Rail and tickets: seven days after the month.
		let midnight = |day| u64::from(TestClock::first_minute_of(day).unwrap()) * 60;
		assert_eq!(Reports::seals_at(0), Some(midnight(LAST + 8)));
		assert_eq!(Reports::class_seals_at(0), Reports::seals_at(0));
		// The longest of its groups counts.
		set_group(TICKETS, 0, 20, 0);
		assert_eq!(Reports::seals_at(0), Some(midnight(LAST + 21)));
		assert_eq!(Reports::seals_at(1), None);

		let sealed = Reports::seals_at(0).unwrap();
		let record = |number: u8| {
			let rows = vec![with_claims(trip(1, LAST, 8 + u32::from(number)), vec![once(number)])];
			submit(0, TICKETED, rows);
			Classes::<Test>::get(0).unwrap().records
		};
		set_group(TICKETS, 0, 7, 0);
		Now::set(&(midnight(LAST + 8) - 1));
		assert_eq!(record(2), 2);
		Now::set(&midnight(LAST + 8));
		assert_eq!(record(3), 2);
		// Raising a deadline opens nothing again.
		set_group(TICKETS, 0, 300, 0);
		set_group(RAIL, 0, 300, 0);
		assert_eq!(record(4), 2);
		Now::set(&sealed);
		assert_eq!(record(5), 2);
	});
}
