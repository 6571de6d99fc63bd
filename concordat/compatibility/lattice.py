"""The comparison lattice: from aspect relations to a verdict, by a table that is data.

`queries/compatibility/verdicts.ttl` holds the rows. A comparison of two statements takes the verdict of the first row
that fits; a pair of provisions takes, for each statement on the right, the best answer that left gives it, and over
all of them the gravest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from ..graph.names import CDT

__all__ = ["AspectRelation", "Comparison", "Judgement", "Row", "judge", "rows", "weigh"]

GRAVITY: Mapping[str, int] = {
    "not-comparable": 0, "satisfies": 1, "conflict-resolved-by-clause": 2, "conditional": 3, "conflicts": 4,
}  # fmt: skip
# demands that no other norm cures once one contradicts them: a ground shut out, a scope too wide, a term left undefined
UNCURED = frozenset({"ground-available", "admissible-scope", "definedness", "separateness"})
# a limit of scope is kept only where every norm keeps it
LIMITS = frozenset({"admissible-scope"})


@dataclass(frozen=True, slots=True)
class AspectRelation:
    """How left stands to right in one aspect; all names are local names of concepts or compact ids."""

    aspect: str
    relation: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    exceeding: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two statements held against each other: `left` and `right` are compact ids, `clauses` those that resolve an opposition.

    `unread` are the sides (left, right) of which a machine noticed a condition or an exception and could not name it, `unlevelled` those
    of which it could not tell as what they are owed.
    """

    iri: URIRef
    left: str
    right: str
    aspects: tuple[AspectRelation, ...] = ()
    clauses: tuple[str, ...] = ()
    demand: str | None = None
    unread: frozenset[str] = frozenset()
    unlevelled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the verdict table."""

    iri: URIRef
    question: str
    order: int
    verdict: str
    relations: frozenset[str]
    aspects: frozenset[str] = frozenset()
    and_aspects: frozenset[str] = frozenset()
    and_relations: frozenset[str] = frozenset()
    clause: bool = False
    drafting: bool = False
    label: Mapping[str, str] = field(default_factory=dict)

    def fits(self, comparison: Comparison) -> bool:
        """Return whether the comparison has what the row asks for."""
        if self.clause and not comparison.clauses:
            return False
        if not _some(comparison.aspects, self.aspects, self.relations):
            return False
        return not self.and_relations or _some(comparison.aspects, self.and_aspects, self.and_relations)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one comparison, and the row that gave it."""

    comparison: Comparison
    verdict: str
    row: Row


def _some(found: Iterable[AspectRelation], aspects: frozenset[str], relations: frozenset[str]) -> bool:
    return any((not aspects or a.aspect in aspects) and a.relation in relations for a in found)


def _locals(graph: Graph, subject: URIRef, prop: str) -> frozenset[str]:
    return frozenset(str(o).rsplit("#", 1)[-1] for o in graph.objects(subject, CDT[prop]))


@lru_cache(1)
def rows() -> tuple[Row, ...]:
    """Return the verdict table, in order."""
    graph = Graph().parse(data=(files("concordat") / "queries/compatibility/verdicts.ttl").read_text("utf-8"), format="turtle")
    found = [_row(graph, iri) for iri in graph.subjects(RDF.type, CDT.VerdictRow) if isinstance(iri, URIRef)]
    return tuple(sorted(found, key=lambda row: (row.question, row.order)))


def _row(graph: Graph, iri: URIRef) -> Row:
    def one(prop: str) -> str:
        return next(iter(_locals(graph, iri, prop)))

    labels = {str(o.language): str(o) for o in graph.objects(iri, RDFS.label) if isinstance(o, Literal)}
    return Row(
        iri, one("question"), int(one("order")), one("verdict"), _locals(graph, iri, "whenRelation"),
        aspects=_locals(graph, iri, "whenAspect"), and_aspects=_locals(graph, iri, "andAspect"),
        and_relations=_locals(graph, iri, "andRelation"), clause="true" in _locals(graph, iri, "whenClause"),
        drafting="true" in _locals(graph, iri, "drafting"), label=labels,
    )  # fmt: skip


def judge(comparison: Comparison, question: str) -> Judgement | None:
    """Return the verdict of the first row that fits, or None where nothing was compared."""
    for row in rows():
        if row.question == question and row.fits(comparison):
            return Judgement(comparison, row.verdict, row)
    return None


def weigh(judgements: Sequence[Judgement]) -> Judgement | None:
    """Return the judgement that decides a pair: the best answer to each statement on the right, the gravest of these.

    A demand that some norm on the left contradicts stays contradicted, whatever another norm grants; a limit of scope is kept
    only as far as the norm keeps it that goes furthest.
    """
    answers: dict[str, Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: str(j.comparison.iri)):
        right = judgement.comparison.right
        answers[right] = _better(answers.get(right), judgement)
    if not answers:
        return None
    return max(answers.values(), key=lambda j: (GRAVITY[j.verdict], j.comparison.right))


def _better(held: Judgement | None, new: Judgement) -> Judgement:
    if held is None or held.verdict == "not-comparable":
        return new
    if new.verdict == "not-comparable":
        return held
    if new.comparison.demand in LIMITS:
        return max((held, new), key=lambda j: GRAVITY[j.verdict])
    contradicted = [j for j in (held, new) if j.verdict == "conflicts" and j.comparison.demand in UNCURED]
    if contradicted:
        return contradicted[0]
    return min((held, new), key=lambda j: GRAVITY[j.verdict])
