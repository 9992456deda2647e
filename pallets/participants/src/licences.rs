//! What the council and its members decide about a participant.

use crate::{
	check_name, Config, Error, Event, Holders, LicenceTerms, Name, NameFault, NextParticipantId,
	Pallet, Participant, Participants, Related, Reporters, Role, Suspensions,
};
use frame_support::{ensure, traits::Get};
use sp_core::{sr25519, H256};
use sp_runtime::DispatchError;
use tanpu_primitives::{suspension::SuspensionRefusal, Clock, ParticipantId, UnixSeconds};

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
		Related::<T>::try_mutate(owner, |related| related.try_push(participant))
			.map_err(|_| Error::<T>::TooManyRelated)?;
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
				suspensions: Suspensions::default(),
				revoked: None,
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
		let until = Self::try_mutate(participant, |found| {
			Self::ensure_not_revoked(found)?;
			let (period, cool_down) = (T::SuspensionPeriod::get(), T::CoolDown::get());
			found
				.suspensions
				.suspend(by.clone(), reason, T::Clock::now(), period, cool_down)
				.map_err(Error::<T>::from_suspension)
		})?;
		Self::deposit_event(Event::Suspended { participant, by, reason, until });
		Ok(())
	}

	pub(crate) fn do_confirm(participant: ParticipantId) -> Result<(), DispatchError> {
		Self::try_mutate(participant, |found| {
			ensure!(found.revoked.is_none(), Error::<T>::NotSuspended);
			found.suspensions.confirm(T::Clock::now()).map_err(Error::<T>::from_suspension)
		})?;
		Self::deposit_event(Event::SuspensionConfirmed { participant });
		Ok(())
	}

	pub(crate) fn do_lift(participant: ParticipantId) -> Result<(), DispatchError> {
		Self::try_mutate(participant, |found| {
			ensure!(found.revoked.is_none(), Error::<T>::NotSuspended);
			found
				.suspensions
				.lift(T::Clock::now(), T::CoolDown::get())
				.map_err(Error::<T>::from_suspension)
		})?;
		Self::deposit_event(Event::SuspensionLifted { participant });
		Ok(())
	}

	pub(crate) fn do_revoke(participant: ParticipantId) -> Result<(), DispatchError> {
		let now = T::Clock::now();
		Self::try_mutate(participant, |found| {
			Self::ensure_not_revoked(found)?;
			// So that nothing goes on counting the seconds of a suspension.
			if found.suspensions.current(now).is_some() {
				found
					.suspensions
					.lift(now, T::CoolDown::get())
					.map_err(Error::<T>::from_suspension)?;
			}
			found.revoked = Some(now);
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
		ensure!(participant.revoked.is_none(), Error::<T>::AlreadyRevoked);
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
	fn try_mutate<R>(
		participant: ParticipantId,
		change: impl FnOnce(&mut Participant<T::AccountId>) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		Participants::<T>::try_mutate(participant, |slot| {
			change(slot.as_mut().ok_or(Error::<T>::NotFound)?)
		})
	}
}

impl<T: Config> Error<T> {
	fn from_suspension(refusal: SuspensionRefusal) -> DispatchError {
		match refusal {
			SuspensionRefusal::Suspended => Error::<T>::AlreadySuspended,
			SuspensionRefusal::CoolingDown => Error::<T>::CoolingDown,
			SuspensionRefusal::NotSuspended => Error::<T>::NotSuspended,
			SuspensionRefusal::Confirmed => Error::<T>::AlreadyConfirmed,
		}
		.into()
	}
}

/// All zeros is the group's neutral element: a signature under it needs no secret.
pub(crate) fn is_weak(key: &sr25519::Public) -> bool {
	key.0 == [0u8; 32]
}
