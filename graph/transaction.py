"""Transaction: what is to change, worked out before anything is written.

Both stores share this: writes are collected, compared with what the store holds, carried over to the public graph, and
handed down as a list of `Delta`, which the store applies wholly or not at all. A triple leaves the public graph
when no other layer of it has the triple.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, cast

from rdflib import DCTERMS, Literal, URIRef

from ..errors import StoreError
from . import layers, names, quads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rdflib.term import Node

    from .quads import Lines, Triple

__all__ = ["HEAD", "SCHEMA_VERSION", "Delta", "TransactionalStore", "check_version", "update_text"]

SCHEMA_VERSION = 1
_NONE: frozenset[bytes] = frozenset()
# above this many lines one read of the graph is cheaper than a look at each line
_MANY = 2000
_GENERATION = names.CDT.generation
_VERSION = names.CDT.schemaVersion
# how the lines begin that the catalogue says of the store itself
HEAD = tuple(f"<{layers.CATALOG}> <{term}> ".encode() for term in (_GENERATION, _VERSION))
# how the line ends that marks a graph as restricted
_MARK = f"> <{DCTERMS.accessRights}> <{names.concept('access', 'restricted')}> .".encode()


@dataclass(frozen=True, slots=True)
class Delta:
    """The normal lines that leave and enter one graph; `graph` None is the public graph."""

    graph: URIRef | None
    removed: Lines = _NONE
    added: Lines = _NONE

    def __len__(self) -> int:
        return len(self.removed) + len(self.added)


@dataclass(slots=True)
class _Edit:
    """The writes to one graph so far: its whole new content, or single lines."""

    whole: Lines | None = None
    added: Lines = _NONE
    removed: Lines = _NONE

    def insert(self, lines: Lines) -> None:
        if self.whole is None:
            self.added, self.removed = self.added | lines, self.removed - lines
        else:
            self.whole |= lines

    def remove(self, lines: Lines) -> None:
        if self.whole is None:
            self.added, self.removed = self.added - lines, self.removed | lines
        else:
            self.whole -= lines


def update_text(deltas: Iterable[Delta], public: URIRef | None) -> str:
    """Return deltas as one SPARQL 1.1 update request.

    `public` is the name of the public graph, None where it is the default graph.
    """

    def data(verb: str, graph: URIRef | None, lines: Lines) -> str:
        body = b"\n".join(sorted(lines)).decode()
        target = graph if graph is not None else public
        return f"{verb} DATA {{ {body} }}" if target is None else f"{verb} DATA {{ GRAPH <{target}> {{ {body} }} }}"

    deltas = list(deltas)
    gone = [data("DELETE", delta.graph, delta.removed) for delta in deltas if delta.removed]
    come = [data("INSERT", delta.graph, delta.added) for delta in deltas if delta.added]
    return " ;\n".join(gone + come)


class TransactionalStore(ABC):
    """What the embedded and the remote store have in common. Lines are normal lines as in `quads`."""

    def __init__(self, *, write: bool) -> None:
        self._write = write
        self._edits: dict[URIRef, _Edit] | None = None
        self._stamp: int | None = None

    # what each store does in its own way

    @abstractmethod
    def lines(self, name: URIRef) -> Lines:
        """Return the normal lines of a named graph; an unknown one has none."""

    @abstractmethod
    def public(self) -> Lines:
        """Return the normal lines of the public graph."""

    @abstractmethod
    def graph_names(self) -> list[URIRef]:
        """Return the names of all graphs that hold a triple, sorted."""

    @abstractmethod
    def _holders(self, lines: Lines) -> Mapping[bytes, set[str]]:
        """Return for each line the names of the graphs that hold it."""

    @abstractmethod
    def _apply(self, deltas: list[Delta]) -> None:
        """Write all deltas or none."""

    @abstractmethod
    def _rows(self, query: str) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query on named graphs."""

    @abstractmethod
    def close(self) -> None:
        """Release the store."""

    @abstractmethod
    def construct(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, sorted and each once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        # what went wrong first is what there is to tell
        with suppress(StoreError) if any(error) else nullcontext():
            self.close()

    # reading

    def graph(self, name: URIRef) -> list[Triple]:
        """Return the triples of a named graph, sorted; an unknown one has none."""
        return quads.triples_of(self.lines(name))

    def dump(self, name: URIRef) -> bytes:
        """Return a named graph as canonical sorted N-Quads, the same bytes on every store."""
        return quads.quad_lines(self.lines(name), name)

    @property
    def generation(self) -> int:
        """The number of transactions that have changed the store; 0 for an empty one."""
        return dict(self._head()).get(_GENERATION, 0)

    @property
    def version(self) -> int:
        """The schema version of the store; 0 for an empty one."""
        return dict(self._head()).get(_VERSION, 0)

    def _head(self) -> list[tuple[URIRef, int]]:
        """Return what the catalogue says of the store itself: of two generations, where a writer was cut off, the last counts."""
        terms = f"VALUES ?p {{ <{_GENERATION}> <{_VERSION}> }}"
        rows = self._rows(f"SELECT ?p ?o WHERE {{ {terms} GRAPH <{layers.CATALOG}> {{ <{layers.CATALOG}> ?p ?o }} }}")
        return sorted((URIRef(str(row["p"])), int(str(row["o"]))) for row in rows)

    def _restricted(self) -> set[tuple[str, str]]:
        """Return the graphs marked as restricted, each behind the catalogue that marks it."""
        rows = self._rows(
            f"SELECT ?c ?g WHERE {{ VALUES ?c {{ <{layers.CATALOG}> <{layers.CATALOG_RESTRICTED}> }} "
            f"GRAPH ?c {{ ?g <{DCTERMS.accessRights}> <{names.concept('access', 'restricted')}> }} }}"
        )
        return {(str(row["c"]), str(row["g"])) for row in rows}

    # writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Collect the writes made inside and apply all of them at its end, or none where an error is raised.

        Reads made inside see the state before it. A transaction inside another is part of it.
        Raises StoreError where the store was opened for reading, or cannot be written.
        """
        if not self._write:
            raise StoreError("this store was opened for reading", do="open it with write=True")
        if self._edits is not None:
            yield
            return
        self._edits = {}
        try:
            yield
            self._commit(self._edits)
        finally:
            self._edits = self._stamp = None

    @contextmanager
    def _edit(self, graph: URIRef) -> Iterator[_Edit]:
        with self.transaction():
            assert self._edits is not None  # noqa: S101 - what transaction() has just set
            yield self._edits.setdefault(graph, _Edit())

    def replace(self, name: URIRef, triples: Iterable[Triple] | Lines) -> None:
        """Make these triples the whole content of a named graph; lines made by `quads.normal` are taken as they are.

        Raises StoreError where the store cannot be written, UsageError or InputError where a term is not valid.
        """
        lines = _as_lines(triples, name)
        with self._edit(name) as edit:
            edit.whole, edit.added, edit.removed = lines, _NONE, _NONE

    def insert(self, name: URIRef, triples: Iterable[Triple] | Lines) -> None:
        """Add triples to a named graph; raises what `replace` raises."""
        lines = _as_lines(triples, name)
        with self._edit(name) as edit:
            edit.insert(lines)

    def derive(self, name: URIRef, queries: Iterable[str]) -> int:
        """Add to a named graph what CONSTRUCT queries make of the public graph, all of them seeing the same state.

        Return how many triples are new there.
        """
        made = _as_lines([triple for query in queries for triple in self.construct(query)], name)
        new = made - self.lines(name)
        self.insert(name, new)
        return len(new)

    def remove(self, name: URIRef, triples: Iterable[Triple] | Lines) -> None:
        """Take triples out of a named graph; raises what `replace` raises."""
        lines = _as_lines(triples, name)
        with self._edit(name) as edit:
            edit.remove(lines)

    def drop(self, name: URIRef) -> None:
        """Take a named graph out of the store, as `replace` with nothing does; raises what `replace` raises."""
        self.replace(name, _NONE)

    def stamp(self, version: int) -> None:
        """Give the store a schema version, and make its public graph anew from its layers; part of the transaction around it."""
        with self.transaction():
            self._stamp = version

    def _commit(self, edits: dict[URIRef, _Edit]) -> None:
        deltas = [delta for delta in map(self._delta, edits, edits.values()) if len(delta)]
        if deltas or self._stamp is not None:
            deltas = self._counted(deltas)
            self._apply([*(self._public(deltas) if self._stamp is None else self._restated(deltas)), *deltas])

    def _delta(self, graph: URIRef, edit: _Edit) -> Delta:
        if edit.whole is not None:
            old = self.lines(graph)
            return Delta(graph, old - edit.whole, edit.whole - old)
        present = self._present(graph, edit.added | edit.removed)
        return Delta(graph, edit.removed & present, edit.added - present)

    def _present(self, graph: URIRef, lines: Lines) -> Lines:
        if len(lines) > _MANY:
            return lines & self.lines(graph)
        return frozenset(line for line, graphs in self._holders(lines).items() if str(graph) in graphs)

    def _counted(self, deltas: list[Delta]) -> list[Delta]:
        """Return the deltas with the catalogue as the last one, its generation counted up."""
        said = self._head()
        head = dict(said)
        version = self._stamp or head.get(_VERSION, SCHEMA_VERSION)
        old, new = _head_lines(said), _head_lines([(_GENERATION, head.get(_GENERATION, 0) + 1), (_VERSION, version)])
        own = next((delta for delta in deltas if delta.graph == layers.CATALOG), Delta(layers.CATALOG))
        added = frozenset(line for line in own.added if not line.startswith(HEAD)) | (new - old)
        return [*(d for d in deltas if d is not own), Delta(layers.CATALOG, (own.removed | old) - new, added)]

    def _public(self, deltas: list[Delta]) -> list[Delta]:
        """Return what leaves and enters the public graph when these deltas are applied."""
        before, after = self._marks(deltas)
        by_graph = {str(delta.graph): delta for delta in deltas}
        leaving = [delta.removed for graph, delta in by_graph.items() if _visible(graph, before)]
        coming = [delta.added for graph, delta in by_graph.items() if _visible(graph, after)]
        for graph in filter(layers.may_be_public, before ^ after):
            content = self.lines(URIRef(graph))
            delta = by_graph.get(graph, Delta(URIRef(graph)))
            if graph in after:
                leaving.append(content)
            else:
                coming.append((content - delta.removed) | delta.added)
        leaving_lines = _NONE.union(*leaving).difference(*coming)
        kept = {
            line
            for line, graphs in self._holders(leaving_lines).items()
            if any(_visible(g, after) and line not in by_graph.get(g, Delta(None)).removed for g in graphs)
        }
        return [Delta(None, removed=leaving_lines - kept), *(Delta(None, added=lines) for lines in coming)]

    def _restated(self, deltas: list[Delta]) -> list[Delta]:
        """Return what makes the public graph that of its layers as they are when these deltas are applied, whatever it is now."""
        _, after = self._marks(deltas)
        by_graph = {str(delta.graph): delta for delta in deltas}
        names = {*map(str, self.graph_names()), *by_graph}
        visible = [(self.lines(URIRef(name)), by_graph.get(name, Delta(None))) for name in names if _visible(name, after)]
        wanted = _NONE.union(*((lines - delta.removed) | delta.added for lines, delta in visible))
        held = self.public()
        return [Delta(None, held - wanted, wanted - held)]

    def _marks(self, deltas: list[Delta]) -> tuple[set[str], set[str]]:
        """Return the graphs that are restricted before and after the deltas."""
        before = self._restricted()
        after = set(before)
        for delta in deltas:
            if delta.graph in (layers.CATALOG, layers.CATALOG_RESTRICTED):
                after -= {(str(delta.graph), graph) for graph in _marked(delta.removed)}
                after |= {(str(delta.graph), graph) for graph in _marked(delta.added)}
        return {graph for _, graph in before}, {graph for _, graph in after}


def check_version(version: int, where: str, *, write: bool, empty: Callable[[], bool]) -> None:
    """Raise StoreError where another version of Concordat wrote the store, or nobody did and it is to be read.

    `empty` says whether the store holds nothing; it is asked only where the store has no version.
    """
    what = f"the store has version {version}; this program reads {SCHEMA_VERSION}"
    if version > SCHEMA_VERSION:
        raise StoreError(what, where=where, do="update Concordat, or build another store")
    if not version and empty():
        if not write:
            raise StoreError("the store is empty", where=where, do="fill it: concordat build")
    elif version < SCHEMA_VERSION:
        raise StoreError(what, where=where, do="bring it up to date: concordat backup, then concordat migrate")


def _visible(graph: str, restricted: set[str]) -> bool:
    return graph not in restricted and layers.may_be_public(graph)


def _marked(lines: Lines) -> set[str]:
    return {line[1 : -len(_MARK)].decode() for line in lines if line.endswith(_MARK)}


def _head_lines(head: Iterable[tuple[URIRef, int]]) -> Lines:
    triples = ((layers.CATALOG, term, Literal(number)) for term, number in head)
    return quads.normal(quads.lines_of(triples), layers.CATALOG)


def _as_lines(triples: Iterable[Triple] | Lines, graph: URIRef) -> Lines:
    if isinstance(triples, frozenset) and {*map(type, triples)} <= {bytes}:
        return cast("Lines", triples)
    return quads.normal(quads.lines_of(triple for triple in triples if not isinstance(triple, bytes)), graph)
