//! Builds the wasm runtime that the node executes and validators vote on.

#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
	// The token's symbol and decimals are part of the digest that hardware wallets check: they are
	// those of `constants::currency`, and `tests::token_is_the_same_everywhere` watches over it.
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("TANP", 12)
		.build();
}

#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn main() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults().build();
}

// Building for wasm itself: nothing to do.
#[cfg(not(feature = "std"))]
fn main() {}
