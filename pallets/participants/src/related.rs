//! Participants of one owner: related parties, whose volume is to be disclosed.

use crate::{Config, Pallet, Participants, Related};
use alloc::vec::Vec;
use tanpu_primitives::ParticipantId;

impl<T: Config> Pallet<T> {
	pub(crate) fn related_to(participant: ParticipantId) -> Vec<ParticipantId> {
		let Some(found) = Participants::<T>::get(participant) else { return Vec::new() };
		let mut related = Related::<T>::get(found.owner).into_inner();
		related.retain(|other| *other != participant);
		related
	}
}
