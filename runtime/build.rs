//! Builds the wasm runtime that the node executes and validators vote on.

/// The hash of the runtime's own metadata, `0x` and 64 digits: see `node/src/metadata_hash.rs`.
#[cfg(feature = "std")]
const METADATA_HASH: &str = "metadata-hash.txt";

#[cfg(feature = "std")]
fn main() {
	println!("cargo:rerun-if-changed={METADATA_HASH}");
	match std::fs::read_to_string(METADATA_HASH) {
		Ok(text) if !text.trim().is_empty() => {
			// For the wasm, whose `CheckMetadataHash` reads it as it is compiled; and for this crate, so that
			// the node can say with which one it was built.
			std::env::set_var("RUNTIME_METADATA_HASH", text.trim());
			println!("cargo:rustc-env=RUNTIME_METADATA_HASH={}", text.trim());
		},
		_ => println!(
			"cargo:warning=without {METADATA_HASH} hardware wallets can't sign: run scripts/metadata-hash.sh"
		),
	}
	substrate_wasm_builder::WasmBuilder::init_with_defaults().build();
}

// Building for wasm itself: nothing to do.
#[cfg(not(feature = "std"))]
fn main() {}
