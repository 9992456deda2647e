#!/usr/bin/env bash
# The market on a live chain: a pool offered within a bond, bought, retired, and paid to somebody who
# entrusted their grams; a sell order and a bid; what must be refused. All money and grams tie.
set -euo pipefail
case "${1:-}" in
	-h | --help)
		echo "usage: tests/market.sh HOME"
		echo "HOME is the folder of a whole run of scripts/run.sh whose node is up (TANPU, TANPU_URL). Before"
		echo "tests/recall.sh, which cancels what the operator hasn't sold. What it does can't be undone. Takes"
		echo "about two minutes: an offer opens after a day of the chain's clock."
		echo "Exit codes: 0 all as it should be; 1 not; 2 usage."
		exit 0
		;;
	'')
		echo "usage: tests/market.sh HOME" >&2
		exit 2
		;;
esac
home=$(cd "$1" && pwd)
: "${TANPU:?}" "${TANPU_URL:?}"
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-market.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=scripts/lib/checks.sh
. "$(dirname "$0")/../scripts/lib/checks.sh"

class=$(field "$home/verifying/class.json" 'd["class"]')
treasury=(--suri //Dave//stash) buyer=(--suri //Charlie) other=(--suri //Ferdie)
price=400
look() {
	t --json class show "$class" >"$work/class.json"
	t --json market proceeds "$class" >"$work/proceeds.json"
}
total() { field "$work/class.json" "d['totals']['$1']"; }
earned() { field "$work/proceeds.json" "int(d['$1_plancks'])"; }

look
pool=$(total pool)
retired=$(total retired)
# A whole run has sold some of the pool before.
gross=$(earned gross)
operator=$(field "$work/class.json" 'd["operator"]')

refused "who isn't the treasury offers no pool" 6 NotTreasury \
	t "${buyer[@]}" market pool-offer "$class" --grams "$pool" --price "$price"
refused "no more than the bond" 6 BondTooSmall \
	t "${treasury[@]}" market pool-offer "$class" --grams "$pool" --price 100000000
t "${treasury[@]}" bond post --operator "$operator" --up-to 1000
refused "no more than is in the pool" 6 NotEnough \
	t "${treasury[@]}" market pool-offer "$class" --grams $((pool + 1)) --price "$price"
t --json "${treasury[@]}" market pool-offer "$class" --grams "$pool" --price "$price" --lot 100 >"$work/offer.json"
refused "an offer has its notice" 6 NotYetOpen t "${buyer[@]}" market pool-buy "$class" --grams 1000
state=
for _ in $(seq 60); do
	t --json market orders --class "$class" >"$work/orders.json"
	state=$(field "$work/orders.json" 'd["pools"][0]["state"]')
	[ "$state" = notice ] || break
	sleep 3
done
is "a day later it is open" "$state" open

refused "not for more than was said" 6 AboveMaxPrice \
	t "${buyer[@]}" market pool-buy "$class" --grams 1000 --max-price $((price - 1))
refused "not in smaller lots" 6 BelowLeastLot t "${buyer[@]}" market pool-buy "$class" --grams 99
t --json "${buyer[@]}" market pool-buy "$class" --grams 1000 >"$work/bought.json"
is "1000 g cost 400 TANP a tonne, to the planck" "$(field "$work/bought.json" 'd["paid_plancks"]')" 400000000000
is "the operator has a fifth" "$(field "$work/bought.json" 'd["to_operator_plancks"]')" 80000000000
t --json "${buyer[@]}" market pool-buy "$class" --grams $((pool - 1000)) --retire \
	--beneficiary "荔枝银行 Lychee Bank" --purpose "travel of 2026" >"$work/retired.json"
certificate=$(field "$work/retired.json" 'd["certificate"]')
t --json certificate show "$certificate" >"$work/certificate.json"
final
t --json certificate verify "$certificate" >"$work/verified.json"
is "its certificate is genuine" "$(field "$work/verified.json" 'd["genuine"]')" True
look
is "the pool is sold" "$(total pool)" 0
is "retired without being held" "$(total retired)" $((retired + pool - 1000))
is "every gram is somewhere" "$(field "$work/class.json" 'd["totals"]["ties"]')" True
is "all that was paid" "$(($(earned gross) - gross))" $((pool * price * 1000000))
is "is the operator's or the citizens'" \
	"$(($(earned to_operator) + $(earned claimed) + $(earned unclaimed)))" "$(earned gross)"

# Somebody who entrusted their grams takes a key, and is paid without having any money.
provider=$(t --json participants list | python3 -c '
import json, sys
print([p["participant"] for p in json.load(sys.stdin) if p["name"] == "City identity"][0])')
# Nobody who has a key already. Those who rode furthest first: not every ride brought a gram.
mapfile -t entrusting < <(python3 - "$home/people.csv" "$home/trips.csv" "$home/spending/keys.csv" <<'PY'
import csv, sys
people, trips, keys = (csv.DictReader(open(name, encoding="utf-8")) for name in sys.argv[1:])
entrusting = {row["user"] for row in people if row["disposition"] == "entrusted"}
entrusting -= {row["user"] for row in keys}
rode = [(float(row["distance"] or 0), row["user"]) for row in trips if row["user"] in entrusting]
print("\n".join(dict.fromkeys(user for _, user in sorted(rode, reverse=True))))
PY
)
user='' citizen=''
for one in "${entrusting[@]:0:20}"; do
	citizen=$(awk -F, -v user="$one" '$1 == user { print $2 }' "$home/users.csv")
	if t "${other[@]}" market claim "$class" "$citizen" >/dev/null 2>&1; then
		user=$one
		break
	fi
done
[ -n "$user" ] || { echo "tests/market.sh: none of twenty could be settled" >&2; exit 1; }
awk -F, -v user="$user" 'NR == 1 || $1 == user' "$home/people.csv" | cut -d, -f1,2 >"$work/person.csv"
refused "without a key the money waits" 6 "NoKey|NothingToClaim" t "${other[@]}" market claim "$class" "$citizen"
t --json --suri //Ferdie identity attest-key --people "$work/person.csv" --provider "$provider" \
	--prf-key-file "$home/prf.key" --dev-keys //Citizen --out "$work/statements.csv" >/dev/null
t "${other[@]}" accounts claim "$work/statements.csv" --users "$work/keyed.csv"
t --json market proceeds "$class" --citizen "$citizen" >"$work/due.json"
due=$(field "$work/due.json" 'd["citizen"]["due_plancks"]')
claimed=$(earned claimed)
t --json --suri "//Citizen//$user" market claim "$class" >"$work/claimed.json"
is "what is due is paid" "$(field "$work/claimed.json" 'd["paid_plancks"]')" "$due"
refused "nothing the second time" 6 "NothingToClaim|NotEntrusted" t --suri "//Citizen//$user" market claim "$class"
look
is "and is off what is unclaimed" "$(($(earned claimed) - claimed))" "$due"
refused "nothing is swept while it can be claimed" 6 ClaimsOpen t "${other[@]}" market sweep "$class"

# An order and a bid for what was bought.
t --json "${buyer[@]}" market sell "$class" --grams 600 --price 500 --lot 50 --expires 5d >"$work/sell.json"
order=$(field "$work/sell.json" 'd["order"]')
look
is "what is for sale is listed" "$(total listed)" 600
refused "nobody buys from themselves" 6 OwnOrder t "${buyer[@]}" market buy "$order" --grams 100
refused "no bid is bought from" 1 "is a bid|there is no order" t "${other[@]}" market buy $((order + 1)) --grams 100
t "${other[@]}" market buy "$order" --grams 200
t "${other[@]}" market buy "$order" --grams 100 --retire
refused "not more than is left" 6 NotEnough t "${other[@]}" market buy "$order" --grams 301
refused "others don't cancel it" 6 NotYourOrder t "${other[@]}" market cancel "$order"
t "${buyer[@]}" market cancel "$order"
refused "it is gone" 1 "there is no order" t "${other[@]}" market buy "$order" --grams 50
t --json "${other[@]}" market bid "$class" --grams 100 --price 450 --expires 5d --retire --purpose "annual meeting" >"$work/bid.json"
bid=$(field "$work/bid.json" 'd["order"]')
refused "not for less than was said" 6 BelowMinPrice t "${buyer[@]}" market fill "$bid" --grams 60 --min-price 451
t "${buyer[@]}" market fill "$bid" --grams 60
t "${other[@]}" market cancel "$bid"
look
is "nothing is for sale any more" "$(total listed)" 0
is "what was bought to retire is retired" "$(total retired)" $((retired + pool - 1000 + 160))
is "every gram is somewhere, again" "$(field "$work/class.json" 'd["totals"]["ties"]')" True
is "gross is operator, claimed, swept, unclaimed" \
	"$(($(earned to_operator) + $(earned claimed) + $(earned swept) + $(earned unclaimed)))" "$(earned gross)"

checked
