# shellcheck shell=bash
# A network's files, keys and processes; source it after common.sh, or in an image without it, where
# `die`, `note` and NODE_BIN are given. NET_HOME is the network's folder:
#
#   chain.json               the raw chain specification, which every node starts from
#   chain-plain.json         the same to be read
#   network.env              what it was made as
#   keys/NAME.suri           the secret of a validator's account, or of a council member (0600)
#   nodes/NAME/node-key      the node's identity in the network (0600)
#   nodes/NAME/keystore/     a validator's session keys (0700, files 0600), apart from the database
#   nodes/NAME/base/         the database: it can be lost and comes back from the others
#   nodes/NAME/{node.env,node.log,pid}

NETWORK_PY="$(dirname "${BASH_SOURCE[0]}")/network.py"

# generate_key FILE: a new secret phrase, readable by its owner only.
generate_key() {
	(umask 077 && "$NODE_BIN" key generate --output-type json |
		python3 -c 'import json, sys; print(json.load(sys.stdin)["secretPhrase"], end="")' >"$1")
}

# public_key SCHEME FILE: its address.
public_key() {
	"$NODE_BIN" key inspect --scheme "$1" --output-type json "$2" |
		python3 -c 'import json, sys; print(json.load(sys.stdin)["ss58PublicKey"])'
}

# make_identity NAME: the node's key in the network; prints its peer id.
make_identity() {
	local dir="$NET_HOME/nodes/$1"
	mkdir -p "$dir"
	if [ ! -f "$dir/node-key" ]; then
		# It says the peer's id on stderr, and there too what went wrong.
		(umask 077 && "$NODE_BIN" key generate-node-key --chain "$NET_HOME/chain.json" --file "$dir/node-key" >"$dir/.said" 2>&1) ||
			die "no key for $1: $(cat "$dir/.said")"
		rm -f "$dir/.said"
	fi
	"$NODE_BIN" key inspect-node-key --file "$dir/node-key"
}

# make_validator NAME: account and session keys; prints them as JSON. A session key is derived from
# the phrase by a hard step, so that the account's secret can't be had from the keystore.
make_validator() {
	local dir="$NET_HOME/nodes/$1" root="$NET_HOME/keys/$1.suri"
	mkdir -p "$dir"
	(umask 077 && mkdir -p "$dir/keystore")
	chmod 700 "$dir/keystore"
	[ -f "$root" ] || generate_key "$root"
	local part_file="$NET_HOME/keys/.part" part scheme type line
	line="{\"account\": \"$(public_key sr25519 "$root")\""
	for part in babe:sr25519:babe grandpa:ed25519:gran discovery:sr25519:audi; do
		IFS=: read -r part scheme type <<<"$part"
		(umask 077 && printf '%s//%s' "$(cat "$root")" "$part" >"$part_file")
		# A secret goes by file: arguments are everybody's to see.
		"$NODE_BIN" key insert --chain "$NET_HOME/chain-plain.json" --keystore-path "$dir/keystore" \
			--scheme "$scheme" --key-type "$type" --suri "$part_file"
		line="$line, \"$part\": \"$(public_key "$scheme" "$part_file")\""
	done
	rm -f "$part_file"
	printf '%s}' "$line"
}

# make_network PRESET VALIDATORS [args of `network.py spec`]: keys and chain specification, once.
make_network() {
	local preset=$1 count=$2 i list='' council=''
	shift 2
	[ ! -f "$NET_HOME/chain.json" ] || return 0
	mkdir -p "$NET_HOME/nodes"
	(umask 077 && mkdir -p "$NET_HOME/keys")
	chmod 700 "$NET_HOME/keys"
	"$NODE_BIN" export-chain-spec --chain "$preset" --output "$NET_HOME/chain-plain.json" >/dev/null 2>&1 ||
		die "this node can't export the preset '$preset': was it built without a runtime (SKIP_WASM_BUILD)?"
	for i in $(seq 1 "$count"); do
		list="$list${list:+, }$(make_validator "node-$i")"
	done
	for i in 1 2 3; do
		[ -f "$NET_HOME/keys/council-$i.suri" ] || generate_key "$NET_HOME/keys/council-$i.suri"
		council="$council${council:+, }{\"account\": \"$(public_key sr25519 "$NET_HOME/keys/council-$i.suri")\"}"
	done
	printf '{"validators": [%s], "council": [%s]}\n' "$list" "$council" >"$NET_HOME/public-keys.json"
	python3 "$NETWORK_PY" spec "$NET_HOME/chain-plain.json" "$NET_HOME/public-keys.json" "$NET_HOME/chain-new.json" "$@"
	mv "$NET_HOME/chain-new.json" "$NET_HOME/chain-plain.json"
	# The preset's own council has keys that everybody knows; those made here would be nobody's.
	if [ "$preset" != staging ]; then rm -f "$NET_HOME"/keys/council-*.suri; fi
	"$NODE_BIN" export-chain-spec --chain "$NET_HOME/chain-plain.json" --raw --output "$NET_HOME/chain.tmp" >/dev/null 2>&1 ||
		die "the genesis of $NET_HOME/chain-plain.json can't be built: run 'tanpu-node export-chain-spec --raw --chain' on it to see why"
	mv "$NET_HOME/chain.tmp" "$NET_HOME/chain.json"
}

# common_args NAME ROLE: what every node is started with, wherever it runs; one argument a line. Small
# caches: a chain of this size needs no more, and many nodes share a machine.
common_args() {
	printf '%s\n' --name "$1" --chain "$NET_HOME/chain.json" --base-path "$NET_HOME/nodes/$1/base" \
		--node-key-file "$NET_HOME/nodes/$1/node-key" --no-mdns --no-telemetry --allow-private-ip \
		--db-cache 64 --trie-cache-size 33554432 --max-runtime-instances 4 --disable-log-color
	if [ "$2" = validator ]; then
		printf '%s\n' --validator --keystore-path "$NET_HOME/nodes/$1/keystore"
	elif [ "$2" = full ]; then
		printf '%s\n' --state-pruning archive --blocks-pruning archive
	fi
}
