#!/bin/sh
# Whether the node in this container answers, and isn't far behind its peers.
exec curl -fsS -m 4 -H 'content-type: application/json' \
	-d '{"jsonrpc":"2.0","id":1,"method":"system_health","params":[]}' \
	"http://127.0.0.1:${RPC_PORT:-9944}" -o /dev/null
