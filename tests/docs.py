#!/usr/bin/env python3
"""What the documents name must be there.

  tests/docs.py

In README*.md, docs/ and the other documents of the repository every relative link must lead to a file; every test
that docs/security.md names must be a function of the code. Prints what is missing; exit code 1 where something is.
"""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


def main():
    if sys.argv[1:]:
        print(__doc__.strip())
        return 0 if sys.argv[1] in ("-h", "--help") else 2
    missing = []
    links = 0
    for page in tracked("*.md"):
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target) or target.startswith("#"):
                continue
            links += 1
            if not (page.parent / unquote(target.split("#")[0])).exists():
                missing.append(f"{page.relative_to(ROOT)}: there is no {target}")
    functions = set()
    for source in tracked("*.rs"):
        functions.update(re.findall(r"\bfn ([a-z0-9_]+)", source.read_text(encoding="utf-8")))
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    # Three words and more: those are tests; shorter ones are calls and fields.
    named = {name for name in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+){2,})`", text)}
    missing += [f"docs/security.md: there is no function {name}" for name in sorted(named - functions)]
    for line in missing:
        print(line)
    print(f"{links} links and {len(named)} tests looked up, {len(missing)} missing")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
