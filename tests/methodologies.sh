#!/usr/bin/env bash
# The library of methodologies on a live chain: all of them published by the council, each computed
# by this machine and by the chain's wasm on the same rows, and each refused with a wrong unit.
set -euo pipefail
rows=40
case "${1:-}" in
	-h | --help)
		echo "usage: tests/methodologies.sh [--rows N]"
		echo "TANPU and TANPU_URL name the program and a chain whose council is Alice, Bob and Charlie."
		echo "N rows ($rows) of each methodology are computed twice."
		exit 0
		;;
	--rows) rows=${2:?--rows needs a number} ;;
esac
: "${TANPU:?}" "${TANPU_URL:?}"
ROOT=$(cd "$(dirname "$0")/.." && pwd)
cd "$ROOT"
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-methodologies.XXXXXX")
trap 'rm -rf "$work"' EXIT
council=(--wait best --suri //Alice)
library=()
for file in methodologies/*.toml; do
	[ "$file" = methodologies/groups.toml ] || library+=("$file")
done
fail() {
	echo "  FAILED  $*"
	exit 1
}

echo "The council sets the groups and publishes ${#library[@]} methodologies"
"$TANPU" "${council[@]}" groups apply methodologies/groups.toml --approve-with //Bob | tail -n 1
"$TANPU" "${council[@]}" methodology publish "${library[@]}" --approve-with //Bob
"$TANPU" "${council[@]}" --json groups apply methodologies/groups.toml --approve-with //Bob >"$work/groups.json"
"$TANPU" "${council[@]}" --json methodology publish "${library[@]}" --approve-with //Bob >"$work/again.json" 2>/dev/null
python3 - "$work" <<'PY' || fail "the same again changed something"
import json, sys
work = sys.argv[1]
groups, again = (json.load(open(f"{work}/{name}.json")) for name in ("groups", "again"))
sys.exit(bool(groups["set"] or groups["open"] or again["new"]))
PY
"$TANPU" --wait best methodology list

echo "Native against the chain's wasm, $rows rows of each"
total=0
for file in "${library[@]}"; do
	name=$(basename "$file" .toml)
	python3 scripts/lib/vectors.py "$file" "$rows" 1 >"$work/$name.csv"
	code=0
	"$TANPU" --wait best --json methodology evaluate "$file" --csv "$work/$name.csv" --on-chain \
		>"$work/$name.json" 2>"$work/notes" || code=$?
	# 3: finished, and the formula refused some rows, the chain the same ones.
	[ "$code" = 0 ] || [ "$code" = 3 ] || {
		cat "$work/notes" "$work/$name.json"
		fail "$name: exit code $code"
	}
	compared=$(python3 - "$work/$name.json" "$rows" <<'PY'
import json, sys
found = json.load(open(sys.argv[1]))
chain = found.get("on_chain") or {}
compared, differences = chain.get("compared"), chain.get("differences")
if differences != 0 or compared != int(sys.argv[2]):
    sys.exit(f"compared {compared}, differences {differences}")
print(compared)
PY
	) || fail "$name: the chain and this machine differ"
	total=$((total + compared))
done
echo "  ok      $total rows, no difference"

echo "A wrong unit in each is refused, with both dimensions named"
for file in "${library[@]}"; do
	name=$(basename "$file" .toml)
	python3 - "$file" "$work/wrong.toml" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
# The first unit of a parameter or table that measures something becomes one that nothing here uses.
start = min(at for word in ("parameter", "table") if (at := text.find(f"[[{word}]]")) >= 0)
wrong, count = re.subn(r'(?m)^unit = "(?!1")(?!%)[^"]*"', 'unit = "CNY*ha"', text[start:], count=1)
assert count == 1, sys.argv[1]
open(sys.argv[2], "w", encoding="utf-8").write(text[:start] + wrong)
PY
	code=0
	"$TANPU" methodology check "$work/wrong.toml" >"$work/said" 2>&1 || code=$?
	[ "$code" = 1 ] || fail "$name: exit code $code (should be 1)"
	grep -q 'wrong\.toml:[0-9]' "$work/said" || { cat "$work/said"; fail "$name: no line named"; }
	grep -q 'money' "$work/said" || { cat "$work/said"; fail "$name: the wrong dimension is not named"; }
done
echo "  ok      ${#library[@]} wrong units refused"
