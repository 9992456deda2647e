#!/usr/bin/env bash
# The main job on a fresh live chain, twice, read back through @polkadot/api.
set -euo pipefail
case "${1:-}" in
	-h | --help)
		echo "usage: tests/live.sh"
		echo "Runs scripts/run.sh on a fresh chain, has a wallet read every figure, restarts the node and"
		echo "runs it again on the same chain: nothing may be credited twice; then tries bad input of every kind"
		echo "and publishes the whole library of methodologies."
		exit 0
		;;
esac
. "$(dirname "$0")/../scripts/lib/common.sh"
ensure_packages node=nodejs npm=npm
home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-live.XXXXXX")
trap 'rm -rf "$home"' EXIT
export TANPU_SKIP_BUILD=1
[ -d tests/wallet/node_modules ] || (cd tests/wallet && npm ci --no-audit --no-fund --loglevel=error)
wallet="node --test-reporter=spec '$ROOT/tests/wallet/read.mjs' \"\$TANPU_URL\" '$home/expected.json' \"\$TANPU\" \
	&& node --test-reporter=spec '$ROOT/tests/wallet/rpc.mjs' \"\$TANPU_URL\""
# Points in every state that they can be in, and the RPC's answers about them.
spend="node '$ROOT/tests/wallet/spend.mjs' \"\$TANPU_URL\" \"\$TANPU\" '$home' \
	&& node --test-reporter=spec '$ROOT/tests/wallet/rpc.mjs' \"\$TANPU_URL\""
scripts/run.sh --exit --no-verify --home "$home" --port "$(free_port)" --then "$wallet"
say "The same on the same chain, its node restarted; then bad input of every kind, and all methodologies"
scripts/run.sh --exit --no-verify --home "$home" --port "$(free_port)" \
	--then "$wallet && $spend && tests/refusals.sh '$home' && tests/methodologies.sh"
grep -q '"new": *[1-9]' "$home/first.json" && die "the second run credited something"
say "The live chain agrees with the wallet and with itself"
