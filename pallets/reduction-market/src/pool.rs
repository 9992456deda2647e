//! Operators' offers of what citizens entrusted to them.

use crate::{
	orders::Terms,
	pallet::{Config, Error, Event, FloorPrice, Offered, Pallet, PoolOffers},
	types::{PoolOffer, PoolOfferView, Retirement, PAGE},
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{fungible::Mutate as _, tokens::Preservation, Get},
};
use sp_runtime::DispatchResult;
use tanpu_primitives::{
	traits::{LicenceRefusal, Operators},
	verification::{Bonds, Pool, Reductions},
	Balance, Be32, ClassId, Clock, Grams, OperatorId,
};

impl<T: Config> Pallet<T> {
	fn licence_error(refusal: LicenceRefusal) -> Error<T> {
		match refusal {
			LicenceRefusal::Suspended => Error::OperatorSuspended,
			LicenceRefusal::Revoked => Error::OperatorRevoked,
			LicenceRefusal::Expired => Error::OperatorExpired,
			// Scope, quota and the like are matters of a report.
			_ => Error::OperatorNotLicensed,
		}
	}

	fn found_pool(class: ClassId) -> Result<Pool, Error<T>> {
		T::Reductions::pool(class).ok_or(Error::<T>::NotIssued)
	}

	fn ensure_treasury(who: &T::AccountId, operator: OperatorId) -> Result<(), Error<T>> {
		ensure!(T::Operators::treasury(operator).as_ref() == Some(who), Error::<T>::NotTreasury);
		Ok(())
	}

	/// Fails unless the operator's licence was revoked.
	fn ensure_revoked(operator: OperatorId) -> Result<(), Error<T>> {
		ensure!(Self::is_revoked(operator), Error::<T>::OperatorNotRevoked);
		Ok(())
	}

	pub(crate) fn is_revoked(operator: OperatorId) -> bool {
		T::Operators::ensure_licensed(operator, T::Clock::now()) == Err(LicenceRefusal::Revoked)
	}

	/// Plancks of an operator's bond that an offer takes up: the council's none.
	pub(crate) fn bound_by(offer: &PoolOffer) -> Result<Balance, Error<T>> {
		if offer.by_council {
			Ok(0)
		} else {
			Self::value(offer.grams, offer.price)
		}
	}

	/// Whether the bond bears the offer, with all others of its operator.
	fn is_borne(offer: &PoolOffer) -> bool {
		let operator = offer.operator;
		offer.by_council || Offered::<T>::get(operator) <= T::Bonds::bonded(operator)
	}

	/// What an operator's offers are worth without one of them.
	fn offered_without(
		operator: OperatorId,
		offer: Option<&PoolOffer>,
	) -> Result<Balance, Error<T>> {
		let own = match offer {
			Some(offer) => Self::bound_by(offer)?,
			None => 0,
		};
		Offered::<T>::get(operator).checked_sub(own).ok_or(Error::<T>::Overflow)
	}

	fn set_offered(operator: OperatorId, value: Balance) {
		if value == 0 {
			Offered::<T>::remove(operator);
		} else {
			Offered::<T>::insert(operator, value);
		}
	}

	pub(crate) fn do_offer_pool(who: T::AccountId, class: ClassId, terms: Terms) -> DispatchResult {
		let pool = Self::found_pool(class)?;
		Self::ensure_treasury(&who, pool.operator)?;
		T::Operators::ensure_licensed(pool.operator, T::Clock::now())
			.map_err(Self::licence_error)?;
		Self::put_offer(class, &pool, terms, false)
	}

	pub(crate) fn do_offer_revoked_pool(class: ClassId, terms: Terms) -> DispatchResult {
		let pool = Self::found_pool(class)?;
		Self::ensure_revoked(pool.operator)?;
		Self::put_offer(class, &pool, terms, true)
	}

	/// Puts an offer in the place of the one that there is.
	fn put_offer(class: ClassId, pool: &Pool, terms: Terms, by_council: bool) -> DispatchResult {
		let operator = pool.operator;
		let now = T::Clock::now();
		T::Reductions::ensure_tradable(class)?;
		Self::ensure_terms(&terms)?;
		let Terms { grams, price, least_lot, expires } = terms;
		ensure!(grams <= pool.unsold, Error::<T>::NotEnough);
		ensure!(price >= FloorPrice::<T>::get(), Error::<T>::BelowFloor);

		let key = Be32::from(class);
		let before = PoolOffers::<T>::get(key);
		// Everybody has the notice to come for what is cheaper, more than before, or in lots that fewer
		// can pay; less of it for a higher price robs nobody, as buyers say what they pay at most.
		let no_more = |before: &PoolOffer| {
			now < before.expires
				&& price >= before.price
				&& grams <= before.grams
				&& least_lot <= before.least_lot
		};
		let opens = match before {
			Some(before) if no_more(&before) => before.opens,
			_ => now.saturating_add(T::OfferNotice::get()),
		};
		ensure!(expires > opens, Error::<T>::ExpiryOutOfRange);
		let offer = PoolOffer { operator, grams, price, least_lot, by_council, opens, expires };
		let offered = Self::offered_without(operator, before.as_ref())?
			.checked_add(Self::bound_by(&offer)?)
			.ok_or(Error::<T>::Overflow)?;
		ensure!(by_council || offered <= T::Bonds::bonded(operator), Error::<T>::BondTooSmall);
		PoolOffers::<T>::insert(key, offer);
		Self::set_offered(operator, offered);
		Self::deposit_event(Event::PoolOffered { class, offer });
		Ok(())
	}

	pub(crate) fn do_withdraw_pool_offer(who: T::AccountId, class: ClassId) -> DispatchResult {
		let key = Be32::from(class);
		let offer = PoolOffers::<T>::get(key).ok_or(Error::<T>::OfferNotFound)?;
		if T::Clock::now() < offer.expires {
			ensure!(!offer.by_council, Error::<T>::NotTreasury);
			Self::ensure_treasury(&who, offer.operator)?;
		}
		Self::remove_offer(key, &offer)?;
		Self::deposit_event(Event::PoolOfferWithdrawn { class, by: who });
		Ok(())
	}

	pub(crate) fn do_withdraw_revoked_pool(class: ClassId) -> DispatchResult {
		let key = Be32::from(class);
		let offer = PoolOffers::<T>::get(key).ok_or(Error::<T>::OfferNotFound)?;
		Self::ensure_revoked(offer.operator)?;
		Self::remove_offer(key, &offer)?;
		Self::deposit_event(Event::RevokedPoolWithdrawn { class });
		Ok(())
	}

	fn remove_offer(key: Be32, offer: &PoolOffer) -> Result<(), Error<T>> {
		let rest = Self::offered_without(offer.operator, Some(offer))?;
		Self::set_offered(offer.operator, rest);
		PoolOffers::<T>::remove(key);
		Ok(())
	}

	pub(crate) fn do_buy_from_pool(
		who: T::AccountId,
		class: ClassId,
		grams: Grams,
		max_price: Balance,
		retire: Option<Retirement>,
	) -> DispatchResult {
		let key = Be32::from(class);
		let mut offer = PoolOffers::<T>::get(key).ok_or(Error::<T>::OfferNotFound)?;
		let (operator, price) = (offer.operator, offer.price);
		let now = T::Clock::now();
		ensure!(now < offer.expires, Error::<T>::Expired);
		ensure!(now >= offer.opens, Error::<T>::NotYetOpen);
		ensure!(price <= max_price, Error::<T>::AboveMaxPrice);
		ensure!(price >= FloorPrice::<T>::get(), Error::<T>::BelowFloor);
		let pool = Self::found_pool(class)?;
		// A recall may have cancelled some of what is on offer.
		let available = offer.grams.min(pool.unsold);
		Self::ensure_lot(grams, available, offer.least_lot)?;
		ensure!(Self::is_borne(&offer), Error::<T>::BondTooSmall);
		T::Reductions::ensure_tradable(class)?;

		let rest = Self::offered_without(operator, Some(&offer))?;
		offer.grams = available.checked_sub(grams).ok_or(Error::<T>::NotEnough)?;
		if offer.grams == 0 {
			PoolOffers::<T>::remove(key);
			Self::set_offered(operator, rest);
		} else {
			let left = Self::bound_by(&offer)?;
			Self::set_offered(operator, rest.checked_add(left).ok_or(Error::<T>::Overflow)?);
			PoolOffers::<T>::insert(key, offer);
		}

		let paid = Self::value(grams, price)?;
		let to_operator = pool.operator_share.mul_floor(paid);
		let payee = if Self::is_revoked(operator) {
			T::CommonGoodAccount::get()
		} else {
			T::Operators::treasury(operator).ok_or(Error::<T>::OperatorNotLicensed)?
		};
		if to_operator > 0 && payee != who {
			T::Currency::transfer(&who, &payee, to_operator, Preservation::Preserve)?;
		}
		Self::accrue(&who, class, grams, paid, to_operator)?;
		let certificate = match retire {
			None => {
				T::Reductions::deliver(class, &who, grams)?;
				None
			},
			Some(Retirement { beneficiary, purpose }) => {
				Some(T::Reductions::retire_from_pool(class, grams, &who, beneficiary, purpose)?)
			},
		};
		Self::deposit_event(Event::PoolSold {
			class,
			operator,
			buyer: who,
			grams,
			paid,
			to_operator,
			certificate,
		});
		Ok(())
	}

	pub(crate) fn view_pool_offer(class: ClassId) -> Option<PoolOfferView> {
		let offer = PoolOffers::<T>::get(Be32::from(class))?;
		let available = offer.grams.min(T::Reductions::pool(class)?.unsold);
		let now = T::Clock::now();
		let open = available > 0
			&& (offer.opens..offer.expires).contains(&now)
			&& offer.price >= FloorPrice::<T>::get()
			&& Self::is_borne(&offer)
			&& T::Reductions::ensure_tradable(class).is_ok();
		Some(PoolOfferView { class, offer, available, open })
	}

	/// Offers of pools from a class on, in rising order: a page.
	pub(crate) fn pool_page(from: ClassId) -> Vec<PoolOfferView> {
		let keys = match from.checked_sub(1) {
			None => PoolOffers::<T>::iter_keys(),
			Some(before) => {
				PoolOffers::<T>::iter_keys_from(PoolOffers::<T>::hashed_key_for(Be32::from(before)))
			},
		};
		let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
		keys.take(page).filter_map(|class| Self::view_pool_offer(class.into())).collect()
	}
}
