# Sourced by run.sh once the trips are credited: what the points are for. Three citizens of the sample
# take a key, one pays at the till, one orders and fetches, one is refunded; the merchant is paid.
#
# Each step leaves a file in the home folder and is not done again, so that a second run on the same
# chain buys nothing twice. Uses run.sh's functions and names.

spending="$home/spending"
mkdir -p "$spending"
[ -s "$spending/first-day" ] || field "$info" 'd["clock"]["local"][:10]' >"$spending/first-day"
merchant_holder=//Charlie//stash
citizen_seed=//Citizen

# once FILE COMMAND...: the command's JSON in FILE, unless it is there.
once() {
	local file="$spending/$1"
	shift
	[ -s "$file" ] && return 0
	"$@" >"$file.part"
	mv "$file.part" "$file"
}
# told FILE PYTHON-EXPRESSION over the document d
told() { field "$(cat "$spending/$1")" "$2"; }

say "Three citizens take their accounts into their own hands: a key each, attested, nobody else's"
python3 "$sample" keenest trips.csv people.csv "$spending/keys.csv" 3 >/dev/null
[ -f "$spending/statements.csv" ] || t --json --wait best identity attest-key --people "$spending/keys.csv" --provider "$provider" \
	--prf-key-file prf.key --suri "$provider_key" --dev-keys "$citizen_seed" \
	--addresses "$spending/addresses.csv" --out "$spending/statements.csv" >/dev/null
quick --suri "$provider_holder" accounts claim "$spending/statements.csv" --users "$spending/citizens.csv"
mapfile -t shoppers < <(tail -n +2 "$spending/keys.csv" | cut -d, -f1)
number_of() { awk -F, -v user="$1" '$1 == user {print $2}' "$spending/citizens.csv"; }
wallet() { # USER ARGUMENTS...: as that citizen
	local user=$1
	shift
	t --wait best --suri "$citizen_seed//$user" "$@"
}
for user in "${shoppers[@]}"; do quick points show "$(number_of "$user")"; done

say "The council licenses a merchant; it sells umbrellas for points"
shop=$(license "Corner shop (sample)" license-merchant "$merchant_holder")
printf 'Umbrella\nA folding umbrella, any colour.\n' >"$spending/umbrella.txt"
once offer.json t --json --wait best --suri "$merchant_holder" offers create --merchant "$shop" --title "$spending/umbrella.txt" \
	--title-uri "https://shop.example/umbrella.txt" --price 0.50 --stock 20 --fulfil-within 3d
offer=$(told offer.json 'd["offer"]')

say "A citizen orders one, shows the voucher at the shop and has it"
voucher="$spending/voucher.txt"
once order.json wallet "${shoppers[1]}" --json orders redeem "$offer" --voucher "$voucher"
once fulfilled.json t --json --wait best --suri "$merchant_holder" orders fulfil "$voucher"
order=$(told order.json 'd["order"]')

# pay_at_till NAME USER AMOUNT: the till asks, the citizen pays, the till waits until it is final.
pay_at_till() {
	local name=$1 user=$2 amount=$3 till
	[ -s "$spending/$name.json" ] && return 0
	rm -f "$spending/$name.request"
	t --json merchant till --merchant "$shop" --amount "$amount" --valid 6h \
		--request-file "$spending/$name.request" >"$spending/$name.part" &
	till=$!
	for _ in $(seq 1 100); do
		[ -s "$spending/$name.request" ] && break
		runs "$till" || break
		sleep 0.2
	done
	[ -s "$spending/$name.request" ] || die "the till made no request"
	wallet "$user" pay "$(cat "$spending/$name.request")"
	wait "$till" || die "the till was not paid"
	mv "$spending/$name.part" "$spending/$name.json"
}
say "A citizen pays at the till; the till waits until the payment is final"
pay_at_till paid "${shoppers[0]}" 0.75
say "Another pays, brings the goods back and is refunded: the points are back in their series"
pay_at_till returned "${shoppers[2]}" 0.40
once refund.json t --json --wait best --suri "$merchant_holder" merchant refund "$(told returned.json 'd["payment"]')"

say "Two days after the hand-over nobody has disputed it: the order is paid, too"
until_time() {
	while [ "$(field "$(quick --json chain info)" 'd["clock"]["now"]')" -lt "$1" ]; do sleep 3; done
}
# Blocks with time left release what is due by themselves; anybody can send it.
until_time "$(told fulfilled.json 'd["release_from"]')"
quick --suri "$merchant_holder" orders release "$order" 2>/dev/null || note "released by the chain itself"

say "The merchant settles: money on its account"
once settled.json t --json --suri "$merchant_holder" merchant settle "$shop"
today=$(field "$(quick --json chain info)" 'd["clock"]["local"][:10]')
t --json merchant statement "$shop" --from "$(cat "$spending/first-day")" --to "$today" --events >"$spending/statement.json"
t merchant show "$shop"

say "Whether every point and every merchant can be paid: every sum, worked out again"
t series list --operator "$metro"
t --json series list --operator "$metro" >"$spending/series.json"
t --json merchant show "$shop" >"$spending/merchant.json"
solvent=0
t --json solvency >"$spending/solvency.json" || solvent=$?
t solvency || true
