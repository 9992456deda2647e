#!/usr/bin/env bash
# Wallets, libraries and a light client against a live chain.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/clients.sh [--url WS | --lone | --validators N] [--patience MINUTES] [--only PARTS] [--money SURI]
                        [--council SURI,SURI[,SURI]] [--peer MULTIADDR] [--spec FILE] [--no-metadata-hash] [--keep]
                        [--json FILE]

Every role's main calls, signed through @polkadot/api 16 and through polkadot-api, which speaks only the
new JSON-RPC: council motions, licences, funds, attested accounts, reports, payments, orders, refunds,
settlement in money, session keys; a class sealed, sampled, audited, issued, claimed, sold and retired;
view functions, runtime APIs, finality. carbon_ methods: every example of docs/rpc.md is run through both.
The metadata in all versions, and that everything people read in it is named and explained. polkadot-api's
own descriptors, made of it and compiled with every role's calls. Transactions signed with the metadata's
hash, as hardware wallets do. A light client (smoldot) that syncs by GRANDPA's proofs and reads a citizen's
position with a storage proof.

Without --url a network of four validators with keys of their own is started (scripts/network.sh), whose
clock runs a day in half a minute, and ended: about twenty minutes, most of them for a month to close and
the public notice to run. What is asked is a node that follows the validators. On a chain with the plain
clock, where that takes months, what needs a methodology is skipped unless one is in force, and calls about
a class are only seen to be taken, and refused by name.

  --url WS            a running node; it must let nobody but this machine call unsafe methods
  --validators N      so many validators (4)
  --lone              a development chain of one node in place of them, a day a minute: about six minutes, since
                      no class is waited for
  --patience MINUTES  how long a class may take until it can be sealed (20; with --lone and --url 0)
  --only PARTS        of metadata,pjs,papi,types,hash,light; with commas
  --money SURI        who pays (//Alice//stash): 30,000 TANP and fees for each library
  --council SURIS     two or three members (//Alice,//Bob,//Charlie); two must carry a motion
  --peer MULTIADDR    the light client's peer, .../ws/p2p/...; else asked of the node
  --spec FILE         the light client's chain spec; else asked of the node
  --no-metadata-hash  the runtime was built without its metadata hash
  --keep              leaves the folder with chain and logs
  --json FILE         writes every step as JSON, too

The binaries are those of the target folder. Ctrl-C ends everything.

Exit codes: 0 nothing failed; 1 a step failed; 2 usage.
TXT
}
url='' validators='' lone='' patience='' keep='' json='' pass=()
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--url) url=${2:?--url needs a WebSocket address}; shift ;;
		--validators) validators=${2:?--validators needs a number}; shift ;;
		--lone) lone=1 ;;
		--patience) patience=${2:?--patience needs minutes}; shift ;;
		--only | --money | --council | --peer | --spec) pass+=("$1" "${2:?$1 needs a value}"); shift ;;
		--no-metadata-hash) pass+=("$1") ;;
		--keep) keep=1 ;;
		--json) json=$(realpath -m "${2:?--json needs a file}"); shift ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done

[ "$(wc -w <<<"${url:+1} ${validators:+1} ${lone:+1}")" -lt 2 ] || { echo "error: only one of --url, --validators, --lone" >&2; exit 2; }
[ -n "$url$lone" ] || { validators=${validators:-4} patience=${patience:-20}; }
. "$(dirname "$0")/../scripts/lib/common.sh"
ensure_packages node=nodejs npm=npm
for file in "$BIN/tanpu-node" "$BIN/tanpu"; do
	[ -x "$file" ] || die "$file is missing: build it with cargo build --release --locked"
done
[ -d tests/clients/node_modules ] || (cd tests/clients && npm ci --no-audit --no-fund --loglevel=error)

home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-clients.XXXXXX")
node_pid='' play_pid=''
cleanup() {
	local pid
	for pid in $play_pid $node_pid; do end "$pid"; done
	[ ! -d "$home/network" ] || TANPU_SKIP_BUILD=1 scripts/network.sh down --home "$home/network" >/dev/null 2>&1 || true
	if [ -n "$keep" ]; then note "left in $home"; else rm -rf "$home"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

if [ -n "$validators" ]; then
	say "A network of $validators validators in $home/network, a day in half a minute"
	# Friday 2026-01-16 12:00 (UTC+8). By the 29th both libraries have reported, so that nothing of theirs is of
	# another month, and the month closes soon. Epochs of 45 seconds: randomness takes two of them.
	TANPU_SKIP_BUILD=1 scripts/network.sh up --home "$home/network" --validators "$validators" \
		--epoch 15 --clock-scale 2880 --clock-start 1768536000
	TANPU_SKIP_BUILD=1 scripts/network.sh add entry --home "$home/network" -- \
		--listen-addr "/ip4/127.0.0.1/tcp/$(free_port)/ws" --state-pruning archive --blocks-pruning archive
	port=$(sed -n 's/^RPC_PORT=//p' "$home/network/nodes/entry/node.env")
	wait_for_node "$port" "$(cat "$home/network/nodes/entry/pid")" "$home/network/nodes/entry/node.log"
	url="ws://127.0.0.1:$port"
elif [ -z "$url" ]; then
	port=$(free_port)
	say "A development chain in $home, a day a minute"
	start_node "$home/chain" "$port" "$home/node.log" "/ip4/127.0.0.1/tcp/$(free_port)/ws"
	node_pid=$NODE_PID
	wait_for_node "$port" "$node_pid" "$home/node.log"
	url="ws://127.0.0.1:$port"
fi

# What docs/rpc.md shows must have the types that it says.
node tests/clients/node_modules/typescript/bin/tsc -p tests/clients || die "the types of docs/rpc don't fit its examples"
say "Wallets and clients at $url"
node tests/clients/main.mjs --url "$url" --tanpu "$BIN/tanpu" --root "$ROOT" --light-log "$home/light.log" \
	--patience "${patience:-0}" "${pass[@]}" ${json:+--json "$json"} &
play_pid=$!
code=0
wait "$play_pid" || code=$?
play_pid=
[ "$code" = 0 ] || [ -z "$node_pid" ] || runs "$node_pid" || tail -n 20 "$home/node.log" >&2
exit "$code"
