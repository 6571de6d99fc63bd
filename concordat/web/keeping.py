"""Keeping: public pages as they were made, as long as the snapshot and the day, and the reviews where they show any, stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from ..graph.catalog import moment
from .reviews import now, stamp
from .service import of
from .view import View

__all__ = ["kept"]


def kept(page: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Return a handler that makes a page once for all who ask for the same; what is private, refused or no page is made each time."""

    @wraps(page)
    def shown(request: Request) -> Response:
        service = of(request)
        made = service.reading.pages
        # as it was sent: in an IRI, %2F is not a slash
        path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace").partition("?")[0]
        if request.headers.get("if-none-match"):
            return page(request)
        key = (path, request.url.query, request.headers.get("accept", ""), View.of(request).lang, str(moment())[:10])
        # whether a page shows reviews is known once it was made
        held = made.get((*key, "")) or made.get((*key, now(service)))
        if held is None:
            answer = page(request)
            if answer.status_code == 200 and _public(answer):
                made.put((*key, stamp(request)), list(answer.raw_headers), bytes(answer.body))
            return answer
        again = Response(held[1])
        # what compresses an answer changes its headers in place
        again.raw_headers = [*held[0]]
        return again

    return shown


def _public(answer: Response) -> bool:
    return answer.headers.get("cache-control", "").startswith("public") and answer.headers["content-type"].startswith("text/html")
