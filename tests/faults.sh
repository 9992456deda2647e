#!/usr/bin/env bash
# Faults and upgrades on a real network of four validators: what is lost, how long it takes, and what must
# never be.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/faults.sh [NAME...] [--short] [--json] [--report FILE.md] [--wasm FILE] [--failing FILE]
                       [--home DIR] [--keep]

Starts four validators with generated keys (scripts/network.sh), reports rides all the while, does the
faults in turn, and checks after each, against a computation apart from the chain, that no credited
record is lost or doubled, that all nodes have one state root, that no two final blocks share a number
and that no validator was accused of anything. Prints a line with figures for each, a table at the end.

  kill-one   SIGKILL of one validator under load, restarted
  kill-all   SIGKILL of all four, restarted
  partition  two against two, then healed: finality must stop, and go on as one chain (root)
  clock      a validator whose clock is a minute ahead, then a minute behind
  disk-full  the disk of one node fills up (root)
  late       a late node by full sync and one by warp sync; all of state compared
  truncated  a truncated database: clear message, resync
  spam       10,000 transactions that must go nowhere while reports go on
  upgrade    upgrades while it runs, with a migration over 100,000 citizens (tests/upgrade.sh), on a
             network of its own after the others

All of it in its long form, with its report: tests/faults.sh --report docs/faults.md; about 40 minutes.

  NAME...    these only
  --short    the forms for CI: kill-one, kill-all, truncated and spam with 1,000, shortened; the upgrade
             with 5,000 citizens; NAMEs choose others
  --json     every figure as one JSON document on stdout
  --report   writes the results with docs/faults.md's text before them
  --wasm, --failing
             the upgrade's runtimes; built where they are not given (tests/faults/next-runtime.sh)
  --home DIR where the network is (a temporary folder); one that was kept is gone on with
  --keep     leaves chain and logs there

As root each node has a network namespace of its own. Without root partition and disk-full are skipped,
and say so. Needs what scripts/test.sh needs; with TANPU_SKIP_BUILD=1 it uses what is built.

Exit codes: 0 all passed (or were skipped); 1 one failed; 2 usage.
TXT
}
home='' keep='' report='' args=()
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--short | --json) args+=("$1") ;;
		--wasm | --failing) args+=("$1" "$(realpath "${2:?$1 needs a file}")"); shift ;;
		--report) report=${2:?--report needs a file}; shift ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--keep) keep=1 ;;
		-*) usage >&2; exit 2 ;;
		*) args+=("$1") ;;
	esac
	shift
done
[ -z "$report" ] || report=$(realpath "$report")
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/../scripts/lib/common.sh"
ensure_packages node=nodejs npm=npm python3=python3 cc=build-essential
if [ -z "${TANPU_SKIP_BUILD:-}" ]; then
	ensure_build_tools
	cargo build --release --locked -p tanpu-node -p tanpu-cli
fi
export TANPU_SKIP_BUILD=1
[ -d tests/faults/node_modules ] || (cd tests/faults && npm ci --no-audit --no-fund --loglevel=error)
isolated=()
if [ "$(id -u)" = 0 ]; then
	ensure_packages ip=iproute2 mount=mount
	isolated=(--isolated)
fi
made=''
if [ -z "$home" ]; then
	home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-faults.XXXXXX")
	made=1
fi
mkdir -p "$home"
home=$(cd "$home" && pwd)
child=''
cleanup() {
	local base
	end "$child"
	scripts/network.sh down --home "$home" >/dev/null 2>&1 || true
	[ ! -d "$home/upgrade/nodes" ] || scripts/network.sh down --home "$home/upgrade" >/dev/null 2>&1 || true
	# A disk that a broken-off test left mounted.
	for base in "$home"/nodes/*/base; do
		if mountpoint -q "$base" 2>/dev/null; then umount "$base" || true; fi
	done
	if [ -n "$keep" ]; then
		note "chain and logs are in $home"
	else
		scripts/network.sh down --home "$home" --purge >/dev/null 2>&1 || true
	fi
	if [ -z "$keep" ] && [ -n "$made" ]; then rm -rf "$home"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM
node tests/faults/main.mjs "${args[@]}" "${isolated[@]}" --root "$ROOT" --home "$home" --tanpu "$BIN/tanpu" \
	${report:+--report "$report"} &
child=$!
# In the background, so that a signal is heard at once.
code=0
wait "$child" || code=$?
child=''
[ "$code" = 0 ] || exit "$code"
