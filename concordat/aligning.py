"""Aligning: which provision of a later version of a draft stands for which of the earlier one.

What their norms do, and about what, counts first; the place in the text decides between equals. One provision stands for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from .graph.names import CDT, compact
from .graph.store import Reader

__all__ = ["Marks", "align", "read_marks"]

# what the norms of a provision do, and about what, by its path inside the text
Marks: TypeAlias = Mapping[str, frozenset[tuple[str, str]]]
# below this share of common norms two provisions are no longer one
_ALIKE = 0.3


def read_marks(store: Reader, text: str) -> Marks:
    """Return what the norms of each provision of a text are about, by the path of the provision inside the text."""
    found: dict[str, set[tuple[str, str]]] = {}
    query = f"SELECT ?p ?a ?t {{ ?s a <{CDT.Norm}> ; <{CDT.statedIn}> ?p ; <{CDT.action}> ?a ; <{CDT.topic}> ?t }}"
    for row in store.select(query):
        place = compact(str(row["p"]))
        if place.startswith((f"{text}:", f"{text}/")):
            found.setdefault(place[len(text) + 1 :], set()).add((str(row["a"]), str(row["t"])))
    return {path: frozenset(marks) for path, marks in found.items()}


def align(old: Marks, new: Marks) -> dict[str, str]:
    """Return the later path for each earlier one that has one: the likest pairs first, each path once."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, here, there in sorted(_alike(old, new)):
        if here not in found and there not in taken:
            found[here] = there
            taken.add(there)
    # what changed beyond likeness keeps its place
    return found | {path: path for path in (set(old) - set(found)) & (set(new) - taken)}


def _alike(old: Marks, new: Marks) -> Iterator[tuple[float, int, str, str]]:
    for here, marks in old.items():
        for there, others in new.items():
            share = len(marks & others) / len(marks | others)
            if share >= _ALIKE:
                yield -share, _distance(here, there), here, there


def _distance(here: str, there: str) -> int:
    """How far two places lie apart: the levels that are not shared, from the outside."""
    one, other = here.split("/"), there.split("/")
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return len(one) + len(other) - 2 * shared
