//! What everybody does: one function for each pallet's calls, with arguments from the state as it is.
//!
//! To add a pallet: a function here that returns a move, and its line in [`TABLE`].

mod accounts;
mod bonds;
mod campaigns;
mod carriers;
mod emergency;
mod governance;
mod growth;
mod market;
mod methodologies;
mod participants;
mod points;
mod records;
mod redemption;
mod reductions;
mod reports;
mod settlement;
mod validators;

use crate::{moves::Move, world::World};

type Choice = fn(&mut World) -> Option<Move>;

/// How often who does what; the weights are relative.
const TABLE: &[(u64, Choice)] = &[
	(12, accounts::choose),
	(22, reports::choose),
	(3, reports::objects),
	(14, points::funds),
	(10, points::till),
	(6, points::interchange),
	(4, points::reversals),
	(18, redemption::choose),
	(6, campaigns::choose),
	(6, growth::choose),
	(6, participants::choose),
	(4, methodologies::choose),
	(26, reductions::crank),
	(10, reductions::hold),
	(5, reductions::council),
	(4, reductions::assets),
	(18, market::choose),
	(5, bonds::choose),
	(5, governance::choose),
	(8, records::choose),
	(3, records::devices),
	(7, settlement::choose),
	(5, validators::choose),
	(3, emergency::choose),
	(7, carriers::choose),
];

/// The next move.
pub fn next(world: &mut World) -> Option<Move> {
	// What is stopped goes on soon, or nothing would happen.
	if emergency::is_urgent() && world.dice.one_in(15) {
		return emergency::relieve(world);
	}
	if world.depth == 0 {
		if let Some(found) = accounts::burst(world) {
			return Some(found);
		}
	}
	let all: u64 = TABLE.iter().map(|(weight, _)| weight).sum();
	let mut at = world.dice.below(all);
	for (weight, choose) in TABLE {
		if at < *weight {
			return choose(world);
		}
		at -= weight;
	}
	None
}
