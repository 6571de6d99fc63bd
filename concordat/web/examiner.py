"""Examiner: the examinations of uploads, one at a time, each in a process of its own that is ended when its time is up."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from .failures import Failure
from .limits import Limits
from .shelf import Upload, put

__all__ = ["Examiner"]

_LOG = logging.getLogger("concordat.web")
_MODULE = "concordat.web.examining"
_LOOK = 0.05  # seconds between looks at how far one has come


class Examiner:
    """The examinations of one server; `snapshot` gives the folder of the public graph as it is now."""

    def __init__(self, limits: Limits, snapshot: Callable[[], Path]) -> None:
        self._limits, self._snapshot = limits, snapshot
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._now = ""
        self._turn = asyncio.Semaphore(1)

    def start(self, upload: Upload) -> None:
        """Examine an upload as soon as its turn has come."""
        task = self._tasks[upload.key] = asyncio.create_task(self._examine(upload))
        task.add_done_callback(lambda _: self._forget(upload.key, task))

    def _forget(self, key: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]

    def working(self, upload: Upload) -> bool:
        """Return whether an upload is being examined, or waits for it."""
        return upload.key in self._tasks

    @property
    def running(self) -> int:
        """How many are under way or wait for their turn."""
        return len(self._tasks)

    async def settle(self, upload: Upload, seconds: float) -> None:
        """Wait until it is known whether an upload can be read at all, but not longer than this, and not for others."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.sleep(_LOOK)
                while self._now == upload.key and not upload.ended and upload.stage in {"waiting", "reading"}:
                    await asyncio.sleep(_LOOK)

    async def end(self, upload: Upload) -> None:
        """End the examination of an upload, if it is under way."""
        task = self._tasks.get(upload.key)
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def close(self) -> None:
        """End all of them; whoever looks is told that they were broken off."""
        for task in list(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def note(self, upload: Upload, about: Sequence[str]) -> bytes:
        """Return the note on `about`: left, right, format, language.

        Raises Failure: 503 where it takes too long or too much.
        """
        try:
            async with asyncio.timeout(self._limits.examination), self._turn:
                code, made = await self._run(upload, about)
        except TimeoutError as error:
            what = f"the note was not made within {self._limits.examination:g} seconds; try again later"
            raise Failure(503, what, {"Retry-After": "30"}) from error
        if code or not made:
            raise Failure(503, "the note could not be made")
        return made

    async def _examine(self, upload: Upload) -> None:
        async with self._turn:
            self._now = upload.key
            try:
                async with asyncio.timeout(self._limits.examination):
                    code, _ = await self._run(upload, ())
            except TimeoutError:
                code = None
            if not upload.ended:
                _LOG.warning("an examination ended", extra={"fields": {"code": "time" if code is None else code}})
                put(upload.folder / "failure.json", json.dumps({"kind": "time" if code is None else "memory"}))

    async def _run(self, upload: Upload, about: Sequence[str]) -> tuple[int | None, bytes]:
        command = (sys.executable, "-m", _MODULE, str(self._snapshot()), str(self._limits.memory), str(upload.folder), *about)
        process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, start_new_session=True)
        try:
            made, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await asyncio.shield(process.wait())
        return process.returncode, made
