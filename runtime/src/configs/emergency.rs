//! SafeMode and TxPause: how the council stops the chain's business, and what goes on in any case.
//!
//! | act | by | for |
//! |---|---|---|
//! | enter SafeMode | half of the council | a day, then it ends by itself |
//! | extend it | two thirds | a day each time |
//! | leave it | half | |
//! | pause one call, take the pause back | half | until taken back |
//!
//! Nobody else can, for no deposit. What stands in [`OPEN`] goes on whatever is stopped: blocks and
//! their inherents, evidence against validators, the council and its carriers, settlement and
//! refunds of what was paid before, and the citizens' way out. A paused or stopped call is refused as
//! `CallFiltered` also inside a batch, a proxy, a multisig and a motion.

use crate::{
	configs::{
		governance::{HalfOfCouncil, TwoThirdsOfCouncil},
		upgrades::ResumeClock,
	},
	constants::time::DAYS,
	AccountId, Balances, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
};
use frame_support::{
	parameter_types,
	traits::{CallMetadata, ConstU32, Contains, GetCallMetadata, NeverEnsureOrigin},
};
use frame_system::EnsureWithSuccess;
use pallet_tx_pause::RuntimeCallNameOf;

/// What can't be stopped, by pallet and call. A test compares the names with the runtime's.
pub const OPEN: &[(&str, &[&str])] = &[
	// Blocks.
	("Timestamp", &["set"]),
	// Neither of the two stops itself or the other: the council pauses the one call that is wrong while
	// SafeMode holds, then leaves it; and nobody is caught in SafeMode because leaving was paused.
	(
		"SafeMode",
		&[
			"enter",
			"force_enter",
			"extend",
			"force_extend",
			"force_exit",
			"force_slash_deposit",
			"release_deposit",
			"force_release_deposit",
		],
	),
	("TxPause", &["pause", "unpause"]),
	// Evidence against validators, and who validates.
	("Babe", &["report_equivocation", "report_equivocation_unsigned"]),
	("Grandpa", &["report_equivocation", "report_equivocation_unsigned"]),
	("Session", &["set_keys"]),
	(
		"ValidatorSet",
		&["apply", "withdraw", "admit", "remove", "leave", "chill", "rejoin", "purge_keys"],
	),
	// The council, what it decides about who takes part, and what carries calls to it.
	("Council", &["propose", "vote", "close", "execute", "disapprove_proposal"]),
	(
		"CouncilMembership",
		&[
			"add_member",
			"remove_member",
			"swap_member",
			"reset_members",
			"set_prime",
			"clear_prime",
		],
	),
	("Authority", &["queue_root", "enact", "cancel", "clear_lapsed", "set_department"]),
	("System", &["apply_authorized_upgrade"]),
	("Preimage", &["note_preimage", "unnote_preimage"]),
	("Utility", &["batch", "batch_all", "force_batch"]),
	("Multisig", &["as_multi_threshold_1", "as_multi", "approve_as_multi", "cancel_as_multi"]),
	("Proxy", &["proxy", "proxy_announced", "announce", "reject_announcement", "remove_proxy"]),
	(
		"Participants",
		&[
			"amend",
			"suspend",
			"confirm_suspension",
			"lift_suspension",
			"revoke",
			"set_reporter",
			// Money that stands good, and what a thief has.
			"post_bond",
			"remove_device",
		],
	),
	("MethodologyRegistry", &["suspend", "confirm_suspension", "resume", "retire"]),
	// Money in and out of the bank.
	(
		"Settlement",
		&[
			"appoint",
			"dismiss",
			"set_daily_limit",
			"propose_mint",
			"confirm_mint",
			"drop_mint",
			"request_withdrawal",
			"report_payment",
			"confirm_payment",
			"refuse_withdrawal",
			"take_back",
		],
	),
	// What was paid before reaches whom it is due to, or comes back.
	(
		"Points",
		&[
			"deposit",
			"refund",
			"settle",
			"run_schedule",
			"appeal_reversal",
			"decide_appeal",
			"begin_wind_up",
			"finish_wind_up",
		],
	),
	("PointRedemption", &["fulfil", "cancel", "take_back", "dispute", "resolve", "release"]),
	// Verified reductions can be held and called back, and objected to while the time for it runs.
	(
		"VerifiedReductions",
		&["object", "close_objection", "halt", "freeze", "confirm_freeze", "unfreeze", "recall"],
	),
	// Orders are taken back, and citizens have what their grams brought.
	("ReductionMarket", &["cancel", "withdraw_pool_offer", "claim_proceeds"]),
	// Citizens leave, and keep their account from who stole a key.
	(
		"CarbonAccounts",
		&[
			"leave",
			"replace_key",
			"veto_replacement",
			"decide_veto",
			"complete_replacement",
			"close",
		],
	),
];

/// Whether a call is one of [`OPEN`].
pub struct OpenCalls;

impl OpenCalls {
	/// The same by name.
	pub fn has(pallet: &[u8], call: &[u8]) -> bool {
		OPEN.iter().any(|(name, calls)| {
			name.as_bytes() == pallet && calls.iter().any(|open| open.as_bytes() == call)
		})
	}
}

impl Contains<RuntimeCall> for OpenCalls {
	fn contains(call: &RuntimeCall) -> bool {
		let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
		Self::has(pallet_name.as_bytes(), function_name.as_bytes())
	}
}

impl Contains<RuntimeCallNameOf<Runtime>> for OpenCalls {
	fn contains((pallet, call): &RuntimeCallNameOf<Runtime>) -> bool {
		Self::has(pallet, call)
	}
}

parameter_types! {
	/// SafeMode ends by itself after so long.
	pub const SafeModeDuration: BlockNumber = DAYS;
}

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = OpenCalls;
	type EnterDuration = SafeModeDuration;
	type ExtendDuration = SafeModeDuration;
	/// Nobody stops a country's chain for a deposit.
	type EnterDepositAmount = ();
	type ExtendDepositAmount = ();
	type ForceEnterOrigin = EnsureWithSuccess<HalfOfCouncil, AccountId, SafeModeDuration>;
	type ForceExtendOrigin = EnsureWithSuccess<TwoThirdsOfCouncil, AccountId, SafeModeDuration>;
	type ForceExitOrigin = HalfOfCouncil;
	/// There are no deposits.
	type ForceDepositOrigin = NeverEnsureOrigin<()>;
	type Notify = ResumeClock;
	type ReleaseDelay = ();
	type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
}

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = HalfOfCouncil;
	type UnpauseOrigin = HalfOfCouncil;
	type WhitelistedCalls = OpenCalls;
	type MaxNameLen = ConstU32<64>;
	type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
}
