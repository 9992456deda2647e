# Sourced by run.sh: from the credited grams to a certificate. The class of the sample month is sealed,
# sampled, audited by three verifiers of whom two agree and one disclaims
# (with --dissent is against it, so that the council decides), issued after its public
# notice, claimed by citizens who keep their grams, and retired; the certificate is drawn and checked. A
# buyer buys what citizens entrusted and retires it; they have their proceeds.
#
# verify_begin, before the points are spent, begins to turn the crank in the background: what this part
# waits for (the month's deadline, randomness, the public notice) passes meanwhile. verify_end does the
# rest. Each step leaves a file in the home folder and is not done again. Uses run.sh's functions and
# names, and spend.sh's.

verifying="$home/verifying"
mkdir -p "$verifying"
verifier_holders=(//Alice//stash //Bob//stash //Ferdie)
verifier_names=("Green Audit (sample)" "Carbon Check (sample)" "Third Eye (sample)")
# Signs what anybody can do.
anybody=//Eve
# What the council issues of 95,128 g where a verifier dissents.
decided_grams=80000
# Who buys, how much, at what price; what the operator bonds so that it can sell.
buyer=//Eve//stash bought_grams=40000 price_tanp=100 bond_tanp=1000

# kept FILE COMMAND...: the command's JSON in FILE, unless it is there.
kept() {
	local file="$verifying/$1"
	shift
	[ -s "$file" ] && return 0
	"$@" >"$file.part"
	mv "$file.part" "$file"
}
# seen FILE PYTHON-EXPRESSION over the document d
seen() { field "$(cat "$verifying/$1")" "$2"; }
class_of_sample() {
	quick --json class list --operator "$metro" | python3 -c '
import json, sys
found = [c for c in json.load(sys.stdin) if c["methodology"] == int(sys.argv[1]) and c["month"] == sys.argv[2]]
print(found[0]["class"] if found else "")' "$methodology" "$(field "$moved" 'd["to"][:7]')"
}

verify_begin() {
	local at
	say "The council licenses three verifiers, none of the operator's owner"
	for at in 0 1 2; do
		license "${verifier_names[$at]}" license-verifier "${verifier_holders[$at]}" >/dev/null
	done
	class=$(class_of_sample)
	[ -n "$class" ] || die "the chain has no class of the sample's month"
	quick class show "$class"
	say "Anybody turns the crank of class $class; what it waits for passes while the points are spent"
	t --wait best --json --suri "$anybody" class crank "$class" --wait-for-all \
		>"$verifying/crank.json" 2>>"$verifying/crank.log" &
	crank_pid=$! cranked=
	note "its log: $verifying/crank.log"
}

# with_key DISPOSITION: the users who hold a key and chose that for their grams.
with_key() {
	local user
	while IFS=, read -r user _; do
		[ "$(awk -F, -v user="$user" '$1 == user {print $3}' people.csv)" != "$1" ] || echo "$user"
	done < <(tail -n +2 "$spending/keys.csv")
}

stage_of_class() { field "$(t --json class show "$class")" 'd["stage"]'; }
# The one who turned the crank has ended, which is right once the class is issued.
crank_ended() {
	[ -n "$cranked" ] || wait "$crank_pid" || die "nobody turns the crank any more: see $verifying/crank.log"
	cranked=1
}
# until_stage WORD...: until the class has come to one of these stages.
until_stage() {
	local stage last=
	while :; do
		stage=$(stage_of_class)
		for wanted in "$@"; do [ "$stage" != "$wanted" ] || return 0; done
		[ "$stage" = "$last" ] || note "class $class: $stage; next: $(field "$(t --json class show "$class")" '(d["next"] or {}).get("waits_for", "")')"
		last=$stage
		runs "$crank_pid" || crank_ended
		sleep 6
	done
}

verify_end() {
	local at users user code
	say "The sample is drawn with randomness that nobody knew when the class was sealed"
	until_stage sampled referred noticed issued
	t class show "$class"
	kept sample.json t --json verifier sample "$class"

	say "The operator opens the raw rows that the sample meets, and no others"
	[ -s "$verifying/evidence.json" ] || t operator evidence "$class" --rows trips.csv --users users.csv \
		--evidence-key evidence.key --batch-size "$batch_size" --utc-offset +08:00 --out "$verifying/evidence.json"
	say "A verifier checks every row against the chain"
	kept checked.json t --json verifier check "$class" "$verifying/evidence.json"
	note "$(seen checked.json '"%d points pass, %d fail" % (d["passed"], d["failed"])')"
	say "The same with one digit changed in one row: it is found out"
	python3 - "$verifying/evidence.json" "$verifying/forged.json" <<'PY'
import json, sys
package = json.load(open(sys.argv[1], encoding="utf-8"))
line = package["rows"][0]["line"]
package["rows"][0]["line"] = line[:-1] + ("1" if line[-1] != "1" else "2")
json.dump(package, open(sys.argv[2], "w", encoding="utf-8"))
PY
	code=0
	t --json verifier check "$class" "$verifying/forged.json" >"$verifying/forged-checked.json" || code=$?
	[ "$code" = 3 ] || die "a changed row passed (exit code $code)"
	note "$(seen forged-checked.json '[p["reason"] for p in d["points"] if not p["pass"]][0]')"

	say "Two verifiers of three agree, the third disclaims"
	for at in 0 1 2; do
		if [ ! -s "$verifying/report-$at.txt" ]; then
			printf 'Class %s of chain %s: %s of %s points of the sample were checked.\n' "$class" \
				"$(field "$info" 'd["genesis"]')" "$(seen checked.json 'd["passed"]')" \
				"$(seen checked.json 'len(d["points"])')" >"$verifying/report-$at.txt"
		fi
		opinion=unmodified
		[ "$at" != 2 ] || opinion=${dissent:+adverse}
		: "${opinion:=disclaimed}"
		kept "opinion-$at.json" quick --json --suri "${verifier_holders[$at]}" verifier opinion "$class" \
			--opinion "$opinion" --failed 0 --report "$verifying/report-$at.txt"
	done
	t class show "$class"
	if [ -n "$dissent" ]; then
		say "One of the opinions is adverse: nothing is issued unless the council says so, and how much"
		until_stage referred noticed issued
		if [ "$(stage_of_class)" = referred ]; then
			quick "${council[@]}" class decide "$class" --issue "$decided_grams" "${approve[@]}"
			echo "$decided_grams" >"$verifying/decided.txt"
		fi
	fi

	say "A week of public notice, in which anybody can object; then anybody issues the class"
	until_stage issued rejected
	crank_ended
	[ "$(stage_of_class)" = issued ] || die "the class is not issued"
	t class show "$class"
	kept issued.json t --json class show "$class"

	say "Citizens who keep their grams have them on their own keys"
	mapfile -t users < <(with_key self-held)
	for user in "${users[@]}"; do
		kept "claim-$user.json" wallet "$user" --json class claim "$class" --citizen "$(number_of "$user")"
		note "citizen $(seen "claim-$user.json" 'd["citizen"]'): $(seen "claim-$user.json" 'd["grams"]') g of class $class"
	done

	say "One of them retires a part, on behalf of a company"
	retired=$(seen "claim-${users[0]}.json" 'd["grams"] // 2')
	# Final, since what follows reads final states.
	kept retired.json t --json --suri "$citizen_seed//${users[0]}" retire "$class" "$retired" \
		--beneficiary "深圳某公司 A Company" --purpose "2026 年年会碳中和 annual meeting"
	certificate=$(seen retired.json 'd["certificate"]')
	t certificate show "$certificate" --svg "$verifying/certificate-$certificate.svg"
	say "The certificate, checked against the chain with a storage proof: the picture, then its code"
	t certificate verify "$verifying/certificate-$certificate.svg"
	kept verified.json t --json certificate verify "$(seen retired.json 'd["code"]')"
	sed 's/A Company/Another/' "$verifying/certificate-$certificate.svg" >"$verifying/forged.svg"
	code=0
	t --json certificate verify "$verifying/forged.svg" >"$verifying/forged-verified.json" || code=$?
	[ "$code" = 1 ] || die "a forged picture was taken for genuine (exit code $code)"

	sell_pool

	say "One gram, back to the ride and forth to the certificate"
	t trace serial "$class" "$(seen retired.json 'd["from"]')"
	kept trace.json t --json trace certificate "$certificate"

	say "For auditors: every table at one block, added up; and in the Climate Action Data Trust's model"
	rm -rf "$verifying/audit"
	code=0
	t --json export csv --out "$verifying/audit" >"$verifying/export.json" || code=$?
	t --json export cad-trust --out "$verifying/cad-trust.json" --sector "$methodology=Transport" \
		>"$verifying/cad-trust-told.json" || code=$?
	t --json class show "$class" >"$verifying/class.json"
	[ "$code" = 0 ] || note "a sum doesn't tie: see $verifying"
}

# A buyer buys out of the operator's pool and retires at once; those who entrusted are paid.
sell_pool() {
	local opens user
	"$tanpu" market --help >/dev/null 2>&1 || return 0
	say "The operator bonds money and offers what citizens entrusted to it"
	quick --suri "$metro_treasury" bond post --up-to "$bond_tanp" --operator "$metro"
	kept offer.json quick --json --suri "$metro_treasury" market pool-offer "$class" \
		--grams "$(seen issued.json 'd["totals"]["pool"]')" --price "$price_tanp" --lot 1kg --expires 300d
	opens=$(seen offer.json 'd["opens"] or 0')
	note "the offer opens after a day's notice"
	until_time "$opens"
	say "A buyer buys $bought_grams g of it and retires them at once"
	kept bought.json t --json --suri "$buyer" market pool-buy "$class" --grams "$bought_grams" --retire \
		--beneficiary "Lychee Bank (sample)" --purpose "office electricity 2026"
	t certificate show "$(seen bought.json 'd["certificate"]')" --svg "$verifying/certificate-bought.svg"
	t certificate verify "$verifying/certificate-bought.svg"
	say "Citizens who entrusted their grams have their proceeds"
	for user in $(with_key entrusted); do
		kept "proceeds-$user.json" t --json --suri "$citizen_seed//$user" market claim "$class"
		note "citizen $(seen "proceeds-$user.json" 'd["citizen"]'): $(seen "proceeds-$user.json" 'd["paid_plancks"]') plancks"
	done
	t --json market proceeds "$class" >"$verifying/proceeds.json"
	t market proceeds "$class"
	# The rest isn't for sale: whoever plays on begins with an offer of their own.
	kept withdrawn.json quick --json --suri "$metro_treasury" market pool-withdraw "$class" >/dev/null
}
