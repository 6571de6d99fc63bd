"""Triples of a document: its record, the passages that hold the words of provisions, and variants of them.

Positions follow the Web Annotation model (TextPositionSelector): characters of the decoded file, from zero, half-open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from ..graph import names
from ..graph.names import CDT, ELI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .citations import Citation
    from .document import Document, Node, Variant

__all__ = ["Triple", "citation_triples", "document_iri", "passage_iri", "provision_iri", "triples"]

_RELATIONS = {"amends": ELI.amends, "repeals": ELI.repeals, "replaces": CDT.replaces, "amended_by": ELI.amended_by}

Triple = tuple[URIRef, URIRef, URIRef | Literal]


def document_iri(document: Document) -> URIRef:
    """Return the IRI of a document, `document/` and its hash."""
    return names.expand(f"document:{document.source.sha256}")


def passage_iri(document: Document, node: Node) -> URIRef:
    """Return the IRI of the passage that a node is."""
    return names.expand(f"document:{document.source.sha256}:{node.path}")


def provision_iri(document: Document, node: Node) -> URIRef:
    """Return the IRI of the provision whose words a node holds: the document's own where it names no instrument."""
    instrument = document.metadata.instrument
    if instrument is None:
        return names.expand(f"document:{document.source.sha256}:provision/{node.path}")
    return names.expand(f"{instrument}:{node.path}")


def triples(document: Document) -> Iterator[Triple]:
    """Yield what the graph `document/<sha256>` says: the document, then each passage in document order."""
    yield from _record(document)
    for node in document.nodes:
        yield from _passage(document, node)
    nodes = {node.path: node for node in document.nodes} if document.variants else {}
    for variant in document.variants:
        yield from _variant(document, variant, nodes[variant.path])


def _variant(document: Document, variant: Variant, node: Node) -> Iterator[Triple]:
    """Yield a variant and its words; who offers it is not said: the file names persons, not actors."""
    about = f"document:{document.source.sha256}"
    this, words = names.expand(f"{about}:variant/{node.path}"), names.expand(f"{about}:variant/{node.path}/words")
    yield this, RDF.type, CDT.Variant
    yield this, CDT.variantOf, provision_iri(document, node)
    yield this, CDT.variantStatus, names.concept("variant-status", variant.status)
    yield this, CDT.verification, names.concept("verification", "unverified")
    yield words, RDF.type, CDT.Passage
    yield words, CDT.inDocument, document_iri(document)
    yield words, CDT.passageOf, this
    yield words, CDT.text, Literal(variant.text, lang=document.metadata.language)
    yield from _span(words, node)


def _record(document: Document) -> Iterator[Triple]:
    this, data, source = document_iri(document), document.metadata, document.source
    yield this, RDF.type, CDT.Document
    yield this, CDT.sha256, Literal(source.sha256)
    yield this, CDT.mediaType, Literal(source.media_type)
    yield this, CDT.byteSize, Literal(len(source.data), datatype=XSD.integer)
    yield this, DCTERMS.accessRights, names.concept("access", data.access)
    yield this, DCTERMS.language, Literal(data.language)
    if data.consolidated:
        yield this, CDT.consolidated, Literal(lexical_or_value=True)
    if data.title:
        yield this, DCTERMS.title, Literal(data.title, lang=data.language)
    if data.instrument:
        yield this, CDT.documentOf, names.expand(data.instrument)
        yield from _relations(names.expand(data.instrument), data.relations)


def _relations(instrument: URIRef, relations: tuple[tuple[str, str], ...]) -> Iterator[Triple]:
    """What the instrument does to others, and others to it, in the words of its own title or first page."""
    for relation, target in relations:
        other = names.expand(target)
        if relation == "corrected_by":
            yield other, ELI.corrects, instrument
        else:
            yield instrument, _RELATIONS[relation], other


def _passage(document: Document, node: Node) -> Iterator[Triple]:
    this = passage_iri(document, node)
    yield this, RDF.type, CDT.Passage
    yield this, CDT.inDocument, document_iri(document)
    yield this, CDT.passageOf, provision_iri(document, node)
    if node.text:
        yield this, CDT.text, Literal(node.text, lang=document.metadata.language)
    yield from _span(this, node)


def _span(this: URIRef, node: Node) -> Iterator[Triple]:
    if node.lines:
        yield this, CDT.firstLine, Literal(node.lines[0], datatype=XSD.integer)
        yield this, CDT.lastLine, Literal(node.lines[1], datatype=XSD.integer)
    yield this, CDT.firstCharacter, Literal(node.chars[0], datatype=XSD.integer)
    yield this, CDT.lastCharacter, Literal(node.chars[1], datatype=XSD.integer)


def citation_triples(document: Document, citations: Iterable[Citation]) -> Iterator[Triple]:
    """Yield the citations of a document, each under the passage that makes it, with where they lead or why nowhere."""
    nodes = {node.path: node for node in document.nodes}
    ordinals: dict[str, int] = {}
    for citation in citations:
        ordinals[citation.path] = ordinals.get(citation.path, 0) + 1
        this = names.expand(f"citation:document:{document.source.sha256}:{citation.path}/{ordinals[citation.path]}")
        yield this, RDF.type, CDT.Citation
        yield this, CDT["from"], provision_iri(document, nodes[citation.path])
        yield this, CDT.surface, Literal(citation.surface, lang=document.metadata.language)
        yield this, CDT.kind, names.concept("citation-kind", citation.kind)
        yield this, CDT.resolution, names.concept("resolution", citation.resolution)
        if citation.printed and citation.target:
            yield this, CDT.intendedTarget, _target(document, citation, citation.target)
        target = citation.printed or citation.target
        if target:
            yield this, CDT.to, _target(document, citation, target)


def _target(document: Document, citation: Citation, target: str) -> URIRef:
    """Return what a citation leads to; inside a document that names no instrument targets are bare paths."""
    if citation.scope == "internal" and document.metadata.instrument is None:
        return names.expand(f"document:{document.source.sha256}:provision/{target}")
    return names.expand(target)
