use super::*;
use tanpu_primitives::Clock;

#[test]
fn a_licence_ends_at_its_expiry_second() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let provider = licensed(60, provider_terms(1));
		let key = sr25519::Public::from_raw([1; 32]);
		assert_eq!(<Licences as Operators<_>>::ensure_active(metro, 0, EXPIRES - 1), Ok(()));
		assert_eq!(Licences::ensure_licensed(metro, EXPIRES - 1), Ok(()));
		assert_eq!(Licences::attestation_key(provider, EXPIRES - 1), Ok(key));
		for now in [EXPIRES, EXPIRES + 1, u64::MAX] {
			let expired = LicenceRefusal::Expired;
			assert_eq!(<Licences as Operators<_>>::ensure_active(metro, 0, now), Err(expired));
			assert_eq!(Licences::ensure_licensed(metro, now), Err(expired));
			assert_eq!(Licences::attestation_key(provider, now), Err(expired));
		}
	});
}

#[test]
fn roles_are_not_mixed_up() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let provider = licensed(60, provider_terms(1));
		let verifier = licensed(61, LicenceTerms::Verifier { scope: Scope::All });
		let not = Err(LicenceRefusal::NotLicensed);
		for other in [provider, verifier, 9] {
			assert_eq!(<Licences as Operators<_>>::ensure_active(other, 0, START), not);
			assert_eq!(Licences::ensure_licensed(other, START), not);
			assert_eq!(Licences::take_quota(other, 1, 1), not);
			assert_eq!(Licences::treasury(other), None);
			assert_eq!(Licences::quota_left(other), None);
		}
		assert_eq!(Licences::attestation_key(metro, START), Err(LicenceRefusal::NotLicensed));
		assert_eq!(Licences::attestation_key(9, START), Err(LicenceRefusal::NotLicensed));
		assert_eq!(Licences::treasury(metro), Some(METRO));
		assert_eq!(Licences::ensure_role(verifier, Role::Verifier, START).unwrap().holder, 61);
	});
}

#[test]
fn a_scope_is_a_scope() {
	build_and_execute(|| {
		let terms = LicenceTerms::Operator { scope: only(&[1, 5, 900]), daily_quota: 1, bond: 0 };
		let metro = licensed(METRO, terms);
		for (methodology, expected) in [
			(0, Err(LicenceRefusal::OutOfScope)),
			(1, Ok(())),
			(4, Err(LicenceRefusal::OutOfScope)),
			(5, Ok(())),
			(900, Ok(())),
			(u16::MAX, Err(LicenceRefusal::OutOfScope)),
		] {
			assert_eq!(
				<Licences as Operators<_>>::ensure_active(metro, methodology, START),
				expected
			);
		}
		// Whatever the scope, it can open accounts.
		assert_eq!(Licences::ensure_licensed(metro, START), Ok(()));
		let none =
			licensed(BUS, LicenceTerms::Operator { scope: only(&[]), daily_quota: 1, bond: 0 });
		assert_eq!(
			<Licences as Operators<_>>::ensure_active(none, 0, START),
			Err(LicenceRefusal::OutOfScope)
		);
	});
}

#[test]
fn a_suspended_provider_attests_nothing() {
	build_and_execute(|| {
		let provider = licensed(60, provider_terms(1));
		assert_ok!(suspend(provider));
		assert_eq!(Licences::attestation_key(provider, START), Err(LicenceRefusal::Suspended));
		let end = START + SUSPENSION;
		assert_eq!(Licences::attestation_key(provider, end - 1), Err(LicenceRefusal::Suspended));
		assert!(Licences::attestation_key(provider, end).is_ok());
		assert_ok!(Licences::revoke(council(), provider));
		assert_eq!(Licences::attestation_key(provider, end), Err(LicenceRefusal::Revoked));
	});
}

#[test]
fn one_owner_is_related_whatever_the_role_and_standing() {
	build_and_execute(|| {
		// The mock's owner goes with the holder.
		let (metro, own) = (operator(METRO), licensed(METRO, provider_terms(1)));
		let (bus, city) = (operator(BUS), licensed(60, provider_terms(2)));
		for (a, b, expected) in [
			(metro, own, true),
			(metro, metro, true),
			(bus, own, false),
			(metro, city, false),
			(bus, city, false),
			(metro, 99, false),
			(98, 99, false),
		] {
			assert_eq!(Licences::related(a, b), expected);
			assert_eq!(Licences::related(b, a), expected);
		}
		// Two treasuries of one owner.
		let holder = 61;
		let owner = H256::from_low_u64_be(METRO);
		let other = NextParticipantId::<Test>::get();
		assert_ok!(Licences::license(
			council(),
			holder,
			name("x"),
			owner,
			provider_terms(3),
			EXPIRES
		));
		assert!(Licences::related(metro, other));
		assert_ok!(Licences::revoke(council(), metro));
		Now::set(EXPIRES);
		assert!(Licences::related(metro, own));
	});
}

#[test]
fn a_quota_is_of_the_reporting_day() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let today = TestClock::today();
		let take = |day, records| Licences::take_quota(metro, day, records);
		let exceeded = Err(LicenceRefusal::QuotaExceeded);
		assert_eq!(take(today, 1_001), exceeded);
		assert_eq!(QuotaUsed::<Test>::get(metro), None);
		assert_eq!(take(today, 0), Ok(()));
		assert_eq!(QuotaUsed::<Test>::get(metro), None);
		assert_eq!(take(today, 600), Ok(()));
		assert_eq!(Licences::quota_left(metro), Some(400));
		assert_eq!(take(today, 401), exceeded);
		assert_eq!(take(today, u32::MAX), exceeded);
		assert_eq!(take(today, 400), Ok(()));
		assert_eq!(Licences::quota_left(metro), Some(0));
		assert_eq!(take(today, 1), exceeded);
		// A day before can't be used to begin anew.
		assert_eq!(take(today - 1, 1), exceeded);
		assert_eq!(QuotaUsed::<Test>::get(metro), Some(Usage { day: today, records: 1_000 }));
		Now::mutate(|now| *now += DAY);
		assert_eq!(Licences::quota_left(metro), Some(1_000));
		assert_eq!(take(today + 1, 1_000), Ok(()));
		assert_eq!(QuotaUsed::<Test>::get(metro), Some(Usage { day: today + 1, records: 1_000 }));
	});
}

#[test]
fn an_amended_quota_counts_what_was_used() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let today = TestClock::today();
		assert_eq!(Licences::take_quota(metro, today, 600), Ok(()));
		assert_ok!(Licences::amend(council(), metro, operator_terms(500), EXPIRES));
		assert_eq!(Licences::quota_left(metro), Some(0));
		assert_eq!(Licences::take_quota(metro, today, 1), Err(LicenceRefusal::QuotaExceeded));
		assert_ok!(Licences::amend(council(), metro, operator_terms(601), EXPIRES));
		assert_eq!(Licences::take_quota(metro, today, 1), Ok(()));
	});
}

#[test]
fn quotas_are_apart() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		let today = TestClock::today();
		assert_eq!(Licences::take_quota(metro, today, 1_000), Ok(()));
		assert_eq!(Licences::take_quota(bus, today, 1_000), Ok(()));
	});
}

#[test]
fn a_merchant_is_paid_whatever_becomes_of_it() {
	use tanpu_primitives::traits::Merchants;
	build_and_execute(|| {
		let metro = operator(METRO);
		let shop = licensed(60, LicenceTerms::Merchant);
		let holder = <Licences as Merchants<AccountId>>::holder;
		let active = <Licences as Merchants<AccountId>>::ensure_active;
		assert_eq!((holder(shop), holder(metro), holder(9)), (Some(60), None, None));
		assert_eq!(active(shop, EXPIRES - 1), Ok(()));
		assert_eq!(active(shop, EXPIRES), Err(LicenceRefusal::Expired));
		assert_eq!(active(metro, START), Err(LicenceRefusal::NotLicensed));
		assert_ok!(suspend(shop));
		assert_eq!(active(shop, START), Err(LicenceRefusal::Suspended));
		assert_eq!(active(shop, START + SUSPENSION), Ok(()));
		assert_ok!(Licences::revoke(council(), shop));
		assert_eq!(active(shop, START), Err(LicenceRefusal::Revoked));
		assert_eq!(holder(shop), Some(60));
	});
}
