//! Runtime APIs of Tanpu: what wallets, the CLI and auditors ask the chain.
//!
//! Everything here is read from the state at the block that is asked; pages are bounded.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod reductions;

pub use reductions::*;

use alloc::vec::Vec;
use codec::{Decode, Encode};
use pallet_carbon_accounts::Citizen;
use pallet_growth::{Equivalent, Standing};
use pallet_participants::{Role, Standing as LicenceStanding};
use pallet_point_redemption::{Deadlines, OfferId, Order, OrderId, Terms};
use pallet_points::{
	MerchantBook, MerchantTotals, Payment, PaymentRef, PaymentRequest, Solvency, Statement,
	SystemTotals,
};
use scale_info::TypeInfo;
use sp_runtime::AccountId32;
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

/// A licence holder, for everybody to see.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ParticipantView {
	/// Public name: UTF-8 without control characters.
	pub name: Vec<u8>,
	pub role: Role,
	/// How it stands now.
	pub standing: LicenceStanding,
	/// The treasury: it funds or is paid.
	pub holder: AccountId32,
}

/// All operators' funds and all merchants' books, added up one by one: what [`SystemTotals`], which
/// is money held, must be equal to.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BookSums {
	/// Operators that have or had a fund.
	pub operators: u32,
	/// Plancks in their funds.
	pub funds: Balance,
	/// Plancks that their outstanding points are worth, as each fund has it.
	pub outstanding: Balance,
	/// The same worked out anew: points outstanding times price, over all live series.
	pub series_value: Balance,
	/// Plancks set aside for campaigns.
	pub set_aside: Balance,
	/// Operators whose fund doesn't cover its outstanding points, as worked out anew, and what is
	/// set aside. Always 0.
	pub uncovered: u32,
	/// Merchants that have a book.
	pub merchants: u32,
	/// Plancks that they are owed.
	pub receivables: Balance,
	/// Plancks in escrow for orders, as the orders have it.
	pub escrow: Balance,
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

		/// A citizen's account.
		fn account(citizen: CitizenId) -> Option<Citizen>;

		/// The citizen for whom a key acts.
		fn citizen_of_key(key: AccountId32) -> Option<CitizenId>;

		/// Licence holders, at most [`MAX_PAGE`]; more are not answered.
		fn participants(participants: Vec<ParticipantId>) -> Vec<Option<ParticipantView>>;
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

		/// What stands behind one operator's points; none where it has never had a fund.
		fn solvency_of(operator: OperatorId) -> Option<Solvency>;

		/// Every fund and every merchant's book, added up. Reads them all.
		fn book_sums() -> BookSums;

		/// A merchant's book: an empty one where it was never paid.
		fn merchant_book(merchant: ParticipantId) -> MerchantBook;

		/// Plancks per hundredth of a point of the series in which an operator issues now; none
		/// where none is open for it.
		fn issue_price(operator: OperatorId) -> Option<Balance>;
	}
}
