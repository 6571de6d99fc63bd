"""Service description: what the endpoint is and can do, in RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, VOID, XSD, Literal, Namespace, URIRef
from starlette.requests import Request

from ..graph import layers, names
from ..graph.quads import Triple
from .limits import Limits
from .service import of
from .snapshot import Snapshot

__all__ = ["described"]

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_HELD = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
         "Turtle", "JSON-LD", "N-Triples", "N-Quads", "RDF_XML")  # fmt: skip


def described(request: Request) -> list[Triple]:
    """Return the description of the endpoint that a request came to."""
    service = of(request)
    return [*_service(str(request.url.replace(query="", fragment="")), service.limits), *_dataset(service.snapshot)]


def _service(address: str, limits: Limits) -> Iterator[Triple]:
    service = URIRef(f"{names.BASE}service")
    yield service, RDF.type, _SD.Service
    yield service, _SD.endpoint, URIRef(address)
    yield service, _SD.supportedLanguage, _SD.SPARQL11Query
    for name in _HELD:
        yield service, _SD.resultFormat, _FORMATS[name]
    yield service, _SD.defaultDataset, URIRef(f"{names.BASE}dataset")
    for lang in ("en", "fr"):
        yield service, DCTERMS.description, Literal(limits.told(lang), lang=lang)


def _dataset(snapshot: Snapshot) -> Iterator[Triple]:
    dataset, default = URIRef(f"{names.BASE}dataset"), layers.PUBLIC
    yield dataset, RDF.type, _SD.Dataset
    yield dataset, _SD.defaultGraph, default
    yield default, RDF.type, _SD.Graph
    yield default, VOID.triples, Literal(snapshot.triples)
    for name in snapshot.graphs:
        # the graph and its being named in the dataset are two things
        named = URIRef(f"{names.BASE}named/{layers.local_name(name)}")
        yield dataset, _SD.namedGraph, named
        yield named, RDF.type, _SD.NamedGraph
        yield named, _SD.name, URIRef(name)
        yield named, DCTERMS.identifier, Literal(layers.local_name(name), datatype=XSD.string)
