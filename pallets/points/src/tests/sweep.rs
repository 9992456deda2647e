//! Removing what is old.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use tanpu_primitives::Be16;

fn sweep(limit: u32) -> Result<(), sp_runtime::DispatchError> {
	Points::sweep(signed(STRANGER), limit).map(|_| ()).map_err(|failure| failure.error)
}

#[test]
fn payments_go_when_nothing_can_come_of_them() {
	build_and_execute(|| {
		let id = funded(METRO, 1, 1_000);
		for nonce in 0..4 {
			paid(ANN, request(SHOP, 10, nonce), &[part(METRO, id, 10)]).unwrap();
		}
		assert_noop!(sweep(10), Error::<Test>::NothingToSweep);
		later(REFUND + DAY - 1);
		assert_noop!(sweep(10), Error::<Test>::NothingToSweep);
		later(1);
		assert_noop!(sweep(0), Error::<Test>::NothingToSweep);
		assert_ok!(sweep(3));
		assert_eq!(last_event(), Event::Swept { removed: 3 });
		assert_eq!(Payments::<Test>::iter().count(), 1);
		// What is left is charged for as it is.
		let post = Points::sweep(signed(STRANGER), 500).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::sweep(1)));
		assert_eq!(Payments::<Test>::iter().count(), 0);
	});
}

#[test]
fn idle_time_sweeps_some() {
	build_and_execute(|| {
		let id = funded(METRO, 1, 1_000);
		for nonce in 0..7 {
			paid(ANN, request(SHOP, 10, nonce), &[part(METRO, id, 10)]).unwrap();
		}
		Exchanged::<Test>::insert(Be16::from(1), (METRO, BUS, ANN), 5);
		later(REFUND + 3 * DAY);
		let today = Be16::from(TestClock::today());
		Exchanged::<Test>::insert(today, (METRO, BUS, ANN), 5);
		for left in [5, 2, 0, 0] {
			idle();
			assert_eq!(Payments::<Test>::iter().count(), left);
		}
		// Today's counters stay.
		assert_eq!(Exchanged::<Test>::iter().count(), 1);
	});
}

use tanpu_primitives::Clock;

/// A chain on which `count` payments are old, in state and not in the block's changes.
fn old_payments(count: u32) -> sp_io::TestExternalities {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		for nonce in 0..count {
			let payment = Payment {
				merchant: SHOP,
				citizen: ANN,
				paid_at: START,
				value: 0,
				refunded: 0,
				parts: Default::default(),
			};
			let id = sp_core::H256(sp_io::hashing::blake2_256(&nonce.to_be_bytes()));
			Payments::<Test>::insert(Be16::from(TestClock::today()), id, payment);
			Exchanged::<Test>::insert(Be16::from(1), (METRO, BUS, nonce), 5);
		}
		later(REFUND + 3 * DAY);
	});
	ext.commit_all().unwrap();
	ext
}

#[test]
fn what_was_swept_in_the_block_is_not_walked_over_again() {
	const COUNT: u32 = 1_500;
	old_payments(COUNT).execute_with(|| {
		// Sorted: the quickest and the middle one are not what else the machine does.
		let times = |calls: u32| {
			let mut times: Vec<_> = (0..calls)
				.map(|_| {
					let start = std::time::Instant::now();
					assert_ok!(sweep(1));
					start.elapsed()
				})
				.collect();
			times.sort();
			times
		};
		let first = times(301)[150];
		times(2 * COUNT - 600);
		let last = times(299)[0];
		assert!(last < first * 4, "{first:?}, {last:?}: each call walks what others removed");
		assert_noop!(sweep(1), Error::<Test>::NothingToSweep);
	});
}
