"""Workers: files read by the workers of a Dask scheduler, on whatever machines these run; the only module that knows Dask.

Workers read and give back what is to be written; they need the files under the same paths and the same version of Concordat, and no
store. Whoever asked writes, file by file in their order, so the result is that of one process. What a worker had done that is gone is
done again by another (https://distributed.dask.org/en/stable/resilience.html).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from . import __version__
from .errors import ConcordatError, LimitError, StoreError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["spread"]

T = TypeVar("T")
_WAIT = 10  # seconds for the scheduler to answer, and for its first worker to come
_AHEAD = 8  # files a worker that are read before they are taken, so that nobody waits for one large file


def spread(address: str, work: Callable[[Path], T | ConcordatError], paths: Sequence[Path]) -> Iterator[T | ConcordatError]:
    """Yield what `work` gives for each file, in the order of the files, done by the workers of the scheduler at an address.

    A file whose workers end again and again gives a LimitError, workers of another version of Concordat a UsageError.

    Raises UsageError where Dask is not installed, StoreError where the scheduler does not answer, has no workers, or is lost.
    """
    client = _client(address)
    try:
        with client:
            client.wait_for_workers(1, timeout=_WAIT)
            yield from _ordered(client, partial(_same_version, __version__, work), [path.absolute() for path in paths])
    except (OSError, TimeoutError, CancelledError) as error:
        raise _lost(address, error) from error


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise UsageError("reading on other machines needs Dask", do="pip install 'concordat[distributed]'") from error
    try:
        return Client(address, timeout=_WAIT, set_as_default=False)  # type: ignore[no-untyped-call]  # Dask types only a part of itself
    except (OSError, TimeoutError, ValueError) as error:
        raise _lost(address, error) from error


def _lost(address: str, error: Exception) -> StoreError:
    what = str(error).splitlines()[0] if str(error) else type(error).__name__
    do = "start `dask scheduler` and at least one `dask worker`, and name the scheduler's address"
    return StoreError(f"the scheduler cannot be used: {what}", where=address, do=do)


def _ordered(client: Client, work: Callable[[Path], T | ConcordatError], paths: Sequence[Path]) -> Iterator[T | ConcordatError]:
    waiting: deque[tuple[Path, Future[T | ConcordatError]]] = deque()
    for path in paths:
        # never pure: Dask would take two tasks on one path, or one that was read before, for the same
        waiting.append((path, client.submit(work, path, pure=False)))
        # workers may come and go meanwhile
        if len(waiting) > _AHEAD * max(1, len(client.nthreads())):  # type: ignore[no-untyped-call]  # as above
            yield _result(*waiting.popleft())
    while waiting:
        yield _result(*waiting.popleft())


def _result(path: Path, future: Future[T | ConcordatError]) -> T | ConcordatError:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return LimitError("the workers that read it were ended, perhaps for want of memory", where=str(path), do="split the file")


def _same_version(version: str, work: Callable[[Path], T | ConcordatError], path: Path) -> T | ConcordatError:
    if version != __version__:
        return UsageError(f"a worker has Concordat {__version__}, this is {version}", do="install the same version everywhere")
    return work(path)
