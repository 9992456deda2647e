# Checks of a live chain by its command line, for tests that are sourced with TANPU and TANPU_URL set.
# shellcheck shell=bash
passed=0 failed=0
trap 'echo "$0:$LINENO: \"$BASH_COMMAND\" ended with $?" >&2' ERR

t() { "$TANPU" --wait best "$@"; }
# field FILE EXPRESSION: of the JSON document d.
field() { python3 -c 'import json,sys; d = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"; }
# final: waits until what is in the best block now is final. Proofs are read from final blocks.
final() {
	local best heads
	best=$(t --json chain info | python3 -c 'import json,sys; print(json.load(sys.stdin)["best"]["number"])')
	for _ in $(seq 100); do
		heads=$(t --json chain info | python3 -c 'import json,sys; print(json.load(sys.stdin)["finalised"]["number"])')
		[ "$heads" -lt "$best" ] || return 0
		sleep 1
	done
	echo "block $best isn't final after 100 s" >&2
	return 1
}
# is NAME FOUND DUE
is() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
		printf '  ok      %s\n' "$1"
	else
		failed=$((failed + 1))
		printf '  FAILED  %s: %s, should be %s\n' "$1" "$2" "$3"
	fi
}
# refused NAME EXIT-CODE TEXT COMMAND...: the command ends with that code and says that.
refused() {
	local name=$1 code=$2 text=$3 got=0 out
	shift 3
	out=$("$@" 2>&1) || got=$?
	if [ "$got" = "$code" ] && grep -qE -- "$text" <<<"$out"; then
		is "$name" yes yes
	else
		is "$name" "exit code $got: $out" "exit code $code and $text"
	fi
}
checked() {
	printf '\n%s passed, %s failed\n' "$passed" "$failed"
	[ "$failed" = 0 ]
}
