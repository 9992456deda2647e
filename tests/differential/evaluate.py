#!/usr/bin/env python3
"""Computes Tanpu formulas again, in exact fractions, and compares.

Reads what `cargo run --example differential` writes (a JSON object a line: declarations, the text
of a formula, rows of raw inputs and what the chain's own crate makes of them), parses each formula
with its own parser, computes each row with its own units and rules, and prints every difference.
Nothing here is taken from the Rust code: the rules are those that docs and rustdoc state.

  - A number has 18 decimals and 128 bits. Adding, subtracting, comparing are exact. Multiplying,
    dividing and converting round once each, toward zero, at the 18th decimal.
  - `*` and `/` multiply units and convert nothing. Everything else wants equal dimensions and
    converts the later operand into the unit of the first, by an exact fraction.
  - Beyond the 128 bits is an overflow; dividing by zero fails. A failure is a value: the row fails
    only where it reaches the result. Of two failing operands the first counts. `if` passes the
    failure of its condition and of the branch taken; `and`, `or` look at the right side only where
    the left one leaves it open.
  - The result is converted into grams of CO2e and floored; what is below zero is zero grams; more
    than 64 bits of grams overflow.

Exit code 0: no difference. 1: differences. 2: the input is not complete.
"""
import argparse
import json
import re
import sys
import time
from fractions import Fraction

ONE = 10**18
LARGEST, SMALLEST = 2**127 - 1, -(2**127)


# ---------------------------------------------------------------- units

def _units():
    """Name -> (factor to the first unit of its dimension, exponents)."""
    table = {}

    def add(names, factor, **exponents):
        for name in names.split():
            table[name] = (Fraction(factor), tuple(sorted(exponents.items())))

    add("m", 1, distance=1)
    add("km", 1000, distance=1)
    add("mi", "1609.344", distance=1)
    add("pkm", 1000, distance=1, count=1)
    add("tkm", 1000 * 1_000_000, distance=1, mass=1)
    add("m2 m²", 1, area=1)
    add("ha", 10_000, area=1)
    add("mu 亩", Fraction(10_000, 15), area=1)
    add("km2 km²", 1_000_000, area=1)
    add("J", 1, energy=1)
    add("kJ", 10**3, energy=1)
    add("MJ", 10**6, energy=1)
    add("GJ", 10**9, energy=1)
    add("TJ", 10**12, energy=1)
    add("Wh", 3_600, energy=1)
    add("kWh", 3_600_000, energy=1)
    add("MWh", 3_600_000_000, energy=1)
    add("kW", 1000, energy=1, time=-1)
    add("g", 1, mass=1)
    add("kg", 1000, mass=1)
    add("t", 1_000_000, mass=1)
    add("L", 1, volume=1)
    add("mL", Fraction(1, 1000), volume=1)
    add("m3 m³", 1000, volume=1)
    add("s", 1, time=1)
    add("min minute", 60, time=1)
    add("h", 3600, time=1)
    add("day", 86_400, time=1)
    add("step item ride passenger event person", 1, count=1)
    add("%", Fraction(1, 100))
    add("CNY", 1, money=1)
    add("K", 1, temperature=1)
    add("gCO2e", 1, co2e=1)
    add("kgCO2e", 1000, co2e=1)
    add("tCO2e", 1_000_000, co2e=1)
    return table


UNITS = _units()
ALIASES = {"m²": "m2", "亩": "mu", "km²": "km2", "m³": "m3", "minute": "min"}


class Refused(Exception):
    """The formula is none that may be published."""


def product(left, right, sign):
    """Units are dicts of name -> power."""
    powers = dict(left)
    for name, power in right.items():
        powers[name] = powers.get(name, 0) + sign * power
        if powers[name] == 0:
            del powers[name]
    return powers


def measure(unit):
    """(factor, dimension) of a unit."""
    factor, dimension = Fraction(1), {}
    for name, power in unit.items():
        one, exponents = UNITS[name]
        factor *= one**power
        for base, exponent in exponents:
            dimension[base] = dimension.get(base, 0) + exponent * power
    return factor, {base: power for base, power in dimension.items() if power}


# ---------------------------------------------------------------- values

class Failure:
    """A value that is missing, and why."""

    def __init__(self, why):
        self.why = why


OVERFLOW = Failure("overflow")
DIVISION = Failure("division by zero")


def held(value):
    """An exact number of 18 decimals, or an overflow."""
    return value if SMALLEST <= value * ONE <= LARGEST else OVERFLOW


def rounded(value):
    """Toward zero at the 18th decimal."""
    raw = abs(value.numerator) * ONE // value.denominator
    if value < 0:
        raw = -raw
    return Fraction(raw, ONE) if SMALLEST <= raw <= LARGEST else OVERFLOW


class Node:
    """A part of a formula: a number in a unit, or (unit None) a truth value."""

    __slots__ = ("unit", "run")

    def __init__(self, unit, run):
        self.unit = unit
        self.run = run


def strict(function, *nodes):
    """Computes with the values of all nodes; the first failure counts."""
    runs = [node.run for node in nodes]

    def run(row):
        values = [run(row) for run in runs]
        for value in values:
            if type(value) is Failure:
                return value
        return function(*values)

    return run


def number(node):
    if node.unit is None:
        raise Refused("a number is due")
    return node


def truth(node):
    if node.unit is not None:
        raise Refused("a truth value is due")
    return node


def into(node, unit):
    """The node in another unit."""
    number(node)
    (factor, dimension), (target, due) = measure(node.unit), measure(unit)
    if dimension != due:
        raise Refused("dimensions")
    ratio = factor / target
    if ratio == 1:
        return Node(unit, node.run)
    return Node(unit, strict(lambda value: rounded(value * ratio), node))


def choose(condition, then, otherwise):
    truth(condition)
    if then.unit is None:
        truth(otherwise)
    else:
        otherwise = into(otherwise, then.unit)
    test, first, second = condition.run, then.run, otherwise.run

    def run(row):
        decided = test(row)
        if type(decided) is Failure:
            return decided
        return first(row) if decided else second(row)

    return Node(then.unit, run)


def logic(left, right, deciding):
    first, second = truth(left).run, truth(right).run

    def run(row):
        value = first(row)
        if type(value) is Failure or value == deciding:
            return value
        return second(row)

    return Node(None, run)


COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def binary(sign, left, right):
    number(left)
    number(right)
    if sign == "*":
        run = strict(lambda a, b: rounded(a * b), left, right)
        return Node(product(left.unit, right.unit, 1), run)
    if sign == "/":
        run = strict(lambda a, b: rounded(a / b) if b else DIVISION, left, right)
        return Node(product(left.unit, right.unit, -1), run)
    right = into(right, left.unit)
    if sign in COMPARE:
        return Node(None, strict(COMPARE[sign], left, right))
    function = {
        "+": lambda a, b: held(a + b),
        "-": lambda a, b: held(a - b),
        "min": min,
        "max": max,
    }[sign]
    return Node(left.unit, strict(function, left, right))


# ---------------------------------------------------------------- text

TOKEN = re.compile(
    r"""\s+|\#[^\n]*
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<word>[^\W\d]\w*[²³]?)
    |"(?P<text>[^"\n]*)"
    |(?P<symbol><=|>=|==|!=|[-+*/^%()\[\],;:<>=−×·÷≤≥≠（），；：])""",
    re.VERBOSE,
)
SYMBOLS = {
    "−": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "（": "(", "）": ")", "，": ",", "；": ";", "：": ":",
}


def tokens(text):
    found, position = [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match:
            raise SyntaxError(f"at {text[position:position + 20]!r}")
        position = match.end()
        if match.lastgroup:
            value = match.group(match.lastgroup)
            found.append((match.lastgroup, SYMBOLS.get(value, value)))
    return found + [("end", "")] * 4


class Parser:
    """By recursive descent, one function for each line of the grammar."""

    def __init__(self, text, names):
        self.tokens = tokens(text)
        self.position = 0
        self.names = names
        self.stored = []

    def look(self, ahead=0):
        return self.tokens[self.position + ahead]

    def next(self):
        token = self.tokens[self.position]
        self.position += 1
        return token

    def at(self, *texts):
        kind, text = self.look()
        return kind in ("symbol", "word") and text in texts

    def take(self, *texts):
        if self.at(*texts):
            return self.next()[1]
        return None

    def expect(self, text):
        if not self.take(text):
            raise SyntaxError(f"{text!r} is due, not {self.look()[1]!r}")

    def formula(self):
        while self.take("let"):
            name = self.next()[1]
            self.expect("=")
            node = self.expression()
            self.expect(";")
            slot = len(self.stored)
            self.stored.append(node.run)
            self.names[name] = ("value", Node(node.unit, lambda row, slot=slot: row[1][slot]))
        result = self.expression()
        if self.look()[0] != "end":
            raise SyntaxError(f"the end is due, not {self.look()[1]!r}")
        return self.stored, into(result, {"gCO2e": 1})

    def expression(self):
        if self.take("if"):
            condition = self.expression()
            self.expect("then")
            then = self.expression()
            self.expect("else")
            return choose(condition, then, self.expression())
        return self.disjunction()

    def disjunction(self):
        node = self.conjunction()
        while self.take("or"):
            node = logic(node, self.conjunction(), True)
        return node

    def conjunction(self):
        node = self.negation()
        while self.take("and"):
            node = logic(node, self.negation(), False)
        return node

    def negation(self):
        if self.take("not"):
            return Node(None, strict(lambda value: not value, truth(self.negation())))
        return self.comparison()

    def comparison(self):
        kind, text = self.look()
        if kind == "word" and self.names.get(text, ("",))[0] == "category":
            return self.category()
        node = self.converted()
        sign = self.take(*COMPARE)
        return binary(sign, node, self.converted()) if sign else node

    def category(self):
        _, index, values = self.names[self.next()[1]]
        sign = self.take("==", "!=")
        kind, text = self.next()
        if sign is None or kind != "text":
            raise SyntaxError("a category is compared with one of its values")
        wanted = values.index(text)
        if sign == "==":
            return Node(None, lambda row: row[0][index] == wanted)
        return Node(None, lambda row: row[0][index] != wanted)

    def converted(self):
        node = self.sum()
        while self.take("in"):
            if self.look() == ("number", "1"):
                self.next()
                node = into(node, {})
            else:
                node = into(node, self.unit())
        return node

    def sum(self):
        node = self.product()
        while sign := self.take("+", "-"):
            node = binary(sign, node, self.product())
        return node

    def product(self):
        node = self.sign()
        while sign := self.take("*", "/"):
            node = binary(sign, node, self.sign())
        return node

    def sign(self):
        if not self.take("-"):
            return self.primary()
        if self.look()[0] == "number":
            return self.constant(-1)
        node = number(self.sign())
        return Node(node.unit, strict(lambda value: held(-value), node))

    def constant(self, sign):
        value = sign * Fraction(self.next()[1])
        if held(value) is OVERFLOW:
            raise SyntaxError("the number does not fit")
        return Node(self.unit() if self.at_unit() else {}, lambda row: value)

    def primary(self):
        kind, text = self.look()
        if kind == "number":
            return self.constant(1)
        if self.take("("):
            node = self.expression()
            self.expect(")")
            return node
        if kind == "word" and self.look(1) == ("symbol", "("):
            return self.call()
        if kind == "word" and text in self.names:
            self.next()
            meaning = self.names[text]
            if meaning[0] == "table":
                self.expect("[")
                for place, key in enumerate(meaning[2]):
                    if place:
                        self.expect(",")
                    self.expect(key)
                self.expect("]")
            return meaning[1]
        raise SyntaxError(f"a value is due, not {text!r}")

    def call(self):
        name = self.next()[1]
        self.expect("(")
        if name == "lookup":
            node = self.names[self.next()[1]][1]
        elif name == "tiers":
            node = self.tiers()
        else:
            values = [self.expression()]
            while self.take(","):
                values.append(self.expression())
            if name in ("min", "max"):
                node = values[0]
                for other in values[1:]:
                    node = binary(name, node, other)
            elif name == "clamp":
                value, low, high = values
                low, high = into(low, number(value).unit), into(high, value.unit)
                bounded = strict(lambda v, low, high: min(max(v, low), high), value, low, high)
                node = Node(value.unit, bounded)
            elif name == "select":
                node = choose(*values)
            else:
                raise SyntaxError(f"no function {name!r}")
        self.expect(")")
        return node

    def tiers(self):
        tiered = self.names[self.next()[1]][1]
        tiers = []
        self.expect(",")
        while True:
            node = self.expression()
            if not self.take(":"):
                break
            tiers.append((binary("<", tiered, node), self.expression()))
            self.expect(",")
        for test, value in reversed(tiers):
            node = choose(test, value, node)
        return node

    def at_unit(self, ahead=0):
        kind, text = self.look(ahead)
        called = self.look(ahead + 1) == ("symbol", "(")
        return text == "%" if kind == "symbol" else kind == "word" and text in UNITS and not called

    def factor(self):
        name = self.next()[1]
        if name not in UNITS:
            raise SyntaxError(f"a unit is due, not {name!r}")
        power = 1
        if self.take("^"):
            sign = -1 if self.take("-") else 1
            power = sign * int(self.next()[1])
        return {ALIASES.get(name, name): power}

    def unit(self):
        unit = self.factor()
        while self.at("*", "/"):
            sign = 1 if self.look()[1] == "*" else -1
            if self.at_unit(1):
                self.next()
                unit = product(unit, self.factor(), sign)
            elif self.look(1) == ("symbol", "(") and self.at_unit(2):
                self.next()
                self.next()
                inner = self.factor()
                while not self.take(")"):
                    turn = 1 if self.next()[1] == "*" else -1
                    inner = product(inner, self.factor(), turn)
                unit = product(unit, inner, sign)
            else:
                break
        return unit


def declared_unit(text):
    return {} if text == "1" else Parser(text, {}).unit()


# ---------------------------------------------------------------- programs

def declare(program):
    """Names, and what they mean."""
    names, categories = {}, {}
    for index, one in enumerate(program["inputs"]):
        if "values" in one:
            names[one["name"]] = ("category", index, one["values"])
            categories[one["name"]] = (index, len(one["values"]))
        else:
            scale = 10 ** one["decimals"]
            run = lambda row, index=index, scale=scale: held(Fraction(row[0][index], scale))
            names[one["name"]] = ("value", Node(declared_unit(one["unit"]), run))
    for one in program["parameters"]:
        value = Fraction(one["value"])
        names[one["name"]] = ("value", Node(declared_unit(one["unit"]), lambda _, v=value: v))
    for one in program["tables"]:
        keys = [categories[key] for key in one["keys"]]
        cells = [Fraction(cell) for cell in one["values"]]

        def run(row, keys=keys, cells=cells):
            cell = 0
            for index, width in keys:
                cell = cell * width + row[0][index]
            return cells[cell]

        names[one["name"]] = ("table", Node(declared_unit(one["unit"]), run), one["keys"])
    return names


def refusal(program, raw):
    """Why raw values are not accepted at all."""
    if len(raw) != len(program["inputs"]):
        return {"error": "input count", "input": len(program["inputs"])}
    for index, (value, one) in enumerate(zip(raw, program["inputs"])):
        if "values" in one:
            if value >= len(one["values"]):
                return {"error": "category", "input": index}
        elif not one["min"] <= value <= one["max"]:
            return {"error": "range", "input": index}
    return None


def compute(program, stored, result, raw):
    """What a row comes to."""
    refused = refusal(program, raw)
    if refused:
        return refused
    row = (raw, [])
    for run in stored:
        row[1].append(run(row))
    exact = result.run(row)
    if type(exact) is Failure:
        return {"error": exact.why}
    grams = max(0, exact.numerator // exact.denominator)
    if grams >= 2**64:
        return {"error": "overflow"}
    return {"grams": grams, "exact": exact}


def mean(case):
    """The mean of a few days, rounded down; None beyond 64 bits or 18 decimals."""
    exact = Fraction(sum(case["days"]), len(case["days"])) * 10 ** (case["to"] - case["from"])
    whole = exact.numerator // exact.denominator
    return whole if whole < 2**64 and case["to"] <= 18 else None


def verdict(due):
    if "error" in due:
        return due["error"]
    exact = due["exact"]
    if exact < 0:
        return "negative"
    return "credited" if due["grams"] else "below a gram" if exact else "zero"


def check(program, counts):
    """The differences of a program: descriptions."""
    differences = []
    if mean(program["mean"]) != program["mean"]["mean"]:
        differences.append(f"mean: {mean(program['mean'])} here, {program['mean']} there")
    try:
        stored, result = Parser(program["formula"], declare(program)).formula()
        refused = None
    except Refused as error:
        refused = str(error)
    if refused != program.get("refused"):
        return differences + [f"refused here: {refused}, there: {program.get('refused')}"]
    if refused:
        counts["refused"] = counts.get("refused", 0) + 1
        return differences
    for found in program["rows"]:
        due = compute(program, stored, result, found["raw"])
        counts[verdict(due)] = counts.get(verdict(due), 0) + 1
        shown = dict(found)
        raw = shown.pop("raw")
        if "exact" in shown:
            shown["exact"] = Fraction(shown["exact"])
        if shown != due:
            here = {key: str(value) for key, value in due.items()}
            there = {key: value for key, value in found.items() if key != "raw"}
            differences.append(f"raw inputs {raw}\n  here:  {here}\n  there: {there}")
    return differences


def main():
    parser = argparse.ArgumentParser(
        description="Computes formulas again in exact fractions and compares; reads standard input."
    )
    parser.add_argument("--most", type=int, default=5, help="stop after so many differing programs")
    most = parser.parse_args().most
    started = time.time()
    counts, programs, differing, complete = {}, 0, 0, False
    for line in sys.stdin:
        program = json.loads(line)
        if "programs" in program:
            complete = program["programs"] == programs
            break
        programs += 1
        try:
            differences = check(program, counts)
        except (SyntaxError, LookupError, ValueError, TypeError) as error:
            differences = [f"does not parse here: {type(error).__name__}: {error}"]
        if differences:
            differing += 1
            print(f"\nprogram {program['index']} differs:\n{program['formula']}")
            for part in ("inputs", "parameters", "tables"):
                for one in program[part]:
                    print(f"  {part[:-1]}: {json.dumps(one, ensure_ascii=False)}")
            print("\n".join(differences))
            if differing == most:
                print(f"\nstopped after {most} differing programs")
                return 1
        if programs % 10_000 == 0:
            print(f"  {programs} programs, {time.time() - started:.0f} s", file=sys.stderr)
    rows = sum(counts.values()) - counts.get("refused", 0)
    shares = ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda i: -i[1]))
    print(f"{programs} programs, {rows} rows, {differing} differences; {shares}")
    if differing:
        return 1
    if not complete:
        print("the input ended before its last line", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
