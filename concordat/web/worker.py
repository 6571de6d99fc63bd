"""Worker: a process of its own that answers queries on a snapshot of the public graph, one after the other.

    python -m concordat.web.worker FOLDER MEMORY

It reads jobs from stdin and writes frames to stdout. Oxigraph can neither be told to stop nor give its results to another
thread, so that whoever started it ends a query by ending the process. Only what a query needs is imported: it starts often.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import pyoxigraph as ox

from .results import WRITERS, truth, written

__all__ = ["CUT", "DATA", "END", "ERROR", "FRAME", "RDF", "confine", "main"]

# a frame: one letter, the length, the payload
FRAME = struct.Struct(">cI")
DATA, END, ERROR = b"D", b"E", b"X"
CUT = "cut short after {number} triples"
_CHUNK = 64 * 1024
_GRACE = 5  # seconds that a query may outlive its limit before the worker ends itself

RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_NOTES = {"application/rdf+xml": "<!-- {} -->\n", "application/ld+json": ""}


class Channel:
    """Frames to whoever asked; data are gathered into chunks."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._held, self._size = out, list[bytes](), 0

    def send(self, kind: bytes, payload: bytes) -> None:
        """Send one frame, after the data written before it."""
        if kind is not DATA:
            self._push()
        self._out.write(FRAME.pack(kind, len(payload)) + payload)
        if kind is not DATA:
            self._out.flush()

    def tell(self, frame: bytes, **what: object) -> None:
        """Send one frame of JSON."""
        self.send(frame, json.dumps(what).encode())

    def write(self, data: bytes) -> int:
        """Take data to be sent; this is what makes it a file for a serialiser."""
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size >= _CHUNK:
            self._push()
            self._out.flush()
        return len(data)

    def flush(self) -> None:
        """Do nothing: chunks are sent as they fill."""

    def _push(self) -> None:
        if self._held:
            data, self._held, self._size = b"".join(self._held), [], 0
            self.send(DATA, data)


class Watch(threading.Thread):
    """What ends this process where its parent has died, or a query has outlived its limit and nobody came to end it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.until = float("inf")
        self._parent = os.getppid()

    def run(self) -> None:
        """Look every second."""
        while os.getppid() == self._parent and time.monotonic() < self.until:
            time.sleep(1)
        os._exit(1)


def main(folder: str, memory: int) -> None:
    """Answer the jobs on stdin until it is closed; `memory` is in MiB."""
    store, channel = ox.Store.read_only(folder), Channel(sys.stdout.buffer)
    watch = Watch()
    watch.start()
    confine(memory)
    for job in _jobs(sys.stdin.buffer):
        watch.until = time.monotonic() + float(job["seconds"]) + _GRACE
        try:
            _answer(store, job, channel)
        except SyntaxError as error:
            channel.tell(ERROR, kind="syntax", what=str(error.args[0]).splitlines()[0])
        except (ValueError, RuntimeError, OSError) as error:
            channel.tell(ERROR, kind="failed", what=str(error))
        watch.until = float("inf")


def confine(memory: int) -> None:
    """Let this process take so many MiB more than it has, where the system can hold it to that (Linux)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    held = Path("/proc/self/statm")
    if held.is_file():
        most = int(held.read_text().split()[0]) * resource.getpagesize() + memory * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _jobs(source: BinaryIO) -> Iterator[dict[str, Any]]:
    while len(head := source.read(4)) == 4:
        yield json.loads(source.read(int.from_bytes(head, "big")))


def _graphs(job: dict[str, Any], name: str) -> list[Any] | None:
    given = job.get(name)
    return None if given is None else [ox.NamedNode(iri) for iri in given]


def _answer(store: ox.Store, job: dict[str, Any], channel: Channel) -> None:
    found = store.query(
        str(job["query"]), base_iri=job["base"], default_graph=_graphs(job, "default"), named_graphs=_graphs(job, "named")
    )
    media, rows = str(job["media"]), int(job["rows"])
    said: dict[str, object] = {"rows": 1, "cut": False, "tells": True}

    def count(number: int, cut: bool) -> None:  # noqa: FBT001
        said.update(rows=number, cut=cut)

    if isinstance(found, ox.QueryBoolean):
        channel.write(truth(bool(found), media).encode())
    elif isinstance(found, ox.QueryTriples):
        said["tells"] = _graph(found, job, channel, count=count, rows=rows)
    else:
        writer = WRITERS[media]
        said["tells"] = writer.tells
        for text in written(found, writer, rows=rows, count=count):
            channel.write(text.encode())
    channel.tell(END, **said)


def _graph(found: ox.QueryTriples, job: dict[str, Any], channel: Channel, *, count: Callable[[int, bool], None], rows: int) -> bool:
    """Write triples and return whether the format can say that they were cut short."""
    media, number = str(job["media"]), 0

    def counted() -> Iterator[ox.Triple]:
        nonlocal number
        for triple in islice(found, rows):
            number += 1
            yield triple

    triples = counted()
    # the first triple is taken now, so that an error is told before anything is written
    first = list(islice(triples, 1))
    ox.serialize(chain(first, triples), cast("IO[bytes]", channel), format=RDF[media], prefixes=job["prefixes"])
    cut = number >= rows and next(iter(found), None) is not None
    count(number, cut)
    note = _NOTES.get(media, "# {}\n")
    if cut and note:
        channel.write(note.format(CUT.format(number=number)).encode())
    return bool(note)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
