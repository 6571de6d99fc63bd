"""Stored findings: what the graph says was found, read back as findings.

What stands in the graph is enough to show them: both sides, the verdict, the aspects that made it, the explanation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from rdflib import Literal, URIRef
from rdflib.term import Node

from ..graph.names import CDT, ID, compact
from ..graph.store import Reader
from .findings import Finding
from .lattice import AspectRelation, Comparison

__all__ = ["read_findings", "whole"]

_PREFIX = f"PREFIX cdt: <{CDT}>\n"


def read_findings(store: Reader) -> list[Finding]:
    """Return all findings that a store holds, sorted by IRI, with both sides and the verdict; `whole` adds what it rests on."""
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    several = "cdt:leftProvision cdt:rightProvision cdt:resolvedBy"
    for row in store.select(f"{_PREFIX}SELECT ?f ?p ?o {{ VALUES ?p {{ {several} }} ?f a cdt:Finding ; ?p ?o }}"):
        sides[str(row["f"])][str(row["p"]).removeprefix(CDT)].add(compact(str(row["o"])))
    query = f"""{_PREFIX}SELECT * {{ ?f a cdt:Finding ; cdt:question ?question ; cdt:verdict ?verdict ; cdt:reason ?reason ;
        cdt:confidence ?confidence . OPTIONAL {{ ?f cdt:row ?row }} OPTIONAL {{ ?f cdt:drafting ?drafting }} }}"""
    rows = sorted(store.select(query), key=lambda row: str(row["f"]))
    return [_finding(row, sides[str(row["f"])]) for row in rows]


def _finding(row: Mapping[str, Node], sides: Mapping[str, set[str]]) -> Finding:
    left, right = tuple(sorted(sides["leftProvision"])), tuple(sorted(sides["rightProvision"]))
    name = row.get("row")
    return Finding(
        f"{'+'.join(left)}~{'+'.join(right)}", _local(row["question"]), left, right, _local(row["verdict"]),
        row=None if name is None else str(name).removeprefix(ID), drafting="drafting" in row,
        clauses=tuple(sorted(sides["resolvedBy"])), reason=str(row["reason"]), confidence=_local(row["confidence"]),
    )  # fmt: skip


def whole(store: Reader, finding: Finding) -> Finding:
    """Return a finding with its explanation, the points not compared, and the comparison that decided."""
    this = f"<{finding.iri}>"
    told = store.select(f"{_PREFIX}SELECT ?text {{ {this} cdt:explanation ?text }}")
    missing = store.select(f"{_PREFIX}SELECT ?what {{ {this} cdt:notCompared ?what }}")
    return replace(
        finding,
        explanation={str(row["text"].language): str(row["text"]) for row in told if isinstance(row["text"], Literal)},
        not_compared=tuple(sorted(compact(str(row["what"])) for row in missing)),
        decisive=_comparison(store, this),
    )


def _comparison(store: Reader, this: str) -> Comparison | None:
    query = f"""{_PREFIX}SELECT * {{ {this} cdt:decisive ?c . ?c cdt:left ?left ; cdt:right ?right .
        OPTIONAL {{ ?c cdt:aspectRelation ?a . ?a cdt:aspect ?aspect ; cdt:relation ?relation }} }}"""
    rows = store.select(query)
    if not rows:
        return None
    aspects = [AspectRelation(_local(row["aspect"]), _local(row["relation"])) for row in rows if "a" in row]
    left, right = (compact(str(rows[0][side])) for side in ("left", "right"))
    return Comparison(URIRef(str(rows[0]["c"])), left, right, tuple(sorted(aspects, key=lambda a: a.aspect)))


def _local(term: Node) -> str:
    return str(term).rsplit("#", 1)[-1]
