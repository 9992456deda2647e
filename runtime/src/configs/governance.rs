//! The council, and who sits on it.
//!
//! A motion that passes dispatches with the council's own origin and never as Root. No `Config`
//! here or elsewhere maps the council to Root, and what asks for `EnsureRoot` stays out of reach
//! until the authority pallet opens it, call by call, from its list.

use crate::{
	configs::{system::RuntimeBlockWeights, upgrades::WhileStanding},
	constants::time::DAYS,
	AccountId, BlockNumber, Council, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, SafeMode,
	TxPause,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains, NeverEnsureOrigin},
	weights::Weight,
};
use pallet_collective::{DefaultVote, EnsureProportionAtLeast, MemberCount};

pub type CouncilCollective = pallet_collective::Instance1;

/// Half of the council.
pub type HalfOfCouncil = EnsureProportionAtLeast<AccountId, CouncilCollective, 1, 2>;
/// Two thirds of the council.
pub type TwoThirdsOfCouncil = EnsureProportionAtLeast<AccountId, CouncilCollective, 2, 3>;
/// Three quarters of the council.
pub type ThreeQuartersOfCouncil = EnsureProportionAtLeast<AccountId, CouncilCollective, 3, 4>;

/// Most members of the council.
pub type CouncilMaxMembers = ConstU32<21>;

/// What no transaction may call, alone or inside another, now.
pub struct CallFilter;

impl Contains<RuntimeCall> for CallFilter {
	fn contains(call: &RuntimeCall) -> bool {
		NotClosed::contains(call)
			&& SafeMode::contains(call)
			&& TxPause::contains(call)
			&& WhileStanding::contains(call)
	}
}

/// What no transaction may call at any time.
struct NotClosed;

impl Contains<RuntimeCall> for NotClosed {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			// A seat changes hands by three quarters of the council, not by one member's signature.
			RuntimeCall::CouncilMembership(pallet_membership::Call::change_key { .. }) => false,
			// Every TANP stands for money at a bank: it goes by a withdrawal.
			RuntimeCall::Balances(pallet_balances::Call::burn { .. }) => false,
			// `validator_set.purge_keys` instead, which asks whether the set can do without them.
			RuntimeCall::Session(pallet_session::Call::purge_keys { .. }) => false,
			// A motion that a minority could carry only nearly everybody could vote down: with a few
			// of them one member would fill all places for motions until they lapse.
			RuntimeCall::Council(pallet_collective::Call::propose { threshold, .. }) => {
				let seats = pallet_collective::Members::<Runtime, CouncilCollective>::get().len();
				usize::try_from(*threshold).is_ok_and(|votes| votes.saturating_mul(2) > seats)
			},
			// Grams of a class are created, destroyed and frozen by what verifies them alone: an account
			// that gives its place back with grams on it (`refund`) would burn them behind the books.
			RuntimeCall::Assets(call) => matches!(
				call,
				pallet_assets::Call::transfer { .. }
					| pallet_assets::Call::transfer_keep_alive { .. }
					| pallet_assets::Call::transfer_all { .. }
					| pallet_assets::Call::approve_transfer { .. }
					| pallet_assets::Call::cancel_approval { .. }
					| pallet_assets::Call::transfer_approved { .. }
			),
			_ => true,
		}
	}
}

/// Who has not voted when a motion lapses has not agreed to it. With the usual default, the vote of
/// the prime, one member and silence would make every majority there is.
pub struct SilenceIsNo;

impl DefaultVote for SilenceIsNo {
	fn default_vote(_: Option<bool>, _: MemberCount, _: MemberCount, _: MemberCount) -> bool {
		false
	}
}

parameter_types! {
	/// How long a motion stays open. It can be closed earlier, once its outcome is certain.
	pub const CouncilMotionDuration: BlockNumber = 7 * DAYS;
	/// The heaviest call that a motion can carry: half a block.
	pub MaxProposalWeight: Weight = RuntimeBlockWeights::get().max_block.saturating_div(2);
}

impl pallet_collective::Config<CouncilCollective> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = CouncilMotionDuration;
	type MaxProposals = ConstU32<32>;
	type MaxMembers = CouncilMaxMembers;
	type DefaultVote = SilenceIsNo;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
	/// Only through CouncilMembership, which keeps the two lists equal.
	type SetMembersOrigin = NeverEnsureOrigin<()>;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = TwoThirdsOfCouncil;
	/// There is no deposit to take away.
	type KillOrigin = NeverEnsureOrigin<()>;
	type Consideration = ();
}

impl pallet_membership::Config<CouncilCollective> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AddOrigin = ThreeQuartersOfCouncil;
	type RemoveOrigin = ThreeQuartersOfCouncil;
	type SwapOrigin = ThreeQuartersOfCouncil;
	type ResetOrigin = ThreeQuartersOfCouncil;
	type PrimeOrigin = ThreeQuartersOfCouncil;
	type MembershipInitialized = Council;
	type MembershipChanged = Council;
	type MaxMembers = CouncilMaxMembers;
	type WeightInfo = pallet_membership::weights::SubstrateWeight<Runtime>;
}
