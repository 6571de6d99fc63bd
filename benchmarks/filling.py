"""Filling a store with the generated corpus, each in its own way, and what that takes."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import process_time, thread_time

import pyoxigraph as ox

from benchmarks import servers
from benchmarks.generated import Piece, corpus, quads
from concordat.graph.store import open_store

__all__ = ["LOAD", "MERGING", "TENTH", "Part", "loaded", "used"]

Part = dict[str, float]
LOAD, MERGING, TENTH = "load CPU s", "load merging CPU s", "load of the first tenth CPU s"


def loaded(engine: str, size: int, file: Path, folder: Path) -> Part:
    """Fill a store in its own way: the embedded one by transactions, its engine alone by its bulk loader, a server by its own."""
    if engine == "oxigraph":
        return {LOAD: servers.load_oxigraph(folder, file)}
    if engine == "virtuoso":
        with servers.virtuoso(folder, file) as (_, process):
            before = servers.cpu_of(process)
            servers.load_virtuoso(folder, file)
            return {LOAD: servers.cpu_of(process) - before}
    return filled(size, bare(folder) if engine == "bare" else transacted(folder))


@contextmanager
def transacted(folder: Path) -> Iterator[Callable[[list[Piece]], None]]:
    """Give what writes a copy of the slice as the program does."""
    with open_store(folder, write=True) as store:

        def put(copy: list[Piece]) -> None:
            with store.transaction():
                for piece in copy:
                    store.replace(piece.graph, frozenset(piece.data.splitlines()))

        yield put


@contextmanager
def bare(folder: Path) -> Iterator[Callable[[list[Piece]], None]]:
    """Give what writes a copy of the slice by the bulk loader of the engine, with nothing of ours: no layers, catalogue or hashes."""
    store = ox.Store(str(folder))
    yield lambda copy: store.bulk_load(b"".join(map(quads, copy)), ox.RdfFormat.N_QUADS)
    store.flush()


def filled(size: int, writer: AbstractContextManager[Callable[[list[Piece]], None]]) -> Part:
    """Write the corpus; what the threads of the engine do meanwhile counts, what it takes to make the corpus does not."""
    copies = corpus(size)
    first = next(copies)
    begin, made, triples, tenth, merged = process_time(), 0.0, 0, 0.0, 0.0
    with writer as put:
        copy: list[Piece] | None = first
        while copy:
            put(copy)
            triples += sum(piece.data.count(b"\n") for piece in copy)
            if triples * 10 <= size:
                tenth = (process_time() - begin - made) / triples * size / 10
            start = thread_time()
            copy = next(copies, None)
            made += thread_time() - start
            # the thread ends with the store
            merged = merging()
    return {"triples": float(triples), LOAD: process_time() - begin - made, MERGING: merged, TENTH: tenth, "load memory MB": used()}


def merging() -> float:
    """Return the CPU seconds of the threads in which the engine merges its files, in steps of a tick."""
    told = (path.read_text(encoding="utf-8") for path in Path("/proc/self/task").glob("*/stat"))
    ticks = [stat.rpartition(")")[2].split() for stat in told if "(rocksdb:low" in stat]
    return sum(int(fields[11]) + int(fields[12]) for fields in ticks) / os.sysconf("SC_CLK_TCK")


def used() -> float:
    """Return the megabytes that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
