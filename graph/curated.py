"""Curated facts: the Turtle of `graph/data/`, one named graph for each curation.

A file belongs to the curation activity it declares (`<activity/curation/budapest> a prov:Activity`, PROV-O), else to
the one its statements name; files of one activity make one graph. A file without any is a graph by its own name. A
graph that holds an instrument marked as restricted is restricted as a whole: the marking is inherited.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rdflib import DCTERMS, PROV, RDF

from ..errors import InputError
from . import layers, names
from .vocabulary import read, turtle_files

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from rdflib import URIRef

    from .quads import Lines

__all__ = ["Curated", "curated"]

_ACTIVITY = f"<{names.ID}activity/curation/".encode()
_DECLARES = f"> <{RDF.type}> <{PROV.Activity}> .".encode()
_RESTRICTED = f"> <{DCTERMS.accessRights}> <{names.concept('access', 'restricted')}> .".encode()
_NAMES = f" <{PROV.wasGeneratedBy}> ".encode()


@dataclass(frozen=True, slots=True)
class Curated:
    """The facts of one curation: the name of their graph, the files they stand in, and their normal lines."""

    graph: URIRef
    files: tuple[str, ...]
    lines: Lines

    @property
    def access(self) -> str:
        """Return `restricted` where the facts are on an instrument that is, else `public`."""
        return "restricted" if any(line.endswith(_RESTRICTED) for line in self.lines) else "public"


def curated(folder: Traversable | None = None) -> list[Curated]:
    """Return all curated facts by the names of their graphs; `folder` is by default the package's own `graph/data`.

    Raises InputError with file and line where Turtle is wrong, or where a file declares more than one curation.
    """
    folder = files("concordat") / "graph" / "data" if folder is None else folder
    found: dict[URIRef, list[tuple[str, Lines]]] = {}
    for path, entry in turtle_files(folder):
        name = f"graph/data/{path}"
        lines = read(entry, name, layers.named("curated"))
        found.setdefault(_graph_of(lines, name), []).append((name, lines))
    none: Lines = frozenset()
    return [
        Curated(graph, tuple(name for name, _ in parts), none.union(*(lines for _, lines in parts)))
        for graph, parts in sorted(found.items())
    ]


def _graph_of(lines: Lines, name: str) -> URIRef:
    declared = {line.removeprefix(_ACTIVITY)[: -len(_DECLARES)] for line in lines if _is_declaration(line)}
    named = {line.split(_NAMES + _ACTIVITY)[1][: -len(b"> .")] for line in lines if _NAMES + _ACTIVITY in line}
    keys = declared or named
    if len(keys) > 1:
        what = "the file holds several curations: " + ", ".join(sorted(key.decode() for key in keys))
        raise InputError(what, where=name, do="write one file for each")
    key = keys.pop().decode() if keys else PurePosixPath(name).stem
    return layers.curated(key)


def _is_declaration(line: bytes) -> bool:
    return line.startswith(_ACTIVITY) and line.endswith(_DECLARES)
