"""Workers: a small pool of processes that answer queries, each ended when a query outlives its limit or its reader leaves.

They serve one snapshot; on a new one they are replaced as they fall idle. A query that takes long steps back behind quicker ones.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .failures import BrokenOff, Failure
from .limits import Limits
from .link import Lost, Worker
from .negotiation import FORMS
from .worker import DATA, END, ERROR

__all__ = ["Answer", "Job", "Pool"]

_LOG = logging.getLogger("concordat.web")
# what is held back, so that a short answer is sent with all that is known of it
_AHEAD = 256 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """One query for a worker.

    `base` resolves relative IRIs; `default` and `named` are the IRIs of its dataset, None for that of the query itself;
    `media` is the type of the answer; `prefixes` are those of a graph that is written; `rows` is a limit of its own.
    """

    query: str
    media: str
    base: str | None = None
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    prefixes: Mapping[str, str] | None = None
    rows: int | None = None

    def told(self) -> dict[str, object]:
        """Return it as a worker takes it, without its limit."""
        names = ("query", "media", "base", "default", "named", "prefixes")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the data that came first, how it ended (None where there is more), and the rest."""

    first: bytes
    ended: Mapping[str, object] | None
    rest: AsyncIterator[bytes]


class Pool:
    """The workers of one server.

    It counts the queries that are answered (`busy`) and that wait, those that were slow, and workers ended by reason: `died`, `time`
    (the limit), `left` (nobody reads on).
    """

    def __init__(self, limits: Limits, folder: Path) -> None:
        self.limits, self._folder = limits, folder
        self._idle: list[Worker] = []
        self._turn = asyncio.Semaphore(limits.workers)
        self.waiting = self.busy = self.slow = 0
        self.ended: Counter[str] = Counter()

    async def move(self, folder: Path) -> None:
        """Answer from another snapshot from now on."""
        self._folder = folder
        old, self._idle = self._idle, []
        for worker in old:
            await worker.end()

    async def warm(self) -> None:
        """Have one worker ready."""
        if not self._idle:
            self._idle.append(await Worker.start(self._folder, self.limits))

    async def close(self) -> None:
        """End the idle workers; the others end with their requests."""
        await self.move(self._folder)

    @asynccontextmanager
    async def ask(self, job: Job) -> AsyncIterator[Answer]:
        """Give the answer to a job; leaving early ends the query.

        Raises Failure (400 the query is wrong, 503 it took too long or too much, or all workers are taken), and
        BrokenOff from the rest of an answer that cannot be finished.
        """
        await self._take_turn()
        self.busy += 1
        begun = asyncio.get_running_loop().time()
        try:
            worker = await self._worker()
            try:
                yield await self._answer(worker, job)
            finally:
                await self._put_back(worker)
        finally:
            self.busy -= 1
            self._turn.release()
            self._timed(job, asyncio.get_running_loop().time() - begun)

    def _timed(self, job: Job, seconds: float) -> None:
        """Log a slow query by the hash of its text, which tells whoever has the text that it is this one."""
        if seconds >= self.limits.slow:
            self.slow += 1
            text = job.query.encode()
            fields = {"ms": round(seconds * 1000, 1), "query": sha256(text).hexdigest()[:16], "length": len(text), "media": job.media}
            _LOG.warning("slow query", extra={"fields": fields})

    async def answers(self) -> bool:
        """Return whether a worker answers; where all are at work on queries, that is an answer too."""
        if self._turn.locked():
            return True
        try:
            async with self.ask(Job("ASK {}", FORMS["json"])) as answer:
                return answer.ended is not None
        except Failure:
            return False

    async def _take_turn(self) -> None:
        if not self._turn.locked():
            await self._turn.acquire()
            return
        if self.waiting >= self.limits.waiting:
            raise Failure(503, "too many queries are waiting; try again later", {"Retry-After": "10"})
        self.waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._turn.acquire()
        except TimeoutError as error:
            raise Failure(503, "all workers are busy; try again later", {"Retry-After": "10"}) from error
        finally:
            self.waiting -= 1

    async def _worker(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.end()
        return await Worker.start(self._folder, self.limits)

    async def _put_back(self, worker: Worker) -> None:
        worker.rest()
        if not (worker.busy or worker.behind) and worker.alive and worker.folder == self._folder:
            self._idle.append(worker)
            return
        if worker.busy:
            self.ended[worker.fault or "left"] += 1
        await asyncio.shield(worker.end())

    async def _answer(self, worker: Worker, job: Job) -> Answer:
        """Return an answer, with what came first in hand and the rest still to be read."""
        first, ended, limits = bytearray(), None, self.limits
        try:
            most = min(limits.rows, job.rows or limits.rows)
            worker.send(job.told() | {"rows": most, "seconds": limits.seconds}, limits.seconds)
            while ended is None and len(first) < _AHEAD:
                kind, payload = await worker.frame()
                if kind == ERROR:
                    raise _refused(json.loads(payload))
                if kind == END:
                    ended = json.loads(payload)
                elif kind == DATA:
                    first += payload
        except TimeoutError as error:
            what = f"the query was ended after {limits.seconds:g} seconds, its limit; ask for less, or bind more of its variables"
            raise Failure(503, what) from error
        except Lost as error:
            raise await self._died(worker) from error
        return Answer(bytes(first), ended, _rest(worker))

    async def _died(self, worker: Worker) -> Failure:
        worker.fault = "died"
        _LOG.warning("a worker ended", extra={"fields": {"code": await worker.end()}})
        told = f"it was ended, as it is where it needs more than its limit of {self.limits.memory} MiB of memory; ask for less"
        return Failure(503, f"the query has no answer: {told}")


def _refused(error: Mapping[str, str]) -> Failure:
    if error["kind"] == "syntax":
        return Failure(400, f"SPARQL: {error['what']}; correct the query at this place")
    return Failure(400, f"the query failed: {error['what']}")


async def _rest(worker: Worker) -> AsyncIterator[bytes]:
    try:
        while True:
            kind, payload = await worker.frame()
            if kind == ERROR:
                raise BrokenOff("the query failed")
            if kind == END:
                ended = json.loads(payload)
                if ended["cut"] and not ended["tells"]:
                    raise BrokenOff("cut short, which this format cannot say")
                return
            yield payload
    except TimeoutError as error:
        raise BrokenOff("the time limit was reached") from error
    except Lost as error:
        raise BrokenOff("the worker ended") from error
