"""What processes cost, from /proc."""

import os
import re
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """CPU seconds of a process, of its children that ended, and its parent."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    own, reaped = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return own / TICKS, reaped / TICKS, int(fields[1])


def _status(pid, key):
    found = re.search(rf"^{key}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found.group(1)) // 1024 if found else 0


def resident(pid):
    """MiB of a process that are resident now."""
    return _status(pid, "VmRSS")


def _children(parent):
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if _stat(entry.name)[2] == parent:
                    children.append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended meanwhile
    return children


class Meter:
    """CPU seconds and memory of the parts of a topology, which need not have a PostgreSQL."""

    def __init__(self, topology):
        self.topology = topology
        self.begin = self._cpu()

    def _postgres(self):
        """Its processes, the first of which is the parent of the others."""
        file = self.topology.work / "data/postmaster.pid"
        if not file.exists():
            return []
        postmaster = int(file.read_text().split()[0])
        return [postmaster, *_children(postmaster)]

    def _cpu(self):
        seconds = {name: sum(_stat(process.pid)[:2]) for name, process in self.topology.processes.items()}
        for index, pid in enumerate(self._postgres()):
            try:
                own, reaped, _ = _stat(pid)
            except FileNotFoundError:
                continue
            seconds["PostgreSQL"] = seconds.get("PostgreSQL", 0) + own + (reaped if index == 0 else 0)
        return seconds

    def cpu(self):
        """CPU seconds by part since this was made."""
        return {name: seconds - self.begin.get(name, 0) for name, seconds in self._cpu().items()}

    def memory(self):
        """MiB by part: the most that was resident, and for PostgreSQL what its processes have of their own now."""
        memory = {name: _status(process.pid, "VmHWM") for name, process in self.topology.processes.items()}
        pages = 0
        for pid in self._postgres():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                pages += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE).group(1))
            except (FileNotFoundError, PermissionError, AttributeError):
                continue
        memory["PostgreSQL"] = pages // 1024
        return memory
