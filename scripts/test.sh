#!/usr/bin/env bash
# Every test, from formatting to a live chain with a wallet.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: scripts/test.sh [--quick] [--kills N] [--network]

Installs what is missing, then, so that a failing test is seen early:
  1. formatting; the build; the documents against the programs' --help; the dependencies against
     deny.toml
  2. unit, property and runtime tests of every crate; clippy with warnings denied
  3. random formulas against an evaluator in Python's fractions; real photovoltaic days, household
     days and showers through their methodologies
  4. a live chain: the main job on real input (scripts/run.sh) twice on one chain, read back by a
     wallet (@polkadot/api); all methodologies published, and computed as this machine computes them
  5. beside it, a node killed in the middle of a report, restarted, the report run again: same state;
     a small economy of points with its node killed, every unit compared with books of its own;
     four validators with keys of their own, killed, their database damaged, spammed, then upgraded
     while they run (tests/faults.sh --short); docker/ as far as it can be checked without an engine
  6. with --network: records taken back, objections, devices, keys replaced (tests/accounts.sh); the
     whole path to a certificate with a dissenting verifier (scripts/run.sh --dissent), the market and a
     recall on it; every role's calls through two client libraries and a light client; governance of
     four validators (tests/governance.sh)

  --quick     stops before the live chain
  --network   step 6, too: about an hour more
  --kills N   how often the node is killed in step 5 (2; the long form is 10)

From nothing it takes under an hour on two cores. As root the four validators have network namespaces.
TXT
}
quick= kills=2 network=
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--quick) quick=1 ;;
		--network) network=1 ;;
		--kills) kills=${2:?--kills needs a number}; shift ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
. "$(dirname "$0")/lib/common.sh"
started=$(date +%s)
stage() { say "$* ($(($(date +%s) - started)) s)"; }

ensure_build_tools
ensure_packages git=git

stage "Formatting"
cargo fmt --all -- --check
for crate in benches/*/ fuzz/; do
	cargo fmt --manifest-path "$crate/Cargo.toml" -- --check
done

stage "Documents: what they name is there"
tests/docs.py

stage "No RocksDB"
if cargo tree --locked --workspace -i librocksdb-sys >/dev/null 2>&1; then
	die "librocksdb-sys is among the dependencies: ParityDB only"
fi

stage "Building"
build_all

stage "Documents: their command lines are ones that the programs know"
tests/docs.py --tanpu "$BIN/tanpu" --node "$BIN/tanpu-node"

stage "Dependencies: advisories, licences, bans, sources"
scripts/deny.sh

stage "Unit, property and runtime tests"
cargo test --release --locked --workspace --all-targets

stage "Clippy"
# In the release profile: the wasm runtime and the build scripts of the tests serve here too.
cargo clippy --release --locked --workspace --all-targets -- -D warnings

stage "Formulas against an independent evaluator in exact fractions; real days through their methods"
TANPU_SKIP_BUILD=1 tests/differential.sh --count 5000
TANPU="$BIN/tanpu" tests/data-methods.sh

if [ -n "$quick" ]; then
	stage "Done, without the live chain"
	exit 0
fi

ensure_packages node=nodejs npm=npm pkill=procps
python3 -c 'import yaml' 2>/dev/null || ensure_packages python3-yaml=python3-yaml

# Here, not beside each other: apt-get has one lock.
ensure_packages cc=build-essential
[ "$(id -u)" != 0 ] || ensure_packages ip=iproute2 mount=mount

# For the upgrade, while nothing else runs: it must not take a processor from a chain.
stage "The runtime of a later version, to upgrade to"
next=$(mktemp "${TMPDIR:-/tmp}/tanpu-next.XXXXXX")
tests/faults/next-runtime.sh "$next"

# All mostly wait for a chain's clock, so they wait together; each has chains and ports of its own.
stage "A live chain; beside it a node killed in the middle of a report, $kills times, and a small economy; four validators, faults and an upgrade"
for folder in wallet economy faults; do
	(cd "tests/$folder" && npm ci --no-audit --no-fund --loglevel=error)
done
lane_pids=() lane_names=() lane_logs=()
# lane NAME COMMAND: beside the others, its output in a file.
lane() {
	lane_names+=("$1")
	lane_logs+=("$(mktemp "${TMPDIR:-/tmp}/tanpu-$1.XXXXXX")")
	(eval "$2") >"${lane_logs[-1]}" 2>&1 &
	lane_pids+=($!)
}
end_lanes() {
	local pid
	for pid in "${lane_pids[@]}"; do
		runs "$pid" || continue
		# Its children end their nodes themselves.
		pkill -TERM -P "$pid" 2>/dev/null || true
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
}
trap 'end_lanes; rm -f "$next"' EXIT
trap 'exit 130' INT TERM
lane kill "tests/kill.sh --times $kills"
lane economy "tests/economy.sh --short --kill"
lane faults "TANPU_SKIP_BUILD=1 tests/faults.sh --short --wasm '$next'"
tests/live.sh || die "the live chain's test failed"
for i in "${!lane_pids[@]}"; do
	stage "What ran beside it: ${lane_names[i]}"
	code=0
	wait "${lane_pids[i]}" || code=$?
	cat "${lane_logs[i]}"
	[ "$code" = 0 ] || die "it failed; its log is ${lane_logs[i]}"
	rm -f "${lane_logs[i]}"
done
lane_pids=()

stage "docker/, as far as it can be checked without an engine"
docker/check.py

if [ -n "$network" ]; then
	stage "Records, objections, devices and keys of citizens"
	people=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-people.XXXXXX")
	TANPU_SKIP_BUILD=1 scripts/run.sh --exit --no-verify --home "$people" --port "$(free_port)" \
		--then "tests/accounts.sh '$people'"
	rm -rf "$people"
	stage "To a certificate, one verifier against it; the market; a recall"
	whole=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-whole.XXXXXX")
	TANPU_SKIP_BUILD=1 scripts/run.sh --exit --dissent --home "$whole" --port "$(free_port)" \
		--then "tests/market.sh '$whole' && tests/recall.sh '$whole'"
	rm -rf "$whole"
	stage "Clients"
	(cd tests/clients && npm ci --no-audit --no-fund --loglevel=error)
	tests/clients.sh --patience 0
	stage "Governance on four validators"
	TANPU_SKIP_BUILD=1 tests/governance.sh
fi

stage "Every test passed"
