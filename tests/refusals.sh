#!/usr/bin/env bash
# Bad input at the command line, on a live chain: each is refused by name, with its exit code, and
# the good rows beside it still go in.
set -euo pipefail
case "${1:-}" in
	-h | --help)
		echo "usage: tests/refusals.sh HOME"
		echo "HOME is the folder of a run of scripts/run.sh whose node is up (TANPU, TANPU_URL)."
		exit 0
		;;
esac
home=$(cd "${1:?usage: tests/refusals.sh HOME}" && pwd)
: "${TANPU:?}" "${TANPU_URL:?}"
ROOT=$(cd "$(dirname "$0")/.." && pwd)
. "$home/context.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-refusals.XXXXXX")
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# refused NAME EXIT-CODE TEXT COMMAND...: the command ends with that code and says that.
refused() {
	local name=$1 code=$2 text=$3 got=0 out
	shift 3
	out=$("$@" 2>&1) || got=$?
	if [ "$got" = "$code" ] && grep -qiE -- "$text" <<<"$out"; then
		passed=$((passed + 1))
		printf '  ok      %s\n' "$name"
	else
		failed=$((failed + 1))
		printf '  FAILED  %s: exit code %s (should be %s), or without "%s":\n%s\n' "$name" "$got" "$code" "$text" "$out"
	fi
}
t() { "$TANPU" --wait best "$@"; }
report() { # FILE
	t --suri "$metro_reporter" report "$1" --operator "$metro" --methodology "$methodology" \
		--users "$home/users.csv" --utc-offset +08:00 --evidence-key "$home/evidence.key" --verbose
}
toml="$ROOT/methodologies/shenzhen-metro.toml"
head="user,start,end,distance"
day=$(sed -n 2p "$home/trips.csv" | cut -d, -f2 | cut -d' ' -f1)

sed 's/^scenario = .*/scenario = metro/' "$toml" >"$work/malformed.toml"
refused "malformed TOML: line and column" 1 'malformed\.toml:[0-9]+' t methodology check "$work/malformed.toml"
sed 's/^distance \* factor/distance * /' "$toml" >"$work/formula.toml"
refused "malformed formula: line, column, expected" 1 'expected' t methodology check "$work/formula.toml"
sed 's/^distance \* factor/distance + factor/' "$toml" >"$work/dimension.toml"
refused "wrong dimension, both named" 1 'CO2e' t methodology check "$work/dimension.toml"
sed 's/^unit = "gCO2e\/pkm"/unit = "gCO2e\/furlong"/' "$toml" >"$work/unit.toml"
refused "unknown unit" 1 'furlong' t methodology check "$work/unit.toml"

printf 'user,start,end\ncard-0001,%s 12:00:00,%s 12:10:00\n' "$day" "$day" >"$work/column.csv"
refused "missing column named" 1 'distance' report "$work/column.csv"
{
	echo "$head"
	echo "card-0001,$day 13:00:00,$day 13:10:00,ten"
	echo "card-0001,$day 13:00:00,$day 13:10:00,1.234"
	echo "card-0001,$day 13:00:00,$day 13:10:00,100.01"
	echo "nobody,$day 13:00:00,$day 13:10:00,1.00"
	echo "card-0001,$day 13:10:00,$day 13:00:00,1.00"
	echo "card-0001,2126-01-01 13:00:00,2126-01-01 13:10:00,1.00"
	echo "card-0001,2025-06-01 13:00:00,2025-06-01 13:10:00,1.00"
	echo "card-0001,$day 14:00:00,$day 14:10:00,2.00"
	echo "card-0001,$day 14:05:00,$day 14:15:00,2.00"
} >"$work/rows.csv"
rows() { report "$work/rows.csv"; }
refused "bad number: file, line, field" 3 'rows\.csv:2 .*distance' rows
refused "too many decimals" 3 'rows\.csv:3 .*distance' rows
refused "out of range" 3 'rows\.csv:4 ' rows
refused "unknown user" 3 'rows\.csv:5 ' rows
refused "end before start" 3 'rows\.csv:6 ' rows
refused "in the future" 3 'rows\.csv:7 .*future' rows
refused "too late, or before the version" 3 'rows\.csv:8 ' rows
refused "overlapping row" 3 'rows\.csv:10 .*overlap' rows
refused "the good row beside them goes in" 3 'credited +. +1 ' rows

refused "a key that reports for nobody" 6 'NotAReporter|not a reporting key|reporter' \
	t --suri //Alice report "$work/rows.csv" --operator "$metro" --methodology "$methodology" \
	--users "$home/users.csv" --utc-offset +08:00 --evidence-key "$home/prf.key"
refused "wrong chain, both named" 5 '0x00000000' \
	t --genesis 0x0000000000000000000000000000000000000000000000000000000000000000 chain info
refused "no node there" 4 'reach' "$TANPU" --url ws://127.0.0.1:1 chain info
refused "no such command" 2 'unrecognized|unexpected' "$TANPU" nonsense

# Attestations: forged, expired, of another operator; replayed changes nothing.
printf 'user,identity\nnew-1,new-person-1\n' >"$work/people.csv"
attest() { # KEY OPERATOR OUT [args]
	local key=$1 operator=$2 out=$3
	shift 3
	t --suri "$key" identity attest --people "$work/people.csv" --provider "$provider" \
		--operator "$operator" --prf-key-file "$home/prf.key" --out "$out" "$@" >/dev/null 2>&1
}
open() { t --suri "$metro_reporter" accounts open "$1" --operator "$metro" --provider "$provider"; }
attest //Mallory "$metro" "$work/forged.csv" || true
[ -f "$work/forged.csv" ] && refused "forged attestation" 3 'signature' open "$work/forged.csv"
attest //Ferdie "$forger" "$work/other.csv"
refused "attestation for another operator" 3 'signature' open "$work/other.csv"
attest //Ferdie "$metro" "$work/expired.csv" --expires 2024-01-01T00:00:00Z || true
[ -f "$work/expired.csv" ] && refused "expired attestation" 3 'expired' open "$work/expired.csv"
refused "replayed attestations change nothing" 0 'accounts opened +. +0 ' open "$home/attestations-metro.csv"

# Verified reductions: what isn't there, isn't yet, or was tampered with.
refused "a class that isn't there" 1 'no class 4000000000' t class show 4000000000
refused "serials of a class that isn't issued" 1 'not (issued|sealed)' t trace serial 0 1
refused "retiring of a class that isn't issued" 6 'NotIssued' t --suri //Eve retire 0 5
refused "a purpose that deceives" 2 'text-direction' t --suri //Eve retire 0 5 --purpose $'a\u202eb'
refused "a sample that isn't drawn" 1 'not (drawn|sealed)' t verifier sample 0
printf '{"format":"tanpu-evidence","version":2}' >"$work/package.json"
refused "a package of another version" 1 'version 2' t verifier check 0 "$work/package.json"
refused "a deduction without a modified opinion" 2 'deduction' t --suri //Eve verifier opinion 0 \
	--opinion adverse --deduction 5 --failed 0 --report "$toml"
refused "a certificate that isn't there, proven" 1 'NO certificate 4000000000 .*proven' t certificate verify 4000000000
refused "a miscopied certificate's code" 1 'checksum' t certificate verify TANPU:CERTIFICATE:AEAQC
refused "a picture without a code" 1 "no certificate's code" t certificate verify "$toml"
refused "an export of a block to come" 1 'not final' t export csv --at 4000000000 --out "$work/audit"

# Suspended by one member: the report is refused by name; lifted, it goes on.
t --suri //Charlie participants suspend "$metro" --reason "test" >/dev/null 2>&1
printf '%s\ncard-0002,%s 15:00:00,%s 15:10:00,2.00\n' "$head" "$day" "$day" >"$work/suspended.csv"
suspended() { report "$work/suspended.csv"; }
refused "suspended operator" 6 'suspended' suspended
t --suri //Alice participants lift "$metro" --approve-with //Bob >/dev/null 2>&1
refused "the same after the suspension" 0 'credited +. +1 ' suspended

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
