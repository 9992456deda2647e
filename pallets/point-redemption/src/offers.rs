//! What a merchant does with its offers.

use crate::{
	footprint, weights::WeightInfo, Config, Error, Event, NextOfferId, Offer, OfferId, OfferOf,
	Offers, Pallet, Purchases, Removing, Terms,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo},
	ensure,
	traits::{Consideration, Get},
};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::{LicenceRefusal, Merchants},
	CitizenId, Clock, ParticipantId,
};

impl<T: Config> Error<T> {
	pub(crate) fn from_licence(refusal: LicenceRefusal) -> Self {
		match refusal {
			LicenceRefusal::Suspended => Self::MerchantSuspended,
			LicenceRefusal::Revoked => Self::MerchantRevoked,
			LicenceRefusal::Expired => Self::MerchantExpired,
			// Scope and quota are matters of operators.
			LicenceRefusal::NotLicensed
			| LicenceRefusal::OutOfScope
			| LicenceRefusal::QuotaExceeded
			| LicenceRefusal::BondShort => Self::MerchantNotLicensed,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn ensure_holder(
		who: &T::AccountId,
		merchant: ParticipantId,
		error: Error<T>,
	) -> Result<(), Error<T>> {
		if T::Merchants::holder(merchant).as_ref() == Some(who) {
			Ok(())
		} else {
			Err(error)
		}
	}

	pub(crate) fn do_offer(
		who: T::AccountId,
		merchant: ParticipantId,
		terms: Terms,
	) -> DispatchResult {
		Self::ensure_holder(&who, merchant, Error::NotMerchant)?;
		let now = T::Clock::now();
		T::Merchants::ensure_active(merchant, now).map_err(Error::<T>::from_licence)?;
		ensure!(
			terms.title.is_sound() && terms.picture.as_ref().is_none_or(|link| link.is_sound()),
			Error::<T>::AddressUnsound
		);
		ensure!(terms.price > 0, Error::<T>::PriceZero);
		ensure!(terms.issuers.is_sound(), Error::<T>::IssuersUnsorted);
		ensure!(terms.stock > 0, Error::<T>::StockZero);
		ensure!((1..=terms.stock).contains(&terms.per_citizen), Error::<T>::LimitUnsound);
		ensure!(terms.from < terms.until && now < terms.until, Error::<T>::ValidityUnsound);
		ensure!(
			(T::MinFulfilment::get()..=T::MaxFulfilment::get()).contains(&terms.fulfil_within),
			Error::<T>::FulfilmentOutOfRange
		);

		let offer = NextOfferId::<T>::get();
		let next = offer.checked_add(1).ok_or(Error::<T>::OffersExhausted)?;
		let ticket = T::Consideration::new(&who, footprint(&terms, terms.stock))?;
		NextOfferId::<T>::put(next);
		let (price, stock) = (terms.price, terms.stock);
		Offers::<T>::insert(
			offer,
			Offer { merchant, terms, units: stock, left: stock, orders: 0, closed: false, ticket },
		);
		Self::deposit_event(Event::Offered { offer, merchant, price, stock });
		Ok(())
	}

	/// An offer of the caller's that it hasn't closed.
	fn own_offer(who: &T::AccountId, offer: OfferId) -> Result<OfferOf<T>, DispatchError> {
		let found = Offers::<T>::get(offer).ok_or(Error::<T>::OfferNotFound)?;
		Self::ensure_holder(who, found.merchant, Error::NotMerchant)?;
		ensure!(!found.closed, Error::<T>::OfferClosed);
		Ok(found)
	}

	pub(crate) fn do_restock(who: T::AccountId, offer: OfferId, units: u32) -> DispatchResult {
		let mut found = Self::own_offer(&who, offer)?;
		ensure!(units > 0, Error::<T>::StockZero);
		found.units = found.units.checked_add(units).ok_or(Error::<T>::StockOverflow)?;
		found.left = found.left.checked_add(units).ok_or(Error::<T>::StockOverflow)?;
		found.ticket = found.ticket.update(&who, footprint(&found.terms, found.units))?;
		let left = found.left;
		Offers::<T>::insert(offer, found);
		Self::deposit_event(Event::Restocked { offer, units, left });
		Ok(())
	}

	pub(crate) fn do_close(who: T::AccountId, offer: OfferId) -> DispatchResult {
		let mut found = Self::own_offer(&who, offer)?;
		found.closed = true;
		Offers::<T>::insert(offer, found);
		Self::deposit_event(Event::OfferClosed { offer });
		Ok(())
	}

	/// Removes up to `limit` entries, and the offer once there are none.
	pub(crate) fn do_remove(offer: OfferId, limit: u32) -> DispatchResultWithPostInfo {
		let nothing = |error: Error<T>| DispatchErrorWithPostInfo {
			post_info: Some(T::WeightInfo::remove(0)).into(),
			error: error.into(),
		};
		let mut found =
			Offers::<T>::get(offer).ok_or_else(|| nothing(Error::<T>::OfferNotFound))?;
		ensure!(
			found.closed || T::Clock::now() >= found.terms.until,
			nothing(Error::<T>::OfferNotClosed)
		);
		ensure!(found.orders == 0, nothing(Error::<T>::OrdersUnfinished));

		let removed = Self::remove_purchases(offer, &mut found, limit);
		// Every unit is left or was ordered by somebody (try_state).
		if found.units == found.left {
			// The holder of a licence never changes.
			if let Some(holder) = T::Merchants::holder(found.merchant) {
				found.ticket.drop(&holder)?;
			}
			Offers::<T>::remove(offer);
			Removing::<T>::remove(offer);
			Self::deposit_event(Event::OfferRemoved { offer });
		} else {
			// No more stock for an offer that is half gone.
			found.closed = true;
			Offers::<T>::insert(offer, found);
		}
		Ok(Some(T::WeightInfo::remove(removed)).into())
	}

	/// Removes up to `limit` entries of purchases; returns how many.
	///
	/// Not one more than there are, and from where it stopped: one look further, or from the
	/// beginning, would walk over all that this block removed before.
	fn remove_purchases(offer: OfferId, found: &mut OfferOf<T>, limit: u32) -> u32 {
		let mut purchases = match Removing::<T>::get(offer) {
			Some(last) => {
				let from = Purchases::<T>::hashed_key_for(offer, last);
				Purchases::<T>::iter_prefix_from(offer, from)
			},
			None => Purchases::<T>::iter_prefix(offer),
		};
		let mut removed = 0u32;
		while removed < limit && found.units > found.left {
			let Some((citizen, units)) = purchases.next() else { break };
			Purchases::<T>::remove(offer, citizen);
			Removing::<T>::insert(offer, citizen);
			removed = removed.saturating_add(1);
			found.units = found.units.saturating_sub(units);
		}
		removed
	}

	/// Offers from number `first` on that were not removed, in rising order, at most `most`. For
	/// views: reads the keys of all of them, each of which a deposit stands behind, and of no others.
	pub fn offers_from(first: OfferId, most: usize) -> Vec<OfferId> {
		let mut found: Vec<_> = Offers::<T>::iter_keys().filter(|offer| *offer >= first).collect();
		found.sort_unstable();
		found.truncate(most);
		found
	}

	/// Units that the citizen can still order now.
	pub(crate) fn units_for(offer: OfferId, citizen: CitizenId) -> u32 {
		let now = T::Clock::now();
		Offers::<T>::get(offer)
			.filter(|found| {
				!found.closed
					&& (found.terms.from..found.terms.until).contains(&now)
					&& T::Merchants::ensure_active(found.merchant, now).is_ok()
			})
			.map_or(0, |found| {
				let had = Purchases::<T>::get(offer, citizen);
				found.left.min(found.terms.per_citizen.saturating_sub(had))
			})
	}
}
