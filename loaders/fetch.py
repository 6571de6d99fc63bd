"""Fetching: acts and documents from the servers that publish them, with the manners of a guest.

One request at a time and at most one a second, an honest User-Agent, conditional requests (RFC 9110, section 13), ranges to
go on with what broke off (section 14), waits as long as a server asks (Retry-After), and an answer of the wrong type is
an error and no document.
"""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, TYPE_CHECKING, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ..errors import InputError, LimitError
from .addresses import SUFFIXES, Settings, Wanted
from .cache import Cache, Entry
from .source import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message

__all__ = ["Fetched", "Fetcher"]

_TRIES, _HOPS, _TIMEOUT, _CHUNK = 4, 8, 60, 65536
_PATIENCE = 60  # seconds that are waited where a server asks for it; more is told to the user
_MOVED = (301, 302, 303, 307, 308)
_ITEM = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file: its name, its bytes, its media type, and whether the server was not needed to send it."""

    name: str
    data: bytes
    media_type: str
    from_cache: bool


class _Answer(Protocol):
    """What is used of an answer of urllib, good or bad."""

    @property
    def headers(self) -> Message: ...
    def read(self, amount: int, /) -> bytes: ...
    def close(self) -> None: ...


class _AgainError(Exception):
    """The server should be asked again, in `wait` seconds."""

    def __init__(self, what: str, *, wait: float) -> None:
        super().__init__(what)
        self.wait = wait


class _Unmoved(HTTPRedirectHandler):
    """Leaves redirections to the caller, who keeps the pace and looks where they lead."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


class Fetcher:
    """Asks servers, through a cache; `offline` asks none. `sleep` waits a number of seconds."""

    def __init__(self, settings: Settings, *, offline: bool = False, sleep: Callable[[float], None] = time.sleep) -> None:
        self._settings, self._offline, self._sleep = settings, offline, sleep
        self._cache = Cache(settings.cache)
        self._opener = build_opener(_Unmoved)

    def fetch(self, wanted: Wanted) -> list[Fetched]:
        """Return the files that are wanted: one, or several where the server keeps it in parts.

        Raises InputError where the server does not have it, does not answer, or sends something else, LimitError where it is
        too large, StoreError where the cache cannot be written.
        """
        entry, body, cached = self._get(wanted)
        if entry.status != http.client.MULTIPLE_CHOICES:
            return [Fetched(wanted.stem + SUFFIXES[entry.media_type], body, entry.media_type, cached)]
        items = list(dict.fromkeys(urljoin(entry.url, item) for item in _ITEM.findall(body.decode("utf-8", "replace"))))
        if not items:
            raise InputError("the server offers a choice without naming anything", where=wanted.url, do="choose another --type")
        single = [replace(wanted, url=url, stem=f"{wanted.stem}.{place}") for place, url in enumerate(items, 1)]
        return [file for item in single for file in self.fetch(item)]

    def _get(self, wanted: Wanted) -> tuple[Entry, bytes, bool]:
        held = self._cache.held(wanted)
        if self._offline:
            if held is None:
                raise InputError(f"{wanted.name} is not in the cache", where=wanted.url, do="fetch it once without --offline")
            return *held, True
        sent = self._ask_often(wanted, held[0] if held else None)
        now = self._cache.held(wanted)
        if now is None:
            raise InputError("the answer was not kept", where=wanted.url, do="run again")
        return *now, not sent

    def _ask_often(self, wanted: Wanted, held: Entry | None) -> bool:
        """Ask until there is an answer; return whether it sent anything new."""
        what = ""
        for count in range(1, _TRIES + 1):
            try:
                return self._exchange(wanted, held)
            except _AgainError as again:
                what, wait = str(again), again.wait
            if wait > _PATIENCE:
                raise InputError(what, where=wanted.url, do=f"run again in {wait:.0f} s")
            if count < _TRIES:
                self._sleep(wait or 2.0 ** (count - 1))
        raise InputError(what, where=wanted.url, do="run again later; it goes on where it stopped")

    def _exchange(self, wanted: Wanted, held: Entry | None) -> bool:
        """Ask once, following where the server points; return whether it sent anything new."""
        begun = self._cache.begun(wanted)
        headers = {"Accept": wanted.accept, "Accept-Language": wanted.language, "User-Agent": self._settings.agent,
                   "Accept-Encoding": "identity", **_conditions(held, begun)}  # fmt: skip
        url = wanted.url
        for _ in range(_HOPS):
            with self._cache.turn(self._settings.interval, self._sleep):
                status, answer = self._ask(url, headers)
                try:
                    if status not in _MOVED:
                        return self._take(wanted, status, answer, begun=begun, url=url)
                finally:
                    answer.close()
            url = urljoin(url, answer.headers.get("Location") or "")
            if urlsplit(url).scheme not in ("http", "https"):
                raise InputError(f"the server points to {url}", where=wanted.url, do="check the base address")
        raise InputError("the server points in circles", where=wanted.url, do="try again later")

    def _ask(self, url: str, headers: dict[str, str]) -> tuple[int, _Answer]:
        try:
            answer = self._opener.open(Request(url, headers=headers), timeout=_TIMEOUT)  # noqa: S310 - http and https only
            return answer.status, answer
        except HTTPError as error:
            return error.code, error
        except (URLError, OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise _AgainError(f"the server cannot be reached: {reason}", wait=0) from error

    def _take(self, wanted: Wanted, status: int, answer: _Answer, *, begun: tuple[Entry, int] | None, url: str) -> bool:
        """Keep what was sent; return whether anything was."""
        if status == http.client.NOT_MODIFIED:
            return False
        if status not in (200, 206, 300):
            self._refuse(wanted, status, answer)
        kind = answer.headers.get_content_type()
        if status != http.client.MULTIPLE_CHOICES and kind not in wanted.types:
            what = f"the server sent {kind}, not {' or '.join(wanted.types)}"
            raise InputError(what, where=wanted.url, do="choose another --type, or another language")
        after = _continues(answer, begun) if status == http.client.PARTIAL_CONTENT else 0
        if after is None:
            self._cache.forget_part(wanted)
            raise _AgainError("the server sent another part than was asked for", wait=0)
        status = http.client.OK if status == http.client.PARTIAL_CONTENT else status
        entry = Entry(url, int(status), kind, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
        self._cache.keep(wanted, entry, _chunks(answer, after, wanted.url), after=after)
        return True

    def _refuse(self, wanted: Wanted, status: int, answer: _Answer) -> None:
        """Raise what a bad status means."""
        if status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._cache.forget_part(wanted)
            raise _AgainError("the server no longer has the file that was begun", wait=0)
        if status in (http.client.TOO_MANY_REQUESTS, http.client.SERVICE_UNAVAILABLE):
            raise _AgainError(f"the server is busy ({status})", wait=_wait(answer.headers.get("Retry-After")))
        if status >= http.client.INTERNAL_SERVER_ERROR:
            raise _AgainError(f"the server failed ({status})", wait=0)
        if status in (http.client.NOT_FOUND, http.client.GONE, http.client.NOT_ACCEPTABLE):
            what = f"{wanted.name} is not there in this form and language ({status})"
            raise InputError(what, where=wanted.url, do="check the number, --type and --lang")
        raise InputError(f"the server refused ({status})", where=wanted.url, do="check the base address and your rights")


def _conditions(held: Entry | None, begun: tuple[Entry, int] | None) -> dict[str, str]:
    """Return the headers that ask only for what is not there yet."""
    if begun and begun[1] and begun[0].validator:
        return {"Range": f"bytes={begun[1]}-", "If-Range": begun[0].validator}
    if held is None:
        return {}
    conditions = {"If-None-Match": held.etag, "If-Modified-Since": held.modified}
    return {name: value for name, value in conditions.items() if value}


def _continues(answer: _Answer, begun: tuple[Entry, int] | None) -> int | None:
    """Return behind how many bytes a part goes, or None where it is not the part that was asked for."""
    match = _RANGE.fullmatch(answer.headers.get("Content-Range") or "")
    return begun[1] if match and begun and int(match[1]) == begun[1] else None


def _chunks(answer: _Answer, after: int, url: str) -> Iterator[bytes]:
    length = answer.headers.get("Content-Length")
    whole = after + int(length) if length and length.isdecimal() else None
    count = after
    while True:
        try:
            chunk = answer.read(_CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise _AgainError(f"the connection broke off after {count} bytes", wait=0) from error
        if not chunk:
            break
        count += len(chunk)
        if count > LIMIT:
            raise LimitError(f"the answer has more than {LIMIT} bytes", where=url, do="fetch another --type")
        yield chunk
    if whole is not None and count != whole:
        raise _AgainError(f"the connection broke off after {count} of {whole} bytes", wait=0)


def _wait(text: str | None) -> float:
    """Return the seconds that a Retry-After asks for, 0 where it says nothing."""
    if not text:
        return 0
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0
