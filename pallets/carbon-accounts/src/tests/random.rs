//! Random sequences of calls: whatever people and operators send, the invariants hold, and a
//! person never has two numbers.

use crate::{mock::*, *};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring;
use std::collections::BTreeMap;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::{LicenceRefusal, Positions as _},
	Clock, Disposition,
};

const KEYS: [Sr25519Keyring; 4] =
	[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie, Sr25519Keyring::Dave];

#[derive(Clone, Debug)]
enum Step {
	Open { person: u8, key: usize, epoch: u32, purpose: u8 },
	Claim { person: u8, key: usize, epoch: u32, purpose: u8 },
	Enter { bus: bool, persons: Vec<(u8, bool)> },
	Enrol { key: usize, bus: bool, disposition: u8 },
	Leave { key: usize, bus: bool },
	Replace { person: u8, key: usize, epoch: u32, purpose: u8 },
	Veto { key: usize },
	Decide { citizen: u32, upheld: bool },
	Complete { citizen: u32 },
	Close { key: usize },
	Free { key: usize },
	Later { seconds: u64 },
	Credit { bus: bool, citizen: u32, class: u32, grams: u64 },
	Settle { bus: bool, citizen: u32 },
	Suspend { bus: bool, suspended: bool },
}

fn purpose(number: u8) -> Purpose {
	match number {
		0 => Purpose::Replace,
		1..=3 => Purpose::Claim,
		_ => Purpose::Open,
	}
}

fn disposition(number: u8) -> Disposition {
	match number {
		0 => Disposition::Entrusted,
		1 => Disposition::SelfHeld,
		_ => Disposition::RewardOnly,
	}
}

fn operator(bus: bool) -> u16 {
	if bus {
		BUS
	} else {
		METRO
	}
}

fn step() -> impl Strategy<Value = Step> {
	let bus = any::<bool>;
	prop_oneof![
		2 => (0..5u8, 0..4usize, 0..4u32, 0..8u8).prop_map(|(person, key, epoch, purpose)| {
			Step::Open { person, key, epoch, purpose }
		}),
		2 => (0..5u8, 0..4usize, 0..4u32, 0..5u8).prop_map(|(person, key, epoch, purpose)| {
			Step::Claim { person, key, epoch, purpose }
		}),
		2 => (bus(), prop::collection::vec((0..5u8, prop::bool::weighted(0.8)), 0..4))
			.prop_map(|(bus, persons)| Step::Enter { bus, persons }),
		3 => (0..4usize, bus(), 0..3u8)
			.prop_map(|(key, bus, disposition)| Step::Enrol { key, bus, disposition }),
		2 => (0..4usize, bus()).prop_map(|(key, bus)| Step::Leave { key, bus }),
		3 => (0..5u8, 0..4usize, 0..4u32, 0..6u8).prop_map(|(person, key, epoch, purpose)| {
			Step::Replace { person, key, epoch, purpose }
		}),
		1 => (0..4usize).prop_map(|key| Step::Veto { key }),
		1 => (0..5u32, any::<bool>())
			.prop_map(|(citizen, upheld)| Step::Decide { citizen, upheld }),
		2 => (0..5u32).prop_map(|citizen| Step::Complete { citizen }),
		1 => (0..4usize).prop_map(|key| Step::Close { key }),
		1 => (0..4usize).prop_map(|key| Step::Free { key }),
		1 => (0..DELAY).prop_map(|seconds| Step::Later { seconds }),
		3 => (bus(), 0..5u32, 0..20u32, 0..100_000u64)
			.prop_map(|(bus, citizen, class, grams)| Step::Credit { bus, citizen, class, grams }),
		1 => (bus(), 0..5u32).prop_map(|(bus, citizen)| Step::Settle { bus, citizen }),
		1 => (bus(), prop::bool::weighted(0.3))
			.prop_map(|(bus, suspended)| Step::Suspend { bus, suspended }),
	]
}

/// The epoch that the person's account asks for, but for one in four.
fn fitting(person: u8, epoch: u32) -> u32 {
	CarbonAccounts::citizen_of_nullifier(nullifier(person))
		.and_then(CarbonAccounts::citizen)
		.map_or(epoch / 3, |record| if epoch == 0 { 0 } else { record.epoch })
}

fn take(step: Step) {
	match step {
		Step::Open { person, key, epoch, purpose: number } => {
			let epoch = fitting(person, epoch);
			let attestation = attestation(purpose(number), person, KEYS[key], epoch);
			let _ = CarbonAccounts::open(sponsor(), attestation);
		},
		Step::Claim { person, key, epoch, purpose: number } => {
			let epoch = fitting(person, epoch);
			let attestation = attestation(purpose(number), person, KEYS[key], epoch);
			let _ = CarbonAccounts::claim(sponsor(), attestation);
		},
		Step::Enter { bus, persons } => {
			let operator = operator(bus);
			let entries: Vec<_> = persons
				.into_iter()
				.map(|(person, sound)| {
					let statement = user_statement(operator, person);
					if sound {
						entry(&statement)
					} else {
						entry(&Statement { epoch: 1, ..statement })
					}
				})
				.collect();
			let origin = RuntimeOrigin::signed(reporter(operator));
			let _ = CarbonAccounts::open_for_users(origin, POLICE, entries.try_into().unwrap());
		},
		Step::Enrol { key, bus, disposition: number } => {
			let origin = RuntimeOrigin::signed(KEYS[key].to_account_id());
			let _ = CarbonAccounts::enrol(origin, operator(bus), disposition(number));
		},
		Step::Leave { key, bus } => {
			let origin = RuntimeOrigin::signed(KEYS[key].to_account_id());
			let _ = CarbonAccounts::leave(origin, operator(bus));
		},
		Step::Replace { person, key, epoch, purpose: number } => {
			// Mostly what it is for.
			let purpose = if number == 1 { Purpose::Open } else { Purpose::Replace };
			let attestation = attestation(purpose, person, KEYS[key], fitting(person, epoch));
			let call = if number == 1 { CarbonAccounts::open } else { CarbonAccounts::replace_key };
			let _ = call(sponsor(), attestation);
		},
		Step::Veto { key } => {
			let origin = RuntimeOrigin::signed(KEYS[key].to_account_id());
			let _ = CarbonAccounts::veto_replacement(origin);
		},
		Step::Decide { citizen, upheld } => {
			let _ = CarbonAccounts::decide_veto(RuntimeOrigin::root(), citizen, upheld);
		},
		Step::Complete { citizen } => {
			let _ = CarbonAccounts::complete_replacement(sponsor(), citizen);
		},
		Step::Close { key } => {
			let origin = RuntimeOrigin::signed(KEYS[key].to_account_id());
			let _ = CarbonAccounts::close(origin);
		},
		Step::Free { key } => {
			if let Some(citizen) = CarbonAccounts::citizen_of_key(KEYS[key].to_account_id()) {
				let left = CarbonAccounts::free_calls_left(KEYS[key].to_account_id());
				assert_eq!(CarbonAccounts::take_free_call(citizen), left > Some(0));
			}
		},
		Step::Later { seconds } => set_now(TestClock::now() + seconds),
		Step::Credit { bus, citizen, class, grams } => {
			// As a report does it.
			let operator = operator(bus);
			let Some(mut position) = CarbonAccounts::get(operator, citizen) else { return };
			if !position.enrolled {
				return;
			}
			if position.credit(class, grams, 844, 1_000, Some(&issue())).is_ok() {
				CarbonAccounts::put(operator, citizen, position);
				CarbonAccounts::add_totals(operator, grams).unwrap();
			}
		},
		Step::Settle { bus, citizen } => {
			let operator = operator(bus);
			let Some(mut position) = CarbonAccounts::get(operator, citizen) else { return };
			position.contributions = Default::default();
			CarbonAccounts::put(operator, citizen, position);
		},
		Step::Suspend { bus, suspended } => {
			let standing = if suspended { Err(LicenceRefusal::Suspended) } else { Ok(()) };
			set_operator(operator(bus), standing);
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

	#[test]
	fn any_sequence_keeps_the_invariants(steps in prop::collection::vec(step(), 1..60)) {
		build_and_execute(|| {
			let mut numbers = BTreeMap::new();
			let mut earned = BTreeMap::new();
			for step in steps {
				let shown = format!("{step:?}");
				take(step);
				if let Err(error) = CarbonAccounts::do_try_state() {
					panic!("{error:?} after {shown}");
				}
				// A person's number is theirs for ever, and nothing earned is ever lost.
				for person in 0..5 {
					if let Some(number) = CarbonAccounts::citizen_of_nullifier(nullifier(person)) {
						assert_eq!(*numbers.entry(person).or_insert(number), number);
					}
				}
				for (operator, citizen, position) in Positions::<Test>::iter() {
					let before = earned.insert((operator, citizen), position.grams).unwrap_or(0);
					assert!(position.grams >= before);
				}
			}
		});
	}
}
