"""Findings: the verdict on a pair of provisions, with all that it rests on.

Where nothing could be compared, the verdict says why: not addressed where the left text is covered whole (`silent`),
outside its declared scope, a different subject, or, the honest default, not assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node

from ..graph.names import CDT, ID, concept, expand
from .doubt import between
from .lattice import AspectRelation, Comparison, Judgement, judge, weigh
from .rules import Pair, Side

__all__ = ["BY_MACHINE", "DOUBT", "Finding", "conclude", "triples"]

# how sure the reading of the norms is, by who made it; findings never claim more
DOUBT = "read-by-one"
BY_MACHINE = "read-by-machine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer to one question about two sides; all names are compact ids or local names of concepts.

    `possible` are the mildest and the gravest verdict where what a machine left unread decides between them.
    """

    key: str
    question: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    verdict: str
    row: str | None = None
    drafting: bool = False
    decisive: Comparison | None = None
    judgements: tuple[Judgement, ...] = ()
    not_compared: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    reason: str = "compared"
    possible: tuple[str, ...] = ()
    broken: tuple[tuple[str, str | None], ...] = ()
    confidence: str = DOUBT
    error: str | None = None
    explanation: Mapping[str, str] = field(default_factory=dict)

    @property
    def aspects(self) -> tuple[AspectRelation, ...]:
        """The aspect relations of the comparison that decided."""
        return self.decisive.aspects if self.decisive else ()

    @property
    def iri(self) -> URIRef:
        """The IRI, minted from the question and the two sides."""
        sides = "--".join("+".join(str(expand(s)).removeprefix(str(ID)) for s in side) for side in (self.left, self.right))
        return ID[f"finding/{self.question}/{sides}"]


def conclude(pair: Pair, side: Side, *, question: str = "delivers") -> Finding:
    """Return the finding on a pair from what was found for it."""
    blank = Finding(pair.key, question, pair.left, pair.right, "not-assessed")
    broken = _broken(pair, side)
    if broken:
        return replace(blank, verdict="conflicts", drafting=True, reason="broken-reference", broken=broken)
    judgements = tuple(j for c in side.comparisons if (j := judge(c, question)) is not None)
    decisive = weigh(judgements)
    if decisive is None and side.misread:
        meant = tuple((pair.left[0], target) for target in sorted(side.misread))
        return replace(blank, verdict="conditional", reason="misread-reference", broken=meant)
    if decisive is None:
        verdict, reason = _absence(side)
        return replace(blank, verdict=verdict, reason=reason, not_compared=tuple(sorted(side.rights)))
    touched = {j.comparison.right for j in judgements}
    mildest, gravest = between(side.comparisons, question) or (decisive, decisive)
    if mildest.verdict != gravest.verdict:
        deciding = next((j for j in (decisive, gravest, mildest) if j.comparison.unread or j.comparison.unlevelled), decisive)
        return replace(
            blank, reason="unread", possible=(mildest.verdict, gravest.verdict), decisive=deciding.comparison, judgements=judgements,
            not_compared=tuple(sorted(side.rights - touched)),
        )  # fmt: skip
    return replace(
        blank, verdict=decisive.verdict, row=decisive.row.iri.rsplit("/id/", 1)[-1], drafting=decisive.row.drafting,
        decisive=decisive.comparison, judgements=judgements, clauses=decisive.comparison.clauses,
        not_compared=tuple(sorted(side.rights - touched)),
    )  # fmt: skip


def _broken(pair: Pair, side: Side) -> tuple[tuple[str, str | None], ...]:
    """References taken over from what is not there, where what was meant bears on the right side."""
    return tuple(
        (printed, intended)
        for printed, intended in sorted(side.broken, key=str)
        if any(_touches(intended or printed, right) for right in pair.right)
    )


def _touches(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")


def _absence(side: Side) -> tuple[str, str]:
    wanted, own = side.families_of(side.rights), side.families_of(side.lefts)
    if not side.rights:
        return ("not-comparable", "conduct") if side.conduct else ("not-assessed", "right-not-modelled")
    if wanted and wanted <= side.excluded:
        return "out-of-scope", "scope"
    if side.whole or own & wanted:
        return ("silent", "covered") if wanted and side.answered() else ("not-assessed", "not-covered")
    if own and wanted:
        return "not-comparable", "different-subject"
    return "not-assessed", "left-not-modelled"


def triples(findings: Iterable[Finding]) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the findings as triples of the graph `findings`; a comparison that several rest on is told once."""
    told: set[Node] = set()
    for found in findings:
        iri = found.iri
        yield iri, RDF.type, CDT.Finding
        yield iri, CDT.question, concept("question", found.question)
        yield iri, CDT.verdict, concept("verdict", found.verdict)
        yield iri, CDT.confidence, concept("confidence", found.confidence)
        yield iri, CDT.reason, Literal(found.reason)
        if found.row:
            yield iri, CDT.row, ID[found.row]
        if found.drafting:
            yield iri, CDT.drafting, Literal("true", datatype=XSD.boolean)
        yield from ((iri, CDT.leftProvision, expand(left)) for left in found.left)
        yield from ((iri, CDT.rightProvision, expand(right)) for right in found.right)
        yield from ((iri, CDT.resolvedBy, expand(clause)) for clause in found.clauses)
        yield from ((iri, CDT.notCompared, expand(right)) for right in found.not_compared)
        yield from ((iri, CDT.explanation, Literal(text, lang=lang)) for lang, text in sorted(found.explanation.items()))
        if found.decisive is not None:
            yield iri, CDT.decisive, found.decisive.iri
            yield from _basis(found.decisive, told)


def _basis(comparison: Comparison, told: set[Node]) -> Iterator[tuple[Node, Node, Node]]:
    if comparison.iri in told:
        return
    told.add(comparison.iri)
    yield comparison.iri, RDF.type, CDT.Comparison
    yield comparison.iri, CDT.left, expand(comparison.left)
    yield comparison.iri, CDT.right, expand(comparison.right)
    for aspect in comparison.aspects:
        node = ID[f"aspect-relation/{aspect.aspect}/{aspect.relation}"]
        yield comparison.iri, CDT.aspectRelation, node
        if node not in told:
            told.add(node)
            yield node, RDF.type, CDT.AspectRelation
            yield node, CDT.aspect, concept("aspect", aspect.aspect)
            yield node, CDT.relation, concept("relation", aspect.relation)
