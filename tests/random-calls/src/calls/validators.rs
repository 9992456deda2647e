//! Who validates: session keys, candidates, members.

use crate::{keys::sign, moves::Move, world::World};
use codec::Encode;
use pallet_validator_set::{Call, Candidates, Standing};
use sp_core::{ed25519, sr25519, Pair};
use tanpu_runtime::{AccountId, Runtime, SessionKeys, ValidatorSet};

/// Keys of an account, and the proof that it has them: each signs the account.
fn keys(owner: &AccountId, number: u64) -> Option<(SessionKeys, Vec<u8>)> {
	let path = format!("//session//{number}");
	let babe = sr25519::Pair::from_string(&path, None).ok()?;
	let grandpa = ed25519::Pair::from_string(&path, None).ok()?;
	let discovery = sr25519::Pair::from_string(&format!("{path}//found"), None).ok()?;
	let keys = SessionKeys {
		babe: babe.public().into(),
		grandpa: grandpa.public().into(),
		authority_discovery: discovery.public().into(),
	};
	let statement = [b"POP_".as_slice(), &owner.encode()].concat();
	let signed = (sign(&babe, &statement), grandpa.sign(&statement), sign(&discovery, &statement));
	Some((keys, signed.encode()))
}

pub fn choose(world: &mut World) -> Option<Move> {
	let mut all = world.keys.validators.clone();
	all.push(world.keys.council[0].clone());
	let at = world.dice.below(all.len() as u64);
	let who = all[at as usize].clone();
	let registered = pallet_session::NextKeys::<Runtime>::contains_key(&who);
	let set_keys = |world: &mut World| {
		// Now and then another's.
		let of = if world.dice.one_in(12) { 0 } else { at };
		let (keys, proof) = keys(&who, of * 3 + world.dice.below(2))?;
		Move::signed(&who, pallet_session::Call::set_keys { keys, proof })
	};
	let members = ValidatorSet::members();
	let step = world.dice.below(14);
	if let Some(member) = members.iter().find(|member| member.account == who) {
		return match (member.standing, step) {
			(_, 0) => Move::signed(&who, Call::leave {}),
			(_, 1) => Move::council(Call::remove { who }),
			(_, 2) => set_keys(world),
			(_, 3) => Move::signed(&who, Call::purge_keys {}),
			(Standing::Active, 4..=6) => Move::signed(&who, Call::chill {}),
			(Standing::Chilled, 4..=10) => Move::signed(&who, Call::rejoin {}),
			(_, 11) => Move::signed(&who, Call::rejoin {}),
			_ => None,
		};
	}
	if Candidates::<Runtime>::contains_key(&who) {
		return match step {
			0 => Move::signed(&who, Call::withdraw {}),
			1 => Move::council(Call::remove { who }),
			2 => Move::signed(&who, Call::purge_keys {}),
			3 => Move::signed(&who, Call::apply {}),
			_ => Move::council(Call::admit { who }),
		};
	}
	match step {
		0 | 1 => Move::signed(&who, Call::purge_keys {}),
		2 => Move::council(Call::admit { who }),
		3 => Move::signed(&who, Call::withdraw {}),
		4 => Move::signed(&who, Call::leave {}),
		_ if registered => Move::signed(&who, Call::apply {}),
		_ => set_keys(world),
	}
}
