//! Runtime APIs of Tanpu: what wallets, the CLI and auditors ask the chain.
//!
//! Everything here is read from the state at the block that is asked; pages are bounded.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use tanpu_formula::{EvalError, Step};
use tanpu_primitives::{
	methodology::MethodologyRefusal, CitizenId, Day, Grams, MethodologyRef, Nullifier, OperatorId,
	Position, UnixSeconds,
};

/// Most entries that one question may name or one answer holds.
pub const MAX_PAGE: u32 = 1_000;

/// The chain's clock.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockReading {
	/// Unix seconds now, by the chain's clock.
	pub now: UnixSeconds,
	/// Seconds that the city's clock is ahead of UTC.
	pub day_offset: i32,
	/// Chain seconds per second of block time; 1 in production.
	pub scale: u32,
	/// Today, in days since 1970 by the city's clock.
	pub today: Day,
}

/// Why a formula could not be run for a question.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::cast_possible_truncation)]
pub enum EvaluationFailure {
	/// No such version, or not usable now.
	Methodology(MethodologyRefusal),
	/// The formula refused the inputs.
	Formula(EvalError),
}

sp_api::decl_runtime_apis! {
	/// Carbon inclusion: citizens, methodologies and what was credited.
	pub trait CarbonApi {
		/// The chain's clock.
		fn clock() -> ClockReading;

		/// Grams CO2e that a methodology version gives for inputs (each scaled by its decimals).
		fn evaluate(
			reference: MethodologyRef,
			inputs: Vec<u64>,
		) -> Result<Grams, EvaluationFailure>;

		/// Every step of that computation.
		fn explain(
			reference: MethodologyRef,
			inputs: Vec<u64>,
		) -> Result<Vec<Step>, EvaluationFailure>;

		/// The citizen of each nullifier, at most [`MAX_PAGE`]; more are not answered.
		fn citizens_of_nullifiers(nullifiers: Vec<Nullifier>) -> Vec<Option<CitizenId>>;

		/// Positions of several citizens with one operator, at most [`MAX_PAGE`].
		fn positions_with(operator: OperatorId, citizens: Vec<CitizenId>) -> Vec<Option<Position>>;

		/// All positions of one citizen, with the operator of each.
		fn positions_of(citizen: CitizenId) -> Vec<(OperatorId, Position)>;
	}
}
