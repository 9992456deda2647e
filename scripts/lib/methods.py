#!/usr/bin/env python3
"""Real photovoltaic days, a household's load and shower sessions: made into the columns that
`tanpu methodology evaluate --csv` and `tanpu report` take, and their grams worked out apart from
the chain's code.

  methods.py pv       SOURCE OUT     data/pv/rooftop-pv.csv of data/pv/ausgrid-customer-12.csv
  methods.py load     SOURCE OUT     data/pv/household-electricity.csv of the same file
  methods.py showers  SOURCE OUT     data/showers/hot-water-saving.csv of DAIAD's sessions
  methods.py expect   METHODOLOGY ROWS
                                     what a methodology of the library gives for such rows, in
                                     exact fractions: one JSON object

The first three were run once; what they made is kept in data/. Only Python's standard library (3.11)
is used.
"""

import csv
import json
import sys
import tomllib
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from math import floor

TIME = "%Y-%m-%d %H:%M:%S"


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, fields, lines):
    lines = list(lines)
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, fields, lineterminator="\n")
        out.writeheader()
        out.writerows(lines)
    return {"rows": len(lines)}


# --- making the files --------------------------------------------------------------------------


def pv(source, out):
    """A site period of one day for each day of the roof."""
    fields = ["user", "start", "end", "object", "from_day", "to_day", "energy", "capacity"]
    lines = (
        {
            "user": "house-12",
            "start": f"{row['date']} 00:00:00",
            "end": f"{row['date']} 23:59:00",
            "object": "roof-12",
            "from_day": row["date"],
            "to_day": date.fromisoformat(row["date"]) + timedelta(days=1),
            "energy": row["pv_kwh"],
            # The source's daily file doesn't say it. It only bounds the energy of a period.
            "capacity": "2.00",
        }
        for row in rows(source)
    )
    return write(out, fields, lines)


def load(source, out):
    """A day of the meter, as a register of 0.01 kWh tells it: what is below that stays in the register
    for the next day."""
    fields = ["user", "start", "end", "day", "object", "from", "to", "used", "members"]

    def lines():
        total = Decimal(0)
        for row in rows(source):
            begun = total.quantize(Decimal("0.01"), ROUND_FLOOR)
            total += Decimal(row["consumption_kwh"])
            ended = total.quantize(Decimal("0.01"), ROUND_FLOOR)
            day = date.fromisoformat(row["date"])
            yield {
                "user": "house-12",
                "start": f"{day} 00:00:00",
                "end": f"{day} 23:59:00",
                "day": day,
                "object": "meter-12",
                "from": begun,
                "to": ended,
                "used": ended - begun,
                # The source doesn't say it.
                "members": 3,
            }

    return write(out, fields, lines())


def showers(source, out):
    """A row for each session. Device and session number together name it."""
    fields = ["user", "start", "end", "reference", "volume", "temperature"]

    def lines():
        for row in rows(source):
            end = datetime.strptime(row["local_time"], TIME)
            start = end - timedelta(seconds=int(row["duration_s"]))
            yield {
                "user": row["user_id"],
                "start": start.strftime(TIME),
                "end": end.strftime(TIME),
                "reference": f"{row['device_id']}-{row['session']}",
                "volume": row["volume_l"],
                "temperature": row["temperature_c"],
            }

    return write(out, fields, lines())


# --- the grams, apart from the chain's code ----------------------------------------------------


class Refused(Exception):
    """Names the cause."""


def methodology(path):
    with open(path, "rb") as file:
        return tomllib.load(file, parse_float=Fraction)


def number(inputs, row, name):
    """The number of a column, refused outside the input's range."""
    value = Fraction(row[name])
    bounds = inputs[name]
    if (value * 10 ** bounds["decimals"]).denominator != 1:
        raise Refused("too many decimals")
    if not Fraction(bounds["min"]) <= value <= Fraction(bounds["max"]):
        raise Refused("out of range")
    return value


def pv_grams(file, values, inputs):
    most = values["most_hours"]

    def grams(row):
        energy, capacity = number(inputs, row, "energy"), number(inputs, row, "capacity")
        return min(energy, capacity * most) * values["factor"] * 1000

    return grams


def shower_grams(file, values, inputs):
    def grams(row):
        volume, temperature = number(inputs, row, "volume"), number(inputs, row, "temperature")
        saved = max(values["baseline"] - volume, 0)
        rise = max(temperature - values["cold"], 0)
        # L x kg/L x kJ/(kg K) x K, 3600 kJ a kWh, kg a kWh, 1000 g a kg.
        heat = saved * values["density"] * values["heat_capacity"] * rise / 3600
        return heat * values["grid"] * 1000

    return grams


def household_grams(file, values, inputs):
    table = next(table for table in file["table"] if table["name"] == "day_baseline")
    # January first.
    assert inputs["month"]["month"] and table["keys"] == ["month"]
    baselines = [Fraction(value) for value in table["values"]]
    mean = inputs["usual"]["mean"]
    assert mean["of"] == "used"
    hundredth = 10 ** inputs["usual"]["decimals"]
    days = {}

    def grams(row):
        used, members = number(inputs, row, "used"), number(inputs, row, "members")
        day = date.fromisoformat(row["day"])
        # The file is in the order of its days.
        before = [days.get(day - timedelta(days=back)) for back in range(1, mean["days"] + 1)]
        known = [value for value in before if value is not None]
        days[day] = used
        if len(known) < mean["least"]:
            raise Refused("too few of the days before are known for a baseline")
        usual = Fraction(floor(sum(known) / len(known) * hundredth), hundredth)
        size = values["small_household"] if members < 3 else Fraction(1)
        if members >= 5:
            size = values["large_household"]
        baseline = baselines[day.month - 1] * size
        reference = baseline if used < baseline else usual
        return max(reference - used, 0) * values["grid"] * 1000

    return grams


FORMULAS = {
    "rooftop-pv": pv_grams,
    "hot-water-saving": shower_grams,
    "household-electricity": household_grams,
}


def expect(path, table):
    file = methodology(path)
    values = {p["name"]: Fraction(p["value"]) for p in file["parameter"]}
    inputs = {i["name"]: i for i in file["input"]}
    grams = FORMULAS[file["scenario"]](file, values, inputs)
    total, computed, without, causes = 0, 0, 0, {}
    smallest, largest = None, 0
    for row in rows(table):
        try:
            # Whole grams, a record at a time.
            found = floor(grams(row))
        except Refused as refused:
            causes[str(refused)] = causes.get(str(refused), 0) + 1
            continue
        computed += 1
        total += found
        without += found == 0
        smallest = found if smallest is None else min(smallest, found)
        largest = max(largest, found)
    return {
        "rows": computed + sum(causes.values()),
        "computed": computed,
        "without_a_gram": without,
        "refused_by_cause": causes,
        "total": total,
        "min": smallest,
        "max": largest,
    }


COMMANDS = {"pv": pv, "load": load, "showers": showers, "expect": expect}


def main(arguments):
    if len(arguments) != 3 or arguments[0] not in COMMANDS:
        sys.exit(__doc__)
    command, source, out = arguments
    print(json.dumps(COMMANDS[command](source, out)))


if __name__ == "__main__":
    main(sys.argv[1:])
