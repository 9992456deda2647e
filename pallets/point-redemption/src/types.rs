//! Offers, orders, and what a citizen's orders did so far.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Footprint},
	BoundedVec,
};
use scale_info::TypeInfo;
use sp_core::H256;
use tanpu_primitives::{Balance, CitizenId, OperatorId, ParticipantId, PointParts, UnixSeconds};

/// An offer's permanent number, from 0.
pub type OfferId = u32;

/// Longest URI, bytes.
pub const MAX_URI_LEN: u32 = 128;

/// Most operators that an offer can name one by one.
pub const MAX_ISSUERS: u32 = 16;

/// Bytes that one entry of `Purchases` costs the state, key included: what a unit of stock can make
/// the chain store.
pub const PURCHASE_BYTES: u64 = 16 + 32 + 24 + 4;

/// Something published elsewhere.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Link {
	/// Hash of its bytes: a wallet shows it only where they agree.
	pub hash: H256,
	/// Where to find it: 1 to 128 printable ASCII characters without blanks.
	pub uri: BoundedVec<u8, ConstU32<MAX_URI_LEN>>,
}

impl Link {
	/// Whether the address can be shown as it is.
	pub fn is_sound(&self) -> bool {
		!self.uri.is_empty() && self.uri.iter().all(u8::is_ascii_graphic)
	}
}

/// Whose points an offer takes.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Issuers {
	/// Every operator's, also of those that are yet to come.
	All,
	/// These, at least one, in strictly rising order.
	Only(BoundedVec<OperatorId, ConstU32<MAX_ISSUERS>>),
}

impl Issuers {
	pub fn accept(&self, operator: OperatorId) -> bool {
		match self {
			Self::All => true,
			Self::Only(list) => list.binary_search(&operator).is_ok(),
		}
	}

	/// Whether the list names somebody and rises strictly, so that the search in it is right.
	pub fn is_sound(&self) -> bool {
		match self {
			Self::All => true,
			Self::Only(list) => {
				!list.is_empty() && list.iter().zip(list.iter().skip(1)).all(|(a, b)| a < b)
			},
		}
	}
}

/// What a merchant offers. It never changes, but for more stock: another price is another offer.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Terms {
	/// Title and description.
	pub title: Link,
	pub picture: Option<Link>,
	/// Price of one unit in money (plancks). Every operator's points pay it at the price of their
	/// series, which is fixed for ever.
	pub price: Balance,
	pub issuers: Issuers,
	/// Units that can be ordered.
	pub stock: u32,
	/// Units that one citizen can order over the offer's life, from 1 to `stock`.
	pub per_citizen: u32,
	/// Unix seconds from which it can be ordered...
	pub from: UnixSeconds,
	/// ...and before which.
	pub until: UnixSeconds,
	/// Seconds that a citizen has to fetch what was ordered.
	pub fulfil_within: u64,
}

/// An offer.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Offer<Ticket> {
	pub merchant: ParticipantId,
	pub terms: Terms,
	/// Units ever put on offer: what the deposit is for.
	pub units: u32,
	/// Units that can still be ordered.
	pub left: u32,
	/// Orders that are not finished.
	pub orders: u32,
	/// Whether the merchant closed it: no new orders.
	pub closed: bool,
	/// The merchant's deposit.
	pub ticket: Ticket,
}

/// What an offer can come to occupy: itself, and an entry of purchases for each unit.
pub fn footprint(terms: &Terms, units: u32) -> Footprint {
	let own = u64::try_from(terms.encoded_size()).unwrap_or(u64::MAX);
	let purchases = u64::from(units).saturating_mul(PURCHASE_BYTES);
	Footprint { count: 1, size: own.saturating_add(purchases) }
}

/// An order's name: whose it is, and the how manyth of theirs, from 0.
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
	PartialOrd,
	Ord,
	Debug,
)]
pub struct OrderId {
	pub citizen: CitizenId,
	pub number: u32,
}

/// How far an order has come.
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
#[allow(clippy::cast_possible_truncation)]
pub enum Stage {
	/// The merchant waits for the citizen, or the other way round.
	Open,
	/// The voucher was shown at this moment; the citizen can dispute.
	Fulfilled { at: UnixSeconds },
	/// The citizen disputes since this moment; the ombudsman decides.
	Disputed {
		at: UnixSeconds,
		/// Hash of the reasons, which are sent to the ombudsman off chain.
		reason: H256,
	},
}

/// An order. Its value has left the operators' funds and waits in escrow.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Order {
	pub offer: OfferId,
	pub merchant: ParticipantId,
	/// Units ordered.
	pub count: u32,
	/// The points that were burned for it.
	pub parts: PointParts,
	/// Their money value, in escrow.
	pub value: Balance,
	/// BLAKE2b-256 of `voucher_message`.
	pub voucher: H256,
	/// Unix seconds of the order.
	pub ordered: UnixSeconds,
	/// Unix seconds at which fulfilling ends, where the merchant isn't suspended meanwhile.
	pub deadline: UnixSeconds,
	/// Seconds for which the merchant had been suspended in all when the order was made.
	pub paused_before: u64,
	pub stage: Stage,
}

/// What a citizen's orders did so far. Like an account's nonce it stays.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Customer {
	/// The number of the next order.
	pub next: u32,
	/// Orders that are open: they lock stock.
	pub open: u32,
	/// Orders that are not finished, open ones included.
	pub live: u32,
	/// Orders left to lapse, each within a period of the one before.
	pub lapses: u32,
	/// Unix seconds of the last lapse.
	pub last_lapse: UnixSeconds,
}

impl Customer {
	/// Whether `limit` lapses, the last less than `period` ago, hold the citizen to one order.
	pub fn is_limited(&self, now: UnixSeconds, limit: u32, period: u64) -> bool {
		self.lapses >= limit && now < self.last_lapse.saturating_add(period)
	}

	/// Counts an order that lapsed at `at`; lapses more than `period` before it are forgotten.
	pub fn note_lapse(&mut self, at: UnixSeconds, period: u64) {
		if at >= self.last_lapse.saturating_add(period) {
			self.lapses = 0;
		}
		self.lapses = self.lapses.saturating_add(1);
		self.last_lapse = self.last_lapse.max(at);
	}
}

/// Moments that decide what can be done with an order, as they stand now: a suspension of the
/// merchant moves the first two.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadlines {
	/// The merchant can fulfil before this.
	pub fulfil_before: UnixSeconds,
	/// From this on, anybody can send an open order back to the citizen.
	pub take_back_from: UnixSeconds,
	/// The citizen can dispute before this; none while the order is open.
	pub dispute_before: Option<UnixSeconds>,
	/// From this on, anybody can release the value to the merchant; none while the order is open.
	pub release_from: Option<UnixSeconds>,
}
