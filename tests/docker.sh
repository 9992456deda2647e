#!/usr/bin/env bash
# The compose network without an engine: the same start commands, names and configuration files, each
# service in a network namespace instead of a container.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/docker.sh [--seconds N] [--keep]

Checks docker/ (docker/check.py), makes the network with docker/make-network.sh, starts node-1 to node-4
and full-1 with docker/run-node.sh as docker/compose.yaml does, waits until all have finalised the same
blocks, asks docker/healthy.sh, and has Prometheus scrape them with docker/prometheus/ as it is. Then every
metric of dashboard and alerts must be exported, and every panel's query must give a value. Needs root;
Prometheus is fetched from Debian and not installed.

  --seconds N   how long Prometheus scrapes before it is asked (60)
  --keep        leaves the folder

Exit codes: 0 sound; 1 not; 2 usage.
TXT
}
seconds=60 keep=''
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--seconds) seconds=${2:?--seconds needs a number}; shift ;;
		--keep) keep=1 ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/../scripts/lib/common.sh"
[ "$(id -u)" = 0 ] || die "it makes network namespaces: run it as root"
ensure_packages ip=iproute2 python3=python3 curl=curl dpkg=dpkg
python3 -c 'import yaml' 2>/dev/null || ensure_packages python3-yaml=python3-yaml
home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-docker.XXXXXX")
tag="td$$"
pids=()
cleanup() {
	local pid ns
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
	for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
	for ns in $(ip netns list | awk -v t="$tag-" 'index($1, t) == 1 {print $1}'); do
		ip netns del "$ns" || true
		rm -rf "/etc/netns/$ns"
	done
	if [ -n "$keep" ]; then note "left: $home"; else rm -rf "$home"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

say "Making the network as the service 'keys' does"
export NET_HOME="$home/network" NODE_BIN="$BIN/tanpu-node"
mkdir -p "$NET_HOME"
PRESET=local VALIDATORS=4 docker/make-network.sh
before=$(cat "$NET_HOME/chain.json" "$NET_HOME"/nodes/*/peer-id | cksum)
PRESET=local VALIDATORS=4 docker/make-network.sh >/dev/null
[ "$before" = "$(cat "$NET_HOME/chain.json" "$NET_HOME"/nodes/*/peer-id | cksum)" ] ||
	die "make-network.sh made another network on the same volume"
loose=$(find "$NET_HOME" -type f \( -name '*.suri' -o -path '*/keystore/*' -o -name node-key \) -perm /077)
[ -z "$loose" ] || die "others can read $loose"

say "Starting five nodes by their names"
names=(node-1 node-2 node-3 node-4 full-1 prometheus)
ip netns add "$tag-hub"
ip -n "$tag-hub" link add lan type bridge
ip -n "$tag-hub" link set lan up
hosts='127.0.0.1 localhost'
for i in "${!names[@]}"; do hosts+=$'\n'"10.79.0.$((i + 1)) ${names[i]}"; done
for i in "${!names[@]}"; do
	ns="$tag-${names[i]}"
	mkdir -p "/etc/netns/$ns"
	printf '%s\n' "$hosts" >"/etc/netns/$ns/hosts"
	ip netns add "$ns"
	ip -n "$ns" link set lo up
	ip link add "$tag.$i" netns "$tag-hub" type veth peer name eth0 netns "$ns"
	ip -n "$tag-hub" link set "$tag.$i" master lan up
	ip -n "$ns" addr add "10.79.0.$((i + 1))/24" dev eth0
	ip -n "$ns" link set eth0 up
done
python3 - <<'PY' >"$home/commands"
import yaml
services = yaml.safe_load(open("docker/compose.yaml", encoding="utf-8"))["services"]
for name, service in services.items():
    if name.startswith(("node-", "full-")):
        first, *rest = service["entrypoint"]
        print(name, *rest)
PY
while read -r name arguments; do
	# shellcheck disable=SC2086 # a list of arguments
	ip netns exec "$tag-$name" docker/run-node.sh $arguments >"$home/$name.log" 2>&1 </dev/null &
	pids+=($!)
done <"$home/commands"
final() { # NAME: number of its finalised block
	local hash
	hash=$(ip netns exec "$tag-$1" curl -fsS -m 5 -H 'content-type: application/json' \
		-d '{"jsonrpc":"2.0","id":1,"method":"chain_getFinalizedHead","params":[]}' http://127.0.0.1:9944 |
		python3 -c 'import json, sys; print(json.load(sys.stdin)["result"])') || return 1
	ip netns exec "$tag-$1" curl -fsS -m 5 -H 'content-type: application/json' \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"chain_getHeader\",\"params\":[\"$hash\"]}" http://127.0.0.1:9944 |
		python3 -c 'import json, sys; print(int(json.load(sys.stdin)["result"]["number"], 16))'
}
for name in "${names[@]:0:5}"; do
	for i in $(seq 1 300); do
		height=$(final "$name" 2>/dev/null || echo 0)
		[ "$height" -lt 3 ] || break
		[ "$i" -lt 300 ] || { tail -n 20 "$home/$name.log" >&2; die "$name isn't final"; }
		sleep 1
	done
	ip netns exec "$tag-$name" docker/healthy.sh || die "$name isn't healthy"
	note "$name: final $height, healthy"
done

say "Prometheus with docker/prometheus/, for $seconds s"
prometheus=$(command -v prometheus || true)
if [ -z "$prometheus" ]; then
	(cd "$home" && apt-get download -qq prometheus >/dev/null 2>&1 && dpkg -x prometheus_*.deb prometheus) ||
		die "prometheus can't be fetched: install it and run again"
	prometheus="$home/prometheus/usr/bin/prometheus"
	export PATH="$PATH:$home/prometheus/usr/bin"
fi
# The image has these files in /etc/prometheus.
mkdir -p "$home/etc"
sed "s|/etc/prometheus/|$home/etc/|" docker/prometheus/prometheus.yml >"$home/etc/prometheus.yml"
cp docker/prometheus/alerts.yml "$home/etc/"
ip netns exec "$tag-prometheus" "$prometheus" --config.file="$home/etc/prometheus.yml" \
	--storage.tsdb.path="$home/data" --web.listen-address=127.0.0.1:9090 >"$home/prometheus.log" 2>&1 </dev/null &
pids+=($!)
sleep "$seconds"
ip netns exec "$tag-prometheus" docker/check.py --metrics node-1:9615 full-1:9615
ip netns exec "$tag-prometheus" python3 - <<'PY'
import json, sys, urllib.parse, urllib.request

def ask(path):
    with urllib.request.urlopen(f"http://127.0.0.1:9090/api/v1/{path}", timeout=10) as answer:
        return json.load(answer)["data"]

down = [t["labels"]["instance"] for t in ask("targets")["activeTargets"] if t["health"] != "up"]
empty = []
for panel in json.load(open("docker/grafana/dashboards/tanpu.json", encoding="utf-8"))["panels"]:
    for target in panel["targets"]:
        found = ask("query?" + urllib.parse.urlencode({"query": target["expr"]}))["result"]
        # Coverage of operators with points outstanding: on a fresh chain there are none.
        if not found and "fund_coverage_ratio)" not in target["expr"]:
            empty.append(panel["title"])
        value = found[0]["value"][1] if found else "-"
        print(f"   {panel['title']}: {value}{f' and {len(found) - 1} more' if len(found) > 1 else ''}")
firing = [a["labels"]["alertname"] for a in ask("alerts")["alerts"] if a["state"] == "firing"]
print(f"   targets down: {down or 'none'}; panels without a value: {empty or 'none'}; alerts: {firing or 'none'}")
sys.exit(1 if down or empty or firing else 0)
PY
say "The compose network's steps work on this machine"
