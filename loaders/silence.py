"""Silence: the subjects of which no words of a text speak, however loosely: all that a machine may say of what is absent.

A machine that reads no norm on a subject has not shown that there is none. Only where none of the words that a text on the subject
would have to use (table `mentions` of the rules of its language) stands in any heading or provision, the text is silent on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import PROV, RDF, URIRef

from ..graph import names
from ..graph.names import CDT, ID
from .quads import Triple, document_iri, provision_iri
from .rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document, Node

__all__ = ["silence_triples", "unmentioned"]


def silence_triples(document: Document) -> Iterator[Triple]:
    """Yield, for a document and each contribution in it, a complete coverage of the subjects that it nowhere mentions."""
    about = document.metadata.instrument
    yield from _covered(document, names.expand(about) if about else document_iri(document), document.nodes)
    for node in document.nodes:
        if node.kind == "contribution":
            yield from _covered(document, provision_iri(document, node), _inside(document, node))


def unmentioned(nodes: tuple[Node, ...], language: str) -> tuple[str, ...]:
    """Return the topics (local names) of which no heading and no text of these nodes has a word, in the order of the table.

    Raises InputError where the language has no rules.
    """
    words = "\n".join(f"{node.heading or ''}\n{node.text}" for node in nodes)
    return tuple(topic for pattern, topic in rules(language).tables["mention"] if not pattern.search(words))


def _inside(document: Document, top: Node) -> tuple[Node, ...]:
    return tuple(node for node in document.nodes if node.path == top.path or node.path.startswith(f"{top.path}/"))


def _covered(document: Document, text: URIRef, nodes: tuple[Node, ...]) -> Iterator[Triple]:
    for topic in unmentioned(nodes, document.metadata.language):
        this = ID[f"coverage/document/{document.source.sha256}/{str(text).removeprefix(str(ID))}/{topic}"]
        yield this, RDF.type, CDT.Coverage
        yield this, CDT.ofInstrument, text
        yield this, CDT.topic, names.concept("topic", topic)
        yield this, CDT.completeness, names.concept("completeness", "complete")
        yield this, PROV.wasGeneratedBy, ID[f"activity/extraction/document/{document.source.sha256}"]
