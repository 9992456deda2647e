use super::*;

fn conclude(class: ClassId) -> sp_runtime::DispatchResult {
	Reductions::conclude(signed(STRANGER), class)
}

/// What becomes of a class with these opinions, by the verifiers in the order of their assignment.
fn concluded(opinions: &[(Opinion, u32)]) -> Stage {
	build_and_execute(|| {
		let class = metro_class();
		for (verifier, (opinion, failed)) in drawn(class).iter().zip(opinions) {
			assert_ok!(opine(class, *verifier, *opinion, *failed));
		}
		if opinions.len() < 3 {
			assert_noop!(conclude(class), E::WindowOpen);
			advance(14 * DAY);
		}
		assert_ok!(conclude(class));
		assert_noop!(conclude(class), E::NotSampled);
		stage(class)
	})
}

fn grams(stage: Stage) -> Option<Grams> {
	match stage {
		Stage::Noticed { grams, decided: false, .. } => Some(grams),
		_ => None,
	}
}

fn referred(cause: Referral) -> Stage {
	Stage::Referred { cause }
}

const FAIR: (Opinion, u32) = (Opinion::Unmodified, 0);
const ALL: Grams = 1_000_009;

#[test]
fn the_lowest_counts() {
	assert_eq!(grams(concluded(&[FAIR, FAIR, FAIR])), Some(ALL));
	let modified = |deduction| (Opinion::Modified { deduction }, 0);
	assert_eq!(grams(concluded(&[FAIR, modified(9), modified(1_009)])), Some(ALL - 1_009));
	// One of sixty points: 7.67 % at most; a deduction comes on top.
	assert_eq!(grams(concluded(&[FAIR, (Opinion::Unmodified, 1), FAIR])), Some(ALL - 76_701));
	let both = (Opinion::Modified { deduction: 1_000 }, 1);
	assert_eq!(grams(concluded(&[both, modified(5_000), FAIR])), Some(ALL - 77_701));
}

#[test]
fn enough_is_enough() {
	// Two are needed, the third in reserve.
	assert_eq!(grams(concluded(&[FAIR, FAIR])), Some(ALL));
	assert_eq!(grams(concluded(&[FAIR, FAIR, (Opinion::Disclaimed, 0)])), Some(ALL));
	let disclaimed = (Opinion::Disclaimed, 0);
	assert_eq!(concluded(&[FAIR]), referred(Referral::Quorum));
	assert_eq!(concluded(&[FAIR, disclaimed, disclaimed]), referred(Referral::Quorum));
	assert_eq!(concluded(&[]), referred(Referral::Quorum));
}

#[test]
fn what_the_council_must_decide() {
	let adverse = (Opinion::Adverse, 0);
	assert_eq!(concluded(&[FAIR, FAIR, adverse]), referred(Referral::Adverse));
	assert_eq!(concluded(&[adverse]), referred(Referral::Adverse));
	// A fifth of the sample may fail, and not more.
	assert!(grams(concluded(&[FAIR, FAIR, (Opinion::Unmodified, 12)])).is_some());
	assert_eq!(concluded(&[FAIR, FAIR, (Opinion::Unmodified, 13)]), referred(Referral::Failures));
	let all = (Opinion::Modified { deduction: ALL }, 0);
	assert_eq!(concluded(&[FAIR, FAIR, all]), referred(Referral::NothingLeft));
}

#[test]
fn silence_and_disagreement_are_on_record() {
	build_and_execute(|| {
		let class = metro_class();
		let verifiers = drawn(class);
		assert_ok!(opine(class, verifiers[0], Opinion::Unmodified, 0));
		assert_ok!(opine(class, verifiers[1], Opinion::Modified { deduction: 1 }, 0));
		advance(14 * DAY);
		System::reset_events();
		assert_ok!(conclude(class));
		System::assert_has_event(
			Event::Concluded { class, counted: 2, silent: 1, disagreement: true }.into(),
		);
		System::assert_last_event(
			Event::Noticed { class, grams: ALL - 1, until: Now::get() + 7 * DAY }.into(),
		);
		let record = Reductions::verifier_record;
		let one = VerifierRecord { assigned: 1, ..Default::default() };
		assert_eq!(record(verifiers[0]), VerifierRecord { given: 1, disagreed: 1, ..one });
		assert_eq!(record(verifiers[1]), record(verifiers[0]));
		assert_eq!(record(verifiers[2]), VerifierRecord { silent: 1, ..one });
	});
}

#[test]
fn a_revoked_one_s_opinion_doesn_t_count() {
	for refusal in [LicenceRefusal::Revoked, LicenceRefusal::Suspended, LicenceRefusal::Expired] {
		build_and_execute(|| {
			let class = metro_class();
			let verifiers = drawn(class);
			assert_ok!(opine(class, verifiers[0], Opinion::Unmodified, 0));
			assert_ok!(opine(class, verifiers[1], Opinion::Adverse, 0));
			assert_ok!(opine(class, verifiers[2], Opinion::Unmodified, 0));
			// Who was fit to give it when it was given, and is merely stopped since, is heard.
			stand(verifiers[1], Some(refusal));
			assert_ok!(conclude(class));
			if refusal == LicenceRefusal::Revoked {
				assert_eq!(grams(stage(class)), Some(ALL));
			} else {
				assert_eq!(stage(class), referred(Referral::Adverse));
			}
		});
	}
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(conclude(class), E::NotSealed);
		sealed(class);
		assert_noop!(conclude(class), E::NotSampled);
		assert_noop!(Reductions::conclude(RuntimeOrigin::none(), class), BadOrigin);
	});
}
