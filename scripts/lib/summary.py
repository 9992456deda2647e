#!/usr/bin/env python3
"""The table at the end of run.sh, and the comparison of every figure with what was worked out apart
from the chain. Exit code 1 where one differs.

  summary.py HOME OPERATOR SECOND_OPERATOR

HOME holds stages.tsv, expected.json and the report's JSON documents. TANPU and TANPU_URL name the
command line and the node.
"""

import csv
import json
import os
import subprocess
import sys
import unicodedata
from decimal import Decimal


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(lines):
    left = max(width(name) for name, _ in lines)
    for name, text in lines:
        print(f"  {name}{' ' * (left - width(name))}  {text}")


def points(cents):
    return f"{cents // 100:,}.{cents % 100:02d}"


def money(plancks):
    return f"{Decimal(plancks).scaleb(-12).normalize():,f} TANP"


def spending(folder, issued, lines):
    """What became of the points and of their money: lines for the table, and what must be equal."""

    def load(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return json.load(file)

    series, merchant, statement, solvency = (
        load(f"{name}.json") for name in ("series", "merchant", "statement", "solvency")
    )
    till, order, returned = (load(f"{name}.json") for name in ("paid", "order", "returned"))

    def cents(kind):
        return sum(one[f"{kind}_cents"] for one in series)

    def worth(kind):
        return sum(one[f"{kind}_cents"] * int(one["price_plancks_per_cent"]) for one in series)

    totals = {kind: int(merchant["totals"][f"{kind}_plancks"]) for kind in
              ("paid", "released", "topped_up", "refunded", "settled")}
    lines += [
        ("paid at the till", f"{money(till['value_plancks'])} for {money(till['amount_plancks'])}, final in block {till['final_block']}"),
        ("ordered and fetched", f"{money(order['value_plancks'])}, released after the dispute window"),
        ("paid and refunded", f"{money(returned['value_plancks'])}, the points are back"),
        ("points", ""),
    ]
    for kind in ("issued", "outstanding", "spent", "expired", "reversed", "exchanged"):
        lines.append((f"  {kind}", f"{points(cents(kind))}, {money(worth(kind))}"))
    lines += [
        ("the merchant", ""),
        ("  took", f"{money(totals['paid'])} at the till, {money(totals['released'])} from orders"),
        ("  refunded", money(totals["refunded"])),
        ("  was paid out", money(totals["settled"])),
        ("  is owed", money(merchant["receivable_plancks"])),
        ("funds and merchants", "every sum ties" if solvency["ties"] else "A SUM DOESN'T TIE"),
    ]
    uses = ("outstanding", "spent", "expired", "reversed", "exchanged")
    kept = totals["paid"] + totals["released"] + totals["topped_up"] - totals["refunded"]
    return [
        ("points that the fund issued", cents("issued"), issued),
        ("points by what became of them", sum(cents(kind) for kind in uses), cents("issued")),
        ("points in open orders", cents("escrowed"), 0),
        ("the merchant's till", totals["paid"], int(till["value_plancks"]) + int(returned["value_plancks"])),
        ("the merchant's orders", totals["released"], int(order["value_plancks"])),
        ("the merchant's refunds", totals["refunded"], int(returned["value_plancks"])),
        ("what spent points were worth", worth("spent"), kept),
        ("money paid out to the merchant", totals["settled"] + int(merchant["receivable_plancks"]), kept),
        ("owed to the merchant", int(merchant["receivable_plancks"]), 0),
        ("statement and its events", statement["events_agree"], True),
        ("statement's closing balance", int(statement["closing_plancks"]), 0),
        ("solvency", solvency["ties"], True),
    ]


def dispositions(home, factor=Decimal("46.7")):
    """Grams of the trips by what their citizens chose, worked out apart from the chain."""
    with open(os.path.join(home, "people.csv"), newline="", encoding="utf-8") as file:
        chosen = {row["user"]: row["disposition"] for row in csv.DictReader(file)}
    sums = {"entrusted": 0, "self-held": 0, "reward-only": 0}
    with open(os.path.join(home, "trips.csv"), newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["distance"]:
                sums[chosen[row["user"]]] += int(Decimal(row["distance"]) * factor)
    return sums


def verifying(home, lines):
    """What became of the grams: lines for the table, and what must be equal."""
    folder = os.path.join(home, "verifying")

    def load(name):
        with open(os.path.join(folder, f"{name}.json"), encoding="utf-8") as file:
            return json.load(file)

    found, sample, checked, forged = (
        load(name) for name in ("class", "sample", "checked", "forged-checked")
    )
    retired, verified, trace, export, cad = (
        load(name) for name in ("retired", "verified", "trace", "export", "cad-trust-told")
    )
    claims = [load(name[:-5]) for name in sorted(os.listdir(folder)) if name.startswith("claim-")]
    totals, by = found["totals"], found["by_disposition"]
    due = dispositions(home)
    grams = sum(due.values())
    # With --dissent the council issues less than was credited.
    dissent = os.path.exists(os.path.join(folder, "decided.txt"))
    decided = grams
    if dissent:
        with open(os.path.join(folder, "decided.txt"), encoding="utf-8") as file:
            decided = int(file.read())
    # A share of 5 %, rounded up, to the buffer of activity's risk; of the rest each disposition has its
    # part, rounded down; what that leaves is buffered, too.
    insured = -(-decided * 5 // 100)
    parts = {choice: (decided - insured) * own // grams for choice, own in due.items()}
    buffer = decided - sum(parts.values())
    given = sum(claim["grams"] for claim in claims)
    bought = load("bought") if os.path.exists(os.path.join(folder, "bought.json")) else None
    sold = bought["grams"] if bought else 0
    left = parts["self-held"] - given
    opinions = ", ".join(f"{one['verifier']} {one['opinion']}" for one in found["opinions"])
    places = ("held", "listed", "pool", "claimable", "buffer", "retired", "cancelled")
    lines += [
        ("class", f"{found['class']}, {found['month']}, {found['grams']:,} g in {found['records']} records, {found['stage']}"),
        ("  chosen", f"{by['entrusted']:,} g entrusted, {by['self_held']:,} kept, {by['reward_only']:,} for the common good"),
        ("  sample", f"{len(sample['points'])} points in {sample['records']} records; {checked['passed']} pass, {checked['failed']} fail"),
        ("  a changed row", f"{forged['failed']} of its points fail"),
        ("  opinions", opinions),
        ("issued", f"{totals['issued']:,} g"),
    ]
    names = {
        "held": "held by citizens", "listed": "for sale by holders", "pool": "the operator's to sell",
        "claimable": "citizens' to claim", "buffer": "buffer", "retired": "retired",
        "cancelled": "cancelled for the common good",
    }
    lines += [(f"  {names[place]}", f"{totals[place]:,} g") for place in places]
    lines += [
        ("certificate", f"{retired['certificate']}: {retired['serials']}, {retired['grams']:,} g"),
        ("  for", retired["beneficiary"]),
        ("  checked", f"{'genuine' if verified['genuine'] else 'NOT GENUINE'}, block {verified['checked_at']['block']}"),
        ("exports", f"{export['compared']} comparisons, {'all tie' if export['ties'] else 'SOME DO NOT TIE'}"),
    ]
    proceeds = []
    if bought:
        paid, shares = int(bought["paid_plancks"]), load("proceeds")
        lines += [
            ("bought and retired", f"{sold:,} g for {money(paid)}, certificate {bought['certificate']}"),
            ("  the operator's share", money(bought["to_operator_plancks"])),
            ("  those who entrusted", f"{money(bought['to_citizens_plancks'])}, of it {money(shares['claimed_plancks'])} paid out"),
        ]
        proceeds = [
            ("what the buyer paid", int(bought["to_operator_plancks"]) + int(bought["to_citizens_plancks"]), paid),
            ("the operator's fifth", int(bought["to_operator_plancks"]) * 5 <= paid, True),
            ("proceeds paid and unclaimed", int(shares["claimed_plancks"]) + int(shares["unclaimed_plancks"]), int(bought["to_citizens_plancks"])),
        ]
    acts = [step for step in trace["steps"] if step["step"] == "act"]
    return [
        ("grams of the class", found["grams"], grams),
        ("grams entrusted", by["entrusted"], due["entrusted"]),
        ("grams that citizens keep", by["self_held"], due["self-held"]),
        ("grams for the common good", by["reward_only"], due["reward-only"]),
        ("points of the sample that pass", checked["passed"], len(sample["points"])),
        ("points of the changed package that fail", forged["failed"] > 0, True),
        ("verifiers who agree", sum(one["opinion"] == "unmodified" for one in found["opinions"]), 2),
        ("stage", found["stage"], "issued"),
        ("adverse opinions", sum(one["opinion"] == "adverse" for one in found["opinions"]), int(dissent)),
        ("grams issued", totals["issued"], decided),
        ("in the operator's pool", totals["pool"] + totals["listed"], parts["entrusted"] - sold),
        ("left to claim", totals["claimable"], left),
        ("claimed", totals["held"] + retired["grams"], given),
        ("in the buffer", totals["buffer"], buffer),
        ("cancelled", totals["cancelled"], parts["reward-only"]),
        ("issued gram by gram", sum(totals[place] for place in places), totals["issued"]),
        ("retired", totals["retired"], retired["grams"] + sold),
        ("certificate verified", verified["genuine"], True),
        ("acts behind the certificate", bool(acts), True),
        ("exports tie", export["ties"] and cad["ties"], True),
        ("retired units as the CAD Trust has them", cad["grams"].get("Retired"), str(totals["retired"])),
    ] + proceeds


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    home, operator, second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

    def load(name):
        with open(os.path.join(home, name), encoding="utf-8") as file:
            return json.load(file)

    expected, first, again, forged = (
        load(name) for name in ("expected.json", "first.json", "second.json", "forged.json")
    )

    def batches(of):
        out = subprocess.run(
            [os.environ["TANPU"], "--json", "batches", "list", "--operator", str(of), "--last", "100000"],
            check=True, capture_output=True, text=True,
        )
        return json.loads(out.stdout)

    own, other = batches(operator), batches(second)
    chain_grams = sum(batch["grams"] for batch in own)
    chain_points = sum(batch["points_due_cents"] for batch in own)

    lines = []
    with open(os.path.join(home, "stages.tsv"), encoding="utf-8") as file:
        lines += [tuple(line.rstrip("\n").split("\t")) for line in file]

    def causes(report):
        for cause, count in sorted(report["rejected_by_cause"].items()):
            lines.append((f"  not credited: {cause}", f"{count:,}"))

    def said(report):
        new, same = report["batches"]["new"], report["batches"]["unchanged"]
        return f"{report['rows']:,} rows in {new + same} batches: {new} new, {same} on the chain before"

    lines.append(("report", said(first)))
    lines.append(("  credited", f"{first['credited']:,} rows"))
    causes(first)
    lines.append(("  grams CO2e", f"{first['grams']:,}"))
    lines.append(("  points issued", points(first["points_due_cents"])))
    lines.append(("the same again", said(again)))
    lines.append(("forged, by the second operator", said(forged)))
    lines.append(("  credited", f"{forged['credited']:,} rows"))
    causes(forged)
    lines.append(("on the chain in all", f"{chain_grams:,} g, {points(chain_points)} points issued"))
    lines.append(("apart from the chain", f"{expected['grams']:,} g, {expected['points_due']} points"))
    spent = spending(os.path.join(home, "spending"), chain_points, lines)
    if os.path.exists(os.path.join(home, "verifying", "class.json")):
        spent += verifying(home, lines)
    table(lines)

    missing = sum(
        1 for row in first["rejects"] if row["field"] == "distance" and "no reduction" not in row["cause"]
    )
    nothing = first["rejected_by_cause"].get("no reduction: less than a gram", 0)
    print(f"\n  {missing} rows have no distance; {nothing} trips start and end at one station and earn nothing.")
    print(f"  Each is named, with its line, in {os.path.join(home, 'rejects.csv')}.")

    checks = [
        ("grams credited", chain_grams, expected["grams"]),
        ("grams in the report", first["grams"], expected["grams"]),
        ("points issued", points(chain_points).replace(",", ""), expected["points_due"]),
        ("rows credited", first["credited"], expected["credited"]),
        ("rows without a distance", missing, expected["missing_distance"]),
        ("rows that earn nothing", nothing, expected["same_station"]),
        ("new batches when reported again", again["batches"]["new"], 0),
        ("grams when reported again", again["grams"], expected["grams"]),
        ("forged rows credited", forged["credited"], 0),
        ("grams of the second operator", sum(batch["grams"] for batch in other), 0),
    ] + spent
    wrong = [(what, got, due) for what, got, due in checks if got != due]
    for what, got, due in wrong:
        print(f"  DIFFERS: {what}: {got}, should be {due}", file=sys.stderr)
    print(f"\n  {len(checks) - len(wrong)} of {len(checks)} figures agree with those worked out apart from the chain.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
