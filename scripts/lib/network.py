#!/usr/bin/env python3
"""What scripts/network.sh needs of JSON.

  network.py spec PLAIN KEYS OUT [--epoch SLOTS] [--minimum N] [--clock-scale N] [--clock-start UNIX]
      PLAIN, a chain specification that is not raw, with the validators and, where it has none, the
      council of KEYS (JSON: validators and council as generated), as OUT
  network.py status HOME [--json]
      what every node of the network in HOME says of itself
  network.py wait HOME [--final N] [--more N] [--within SECONDS]
      until every running node has finalised block N (2) of one chain, and N (0) more than any had at first

Only Python's standard library is used.
"""

import argparse
import json
import os
import sys
import time
import urllib.request

# What each generated account starts with, plancks: enough for fees and deposits.
ENDOWMENT = 10_000 * 10**12


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def replace(value, names):
    """The same JSON with some strings replaced, wherever they are."""
    if isinstance(value, dict):
        return {replace(key, names): replace(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [replace(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def spec(args):
    """The preset's genesis patch with generated validators in the place of those that it names."""
    document, keys = load(args.plain), load(args.keys)
    patch = document["genesis"]["runtimeGenesis"]["patch"]
    former = [entry[0] for entry in patch.get("session", {}).get("keys", [])]
    validators = keys["validators"]
    patch.setdefault("session", {})["keys"] = [
        [
            one["account"],
            one["account"],
            {
                "babe": one["babe"],
                "grandpa": one["grandpa"],
                "authority_discovery": one["discovery"],
            },
        ]
        for one in validators
    ]
    # A preset may name its validators elsewhere too; there they are named in their order.
    if "validatorSet" in patch:
        names = {old: new["account"] for old, new in zip(former, validators)}
        patch["validatorSet"] = replace(patch["validatorSet"], names)
    council = patch.setdefault("councilMembership", {}).setdefault("members", [])
    generated = [] if council else [one["account"] for one in keys["council"]]
    council += generated
    balances = patch.setdefault("balances", {}).setdefault("balances", [])
    balances += [[one, ENDOWMENT] for one in [v["account"] for v in validators] + generated]
    if args.epoch is not None:
        patch.setdefault("epochs", {})["length"] = args.epoch
    if args.minimum is not None:
        patch.setdefault("validatorSet", {})["minimum"] = args.minimum
    if args.clock_scale is not None:
        patch.setdefault("clock", {})["scale"] = args.clock_scale
    if args.clock_start is not None:
        patch.setdefault("clock", {})["start"] = args.clock_start
    # A network made twice from the same preset is two networks.
    document["name"] += " (generated keys)"
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
    return 0


def call(node, method, params=()):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)})
    request = urllib.request.Request(
        f"http://{node['rpc_ip']}:{node['rpc_port']}",
        body.encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        document = json.load(answer)
    if "error" in document:
        raise OSError(document["error"])
    return document["result"]


def nodes(home):
    """Every node of the network: what nodes/NAME/node.env says of it."""
    folder = os.path.join(home, "nodes")
    found = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name, "node.env")
        if not os.path.isfile(path):
            continue
        node = {"name": name, "pid": None, "base": os.path.join(folder, name, "base")}
        with open(path, encoding="utf-8") as file:
            for line in file:
                key, _, value = line.strip().partition("=")
                node[key.lower()] = int(value) if key.endswith("_PORT") else value
        try:
            with open(os.path.join(folder, name, "pid"), encoding="utf-8") as file:
                node["pid"] = int(file.read())
        except (OSError, ValueError):
            pass
        if not alive(node):
            node["pid"] = None
        node["log"] = os.path.join(folder, name, "node.log")
        found.append(node)
    return found


def alive(node):
    """Whether that process is still this node: a number can have become somebody else's."""
    if node["pid"] is None:
        return False
    try:
        with open(f"/proc/{node['pid']}/cmdline", "rb") as file:
            return os.fsencode(node["base"]) in file.read()
    except OSError:
        return False


def ask(node):
    """The node with what it says of its chain; `state` tells what it can't say."""
    node.update(state="down", peers=None, best=None, finalised=None, finalised_hash=None)
    if node["pid"] is None:
        return node
    try:
        node["peers"] = call(node, "system_health")["peers"]
        node["best"] = int(call(node, "chain_getHeader")["number"], 16)
        node["finalised_hash"] = call(node, "chain_getFinalizedHead")
        header = call(node, "chain_getHeader", [node["finalised_hash"]])
        node["finalised"] = int(header["number"], 16)
        node["state"] = "up"
    except (OSError, ValueError, KeyError, TypeError):
        node["state"] = "no answer"
    return node


def status(args):
    found = [ask(node) for node in nodes(args.home)]
    if args.json:
        print(json.dumps(found, indent=1))
    else:
        columns = ("name", "role", "state", "pid", "peers", "best", "finalised", "rpc", "metrics")
        lines = [columns]
        for node in found:
            node["rpc"] = f"ws://{node['rpc_ip']}:{node['rpc_port']}"
            node["metrics"] = f"{node['rpc_ip']}:{node['metrics_port']}"
            lines.append(["-" if node[c] is None else str(node[c]) for c in columns])
        widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
        for line in lines:
            print("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())
    return 0 if found and all(node["state"] == "up" for node in found) else 1


def wait(args):
    end = time.monotonic() + args.within
    final = None if args.more else args.final
    while True:
        found = [ask(node) for node in nodes(args.home)]
        running = [node for node in found if node["pid"] is not None]
        dead = [node["name"] for node in found if node["pid"] is None]
        if dead and args.all:
            print(f"{', '.join(dead)}: the process ended; see its log", file=sys.stderr)
            return 1
        # What they say before they have met is of a former run.
        if final is None and running and all(node["state"] == "up" for node in running):
            final = max(args.final, args.more + max(node["finalised"] for node in running))
        if running and final is not None and all((node["finalised"] or 0) >= final for node in running):
            height = min(node["finalised"] for node in running)
            hashes = {call(node, "chain_getBlockHash", [height]) for node in running}
            if len(hashes) == 1:
                return 0
            print(f"the nodes disagree about block {height}: {hashes}", file=sys.stderr)
            return 1
        if time.monotonic() > end:
            for node in found:
                print(f"{node['name']}: {node['state']}, finalised {node['finalised']}", file=sys.stderr)
            return 1
        time.sleep(1)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("spec")
    one.add_argument("plain")
    one.add_argument("keys")
    one.add_argument("out")
    one.add_argument("--epoch", type=int)
    one.add_argument("--minimum", type=int)
    one.add_argument("--clock-scale", type=int)
    one.add_argument("--clock-start", type=int)
    one = commands.add_parser("status")
    one.add_argument("home")
    one.add_argument("--json", action="store_true")
    one = commands.add_parser("wait")
    one.add_argument("home")
    one.add_argument("--final", type=int, default=2)
    one.add_argument("--more", type=int, default=0)
    one.add_argument("--within", type=int, default=600)
    one.add_argument("--all", action="store_true", help="a node that isn't running is a failure")
    args = parser.parse_args()
    return {"spec": spec, "status": status, "wait": wait}[args.command](args)


if __name__ == "__main__":
    sys.exit(main())
