//! The public notice, and what the council decides.

use crate::{
	pallet::{Cases, Config, Error, Event, Objections, Opinions, Pallet},
	types::{Case, Objection, Referral, Stage, Verdict, MAX_ASSIGNED},
};
use frame_support::{
	ensure,
	traits::{Consideration, Footprint, Get},
};
use sp_core::H256;
use sp_runtime::DispatchResult;
use tanpu_primitives::{ClassId, Clock, Grams};

/// Bytes of an objection in the state, its key included: more than it takes.
const OBJECTION_BYTES: usize = 160;

impl<T: Config> Pallet<T> {
	/// Hands a class to the council.
	pub(crate) fn refer(class: ClassId, mut case: Case, cause: Referral) {
		case.stage = Stage::Referred { cause };
		Cases::<T>::insert(class, case);
		Self::deposit_event(Event::Referred { class, cause });
	}

	/// Begins the public notice.
	pub(crate) fn notice(class: ClassId, mut case: Case, grams: Grams, decided: bool) {
		let until = T::Clock::now().saturating_add(T::NoticePeriod::get());
		case.stage = Stage::Noticed { grams, until, decided };
		Cases::<T>::insert(class, case);
		Self::deposit_event(Event::Noticed { class, grams, until });
	}

	pub(crate) fn do_decide(class: ClassId, verdict: Verdict) -> DispatchResult {
		let mut case = Self::found_case(class)?;
		ensure!(
			matches!(case.stage, Stage::Referred { .. } | Stage::Noticed { .. }),
			Error::<T>::NotReferred
		);
		Self::deposit_event(Event::Decided { class, verdict });
		match verdict {
			Verdict::Issue { grams } => {
				ensure!((1..=case.info.grams).contains(&grams), Error::<T>::GramsOutOfRange);
				Self::notice(class, case, grams, true);
			},
			Verdict::Reject => {
				case.stage = Stage::Rejected;
				Cases::<T>::insert(class, case);
			},
			Verdict::Reassign => {
				// The last round has a number too.
				ensure!(case.rounds < u8::MAX, Error::<T>::Overflow);
				// No more than that were assigned; what they said stands in the events.
				let _ = Opinions::<T>::clear_prefix(class, MAX_ASSIGNED, None);
				case.since = Self::block();
				case.stage = Stage::Sealed;
				Cases::<T>::insert(class, case);
			},
		}
		Ok(())
	}

	pub(crate) fn do_object(who: T::AccountId, class: ClassId, content: H256) -> DispatchResult {
		let mut case = Self::found_case(class)?;
		let Stage::Noticed { until, .. } = case.stage else {
			return Err(Error::<T>::NotNoticed.into());
		};
		let now = T::Clock::now();
		ensure!(now < until, Error::<T>::NoticeOver);
		ensure!(case.objections < T::MaxObjections::get(), Error::<T>::TooManyObjections);
		let ticket = T::Consideration::new(&who, Footprint::from_parts(1, OBJECTION_BYTES))?;
		let number = case.objections;
		case.objections = number.saturating_add(1);
		Cases::<T>::insert(class, case);
		let objection = Objection { by: who.clone(), content, at: now, ticket };
		Objections::<T>::insert(class, number, objection);
		Self::deposit_event(Event::Objected { class, number, by: who, content });
		Ok(())
	}

	pub(crate) fn do_close_objection(
		who: T::AccountId,
		class: ClassId,
		number: u32,
	) -> DispatchResult {
		let objection = Objections::<T>::get(class, number).ok_or(Error::<T>::ObjectionNotFound)?;
		ensure!(objection.by == who, Error::<T>::NotObjector);
		let case = Self::found_case(class)?;
		ensure!(matches!(case.stage, Stage::Issued | Stage::Rejected), Error::<T>::Undecided);
		objection.ticket.drop(&who)?;
		Objections::<T>::remove(class, number);
		Self::deposit_event(Event::ObjectionClosed { class, number });
		Ok(())
	}

	/// Halts an issuance, by a member or, by none, by the council.
	pub(crate) fn do_halt(
		by: Option<T::AccountId>,
		class: ClassId,
		reason: H256,
	) -> DispatchResult {
		let case = Self::found_case(class)?;
		let Stage::Noticed { decided, .. } = case.stage else {
			return Err(Error::<T>::NotNoticed.into());
		};
		ensure!(by.is_none() || !decided, Error::<T>::CouncilDecided);
		Self::deposit_event(Event::Halted { class, by, reason });
		Self::refer(class, case, Referral::Halted);
		Ok(())
	}
}
