//! For how long participants have been suspended: deadlines of others stand still meanwhile.

use crate::{Config, Pallet, Participants};
use tanpu_primitives::{pauses::Pauses, ParticipantId, UnixSeconds};

impl<T: Config> Pauses for Pallet<T> {
	fn paused(participant: ParticipantId, now: UnixSeconds) -> u64 {
		Participants::<T>::get(participant).map_or(0, |found| found.suspensions.lasted(now))
	}
}
