use super::*;
use frame_support::assert_err;

fn sweep(
	day: Day,
	limit: u32,
) -> Result<Option<frame_support::weights::Weight>, sp_runtime::DispatchError> {
	Growth::sweep(signed(STRANGER), day, limit)
		.map(|post| post.actual_weight)
		.map_err(|error| error.error)
}

#[test]
fn removes_what_nobody_revealed() {
	build_and_execute(|| {
		set_question(TODAY);
		for who in [ANN, BEN, BEN + 1] {
			assert_ok!(check_in(who, 2));
		}
		advance(DAY);
		assert_ok!(publish(TODAY));
		assert_ok!(reveal(1, TODAY, 2));
		assert_noop!(sweep(TODAY, 9), Error::<Test>::QuizNotOver);
		advance(7 * DAY - 1);
		assert_noop!(sweep(TODAY, 9), Error::<Test>::QuizNotOver);
		advance(1);
		assert_eq!(sweep(TODAY, 0), Ok(Some(<() as WeightInfo>::sweep(0))));
		assert_eq!(sweep(TODAY, 1), Ok(Some(<() as WeightInfo>::sweep(1))));
		Growth::do_try_state().unwrap();
		assert!(Growth::quiz(TODAY).is_some());
		assert_eq!(sweep(TODAY, 9), Ok(Some(<() as WeightInfo>::sweep(1))));
		System::assert_last_event(Event::QuizSwept { day: TODAY }.into());
		assert_eq!((Quizzes::<Test>::count(), CheckIns::<Test>::iter().count()), (0, 0));
		// What was earned stays.
		assert_eq!(Growth::standing(1).growth, 500);
		assert_err!(sweep(TODAY, 9), Error::<Test>::NoQuestion);
	});
}

#[test]
fn a_question_that_nobody_answered_for_the_authority_ends_too() {
	build_and_execute(|| {
		set_question(TODAY);
		assert_ok!(check_in(ANN, 2));
		advance(4 * DAY - 1);
		assert_noop!(sweep(TODAY, 9), Error::<Test>::QuizNotOver);
		advance(1);
		assert_ok!(sweep(TODAY, 9));
		assert_eq!(CheckIns::<Test>::iter().count(), 0);
	});
}

#[test]
fn what_was_removed_in_the_block_is_not_walked_over_again() {
	const COUNT: u32 = 3_000;
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let places = COUNT;
		let quiz = Quiz {
			question: Question { places, ..question(TODAY) },
			taken: COUNT,
			revealed: 0,
			answer: None,
		};
		Quizzes::<Test>::insert(TODAY, quiz);
		for citizen in 0..COUNT {
			CheckIns::<Test>::insert(TODAY, citizen, H256::zero());
		}
		advance(5 * DAY);
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		// Sorted: the quickest and the middle one are not what else the machine does.
		let times = |calls: u32| {
			let mut times: Vec<_> = (0..calls)
				.map(|_| {
					let start = std::time::Instant::now();
					assert_ok!(sweep(TODAY, 1));
					start.elapsed()
				})
				.collect();
			times.sort();
			times
		};
		let first = times(301)[150];
		times(COUNT - 600);
		Growth::do_try_state().unwrap();
		let last = times(299)[0];
		assert!(last < first * 4, "{first:?}, {last:?}: each call walks what others removed");
		assert_eq!((Quizzes::<Test>::count(), Sweeping::<Test>::iter().count()), (0, 0));
	});
}
