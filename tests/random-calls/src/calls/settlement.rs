//! TANP against deposits: officers, mints, withdrawals.

use crate::{methods::text, moves::Move, world::World};
use pallet_settlement::{Call, Duty, Mints, Officers, Withdrawals};
use sp_core::H256;
use tanpu_primitives::Balance;
use tanpu_runtime::{constants::currency::UNITS, AccountId, Runtime};

/// Few enough that some come again.
fn record(world: &mut World) -> H256 {
	let nonce = world.nonce();
	let number = if world.dice.one_in(8) { world.dice.below(nonce) } else { nonce };
	H256(sp_io::hashing::blake2_256(&number.to_le_bytes()))
}

fn officer(world: &mut World, wanted: Duty) -> Option<AccountId> {
	let all: Vec<_> = Officers::<Runtime>::iter().collect();
	let some: Vec<_> =
		all.iter().filter(|(_, duty)| *duty == wanted).map(|(who, _)| who.clone()).collect();
	if world.dice.one_in(15) {
		return world.dice.pick(&all).map(|(who, _)| who);
	}
	world.dice.pick(&some)
}

pub fn choose(world: &mut World) -> Option<Move> {
	use Duty::{Confirm, Propose};
	// Nothing goes without both.
	for (number, duty) in [(0, Propose), (1, Propose), (2, Confirm), (3, Confirm)] {
		let who = world.keys.officers[number].clone();
		if !Officers::<Runtime>::contains_key(&who) && world.dice.one_in(4) {
			return Move::council(Call::appoint { who, duty });
		}
	}
	match world.dice.below(24) {
		0 => {
			let officers = &world.keys.officers;
			let who = world.dice.pick(officers)?;
			if world.dice.one_in(2) {
				return Move::council(Call::dismiss { who });
			}
			let duty = if world.dice.one_in(2) { Propose } else { Confirm };
			Move::council(Call::appoint { who, duty })
		},
		1 => {
			let limit = Balance::from(world.dice.below(3_000)) * UNITS;
			Move::council(Call::set_daily_limit { limit })
		},
		2..=6 => {
			let who = officer(world, Propose)?;
			let record = record(world);
			let to = world.anybody();
			let amount = Balance::from(world.dice.below(800)) * UNITS / 3;
			Move::signed(&who, Call::propose_mint { to, amount, record })
		},
		7..=12 => {
			let who = officer(world, Confirm)?;
			let all: Vec<_> = Mints::<Runtime>::iter().take(30).collect();
			let (record, mint) = world.dice.pick(&all)?;
			if world.dice.one_in(6) {
				return Move::signed(&who, Call::drop_mint { record, reason: text("a mistake") });
			}
			let amount = mint.amount + Balance::from(world.dice.one_in(15));
			Move::signed(&who, Call::confirm_mint { to: mint.to, amount, record })
		},
		13..=15 => {
			let who = world.anybody();
			let spare = world.money_of(&who);
			let most = if world.dice.one_in(20) { spare } else { spare.min(500 * UNITS) };
			let amount = world.dice.amount(most);
			let destination = world.dice.hash();
			Move::signed(&who, Call::request_withdrawal { amount, destination })
		},
		_ => {
			let all: Vec<_> = Withdrawals::<Runtime>::iter().take(30).collect();
			let (id, found) = world.dice.pick(&all)?;
			match (found.payment, world.dice.below(8)) {
				(_, 0) => {
					let who = officer(world, Confirm)?;
					let reason = text(if world.dice.one_in(10) { "" } else { "unknown payee" });
					Move::signed(&who, Call::refuse_withdrawal { id, reason })
				},
				(_, 1) => Move::signed(&found.owner, Call::take_back { id }),
				(Some(payment), 2..=6) => {
					let mut who = officer(world, Confirm)?;
					// Who entered it, with a new duty.
					if world.dice.one_in(6) {
						who = payment.proposer.clone();
						if Officers::<Runtime>::get(&who) != Some(Confirm) {
							return Move::council(Call::appoint { who, duty: Confirm });
						}
					}
					let amount = found.amount - Balance::from(world.dice.one_in(15));
					let record = payment.record;
					Move::signed(&who, Call::confirm_payment { id, amount, record })
				},
				(None, 2..=4) | (Some(_), _) => {
					let who = officer(world, Propose)?;
					let record = record(world);
					Move::signed(&who, Call::report_payment { id, record })
				},
				_ => Move::signed(&found.owner, Call::take_back { id }),
			}
		},
	}
}
