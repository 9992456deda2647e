# Shared by the scripts; source it, don't run it.
# What every script needs: a compiler with the wasm target, the system packages, one target folder.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT" || exit 1

say() { printf '\n\033[1m== %s\033[0m\n' "$*" >&2; }
note() { printf '   %s\n' "$*" >&2; }
die() {
	printf '\nerror: %s\n' "$*" >&2
	exit 1
}

# One folder for compiled code, whatever clone it is used from.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$ROOT/target}"
BIN="$CARGO_TARGET_DIR/release"
# The runtime's own build looks for Cargo.lock upwards from the target folder; it is here.
export WASM_BUILD_WORKSPACE_HINT="$ROOT"

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		die "'$*' must be run as root: run it by hand, or install sudo"
	fi
}

# ensure_packages COMMAND=PACKAGE ...: installs the Debian packages whose command is missing.
ensure_packages() {
	local missing=() pair
	for pair in "$@"; do
		command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
	done
	[ ${#missing[@]} -eq 0 ] && return 0
	command -v apt-get >/dev/null 2>&1 ||
		die "missing: ${missing[*]}; this machine has no apt-get: install them by hand and run again"
	say "Installing ${missing[*]}"
	as_root apt-get update -qq || die "apt-get update failed: is the machine online?"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
		die "apt-get could not install ${missing[*]}"
}

# What building needs beyond Rust: a C and C++ compiler, protoc for the network's messages.
ensure_build_tools() {
	command -v cargo >/dev/null 2>&1 ||
		[ ! -f "$HOME/.cargo/env" ] || . "$HOME/.cargo/env"
	command -v cargo >/dev/null 2>&1 || die "Rust is missing: install it with rustup, then run again"
	ensure_packages cc=build-essential c++=build-essential make=build-essential \
		protoc=protobuf-compiler cmake=cmake curl=curl python3=python3
	ensure_wasm_target
}

# The runtime is compiled to wasm32v1-none. Where rustup can't fetch it, core and alloc are built
# from a rust-src of exactly this compiler's version.
ensure_wasm_target() {
	local target=wasm32v1-none sysroot version
	sysroot=$(rustc --print sysroot 2>/dev/null) || {
		# The pinned compiler itself may be missing: let rustup fetch it.
		rustup toolchain install >&2 2>/dev/null || true
		sysroot=$(rustc --print sysroot) || die "the compiler of rust-toolchain.toml is missing and can't be fetched"
	}
	[ -d "$sysroot/lib/rustlib/$target/lib" ] && return 0
	say "Adding the $target target"
	if command -v rustup >/dev/null 2>&1 && rustup target add "$target" >&2; then
		return 0
	fi
	version=$(rustc --version | awk '{print $2}')
	if [ ! -d "$sysroot/lib/rustlib/src/rust/library/core" ]; then
		as_root apt-get update -qq >&2 || true
		if apt-cache madison rust-src 2>/dev/null | grep -q " $version+"; then
			as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
				"rust-src=$(apt-cache madison rust-src | awk -v v="$version" '$3 ~ "^"v"\\+" {print $3; exit}')" >&2 || true
			if [ -d "/usr/src/rustc-$version/library" ]; then
				mkdir -p "$sysroot/lib/rustlib/src/rust"
				ln -sfn "/usr/src/rustc-$version/library" "$sysroot/lib/rustlib/src/rust/library"
			fi
		fi
	fi
	[ -d "$sysroot/lib/rustlib/src/rust/library/core" ] ||
		die "the wasm target $target can't be fetched and no rust-src $version is to be had: run 'rustup target add $target' where the network allows it"
	note "building core and alloc from rust-src $version"
	export WASM_BUILD_STD=1 RUSTC_BOOTSTRAP=1
}

# free_port: a TCP port that nothing listens on.
free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# port_is_free PORT: whether a node could listen there. As a node does it, so that connections of a
# former one, which the system remembers for a minute, are nobody's.
port_is_free() {
	python3 - "$1" <<'PY'
import socket, sys
s = socket.socket()
# As the node binds: what an ended process left half closed is nobody's.
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    s.bind(("127.0.0.1", int(sys.argv[1])))
except OSError:
    sys.exit(1)
PY
}

# port_comes_free PORT: the same within half a minute: a process that has just been told to end, or a
# passing connection of another program, may hold it.
port_comes_free() {
	local i
	for i in $(seq 1 60); do
		port_is_free "$1" && return 0
		[ "$i" != 1 ] || note "waiting for port $1"
		sleep 0.5
	done
	return 1
}

# rpc PORT METHOD [PARAMS-JSON]: one JSON-RPC call over HTTP.
rpc() {
	curl -fsS -m 10 -H 'content-type: application/json' \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":${3:-[]}}" "http://127.0.0.1:$1"
}

# wait_for_node PORT PID LOG: until it answers and has finalised a block, or it died.
wait_for_node() {
	local port=$1 pid=$2 log=$3 i head
	for i in $(seq 1 120); do
		kill -0 "$pid" 2>/dev/null || {
			tail -n 20 "$log" >&2
			die "the node ended; its log is $log"
		}
		head=$(rpc "$port" chain_getHeader 2>/dev/null | python3 -c 'import json,sys; print(int(json.load(sys.stdin)["result"]["number"], 16))' 2>/dev/null || echo 0)
		[ "${head:-0}" -ge 1 ] && return 0
		sleep 1
	done
	tail -n 20 "$log" >&2
	die "the node made no block in two minutes; its log is $log"
}

# Everything that the scripts run, with one set of features, so that nothing is compiled twice. Where the
# runtime's metadata has changed its hash is renewed and the runtime built again: hardware wallets
# sign it, and the chain compares.
build_all() {
	cargo build --release --locked --workspace --all-targets
	[ -z "${SKIP_WASM_BUILD:-}" ] || return 0
	"$BIN/tanpu-node" metadata-hash --check >/dev/null 2>&1 && return 0
	say "The runtime's metadata has changed: renewing runtime/metadata-hash.txt"
	"$BIN/tanpu-node" metadata-hash >"$ROOT/runtime/metadata-hash.txt" || die "the metadata's hash can't be made"
	cargo build --release --locked --workspace --all-targets
	"$BIN/tanpu-node" metadata-hash --check >&2 || die "the renewed hash is not the runtime's"
	note "commit runtime/metadata-hash.txt: without it others build a runtime that hardware wallets can't use"
}

# runs PID: whether this shell started that process and it still runs. The number alone says nothing: the
# process may have ended long ago, and another's have the number now.
runs() { [ -n "$1" ] && jobs -pr | grep -qx -- "$1"; }
# end PID [SIGNAL]: ends a process that this shell started, if it still runs.
end() {
	if runs "$1"; then
		kill "-${2:-TERM}" "$1" 2>/dev/null || true
		wait "$1" 2>/dev/null || true
	fi
}

# start_node BASE-PATH RPC-PORT LOG [LISTEN-ADDRESS]: a lone development validator; its id is left in
# NODE_PID. The chain is that of the file CHAIN_SPEC, or dev-fast.
start_node() {
	# A node's identity is made once and kept with its chain.
	[ -f "$1.node-key" ] || "$BIN/tanpu-node" key generate-node-key --file "$1.node-key" 2>/dev/null
	"$BIN/tanpu-node" --node-key-file "$1.node-key" --chain "${CHAIN_SPEC:-dev-fast}" --alice --validator --force-authoring \
		--base-path "$1" --rpc-port "$2" --prometheus-port "$(free_port)" \
		--listen-addr "${4:-/ip4/127.0.0.1/tcp/$(free_port)}" --no-telemetry --no-mdns --state-pruning archive \
		--blocks-pruning archive --rpc-cors all >>"$3" 2>&1 &
	NODE_PID=$!
}
