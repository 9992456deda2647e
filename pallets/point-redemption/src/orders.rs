//! An order, its fulfilment and its dispute.

use crate::{
	Config, Customers, Deadlines, Error, Escrowed, Event, OfferId, Offers, Order, OrderId, Orders,
	Pallet, Purchases, Stage,
};
use frame_support::{ensure, traits::Get, weights::Weight};
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};
use tanpu_primitives::{
	pauses::Pauses,
	traits::{Citizens, LicenceRefusal, Merchants, Spending, Unfinished},
	voucher::{voucher_message, VoucherSecret},
	Balance, CitizenId, Clock, PointPart, PointParts, UnixSeconds,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_redeem(
		who: T::AccountId,
		offer: OfferId,
		number: u32,
		count: u32,
		parts: PointParts,
		voucher: H256,
		max_price: Balance,
	) -> DispatchResult {
		let citizen = T::Citizens::citizen_of(&who).ok_or(Error::<T>::NotACitizen)?;
		let now = T::Clock::now();
		let mut found = Offers::<T>::get(offer).ok_or(Error::<T>::OfferNotFound)?;
		let merchant = found.merchant;
		ensure!(!found.closed, Error::<T>::OfferClosed);
		ensure!(now >= found.terms.from, Error::<T>::NotYetValid);
		ensure!(now < found.terms.until, Error::<T>::NoLongerValid);
		T::Merchants::ensure_active(merchant, now).map_err(Error::<T>::from_licence)?;

		let mut customer = Customers::<T>::get(citizen);
		ensure!(customer.next == number, Error::<T>::NumberMismatch);
		ensure!(count > 0, Error::<T>::CountZero);
		ensure!(
			customer.open == 0
				|| !customer.is_limited(now, T::LapseLimit::get(), T::LapsePeriod::get()),
			Error::<T>::LapsedTooOften
		);
		ensure!(
			customer.open < T::MaxOpen::get() && customer.live < T::MaxLive::get(),
			Error::<T>::TooManyOrders
		);
		customer.next = customer.next.checked_add(1).ok_or(Error::<T>::Overflow)?;
		customer.open = customer.open.saturating_add(1);
		customer.live = customer.live.saturating_add(1);

		found.left = found.left.checked_sub(count).ok_or(Error::<T>::OutOfStock)?;
		let had = Purchases::<T>::get(offer, citizen)
			.checked_add(count)
			.filter(|units| *units <= found.terms.per_citizen)
			.ok_or(Error::<T>::CitizenLimitExceeded)?;
		found.orders = found.orders.checked_add(1).ok_or(Error::<T>::Overflow)?;

		ensure!(
			parts.iter().all(|part| found.terms.issuers.accept(part.operator)),
			Error::<T>::IssuerNotAccepted
		);
		let price =
			found.terms.price.checked_mul(Balance::from(count)).ok_or(Error::<T>::Overflow)?;
		Self::ensure_price(&parts, price, max_price)?;
		let value = T::Spending::take(citizen, &parts)?;
		Escrowed::<T>::try_mutate(|sum| {
			*sum = sum.checked_add(value).ok_or(Error::<T>::Overflow)?;
			Ok::<_, DispatchError>(())
		})?;

		let deadline = now.saturating_add(found.terms.fulfil_within);
		Offers::<T>::insert(offer, found);
		Purchases::<T>::insert(offer, citizen, had);
		Customers::<T>::insert(citizen, customer);
		Orders::<T>::insert(
			citizen,
			number,
			Order {
				offer,
				merchant,
				count,
				parts,
				value,
				voucher,
				ordered: now,
				deadline,
				paused_before: T::Pauses::paused(merchant, now),
				stage: Stage::Open,
			},
		);
		Self::deposit_event(Event::Ordered {
			citizen,
			number,
			offer,
			merchant,
			count,
			value,
			deadline,
		});
		Ok(())
	}

	/// Whether the parts are worth the price, no more than `max_price`, and above the price by less
	/// than a hundredth of the dearest of them, as at the till.
	fn ensure_price(parts: &[PointPart], price: Balance, max_price: Balance) -> DispatchResult {
		let (mut value, mut dearest) = (Balance::zero(), Balance::zero());
		for part in parts {
			let worth = T::Spending::value(core::slice::from_ref(part))?;
			value = value.checked_add(worth).ok_or(Error::<T>::Overflow)?;
			// A part of no points is refused when it is taken.
			dearest = dearest.max(worth.checked_div(Balance::from(part.points)).unwrap_or(0));
		}
		let excess = value.checked_sub(price).ok_or(Error::<T>::Underpaid)?;
		ensure!(value <= max_price, Error::<T>::AboveMaxPrice);
		ensure!(excess == 0 || excess < dearest, Error::<T>::Overpaid);
		Ok(())
	}

	pub(crate) fn found_order(id: OrderId) -> Result<Order, Error<T>> {
		Orders::<T>::get(id.citizen, id.number).ok_or(Error::<T>::OrderNotFound)
	}

	pub(crate) fn do_fulfil(
		who: T::AccountId,
		id: OrderId,
		secret: VoucherSecret,
	) -> DispatchResult {
		let mut order = Self::found_order(id)?;
		Self::ensure_holder(&who, order.merchant, Error::OtherMerchant)?;
		ensure!(order.stage == Stage::Open, Error::<T>::AlreadyFulfilled);
		let now = T::Clock::now();
		match T::Merchants::ensure_active(order.merchant, now) {
			// What was ordered while the licence was good is still to be handed over.
			Ok(()) | Err(LicenceRefusal::Expired) => {},
			Err(refusal) => return Err(Error::<T>::from_licence(refusal).into()),
		}
		ensure!(now < Self::fulfil_before(&order, now).0, Error::<T>::DeadlinePassed);
		ensure!(
			Self::commitment(id.citizen, id.number, &secret) == order.voucher,
			Error::<T>::WrongVoucher
		);

		order.stage = Stage::Fulfilled { at: now };
		let merchant = order.merchant;
		Orders::<T>::insert(id.citizen, id.number, order);
		Customers::<T>::mutate(id.citizen, |customer| {
			// It was counted (try_state).
			customer.open = customer.open.saturating_sub(1);
		});
		Self::deposit_event(Event::Fulfilled { citizen: id.citizen, number: id.number, merchant });
		Ok(())
	}

	/// What the citizen puts on chain for a secret.
	pub(crate) fn commitment(citizen: CitizenId, number: u32, secret: &VoucherSecret) -> H256 {
		let genesis = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		H256(sp_io::hashing::blake2_256(&voucher_message(genesis, citizen, number, secret)))
	}

	pub(crate) fn do_dispute(who: T::AccountId, number: u32, reason: H256) -> DispatchResult {
		let citizen = T::Citizens::citizen_of(&who).ok_or(Error::<T>::NotACitizen)?;
		let mut order = Self::found_order(OrderId { citizen, number })?;
		let now = T::Clock::now();
		match order.stage {
			Stage::Open => return Err(Error::<T>::NotFulfilled.into()),
			Stage::Disputed { .. } => return Err(Error::<T>::InDispute.into()),
			Stage::Fulfilled { at } => ensure!(
				now < at.saturating_add(T::DisputeWindow::get()),
				Error::<T>::DisputeWindowOver
			),
		}
		order.stage = Stage::Disputed { at: now, reason };
		Orders::<T>::insert(citizen, number, order);
		Self::deposit_event(Event::Disputed { citizen, number, reason });
		Ok(())
	}

	/// The end of fulfilling, and whether it is the end of every order's life: the merchant was
	/// suspended for longer than the order could wait.
	///
	/// While the merchant is suspended it moves with the time, so that it isn't reached.
	pub(crate) fn fulfil_before(order: &Order, now: UnixSeconds) -> (UnixSeconds, bool) {
		let paused = T::Pauses::paused(order.merchant, now).saturating_sub(order.paused_before);
		let moved = order.deadline.saturating_add(paused);
		let end = order.ordered.saturating_add(T::MaxLife::get());
		(moved.min(end), moved > end)
	}

	pub(crate) fn deadlines_of(order: &Order, now: UnixSeconds) -> Deadlines {
		let fulfil_before = Self::fulfil_before(order, now).0;
		let (dispute_before, release_from) = match order.stage {
			Stage::Open => (None, None),
			Stage::Fulfilled { at } => {
				let end = at.saturating_add(T::DisputeWindow::get());
				(Some(end), Some(end))
			},
			Stage::Disputed { at, .. } => (None, Some(at.saturating_add(T::ResolvePeriod::get()))),
		};
		Deadlines {
			fulfil_before,
			take_back_from: fulfil_before.saturating_add(T::Grace::get()),
			dispute_before,
			release_from,
		}
	}
}

/// Every order ends within `MaxLife`, the grace and the windows of a dispute, by anybody's call or
/// in an idle block.
impl<T: Config> Unfinished for Pallet<T> {
	fn orders(citizen: CitizenId) -> u32 {
		Customers::<T>::get(citizen).live
	}

	fn weight() -> Weight {
		// A value of 24 bytes.
		Weight::from_parts(2_000_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}
}
