"""Caching: what tells a client that it holds the answer already (RFC 9110, sections 8.8 and 13.1).

Every answer is made from the snapshot, the program and the request alone, so that their hash is the tag of it.
"""

from __future__ import annotations

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from .. import __version__
from .service import of

__all__ = ["headers", "unchanged"]


def _tag(request: Request, media: str) -> str:
    asked = f"{request.scope['path']}\n{request.scope['query_string'].decode('latin-1')}"
    basis = "\n".join((__version__, of(request).snapshot.digest, asked, media))
    # weak: the bytes differ where they are compressed
    return f'W/"{sha256(basis.encode()).hexdigest()[:32]}"'


def headers(request: Request, media: str, *, vary: str = "Accept") -> dict[str, str]:
    """Return the headers of an answer in a media type that may be kept and asked for again."""
    return {"ETag": _tag(request, media), "Cache-Control": "public, no-cache", "Vary": vary}


def unchanged(request: Request, media: str, *, vary: str = "Accept") -> Response | None:
    """Return the answer that nothing has changed (304), or None where it has, or the client holds nothing."""
    held = request.headers.get("if-none-match")
    if held is None or request.method not in {"GET", "HEAD"}:
        return None
    if held.strip() != "*" and _tag(request, media) not in [tag.strip() for tag in held.split(",")]:
        return None
    return Response(status_code=304, headers=headers(request, media, vary=vary))
