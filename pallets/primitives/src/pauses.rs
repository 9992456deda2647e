//! Deadlines stop while the participant that they wait for is suspended.

use crate::{ParticipantId, UnixSeconds};

/// For how long participants have been suspended.
pub trait Pauses {
	/// Seconds for which the participant was suspended up to `now`, all its suspensions together,
	/// the present one included. Never falls, and stands still while it is not suspended: who notes
	/// the number when a deadline begins moves that deadline by what was added since.
	fn paused(participant: ParticipantId, now: UnixSeconds) -> u64;
}
