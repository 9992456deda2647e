#!/usr/bin/env bash
# Real photovoltaic days, household days and shower sessions through their methodologies, offline:
# what `tanpu methodology evaluate` computes against exact fractions in Python.
set -euo pipefail
case "${1:-}" in
	-h | --help)
		echo "usage: tests/data-methods.sh [OUT]"
		echo "TANPU is the program (tanpu on the PATH unless said). Plots and results go to OUT, or nowhere."
		exit 0
		;;
esac
ROOT=$(cd "$(dirname "$0")/.." && pwd)
TANPU=${TANPU:-tanpu}
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-data-methods.XXXXXX")
trap 'rm -rf "$work"' EXIT
out=${1:-$work}
mkdir -p "$out"
failed=0

# run NAME EXIT-CODE ROWS: evaluates, and compares with what plain arithmetic gives.
run() {
	local name=$1 code=$2 rows=$3 got=0
	"$TANPU" --json methodology evaluate "$ROOT/methodologies/$name.toml" --csv "$rows" \
		--out "$out/$name.csv" --plot "$out/$name.svg" >"$work/$name.json" 2>"$work/notes" || got=$?
	if [ "$got" != "$code" ]; then
		echo "  FAILED  $name: exit code $got (should be $code)"
		cat "$work/notes" "$work/$name.json"
		failed=1
		return
	fi
	python3 "$ROOT/scripts/lib/methods.py" expect "$ROOT/methodologies/$name.toml" "$rows" >"$work/expected.json"
	python3 - "$name" "$work/$name.json" "$work/expected.json" "$out/$name.csv" "$out/$name.svg" <<'PY' || failed=1
import csv, json, sys
from xml.etree import ElementTree

name, found, expected, results, plot = sys.argv[1:]
found, expected = (json.load(open(path, encoding="utf-8")) for path in (found, expected))
grams = found.pop("grams")
found |= {key: grams[key] for key in ("total", "min", "max")}
wrong = {key: (found.get(key), value) for key, value in expected.items() if found.get(key) != value}
with open(results, newline="", encoding="utf-8") as file:
    lines = list(csv.DictReader(file))
told = sum(int(line["grams"] or 0) for line in lines)
if len(lines) != expected["rows"] or told != expected["total"]:
    wrong["results"] = (len(lines), told)
# The picture is XML, and every computed record is in one of its bars.
svg = "{http://www.w3.org/2000/svg}"
bars = [bar.find(f"{svg}title") for bar in ElementTree.parse(plot).iter(f"{svg}rect")]
drawn = sum(
    int(bar.text.split(": ")[1].split()[0].replace(",", "")) for bar in bars if bar is not None
)
if drawn != expected["computed"]:
    wrong["plot"] = drawn
if wrong:
    sys.exit(f"  FAILED  {name}: found, expected: {wrong}")
refused = expected["rows"] - expected["computed"]
print(
    f"  ok      {name}: {expected['rows']} rows, {expected['total']} g,"
    f" {expected['without_a_gram']} without a gram, {refused} refused"
)
PY
}
run rooftop-pv 0 "$ROOT/data/pv/rooftop-pv.csv"
# The first five days have no baseline yet.
run household-electricity 3 "$ROOT/data/pv/household-electricity.csv"
# Sessions below 8 litres are no showers.
run hot-water-saving 3 "$ROOT/data/showers/hot-water-saving.csv"
exit $failed
