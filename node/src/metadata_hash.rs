//! The hash of a runtime's metadata, which hardware wallets sign with each transaction (RFC 78).
//!
//! A runtime must know the hash of its own metadata, and has it from `runtime/metadata-hash.txt`, a file
//! of the repository: so it is compiled once and not twice, and a change of what wallets are shown is
//! seen in a review. `scripts/metadata-hash.sh` renews the file; what is in it is never believed
//! without `--check`.

use clap::Args;
use codec::{Decode, Encode};
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use merkleized_metadata::{generate_metadata_digest, ExtraInfo};
use sc_cli::{Error, Result};
use sc_executor::WasmExecutor;
use sp_core::traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode};
use sp_state_machine::BasicExternalities;
use sp_version::RuntimeVersion;
use std::path::PathBuf;
use tanpu_runtime::{
	constants::currency::{TOKEN_DECIMALS, TOKEN_SYMBOL},
	METADATA_HASH, WASM_BINARY,
};

/// The metadata version that the hash is made of.
const VERSION: u32 = 15;

#[derive(Debug, Clone, Args)]
pub struct MetadataHashCmd {
	/// A runtime's wasm, as an upgrade brings it; without it, this node's own runtime.
	#[arg(long, value_name = "FILE")]
	pub wasm: Option<PathBuf>,

	/// Fail where this node's runtime was built with another hash than its metadata has.
	#[arg(long, conflicts_with = "wasm")]
	pub check: bool,
}

impl MetadataHashCmd {
	/// Prints the hash, `0x` and 64 digits.
	pub fn run(&self) -> Result<()> {
		let code = match &self.wasm {
			Some(file) => std::fs::read(file)
				.map_err(|error| Error::Input(format!("{}: {error}", file.display())))?,
			None => WASM_BINARY
				.ok_or_else(|| {
					Error::Input("this node was built without a runtime (SKIP_WASM_BUILD)".into())
				})?
				.to_vec(),
		};
		let hash = of(code).map_err(Error::Input)?;
		println!("{hash}");
		if self.check && METADATA_HASH != Some(hash.as_str()) {
			return Err(Error::Input(format!(
				"the runtime was built with {} as the hash of its metadata, which is {hash}: hardware \
				 wallets could not sign. Run scripts/metadata-hash.sh, and build again.",
				METADATA_HASH.unwrap_or("nothing")
			)));
		}
		Ok(())
	}
}

/// The hash of the metadata that the runtime gives.
fn of(code: Vec<u8>) -> std::result::Result<String, String> {
	let metadata = call(&code, "Metadata_metadata_at_version", &VERSION.encode())?;
	let metadata = Option::<Vec<u8>>::decode(&mut &metadata[..])
		.ok()
		.flatten()
		.ok_or("the runtime has no metadata of version 15")?;
	let metadata = RuntimeMetadataPrefixed::decode(&mut &metadata[..])
		.map_err(|error| format!("the metadata can't be read: {error}"))?
		.1;
	let version = call(&code, "Core_version", &[])?;
	let version = RuntimeVersion::decode(&mut &version[..])
		.map_err(|error| format!("the runtime's version can't be read: {error}"))?;
	let digest = generate_metadata_digest(
		&metadata,
		ExtraInfo {
			spec_version: version.spec_version,
			spec_name: version.spec_name.into(),
			base58_prefix: prefix(&metadata)?,
			decimals: TOKEN_DECIMALS,
			token_symbol: TOKEN_SYMBOL.into(),
		},
	)?;
	let digits: String = digest.hash().iter().map(|byte| format!("{byte:02x}")).collect();
	Ok(format!("0x{digits}"))
}

/// The SS58 prefix that the metadata states.
fn prefix(metadata: &RuntimeMetadata) -> std::result::Result<u16, String> {
	let RuntimeMetadata::V15(metadata) = metadata else {
		return Err("the metadata is not of version 15".into());
	};
	metadata
		.pallets
		.iter()
		.find(|pallet| pallet.name == "System")
		.and_then(|pallet| pallet.constants.iter().find(|constant| constant.name == "SS58Prefix"))
		.and_then(|constant| u16::decode(&mut &constant.value[..]).ok())
		.ok_or_else(|| "the metadata states no SS58 prefix".into())
}

/// Calls the runtime on an empty state.
fn call(code: &[u8], function: &str, data: &[u8]) -> std::result::Result<Vec<u8>, String> {
	let runtime = RuntimeCode {
		code_fetcher: &WrappedRuntimeCode(code.into()),
		heap_pages: None,
		// Only a key of the executor's cache, which serves this one code.
		hash: sp_io::hashing::blake2_256(code).to_vec(),
	};
	WasmExecutor::<sp_io::SubstrateHostFunctions>::builder()
		.with_allow_missing_host_functions(true)
		.build()
		.call(&mut BasicExternalities::new_empty(), &runtime, function, data, CallContext::Offchain)
		.0
		.map_err(|error| format!("{function}: {error}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_no_runtime_is_refused() {
		assert!(of(b"no wasm".to_vec()).unwrap_err().contains("Metadata_metadata_at_version"));
	}

	#[test]
	fn the_file_holds_a_hash() {
		let hash = METADATA_HASH.expect("runtime/metadata-hash.txt is not empty");
		assert_eq!(hash.len(), 66);
		assert!(hash.starts_with("0x") && hash[2..].chars().all(|c| c.is_ascii_hexdigit()));
	}

	/// Where the runtime was built with its wasm, it is the right one.
	#[test]
	fn the_hash_is_that_of_the_runtime() {
		if let Some(code) = WASM_BINARY {
			assert_eq!(
				Some(of(code.to_vec()).unwrap().as_str()),
				METADATA_HASH,
				"run scripts/metadata-hash.sh and commit runtime/metadata-hash.txt"
			);
		}
	}
}
