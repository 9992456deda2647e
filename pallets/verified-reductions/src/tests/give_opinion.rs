use super::*;

#[test]
fn is_kept_with_what_it_takes_away() {
	build_and_execute(|| {
		let class = metro_class();
		let verifiers = drawn(class);
		assert_ok!(opine(class, verifiers[0], Opinion::Unmodified, 1));
		// 7.67 % of 1,000,009 g, rounded up.
		let extrapolated = 76_701;
		System::assert_last_event(
			Event::OpinionGiven {
				class,
				verifier: verifiers[0],
				opinion: Opinion::Unmodified,
				failed: 1,
				extrapolated,
				report: REPORT,
			}
			.into(),
		);
		assert_ok!(opine(class, verifiers[1], Opinion::Disclaimed, 0));
		let given = Reductions::opinions(class);
		assert_eq!(given.len(), 2);
		let of = |verifier| given.iter().find(|(by, _)| *by == verifier).unwrap().1;
		assert_eq!(of(verifiers[0]).extrapolated, extrapolated);
		assert_eq!(of(verifiers[1]).extrapolated, 0);
		assert_eq!(Reductions::verifier_record(verifiers[1]).disclaimed, 1);
	});
}

#[test]
fn who_and_when() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(opine(class, 21, Opinion::Unmodified, 0), E::NotSealed);
		sealed(class);
		assert_noop!(opine(class, 21, Opinion::Unmodified, 0), E::NotSampled);
		new_randomness();
		assert_ok!(Reductions::draw(signed(STRANGER), class));
		let verifiers = assigned(class);
		let other = (21..27).find(|verifier| !verifiers.contains(verifier)).unwrap();
		assert_noop!(opine(class, other, Opinion::Unmodified, 0), E::NotAssigned);
		assert_noop!(
			Reductions::give_opinion(
				signed(STRANGER),
				class,
				verifiers[0],
				Opinion::Unmodified,
				0,
				0,
				REPORT
			),
			E::NotVerifier
		);
		for (refusal, error) in [
			(LicenceRefusal::Suspended, E::VerifierSuspended),
			(LicenceRefusal::Revoked, E::VerifierRevoked),
			(LicenceRefusal::Expired, E::VerifierExpired),
			(LicenceRefusal::NotLicensed, E::VerifierNotLicensed),
			(LicenceRefusal::OutOfScope, E::VerifierNotEligible),
		] {
			stand(verifiers[0], Some(refusal));
			assert_noop!(opine(class, verifiers[0], Opinion::Unmodified, 0), error);
		}
		stand(verifiers[0], None);
		// Bought by the operator's owner since it was assigned.
		World::change(|world| world.verifiers.get_mut(&verifiers[1]).unwrap().owner = 1);
		assert_noop!(opine(class, verifiers[1], Opinion::Unmodified, 0), E::VerifierNotEligible);

		assert_ok!(opine(class, verifiers[0], Opinion::Adverse, 0));
		assert_noop!(opine(class, verifiers[0], Opinion::Unmodified, 0), E::OpinionGivenAlready);
		advance(14 * DAY - 1);
		assert_ok!(opine(class, verifiers[2], Opinion::Unmodified, 0));
		stand(verifiers[1], None);
		World::change(|world| world.verifiers.get_mut(&verifiers[1]).unwrap().owner = 99);
		advance(1);
		assert_noop!(opine(class, verifiers[1], Opinion::Unmodified, 0), E::WindowOver);
	});
}

#[test]
fn numbers_that_can_t_be() {
	build_and_execute(|| {
		let class = metro_class();
		let verifier = drawn(class)[0];
		let give = |opinion, failed, void| {
			let holder = HOLDERS + u128::from(verifier);
			Reductions::give_opinion(signed(holder), class, verifier, opinion, failed, void, REPORT)
		};
		assert_noop!(give(Opinion::Unmodified, 61, 0), E::PointsExceeded);
		assert_noop!(give(Opinion::Unmodified, 0, 60), E::PointsExceeded);
		assert_noop!(give(Opinion::Unmodified, 0, 61), E::PointsExceeded);
		assert_noop!(give(Opinion::Unmodified, 60, 1), E::PointsExceeded);
		assert_noop!(give(Opinion::Unmodified, 0, 1), E::NothingWithdrawn);
		for deduction in [0, 1_000_010, u64::MAX] {
			assert_noop!(give(Opinion::Modified { deduction }, 0, 0), E::DeductionOutOfRange);
		}
		assert_ok!(give(Opinion::Modified { deduction: 1_000_009 }, 60, 0));
		assert_noop!(
			Reductions::give_opinion(
				RuntimeOrigin::none(),
				class,
				verifier,
				Opinion::Adverse,
				0,
				0,
				REPORT
			),
			BadOrigin
		);
	});
}

#[test]
fn void_points_say_nothing() {
	build_and_execute(|| {
		let class = metro_class();
		// 100,000 g more were credited, and withdrawn before the sealing.
		World::change(|world| {
			let (info, _, through) = world.classes.get_mut(&class).unwrap();
			info.credited += 100_000;
			through.push(info.credited);
		});
		let verifier = drawn(class)[0];
		let holder = HOLDERS + u128::from(verifier);
		let unmodified = Opinion::Unmodified;
		assert_ok!(Reductions::give_opinion(
			signed(holder),
			class,
			verifier,
			unmodified,
			1,
			40,
			REPORT
		));
		// One of twenty points, not one of sixty.
		let bound = u64::from(statistics::upper_bound(1, 20));
		let given = Reductions::opinions(class)[0].1;
		assert_eq!(given.extrapolated, (1_000_009 * bound).div_ceil(10_000));
	});
}
