#!/usr/bin/env bash
# A family's shared meter on a live chain: eight days against its own mean of the days before.
set -euo pipefail
case "${1:-}" in
	-h | --help)
		cat <<'TXT'
usage: tests/household.sh HOME

HOME is the folder of a run of scripts/run.sh whose node is up (TANPU, TANPU_URL), on a chain that has
the library (tests/methodologies.sh). Two card holders register one meter, 60 to 40, three members;
eight days are reported once each of them is over, five to make a baseline of, one below the month's
baseline, one below the own mean, one above it. Compares with plain arithmetic. Takes some ten minutes:
a day of this chain is a minute, and days before the methodology took effect don't count.
TXT
		exit 0
		;;
esac
home=$(cd "${1:?usage: tests/household.sh HOME}" && pwd)
: "${TANPU:?}" "${TANPU_URL:?}"
. "$home/context.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-household.XXXXXX")
trap 'rm -rf "$work"' EXIT
t() { "$TANPU" --wait best "$@"; }
fail() {
	echo "  FAILED  $*"
	exit 1
}

t --json methodology list --limit 100 >"$work/list.json"
read -r number effective < <(python3 - "$work/list.json" <<'PY'
import json, sys
for one in json.load(open(sys.argv[1]))["methodologies"]:
    if one["scenario"] == "household-electricity":
        print(one["methodology"], one["versions"][0]["effective"])
PY
)
[ -n "${number:-}" ] || fail "household electricity is not published"

printf 'object,holders,members\nmeter-1,card-0001:60;card-0002:40,3\n' >"$work/objects.csv"
t --suri //Ferdie identity attest-objects --objects "$work/objects.csv" --users "$home/users.csv" \
	--provider "$provider" --operator "$metro" --group 10 --out "$work/attestations.csv"
t --suri "$metro_reporter" objects register "$work/attestations.csv" --operator "$metro"
t --suri "$metro_reporter" objects register "$work/attestations.csv" --operator "$metro" | tail -n 1
t objects show 10 meter-1

python3 - "$effective" "$work/days.csv" >"$work/last" <<'PY'
import csv, datetime, sys
zone = datetime.timezone(datetime.timedelta(hours=8))
first = datetime.datetime.fromtimestamp(int(sys.argv[1]), zone).date() + datetime.timedelta(days=1)
used = [600, 700, 650, 800, 750, 420, 550, 900]  # hundredths of a kWh
with open(sys.argv[2], "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["user", "start", "end", "used", "object", "from", "to"])
    reading = 100_000
    for at, value in enumerate(used):
        day = first + datetime.timedelta(days=at)
        after = day + datetime.timedelta(days=1)
        cells = [f"{v // 100}.{v % 100:02}" for v in (value, reading, reading + value)]
        for user in ("card-0001", "card-0002"):
            out.writerow([user, f"{day} 00:00:00", f"{after} 00:00:00", cells[0], "meter-1", *cells[1:]])
        reading += value
print(int(datetime.datetime.combine(after, datetime.time(), zone).timestamp()))
PY
last=$(cat "$work/last")
echo "waiting until the last of the eight days is over"
until [ "$(t --json chain info | python3 -c 'import json,sys; print(json.load(sys.stdin)["clock"]["now"])')" -gt "$last" ]; do
	sleep 5
done
code=0
t --json --suri "$metro_reporter" report "$work/days.csv" --operator "$metro" --methodology "$number" \
	--users "$home/users.csv" --utc-offset +08:00 --evidence-key "$home/evidence.key" >"$work/report.json" || code=$?
[ "$code" = 0 ] || [ "$code" = 3 ] || fail "the report ended with exit code $code"
# January's baseline 5 kWh for three members. Day 6: (5 - 4.2) kWh x 441.9 g = 353.52, 353 g; day 7:
# (6.53 - 5.5) x 441.9 = 455.157, 455 g, where 6.53 is 39.2 / 6, floored. Shares: 211 + 141, 273 + 182.
python3 - "$work/report.json" <<'PY' || fail "the figures differ: $(cat "$work/report.json")"
import json, sys
found = json.load(open(sys.argv[1]))
print({key: found.get(key) for key in ("credited", "recorded", "rejected", "grams")})
sys.exit(not (found["grams"] == 211 + 141 + 273 + 182 and found["credited"] == 4))
PY
citizen=$(python3 -c 'import csv,sys; print(next(r["citizen"] for r in csv.DictReader(open(sys.argv[1])) if r["user"] == "card-0001"))' "$home/users.csv")
t explain --citizen "$citizen" --lang zh | tee "$work/explained"
grep -q '60' "$work/explained" || fail "the share is not in the explanation"
echo "  ok      eight days of a shared meter: 807 g of 808 g to two holders"
