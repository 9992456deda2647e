//! The chains that this node knows by name.

use sc_chain_spec::{ChainSpecExtension, ChainType, Properties};
use serde::{Deserialize, Serialize};
use tanpu_runtime::{
	constants::currency::{SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL},
	genesis_config_presets::{DEV, DEV_FAST, LOCAL, STAGING},
	opaque::Block,
	WASM_BINARY,
};

/// What a specification can carry besides genesis.
#[derive(Default, Clone, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Blocks that must be on the chain.
	pub fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks that must not be.
	pub bad_blocks: sc_client_api::BadBlocks<Block>,
	/// Where a light client can start; `sync_state_genSyncSpec` fills it in.
	pub light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
}

pub type ChainSpec = sc_service::GenericChainSpec<Extensions>;

/// What wallets show. The same constants are the runtime's: a test compares them.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), TOKEN_SYMBOL.into());
	properties.insert("tokenDecimals".into(), TOKEN_DECIMALS.into());
	properties.insert("ss58Format".into(), SS58_PREFIX.into());
	properties
}

fn from_preset(
	preset: &str,
	name: &str,
	id: &str,
	chain_type: ChainType,
) -> Result<ChainSpec, String> {
	let code = WASM_BINARY.ok_or(
		"This node was built without a runtime (SKIP_WASM_BUILD): it can only start from a file.",
	)?;
	Ok(ChainSpec::builder(code, Extensions::default())
		.with_name(name)
		.with_id(id)
		.with_chain_type(chain_type)
		.with_protocol_id("tanpu")
		.with_genesis_config_preset_name(preset)
		.with_properties(properties())
		.build())
}

/// The specification called `id`, or that in the file `id`.
///
/// Without any name it is the staging template, which no node runs: joining a network, or starting
/// one with keys that everybody knows, should never happen by leaving out a word.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"dev" => from_preset(DEV, "Tanpu Development", "tanpu_dev", ChainType::Development),
		"dev-fast" => from_preset(
			DEV_FAST,
			"Tanpu Development (fast clock)",
			"tanpu_dev_fast",
			ChainType::Development,
		),
		"local" => from_preset(LOCAL, "Tanpu Local Testnet", "tanpu_local", ChainType::Local),
		"" | "staging" => from_preset(STAGING, "Tanpu Staging", "tanpu_staging", ChainType::Live),
		path => ChainSpec::from_json_file(path.into()).map_err(|error| {
			format!(
				"No chain is called \"{path}\" (dev, dev-fast, local, staging), \
				 and as a file it cannot be read: {error}"
			)
		}),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_chain_spec::ChainSpec as _;

	#[test]
	fn names_are_known() {
		for (id, chain_type) in [
			("dev", ChainType::Development),
			("dev-fast", ChainType::Development),
			("local", ChainType::Local),
			("staging", ChainType::Live),
			("", ChainType::Live),
		] {
			assert_eq!(load(id).unwrap().chain_type(), chain_type, "{id}");
		}
		assert!(load("/nowhere.json").err().unwrap().contains("dev, dev-fast"));
	}

	#[test]
	fn properties_are_the_runtimes() {
		let properties = load("dev").unwrap().properties();
		assert_eq!(properties["tokenSymbol"], "TANP");
		assert_eq!(properties["tokenDecimals"], 12);
		let prefix = <<tanpu_runtime::Runtime as frame_system::Config>::SS58Prefix as sp_core::Get<
			u16,
		>>::get();
		assert_eq!(properties["ss58Format"], prefix);
	}

	#[test]
	fn specifications_survive_a_file() {
		for id in ["dev", "staging"] {
			for raw in [false, true] {
				let json = load(id).unwrap().as_json(raw).unwrap();
				let again = ChainSpec::from_json_bytes(json.clone().into_bytes()).unwrap();
				assert_eq!(json, again.as_json(raw).unwrap());
			}
		}
	}
}
