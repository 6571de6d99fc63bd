"""Described: triples of ours as a response in the RDF syntax that the client prefers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response

from ..graph import quads
from ..graph.quads import Triple
from .caching import headers, unchanged
from .failures import Failure
from .negotiation import FORMS, GRAPH_TYPES, preferred

__all__ = ["graph_response", "graph_type", "lines_response"]

_SYNTAX = {media: form for form, media in FORMS.items() if media in GRAPH_TYPES}


def graph_type(request: Request, form: str | None = None) -> str:
    """Return the RDF syntax to answer in; `form` is a suffix that settles it. Raises Failure: 406 where none fits."""
    media = FORMS.get(form) if form else preferred(request.headers.get("accept"), GRAPH_TYPES)
    if media not in GRAPH_TYPES:
        raise Failure(406, f"a graph is answered as one of: {', '.join(GRAPH_TYPES)}", {"Vary": "Accept"})
    return media


def graph_response(request: Request, triples: Iterable[Triple], media: str, *, extra: dict[str, str] | None = None) -> Response:
    """Return triples in a media type of GRAPH_TYPES."""
    return lines_response(request, lambda: quads.lines_of(triples).splitlines(), media, extra=extra)


def lines_response(
    request: Request, lines: Callable[[], Iterable[bytes]], media: str, *, extra: dict[str, str] | None = None
) -> Response:
    """Return normal lines in a media type of GRAPH_TYPES, or that nothing has changed; `extra` are further headers."""
    if (held := unchanged(request, media)) is not None:
        held.headers.update(extra or {})
        return held
    data = quads.document(set(lines()), _SYNTAX[media])
    kind = media + ("; charset=utf-8" if media == "text/turtle" else "")
    return Response(data, headers={**headers(request, media), **(extra or {}), "content-type": kind})
