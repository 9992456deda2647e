#!/usr/bin/env bash
# Governance on a real network: validators, the settlement office, the council, SafeMode and TxPause.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/governance.sh [--short] [--json] [--epoch SLOTS] [--home DIR] [--keep]

Starts four validators and a full node with generated keys (scripts/network.sh) and does by the command
line what docs/operations.md describes, each step checked against the chain's state:

  validators    the full node applies with keys that it made, is admitted, makes blocks, rotates its
                keys; a silent one is chilled by rule and rejoins; nobody is let go below four; two
                machines with one validator's keys: disabled and removed; refused, removed, left
  settlement    officers, the limit, a deposit minted by two persons and by no one alone, a record
                twice, over the limit; withdrawals paid and refused; total issuance
  council       a member comes for a department, votes, and goes
  SafeMode      transfers and reports stop; refunds, merchants' money, motions and blocks go on
  TxPause       the same for one call

  --short       without what waits for a silent validator: chilling, rejoining, equivocation, leaving
  --json        every step as one JSON document on stdout
  --epoch N     slots of 3 s in a session (20)
  --home DIR    where the network is (a temporary folder); it must not have one
  --keep        leaves chain and logs there

Chilling takes nine minutes at any length of a session: a share of 30 blocks must be missed. Needs what
scripts/test.sh needs; with TANPU_SKIP_BUILD=1 it uses what is built.

Exit codes: 0 every step passed; 1 one failed; 2 usage.
TXT
}
home='' keep='' epoch=20 args=()
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--short | --json) args+=("$1") ;;
		--epoch) epoch=${2:?--epoch needs a number}; shift ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--keep) keep=1 ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
[[ "$epoch" =~ ^[1-9][0-9]{1,3}$ ]] || { echo "--epoch needs a number from 10" >&2; exit 2; }
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
	home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-governance.XXXXXX")
	made=1
fi
mkdir -p "$home"
home=$(cd "$home" && pwd)
[ ! -f "$home/chain.json" ] || { echo "there is a network in $home already" >&2; exit 2; }
child=''
cleanup() {
	end "$child"
	scripts/network.sh down --home "$home" >/dev/null 2>&1 || true
	rm -rf "$home/twin-keystore"
	if [ -n "$keep" ]; then
		note "chain and logs are in $home"
	else
		scripts/network.sh down --home "$home" --purge >/dev/null 2>&1 || true
		if [ -n "$made" ]; then rm -rf "$home"; fi
	fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM
node tests/faults/governance.mjs "${args[@]}" --epoch "$epoch" --root "$ROOT" --home "$home" --tanpu "$BIN/tanpu" &
child=$!
# In the background, so that a signal is heard at once.
code=0
wait "$child" || code=$?
child=''
[ "$code" = 0 ] || exit "$code"
