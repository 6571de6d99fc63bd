"""What the repository's own curated facts tell the readers: the names of instruments, and the norms that a title may take over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..graph.curated import curated
from . import designations, incorporated
from .designations import Designations
from .incorporated import Taken

__all__ = ["Known", "known"]


@dataclass(frozen=True, slots=True)
class Known:
    """The names by which texts are cited, and norms by their provisions."""

    designations: Designations
    taken: tuple[Taken, ...]


@lru_cache(1)
def known() -> Known:
    """Return what the curated facts tell; they are read once for both, which is most of what a short document takes.

    Raises InputError where a file of theirs is wrong.
    """
    lines = [line for piece in curated() for line in piece.lines]
    return Known(designations.from_lines(lines), incorporated.from_lines(lines))
