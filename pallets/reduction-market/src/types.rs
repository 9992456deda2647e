//! Orders, offers of pools, and the books of what pools earned.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::Footprint;
use scale_info::TypeInfo;
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};
use tanpu_primitives::{
	verification::{Beneficiary, Purpose},
	Balance, ClassId, Grams, OperatorId, UnixSeconds,
};

/// An order's number, from 0, never given again.
pub type OrderId = u32;

/// Most entries that a view answers at once.
pub const PAGE: u32 = 100;

/// Bytes that an order costs the state besides its side: keys, fixed fields, the entry in the index
/// of its class and the count of its owner.
pub const ORDER_BYTES: u64 = 300;

/// What a purchase is retired for at once.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Retirement {
	/// On whose behalf; empty: the buyer's own. Public for ever.
	pub beneficiary: Beneficiary,
	/// What for; may be empty. Public for ever.
	pub purpose: Purpose,
}

/// What the owner of an order wants.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Side {
	/// To sell: the grams are on the market's account.
	Sell,
	/// To buy, and to retire what is bought at once, where it says so: the money is held.
	Bid { retire: Option<Retirement> },
}

/// An order with a limit.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Order<AccountId, Ticket> {
	pub owner: AccountId,
	pub class: ClassId,
	pub side: Side,
	/// Grams that are left: more than none.
	#[codec(compact)]
	pub grams: Grams,
	/// Plancks a gram; never changes.
	#[codec(compact)]
	pub price: Balance,
	/// Fewest grams of one trade; only the last rest may be smaller.
	#[codec(compact)]
	pub least_lot: Grams,
	/// Unix seconds from which it can't be traded with any more.
	pub expires: UnixSeconds,
	/// The deposit.
	pub ticket: Ticket,
}

/// What is deposited for an order.
pub fn footprint(side: &Side) -> Footprint {
	let own = u64::try_from(side.encoded_size()).unwrap_or(u64::MAX);
	Footprint { count: 1, size: own.saturating_add(ORDER_BYTES) }
}

/// An order as it is shown: without the deposit.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OrderView<AccountId> {
	pub order: OrderId,
	pub owner: AccountId,
	pub class: ClassId,
	pub side: Side,
	pub grams: Grams,
	/// Plancks a gram.
	pub price: Balance,
	pub least_lot: Grams,
	pub expires: UnixSeconds,
	/// Whether it can be traded with now: not expired, its class not frozen.
	pub open: bool,
}

/// An operator's offer of the pool of one of its classes.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
pub struct PoolOffer {
	pub operator: OperatorId,
	/// Grams that are left. What a recall cancelled of the pool since counts among them, and can't
	/// be bought.
	#[codec(compact)]
	pub grams: Grams,
	/// Plancks a gram.
	#[codec(compact)]
	pub price: Balance,
	/// Fewest grams of one purchase; only the last rest may be smaller.
	#[codec(compact)]
	pub least_lot: Grams,
	/// Whether the council offers it, as the operator's licence was revoked: the bond doesn't bound it.
	pub by_council: bool,
	/// Unix seconds from which it can be bought.
	pub opens: UnixSeconds,
	/// Unix seconds from which it can't be bought any more.
	pub expires: UnixSeconds,
}

/// An offer of a pool as it is shown.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct PoolOfferView {
	pub class: ClassId,
	pub offer: PoolOffer,
	/// Grams that can really be delivered: what the pool still has of those that are left.
	pub available: Grams,
	/// Whether it can be bought now: open, not expired, the class not frozen, the bond large enough,
	/// the price not below the floor.
	pub open: bool,
}

/// What a class's pool earned, and where that money went. All in plancks, since the beginning.
///
/// **Always: gross = to the operator + claimed + swept + unclaimed**, and what is unclaimed is held
/// on the account of proceeds.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Sales {
	/// Grams sold.
	#[codec(compact)]
	pub grams: Grams,
	/// Paid by buyers.
	#[codec(compact)]
	pub gross: Balance,
	/// The operator's share of it.
	#[codec(compact)]
	pub to_operator: Balance,
	/// Paid to citizens.
	#[codec(compact)]
	pub claimed: Balance,
	/// Swept for the common good.
	#[codec(compact)]
	pub swept: Balance,
	/// The accumulator: what came in for the citizens since the last sweep. Over the contributed
	/// grams it is the money per gram, as an exact fraction.
	#[codec(compact)]
	pub accrued: Balance,
	/// How often was swept.
	pub round: u32,
	/// Contributed grams of citizens that were taken out of their positions.
	#[codec(compact)]
	pub settled: Grams,
	/// Unix seconds of the last sale; 0 before the first.
	pub last_sale: UnixSeconds,
}

impl Sales {
	/// Plancks that nobody claimed yet.
	pub fn unclaimed(&self) -> Balance {
		self.gross
			.saturating_sub(self.to_operator)
			.saturating_sub(self.claimed)
			.saturating_sub(self.swept)
	}
}

/// A citizen's share of what a pool earns.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
pub struct Share {
	/// Grams contributed.
	#[codec(compact)]
	pub contributed: Grams,
	/// Plancks paid in this round.
	#[codec(compact)]
	pub paid: Balance,
	/// The round that `paid` is of: in a later one nothing was paid.
	pub round: u32,
}

/// What so many of all contributed grams have of a sum, rounded down. None where there are no
/// contributed grams, or beyond the type.
pub fn part_of(accrued: Balance, contributed: Grams, all: Grams) -> Option<Balance> {
	multiply_by_rational_with_rounding(accrued, contributed.into(), all.into(), Rounding::Down)
}
