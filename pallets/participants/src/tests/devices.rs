use super::*;
use frame_support::traits::fungible::Inspect;
use sp_core::{ecdsa, ed25519, Pair};
use sp_runtime::{DispatchResult, MultiSignature, MultiSigner, TokenError};
use tanpu_primitives::{
	device::{DeviceConsent, DeviceEvidence},
	traits::Devices,
};

fn gate(number: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[number; 32])
}

fn key(number: u8) -> MultiSigner {
	gate(number).public().into()
}

fn consent(operator: ParticipantId) -> Vec<u8> {
	DeviceConsent { genesis: System::block_hash(0), operator }.message()
}

fn register(who: AccountId, operator: ParticipantId, number: u8) -> DispatchResult {
	let proof = gate(number).sign(&consent(operator));
	Licences::register_device(signed(who), operator, key(number), proof.into())
}

fn remove(who: AccountId, operator: ParticipantId, number: u8) -> DispatchResult {
	Licences::remove_device(signed(who), operator, key(number))
}

fn deposit(key: MultiSigner) -> u128 {
	let footprint = Licences::device_footprint(&key.into());
	assert_eq!(footprint.count, 1);
	DEPOSIT_BASE + u128::from(footprint.size) * DEPOSIT_BYTE
}

/// The deposits of so many devices with sr25519 keys.
fn deposits(count: u128) -> u128 {
	count * deposit(key(1))
}

fn known(operator: ParticipantId) -> Vec<MultiSigner> {
	Licences::devices_of(operator, None, u32::MAX).into_iter().map(|(key, _)| key).collect()
}

#[test]
fn the_holder_registers_at_its_cost() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(Licences::set_reporter(signed(METRO), metro, 77, true));
		assert_ok!(register(METRO, metro, 1));
		System::assert_last_event(Event::DeviceRegistered { operator: metro, key: key(1) }.into());
		// A stolen reporting key spends nothing of the treasury's.
		assert_noop!(register(77, metro, 2), Error::<Test>::NotHolder);
		assert_ok!(register(METRO, metro, 2));
		assert_eq!(held(HoldReason::Device, METRO), deposits(2));
		assert_eq!(Balances::balance(&METRO), ENDOWMENT - deposits(2));
		assert_eq!(Licences::operator_of(77), Some(metro));
		for number in [1, 2] {
			assert_eq!(<Licences as Devices>::operator_of(&key(number)), Some(metro));
			let owner = DeviceOwner { operator: metro, registered: true };
			assert_eq!(Licences::device_owner(key(number)), Some(owner));
		}
		assert_eq!(<Licences as Devices>::operator_of(&key(3)), None);
		assert_eq!(Licences::device_owner(key(3)), None);
		assert_eq!(Licences::device_count(metro), DeviceCount { registered: 2, ever: 2 });
	});
}

#[test]
fn keys_of_every_kind() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let text = consent(metro);
		let (ed, ec) = (ed25519::Pair::from_seed(&[5; 32]), ecdsa::Pair::from_seed(&[6; 32]));
		let all: [(MultiSigner, MultiSignature); 2] = [
			(ed.public().into(), ed.sign(&text).into()),
			(ec.public().into(), ec.sign(&text).into()),
		];
		for (key, proof) in all {
			assert_ok!(Licences::register_device(signed(METRO), metro, key.clone(), proof.clone()));
			assert_eq!(<Licences as Devices>::operator_of(&key), Some(metro));
			assert!(known(metro).contains(&key));
			// A signature of another kind than the key is none.
			let other = MultiSigner::Sr25519(sr25519::Public::from_raw([9; 32]));
			assert_noop!(
				Licences::register_device(signed(METRO), metro, other, proof),
				Error::<Test>::BadDeviceProof
			);
		}
	});
}

#[test]
fn who_and_for_whom() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		let shop = licensed(METRO, LicenceTerms::Merchant);
		assert_ok!(Licences::set_reporter(signed(BUS), bus, 77, true));
		assert_ok!(register(METRO, metro, 1));
		for who in [BUS, 77, COUNCIL, MEMBERS[0], 999] {
			assert_noop!(register(who, metro, 2), Error::<Test>::NotHolder);
			assert_noop!(remove(who, metro, 1), Error::<Test>::NotOperatorKey);
		}
		assert_noop!(register(METRO, shop, 2), Error::<Test>::NotAnOperator);
		assert_noop!(remove(METRO, shop, 1), Error::<Test>::NotAnOperator);
		assert_noop!(register(METRO, 99, 2), Error::<Test>::NotFound);
		assert_noop!(remove(METRO, 99, 1), Error::<Test>::NotFound);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Licences::register_device(
					origin.clone(),
					metro,
					key(2),
					gate(2).sign(&consent(metro)).into()
				),
				BadOrigin
			);
			assert_noop!(Licences::remove_device(origin, metro, key(1)), BadOrigin);
		}
	});
}

#[test]
fn the_device_consents_to_this_operator_on_this_chain() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		let refused = |operator, proof: sr25519::Signature| {
			assert_noop!(
				Licences::register_device(
					signed(if operator == metro { METRO } else { BUS }),
					operator,
					key(1),
					proof.into()
				),
				Error::<Test>::BadDeviceProof
			);
		};
		// Nobody takes a key by showing what it signed for another.
		refused(bus, gate(1).sign(&consent(metro)));
		refused(metro, gate(2).sign(&consent(metro)));
		refused(metro, sr25519::Signature::from_raw([0; 64]));
		let elsewhere = DeviceConsent { genesis: H256::repeat_byte(9), operator: metro };
		refused(metro, gate(1).sign(&elsewhere.message()));
		// Nor by what it signed of a batch.
		let evidence = DeviceEvidence {
			genesis: System::block_hash(0),
			operator: metro,
			batch_id: [0; 32],
			content: H256::zero(),
			evidence_root: H256::zero(),
		};
		refused(metro, gate(1).sign(&evidence.message()));
		assert_eq!(held(HoldReason::Device, METRO), 0);
	});
}

#[test]
fn a_key_without_a_secret_is_nobody_s() {
	build_and_execute(|| {
		let metro = operator(METRO);
		let weak: [MultiSigner; 2] =
			[sr25519::Public::from_raw([0; 32]).into(), ed25519::Public::from_raw([0; 32]).into()];
		for key in weak {
			let proof = sr25519::Signature::from_raw([0; 64]);
			assert_noop!(
				Licences::register_device(signed(METRO), metro, key, proof.into()),
				Error::<Test>::WeakDeviceKey
			);
		}
	});
}

#[test]
fn one_operator_per_key_for_ever() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		assert_ok!(register(METRO, metro, 1));
		assert_noop!(register(METRO, metro, 1), Error::<Test>::DeviceRegisteredAlready);
		assert_noop!(register(BUS, bus, 1), Error::<Test>::DeviceTaken);
		assert_noop!(remove(BUS, bus, 1), Error::<Test>::DeviceNotFound);
		assert_ok!(remove(METRO, metro, 1));
		System::assert_last_event(Event::DeviceRemoved { operator: metro, key: key(1) }.into());
		assert_eq!(<Licences as Devices>::operator_of(&key(1)), None);
		assert_eq!(held(HoldReason::Device, METRO), 0);
		assert_eq!(Balances::balance(&METRO), ENDOWMENT);
		let owner = DeviceOwner { operator: metro, registered: false };
		assert_eq!(Licences::device_owner(key(1)), Some(owner));
		assert_noop!(remove(METRO, metro, 1), Error::<Test>::DeviceNotFound);
		assert_noop!(register(BUS, bus, 1), Error::<Test>::DeviceTaken);
		// Not even when the operator is gone.
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(register(BUS, bus, 1), Error::<Test>::DeviceTaken);
		assert_noop!(register(METRO, metro, 1), Error::<Test>::AlreadyRevoked);
	});
}

#[test]
fn a_removed_device_comes_back_to_its_operator() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(register(METRO, metro, 1));
		assert_ok!(remove(METRO, metro, 1));
		Now::set(START + DAY);
		assert_ok!(register(METRO, metro, 1));
		assert_eq!(<Licences as Devices>::operator_of(&key(1)), Some(metro));
		assert_eq!(Licences::devices_of(metro, None, 9), [(key(1), START + DAY)]);
		assert_eq!(Licences::device_count(metro), DeviceCount { registered: 1, ever: 1 });
		assert_eq!(held(HoldReason::Device, METRO), deposits(1));
	});
}

#[test]
fn so_many_devices_and_so_many_keys_ever() {
	build_and_execute(|| {
		let metro = operator(METRO);
		for number in 1..=3 {
			assert_ok!(register(METRO, metro, number));
		}
		assert_noop!(register(METRO, metro, 4), Error::<Test>::TooManyDevices);
		assert_ok!(remove(METRO, metro, 1));
		assert_ok!(register(METRO, metro, 4));
		assert_ok!(remove(METRO, metro, 2));
		assert_ok!(register(METRO, metro, 5));
		assert_ok!(remove(METRO, metro, 3));
		assert_noop!(register(METRO, metro, 6), Error::<Test>::TooManyDeviceKeys);
		// One that it had before is no new key.
		assert_ok!(register(METRO, metro, 1));
		assert_eq!(Licences::device_count(metro), DeviceCount { registered: 3, ever: 5 });
		// Others have their own.
		let bus = operator(BUS);
		assert_ok!(register(BUS, bus, 6));
	});
}

#[test]
fn without_money_no_device() {
	build_and_execute(|| {
		let poor = operator(500);
		assert_noop!(register(500, poor, 1), TokenError::FundsUnavailable);
		assert_eq!(Licences::device_owner(key(1)), None);
	});
}

#[test]
fn also_while_suspended_or_expired_and_removable_for_ever() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(suspend(metro));
		assert_ok!(register(METRO, metro, 1));
		assert_ok!(remove(METRO, metro, 1));
		Now::set(EXPIRES);
		assert_ok!(register(METRO, metro, 2));
		assert_ok!(register(METRO, metro, 3));
		assert_ok!(remove(METRO, metro, 3));
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(register(METRO, metro, 4), Error::<Test>::AlreadyRevoked);
		assert_ok!(remove(METRO, metro, 2));
		assert_eq!(held(HoldReason::Device, METRO), 0);
	});
}

#[test]
fn devices_are_listed_page_by_page() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		for number in 1..=3 {
			assert_ok!(register(METRO, metro, number));
		}
		assert_ok!(register(BUS, bus, 9));
		let mut paged = Vec::new();
		let mut after = None;
		loop {
			let page = Licences::devices_of(metro, after.clone(), 1);
			let Some((key, since)) = page.first().cloned() else { break };
			assert_eq!((page.len(), since), (1, START));
			after = Some(key.clone());
			paged.push(key);
		}
		assert_eq!(paged, known(metro));
		paged.sort();
		let mut all: Vec<MultiSigner> = (1..=3).map(key).collect();
		all.sort();
		assert_eq!(paged, all);
		assert!(Licences::devices_of(metro, None, 0).is_empty());
		assert!(Licences::devices_of(99, None, 9).is_empty());
	});
}

#[test]
fn stored_keys_are_encoded_as_signers() {
	use codec::{Decode, Encode};
	for signer in [
		key(1),
		ed25519::Pair::from_seed(&[5; 32]).public().into(),
		ecdsa::Pair::from_seed(&[6; 32]).public().into(),
		MultiSigner::Eth(ecdsa::KeccakPublic::from_raw([7; 33])),
	] {
		let stored = DeviceKey::from(signer.clone());
		assert_eq!(MultiSigner::decode(&mut stored.encode().as_slice()), Ok(signer.clone()));
		assert_eq!(MultiSigner::from(stored), signer);
	}
}
