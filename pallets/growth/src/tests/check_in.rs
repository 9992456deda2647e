use super::*;

#[test]
fn takes_a_place() {
	build_and_execute(|| {
		set_question(TODAY);
		// To the last second of the city's day.
		advance(DAY - 1);
		assert_ok!(check_in(ANN, 2));
		System::assert_last_event(Event::CheckedIn { citizen: 1, day: TODAY }.into());
		assert_eq!(CheckIns::<Test>::get(TODAY, 1), Some(commitment(1, TODAY, 2)));
		assert_eq!(Growth::quiz(TODAY).unwrap().taken, 1);
		// Nothing is earned by it.
		assert_eq!(Growth::standing(1).growth, 0);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(check_in(ANN, 2), Error::<Test>::NoQuestion);
		set_question(TODAY);
		set_question(TODAY + 1);
		assert_noop!(check_in(STRANGER, 2), Error::<Test>::NotACitizen);
		let of = commitment(1, TODAY, 2);
		for day in [TODAY - 1, TODAY + 1] {
			assert_noop!(Growth::check_in(signed(ANN), day, of), Error::<Test>::NotToday);
		}
		assert_ok!(check_in(ANN, 2));
		assert_noop!(check_in(ANN, 3), Error::<Test>::AlreadyCheckedIn);
		// The day's budget.
		assert_ok!(check_in(BEN, 2));
		assert_ok!(check_in(BEN + 1, 2));
		assert_noop!(check_in(BEN + 2, 2), Error::<Test>::NoPlaceLeft);
		advance(DAY);
		assert_noop!(Growth::check_in(signed(ANN), TODAY, of), Error::<Test>::NotToday);
	});
}
