//! Licences: granted, amended, suspended, confirmed, lifted, revoked; reporting keys.

use crate::{methods::text, moves::Move, world::World};
use pallet_participants::{Call, LicenceTerms, Role, Scope};
use sp_core::H256;
use tanpu_primitives::{Clock as _, SECONDS_PER_DAY};
use tanpu_runtime::{constants::currency::UNITS, Clock};

/// Holders of each role that there should be at least.
const LEAST: usize = 3;

fn active(world: &World, role: Role) -> usize {
	world.parties.iter().filter(|party| party.role == role && party.active).count()
}

fn terms(world: &mut World, role: Role) -> LicenceTerms {
	let scope = if world.dice.one_in(6) {
		Scope::Only(vec![0, 1, 2].try_into().expect("three of them"))
	} else {
		Scope::All
	};
	match role {
		Role::Operator => {
			let daily_quota = if world.dice.one_in(20) { 9 } else { 10_000 };
			let bond = if world.dice.one_in(6) { 100 * UNITS } else { 0 };
			LicenceTerms::Operator { scope, daily_quota, bond }
		},
		Role::Verifier => LicenceTerms::Verifier { scope },
		Role::Merchant => LicenceTerms::Merchant,
		Role::IdentityProvider => {
			let keys = world.keys;
			let signer = world.dice.pick(&keys.providers);
			let pair = signer.and_then(|signer| keys.pair(&signer));
			let key = pair.map(sp_core::Pair::public).unwrap_or_default();
			LicenceTerms::IdentityProvider { attestation_key: key }
		},
	}
}

fn license(world: &mut World, role: Role) -> Option<Move> {
	let keys = world.keys;
	let list = match role {
		Role::Operator => &keys.treasuries,
		Role::Verifier => &keys.verifiers,
		Role::Merchant => &keys.shops,
		Role::IdentityProvider => &keys.providers,
	};
	let holder = world.dice.pick(list)?;
	let owner = H256::repeat_byte(world.dice.below(100) as u8);
	let terms = terms(world, role);
	let days = world.dice.within(1, 3_000);
	let expires = Clock::now() + days * SECONDS_PER_DAY;
	Move::council(Call::license { holder, name: text("Participant"), owner, terms, expires })
}

pub fn choose(world: &mut World) -> Option<Move> {
	let roles = [Role::Operator, Role::Verifier, Role::Merchant];
	// Who is missing is licensed first, so that life goes on.
	for role in roles {
		let least = if role == Role::Verifier { LEAST + 2 } else { LEAST };
		if active(world, role) < least && world.dice.one_in(3) {
			return license(world, role);
		}
	}
	// An operator without a reporting key reports nothing.
	let operators: Vec<_> = world
		.parties
		.iter()
		.filter(|party| party.role == Role::Operator && party.active)
		.cloned()
		.collect();
	for party in &operators {
		if world.reporter_of(party.id).is_none() {
			let keys = world.keys;
			let key = world.dice.pick(&keys.reporters)?;
			let call = Call::set_reporter { participant: party.id, key, enabled: true };
			return Move::signed(&party.holder, call);
		}
	}
	let all = world.parties.clone();
	let party = world.dice.pick(&all)?;
	let participant = party.id;
	let reason = world.dice.hash();
	match world.dice.below(40) {
		0..=3 => {
			let member = world.member();
			Move::signed(&member, Call::suspend { participant, reason })
		},
		4..=7 => {
			// Mostly one whose suspension could lapse.
			use pallet_participants::{Participants, Standing};
			let now = Clock::now();
			let stopped: Vec<_> = Participants::<tanpu_runtime::Runtime>::iter()
				.filter(|(_, found)| {
					matches!(found.standing(now), Standing::Suspended { until: Some(_) })
				})
				.map(|(id, _)| id)
				.collect();
			let participant = world.dice.pick(&stopped).unwrap_or(participant);
			Move::council(Call::confirm_suspension { participant })
		},
		8..=20 => {
			// Mostly one who is stopped.
			let stopped: Vec<_> =
				all.iter().filter(|party| !party.active).map(|party| party.id).collect();
			let participant = world.dice.pick(&stopped).unwrap_or(participant);
			Move::council(Call::lift_suspension { participant })
		},
		21 | 22 => {
			// Few go for good: there must be enough of each role left.
			if active(world, party.role) <= LEAST && !world.dice.one_in(20) {
				return None;
			}
			Move::council(Call::revoke { participant })
		},
		23..=27 => {
			let terms = terms(world, party.role);
			let expires = match world.dice.below(10) {
				0 => Clock::now() + world.dice.below(2),
				_ => Clock::now() + world.dice.within(1, 3_000) * SECONDS_PER_DAY,
			};
			Move::council(Call::amend { participant, terms, expires })
		},
		28..=33 => {
			let keys = world.keys;
			let key = world.dice.pick(&keys.reporters)?;
			let enabled = !world.dice.one_in(4);
			Move::signed(&party.holder, Call::set_reporter { participant, key, enabled })
		},
		34 => {
			let roles = [Role::Operator, Role::Verifier, Role::Merchant];
			let role = world.dice.pick(&roles)?;
			// Not without end.
			if all.len() > 60 {
				return None;
			}
			license(world, role)
		},
		_ => None,
	}
}
