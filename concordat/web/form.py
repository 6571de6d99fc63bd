"""Form: the fields of a form that a page of this server sent; one that another site sent is refused (CSRF)."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from .failures import Failure

__all__ = ["back", "fields", "from_here"]

_MOST = 64 * 2**10  # bytes
_KIND = "application/x-www-form-urlencoded"


async def fields(request: Request) -> dict[str, str]:
    """Return the fields by name. Raises Failure: 403 from another site, 413 too long, 415 and 400 what is no form."""
    from_here(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise Failure(415, f"send a form as {_KIND}")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MOST:
            raise Failure(413, f"a form may have {_MOST} bytes", {"Connection": "close"})
    try:
        return dict(parse_qsl(data.decode("utf-8"), errors="strict", max_num_fields=50))
    except (UnicodeDecodeError, ValueError) as error:
        raise Failure(400, "the form is not UTF-8, or has too many fields") from error


def from_here(request: Request) -> None:
    """Let a request pass that no other site sent. Raises Failure: 403 where one did."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Failure(403, "this form was sent from another site")


def back(asked: str) -> str:
    """Return the address on this server that a form asks to be led back to, or that of the home page."""
    local = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked and asked.isprintable()
    return asked if local else "/"
