//! Where campaigns hear of credited acts.

use crate::{CitizenId, Day, MethodologyId, OperatorId, Position};
use frame_support::weights::Weight;

/// Most bonuses that one batch pays, over all its citizens: each writes to the operator's fund, and a
/// batch has to fit in a block. What is over it is claimed, or paid with the next act.
pub const MAX_BATCH_BONUSES: u32 = 64;

/// Told of what a batch credits. It can't refuse anything: a campaign that can't pay doesn't.
pub trait CampaignHook {
	/// A batch of `operator` under `methodology` credited the citizen with one act on each of
	/// `days`, in the order of the rows.
	///
	/// Called once for each citizen of a batch, after the last of their rows and before the
	/// position is written back: bonus points are added to it. The caller's storage layer undoes
	/// everything where the batch is refused in the end. `bonuses` begins at [`MAX_BATCH_BONUSES`]
	/// for each batch and falls with every bonus. Returns the weight that it used.
	fn credited(
		operator: OperatorId,
		citizen: CitizenId,
		methodology: MethodologyId,
		days: &[Day],
		position: &mut Position,
		bonuses: &mut u32,
	) -> Weight;

	/// Upper bound of the weight for a batch that credits so many citizens.
	fn weight(citizens: u32) -> Weight;
}

/// No campaigns.
impl CampaignHook for () {
	fn credited(
		_: OperatorId,
		_: CitizenId,
		_: MethodologyId,
		_: &[Day],
		_: &mut Position,
		_: &mut u32,
	) -> Weight {
		Weight::zero()
	}

	fn weight(_: u32) -> Weight {
		Weight::zero()
	}
}
