//! Draft, consultation, publication, suspension, retirement.

use crate::{
	content::{check_content, check_line},
	Config, Content, Draft, DraftContents, DraftId, Drafts, Error, Event, HistoryScale,
	HistoryScales, Methodologies, Methodology, NextDraftId, NextMethodologyId, Pallet, ReasonText,
	Stage, Status, SupersededAt, Suspension, TextsOf, TicketOf, Version, Versions,
};
use frame_support::{
	ensure,
	traits::{Consideration, Get},
};
use sp_core::H256;
use sp_runtime::DispatchResult;
use tanpu_formula::Definition;
use tanpu_primitives::{Clock, MethodologyId, UnixSeconds, VersionNumber};

type DraftOf<T> = Draft<<T as frame_system::Config>::AccountId, TicketOf<T>>;
type MethodologyOf<T> = Methodology<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_draft(
		author: T::AccountId,
		methodology: Option<MethodologyId>,
		content: Content,
	) -> DispatchResult {
		if let Some(id) = methodology {
			Self::unretired(id)?;
		}
		check_content(&content).map_err(Error::<T>::from)?;
		Self::check_history(methodology, &content.definition)?;
		let draft = NextDraftId::<T>::get();
		let next = draft.checked_add(1).ok_or(Error::<T>::NoNumberLeft)?;
		let ticket = T::Consideration::new(&author, content.footprint())?;
		let content_hash = content.hash();

		NextDraftId::<T>::put(next);
		DraftContents::<T>::insert(draft, content);
		Drafts::<T>::insert(
			draft,
			Draft {
				author: author.clone(),
				methodology,
				content_hash,
				stage: Stage::Drafting,
				comments: 0,
				standing: 0,
				ticket,
			},
		);
		Self::deposit_event(Event::Drafted { draft, author, methodology, content_hash });
		Ok(())
	}

	pub(crate) fn do_amend(who: T::AccountId, draft: DraftId, content: Content) -> DispatchResult {
		let mut entry = Self::own_draft(&who, draft)?;
		ensure!(entry.stage == Stage::Drafting, Error::<T>::UnderConsultation);
		check_content(&content).map_err(Error::<T>::from)?;
		Self::check_history(entry.methodology, &content.definition)?;
		entry.ticket = entry.ticket.update(&who, content.footprint())?;
		entry.content_hash = content.hash();

		let content_hash = entry.content_hash;
		DraftContents::<T>::insert(draft, content);
		Drafts::<T>::insert(draft, entry);
		Self::deposit_event(Event::DraftAmended { draft, content_hash });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId, draft: DraftId) -> DispatchResult {
		let entry = Self::own_draft(&who, draft)?;
		Self::remove_draft(draft, entry)?;
		Self::deposit_event(Event::DraftWithdrawn { draft });
		Ok(())
	}

	pub(crate) fn do_open_consultation(who: T::AccountId, draft: DraftId) -> DispatchResult {
		let mut entry = Self::own_draft(&who, draft)?;
		ensure!(entry.stage == Stage::Drafting, Error::<T>::UnderConsultation);
		let since = T::Clock::now();
		let ends = since.saturating_add(T::ConsultationPeriod::get());
		entry.stage = Stage::Consultation { since, ends };

		let content_hash = entry.content_hash;
		Drafts::<T>::insert(draft, entry);
		Self::deposit_event(Event::ConsultationOpened { draft, content_hash, ends });
		Ok(())
	}

	/// Returns length and operations of what was published.
	pub(crate) fn do_publish(
		draft: DraftId,
		content_hash: H256,
		effective: UnixSeconds,
	) -> Result<(u32, u32), sp_runtime::DispatchError> {
		let entry = Drafts::<T>::get(draft).ok_or(Error::<T>::DraftNotFound)?;
		let Stage::Consultation { ends, .. } = entry.stage else {
			return Err(Error::<T>::NotInConsultation.into());
		};
		let now = T::Clock::now();
		ensure!(now >= ends, Error::<T>::ConsultationNotOver);
		ensure!(entry.content_hash == content_hash, Error::<T>::ContentHashMismatch);
		ensure!(
			effective >= now.saturating_add(T::NoticePeriod::get()),
			Error::<T>::NoticeTooShort
		);
		ensure!(effective <= now.saturating_add(T::MaxLead::get()), Error::<T>::EffectiveTooFar);
		let content = DraftContents::<T>::get(draft).ok_or(Error::<T>::DraftNotFound)?;
		check_content(&content).map_err(Error::<T>::from)?;
		Self::check_history(entry.methodology, &content.definition)?;

		let (methodology, version) = match entry.methodology {
			Some(id) => (id, Self::supersede(id, effective)?),
			None => (Self::found()?, 1),
		};
		let comments = entry.comments;
		Self::remove_draft(draft, entry)?;
		if let Some(scale) = HistoryScale::of(&content.definition) {
			// Checked above to be the one that is kept, if there is one.
			HistoryScales::<T>::insert(methodology, scale);
		}
		let size = (content.size(), content.ops());
		let Content { texts, definition, rules } = content;
		Versions::<T>::insert(
			methodology,
			version,
			Version { definition, rules, content_hash, published: now, effective },
		);
		TextsOf::<T>::insert(methodology, version, texts);
		Self::deposit_event(Event::Published {
			draft,
			methodology,
			version,
			content_hash,
			effective,
			comments,
		});
		Ok(size)
	}

	/// Refuses to read the days that a methodology has kept in another way than they were reported.
	fn check_history(
		methodology: Option<MethodologyId>,
		definition: &Definition,
	) -> Result<(), Error<T>> {
		let Some((id, scale)) = methodology.zip(HistoryScale::of(definition)) else {
			return Ok(());
		};
		ensure!(
			HistoryScales::<T>::get(id).is_none_or(|kept| kept == scale),
			Error::<T>::HistoryScaleChanged
		);
		Ok(())
	}

	/// Makes room for the first version of a new methodology.
	fn found() -> Result<MethodologyId, Error<T>> {
		let id = NextMethodologyId::<T>::get();
		NextMethodologyId::<T>::put(id.checked_add(1).ok_or(Error::<T>::NoNumberLeft)?);
		Methodologies::<T>::insert(
			id,
			Methodology { latest: 1, status: Status::Active, suspendable_from: 0 },
		);
		Ok(id)
	}

	/// Makes room for the next version of a methodology, which ends the one before at `effective`.
	fn supersede(
		id: MethodologyId,
		effective: UnixSeconds,
	) -> Result<VersionNumber, sp_runtime::DispatchError> {
		let mut methodology = Self::unretired(id)?;
		let before = methodology.latest;
		let version = before.checked_add(1).ok_or(Error::<T>::NoNumberLeft)?;
		let previous = Self::effective_of(id, before).ok_or(Error::<T>::MethodologyNotFound)?;
		ensure!(effective > previous, Error::<T>::EffectiveNotLater);
		methodology.latest = version;
		Methodologies::<T>::insert(id, methodology);
		SupersededAt::<T>::insert(id, before, effective);
		Ok(version)
	}

	pub(crate) fn do_suspend(
		id: MethodologyId,
		by: Option<T::AccountId>,
		reason: ReasonText,
	) -> DispatchResult {
		check_line(&reason).map_err(Error::<T>::from)?;
		let mut methodology = Self::unretired(id)?;
		let now = T::Clock::now();
		ensure!(methodology.status.suspension_at(now).is_none(), Error::<T>::AlreadySuspended);
		let lapses = match by {
			Some(_) => {
				ensure!(now >= methodology.suspendable_from, Error::<T>::SuspendedRecently);
				let lapses = now.saturating_add(T::SuspensionPeriod::get());
				methodology.suspendable_from = lapses.saturating_add(T::SuspensionInterval::get());
				Some(lapses)
			},
			None => None,
		};
		methodology.status = Status::Suspended(Suspension {
			by: by.clone(),
			reason: reason.clone(),
			since: now,
			lapses,
		});
		Methodologies::<T>::insert(id, methodology);
		Self::deposit_event(Event::Suspended { methodology: id, by, reason, lapses });
		Ok(())
	}

	pub(crate) fn do_confirm_suspension(id: MethodologyId) -> DispatchResult {
		let (mut methodology, mut suspension) = Self::suspended(id)?;
		ensure!(suspension.lapses.is_some(), Error::<T>::AlreadyConfirmed);
		suspension.lapses = None;
		methodology.status = Status::Suspended(suspension);
		Methodologies::<T>::insert(id, methodology);
		Self::deposit_event(Event::SuspensionConfirmed { methodology: id });
		Ok(())
	}

	pub(crate) fn do_resume(id: MethodologyId) -> DispatchResult {
		let (mut methodology, suspension) = Self::suspended(id)?;
		if suspension.by.is_some() {
			// A confirmed one may have ended later than it would have lapsed; one resumed early
			// must not let the next follow sooner than one that lapsed.
			let from = T::Clock::now().saturating_add(T::SuspensionInterval::get());
			methodology.suspendable_from = methodology.suspendable_from.max(from);
		}
		methodology.status = Status::Active;
		Methodologies::<T>::insert(id, methodology);
		Self::deposit_event(Event::Resumed { methodology: id });
		Ok(())
	}

	pub(crate) fn do_retire(id: MethodologyId) -> DispatchResult {
		let mut methodology = Self::unretired(id)?;
		methodology.status = Status::Retired { at: T::Clock::now() };
		Methodologies::<T>::insert(id, methodology);
		Self::deposit_event(Event::Retired { methodology: id });
		Ok(())
	}

	fn own_draft(who: &T::AccountId, draft: DraftId) -> Result<DraftOf<T>, Error<T>> {
		let entry = Drafts::<T>::get(draft).ok_or(Error::<T>::DraftNotFound)?;
		ensure!(entry.author == *who, Error::<T>::NotAuthor);
		Ok(entry)
	}

	/// Removes a draft and returns its deposit.
	fn remove_draft(draft: DraftId, entry: DraftOf<T>) -> DispatchResult {
		entry.ticket.drop(&entry.author)?;
		Drafts::<T>::remove(draft);
		DraftContents::<T>::remove(draft);
		Ok(())
	}

	/// A methodology that is not retired.
	fn unretired(id: MethodologyId) -> Result<MethodologyOf<T>, Error<T>> {
		let methodology = Methodologies::<T>::get(id).ok_or(Error::<T>::MethodologyNotFound)?;
		ensure!(
			!matches!(methodology.status, Status::Retired { .. }),
			Error::<T>::MethodologyRetired
		);
		Ok(methodology)
	}

	/// A methodology and the suspension that is in force.
	fn suspended(
		id: MethodologyId,
	) -> Result<(MethodologyOf<T>, Suspension<T::AccountId>), Error<T>> {
		let methodology = Methodologies::<T>::get(id).ok_or(Error::<T>::MethodologyNotFound)?;
		let suspension = methodology
			.status
			.suspension_at(T::Clock::now())
			.cloned()
			.ok_or(Error::<T>::NotSuspended)?;
		Ok((methodology, suspension))
	}
}
