use super::*;

/// Three of four make `each` blocks.
fn without_four(each: u32) {
	next_session(&[(1, each), (2, each), (3, each)]);
}

#[test]
fn chilled_after_two_sessions_without_a_block() {
	build_and_execute(3, || {
		without_four(25);
		assert_eq!(standing(4), Some(Standing::Active), "18 blocks missed, one session");
		without_four(25);
		assert_eq!(standing(4), Some(Standing::Chilled));
		assert!(happened(Event::Chilled {
			who: 4,
			reason: ChillReason::Offline { sessions: 2, expected: 36 }
		}));
		without_four(25);
		without_four(25);
		assert_eq!(validators(), vec![1, 2, 3]);
		assert_ok!(ValidatorSet::rejoin(signed(4)));
	});
}

#[test]
fn few_blocks_take_longer() {
	build_and_execute(3, || {
		for _ in 0..4 {
			// A share of seven.
			without_four(10);
			assert_eq!(standing(4), Some(Standing::Active));
		}
		without_four(10);
		assert_eq!(standing(4), Some(Standing::Chilled));
	});
}

#[test]
fn one_block_is_enough() {
	build_and_execute(3, || {
		for _ in 0..5 {
			without_four(25);
			next_session(&[(1, 25), (2, 25), (3, 25), (4, 1)]);
		}
		assert_eq!(standing(4), Some(Standing::Active));
	});
}

#[test]
fn nobody_is_idle_while_nothing_moves() {
	build_and_execute(1, || {
		for _ in 0..10 {
			next_session(&[]);
		}
		assert_eq!(ValidatorSet::summary().active, 4);
	});
}

#[test]
fn never_below_the_minimum() {
	build_and_execute(4, || {
		for _ in 0..5 {
			without_four(25);
		}
		assert_eq!(standing(4), Some(Standing::Active));
		// Until there is another.
		admitted(5);
		without_four(25);
		assert_eq!(standing(4), Some(Standing::Chilled));
	});
}

#[test]
fn at_most_a_third_at_once() {
	build_and_execute(1, || {
		next_session(&[(1, 50)]);
		next_session(&[(1, 50)]);
		// 2, 3 and 4 would be due.
		next_session(&[(1, 50)]);
		assert_eq!(ValidatorSet::summary().chilled, 1);
		next_session(&[(1, 50)]);
		assert_eq!(ValidatorSet::summary().chilled, 2);
	});
}

#[test]
fn counts_are_cleared() {
	build_and_execute(1, || {
		busy_session(3);
		assert_eq!(Authored::<Test>::iter().count(), 0);
	});
}
