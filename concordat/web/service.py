"""Service: what all handlers share: one store's snapshot, the workers on it, the limits, and who may write."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from starlette.requests import Request

from ..errors import StoreError
from ..graph.store import open_store
from .limits import Limits
from .reading import Reading, read
from .snapshot import Snapshot, take
from .tokens import Tokens
from .workers import Pool

__all__ = ["Service", "of"]

_LOG = logging.getLogger("concordat.web")


@dataclass(slots=True)
class Service:
    """One server's state; `snapshot` and what is read from it change when the store does."""

    address: str
    limits: Limits
    snapshot: Snapshot
    reading: Reading
    pool: Pool
    tokens: Tokens = field(default_factory=Tokens)
    _left: list[Snapshot] = field(default_factory=list)

    @classmethod
    def open(cls, address: str, limits: Limits, tokens: Tokens) -> Service:
        """Return the service of the store at an address. Raises StoreError where it cannot be read."""
        snapshot, reading = _taken(address)
        return cls(address, limits, snapshot, reading, Pool(limits, snapshot.folder), tokens)

    async def renew(self) -> bool:
        """Take a new snapshot if the store has changed, and return whether it had."""
        try:
            if await asyncio.to_thread(_generation, self.address) == self.snapshot.generation:
                return False
            fresh, reading = await asyncio.to_thread(_taken, self.address)
        except StoreError as error:
            _LOG.warning("the store cannot be read now, what was read before is served: %s", error)
            return False
        self._left.append(self.snapshot)
        self.snapshot, self.reading = fresh, reading
        await self.pool.move(fresh.folder)
        # requests that have begun may still read the last one, never the one before it
        while len(self._left) > 1:
            self._left.pop(0).remove()
        return True

    async def keep(self, seconds: float) -> None:
        """Look for changes of the store for ever."""
        while True:
            await asyncio.sleep(seconds)
            await self.renew()

    async def close(self) -> None:
        """End the workers and take the snapshots away."""
        await self.pool.close()
        for snapshot in (*self._left, self.snapshot):
            snapshot.store.close()
            snapshot.remove()


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
