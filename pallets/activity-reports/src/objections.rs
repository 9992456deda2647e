//! A citizen's objection to a record in their name.
//!
//! The operator answers, by withdrawing the record or with a reason; where it doesn't agree, or says
//! nothing, the council decides. Upheld by the council, it costs the operator a fine, and its public
//! count of such records. Nobody can hold up a class for ever: an objection can be made until nothing
//! more can be credited to the class, its periods run at once and together, and undecided it lapses,
//! since those who wait for the class did nothing wrong. So a class is sealed at most
//! [`Config::AnswerPeriod`] and [`Config::DecisionPeriod`] later.

use crate::{
	pallet::{
		Batches, ClassesWaiting, Config, Error, Event, ObjectionTallies, Objections, ObjectionsOf,
		Pallet,
	},
	types::{Objection, ObjectionState},
	withdrawal::Found,
};
use frame_support::{ensure, traits::Get};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	evidence::RecordProof,
	points::{Citizens, Fines},
	report::RecordRef,
	CitizenId, ClassId, Clock, OperatorId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_object(
		who: &T::AccountId,
		record: RecordRef,
		proof: RecordProof,
		reason: H256,
	) -> DispatchResult {
		let citizen = T::Citizens::citizen_of(who).ok_or(Error::<T>::NotACitizen)?;
		let Found { batch, class_id, class, row, grams, .. } = Self::proven(record, proof)?;
		ensure!(row.citizen == citizen, Error::<T>::NotYours);
		let RecordRef { batch: index, row: at } = record;
		ensure!(!Objections::<T>::contains_key(index, at), Error::<T>::AlreadyObjected);
		let now = T::Clock::now();
		let closed = class.sealed || Self::closes_at(&class).is_none_or(|closes| now >= closes);
		ensure!(!closed, Error::<T>::ObjectionTooLate);
		ObjectionsOf::<T>::try_mutate(citizen, |records| records.try_push(record))
			.map_err(|_| Error::<T>::TooManyObjections)?;

		let answer_before = now.saturating_add(T::AnswerPeriod::get());
		let lapses = answer_before.saturating_add(T::DecisionPeriod::get());
		ClassesWaiting::<T>::mutate(class_id, |slot| {
			let waiting = slot.get_or_insert_default();
			waiting.objections = waiting.objections.saturating_add(1);
			waiting.until = waiting.until.max(lapses);
		});
		let state = ObjectionState::Open;
		Objections::<T>::insert(
			index,
			at,
			Objection { class: class_id, row, grams, reason, answer_before, lapses, state },
		);
		let operator = batch.operator;
		ObjectionTallies::<T>::mutate(operator, |tally| tally.made = tally.made.saturating_add(1));
		Self::deposit_event(Event::Objected {
			record,
			operator,
			citizen,
			class: class_id,
			reason,
			answer_before,
			lapses,
		});
		Ok(())
	}

	/// An objection that can still be answered or decided, with its record.
	fn open_objection(record: RecordRef) -> Result<(Objection, Found), DispatchError> {
		let objection = Objections::<T>::get(record.batch, record.row);
		let objection = objection.ok_or(Error::<T>::NoObjection)?;
		ensure!(T::Clock::now() < objection.lapses, Error::<T>::Lapsed);
		let batch = Batches::<T>::get(record.batch).ok_or(Error::<T>::BatchNotFound)?;
		let found = Self::found(record, batch, objection.row.clone(), objection.grams)?;
		Ok((objection, found))
	}

	pub(crate) fn do_uphold_objection(who: &T::AccountId, record: RecordRef) -> DispatchResult {
		let (objection, found) = Self::open_objection(record)?;
		let (operator, citizen) = (found.batch.operator, found.row.citizen);
		Self::ensure_operator(who, operator)?;
		Self::strike(found, objection.reason)?;
		Self::settle(record, citizen, objection.class);
		Self::count_accepted(operator, record);
		Ok(())
	}

	pub(crate) fn do_reject_objection(
		who: &T::AccountId,
		record: RecordRef,
		reason: H256,
	) -> DispatchResult {
		let (mut objection, found) = Self::open_objection(record)?;
		Self::ensure_operator(who, found.batch.operator)?;
		ensure!(objection.state == ObjectionState::Open, Error::<T>::AlreadyAnswered);
		let in_time = T::Clock::now() < objection.answer_before;
		ensure!(in_time, Error::<T>::AnswerTooLate);
		objection.state = ObjectionState::Rejected { reason };
		Objections::<T>::insert(record.batch, record.row, objection);
		Self::deposit_event(Event::ObjectionRejected { record, reason });
		Ok(())
	}

	pub(crate) fn do_decide_objection(record: RecordRef, upheld: bool) -> DispatchResult {
		let (objection, found) = Self::open_objection(record)?;
		let answered =
			objection.state != ObjectionState::Open || T::Clock::now() >= objection.answer_before;
		ensure!(answered, Error::<T>::AnswerRuns);
		let (operator, citizen) = (found.batch.operator, found.row.citizen);
		let mut fine = 0;
		if upheld {
			Self::strike(found, objection.reason)?;
			fine = T::Fines::fine(operator, T::ObjectionFine::get());
		}
		Self::settle(record, citizen, objection.class);
		ObjectionTallies::<T>::mutate(operator, |tally| {
			if upheld {
				tally.upheld = tally.upheld.saturating_add(1);
				tally.fined = tally.fined.saturating_add(fine);
			} else {
				tally.dismissed = tally.dismissed.saturating_add(1);
			}
		});
		Self::deposit_event(Event::ObjectionDecided { record, upheld, fine });
		Ok(())
	}

	pub(crate) fn do_clear_objection(record: RecordRef) -> DispatchResult {
		let objection = Objections::<T>::get(record.batch, record.row);
		let objection = objection.ok_or(Error::<T>::NoObjection)?;
		ensure!(T::Clock::now() >= objection.lapses, Error::<T>::NotLapsed);
		let batch = Batches::<T>::get(record.batch).ok_or(Error::<T>::BatchNotFound)?;
		Self::settle(record, objection.row.citizen, objection.class);
		Self::count_lapsed(batch.operator, record);
		Ok(())
	}

	/// Removes an objection that is over; the class no longer waits for it.
	pub(crate) fn settle(record: RecordRef, citizen: CitizenId, class: ClassId) {
		Objections::<T>::remove(record.batch, record.row);
		ObjectionsOf::<T>::mutate_exists(citizen, |slot| {
			let Some(records) = slot.as_mut() else { return };
			records.retain(|of| *of != record);
			if records.is_empty() {
				*slot = None;
			}
		});
		ClassesWaiting::<T>::mutate_exists(class, |slot| {
			let Some(waiting) = slot.as_mut() else { return };
			waiting.objections = waiting.objections.saturating_sub(1);
			if waiting.objections == 0 {
				*slot = None;
			}
		});
	}

	pub(crate) fn count_accepted(operator: OperatorId, record: RecordRef) {
		ObjectionTallies::<T>::mutate(operator, |tally| {
			tally.accepted = tally.accepted.saturating_add(1);
		});
		Self::deposit_event(Event::ObjectionAccepted { record });
	}

	pub(crate) fn count_lapsed(operator: OperatorId, record: RecordRef) {
		ObjectionTallies::<T>::mutate(operator, |tally| {
			tally.lapsed = tally.lapsed.saturating_add(1);
		});
		Self::deposit_event(Event::ObjectionLapsed { record });
	}
}
