#!/usr/bin/env bash
# The dependencies: advisories, licences, bans and sources, by deny.toml.
set -euo pipefail
version=0.20.2
usage() {
	cat <<TXT
usage: scripts/deny.sh [--offline]

Checks every dependency against deny.toml with cargo-deny $version: known faults (RustSec), licences,
what must not be among them, and where they come from. cargo-deny is installed on first use, compiled
from crates.io into the cache folder (some ten minutes on two cores).

The advisories are fetched from their repository. Where that can't be reached, the copy of the last
time is used if there is one; where there is none, this is said and everything else is checked.

  --offline   fetches nothing

Exit codes: 0 nothing to object to; 1 something is; 2 usage.
TXT
}
offline=
while [ $# -gt 0 ]; do
	case "$1" in
		-h | --help) usage; exit 0 ;;
		--offline) offline=1 ;;
		*) usage >&2; exit 2 ;;
	esac
	shift
done
. "$(dirname "$0")/lib/common.sh"
ensure_build_tools

tools="${XDG_CACHE_HOME:-$HOME/.cache}/tanpu/tools"
deny="$tools/bin/cargo-deny"
if [ "$("$deny" --version 2>/dev/null || true)" != "cargo-deny $version" ]; then
	say "Compiling cargo-deny $version"
	# A folder of its own: its crates have other features than the chain's.
	build=$(mktemp -d "${TMPDIR:-/tmp}/tanpu-deny.XXXXXX")
	trap 'rm -rf "$build"' EXIT
	CARGO_TARGET_DIR="$build" cargo install --locked --quiet --root "$tools" --version "$version" cargo-deny ||
		die "cargo-deny $version could not be installed: is crates.io in reach?"
fi

say "Licences, bans, sources"
"$deny" --locked --log-level error check --hide-inclusion-graph licenses bans sources

say "Advisories"
database="${CARGO_HOME:-$HOME/.cargo}/advisory-dbs"
fresh=
if [ -z "$offline" ] && timeout 30 "$deny" --log-level off fetch db >&2; then
	fresh=1
fi
if [ -n "$fresh" ]; then
	"$deny" --locked check --hide-inclusion-graph advisories
elif ls "$database"/advisory-db-*/.git/HEAD >/dev/null 2>&1; then
	note "the advisories can't be fetched; those of the last time are used, however old"
	lax=$(mktemp "${TMPDIR:-/tmp}/tanpu-deny.XXXXXX")
	sed 's/^yanked = "deny"/yanked = "warn"\nmaximum-db-staleness = "P10Y"/' deny.toml >"$lax"
	code=0
	"$deny" --locked --offline --config "$lax" check --hide-inclusion-graph advisories || code=$?
	rm -f "$lax"
	exit "$code"
else
	note "NOT CHECKED: the advisories can't be fetched (https://github.com/rustsec/advisory-db) and there are none"
	note "of an earlier time. Licences, bans and sources were checked."
fi
