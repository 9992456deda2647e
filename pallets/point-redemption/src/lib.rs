//! Offers, orders, vouchers and disputes: how a citizen fetches something for points.
//!
//! A merchant offers something at a price in money, and says whose points it takes. A citizen's
//! order burns the points at once; their full money value moves from the operators' funds into
//! escrow and locks the stock. **So neither side depends on the other's word, nor on the
//! operator's.** The order's way is short:
//!
//! ```text
//!          voucher shown                   window over, or the ombudsman
//!   Open ----------------> Fulfilled ------------------------------------> merchant's receivable
//!    |                         |  dispute                    ^
//!    | cancelled, lapsed,      +-----------> Disputed -------+
//!    | merchant suspended      | cancelled by the merchant   |
//!    v                         v                             v
//!   points back in the same series <----------- the ombudsman's share for the citizen
//! ```
//!
//! # The voucher
//!
//! The citizen's wallet draws 128 bits, puts their hash on chain with the order
//! ([`tanpu_primitives::voucher`]), and shows them at the counter. The merchant reveals them to
//! fulfil. The hash names chain, citizen and order, so that what was revealed opens nothing else.
//!
//! # Deadlines
//!
//! Fulfilling ends at the deadline. It stands still while the merchant is suspended, up to
//! [`Config::MaxLife`] after the order; then begins a grace of [`Config::Grace`], in which the
//! merchant can still cancel and nothing else happens; after it anybody can send the order back. Of
//! a suspended or revoked merchant the citizen takes an open order back at any time. After the
//! voucher was shown the citizen has [`Config::DisputeWindow`] to dispute, and the ombudsman
//! [`Config::ResolvePeriod`] to decide; without a decision the merchant, who has the secret, is
//! paid. All of it together ends within the 30 days in which a series that has expired still takes
//! points back.
//!
//! Everything that is due can be turned by anybody; the hook only turns some of it for free.
//!
//! # Stock
//!
//! Whoever lets orders lapse can hold one at a time for a while; nobody holds many. Offers carry a
//! limit per citizen, and a person has one account.

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

mod ending;
mod idle;
mod offers;
mod orders;
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

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
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, EnsureOrigin, Footprint},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use sp_runtime::Permill;
	use tanpu_primitives::{
		pauses::Pauses,
		traits::{Citizens, Merchants, Spending},
		voucher::VoucherSecret,
		Balance, CitizenId, Clock, ParticipantId, PointParts, UnixSeconds, MAX_PARTS,
		SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Seconds after a series' expiry in which it surely takes points back: 30 days. The points
	/// pallet keeps a series open longer where points of it are in escrow.
	pub const REFUND_WINDOW: u64 = 30 * SECONDS_PER_DAY;

	/// An offer as it is stored.
	pub type OfferOf<T> = Offer<<T as Config>::Consideration>;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = H256> {
		/// The chain's clock.
		type Clock: Clock;

		/// Who the citizens are.
		type Citizens: Citizens<Self::AccountId>;

		/// Licensed merchants.
		type Merchants: Merchants<Self::AccountId>;

		/// For how long merchants have been suspended.
		type Pauses: Pauses;

		/// Burns points into escrow, and sends escrow on.
		type Spending: Spending;

		/// What the merchant deposits for an offer and for what its orders can leave in the state.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Who decides disputes.
		type OmbudsmanOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Most open orders of one citizen.
		#[pallet::constant]
		type MaxOpen: Get<u32>;

		/// Most unfinished orders of one citizen, those in their dispute window included.
		#[pallet::constant]
		type MaxLive: Get<u32>;

		/// Least seconds that an offer gives for fetching.
		#[pallet::constant]
		type MinFulfilment: Get<u64>;

		/// Most seconds that an offer gives for fetching.
		#[pallet::constant]
		type MaxFulfilment: Get<u64>;

		/// Seconds after the order at which fulfilling ends even of a merchant who was suspended.
		#[pallet::constant]
		type MaxLife: Get<u64>;

		/// Seconds after the deadline in which an order isn't sent back yet.
		#[pallet::constant]
		type Grace: Get<u64>;

		/// Seconds after fulfilment in which the citizen can dispute.
		#[pallet::constant]
		type DisputeWindow: Get<u64>;

		/// Seconds after a dispute in which the ombudsman can decide.
		#[pallet::constant]
		type ResolvePeriod: Get<u64>;

		/// Lapses that hold a citizen to one open order, for [`Config::LapsePeriod`].
		#[pallet::constant]
		type LapseLimit: Get<u32>;

		/// Seconds from the last lapse for which [`Config::LapseLimit`] holds.
		#[pallet::constant]
		type LapsePeriod: Get<u64>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// What the benchmarks need of the runtime.
	#[cfg(feature = "runtime-benchmarks")]
	pub trait BenchmarkHelper {
		/// Sets the chain's clock.
		fn set_time(seconds: UnixSeconds);
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for an offer.
		Offer,
	}

	/// Offers that were not removed.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Twox64Concat, OfferId, OfferOf<T>>;

	/// The number of the next offer.
	#[pallet::storage]
	pub type NextOfferId<T> = StorageValue<_, OfferId, ValueQuery>;

	/// Units that a citizen ordered and didn't get points back for. Paid by the offer's deposit.
	#[pallet::storage]
	pub type Purchases<T> =
		StorageDoubleMap<_, Twox64Concat, OfferId, Twox64Concat, CitizenId, u32, ValueQuery>;

	/// Of offers that are being removed, the citizen whose purchases went last.
	#[pallet::storage]
	pub type Removing<T> = StorageMap<_, Twox64Concat, OfferId, CitizenId>;

	/// Orders that are not finished; by citizen and number.
	#[pallet::storage]
	pub type Orders<T> = StorageDoubleMap<_, Twox64Concat, CitizenId, Twox64Concat, u32, Order>;

	/// What a citizen's orders did so far. Only of citizens who ordered once.
	#[pallet::storage]
	pub type Customers<T> = StorageMap<_, Twox64Concat, CitizenId, Customer, ValueQuery>;

	/// The value of all orders, which is in escrow.
	#[pallet::storage]
	pub type Escrowed<T> = StorageValue<_, Balance, ValueQuery>;

	/// The order at which the hook stopped.
	#[pallet::storage]
	pub type Cursor<T> = StorageValue<_, OrderId>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A merchant offers something.
		Offered { offer: OfferId, merchant: ParticipantId, price: Balance, stock: u32 },
		/// A merchant added stock.
		Restocked { offer: OfferId, units: u32, left: u32 },
		/// A merchant takes no new orders for an offer.
		OfferClosed { offer: OfferId },
		/// What an offer left behind was removed and the deposit given back.
		OfferRemoved { offer: OfferId },
		/// A citizen ordered: points were burned and their value escrowed.
		Ordered {
			citizen: CitizenId,
			number: u32,
			offer: OfferId,
			merchant: ParticipantId,
			count: u32,
			value: Balance,
			deadline: UnixSeconds,
		},
		/// The merchant showed the voucher's secret.
		Fulfilled { citizen: CitizenId, number: u32, merchant: ParticipantId },
		/// The value was added to the merchant's receivable.
		Released { citizen: CitizenId, number: u32, merchant: ParticipantId, value: Balance },
		/// The points went back to the citizen: the merchant cancelled.
		Cancelled { citizen: CitizenId, number: u32, value: Balance },
		/// The points went back to the citizen: the order wasn't fulfilled.
		TakenBack {
			citizen: CitizenId,
			number: u32,
			value: Balance,
			/// Whether it counts as left to lapse: not where the merchant was stopped.
			lapsed: bool,
		},
		/// The citizen disputes that the order was fulfilled as offered.
		Disputed { citizen: CitizenId, number: u32, reason: H256 },
		/// The ombudsman divided the value.
		Resolved { citizen: CitizenId, number: u32, to_merchant: Balance, returned: Balance },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The caller isn't the holder of the merchant's licence.
		NotMerchant,
		/// No such merchant, or licensed for another role.
		MerchantNotLicensed,
		/// The merchant is suspended.
		MerchantSuspended,
		/// The merchant's licence was revoked.
		MerchantRevoked,
		/// The merchant's licence has run out.
		MerchantExpired,
		/// There is no such offer, or it was removed.
		OfferNotFound,
		/// Every offer number was given.
		OffersExhausted,
		/// An address is empty or has something else than printable ASCII.
		AddressUnsound,
		/// The price is nothing.
		PriceZero,
		/// The issuers are none, or don't rise strictly.
		IssuersUnsorted,
		/// No stock, or none to add.
		StockZero,
		/// More units than can be counted.
		StockOverflow,
		/// The limit per citizen is nothing or above the stock.
		LimitUnsound,
		/// It would end before it begins, or has ended.
		ValidityUnsound,
		/// Less than `MinFulfilment` or more than `MaxFulfilment`.
		FulfilmentOutOfRange,
		/// The merchant closed the offer.
		OfferClosed,
		/// The offer isn't closed, nor past its validity.
		OfferNotClosed,
		/// Orders of the offer aren't finished.
		OrdersUnfinished,
		/// The caller isn't a citizen's key.
		NotACitizen,
		/// The order's number isn't the citizen's next one: sent twice, or out of order.
		NumberMismatch,
		/// The offer can't be ordered yet.
		NotYetValid,
		/// The offer can't be ordered any more.
		NoLongerValid,
		/// No units are ordered.
		CountZero,
		/// Less is left than was ordered.
		OutOfStock,
		/// The citizen would have more units than the offer allows to one.
		CitizenLimitExceeded,
		/// The citizen has as many orders as can be at once.
		TooManyOrders,
		/// The citizen let orders lapse and has one open already.
		LapsedTooOften,
		/// The offer doesn't take this operator's points.
		IssuerNotAccepted,
		/// The points are worth less than the price.
		Underpaid,
		/// The points are worth more than the citizen was ready to pay.
		AboveMaxPrice,
		/// A hundredth less of the dearest points would pay as well.
		Overpaid,
		/// There is no such order, or it is finished.
		OrderNotFound,
		/// The order is for another merchant.
		OtherMerchant,
		/// The order was fulfilled.
		AlreadyFulfilled,
		/// The order isn't fulfilled.
		NotFulfilled,
		/// The secret isn't this order's.
		WrongVoucher,
		/// The deadline has passed.
		DeadlinePassed,
		/// The deadline and the grace haven't passed.
		TooEarly,
		/// Only the citizen can take it back now.
		NotYourOrder,
		/// The dispute window is over.
		DisputeWindowOver,
		/// The order is in dispute.
		InDispute,
		/// The order isn't in dispute.
		NotInDispute,
		/// The dispute window isn't over.
		DisputeWindowOpen,
		/// A sum of money would exceed its type.
		Overflow,
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Offers something for points.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the holder of the merchant's licence.
		///
		/// ## Parameters
		///
		/// - `merchant`: the licence.
		/// - `terms`: what, for how much, whose points, how many, for how long. See [`Terms`].
		///
		/// ## Details
		///
		/// A deposit is held for the offer and for each unit of stock, which can leave an entry in
		/// the state. Nothing of an offer changes but its stock, upwards.
		///
		/// ## Errors
		///
		/// - [`Error::NotMerchant`]: the caller isn't the holder.
		/// - [`Error::MerchantNotLicensed`], [`Error::MerchantSuspended`],
		///   [`Error::MerchantRevoked`], [`Error::MerchantExpired`]: the licence can't be used.
		/// - [`Error::AddressUnsound`], [`Error::PriceZero`], [`Error::IssuersUnsorted`],
		///   [`Error::StockZero`], [`Error::LimitUnsound`], [`Error::ValidityUnsound`],
		///   [`Error::FulfilmentOutOfRange`]: the terms make no offer.
		/// - [`Error::OffersExhausted`]: every number was given.
		/// - The deposit can't be held.
		///
		/// ## Events
		///
		/// - [`Event::Offered`].
		#[pallet::call_index(0)]
		pub fn offer(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			terms: Terms,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_offer(who, merchant, terms)
		}

		/// Adds stock to an offer.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the holder of the merchant's licence.
		///
		/// ## Parameters
		///
		/// - `offer`: which.
		/// - `units`: how many more can be ordered.
		///
		/// ## Details
		///
		/// The deposit grows with it.
		///
		/// ## Errors
		///
		/// - [`Error::OfferNotFound`]: no such offer.
		/// - [`Error::NotMerchant`]: it is another's.
		/// - [`Error::OfferClosed`]: closed for good.
		/// - [`Error::StockZero`]: nothing to add.
		/// - [`Error::StockOverflow`]: more than can be counted.
		/// - The deposit can't be held.
		///
		/// ## Events
		///
		/// - [`Event::Restocked`].
		#[pallet::call_index(1)]
		pub fn restock(origin: OriginFor<T>, offer: OfferId, units: u32) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_restock(who, offer, units)
		}

		/// Ends an offer: no new orders.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the holder of the merchant's licence.
		///
		/// ## Parameters
		///
		/// - `offer`: which.
		///
		/// ## Details
		///
		/// Orders that exist go on. A suspended or revoked merchant can close its offers.
		///
		/// ## Errors
		///
		/// - [`Error::OfferNotFound`]: no such offer.
		/// - [`Error::NotMerchant`]: it is another's.
		/// - [`Error::OfferClosed`]: closed before.
		///
		/// ## Events
		///
		/// - [`Event::OfferClosed`].
		#[pallet::call_index(2)]
		pub fn close(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close(who, offer)
		}

		/// Removes what an offer left behind; at the end the offer itself.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody.
		///
		/// ## Parameters
		///
		/// - `offer`: which.
		/// - `limit`: most entries to remove in this call.
		///
		/// ## Details
		///
		/// Once the offer is closed or past its validity, and all its orders are finished. The
		/// deposit goes back to the merchant with the last entry; until then the call can be sent
		/// again. Only entries that were removed are paid for.
		///
		/// ## Errors
		///
		/// - [`Error::OfferNotFound`]: no such offer.
		/// - [`Error::OfferNotClosed`]: it can be ordered, or will be.
		/// - [`Error::OrdersUnfinished`]: orders need it.
		///
		/// ## Events
		///
		/// - [`Event::OfferRemoved`], where nothing is left.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::remove(*limit))]
		pub fn remove(
			origin: OriginFor<T>,
			offer: OfferId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_remove(offer, limit)
		}

		/// Orders something.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Parameters
		///
		/// - `offer`: what.
		/// - `number`: the order's number, the citizen's next one; the voucher is bound to it, and
		///   a call that is sent twice is refused.
		/// - `count`: units.
		/// - `parts`: the points that pay.
		/// - `voucher`: BLAKE2b-256 of [`tanpu_primitives::voucher::voucher_message`].
		/// - `max_price`: the most money that the points may be worth.
		///
		/// ## Details
		///
		/// The parts are worth at least the price, and above it by less than one hundredth of the
		/// dearest point among them, as at the till. The merchant is to get all of it. A suspended or revoked operator's points pay like all others.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`]: no citizen's key.
		/// - [`Error::OfferNotFound`], [`Error::OfferClosed`], [`Error::NotYetValid`],
		///   [`Error::NoLongerValid`]: it can't be ordered.
		/// - [`Error::MerchantNotLicensed`], [`Error::MerchantSuspended`],
		///   [`Error::MerchantRevoked`], [`Error::MerchantExpired`]: nor of this merchant.
		/// - [`Error::NumberMismatch`]: not the citizen's next number.
		/// - [`Error::CountZero`], [`Error::OutOfStock`], [`Error::CitizenLimitExceeded`],
		///   [`Error::TooManyOrders`], [`Error::LapsedTooOften`]: not so many.
		/// - [`Error::IssuerNotAccepted`]: not with these points.
		/// - [`Error::Underpaid`], [`Error::Overpaid`], [`Error::AboveMaxPrice`]: not with so many
		///   points.
		/// - The points can't be spent.
		///
		/// ## Events
		///
		/// - [`Event::Ordered`].
		#[pallet::call_index(4)]
		#[pallet::weight(
			// What they are worth is asked, then they are taken.
			T::WeightInfo::redeem()
				.saturating_add(T::Spending::weight(parts_of(parts)).saturating_mul(2))
		)]
		pub fn redeem(
			origin: OriginFor<T>,
			offer: OfferId,
			number: u32,
			count: u32,
			parts: PointParts,
			voucher: H256,
			max_price: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_redeem(who, offer, number, count, parts, voucher, max_price)
		}

		/// Shows that the citizen came: reveals the voucher's secret.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the holder of the merchant's licence.
		///
		/// ## Parameters
		///
		/// - `order`: which.
		/// - `secret`: what the citizen showed.
		///
		/// ## Details
		///
		/// Before the deadline. The dispute window begins now; the stock is sold.
		///
		/// ## Errors
		///
		/// - [`Error::OrderNotFound`]: no such order.
		/// - [`Error::OtherMerchant`]: for another merchant.
		/// - [`Error::AlreadyFulfilled`]: fulfilled before.
		/// - [`Error::MerchantSuspended`], [`Error::MerchantRevoked`],
		///   [`Error::MerchantNotLicensed`]: the merchant can't act. One whose licence ran out can.
		/// - [`Error::DeadlinePassed`]: at or after the deadline.
		/// - [`Error::WrongVoucher`]: the secret of another order, citizen or chain.
		///
		/// ## Events
		///
		/// - [`Event::Fulfilled`].
		#[pallet::call_index(5)]
		pub fn fulfil(
			origin: OriginFor<T>,
			order: OrderId,
			secret: VoucherSecret,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_fulfil(who, order, secret)
		}

		/// Gives the points back.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the holder of the merchant's licence, whatever its standing.
		///
		/// ## Parameters
		///
		/// - `order`: which.
		///
		/// ## Details
		///
		/// At any time before the value is released, in a dispute too. Of an open order the stock
		/// and the citizen's limit are freed. It never counts as a lapse.
		///
		/// ## Errors
		///
		/// - [`Error::OrderNotFound`]: no such order.
		/// - [`Error::OtherMerchant`]: for another merchant.
		///
		/// ## Events
		///
		/// - [`Event::Cancelled`].
		#[pallet::call_index(6)]
		#[pallet::weight(
			T::WeightInfo::cancel().saturating_add(T::Spending::weight(MAX_PARTS))
		)]
		pub fn cancel(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(who, order)
		}

		/// Sends an order that wasn't fulfilled back to its citizen.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the citizen at any time while the merchant is suspended; by anybody where the
		/// merchant was revoked, or once the deadline and the grace have passed.
		///
		/// ## Parameters
		///
		/// - `order`: which.
		///
		/// ## Details
		///
		/// The points go back into the same series, the stock to the offer. It counts as a lapse
		/// unless the merchant was stopped.
		///
		/// ## Errors
		///
		/// - [`Error::OrderNotFound`]: no such order.
		/// - [`Error::AlreadyFulfilled`]: the citizen was there: dispute it.
		/// - [`Error::NotYourOrder`]: the merchant is suspended, and the caller isn't the citizen.
		/// - [`Error::TooEarly`]: before the deadline, or inside the grace.
		///
		/// ## Events
		///
		/// - [`Event::TakenBack`].
		#[pallet::call_index(7)]
		#[pallet::weight(
			T::WeightInfo::take_back().saturating_add(T::Spending::weight(MAX_PARTS))
		)]
		pub fn take_back(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_take_back(who, order)
		}

		/// Disputes that an order was fulfilled as offered.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Parameters
		///
		/// - `number`: which of the citizen's orders.
		/// - `reason`: hash of the reasons, which go to the ombudsman off chain.
		///
		/// ## Details
		///
		/// Within [`Config::DisputeWindow`] of the fulfilment. The value stays in escrow until the
		/// ombudsman decides, the merchant gives it back, or [`Config::ResolvePeriod`] is over.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`]: no citizen's key.
		/// - [`Error::OrderNotFound`]: the citizen has no such order.
		/// - [`Error::NotFulfilled`]: still open: take it back when it is due.
		/// - [`Error::InDispute`]: disputed before.
		/// - [`Error::DisputeWindowOver`]: too late.
		///
		/// ## Events
		///
		/// - [`Event::Disputed`].
		#[pallet::call_index(8)]
		pub fn dispute(origin: OriginFor<T>, number: u32, reason: H256) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_dispute(who, number, reason)
		}

		/// Decides a dispute.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::OmbudsmanOrigin`].
		///
		/// ## Parameters
		///
		/// - `order`: which.
		/// - `to_merchant`: the merchant's share.
		///
		/// ## Details
		///
		/// Of each part the citizen gets the rest back, in whole hundredths of points, rounded
		/// down; the merchant gets the money that is left. Nothing is lost. It can be late: as long
		/// as nobody has released the order.
		///
		/// ## Errors
		///
		/// - [`Error::OrderNotFound`]: no such order.
		/// - [`Error::NotInDispute`]: there is nothing to decide.
		///
		/// ## Events
		///
		/// - [`Event::Resolved`].
		#[pallet::call_index(9)]
		#[pallet::weight(
			// Some goes on, some goes back.
			T::WeightInfo::resolve()
				.saturating_add(T::Spending::weight(MAX_PARTS).saturating_mul(2))
		)]
		pub fn resolve(
			origin: OriginFor<T>,
			order: OrderId,
			to_merchant: Permill,
		) -> DispatchResult {
			T::OmbudsmanOrigin::ensure_origin(origin)?;
			Self::do_resolve(order, to_merchant)
		}

		/// Adds the value of a fulfilled order to the merchant's receivable.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody.
		///
		/// ## Parameters
		///
		/// - `order`: which.
		///
		/// ## Details
		///
		/// After the dispute window; of a disputed order after [`Config::ResolvePeriod`]. Also of a
		/// suspended or revoked merchant: what it earned is its own.
		///
		/// ## Errors
		///
		/// - [`Error::OrderNotFound`]: no such order.
		/// - [`Error::NotFulfilled`]: still open.
		/// - [`Error::DisputeWindowOpen`]: the citizen can still dispute.
		/// - [`Error::InDispute`]: the ombudsman can still decide.
		///
		/// ## Events
		///
		/// - [`Event::Released`].
		#[pallet::call_index(10)]
		#[pallet::weight(
			T::WeightInfo::release().saturating_add(T::Spending::weight(MAX_PARTS))
		)]
		pub fn release(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release(order)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Finishes orders that are due, a few a block. Nothing depends on it.
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining);
			Self::turn(&mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			// Each protects somebody, so each is a day or more.
			assert!(T::MinFulfilment::get() >= SECONDS_PER_DAY, "no time to fetch");
			assert!(T::Grace::get() >= SECONDS_PER_DAY, "no grace");
			assert!(T::DisputeWindow::get() >= SECONDS_PER_DAY, "no time to dispute");
			assert!(T::ResolvePeriod::get() >= SECONDS_PER_DAY, "no time to decide");
			assert!(T::LapsePeriod::get() >= SECONDS_PER_DAY, "lapses forgotten at once");
			assert!(T::MinFulfilment::get() <= T::MaxFulfilment::get(), "no offer is possible");
			assert!(T::MaxFulfilment::get() <= T::MaxLife::get(), "deadlines after the end");
			assert!(T::LapseLimit::get() > 0, "everybody would be limited");
			assert!(0 < T::MaxOpen::get() && T::MaxOpen::get() <= T::MaxLive::get(), "no orders");
			// The longest order, and a day for whoever finishes it, end while the series that paid
			// takes points back.
			let longest = T::MaxLife::get()
				.saturating_add(
					T::Grace::get()
						.max(T::DisputeWindow::get().saturating_add(T::ResolvePeriod::get())),
				)
				.saturating_add(SECONDS_PER_DAY);
			assert!(longest <= REFUND_WINDOW, "points could not go back into their series");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An offer, as long as it isn't removed.
		pub fn offer_of(offer: OfferId) -> Option<(ParticipantId, Terms, u32, u32, bool)> {
			Offers::<T>::get(offer)
				.map(|found| (found.merchant, found.terms, found.left, found.orders, found.closed))
		}

		/// Units that a citizen can still order of an offer now; 0 where none.
		pub fn available(offer: OfferId, citizen: CitizenId) -> u32 {
			Self::units_for(offer, citizen)
		}

		/// An order that isn't finished.
		pub fn order(order: OrderId) -> Option<Order> {
			Orders::<T>::get(order.citizen, order.number)
		}

		/// A citizen's unfinished orders; no more than `MaxLive`.
		pub fn orders_of(citizen: CitizenId) -> Vec<(u32, Order)> {
			Orders::<T>::iter_prefix(citizen).collect()
		}

		/// What a citizen's orders did so far, with the number that the next one has.
		pub fn customer(citizen: CitizenId) -> Customer {
			Customers::<T>::get(citizen)
		}

		/// When what can be done with an order, as it stands now.
		pub fn deadlines(order: OrderId) -> Option<Deadlines> {
			Orders::<T>::get(order.citizen, order.number)
				.map(|found| Self::deadlines_of(&found, T::Clock::now()))
		}

		/// Money in escrow for all unfinished orders, plancks.
		pub fn escrowed() -> Balance {
			Escrowed::<T>::get()
		}
	}

	fn parts_of(parts: &PointParts) -> u32 {
		u32::try_from(parts.len()).unwrap_or(MAX_PARTS)
	}
}
