use super::*;

#[test]
fn terms_and_expiry_change_at_once() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let terms = LicenceTerms::Operator { scope: only(&[3]), daily_quota: 7, bond: 0 };
		assert_ok!(Licences::amend(council(), metro, terms.clone(), EXPIRES + 5));
		System::assert_last_event(
			Event::Amended { participant: metro, terms: terms.clone(), expires: EXPIRES + 5 }
				.into(),
		);
		let found = Licences::participant(metro).unwrap();
		assert_eq!((found.terms, found.expires), (terms, EXPIRES + 5));
		assert_eq!(found.holder, METRO);
		assert_eq!(Licences::ensure_active(metro, 3, START), Ok(()));
		assert_eq!(Licences::ensure_active(metro, 4, START), Err(LicenceRefusal::OutOfScope));
	});
}

#[test]
fn by_the_council_only() {
	build_and_execute(|| {
		let metro = operator(METRO);
		only_the_council(|origin| Licences::amend(origin, metro, operator_terms(1), EXPIRES));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let provider = licensed(60, provider_terms(1));
		assert_noop!(
			Licences::amend(council(), 9, operator_terms(1), EXPIRES),
			Error::<Test>::NotFound
		);
		for other in [
			LicenceTerms::Verifier { scope: Scope::All },
			LicenceTerms::Merchant,
			provider_terms(1),
		] {
			assert_noop!(
				Licences::amend(council(), metro, other, EXPIRES),
				Error::<Test>::RoleMismatch
			);
		}
		let unsorted = LicenceTerms::Operator { scope: only(&[2, 1]), daily_quota: 1, bond: 0 };
		assert_noop!(
			Licences::amend(council(), metro, unsorted, EXPIRES),
			Error::<Test>::ScopeUnsorted
		);
		assert_noop!(
			Licences::amend(council(), provider, provider_terms(0), EXPIRES),
			Error::<Test>::WeakAttestationKey
		);
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(
			Licences::amend(council(), metro, operator_terms(1), EXPIRES),
			Error::<Test>::AlreadyRevoked
		);
	});
}

#[test]
fn a_licence_can_be_made_to_run_out_and_renewed() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(Licences::amend(council(), metro, operator_terms(1), START));
		assert_eq!(standing(metro), Standing::Expired);
		assert_ok!(Licences::amend(council(), metro, operator_terms(1), EXPIRES));
		assert_eq!(standing(metro), Standing::Active);
	});
}

#[test]
fn an_attestation_key_is_replaced() {
	build_and_execute(|| {
		let provider = licensed(60, provider_terms(1));
		assert_ok!(Licences::amend(council(), provider, provider_terms(2), EXPIRES));
		assert_eq!(
			Licences::attestation_key(provider, START),
			Ok(sr25519::Public::from_raw([2; 32]))
		);
	});
}

#[test]
fn a_suspension_outlives_an_amendment() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		assert_ok!(Licences::amend(council(), metro, operator_terms(1), EXPIRES));
		assert_eq!(standing(metro), Standing::Suspended { until: Some(START + SUSPENSION) });
	});
}
