//! Campaigns and their bonuses.

use crate::{moves::Move, world::World};
use pallet_campaigns::{Acts, Call, Terms, Trigger};
use tanpu_primitives::{Balance, Clock as _};
use tanpu_runtime::{constants::currency::CENTS, Campaigns, Clock};

pub fn choose(world: &mut World) -> Option<Move> {
	let party = world.operator()?;
	let (operator, treasury) = (party.id, party.holder);
	let list = Campaigns::campaigns_of(operator);
	if list.is_empty() || world.dice.one_in(8) {
		let from = Clock::today();
		let trigger = match world.dice.below(4) {
			0 => Trigger::FirstAct { acts: Acts::Any },
			1 => Trigger::WeeklyActs { acts: Acts::Any, count: 2 },
			2 => Trigger::Streak { acts: Acts::Any, days: 2 },
			_ => Trigger::Theme { theme: world.dice.below(10) as u8 },
		};
		let stranger = world.stranger();
		let terms = Terms {
			trigger,
			bonus: world.dice.below(60),
			from,
			until: from + world.dice.below(20) as u16,
			sponsor: world.dice.one_in(2).then_some(stranger),
		};
		return Move::signed(&treasury, Call::create { operator, terms });
	}
	let today = Clock::today();
	let live: Vec<_> = list.iter().filter(|one| one.lasts_on(today)).cloned().collect();
	let some = if live.is_empty() || world.dice.one_in(3) { &list } else { &live };
	let found = world.dice.pick(some)?;
	let campaign = found.id;
	match world.dice.below(7) {
		0..=2 => {
			let payer = found.terms.sponsor.unwrap_or(treasury);
			let amount = Balance::from(world.dice.below(3_000)) * CENTS / 3;
			Move::signed(&payer, Call::fund { operator, campaign, amount })
		},
		3 | 4 => {
			let citizen = world.citizen();
			let key = world.key_of(citizen);
			Move::signed(&key, Call::claim { operator, campaign, citizen })
		},
		_ => {
			let limit = world.dice.below(20) as u32;
			Move::signed(&treasury, Call::close { operator, campaign, limit })
		},
	}
}
