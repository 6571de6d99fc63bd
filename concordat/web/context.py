"""Context: short names for JSON-LD (JSON-LD 1.1, section 3.1), made from the ontology."""

from __future__ import annotations

from rdflib import OWL, RDFS, SKOS, XSD
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..graph import names
from ..graph.store import Store
from .caching import headers, unchanged
from .service import of

__all__ = ["context", "made"]

_SCHEME = "https://w3id.org/concordat/scheme/"


def context(request: Request) -> Response:
    """Return the context."""
    media = "application/ld+json"
    if (held := unchanged(request, media)) is not None:
        return held
    return JSONResponse(made(of(request).snapshot.store), media_type=media, headers=headers(request, media))


def made(store: Store) -> dict[str, object]:
    """Return the prefixes, and for each property of ours whether its values are things, texts by language, or typed."""
    query = f"""SELECT ?p ?kind ?range {{ VALUES ?kind {{ <{OWL.ObjectProperty}> <{OWL.DatatypeProperty}> }} ?p a ?kind
        FILTER(STRSTARTS(STR(?p), "{names.CDT}"))
        OPTIONAL {{ ?p <{RDFS.range}> ?range }} }} ORDER BY ?p ?range"""
    schemes = f"SELECT DISTINCT ?s {{ ?s a <{SKOS.ConceptScheme}> }} ORDER BY ?s"
    terms: dict[str, object] = {"@version": 1.1, **names.PREFIXES, "id": "@id", "type": "@type"}
    for scheme in store.select(schemes):
        iri = str(scheme["s"])
        if iri.startswith(_SCHEME):
            terms.setdefault(iri.removeprefix(_SCHEME), {"@id": f"{iri}#", "@prefix": True})
    for row in store.select(query):
        local = str(row["p"]).removeprefix(names.CDT)
        terms[local if local not in terms else f"cdt-{local}"] = _term(local, str(row["kind"]), str(row.get("range", "")))
    return {"@context": terms}


def _term(local: str, kind: str, reach: str) -> dict[str, str]:
    if kind == str(OWL.ObjectProperty):
        return {"@id": f"cdt:{local}", "@type": "@id"}
    if reach.endswith("#langString"):
        return {"@id": f"cdt:{local}", "@container": "@language"}
    if reach.startswith(str(XSD)) and reach != str(XSD.string):
        return {"@id": f"cdt:{local}", "@type": f"xsd:{reach.removeprefix(str(XSD))}"}
    return {"@id": f"cdt:{local}"}
