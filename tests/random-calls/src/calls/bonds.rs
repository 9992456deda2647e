//! Operators' bonds, the replacement fund, devices.

use crate::{moves::Move, world::World};
use pallet_participants::{Bonds, Call};
use tanpu_primitives::Balance;
use tanpu_runtime::{constants::currency::UNITS, Runtime};

pub fn choose(world: &mut World) -> Option<Move> {
	let party = world.operator()?;
	let (operator, treasury) = (party.id, party.holder);
	let bond = Bonds::<Runtime>::get(operator);
	match world.dice.below(16) {
		0..=4 => {
			let amount = Balance::from(world.dice.below(2_000)) * UNITS;
			Move::signed(&treasury, Call::post_bond { operator, amount })
		},
		5 | 6 => {
			let amount = world.dice.amount(bond.bonded);
			Move::signed(&treasury, Call::request_bond_release { operator, amount })
		},
		7 => Move::signed(&treasury, Call::cancel_bond_release { operator }),
		8..=10 => Move::signed(&treasury, Call::release_bond { operator }),
		11 | 12 => {
			let price = Balance::from(world.dice.below(1_000_000_000));
			Move::council(Call::set_replacement_price { price })
		},
		13 => {
			let beneficiary = world.stranger();
			let amount = Balance::from(world.dice.below(1_000_000_000_000));
			let reason = world.dice.hash();
			Move::council(Call::spend_replacement_fund { beneficiary, amount, reason })
		},
		_ => None,
	}
}
