//! The market of verified reductions: holders' sell orders, buyers' bids, operators' pools, and the
//! proceeds of those who entrusted grams.
//!
//! There is no matching: everybody takes an order that stands, at its price. Money and grams change
//! hands in one step. What is bought can be retired at once, without ever being held.
//!
//! # Prices
//!
//! In **plancks a gram**, at least one: whole numbers on both sides, so that a trade is exactly grams
//! times price and nothing rounds for anybody. A planck a gram is a millionth of a TANP a tonne.
//! Orders never change their price. Who buys still says what a gram may cost at most, who fills a bid
//! what it must bring at least: what is signed is what happens. There is no fee but the
//! transaction's. Nobody trades with an order of their own; two accounts of one person can, and pay
//! fees for nothing.
//!
//! # What an order holds
//!
//! Grams of sell orders are on the account of this pallet ([`Pallet::account`]), money of bids is
//! held on the bidder's own. An expired order can't be traded with; anybody cancels it, and grams or
//! money and the deposit go back to the owner. While a class is frozen its sell orders stay where
//! they are, like all its grams; bids can be cancelled.
//!
//! # Pools
//!
//! Only the operator sells what citizens entrusted to it, one offer a class; the council instead, once
//! the licence was revoked (below). **All its offers
//! together are worth no more than its bond that stands good**; where the bond has shrunk since,
//! nothing of them can be bought until it is topped up or offers are withdrawn. Against an operator
//! that sells to itself for nothing: an offer opens only [`Config::OfferNotice`] after it was made, or
//! made cheaper, larger or in larger lots, so that others come too; and the council can set a floor. A
//! dearer price counts at once. The operator's share of each payment, rounded down, goes to its treasury; all the rest is
//! the citizens'.
//!
//! What a **revoked** operator left unsold the council offers, so that those who entrusted it have
//! something of it. Its offers have the notice and the floor of any; the bond doesn't bound them, as it
//! may be gone: the council answers for them, and buyers see whose they are. Of what is sold after the
//! revocation, whoever offers it, the operator's share goes to the common good.
//!
//! # Proceeds: exact
//!
//! A class's contributed grams `C` never change after issuance. The accumulator is the money `A` that
//! came in for the citizens; `A / C` is the money per gram, kept as this exact fraction, so that
//! nothing is ever rounded into it or out of it: what a purchase doesn't divide evenly is carried to
//! the next one by itself. A citizen who contributed `c` has `floor(c A / C)` in all, and a claim pays
//! that less what was paid. Therefore
//!
//! - what is paid is at most `sum(floor(c A / C)) <= A sum(c) / C <= A`: never more than came in,
//! - after all have claimed, less than a planck per contributor is left,
//! - how often and in which order is claimed between purchases changes nothing.
//!
//! [`Config::ClaimWindow`] after the last sale out of a pool, anybody sweeps what is unclaimed to the
//! account of the common good. Sales that come later begin at zero: a new round, `A = 0`, in which
//! nobody was paid; so the above holds for each round, and the money swept was nobody's twice.
//!
//! Settling takes the contribution out of the position, once, as soon as the class is issued: it
//! makes room there. It needs no key, and anybody can do it; **money goes to a citizen's key only
//! where that key signs, and not while it is being replaced**. Until then it waits.
//!
//! # Files
//!
//! `orders.rs` (placing, ending), `trades.rs` (buying, filling), `pool.rs` (operators' offers),
//! `proceeds.rs` (the accumulator, claims, sweeping), `common_good.rs` (what the council spends).

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_possible_wrap,
		clippy::cast_precision_loss,
		clippy::cast_sign_loss,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::panic,
		clippy::unreachable,
		clippy::unwrap_used
	)
)]

extern crate alloc;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod common_good;
#[cfg(test)]
mod mock;
mod orders;
mod pool;
mod proceeds;
#[cfg(test)]
mod tests;
mod trades;
mod try_state;
pub mod types;
pub mod weights;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Sets the chain's clock to so many Unix seconds.
	fn set_time(now: tanpu_primitives::UnixSeconds);

	/// Issues a class whose operator's bond stands good for anything. All of it was entrusted by one
	/// citizen, who has a key whose account exists. Returns the class, the citizen, and the operator's
	/// treasury, which is endowed.
	fn issued_class() -> (tanpu_primitives::ClassId, tanpu_primitives::CitizenId, AccountId);

	/// Revokes an operator's licence.
	fn revoke(operator: tanpu_primitives::OperatorId);

	/// Gives an account money for whatever a benchmark does.
	fn endow(who: &AccountId);
}

// What frame's macros expand to does these; what is written here by hand is declarations only.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable,
	clippy::unwrap_used
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::orders::Terms;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles, Consideration, Footprint},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use tanpu_primitives::{
		traits::{Citizens, Operators},
		verification::{Bonds, CertificateId, Reductions},
		Balance, Be32, CitizenId, ClassId, Clock, Grams, OperatorId, UnixSeconds, SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock.
		type Clock: Clock;

		/// Money.
		type Currency: fungible::hold::Mutate<
				Self::AccountId,
				Reason = Self::RuntimeHoldReason,
				Balance = Balance,
			> + fungible::Mutate<Self::AccountId>;

		type RuntimeHoldReason: From<HoldReason>;

		/// Issued grams: an asset per class, with the class's number.
		type Assets: fungibles::Mutate<Self::AccountId, AssetId = ClassId, Balance = Grams>;

		/// What is issued, pooled and retired.
		type Reductions: Reductions<Self::AccountId>;

		/// Operators' bonds.
		type Bonds: Bonds;

		/// Licensed operators: their treasuries offer pools and are paid.
		type Operators: Operators<Self::AccountId>;

		/// Citizens' keys: they are paid.
		type Citizens: Citizens<Self::AccountId>;

		/// What an order deposits.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Who sets the floor, sells what revoked operators left and spends the common good: the
		/// council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Where the grams of sell orders are.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Where citizens' money is held until they claim it. Its account must exist from genesis on.
		type ProceedsAccount: Get<Self::AccountId>;

		/// Where unclaimed money goes. Its account must exist from genesis on.
		type CommonGoodAccount: Get<Self::AccountId>;

		/// Most orders of one account.
		#[pallet::constant]
		type MaxOrders: Get<u32>;

		/// Most seconds until an order or offer expires.
		#[pallet::constant]
		type MaxLife: Get<u64>;

		/// Seconds after which an offer of a pool opens.
		#[pallet::constant]
		type OfferNotice: Get<u64>;

		/// Seconds after the last sale out of a pool in which its proceeds can be claimed.
		#[pallet::constant]
		type ClaimWindow: Get<u64>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// An order as it is stored.
	pub type OrderOf<T> =
		Order<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for an order.
		Order,
		/// The money of a bid.
		Bid,
		/// Proceeds that citizens haven't claimed.
		Proceeds,
	}

	/// Orders that stand, expired ones included until somebody cancels them. Each paid by a deposit.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageMap<_, Identity, Be32, OrderOf<T>>;

	/// The number of the next order.
	#[pallet::storage]
	pub type NextOrderId<T> = StorageValue<_, OrderId, ValueQuery>;

	/// Orders by class, in rising order.
	#[pallet::storage]
	pub type ClassOrders<T> = StorageDoubleMap<_, Twox64Concat, ClassId, Identity, Be32, ()>;

	/// How many orders an account has. Never zero.
	#[pallet::storage]
	pub type OrderCounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// Grams of a class in sell orders. Never zero.
	#[pallet::storage]
	pub type Listed<T> = StorageMap<_, Twox64Concat, ClassId, Grams, ValueQuery>;

	/// Operators' offers of pools, by class. At most one for each issued class.
	#[pallet::storage]
	pub type PoolOffers<T> = StorageMap<_, Identity, Be32, PoolOffer>;

	/// What all offers of an operator are worth: grams times price. Never zero.
	#[pallet::storage]
	pub type Offered<T> = StorageMap<_, Twox64Concat, OperatorId, Balance, ValueQuery>;

	/// Plancks a gram below which no pool is sold.
	#[pallet::storage]
	pub type FloorPrice<T> = StorageValue<_, Balance, ValueQuery>;

	/// What a class's pool earned. Never removed: one for each issued class.
	#[pallet::storage]
	pub type SalesOf<T> = StorageMap<_, Twox64Concat, ClassId, Sales, ValueQuery>;

	/// Shares of citizens whose contribution was taken out of the position. Removed when nothing will
	/// come any more.
	#[pallet::storage]
	pub type Shares<T> = StorageDoubleMap<_, Twox64Concat, ClassId, Twox64Concat, CitizenId, Share>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody sells, or bids.
		Placed {
			order: OrderId,
			owner: T::AccountId,
			class: ClassId,
			bid: bool,
			grams: Grams,
			/// Plancks a gram.
			price: Balance,
			least_lot: Grams,
			expires: UnixSeconds,
		},
		/// Grams and money changed hands.
		Traded {
			order: OrderId,
			class: ClassId,
			seller: T::AccountId,
			buyer: T::AccountId,
			grams: Grams,
			paid: Balance,
			/// Where the grams were retired at once.
			certificate: Option<CertificateId>,
		},
		/// An order was cancelled: by its owner, or after it expired by anybody. So many grams of it
		/// were left.
		Cancelled { order: OrderId, by: T::AccountId, grams: Grams },
		/// An operator offers a pool, or offers it otherwise than before.
		PoolOffered { class: ClassId, offer: PoolOffer },
		/// An offer of a pool ended: withdrawn by the operator, or after it expired by anybody.
		PoolOfferWithdrawn { class: ClassId, by: T::AccountId },
		/// The council ended an offer of what a revoked operator left.
		RevokedPoolWithdrawn { class: ClassId },
		/// Grams were sold out of a pool.
		PoolSold {
			class: ClassId,
			operator: OperatorId,
			buyer: T::AccountId,
			grams: Grams,
			paid: Balance,
			/// The operator's share of it; the common good's, once the licence was revoked. The rest
			/// is the citizens'.
			to_operator: Balance,
			/// Where the grams were retired at once.
			certificate: Option<CertificateId>,
		},
		/// A citizen's contribution was taken out of the position: from now on it is a share here.
		Settled { class: ClassId, citizen: CitizenId, contributed: Grams },
		/// A citizen's proceeds were paid to their key.
		ProceedsClaimed { class: ClassId, citizen: CitizenId, to: T::AccountId, paid: Balance },
		/// What nobody claimed went to the common good.
		ProceedsSwept { class: ClassId, swept: Balance },
		/// The council set the least price of pools, plancks a gram.
		FloorSet { price: Balance },
		/// The council paid out of the common good.
		CommonGoodSpent { recipient: T::AccountId, amount: Balance, purpose: H256 },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No grams at all.
		ZeroGrams,
		/// The price is nothing.
		ZeroPrice,
		/// The least lot is nothing, or more than all.
		LeastLotOutOfRange,
		/// It would expire before it can be traded with, or later than can be.
		ExpiryOutOfRange,
		/// The account has fewer grams that it can give away.
		InsufficientGrams,
		/// A text that can't be shown as it is.
		TextDeceptive,
		/// The account has as many orders as it can.
		TooManyOrders,
		/// Every order number was given.
		OrdersExhausted,
		/// No such order, or it is finished.
		OrderNotFound,
		/// Only the owner cancels an order that isn't expired.
		NotYourOrder,
		/// The order or offer has expired.
		Expired,
		/// The order doesn't sell.
		NotASellOrder,
		/// The order doesn't buy.
		NotABid,
		/// Nobody trades with an order of their own: cancel it.
		OwnOrder,
		/// A gram costs more than the caller was ready to pay.
		AboveMaxPrice,
		/// A gram brings less than the caller wanted.
		BelowMinPrice,
		/// Fewer grams are left, or in the pool.
		NotEnough,
		/// Fewer grams than can be traded at once.
		BelowLeastLot,
		/// The class isn't issued.
		NotIssued,
		/// The caller isn't the treasury of the class's operator.
		NotTreasury,
		/// The operator isn't licensed.
		OperatorNotLicensed,
		/// The operator is suspended.
		OperatorSuspended,
		/// The operator's licence was revoked.
		OperatorRevoked,
		/// The operator's licence has run out.
		OperatorExpired,
		/// The operator's offers are worth more than its bond that stands good.
		BondTooSmall,
		/// The price is below what the council allows for pools.
		BelowFloor,
		/// The pool isn't on offer.
		OfferNotFound,
		/// The offer's notice isn't over.
		NotYetOpen,
		/// Nothing came since the last claim.
		NothingToClaim,
		/// The citizen has no key to be paid to. The money waits.
		NoKey,
		/// Only the citizen's own key has the money paid to it.
		NotTheCitizen,
		/// Another key was announced to take the place of the citizen's. The money waits for what
		/// becomes of that.
		KeyUnderReplacement,
		/// Less than the account of the citizen's key can begin with. The money waits for more.
		BelowMinimum,
		/// Nothing is left to sweep.
		NothingToSweep,
		/// Citizens can still claim.
		ClaimsOpen,
		/// The operator's licence wasn't revoked: it sells itself.
		OperatorNotRevoked,
		/// Nothing is to be paid.
		ZeroAmount,
		/// The money would stay where it is, or lie where nobody can take it.
		BadRecipient,
		/// There is less in the common good.
		CommonGoodShort,
		/// A number would exceed its type.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxOrders::get() > 0, "nobody could place an order");
			assert!(T::MaxLife::get() > T::OfferNotice::get(), "no offer would ever open");
			assert!(T::OfferNotice::get() > 0, "only the operator would know of its offers");
			assert!(T::ClaimWindow::get() >= SECONDS_PER_DAY, "nobody could claim in time");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Offers grams that the caller holds for sale.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the holder.
		///
		/// ## Parameters
		///
		/// - `class`: whose grams.
		/// - `grams`: how many.
		/// - `price`: plancks a gram, at least one.
		/// - `least_lot`: fewest grams of one trade, from one to all; the last rest may be smaller.
		/// - `expires`: Unix seconds, in the future and at most [`Config::MaxLife`] away.
		///
		/// ## Details
		///
		/// The grams go onto the market's account until they are sold or the order is cancelled. A
		/// deposit is held.
		///
		/// ## Errors
		///
		/// - Those of [`Config::Reductions`]: the class isn't issued, or frozen.
		/// - [`Error::ZeroGrams`], [`Error::ZeroPrice`], [`Error::LeastLotOutOfRange`],
		///   [`Error::ExpiryOutOfRange`], [`Error::Overflow`]: the terms make no order.
		/// - [`Error::InsufficientGrams`], [`Error::TooManyOrders`], [`Error::OrdersExhausted`].
		/// - The deposit can't be held.
		///
		/// ## Events
		///
		/// [`Event::Placed`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::sell().saturating_add(T::Reductions::weight()))]
		pub fn sell(
			origin: OriginFor<T>,
			class: ClassId,
			#[pallet::compact] grams: Grams,
			#[pallet::compact] price: Balance,
			#[pallet::compact] least_lot: Grams,
			expires: UnixSeconds,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_sell(who, class, Terms { grams, price, least_lot, expires })
		}

		/// Offers to buy grams of a class.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`, `grams`, `price`, `least_lot`, `expires`: as of [`Pallet::sell`].
		/// - `retire`: what is bought is retired at once, for this.
		///
		/// ## Details
		///
		/// Grams times price is held on the caller's account until the bid is filled or cancelled, and
		/// a deposit with it.
		///
		/// ## Errors
		///
		/// - Those of [`Config::Reductions`]: the class isn't issued, or frozen.
		/// - [`Error::ZeroGrams`], [`Error::ZeroPrice`], [`Error::LeastLotOutOfRange`],
		///   [`Error::ExpiryOutOfRange`], [`Error::TextDeceptive`], [`Error::Overflow`]: the terms
		///   make no bid.
		/// - [`Error::TooManyOrders`], [`Error::OrdersExhausted`].
		/// - The money or the deposit can't be held.
		///
		/// ## Events
		///
		/// [`Event::Placed`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::bid().saturating_add(T::Reductions::weight()))]
		pub fn bid(
			origin: OriginFor<T>,
			class: ClassId,
			#[pallet::compact] grams: Grams,
			#[pallet::compact] price: Balance,
			#[pallet::compact] least_lot: Grams,
			expires: UnixSeconds,
			retire: Option<Retirement>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bid(who, class, Terms { grams, price, least_lot, expires }, retire)
		}

		/// Ends an order.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by its owner; by anyone once it has expired.
		///
		/// ## Parameters
		///
		/// - `order`: its number.
		///
		/// ## Details
		///
		/// The grams or the money that are left and the deposit go back to the owner. Of a frozen
		/// class only bids can be cancelled.
		///
		/// ## Errors
		///
		/// [`Error::OrderNotFound`], [`Error::NotYourOrder`]; those of [`Config::Reductions`]: the
		/// class is frozen.
		///
		/// ## Events
		///
		/// [`Event::Cancelled`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::cancel().saturating_add(T::Reductions::weight()))]
		pub fn cancel(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(who, order)
		}

		/// Buys from a sell order.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone but its owner.
		///
		/// ## Parameters
		///
		/// - `order`: its number.
		/// - `grams`: how many: from its least lot to all that is left, or all that is left.
		/// - `max_price`: plancks a gram that the caller pays at most.
		/// - `retire`: they are retired at once, for this; the caller never holds them.
		///
		/// ## Details
		///
		/// Grams times the order's price goes from the caller to the seller, exactly.
		///
		/// ## Errors
		///
		/// - [`Error::OrderNotFound`], [`Error::Expired`], [`Error::NotASellOrder`],
		///   [`Error::OwnOrder`], [`Error::AboveMaxPrice`].
		/// - [`Error::ZeroGrams`], [`Error::NotEnough`], [`Error::BelowLeastLot`].
		/// - Those of [`Config::Reductions`]: the class is frozen, a text deceives.
		/// - The caller can't pay.
		///
		/// ## Events
		///
		/// [`Event::Traded`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::buy().saturating_add(T::Reductions::weight()))]
		pub fn buy(
			origin: OriginFor<T>,
			order: OrderId,
			#[pallet::compact] grams: Grams,
			#[pallet::compact] max_price: Balance,
			retire: Option<Retirement>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_buy(who, order, grams, max_price, retire)
		}

		/// Sells to a bid.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by any holder but its owner.
		///
		/// ## Parameters
		///
		/// - `order`: its number.
		/// - `grams`: how many: from its least lot to all that is left, or all that is left.
		/// - `min_price`: plancks a gram that the caller takes at least.
		///
		/// ## Details
		///
		/// Grams times the bid's price goes from what is held of the bidder to the caller, exactly. The
		/// grams go to the bidder, or are retired for them where the bid says so.
		///
		/// ## Errors
		///
		/// - [`Error::OrderNotFound`], [`Error::Expired`], [`Error::NotABid`], [`Error::OwnOrder`],
		///   [`Error::BelowMinPrice`].
		/// - [`Error::ZeroGrams`], [`Error::NotEnough`], [`Error::BelowLeastLot`],
		///   [`Error::InsufficientGrams`].
		/// - Those of [`Config::Reductions`]: the class is frozen.
		///
		/// ## Events
		///
		/// [`Event::Traded`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::fill().saturating_add(T::Reductions::weight()))]
		pub fn fill(
			origin: OriginFor<T>,
			order: OrderId,
			#[pallet::compact] grams: Grams,
			#[pallet::compact] min_price: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_fill(who, order, grams, min_price)
		}

		/// Offers the pool of a class for sale, or offers it otherwise.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the treasury of the class's operator.
		///
		/// ## Parameters
		///
		/// - `class`: whose pool.
		/// - `grams`: how many, at most what is unsold.
		/// - `price`: plancks a gram, at least the floor.
		/// - `least_lot`: fewest grams of one purchase, from one to all; the last rest may be smaller.
		/// - `expires`: Unix seconds, after the offer opens and at most [`Config::MaxLife`] away.
		///
		/// ## Details
		///
		/// Takes the place of the class's offer that there is. Opens after [`Config::OfferNotice`]; one
		/// that takes the place of an offer that hasn't expired, and is neither cheaper nor larger than
		/// what is left of it, nor in larger lots, opens when that one did.
		///
		/// ## Errors
		///
		/// - [`Error::NotIssued`], [`Error::NotTreasury`], [`Error::OperatorNotLicensed`],
		///   [`Error::OperatorSuspended`], [`Error::OperatorRevoked`], [`Error::OperatorExpired`].
		/// - Those of [`Config::Reductions`]: the class is frozen.
		/// - [`Error::ZeroGrams`], [`Error::ZeroPrice`], [`Error::LeastLotOutOfRange`],
		///   [`Error::ExpiryOutOfRange`], [`Error::Overflow`]: the terms make no offer.
		/// - [`Error::NotEnough`], [`Error::BelowFloor`], [`Error::BondTooSmall`].
		///
		/// ## Events
		///
		/// [`Event::PoolOffered`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::offer_pool().saturating_add(T::Reductions::weight()))]
		pub fn offer_pool(
			origin: OriginFor<T>,
			class: ClassId,
			#[pallet::compact] grams: Grams,
			#[pallet::compact] price: Balance,
			#[pallet::compact] least_lot: Grams,
			expires: UnixSeconds,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_offer_pool(who, class, Terms { grams, price, least_lot, expires })
		}

		/// Ends the offer of a pool.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the operator's treasury; by anyone once it has expired.
		///
		/// ## Parameters
		///
		/// - `class`: whose pool.
		///
		/// ## Details
		///
		/// It no longer counts against the bond.
		///
		/// ## Errors
		///
		/// [`Error::OfferNotFound`], [`Error::NotTreasury`].
		///
		/// ## Events
		///
		/// [`Event::PoolOfferWithdrawn`].
		#[pallet::call_index(6)]
		pub fn withdraw_pool_offer(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_pool_offer(who, class)
		}

		/// Buys from an operator's pool.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: whose pool.
		/// - `grams`: how many: from the least lot to all that is left, or all that is left.
		/// - `max_price`: plancks a gram that the caller pays at most.
		/// - `retire`: they are retired at once, for this; the caller never holds them.
		///
		/// ## Details
		///
		/// Of grams times price the operator's share, rounded down, goes to its treasury, the rest to
		/// those who entrusted the grams. Once its licence was revoked its share goes to the common
		/// good.
		///
		/// ## Errors
		///
		/// - [`Error::OfferNotFound`], [`Error::Expired`], [`Error::NotYetOpen`],
		///   [`Error::AboveMaxPrice`], [`Error::BelowFloor`], [`Error::BondTooSmall`].
		/// - [`Error::ZeroGrams`], [`Error::NotEnough`], [`Error::BelowLeastLot`].
		/// - Those of [`Config::Reductions`]: the class is frozen, a text deceives.
		/// - The caller can't pay.
		///
		/// ## Events
		///
		/// [`Event::PoolSold`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::buy_from_pool().saturating_add(T::Reductions::weight()))]
		pub fn buy_from_pool(
			origin: OriginFor<T>,
			class: ClassId,
			#[pallet::compact] grams: Grams,
			#[pallet::compact] max_price: Balance,
			retire: Option<Retirement>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_buy_from_pool(who, class, grams, max_price, retire)
		}

		/// Settles a citizen's entrusted contribution, and pays the citizen what it has earned.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone; without a fee by the citizen. The money goes to the citizen's key, and
		/// only where that key signs.
		///
		/// ## Parameters
		///
		/// - `class`: whose proceeds.
		/// - `citizen`: who contributed.
		///
		/// ## Details
		///
		/// The first time the contribution is taken out of the position, even where nothing was sold
		/// yet, or nothing can be paid: that waits. Later claims pay what came since. Frozen classes
		/// pay, too: the money was earned.
		///
		/// Others settle, and pay nobody: a key may be lost or stolen before anybody announced its
		/// replacement. From the announcement until the new key came or the replacement was dropped the
		/// money waits whoever signs.
		///
		/// ## Errors
		///
		/// - [`Error::NotIssued`]; those of [`Config::Reductions`]: nothing was entrusted, or it was
		///   settled and paid in full.
		/// - [`Error::NothingToClaim`], [`Error::NoKey`], [`Error::NotTheCitizen`],
		///   [`Error::KeyUnderReplacement`], [`Error::BelowMinimum`]: nothing can be paid now, and it
		///   was settled before.
		///
		/// ## Events
		///
		/// [`Event::Settled`] the first time, [`Event::ProceedsClaimed`] where money was paid.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::claim_proceeds().saturating_add(T::Reductions::weight()))]
		pub fn claim_proceeds(
			origin: OriginFor<T>,
			class: ClassId,
			citizen: CitizenId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim(class, citizen, Some(&who))
		}

		/// Sweeps what was left unclaimed to the common good.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: whose proceeds.
		/// - `limit`: most shares that are removed.
		///
		/// ## Details
		///
		/// [`Config::ClaimWindow`] after the last sale. Later sales are shared among all contributors
		/// afresh. Where the pool is empty, nothing will come to shares: they are removed.
		///
		/// ## Errors
		///
		/// [`Error::NotIssued`], [`Error::NothingToSweep`], [`Error::ClaimsOpen`].
		///
		/// ## Events
		///
		/// [`Event::ProceedsSwept`] where there was money.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::sweep_proceeds(*limit))]
		pub fn sweep_proceeds(
			origin: OriginFor<T>,
			class: ClassId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_sweep(class, limit)?;
			Ok(Some(T::WeightInfo::sweep_proceeds(removed)).into())
		}

		/// Sets the price below which no pool is sold.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `price`: plancks a gram; 0: no floor.
		///
		/// ## Details
		///
		/// Counts for offers that there are, too: they can't be bought until they are dearer. Holders
		/// sell for what they want.
		///
		/// ## Errors
		///
		/// None.
		///
		/// ## Events
		///
		/// [`Event::FloorSet`].
		#[pallet::call_index(10)]
		pub fn set_floor(
			origin: OriginFor<T>,
			#[pallet::compact] price: Balance,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			FloorPrice::<T>::put(price);
			Self::deposit_event(Event::FloorSet { price });
			Ok(())
		}

		/// Offers what a revoked operator left in the pool of a class, or offers it otherwise.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`, `grams`, `price`, `least_lot`, `expires`: as of [`Pallet::offer_pool`].
		///
		/// ## Details
		///
		/// As [`Pallet::offer_pool`], notice and floor too, but for the bond: it may be gone. Takes the
		/// place of the class's offer that there is, the operator's own from before it was revoked.
		/// What is sold is the contributors' as always; the operator's share goes to the common good.
		///
		/// ## Errors
		///
		/// - [`Error::NotIssued`], [`Error::OperatorNotRevoked`].
		/// - Those of [`Config::Reductions`]: the class is frozen.
		/// - [`Error::ZeroGrams`], [`Error::ZeroPrice`], [`Error::LeastLotOutOfRange`],
		///   [`Error::ExpiryOutOfRange`], [`Error::Overflow`]: the terms make no offer.
		/// - [`Error::NotEnough`], [`Error::BelowFloor`].
		///
		/// ## Events
		///
		/// [`Event::PoolOffered`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::offer_revoked_pool().saturating_add(T::Reductions::weight()))]
		pub fn offer_revoked_pool(
			origin: OriginFor<T>,
			class: ClassId,
			#[pallet::compact] grams: Grams,
			#[pallet::compact] price: Balance,
			#[pallet::compact] least_lot: Grams,
			expires: UnixSeconds,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_offer_revoked_pool(class, Terms { grams, price, least_lot, expires })
		}

		/// Ends the offer of a pool of a revoked operator, whoever made it.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: whose pool.
		///
		/// ## Details
		///
		/// Nothing of it is for sale until it is offered again.
		///
		/// ## Errors
		///
		/// [`Error::OfferNotFound`], [`Error::OperatorNotRevoked`].
		///
		/// ## Events
		///
		/// [`Event::RevokedPoolWithdrawn`].
		#[pallet::call_index(12)]
		pub fn withdraw_revoked_pool(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_withdraw_revoked_pool(class)
		}

		/// Pays out of the common good.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `recipient`: who is paid.
		/// - `amount`: plancks.
		/// - `purpose`: hash of what for, to be published off chain.
		///
		/// ## Details
		///
		/// The existential deposit stays on the account. What citizens can still claim isn't on it:
		/// nobody spends that.
		///
		/// ## Errors
		///
		/// - [`Error::ZeroAmount`], [`Error::BadRecipient`], [`Error::CommonGoodShort`].
		/// - Those of the currency: the recipient's account doesn't exist, and the amount is too small
		///   for it to.
		///
		/// ## Events
		///
		/// [`Event::CommonGoodSpent`].
		#[pallet::call_index(13)]
		pub fn spend_common_good(
			origin: OriginFor<T>,
			recipient: T::AccountId,
			#[pallet::compact] amount: Balance,
			purpose: H256,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_spend_common_good(recipient, amount, purpose)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An order that stands.
		pub fn order(order: OrderId) -> Option<OrderView<T::AccountId>> {
			Self::view_order(order)
		}

		/// Orders, of a class or of all, from a number on, in rising order: at most [`PAGE`].
		pub fn orders(class_id: Option<ClassId>, from: OrderId) -> Vec<OrderView<T::AccountId>> {
			Self::page_of(class_id, from)
		}

		/// The offer of a class's pool.
		pub fn pool_offer(class_id: ClassId) -> Option<PoolOfferView> {
			Self::view_pool_offer(class_id)
		}

		/// Offers of pools, from a class on, in rising order: at most [`PAGE`].
		pub fn pool_offers(from: ClassId) -> Vec<PoolOfferView> {
			Self::pool_page(from)
		}

		/// What a class's pool earned so far.
		pub fn sales(class_id: ClassId) -> Sales {
			SalesOf::<T>::get(class_id)
		}

		/// A citizen's share of a class, where it was settled.
		pub fn share(class_id: ClassId, citizen: CitizenId) -> Option<Share> {
			Shares::<T>::get(class_id, citizen)
		}

		/// Plancks that a citizen whose contribution was settled could claim now.
		pub fn due(class_id: ClassId, citizen: CitizenId) -> Option<Balance> {
			Self::due_to(class_id, citizen)
		}

		/// Plancks that a contribution of so many grams, not settled yet, would bring now.
		pub fn worth(class_id: ClassId, contributed: Grams) -> Option<Balance> {
			let all = T::Reductions::pool(class_id)?.contributed;
			part_of(SalesOf::<T>::get(class_id).accrued, contributed, all)
		}

		/// Plancks a gram below which no pool is sold.
		pub fn floor() -> Balance {
			FloorPrice::<T>::get()
		}

		/// Plancks of the common good that the council can spend.
		pub fn common_good() -> Balance {
			Self::common_good_money()
		}
	}
}
