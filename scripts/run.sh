#!/usr/bin/env bash
# The main job on real input: a chain credits a day of real Shenzhen metro trips.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: scripts/run.sh [--exit] [--home DIR] [--port N] [--batch-size N] [--setup-only] [--no-verify] [--dissent] [--then CMD]

Installs what is missing, builds, starts a development chain (a day takes a minute) and plays the
whole path: the council publishes the Shenzhen metro methodology, licenses an operator and an
identity provider; accounts are opened for the 818 card holders of the sample; the operator reports
their 854 real trips of 2018-09-01, moved by whole weeks into the reporting window; then the same
report again, and forged duplicates by a second operator. Both operators have paid into their funds
before: every point is backed by money. Three citizens take a key; one pays at the till, one orders
and fetches, one is refunded; the merchant is paid. Then the month is sealed, a sample of it audited by
three verifiers and the grams issued; citizens who keep theirs claim them, one retires a part, and the
certificate is drawn and checked. Prints a table of every stage, of every point and of every gram, and
compares the figures with a computation apart from the chain. The node stays up for polkadot.js Apps
until Ctrl-C. Run again with the same --home it goes on with the same chain and credits nothing twice.

It takes about 24 minutes, most of it waiting: 4.5 until the trips are over, which lie on a month's last
day; 3 until the deadline for reporting them (3 days here); 4 to 6 for randomness that
nobody knew before; 7 of public notice; 1 until what is offered can be bought. The points are spent
meanwhile. With --no-verify it ends with
the points, after 8 minutes.

  --exit          ends the node when done
  --home DIR      where chain, keys and files are kept (~/.local/share/tanpu/run)
  --port N        the node's RPC port (9944, or a free one if that is taken)
  --batch-size N  rows in a batch (200)
  --setup-only    stops before the report
  --no-verify     ends with the points; rides can be reported as long as the library says. A home is
                  begun and gone on with in the same way
  --dissent       one verifier of three gives an adverse opinion, and the council decides how much is issued
  --then CMD      runs CMD when done, while the node is up; its exit code is this script's

Exit codes: 0 all figures agree; 1 a step failed or a figure differs; 2 usage.
TXT
}
. "$(dirname "$0")/lib/common.sh"
stay=1 home="${TANPU_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/tanpu/run}" port= batch_size=200 setup_only= verify=1 dissent= after=
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--exit) stay= ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--port) port=${2:?--port needs a number}; shift ;;
		--batch-size) batch_size=${2:?--batch-size needs a number}; shift ;;
		--setup-only) setup_only=1 verify= ;;
		--no-verify) verify= ;;
		--dissent) dissent=1 ;;
		--then) after=${2:?--then needs a command}; shift ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done

ensure_build_tools
if [ -z "${TANPU_SKIP_BUILD:-}" ]; then
	say "Building (the first time takes about half an hour on two cores)"
	build_all
fi
tanpu="$BIN/tanpu" node="$BIN/tanpu-node"

mkdir -p "$home"
home=$(cd "$home" && pwd)
cd "$home"
trips="$ROOT/data/shenzhen-metro-2018-09-01.csv"
sample="$ROOT/scripts/lib/sample.py"

if [ -z "$port" ]; then
	port=9944
	port_is_free "$port" || port=$(free_port)
fi
port_is_free "$port" || die "port $port is taken: is another node running? Choose one with --port"

# --- the node ---------------------------------------------------------------------------------
say "Starting a development chain in $home/chain"
start_node "$home/chain" "$port" "$home/node.log"
node_pid=$NODE_PID
cleanup() {
	end "$crank_pid"
	end "$node_pid"
}
crank_pid=
trap cleanup EXIT
trap 'exit 130' INT TERM
wait_for_node "$port" "$node_pid" "$home/node.log"
url="ws://127.0.0.1:$port"
export TANPU_URL="$url" TANPU="$tanpu"

t() { "$tanpu" --url "$url" "$@"; }
# For setting up: one validator alone has no forks, so being in a block is enough.
quick() { t --wait best "$@"; }
# field JSON PYTHON-EXPRESSION over the document d
field() { python3 -c 'import json,sys; d = json.loads(sys.argv[1]); print(eval(sys.argv[2]))' "$1" "$2"; }
address() { "$node" key inspect --output-type json "$1" | python3 -c 'import json,sys; print(json.load(sys.stdin)["ss58Address"])'; }
participant() {
	quick --json participants list | python3 -c '
import json, sys
wanted = sys.argv[1]
found = [p for p in json.load(sys.stdin) if p["name"] == wanted]
print(found[0]["participant"] if found else "")' "$1"
}
rows_file="$home/stages.tsv"
: >"$rows_file"
row() { printf '%s\t%s\n' "$1" "$2" >>"$rows_file"; }

# Development keys that everybody knows: never on a real chain.
council=(--suri //Alice)
approve=(--approve-with //Bob)
metro_treasury=//Dave//stash metro_reporter=//Dave
forger_treasury=//Eve//stash forger_reporter=//Eve
provider_holder=//Ferdie//stash provider_key=//Ferdie
# What is kept free in each operator's fund, and what a point is worth.
fund_tanp=10000 point_tanp=0.10

info=$(quick --json chain info)
note "genesis $(field "$info" 'd["genesis"]')"
note "chain time $(field "$info" 'd["clock"]["local"]'), $(field "$info" 'd["clock"]["scale"]') times as fast as ours"
row "chain" "genesis $(field "$info" 'd["genesis"][:18]')..., clock x$(field "$info" 'd["clock"]["scale"]')"

say "The council publishes the Shenzhen metro methodology (consultation and notice: a day each)"
t methodology check "$ROOT/methodologies/shenzhen-metro.toml"
published=$(quick --json "${council[@]}" methodology publish "$ROOT/methodologies/shenzhen-metro.toml" --effective earliest "${approve[@]}")
[ "$(field "$published" 'd["state"]')" = published ] || die "the methodology is not published: $published"
methodology=$(field "$published" 'd["methodology"]') effective=$(field "$published" 'd["effective"]')
quick methodology show "$methodology"
row "methodology" "$methodology version 1, 46.7 gCO2e per passenger-km"

say "The council sets the exclusion groups: one person, one ride at a time; one meter, one reading"
# Rides are reported within 3 days here where the month is to be sealed: that takes as many minutes.
cp "$ROOT/methodologies/groups.toml" groups.toml
deadline=$(python3 - groups.toml "${verify:+3}" <<'PY'
import re, sys
path, wanted = sys.argv[1:]
text = open(path, encoding="utf-8").read()
rides = re.search(r'name = "rides"(?:(?!\[\[group\]\]).)*?deadline_days = (\d+)', text, re.S)
if wanted:
    text = text[: rides.start(1)] + wanted + text[rides.end(1) :]
    open(path, "w", encoding="utf-8").write(text)
print(wanted or rides.group(1))
PY
)
quick "${council[@]}" groups apply groups.toml "${approve[@]}"
row "exclusion groups" "$(grep -c '^\[\[group\]\]' groups.toml), rides reported within $deadline days"

say "The council licenses the metro, a second operator and an identity provider"
license() { # NAME KIND HOLDER [args]
	local name=$1 kind=$2 holder=$3 id
	shift 3
	id=$(participant "$name")
	if [ -z "$id" ]; then
		quick "${council[@]}" participants "$kind" --name "$name" --entity "$name" \
			--holder "$(address "$holder")" "$@" "${approve[@]}" >&2
		id=$(participant "$name")
	fi
	echo "$id"
}
metro=$(license "Shenzhen Metro (sample)" license-operator "$metro_treasury")
forger=$(license "Second operator" license-operator "$forger_treasury")
provider=$(license "City identity" license-provider "$provider_holder" --attestation-key "$(address "$provider_key")")
reporter() { # OPERATOR TREASURY REPORTER
	local key
	key=$(address "$3")
	quick --json participants show "$1" | grep -q "$key" ||
		quick --suri "$2" participants set-reporter "$1" "$key" >&2
}
reporter "$metro" "$metro_treasury" "$metro_reporter"
reporter "$forger" "$forger_treasury" "$forger_reporter"
row "licences" "operators $metro and $forger, identity provider $provider"

say "Both operators pay into their funds and open a series: every point is funded before it is issued"
fund() { # OPERATOR TREASURY
	quick --suri "$2" fund deposit --up-to "$fund_tanp" --operator "$1" >&2
	quick --suri "$2" series open --operator "$1" --price "$point_tanp" --unless-open >&2
}
fund "$metro" "$metro_treasury"
fund "$forger" "$forger_treasury"
quick series list
row "funds" "$fund_tanp TANP free in each, $point_tanp TANP a point"

say "The identity provider attests the card holders, the operator opens their accounts"
[ -f prf.key ] || "$tanpu" identity new-prf-key prf.key
[ -f evidence.key ] || "$tanpu" identity new-prf-key evidence.key
if [ ! -s people.csv ]; then
	python3 "$sample" people "$trips" people.csv >/dev/null
	# What becomes of the grams is each person's choice.
	[ -z "$verify" ] || python3 "$sample" dispose "$trips" people.csv >dispositions.json
fi
attest() { # OPERATOR PEOPLE OUT
	[ -f "$3" ] || quick --suri "$provider_key" identity attest --people "$2" --provider "$provider" \
		--operator "$1" --prf-key-file prf.key --out "$3"
}
attest "$metro" people.csv attestations-metro.csv
quick --suri "$metro_reporter" accounts open attestations-metro.csv --operator "$metro" --provider "$provider" --users users.csv
# Half of them also agreed to the second operator.
head -n 410 people.csv >people-second.csv
attest "$forger" people-second.csv attestations-second.csv
quick --suri "$forger_reporter" accounts open attestations-second.csv --operator "$forger" --provider "$provider" --users users-second.csv
row "accounts" "$(($(wc -l <users.csv) - 1)) citizens, $(($(wc -l <users-second.csv) - 1)) of them also with operator $forger"

say "Moving the trips of 2018-09-01 into the reporting window"
# The first day that lies wholly after the methodology takes effect, on the same weekday.
not_before=$(python3 -c '
import datetime, sys
offset = datetime.timezone(datetime.timedelta(hours=8))
moment = datetime.datetime.fromtimestamp(int(sys.argv[1]), offset)
day = moment.date() + datetime.timedelta(days=moment.time() != datetime.time(0))
print(day)' "$effective")
moved=$(python3 "$sample" shift "$trips" trips.csv "$not_before")
note "moved by $(field "$moved" 'd["weeks"]') whole weeks, from $(field "$moved" 'd["from"]') to $(field "$moved" 'd["to"]'): same weekday, same times"
python3 "$sample" forge trips.csv forged.csv >/dev/null
python3 "$sample" expect "$trips" 46.7 8.44 >expected.json
row "trips moved" "$(field "$moved" 'd["weeks"]') weeks, to $(field "$moved" 'd["to"]')"

last_end=$(field "$moved" 'd["last_end"]')
until_over() {
	local now
	while :; do
		now=$(field "$(quick --json chain info)" 'd["clock"]["now"]')
		python3 - "$now" "$last_end" <<'PY' && return 0
import datetime, sys
end = datetime.datetime.strptime(sys.argv[2], "%Y-%m-%d %H:%M:%S")
end = end.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
sys.exit(0 if int(sys.argv[1]) > end.timestamp() else 1)
PY
		sleep 3
	done
}
note "waiting until the chain's clock has passed $last_end"
until_over

cat >context.sh <<CTX
url=$url port=$port metro=$metro forger=$forger provider=$provider methodology=$methodology
metro_reporter=$metro_reporter forger_reporter=$forger_reporter batch_size=$batch_size
CTX
if [ -n "$setup_only" ]; then
	say "Set up; the report is left to you (--setup-only)"
	if [ -n "$after" ]; then (cd "$ROOT" && bash -c "$after"); fi
	exit 0
fi

report() { # REPORTER OPERATOR FILE REJECTS JSON-OUT
	local code=0
	t --json --suri "$1" report "$3" --operator "$2" --methodology "$methodology" --users users.csv \
		--utc-offset +08:00 --batch-size "$batch_size" --evidence-key evidence.key --rejects "$4" >"$5" || code=$?
	# 3: finished, and some rows were rejected; that is said and counted.
	[ "$code" = 0 ] || [ "$code" = 3 ] || die "the report failed with exit code $code"
}

say "The operator reports the trips"
report "$metro_reporter" "$metro" trips.csv rejects.csv first.json
say "The same report again: nothing may change"
report "$metro_reporter" "$metro" trips.csv rejects-again.csv second.json
say "A second operator reports the same trips as its own, some minutes off"
report "$forger_reporter" "$forger" forged.csv rejects-forged.csv forged.json

say "Every point is funded, and what citizens hold is what is outstanding"
t solvency --positions

say "One citizen's record, explained"
explained=$(python3 -c '
import csv
best = max((r for r in csv.DictReader(open("trips.csv")) if r["distance"]), key=lambda r: float(r["distance"]))
citizen = next(r["citizen"] for r in csv.DictReader(open("users.csv")) if r["user"] == best["user"])
print(citizen)')
t accounts show "$explained"
t explain --citizen "$explained"
t explain --citizen "$explained" --lang zh

if [ -n "$verify" ]; then
	. "$ROOT/scripts/lib/verify.sh"
	verify_begin
fi
. "$ROOT/scripts/lib/spend.sh"
[ -z "$verify" ] || verify_end

say "Every stage"
code=0
python3 "$ROOT/scripts/lib/summary.py" "$home" "$metro" "$forger" || code=$?
[ "$solvent" = 0 ] || code=1
if [ -n "$after" ] && [ "$code" = 0 ]; then
	say "Running: $after"
	(cd "$ROOT" && bash -c "$after") || code=$?
fi
if [ -n "$stay" ] && [ "$code" = 0 ]; then
	say "The chain goes on; Ctrl-C ends it"
	note "polkadot.js Apps: https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A$port"
	note "tanpu --url $url chain info"
	wait "$node_pid" || true
fi
exit "$code"
