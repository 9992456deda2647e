#!/usr/bin/env bash
# Benchmarks our pallets in the wasm runtime and writes pallets/*/src/weights.rs.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: scripts/benchmark.sh [--check] [--list] [--pallet NAME ...] [--steps N] [--repeat N]

Builds the runtime with its benchmarks (a build of its own, about 15 minutes the first time on two
cores), runs every benchmark of our pallets and writes pallets/*/src/weights.rs from the figures.

  --check         runs each benchmark at the ends of its components with its checks; writes nothing
  --list          lists the benchmarks and runs none
  --pallet NAME   only this pallet (pallet-activity-reports); may be repeated
  --steps N       values of each component (20)
  --repeat N      runs at each value (5)

Run it on a machine that does nothing else: weights are times.
TXT
}
case "${1:-}" in -h | --help) usage; exit 0 ;; esac
. "$(dirname "$0")/lib/common.sh"
ensure_build_tools
say "Building the runtime with its benchmarks"
cp -n Cargo.lock benches/weights/Cargo.lock 2>/dev/null || true
cargo build --release --manifest-path benches/weights/Cargo.toml
"$BIN/tanpu-weights" --out pallets "$@"
case " $* " in *" --check "* | *" --list "*) ;; *) cargo fmt --all ;; esac
