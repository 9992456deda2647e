use super::*;
use tanpu_primitives::verification::Verifiers;

fn eligible(operator: ParticipantId, methodology: u16) -> Vec<ParticipantId> {
	Licences::eligible(operator, methodology, Now::get()).into_inner()
}

fn verifier(holder: AccountId, scope: Scope) -> ParticipantId {
	licensed(holder, LicenceTerms::Verifier { scope })
}

/// What the list says and what each is told agree.
fn agree(operator: ParticipantId, methodology: u16) {
	let now = Now::get();
	let list = eligible(operator, methodology);
	for number in 0..NextParticipantId::<Test>::get() + 2 {
		let stands = Licences::ensure_eligible(number, operator, methodology, now);
		assert_eq!(list.contains(&number), stands.is_ok(), "{number}: {stands:?}");
	}
}

#[test]
fn licensed_active_in_scope_and_of_another_owner() {
	build_and_execute(|| {
		let metro = operator(METRO);
		// The mock's owner goes with the holder.
		let own = verifier(METRO, Scope::All);
		let all = verifier(60, Scope::All);
		let some = verifier(61, only(&[3, 7]));
		let none = verifier(62, only(&[]));
		let shop = licensed(63, LicenceTerms::Merchant);
		assert_eq!(eligible(metro, 3), [all, some]);
		assert_eq!(eligible(metro, 4), [all]);
		for methodology in [0, 3, 4, 7] {
			agree(metro, methodology);
		}
		let stands =
			|number, methodology| Licences::ensure_eligible(number, metro, methodology, Now::get());
		assert_eq!(stands(all, 4), Ok(()));
		assert_eq!(stands(own, 3), Err(LicenceRefusal::OutOfScope));
		assert_eq!(stands(some, 4), Err(LicenceRefusal::OutOfScope));
		assert_eq!(stands(none, 3), Err(LicenceRefusal::OutOfScope));
		assert_eq!(stands(shop, 3), Err(LicenceRefusal::NotLicensed));
		assert_eq!(stands(metro, 3), Err(LicenceRefusal::NotLicensed));
		assert_eq!(stands(99, 3), Err(LicenceRefusal::NotLicensed));
		// Of which owner nobody is, nobody can say.
		assert!(eligible(99, 3).is_empty());
		agree(99, 3);
	});
}

#[test]
fn the_standing_is_the_clock_s() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let (first, second, third) =
			(verifier(60, Scope::All), verifier(61, Scope::All), verifier(62, Scope::All));
		let stands = |number| Licences::ensure_eligible(number, metro, 0, Now::get());
		assert_ok!(suspend(first));
		assert_ok!(Licences::revoke(council(), second));
		assert_eq!(eligible(metro, 0), [third]);
		assert_eq!(stands(first), Err(LicenceRefusal::Suspended));
		assert_eq!(stands(second), Err(LicenceRefusal::Revoked));
		agree(metro, 0);
		Now::set(START + SUSPENSION);
		assert_eq!(eligible(metro, 0), [first, third]);
		agree(metro, 0);
		// The operator's own standing is asked elsewhere.
		assert_ok!(Licences::revoke(council(), metro));
		assert_eq!(eligible(metro, 0), [first, third]);
		Now::set(EXPIRES);
		assert!(eligible(metro, 0).is_empty());
		assert_eq!(stands(third), Err(LicenceRefusal::Expired));
		// Renewed, with another scope.
		let terms = LicenceTerms::Verifier { scope: only(&[0]) };
		assert_ok!(Licences::amend(council(), third, terms, EXPIRES + DAY));
		assert_eq!((eligible(metro, 0), eligible(metro, 1)), (vec![third], vec![]));
		agree(metro, 0);
	});
}

#[test]
fn whoever_signed_for_a_verifier_is_known_for_ever() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let tuv = verifier(60, Scope::All);
		let holder = <Licences as Verifiers<AccountId>>::holder;
		assert_ok!(Licences::revoke(council(), tuv));
		assert_eq!((holder(tuv), holder(metro), holder(99)), (Some(60), None, None));
	});
}
