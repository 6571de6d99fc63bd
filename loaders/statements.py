"""Triples of what a machine read in a document: its norms, in the shape of curated ones, and the tree they stand in.

The norms have names of their own (`norm/document/<sha256>/29/7/1`), name the provision that they are stated in, the rule that
made them and the confidence measured for it, and are derived from the document (PROV-O); they are never mixed with
curated ones. What has no concept is left out, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib import PROV, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from ..graph import names
from ..graph.names import CDT, ELI, ID
from .aspects import Constraint, Precedence, Refusal
from .document import Document, Node
from .norm import Norm
from .quads import Triple, document_iri, provision_iri

__all__ = ["norm_triples", "tree_triples"]

_READER = ID["agent/concordat-reader"]
_REFUSING = ("refuse", "withhold", "postpone", "execute-partially", "surrender-conditionally")
_RELATING = "relate-to-other-rules"
_WORD = re.compile(r"^(?:article|art\.|chapter|chapitre|section|part|partie|annexe?)\s+", re.IGNORECASE)
_KINDS = {"Treaty", "Protocol", "Regulation", "Directive", "Decision", "Resolution", "Report", "Proposal", "Statement"}


def norm_triples(document: Document, norms: Iterable[Norm]) -> Iterator[Triple]:
    """Yield what the graph `extracted/<sha256>` says: the activity of reading, then each norm in document order."""
    activity = ID[f"activity/extraction/document/{document.source.sha256}"]
    yield activity, RDF.type, PROV.Activity
    yield activity, RDFS.label, Literal("Norms read by machine", lang="en")
    yield activity, RDFS.label, Literal("Normes lues par machine", lang="fr")
    yield activity, PROV.used, document_iri(document)
    yield activity, PROV.wasAssociatedWith, _READER
    yield _READER, RDF.type, PROV.SoftwareAgent
    ordinals: dict[str, int] = {}
    nodes = {node.path: node for node in document.nodes}
    for norm in norms:
        # "may only be refused if" is one faculty here: that nothing else counts is said by the list of grounds
        if norm.rule != f"{document.metadata.language}-only":
            ordinals[norm.path] = ordinals.get(norm.path, 0) + 1
            about = f"document:{document.source.sha256}:{norm.path}/{ordinals[norm.path]}"
            yield from _norm(about, norm, provision_iri(document, nodes[norm.path]), document.metadata.language)
            yield names.expand(f"norm:{about}"), PROV.wasGeneratedBy, activity


def _norm(about: str, norm: Norm, place: URIRef, language: str) -> Iterator[Triple]:
    this = names.expand(f"norm:{about}")
    action = _action(norm)
    yield this, RDF.type, CDT.Norm
    yield this, CDT.statedIn, place
    if norm.cue:
        yield this, CDT.cue, Literal(norm.cue, lang=language)
    for name, value in (
        ("modality", norm.modality), ("force", norm.force), ("margin", norm.margin), ("level", norm.level), ("topic", norm.topic),
        ("action", action),
    ):  # fmt: skip
        if value:
            yield this, CDT[name], names.concept(name, value)
    for name, role in (("bearer", norm.bearer), ("counterparty", norm.counterparty)):
        if role:
            yield this, CDT[name], names.concept("role", role)
    if norm.scope:
        yield this, CDT.offenceScope, names.concept("scope", norm.scope)
    yield from _sets(this, norm)
    yield this, CDT.rule, Literal(norm.rule)
    yield this, CDT.extractionConfidence, Literal(f"{norm.confidence:.2f}", datatype=XSD.decimal)
    yield from _parts(this, about, norm, action)


def _action(norm: Norm) -> str | None:
    """A list of grounds belongs to refusing, a clause on other rules to relating to them."""
    if norm.refusal and _tells(norm.refusal) and norm.action not in _REFUSING:
        return "refuse"
    if norm.precedence and norm.precedence.regimes and norm.modality in ("procedural", "declaration"):
        return _RELATING
    return norm.action


def _tells(refusal: Refusal) -> bool:
    return bool(refusal.grounds or refusal.excluded or refusal.domestic)


def _sets(this: URIRef, norm: Norm) -> Iterator[Triple]:
    for safeguard in norm.safeguards:
        yield this, CDT.safeguard, names.concept("safeguard", safeguard)
    for topic in norm.topics:
        yield this, CDT.topic, names.concept("topic", topic)
    for element in norm.elements:
        yield this, CDT.element, names.concept("element", element)
    for condition in norm.conditions:
        if condition not in norm.exceptions:
            yield this, CDT.condition, names.concept("condition", condition)
    for exception in norm.exceptions:
        yield this, CDT.exception, names.concept("condition", exception)
    for aspect in norm.unread:
        yield this, CDT.unread, names.concept("aspect", aspect)


def _parts(this: URIRef, about: str, norm: Norm, action: str | None) -> Iterator[Triple]:
    limits = [limit for limit in norm.constraints if limit.parameter]
    for number, limit in enumerate(limits, 1):
        yield from _constraint(this, names.expand(f"constraint:{about}" + (f"/{number}" if len(limits) > 1 else "")), limit)
    if norm.refusal and _tells(norm.refusal):
        yield from _refusals(this, names.expand(f"refusals:{about}"), norm.refusal, action or "refuse")
    if norm.precedence and norm.precedence.regimes and action == _RELATING:
        yield from _precedence(this, names.expand(f"precedence:{about}"), norm.precedence)


def _constraint(norm: URIRef, this: URIRef, limit: Constraint) -> Iterator[Triple]:
    yield norm, CDT.constraint, this
    yield this, RDF.type, CDT.Constraint
    yield this, CDT.parameter, names.concept("parameter", limit.parameter or "")
    yield this, CDT.operator, names.concept("operator", limit.operator)
    yield this, CDT.value, Literal(limit.value, datatype=XSD.integer)
    yield this, CDT.unit, names.concept("unit", limit.unit)


def _refusals(norm: URIRef, this: URIRef, refusal: Refusal, action: str) -> Iterator[Triple]:
    yield norm, CDT.refusalList, this
    yield this, RDF.type, CDT.RefusalList
    for ground in refusal.grounds:
        yield this, CDT.ground, names.concept("ground", ground)
    for ground in refusal.excluded:
        yield this, CDT.excludedGround, names.concept("ground", ground)
    yield this, CDT.closure, names.concept("closure", refusal.closure)
    yield this, CDT.duty, names.concept("ground-duty", "mandatory" if refusal.mandatory else "optional")
    if action in ("refuse", "postpone", "withhold"):
        yield this, CDT.act, names.concept("action", action)
    if refusal.sole and refusal.excluded:
        yield this, CDT.solely, Literal(True)  # noqa: FBT003
    if refusal.domestic:
        yield this, CDT.viaDomesticLaw, Literal(True)  # noqa: FBT003


def _precedence(norm: URIRef, this: URIRef, precedence: Precedence) -> Iterator[Triple]:
    yield norm, CDT.precedence, this
    yield this, RDF.type, CDT.Precedence
    yield this, CDT.effect, names.concept("effect", precedence.effect)
    for regime in precedence.regimes:
        yield this, CDT.inFavourOf, names.concept("regime", regime)


def tree_triples(document: Document) -> Iterator[Triple]:
    """Yield the instrument that a document is, and its provisions with their places, for a text that nobody curated."""
    about = document.metadata
    top = names.expand(about.instrument) if about.instrument else document_iri(document)
    kind = about.kind if about.kind in _KINDS else "Proposal"
    yield top, RDF.type, CDT[kind]
    yield top, RDF.type, CDT.Instrument
    label = about.title or document.source.name
    for language in ("en", "fr"):
        yield top, SKOS.prefLabel, Literal(label, lang=language)
    yield top, CDT.normativeStatus, names.concept("status", "proposed")
    yield top, DCTERMS.accessRights, names.concept("access", about.access)
    for order, node in enumerate(document.nodes, 1):
        yield from _provision(document, node, order, top)


def _provision(document: Document, node: Node, order: int, top: URIRef) -> Iterator[Triple]:
    this = provision_iri(document, node)
    above = document.find(node.parent) if node.parent else None
    yield this, RDF.type, CDT.Provision
    yield this, ELI.is_part_of, provision_iri(document, above) if above else top
    yield this, ELI.type_subdivision, names.concept("kind", node.kind)
    yield this, CDT.order, Literal(order, datatype=XSD.integer)
    if node.label:
        yield this, ELI.number, Literal(_WORD.sub("", node.label) or node.label)
    if node.heading:
        yield this, CDT.heading, Literal(node.heading, lang=document.metadata.language)
