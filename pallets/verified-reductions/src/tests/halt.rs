use super::*;

#[test]
fn one_member_hands_it_to_the_council() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		System::reset_events();
		assert_ok!(Reductions::halt(signed(MEMBER), class, REASON));
		System::assert_has_event(Event::Halted { class, by: Some(MEMBER), reason: REASON }.into());
		System::assert_last_event(Event::Referred { class, cause: Referral::Halted }.into());
		advance(7 * DAY);
		assert_noop!(Reductions::issue(signed(STRANGER), class), E::NotNoticed);
		// What the council then decides, no single member halts; the council can.
		let verdict = Verdict::Issue { grams: 10 };
		assert_ok!(Reductions::decide(signed(COUNCIL), class, verdict));
		assert_noop!(Reductions::halt(signed(MEMBER), class, REASON), E::CouncilDecided);
		assert_ok!(Reductions::halt(signed(COUNCIL), class, REASON));
		assert_eq!(stage(class), Stage::Referred { cause: Referral::Halted });
	});
}

#[test]
fn until_it_is_issued() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		advance(100 * DAY);
		// Nobody issued it yet: it isn't too late.
		assert_ok!(Reductions::halt(signed(MEMBER), class, REASON));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(Reductions::halt(signed(MEMBER), class, REASON), E::NotSealed);
		drawn(class);
		assert_noop!(Reductions::halt(signed(MEMBER), class, REASON), E::NotNoticed);
		let class = noticed(class_of(BUS, RIDES, &[(0, Disposition::Entrusted, 100)]));
		for origin in [signed(STRANGER), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Reductions::halt(origin, class, REASON), BadOrigin);
		}
	});
}
