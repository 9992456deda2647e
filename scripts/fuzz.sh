#!/usr/bin/env bash
# Random calls on the whole runtime, for as long as one likes.
set -euo pipefail
usage() {
	cat <<'TXT'
usage: scripts/fuzz.sh [--calls N] [--seed N] [--segment N] [--segment-calls N] [--check-every N]

Builds tests/random-calls and runs it: licence holders, citizens, buyers, the settlement office, validators
and the council call whatever there is to call, alone and in batches, by proxies and by several together,
hours to months apart; everything that must always hold is checked every so often.
In the end a table: calls by kind, how many succeeded, and each error by name. It stops at the first
fault and says which call it was and how to see it again. The same seed makes the same calls.

  --calls N          how many (100000); a million takes some five minutes, longer on a busy machine
  --seed N           what determines them (1)
  --segment N        the segment to begin with, from 0: a run is cut into segments that each begin at
                     genesis, so that it can be taken up at any of them (0)
  --segment-calls N  calls of a segment (100000)
  --check-every N    calls between two checks (2000)

Exit codes: 0 everything held, 1 something didn't, 2 wrong usage.
TXT
}
for argument in "$@"; do
	case "$argument" in -h | --help) usage; exit 0 ;; esac
done
. "$(dirname "$0")/lib/common.sh"

# The runtime is run natively: its wasm isn't needed.
SKIP_WASM_BUILD=1 cargo build --release --locked -p tanpu-random-calls >&2
exec "${CARGO_TARGET_DIR:-$ROOT/target}/release/tanpu-random-calls" "$@"
