"""Health: whether the server lives (`/healthz`), whether it can answer (`/readyz`), and what it has counted (`/metrics`)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from .metrics import MEDIA
from .service import of

__all__ = ["alive", "measured", "ready"]

_FRESH = {"Cache-Control": "no-store"}
_PATIENCE = 5.0  # seconds


async def alive(_: Request) -> Response:
    """Return that the server takes requests."""
    return PlainTextResponse("ok\n", headers=_FRESH)


async def ready(request: Request) -> Response:
    """Return whether the store opens and the workers answer: 200 where both do, else 503 with what does not."""
    service = of(request)
    checks = {"store": service.opens(), "workers": service.pool.answers()}
    held = dict(zip(checks, await asyncio.gather(*(_kept(check) for check in checks.values())), strict=True))
    told = {name: "ok" if good else "fails" for name, good in held.items()}
    return JSONResponse(told, 200 if all(held.values()) else 503, _FRESH)


async def _kept(check: Awaitable[bool]) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await check
    except TimeoutError:
        return False


async def measured(request: Request) -> Response:
    """Return the counters, in the text format of Prometheus."""
    return Response(of(request).metrics.text(), media_type=MEDIA, headers=_FRESH)
