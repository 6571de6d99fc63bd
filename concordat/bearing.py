"""Bearing: what a change of statements can bear on, so that a check after it asks about that and about nothing else.

Whether a node meets a property constraint hangs on its own statements and on the nodes that the path leads to (SHACL sections 2.3
and 4); what a SPARQL constraint finds, on the statements whose predicates its text names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection as Members
from rdflib.term import Node

__all__ = ["Bearing", "Holders", "bearing"]

Triple = tuple[Node, Node, Node]
# gives for a predicate and a value the nodes that have it, or for a predicate and a node its values
Holders = Callable[[Node, Node], Iterable[Node]]
_INSIDE = (SH["and"], SH["or"])


@dataclass(frozen=True, slots=True)
class Bearing:
    """The nodes whose property constraints a change can bear on, and the SPARQL constraints that it can."""

    nodes: frozenset[Node]
    constraints: frozenset[Node]


def bearing(
    shapes: Graph, changed: Collection[Triple], *, holders: Holders, values: Holders, text: Callable[[Node], str]
) -> Bearing | None:
    """Return what statements that came or went can bear on; None where that is everything.

    `holders` and `values` look things up in the graph as it is now, `text` gives a SPARQL constraint with its prefixes.
    """
    steps = {step for path in shapes.objects(None, SH.path) for step in _steps(shapes, path)}
    if None in steps or any(predicate == RDFS.subClassOf for _, predicate, _ in changed):
        return None
    onward = {predicate for predicate, back in filter(None, steps) if not back}
    back = {predicate for predicate, back in filter(None, steps) if back}
    aimed = {*back, *shapes.objects(None, SH.targetObjectsOf)}
    reached = {subject for subject, _, _ in changed} | {value for _, predicate, value in changed if predicate in aimed}
    nodes = set(reached)
    for _ in range(_depth(shapes)):
        reached = {node for each in reached for p in onward for node in holders(p, each)} | {
            node for each in reached for p in back for node in values(p, each)
        }
        nodes |= reached
    predicates = {str(predicate) for _, predicate, _ in changed}
    asked = frozenset(each for each in shapes.objects(None, SH.sparql) if _names(text(each), predicates))
    return Bearing(frozenset(nodes), asked)


def _steps(shapes: Graph, path: Node) -> Iterator[tuple[Node, bool] | None]:
    """Yield the predicates of a path, each with whether it is followed backwards; None for a path that is not understood."""
    if isinstance(path, URIRef):
        yield path, False
    elif (back := shapes.value(path, SH.inversePath)) is not None:
        yield (back, True) if isinstance(back, URIRef) else None
    else:
        parts = list(Members(shapes, shapes.value(path, SH.alternativePath) or path))
        for part in parts:
            yield from _steps(shapes, part)
        if not parts:
            yield None


def _length(shapes: Graph, path: Node) -> int:
    if isinstance(path, URIRef) or (path, RDF.first, None) not in shapes:
        parts = [] if isinstance(path, URIRef) else list(Members(shapes, shapes.value(path, SH.alternativePath) or path))
        return max((_length(shapes, part) for part in parts), default=1)
    return sum(_length(shapes, part) for part in Members(shapes, path))


def _depth(shapes: Graph) -> int:
    """Return how many steps the paths of a shape, and of those inside it, lead away from a node at most."""

    def of(shape: Node) -> int:
        inside = [each for kind in _INSIDE for head in shapes.objects(shape, kind) for each in Members(shapes, head)]
        own = sum(_length(shapes, path) for path in shapes.objects(shape, SH.path))
        return own + max(map(of, inside), default=0)

    return max(map(of, set(shapes.subjects())), default=0)


_TERM = re.compile(r"<([^<>\s]+)>|\b([\w-]+):([\w-]+)")
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
# "?value ?any ?other": a predicate that is a variable
_ANY = re.compile(r"[?$]\w+\s+[?$]\w+\s+[?$<\w\"]")
_TYPE = re.compile(r"\sa\s")


def _names(text: str, predicates: Collection[str]) -> bool:
    """Tell whether a query may read statements with one of these predicates."""
    prefixes = dict(_PREFIX.findall(text))
    named = {whole or prefixes.get(prefix, "") + name for whole, prefix, name in _TERM.findall(text)}
    if _TYPE.search(text):
        named.add(str(RDF.type))
    return not named.isdisjoint(predicates) or _ANY.search(text.partition("{")[2]) is not None
