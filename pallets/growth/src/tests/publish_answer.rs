use super::*;

#[test]
fn from_midnight() {
	build_and_execute(|| {
		set_question(TODAY);
		assert_eq!(Growth::end_of(TODAY), START + DAY);
		assert_noop!(publish(TODAY), Error::<Test>::DayNotOver);
		advance(DAY - 1);
		assert_noop!(publish(TODAY), Error::<Test>::DayNotOver);
		advance(1);
		assert_ok!(publish(TODAY));
		System::assert_last_event(Event::AnswerPublished { day: TODAY, answer: 2 }.into());
		assert_eq!(Growth::quiz(TODAY).unwrap().answer, Some((2, START + DAY)));
		assert_noop!(publish(TODAY), Error::<Test>::AlreadyPublished);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		set_question(TODAY);
		let other =
			|day, answer, salt| Growth::publish_answer(signed(AUTHORITY), day, answer, salt);
		assert_noop!(other(TODAY + 9, 2, ANSWER_SALT), Error::<Test>::NoQuestion);
		advance(DAY);
		// Even the authority can't change its mind.
		assert_noop!(other(TODAY, 1, ANSWER_SALT), Error::<Test>::WrongAnswerHash);
		assert_noop!(other(TODAY, 2, [8; 32]), Error::<Test>::WrongAnswerHash);
		advance(3 * DAY);
		assert_noop!(publish(TODAY), Error::<Test>::PublishedTooLate);
	});
}

#[test]
fn an_answer_that_is_none_of_the_options_is_none() {
	build_and_execute(|| {
		let mut question = question(TODAY);
		question.options = 2;
		assert_ok!(Growth::set_question(signed(AUTHORITY), TODAY, question));
		advance(DAY);
		assert_noop!(publish(TODAY), Error::<Test>::WrongAnswerHash);
	});
}
