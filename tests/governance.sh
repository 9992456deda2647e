#!/usr/bin/env bash
# Who validates and who governs, on a real network of four validators with keys of their own.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: tests/governance.sh [--home DIR] [--keep] [--no-chilling] [--no-equivocation]

Starts four validators that may not become fewer and a full node (scripts/network.sh, sessions of a
minute), and does by the command line what people do who run such a network, each step compared with
the chain's state:

  the settlement office: appointed, its limit, deposits minted by two persons, withdrawals paid, refused
  the full node becomes the fifth validator; a validator's keys are changed and the old ones deleted
  SafeMode and the pause of one call: what stops, and what goes on
  a validator that is off is set aside by rule after about ten minutes, comes back and rejoins
  a validator's keys on two machines: disabled and removed, on proof
  nobody is taken out where fewer than four would stay; who was removed gets its deposit back

  --home DIR         where the network is (a temporary folder); one that is there is gone on with
  --keep             leaves chain and logs there, and the nodes running
  --no-chilling      without the ten minutes
  --no-equivocation  without the second machine

About 20 minutes. Needs what tests/faults.sh needs; with TANPU_SKIP_BUILD=1 it uses what is built.

Exit codes: 0 all as it should be; 1 not; 2 usage.
TXT
}
home='' keep='' chilling=1 equivocation=1
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--home) home=${2:?--home needs a folder}; shift ;;
		--keep) keep=1 ;;
		--no-chilling) chilling='' ;;
		--no-equivocation) equivocation='' ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
[ -z "$home" ] || { mkdir -p "$home" && home=$(cd "$home" && pwd); }
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/../scripts/lib/common.sh"
ensure_packages node=nodejs npm=npm python3=python3 curl=curl
if [ -z "${TANPU_SKIP_BUILD:-}" ]; then
	ensure_build_tools
	cargo build --release --locked -p tanpu-node -p tanpu-cli
fi
export TANPU_SKIP_BUILD=1
[ -d tests/faults/node_modules ] || (cd tests/faults && npm ci --no-audit --no-fund --loglevel=error)
work=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-governance.XXXXXX")
home=${home:-$work/network}
network() { scripts/network.sh --home "$home" "$@"; }
cleanup() {
	if [ -n "$keep" ]; then
		note "the network is in $home"
		[ "$home" = "$work/network" ] || rm -rf "$work"
		return
	fi
	network down --purge >/dev/null 2>&1 || true
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
TANPU="$BIN/tanpu"
# shellcheck source=scripts/lib/checks.sh
. scripts/lib/checks.sh
# Here several make blocks, and a best one can be undone: what is done is waited for until it is final.
t() { "$TANPU" "$@"; }

say "Four validators and a full node"
network up --validators 4 --full 1 --epoch 20 --minimum 4 --clock-start 1767067200 --json >"$work/up.json"
# of NODE FIELD: what the network says of it.
of() { field "$work/up.json" "[n for n in d if n['name'] == '$1'][0]['$2']"; }
node_rpc() { rpc "$(of "$1" rpc_port)" "${@:2}"; }
TANPU_URL="ws://127.0.0.1:$(of node-1 rpc_port)"
export TANPU_URL
is "status names five nodes, the full one too" "$(network status --json | python3 -c '
import json, sys
print(sorted((n["role"], n["state"]) for n in json.load(sys.stdin)))')" \
	"[('full', 'up'), ('validator', 'up'), ('validator', 'up'), ('validator', 'up'), ('validator', 'up')]"

council=(--suri //Alice) aye=(--approve-with //Bob)
proposer=(--suri //Dave) confirmer=(--suri //Eve) treasury=(--suri //Dave//stash)
# Addresses.
address() { "$BIN/tanpu-node" key inspect --scheme sr25519 --output-type json "$1" | field /dev/stdin "d['$2']"; }
account() { address "$1" ss58PublicKey; }
dave=$(account //Dave) eve=$(account //Eve) treasurer=$(account //Dave//stash)
hash() { printf '0x%s' "$(printf '%s' "$1" | sha256sum | cut -d' ' -f1)"; }

# --- the settlement office ------------------------------------------------------------------------
look() { t --json settlement status >"$work/settlement.json"; }
sum() { field "$work/settlement.json" "int(d['$1_plancks'])"; }
# All TANP that accounts have, as Balances counts it: u128, little-endian.
issuance() {
	node_rpc node-1 state_getStorage '["0xc2261276cc9d1f8598ea4b6a74b15c2f57c875e4cff74148e4628f264b974c80"]' |
		python3 -c 'import json, sys; print(int.from_bytes(bytes.fromhex(json.load(sys.stdin)["result"][2:]), "little"))'
}
ties() {
	final
	look
	# In Python: they are more than 64 bits hold.
	is "$1" "$(issuance)" "$(field "$work/settlement.json" \
		"int(d['genesis_plancks']) + int(d['minted_plancks']) - int(d['burned_plancks'])")"
}
settlement() {
	say "The settlement office"
	local id first second
	first=$(hash "deposit 1 $RANDOM$RANDOM") second=$(hash "deposit 2 $RANDOM$RANDOM")
	refused "who isn't on the council appoints nobody" 1 "not a member|no member|council" \
		t "${proposer[@]}" settlement appoint "$dave" --duty propose
	t "${council[@]}" settlement appoint "$dave" --duty propose "${aye[@]}"
	t "${council[@]}" settlement appoint "$eve" --duty confirm "${aye[@]}"
	t "${council[@]}" settlement limit 6000 "${aye[@]}"
	look
	is "two officers" "$(field "$work/settlement.json" "sorted(o['duty'] for o in d['officers'])")" "['confirm', 'propose']"
	is "a day's limit" "$(sum daily_limit)" 6000000000000000
	local minted burned
	minted=$(sum minted) burned=$(sum burned)
	refused "who has no duty enters nothing" 6 NotProposer \
		t "${treasury[@]}" settlement mint --to "$treasurer" --amount 5000 --record "$first"
	t "${proposer[@]}" settlement mint --to "$treasurer" --amount 5000 --record "$first"
	refused "not twice" 6 AlreadyProposed \
		t "${proposer[@]}" settlement mint --to "$treasurer" --amount 5000 --record "$first"
	refused "the same person doesn't confirm" 6 NotConfirmer \
		t "${proposer[@]}" settlement confirm --to "$treasurer" --amount 5000 --record "$first"
	refused "what was entered otherwise isn't confirmed" 6 DoesNotMatch \
		t "${confirmer[@]}" settlement confirm --to "$treasurer" --amount 5001 --record "$first"
	t "${confirmer[@]}" settlement confirm --to "$treasurer" --amount 5000 --record "$first"
	look
	is "5000 TANP are minted" "$(($(sum minted) - minted))" 5000000000000000
	refused "a record never counts again" 6 RecordUsed \
		t "${proposer[@]}" settlement mint --to "$treasurer" --amount 5000 --record "$first"
	t "${proposer[@]}" settlement mint --to "$treasurer" --amount 1001 --record "$second"
	refused "above the day's limit" 6 AboveDailyLimit \
		t "${confirmer[@]}" settlement confirm --to "$treasurer" --amount 1001 --record "$second"
	t "${confirmer[@]}" settlement drop "$second" --reason "above the limit"
	ties "all TANP is genesis, minted, less burned"

	t --json "${treasury[@]}" settlement withdraw 3000 --destination "$(hash bank)" >"$work/withdrawal.json"
	id=$(field "$work/withdrawal.json" 'd["withdrawal"]')
	refused "no payment with a deposit's record" 6 RecordUsed t "${proposer[@]}" settlement paid "$id" --record "$first"
	t "${proposer[@]}" settlement paid "$id" --record "$second"
	refused "nobody confirms what it entered" 6 NotConfirmer \
		t "${proposer[@]}" settlement confirm-paid "$id" --amount 3000 --record "$second"
	refused "it isn't taken back while it is paid" 6 TooEarly t "${treasury[@]}" settlement take-back "$id"
	t "${confirmer[@]}" settlement confirm-paid "$id" --amount 3000 --record "$second"
	look
	is "what was paid is burned" "$(($(sum burned) - burned))" 3000000000000000
	t --json "${treasury[@]}" settlement withdraw 100 --destination "$(hash "no such bank")" >"$work/withdrawal.json"
	id=$(field "$work/withdrawal.json" 'd["withdrawal"]')
	look
	is "another waits" "$(field "$work/settlement.json" "[w['amount_plancks'] for w in d['withdrawals'] if w['withdrawal'] == $id]")" "['100000000000000']"
	t "${confirmer[@]}" settlement refuse "$id" --reason "no such account"
	look
	is "and is given back" "$(field "$work/settlement.json" "[w for w in d['withdrawals'] if w['withdrawal'] == $id]")" "[]"
	ties "all TANP ties again"
}

# --- validators -----------------------------------------------------------------------------------
set_now() { t --json validator status >"$work/set.json"; }
# member ACCOUNT FIELD
member() { field "$work/set.json" "([m['$2'] for m in d['members'] if m['account'] == '$1'] or ['no member'])[0]"; }
# until_set SECONDS EXPRESSION: of the set's document d.
until_set() {
	local end=$((SECONDS + $1))
	while [ "$SECONDS" -lt "$end" ]; do
		set_now
		[ "$(field "$work/set.json" "$2")" != True ] || return 0
		sleep 3
	done
	echo "not in $1 s: $2; the set is $(cat "$work/set.json")" >&2
	return 0
}
# rotate NODE PUBLIC-KEY-HEX: new session keys in its keystore, with proof: $work/keys.json.
rotate() { node_rpc "$1" author_rotateKeysWithOwner "[\"$2\"]" | field /dev/stdin "__import__('json').dumps(d['result'])" >"$work/keys.json"; }
keys_of() { field "$work/keys.json" "d['keys']"; }
proof_of() { field "$work/keys.json" "d['proof']"; }
blocks_of() { field "$work/set.json" "([m['blocks'] for m in d['members'] if m['account'] == '$1'] or [0])[0]"; }
authors() { # NAME ACCOUNT SECONDS
	until_set "$3" "any(m['account'] == '$2' and m['validates'] and m['blocks'] > 0 for m in d['members'])"
	is "$1" "$([ "$(blocks_of "$2")" -gt 0 ] && echo yes)" yes
}

fifth=(--suri //Ferdie) fifth_account=$(account //Ferdie)
apply_fifth() {
	say "The full node becomes the fifth validator"
	# Stopped and started at once: its ports are its own.
	network stop full-1
	(umask 077 && mkdir -p "$home/nodes/full-1/keystore")
	network start full-1 -- --validator --keystore-path "$home/nodes/full-1/keystore"
	python3 scripts/lib/network.py wait "$home"
	refused "without keys nobody applies" 6 NoKeys t "${fifth[@]}" validator apply
	rotate full-1 "$(address //Eve publicKey)"
	refused "keys are proven for one account" 6 InvalidProof \
		t "${fifth[@]}" validator apply --keys "$(keys_of)" --proof "$(proof_of)"
	rotate full-1 "$(address //Ferdie publicKey)"
	t "${fifth[@]}" validator apply --keys "$(keys_of)" --proof "$(proof_of)"
	set_now
	is "it is a candidate" "$(field "$work/set.json" "'$fifth_account' in d['candidates']")" True
	refused "it doesn't admit itself" 1 "council|member" t "${fifth[@]}" validator admit "$fifth_account"
	t "${council[@]}" validator admit "$fifth_account" "${aye[@]}"
	set_now
	is "the council has admitted it" "$(member "$fifth_account" standing)" active
}

change_keys() {
	say "Other keys while it validates: node-2"
	local store="$home/nodes/node-2/keystore" before file who key="$home/keys/node-2.suri"
	who=$(account "$key")
	before=$(ls "$store")
	rotate node-2 "$(address "$key" publicKey)"
	t --key-file "$key" validator keys --keys "$(keys_of)" --proof "$(proof_of)"
	set_now
	local session
	session=$(field "$work/set.json" 'd["session"]')
	until_set 200 "d['session'] >= $((session + 2))"
	# What is deleted can't sign: from here it is the new keys, or nothing.
	network stop node-2
	for file in $before; do rm "$store/$file"; done
	network start node-2
	session=$(field "$work/set.json" 'd["session"]')
	until_set 100 "d['session'] > $session"
	authors "node-2 makes blocks with its new keys alone" "$who" 120
	final
	is "and blocks are final" "$(t --json chain info | field /dev/stdin 'd["best"]["number"] - d["finalised"]["number"] < 10')" True
}

# --- SafeMode and TxPause -------------------------------------------------------------------------
call() { node tests/faults/call.mjs "$TANPU_URL" "$@"; }
# carry NAME TITLE PALLET CALL [JSON...]: by half of the council, which are two of three.
carry() {
	local name=$1 title=$2 index
	shift 2
	t --json "${council[@]}" council propose "$(call encode "$@")" --threshold 2 >"$work/motion.json"
	index=$(field "$work/motion.json" 'd["index"]')
	t "${council[@]}" council vote "$index" >/dev/null
	t --suri //Bob council vote "$index" >/dev/null
	t --json --suri //Ferdie council close "$index" >"$work/closed.json"
	is "$name" "$(field "$work/closed.json" 'd["call"]')" "$title"
}
send() { call send "$@"; }
emergency() {
	say "SafeMode"
	local record
	record=$(hash "deposit 3 $RANDOM$RANDOM")
	send //Ferdie balances transferKeepAlive "\"$dave\"" 1000000000000 >/dev/null
	carry "half of the council enters" SafeMode.force_enter safeMode forceEnter
	is "the chain says until when" "$([ "$(call read safeMode enteredUntil)" != null ] && echo yes)" yes
	refused "no transfer" 6 "CallFiltered" send //Ferdie balances transferKeepAlive "\"$dave\"" 1000000000000
	refused "none inside a batch" 6 "CallFiltered" send //Ferdie utility batchAll \
		"[\"$(call encode balances transferKeepAlive "\"$dave\"" 1000000000000)\"]"
	refused "no other business either" 6 "CallFiltered" send //Ferdie system remark '"0x00"'
	t "${proposer[@]}" settlement mint --to "$treasurer" --amount 10 --record "$record"
	t "${confirmer[@]}" settlement confirm --to "$treasurer" --amount 10 --record "$record"
	look
	is "the settlement office goes on" "$(field "$work/settlement.json" "[m for m in d['mints'] if m['record'] == '$record']")" "[]"
	t "${council[@]}" settlement limit 7000 "${aye[@]}"
	look
	is "the council too" "$(sum daily_limit)" 7000000000000000
	carry "and leaves it" SafeMode.force_exit safeMode forceExit
	is "it is left" "$(call read safeMode enteredUntil)" null
	send //Ferdie balances transferKeepAlive "\"$dave\"" 1000000000000 >/dev/null

	say "One call is paused"
	carry "half of the council pauses it" TxPause.pause txPause pause '["Balances", "transfer_keep_alive"]'
	refused "it is refused" 6 "CallFiltered" send //Ferdie balances transferKeepAlive "\"$dave\"" 1000000000000
	send //Ferdie balances transferAllowDeath "\"$dave\"" 1000000000000 >/dev/null
	is "its neighbour isn't" yes yes
	carry "and lets it go on" TxPause.unpause txPause unpause '["Balances", "transfer_keep_alive"]'
	send //Ferdie balances transferKeepAlive "\"$dave\"" 1000000000000 >/dev/null
	is "it goes on" yes yes
}

# --- chilling, equivocation, the minimum ----------------------------------------------------------
idle_key="$home/keys/node-3.suri"
idle=$(account "$idle_key")
below_minimum() { # WHEN
	refused "$1 the council removes nobody" 6 BelowMinimum t "${council[@]}" validator remove "$(account "$home/keys/node-4.suri")" "${aye[@]}"
	refused "$1 nobody leaves" 6 BelowMinimum t --key-file "$home/keys/node-4.suri" validator leave
}
rejoin() {
	say "node-3 is set aside by rule: 30 blocks would have been its share (about ten minutes)"
	until_set 1200 "any(m['account'] == '$idle' and m['standing'] == 'chilled' for m in d['members'])"
	is "it is chilled" "$(member "$idle" standing)" chilled
	below_minimum "with four active"
	until_set 200 "not any(m['account'] == '$idle' and m['validates'] for m in d['members'])"
	is "it validates no more" "$(member "$idle" validates)" False
	network start node-3
	python3 scripts/lib/network.py wait "$home" --all
	t --key-file "$idle_key" validator rejoin
	set_now
	is "it is active again" "$(member "$idle" standing)" active
	authors "and makes blocks" "$idle" 300
}
twin() {
	say "The fifth validator's keys on a second machine"
	network add twin -- --validator --keystore-path "$home/nodes/full-1/keystore"
	until_set 600 "not any(m['account'] == '$fifth_account' for m in d['members'])"
	is "on proof it is removed" "$(member "$fifth_account" standing)" "no member"
	is "and its offence is kept" "$([ "$(call read validatorSet offenders "\"$fifth_account\"")" != null ] && echo yes)" yes
	network stop twin
}
leave_again() {
	say "In and out by the council"
	t "${fifth[@]}" validator apply
	t "${council[@]}" validator admit "$fifth_account" "${aye[@]}"
	set_now
	is "admitted again" "$(member "$fifth_account" standing)" active
	t "${council[@]}" validator remove "$fifth_account" "${aye[@]}"
	set_now
	is "and removed by the council" "$(member "$fifth_account" standing)" "no member"
	t "${fifth[@]}" validator apply
	t "${fifth[@]}" validator withdraw
	is "no deposit is held" "$(call read validatorSet candidates "\"$fifth_account\"")" null
	below_minimum "with four members"
}

apply_fifth
# Off from here: three of four, then four of five keep blocks final while all else goes on.
if [ -n "$chilling" ]; then network stop node-3; fi
settlement
authors "the fifth makes blocks" "$fifth_account" 300
change_keys
emergency
if [ -n "$chilling" ]; then rejoin; fi
if [ -n "$equivocation" ]; then twin; else t "${fifth[@]}" validator leave; fi
leave_again
say "All nodes off, and on again at once"
network down
network up --validators 4 --json >"$work/up.json"
is "every port is free again, and blocks are final" "$(field "$work/up.json" "{n['state'] for n in d}")" "{'up'}"
final
ties "all TANP ties at the end"

checked
