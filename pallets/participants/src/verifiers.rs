//! Which verifiers can audit what an operator reported.

use crate::{Config, Error, LicensedVerifiers, Pallet, Participant, Participants, Role};
use frame_support::{traits::Get, weights::Weight, BoundedVec};
use sp_core::H256;
use sp_runtime::{traits::ConstU32, DispatchError};
use tanpu_primitives::{
	traits::LicenceRefusal,
	verification::{Verifiers, MAX_VERIFIERS},
	MethodologyId, OperatorId, ParticipantId, UnixSeconds,
};

/// What decoding a participant with the longest scope and asking it takes, in picoseconds.
const PER_PARTICIPANT: u64 = 4_000_000;

impl<T: Config> Pallet<T> {
	/// Gives a verifier its place. Numbers rise, so the list stays sorted.
	pub(crate) fn list_verifier(verifier: ParticipantId) -> Result<(), DispatchError> {
		LicensedVerifiers::<T>::try_mutate(|list| list.try_push(verifier))
			.map_err(|_| Error::<T>::TooManyVerifiers.into())
	}

	/// Frees the place of a verifier that was revoked.
	pub(crate) fn unlist_verifier(verifier: ParticipantId) {
		LicensedVerifiers::<T>::mutate(|list| list.retain(|listed| *listed != verifier));
	}

	/// Whether one verifier can audit what a participant of `owner` reported.
	fn ensure_verifies(
		found: Option<Participant<T::AccountId>>,
		owner: Option<H256>,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		let found = found
			.filter(|found| found.terms.role() == Role::Verifier)
			.ok_or(LicenceRefusal::NotLicensed)?;
		found.ensure_active(now)?;
		let covered = found.terms.scope().is_some_and(|scope| scope.covers(methodology));
		let independent = owner.is_some_and(|owner| owner != found.owner);
		if covered && independent {
			Ok(())
		} else {
			Err(LicenceRefusal::OutOfScope)
		}
	}

	fn owner_of_participant(participant: ParticipantId) -> Option<H256> {
		Participants::<T>::get(participant).map(|found| found.owner)
	}
}

impl<T: Config> Verifiers<T::AccountId> for Pallet<T> {
	/// Nobody where there is no such operator: of which owner it isn't can't be said.
	fn eligible(
		operator: OperatorId,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> BoundedVec<ParticipantId, ConstU32<MAX_VERIFIERS>> {
		let owner = Self::owner_of_participant(operator);
		let mut list = LicensedVerifiers::<T>::get();
		list.retain(|verifier| {
			let found = Participants::<T>::get(verifier);
			Self::ensure_verifies(found, owner, methodology, now).is_ok()
		});
		list
	}

	fn ensure_eligible(
		verifier: ParticipantId,
		operator: OperatorId,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		let owner = Self::owner_of_participant(operator);
		Self::ensure_verifies(Participants::<T>::get(verifier), owner, methodology, now)
	}

	/// Also of a suspended, expired or revoked verifier.
	fn holder(verifier: ParticipantId) -> Option<T::AccountId> {
		Participants::<T>::get(verifier)
			.filter(|found| found.terms.role() == Role::Verifier)
			.map(|found| found.holder)
	}

	/// The list, the operator, and every verifier of a full list.
	fn weight() -> Weight {
		let participants = u64::from(MAX_VERIFIERS).saturating_add(1);
		T::DbWeight::get()
			.reads(participants.saturating_add(1))
			.saturating_add(Weight::from_parts(PER_PARTICIPANT.saturating_mul(participants), 0))
	}

	/// The holder doesn't list them: it could not hold so many licences.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_verifiers(holder: T::AccountId, count: u32) -> alloc::vec::Vec<ParticipantId> {
		(0..count)
			.map(|_| {
				let number = crate::NextParticipantId::<T>::get();
				let verifier = crate::provide::benchmark_participant::<T>(
					frame_benchmarking::account("verifier", number.into(), 0),
					crate::LicenceTerms::Verifier { scope: crate::Scope::All },
				);
				Participants::<T>::mutate(verifier, |slot| {
					if let Some(found) = slot {
						found.holder = holder.clone();
					}
				});
				verifier
			})
			.collect()
	}
}
