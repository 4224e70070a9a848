"""Puts results as Markdown into docs/benchmarks.md, each between marks of its own."""

import os
import platform
import subprocess
import time

from topology import HOME

FILE = HOME / "docs/benchmarks.md"
HEAD = """# How fast it is

Written by `bench/run.sh`; what is measured and how is in [bench/README.md](../bench/README.md).
"""


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "|".join("---" for _ in header) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def number(value, digits=0):
    """1234.5 as 1,234 or, with digits, 1,234.5."""
    return f"{value:,.{digits}f}"


def _cores():
    return len(os.sched_getaffinity(0))


def write(section, title, command, text):
    """Replaces a section."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=12"], cwd=HOME, capture_output=True,
                            text=True, check=True).stdout.strip()
    load = os.getloadavg()[2]
    stamp = (f"{time.strftime('%Y-%m-%d')}, commit {commit}, {_cores()} cores, {platform.system()}, load of the last"
             f" quarter of an hour {load:.1f}: `bench/run.sh {command}`")
    begin, end = f"<!-- {section} -->", f"<!-- end of {section} -->"
    block = f"{begin}\n## {title}\n\n{stamp}\n\n{text}\n{end}\n"
    old = FILE.read_text() if FILE.exists() else HEAD
    if begin in old:
        before, rest = old.split(begin, 1)
        new = before + block + rest.split(end + "\n", 1)[1]
    else:
        new = old + "\n" + block
    FILE.write_text(new)
    print("\n" + block)
