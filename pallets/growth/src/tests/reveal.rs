use super::*;

fn answered() {
	set_question(TODAY);
	assert_ok!(check_in(ANN, 2));
	assert_ok!(check_in(BEN, 3));
	advance(DAY);
	assert_ok!(publish(TODAY));
}

#[test]
fn earns_for_the_right_answer_only() {
	build_and_execute(|| {
		answered();
		assert_ok!(reveal(1, TODAY, 2));
		System::assert_last_event(
			Event::Answered { citizen: 1, day: TODAY, answer: 2, growth: 500 }.into(),
		);
		assert_ok!(reveal(2, TODAY, 3));
		System::assert_last_event(
			Event::Answered { citizen: 2, day: TODAY, answer: 3, growth: 0 }.into(),
		);
		assert_eq!((Growth::standing(1).growth, Growth::standing(2).growth), (500, 0));
		assert_eq!(Growth::standing(1).from_answers, 500);
		assert!(!Earned::<Test>::contains_key(2));
		// Once.
		assert_noop!(reveal(1, TODAY, 2), Error::<Test>::NotCheckedIn);
	});
}

#[test]
fn a_copied_commitment_opens_for_nobody() {
	build_and_execute(|| {
		set_question(TODAY);
		assert_ok!(check_in(ANN, 2));
		// BEN copies ANN's commitment from the chain, and later her salt.
		assert_ok!(Growth::check_in(signed(BEN), TODAY, commitment(1, TODAY, 2)));
		advance(DAY);
		assert_ok!(publish(TODAY));
		assert_ok!(reveal(1, TODAY, 2));
		for salt in [salt(1), salt(2)] {
			assert_noop!(
				Growth::reveal(signed(BEN), 2, TODAY, 2, salt),
				Error::<Test>::WrongCommitment
			);
		}
		// Nor can anybody commit once an answer is seen.
		assert_noop!(
			Growth::check_in(signed(BEN + 1), TODAY, commitment(3, TODAY, 2)),
			Error::<Test>::NotToday
		);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(reveal(1, TODAY, 2), Error::<Test>::NoQuestion);
		set_question(TODAY);
		assert_ok!(check_in(ANN, 2));
		assert_noop!(reveal(1, TODAY, 2), Error::<Test>::NotPublished);
		advance(DAY);
		assert_noop!(reveal(1, TODAY, 2), Error::<Test>::NotPublished);
		assert_ok!(publish(TODAY));
		assert_noop!(reveal(2, TODAY, 2), Error::<Test>::NotCheckedIn);
		// Another answer than what was committed to.
		assert_noop!(reveal(1, TODAY, 3), Error::<Test>::WrongCommitment);
		assert_noop!(
			Growth::reveal(signed(ANN), 1, TODAY, 2, [0; 16]),
			Error::<Test>::WrongCommitment
		);
		Earned::<Test>::insert(1, u64::MAX);
		assert_noop!(reveal(1, TODAY, 2), Error::<Test>::Overflow);
		advance(7 * DAY);
		assert_noop!(reveal(1, TODAY, 2), Error::<Test>::RevealedTooLate);
	});
}

#[test]
fn another_chain_s_or_day_s_commitment_is_refused() {
	build_and_execute(|| {
		set_question(TODAY);
		set_question(TODAY + 1);
		assert_ok!(check_in(ANN, 2));
		assert_ok!(Growth::check_in(signed(BEN), TODAY, commitment(2, TODAY + 1, 2)));
		advance(DAY);
		assert_ok!(publish(TODAY));
		assert_noop!(reveal(2, TODAY, 2), Error::<Test>::WrongCommitment);
		frame_system::BlockHash::<Test>::insert(0, H256::repeat_byte(9));
		assert_noop!(reveal(1, TODAY, 2), Error::<Test>::WrongCommitment);
	});
}
