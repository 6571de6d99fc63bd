"""Service: what all handlers share: one store's snapshot, the workers on it, the limits, and who may write."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from starlette.requests import Request

from ..errors import ConcordatError
from ..graph.store import open_store
from ..memory import give_back
from .examiner import Examiner
from .limits import Limits
from .metrics import Metrics, State
from .outside import Hosts
from .reading import Reading, read
from .repeating import Answers
from .shelf import Shelf, folder_of
from .snapshot import Snapshot, take
from .tokens import Tokens
from .workers import Pool

__all__ = ["Service", "of"]

T = TypeVar("T")


class Warm(Protocol):
    """What makes a snapshot ready, as long as it is wanted."""

    def __call__(self, snapshot: Snapshot, reading: Reading, *, wanted: Callable[[], bool]) -> None: ...


# how a file shows that a writer has just taken away
_PASSING = (ConcordatError, OSError, RuntimeError)
_TRIES, _PAUSE = 10, 0.2  # seconds
_HOUR = 3600.0
_LOG = logging.getLogger("concordat.web")


@dataclass(slots=True)
class Service:
    """One server's state; `snapshot` and what is read from it change when the store does. `writing` is held by who changes it."""

    address: str
    limits: Limits
    snapshot: Snapshot
    reading: Reading
    pool: Pool
    tokens: Tokens = field(default_factory=Tokens)
    hosts: Hosts = field(default_factory=Hosts)
    shelf: Shelf = field(init=False)
    examiner: Examiner = field(init=False)
    metrics: Metrics = field(init=False)
    answers: Answers = field(init=False)
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _closing: bool = False
    _warming: int = 0
    _left: list[Snapshot] = field(default_factory=list)
    _renewing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.shelf = Shelf(folder_of(self.address))
        self.examiner = Examiner(self.limits, lambda: self.snapshot.folder)
        self.metrics = Metrics(self._state)
        self.answers = self._none()

    def _none(self) -> Answers:
        return Answers(self.limits.answers * 2**20)

    def _state(self) -> State:
        pool, snapshot = self.pool, self.snapshot
        return State(snapshot.generation, snapshot.triples, pool.busy, pool.waiting, pool.ended, pool.slow, self._warming > 0)

    @classmethod
    def open(cls, address: str, limits: Limits, tokens: Tokens, hosts: Hosts | None = None) -> Service:
        """Return the service of the store at an address; `hosts` are those that LOAD may ask.

        Raises StoreError where it cannot be read.
        """
        snapshot, reading = _taken(address)
        return cls(address, limits, snapshot, reading, Pool(limits, snapshot.folder), tokens, hosts or Hosts())

    async def opens(self) -> bool:
        """Return whether the store can be read now."""
        try:
            await asyncio.to_thread(_patiently, _generation, self.address)
        except _PASSING as error:
            _LOG.warning("the store cannot be read now", extra={"fields": {"error": type(error).__name__}})
            return False
        return True

    async def renew(self) -> bool:
        """Take a new snapshot if the store has changed, and return whether it had."""
        async with self._renewing:
            return await self._renewed()

    async def _renewed(self) -> bool:
        try:
            if await asyncio.to_thread(_patiently, _generation, self.address) == self.snapshot.generation:
                return False
            fresh, reading = await self._take()
        except _PASSING as error:
            _LOG.warning("the store cannot be read now, what was read before is served", extra={"fields": {"error": type(error).__name__}})
            return False
        self._left.append(self.snapshot)
        self.snapshot, self.reading, self.answers = fresh, reading, self._none()
        await self.pool.move(fresh.folder)
        # requests that have begun may still read the last one, never the one before it
        while len(self._left) > 1:
            self._left.pop(0).remove()
        # what was read of the earlier ones lies in pieces
        await asyncio.to_thread(give_back)
        return True

    async def _take(self) -> tuple[Snapshot, Reading]:
        taking = asyncio.create_task(asyncio.to_thread(_patiently, _taken, self.address))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            # a thread cannot be called off: what it has taken goes away with the server
            with suppress(*_PASSING):
                unwanted, _ = await taking
                unwanted.store.close()
                unwanted.remove()
            raise

    async def keep(self, seconds: float, warm: Warm | None = None) -> None:
        """Look for changes of the store for ever, and every hour for uploads whose time is over; `warm` makes each snapshot ready."""
        due, ready = 0.0, asyncio.create_task(self._warm(warm))
        try:
            while True:
                if time.monotonic() >= due:
                    due = time.monotonic() + _HOUR
                    await asyncio.to_thread(self._expire)
                await asyncio.sleep(seconds)
                if await self.renew():
                    ready = asyncio.create_task(self._warm(warm))
        finally:
            self._closing = True
            # what is under way reads the snapshot, which is taken away next
            await asyncio.shield(ready)

    async def _warm(self, warm: Warm | None) -> None:
        if warm is None:
            return
        self._warming += 1
        try:
            await self._made_ready(warm)
        finally:
            self._warming -= 1
        # what was called off held an earlier snapshot until now
        await asyncio.to_thread(give_back)

    async def _made_ready(self, warm: Warm) -> None:
        reading = self.reading
        await asyncio.to_thread(warm, self.snapshot, reading, wanted=lambda: self.reading is reading and not self._closing)

    def _expire(self) -> None:
        try:
            self.shelf.expire(self.limits.days)
        except OSError as error:
            _LOG.warning("an upload could not be taken away", extra={"fields": {"error": error.strerror}})

    async def close(self) -> None:
        """End the workers and the examinations, and take the snapshots away."""
        await self.examiner.close()
        await self.pool.close()
        for snapshot in (*self._left, self.snapshot):
            snapshot.store.close()
            snapshot.remove()


def _patiently(read_store: Callable[[str], T], address: str) -> T:
    """Return what is read of a store, after some tries where a writer takes its files away in the meantime."""
    for _ in range(_TRIES):
        try:
            return read_store(address)
        except _PASSING:
            time.sleep(_PAUSE)
    return read_store(address)


def _taken(address: str) -> tuple[Snapshot, Reading]:
    snapshot = take(address)
    try:
        return snapshot, read(snapshot.store, snapshot.folder.parent)
    except BaseException:
        snapshot.remove()
        raise


def _generation(address: str) -> int:
    with open_store(address) as store:
        return store.generation


def of(request: Request) -> Service:
    """Return the service that a request is for."""
    service = request.app.state.service
    assert isinstance(service, Service)  # noqa: S101 - the app was made with one
    return service
