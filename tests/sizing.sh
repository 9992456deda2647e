#!/usr/bin/env bash
# What a citizen and a record take on disk, measured on a live chain.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/sizing.sh [--citizens N] [--rides N] [--json FILE]

Sets a development chain up (scripts/run.sh --setup-only), opens accounts for N citizens without keys,
then reports rides of theirs, with the command line as an operator would, and measures the node's
database, an archive's, packed, before and after each: bytes for a citizen, bytes for a record. What an empty
block takes is measured, too, and taken off, and what all of it comes to in a year is said: blocks of
three seconds, empty; and a city of a million citizens with two rides a day each. The database grows in
steps, so figures of small runs are rough; a trie of few citizens is flat and
shared by many records of a batch, so figures of records are too low for a city.

  --citizens N   how many (4000)
  --rides N      rides of each of them (10)
  --json FILE    writes the figures

Takes some fifteen minutes with the defaults. Exit codes: 0 measured; 1 a step failed; 2 usage.
TXT
}
citizens=4000 rides=10 json=
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--citizens) citizens=${2:?--citizens needs a number}; shift ;;
		--rides) rides=${2:?--rides needs a number}; shift ;;
		--json) json=$(realpath -m "${2:?--json needs a file}"); shift ;;
		--measure) # by this script itself, inside run.sh
			measure=$2
			shift
			;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
. "$(dirname "$0")/../scripts/lib/common.sh"

if [ -z "${measure:-}" ]; then
	home=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-sizing.XXXXXX")
	trap 'rm -rf "$home"' EXIT
	TANPU_SKIP_BUILD=1 scripts/run.sh --exit --setup-only --home "$home" --port "$(free_port)" \
		--then "tests/sizing.sh --measure '$home' --citizens $citizens --rides $rides ${json:+--json '$json'}"
	exit
fi

cd "$measure"
# shellcheck disable=SC1091
. ./context.sh
t() { "$TANPU" --url "$TANPU_URL" "$@"; }
# What the node's database would take at rest: the running one's figures are of its log, which is written first and
# packed into tables when it is long. So a copy of it is opened, which packs it, and closed. Tables are counted;
# indices are made of pages which a small database hardly fills, so they are shown beside.
point() {
	local at
	sleep 20
	at=$(block)
	rm -rf at-rest
	cp -a chain at-rest
	"$BIN/tanpu-node" chain-info --chain dev-fast --base-path "$PWD/at-rest" --state-pruning archive --blocks-pruning archive >/dev/null 2>packing.log ||
		{ cat packing.log >&2; die "the database's copy can't be opened"; }
	echo "$(of table) $(of index) $at"
	rm -rf at-rest
}
# of KIND: bytes on disk of the tables or the indices
of() { find at-rest -name "$1_*" -printf '%b\n' | awk '{ sum += $1 } END { printf "%d", sum * 512 }'; }
block() { rpc "${port:?}" chain_getHeader | python3 -c 'import json,sys; print(int(json.load(sys.stdin)["result"]["number"], 16))'; }

say "Empty blocks, a minute and a half of them"
p0=$(point)
sleep 90
p1=$(point)
say "$citizens citizens"
python3 - "$citizens" >sizing-people.csv <<'PY'
import sys
print("user,identity")
for n in range(int(sys.argv[1])):
    print(f"s{n:06},sizing-{n:06}")
PY
t --wait best --suri //Ferdie identity attest --people sizing-people.csv --provider "${provider:?}" --operator "${metro:?}" \
	--prf-key-file prf.key --out sizing-attestations.csv
t --suri "${metro_reporter:?}" accounts open sizing-attestations.csv --operator "$metro" --provider "$provider" \
	--users sizing-users.csv
p2=$(point)
say "$rides rides of each"
t --wait best --suri //Dave//stash fund deposit --up-to $((citizens * rides)) --operator "$metro"
now=$(t --json chain info | python3 -c 'import json,sys; print(json.load(sys.stdin)["clock"]["now"])')
python3 - "$citizens" "$rides" "$now" >sizing-trips.csv <<'PY'
# Sorted by citizen inside a batch by the command line; here in the order of time, as days come.
import random, sys
from datetime import datetime, timedelta, timezone
count, rides, now = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rng = random.Random(7)
city = timezone(timedelta(hours=8))
print("user,start,end,distance")
for ride in range(rides):
    # Each round of rides within an hour of its own, the last one an hour ago.
    base = now - (rides - ride) * 3600 - 3600
    for user in range(count):
        minutes = rng.randint(8, 40)
        start = datetime.fromtimestamp(base + rng.randint(0, 15) * 60, city)
        end = start + timedelta(minutes=minutes)
        print(f"s{user:06},{start:%Y-%m-%d %H:%M:%S},{end:%Y-%m-%d %H:%M:%S},{rng.randint(200, 2500) / 100}")
PY
t --json --suri "$metro_reporter" report sizing-trips.csv --operator "$metro" --methodology "${methodology:?}" \
	--users sizing-users.csv --utc-offset +08:00 --batch-size 1000 --evidence-key evidence.key \
	--rejects sizing-rejects.csv >sizing-report.json || [ $? = 3 ]
p3=$(point)
python3 - "$citizens" "$((citizens * rides))" "$p0" "$p1" "$p2" "$p3" "${json:-}" <<'PY'
import json, sys
citizens, records = int(sys.argv[1]), int(sys.argv[2])
points = [[int(word) for word in text.split()] for text in sys.argv[3:7]]
report = json.load(open("sizing-report.json"))
def grown(a, b, empty):
    return [b[i] - a[i] - empty[i] * (b[2] - a[2]) for i in (0, 1)]
blocks = points[1][2] - points[0][2]
empty = [max(0, points[1][i] - points[0][i]) / blocks for i in (0, 1)]
opened, reported = grown(points[1], points[2], empty), grown(points[2], points[3], empty)
if report["credited"] != records:
    sys.exit(f"tests/sizing.sh: {report['credited']} of {records} rides were credited: the figures would be of something else")
YEAR_BLOCKS, YEAR_RECORDS, CITY = 365 * 28_800, 730_000_000, 1_000_000
figures = {
    "citizens": citizens,
    "records": records,
    "bytesPerEmptyBlock": round(empty[0]),
    "bytesPerCitizen": round(opened[0] / citizens),
    "bytesPerRecord": round(reported[0] / records),
    "bytesAYearOfEmptyBlocks": round(empty[0] * YEAR_BLOCKS),
    "bytesAYearOfRecords": round(reported[0] / records * YEAR_RECORDS),
    "bytesOfAMillionCitizens": round(opened[0] / citizens * CITY),
    "tableBytes": points[3][0],
    "indexBytes": points[3][1],
    "blocks": points[3][2],
    "report": {key: report[key] for key in report if not isinstance(report[key], (list, dict))},
}
for key, value in figures.items():
    if key != "report":
        print(f"  {key:26} {value:>20,}")
if sys.argv[7]:
    with open(sys.argv[7], "w") as file:
        json.dump(figures, file, indent=2)
PY
