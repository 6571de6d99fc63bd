"""Link: one worker process, the jobs that go to it and the frames that come back, ended where it is too late.

It is a protocol of the loop's own and no stream: a small answer comes in one piece, and wakes whoever waits for it once.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio import SubprocessProtocol, SubprocessTransport
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from .limits import Limits
from .worker import END, ERROR, FRAME

__all__ = ["Lost", "Worker"]

_LONG = 1.0  # seconds after which a query steps back
_LAST = 19  # the lowest priority there is
_MOST = 512 * 1024  # bytes that wait to be taken; then its pipe is read no further


class Lost(Exception):  # noqa: N818 - it may have been ended for good reason
    """A worker that has ended by itself, or does not take what it is sent."""


class Worker(SubprocessProtocol):
    """One process; `busy` while it owes frames, `fault` where it was too late (`time`) or ended by itself (`died`).

    `behind` once it has stepped back, which it cannot undo.
    """

    def __init__(self, folder: Path) -> None:
        loop = asyncio.get_running_loop()
        self.folder, self.busy, self.fault, self.behind = folder, False, "", False
        self._loop, self._held, self._frames, self._size = loop, bytearray(), deque[tuple[bytes, bytes]](), 0
        self._waiter: asyncio.Future[None] | None = None
        self._timers: tuple[asyncio.TimerHandle, ...] = ()
        self._lost = self._late = self._paused = self._dropped = False
        self._ended: asyncio.Future[None] = loop.create_future()

    @classmethod
    async def start(cls, folder: Path, limits: Limits, command: Sequence[str] = ()) -> Worker:
        """Start a process on a snapshot; `command` in place of that of a worker."""
        held = command or (sys.executable, "-m", "concordat.web.worker", str(folder), str(limits.memory))
        made = cls(folder)
        await made._loop.subprocess_exec(lambda: made, *held, stderr=None, start_new_session=True)
        return made

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as is known."""
        return not self._lost and self._transport.get_returncode() is None

    # ---- what the loop tells ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Hold the process that was started."""
        self._transport = cast("SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - only one is read
        """Take what the process wrote apart into frames."""
        if self._dropped:
            return
        held = self._held
        held += data
        place = 0
        while len(held) - place >= FRAME.size:
            kind, size = FRAME.unpack_from(held, place)
            end = place + FRAME.size + size
            if len(held) < end:
                break
            self._frames.append((kind, bytes(held[place + FRAME.size : end])))
            self._size += size
            place = end
        del held[:place]
        if self._size > _MOST and not self._paused:
            self._paused = True
            self._read().pause_reading()
        if place:
            self._wake()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002 - either end of it
        """Note that the process has ended, or is about to."""
        self._lost = True
        self._wake()

    def process_exited(self) -> None:
        """Note that the process has ended."""
        self._lost = True
        if not self._ended.done():
            self._ended.set_result(None)
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _read(self) -> asyncio.ReadTransport:
        return cast("asyncio.ReadTransport", self._transport.get_pipe_transport(1))

    # ---- what is asked of it ----

    def send(self, job: Mapping[str, object], seconds: float) -> None:
        """Give it a job, to be done in so many seconds. Raises Lost where it has died."""
        self.busy, self._late = True, False
        data = json.dumps(job).encode()
        pipe = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        try:
            pipe.write(len(data).to_bytes(4, "big") + data)
        except (OSError, RuntimeError) as error:
            # the second is how uvloop says that the other end is gone
            raise Lost from error
        self._timers = (self._loop.call_later(_LONG, self._step_back), self._loop.call_later(seconds, self._expire))

    def rest(self) -> None:
        """Let it be: its time is no longer measured."""
        for timer in self._timers:
            timer.cancel()

    async def frame(self) -> tuple[bytes, bytes]:
        """Return the next frame. Raises TimeoutError where its time is up, Lost where the process has died."""
        while not self._frames or self._late:
            if self._late:
                self.fault = "time"
                raise TimeoutError
            if self._lost:
                self.fault = "died"
                raise Lost
            self._waiter = self._loop.create_future()
            await self._waiter
        kind, payload = self._frames.popleft()
        self._size -= len(payload)
        if self._paused and self._size < _MOST // 2:
            self._paused = False
            self._read().resume_reading()
        self.busy = kind not in {END, ERROR}
        return kind, payload

    def _expire(self) -> None:
        self._late = True
        self._wake()

    def _step_back(self) -> None:
        """Let every other process go first."""
        self.behind = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._transport.get_pid(), _LAST)

    async def end(self) -> int:
        """End the process at once, and return its exit code (below zero: the signal that ended it)."""
        self.rest()
        self._dropped = True
        if self._transport.get_returncode() is None:
            with suppress(ProcessLookupError):
                self._transport.kill()
        await self._ended
        code = self._transport.get_returncode()
        self._transport.close()
        return -1 if code is None else code
