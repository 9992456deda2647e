use super::*;

#[test]
fn lapses_unless_confirmed() {
	build_and_execute(|| {
		let class = issued(metro_class());
		let freeze = || Reductions::freeze(signed(MEMBER), class, REASON);
		assert_ok!(freeze());
		let until = Now::get() + 3 * DAY;
		System::assert_last_event(
			Event::Frozen { class, by: MEMBER, reason: REASON, until }.into(),
		);
		assert_noop!(freeze(), E::AlreadyFrozen);
		advance(3 * DAY - 1);
		assert!(Reductions::frozen(class));
		advance(1);
		assert!(!Reductions::frozen(class));
		let confirm = || Reductions::confirm_freeze(signed(COUNCIL), class);
		assert_noop!(confirm(), E::NotFrozen);
		assert_noop!(Reductions::unfreeze(signed(COUNCIL), class), E::NotFrozen);
		// Nobody can again for thirty days.
		assert_noop!(freeze(), E::CoolingDown);
		advance(30 * DAY - 1);
		assert_noop!(freeze(), E::CoolingDown);
		advance(1);
		assert_ok!(freeze());
		assert_ok!(confirm());
		System::assert_last_event(Event::FreezeConfirmed { class }.into());
		assert_noop!(confirm(), E::AlreadyConfirmed);
		advance(1_000 * DAY);
		assert!(Reductions::frozen(class));
		assert_ok!(Reductions::unfreeze(signed(COUNCIL), class));
		System::assert_last_event(Event::Unfrozen { class }.into());
		assert!(!Reductions::frozen(class));
		assert_noop!(freeze(), E::CoolingDown);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		assert_noop!(Reductions::freeze(signed(MEMBER), class, REASON), E::NotIssued);
		advance(7 * DAY);
		assert_ok!(Reductions::issue(signed(STRANGER), class));
		for origin in [signed(STRANGER), signed(COUNCIL), RuntimeOrigin::root()] {
			assert_noop!(Reductions::freeze(origin, class, REASON), BadOrigin);
		}
		assert_ok!(Reductions::freeze(signed(MEMBER), class, REASON));
		for origin in [signed(STRANGER), signed(MEMBER), RuntimeOrigin::root()] {
			assert_noop!(Reductions::confirm_freeze(origin.clone(), class), BadOrigin);
			assert_noop!(Reductions::unfreeze(origin, class), BadOrigin);
		}
	});
}
