//! The market, and until there is one: grams out of pools by what a market would do.

use crate::{moves::Move, world::World};

/// Nothing yet.
pub fn choose(world: &mut World) -> Option<Move> {
	// Whoever has nothing to sell holds what there is.
	super::reductions::hold(world)
}
