"""Lease: one writer at a time on a remote server, which has no lock of its own.

A writer leaves its mark, with the server's time, in a graph that holds at most one; it renews the mark while it works.
A mark that was not renewed for ten minutes was left by a writer that died, and is taken away.
"""

from __future__ import annotations

import time
import uuid
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

from rdflib import DCTERMS, Literal

from ..errors import StoreError
from . import layers

if TYPE_CHECKING:
    from .wire import Wire

__all__ = ["EXPIRY", "Lease"]

EXPIRY = timedelta(minutes=10)
_GRAPH = layers.named("lease")
_PAUSE = 0.2


class Lease:
    """The right to write to the server behind a wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._mark = f"<{_GRAPH}/{uuid.uuid4().hex}>"
        self._renewed = 0.0

    def take(self, wait: float) -> None:
        """Become the only writer.

        Raises StoreError where another one does not finish within `wait` seconds.
        """
        end, over = time.monotonic() + wait, False
        # counted, as Virtuoso lets everybody in by FILTER NOT EXISTS
        others = f"{{ SELECT (COUNT(?other) AS ?n) WHERE {{ GRAPH <{_GRAPH}> {{ ?other <{DCTERMS.modified}> ?when }} }} }}"
        claim = (
            f"INSERT {{ GRAPH <{_GRAPH}> {{ {self._mark} <{DCTERMS.modified}> ?now }} }} "
            f"WHERE {{ {others} FILTER (?n = 0) BIND(NOW() AS ?now) }}"
        )
        while True:
            self._wire.update(claim)
            holders = self._holders()
            if holders == {self._mark}:
                return
            # of two whom the server let in at once, one at least sees the other: whoever does gives way
            if self._mark in holders:
                self.release()
            # behind its time it is tried once more: the mark of a writer that died was taken away only now
            if over:
                where = self._wire.query_url
                raise StoreError("the store is locked by another process", where=where, do="wait until it is done")
            over = time.monotonic() > end
            time.sleep(self._pause())

    def _pause(self) -> float:
        """Return a pause of one's own, so that two who give way do not meet again and again."""
        return _PAUSE * (1 + zlib.crc32(self._mark.encode()) / 2**32)

    def renew(self) -> None:
        """Say that the writer still works.

        Raises StoreError where another writer took over in the meantime.
        """
        self._renewed = time.monotonic()
        old, new = (f"GRAPH <{_GRAPH}> {{ {self._mark} <{DCTERMS.modified}> ?{when} }}" for when in ("old", "now"))
        self._wire.update(f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ {old} BIND(NOW() AS ?now) }}")
        if self._mark not in self._holders():
            raise StoreError("another process took the store over", where=self._wire.query_url, do="run again")

    def keep(self) -> None:
        """Renew where a twentieth of the time is over, which costs nothing in between; raises what `renew` raises."""
        if time.monotonic() - self._renewed >= EXPIRY.total_seconds() / 20:
            self.renew()

    def release(self) -> None:
        """Let others write."""
        self._wire.update(f"DELETE WHERE {{ GRAPH <{_GRAPH}> {{ {self._mark} ?p ?o }} }}")

    def _holders(self) -> set[str]:
        """Return the marks that stand, after taking away those of writers that died."""
        query = f"SELECT ?m ?when (NOW() AS ?now) WHERE {{ GRAPH <{_GRAPH}> {{ ?m <{DCTERMS.modified}> ?when }} }}"
        holders = set()
        for row in self._wire.rows(query):
            mark, when, now = f"<{row['m']}>", row["when"], row["now"]
            assert isinstance(when, Literal)  # noqa: S101 - what claim() has written
            assert isinstance(now, Literal)  # noqa: S101
            if mark != self._mark and now.toPython() - when.toPython() > EXPIRY:
                self._wire.update(f"DELETE WHERE {{ GRAPH <{_GRAPH}> {{ {mark} ?p ?o }} }}")
            else:
                holders.add(mark)
        return holders
