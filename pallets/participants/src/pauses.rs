//! For how long participants have been suspended: deadlines of others stand still meanwhile.

use crate::{Config, Pallet, Participants, PausedBefore, Status};
use tanpu_primitives::{pauses::Pauses, ParticipantId, UnixSeconds};

impl<T: Config> Pallet<T> {
	/// Keeps for how long the suspension in `status` lasted, before another status replaces it.
	pub(crate) fn note_pause(
		participant: ParticipantId,
		status: &Status<T::AccountId>,
		now: UnixSeconds,
	) {
		if let Status::Suspended(suspension) = status {
			PausedBefore::<T>::mutate(participant, |sum| {
				// Never more than the age of the chain.
				*sum = sum.saturating_add(suspension.lasted(now));
			});
		}
	}
}

impl<T: Config> Pauses for Pallet<T> {
	fn paused(participant: ParticipantId, now: UnixSeconds) -> u64 {
		let present = match Participants::<T>::get(participant).map(|found| found.status) {
			Some(Status::Suspended(suspension)) => suspension.lasted(now),
			_ => 0,
		};
		PausedBefore::<T>::get(participant).saturating_add(present)
	}
}
