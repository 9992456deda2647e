#!/usr/bin/env bash
# A node killed in the middle of a report: the same command again must end in the same state.
set -euo pipefail
times=10
usage() {
	cat <<'TXT'
usage: tests/kill.sh [--times N]

Sets a chain up once (scripts/run.sh --setup-only) and keeps a copy. Undisturbed, then N times (10):
from the copy, reports the sample in small batches, kills the node (SIGKILL) at a random moment,
starts it again, runs the same report again, and compares every position and every citizen's day
with the undisturbed run. Prints a line for each; exit code 1 when one differs.
TXT
}
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--times) times=${2:?--times needs a number}; shift ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
. "$(dirname "$0")/../scripts/lib/common.sh"
ensure_packages node=nodejs npm=npm
export TANPU_SKIP_BUILD=1
[ -d tests/wallet/node_modules ] || (cd tests/wallet && npm ci --no-audit --no-fund --loglevel=error)
home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-kill.XXXXXX")
node_pid=
cleanup() {
	end "$node_pid" KILL
	rm -rf "$home"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

say "Setting a chain up"
scripts/run.sh --exit --setup-only --home "$home/setup" --port "$(free_port)" >"$home/setup.log" 2>&1 ||
	{ tail -n 40 "$home/setup.log" >&2; die "the set-up failed"; }
. "$home/setup/context.sh"

# run NAME KILL-AFTER-SECONDS ("" = undisturbed): leaves NAME/state.json
run() {
	local name=$1 kill_after=$2 dir="$home/$1" port code pid tries
	cp -a "$home/setup" "$dir"
	cd "$dir"
	port=$(free_port)
	start_node "$dir/chain" "$port" "$dir/node.log"
	node_pid=$NODE_PID
	wait_for_node "$port" "$node_pid" "$dir/node.log"
	report() {
		"$BIN/tanpu" --url "ws://127.0.0.1:$port" --json --suri "$metro_reporter" report trips.csv \
			--operator "$metro" --methodology "$methodology" --users users.csv --utc-offset +08:00 \
			--batch-size 25 --in-flight 8 --patience 1 --evidence-key evidence.key \
			>"$dir/report.json" 2>"$dir/report.log"
	}
	if [ -n "$kill_after" ]; then
		report &
		pid=$!
		sleep "$kill_after"
		kill -9 "$node_pid"
		wait "$node_pid" 2>/dev/null || true
		code=0
		wait "$pid" || code=$?
		# 4: the node went away; 0 or 3: it had finished just before.
		case $code in 0 | 3 | 4) ;; *) cat "$dir/report.log" >&2; die "$name: the report ended with $code" ;; esac
		start_node "$dir/chain" "$port" "$dir/node.log"
		node_pid=$NODE_PID
		wait_for_node "$port" "$node_pid" "$dir/node.log"
	fi
	code=0
	report || code=$?
	[ "$code" = 0 ] || [ "$code" = 3 ] || { cat "$dir/report.log" >&2; die "$name: the report ended with $code"; }
	node "$ROOT/tests/wallet/state.mjs" "ws://127.0.0.1:$port" >"$dir/state.json"
	kill "$node_pid"
	wait "$node_pid" 2>/dev/null || true
	node_pid=
	cd "$ROOT"
}

say "Undisturbed"
run calm ""
summary() { python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); print(d["grams"], "g,", d["records"], "records")' "$1"; }
note "$(summary "$home/calm/state.json")"

failed=0
for i in $(seq 1 "$times"); do
	after=$(python3 -c 'import random; print(round(random.uniform(1.0, 20.0), 1))')
	run "kill-$i" "$after"
	resumed=$(python3 -c 'import json,sys; b=json.load(open(sys.argv[1]))["batches"]; print(b["unchanged"], "batches there before,", b["new"], "sent again or anew")' "$home/kill-$i/report.json")
	if cmp -s "$home/calm/state.json" "$home/kill-$i/state.json"; then
		note "$i: killed after $after s; $resumed; the same state"
	else
		note "$i: killed after $after s; $resumed; DIFFERENT: $(summary "$home/kill-$i/state.json")"
		failed=$((failed + 1))
	fi
	rm -rf "$home/kill-$i"
done
printf '\n%d passed, %d failed\n' "$((times - failed))" "$failed"
[ "$failed" = 0 ]
