#!/usr/bin/env bash
# Citizens' accounts, records and devices on a live chain: a record taken back and reported anew by a
# device, objections, keys replaced and vetoed, an account closed and opened again.
set -euo pipefail
case "${1:-}" in
	-h | --help)
		echo "usage: tests/accounts.sh HOME"
		echo "HOME is the folder of a run of scripts/run.sh whose node is up (TANPU, TANPU_URL) and whose rides"
		echo "can still be reported: one with --no-verify that has just ended. Takes about six minutes: a key"
		echo "is replaced after three days of the chain's clock. What it does can't be undone."
		echo "Exit codes: 0 all as it should be; 1 not; 2 usage."
		exit 0
		;;
	'')
		echo "usage: tests/accounts.sh HOME" >&2
		exit 2
		;;
esac
home=$(cd "$1" && pwd)
: "${TANPU:?}" "${TANPU_URL:?}"
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-accounts.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=scripts/lib/checks.sh
. "$(dirname "$0")/../scripts/lib/checks.sh"
# shellcheck disable=SC1091
. "$home/context.sh"
metro=${metro:?} provider=${provider:?} methodology=${methodology:?} metro_reporter=${metro_reporter:?}
operator=(--suri "$metro_reporter") treasury=(--suri "$metro_reporter//stash") anybody=(--suri //Eve)
council=(--suri //Alice) approve=(--approve-with //Bob)

citizen() { awk -F, -v user="$1" '$1 == user { print $2 }' "$home/users.csv"; }
# of USER FIELD: what the chain has of the citizen.
of() {
	t --json accounts show "$(citizen "$1")" >"$work/account.json"
	field "$work/account.json" "d['$2']"
}
record() {
	t --json trace citizen "$(citizen "$1")" >"$work/trace.json"
	field "$work/trace.json" '[s["record"] for s in d["steps"] if s["step"] == "act"][0]'
}
# Three who hold keys, and two who don't, with rides that brought grams.
mapfile -t keyed < <(tail -n +2 "$home/spending/keys.csv" | cut -d, -f1)
mapfile -t keyless < <(python3 - "$home/trips.csv" "$home/spending/keys.csv" <<'PY'
import csv, sys
trips, keys = (list(csv.DictReader(open(name, encoding="utf-8"))) for name in sys.argv[1:])
rides = {}
for row in trips:
    rides.setdefault(row["user"], []).append(float(row["distance"] or 0))
keyed = {row["user"] for row in keys}
# One ride each, so that grams are of one record.
long = [user for user, all in rides.items() if len(all) == 1 and all[0] > 5 and user not in keyed]
print("\n".join(sorted(long)[:2]))
PY
)
taken=${keyless[0]} closed=${keyless[1]} objecting=${keyed[0]} vetoing=${keyed[1]} losing=${keyed[2]}

echo "A record is taken back, and reported anew by a device"
one=$(record "$taken")
grams=$(of "$taken" grams)
refused "only by the operator" 6 "NotYourOperator|NotAReporter|NotReporter|NotTheOperator|NotOperator" \
	t "${anybody[@]}" report withdraw "$one" --reason "gate 7 was stuck"
t "${operator[@]}" report withdraw "$one" --reason "gate 7 was stuck"
is "the grams are gone" "$(of "$taken" grams)" 0
is "and the points" "$(of "$taken" points_cents)" 0
refused "not twice" 6 AlreadyWithdrawn t "${operator[@]}" report withdraw "$one" --reason "gate 7 was stuck"
printf '//Gate//7\n' >"$work/device.key"
printf '//Gate//8\n' >"$work/other.key"
chmod 600 "$work/device.key" "$work/other.key"
awk -F, -v user="$taken" 'NR == 1 || $1 == user' "$home/trips.csv" >"$work/again.csv"
again() { # DEVICE-KEY
	t "${operator[@]}" report "$work/again.csv" --operator "$metro" --methodology "$methodology" \
		--users "$home/users.csv" --utc-offset +08:00 --evidence-key "$home/evidence.key" --device-key-file "$1"
}
refused "a reporting key registers no device" 6 NotHolder \
	t "${operator[@]}" device register --operator "$metro" --device-key-file "$work/device.key"
t "${treasury[@]}" device register --operator "$metro" --device-key-file "$work/device.key"
refused "a device that nobody registered signs nothing" 6 UnknownDevice again "$work/other.key"
again "$work/device.key"
is "reported anew, it is credited" "$(of "$taken" grams)" "$grams"
again "$work/device.key"
is "once" "$(of "$taken" grams)" "$grams"

echo "Objections"
mine=$(record "$objecting")
theirs=$(record "$vetoing")
grams=$(of "$objecting" grams)
owner() { t --suri "//Citizen//$objecting" "$@"; }
refused "not to another's record" 6 "NotYours|NotTheCitizen|NotYourRecord|OtherCitizen" owner accounts object "$theirs" --reason "not me"
owner accounts object "$mine" --reason "I was at home"
# One transaction, refused or not, is one of the day's; a day is over in a minute, so within one.
free() { field <(t --json chain info) 'd["clock"]["today"]'; field <(owner --json accounts free-calls) 'd["left"]'; }
for _ in $(seq 6); do
	{ read -r day; read -r left; } < <(free)
	owner accounts object "$theirs" --reason "not me" >/dev/null 2>&1 || true
	{ read -r later; read -r rest; } < <(free)
	if [ "$day" = "$later" ]; then break; fi
done
is "within $day one call uses one up" "$later $rest" "$day $((left - 1))"
refused "not twice" 6 "bjected|Objection" owner accounts object "$mine" --reason "I was at home"
t "${operator[@]}" report reject-objection "$mine" --reason "the gate's log"
t "${council[@]}" council decide-objection "$mine" --uphold "${approve[@]}"
is "upheld, the grams go" "$(($(of "$objecting" grams) < grams))" 1
grams=$(of "$vetoing" grams)
t --suri "//Citizen//$vetoing" accounts object "$theirs" --reason "not me"
t "${operator[@]}" report reject-objection "$theirs" --reason "the gate's log"
t "${council[@]}" council decide-objection "$theirs" --reject "${approve[@]}"
is "rejected, they stay" "$(of "$vetoing" grams)" "$grams"

echo "Keys"
# state USER PREFIX FILE: a provider's statement for the user's key of that prefix.
state() {
	awk -F, -v user="$1" 'NR == 1 || $1 == user' "$home/people.csv" | cut -d, -f1,2 >"$work/person.csv"
	t --suri //Ferdie identity attest-key --people "$work/person.csv" --provider "$provider" \
		--prf-key-file "$home/prf.key" --dev-keys "$2" --out "$3" "${@:4}" >"$work/state.txt" || {
		local code=$?
		cat "$work/state.txt"
		return "$code"
	}
}
refused "a key that is there isn't claimed" 3 "replaced, not claimed" state "$losing" //Second "$work/none.csv"
for user in "$losing" "$vetoing"; do
	state "$user" //Second "$work/$user.csv" --replace
	t "${anybody[@]}" accounts replace "$work/$user.csv"
	is "$user: announced" "$(field <(t --json accounts show "$(citizen "$user")") 'd["replacement"]["state"]')" announced
done
refused "not before three days are over" 1 "delay runs until" t "${anybody[@]}" accounts complete "$(citizen "$losing")"
refused "only the old key vetoes" 1 "acts for no citizen" t --suri "//Second//$vetoing" accounts veto
t --suri "//Citizen//$vetoing" accounts veto
refused "not twice" 6 UnderVeto t --suri "//Citizen//$vetoing" accounts veto
refused "vetoed, the council decides first" 1 "council decides first" t "${anybody[@]}" accounts complete "$(citizen "$vetoing")"
t "${council[@]}" council decide-veto "$(citizen "$vetoing")" --uphold "${approve[@]}"
is "upheld, nothing is announced" "$(of "$vetoing" replacement)" None
refused "the same statement isn't announced again" 3 "attested anew" t "${anybody[@]}" accounts replace "$work/$vetoing.csv"

# Somebody takes a key meanwhile, closes the account, and opens it again.
state "$closed" //Citizen "$work/claim.csv"
t "${anybody[@]}" accounts claim "$work/claim.csv"
number=$(citizen "$closed")
grams=$(of "$closed" grams)
refused "not by mistake" 2 "Say --yes" t --suri "//Citizen//$closed" accounts close
t --suri "//Citizen//$closed" accounts close --yes
is "closed" "$(of "$closed" status)" closed
refused "the key acts for nobody" 1 "acts for no citizen" t --suri "//Citizen//$closed" accounts free-calls
refused "nor does the old statement open it" 3 "attested anew|not open" t "${anybody[@]}" accounts claim "$work/claim.csv"
state "$closed" //Third "$work/reopen.csv"
t "${anybody[@]}" accounts open-own "$work/reopen.csv" --users "$work/reopened.csv"
is "opened again" "$(of "$closed" status)" open
is "by the same number" "$(awk -F, -v user="$closed" '$1 == user { print $2 }' "$work/reopened.csv")" "$number"
is "with what was earned" "$(of "$closed" grams)" "$grams"

number=$(citizen "$losing")
grams=$(of "$losing" grams)
points=$(of "$losing" points_cents)
old=$(of "$losing" key)
for _ in $(seq 100); do
	if t "${anybody[@]}" accounts complete "$number" >"$work/complete.txt" 2>&1; then break; fi
	grep -q "delay runs" "$work/complete.txt" || { cat "$work/complete.txt"; break; }
	sleep 3
done
is "after three days the key is another" "$(of "$losing" key)" \
	"$(awk -F, 'NR == 2 { print $7 }' "$work/$losing.csv")"
is "and not the old one" "$([ "$(of "$losing" key)" != "$old" ] && echo another)" another
is "grams stay" "$(of "$losing" grams)" "$grams"
is "points stay" "$(of "$losing" points_cents)" "$points"
refused "the old key acts for nobody" 1 "acts for no citizen" t --suri "//Citizen//$losing" accounts veto
t --suri "//Second//$losing" accounts free-calls

checked
