use super::*;
use crate::statistics;

fn draw(class: ClassId) -> sp_runtime::DispatchResult {
	Reductions::draw(signed(STRANGER), class)
}

/// The randomness is such that it became known in this block.
fn known_since(block: u64) {
	World::change(|world| world.randomness.1 = block);
}

#[test]
fn draws_points_and_verifiers() {
	build_and_execute(|| {
		let class = metro_class();
		let verifiers = drawn(class);
		let sample = Reductions::sample(class).unwrap();
		assert_eq!((sample.points, verifiers.len()), (60, 3));
		assert_eq!(sample.until, CLOSED + 14 * DAY);
		assert_eq!(stage(class), Stage::Sampled);
		System::assert_last_event(
			Event::Drawn {
				class,
				seed: sample.seed,
				points: 60,
				verifiers: verifiers.clone().try_into().unwrap(),
				until: sample.until,
			}
			.into(),
		);
		assert_eq!(Reductions::verifier_record(verifiers[0]).assigned, 1);
		// Every point leads to a batch, in proportion to what it credited.
		let points = Reductions::sample_points(class, 0);
		assert_eq!(points.len(), 60);
		let of = |batch: u32| points.iter().filter(|point| point.located.batch == batch).count();
		assert!((35..=37).contains(&of(0)), "600,001 of 1,000,009 g: {}", of(0));
		assert!((5..=7).contains(&of(1)) && (8..=10).contains(&of(2)));
		for (number, point) in points.iter().enumerate() {
			let number = number as u32;
			assert_eq!(Some(point.gram), statistics::point(&sample.seed, number, 60, 1_000_009));
		}
		assert_eq!(Reductions::sample_points(class, 58).len(), 2);
		assert!(Reductions::sample_points(class, 60).is_empty());
	});
}

#[test]
fn randomness_must_be_unknown_at_the_sealing() {
	build_and_execute(|| {
		System::set_block_number(500);
		let class = sealed(metro_class());
		System::set_block_number(1_000);
		// In the sealing's epoch, whose blocks reveal it bit by bit, is too early.
		for block in [0, 499, 500, 501, 500 + u64::from(DELAY)] {
			known_since(block);
			assert_noop!(draw(class), E::RandomnessNotReady);
		}
		known_since(501 + u64::from(DELAY));
		assert_ok!(draw(class));
	});
}

#[test]
fn the_operator_s_own_and_unfit_verifiers_are_not_drawn() {
	for seed in 0..20 {
		build_and_execute(|| {
			World::change(|world| {
				world.randomness.0 = seed;
				// 21 is of METRO's owner; 22 has another scope.
				world.verifiers.get_mut(&21).unwrap().owner = 1;
				world.verifiers.get_mut(&22).unwrap().scope = Some(METERS.methodology);
			});
			stand(23, Some(LicenceRefusal::Suspended));
			let mut verifiers = drawn(metro_class());
			verifiers.sort();
			assert_eq!(verifiers, [24, 25, 26]);
		});
	}
}

#[test]
fn verifiers_rotate() {
	build_and_execute(|| {
		let mut last = vec![];
		for number in 0..6 {
			let class = class_of(METRO, RIDES, &[(number, Disposition::Entrusted, 1_000)]);
			let verifiers = drawn(class);
			// Six of them, three each time: never the same twice in a row.
			assert!(verifiers.iter().all(|verifier| !last.contains(verifier)));
			last = verifiers;
		}
		// Where there are no others, the same again.
		for verifier in 21..27 {
			if !last.contains(&verifier) {
				stand(verifier, Some(LicenceRefusal::Expired));
			}
		}
		let mut again = drawn(class_of(METRO, RIDES, &[(9, Disposition::Entrusted, 1_000)]));
		again.sort();
		last.sort();
		assert_eq!(again, last);
		// Another operator's class doesn't count.
		assert_eq!(drawn(class_of(BUS, RIDES, &[(9, Disposition::Entrusted, 1)])).len(), 3);
	});
}

#[test]
fn as_many_as_there_are_and_at_least_as_many_as_needed() {
	build_and_execute(|| {
		for verifier in 21..25 {
			stand(verifier, Some(LicenceRefusal::Revoked));
		}
		// Two of two needed, none in reserve.
		assert_eq!(drawn(metro_class()).len(), 2);
		stand(25, Some(LicenceRefusal::Revoked));
		let class = sealed(class_of(METRO, RIDES, &[(7, Disposition::Entrusted, 1_000)]));
		new_randomness();
		assert_noop!(draw(class), E::NotEnoughVerifiers);
		// When there is another one again, the class goes on.
		stand(25, None);
		assert_ok!(draw(class));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(draw(class), E::NotSealed);
		drawn(class);
		new_randomness();
		assert_noop!(draw(class), E::AlreadyDrawn);
		assert_noop!(Reductions::draw(RuntimeOrigin::none(), class), BadOrigin);
	});
}

#[test]
fn small_and_large_classes() {
	build_and_execute(|| {
		let class = class_of(METRO, RIDES, &[(0, Disposition::Entrusted, 7)]);
		drawn(class);
		assert_eq!(Reductions::sample(class).unwrap().points, 7);
		let grams: Vec<_> =
			Reductions::sample_points(class, 0).iter().map(|point| point.gram).collect();
		assert_eq!(grams, [0, 1, 2, 3, 4, 5, 6]);
		let class = class_of(BUS, RIDES, &[(0, Disposition::Entrusted, u64::MAX / 2)]);
		World::change(|world| world.classes.get_mut(&class).unwrap().0.records = 40_000);
		drawn(class);
		assert_eq!(Reductions::sample(class).unwrap().points, 200);
	});
}
