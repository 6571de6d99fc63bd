"""Bench: the public graph in memory, where rules are run and their results thrown away or taken up.

It answers as a store does, but holds one graph only and keeps nothing: what rules derive never leaves Oxigraph between
two of them.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import InputError
from . import quads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import URIRef
    from rdflib.term import Node

    from .quads import Lines, Triple

__all__ = ["Bench"]


class Bench:
    """One graph in memory, made from normal lines."""

    def __init__(self, lines: Lines) -> None:
        self._store = ox.Store()
        self._store.bulk_load(b"\n".join(sorted(lines)), ox.RdfFormat.N_TRIPLES)
        self._added: dict[str, list[ox.Quad]] = {}
        self._dropped: list[ox.Quad] = []

    def select(self, query: str) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query; a variable without a value is left out of its row."""
        rows = self._current().query(query)
        if not isinstance(rows, ox.QuerySolutions):
            raise InputError("this is no SELECT query", do="use construct")
        names = [variable.value for variable in rows.variables]
        # the same few thousand terms come again and again
        known: dict[object, Node] = {}

        def term(native: object) -> Node:
            if native not in known:
                known[native] = quads.from_native(native)
            return known[native]

        return [{n: term(v) for n, v in zip(names, row, strict=True) if v is not None} for row in rows]

    def _triples(self, query: str) -> list[ox.Triple]:
        answer = self._store.query(query)
        if not isinstance(answer, ox.QueryTriples):
            raise InputError("this is no CONSTRUCT query", do="use select")
        return list(answer)

    def construct(self, query: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT query, sorted and each once."""
        self._current()
        return quads.triples_of(set(quads.native_lines(self._triples(query))))

    def insert(self, name: URIRef, triples: Iterable[Triple]) -> None:
        """Add triples under a name by which they can be dropped."""
        self._add(name, [ox.Triple(*map(quads.to_native, triple)) for triple in triples])  # type: ignore[arg-type]

    def derive(self, name: URIRef, queries: Iterable[str]) -> int:
        """Add what CONSTRUCT queries make of the graph as it is, all of them seeing the same state; return how many triples are new."""
        self._current()
        # Oxigraph lets go of the interpreter's lock while it works; an answer is read in the thread that asked
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return self._add(name, [triple for part in pool.map(self._triples, queries) for triple in part])

    def _add(self, name: URIRef, triples: Iterable[ox.Triple]) -> int:
        self._current()
        quads_ = {ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples}
        new = [quad for quad in quads_ if quad not in self._store]
        self._store.extend(new)
        self._added.setdefault(str(name), []).extend(new)
        return len(new)

    def lines(self, name: URIRef) -> Lines:
        """Return the normal lines of what was added under a name and was not there before."""
        return frozenset(quads.native_lines(ox.Triple(q.subject, q.predicate, q.object) for q in self._added.get(str(name), ())))

    def drop(self, name: URIRef) -> None:
        """Take out what was added under a name."""
        # most benches are thrown away after the last drop: what is dropped leaves when something else comes or is asked
        self._dropped += self._added.pop(str(name), [])

    def _current(self) -> ox.Store:
        for quad in self._dropped:
            self._store.remove(quad)
        self._dropped.clear()
        return self._store
