//! The ends that an order can come to.

use crate::{
	Config, Customers, Error, Escrowed, Event, Offers, Order, OrderId, Orders, Pallet, Purchases,
	Stage,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult, PerThing, Permill};
use tanpu_primitives::{
	traits::{Citizens, LicenceRefusal, Merchants, Spending},
	Balance, Clock, PointPart, UnixSeconds,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_cancel(who: T::AccountId, id: OrderId) -> DispatchResult {
		let order = Self::found_order(id)?;
		Self::ensure_holder(&who, order.merchant, Error::OtherMerchant)?;
		let value = T::Spending::restore(id.citizen, &order.parts)?;
		Self::finish(id, &order, value, None)?;
		Self::deposit_event(Event::Cancelled { citizen: id.citizen, number: id.number, value });
		Ok(())
	}

	pub(crate) fn do_take_back(who: T::AccountId, id: OrderId) -> DispatchResult {
		let order = Self::found_order(id)?;
		let own = T::Citizens::citizen_of(&who) == Some(id.citizen);
		Self::take_back_as(id, &order, own)
	}

	/// Sends an open order back, where it is due to whoever asks; `own` where the citizen does.
	pub(crate) fn take_back_as(id: OrderId, order: &Order, own: bool) -> DispatchResult {
		ensure!(order.stage == Stage::Open, Error::<T>::AlreadyFulfilled);
		let now = T::Clock::now();
		let (end, cut) = Self::fulfil_before(order, now);
		let over = now >= end.saturating_add(T::Grace::get());
		let stopped = match T::Merchants::ensure_active(order.merchant, now) {
			Err(LicenceRefusal::Suspended) => {
				ensure!(own || over, Error::<T>::NotYourOrder);
				true
			},
			Err(LicenceRefusal::Revoked | LicenceRefusal::NotLicensed) => true,
			_ => {
				ensure!(over, Error::<T>::TooEarly);
				// A suspension took what was left of the time.
				cut
			},
		};
		let value = T::Spending::restore(id.citizen, &order.parts)?;
		let lapsed = (!stopped).then_some(end);
		Self::finish(id, order, value, lapsed)?;
		Self::deposit_event(Event::TakenBack {
			citizen: id.citizen,
			number: id.number,
			value,
			lapsed: lapsed.is_some(),
		});
		Ok(())
	}

	pub(crate) fn do_release(id: OrderId) -> DispatchResult {
		let order = Self::found_order(id)?;
		Self::release_due(id, &order)
	}

	pub(crate) fn release_due(id: OrderId, order: &Order) -> DispatchResult {
		let now = T::Clock::now();
		match order.stage {
			Stage::Open => return Err(Error::<T>::NotFulfilled.into()),
			Stage::Fulfilled { at } => ensure!(
				now >= at.saturating_add(T::DisputeWindow::get()),
				Error::<T>::DisputeWindowOpen
			),
			Stage::Disputed { at, .. } => {
				ensure!(now >= at.saturating_add(T::ResolvePeriod::get()), Error::<T>::InDispute)
			},
		}
		let value = T::Spending::release(order.merchant, &order.parts)?;
		Self::finish(id, order, value, None)?;
		Self::deposit_event(Event::Released {
			citizen: id.citizen,
			number: id.number,
			merchant: order.merchant,
			value,
		});
		Ok(())
	}

	pub(crate) fn do_resolve(id: OrderId, to_merchant: Permill) -> DispatchResult {
		let order = Self::found_order(id)?;
		ensure!(matches!(order.stage, Stage::Disputed { .. }), Error::<T>::NotInDispute);
		let to_citizen = to_merchant.left_from_one();
		let (mut kept, mut back) = (Vec::new(), Vec::new());
		for part in &order.parts {
			// Points are whole hundredths: the merchant gets what is left of the part.
			let returned = to_citizen.mul_floor(part.points);
			for (list, points) in
				[(&mut back, returned), (&mut kept, part.points.saturating_sub(returned))]
			{
				if points > 0 {
					list.push(PointPart { points, ..*part });
				}
			}
		}
		let paid = if kept.is_empty() {
			Balance::zero()
		} else {
			T::Spending::release(order.merchant, &kept)?
		};
		let returned = if back.is_empty() {
			Balance::zero()
		} else {
			T::Spending::restore(id.citizen, &back)?
		};
		let moved = paid.checked_add(returned).ok_or(Error::<T>::Overflow)?;
		Self::finish(id, &order, moved, None)?;
		Self::deposit_event(Event::Resolved {
			citizen: id.citizen,
			number: id.number,
			to_merchant: paid,
			returned,
		});
		Ok(())
	}

	/// Removes a finished order. `moved` is what left the escrow for it; `lapsed` the moment at
	/// which it was left to lapse.
	fn finish(
		id: OrderId,
		order: &Order,
		moved: Balance,
		lapsed: Option<UnixSeconds>,
	) -> DispatchResult {
		// What was taken and what goes out are the same points at the same prices.
		ensure!(moved == order.value, Error::<T>::Overflow);
		Escrowed::<T>::try_mutate(|sum| {
			*sum = sum.checked_sub(moved).ok_or(Error::<T>::Overflow)?;
			Ok::<_, DispatchError>(())
		})?;
		let open = order.stage == Stage::Open;
		Orders::<T>::remove(id.citizen, id.number);
		// Everything below was counted when the order was made (try_state).
		Customers::<T>::mutate(id.citizen, |customer| {
			customer.live = customer.live.saturating_sub(1);
			if open {
				customer.open = customer.open.saturating_sub(1);
			}
			if let Some(at) = lapsed {
				customer.note_lapse(at, T::LapsePeriod::get());
			}
		});
		Offers::<T>::mutate_exists(order.offer, |slot| {
			if let Some(offer) = slot {
				offer.orders = offer.orders.saturating_sub(1);
				if open {
					offer.left = offer.left.saturating_add(order.count);
				}
			}
		});
		if open {
			Purchases::<T>::mutate_exists(order.offer, id.citizen, |slot| {
				*slot =
					slot.map(|units| units.saturating_sub(order.count)).filter(|units| *units > 0);
			});
		}
		Ok(())
	}
}
