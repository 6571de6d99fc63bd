"""Vocabulary: the ontology's modules, alignments and schemes as one graph, and Turtle as the repository holds it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from . import layers, names, quads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from .quads import Lines, Triple

__all__ = ["turtle", "turtle_files", "vocabulary"]


def turtle_files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield the Turtle files below a folder, each behind its path from there, in the order of their paths."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from turtle_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".ttl"):
            yield prefix + entry.name, entry


def read(entry: Traversable, name: str, graph: str) -> Lines:
    """Return a Turtle file as normal lines; `name` is its path for messages.

    Raises InputError with file and line where the syntax is wrong.
    """
    # blank nodes are named file by file, so that those of two files never meet
    return quads.normal(entry.read_bytes(), f"{graph}/{name}", syntax="ttl", base=str(names.ID), where=name)


def turtle(entry: Traversable) -> list[Triple]:
    """Return the triples of a Turtle file, sorted.

    Raises InputError with file and line where the syntax is wrong.
    """
    return quads.triples_of(read(entry, entry.name, entry.name))


def vocabulary(folder: Traversable | None = None) -> Lines:
    """Return the normal lines of the graph `vocabulary`; `folder` is by default the package's own `ontology`.

    Raises InputError with file and line where the syntax is wrong.
    """
    folder = files("concordat") / "ontology" if folder is None else folder
    parts = (read(entry, f"ontology/{name}", layers.VOCABULARY) for name, entry in turtle_files(folder))
    return frozenset[bytes]().union(*parts)
