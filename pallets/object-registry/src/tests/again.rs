//! Registering an object again: who may, with what, and what never changes.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use tanpu_primitives::{attestation::ObjectStatement, traits::LicenceRefusal};

type E = Error<Test>;

/// The second registration of METER.
fn second() -> ObjectStatement<'static> {
	ObjectStatement { epoch: 2, holders: &[(4, 10_000)], members: 1, ..statement() }
}

#[test]
fn the_whole_registration_is_replaced() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		set_now(START + 5 * DAY);
		assert_ok!(register(&second()));
		let registration = ObjectRegistry::registration(METERS, METER).unwrap();
		assert_eq!(registration.since, START + 5 * DAY);
		assert_eq!(registration.registered.holders.to_vec(), [(4, 10_000)]);
		assert_eq!((registration.registered.members, registration.registered.epoch), (1, 2));
		assert_eq!((quota_used(GRID, TODAY), quota_used(GRID, TODAY + 5)), (1, 1));
	});
}

#[test]
fn no_statement_counts_twice() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		let before = meter();
		// The same again, and what was attested beside it.
		assert_noop!(register(&statement()), E::EpochMismatch);
		let other = ObjectStatement { holders: &[(9, 10_000)], ..statement() };
		assert_noop!(register(&other), E::EpochMismatch);
		// Its epoch is part of what was signed.
		let signature = sign(&statement());
		let relabelled = ObjectStatement { epoch: 2, ..statement() };
		assert_noop!(present(&relabelled, signature), E::BadProviderSignature);
		assert_eq!(meter(), before);
		// Nor does an old one after the holders changed.
		assert_ok!(register(&second()));
		assert_noop!(register(&statement()), E::EpochMismatch);
	});
}

#[test]
fn epochs_follow_each_other() {
	build_and_execute(|| {
		for epoch in [0, 2, u32::MAX] {
			let statement = ObjectStatement { epoch, ..statement() };
			assert_noop!(register(&statement), E::EpochMismatch);
		}
		for epoch in 1..=5 {
			assert_ok!(register(&ObjectStatement { epoch, ..statement() }));
			assert_eq!(meter().unwrap().epoch, epoch);
		}
		// Each object has its own.
		let elsewhere = ObjectStatement { group: METERS + 1, ..statement() };
		assert_ok!(register(&elsewhere));
	});
}

#[test]
fn epochs_end() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		Registrations::<Test>::mutate((METERS, METER), |registration| {
			registration.as_mut().unwrap().registered.epoch = u32::MAX;
		});
		let next = ObjectStatement { epoch: 0, ..statement() };
		assert_noop!(register(&next), E::EpochsExhausted);
	});
}

#[test]
fn a_meter_changes_its_power_company() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		let moved = ObjectStatement { operator: RIVAL, ..second() };
		// The new company's statement is of no use to the old one, nor the other way.
		let signature = sign(&moved);
		assert_noop!(present(&second(), signature), E::BadProviderSignature);
		// Holders must be with the new one.
		set_enrolled(RIVAL, 4, false);
		assert_noop!(register(&moved), E::HolderNotEnrolled);
		set_enrolled(RIVAL, 4, true);
		assert_ok!(register(&moved));
		assert_eq!(ObjectRegistry::registration(METERS, METER).unwrap().operator, RIVAL);
		// And back.
		assert_ok!(register(&ObjectStatement { epoch: 3, ..statement() }));
	});
}

#[test]
fn the_provider_stays_as_long_as_it_can_attest() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		let by_bank = ObjectStatement { provider: BANK, ..second() };
		assert_noop!(register(&by_bank), E::OtherProvider);
		set_provider(POLICE, Err(LicenceRefusal::Suspended));
		assert_ok!(register(&by_bank));
		// From then on it rests on the new one.
		set_provider(POLICE, Ok(()));
		let third = ObjectStatement { epoch: 3, ..statement() };
		assert_noop!(register(&third), E::OtherProvider);
		assert_ok!(register(&ObjectStatement { epoch: 3, ..by_bank }));
	});
}

#[test]
fn a_meter_can_move_to_the_owner_of_its_provider() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		// POLICE can't vouch for RIVAL, so another may; for GRID it still has to be POLICE.
		relate(RIVAL, POLICE);
		let moved = ObjectStatement { operator: RIVAL, ..second() };
		assert_noop!(register(&moved), E::ProviderRelated);
		let by_bank = ObjectStatement { provider: BANK, ..second() };
		assert_noop!(register(&by_bank), E::OtherProvider);
		assert_ok!(register(&ObjectStatement { operator: RIVAL, ..by_bank }));
	});
}

#[test]
fn a_crediting_period_never_begins_anew() {
	build_and_execute(|| {
		let first = TODAY - 100;
		let from = |epoch, crediting_from| ObjectStatement { epoch, crediting_from, ..statement() };
		assert_ok!(register(&from(1, Some(first))));
		for other in [None, Some(first - 1), Some(first + 1), Some(TODAY), Some(TODAY + 1)] {
			assert_noop!(register(&from(2, other)), E::CreditingPeriodChanged);
		}
		// It goes on however long ago it began, with any operator.
		set_now(START + 5_000 * DAY);
		assert_ok!(register(&from(2, Some(first))));
		let moved = ObjectStatement { operator: RIVAL, ..from(3, Some(first + 1)) };
		assert_noop!(register(&moved), E::CreditingPeriodChanged);
		assert_ok!(register(&ObjectStatement { operator: RIVAL, ..from(3, Some(first)) }));
	});
}

#[test]
fn a_crediting_period_can_be_stated_later() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		let from = |epoch, crediting_from| ObjectStatement { epoch, crediting_from, ..statement() };
		assert_noop!(register(&from(2, Some(TODAY + 1))), E::CreditingInFuture);
		assert_noop!(register(&from(2, Some(TODAY - 367))), E::CreditingTooOld);
		assert_ok!(register(&from(2, Some(TODAY - 366))));
		assert_noop!(register(&from(3, None)), E::CreditingPeriodChanged);
	});
}
