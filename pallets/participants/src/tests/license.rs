use super::*;

fn license(
	holder: AccountId,
	text: &[u8],
	terms: LicenceTerms,
	expires: UnixSeconds,
) -> sp_runtime::DispatchResult {
	let name = text.to_vec().try_into().unwrap();
	Licences::license(council(), holder, name, H256::repeat_byte(1), terms, expires)
}

#[test]
fn every_role_is_licensed_in_one_sequence() {
	build_and_execute(|| {
		let all = [
			(operator_terms(5), Role::Operator),
			(LicenceTerms::Verifier { scope: only(&[1, 7]) }, Role::Verifier),
			(LicenceTerms::Merchant, Role::Merchant),
			(provider_terms(9), Role::IdentityProvider),
		];
		for (number, (terms, role)) in (0u16..).zip(all) {
			let holder = 50 + AccountId::from(number);
			assert_ok!(license(holder, "深圳通 Metro".as_bytes(), terms.clone(), EXPIRES));
			System::assert_last_event(
				Event::Licensed {
					participant: number,
					role,
					holder,
					owner: H256::repeat_byte(1),
					expires: EXPIRES,
				}
				.into(),
			);
			assert_eq!(
				Licences::participant(number).unwrap(),
				Participant {
					name: name("深圳通 Metro"),
					holder,
					owner: H256::repeat_byte(1),
					terms,
					registered: START,
					expires: EXPIRES,
					suspensions: Suspensions::default(),
					revoked: None,
				}
			);
			assert_eq!(Licences::licences_of(holder), [number]);
		}
		assert_eq!(NextParticipantId::<Test>::get(), 4);
	});
}

#[test]
fn by_the_council_only() {
	build_and_execute(|| {
		only_the_council(|origin| {
			Licences::license(origin, METRO, name("Metro"), REASON, LicenceTerms::Merchant, EXPIRES)
		});
	});
}

#[test]
fn names_must_be_showable() {
	build_and_execute(|| {
		let refused = |text: &[u8], error: Error<Test>| {
			assert_noop!(license(METRO, text, LicenceTerms::Merchant, EXPIRES), error);
		};
		refused(b"", Error::NameEmpty);
		refused(b"   ", Error::NameEmpty);
		refused("\u{3000}".as_bytes(), Error::NameEmpty);
		refused(&[0xff, 0xfe], Error::NameNotUtf8);
		refused(&"地".as_bytes()[..2], Error::NameNotUtf8);
		refused(b"a\nb", Error::NameDeceptive);
		refused("Metro\u{202e}knaB".as_bytes(), Error::NameDeceptive);
		refused("Me\u{200b}tro".as_bytes(), Error::NameDeceptive);
	});
}

#[test]
fn terms_must_be_sound() {
	build_and_execute(|| {
		for list in [&[2u16, 1][..], &[1, 1]] {
			let terms = LicenceTerms::Operator { scope: only(list), daily_quota: 1, bond: 0 };
			assert_noop!(license(METRO, b"x", terms, EXPIRES), Error::<Test>::ScopeUnsorted);
			let terms = LicenceTerms::Verifier { scope: only(list) };
			assert_noop!(license(METRO, b"x", terms, EXPIRES), Error::<Test>::ScopeUnsorted);
		}
		assert_noop!(
			license(METRO, b"x", provider_terms(0), EXPIRES),
			Error::<Test>::WeakAttestationKey
		);
		// A scope that is yet empty is one: the council fills it later.
		assert_ok!(license(METRO, b"x", LicenceTerms::Verifier { scope: only(&[]) }, EXPIRES));
	});
}

#[test]
fn expiry_must_be_ahead() {
	build_and_execute(|| {
		for expires in [0, START - 1, START] {
			assert_noop!(
				license(METRO, b"x", LicenceTerms::Merchant, expires),
				Error::<Test>::ExpiryInPast
			);
		}
		assert_ok!(license(METRO, b"x", LicenceTerms::Merchant, START + 1));
	});
}

#[test]
fn a_holder_has_so_many_licences() {
	build_and_execute(|| {
		for _ in 0..4 {
			assert_ok!(license(METRO, b"x", LicenceTerms::Merchant, EXPIRES));
		}
		assert_noop!(
			license(METRO, b"x", LicenceTerms::Merchant, EXPIRES),
			Error::<Test>::TooManyLicences
		);
		// Revoked ones stay.
		assert_ok!(Licences::revoke(council(), 0));
		assert_noop!(
			license(METRO, b"x", LicenceTerms::Merchant, EXPIRES),
			Error::<Test>::TooManyLicences
		);
		assert_eq!(Licences::licences_of(METRO), [0, 1, 2, 3]);
	});
}

#[test]
fn a_reporting_key_is_no_treasury() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(Licences::set_reporter(signed(METRO), metro, 77, true));
		assert_noop!(
			license(77, b"x", LicenceTerms::Merchant, EXPIRES),
			Error::<Test>::HolderIsReporter
		);
		assert_ok!(Licences::set_reporter(signed(METRO), metro, 77, false));
		assert_ok!(license(77, b"x", LicenceTerms::Merchant, EXPIRES));
	});
}

#[test]
fn numbers_run_out() {
	build_and_execute(|| {
		NextParticipantId::<Test>::put(u16::MAX);
		assert_noop!(
			license(METRO, b"x", LicenceTerms::Merchant, EXPIRES),
			Error::<Test>::NumbersExhausted
		);
		NextParticipantId::<Test>::kill();
	});
}

#[test]
fn the_configuration_is_checked() {
	use frame_support::traits::Hooks;
	Licences::integrity_test();
}

#[test]
fn so_many_verifiers_and_revoking_frees_a_place() {
	build_and_execute(|| {
		let verifier = |owner: u64| {
			let terms = LicenceTerms::Verifier { scope: Scope::All };
			let owner = H256::from_low_u64_be(owner);
			Licences::license(
				council(),
				1_000 + owner.to_low_u64_be(),
				name("x"),
				owner,
				terms,
				EXPIRES,
			)
		};
		for owner in 0..u64::from(tanpu_primitives::verification::MAX_VERIFIERS) {
			assert_ok!(verifier(owner));
		}
		assert_noop!(verifier(64), Error::<Test>::TooManyVerifiers);
		// Other roles have room.
		assert_ok!(license(METRO, b"x", LicenceTerms::Merchant, EXPIRES));
		// One that has run out has its place still, one that was revoked doesn't.
		assert_ok!(Licences::revoke(council(), 7));
		assert_ok!(verifier(64));
		assert_noop!(verifier(65), Error::<Test>::TooManyVerifiers);
		let list = LicensedVerifiers::<Test>::get();
		assert_eq!((list.first(), list.last()), (Some(&0), Some(&65)));
		assert!(!list.contains(&7) && !list.contains(&64));
	});
}

#[test]
fn an_owner_has_so_many_participants() {
	build_and_execute(|| {
		// All of one owner, of holders of their own.
		for holder in 50..56 {
			assert_ok!(license(holder, b"x", LicenceTerms::Merchant, EXPIRES));
		}
		assert_noop!(
			license(56, b"x", LicenceTerms::Merchant, EXPIRES),
			Error::<Test>::TooManyRelated
		);
		// Revoked ones stay related.
		assert_ok!(Licences::revoke(council(), 0));
		assert_noop!(
			license(56, b"x", LicenceTerms::Merchant, EXPIRES),
			Error::<Test>::TooManyRelated
		);
		assert_eq!(Licences::related_parties(0), [1, 2, 3, 4, 5]);
		assert_eq!(Licences::related_parties(3), [0, 1, 2, 4, 5]);
		let bus = operator(BUS);
		assert!(Licences::related_parties(bus).is_empty());
		assert!(Licences::related_parties(99).is_empty());
	});
}
