"""The app: every address of the server, and what stands before all of them (errors, CORS, compression, safety headers)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import graph_store, health, pages, uploads
from .caching import headers, unchanged
from .comparing import compare
from .context import context
from .dataset import dataset
from .deciding import decide
from .drafting import drafting
from .dumps import checksums, dump
from .editor import editor, terms
from .endpoint import sparql
from .exporting import notes, reports
from .failures import BrokenOff, Failure
from .governed import governed
from .keeping import kept
from .linked import resource
from .matrices import matrix
from .negotiation import preferred
from .openapi import openapi
from .questions import answer, catalogue
from .repeating import Repeating
from .service import Service
from .signing import sign_in, sign_out
from .tracing import HEADER, Traced, current
from .view import View, html, stylesheet
from .warming import warm

__all__ = ["app"]

_LOG = logging.getLogger("concordat.web")
_LOOK = 2.0  # seconds between looks at the store
_SAFETY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_EXPOSED = ["Concordat-Cut", "Concordat-Limits", "Concordat-Rows", "Content-Location", "ETag", "Link", "Location", HEADER]
_STORE_METHODS = ["GET", "PUT", "POST", "DELETE"]
_METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


def app(service: Service, *, warming: bool = False) -> Starlette:
    """Return the app of a service; the service is closed with it. With `warming`, what takes long is made ready in the background."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await service.pool.warm()
        keeping = asyncio.create_task(service.keep(_LOOK, warm if warming else None))
        try:
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            await service.close()

    made = Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(Traced, routes=ROUTES, metrics=service.metrics),
            Middleware(Repeating, held=lambda: service.answers, told=service.metrics.again.inc),
            Middleware(Safety),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=_METHODS, allow_headers=["*"], expose_headers=_EXPOSED),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={Failure: refused, HTTPException: refused, Exception: broken},
        lifespan=lifespan,
    )
    made.state.service = service
    return made


async def broken(request: Request, _: Exception) -> Response:
    """Return that something failed here, with the id by which it is found in the log."""
    # the server closes the connection behind it, and the client must know
    told = {HEADER: current(), "Connection": "close"}
    failure = Failure(500, f"something failed here; it is in the log as request {current()}", told)
    return await refused(request, failure)


async def refused(request: Request, error: Exception) -> Response:
    """Return a failure as a page where a page is wanted, else as text."""
    if isinstance(error, HTTPException):
        failure = Failure(error.status_code, f"{error.detail}: {request.method} {request.url.path}", error.headers)
    else:
        assert isinstance(error, Failure)  # noqa: S101 - no other is given here
        failure = error
    if preferred(request.headers.get("accept"), ("text/plain", "text/html")) == "text/html":
        view, told = View.of(request), failure.told
        status, extra = failure.status, failure.headers
        return html(request, "error.html", view, status=status, extra=extra, what=told, failed=status, traced=current())
    return PlainTextResponse(f"{failure.what}\n", failure.status, failure.headers)


def style(request: Request) -> Response:
    """Return the style sheet."""
    if (held := unchanged(request, "text/css")) is not None:
        return held
    return Response(stylesheet(), media_type="text/css", headers=headers(request, "text/css"))


def icon(request: Request) -> Response:
    """Return the sign of this server: two circles that share a part."""
    media = "image/svg+xml"
    held = unchanged(request, media)
    return held or Response((files("concordat") / "web" / "favicon.svg").read_bytes(), media_type=media, headers=headers(request, media))


ROUTES = [
    # they are tried in this order
    Route("/sparql", sparql, methods=["GET", "POST"]),
    Route("/", kept(pages.home)),
    Route("/healthz", health.alive),
    Route("/readyz", health.ready),
    Route("/metrics", health.measured),
    Route("/data", graph_store.data, methods=_STORE_METHODS),
    Route("/graph/{local:path}", graph_store.graph, methods=_STORE_METHODS),
    Route("/matrix", kept(matrix)),
    Route("/defects", kept(drafting)),
    Route("/compare", kept(compare)),
    Route("/governing", kept(governed)),
    Route("/note", notes),
    Route("/report", reports),
    Route("/review", decide, methods=["POST"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/uploads", uploads.shelf),
    Route("/uploads", uploads.receive, methods=["POST"]),
    Route("/uploads/{key}", uploads.upload),
    Route("/uploads/{key}/text", uploads.text),
    Route("/uploads/{key}/finding", uploads.finding),
    Route("/uploads/{key}/note", uploads.note),
    Route("/uploads/{key}/report", uploads.report),
    Route("/uploads/{key}/again", uploads.again, methods=["POST"]),
    Route("/uploads/{key}/delete", uploads.delete, methods=["POST"]),
    Route("/queries", catalogue),
    Route("/queries/{name}", answer),
    Route("/dataset", dataset),
    Route("/.well-known/void", dataset),
    Route("/dumps/SHA256SUMS", checksums),
    Route("/dumps/{name}", dump),
    Route("/context.jsonld", context),
    Route("/openapi.json", openapi),
    Route("/style.css", style),
    *(Route(path, icon) for path in ("/favicon.ico", "/favicon.svg")),
    Route("/editor/terms.json", terms),
    Route("/editor/{name}", editor),
    *(Route(path + "{path:path}", kept(resource)) for path in ("/id/", "/.well-known/genid/", "/scheme/", "/ontology")),
]


class Safety:
    """What every answer carries, and the end of one that cannot be finished."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on. An answer that is broken off is left without its end, so that the server closes the connection."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                added = [(name.lower().encode(), value.encode()) for name, value in _SAFETY.items()]
                message["headers"] = [*message["headers"], *((name, value) for name, value in added if name not in held)]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except BrokenOff as off:
            _LOG.warning("an answer was broken off: %s", off)
