//! Closing an account and opening it again.

use crate::{
	pallet::{
		CitizenByKey, Citizens, Config, Error, Event, OperatorTotals, Pallet, Positions,
		Replacements,
	},
	types::{AccountStatus, KeyAttestation},
};
use alloc::vec::Vec;
use frame_support::ensure;
use sp_core::crypto::AccountId32;
use tanpu_primitives::{
	attestation::Purpose, traits::Unfinished, verification::Proceeds, Be16, Be32, CitizenId,
	MAX_CONTRIBUTIONS,
};

impl<T: Config> Pallet<T> {
	/// Closes an account by its key. Returns with how many operators there is a position.
	pub(crate) fn do_close(who: &AccountId32) -> Result<u32, Error<T>> {
		let citizen = CitizenByKey::<T>::get(who).ok_or(Error::<T>::NotACitizen)?;
		let mut record = Citizens::<T>::get(citizen).ok_or(Error::<T>::NotACitizen)?;
		ensure!(T::Unfinished::orders(citizen) == 0, Error::<T>::OrdersUnfinished);

		let by_citizen = Be32::from(citizen);
		let mut positions = 0u32;
		let mut classes = Vec::new();
		for operator in &record.operators {
			positions = positions.saturating_add(1);
			let by_operator = Be16::from(*operator);
			let Some(mut position) = Positions::<T>::get(by_operator, by_citizen) else { continue };
			classes.extend(Self::entrusted(&position));
			if !position.enrolled {
				continue;
			}
			position.enrolled = false;
			Positions::<T>::insert(by_operator, by_citizen, position);
			OperatorTotals::<T>::mutate(operator, |totals| {
				// This citizen was counted (try_state), so there is one to take away.
				totals.citizens = totals.citizens.saturating_sub(1);
			});
		}
		// While the key is the citizen's: the oldest class first, which is the likeliest to be issued.
		classes.sort_unstable();
		classes.truncate(usize::try_from(MAX_CONTRIBUTIONS).unwrap_or(usize::MAX));
		T::Proceeds::touch(citizen, &classes);
		// Whoever wants the account under another key now opens it with that one.
		if let Some(replacement) = Replacements::<T>::take(citizen) {
			let key = replacement.key;
			Self::deposit_event(Event::ReplacementDropped { citizen, key });
		}
		// The key's provider reference stays: see `bind_key`.
		CitizenByKey::<T>::remove(who);
		record.key = None;
		record.status = AccountStatus::Closed;
		Citizens::<T>::insert(citizen, record);
		Self::deposit_event(Event::AccountClosed { citizen });
		Ok(positions)
	}

	/// Opens a closed account again: the same number, with all that it earned, enrolled with nobody.
	pub(crate) fn reopen(citizen: CitizenId, attestation: KeyAttestation) -> Result<(), Error<T>> {
		let mut record = Citizens::<T>::get(citizen).ok_or(Error::<T>::AlreadyOpen)?;
		ensure!(record.status == AccountStatus::Closed, Error::<T>::AlreadyOpen);
		ensure!(attestation.epoch == record.epoch, Error::<T>::EpochMismatch);
		ensure!(!CitizenByKey::<T>::contains_key(&attestation.key), Error::<T>::KeyInUse);
		Self::ensure_successor(attestation.provider, record.provider)?;
		Self::ensure_signed_by_both(Purpose::Open, &attestation)?;

		let KeyAttestation { provider, key, .. } = attestation;
		record.status = AccountStatus::Open;
		record.provider = provider;
		Self::give_key(citizen, &mut record, &key)?;
		Citizens::<T>::insert(citizen, record);
		Self::deposit_event(Event::AccountReopened { citizen, key, provider });
		Ok(())
	}
}
