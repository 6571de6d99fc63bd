"""Stored findings: what the graph says was found, read back as findings.

What stands in the graph is enough to show them: both sides, the verdict, the aspects that made it, the explanation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from rdflib import Literal, URIRef
from rdflib.term import Node

from ..graph.names import CDT, ID, compact
from .findings import Finding
from .lattice import AspectRelation, Comparison

__all__ = ["read_findings"]

_PREFIX = f"PREFIX cdt: <{CDT}>\n"


class Reader(Protocol):
    """A store that answers SELECT queries."""

    def select(self, query: str, /) -> Sequence[Mapping[str, Node]]:
        """Return the rows of a SELECT query over the public graph."""
        ...


def read_findings(store: Reader) -> list[Finding]:
    """Return all findings that a store holds, sorted by IRI."""
    properties = _properties(store, "Finding")
    comparisons = _comparisons(store)
    return [_finding(properties[iri], comparisons) for iri in sorted(properties)]


def _properties(store: Reader, kind: str) -> dict[str, dict[str, list[Node]]]:
    found: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(f"{_PREFIX}SELECT ?s ?p ?o {{ ?s a cdt:{kind} ; ?p ?o }}"):
        found[str(row["s"])][str(row["p"]).removeprefix(CDT)].append(row["o"])
    return found


def _comparisons(store: Reader) -> dict[str, Comparison]:
    relations = _properties(store, "AspectRelation")
    found = {}
    for iri, held in _properties(store, "Comparison").items():
        related = [relations[str(node)] for node in held["aspectRelation"]]
        aspects = [AspectRelation(_local(one, "aspect"), _local(one, "relation")) for one in related]
        sides = [compact(str(held[side][0])) for side in ("left", "right")]
        found[iri] = Comparison(URIRef(iri), sides[0], sides[1], tuple(sorted(aspects, key=lambda a: a.aspect)))
    return found


def _local(held: Mapping[str, list[Node]], name: str) -> str:
    return str(held[name][0]).rsplit("#", 1)[-1]


def _finding(held: Mapping[str, list[Node]], comparisons: Mapping[str, Comparison]) -> Finding:
    def ids(name: str) -> tuple[str, ...]:
        return tuple(sorted(compact(str(value)) for value in held[name]))

    left, right = ids("leftProvision"), ids("rightProvision")
    row = held["row"]
    told = {str(o.language): str(o) for o in held["explanation"] if isinstance(o, Literal)}
    return Finding(
        f"{'+'.join(left)}~{'+'.join(right)}", _local(held, "question"), left, right, _local(held, "verdict"),
        row=str(row[0]).removeprefix(ID) if row else None, drafting=bool(held["drafting"]),
        decisive=comparisons.get(str(held["decisive"][0])) if held["decisive"] else None,
        not_compared=ids("notCompared"), clauses=ids("resolvedBy"), reason=str(held["reason"][0]),
        confidence=_local(held, "confidence"), explanation=told,
    )  # fmt: skip
