"""Triples: the log as RDF (PROV-O), for the graph `review`. No name of a person is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from ..graph.names import CDT, ID, concept
from .decision import Decision
from .standing import Standing

__all__ = ["review_iri", "triples"]


def triples(standings: Iterable[Standing]) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the reviews of findings and the state of each finding as triples."""
    for held in standings:
        yield URIRef(held.finding), CDT.reviewState, concept("review", held.state)
        for decision in held.decisions:
            yield from _review(decision)
            if decision.number in held.changed:
                yield review_iri(decision), CDT.reviewState, concept("review", "stale")


def review_iri(decision: Decision) -> URIRef:
    """Return the name of a decision in the graph."""
    return ID[f"review/{decision.digest[:16]}"]


def _review(decision: Decision) -> Iterator[tuple[Node, Node, Node]]:
    iri = review_iri(decision)
    yield iri, RDF.type, CDT.Review
    yield iri, CDT.reviewOf, URIRef(decision.finding)
    yield iri, CDT.decision, concept("review", decision.decision)
    yield iri, PROV.wasAssociatedWith, ID[f"agent/reviewer/{decision.by}"]
    yield iri, PROV.endedAtTime, Literal(decision.at, datatype=XSD.dateTime)
    yield iri, CDT.order, Literal(decision.number)
    for term, text in ((CDT.reviewerUnit, decision.unit), (RDFS.comment, decision.comment), (DCTERMS.source, decision.edition)):
        if text:
            yield iri, term, Literal(text)
