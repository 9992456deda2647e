//! What the council spends of the common good.

use crate::pallet::{Config, Error, Event, Pallet};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Preservation},
		Get,
	},
};
use sp_core::H256;
use sp_runtime::DispatchResult;
use tanpu_primitives::Balance;

impl<T: Config> Pallet<T> {
	/// Plancks that can be spent: all but what keeps the account, and what is held or frozen on it.
	/// What citizens haven't claimed isn't there: it is held on another account until it is swept.
	pub(crate) fn common_good_money() -> Balance {
		let account = T::CommonGoodAccount::get();
		T::Currency::reducible_balance(&account, Preservation::Preserve, Fortitude::Polite)
	}

	pub(crate) fn do_spend_common_good(
		recipient: T::AccountId,
		amount: Balance,
		purpose: H256,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let account = T::CommonGoodAccount::get();
		// Out of one pocket into the same would be a payment that never was; out of the account on which
		// proceeds are held nobody could take it.
		ensure!(
			recipient != account && recipient != T::ProceedsAccount::get(),
			Error::<T>::BadRecipient
		);
		ensure!(amount <= Self::common_good_money(), Error::<T>::CommonGoodShort);
		T::Currency::transfer(&account, &recipient, amount, Preservation::Preserve)?;
		Self::deposit_event(Event::CommonGoodSpent { recipient, amount, purpose });
		Ok(())
	}
}
