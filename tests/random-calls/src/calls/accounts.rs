//! Opening, claiming, enrolling, replacing keys, closing.

use crate::{
	keys::{nullifier, sign, PERSONS},
	moves::Move,
	world::World,
};
use pallet_carbon_accounts::{
	AccountStatus, Call, CitizenByKey, KeyAttestation, Opening, Replacements,
};
use pallet_participants::{LicenceTerms, Role};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	Clock as _, Disposition, ParticipantId,
};
use tanpu_runtime::{AccountId, Clock, Participants, Runtime, System};

fn disposition(world: &mut World) -> Disposition {
	match world.dice.below(5) {
		0 | 1 => Disposition::Entrusted,
		2 | 3 => Disposition::SelfHeld,
		_ => Disposition::RewardOnly,
	}
}

/// A provider that can attest, and the account whose key signs for it.
pub fn provider(
	world: &mut World,
	wanted: Option<ParticipantId>,
) -> Option<(ParticipantId, AccountId)> {
	let party = world.party(Role::IdentityProvider)?;
	let found = world.parties.iter().find(|party| Some(party.id) == wanted && party.active);
	let id = found.map_or(party.id, |found| found.id);
	let terms = Participants::participant(id)?.terms;
	let LicenceTerms::IdentityProvider { attestation_key } = terms else { return None };
	Some((id, AccountId::from(attestation_key)))
}

/// A key that no citizen uses, mostly.
fn free_key(world: &mut World) -> AccountId {
	let keys = &world.keys.persons;
	for _ in 0..6 {
		if let Some(key) = world.dice.pick(keys) {
			if !CitizenByKey::<Runtime>::contains_key(&key) {
				return key;
			}
		}
	}
	world.anybody()
}

fn expires(world: &mut World) -> u64 {
	let now = Clock::now();
	match world.dice.below(30) {
		0 => now.saturating_sub(1),
		1 => now,
		2 => now + 31 * 86_400,
		_ => now + 1 + world.dice.below(30 * 86_400),
	}
}

fn attested(world: &mut World, purpose: Purpose, person: usize) -> Option<KeyAttestation> {
	use pallet_carbon_accounts::{CitizenByNullifier, Citizens};
	let nullifier = nullifier(person);
	let record = CitizenByNullifier::<Runtime>::get(nullifier).and_then(Citizens::<Runtime>::get);
	let rests_on = record.as_ref().map(|record| record.provider);
	let (provider, signer) = provider(world, rests_on)?;
	let epoch = record.map_or(0, |record| record.epoch);
	let epoch = if world.dice.one_in(25) { epoch + 1 } else { epoch };
	let key = free_key(world);
	// Now and then a statement for another purpose.
	let purpose = if world.dice.one_in(40) { Purpose::Replace } else { purpose };
	let statement = Statement {
		purpose,
		genesis: System::block_hash(0),
		provider,
		nullifier,
		key: Some(key.clone()),
		operator: None,
		disposition: None,
		epoch,
		expires: expires(world),
	};
	let message = statement.message();
	let keys = world.keys;
	Some(KeyAttestation {
		provider,
		nullifier,
		epoch,
		expires: statement.expires,
		provider_signature: sign(keys.pair(&signer)?, &message),
		key_signature: sign(keys.pair(&key)?, &message).into(),
		key,
	})
}

/// What makes sense for a person as they stand.
pub fn choose(world: &mut World) -> Option<Move> {
	let (person, found) = world.person();
	let anybody = world.stranger();
	let Some((citizen, record)) = found else {
		return if world.dice.one_in(2) {
			let attestation = attested(world, Purpose::Open, person)?;
			Move::signed(&anybody, Call::open { attestation })
		} else {
			open_for_users(world)
		};
	};
	if record.status == AccountStatus::Closed && !world.dice.one_in(6) {
		let attestation = attested(world, Purpose::Open, person)?;
		return Move::signed(&anybody, Call::open { attestation });
	}
	let Some(key) = record.key else {
		return match world.dice.below(4) {
			0 => {
				let attestation = attested(world, Purpose::Claim, person)?;
				Move::signed(&anybody, Call::claim { attestation })
			},
			1 | 2 => open_for_users(world),
			_ => Move::signed(&anybody, Call::complete_replacement { citizen }),
		};
	};
	if let Some(replacement) = Replacements::<Runtime>::get(citizen) {
		use pallet_carbon_accounts::ReplacementState::*;
		return match (replacement.state, world.dice.below(12)) {
			(Announced, 0) => Move::signed(&key, Call::veto_replacement {}),
			(Vetoed { .. }, 0..=6) => {
				let upheld = world.dice.one_in(2);
				Move::council(Call::decide_veto { citizen, upheld })
			},
			(_, 0..=7) => Move::signed(&anybody, Call::complete_replacement { citizen }),
			(_, 8) => {
				let attestation = attested(world, Purpose::Replace, person)?;
				Move::signed(&anybody, Call::replace_key { attestation })
			},
			_ => enrol(world, &key),
		};
	}
	match world.dice.below(24) {
		0 => {
			let attestation = attested(world, Purpose::Replace, person)?;
			Move::signed(&anybody, Call::replace_key { attestation })
		},
		1 => Move::signed(&key, Call::close {}),
		2 => Move::signed(&key, Call::veto_replacement {}),
		3 => {
			let attestation = attested(world, Purpose::Claim, person)?;
			Move::signed(&anybody, Call::claim { attestation })
		},
		4 => Move::council(Call::decide_veto { citizen, upheld: true }),
		5..=7 => {
			let operator = world.operator()?.id;
			Move::signed(&key, Call::leave { operator })
		},
		_ => enrol(world, &key),
	}
}

fn enrol(world: &mut World, key: &AccountId) -> Option<Move> {
	let operator = world.operator()?.id;
	let disposition = disposition(world);
	Move::signed(key, Call::enrol { operator, disposition })
}

/// An operator presents users without a key.
fn open_for_users(world: &mut World) -> Option<Move> {
	let operator = world.operator()?.id;
	let (provider, signer) = provider(world, None)?;
	let reporter = world.reporter_of(operator)?;
	let keys = world.keys;
	let mut entries = Vec::new();
	for _ in 0..world.dice.within(1, 3) {
		let person = world.dice.below(PERSONS as u64) as usize;
		let disposition = disposition(world);
		let expires = expires(world);
		let statement = Statement {
			purpose: Purpose::Open,
			genesis: System::block_hash(0),
			provider,
			nullifier: nullifier(person),
			key: None,
			operator: Some(operator),
			disposition: Some(disposition),
			epoch: 0,
			expires,
		};
		entries.push(Opening {
			nullifier: nullifier(person),
			expires,
			signature: sign(keys.pair(&signer)?, &statement.message()),
			disposition,
		});
	}
	let entries = entries.try_into().ok()?;
	Move::signed(&reporter, Call::open_for_users { provider, entries })
}

/// Now and then a citizen sends more calls in a day than are for nothing.
pub fn burst(world: &mut World) -> Option<Move> {
	if world.burst.is_none() && world.dice.one_in(1_500) {
		world.burst = world.keyed().map(|(_, key)| (key, 30));
	}
	let (key, left) = world.burst.take()?;
	if left > 1 {
		world.burst = Some((key.clone(), left - 1));
	}
	enrol(world, &key)
}
