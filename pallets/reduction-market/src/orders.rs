//! Orders of holders and buyers: placing them, ending them.

use crate::{
	pallet::{
		ClassOrders, Config, Error, Event, HoldReason, Listed, NextOrderId, OrderCounts, OrderOf,
		Orders, Pallet,
	},
	types::{footprint, Order, OrderId, OrderView, Side, PAGE},
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{
		fungible::MutateHold,
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Consideration, Get,
	},
};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};
use tanpu_primitives::{
	text::{check_text, TextFault},
	verification::{Listings, Reductions},
	Balance, Be32, ClassId, Clock, Grams, UnixSeconds,
};

/// What somebody asks for or offers.
pub(crate) struct Terms {
	pub grams: Grams,
	pub price: Balance,
	pub least_lot: Grams,
	pub expires: UnixSeconds,
}

impl<T: Config> Pallet<T> {
	/// The account that has the grams of sell orders.
	pub fn account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// What so many grams cost: exact, nothing rounds.
	pub(crate) fn value(grams: Grams, price: Balance) -> Result<Balance, Error<T>> {
		Balance::from(grams).checked_mul(price).ok_or(Error::<T>::Overflow)
	}

	/// Whether terms can be traded on. Returns what all of it costs.
	pub(crate) fn ensure_terms(terms: &Terms) -> Result<Balance, Error<T>> {
		let Terms { grams, price, least_lot, expires } = *terms;
		let now = T::Clock::now();
		ensure!(grams > 0, Error::<T>::ZeroGrams);
		ensure!(price > 0, Error::<T>::ZeroPrice);
		ensure!((1..=grams).contains(&least_lot), Error::<T>::LeastLotOutOfRange);
		ensure!(
			expires > now && expires <= now.saturating_add(T::MaxLife::get()),
			Error::<T>::ExpiryOutOfRange
		);
		Self::value(grams, price)
	}

	/// Whether so many grams can be traded of what is left.
	pub(crate) fn ensure_lot(grams: Grams, left: Grams, least_lot: Grams) -> Result<(), Error<T>> {
		ensure!(grams > 0, Error::<T>::ZeroGrams);
		ensure!(grams <= left, Error::<T>::NotEnough);
		ensure!(grams >= least_lot || grams == left, Error::<T>::BelowLeastLot);
		Ok(())
	}

	/// Whether an account has grams that it can give away.
	pub(crate) fn ensure_holds(
		class: ClassId,
		who: &T::AccountId,
		grams: Grams,
	) -> Result<(), Error<T>> {
		let (keep, force) = (Preservation::Expendable, Fortitude::Polite);
		ensure!(
			T::Assets::reducible_balance(class, who, keep, force) >= grams,
			Error::<T>::InsufficientGrams
		);
		Ok(())
	}

	pub(crate) fn move_grams(
		class: ClassId,
		from: &T::AccountId,
		to: &T::AccountId,
		grams: Grams,
	) -> DispatchResult {
		T::Assets::transfer(class, from, to, grams, Preservation::Expendable).map(|_| ())
	}

	pub(crate) fn do_sell(who: T::AccountId, class: ClassId, terms: Terms) -> DispatchResult {
		T::Reductions::ensure_tradable(class)?;
		Self::ensure_terms(&terms)?;
		Self::ensure_holds(class, &who, terms.grams)?;
		Self::move_grams(class, &who, &Self::account(), terms.grams)?;
		let listed = Listed::<T>::get(class);
		Listed::<T>::insert(class, listed.checked_add(terms.grams).ok_or(Error::<T>::Overflow)?);
		Self::place(who, class, Side::Sell, terms)
	}

	pub(crate) fn do_bid(
		who: T::AccountId,
		class: ClassId,
		terms: Terms,
		retire: Option<crate::types::Retirement>,
	) -> DispatchResult {
		T::Reductions::ensure_tradable(class)?;
		let value = Self::ensure_terms(&terms)?;
		if let Some(retirement) = &retire {
			// Else nobody could ever fill it.
			Self::ensure_text(&retirement.beneficiary)?;
			Self::ensure_text(&retirement.purpose)?;
		}
		T::Currency::hold(&HoldReason::Bid.into(), &who, value)?;
		Self::place(who, class, Side::Bid { retire }, terms)
	}

	/// Stores an order whose grams or money are taken already.
	fn place(who: T::AccountId, class: ClassId, side: Side, terms: Terms) -> DispatchResult {
		let Terms { grams, price, least_lot, expires } = terms;
		let count = OrderCounts::<T>::get(&who);
		ensure!(count < T::MaxOrders::get(), Error::<T>::TooManyOrders);
		OrderCounts::<T>::insert(&who, count.saturating_add(1));
		let number = NextOrderId::<T>::get();
		NextOrderId::<T>::put(number.checked_add(1).ok_or(Error::<T>::OrdersExhausted)?);
		let ticket = T::Consideration::new(&who, footprint(&side))?;
		let bid = side != Side::Sell;
		let key = Be32::from(number);
		ClassOrders::<T>::insert(class, key, ());
		Self::deposit_event(Event::Placed {
			order: number,
			owner: who.clone(),
			class,
			bid,
			grams,
			price,
			least_lot,
			expires,
		});
		let order = Order { owner: who, class, side, grams, price, least_lot, expires, ticket };
		Orders::<T>::insert(key, order);
		Ok(())
	}

	pub(crate) fn do_cancel(who: T::AccountId, number: OrderId) -> DispatchResult {
		let order = Self::found_order(number)?;
		ensure!(order.owner == who || T::Clock::now() >= order.expires, Error::<T>::NotYourOrder);
		match order.side {
			Side::Sell => {
				// By name, before the assets refuse to move what is frozen.
				T::Reductions::ensure_tradable(order.class)?;
				Self::move_grams(order.class, &Self::account(), &order.owner, order.grams)?;
				Self::unlist(order.class, order.grams)?;
			},
			Side::Bid { .. } => {
				let value = Self::value(order.grams, order.price)?;
				let reason = HoldReason::Bid.into();
				T::Currency::release(&reason, &order.owner, value, Precision::Exact)?;
			},
		}
		let grams = order.grams;
		Self::close(number, order)?;
		Self::deposit_event(Event::Cancelled { order: number, by: who, grams });
		Ok(())
	}

	/// Takes grams off an order, and the order away with the last of them.
	pub(crate) fn reduce(number: OrderId, mut order: OrderOf<T>, grams: Grams) -> DispatchResult {
		order.grams = order.grams.checked_sub(grams).ok_or(Error::<T>::NotEnough)?;
		if order.grams == 0 {
			return Self::close(number, order);
		}
		Orders::<T>::insert(Be32::from(number), order);
		Ok(())
	}

	/// Removes an order and gives its deposit back.
	fn close(number: OrderId, order: OrderOf<T>) -> DispatchResult {
		let key = Be32::from(number);
		Orders::<T>::remove(key);
		ClassOrders::<T>::remove(order.class, key);
		OrderCounts::<T>::mutate_exists(&order.owner, |count| {
			*count = count.and_then(|count| count.checked_sub(1)).filter(|count| *count > 0);
		});
		order.ticket.drop(&order.owner)
	}

	/// Counts grams that left the market's account.
	pub(crate) fn unlist(class: ClassId, grams: Grams) -> DispatchResult {
		let left = Listed::<T>::get(class).checked_sub(grams).ok_or(Error::<T>::Overflow)?;
		if left == 0 {
			Listed::<T>::remove(class);
		} else {
			Listed::<T>::insert(class, left);
		}
		Ok(())
	}

	pub(crate) fn found_order(number: OrderId) -> Result<OrderOf<T>, Error<T>> {
		Orders::<T>::get(Be32::from(number)).ok_or(Error::<T>::OrderNotFound)
	}

	/// An order that isn't expired.
	pub(crate) fn live_order(number: OrderId) -> Result<OrderOf<T>, Error<T>> {
		let order = Self::found_order(number)?;
		ensure!(T::Clock::now() < order.expires, Error::<T>::Expired);
		Ok(order)
	}

	/// A text that may be empty, and can otherwise be shown as it is.
	fn ensure_text(text: &[u8]) -> Result<(), Error<T>> {
		match check_text(text) {
			Ok(()) => Ok(()),
			Err(TextFault::Empty) if text.is_empty() => Ok(()),
			Err(_) => Err(Error::<T>::TextDeceptive),
		}
	}

	pub(crate) fn view_order(number: OrderId) -> Option<OrderView<T::AccountId>> {
		let order = Orders::<T>::get(Be32::from(number))?;
		let open =
			T::Clock::now() < order.expires && T::Reductions::ensure_tradable(order.class).is_ok();
		let Order { owner, class, side, grams, price, least_lot, expires, .. } = order;
		Some(OrderView {
			order: number,
			owner,
			class,
			side,
			grams,
			price,
			least_lot,
			expires,
			open,
		})
	}

	/// Orders of a class, or of all, from a number on, in rising order: a page.
	pub(crate) fn page_of(class: Option<ClassId>, from: OrderId) -> Vec<OrderView<T::AccountId>> {
		let before = from.checked_sub(1).map(Be32::from);
		let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
		let keys: Vec<Be32> = match (class, before) {
			(None, None) => Orders::<T>::iter_keys().take(page).collect(),
			(None, Some(before)) => {
				let key = Orders::<T>::hashed_key_for(before);
				Orders::<T>::iter_keys_from(key).take(page).collect()
			},
			(Some(class), None) => ClassOrders::<T>::iter_key_prefix(class).take(page).collect(),
			(Some(class), Some(before)) => {
				let key = ClassOrders::<T>::hashed_key_for(class, before);
				ClassOrders::<T>::iter_key_prefix_from(class, key).take(page).collect()
			},
		};
		keys.into_iter().filter_map(|key| Self::view_order(key.into())).collect()
	}
}

impl<T: Config> Listings for Pallet<T> {
	fn listed(class: ClassId) -> Grams {
		Listed::<T>::get(class)
	}
}
