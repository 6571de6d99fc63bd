"""The memory of a session: of a process that was started apart, and of all that it started. Read from /proc (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["memory_of"]


def memory_of(session: int) -> float:
    """Return the megabytes that the processes of a session have, what they share counted in proportion."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue  # it ended in between
    return total / 1000
