//! Replacing a citizen's key: announced, waited for, perhaps vetoed, carried out.

use crate::{
	pallet::{
		CitizenByKey, CitizenByNullifier, Citizens, Config, Error, Event, Pallet, Replacements,
	},
	types::{AccountStatus, KeyAttestation, Replacement, ReplacementState},
};
use frame_support::{ensure, traits::Get};
use sp_core::crypto::AccountId32;
use tanpu_primitives::{attestation::Purpose, CitizenId, Clock};

impl<T: Config> Pallet<T> {
	/// Announces that another key takes the place of a citizen's own.
	pub(crate) fn do_replace_key(attestation: KeyAttestation) -> Result<(), Error<T>> {
		Self::ensure_timely(&attestation)?;
		let citizen = CitizenByNullifier::<T>::get(attestation.nullifier)
			.ok_or(Error::<T>::UnknownNullifier)?;
		let mut record = Citizens::<T>::get(citizen).ok_or(Error::<T>::UnknownNullifier)?;
		ensure!(record.status == AccountStatus::Open, Error::<T>::AccountClosed);
		ensure!(record.key.is_some(), Error::<T>::NoKey);
		let earlier = Replacements::<T>::get(citizen);
		ensure!(earlier.as_ref().is_none_or(Self::can_not_happen), Error::<T>::ReplacementPending);
		ensure!(attestation.epoch == record.epoch, Error::<T>::EpochMismatch);
		ensure!(!CitizenByKey::<T>::contains_key(&attestation.key), Error::<T>::KeyInUse);
		Self::ensure_successor(attestation.provider, record.provider)?;
		Self::ensure_signed_by_both(Purpose::Replace, &attestation)?;

		// Counted now and not when it is carried out: one that was dropped after a veto can't be
		// announced again with the same statement.
		Self::next_epoch(&mut record)?;
		Citizens::<T>::insert(citizen, record);
		if let Some(Replacement { key, .. }) = earlier {
			Self::deposit_event(Event::ReplacementDropped { citizen, key });
		}
		let KeyAttestation { provider, key, .. } = attestation;
		let due = T::Clock::now().saturating_add(T::ReplacementDelay::get());
		let state = ReplacementState::Announced;
		Replacements::<T>::insert(citizen, Replacement { key: key.clone(), provider, due, state });
		Self::deposit_event(Event::ReplacementAnnounced { citizen, key, provider, due });
		Ok(())
	}

	/// Whether a replacement can't be carried out as things stand, so that another may take its
	/// place: its key has become a citizen's, or nobody answers for it any more. One that is under
	/// veto waits for the council all the same.
	fn can_not_happen(replacement: &Replacement) -> bool {
		match replacement.state {
			ReplacementState::Vetoed { .. } => false,
			ReplacementState::Announced if Self::provider_key(replacement.provider).is_err() => {
				true
			},
			ReplacementState::Announced | ReplacementState::Confirmed => {
				CitizenByKey::<T>::contains_key(&replacement.key)
			},
		}
	}

	pub(crate) fn do_veto_replacement(who: &AccountId32) -> Result<(), Error<T>> {
		let citizen = CitizenByKey::<T>::get(who).ok_or(Error::<T>::NotACitizen)?;
		let mut replacement = Replacements::<T>::get(citizen).ok_or(Error::<T>::NoReplacement)?;
		match replacement.state {
			ReplacementState::Announced => {},
			ReplacementState::Vetoed { .. } => return Err(Error::<T>::UnderVeto),
			ReplacementState::Confirmed => return Err(Error::<T>::VetoRejected),
		}
		replacement.state = ReplacementState::Vetoed { at: T::Clock::now() };
		Replacements::<T>::insert(citizen, replacement);
		Self::deposit_event(Event::ReplacementVetoed { citizen });
		Ok(())
	}

	pub(crate) fn do_decide_veto(citizen: CitizenId, upheld: bool) -> Result<(), Error<T>> {
		let mut replacement = Replacements::<T>::get(citizen).ok_or(Error::<T>::NoReplacement)?;
		ensure!(
			matches!(replacement.state, ReplacementState::Vetoed { .. }),
			Error::<T>::NotUnderVeto
		);
		Self::deposit_event(Event::VetoDecided { citizen, upheld });
		if upheld {
			Replacements::<T>::remove(citizen);
			Self::deposit_event(Event::ReplacementDropped { citizen, key: replacement.key });
		} else {
			replacement.state = ReplacementState::Confirmed;
			Replacements::<T>::insert(citizen, replacement);
		}
		Ok(())
	}

	pub(crate) fn do_complete_replacement(citizen: CitizenId) -> Result<(), Error<T>> {
		let Replacement { key, provider, due, state } =
			Replacements::<T>::get(citizen).ok_or(Error::<T>::NoReplacement)?;
		// A closed account has none (try_state).
		let mut record = Citizens::<T>::get(citizen).ok_or(Error::<T>::NoReplacement)?;
		match state {
			ReplacementState::Vetoed { .. } => return Err(Error::<T>::UnderVeto),
			// A provider that was stopped meanwhile may have been robbed of its key.
			ReplacementState::Announced => {
				Self::provider_key(provider)?;
			},
			// The council has looked at this one itself.
			ReplacementState::Confirmed => {},
		}
		ensure!(T::Clock::now() >= due, Error::<T>::DelayRuns);
		ensure!(!CitizenByKey::<T>::contains_key(&key), Error::<T>::KeyInUse);

		Replacements::<T>::remove(citizen);
		if let Some(old) = record.key.take() {
			// Its provider reference stays: see `bind_key`.
			CitizenByKey::<T>::remove(old);
		}
		record.provider = provider;
		Self::bind_key(citizen, &mut record, &key);
		Citizens::<T>::insert(citizen, record);
		Self::deposit_event(Event::KeyReplaced { citizen, key, provider });
		Ok(())
	}
}
