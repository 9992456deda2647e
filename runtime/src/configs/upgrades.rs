//! Upgrades that take many blocks.
//!
//! An upgrade comes through `authority` (three quarters of the council and a day) and is applied by
//! whoever brings the code: the chain checks its hash, its name, and that its version is higher. Its
//! migrations then run block by block; blocks go on, transactions wait, the clock stands still
//! (`pallet_clock::pause`).
//!
//! # A migration that fails
//!
//! Freezing the chain would leave no way out but a fork; going on as if nothing had happened would
//! let people act on a state that is half migrated. So the chain stops business: SafeMode without an
//! end, the clock standing, and of what SafeMode leaves open only what the council needs
//! ([`GOVERNING`]). Its way out is another upgrade, whose migrations finish the work and let the
//! clock run, and then SafeMode's exit, by half. The delays of `authority` run on: its clock never
//! stands.

use crate::{
	configs::system::RuntimeBlockWeights, BlockNumber, Clock, Runtime, RuntimeCall, RuntimeEvent,
};
use frame_support::{
	migrations::{FailedMigrationHandler, FailedMigrationHandling},
	parameter_types,
	traits::{ConstU32, Contains, GetCallMetadata, SafeMode, SafeModeNotify},
	weights::Weight,
};

/// Pallets whose open calls stay open after a failed migration.
pub const GOVERNING: &[&str] = &[
	"System",
	"Timestamp",
	"Babe",
	"Grandpa",
	"Session",
	"ValidatorSet",
	"Council",
	"CouncilMembership",
	"Authority",
	"SafeMode",
	"TxPause",
	"Preimage",
	"Utility",
	"Multisig",
	"Proxy",
];

/// What may be called while the clock stands.
pub struct WhileStanding;

impl Contains<RuntimeCall> for WhileStanding {
	fn contains(call: &RuntimeCall) -> bool {
		!Clock::is_standing() || GOVERNING.contains(&call.get_call_metadata().pallet_name)
	}
}

/// Stops business and leaves the council its way out.
pub struct StopBusiness;

impl FailedMigrationHandler for StopBusiness {
	fn failed(_: Option<u32>) -> FailedMigrationHandling {
		Clock::stop();
		let entered = if <crate::SafeMode as SafeMode>::is_entered() {
			<crate::SafeMode as SafeMode>::extend(BlockNumber::MAX)
		} else {
			<crate::SafeMode as SafeMode>::enter(BlockNumber::MAX)
		};
		match entered {
			Ok(()) => FailedMigrationHandling::ForceUnstuck,
			// It can't be; if it were, better nothing at all goes on.
			Err(_) => FailedMigrationHandling::KeepStuck,
		}
	}
}

/// When the council leaves SafeMode, the clock runs again: it has found the state in order.
pub struct ResumeClock;

impl SafeModeNotify for ResumeClock {
	fn entered() {}

	fn exited() {
		if !pallet_migrations::Cursor::<Runtime>::exists() {
			Clock::resume();
		}
	}
}

parameter_types! {
	/// Half of a block: the rest is for inherents, hooks and the end of a session.
	pub MaxServiceWeight: Weight = RuntimeBlockWeights::get().max_block.saturating_div(2);
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = crate::migrations::Stepped;
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<1_024>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = Clock;
	type FailedMigrationHandler = StopBusiness;
	type MaxServiceWeight = MaxServiceWeight;
	type WeightInfo = pallet_migrations::weights::SubstrateWeight<Runtime>;
}
