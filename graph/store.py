"""Store: one protocol for the place where the graph is held, and the way to open one.

Two implementations: a folder (`embedded`) and any SPARQL 1.1 server (`remote`; SPARQL 1.1 Query, Update and Protocol).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from rdflib import URIRef
    from rdflib.term import Node

    from .quads import Lines, Triple

__all__ = ["Reader", "Store", "default_address", "open_store"]


class Reader(Protocol):
    """What answers SELECT queries over a graph: a store, a snapshot of one, or a bench."""

    def select(self, query: str, /) -> Sequence[Mapping[str, Node]]:
        """Return the rows of a SELECT query; a variable without a value is left out of its row."""
        ...


class Store(Protocol):
    """A place that holds named graphs and the public graph made of them. Terms are rdflib's.

    A query without a dataset of its own reads the public graph, and every layer by GRAPH. All methods raise StoreError
    where the store cannot be reached, read or written, and InputError where SPARQL is wrong.
    """

    address: str

    @property
    def generation(self) -> int:
        """The number of transactions that have changed the store; 0 for an empty one."""
        ...

    @property
    def version(self) -> int:
        """The schema version of the store; 0 for an empty one."""
        ...

    def select(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query; `bindings` gives variables (without `?`) their terms."""
        ...

    def ask(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> bool:
        """Return the answer of an ASK query."""
        ...

    def construct(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, sorted and each once."""
        ...

    def graph(self, name: URIRef) -> list[Triple]:
        """Return the triples of a named graph, sorted; an unknown one has none."""
        ...

    def lines(self, name: URIRef) -> Lines:
        """Return a named graph as the normal lines of `quads`, which is quicker than `graph`."""
        ...

    def dump(self, name: URIRef) -> bytes:
        """Return a named graph as canonical sorted N-Quads, the same bytes on every store."""
        ...

    def public(self) -> Lines:
        """Return the normal lines of the public graph."""
        ...

    def graph_names(self) -> list[URIRef]:
        """Return the names of all graphs that hold a triple, sorted."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Collect the writes made inside and apply all of them at its end, or none where an error is raised.

        Reads made inside see the state before it. A transaction inside another is part of it.
        """
        ...

    def replace(self, name: URIRef, triples: Iterable[Triple] | Lines) -> None:
        """Make these triples the whole content of a named graph; lines made by `quads.normal` are taken as they are."""
        ...

    def insert(self, name: URIRef, triples: Iterable[Triple] | Lines) -> None:
        """Add triples to a named graph."""
        ...

    def derive(self, name: URIRef, queries: Iterable[str]) -> int:
        """Add to a named graph what CONSTRUCT queries make of the public graph, all of them seeing the same state.

        Return how many triples are new there.
        """
        ...

    def remove(self, name: URIRef, triples: Iterable[Triple] | Lines) -> None:
        """Take triples out of a named graph."""
        ...

    def drop(self, name: URIRef) -> None:
        """Take a named graph out of the store."""
        ...

    def stamp(self, version: int) -> None:
        """Give the store a schema version, and make its public graph anew from its layers; part of the transaction around it."""
        ...

    def close(self) -> None:
        """Release the store."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


def default_address() -> str:
    """Return the address of the store where none is named: `$CONCORDAT_STORE`, else `./.concordat/store`."""
    return os.environ.get("CONCORDAT_STORE") or str(Path(".concordat", "store"))


def open_store(address: str | Path, *, write: bool = False, wait: float = 10.0, older: bool = False) -> Store:
    """Return the store at an address: a folder, `memory:`, or `sparql+http(s)://QUERY-URL`.

    A writer keeps others out until it is closed, and waits up to `wait` seconds for its turn. A reader of a folder
    sees the state at its opening. A store of an older version is opened where `older` says so, to be migrated or backed up.
    Use it in a `with` statement.

    Raises StoreError where there is no store to read, it is locked by another writer, of another version, or cannot be reached.
    """
    text = str(address)
    if text.startswith(("sparql+http://", "sparql+https://")):
        from .remote import RemoteStore

        return RemoteStore(text, write=write, wait=wait, older=older)
    from .embedded import EmbeddedStore

    return EmbeddedStore(None if text == "memory:" else Path(text), write=write, wait=wait, older=older)
