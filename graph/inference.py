"""Closures: what follows from the graph by the queries of `queries/inference/`, one join a query.

OWL 2 says the same in the axioms of `ontology/`; a test holds both against HermiT. The queries are plain SPARQL 1.1
CONSTRUCT (https://www.w3.org/TR/sparql11-query/#construct), so that any store can run them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Protocol, TypeAlias, cast

from rdflib import Graph, URIRef
from rdflib.term import Node

from .layers import INFERRED

__all__ = ["Closure", "InGraph", "Triple", "Triples", "closures", "infer"]

Triple: TypeAlias = tuple[Node, Node, Node]


class Triples(Protocol):
    """What can be closed: a bench, or anything else that takes up what CONSTRUCT queries make."""

    def derive(self, graph: URIRef, queries: Iterable[str], /) -> int:
        """Add to a named graph what CONSTRUCT queries make, seen by the next query; return how many triples are new."""
        ...


@dataclass(frozen=True, slots=True)
class Closure:
    """One query of `queries/inference/`; `recursive` where its own results feed it."""

    name: str
    title: str
    query: str
    recursive: bool


@dataclass(frozen=True, slots=True)
class InGraph:
    """An rdflib graph as something that can be closed in place; the name of the inferred graph is not kept."""

    graph: Graph

    def derive(self, _graph: URIRef, queries: Iterable[str], /) -> int:
        """Add to the graph what the queries make of it; return how many triples are new."""
        before = len(self.graph)
        for made in [cast("list[Triple]", list(self.graph.query(query))) for query in queries]:
            for triple in made:
                self.graph.add(triple)
        return len(self.graph) - before


@lru_cache(1)
def closures() -> tuple[Closure, ...]:
    """Return the closures by name; in this order each finds what the ones before it made."""
    folder = files("concordat") / "queries" / "inference"
    queries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".rq")), key=lambda entry: entry.name)
    return tuple(_closure(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8")) for entry in queries)


def _closure(name: str, query: str) -> Closure:
    header = dict(line[2:].split(": ", 1) for line in query.splitlines() if line.startswith("# ") and ": " in line)
    return Closure(name, header["title"], query, header["runs"] != "once")


def infer(store: Triples, *, into: URIRef = INFERRED, using: Sequence[Closure] | None = None) -> int:
    """Close the store to a fixpoint and return how many triples the closures add.

    `into` must hold nothing that no longer follows: start without it. What is added is a function of the graph alone.
    """
    number = 0
    for closure in closures() if using is None else using:
        while new := store.derive(into, [closure.query]):
            number += new
            if not closure.recursive:
                break
    return number
