"""Cache: answers of servers on disk, with what is needed to ask again only for what changed (RFC 9110, section 13).

An answer is known by its address, what was accepted and the language. It is written whole or not at all; one that broke
off is kept apart, with its validator, to be gone on with.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ..errors import StoreError, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .addresses import Wanted

__all__ = ["Cache", "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of an answer: `status` 200, or 300 for a list of files; `etag` and `modified` as the server sent them."""

    url: str
    status: int
    media_type: str
    etag: str | None
    modified: str | None
    sha256: str = ""

    @property
    def validator(self) -> str | None:
        """What shows that a later answer is of the same bytes: a strong entity tag, else the date of change."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.modified


class Cache:
    """Answers in one folder, which several processes may share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def held(self, wanted: Wanted) -> tuple[Entry, bytes] | None:
        """Return a whole answer and its bytes, or None where there is none or it is damaged."""
        entry = self._entry(wanted, "json")
        try:
            body = self._path(wanted, "body").read_bytes()
        except OSError:
            return None
        return (entry, body) if entry and hashlib.sha256(body).hexdigest() == entry.sha256 else None

    def begun(self, wanted: Wanted) -> tuple[Entry, int] | None:
        """Return an answer that broke off and can be gone on with, and how many bytes of it are there."""
        entry = self._entry(wanted, "part.json")
        part = self._path(wanted, "part")
        if entry is None or entry.validator is None or not part.is_file():
            return None
        return entry, part.stat().st_size

    def keep(self, wanted: Wanted, entry: Entry, chunks: Iterator[bytes], *, after: int = 0) -> None:
        """Write an answer, chunk by chunk, behind the `after` bytes that are there already, and make it whole at the end.

        What was written stays, to be gone on with, where `chunks` raises. Raises StoreError where the disk cannot be written.
        """
        part = self._path(wanted, "part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._note(wanted, "part.json", entry)
            with part.open("r+b" if after else "wb") as file:
                file.seek(after)
                file.truncate()
                for chunk in chunks:
                    file.write(chunk)
            digest = hashlib.sha256(part.read_bytes()).hexdigest()
            part.replace(self._path(wanted, "body"))
            self._note(wanted, "json", Entry(entry.url, entry.status, entry.media_type, entry.etag, entry.modified, digest))
        except OSError as error:
            raise StoreError(f"the cache cannot be written: {said(error)}", where=str(self._folder), do="set CONCORDAT_CACHE") from error
        self._path(wanted, "part.json").unlink(missing_ok=True)

    def forget_part(self, wanted: Wanted) -> None:
        """Take away what was left of an answer that broke off."""
        for kind in ("part", "part.json"):
            self._path(wanted, kind).unlink(missing_ok=True)

    @contextmanager
    def turn(self, interval: float, sleep: Callable[[float], None]) -> Iterator[None]:
        """Wait until `interval` seconds have passed since anybody last asked by this cache, then hold the turn.

        Raises StoreError where the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = (self._folder / "turn").open("a+", encoding="ascii")
        except OSError as error:
            raise StoreError(f"the cache cannot be written: {said(error)}", where=str(self._folder), do="set CONCORDAT_CACHE") from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            left = float(file.read() or 0) + interval - time.time()
            if 0 < left <= interval:
                sleep(left)
            file.seek(0)
            file.truncate()
            file.write(repr(time.time()))
            file.flush()
            yield

    def _entry(self, wanted: Wanted, kind: str) -> Entry | None:
        try:
            return Entry(**json.loads(self._path(wanted, kind).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _note(self, wanted: Wanted, kind: str, entry: Entry) -> None:
        path = self._path(wanted, kind)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(asdict(entry)), encoding="utf-8")
        fresh.replace(path)

    def _path(self, wanted: Wanted, kind: str) -> Path:
        key = hashlib.sha256("\n".join((wanted.url, wanted.accept, wanted.language)).encode()).hexdigest()
        return self._folder / f"{key}.{kind}"
