//! What is always true of the registry.

use crate::{
	content::{check_content, check_line},
	Comments, Config, Content, DraftContents, Drafts, HistoryScale, HistoryScales, Methodologies,
	NextDraftId, NextMethodologyId, Pallet, Stage, Status, SupersededAt, TextsOf, Versions,
	MAX_COMMENTS,
};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks drafts, comments, methodologies and history.
	///
	/// # Errors
	///
	/// The first invariant that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_drafts()?;
		Self::try_state_comments()?;
		Self::try_state_methodologies()?;
		Self::try_state_versions()?;
		Self::try_state_history()
	}

	/// * A draft's number was given out, its content is there and its hash is the draft's.
	/// * What is drafted passes the checks.
	/// * A draft for a methodology names one that exists.
	/// * There is no content without a draft.
	fn try_state_drafts() -> Result<(), TryRuntimeError> {
		let next = NextDraftId::<T>::get();
		let mut count = 0usize;
		for (id, draft) in Drafts::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id < next, "registry: a draft's number was never given out");
			let content = DraftContents::<T>::get(id).ok_or("registry: a draft has no content")?;
			ensure!(content.hash() == draft.content_hash, "registry: a draft's hash is wrong");
			ensure!(check_content(&content).is_ok(), "registry: a draft's content is unsound");
			ensure!(
				draft.methodology.is_none_or(Methodologies::<T>::contains_key),
				"registry: a draft is for a methodology that does not exist"
			);
		}
		ensure!(
			DraftContents::<T>::iter_keys().count() == count,
			"registry: a content belongs to no draft"
		);
		Ok(())
	}

	/// * A comment is to a draft that was given a number, and says where it is found.
	/// * A draft that is there had as many comments as it counts, and as many stand.
	/// * A draft that was never before the public has none.
	fn try_state_comments() -> Result<(), TryRuntimeError> {
		let next = NextDraftId::<T>::get();
		for (draft, index, comment) in Comments::<T>::iter() {
			ensure!(draft < next, "registry: a comment is to a draft that never was");
			ensure!(check_line(&comment.uri).is_ok(), "registry: a comment's place is unsound");
			ensure!(
				Drafts::<T>::get(draft).is_none_or(|draft| index < draft.comments),
				"registry: a comment's number was never given out"
			);
		}
		for (id, draft) in Drafts::<T>::iter() {
			let standing = Comments::<T>::iter_key_prefix(id).count();
			ensure!(
				u32::try_from(standing) == Ok(draft.standing),
				"registry: a draft's comments are miscounted"
			);
			ensure!(
				draft.standing <= MAX_COMMENTS && draft.standing <= draft.comments,
				"registry: a draft has too many comments"
			);
			ensure!(
				draft.comments == 0 || matches!(draft.stage, Stage::Consultation { .. }),
				"registry: a comment was given before the consultation"
			);
		}
		Ok(())
	}

	/// * A methodology has a scale for its history exactly when one of its versions makes a mean, and
	///   all of them that do read it so.
	fn try_state_history() -> Result<(), TryRuntimeError> {
		let mut count = 0usize;
		for (id, methodology) in Methodologies::<T>::iter() {
			let kept = HistoryScales::<T>::get(id);
			let mut used = false;
			for number in 1..=methodology.latest {
				let scale = Versions::<T>::get(id, number)
					.and_then(|version| HistoryScale::of(&version.definition));
				used |= scale.is_some();
				ensure!(
					scale.is_none() || scale == kept,
					"registry: a version reads the history in another way"
				);
			}
			ensure!(used == kept.is_some(), "registry: a scale belongs to no version");
			count = count.saturating_add(usize::from(used));
		}
		ensure!(
			HistoryScales::<T>::iter_keys().count() == count,
			"registry: a scale belongs to no methodology"
		);
		Ok(())
	}

	/// * Methodologies are numbered without a gap.
	/// * Each has a version at least.
	/// * A member's suspension is followed by a time in which no member can suspend again.
	fn try_state_methodologies() -> Result<(), TryRuntimeError> {
		let next = NextMethodologyId::<T>::get();
		let mut count = 0usize;
		for (id, methodology) in Methodologies::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id < next, "registry: a methodology's number was never given out");
			ensure!(methodology.latest >= 1, "registry: a methodology has no version");
			if let Status::Suspended(suspension) = &methodology.status {
				ensure!(
					suspension.lapses.is_none_or(|lapses| lapses > suspension.since
						&& methodology.suspendable_from >= lapses),
					"registry: a member's suspension has impossible dates"
				);
				ensure!(
					suspension.by.is_some() || suspension.lapses.is_none(),
					"registry: the council's suspension lapses"
				);
			}
		}
		ensure!(usize::from(next) == count, "registry: a methodology is missing");
		Ok(())
	}

	/// * Versions are 1 to the latest, each with its texts, and no others exist.
	/// * What is stored has the hash that was published and passes the checks.
	/// * Nothing took effect before it was published; versions take effect in their order.
	/// * A version ends exactly when the next one begins; the latest has no end.
	fn try_state_versions() -> Result<(), TryRuntimeError> {
		let mut count = 0usize;
		for (id, methodology) in Methodologies::<T>::iter() {
			let mut ended = None;
			for number in 1..=methodology.latest {
				count = count.saturating_add(1);
				let version =
					Versions::<T>::get(id, number).ok_or("registry: a version is missing")?;
				let texts = TextsOf::<T>::get(id, number)
					.ok_or("registry: a version's texts are missing")?;
				ensure!(
					version.effective >= version.published,
					"registry: a version took effect before it was published"
				);
				if number > 1 {
					ensure!(
						ended == Some(version.effective),
						"registry: a version does not begin where the one before ends"
					);
				}
				ended = SupersededAt::<T>::get(id, number);
				ensure!(
					ended.is_none_or(|end| end > version.effective),
					"registry: a version ends before it begins"
				);
				let published = version.content_hash;
				let content =
					Content { texts, definition: version.definition, rules: version.rules };
				ensure!(
					content.hash() == published,
					"registry: a version is not what was published"
				);
				ensure!(
					check_content(&content).is_ok(),
					"registry: a published version is unsound"
				);
			}
			ensure!(ended.is_none(), "registry: the latest version is superseded by none");
		}
		let stored: [usize; 2] =
			[Versions::<T>::iter_keys().count(), TextsOf::<T>::iter_keys().count()];
		ensure!(stored == [count, count], "registry: a version belongs to no methodology");
		let ends = SupersededAt::<T>::iter_keys().count();
		let methodologies = usize::from(NextMethodologyId::<T>::get());
		ensure!(
			ends == count.saturating_sub(methodologies),
			"registry: a version's end belongs to no version"
		);
		Ok(())
	}
}
