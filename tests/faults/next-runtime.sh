#!/usr/bin/env bash
# The runtime that an upgrade is rehearsed to, as wasm, beside the one that the node embeds.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/faults/next-runtime.sh FILE [--failing]

Compiles the runtime with the feature upgrade-test (a later version, with a migration that reads and writes
every citizen), compresses it and writes it to FILE. It takes the crates that the node's own build has
compiled for wasm, in $CARGO_TARGET_DIR/release/wbuild, and leaves alone what that build made: about three
minutes on two cores after it, seconds where nothing has changed, a quarter of an hour from nothing.

  --failing   with upgrade-test-failing: a version between the two, whose migration fails half way

Exit codes: 0 done; 1 it can't be built; 2 usage.
TXT
}
out='' feature=upgrade-test
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--failing) feature=upgrade-test-failing ;;
		-*) usage >&2; exit 2 ;;
		*) [ -z "$out" ] || { usage >&2; exit 2; }; out=$(realpath -m "$1") ;;
	esac
	shift
done
[ -n "$out" ] || { usage >&2; exit 2; }
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/../../scripts/lib/common.sh"
ensure_build_tools
ensure_packages zstd=zstd

# What substrate-wasm-builder does for the node, with another package and library name: cargo keeps one
# tanpu_runtime.wasm for a target folder, and that one is the node's. Profile and flags are the builder's
# to the letter, or every crate would be compiled anew.
wbuild="$BIN/wbuild"
project="$wbuild/tanpu-runtime-$feature"
name="tanpu_runtime_${feature//-/_}"
mkdir -p "$project/src"
cat >"$project/Cargo.toml" <<TOML
[package]
name = "tanpu-runtime-$feature"
version = "1.0.0"
edition = "2021"

[lib]
name = "$name"
crate-type = ["cdylib"]

[dependencies.wasm-project]
package = "tanpu-runtime"
path = "$ROOT/runtime"
default-features = false
features = ["$feature"]

[profile.release]
panic = "abort"
lto = "thin"

[workspace]
resolver = "2"
TOML
# shellcheck disable=SC2016
echo '#![no_std] #![allow(unused_imports)] pub use wasm_project::*;' >"$project/src/lib.rs"
cp Cargo.lock "$project/Cargo.lock"

flags='-C link-arg=--export-table -C link-arg=--export=__heap_base -C link-arg=--import-memory --cfg substrate_runtime'
target=wasm32v1-none args=()
if [ ! -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]; then
	# As the builder does without that target: core and alloc are compiled, too, without newer instructions.
	target=wasm32-unknown-unknown
	flags="-C target-cpu=mvp $flags"
	WASM_BUILD_STD=1
fi
if [ "${WASM_BUILD_STD:-0}" = 1 ]; then
	args=(-Z 'build-std=core,alloc')
	export RUSTC_BOOTSTRAP=1
fi
# The node's own hash, which isn't this version's: another would have crates compiled again, here and then
# by the node's next build. A wallet that signs it is refused; nobody does here.
RUNTIME_METADATA_HASH=$(tr -d '[:space:]' <runtime/metadata-hash.txt)
export RUNTIME_METADATA_HASH
env -u CARGO_ENCODED_RUSTFLAGS RUSTFLAGS="$flags" CARGO_TARGET_DIR="$wbuild/tanpu-runtime/target" SKIP_WASM_BUILD= \
	cargo rustc --release --target "$target" --manifest-path "$project/Cargo.toml" "${args[@]}" >&2

# Compressed as the node reads it: a mark, then zstd.
mkdir -p "$(dirname "$out")"
{
	printf '\x52\xbc\x53\x76\x46\xdb\x8e\x05'
	zstd -q -15 -c "$wbuild/tanpu-runtime/target/$target/release/$name.wasm"
} >"$out.part"
mv "$out.part" "$out"
note "$out: $(stat -c %s "$out") bytes, blake2-256 $(b2sum -l 256 "$out" | cut -c1-64)"
