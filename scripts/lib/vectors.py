#!/usr/bin/env python3
"""Rows for every input of a methodology, edges first: vectors to compare two evaluators with.

usage: vectors.py METHODOLOGY.toml COUNT SEED > rows.csv

Numbers take their least and greatest value, one step inside, and random ones with all their decimals;
categories each of their values. Inputs that the chain provides are columns like the others. Only the
standard library (tomllib: Python 3.11).
"""
import csv
import itertools
import random
import sys
import tomllib
from decimal import Decimal


def choices(entry, rng):
    """Edges, then random values without end, as text."""
    if "values" in entry:
        yield from entry["values"]
        while True:
            yield rng.choice(entry["values"])
    step = Decimal(1).scaleb(-entry.get("decimals", 0))
    low, high = (int(Decimal(str(entry[key])) / step) for key in ("min", "max"))
    edges = [low, high, min(low + 1, high), max(high - 1, low)]
    raws = itertools.chain(edges, (rng.randint(low, high) for _ in itertools.count()))
    for raw in raws:
        yield f"{raw * step:f}"


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    path, count, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(path, "rb") as file:
        inputs = tomllib.load(file, parse_float=Decimal).get("input", [])
    rng = random.Random(f"{seed} {path.rsplit('/', 1)[-1]}")
    columns = [choices(entry, rng) for entry in inputs]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([entry["name"] for entry in inputs])
    rows = [[next(column) for column in columns] for _ in range(count)]
    # Edges of one input meet others of the next, not always its own.
    for at in range(1, len(columns)):
        values = [row[at] for row in rows]
        rng.shuffle(values)
        for row, value in zip(rows, values):
            row[at] = value
    out.writerows(rows)


if __name__ == "__main__":
    main()
