#!/usr/bin/env bash
# A live upgrade of four validators, with a migration over 100,000 citizens.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/upgrade.sh [--citizens N] [--wasm FILE] [--json] [--home DIR] [--keep]

Starts four validators with generated keys (scripts/network.sh) on a chain with many citizens, has the
council authorise an upgrade that is none (it must be refused as it is applied), then one to a runtime of
the next version that reads and writes every citizen, block by block. Checks that blocks never stop, that
the walk saw what was in genesis, that all nodes have one state and business goes on.

  --citizens N   citizens in genesis (100000)
  --wasm FILE    the next version, built with the feature upgrade-test; made where it is not given
  --json         every figure as one JSON document on stdout
  --home DIR     where the network is (a temporary folder)
  --keep         leaves chain and logs there

Needs what scripts/test.sh needs. With TANPU_SKIP_BUILD=1 node and tool are used as they are built.

Exit codes: 0 passed; 1 failed; 2 usage.
TXT
}
home='' keep='' wasm='' citizens=100000 args=()
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--citizens) citizens=${2:?--citizens needs a number}; shift ;;
		--wasm) wasm=$(realpath "${2:?--wasm needs a file}"); shift ;;
		--json) args+=("$1") ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--keep) keep=1 ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
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
	if [ -n "$child" ]; then
		kill "$child" 2>/dev/null || true
		wait "$child" 2>/dev/null || true
	fi
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
	say "Building the next version"
	ensure_build_tools
	env -u SKIP_WASM_BUILD cargo build --release --locked -p tanpu-runtime --features upgrade-test
	cp "$BIN/wbuild/tanpu-runtime/tanpu_runtime.compact.compressed.wasm" "$home/next.wasm"
	wasm="$home/next.wasm"
fi
node tests/faults/upgrade.mjs --root "$ROOT" --home "$home" --citizens "$citizens" --wasm "$wasm" \
	--same "$home/same.wasm" "${args[@]}" &
child=$!
wait "$child"
