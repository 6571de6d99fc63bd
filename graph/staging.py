"""Staging: lines brought to a remote server, whole and as they were meant, before anything is put in its place.

They go to graphs of their own: by the Graph Store Protocol where the server has an address for it (as quick as the own
loader of the one server that was measured, see docs/decisions/0013-one-way-to-write.md), else by INSERT DATA. Each graph is then read
back. What did not arrive is sent again; a term that came back as another one is a reason to refuse the whole change.
"""

from __future__ import annotations

import uuid
from itertools import chain
from typing import TYPE_CHECKING

from ..errors import InputError, StoreError
from . import layers, quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .lease import Lease
    from .quads import Lines
    from .transaction import Delta
    from .wire import Wire

__all__ = ["BATCH", "JOURNAL", "PART", "Staging", "lines_of"]

# lines in one INSERT DATA: Virtuoso fails at about 5,000
BATCH = 2000
# lines that one request moves, and how many the parts of a larger change do: the more a request moves, the longer Oxigraph takes for each
WHOLE, PIECE = 100_000, 20_000
# what stands between the parts of a change
PART = " ;\n\n"
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
        self._places: dict[Lines, dict[str, int]] = {}

    @property
    def graphs(self) -> list[str]:
        """The names of the staging graphs."""
        return [graph for places in self._places.values() for graph in places]

    def bring(self, deltas: Sequence[Delta]) -> str:
        """Bring the lines of the deltas to the server and return the update request that puts them in place.

        A large one has parts, with PART between them, of which the last one is the last delta. Each may be sent any number of times, if
        only in the end all of them are carried out to their end.

        Raises StoreError where the server cannot be reached, or does not keep a term as it is.
        """
        *before, last = ([*self._operations(delta)] for delta in deltas)
        several = [*chain(*before)]
        parts = [several + last] if sum(map(len, deltas)) <= WHOLE else [*_packed(several), last]
        return PART.join(" ;\n".join(text for text, _ in part) for part in parts)

    def _operations(self, delta: Delta) -> Iterator[tuple[str, int]]:
        """Yield what carries a delta out, each with the number of lines that it moves."""
        graph = delta.graph or layers.PUBLIC
        for held, size in self._held(delta.removed):
            yield f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{held}> {{ ?s ?p ?o }} }}", size
        for held, size in self._held(delta.added):
            # ADD and not INSERT: Virtuoso copies a graph seven times as fast as it copies what a pattern finds
            yield f"ADD <{held}> TO <{graph}>", size

    def _held(self, lines: Lines) -> Iterable[tuple[str, int]]:
        """Return the staging graphs of lines, and their sizes."""
        # what enters a layer enters the public graph too
        if lines not in self._places:
            self._places[lines] = places = {}
            for piece in _batches(sorted(lines), PIECE):
                graph = f"{self.name}/{len(self.graphs)}"
                self._load(graph, frozenset(piece))
                places[graph] = len(piece)
        return self._places[lines].items()

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
            self._lease.keep()
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


def _packed(operations: Iterable[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """Put operations together, in their order, to such as one request may have."""
    group: list[tuple[str, int]] = []
    for text, size in operations:
        if group and sum(other for _, other in group) + size > PIECE:
            yield group
            group = []
        group.append((text, size))
    yield group
