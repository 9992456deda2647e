//! What a chain starts with.
//!
//! | preset | validators | council | for |
//! |---|---|---|---|
//! | `dev` | Alice | Alice, Bob, Charlie | one node on a laptop |
//! | `dev-fast` | as `dev` | as `dev` | the same, its clock 1,440 times faster: a day in a minute |
//! | `local` | Alice to Dave | as `dev` | several nodes on one machine |
//! | `staging` | none | none | a template for a network of real keys |
//!
//! The first three use keys that the whole world knows. `staging` has none at all: keys of real
//! validators and council members are not ours to publish, and any made up here would be either
//! known or nobody's. Export it, fill in `session.keys` and `councilMembership.members`, and start
//! from the file. The node refuses to start a live chain without them, or with a well-known key.

use crate::{
	configs::{
		carbon::ReplacementFund,
		consensus::BABE_EPOCH_CONFIG,
		governance::CouncilMaxMembers,
		market::{CommonGoodAccount, ProceedsAccount},
		money::FeePot,
		points::{FundAccount, SettlementAccount},
	},
	constants::{
		currency::{EXISTENTIAL_DEPOSIT, UNITS},
		time::{DEVELOPMENT_EPOCH_LENGTH, FAST_EPOCH_LENGTH, PRODUCTION_EPOCH_LENGTH},
	},
	AccountId, BabeConfig, Balance, BalancesConfig, ClockConfig, CouncilMembershipConfig,
	EpochsConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys, ValidatorSetConfig,
};
use alloc::{string::String, vec, vec::Vec};
use frame_support::{build_struct_json_patch, BoundedVec};
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// One validator, everything in reach of a laptop.
pub const DEV: &str = "dev";
/// [`DEV`] with a fast clock.
pub const DEV_FAST: &str = "dev-fast";
/// Four validators.
pub const LOCAL: &str = "local";
/// A template without any key.
pub const STAGING: &str = "staging";

/// How much faster than time the clock of [`DEV_FAST`] runs: a day in a minute.
pub const DEV_FAST_CLOCK_SCALE: u32 = 1_440;
/// Where the clock of [`DEV_FAST`] begins: Monday 2026-01-26T12:00+08:00. Always at the same
/// moment, so that what is played on it can be repeated; on a Monday, so that a methodology can be
/// consulted on and announced, a day each, before the Saturday of the metro sample; and that Saturday
/// is the last day of its month, so that the sample's class can soon be sealed.
pub const DEV_FAST_CLOCK_START: u64 = 1_769_400_000;
/// The city's clock is China's: UTC+8.
pub const DAY_OFFSET: i32 = 28_800;

/// Fewest validators that the council can leave: with four, one may fail or lie.
pub const PRODUCTION_MINIMUM: u32 = 4;
/// The same in the development presets, so that one machine is a chain.
pub const DEVELOPMENT_MINIMUM: u32 = 1;

/// What each development account starts with.
const ENDOWMENT: Balance = 10_000_000 * UNITS;

/// The development accounts: two more than the council and the validators need, so that there is
/// somebody without any role.
const ACCOUNTS: [Sr25519Keyring; 12] = [
	Sr25519Keyring::Alice,
	Sr25519Keyring::Bob,
	Sr25519Keyring::Charlie,
	Sr25519Keyring::Dave,
	Sr25519Keyring::Eve,
	Sr25519Keyring::Ferdie,
	Sr25519Keyring::AliceStash,
	Sr25519Keyring::BobStash,
	Sr25519Keyring::CharlieStash,
	Sr25519Keyring::DaveStash,
	Sr25519Keyring::EveStash,
	Sr25519Keyring::FerdieStash,
];

const COUNCIL: [Sr25519Keyring; 3] =
	[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie];

/// A validator of the development presets: its account and its keys, all of the same name.
type Validator = (Sr25519Keyring, Ed25519Keyring);

const VALIDATORS: [Validator; 4] = [
	(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
	(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
	(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
	(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
];

fn session_keys((sr25519, ed25519): Validator) -> (AccountId, AccountId, SessionKeys) {
	let account = sr25519.to_account_id();
	let keys = SessionKeys {
		babe: sr25519.public().into(),
		grandpa: ed25519.public().into(),
		authority_discovery: sr25519.public().into(),
	};
	(account.clone(), account, keys)
}

/// What distinguishes one preset from another.
struct Preset {
	validators: Vec<Validator>,
	council: Vec<AccountId>,
	endowed: Vec<AccountId>,
	epoch_length: u64,
	minimum: u32,
	clock: (u32, Option<u64>),
}

impl Preset {
	/// Public keys and seeds that everybody knows.
	fn development(validators: &[Validator]) -> Self {
		Self {
			validators: validators.to_vec(),
			council: COUNCIL.iter().map(|key| key.to_account_id()).collect(),
			endowed: ACCOUNTS.iter().map(|key| key.to_account_id()).collect(),
			epoch_length: DEVELOPMENT_EPOCH_LENGTH,
			minimum: DEVELOPMENT_MINIMUM,
			clock: (1, None),
		}
	}

	fn staging() -> Self {
		Self {
			validators: vec![],
			council: vec![],
			endowed: vec![],
			epoch_length: PRODUCTION_EPOCH_LENGTH,
			minimum: PRODUCTION_MINIMUM,
			clock: (1, None),
		}
	}

	fn with_epochs(mut self, slots: u64) -> Self {
		self.epoch_length = slots;
		self
	}

	fn with_clock(self, scale: u32, start: u64) -> Self {
		Self { clock: (scale, Some(start)), ..self }
	}

	fn into_json(self) -> Value {
		let (scale, start) = self.clock;
		let balances = self
			.endowed
			.into_iter()
			.map(|account| (account, ENDOWMENT))
			.chain(
				[
					FeePot::get(),
					FundAccount::get(),
					SettlementAccount::get(),
					ReplacementFund::get(),
					ProceedsAccount::get(),
					CommonGoodAccount::get(),
				]
				.map(|account| (account, EXISTENTIAL_DEPOSIT)),
			)
			.collect();
		let members: BoundedVec<AccountId, CouncilMaxMembers> =
			BoundedVec::truncate_from(self.council);
		build_struct_json_patch!(RuntimeGenesisConfig {
			balances: BalancesConfig { balances },
			babe: BabeConfig { epoch_config: BABE_EPOCH_CONFIG },
			epochs: EpochsConfig { length: self.epoch_length },
			session: SessionConfig {
				keys: self.validators.into_iter().map(session_keys).collect::<Vec<_>>(),
			},
			validator_set: ValidatorSetConfig { minimum: self.minimum },
			council_membership: CouncilMembershipConfig { members },
			clock: ClockConfig { scale, start, day_offset: DAY_OFFSET },
		})
	}
}

/// The preset of that name, as a patch of the default genesis. The SDK's own names for the first
/// two are understood as well: its tools ask for them.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_str() {
		DEV | DEV_RUNTIME_PRESET => Preset::development(&VALIDATORS[..1]).into_json(),
		DEV_FAST => Preset::development(&VALIDATORS[..1])
			.with_clock(DEV_FAST_CLOCK_SCALE, DEV_FAST_CLOCK_START)
			.with_epochs(FAST_EPOCH_LENGTH)
			.into_json(),
		LOCAL | LOCAL_TESTNET_RUNTIME_PRESET => Preset::development(&VALIDATORS).into_json(),
		STAGING => Preset::staging().into_json(),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// The presets that tools list.
pub fn preset_names() -> Vec<PresetId> {
	[DEV, DEV_FAST, LOCAL, STAGING].iter().map(|name| String::from(*name)).collect()
}
