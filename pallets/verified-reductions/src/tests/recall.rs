use super::*;

fn recall(class: ClassId, grams: Grams) -> Recall {
	System::reset_events();
	assert_ok!(Reductions::recall(signed(COUNCIL), class, grams, REASON));
	let events = System::events();
	match &events.last().unwrap().event {
		RuntimeEvent::Reductions(Event::Recalled { class: of, reason, made_good }) => {
			assert_eq!(*reason, REASON);
			assert_eq!(*of, class);
			*made_good
		},
		other => panic!("{other:?}"),
	}
}

/// 1,000 g, all entrusted: 50 in the buffer, 950 in the pool.
fn thousand(operator: u16, citizen: u32) -> ClassId {
	issued(class_of(operator, RIDES, &[(citizen, Disposition::Entrusted, 1_000)]))
}

fn sell(class: ClassId, grams: Grams) {
	use tanpu_primitives::verification::Reductions as _;
	assert_ok!(Reductions::deliver(class, &ANN, grams));
}

#[test]
fn out_of_buffer_pool_others_and_bond() {
	build_and_execute(|| {
		let (class, first, second) = (thousand(METRO, 0), thousand(BUS, 0), thousand(BUS, 1));
		sell(class, 900);
		assert_ok!(retire(class, ANN, 100));
		World::change(|world| world.bonds.insert(METRO, 60));
		let before = totals(class);

		// Within its own buffer.
		let made_good = recall(class, 30);
		assert_eq!(made_good, Recall { recalled: 30, own_buffer: 30, ..Default::default() });
		assert_eq!(totals(class).buffer, before.buffer - 30);
		// The rest of it, the unsold 50 g, all of the oldest other class's buffer and some of the
		// next one's.
		let made_good = recall(class, 20 + 50 + 50 + 10);
		assert_eq!(
			made_good,
			Recall { recalled: 130, own_buffer: 20, pool: 50, topped_up: 60, ..Default::default() }
		);
		assert_eq!(
			(totals(class).buffer, totals(class).pool, totals(class).cancelled),
			(0, 0, 100)
		);
		assert_eq!((totals(first).buffer, totals(first).cancelled), (0, 50));
		assert_eq!((totals(second).buffer, totals(second).cancelled), (40, 10));
		let cause = Cancellation::TopUp { class };
		System::assert_has_event(
			Event::Cancelled { class: second, from: 991, to: 1_000, cause }.into(),
		);
		// The bond, and then nothing is left.
		let made_good = recall(class, 40 + 60 + 5);
		assert_eq!(
			made_good,
			Recall { recalled: 105, topped_up: 40, bonded: 60, short: 5, ..Default::default() }
		);
		let kept = issuance(class).recall;
		assert_eq!((kept.recalled, kept.topped_up, kept.open()), (265, 100, 65));
		assert_eq!(Reductions::pooled_buffers()[0].1, 0);

		// Holders have all they had, and the certificate stands and shows it.
		assert_eq!((balance(class, ANN), totals(class).retired), (800, 100));
		let certificate = Reductions::certificate(0).unwrap();
		assert_eq!(certificate.certificate.grams, 100);
		assert_eq!(certificate.recall, kept);
	});
}

#[test]
fn buffers_of_other_risks_are_not_touched() {
	build_and_execute(|| {
		let class = thousand(METRO, 0);
		let meters = issued(class_of(BUS, METERS, &[(0, Disposition::Entrusted, 1_000)]));
		sell(class, 950);
		let made_good = recall(class, 51);
		assert_eq!((made_good.own_buffer, made_good.topped_up, made_good.short), (50, 0, 1));
		assert_eq!(totals(meters).buffer, 100);
	});
}

#[test]
fn self_held_grams_are_not_touched() {
	build_and_execute(|| {
		let class = issued(metro_class());
		let before = totals(class);
		let made_good = recall(class, before.issued);
		assert_eq!(made_good.own_buffer, before.buffer);
		assert_eq!(made_good.pool, before.pool);
		assert_eq!(made_good.short, before.claimable + before.cancelled);
		assert_eq!(totals(class).claimable, before.claimable);
		assert_ok!(claim(class, 2));
	});
}

#[test]
fn a_frozen_class_can_be_recalled() {
	build_and_execute(|| {
		let (class, other) = (thousand(METRO, 0), thousand(BUS, 0));
		for frozen in [class, other] {
			assert_ok!(Reductions::freeze(signed(MEMBER), frozen, REASON));
		}
		let made_good = recall(class, 1_000);
		assert_eq!((made_good.own_buffer, made_good.pool), (50, 950));
		assert_eq!(recall(other, 50).own_buffer, 50);
	});
}

#[test]
fn never_more_than_was_issued() {
	build_and_execute(|| {
		let class = thousand(METRO, 0);
		let recalls =
			|grams| Reductions::recall(signed(COUNCIL), class, grams, REASON).map_err(|e| e.error);
		assert_eq!(recalls(1_001), Err(E::BeyondIssued.into()));
		assert!(recalls(600).is_ok());
		assert_eq!(recalls(401), Err(E::BeyondIssued.into()));
		assert_eq!(recalls(u64::MAX), Err(E::BeyondIssued.into()));
		assert!(recalls(400).is_ok());
		assert_eq!(recalls(1), Err(E::BeyondIssued.into()));
	});
}

#[test]
fn a_bond_never_pays_for_more_than_is_missing() {
	build_and_execute(|| {
		let class = thousand(METRO, 0);
		World::change(|world| world.bonds.insert(METRO, 1_000_000));
		sell(class, 950);
		assert_eq!(recall(class, 60).bonded, 10);
		assert_eq!(World::get().bonds[&METRO], 999_990);
	});
}

#[test]
fn many_small_buffers() {
	build_and_execute(|| {
		let class = thousand(METRO, 0);
		sell(class, 950);
		// 35 other classes, one gram of buffer each.
		for citizen in 1..=35 {
			let other = class_of(BUS, RIDES, &[(citizen, Disposition::Entrusted, 20)]);
			assert_eq!(totals(issued(other)).buffer, 1);
		}
		assert_noop!(
			Reductions::recall(signed(COUNCIL), class, 50 + 33, REASON).map_err(|e| e.error),
			E::TooManyTopUps
		);
		assert_eq!(recall(class, 50 + 32).topped_up, 32);
		let made_good = recall(class, 10);
		assert_eq!((made_good.topped_up, made_good.short), (3, 7));
	});
}

#[test]
fn exactly_as_many_as_one_call_takes() {
	build_and_execute(|| {
		let class = thousand(METRO, 0);
		sell(class, 950);
		for citizen in 1..=MAX_TOP_UPS {
			issued(class_of(BUS, RIDES, &[(citizen, Disposition::Entrusted, 20)]));
		}
		// All there are are taken, and what is missing is short: less at once wouldn't help.
		let made_good = recall(class, 50 + 40);
		assert_eq!((made_good.topped_up, made_good.short), (32, 8));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		let recalls = |origin, class, grams| {
			Reductions::recall(origin, class, grams, REASON).map_err(|e| e.error)
		};
		assert_noop!(recalls(signed(COUNCIL), class, 0), E::ZeroGrams);
		assert_noop!(recalls(signed(COUNCIL), class, 1), E::NotIssued);
		assert_noop!(recalls(signed(COUNCIL), 9, 1), E::NotIssued);
		for origin in [signed(MEMBER), signed(STRANGER), RuntimeOrigin::root()] {
			assert_noop!(recalls(origin, class, 1), BadOrigin);
		}
	});
}
