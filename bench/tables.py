"""Puts results as Markdown into docs/benchmarks.md, each between marks of its own."""

import os
import platform
import subprocess
import time
from pathlib import Path

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


def _time():
    """All time of the cores so far, and what of it the hypervisor gave to others."""
    ticks = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(ticks), ticks[7]


BEGIN = _time()


def _stolen():
    """Percent of the cores' time that was not ours since this program began; from a few on, figures are too high."""
    total, stolen = (now - then for now, then in zip(_time(), BEGIN))
    return 100 * stolen / max(1, total)


def write(section, title, command, text):
    """Replaces a section."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=12"], cwd=HOME, capture_output=True,
                            text=True, check=True).stdout.strip()
    stamp = (f"{time.strftime('%Y-%m-%d')}, commit {commit}, {_cores()} cores of which a hypervisor gave"
             f" {_stolen():.1f} % to others, {platform.system()}: `bench/run.sh {command}`")
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
