#!/usr/bin/env python3
"""The metro sample of data/ made ready for a chain, and its result worked out apart from the chain.

  sample.py people  TRIPS OUT                 user,identity for the identity provider
  sample.py dispose TRIPS PEOPLE              what becomes of their grams: of ten people one gives
                                              them to the common good, three keep them, the others
                                              entrust them; the two who went farthest keep them,
                                              the next entrusts them
  sample.py shift   TRIPS OUT NOT_BEFORE      trips moved by whole weeks to the first same weekday
                                              on or after NOT_BEFORE (YYYY-MM-DD)
  sample.py forge   TRIPS OUT                 the same trips as a second operator would forge them:
                                              begun and ended some minutes off
  sample.py keenest TRIPS PEOPLE OUT N        user,identity of the N who went farthest
  sample.py expect  TRIPS FACTOR POINTS       what the chain must credit, by plain arithmetic

Each prints one JSON object. Only Python's standard library is used.
"""

import csv
import json
import sys
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal

FORMAT = "%Y-%m-%d %H:%M:%S"


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, fields, lines):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, fields, lineterminator="\n")
        out.writeheader()
        out.writerows(lines)


def people(trips, out):
    users = sorted({row["user"] for row in rows(trips)})
    # The sample holds no identity numbers, and needs none: a stand-in per card.
    write(out, ["user", "identity"], [{"user": u, "identity": f"sample-{u}"} for u in users])
    return {"people": len(users)}


def dispose(trips, known):
    """Adds the column disposition to the people."""
    first, second, third = farthest(trips, 3)
    people = rows(known)
    counts = {}
    for index, row in enumerate(people):
        choice = "self-held" if index % 10 in (6, 7, 8) else "reward-only" if index % 10 == 9 else "entrusted"
        choice = {first: "self-held", second: "self-held", third: "entrusted"}.get(row["user"], choice)
        row["disposition"] = choice
        counts[choice] = counts.get(choice, 0) + 1
    write(known, ["user", "identity", "disposition"], people)
    return counts


def farthest(trips, count):
    """The users who went farthest, with their kilometres."""
    far = {}
    for row in rows(trips):
        far[row["user"]] = far.get(row["user"], 0) + Decimal(row["distance"] or 0)
    return {user: far[user] for user in sorted(far, key=lambda user: (-far[user], user))[:count]}


def keenest(trips, known, out, count):
    chosen = farthest(trips, int(count))
    far = chosen
    identity = {row["user"]: row["identity"] for row in rows(known)}
    write(out, ["user", "identity"], [{"user": u, "identity": identity[u]} for u in chosen])
    return {"people": len(chosen), "km": [str(far[user]) for user in chosen]}


def shift(trips, out, not_before):
    data = rows(trips)
    first = min(datetime.strptime(row["start"], FORMAT) for row in data).date()
    wanted = date.fromisoformat(not_before)
    weeks = max(0, -((first - wanted).days // 7))
    while first + timedelta(weeks=weeks) < wanted:
        weeks += 1
    for row in data:
        for field in ("start", "end"):
            moved = datetime.strptime(row[field], FORMAT) + timedelta(weeks=weeks)
            row[field] = moved.strftime(FORMAT)
    write(out, list(data[0]), data)
    last = max(datetime.strptime(row["end"], FORMAT) for row in data)
    return {
        "from": first.isoformat(),
        "to": (first + timedelta(weeks=weeks)).isoformat(),
        "weeks": weeks,
        "last_end": last.strftime(FORMAT),
    }


def forge(trips, out):
    data = [row for row in rows(trips) if row["distance"] and Decimal(row["distance"]) > 0]
    for index, row in enumerate(data):
        off = timedelta(minutes=(-1, 0, 1)[index % 3])
        for field in ("start", "end"):
            row[field] = (datetime.strptime(row[field], FORMAT) + off).strftime(FORMAT)
    write(out, list(data[0]), data)
    return {"rows": len(data)}


def expect(trips, factor, points_per_kg):
    """Grams floored for each record; points from each person's own sum, floored to a hundredth."""
    factor, points_per_kg = Decimal(factor), Decimal(points_per_kg)
    total = credited = missing = nothing = same = 0
    by_user = {}
    for row in rows(trips):
        if not row["distance"]:
            missing += 1
            continue
        grams = int((Decimal(row["distance"]) * factor).to_integral_value(ROUND_FLOOR))
        same += row["station_in"] == row["station_out"]
        if grams == 0:
            nothing += 1
            continue
        credited += 1
        total += grams
        by_user[row["user"]] = by_user.get(row["user"], 0) + grams
    cents = sum(int(Decimal(grams) * points_per_kg / 10) for grams in by_user.values())
    return {
        "rows": credited + nothing + missing,
        "credited": credited,
        "missing_distance": missing,
        "nothing_earned": nothing,
        "same_station": same,
        "grams": total,
        "points_due": f"{cents // 100}.{cents % 100:02d}",
        "citizens": len({row["user"] for row in rows(trips)}),
        "earning_citizens": len(by_user),
    }


def main():
    commands = {
        "people": (people, 2),
        "dispose": (dispose, 2),
        "shift": (shift, 3),
        "forge": (forge, 2),
        "keenest": (keenest, 4),
        "expect": (expect, 3),
    }
    args = sys.argv[1:]
    if not args or args[0] not in commands or len(args) - 1 != commands[args[0]][1]:
        print(__doc__, file=sys.stderr)
        return 0 if args[:1] in (["--help"], ["-h"]) else 2
    print(json.dumps(commands[args[0]][0](*args[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
