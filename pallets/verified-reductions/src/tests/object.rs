use super::*;
use sp_runtime::TokenError;

fn object(who: AccountId, class: ClassId) -> sp_runtime::DispatchResult {
	Reductions::object(signed(who), class, REASON)
}

#[test]
fn is_on_record_against_a_deposit() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		assert_ok!(object(ANN, class));
		System::assert_last_event(
			Event::Objected { class, number: 0, by: ANN, content: REASON }.into(),
		);
		assert!(deposit(ANN) > 0);
		assert_ok!(object(BEN, class));
		assert_ok!(object(ANN, class));
		assert_eq!(Reductions::objections(class).len(), 3);
		assert_noop!(object(BEN, class), E::TooManyObjections);
		// It stops nothing by itself.
		advance(7 * DAY);
		assert_noop!(object(BEN, class), E::NoticeOver);
		assert_noop!(Reductions::close_objection(signed(ANN), class, 0), E::Undecided);
		assert_ok!(Reductions::issue(signed(STRANGER), class));
		for (who, number) in [(ANN, 0), (BEN, 1), (ANN, 2)] {
			assert_ok!(Reductions::close_objection(signed(who), class, number));
			System::assert_last_event(Event::ObjectionClosed { class, number }.into());
		}
		assert_eq!((deposit(ANN), deposit(BEN)), (0, 0));
		assert!(Reductions::objections(class).is_empty());
	});
}

#[test]
fn of_a_rejected_class_the_deposit_comes_back_too() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		assert_ok!(object(ANN, class));
		assert_ok!(Reductions::halt(signed(MEMBER), class, REASON));
		assert_noop!(Reductions::close_objection(signed(ANN), class, 0), E::Undecided);
		assert_ok!(Reductions::decide(signed(COUNCIL), class, Verdict::Reject));
		assert_ok!(Reductions::close_objection(signed(ANN), class, 0));
		assert_eq!(deposit(ANN), 0);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(object(ANN, class), E::NotSealed);
		drawn(class);
		assert_noop!(object(ANN, class), E::NotNoticed);
		let class = noticed(class_of(BUS, RIDES, &[(0, Disposition::Entrusted, 100)]));
		assert_noop!(object(STRANGER, class), TokenError::FundsUnavailable);
		assert_noop!(Reductions::object(RuntimeOrigin::none(), class, REASON), BadOrigin);
		assert_ok!(object(ANN, class));
		let close = |who, number| Reductions::close_objection(signed(who), class, number);
		assert_noop!(close(ANN, 1), E::ObjectionNotFound);
		assert_noop!(close(BEN, 0), E::NotObjector);
		let none = RuntimeOrigin::none();
		assert_noop!(Reductions::close_objection(none, class, 0), BadOrigin);
	});
}
