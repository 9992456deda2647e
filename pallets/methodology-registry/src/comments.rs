//! Comments to drafts in public consultation.

use crate::{
	content::check_line, Comment, CommentView, Comments, Config, DraftId, Drafts, Error, Event,
	Pallet, Stage, TextOf, MAX_COMMENTS, MAX_COMMENTS_PAGE, MAX_URI_LEN,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	traits::{Consideration, Footprint},
};
use sp_core::H256;
use sp_runtime::DispatchResult;
use tanpu_primitives::Clock;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_comment(
		author: T::AccountId,
		draft: DraftId,
		hash: H256,
		uri: TextOf<MAX_URI_LEN>,
	) -> DispatchResult {
		let mut entry = Drafts::<T>::get(draft).ok_or(Error::<T>::DraftNotFound)?;
		let Stage::Consultation { ends, .. } = entry.stage else {
			return Err(Error::<T>::NotInConsultation.into());
		};
		let at = T::Clock::now();
		ensure!(at < ends, Error::<T>::ConsultationOver);
		check_line(&uri).map_err(Error::<T>::from)?;
		ensure!(entry.standing < MAX_COMMENTS, Error::<T>::TooManyComments);
		let index = entry.comments;
		entry.comments = index.checked_add(1).ok_or(Error::<T>::NoNumberLeft)?;
		entry.standing = entry.standing.saturating_add(1);
		let ticket = T::CommentConsideration::new(&author, Self::comment_footprint(&hash, &uri))?;

		Drafts::<T>::insert(draft, entry);
		Comments::<T>::insert(
			draft,
			index,
			Comment { author: author.clone(), hash, uri: uri.clone(), at, ticket },
		);
		Self::deposit_event(Event::Commented { draft, index, author, hash, uri });
		Ok(())
	}

	pub(crate) fn do_withdraw_comment(
		who: T::AccountId,
		draft: DraftId,
		index: u32,
	) -> DispatchResult {
		let comment = Comments::<T>::get(draft, index).ok_or(Error::<T>::CommentNotFound)?;
		ensure!(comment.author == who, Error::<T>::NotAuthor);
		comment.ticket.drop(&who)?;
		Comments::<T>::remove(draft, index);
		// The draft may be gone.
		Drafts::<T>::mutate_extant(draft, |entry| {
			entry.standing = entry.standing.saturating_sub(1);
		});
		Self::deposit_event(Event::CommentWithdrawn { draft, index });
		Ok(())
	}

	/// What a comment occupies in state, for the deposit: one item, and the bytes that its author
	/// chose.
	pub(crate) fn comment_footprint(hash: &H256, uri: &TextOf<MAX_URI_LEN>) -> Footprint {
		Footprint::from_parts(1, (hash, uri).encoded_size())
	}

	pub(crate) fn view_comments(
		draft: DraftId,
		from: u32,
		limit: u32,
	) -> Vec<CommentView<T::AccountId>> {
		let to = from.saturating_add(limit.min(MAX_COMMENTS_PAGE));
		(from..to)
			.filter_map(|index| {
				let Comment { author, hash, uri, at, .. } = Comments::<T>::get(draft, index)?;
				Some(CommentView { index, author, hash, uri, at })
			})
			.collect()
	}
}
