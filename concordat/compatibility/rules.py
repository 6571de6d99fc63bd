"""Rules: the SPARQL files of `queries/compatibility/`, run stage by stage over pairs of provisions.

A pair names the provisions of its two sides. The stages find the statements that answer for each side, the statements
that can be compared, the relation in each aspect, and the clauses that resolve an opposition. What they construct stands
in one working graph, so the same files run in the embedded store and on any SPARQL 1.1 server.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ..graph.names import BASE, CDT, ID, compact, expand
from .lattice import AspectRelation, Comparison

__all__ = ["STAGES", "WORK", "Pair", "Side", "Workbench", "compare", "lies_in", "local", "pair_triples", "rules", "table", "worked"]

STAGES = ("statements", "sides", "repeats", "match", "aspect", "difference", "relate", "across", "clause")
WORK = URIRef(BASE + "graph/work")
Triple = tuple[Node, Node, Node]


class Workbench(Protocol):
    """A store in which rules can be run."""

    def derive(self, name: URIRef, queries: Iterable[str], /) -> object:
        """Add to a named graph what CONSTRUCT queries make of the public graph, all of them seeing the same state."""
        ...

    def select(self, query: str, /) -> Sequence[Mapping[str, Node]]:
        """Return the rows of a SELECT query over the public graph."""
        ...

    def insert(self, name: URIRef, triples: Iterable[Triple], /) -> object:
        """Add triples to a named graph."""
        ...

    def drop(self, name: URIRef, /) -> object:
        """Remove a named graph."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared: provisions or instruments on the left with those on the right, as compact ids."""

    key: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def iri(self) -> URIRef:
        """The IRI of the pair in the working graph."""
        return ID["pair/" + re.sub(r"[^A-Za-z0-9._-]", "_", self.key)]


@dataclass(slots=True)
class Side:
    """What was found for a pair: its comparisons, and what is known where nothing can be compared."""

    comparisons: list[Comparison] = field(default_factory=list)
    lefts: set[str] = field(default_factory=set)
    rights: set[str] = field(default_factory=set)
    families: dict[str, set[str]] = field(default_factory=dict)
    topics: dict[str, set[str]] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    whole: bool = False
    conduct: bool = False
    broken: list[tuple[str, str | None]] = field(default_factory=list)
    misread: set[str] = field(default_factory=set)

    def families_of(self, statements: Iterable[str]) -> set[str]:
        """Return the families of subjects that these statements belong to."""
        return {family for statement in statements for family in self.families.get(statement, ())}

    def answered(self) -> bool:
        """Return whether left was read whole on what right is about: on its families of subjects, or on its very topics."""
        return all(map(self._reads, self.rights))

    def _reads(self, right: str) -> bool:
        wide = self.families.get(right, set())
        return bool(wide) and (wide <= self.covered or self.topics.get(right, wide) <= self.covered)


@lru_cache(1)
def rules() -> dict[str, list[tuple[str, str]]]:
    """Return the rule files by stage: (name, query), in the order of their names.

    Raises ValueError where a file names no known stage.
    """
    found: dict[str, list[tuple[str, str]]] = {stage: [] for stage in STAGES}
    folder = files("concordat") / "queries" / "compatibility"
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".rq"):
            text = entry.read_text(encoding="utf-8")
            stage = re.search(r"^# stage: (\w+)$", text, re.MULTILINE)
            if stage is None or stage[1] not in found:
                msg = f"queries/compatibility/{entry.name} names no stage; write one of {', '.join(STAGES)} behind '# stage:'"
                raise ValueError(msg)
            found[stage[1]].append((entry.name.removesuffix(".rq"), text))
    return found


def table() -> Iterator[Triple]:
    """Yield the deontic square, and what the rules know of concepts, as triples."""
    folder = files("concordat") / "queries" / "compatibility"
    for name in ("modality-pairs.ttl", "concepts.ttl"):
        yield from Graph().parse(data=(folder / name).read_text(encoding="utf-8"), format="turtle")


def pair_triples(pairs: Iterable[Pair]) -> Iterator[Triple]:
    """Yield pairs as the rules read them."""
    for pair in pairs:
        yield pair.iri, RDF.type, CDT.Pair
        for side in pair.left:
            yield pair.iri, CDT.leftSide, expand(side)
        for side in pair.right:
            yield pair.iri, CDT.rightSide, expand(side)


@contextmanager
def worked(store: Workbench, pairs: Sequence[Pair], *, until: str = STAGES[-1]) -> Iterator[None]:
    """Run the rules over pairs, to the end of a stage, and drop what they made when the block ends."""
    store.insert(WORK, [*table(), *pair_triples(pairs)])
    try:
        for stage in STAGES[: STAGES.index(until) + 1]:
            store.derive(WORK, [query for _, query in rules()[stage]])
        yield
    finally:
        store.drop(WORK)


def compare(store: Workbench, pairs: Sequence[Pair]) -> dict[str, Side]:
    """Return what was found for each pair, by its key."""
    sides = {pair.key: Side() for pair in pairs}
    if not pairs:
        return sides
    by_iri = {str(pair.iri): sides[pair.key] for pair in pairs}
    with worked(store, pairs):
        comparisons = _comparisons(store)
        for row in store.select(_q("SELECT ?pair ?c { ?pair cdt:comparison ?c }")):
            by_iri[str(row["pair"])].comparisons.append(comparisons[str(row["c"])])
        _context(store, by_iri)
    for side in sides.values():
        side.comparisons.sort(key=lambda c: str(c.iri))
    return sides


def _q(body: str) -> str:
    return (
        "PREFIX cdt: <https://w3id.org/concordat/ontology#>\nPREFIX eli: <http://data.europa.eu/eli/ontology#>\n"
        "PREFIX kind: <https://w3id.org/concordat/scheme/kind#>\n"
        "PREFIX demand: <https://w3id.org/concordat/scheme/demand#>\n"
        "PREFIX resolution: <https://w3id.org/concordat/scheme/resolution#>\n"
        "PREFIX completeness: <https://w3id.org/concordat/scheme/completeness#>\n" + body
    )


def lies_in(provision: str, whole: str) -> bool:
    """Return whether a compact id is that of a text, contribution or provision, or of something inside it."""
    return provision == whole or provision.startswith((f"{whole}/", f"{whole}:"))


def local(term: Node) -> str:
    """Return the local name of a concept, or the compact id of anything else of ours."""
    text = str(term)
    return text.rsplit("#", 1)[1] if "/scheme/" in text else compact(text)


def _comparisons(store: Workbench) -> dict[str, Comparison]:
    aspects = _aspects(store)
    clauses: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_q("SELECT ?c ?clause { ?c cdt:resolvedBy ?clause }")):
        clauses[str(row["c"])].add(compact(str(row["clause"])))
    unread = _sides(store, "?s cdt:unread ?a")
    unlevelled = _sides(store, "?s cdt:extractionConfidence ?a FILTER NOT EXISTS { ?s cdt:level ?level }")
    found = {}
    query = _q("SELECT ?c ?l ?r ?demand { ?c a cdt:Comparison ; cdt:left ?l ; cdt:right ?r OPTIONAL { ?r cdt:demand ?demand } }")
    for row in store.select(query):
        iri = str(row["c"])
        found[iri] = Comparison(
            URIRef(iri), compact(str(row["l"])), compact(str(row["r"])), tuple(aspects.get(iri, ())), tuple(sorted(clauses[iri])),
            local(row["demand"]) if row.get("demand") is not None else None, frozenset(unread[iri]),
            frozenset(unlevelled[iri]),
        )  # fmt: skip
    return found


def _sides(store: Workbench, pattern: str) -> dict[str, set[str]]:
    """Return the sides of each comparison whose statement ?s has what a pattern says."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_q(f"SELECT ?c ?side {{ {pattern} VALUES ?side {{ cdt:left cdt:right }} ?c ?side ?s; a cdt:Comparison }}")):
        found[str(row["c"])].add(str(row["side"]).removeprefix(str(CDT)))
    return found


def _aspects(store: Workbench) -> dict[str, list[AspectRelation]]:
    """Return the aspect relations of each comparison, sorted by their IRIs."""
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in store.select(_q(f"SELECT ?a ?p ?o {{ VALUES ?p {{ {' '.join(f'cdt:{name}' for name in _VALUES)} }} ?a ?p ?o }}")):
        values[str(row["a"])][str(row["p"]).removeprefix(str(CDT))].add(_full(row["o"]))
    relations: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in store.select(_q("SELECT ?c ?a ?aspect ?relation { ?a cdt:ofComparison ?c ; cdt:aspect ?aspect ; cdt:relation ?relation }")):
        relations[str(row["c"]), str(row["a"]), local(row["aspect"])].add(local(row["relation"]))
    found: dict[str, list[AspectRelation]] = defaultdict(list)
    for (comparison, iri, aspect), several in sorted(relations.items()):
        held = {name: tuple(sorted(values[iri][name])) for name in _VALUES} if iri in values else {}
        found[comparison].append(AspectRelation(aspect, min(several, key=ORDER.index), *held.values()))
    return found


def _full(term: Node) -> str:
    return str(term) if isinstance(term, Literal) else compact(str(term))


# where one aspect got several relations (two lists, two figures) the least favourable counts, save that a named ground
# or value that fits outweighs silence
ORDER = ("disjoint", "overlapping", "weaker", "same", "stronger", "left-silent", "right-silent", "not-comparable")
# what an aspect relation was made from, in the order of the fields of AspectRelation
_VALUES = ("leftValue", "rightValue", "common", "lacking", "exceeding", "opposed")


def _context(store: Workbench, by_iri: Mapping[str, Side]) -> None:
    """Fill in what silence, scope and difference of subject are concluded from."""
    for name, query in CONTEXT.items():
        for row in store.select(_q(query)):
            side = by_iri[str(row["pair"])]
            if name in {"whole", "conduct"}:
                setattr(side, name, True)
            elif name == "broken":
                intended = row.get("intended")
                side.broken.append((compact(str(row["value"])), compact(str(intended)) if intended is not None else None))
            elif name in {"families", "topics"}:
                getattr(side, name).setdefault(compact(str(row["s"])), set()).add(compact(str(row["value"])))
            else:
                getattr(side, name).add(compact(str(row["value"])))


_FAMILY = "{ ?topic cdt:includedIn ?value } UNION { ?value cdt:includedIn ?topic } ?value cdt:isFamily true"
CONTEXT: Mapping[str, str] = {
    "lefts": "SELECT DISTINCT ?pair ?value { ?pair cdt:leftStatement ?value }",
    "rights": "SELECT DISTINCT ?pair ?value { ?pair cdt:rightStatement ?value }",
    "families": f"""SELECT DISTINCT ?pair ?s ?value {{
        {{ ?pair cdt:leftStatement ?s }} UNION {{ ?pair cdt:rightStatement ?s }} ?s cdt:topic ?topic . {_FAMILY} }}""",
    "topics": "SELECT DISTINCT ?pair ?s ?value { ?pair cdt:rightStatement ?s . ?s cdt:topic ?value }",
    "covered": """SELECT DISTINCT ?pair ?value {
        { ?pair cdt:leftSide ?whole } UNION { ?pair cdt:leftSide ?side . ?side cdt:within ?whole }
        ?coverage cdt:ofInstrument ?whole ; cdt:topic ?topic ; cdt:completeness completeness:complete .
        ?value cdt:includedIn ?topic }""",
    "excluded": """SELECT DISTINCT ?pair ?value {
        { ?pair cdt:leftSide ?whole } UNION { ?pair cdt:leftSide ?side . ?side cdt:within ?whole }
        ?whole cdt:scopeExcludes ?topic .
        ?value cdt:includedIn ?topic }""",
    "whole": """SELECT DISTINCT ?pair {
        ?pair cdt:leftSide ?side . { ?side eli:type_subdivision ?kind .
        VALUES ?kind { kind:contribution kind:part kind:chapter kind:section kind:division kind:article kind:annex } }
        UNION { ?side a ?class . VALUES ?class { cdt:Instrument } } }""",
    "conduct": """SELECT DISTINCT ?pair { ?pair cdt:rightSide ?right . ?r cdt:demand demand:conduct ; cdt:statedIn ?right }""",
    "misread": """SELECT DISTINCT ?pair ?value {
        { ?pair cdt:leftSide ?p } UNION { ?pair cdt:leftSide ?side . ?p cdt:within ?side }
        ?citation cdt:from ?p ; cdt:resolution resolution:wrong-as-printed ; cdt:intendedTarget ?value .
        { ?pair cdt:rightSide ?value } UNION { ?pair cdt:rightSide ?right . ?value cdt:within ?right } }""",
    "broken": """SELECT DISTINCT ?pair ?value ?intended {
        { ?pair cdt:leftSide ?p } UNION { ?pair cdt:leftSide ?side . ?p cdt:within ?side }
        ?p cdt:incorporates ?value .
        FILTER NOT EXISTS { ?value a cdt:Provision }
        FILTER NOT EXISTS { ?value a cdt:Instrument }
        OPTIONAL { ?p cdt:intendedTarget ?intended } }""",
}
