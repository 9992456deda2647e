#!/usr/bin/env python3
"""What the documents name must be there.

  tests/docs.py [--tanpu FILE] [--node FILE]

In README*.md, docs/ and the other documents of the repository every relative link must lead to a file; every test
that docs/security.md names must be a function of the code; every script with its options must be there. With the
programs, each of their command lines in the documents must be one that they know: subcommands and long options are
looked up in `--help`. Prints what is missing; exit code 1 where something is.

  --tanpu FILE  the command line's program
  --node FILE   the node's
"""

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


class Program:
    """A program of clap's, and what its help says of each subcommand."""

    def __init__(self, name, path):
        self.name = name
        self.path = path
        self.known = {}

    def help_of(self, words):
        """Subcommands, long options with whether a value follows, and whether there are arguments."""
        if words not in self.known:
            told = subprocess.run(
                [self.path, *words, "--help"], capture_output=True, text=True, timeout=60, check=True
            ).stdout
            # A page may be without the one or the other; examples come after both.
            listed = re.search(r"^Commands:\n((?:  .*\n)+)", told, re.M)
            commands = set(re.findall(r"^  ([a-z][a-z0-9-]*)", listed[1], re.M)) if listed else set()
            aliases = re.findall(r"\[aliases?: ([^\]]*)\]", listed[1]) if listed else []
            commands.update(alias.strip() for one in aliases for alias in one.split(","))
            options = {}
            for line in told.splitlines():
                # Alone on its line, or what it does beside it.
                found = re.match(r" {2,6}(?:-\w, |    )?(--[a-z][a-z0-9-]*)(?:\.\.\.)?([ =\[]*<\S*)?(?:\s{2,}.*)?$", line)
                if found:
                    options[found[1]] = bool(found[2]) and not found[2].startswith("[")
            self.known[words] = (commands, options, "\nArguments:" in told)
        return self.known[words]

    def faults(self, line):
        """What is wrong with a command line, without the program's name."""
        words = ()
        commands, options, arguments = self.help_of(words)
        rest = iter(line)
        for word in rest:
            # What may be left out.
            word = word.strip("[]")
            # A redirection, a pipe, a remark, what is left out.
            if word in ("|", ">", "<", "&&", ";", "&", "2>&1") or word.startswith("#"):
                return None
            if word.startswith("--") and len(word) > 2:
                option, _, value = word.partition("=")
                if option not in options:
                    return f"{self.name} {' '.join(words)} has no {option}"
                if options[option] and not value:
                    next(rest, None)
            elif word.startswith("-") or word == "...":
                continue
            elif commands:
                # A stand-in for any command; an argument of one that has subcommands as well.
                if word.isupper() or word.endswith("..."):
                    return None
                if word in commands:
                    words += (word,)
                    commands, options, arguments = self.help_of(words)
                elif arguments:
                    commands = set()
                else:
                    return f"{self.name} {' '.join(words)} has no {word}"
            elif not arguments:
                return f"{self.name} {' '.join(words)} takes no {word}"
        return None


def command_lines(text):
    """Command lines of a document: in blocks, on their lines; in the text, in backquotes."""
    outside = re.sub(r"```.*?```", "", text, flags=re.S)
    for block in re.findall(r"```[a-z]*\n(.*?)```", text, flags=re.S):
        yield from re.sub(r"\\\n", " ", block).splitlines()
    yield from (span.replace("\n", " ") for span in re.findall(r"`([^`]+)`", outside))
    # Blocks by indentation.
    joined = re.sub(r"\\\n", " ", outside)
    yield from re.findall(r"^    ((?:tanpu|tanpu-node|scripts/\S+|tests/\S+|\./scripts/\S+) .*)$", joined, re.M)


def roles(text, program):
    """Faults of cli/README.md's table of roles: `report`, `retire` or `class seal`, `draw`."""
    commands = program.help_of(())[0]
    for row in re.findall(r"^\| [^|]* \| (`.*) \|$", text[: text.index("\n## ")], re.M):
        # A semicolon ends what belongs to one command.
        for part in row.split("; "):
            group = None
            for span in re.findall(r"`([a-z-]+(?: [a-z-]+)?(?:\.\.\.)?)`", part):
                words = span.split()
                if len(words) == 2:
                    group = words[0]
                elif group and span not in commands:
                    words = [group, span]
                fault = program.faults(words) if words[0] in commands else f"there is no {span}"
                if fault:
                    yield fault


def words_of(line):
    """A line's words, without prompt, variables set and sudo; nothing where it is no command line."""
    line = re.sub(r"^\s*\$ ", "", line).strip()
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    while words and re.fullmatch(r"[A-Z_]+=.*|sudo|/tmp/slot|live", words[0]):
        words = words[1:]
    return words


def scripts_fault(words):
    """What is wrong with a line that runs one of the repository's scripts."""
    script = ROOT / words[0].removeprefix("./")
    if not script.is_file():
        return f"there is no {words[0]}"
    text = script.read_text(encoding="utf-8")
    # Hands others on.
    if "[option ...]" in text:
        return None
    for word in words[1:]:
        if word.startswith("--") and not re.search(re.escape(word.partition("=")[0]) + r"(?![a-z-])", text):
            return f"{words[0]} has no {word}"
    return None


def main():
    parser = argparse.ArgumentParser(usage="tests/docs.py [--tanpu FILE] [--node FILE]", add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("--tanpu")
    parser.add_argument("--node")
    given = parser.parse_args()
    if given.help:
        print(__doc__.strip())
        return 0
    programs = {
        name: Program(name, path) for name, path in (("tanpu", given.tanpu), ("tanpu-node", given.node)) if path
    }
    missing = []
    links = lines = 0
    for page in tracked("*.md"):
        name = page.relative_to(ROOT)
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.S)):
            if re.match(r"[a-z]+:", target) or target.startswith("#"):
                continue
            links += 1
            if not (page.parent / unquote(target.split("#")[0])).exists():
                missing.append(f"{name}: there is no {target}")
        for line in command_lines(text):
            words = words_of(line)
            fault = None
            if not words:
                continue
            if re.fullmatch(r"(\./)?(scripts|tests|docker)/[a-z/-]+\.(sh|py)", words[0]):
                lines += 1
                fault = scripts_fault(words)
            elif words[0] in programs:
                lines += 1
                fault = programs[words[0]].faults(words[1:])
            elif name == Path("cli/README.md") and "tanpu" in programs and len(words) > 1:
                # Its tables leave the program's name out.
                if words[0] in programs["tanpu"].help_of(())[0] and re.match("[a-z]", words[1]):
                    lines += 1
                    fault = programs["tanpu"].faults(words)
            if fault:
                missing.append(f"{name}: {fault}: {' '.join(words)}")
    if "tanpu" in programs:
        text = (ROOT / "cli/README.md").read_text(encoding="utf-8")
        missing += [f"cli/README.md: {fault}" for fault in roles(text, programs["tanpu"])]
    functions = set()
    for source in tracked("*.rs"):
        functions.update(re.findall(r"\bfn ([a-z0-9_]+)", source.read_text(encoding="utf-8")))
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    # Three words and more: those are tests; shorter ones are calls and fields.
    named = {name for name in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+){2,})`", text)}
    missing += [f"docs/security.md: there is no function {name}" for name in sorted(named - functions)]
    for line in missing:
        print(line)
    print(f"{links} links, {len(named)} tests and {lines} command lines looked up, {len(missing)} missing")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
