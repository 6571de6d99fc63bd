"""Batches: many files read by several processes, each written in one transaction in the order of the files."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from .errors import ConcordatError, InputError, LimitError
from .graph.store import Store
from .loading import Ready, ready, store_ready

__all__ = ["Batch", "load_batch"]

_AHEAD = 2  # files a process that are read before they are written; more would only fill the memory


@dataclass(frozen=True, slots=True)
class Batch:
    """How files are read: the number of processes, the format and the instrument where they are named."""

    jobs: int = 1
    as_: str | None = None
    about: str | None = None


def load_batch(store: Store, paths: Sequence[Path], batch: Batch) -> Iterator[str | InputError]:
    """Load files and yield, in their order, what was done or why one could not be read.

    Raises StoreError where the store cannot be written, UsageError where an option names nothing.
    """
    for found in _read_alone(paths, batch) if batch.jobs == 1 or len(paths) == 1 else _read_all(paths, batch):
        if isinstance(found, Ready):
            yield store_ready(store, found)
        elif isinstance(found, InputError):
            yield found
        else:
            raise found


def _read(path: Path, batch: Batch) -> Ready | ConcordatError:
    try:
        return ready(path, as_=batch.as_, about=batch.about)
    except ConcordatError as error:
        return error
    except MemoryError:
        return LimitError("reading it takes more memory than there is", where=str(path), do="split the file")


def _read_alone(paths: Sequence[Path], batch: Batch) -> Iterator[Ready | ConcordatError]:
    return (_read(path, batch) for path in paths)


def _read_all(paths: Sequence[Path], batch: Batch) -> Iterator[Ready | ConcordatError]:
    rest = list(paths)
    while rest:
        done = 0
        try:
            for found in _pooled(rest, batch):
                done += 1
                yield found
        except BrokenProcessPool:
            # a process was ended from outside; which file it read is not known, so the next one is read by itself
            yield _isolated(rest[done], batch)
            done += 1
        rest = rest[done:]


def _pooled(paths: Sequence[Path], batch: Batch) -> Iterator[Ready | ConcordatError]:
    waiting: deque[Future[Ready | ConcordatError]] = deque()
    with _pool(min(batch.jobs, len(paths))) as pool:
        try:
            for path in paths:
                waiting.append(pool.submit(_read, path, batch))
                if len(waiting) > _AHEAD * batch.jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _isolated(path: Path, batch: Batch) -> Ready | ConcordatError:
    with _pool(1) as pool:
        try:
            return pool.submit(_read, path, batch).result()
        except BrokenProcessPool:
            return LimitError("the process that read it was ended, perhaps for want of memory", where=str(path), do="split the file")


def _pool(jobs: int) -> ProcessPoolExecutor:
    # a forked process would have the locks of the store's threads, and nobody to release them
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _prepare_process, (os.getpid(),))


def _prepare_process(parent: int) -> None:
    """Leave interruptions to the parent, and end with it even where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
