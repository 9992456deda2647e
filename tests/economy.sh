#!/usr/bin/env bash
# A whole economy on a live chain, every unit of it compared with books kept apart from the chain.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/economy.sh [--short] [--citizens N] [--merchants N] [--operators N] [--days N] [--seed N]
                        [--kill] [--home DIR] [--keep] [--json FILE]

Starts a fresh development chain (a day takes a minute) and plays, by a plan drawn from the seed:
operators report rides, citizens pay at tills and redeem offers, merchants fulfil, cancel, refund and
are paid, citizens dispute, the council decides; a new series, an interchange, a merchant suspended
with orders open, an operator revoked with points out, campaigns, withdrawals and reversals with
notice; and on the way everything that must be refused, each compared with the error's name.

Books are kept apart from the chain, out of the plan and the events of finalised blocks. Every few
days and at the end all state is compared with them, to the last unit: series, positions, funds,
receivables, statements, escrow, held and free money of everybody, fees, total issuance, grams.

  --short         3 operators, 6 merchants, 40 citizens, 4 days: about 7 minutes
  --citizens N    how many (2000), at least 30
  --merchants N   how many (50), at least 5
  --operators N   how many (5), at least 3
  --days N        of play, a minute each (30), at least 4; setting up takes 3 to 4 minutes more
  --seed N        of the plan (1); when a transaction gets in depends on the machine all the same
  --kill          kills the node (SIGKILL) in the middle of the play and starts it again; blocks that
                  it lost are taken off the books, and their transactions sent again
  --home DIR      where the chain and the log are kept; must not exist (a temporary folder)
  --keep          leaves the folder
  --json FILE     writes the report as JSON, too

Ctrl-C ends it; it can't be resumed, only begun afresh. The binaries are those of the target folder.

Exit codes: 0 all agrees and everything planned happened; 1 something differs or didn't happen; 2 usage.
TXT
}
citizens= merchants= operators= days= seed=1 kill= home= keep= json= short=
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--short) short=1 ;;
		--citizens) citizens=${2:?--citizens needs a number}; shift ;;
		--merchants) merchants=${2:?--merchants needs a number}; shift ;;
		--operators) operators=${2:?--operators needs a number}; shift ;;
		--days) days=${2:?--days needs a number}; shift ;;
		--seed) seed=${2:?--seed needs a number}; shift ;;
		--kill) kill=1 ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--keep) keep=1 ;;
		--json) json=$(realpath -m "${2:?--json needs a file}"); shift ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
if [ -n "$short" ]; then
	: "${citizens:=40}" "${merchants:=6}" "${operators:=3}" "${days:=4}"
fi
: "${citizens:=2000}" "${merchants:=50}" "${operators:=5}" "${days:=30}"
at_least() { # OPTION VALUE LEAST
	[[ $2 =~ ^[0-9]+$ ]] && [ "$2" -ge "$3" ] || { echo "error: $1 must be a number, $3 or more: $2" >&2; exit 2; }
}
at_least --citizens "$citizens" 30
at_least --merchants "$merchants" 5
at_least --operators "$operators" 3
at_least --days "$days" 4
at_least --seed "$seed" 0
[ -z "$home" ] || { home=$(realpath -m "$home") && [ ! -e "$home" ]; } ||
	{ echo "error: $home exists: an economy begins afresh" >&2; exit 2; }

. "$(dirname "$0")/../scripts/lib/common.sh"
ensure_packages node=nodejs npm=npm
for file in "$BIN/tanpu-node" "$BIN/tanpu"; do
	[ -x "$file" ] || die "$file is missing: build it with cargo build --release --locked"
done
[ -d tests/economy/node_modules ] || (cd tests/economy && npm ci --no-audit --no-fund --loglevel=error)

if [ -n "$home" ]; then mkdir -p "$home"; else home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-economy.XXXXXX"); fi
node_pid= play_pid=
cleanup() {
	local pid
	for pid in $play_pid $node_pid; do end "$pid"; done
	if [ -n "$keep" ]; then note "left in $home"; else rm -rf "$home"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

port=$(free_port)
say "A development chain in $home, a day a minute"
start_node "$home/chain" "$port" "$home/node.log"
node_pid=$NODE_PID
wait_for_node "$port" "$node_pid" "$home/node.log"

say "$operators operators, $merchants merchants, $citizens citizens, $days days"
node --max-old-space-size=3000 tests/economy/main.mjs --url "ws://127.0.0.1:$port" --tanpu "$BIN/tanpu" --root "$ROOT" \
	--home "$home" --citizens "$citizens" --merchants "$merchants" --operators "$operators" --days "$days" \
	--seed "$seed" ${kill:+--kill} ${json:+--json "$json"} &
play_pid=$!
while runs "$play_pid"; do
	if [ -e "$home/kill" ]; then
		kill -9 "$node_pid" 2>/dev/null || true
		wait "$node_pid" 2>/dev/null || true
		sleep 1
		start_node "$home/chain" "$port" "$home/node.log"
		node_pid=$NODE_PID
		wait_for_node "$port" "$node_pid" "$home/node.log"
		rm -f "$home/kill"
		: >"$home/restarted"
	elif ! runs "$node_pid"; then
		tail -n 20 "$home/node.log" >&2
		die "the node ended by itself"
	fi
	sleep 0.3
done
code=0
wait "$play_pid" || code=$?
play_pid=
exit "$code"
