"""Portions: neighbouring files that one process reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["AHEAD", "portions"]

AHEAD = 8  # files a process that are read before they are written, so that nobody waits for one large file
_MOST = 4  # files


def portions(paths: Sequence[Path], processes: int) -> Iterator[Sequence[Path]]:
    """Yield neighbours together, fewer towards the end, so that all processes end at about the same time.

    Neighbours are often versions of one text: what was read of one makes the next one quicker for the same process.
    """
    at = 0
    while at < len(paths):
        size = max(1, min(_MOST, (len(paths) - at) // (_MOST * processes)))
        yield paths[at : at + size]
        at += size
