//! Random calls on the whole runtime.
//!
//! Licence holders, citizens, buyers and the council of a small city call whatever there is to call,
//! in any order: mostly what makes sense as things stand, with amounts about the limits; now and then
//! what made sense before, garbage, or in somebody else's name. Blocks are made as a node makes them,
//! hours to months apart, with BABE's epochs and every pallet's hooks. Some calls are signed
//! transactions that pay or are free, most are dispatched with their origin alone, which is faster.
//!
//! Every so often everything is checked that must always hold ([`invariants`]): each pallet's own
//! invariants, what must tie between pallets, and books kept from the events ([`money`], [`records`],
//! [`books`]). A panic, more weight than declared, or what a pallet logs as impossible, is a fault too;
//! so is a call that goes through while it is stopped, a fee that isn't paid, or a record taken back
//! with something left of it ([`watch`]).
//!
//! A run is determined by its seed. `scripts/fuzz.sh` makes long ones; a short one is a test.

/// Says what is wrong where a condition doesn't hold.
macro_rules! hold {
	($condition:expr, $($text:tt)*) => {
		if !$condition {
			return Err(format!($($text)*));
		}
	};
}

pub mod books;
pub mod calls;
pub mod chain;
pub mod dice;
pub mod invariants;
pub mod keys;
pub mod methods;
pub mod money;
pub mod moves;
pub mod records;
pub mod run;
#[cfg(test)]
mod tests;
pub mod watch;
pub mod world;

pub use run::{segment, segment_to_the_call, Broken, Segment, Tally, SEGMENT};
