"""Repeating: whole small answers to queries, given again to whoever asks the same, as long as nothing has changed.

An answer is kept where the handler says that it may be: it is whole, and its query has no function whose value changes from one
time to the next. What is kept belongs to one snapshot and goes with it; reviews and uploads, which are in no snapshot, leave it. Who
shows a token or a cookie, or asks for an answer made anew (`Cache-Control: no-cache`), is neither given one nor leaves one behind.
An answer given again says so (`Cache-Status`, RFC 9211).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Answers", "Key", "Repeating", "allow"]

Key = tuple[object, ...]  # what was asked, and what else its answer hangs on
Headers = list[tuple[bytes, bytes]]

LARGEST = 64 * 2**10  # bytes of one answer
_ENTRY = 512  # bytes that an answer takes beside its own
_AGAIN = (b"cache-status", b"concordat; hit")
_ALLOWED = "concordat.again"
# what an answer depends on beside its address
_ASKED = (b"host", b"accept", b"accept-encoding", b"origin")
# what makes an answer one for whoever asks, or one that is not to be given again
_OWN = {b"authorization", b"cookie", b"if-none-match", b"if-modified-since", b"cache-control", b"pragma", b"range"}


class Answers:
    """The answers on one snapshot: at most `most` bytes with what they are found by, the least recently asked for going first.

    None is larger than `largest` bytes. Several threads may ask and keep at once.
    """

    def __init__(self, most: int, *, largest: int = LARGEST) -> None:
        self._most, self._largest, self._size = most, largest, 0
        self._held: OrderedDict[Key, tuple[Headers, bytes]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> tuple[Headers, bytes] | None:
        """Return the headers and the body of an answer, or None where there is none."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: Key, headers: Headers, body: bytes) -> None:
        """Keep an answer, unless it is large or there already."""
        with self._lock:
            if len(body) > self._largest or key in self._held:
                return
            self._held[key] = (headers, body)
            self._size += _size(key, headers, body)
            while self._size > self._most:
                old, (its_headers, its_body) = self._held.popitem(last=False)
                self._size -= _size(old, its_headers, its_body)


def _size(key: Key, headers: Headers, body: bytes) -> int:
    texts = sum(len(part) for part in key if isinstance(part, (str, bytes)))
    return _ENTRY + len(body) + texts + sum(len(name) + len(value) for name, value in headers)


def allow(request: Request) -> None:
    """Say that the answer to a request may be given again."""
    request.scope[_ALLOWED] = True


class Repeating:
    """What stands before the handlers; `held` gives the answers on the snapshot as it is now.

    `told` is called for each answer that is given again.
    """

    def __init__(self, app: ASGIApp, *, held: Callable[[], Answers], told: Callable[[], None]) -> None:
        self._app, self._held, self._told = app, held, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or pass a request on and keep its answer where it may be."""
        key = self._key(scope) if scope["type"] == "http" else None
        if key is None:
            await self._app(scope, receive, send)
            return
        # those of the snapshot on which the request begins: what is made on it is not put to those of the next
        answers = self._held()
        found = answers.get(key)
        if found is None:
            await self._app(scope, receive, _Kept(send, scope, lambda headers, body: answers.put(key, headers, body)))
            return
        self._told()
        headers, body = found
        await send({"type": "http.response.start", "status": 200, "headers": [*headers, _AGAIN]})
        await send({"type": "http.response.body", "body": body})

    def _key(self, scope: Scope) -> Key | None:
        path = scope["path"]
        if scope["method"] != "GET" or not (path == "/sparql" or path.startswith("/queries/")):
            return None
        asked: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in _OWN:
                return None
            if name in _ASKED:
                asked[name] = asked[name] + b"," + value if name in asked else value
        parts = (asked.get(name, b"") for name in _ASKED)
        return (scope["scheme"], scope.get("root_path", ""), path, scope["query_string"], *parts)


class _Kept:
    """What sends an answer on, and keeps it where it is whole, in one piece, and allowed."""

    def __init__(self, send: Send, scope: Scope, keep: Callable[[Headers, bytes], None]) -> None:
        self._send, self._scope, self._keep = send, scope, keep
        self._start: dict[str, Any] = {}
        self._parts = 0

    async def __call__(self, message: Message) -> None:
        """Send a part of an answer."""
        if message["type"] == "http.response.start":
            self._start = dict(message)
        else:
            self._parts += 1
            if self._parts == 1 and not message.get("more_body", False) and self._start["status"] == 200 and _ALLOWED in self._scope:
                self._keep(list(self._start["headers"]), bytes(message.get("body", b"")))
        await self._send(message)
