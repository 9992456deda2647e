#!/usr/bin/env bash
# Live upgrades of four validators, with a migration over 100,000 citizens.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/upgrade.sh [--short] [--citizens N] [--wasm FILE] [--failing FILE] [--json] [--home DIR] [--keep]

Starts four validators with generated keys (scripts/network.sh) on a chain with many citizens, reports rides
all the while, and has the council authorise three upgrades, each of which somebody else applies:
  1. to the same version: refused as it is applied, and so is a code that nobody authorised
  2. to a version whose migration fails half way: business must stop, blocks go on, and the council get out
  3. to a later version, whose migration reads and writes every citizen, block by block
Checks that blocks never stop, that the walk saw what was in state and changed nothing else, that all nodes
have one state and every report is credited once. Prints the figures; about ten minutes.

  --short          5,000 citizens, without the second; about six minutes
  --citizens N     citizens in genesis (100000)
  --wasm FILE      the later version, built with the feature upgrade-test; made where it is not given
  --failing FILE   the one between, with upgrade-test-failing; made where it is not given
  --json           the figures as one JSON document on stdout
  --home DIR       where the network is (a temporary folder)
  --keep           leaves chain and logs there

Needs what scripts/test.sh needs. With TANPU_SKIP_BUILD=1 node and tool are used as
they are built; for the wasm see tests/faults/next-runtime.sh.

Exit codes: 0 passed; 1 failed; 2 usage.
TXT
}
home='' keep='' wasm='' failing='' short='' citizens='' args=()
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--short) short=1 ;;
		--citizens) citizens=${2:?--citizens needs a number}; shift ;;
		--wasm) wasm=$(realpath "${2:?--wasm needs a file}"); shift ;;
		--failing) failing=$(realpath "${2:?--failing needs a file}"); shift ;;
		--json) args+=("$1") ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--keep) keep=1 ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
citizens=${citizens:-$([ -n "$short" ] && echo 5000 || echo 100000)}
[[ "$citizens" =~ ^[0-9]+$ ]] || { echo "--citizens needs a number, not '$citizens'" >&2; exit 2; }
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/../scripts/lib/common.sh"
ensure_packages node=nodejs npm=npm python3=python3
if [ -z "${TANPU_SKIP_BUILD:-}" ]; then
	ensure_build_tools
	cargo build --release --locked -p tanpu-node -p tanpu-cli
fi
export TANPU_SKIP_BUILD=1
[ -d tests/faults/node_modules ] || (cd tests/faults && npm ci --no-audit --no-fund --loglevel=error)
made=''
if [ -z "$home" ]; then
	home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-upgrade.XXXXXX")
	made=1
fi
mkdir -p "$home"
home=$(cd "$home" && pwd)
child=''
cleanup() {
	end "$child"
	if [ -n "$keep" ]; then
		scripts/network.sh down --home "$home" >/dev/null 2>&1 || true
		note "chain and logs are in $home"
	else
		scripts/network.sh down --home "$home" --purge >/dev/null 2>&1 || true
		if [ -n "$made" ]; then rm -rf "$home"; fi
	fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# The code that runs, as the node has it in its own genesis: an upgrade to it is none.
"$BIN/tanpu-node" export-chain-spec --chain local --raw --output "$home/own.json" >/dev/null 2>&1 ||
	die "this node can't export a chain specification: was it built without a runtime (SKIP_WASM_BUILD)?"
python3 - "$home/own.json" "$home/same.wasm" <<'PY'
import json, sys
code = json.load(open(sys.argv[1]))["genesis"]["raw"]["top"]["0x" + b":code".hex()]
open(sys.argv[2], "wb").write(bytes.fromhex(code[2:]))
PY
if [ -z "$wasm" ]; then
	say "Building a later version"
	wasm="$home/next.wasm"
	tests/faults/next-runtime.sh "$wasm"
fi
if [ -z "$short" ] && [ -z "$failing" ]; then
	say "Building a version whose migration fails"
	failing="$home/failing.wasm"
	tests/faults/next-runtime.sh "$failing" --failing
fi
node tests/faults/upgrade.mjs --root "$ROOT" --home "$home" --tanpu "$BIN/tanpu" --citizens "$citizens" --wasm "$wasm" \
	--same "$home/same.wasm" ${failing:+--failing "$failing"} "${args[@]}" &
child=$!
# In the background, so that a signal is heard at once.
code=0
wait "$child" || code=$?
child=''
[ "$code" = 0 ] || exit "$code"
