use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_core::{crypto::AccountId32, Pair, H256};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::DispatchError;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::LicenceRefusal,
	Be16, Be32, Clock, Disposition,
};
use OpeningOutcome::{Enrolled, Opened, Rejected, Unchanged};

fn one(entry: Opening) -> BoundedVec<Opening, MaxOpenings> {
	vec![entry].try_into().unwrap()
}

/// A rejected entry leaves every root of the pallet's state as it was.
fn rejected(entry: Opening, reason: OpeningReason) {
	let before = snapshot();
	assert_eq!(open_for(METRO, vec![entry]), [Rejected(reason)]);
	assert!(before == snapshot());
}

type Snapshot = (
	u32,
	Vec<(u32, Citizen)>,
	Vec<([u8; 32], u32)>,
	Vec<(Be16, Be32, tanpu_primitives::Position)>,
	Vec<(u16, Totals)>,
);

fn snapshot() -> Snapshot {
	(
		NextCitizenId::<Test>::get(),
		Citizens::<Test>::iter().collect(),
		CitizenByNullifier::<Test>::iter().collect(),
		Positions::<Test>::iter().collect(),
		OperatorTotals::<Test>::iter().collect(),
	)
}

#[test]
fn accounts_are_opened_and_enrolled() {
	build_and_execute(|| {
		let self_held = entry(&Statement {
			disposition: Some(Disposition::SelfHeld),
			..user_statement(METRO, 2)
		});
		assert_eq!(open_for(METRO, vec![opening(METRO, 1), self_held]), [Opened(0), Opened(1)]);
		let citizen = CarbonAccounts::citizen(0).unwrap();
		assert_eq!((citizen.key, citizen.epoch, citizen.provider), (None, 0, POLICE));
		assert_eq!(citizen.operators.to_vec(), [METRO]);
		let position = CarbonAccounts::position(METRO, 0).unwrap();
		assert_eq!((position.disposition, position.enrolled), (Disposition::Entrusted, true));
		let position = CarbonAccounts::position(METRO, 1).unwrap();
		assert_eq!(position.disposition, Disposition::SelfHeld);
		assert_eq!(CarbonAccounts::operator_totals(METRO).citizens, 2);
	});
}

#[test]
fn the_same_batch_again_changes_nothing_and_says_so() {
	build_and_execute(|| {
		let entries = vec![opening(METRO, 1), opening(METRO, 2)];
		open_for(METRO, entries.clone());
		let before = snapshot();
		assert_eq!(open_for(METRO, entries.clone()), [Unchanged(0), Unchanged(1)]);
		// Also once the attestations have expired, and after the person has claimed the account.
		let claim = attestation(Purpose::Claim, 1, Alice, 0);
		set_now(START + LIFE);
		assert_eq!(open_for(METRO, entries.clone()), [Unchanged(0), Unchanged(1)]);
		assert!(before == snapshot());
		set_now(START);
		assert_ok!(CarbonAccounts::claim(sponsor(), claim));
		assert_eq!(open_for(METRO, entries), [Unchanged(0), Unchanged(1)]);
	});
}

#[test]
fn a_person_twice_in_a_batch_is_one_citizen() {
	build_and_execute(|| {
		let entries = vec![opening(METRO, 1), opening(METRO, 1), opening(METRO, 2)];
		assert_eq!(open_for(METRO, entries), [Opened(0), Unchanged(0), Opened(1)]);
	});
}

#[test]
fn a_second_operator_enrols_the_same_citizen() {
	build_and_execute(|| {
		open_for(METRO, vec![opening(METRO, 1)]);
		assert_eq!(open_for(BUS, vec![opening(BUS, 1)]), [Enrolled(0)]);
		let citizen = CarbonAccounts::citizen(0).unwrap();
		assert_eq!(citizen.operators.to_vec(), [METRO, BUS]);
		let operators: Vec<_> =
			CarbonAccounts::positions(0).into_iter().map(|(operator, _)| operator).collect();
		assert_eq!(operators, [METRO, BUS]);
		assert!(CarbonAccounts::positions(9).is_empty());
	});
}

#[test]
fn one_bad_entry_hurts_no_other() {
	build_and_execute(|| {
		let forged = Opening { signature: Default::default(), ..opening(METRO, 2) };
		assert_eq!(
			open_for(METRO, vec![opening(METRO, 1), forged, opening(METRO, 3)]),
			[Opened(0), Rejected(OpeningReason::BadSignature), Opened(1)]
		);
		assert_eq!(CarbonAccounts::operator_totals(METRO).citizens, 2);
	});
}

#[test]
fn expired_and_too_lasting_entries_are_rejected() {
	build_and_execute(|| {
		let entry_until = |expires| entry(&Statement { expires, ..user_statement(METRO, 1) });
		rejected(entry_until(TestClock::now() - 1), OpeningReason::Expired);
		rejected(entry_until(TestClock::now() + LIFE + 1), OpeningReason::ExpiryTooFar);
		assert_eq!(open_for(METRO, vec![entry_until(TestClock::now())]), [Opened(0)]);
	});
}

#[test]
fn statements_for_anything_else_are_rejected() {
	build_and_execute(|| {
		let base = user_statement(METRO, 1);
		for other in [
			Statement { purpose: Purpose::Claim, ..base.clone() },
			Statement { purpose: Purpose::Replace, ..base.clone() },
			Statement { genesis: H256::repeat_byte(7), ..base.clone() },
			// The person holds a key, so they open by themself.
			Statement { key: Some(Alice.to_account_id()), operator: None, ..base.clone() },
			// What another operator was given, or published.
			Statement { operator: Some(BUS), ..base.clone() },
			Statement { operator: None, ..base.clone() },
			Statement { disposition: None, ..base.clone() },
			Statement { epoch: 1, ..base.clone() },
			Statement { nullifier: nullifier(2), ..base.clone() },
			Statement { provider: BANK, ..base.clone() },
		] {
			let presented = Opening { nullifier: nullifier(1), ..entry(&other) };
			rejected(presented, OpeningReason::BadSignature);
		}
		let mut other_provider = entry(&base);
		other_provider.signature = provider_pair(BANK).sign(&base.message());
		rejected(other_provider, OpeningReason::BadSignature);
	});
}

#[test]
fn the_operator_can_not_choose_what_becomes_of_the_grams() {
	build_and_execute(|| {
		let all = [Disposition::Entrusted, Disposition::SelfHeld, Disposition::RewardOnly];
		let chosen = |disposition| {
			let disposition = Some(disposition);
			entry(&Statement { disposition, ..user_statement(METRO, 1) })
		};
		for signed in all {
			for presented in all.into_iter().filter(|other| *other != signed) {
				let entry = Opening { disposition: presented, ..chosen(signed) };
				rejected(entry, OpeningReason::BadSignature);
			}
		}
		// Nor for one who has an account and is enrolled with another operator.
		open_for(BUS, vec![opening(BUS, 1)]);
		let entry =
			Opening { disposition: Disposition::Entrusted, ..chosen(Disposition::RewardOnly) };
		rejected(entry, OpeningReason::BadSignature);
		assert_eq!(open_for(METRO, vec![chosen(Disposition::RewardOnly)]), [Enrolled(0)]);
		let position = CarbonAccounts::position(METRO, 0).unwrap();
		assert_eq!(position.disposition, Disposition::RewardOnly);
	});
}

#[test]
fn a_provider_does_not_vouch_for_its_owners_operator() {
	build_and_execute(|| {
		relate(METRO, POLICE);
		let call = || {
			let origin = RuntimeOrigin::signed(reporter(METRO));
			CarbonAccounts::open_for_users(origin, POLICE, one(opening(METRO, 1)))
		};
		assert_noop!(call(), Error::<Test>::ProviderRelated);
		// Others do, and it does for others.
		assert_eq!(open_for(BUS, vec![opening(BUS, 1)]), [Opened(0)]);
		relate(METRO, BUS);
		assert_ok!(call());
		assert_eq!(CarbonAccounts::operator_totals(METRO).citizens, 1);
	});
}

#[test]
fn another_operator_can_not_enrol_without_its_own_statement() {
	build_and_execute(|| {
		// Published by BUS, copied by METRO.
		let copied = opening(BUS, 1);
		open_for(BUS, vec![copied.clone()]);
		rejected(copied, OpeningReason::BadSignature);
	});
}

#[test]
fn a_citizen_with_a_key_enrols_by_themself() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		rejected(opening(METRO, 1), OpeningReason::HasKey);
		// Nor does a replay bring back one who has left.
		open_for(METRO, vec![opening(METRO, 2)]);
		let claim = attestation(Purpose::Claim, 2, sp_keyring::Sr25519Keyring::Bob, 0);
		assert_ok!(CarbonAccounts::claim(sponsor(), claim));
		let bob = RuntimeOrigin::signed(sp_keyring::Sr25519Keyring::Bob.to_account_id());
		assert_ok!(CarbonAccounts::leave(bob, METRO));
		rejected(opening(METRO, 2), OpeningReason::HasKey);
	});
}

#[test]
fn a_closed_account_is_left_alone() {
	build_and_execute(|| {
		open_for(BUS, vec![opening(BUS, 1)]);
		// Closing is not there yet; its effect on the state is.
		Citizens::<Test>::mutate(0, |record| {
			record.as_mut().unwrap().status = AccountStatus::Closed;
		});
		Positions::<Test>::mutate(Be16::from(BUS), Be32::from(0), |position| {
			position.as_mut().unwrap().enrolled = false;
		});
		OperatorTotals::<Test>::mutate(BUS, |totals| totals.citizens = 0);
		rejected(opening(METRO, 1), OpeningReason::Closed);
		assert_eq!(open_for(BUS, vec![opening(BUS, 1)]), [Rejected(OpeningReason::Closed)]);
	});
}

#[test]
fn enrolments_are_bounded() {
	build_and_execute(|| {
		open_for(METRO, vec![opening(METRO, 1)]);
		for operator in 100..100 + MAX_ENROLMENTS as u16 - 1 {
			set_operator(operator, Ok(()));
			assert_eq!(open_for(operator, vec![opening(operator, 1)]), [Enrolled(0)]);
		}
		assert_eq!(
			open_for(BUS, vec![opening(BUS, 1)]),
			[Rejected(OpeningReason::TooManyEnrolments)]
		);
		assert_eq!(CarbonAccounts::positions(0).len(), MAX_ENROLMENTS as usize);
	});
}

#[test]
fn numbers_can_run_out() {
	build_and_execute(|| {
		NextCitizenId::<Test>::put(u32::MAX);
		rejected(opening(METRO, 1), OpeningReason::CitizensExhausted);
		NextCitizenId::<Test>::put(0);
	});
}

#[test]
fn only_a_reporting_key_of_a_licensed_operator_can_enter() {
	build_and_execute(|| {
		let call = |origin| CarbonAccounts::open_for_users(origin, POLICE, one(opening(METRO, 1)));
		let metro = || RuntimeOrigin::signed(reporter(METRO));
		assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
		let stranger = RuntimeOrigin::signed(AccountId32::new([5; 32]));
		assert_noop!(call(stranger), Error::<Test>::NotAReporter);
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::<Test>::OperatorNotLicensed),
			(LicenceRefusal::Suspended, Error::<Test>::OperatorSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::OperatorRevoked),
			(LicenceRefusal::Expired, Error::<Test>::OperatorExpired),
		] {
			set_operator(METRO, Err(refusal));
			assert_noop!(call(metro()), error);
		}
	});
}

#[test]
fn a_provider_that_can_not_attest_refuses_the_batch() {
	build_and_execute(|| {
		let call = || {
			let origin = RuntimeOrigin::signed(reporter(METRO));
			CarbonAccounts::open_for_users(origin, POLICE, one(opening(METRO, 1)))
		};
		for (refusal, error) in [
			(LicenceRefusal::NotLicensed, Error::<Test>::ProviderNotLicensed),
			(LicenceRefusal::Suspended, Error::<Test>::ProviderSuspended),
			(LicenceRefusal::Revoked, Error::<Test>::ProviderRevoked),
			(LicenceRefusal::Expired, Error::<Test>::ProviderExpired),
		] {
			set_provider(POLICE, Err(refusal));
			assert_noop!(call(), error);
		}
	});
}

#[test]
fn what_changes_nothing_costs_less() {
	build_and_execute(|| {
		let entries: Vec<_> = (0..20).map(|person| opening(METRO, person)).collect();
		let send = || {
			let origin = RuntimeOrigin::signed(reporter(METRO));
			let entries = entries.clone().try_into().unwrap();
			CarbonAccounts::open_for_users(origin, POLICE, entries).unwrap().actual_weight.unwrap()
		};
		let announced = <() as WeightInfo>::open_for_users(20);
		let first = send();
		let again = send();
		assert_eq!(first, announced);
		assert!(again.ref_time() < announced.ref_time() / 3);
	});
}

#[test]
fn an_empty_and_a_full_batch_work() {
	build_and_execute(|| {
		assert_eq!(open_for(METRO, vec![]), []);
		assert!(OperatorTotals::<Test>::iter().next().is_none());
		let full: Vec<_> = (0..MaxOpenings::get())
			.map(|person| opening(METRO, u8::try_from(person).unwrap()))
			.collect();
		assert_eq!(open_for(METRO, full).len(), MaxOpenings::get() as usize);
		assert_eq!(CarbonAccounts::operator_totals(METRO).citizens, MaxOpenings::get());
	});
}
