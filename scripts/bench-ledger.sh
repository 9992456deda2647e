#!/usr/bin/env bash
# Measures storage layouts of the hot ledger side by side; see docs/performance.md.
set -euo pipefail

usage() {
	cat <<'TEXT'
Usage: scripts/bench-ledger.sh [--citizens N,N,...] [--json] [option ...]

Builds benches/hot-ledger (a real runtime on the node's own executor and database) and measures the
layouts of the hot ledger side by side: time per block for execution and for the state root, rows
credited per second, nodes and bytes written. Prints a table.

  --citizens N,N,...  citizens in state (default 10000,100000,1000000)
  --layouts L,L,...   A,B,C,P,D,V,S; ratios are to the first (default: all)
  --blocks N          measured blocks for each layout and pattern (default 9)
  --batches N         batches in a block (default 10)
  --rows N            rows in a batch (default 1000)
  --classes N, --claims N   other sizes of values: 17 + 12 N and 1 + 9 N bytes
  --json              JSON instead of a table
  --help              this text

More options: scripts/bench-ledger.sh --citizens 10000 --options
The default takes about 20 minutes after building, and 3 GB of disk in TMPDIR (/tmp).
A quick look: scripts/bench-ledger.sh --citizens 10000 --blocks 3
The machine should do nothing else meanwhile; ratios bear it, absolute times don't.
TEXT
}

arguments=()
for argument in "$@"; do
	case $argument in
		-h | --help)
			usage
			exit 0
			;;
		--options) arguments+=(--help) ;;
		*) arguments+=("$argument") ;;
	esac
done

# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
ensure_build_tools

# The wasm builder looks for Cargo.lock above the target folder, which may be anywhere.
export WASM_BUILD_WORKSPACE_HINT="$ROOT/benches/hot-ledger"
say "Building benches/hot-ledger"
cargo build --release --locked --manifest-path "$ROOT/benches/hot-ledger/Cargo.toml" >&2 ||
	die "benches/hot-ledger does not build"

base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
note "load: $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo unknown), processors: $(nproc 2>/dev/null || echo unknown)"
"$BIN/hot-ledger" --base "$base/db" ${arguments[@]+"${arguments[@]}"}
