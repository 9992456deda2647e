//! Registering an object for the first time, and what is refused.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::{crypto::AccountId32, Pair, H256};
use sp_runtime::DispatchError;
use tanpu_primitives::{
	attestation::{ObjectStatement, Purpose, Statement},
	traits::{LicenceRefusal, Objects, RegisteredObject},
	MAX_GROUPS,
};

type E = Error<Test>;

#[test]
fn an_object_is_registered() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		let registered = RegisteredObject {
			holders: vec![(3, 6_000), (7, 4_000)].try_into().unwrap(),
			members: 3,
			crediting_from: None,
			epoch: 1,
		};
		System::assert_last_event(
			Event::Registered {
				operator: GRID,
				provider: POLICE,
				group: METERS,
				object: METER,
				registered: registered.clone(),
			}
			.into(),
		);
		let registration = ObjectRegistry::registration(METERS, METER).unwrap();
		assert_eq!(
			registration,
			Registration { operator: GRID, registered, provider: POLICE, since: START }
		);
		assert_eq!(quota_used(GRID, TODAY), 1);

		// As reports ask.
		let found = ObjectRegistry::get(METERS, &METER).unwrap();
		assert_eq!(
			(found.share(3), found.share(7), found.share(4)),
			(Some(6_000), Some(4_000), None)
		);
		assert_eq!(found, registration.registered);
		assert_eq!(ObjectRegistry::get(METERS + 1, &METER), None);
		assert_eq!(ObjectRegistry::get(METERS, &[0; 32]), None);
		assert_eq!(ObjectRegistry::registration(METERS + 1, METER), None);
	});
}

#[test]
fn the_bounds_are_allowed() {
	build_and_execute(|| {
		let eight = [1_250; 8].into_iter().enumerate();
		let eight: Vec<_> = eight.map(|(citizen, share)| (citizen as u32, share)).collect();
		let fine = [
			ObjectStatement { holders: &[(19, 10_000)], ..statement() },
			ObjectStatement { holders: &[(0, 1)], ..statement() },
			ObjectStatement { holders: &eight, ..statement() },
			ObjectStatement { members: 0, ..statement() },
			ObjectStatement { members: MAX_MEMBERS, ..statement() },
			ObjectStatement { crediting_from: Some(TODAY), ..statement() },
			ObjectStatement { crediting_from: Some(TODAY - MAX_BACKDATING), ..statement() },
			ObjectStatement { group: 0, ..statement() },
			ObjectStatement { group: MAX_GROUPS - 1, ..statement() },
			ObjectStatement { expires: START, ..statement() },
			ObjectStatement { expires: START + LIFE, ..statement() },
		];
		for (number, statement) in fine.into_iter().enumerate() {
			assert_ok!(register(&ObjectStatement { object: [number as u8; 32], ..statement }));
		}
		assert_eq!(quota_used(GRID, TODAY), 11);
	});
}

#[test]
fn only_a_reporting_key_registers() {
	build_and_execute(|| {
		let by = |origin| {
			let text = statement();
			ObjectRegistry::register(
				origin,
				text.group,
				text.object,
				text.holders.to_vec().try_into().unwrap(),
				text.members,
				text.crediting_from,
				text.provider,
				text.epoch,
				text.expires,
				sign(&text),
			)
		};
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		let stranger = RuntimeOrigin::signed(AccountId32::new([1; 32]));
		assert_noop!(by(stranger), E::NotAReporter);
		// Another operator's: the statement names GRID.
		assert_noop!(by(reporter(RIVAL)), E::BadProviderSignature);
		assert_ok!(by(reporter(GRID)));
	});
}

#[test]
fn an_operator_that_cannot_act_is_refused() {
	build_and_execute(|| {
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, E::OperatorNotLicensed),
			(LicenceRefusal::Suspended, E::OperatorSuspended),
			(LicenceRefusal::Revoked, E::OperatorRevoked),
			(LicenceRefusal::Expired, E::OperatorExpired),
		] {
			set_operator(GRID, Err(refusal));
			assert_noop!(register(&statement()), error);
		}
	});
}

#[test]
fn a_provider_that_cannot_attest_is_refused() {
	build_and_execute(|| {
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, E::ProviderNotLicensed),
			(LicenceRefusal::Suspended, E::ProviderSuspended),
			(LicenceRefusal::Revoked, E::ProviderRevoked),
			(LicenceRefusal::Expired, E::ProviderExpired),
		] {
			set_provider(POLICE, Err(refusal));
			assert_noop!(register(&statement()), error);
		}
		let nobody = ObjectStatement { provider: 99, ..statement() };
		assert_noop!(register(&nobody), E::ProviderNotLicensed);
		// An operator is no provider.
		let itself = ObjectStatement { provider: GRID, ..statement() };
		assert_noop!(register(&itself), E::ProviderNotLicensed);
	});
}

#[test]
fn a_provider_of_the_operators_owner_is_refused() {
	build_and_execute(|| {
		relate(GRID, POLICE);
		assert_noop!(register(&statement()), E::ProviderRelated);
		assert_ok!(register(&ObjectStatement { provider: BANK, ..statement() }));
	});
}

#[test]
fn holders_must_be_sound() {
	build_and_execute(|| {
		let with = |holders| register(&ObjectStatement { holders, ..statement() });
		assert_noop!(with(&[]), E::NoHolders);
		assert_noop!(with(&[(7, 4_000), (3, 6_000)]), E::HoldersUnsorted);
		assert_noop!(with(&[(1, 1), (2, 1), (0, 1)]), E::HoldersUnsorted);
		assert_noop!(with(&[(3, 4_000), (3, 6_000)]), E::HolderTwice);
		assert_noop!(with(&[(3, 0)]), E::ZeroShare);
		assert_noop!(with(&[(3, 10_000), (7, 0)]), E::ZeroShare);
		assert_noop!(with(&[(3, 10_001)]), E::SharesExceedWhole);
		assert_noop!(with(&[(3, 6_000), (7, 4_001)]), E::SharesExceedWhole);
		// A sum beyond its type is no way round.
		assert_noop!(with(&[(3, u16::MAX), (7, 1)]), E::SharesExceedWhole);
	});
}

#[test]
fn nine_holders_do_not_fit() {
	let holders = |count| Holders::try_from((0..count).map(|c| (c, 1)).collect::<Vec<_>>());
	assert!(holders(8).is_ok());
	assert!(holders(9).is_err());
}

#[test]
fn every_holder_is_enrolled_with_the_operator() {
	build_and_execute(|| {
		// No such position.
		let stranger = ObjectStatement { holders: &[(3, 1), (20, 1)], ..statement() };
		assert_noop!(register(&stranger), E::HolderNotEnrolled);
		// With another operator only.
		set_enrolled(RIVAL, 20, true);
		assert_noop!(register(&stranger), E::HolderNotEnrolled);
		// No longer.
		set_enrolled(GRID, 7, false);
		assert_noop!(register(&statement()), E::HolderNotEnrolled);
		set_enrolled(GRID, 7, true);
		assert_ok!(register(&statement()));
	});
}

#[test]
fn groups_and_members_have_bounds() {
	build_and_execute(|| {
		let outside = ObjectStatement { group: MAX_GROUPS, ..statement() };
		assert_noop!(register(&outside), E::GroupOutOfRange);
		let crowd = ObjectStatement { members: MAX_MEMBERS + 1, ..statement() };
		assert_noop!(register(&crowd), E::TooManyMembers);
	});
}

#[test]
fn a_crediting_period_begins_within_the_last_year() {
	build_and_execute(|| {
		let from = |day| register(&ObjectStatement { crediting_from: Some(day), ..statement() });
		assert_noop!(from(TODAY + 1), E::CreditingInFuture);
		assert_noop!(from(u16::MAX), E::CreditingInFuture);
		assert_noop!(from(TODAY - MAX_BACKDATING - 1), E::CreditingTooOld);
		assert_noop!(from(0), E::CreditingTooOld);
	});
}

#[test]
fn an_attestation_runs_out() {
	build_and_execute(|| {
		let until = |expires| ObjectStatement { expires, ..statement() };
		assert_noop!(register(&until(START - 1)), E::AttestationExpired);
		assert_noop!(register(&until(0)), E::AttestationExpired);
		assert_noop!(register(&until(START + LIFE + 1)), E::ExpiryTooFar);
		assert_noop!(register(&until(u64::MAX)), E::ExpiryTooFar);
	});
}

#[test]
fn the_signature_covers_every_field() {
	build_and_execute(|| {
		let signed = statement();
		let signature = sign(&signed);
		set_enrolled(GRID, 8, true);
		let changed = [
			ObjectStatement { operator: RIVAL, ..signed },
			ObjectStatement { provider: BANK, ..signed },
			ObjectStatement { group: METERS + 1, ..signed },
			ObjectStatement { object: [0xab; 32], ..signed },
			ObjectStatement { holders: &[(3, 6_000)], ..signed },
			ObjectStatement { holders: &[(3, 6_001), (7, 3_999)], ..signed },
			ObjectStatement { holders: &[(3, 6_000), (8, 4_000)], ..signed },
			ObjectStatement { members: 4, ..signed },
			ObjectStatement { crediting_from: Some(TODAY), ..signed },
			ObjectStatement { expires: signed.expires + 1, ..signed },
		];
		for content in changed {
			assert_noop!(present(&content, signature), E::BadProviderSignature);
		}
		// Made for another chain.
		let elsewhere = ObjectStatement { genesis: H256::repeat_byte(9), ..signed };
		assert_noop!(register(&elsewhere), E::BadProviderSignature);
		// Signed by another.
		let forged = provider_pair(BANK).sign(&signed.message());
		assert_noop!(present(&signed, forged), E::BadProviderSignature);
		assert_noop!(present(&signed, Default::default()), E::BadProviderSignature);
		assert_ok!(present(&signed, signature));
	});
}

#[test]
fn a_statement_about_a_person_is_none_about_an_object() {
	build_and_execute(|| {
		let person = Statement {
			purpose: Purpose::Open,
			genesis: genesis(),
			provider: POLICE,
			nullifier: METER,
			key: None,
			operator: Some(GRID),
			disposition: None,
			epoch: 1,
			expires: statement().expires,
		};
		let signature = provider_pair(POLICE).sign(&person.message());
		assert_noop!(present(&statement(), signature), E::BadProviderSignature);
	});
}

#[test]
fn a_registration_is_a_record_of_the_daily_quota() {
	build_and_execute(|| {
		let number = |number| ObjectStatement { object: [number; 32], ..statement() };
		leave_of_quota(GRID, 2);
		assert_ok!(register(&number(1)));
		assert_ok!(register(&number(2)));
		assert_noop!(register(&number(3)), E::QuotaExceeded);
		// Each operator has its own.
		assert_ok!(register(&ObjectStatement { operator: RIVAL, ..number(3) }));
		// And another one tomorrow.
		set_now(START + DAY);
		assert_ok!(register(&number(4)));
		// What is refused takes nothing of it.
		assert_noop!(register(&number(4)), E::EpochMismatch);
		assert_eq!(quota_used(GRID, TODAY + 1), 1);
	});
}
