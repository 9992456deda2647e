#!/usr/bin/env bash
# The formula crate against an independent evaluator in exact fractions, on random programs.
set -euo pipefail
count=100000 seed=1 only=()
usage() {
	cat <<'TXT'
usage: tests/differential.sh [--count N] [--seed S] [--only I]

Draws N random formulas (100000) of every operation, with units, tables, categories and edge values,
three rows of inputs for each, has the chain's crate compute them, and compares each result with
tests/differential/evaluate.py, which parses and computes on its own with Python's fractions.
A difference is printed with its program. Exit code 0: none; 1: some; 2: wrong use.

  --seed S    draws others (1); the same seed draws the same
  --only I    only program I of the seed

100,000 take about three minutes on one core.
TXT
}
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--count) count=${2:?--count needs a number}; shift ;;
		--seed) seed=${2:?--seed needs a number}; shift ;;
		--only) only=(--only "${2:?--only needs a number}"); shift ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
. "$(dirname "$0")/../scripts/lib/common.sh"
command -v python3 >/dev/null 2>&1 || ensure_packages python3=python3
if [ -z "${TANPU_SKIP_BUILD:-}" ]; then
	cargo build --release --locked -p tanpu-formula --example differential
fi
say "$count programs of seed $seed"
"$BIN/examples/differential" --count "$count" --seed "$seed" "${only[@]}" |
	python3 tests/differential/evaluate.py
