use crate::{
	BalanceOf, Config, HoldReason, Mints, NextWithdrawalId, Officers, Pallet, Sums, Withdrawals,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, InspectHold},
		Get,
	},
};
use sp_runtime::{
	traits::{Saturating, Zero},
	TryRuntimeError,
};

impl<T: Config> Pallet<T> {
	/// * **All TANP there is = what genesis issued + minted - burned.**
	/// * What is held for withdrawals is what the open ones say, owner by owner.
	/// * No more officers and proposals than fit; ids were given.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let sums = Sums::<T>::get();
		ensure!(
			T::Currency::total_issuance().saturating_add(sums.burned)
				== sums.genesis.saturating_add(sums.minted),
			"settlement: TANP came or went without a record"
		);
		let mut held = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		for (id, withdrawal) in Withdrawals::<T>::iter() {
			ensure!(id < NextWithdrawalId::<T>::get(), "settlement: an id that was never given");
			ensure!(!withdrawal.amount.is_zero(), "settlement: a withdrawal of nothing");
			held.entry(withdrawal.owner).or_default().saturating_accrue(withdrawal.amount);
		}
		for (owner, amount) in held {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Withdrawal.into(), &owner) == amount,
				"settlement: what is held isn't what the withdrawals say"
			);
		}
		let mut proposals = 0u32;
		for mint in Mints::<T>::iter_values() {
			proposals.saturating_inc();
			ensure!(!mint.amount.is_zero(), "settlement: a mint of nothing");
		}
		ensure!(proposals == Mints::<T>::count(), "settlement: the counter is wrong");
		ensure!(proposals <= T::MaxProposals::get(), "settlement: too many proposals");
		ensure!(Officers::<T>::count() <= T::MaxOfficers::get(), "settlement: too many officers");
		Ok(())
	}
}
