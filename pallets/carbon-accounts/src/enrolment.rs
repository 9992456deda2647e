//! A citizen's consent to an operator.

use crate::{
	pallet::{CitizenByKey, Citizens, Config, Error, Event, OperatorTotals, Pallet, Positions},
	types::Citizen,
};
use alloc::vec::Vec;
use frame_support::ensure;
use sp_core::crypto::AccountId32;
use tanpu_primitives::{
	traits::{LicenceRefusal, Operators},
	verification::Proceeds,
	Be16, Be32, CitizenId, ClassId, Clock, Disposition, OperatorId, Position,
};

/// The citizen holds positions with as many operators as there can be.
pub(crate) struct TooManyEnrolments;

impl<T: Config> Pallet<T> {
	/// Whether the operator may act at all now.
	pub(crate) fn ensure_operator(operator: OperatorId) -> Result<(), Error<T>> {
		T::Operators::ensure_licensed(operator, T::Clock::now()).map_err(|refusal| match refusal {
			LicenceRefusal::Suspended => Error::<T>::OperatorSuspended,
			LicenceRefusal::Revoked => Error::<T>::OperatorRevoked,
			LicenceRefusal::Expired => Error::<T>::OperatorExpired,
			// Scope and quota are matters of a report.
			LicenceRefusal::NotLicensed
			| LicenceRefusal::OutOfScope
			| LicenceRefusal::QuotaExceeded
			| LicenceRefusal::BondShort => Error::<T>::OperatorNotLicensed,
		})
	}

	pub(crate) fn do_enrol(
		who: &AccountId32,
		operator: OperatorId,
		disposition: Disposition,
	) -> Result<(), Error<T>> {
		let citizen = CitizenByKey::<T>::get(who).ok_or(Error::<T>::NotACitizen)?;
		let mut record = Citizens::<T>::get(citizen).ok_or(Error::<T>::NotACitizen)?;
		Self::ensure_operator(operator)?;
		if let Some(position) = Positions::<T>::get(Be16::from(operator), Be32::from(citizen)) {
			ensure!(!position.enrolled, Error::<T>::AlreadyEnrolled);
			// What was credited under one disposition is not moved to another afterwards.
			ensure!(
				position.disposition == disposition || position.contributions.is_empty(),
				Error::<T>::DispositionLocked
			);
		}
		Self::add_position(&mut record, citizen, operator, disposition)
			.map_err(|_| Error::<T>::TooManyEnrolments)?;
		Citizens::<T>::insert(citizen, record);
		Self::count_enrolled(operator, 1);
		Self::deposit_event(Event::Enrolled { citizen, operator, disposition });
		Ok(())
	}

	pub(crate) fn do_leave(who: &AccountId32, operator: OperatorId) -> Result<(), Error<T>> {
		let citizen = CitizenByKey::<T>::get(who).ok_or(Error::<T>::NotACitizen)?;
		let (by_operator, by_citizen) = (Be16::from(operator), Be32::from(citizen));
		let mut position =
			Positions::<T>::get(by_operator, by_citizen).ok_or(Error::<T>::NotEnrolled)?;
		ensure!(position.enrolled, Error::<T>::NotEnrolled);
		position.enrolled = false;
		let classes = Self::entrusted(&position);
		Positions::<T>::insert(by_operator, by_citizen, position);
		OperatorTotals::<T>::mutate(operator, |totals| {
			// This citizen was counted (try_state), so there is one to take away.
			totals.citizens = totals.citizens.saturating_sub(1);
		});
		Self::deposit_event(Event::Left { citizen, operator });
		// Signed by the citizen's key: whoever signs has it.
		T::Proceeds::touch(citizen, &classes);
		Ok(())
	}

	/// Classes that the position contributes to with grams that the operator sells.
	pub(crate) fn entrusted(position: &Position) -> Vec<ClassId> {
		match position.disposition {
			Disposition::Entrusted => {
				position.contributions.iter().map(|(class, _)| *class).collect()
			},
			Disposition::SelfHeld | Disposition::RewardOnly => Vec::new(),
		}
	}

	pub(crate) fn is_enrolled(operator: OperatorId, citizen: CitizenId) -> bool {
		Positions::<T>::get(Be16::from(operator), Be32::from(citizen))
			.is_some_and(|position| position.enrolled)
	}

	/// Writes an enrolled position for a citizen who is not enrolled, keeping what an earlier one
	/// earned, and notes the operator in the record. The caller writes the record and counts the
	/// citizen. Nothing changes on error.
	pub(crate) fn add_position(
		record: &mut Citizen,
		citizen: CitizenId,
		operator: OperatorId,
		disposition: Disposition,
	) -> Result<(), TooManyEnrolments> {
		if let Err(at) = record.operators.binary_search(&operator) {
			record.operators.try_insert(at, operator).map_err(|_| TooManyEnrolments)?;
		}
		Positions::<T>::mutate(Be16::from(operator), Be32::from(citizen), |slot| match slot {
			Some(position) => {
				position.enrolled = true;
				position.disposition = disposition;
			},
			None => *slot = Some(Position::new(disposition)),
		});
		Ok(())
	}

	/// Counts citizens who have just been enrolled.
	pub(crate) fn count_enrolled(operator: OperatorId, citizens: u32) {
		OperatorTotals::<T>::mutate(operator, |totals| {
			// Never more than there are citizen numbers, which are u32 too.
			totals.citizens = totals.citizens.saturating_add(citizens);
		});
	}
}
