#!/usr/bin/env bash
# Keys and genesis of a network, made once into NET_HOME (/network): what scripts/network.sh makes on a
# host. PRESET (local), VALIDATORS (4) and CLOCK_SCALE say which. Again on the same volume it changes nothing.
set -euo pipefail
die() {
	echo "error: $*" >&2
	exit 1
}
NET_HOME="${NET_HOME:-/network}"
# shellcheck disable=SC2034 # network.sh reads it
NODE_BIN="${NODE_BIN:-tanpu-node}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lib="$here"
[ -f "$lib/network.sh" ] || lib="$here/../scripts/lib"
# shellcheck source=scripts/lib/network.sh
. "$lib/network.sh"
preset="${PRESET:-local}" validators="${VALIDATORS:-4}"
make_network "$preset" "$validators" ${CLOCK_SCALE:+--clock-scale "$CLOCK_SCALE"}
mkdir -p "$NET_HOME/nodes/full-1"
for dir in "$NET_HOME"/nodes/*/; do
	make_identity "$(basename "$dir")" >"$dir/peer-id"
done
echo "network of $validators validators in $NET_HOME"
