"""Layers: the named graphs of a store, and which of them the public graph is made of.

Every layer is one named graph under `<BASE>graph/`. A query that names no dataset reads the public graph: the RDF merge
(RDF 1.1 Semantics, section 4.1) of all layers that `may_be_public` and that the catalogue does not mark as restricted.
"""

from __future__ import annotations

from rdflib import URIRef

from . import names

__all__ = [
    "CATALOG", "CATALOG_RESTRICTED", "FINDINGS", "INFERRED", "PUBLIC", "REVIEW", "ROOT", "STAGING", "VOCABULARY",
    "curated", "document", "extracted", "is_layer", "local_name", "may_be_public", "named",
]  # fmt: skip

ROOT = names.BASE + "graph/"
# what a remote server holds for our own bookkeeping; none of it is a layer
_INNER = ("public", "staging", "lease")


def named(local: str) -> URIRef:
    """Return the IRI of the layer with this local name, such as `findings` or `curated/budapest`."""
    return URIRef(ROOT + local)


VOCABULARY = named("vocabulary")
INFERRED = named("inferred")
FINDINGS = named("findings")
REVIEW = named("review")
CATALOG = named("catalog")
CATALOG_RESTRICTED = named("catalog/restricted")
PUBLIC = named("public")
STAGING = named("staging")


def curated(instrument: str) -> URIRef:
    """Return the graph of the curated facts on an instrument, given its path under `<BASE>id/` (`celex/32022D0895`)."""
    return named(f"curated/{instrument}")


def document(sha256: str) -> URIRef:
    """Return the graph of a loaded document, given the hash of its bytes in hex."""
    return named(f"document/{sha256}")


def extracted(sha256: str) -> URIRef:
    """Return the graph of the norms a machine read in a document, given the hash of its bytes in hex."""
    return named(f"extracted/{sha256}")


def local_name(graph: str) -> str:
    """Return the name of a layer inside the store (`curated/budapest`), or the IRI itself where it is none of ours."""
    return str(graph).removeprefix(ROOT)


def is_layer(graph: str) -> bool:
    """Return whether the graph holds knowledge, and not the bookkeeping of a remote server."""
    return local_name(graph).split("/", 1)[0] not in _INNER


def may_be_public(graph: str) -> bool:
    """Return whether a layer belongs to the public graph unless the catalogue marks it as restricted.

    Norms read by machine and reviews never do, nor does any layer whose name ends in `/restricted`.
    """
    local = local_name(graph)
    never = local == "review" or local.startswith("extracted/") or local.endswith("/restricted")
    return is_layer(graph) and not never
