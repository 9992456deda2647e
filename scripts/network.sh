#!/usr/bin/env bash
# A real network on one machine: validators with keys of their own, and nodes that follow them.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: scripts/network.sh up|make [--validators N] [--full N] [--preset NAME] [--epoch SLOTS] [--minimum N]
                                 [--clock-scale N] [--clock-start UNIX] [--isolated] [--home DIR] [--json]
       scripts/network.sh status [--home DIR] [--json]
       scripts/network.sh start  NAME [--clock-offset SECONDS] [--home DIR] [-- NODE-ARGUMENTS]
       scripts/network.sh stop   NAME [--kill] [--home DIR]
       scripts/network.sh add    NAME [--home DIR] [-- NODE-ARGUMENTS]
       scripts/network.sh down   [--purge] [--home DIR]

up      makes keys and a chain specification once, starts every node, waits until all have finalised
        new blocks, the same ones, and prints them. Again on the same folder it goes on with the same network.
make    the keys and the chain specification only; a later up starts from what then is in DIR/chain.json.
status  peers, best and finalised block, role, process and ports of every node.
start, stop, add
        one node: starts or ends it (SIGTERM, with --kill SIGKILL), or adds one that follows. What follows
        -- goes to tanpu-node. --clock-offset gives it a clock that is so many seconds ahead.
down    ends every node by its process number; --purge also removes chain and keys.

  --validators N     validators of a new network (4; fewer than 4 can lose none and stay final)
  --full N           full nodes beside them, which keep every state (0)
  --preset NAME      local (development accounts and council, epochs of 5 minutes) or staging (as in
                     production: its council's keys are generated into keys/council-N.suri)
  --epoch SLOTS      slots in an epoch
  --minimum N        fewest validators that the council can leave (local: 1; staging: 4, and not to be changed)
  --clock-scale N    a chain clock N times as fast, 1440 is a day in a minute; not with staging
  --clock-start UNIX where that clock begins
  --isolated         each node in a network namespace of its own, joined by a bridge, so that links
                     can be cut; needs root
  --home DIR         chain, keys, logs (~/.local/share/tanpu/network)
  --json             the result as one JSON document

What is built is used as it is with TANPU_SKIP_BUILD=1. The validators' keys are in DIR and nowhere else: it
is as secret as they are. Council and accounts of the preset local have keys that everybody knows.

Exit codes: 0 done, and every node is up; 1 a step failed, or a node isn't up; 2 usage.
TXT
}
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"
NODE_BIN="$BIN/tanpu-node"
# shellcheck source=scripts/lib/network.sh
. "$ROOT/scripts/lib/network.sh"

command='' name='' home="${TANPU_NETWORK_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/tanpu/network}"
validators=4 full=0 preset=local isolated='' json='' purge='' kill_it='' offset='' spec_args=() node_args=()
number() { [[ "$2" =~ ^[0-9]+$ ]] || { echo "$1 needs a number, not '$2'" >&2; exit 2; }; }
[ $# -gt 0 ] || { usage >&2; exit 2; }
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--validators) validators=${2:?--validators needs a number}; number "$1" "$2"; shift ;;
		--full) full=${2:?--full needs a number}; number "$1" "$2"; shift ;;
		--preset) preset=${2:?--preset needs a name}; shift ;;
		--epoch | --minimum | --clock-scale | --clock-start) number "$1" "${2:?$1 needs a number}"; spec_args+=("$1" "$2"); shift ;;
		--clock-offset) offset=${2:?--clock-offset needs seconds}; shift ;;
		--isolated) isolated=1 ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--json) json=1 ;;
		--purge) purge=1 ;;
		--kill) kill_it=1 ;;
		--) shift; node_args=("$@"); break ;;
		-*) usage >&2; exit 2 ;;
		*) if [ -z "$command" ]; then command=$1; elif [ -z "$name" ]; then name=$1; else usage >&2; exit 2; fi ;;
	esac
	shift
done
case "$command" in
	start | stop | add) [[ "$name" =~ ^[a-z][a-z0-9-]{0,30}$ ]] || { echo "$command needs a node's name, as node-2" >&2; exit 2; } ;;
	up | make | status | down) [ -z "$name" ] || { usage >&2; exit 2; } ;;
	*) usage >&2; exit 2 ;;
esac
[ "$validators" -ge 1 ] || { echo "--validators must be 1 or more" >&2; exit 2; }
case "$preset" in local | staging) ;; *) echo "--preset is local or staging" >&2; exit 2 ;; esac
[ "$preset" = local ] || [[ "${spec_args[*]}" != *--clock* ]] || { echo "a clock of its own isn't for staging" >&2; exit 2; }
[ "$preset" = local ] || [[ "${spec_args[*]}" != *--minimum* ]] || { echo "the minimum of staging is production's" >&2; exit 2; }

ensure_packages python3=python3
case "$command" in up | make) mkdir -p "$home" ;; esac
[ -d "$home" ] || die "there is no network in $home"
home=$(cd "$home" && pwd)
NET_HOME="$home"

# --- addresses --------------------------------------------------------------------------------
# Isolated nodes have two links: one to a bridge in a namespace of its own, over which they speak to
# each other, and one to this machine, for RPC and metrics, which is never cut.
link_tag() { printf '%s' "$home" | cksum | awk '{printf "%04x", $1 % 65536}'; }
namespace() { echo "tanpu-$(link_tag)-$1"; }
# Every network on a machine has a subnet of its own in 198.18.0.0/16, which is set apart for tests.
subnet() { printf '%s' "$home" | cksum | awk '{print $1 % 256}'; }

make_isolated() { # NAME INDEX
	local ns hub tag link
	tag=$(link_tag) ns=$(namespace "$1") hub=$(namespace hub) link="t$tag$2"
	ip netns list | grep -qw "$hub" || {
		ip netns add "$hub"
		ip -n "$hub" link add lan type bridge
		ip -n "$hub" link set lan up
	}
	ip netns list | grep -qw "$ns" && return 0
	ip netns add "$ns"
	ip -n "$ns" link set lo up
	ip link add "p$link" netns "$hub" type veth peer name peers netns "$ns"
	ip -n "$hub" link set "p$link" master lan up
	ip -n "$ns" addr add "10.77.0.$2/24" dev peers
	ip -n "$ns" link set peers up
	ip link add "m$link" type veth peer name manage netns "$ns"
	ip addr add "198.18.$(subnet).$(($2 * 4 + 1))/30" dev "m$link"
	ip link set "m$link" up
	ip -n "$ns" addr add "198.18.$(subnet).$(($2 * 4 + 2))/30" dev manage
	ip -n "$ns" link set manage up
}

remove_isolated() {
	local tag ns
	tag=$(link_tag)
	command -v ip >/dev/null 2>&1 || return 0
	for ns in $(ip netns list 2>/dev/null | awk -v t="tanpu-$tag-" 'index($1, t) == 1 {print $1}'); do
		ip netns del "$ns" || true
	done
}

# give_address NAME ROLE INDEX: identity and ports, kept with the network.
give_address() {
	local env="$home/nodes/$1/node.env" peer
	peer=$(make_identity "$1")
	if [ -f "$home/isolated" ]; then
		make_isolated "$1" "$3"
		cat >"$env" <<ENV
ROLE=$2
INDEX=$3
PEER_ID=$peer
P2P_IP=10.77.0.$3
P2P_PORT=30333
RPC_IP=198.18.$(subnet).$(($3 * 4 + 2))
RPC_PORT=9944
METRICS_PORT=9615
NETNS=$(namespace "$1")
LINK=pt$(link_tag)$3
ENV
	elif [ ! -f "$env" ]; then
		cat >"$env" <<ENV
ROLE=$2
INDEX=$3
PEER_ID=$peer
P2P_IP=127.0.0.1
P2P_PORT=$(free_port)
RPC_IP=127.0.0.1
RPC_PORT=$(free_port)
METRICS_PORT=$(free_port)
NETNS=
ENV
	fi
}

field_of() { sed -n "s/^$2=//p" "$home/nodes/$1/node.env"; }

# running NAME: its process number, if it is this network's node still.
running() {
	local pid
	pid=$(cat "$home/nodes/$1/pid" 2>/dev/null) || return 1
	[ -n "$pid" ] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF "$home/nodes/$1/base" || return 1
	echo "$pid"
}

start_one() { # NAME [arguments]
	local one=$1 dir="$home/nodes/$1" args=() other shim prefix=()
	shift
	[ -f "$dir/node.env" ] || die "there is no node called $one in $home"
	running "$one" >/dev/null && return 0
	mapfile -t args < <(common_args "$one" "$(field_of "$one" ROLE)")
	args+=(--listen-addr "/ip4/$(field_of "$one" P2P_IP)/tcp/$(field_of "$one" P2P_PORT)"
		--prometheus-port "$(field_of "$one" METRICS_PORT)")
	if [ -f "$home/isolated" ]; then
		args+=(--prometheus-external --experimental-rpc-endpoint
			"listen-addr=$(field_of "$one" RPC_IP):$(field_of "$one" RPC_PORT),methods=unsafe")
		prefix=(ip netns exec "$(field_of "$one" NETNS)")
	else
		args+=(--rpc-port "$(field_of "$one" RPC_PORT)" --rpc-cors all)
		local port
		for port in P2P_PORT RPC_PORT METRICS_PORT; do
			port_comes_free "$(field_of "$one" "$port")" ||
				die "port $(field_of "$one" "$port") of $one is taken by another process: end that, or 'down --purge' and make the network anew"
		done
	fi
	for other in "$home"/nodes/node-*; do
		other=${other##*/}
		[ "$other" = "$one" ] || args+=(--bootnodes
			"/ip4/$(field_of "$other" P2P_IP)/tcp/$(field_of "$other" P2P_PORT)/p2p/$(field_of "$other" PEER_ID)")
	done
	if [ -n "$offset" ]; then
		shim="$home/clock.so"
		[ -f "$shim" ] || cc -shared -fPIC -O1 -o "$shim" "$ROOT/scripts/lib/clock.c" || die "the clock's shim can't be compiled"
		prefix+=(env "LD_PRELOAD=$shim" "CLOCK_OFFSET=$offset")
	fi
	setsid "${prefix[@]}" "$NODE_BIN" "${args[@]}" "$@" >>"$dir/node.log" 2>&1 </dev/null &
	echo $! >"$dir/pid"
}

stop_one() { # NAME [SIGNAL]
	local pid i
	pid=$(running "$1") || { rm -f "$home/nodes/$1/pid"; return 0; }
	kill "-${2:-TERM}" "$pid" 2>/dev/null || true
	for i in $(seq 1 300); do
		running "$1" >/dev/null || { rm -f "$home/nodes/$1/pid"; return 0; }
		# Thirty seconds to write what it holds; then it has had its chance.
		[ "$i" != 150 ] || kill -KILL "$pid" 2>/dev/null || true
		sleep 0.2
	done
	die "$1 (process $pid) doesn't end"
}

# Every node's folder, also of one that has no address yet.
all_named() {
	local dir
	for dir in "$home"/nodes/*/; do basename "$dir"; done
}

all_nodes() {
	local dir
	for dir in "$home"/nodes/*/; do
		[ ! -f "$dir/node.env" ] || basename "$dir"
	done
}

show_status() { python3 "$NETWORK_PY" status "$home" ${json:+--json}; }

case "$command" in
	up | make)
		if [ -z "${TANPU_SKIP_BUILD:-}" ]; then
			ensure_build_tools
			say "Building (the first time takes about half an hour on two cores)"
			cargo build --release --locked -p tanpu-node -p tanpu-cli >&2
		fi
		[ -x "$NODE_BIN" ] || die "there is no $NODE_BIN: build first, or run without TANPU_SKIP_BUILD"
		ensure_packages setsid=util-linux cksum=coreutils
		if [ -n "$isolated" ]; then
			[ "$(id -u)" = 0 ] || die "--isolated makes network namespaces: run it as root"
			ensure_packages ip=iproute2
			[ -f "$home/chain.json" ] || touch "$home/isolated"
		fi
		if [ ! -f "$home/chain.json" ]; then
			say "Making keys and genesis of $validators validators in $home"
			make_network "$preset" "$validators" "${spec_args[@]}"
			printf 'PRESET=%s\nVALIDATORS=%s\n' "$preset" "$validators" >"$home/network.env"
		fi
		[ "$command" = up ] || exit 0
		made=$(sed -n 's/^VALIDATORS=//p' "$home/network.env")
		[ "$made" = "$validators" ] || note "this network was made with $made validators; --validators changes nothing"
		index=0
		for one in $(all_named | grep '^node-' | sort -t- -k2n); do
			index=$((index + 1))
			give_address "$one" validator "$index"
		done
		for i in $(seq 1 "$full"); do mkdir -p "$home/nodes/full-$i"; done
		for one in $(all_named | grep -v '^node-' || true); do
			index=$((index + 1))
			give_address "$one" "$(if [[ "$one" == full-* ]]; then echo full; else echo follower; fi)" "$index"
		done
		say "Starting $index nodes"
		for one in $(all_nodes); do start_one "$one"; done
		python3 "$NETWORK_PY" wait "$home" --more 2 --all ||
			die "the network isn't final after ten minutes; the logs are in $home/nodes/*/node.log"
		show_status
		;;
	status) show_status ;;
	start)
		start_one "$name" "${node_args[@]}"
		;;
	add)
		[ ! -d "$home/nodes/$name" ] || die "$name is there already: use start"
		case "$name" in node-*) die "names of the form node-N are the validators'" ;; esac
		last=$(cat "$home"/nodes/*/node.env | sed -n 's/^INDEX=//p' | sort -n | tail -n 1)
		give_address "$name" follower "$((last + 1))"
		start_one "$name" "${node_args[@]}"
		;;
	stop)
		[ -d "$home/nodes/$name" ] || die "there is no node called $name in $home"
		stop_one "$name" "${kill_it:+KILL}"
		;;
	down)
		for one in $(all_nodes); do stop_one "$one"; done
		[ ! -f "$home/isolated" ] || remove_isolated
		if [ -n "$purge" ]; then
			# Only what a network is made of: --home may be somebody's folder.
			rm -rf "$home/nodes" "$home/keys"
			rm -f "$home"/chain.json "$home"/chain-plain.json "$home"/public-keys.json "$home"/network.env "$home"/isolated "$home"/clock.so
			rmdir "$home" 2>/dev/null || true
		fi
		;;
esac
