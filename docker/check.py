#!/usr/bin/env python3
"""What can be checked of docker/ without an engine.

  docker/check.py [--metrics HOST:PORT ...]

Every YAML and JSON file is read; every file that compose.yaml or the Dockerfile names is there; images are
pinned, nobody runs as root, services have health checks; every metric of dashboard and alerts is one that
a node exports, where --metrics says where nodes are, or one of node/src/metrics.rs. Runs hadolint,
promtool and shellcheck where they are installed, and says which were not. Exit codes: 0 sound, 1 not.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.request

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
faults = []


def check(condition, text):
    if not condition:
        faults.append(text)


def pinned(image):
    """An exact tag or a digest; what is built here has none elsewhere."""
    if "@sha256:" in image:
        return True
    tag = image.rpartition(":")[2] if ":" in image else ""
    return tag == "local" or re.search(r"\d+\.\d+", tag) is not None


def dockerfile():
    text = (HERE / "Dockerfile").read_text(encoding="utf-8")
    stages = set()
    for image, name in re.findall(r"^FROM (\S+)(?: AS (\S+))?", text, re.M):
        check(image in stages or pinned(image), f"Dockerfile: {image} is not pinned")
        stages.add(name)
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M):
        for source in sources.split():
            check((ROOT / source).exists(), f"Dockerfile: {source} is not there")
    users = re.findall(r"^USER (\S+)", text, re.M)
    check(users and users[-1] != "root", "Dockerfile: the last user is root")
    check("HEALTHCHECK --interval" in text, "Dockerfile: no health check")
    return stages


def compose(stages):
    document = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))
    services, volumes = document["services"], document["volumes"]
    for name, service in services.items():
        check(pinned(service["image"]), f"compose: {name}: {service['image']} is not pinned")
        check(service.get("user") != "root", f"compose: {name} runs as root")
        build = service.get("build", {})
        check(build.get("target") in stages | {None}, f"compose: {name}: no stage {build.get('target')}")
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            there = (HERE / source).exists() if source.startswith(".") else source in volumes
            check(there, f"compose: {name}: {source} is not there")
        for network in service.get("networks", []):
            check(network in document["networks"], f"compose: {name}: no network {network}")
        for other in service.get("depends_on", {}):
            check(other in services, f"compose: {name}: no service {other}")
        for port in service.get("ports", []):
            check(str(port).startswith("127.0.0.1:"), f"compose: {name}: {port} is open to everybody")
        if not service["image"].startswith("tanpu"):
            check("healthcheck" in service, f"compose: {name} has no health check")
    scraped = yaml.safe_load((HERE / "prometheus/prometheus.yml").read_text(encoding="utf-8"))
    for job in scraped["scrape_configs"]:
        for group in job["static_configs"]:
            for target in group["targets"]:
                check(target.split(":")[0] in services, f"prometheus: no service {target}")


def expressions():
    board = json.loads((HERE / "grafana/dashboards/tanpu.json").read_text(encoding="utf-8"))
    for panel in board["panels"]:
        for target in panel["targets"]:
            yield f"panel \"{panel['title']}\"", target["expr"]
    alerts = yaml.safe_load((HERE / "prometheus/alerts.yml").read_text(encoding="utf-8"))
    for group in alerts["groups"]:
        for rule in group["rules"]:
            yield f"alert {rule['alert']}", rule["expr"]


def metrics(addresses):
    source = (ROOT / "node/src/metrics.rs").read_text(encoding="utf-8")
    ours = set(re.findall(r'"(tanpu_\w+)"', source))
    exported = set()
    for address in addresses:
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
            exported |= set(re.findall(r"^([a-z_0-9]+)[{ ]", answer.read().decode(), re.M))
    used = set()
    for where, expression in expressions():
        for name in re.findall(r"\b((?:tanpu|substrate)_\w+)", expression):
            used.add(name)
            if name.startswith("tanpu_"):
                check(name in ours, f"{where}: the node has no metric {name}")
            # Has a value for each operator: on a fresh chain there is none.
            if addresses and name != "tanpu_fund_coverage_ratio":
                check(name in exported, f"{where}: no node exports {name}")
    check(ours <= used | {"tanpu_figures_block"}, f"on no panel: {ours - used}")
    return len(used)


def tool(name, *args):
    if shutil.which(name) is None:
        print(f"{name} is not installed: not run")
        return
    done = subprocess.run([name, *args], capture_output=True, text=True)
    print(f"{name}: {'sound' if done.returncode == 0 else 'NOT SOUND'}")
    check(done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--metrics", nargs="*", default=[], metavar="HOST:PORT")
    args = parser.parse_args()
    for path in [*HERE.rglob("*.y*ml")]:
        yaml.safe_load(path.read_text(encoding="utf-8"))
    compose(dockerfile())
    count = metrics(args.metrics)
    print(f"{count} metrics on dashboard and alerts{', all exported' if args.metrics else ''}")
    tool("hadolint", str(HERE / "Dockerfile"))
    tool("yamllint", "-d", "{extends: default, rules: {line-length: {max: 200}, document-start: disable, truthy: {check-keys: false}}}", str(HERE))
    tool("shellcheck", "-x", "-P", str(ROOT), *map(str, sorted(HERE.glob("*.sh"))))
    with_paths = HERE / "prometheus/prometheus.yml"
    if shutil.which("promtool"):
        # The rules are where the image has them; here they are beside the file.
        tool("promtool", "check", "rules", str(HERE / "prometheus/alerts.yml"))
        local = with_paths.read_text(encoding="utf-8").replace("/etc/prometheus/", f"{HERE}/prometheus/")
        temporary = pathlib.Path(subprocess.check_output(["mktemp"], text=True).strip())
        temporary.write_text(local, encoding="utf-8")
        tool("promtool", "check", "config", str(temporary))
        temporary.unlink()
    else:
        print("promtool is not installed: not run (Debian: prometheus)")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
