//! What a chain that real people rely on must not start with.
//!
//! Read from the genesis storage itself and not from the JSON that made it, so that nothing hides
//! in a raw specification, in a field that nobody looks at, or in a runtime of another build.

use codec::Decode;
use sc_chain_spec::{ChainSpec, ChainType};
use sp_core::{
	crypto::{AccountId32, DEV_PHRASE},
	ecdsa, ed25519, sr25519,
	storage::{well_known_keys::CODE, Storage},
	Pair,
};
use sp_io::hashing::twox_128;
use sp_runtime::{
	traits::{IdentifyAccount, Verify},
	MultiSignature, MultiSigner,
};
use std::collections::HashMap;
use tanpu_runtime::{
	configs::money::FeePot, constants::time::PRODUCTION_EPOCH_LENGTH, Balance, Nonce, Runtime,
};

/// Fewest validators: with three, one that fails stops finality, and none could be disabled.
const MIN_VALIDATORS: usize = 4;
/// Smallest council: three quarters of two is both, of one is nobody's check on anybody.
const MIN_COUNCIL: usize = 3;

/// Refuses a genesis that is not fit for production. Development and local chains pass as they are.
pub fn ensure_production_genesis(spec: &dyn ChainSpec) -> Result<(), String> {
	if matches!(spec.chain_type(), ChainType::Development | ChainType::Local) {
		return Ok(());
	}
	let storage = spec
		.as_storage_builder()
		.build_storage()
		.map_err(|error| format!("The genesis of \"{}\" cannot be built: {error}", spec.name()))?;
	let faults = faults(&storage);
	if faults.is_empty() {
		return Ok(());
	}
	Err(format!(
		"The chain \"{}\" is live, and its genesis is not fit for that:\n  - {}\n\
		 To try Tanpu, use --dev. For a network of your own, export a template with\n  \
		 tanpu-node export-chain-spec --chain staging --output network.json\n\
		 fill in session.keys and councilMembership.members, and start with --chain network.json.",
		spec.name(),
		faults.join("\n  - ")
	))
}

/// Everything that is wrong, so that nobody has to start the node once for each fault.
fn faults(genesis: &Storage) -> Vec<String> {
	let mut faults = Vec::new();

	let validators = read::<Vec<AccountId32>>(genesis, "Session", "Validators").unwrap_or_default();
	let babe = read::<Vec<(sp_consensus_babe::AuthorityId, u64)>>(genesis, "Babe", "Authorities")
		.unwrap_or_default();
	let grandpa = read::<sp_consensus_grandpa::AuthorityList>(genesis, "Grandpa", "Authorities")
		.unwrap_or_default();
	if validators.is_empty() {
		faults.push("it has no validators (session.keys is empty)".into());
	} else if validators.len() < MIN_VALIDATORS {
		faults.push(format!(
			"it has {} validators; a live chain needs at least {MIN_VALIDATORS}",
			validators.len()
		));
	}
	if babe.len() != validators.len() || grandpa.len() != validators.len() {
		faults.push(format!(
			"{} validators, {} keys to make blocks and {} to finalise them: each needs one of both",
			validators.len(),
			babe.len(),
			grandpa.len()
		));
	}

	// The pallet's own default, where genesis says nothing, is the same number.
	let minimum = read::<u32>(genesis, "ValidatorSet", "Minimum").unwrap_or_default();
	if usize::try_from(minimum).unwrap_or_default() < MIN_VALIDATORS {
		faults.push(format!(
			"its validators may become as few as {minimum}; at least {MIN_VALIDATORS} must stay \
			 (validatorSet.minimum)"
		));
	}

	let council = read::<Vec<AccountId32>>(genesis, "Council", "Members").unwrap_or_default();
	if council.len() < MIN_COUNCIL {
		faults.push(format!(
			"its council has {} members; at least {MIN_COUNCIL} are needed \
			 (councilMembership.members)",
			council.len()
		));
	}

	match read::<u64>(genesis, "Epochs", "Length") {
		Some(PRODUCTION_EPOCH_LENGTH) => {},
		length => faults.push(format!(
			"its epochs have {} slots; in production it is {PRODUCTION_EPOCH_LENGTH} \
			 (epochs.length)",
			length.map_or("no fixed number of".into(), |length| length.to_string())
		)),
	}

	if !fee_pot_lives(genesis) {
		faults.push("the fee pot is not endowed: the first fees would be lost (balances)".into());
	}

	if !read::<pallet_clock::Settings>(genesis, "Clock", "ClockSettings")
		.is_some_and(|settings| settings.is_plain())
	{
		faults.push("its clock is not the blocks' time (clock.scale, clock.start)".into());
	}

	let known = well_known_accounts();
	let mut found: Vec<&str> = genesis
		.top
		.iter()
		.filter(|(key, _)| key.as_slice() != CODE)
		.chain(genesis.children_default.values().flat_map(|child| child.data.iter()))
		.flat_map(|(key, value)| key.windows(32).chain(value.windows(32)))
		.filter_map(|window| known.get(window).map(String::as_str))
		.collect();
	found.sort_unstable();
	found.dedup();
	if !found.is_empty() {
		faults
			.push(format!("it contains keys whose secrets everybody knows: {}", found.join(", ")));
	}

	faults
}

/// The value of a plain storage item, if it is there and decodes.
fn read<T: Decode>(genesis: &Storage, pallet: &str, item: &str) -> Option<T> {
	let key = storage_prefix(pallet, item);
	genesis.top.get(&key).and_then(|bytes| T::decode(&mut &bytes[..]).ok())
}

fn storage_prefix(pallet: &str, item: &str) -> Vec<u8> {
	[twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
}

fn fee_pot_lives(genesis: &Storage) -> bool {
	type Account = frame_system::AccountInfo<Nonce, pallet_balances::AccountData<Balance>>;
	let key = frame_system::Account::<Runtime>::hashed_key_for(FeePot::get());
	genesis
		.top
		.get(&key)
		.and_then(|bytes| Account::decode(&mut &bytes[..]).ok())
		.is_some_and(|account| account.providers > 0)
}

/// Public keys and accounts of the development phrase and of the paths that the SDK's tools use,
/// under all three schemes, with their names.
fn well_known_accounts() -> HashMap<Vec<u8>, String> {
	let mut names: Vec<String> = vec![String::new()];
	for name in ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two"] {
		names.push(format!("//{name}"));
		names.push(format!("//{name}//stash"));
	}
	names.extend((0..10).map(|index| format!("//{index}")));
	names.extend((0..10).map(|index| format!("//Sender//{index}")));

	let mut known = HashMap::new();
	for name in names {
		let uri = format!("{DEV_PHRASE}{name}");
		let label = if name.is_empty() { "the development phrase".into() } else { name };
		if let Ok(pair) = sr25519::Pair::from_string(&uri, None) {
			known.insert(pair.public().0.to_vec(), label.clone());
		}
		if let Ok(pair) = ed25519::Pair::from_string(&uri, None) {
			known.insert(pair.public().0.to_vec(), format!("{label} (ed25519)"));
		}
		if let Ok(pair) = ecdsa::Pair::from_string(&uri, None) {
			let account: <<MultiSignature as Verify>::Signer as IdentifyAccount>::AccountId =
				MultiSigner::from(pair.public()).into_account();
			let bytes: &[u8] = account.as_ref();
			known.insert(bytes.to_vec(), format!("{label} (ecdsa)"));
		}
	}
	known
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chain_spec;
	use serde_json::{json, Value};

	/// Keys that nobody else knows, for one run of the tests.
	fn fresh(count: usize) -> (Vec<Value>, Vec<String>) {
		use sp_core::crypto::Ss58Codec;
		let keys = (0..count)
			.map(|_| {
				let account = sr25519::Pair::generate().0.public().to_ss58check();
				let session = json!({
					"babe": sr25519::Pair::generate().0.public().to_ss58check(),
					"grandpa": ed25519::Pair::generate().0.public().to_ss58check(),
					"authority_discovery": sr25519::Pair::generate().0.public().to_ss58check(),
				});
				json!([account, account, session])
			})
			.collect();
		let council = (0..3).map(|_| sr25519::Pair::generate().0.public().to_ss58check()).collect();
		(keys, council)
	}

	/// The staging template, edited as an operator would edit its file.
	fn staging(edit: impl FnOnce(&mut Value)) -> chain_spec::ChainSpec {
		let json = chain_spec::load("staging").unwrap().as_json(false).unwrap();
		let mut json: Value = serde_json::from_str(&json).unwrap();
		edit(json.pointer_mut("/genesis/runtimeGenesis/patch").expect("a patch"));
		chain_spec::ChainSpec::from_json_bytes(json.to_string().into_bytes()).unwrap()
	}

	fn filled(validators: usize) -> impl FnOnce(&mut Value) {
		move |patch| {
			let (keys, council) = fresh(validators);
			patch["session"]["keys"] = keys.into();
			patch["councilMembership"]["members"] = json!(council);
		}
	}

	#[test]
	fn development_chains_pass() {
		for id in ["dev", "dev-fast", "local"] {
			assert_eq!(ensure_production_genesis(&chain_spec::load(id).unwrap()), Ok(()));
		}
	}

	#[test]
	fn the_template_is_refused_until_filled_in() {
		let error = ensure_production_genesis(&chain_spec::load("staging").unwrap()).unwrap_err();
		assert!(error.contains("no validators"), "{error}");
		assert!(error.contains("council has 0 members"), "{error}");
		assert_eq!(ensure_production_genesis(&staging(filled(4))), Ok(()));
	}

	#[test]
	fn a_clock_game_is_refused() {
		for (field, value) in [("scale", 1_440), ("start", 1_767_067_200)] {
			let error = ensure_production_genesis(&staging(|genesis| {
				filled(4)(genesis);
				genesis["clock"][field] = value.into();
			}))
			.unwrap_err();
			assert!(error.contains("clock"), "{error}");
			assert!(!error.contains("validators"), "{error}");
		}
	}

	#[test]
	fn three_validators_are_too_few() {
		let error = ensure_production_genesis(&staging(filled(3))).unwrap_err();
		assert!(error.contains("3 validators"), "{error}");
	}

	#[test]
	fn a_smaller_minimum_is_refused() {
		let error = ensure_production_genesis(&staging(|genesis| {
			filled(4)(genesis);
			genesis["validatorSet"]["minimum"] = 1.into();
		}))
		.unwrap_err();
		assert!(error.contains("validatorSet.minimum"), "{error}");
	}

	#[test]
	fn a_known_key_is_found_wherever_it_is() {
		use sp_core::crypto::Ss58Codec;
		let eve = ed25519::Pair::from_string("//Eve", None).unwrap().public().to_ss58check();
		let error = ensure_production_genesis(&staging(|patch| {
			filled(4)(patch);
			patch["session"]["keys"][2][2]["grandpa"] = eve.into();
		}))
		.unwrap_err();
		assert!(error.contains("//Eve (ed25519)"), "{error}");

		let rich = sr25519::Pair::from_string("//Ferdie//stash", None).unwrap().public();
		let error = ensure_production_genesis(&staging(|patch| {
			filled(4)(patch);
			let balances = patch["balances"]["balances"].as_array_mut().unwrap();
			balances.push(json!([rich.to_ss58check(), 1_000_000_000_000u64]));
		}))
		.unwrap_err();
		assert!(error.contains("//Ferdie//stash"), "{error}");
	}

	#[test]
	fn a_known_key_in_a_raw_specification_is_found() {
		let mut json: Value =
			serde_json::from_str(&chain_spec::load("local").unwrap().as_json(true).unwrap())
				.unwrap();
		json["chainType"] = "Live".into();
		let spec = chain_spec::ChainSpec::from_json_bytes(json.to_string().into_bytes()).unwrap();
		let error = ensure_production_genesis(&spec).unwrap_err();
		assert!(error.contains("//Alice"), "{error}");
		assert!(error.contains("epochs have 100 slots"), "{error}");
	}
}
