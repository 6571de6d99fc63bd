"""Linked data: every IRI of ours leads to a page for people or to data for programs (Cool URIs, 303; RFC 8288, Link).

`/id/budapest/29` leads to `/id/budapest/29.html` or `/id/budapest/29.ttl`, whichever is preferred; `/ontology` and
`/scheme/ground` likewise, each with all the terms whose IRIs begin so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import SKOS, URIRef
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..errors import UsageError
from ..graph import layers, names, quads
from ..graph.quads import Triple
from ..graph.store import Store
from .described import graph_response
from .failures import Failure
from .negotiation import FORMS, GRAPH_TYPES, preferred
from .pages import thing
from .remembering import Remembered
from .service import of

__all__ = ["description", "resource", "vocabulary"]

_HOME = "https://w3id.org/concordat/"
_SUFFIXES = ("html", "ttl", "jsonld", "nt", "nq", "rdf")
# what belongs to a thing itself and what stands directly in it
_OWNED = ("constraint", "refusalList", "precedence", "reservation", "decisive", "aspectRelation")
_PARTS = " ".join(f"<{names.CDT[name]}>" for name in _OWNED)
_INWARD = f"<{names.ELI['is_part_of']}> <{names.ELI['realizes']}> <{names.CDT['statedIn']}> <{names.CDT['passageOf']}>"


@dataclass(frozen=True, slots=True)
class Place:
    """An address below the root: the path without its suffix, the IRI that it stands for, and the suffix, if any."""

    path: str
    iri: URIRef
    form: str | None


def _place(request: Request) -> Place:
    # as it was sent: in an IRI, %2F is not a slash
    path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace").partition("?")[0]
    head, _, ending = path.rpartition(".")
    form = ending if head and ending in _SUFFIXES else None
    path = head if form else path
    # the vocabulary keeps its name wherever it is served
    root = names.BASE if path.startswith(("/id/", "/.well-known/")) else _HOME
    return Place(path, URIRef(root + path.removeprefix("/")), form)


def description(store: Store, iri: URIRef) -> list[Triple]:
    """Return what is said of a thing, of the parts of it that have no meaning alone, and what stands directly in it."""
    try:
        this = quads.term_text(iri)
    except UsageError:
        return []
    own = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ {this} ?p ?o BIND({this} AS ?s) }}
        UNION {{ VALUES ?via {{ {_PARTS} }} {this} ?via ?s . ?s ?p ?o }}
        UNION {{ VALUES ?p {{ {_INWARD} }} ?s ?p {this} BIND({this} AS ?o) }} }}"""
    return store.construct(own)


def vocabulary(store: Store | Remembered, iri: URIRef) -> list[Triple]:
    """Return an ontology or scheme with all terms whose IRIs are below it."""
    try:
        this = quads.term_text(iri)
    except UsageError:
        return []
    # the terms of a scheme name it, which is quicker than to look at all terms
    below = f"?s <{SKOS.inScheme}> {this}" if "/scheme/" in iri else f"FILTER(STRSTARTS(STR(?s), CONCAT(STR({this}), '#')))"
    said = f"{{ {this} ?p ?o BIND({this} AS ?s) }} UNION {{ ?s ?p ?o . {below} }}"
    return store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{layers.VOCABULARY}> {{ {said} }} }}")


def resource(request: Request) -> Response:
    """Answer for an IRI of ours: lead to a page or to data, or give it. Raises Failure: 404, 406."""
    place, service = _place(request), of(request)
    whole = place.path.startswith(("/ontology", "/scheme"))
    triples = vocabulary(service.reading.memory, place.iri) if whole else description(service.snapshot.store, place.iri)
    if not triples:
        raise Failure(404, f"nothing is known here of {place.iri}")
    links = _links(place)
    if place.form is None:
        return _see_other(request, place, links)
    if place.form == "html":
        return thing(request, place.iri, triples, links)
    return graph_response(request, triples, FORMS[place.form], extra={"Link": links})


def _see_other(request: Request, place: Place, links: str) -> Response:
    media = preferred(request.headers.get("accept"), (*GRAPH_TYPES, "text/html"))
    form = next((form for form, held in FORMS.items() if held == media), None)
    if form is None:
        raise Failure(406, f"this is given as one of: {', '.join((*GRAPH_TYPES, 'text/html'))}", {"Vary": "Accept", "Link": links})
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{place.path}.{form}{query}", 303, {"Vary": "Accept", "Link": links})


def _links(place: Place) -> str:
    def link(form: str) -> str:
        return f'<{place.path}.{form}>; rel="alternate"; type="{FORMS[form]}"'

    about: Iterable[str] = (f'<{place.iri}>; rel="describes"',) if place.form else ()
    return ", ".join([*map(link, _SUFFIXES), *about])
