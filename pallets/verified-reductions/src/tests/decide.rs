use super::*;

fn decide(class: ClassId, verdict: Verdict) -> sp_runtime::DispatchResult {
	Reductions::decide(signed(COUNCIL), class, verdict)
}

fn adverse() -> ClassId {
	let class = metro_class();
	for verifier in drawn(class) {
		assert_ok!(opine(class, verifier, Opinion::Adverse, 0));
	}
	assert_ok!(Reductions::conclude(signed(STRANGER), class));
	class
}

#[test]
fn an_adverse_opinion_stops_the_issuance() {
	build_and_execute(|| {
		let class = adverse();
		advance(1_000 * DAY);
		assert_noop!(Reductions::issue(signed(STRANGER), class), E::NotNoticed);
	});
}

#[test]
fn the_council_lets_some_be_issued() {
	build_and_execute(|| {
		let class = adverse();
		assert_ok!(decide(class, Verdict::Issue { grams: 500_000 }));
		let until = Now::get() + 7 * DAY;
		assert_eq!(stage(class), Stage::Noticed { grams: 500_000, until, decided: true });
		assert_noop!(Reductions::issue(signed(STRANGER), class), E::NoticeOpen);
		Now::set(until);
		assert_ok!(Reductions::issue(signed(STRANGER), class));
		assert_eq!(issuance(class).issued, 500_000);
	});
}

#[test]
fn the_council_rejects() {
	build_and_execute(|| {
		let class = adverse();
		assert_ok!(decide(class, Verdict::Reject));
		System::assert_last_event(Event::Decided { class, verdict: Verdict::Reject }.into());
		assert_eq!(stage(class), Stage::Rejected);
		assert_noop!(decide(class, Verdict::Reassign), E::NotReferred);
		// Contributions make room, whatever was chosen for them.
		for citizen in [0, 2, 4, 500] {
			assert_ok!(Reductions::claim(signed(STRANGER), class, citizen));
			let position = World::get().positions[&(METRO, citizen)].clone();
			assert!(position.contributions.is_empty());
			// What was credited stays credited.
			assert!(position.grams > 0);
		}
		assert_noop!(Reductions::claim(signed(STRANGER), class, 0), E::NothingToClaim);
	});
}

#[test]
fn others_look_at_the_same_sample() {
	build_and_execute(|| {
		let class = adverse();
		let first = Reductions::sample(class).unwrap();
		assert_ok!(decide(class, Verdict::Reassign));
		assert_eq!(stage(class), Stage::Sealed);
		assert!(Reductions::opinions(class).is_empty());
		// With randomness that nobody knew when the council decided.
		assert_noop!(Reductions::draw(signed(STRANGER), class), E::RandomnessNotReady);
		new_randomness();
		assert_ok!(Reductions::draw(signed(STRANGER), class));
		let second = Reductions::sample(class).unwrap();
		assert_eq!((second.seed, second.points), (first.seed, first.points));
		assert!(second.verifiers.iter().all(|verifier| !first.verifiers.contains(verifier)));
		assert_noop!(opine(class, first.verifiers[0], Opinion::Unmodified, 0), E::NotAssigned);
		for verifier in second.verifiers {
			assert_ok!(opine(class, verifier, Opinion::Unmodified, 0));
		}
		assert_ok!(Reductions::conclude(signed(STRANGER), class));
		assert!(matches!(stage(class), Stage::Noticed { decided: false, .. }));
	});
}

#[test]
fn during_the_notice_too() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		assert_ok!(decide(class, Verdict::Issue { grams: 7 }));
		assert_ok!(decide(class, Verdict::Reject));
		advance(7 * DAY);
		assert_noop!(Reductions::issue(signed(STRANGER), class), E::NotNoticed);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(decide(0, Verdict::Reject), E::NotSealed);
		let class = adverse();
		for origin in [signed(MEMBER), signed(STRANGER), RuntimeOrigin::root()] {
			assert_noop!(Reductions::decide(origin, class, Verdict::Reject), BadOrigin);
		}
		for grams in [0, 1_000_010] {
			assert_noop!(decide(class, Verdict::Issue { grams }), E::GramsOutOfRange);
		}
		Cases::<Test>::mutate(class, |case| case.as_mut().unwrap().rounds = u8::MAX);
		assert_noop!(decide(class, Verdict::Reassign), E::Overflow);
		let other = drawn(class_of(BUS, RIDES, &[(0, Disposition::Entrusted, 1)]));
		assert_eq!(other.len(), 3);
		assert_noop!(decide(class + 1, Verdict::Reject), E::NotReferred);
	});
}
