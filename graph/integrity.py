"""Integrity: whether a store holds what its catalogue says, shows what it may show, and leads nowhere into nothing.

Hashes are SHA-256 (FIPS 180-4) of the canonical N-Quads of a graph. Each graph is read once; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import DCAT, VOID, URIRef

from ..errors import StoreError
from . import catalog, layers, names, quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .quads import Lines
    from .store import Store

__all__ = ["Fault", "Inspection", "inspect"]

_SELF = (layers.CATALOG, layers.CATALOG_RESTRICTED)
# layers whose links the program follows; what a loaded document or a machine's reading names may be unknown
_FOLLOWED = ("curated", "findings", "inferred", "vocabulary")
_ELI = "http://data.europa.eu/eli/ontology#"
# what a text itself refers to, rightly or not, and the rows of the verdict table, which stand in a file
_PRINTED = {
    *(f"<{names.CDT[term]}>".encode() for term in ("citesAsPrinted", "incorporates", "intendedTarget", "row", "to")),
    *(f"<{_ELI}{term}>".encode() for term in ("based_on", "cites")),
}
_OWN_TERMS = (f"<{names.CDT}".encode(), f"<{_ELI}".encode())
_THINGS = f"<{names.ID}".encode()
_WORDS = (f"<{names.BASE}scheme/".encode(), f"<{names.CDT}".encode())


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it must be: its `kind`, `where` (an IRI or a path), and the facts its wording names."""

    kind: str
    where: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was looked at, in graphs and statements, and what was found wrong."""

    graphs: int
    statements: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    content: str
    triples: int


class _Links:
    """What is described, and what is linked to and by which graph."""

    def __init__(self) -> None:
        self._described: set[bytes] = set()
        self._wanted: dict[bytes, URIRef] = {}

    def read(self, graph: URIRef, lines: Lines) -> None:
        """Take the links of a graph down."""
        followed = layers.local_name(graph).split("/", 1)[0] in _FOLLOWED
        for line in lines:
            subject, predicate, target = line[:-2].split(b" ", 2)
            self._described.add(subject)
            thing = followed and target.startswith(_THINGS) and predicate.startswith(_OWN_TERMS) and predicate not in _PRINTED
            if thing or (target.startswith(_WORDS) and b"#" in target[:-2]):
                self._wanted.setdefault(target, graph)

    def dangling(self) -> Iterator[Fault]:
        """Yield the links whose target nobody describes."""
        for target in sorted(self._wanted.keys() - self._described):
            yield Fault("link", target[1:-1].decode(), {"graph": layers.local_name(self._wanted[target])})


class _Public:
    """The public graph against the graphs that it is made of."""

    def __init__(self, lines: Lines, hidden: Iterable[str]) -> None:
        self._lines, self._extra, self._missing = lines, set(lines), 0
        self._hidden = set(hidden)

    def read(self, graph: URIRef, lines: Lines) -> None:
        """Compare one graph."""
        if layers.may_be_public(graph) and str(graph) not in self._hidden:
            self._extra -= lines
            self._missing += len(lines - self._lines)

    def faults(self) -> Iterator[Fault]:
        """Yield what it lacks and what it shows too much of."""
        if self._missing:
            yield Fault("public-missing", str(layers.PUBLIC), {"number": self._missing})
        if self._extra:
            yield Fault("public-extra", str(layers.PUBLIC), {"number": len(self._extra)})


def inspect(store: Store) -> Inspection:
    """Return what is wrong with the graphs of a store.

    Raises StoreError where it cannot be read, or was changed while it was.
    """
    generation, records = store.generation, _records(store)
    there = {*store.graph_names()}
    links, public = _Links(), _Public(store.public(), map(str, catalog.restricted(store)))
    faults: list[Fault] = []
    statements = 0
    for graph in sorted(there | records.keys()):
        lines = store.lines(graph)
        statements += len(lines)
        links.read(graph, lines)
        public.read(graph, lines)
        if graph not in _SELF:
            faults += _compared(graph, lines, records.get(graph))
    if store.generation != generation:
        raise StoreError("the store was changed while it was read", where=store.address, do="run again while nobody writes")
    return Inspection(len(there), statements, (*faults, *public.faults(), *links.dangling()))


def _records(store: Store) -> dict[URIRef, _Record]:
    """Return what the catalogues say of each graph; a record without a hash has an empty one."""
    query = (
        f"SELECT ?g ?content ?n WHERE {{ VALUES ?c {{ <{_SELF[0]}> <{_SELF[1]}> }} GRAPH ?c {{ ?c <{DCAT.dataset}> ?g . "
        f"OPTIONAL {{ ?g <{names.CDT.contentHash}> ?content }} OPTIONAL {{ ?g <{VOID.triples}> ?n }} }} }}"
    )
    rows = store.select(query)
    return {URIRef(str(row["g"])): _Record(str(row.get("content", "")), int(str(row.get("n", 0)))) for row in rows}


def _compared(graph: URIRef, lines: Lines, record: _Record | None) -> Iterator[Fault]:
    if record is None:
        yield Fault("record-missing", str(graph), {"number": len(lines)})
    elif record.triples and not lines:
        yield Fault("graph-missing", str(graph), {"number": record.triples})
    elif quads.digest(quads.quad_lines(lines, graph)) != record.content:
        yield Fault("content", str(graph), {"number": len(lines), "recorded": record.triples})
    elif len(lines) != record.triples:
        yield Fault("count", str(graph), {"number": len(lines), "recorded": record.triples})
