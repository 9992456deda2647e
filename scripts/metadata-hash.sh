#!/usr/bin/env bash
# Renews runtime/metadata-hash.txt, with which hardware wallets sign.
set -euo pipefail
case "${1:-}" in
	'') ;;
	-h | --help)
		cat <<'TXT'
usage: scripts/metadata-hash.sh

Builds everything, and where the hash of the runtime's metadata is another than that in
runtime/metadata-hash.txt, writes the right one and builds again. Calls, their arguments' types, the
extensions, the spec version and the token are in the hash; texts are not. Commit the file.

Exit codes: 0 the file is right; 1 a step failed; 2 usage.
TXT
		exit 0
		;;
	*) echo "scripts/metadata-hash.sh takes no arguments" >&2; exit 2 ;;
esac
. "$(dirname "$0")/lib/common.sh"
ensure_build_tools
build_all
cat "$ROOT/runtime/metadata-hash.txt"
