"""Batches: many files read by several processes, each written in one transaction in the order of the files."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from .errors import ConcordatError, InputError, LimitError
from .graph.store import Store
from .loading import Ready, already, extracted, ready, store_ready
from .memory import give_back

__all__ = ["Batch", "extract_batch", "load_batch"]

_FAST = 1  # the level of compression that costs a hundredth of the reading
_AHEAD = 8  # files a process that are read before they are written, so that nobody waits for one large file
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch:
    """How files are read: the number of processes, the format and the instrument where they are named.

    With `anew`, files are read again that the store has already. With a `scheduler`, the address of one of Dask, they are read by its
    workers, on whatever machines these run.
    """

    jobs: int = 1
    as_: str | None = None
    about: str | None = None
    scheduler: str | None = None
    anew: bool = False


def load_batch(store: Store, paths: Sequence[Path], batch: Batch) -> Iterator[str | InputError]:
    """Load files and yield, in their order, what was done or why one could not be read; what is there already is not read again.

    Raises StoreError where the store cannot be written or the scheduler cannot be reached, UsageError where an option names nothing.
    """
    held = {} if batch.anew else {path: told for path in paths if (told := already(store, path, as_=batch.as_, about=batch.about))}
    read = _each(partial(_packed, as_=batch.as_, about=batch.about), [path for path in paths if path not in held], batch)
    for path in paths:
        found = held.get(path) or next(read)
        yield found if isinstance(found, str | InputError) else _written(store, found)


def extract_batch(paths: Sequence[Path], what: str, batch: Batch) -> Iterator[list[Mapping[str, object]] | InputError]:
    """Yield, in the order of the files, what is read in each as rows, or why one could not be read; `what` is as for `extracted`.

    Raises what `load_batch` raises, save that there is no store.
    """
    return _each(partial(extracted, what=what, as_=batch.as_), paths, batch)


def _packed(path: Path, *, as_: str | None, about: str | None) -> bytes:
    """What a file gives to the store, pressed to a tenth: so little waits in the memory, and goes from process to process."""
    packed = zlib.compress(pickle.dumps(ready(path, as_=as_, about=about)), _FAST)
    give_back()  # else a process keeps for good what its largest file needed
    return packed


def _written(store: Store, data: bytes) -> str:
    told = store_ready(store, _unpacked(data))
    give_back()  # as above
    return told


def _unpacked(data: bytes) -> Ready:
    found = pickle.loads(zlib.decompress(data))  # noqa: S301 - written by a process of ours
    assert isinstance(found, Ready)  # noqa: S101 - what _packed has put there
    return found


def _each(read: Callable[[Path], T], paths: Sequence[Path], batch: Batch) -> Iterator[T | InputError]:
    work = partial(_read, read)
    if batch.scheduler is not None:
        from .workers import spread

        several = spread(batch.scheduler, work, paths)
    elif batch.jobs == 1 or len(paths) == 1:
        several = map(work, paths)
    else:
        several = _read_all(work, paths, batch.jobs)
    for found in several:
        if isinstance(found, ConcordatError) and not isinstance(found, InputError):
            raise found
        yield found


def _read(read: Callable[[Path], T], path: Path) -> T | ConcordatError:
    try:
        return read(path)
    except ConcordatError as error:
        return error
    except MemoryError:
        return LimitError("reading it takes more memory than there is", where=str(path), do="split the file")


Work = Callable[[Path], T | ConcordatError]


def _read_all(work: Work[T], paths: Sequence[Path], jobs: int) -> Iterator[T | ConcordatError]:
    rest = list(paths)
    while rest:
        done = 0
        try:
            for found in _pooled(work, rest, jobs):
                done += 1
                yield found
        except BrokenProcessPool:
            # a process was ended from outside; which file it read is not known, so the next one is read by itself
            yield _isolated(work, rest[done])
            done += 1
        rest = rest[done:]


def _pooled(work: Work[T], paths: Sequence[Path], jobs: int) -> Iterator[T | ConcordatError]:
    waiting: deque[Future[T | ConcordatError]] = deque()
    with _pool(min(jobs, len(paths))) as pool:
        try:
            for path in paths:
                waiting.append(pool.submit(work, path))
                if len(waiting) > _AHEAD * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _isolated(work: Work[T], path: Path) -> T | ConcordatError:
    with _pool(1) as pool:
        try:
            return pool.submit(work, path).result()
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
