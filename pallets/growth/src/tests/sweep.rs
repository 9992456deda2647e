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
