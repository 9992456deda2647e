//! Runtime APIs of Tanpu: what wallets, the CLI and auditors ask the chain.
//!
//! Everything here is read from the state at the block that is asked; pages are bounded.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Decode, Encode};
use pallet_growth::{Equivalent, Standing};
use pallet_point_redemption::{Deadlines, OfferId, Order, OrderId, Terms};
use pallet_points::{
	MerchantTotals, Payment, PaymentRef, PaymentRequest, Solvency, Statement, SystemTotals,
};
use scale_info::TypeInfo;
use tanpu_formula::{EvalError, Step};
use tanpu_primitives::{
	methodology::MethodologyRefusal, Balance, CitizenId, Day, Grams, MethodologyRef, Nullifier,
	OperatorId, ParticipantId, PointCents, Position, SeriesId, UnixSeconds,
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

/// Points that a citizen can spend now.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spendable {
	/// Who issued them, and pays for them out of its fund.
	pub operator: OperatorId,
	pub series: SeriesId,
	/// Hundredths of a point.
	pub points: PointCents,
	/// What they are worth, in plancks.
	pub value: Balance,
	/// Unix seconds from which they can't be spent.
	pub expires: UnixSeconds,
}

/// An offer as it stands.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OfferView {
	pub offer: OfferId,
	pub merchant: ParticipantId,
	pub terms: Terms,
	/// Units that can still be ordered, by all citizens together.
	pub left: u32,
	/// Orders that are not finished.
	pub orders: u32,
	/// Whether the merchant closed it.
	pub closed: bool,
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

	/// Points: what stands behind them, and what is owed to whom.
	pub trait PointsApi {
		/// What stands behind every operator's points, for operators from `first` on, at most
		/// [`MAX_PAGE`]: ask again from the last one's number plus one.
		fn solvency(first: OperatorId) -> Vec<Solvency>;

		/// Every merchant's sums since its first payment, for merchants from `first` on, at most
		/// [`MAX_PAGE`].
		fn merchants(first: ParticipantId) -> Vec<(ParticipantId, MerchantTotals)>;

		/// All money in funds, with merchants and in open orders.
		fn system_totals() -> SystemTotals;

		/// Plancks to pay into an operator's fund before so many more hundredths of a point can be
		/// issued; 0 where they can be now.
		fn shortfall(operator: OperatorId, points: PointCents) -> Balance;

		/// What a citizen can spend now, over all operators, in rising order of operator and series.
		fn spendable(citizen: CitizenId) -> Vec<Spendable>;

		/// What a merchant took and was paid from day `first` to day `last`, both included; none
		/// where it reaches further back than days are kept.
		fn statement(merchant: ParticipantId, first: Day, last: Day) -> Option<Statement>;

		/// Where the payment of a request is, or would be, kept.
		fn payment_ref(request: PaymentRequest) -> Option<PaymentRef>;

		/// A payment, as long as it can be refunded.
		fn payment(reference: PaymentRef) -> Option<Payment>;

		/// Offers from number `first` on, at most [`MAX_PAGE`].
		fn offers(first: OfferId) -> Vec<OfferView>;

		/// An order that isn't finished, and what can be done with it when.
		fn order(order: OrderId) -> Option<(Order, Deadlines)>;

		/// The number of a citizen's next order, and the orders that aren't finished.
		fn orders_of(citizen: CitizenId) -> (u32, Vec<(u32, Order)>);

		/// What a citizen has grown and unlocked.
		fn standing(citizen: CitizenId) -> Standing;

		/// What so many grams are, in things that people can picture: each with how many of it, in
		/// thousandths.
		fn equivalents(grams: Grams) -> Vec<(Equivalent, u64)>;
	}
}
