"""Tracing: each request has an id, which stands in its answer, on error pages and in the log, and is timed and counted.

What is logged of a request is its route, never its address: addresses hold queries, names of documents and searches. Who asks
(address, browser, token) is not logged either.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from contextvars import ContextVar
from secrets import token_hex
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .metrics import Metrics

__all__ = ["HEADER", "NONE", "Traced", "current"]

HEADER = "X-Request-Id"
NONE = "-"
_LOG = logging.getLogger("concordat.web.requests")
_CURRENT: ContextVar[str] = ContextVar("request", default=NONE)
# what another server may have given: nothing that could be taken for more than one word of a log
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_OTHER = "other"


def current() -> str:
    """Return the id of the request that is being answered, NONE where there is none."""
    return _CURRENT.get()


class Traced:
    """What stands before all else: gives a request its id, and takes down how it ended."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[Route], metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        # most addresses have no parameters, and need not be sought
        self._plain = {route.path for route in routes if "{" not in route.path}
        self._routes = [route for route in routes if "{" in route.path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it when its answer has ended, however it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _ID.fullmatch(given) else token_hex(8)
        _CURRENT.set(name)
        status, size, ended, begun = 500, 0, False, perf_counter()

        async def sent(message: Message) -> None:
            nonlocal status, size, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
                ended = not message.get("more_body", False)
            await send(message)

        self._metrics.open.inc()
        try:
            await self._app(scope, receive, sent)
        finally:
            self._metrics.open.dec()
            seconds, route = perf_counter() - begun, self._route(scope)
            self._metrics.note(route, status, seconds)
            figures = {"status": status, "ms": round(seconds * 1000, 1), "bytes": size, "whole": ended}
            fields = {"method": scope["method"], "route": route, **figures}
            _LOG.info("request", extra={"fields": fields})

    def _route(self, scope: Scope) -> str:
        if scope["path"] in self._plain:
            return str(scope["path"])
        return next((route.path for route in self._routes if route.matches(scope)[0] is not Match.NONE), _OTHER)
