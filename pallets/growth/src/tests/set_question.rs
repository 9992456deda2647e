use super::*;

#[test]
fn for_today_and_days_ahead() {
	build_and_execute(|| {
		for day in TODAY..TODAY + 3 {
			set_question(day);
			System::assert_last_event(
				Event::QuestionSet { day, hash: H256::repeat_byte(1), reward: 500, places: PLACES }
					.into(),
			);
			assert_eq!(Growth::quiz(day).unwrap().question, question(day));
		}
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		only_the_authority(|origin| Growth::set_question(origin, TODAY, question(TODAY)));
		let refused = |day: Day, change: fn(&mut Question), error: Error<Test>| {
			let mut question = question(day);
			change(&mut question);
			assert_noop!(Growth::set_question(signed(AUTHORITY), day, question), error);
		};
		refused(TODAY - 1, |_| (), Error::DayOutOfRange);
		refused(TODAY + 3, |_| (), Error::DayOutOfRange);
		refused(TODAY, |question| question.uri = Default::default(), Error::AddressUnsound);
		refused(
			TODAY,
			|question| question.uri = b"a b".to_vec().try_into().unwrap(),
			Error::AddressUnsound,
		);
		refused(TODAY, |question| question.options = 1, Error::TooFewOptions);
		refused(TODAY, |question| question.reward = 0, Error::RewardOutOfRange);
		refused(TODAY, |question| question.reward = 5_001, Error::RewardOutOfRange);
		refused(TODAY, |question| question.places = 0, Error::PlacesOutOfRange);
		refused(TODAY, |question| question.places = 101, Error::PlacesOutOfRange);
		set_question(TODAY);
		refused(TODAY, |_| (), Error::QuestionExists);
		for ahead in 1..3 {
			set_question(TODAY + ahead);
		}
		advance(3 * DAY);
		set_question(TODAY + 3);
		refused(TODAY + 4, |_| (), Error::TooManyQuizzes);
	});
}
