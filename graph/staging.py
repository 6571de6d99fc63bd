"""Staging: lines brought to a remote server, whole and as they were meant, before anything is put in its place.

They go to graphs of their own: by the Graph Store Protocol where the server has an address for it (as quick as the own
loader of the one server that was measured, see docs/decisions/0013-one-way-to-write.md), else by INSERT DATA. Each graph is then read
back. What did not arrive is sent again; a term that came back as another one is a reason to refuse the whole change.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from ..errors import InputError, StoreError
from . import layers, quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .lease import Lease
    from .quads import Lines
    from .transaction import Delta
    from .wire import Wire

__all__ = ["BATCH", "JOURNAL", "Staging", "lines_of"]

# lines in one INSERT DATA: Virtuoso fails at about 5,000
BATCH = 2000
# what is to be carried out, by transaction
JOURNAL = layers.named("staging/journal")
_ROUNDS = 3
_SHOWN = 200  # characters


class Staging:
    """The staging graphs of one transaction, which `name` is the IRI of."""

    def __init__(self, wire: Wire, lease: Lease) -> None:
        self.name = f"{layers.STAGING}/{uuid.uuid4().hex}"
        self._wire = wire
        self._lease = lease
        self._places: dict[Lines, str] = {}

    @property
    def graphs(self) -> list[str]:
        """The names of the staging graphs."""
        return [*self._places.values()]

    def bring(self, deltas: Iterable[Delta]) -> str:
        """Bring the lines of the deltas to the server and return the update request that puts them in place.

        The request may be sent any number of times, in parts too, if only in the end it is carried out once to its end.

        Raises StoreError where the server cannot be reached, or does not keep a term as it is.
        """
        gone, come = [], []
        for delta in deltas:
            graph = delta.graph or layers.PUBLIC
            if delta.removed:
                held = self._place(delta.removed)
                gone.append(f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{held}> {{ ?s ?p ?o }} }}")
            if delta.added:
                # ADD and not INSERT: Virtuoso copies a graph seven times as fast as it copies what a pattern finds
                come.append(f"ADD <{self._place(delta.added)}> TO <{graph}>")
        return " ;\n".join(gone + come)

    def _place(self, lines: Lines) -> str:
        # what enters a layer enters the public graph too
        if lines not in self._places:
            graph = f"{self.name}/{len(self._places)}"
            self._load(graph, lines)
            self._places[lines] = graph
        return self._places[lines]

    def _load(self, graph: str, lines: Lines) -> None:
        missing = lines
        for last in (False,) * (_ROUNDS - 1) + (True,):
            try:
                self._send(graph, missing)
            except StoreError:
                if last:
                    raise
            held = lines_of(self._wire, graph)
            missing = lines - held
            if changed := held - lines:
                raise _not_kept(min(changed), missing, self._wire.query_url)
            if not missing:
                return
        raise StoreError(f"the server lost {len(missing)} of {len(lines)} statements", where=self._wire.query_url, do="see its log")

    def _send(self, graph: str, lines: Lines) -> None:
        for batch in _batches(sorted(lines), self._wire.batch or BATCH):
            self._lease.renew()
            body = b"\n".join([*batch, b""])
            try:
                if not self._wire.post_graph(graph, body):
                    self._wire.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {body.decode()} }} }}")
            except InputError as error:
                # every line is valid, so that it is the server that does not bear one
                raise StoreError(f"the server refused: {error.what}", where=self._wire.update_url, do="see its log") from error


def lines_of(wire: Wire, graph: str) -> Lines:
    """Return the normal lines of a graph behind a wire; raises StoreError where they cannot be read whole."""
    try:
        return quads.normal(wire.graph(graph), graph)
    except InputError as error:
        raise StoreError(f"the server's answer cannot be read: {error.what}", where=wire.query_url, do="run again") from error


def _not_kept(line: bytes, missing: Lines, where: str) -> StoreError:
    sent = min((other for other in missing if other.split(b" ", 2)[:2] == line.split(b" ", 2)[:2]), default=b"nothing .")
    what = f"the server changes what it is given: {_shown(sent)} becomes {_shown(line)}"
    return StoreError(what, where=where, do="write it in another way, or choose another server; nothing was changed")


def _shown(line: bytes) -> str:
    return line[:-2].decode()[:_SHOWN]


def _batches(lines: list[bytes], size: int) -> Iterator[list[bytes]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
