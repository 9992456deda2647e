//! What the council and its members decide about a participant.

use crate::{
	check_name, Config, Error, Event, Holders, LicenceTerms, Name, NameFault, NextParticipantId,
	Pallet, Participant, Participants, Reporters, Role, Status, Suspension,
};
use frame_support::{ensure, traits::Get};
use sp_core::{sr25519, H256};
use sp_runtime::DispatchError;
use tanpu_primitives::{Clock, ParticipantId, UnixSeconds};

impl<T: Config> Pallet<T> {
	/// Licenses a participant and returns its number.
	pub(crate) fn do_license(
		holder: T::AccountId,
		name: Name,
		owner: H256,
		terms: LicenceTerms,
		expires: UnixSeconds,
	) -> Result<ParticipantId, DispatchError> {
		check_name(&name).map_err(|fault| match fault {
			NameFault::Empty => Error::<T>::NameEmpty,
			NameFault::NotUtf8 => Error::<T>::NameNotUtf8,
			NameFault::Deceptive => Error::<T>::NameDeceptive,
		})?;
		Self::ensure_sound(&terms)?;
		let now = T::Clock::now();
		ensure!(expires > now, Error::<T>::ExpiryInPast);
		ensure!(!Reporters::<T>::contains_key(&holder), Error::<T>::HolderIsReporter);

		let participant = NextParticipantId::<T>::get();
		let next = participant.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		// Numbers rise, so the list stays sorted.
		Holders::<T>::try_mutate(&holder, |licences| licences.try_push(participant))
			.map_err(|_| Error::<T>::TooManyLicences)?;
		NextParticipantId::<T>::put(next);
		let role = terms.role();
		if role == Role::Verifier {
			Self::list_verifier(participant)?;
		}
		Participants::<T>::insert(
			participant,
			Participant {
				name,
				holder: holder.clone(),
				owner,
				terms,
				registered: now,
				expires,
				status: Status::Active,
				suspendable_from: 0,
			},
		);
		Self::deposit_event(Event::Licensed { participant, role, holder, owner, expires });
		Ok(participant)
	}

	pub(crate) fn do_amend(
		participant: ParticipantId,
		terms: LicenceTerms,
		expires: UnixSeconds,
	) -> Result<(), DispatchError> {
		Self::try_mutate(participant, |found| {
			Self::ensure_not_revoked(found)?;
			ensure!(found.terms.role() == terms.role(), Error::<T>::RoleMismatch);
			Self::ensure_sound(&terms)?;
			found.terms = terms.clone();
			found.expires = expires;
			Ok(())
		})?;
		Self::deposit_event(Event::Amended { participant, terms, expires });
		Ok(())
	}

	pub(crate) fn do_suspend(
		participant: ParticipantId,
		by: T::AccountId,
		reason: H256,
	) -> Result<(), DispatchError> {
		let now = T::Clock::now();
		let until = now.saturating_add(T::SuspensionPeriod::get());
		Self::try_mutate(participant, |found| {
			match &found.status {
				Status::Revoked { .. } => return Err(Error::<T>::AlreadyRevoked.into()),
				Status::Suspended(suspension) if suspension.holds(now) => {
					return Err(Error::<T>::AlreadySuspended.into())
				},
				Status::Suspended(_) | Status::Active => {},
			}
			ensure!(now >= found.suspendable_from, Error::<T>::CoolingDown);
			Self::note_pause(participant, &found.status, now);
			found.status = Status::Suspended(Suspension {
				by: by.clone(),
				reason,
				since: now,
				until,
				confirmed: false,
			});
			// As if it were to lapse; lifting sets it anew.
			found.suspendable_from = until.saturating_add(T::CoolDown::get());
			Ok(())
		})?;
		Self::deposit_event(Event::Suspended { participant, by, reason, until });
		Ok(())
	}

	pub(crate) fn do_confirm(participant: ParticipantId) -> Result<(), DispatchError> {
		let now = T::Clock::now();
		Self::try_mutate(participant, |found| match &mut found.status {
			Status::Suspended(suspension) if suspension.holds(now) => {
				ensure!(!suspension.confirmed, Error::<T>::AlreadyConfirmed);
				suspension.confirmed = true;
				Ok(())
			},
			_ => Err(Error::<T>::NotSuspended.into()),
		})?;
		Self::deposit_event(Event::SuspensionConfirmed { participant });
		Ok(())
	}

	pub(crate) fn do_lift(participant: ParticipantId) -> Result<(), DispatchError> {
		let now = T::Clock::now();
		Self::try_mutate(participant, |found| match &found.status {
			Status::Suspended(suspension) if suspension.holds(now) => {
				Self::note_pause(participant, &found.status, now);
				found.status = Status::Active;
				found.suspendable_from = now.saturating_add(T::CoolDown::get());
				Ok(())
			},
			_ => Err(Error::<T>::NotSuspended.into()),
		})?;
		Self::deposit_event(Event::SuspensionLifted { participant });
		Ok(())
	}

	pub(crate) fn do_revoke(participant: ParticipantId) -> Result<(), DispatchError> {
		let at = T::Clock::now();
		Self::try_mutate(participant, |found| {
			Self::ensure_not_revoked(found)?;
			Self::note_pause(participant, &found.status, at);
			found.status = Status::Revoked { at };
			if found.terms.role() == Role::Verifier {
				Self::unlist_verifier(participant);
			}
			Ok(())
		})?;
		Self::deposit_event(Event::Revoked { participant });
		Ok(())
	}

	pub(crate) fn ensure_not_revoked(
		participant: &Participant<T::AccountId>,
	) -> Result<(), DispatchError> {
		ensure!(!matches!(participant.status, Status::Revoked { .. }), Error::<T>::AlreadyRevoked);
		Ok(())
	}

	/// Whether terms can be kept.
	fn ensure_sound(terms: &LicenceTerms) -> Result<(), DispatchError> {
		ensure!(terms.scope().is_none_or(|scope| scope.is_sorted()), Error::<T>::ScopeUnsorted);
		if let LicenceTerms::IdentityProvider { attestation_key } = terms {
			ensure!(!is_weak(attestation_key), Error::<T>::WeakAttestationKey);
		}
		Ok(())
	}

	/// Changes a participant; nothing is written on error.
	fn try_mutate(
		participant: ParticipantId,
		change: impl FnOnce(&mut Participant<T::AccountId>) -> Result<(), DispatchError>,
	) -> Result<(), DispatchError> {
		Participants::<T>::try_mutate(participant, |slot| {
			change(slot.as_mut().ok_or(Error::<T>::NotFound)?)
		})
	}
}

/// All zeros is the group's neutral element: a signature under it needs no secret.
pub(crate) fn is_weak(key: &sr25519::Public) -> bool {
	key.0 == [0u8; 32]
}
