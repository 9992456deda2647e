#!/usr/bin/env bash
# One node of the network in NET_HOME (/network): run-node.sh NAME ROLE [arguments]. ROLE is validator,
# full or follower. Its peers are the other validators under their names, on port 30333; BOOTNODE_OF, a
# command that gets a name and prints a multiaddress without the peer's key, says otherwise.
set -euo pipefail
NET_HOME="${NET_HOME:-/network}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lib="$here"
[ -f "$lib/network.sh" ] || lib="$here/../scripts/lib"
# shellcheck source=scripts/lib/network.sh
. "$lib/network.sh"
name=${1:?run-node.sh NAME ROLE} role=${2:?run-node.sh NAME ROLE}
shift 2
at() {
	if [ -n "${BOOTNODE_OF:-}" ]; then "$BOOTNODE_OF" "$1"; else echo "/dns/$1/tcp/30333"; fi
}
mapfile -t args < <(common_args "$name" "$role")
for dir in "$NET_HOME"/nodes/node-*/; do
	other=$(basename "$dir")
	[ "$other" = "$name" ] || args+=(--bootnodes "$(at "$other")/p2p/$(cat "$dir/peer-id")")
done
exec "${NODE_BIN:-tanpu-node}" "${args[@]}" --prometheus-external "$@"
