#!/usr/bin/env bash
# A freeze and a recall of an issued class, on a live chain: holders keep what they have, certificates
# stand and show it, every gram stays accounted for.
set -euo pipefail
case "${1:-}" in
	-h | --help)
		echo "usage: tests/recall.sh HOME"
		echo "HOME is the folder of a whole run of scripts/run.sh whose node is up (TANPU, TANPU_URL), after"
		echo "tests/market.sh, whose buyer gives grams up. What it does can't be undone: a member freezes the"
		echo "class, the council confirms and lifts it, and recalls more than the class's own buffer and the"
		echo "operator's unsold grams can make good."
		echo "Exit codes: 0 all as it should be; 1 not; 2 usage."
		exit 0
		;;
esac
home=$(cd "${1:?usage: tests/recall.sh HOME}" && pwd)
: "${TANPU:?}" "${TANPU_URL:?}"
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-recall.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=scripts/lib/checks.sh
. "$(dirname "$0")/../scripts/lib/checks.sh"

class=$(field "$home/verifying/class.json" 'd["class"]')
certificate=$(field "$home/verifying/retired.json" 'd["certificate"]')
user=$(sed -n 2p "$home/spending/keys.csv" | cut -d, -f1)
holder() { t --suri "//Citizen//$user" "$@"; }
# Who bought in tests/market.sh, and has money: replacing isn't free of fees.
bought() { t --suri //Charlie "$@"; }
council=(--suri //Alice) approve=(--approve-with //Bob)
look() {
	final
	t --json class show "$class" >"$work/class.json"
	t --json certificate show "$certificate" >"$work/certificate.json"
	t --json certificate verify "$certificate" >"$work/verified.json"
}

look
issued=$(field "$work/class.json" 'd["totals"]["issued"]')
held=$(field "$work/class.json" 'd["totals"]["held"]')
buffer=$(field "$work/class.json" 'd["totals"]["buffer"]')
pool=$(field "$work/class.json" 'd["totals"]["pool"]')
is "before: not frozen" "$(field "$work/verified.json" 'd["frozen"]')" False

refused "who is no member freezes nothing" 6 NotMember t --suri //Dave class freeze "$class" --reason x
t "${council[@]}" class freeze "$class" --reason "file 12"
refused "a frozen class is not retired" 6 ClassFrozen holder retire "$class" 1
refused "it is not frozen twice" 6 AlreadyFrozen t "${council[@]}" class freeze "$class" --reason "file 13"
look
is "the certificate says frozen" "$(field "$work/certificate.json" 'd["frozen"]')" True
is "and is genuine all the same" "$(field "$work/verified.json" 'd["genuine"]')" True
is "the class says frozen" "$(field "$work/class.json" 'd["frozen"]')" True
t "${council[@]}" class confirm-freeze "$class" "${approve[@]}"
t "${council[@]}" class unfreeze "$class" "${approve[@]}"
refused "nobody freezes it again at once" 6 CoolingDown t "${council[@]}" class freeze "$class" --reason "file 14"

wanted=$((buffer + pool + 10))
refused "no more is recalled than was issued" 6 BeyondIssued \
	t "${council[@]}" class recall "$class" $((issued + 1)) --reason "file 12" "${approve[@]}"
t "${council[@]}" class recall "$class" "$wanted" --reason "file 12" "${approve[@]}"
look
recall() { field "$work/class.json" "d['issuance']['recall']['$1']"; }
is "recalled" "$(recall recalled)" "$wanted"
is "out of its own buffer" "$(recall own_buffer)" "$buffer"
is "out of what the operator hadn't sold" "$(recall pool)" "$pool"
is "the rest: other buffers, the bond, or on record as short" \
	"$(($(recall topped_up) + $(recall bonded) + $(recall short)))" 10
is "holders keep all they have" "$(field "$work/class.json" 'd["totals"]["held"]')" "$held"
is "every gram is somewhere" "$(field "$work/class.json" 'd["totals"]["ties"]')" True
is "the certificate stands" "$(field "$work/verified.json" 'd["genuine"]')" True
is "and shows the recall" "$(field "$work/verified.json" 'd["recall"]["recalled"]')" "$wanted"

short=$(($(recall bonded) + $(recall short)))
if [ "$short" -gt 0 ]; then
	refused "no more is replaced than is open" 6 NothingToReplace bought class replace "$class" $((short + 1)) --with "$class"
	bought class replace "$class" "$short" --with "$class"
	look
	is "what was short is replaced" "$(recall open)" 0
fi
code=0
t --json export csv --out "$work/audit" >"$work/export.json" || code=$?
is "the auditor's tables tie" "$code $(field "$work/export.json" 'd["ties"]')" "0 True"

checked
