"""Signing in: a token of the server, given once, is held in a cookie that no script reads and no other site sends (RFC 6265bis)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from .failures import Failure
from .form import back, fields
from .service import of

__all__ = ["remember", "sign_in", "sign_out", "who"]

_COOKIE = "concordat"


def who(request: Request, given: str = "") -> str | None:
    """Return the name of whoever asks, by a token just given, a header, or the cookie; None where none of them is a token."""
    tokens = of(request).tokens
    if given:
        return tokens.owner(given)
    return tokens.holder(request.headers.get("authorization")) or tokens.owner(request.cookies.get(_COOKIE, ""))


def remember(request: Request, answer: Response, token: str) -> None:
    """Let the browser send a token back until it is closed."""
    answer.set_cookie(_COOKIE, token.strip(), httponly=True, samesite="strict", secure=request.url.scheme == "https")


async def sign_in(request: Request) -> Response:
    """Take a token and lead back. Raises Failure: 401 where it is none, 403 where the server has none."""
    given = await fields(request)
    if not of(request).tokens.hashes:
        raise Failure(403, "this server takes no reviews")
    token = given.get("token", "")
    if who(request, token or " ") is None:
        raise Failure(401, "this is no token of this server; ask whoever runs it for one", {"WWW-Authenticate": 'Bearer realm="concordat"'})
    answer = RedirectResponse(back(given.get("back", "")), 303)
    remember(request, answer, token)
    return answer


async def sign_out(request: Request) -> Response:
    """Forget the token and lead back."""
    given = await fields(request)
    answer = RedirectResponse(back(given.get("back", "")), 303)
    answer.delete_cookie(_COOKIE, httponly=True, samesite="strict")
    return answer
