use crate::{
	Config, Customer, Customers, Escrowed, NextOfferId, Offers, Orders, Pallet, Purchases,
	Removing, Stage,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{Balance, CitizenId};

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet, storage item by storage item.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_offers()?;
		Self::try_state_purchases()?;
		Self::try_state_orders()
	}

	/// * Numbers below the next one only.
	/// * The terms are sound.
	/// * Every unit is left or was ordered by somebody.
	fn try_state_offers() -> Result<(), TryRuntimeError> {
		let next = NextOfferId::<T>::get();
		for (number, offer) in Offers::<T>::iter() {
			ensure!(number < next, "redemption: an offer number that was never given");
			let terms = &offer.terms;
			ensure!(terms.price > 0, "redemption: an offer for nothing");
			ensure!(terms.issuers.is_sound(), "redemption: issuers out of order");
			ensure!(
				terms.per_citizen > 0 && terms.per_citizen <= terms.stock,
				"redemption: a limit per citizen that limits nothing"
			);
			let ordered = Purchases::<T>::iter_prefix(number)
				.fold(0u64, |sum, (_, units)| sum.saturating_add(u64::from(units)));
			ensure!(
				ordered.saturating_add(u64::from(offer.left)) == u64::from(offer.units),
				"redemption: units neither left nor ordered"
			);
		}
		Ok(())
	}

	/// * Only of offers that exist, never nothing, never above the limit per citizen.
	fn try_state_purchases() -> Result<(), TryRuntimeError> {
		for (number, _, units) in Purchases::<T>::iter() {
			let offer =
				Offers::<T>::get(number).ok_or("redemption: purchases of an offer that is gone")?;
			ensure!(
				units > 0 && units <= offer.terms.per_citizen,
				"redemption: purchases above the limit, or none"
			);
		}
		for (number, last) in Removing::<T>::iter() {
			ensure!(
				Offers::<T>::get(number).is_some_and(|offer| offer.closed),
				"redemption: an offer that isn't closed is removed"
			);
			let last = Purchases::<T>::hashed_key_for(number, last);
			ensure!(
				Purchases::<T>::iter_key_prefix(number)
					.all(|citizen| Purchases::<T>::hashed_key_for(number, citizen) > last),
				"redemption: purchases that aren't found when they are removed"
			);
		}
		Ok(())
	}

	/// * The escrow is the value of all orders, to the planck.
	/// * An order's offer exists, is the same merchant's, and counts it; its parts rise strictly.
	/// * An order's deadline is within the life of orders, its number was given.
	/// * A citizen's counts are those of the orders, within the limits.
	fn try_state_orders() -> Result<(), TryRuntimeError> {
		let mut escrow: Balance = 0;
		let mut by_offer = BTreeMap::<_, u32>::new();
		let mut by_citizen = BTreeMap::<CitizenId, (u32, u32)>::new();
		for (citizen, number, order) in Orders::<T>::iter() {
			escrow = escrow
				.checked_add(order.value)
				.ok_or("redemption: more money than there can be")?;
			ensure!(order.count > 0, "redemption: an order of nothing");
			ensure!(
				order
					.parts
					.iter()
					.zip(order.parts.iter().skip(1))
					.all(|(a, b)| { (a.operator, a.series) < (b.operator, b.series) }),
				"redemption: parts out of order"
			);
			ensure!(
				order.ordered < order.deadline
					&& order.deadline <= order.ordered.saturating_add(T::MaxLife::get()),
				"redemption: a deadline beyond the life of an order"
			);
			let offer =
				Offers::<T>::get(order.offer).ok_or("redemption: an order without its offer")?;
			ensure!(offer.merchant == order.merchant, "redemption: an order with another merchant");
			let count = by_offer.entry(order.offer).or_default();
			*count = count.saturating_add(1);
			let (open, live) = by_citizen.entry(citizen).or_default();
			*live = live.saturating_add(1);
			if order.stage == Stage::Open {
				*open = open.saturating_add(1);
			}
			ensure!(
				number < Customers::<T>::get(citizen).next,
				"redemption: an order number that was never given"
			);
		}
		ensure!(escrow == Escrowed::<T>::get(), "redemption: escrow isn't the orders' value");
		for (number, offer) in Offers::<T>::iter() {
			ensure!(
				offer.orders == by_offer.get(&number).copied().unwrap_or_default(),
				"redemption: an offer that miscounts its orders"
			);
		}
		for (citizen, customer) in Customers::<T>::iter() {
			let Customer { open, live, .. } = customer;
			ensure!(
				(open, live) == by_citizen.remove(&citizen).unwrap_or_default(),
				"redemption: a citizen's orders miscounted"
			);
			ensure!(
				open <= T::MaxOpen::get() && live <= T::MaxLive::get(),
				"redemption: more orders than one citizen can have"
			);
		}
		ensure!(by_citizen.is_empty(), "redemption: orders of nobody who ordered");
		Ok(())
	}
}
