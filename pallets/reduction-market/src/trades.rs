//! Trading with an order: money and grams change hands in one step, or nothing does.

use crate::{
	pallet::{Config, Error, Event, HoldReason, Pallet},
	types::{OrderId, Retirement, Side},
};
use frame_support::{
	ensure,
	traits::{
		fungible::{Mutate as _, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	verification::{CertificateId, Reductions},
	Balance, ClassId, Grams,
};

impl<T: Config> Pallet<T> {
	/// Gives a buyer grams of `from`: into their account, or retired for them.
	fn hand_over(
		class: ClassId,
		from: &T::AccountId,
		buyer: &T::AccountId,
		grams: Grams,
		retire: Option<Retirement>,
	) -> Result<Option<CertificateId>, DispatchError> {
		match retire {
			None => {
				Self::move_grams(class, from, buyer, grams)?;
				Ok(None)
			},
			Some(Retirement { beneficiary, purpose }) => {
				T::Reductions::retire_from(class, grams, from, buyer, beneficiary, purpose)
					.map(Some)
			},
		}
	}

	pub(crate) fn do_buy(
		who: T::AccountId,
		number: OrderId,
		grams: Grams,
		max_price: Balance,
		retire: Option<Retirement>,
	) -> DispatchResult {
		let order = Self::live_order(number)?;
		ensure!(order.side == Side::Sell, Error::<T>::NotASellOrder);
		ensure!(order.owner != who, Error::<T>::OwnOrder);
		ensure!(order.price <= max_price, Error::<T>::AboveMaxPrice);
		Self::ensure_lot(grams, order.grams, order.least_lot)?;
		T::Reductions::ensure_tradable(order.class)?;
		let paid = Self::value(grams, order.price)?;
		T::Currency::transfer(&who, &order.owner, paid, Preservation::Preserve)?;
		let (class, seller) = (order.class, order.owner.clone());
		let certificate = Self::hand_over(class, &Self::account(), &who, grams, retire)?;
		Self::unlist(class, grams)?;
		Self::reduce(number, order, grams)?;
		Self::deposit_event(Event::Traded {
			order: number,
			class,
			seller,
			buyer: who,
			grams,
			paid,
			certificate,
		});
		Ok(())
	}

	pub(crate) fn do_fill(
		who: T::AccountId,
		number: OrderId,
		grams: Grams,
		min_price: Balance,
	) -> DispatchResult {
		let order = Self::live_order(number)?;
		let Side::Bid { retire } = order.side.clone() else {
			return Err(Error::<T>::NotABid.into());
		};
		ensure!(order.owner != who, Error::<T>::OwnOrder);
		ensure!(order.price >= min_price, Error::<T>::BelowMinPrice);
		Self::ensure_lot(grams, order.grams, order.least_lot)?;
		T::Reductions::ensure_tradable(order.class)?;
		Self::ensure_holds(order.class, &who, grams)?;
		let paid = Self::value(grams, order.price)?;
		T::Currency::transfer_on_hold(
			&HoldReason::Bid.into(),
			&order.owner,
			&who,
			paid,
			Precision::Exact,
			Restriction::Free,
			// Whatever else anybody brought about on the bidder's account: it was promised.
			Fortitude::Force,
		)?;
		let (class, buyer) = (order.class, order.owner.clone());
		let certificate = Self::hand_over(class, &who, &buyer, grams, retire)?;
		Self::reduce(number, order, grams)?;
		Self::deposit_event(Event::Traded {
			order: number,
			class,
			seller: who,
			buyer,
			grams,
			paid,
			certificate,
		});
		Ok(())
	}
}
