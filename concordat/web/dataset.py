"""Dataset: what is here, for catalogues and crawlers: VoID and DCAT-AP at `/.well-known/void` and `/dataset`."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, XSD, Literal, Namespace, URIRef
from starlette.requests import Request
from starlette.responses import Response

from .. import __version__
from ..graph import layers, names
from ..graph.catalog import CC_BY
from ..graph.quads import Triple
from .described import graph_response, graph_type
from .dumps import MEDIA, Dump, dumps
from .negotiation import GRAPH_TYPES, preferred
from .service import of
from .view import View, html

__all__ = ["dataset", "described"]

_SPDX = Namespace("http://spdx.org/rdf/terms#")
_IANA = "https://www.iana.org/assignments/media-types/"
_VERSION = URIRef("http://www.w3.org/ns/dcat#version")
_TEXTS = {
    DCTERMS.title: {
        "en": "Concordat: legal instruments and the duties in them",
        "fr": "Concordat : des instruments juridiques et des devoirs qu'ils énoncent",
    },
    DCTERMS.description: {
        "en": "Treaties, EU acts, negotiating mandates and States' proposals as a graph, with what was found when they were compared.",
        "fr": "Traités, actes de l'Union, mandats de négociation et propositions d'États sous forme de graphe, "
        "et ce que leur comparaison a donné.",
    },
}


def dataset(request: Request) -> Response:
    """Return the description as a page or as data."""
    page = preferred(request.headers.get("accept"), (*GRAPH_TYPES, "text/html")) == "text/html"
    # a reader is told that they are being made; a program waits for their sizes and hashes
    held = dumps(of(request).snapshot, wait=not page)
    if page:
        return html(request, "dataset.html", View.of(request), dumps=held, own=not held)
    return graph_response(request, described(request, held), graph_type(request))


def described(request: Request, files: list[Dump]) -> list[Triple]:
    """Return the description of all that a server offers."""
    snapshot, root = of(request).snapshot, str(request.base_url)
    whole, catalogue = URIRef(f"{names.BASE}dataset"), URIRef(f"{names.BASE}catalogue")
    said = [*_catalogue(catalogue, whole), *_whole(whole, root, snapshot.triples), *_service(whole, root)]
    for one in files:
        said += _distribution(whole, root, one)
    for name in snapshot.graphs:
        said.append((whole, VOID.subset, URIRef(name)))
    return said + [triple for triple in snapshot.store.graph(layers.CATALOG) if triple[0] != layers.CATALOG]


def _texts(subject: URIRef) -> Iterator[Triple]:
    for predicate, told in _TEXTS.items():
        for lang, text in told.items():
            yield subject, predicate, Literal(text, lang=lang)


def _catalogue(catalogue: URIRef, whole: URIRef) -> Iterator[Triple]:
    publisher = names.ID["agent/concordat-curators"]
    yield catalogue, RDF.type, DCAT.Catalog
    yield from _texts(catalogue)
    yield catalogue, DCTERMS.publisher, publisher
    yield publisher, RDF.type, FOAF.Agent
    yield publisher, FOAF.name, Literal("Concordat contributors", lang="en")
    yield publisher, FOAF.name, Literal("les contributeurs de Concordat", lang="fr")
    yield catalogue, DCAT.dataset, whole
    yield whole, DCTERMS.publisher, publisher


def _whole(whole: URIRef, root: str, triples: int) -> Iterator[Triple]:
    yield whole, RDF.type, DCAT.Dataset
    yield whole, RDF.type, VOID.Dataset
    yield from _texts(whole)
    yield whole, DCTERMS.license, CC_BY
    yield whole, DCTERMS.accessRights, URIRef("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
    yield whole, DCAT.theme, URIRef("http://publications.europa.eu/resource/authority/data-theme/JUST")
    yield whole, _VERSION, Literal(__version__)
    yield whole, VOID.triples, Literal(triples)
    yield whole, VOID.uriSpace, Literal(names.BASE)
    yield whole, VOID.sparqlEndpoint, URIRef(f"{root}sparql")
    yield whole, VOID.uriLookupEndpoint, URIRef(f"{root}id/")
    yield whole, FOAF.homepage, URIRef(root)
    for vocabulary in (names.CDT, names.ELI, "http://www.w3.org/2004/02/skos/core#"):
        yield whole, VOID.vocabulary, URIRef(str(vocabulary))
    yield whole, VOID.exampleResource, names.ID["budapest/29/7"]


def _service(whole: URIRef, root: str) -> Iterator[Triple]:
    service = URIRef(f"{names.BASE}service")
    yield service, RDF.type, DCAT.DataService
    yield service, DCTERMS.title, Literal("SPARQL", lang="en")
    yield service, DCTERMS.title, Literal("SPARQL", lang="fr")
    yield service, DCAT.endpointURL, URIRef(f"{root}sparql")
    yield service, DCAT.endpointDescription, URIRef(f"{root}openapi.json")
    yield service, DCAT.servesDataset, whole
    yield service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")


def _distribution(whole: URIRef, root: str, one: Dump) -> Iterator[Triple]:
    held, address = URIRef(f"{names.BASE}dataset/{one.syntax}"), URIRef(f"{root}dumps/{one.name}")
    checksum = URIRef(f"{held}/checksum")
    yield whole, DCAT.distribution, held
    yield whole, VOID.dataDump, address
    yield held, RDF.type, DCAT.Distribution
    yield held, DCTERMS.title, Literal(one.name)
    yield held, DCTERMS.license, CC_BY
    yield held, DCAT.accessURL, address
    yield held, DCAT.downloadURL, address
    yield held, DCAT.mediaType, URIRef(_IANA + MEDIA[one.syntax])
    yield held, URIRef(str(DCAT) + "compressFormat"), URIRef(f"{_IANA}application/gzip")
    yield held, DCAT.byteSize, Literal(one.size, datatype=XSD.nonNegativeInteger)
    yield held, _SPDX.checksum, checksum
    yield checksum, RDF.type, _SPDX.Checksum
    yield checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256
    yield checksum, _SPDX.checksumValue, Literal(one.sha256, datatype=XSD.hexBinary)
