//! Opening and claiming accounts.

use crate::{
	pallet::{
		CitizenByKey, CitizenByNullifier, Citizens, Config, Error, Event, NextCitizenId, Pallet,
	},
	types::{AccountStatus, Citizen, KeyAttestation, Opening, OpeningOutcome, OpeningReason},
};
use alloc::vec::Vec;
use frame_support::{ensure, BoundedVec};
use sp_core::{crypto::AccountId32, sr25519, H256};
use tanpu_primitives::{
	attestation::Purpose, CitizenId, Clock, Nullifier, OperatorId, ParticipantId,
};

/// What is the same for all entries of one call to open accounts for users.
pub(crate) struct OpeningContext {
	pub operator: OperatorId,
	pub provider: ParticipantId,
	pub provider_key: sr25519::Public,
	pub genesis: H256,
}

impl<T: Config> Pallet<T> {
	/// Opens an account whose owner holds a key, or the closed one that they have.
	pub(crate) fn do_open(attestation: KeyAttestation) -> Result<(), Error<T>> {
		Self::ensure_timely(&attestation)?;
		if let Some(citizen) = CitizenByNullifier::<T>::get(attestation.nullifier) {
			return Self::reopen(citizen, attestation);
		}
		ensure!(attestation.epoch == 0, Error::<T>::EpochMismatch);
		ensure!(!CitizenByKey::<T>::contains_key(&attestation.key), Error::<T>::KeyInUse);
		Self::ensure_signed_by_both(Purpose::Open, &attestation)?;

		let KeyAttestation { provider, nullifier, key, .. } = attestation;
		let citizen = Self::take_number(nullifier).ok_or(Error::<T>::CitizensExhausted)?;
		let mut record = Self::fresh_record(provider);
		Self::give_key(citizen, &mut record, &key)?;
		Citizens::<T>::insert(citizen, record);
		Self::deposit_event(Event::AccountOpened { citizen, key, provider });
		Ok(())
	}

	/// Gives its owner's key to an account that an operator opened.
	pub(crate) fn do_claim(attestation: KeyAttestation) -> Result<(), Error<T>> {
		Self::ensure_timely(&attestation)?;
		let citizen = CitizenByNullifier::<T>::get(attestation.nullifier)
			.ok_or(Error::<T>::UnknownNullifier)?;
		let mut record = Citizens::<T>::get(citizen).ok_or(Error::<T>::UnknownNullifier)?;
		ensure!(record.status == AccountStatus::Open, Error::<T>::AccountClosed);
		ensure!(record.key.is_none(), Error::<T>::HasKey);
		ensure!(attestation.epoch == record.epoch, Error::<T>::EpochMismatch);
		ensure!(!CitizenByKey::<T>::contains_key(&attestation.key), Error::<T>::KeyInUse);
		Self::ensure_successor(attestation.provider, record.provider)?;
		Self::ensure_signed_by_both(Purpose::Claim, &attestation)?;

		let KeyAttestation { provider, key, .. } = attestation;
		record.provider = provider;
		Self::give_key(citizen, &mut record, &key)?;
		Citizens::<T>::insert(citizen, record);
		Self::deposit_event(Event::KeyClaimed { citizen, key, provider });
		Ok(())
	}

	/// Opens accounts for an operator's users. Returns an outcome per entry, in their order, and how
	/// many are [`OpeningOutcome::Unchanged`].
	pub(crate) fn do_open_for_users(
		context: &OpeningContext,
		entries: BoundedVec<Opening, T::MaxOpenings>,
	) -> (BoundedVec<OpeningOutcome, T::MaxOpenings>, u32) {
		let (mut enrolled, mut unchanged) = (0u32, 0u32);
		let mut outcomes = Vec::with_capacity(entries.len());
		for opening in &entries {
			let outcome = Self::open_for_user(context, opening);
			match outcome {
				OpeningOutcome::Opened(_) | OpeningOutcome::Enrolled(_) => {
					enrolled = enrolled.saturating_add(1)
				},
				OpeningOutcome::Unchanged(_) => unchanged = unchanged.saturating_add(1),
				OpeningOutcome::Rejected(_) => {},
			}
			outcomes.push(outcome);
		}
		// Once a call, not once an entry.
		if enrolled > 0 {
			Self::count_enrolled(context.operator, enrolled);
		}
		// As many outcomes as entries: nothing is cut off.
		(BoundedVec::truncate_from(outcomes), unchanged)
	}

	/// Opens an account for one user of an operator, or enrols the one that there is. The caller
	/// counts the enrolled.
	fn open_for_user(context: &OpeningContext, opening: &Opening) -> OpeningOutcome {
		let result = match CitizenByNullifier::<T>::get(opening.nullifier) {
			None => Self::open_without_key(context, opening).map(OpeningOutcome::Opened),
			Some(citizen) => Self::enrol_without_key(context, opening, citizen),
		};
		result.unwrap_or_else(OpeningOutcome::Rejected)
	}

	fn open_without_key(
		context: &OpeningContext,
		opening: &Opening,
	) -> Result<CitizenId, OpeningReason> {
		Self::ensure_stated(context, opening)?;
		let citizen =
			Self::take_number(opening.nullifier).ok_or(OpeningReason::CitizensExhausted)?;
		let mut record = Self::fresh_record(context.provider);
		// A fresh record has room: nothing is left half done.
		Self::add_position(&mut record, citizen, context.operator, opening.disposition)
			.map_err(|_| OpeningReason::TooManyEnrolments)?;
		Citizens::<T>::insert(citizen, record);
		Ok(citizen)
	}

	fn enrol_without_key(
		context: &OpeningContext,
		opening: &Opening,
		citizen: CitizenId,
	) -> Result<OpeningOutcome, OpeningReason> {
		// A batch sent again changes nothing and says so, even where the attestation has expired
		// or the citizen has claimed the account since.
		if Self::is_enrolled(context.operator, citizen) {
			return Ok(OpeningOutcome::Unchanged(citizen));
		}
		// Every nullifier leads to a record (try_state); without one nothing could be enrolled.
		let mut record = Citizens::<T>::get(citizen).ok_or(OpeningReason::Closed)?;
		ensure!(record.status == AccountStatus::Open, OpeningReason::Closed);
		ensure!(record.key.is_none(), OpeningReason::HasKey);
		Self::ensure_stated(context, opening)?;
		Self::add_position(&mut record, citizen, context.operator, opening.disposition)
			.map_err(|_| OpeningReason::TooManyEnrolments)?;
		Citizens::<T>::insert(citizen, record);
		Ok(OpeningOutcome::Enrolled(citizen))
	}

	fn ensure_stated(context: &OpeningContext, opening: &Opening) -> Result<(), OpeningReason> {
		Self::check_opening(
			opening,
			context.operator,
			context.provider,
			&context.provider_key,
			context.genesis,
		)
	}

	fn fresh_record(provider: ParticipantId) -> Citizen {
		Citizen {
			key: None,
			epoch: 0,
			provider,
			opened: T::Clock::now(),
			status: AccountStatus::Open,
			operators: BoundedVec::new(),
		}
	}

	/// The next number, bound to the nullifier for ever; `None` when all are taken.
	fn take_number(nullifier: Nullifier) -> Option<CitizenId> {
		let citizen = NextCitizenId::<T>::get();
		NextCitizenId::<T>::put(citizen.checked_add(1)?);
		CitizenByNullifier::<T>::insert(nullifier, citizen);
		Some(citizen)
	}

	/// Counts a statement that was accepted.
	pub(crate) fn next_epoch(record: &mut Citizen) -> Result<(), Error<T>> {
		// The count ends after 2^32 statements about one person.
		record.epoch = record.epoch.checked_add(1).ok_or(Error::<T>::EpochMismatch)?;
		Ok(())
	}

	/// Accepts the statement and binds its key, which is not in use.
	pub(crate) fn give_key(
		citizen: CitizenId,
		record: &mut Citizen,
		key: &AccountId32,
	) -> Result<(), Error<T>> {
		Self::next_epoch(record)?;
		Self::bind_key(citizen, record, key);
		Ok(())
	}

	/// Binds a key that is not in use. Its account gets a provider reference, so that the key can
	/// sign without any balance.
	///
	/// The reference is never taken back, not even when the account closes or gets another key: an
	/// account that loses its last reference is forgotten with its nonce, and every immortal
	/// transaction that it ever signed could be sent again from nonce 0, once the key is a citizen's
	/// anew. What that keeps in state is bounded by the statements that providers signed.
	pub(crate) fn bind_key(citizen: CitizenId, record: &mut Citizen, key: &AccountId32) {
		record.key = Some(key.clone());
		CitizenByKey::<T>::insert(key, citizen);
		frame_system::Pallet::<T>::inc_providers(key);
	}
}
