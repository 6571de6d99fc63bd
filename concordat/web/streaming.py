"""Streaming: the answer of a worker as an HTTP response, sent as it comes, and given up where its reader leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Any, Self

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .repeating import allow
from .service import of
from .workers import Answer, Job

__all__ = ["complete", "respond"]

_SOON = 0.05  # seconds after which it is looked whether a client is still there: most answers are sent by then
_CHARSETS = {
    "text/csv": "; charset=utf-8; header=present",
    "text/tab-separated-values": "; charset=utf-8",
    "text/turtle": "; charset=utf-8",
}


async def respond(request: Request, job: Job, headers: Mapping[str, str], *, steady: bool = False) -> Response:
    """Return the answer to a job as a response, whole where it is short; one that is `steady` and whole may be given again.

    Raises Failure where it is refused before anything is sent.
    """
    service = of(request)
    stack = AsyncExitStack()
    try:
        answer: Answer | None = None
        async with Patience(request.receive):
            answer = await stack.enter_async_context(service.pool.ask(job))
        if answer is None:
            return Response(status_code=499)  # nobody reads it
        limits = service.limits
        told = {**headers, "Concordat-Limits": f"seconds={limits.seconds:g}, rows={limits.rows}, memory={limits.memory}MiB"}
        media = job.media + _CHARSETS.get(job.media, "")
        if answer.ended is None:
            return Streamed(answer, stack.pop_all(), {**told, "content-type": media})
        told["Concordat-Rows"] = str(answer.ended["rows"])
        if answer.ended["cut"]:
            told["Concordat-Cut"] = f"after {answer.ended['rows']}"
        elif steady:
            allow(request)
        return Response(answer.first, headers={**told, "content-type": media})
    finally:
        await stack.aclose()


async def complete(request: Request, job: Job) -> tuple[bytes, Mapping[str, object]]:
    """Return a whole answer and how it ended, for a page to show.

    Raises Failure where it is refused.
    """
    async with of(request).pool.ask(job) as answer:
        if answer.ended is not None:
            return answer.first, answer.ended
        data = bytearray(answer.first)
        async for chunk in answer.rest:
            data += chunk
    return bytes(data), {"rows": None, "cut": False}


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Patience:
    """What is done inside it is given up where the client leaves, and what follows it goes on; looking for that begins after a while."""

    def __init__(self, receive: Receive) -> None:
        self._left, self._receive = False, receive
        self._looking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # noqa: S101 - this is a coroutine
        self._task = task
        self._timer = loop.call_later(_SOON, self._look)
        return self

    def _look(self) -> None:
        self._looking = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        await _gone(self._receive)
        self._left = True
        self._task.cancel()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        """Let what was done stand, or leave out that it was given up here."""
        self._timer.cancel()
        if self._looking is not None:
            await _cancelled(self._looking)
        if self._left and kind is asyncio.CancelledError:
            return self._task.uncancel() == 0
        return False


async def _cancelled(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


class Streamed(Response):
    """An answer whose rest is still being read."""

    def __init__(self, answer: Answer, stack: AsyncExitStack, headers: Mapping[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._answer, self._stack = answer, stack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        """Send the answer, and end the query where the client leaves. Raises BrokenOff where it cannot be finished."""
        async with self._stack:
            sending = asyncio.ensure_future(self._send(send))
            leaving = asyncio.ensure_future(_gone(receive))
            try:
                await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if sending.done():
                    sending.result()
            finally:
                await _cancelled(sending, leaving)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for chunk in self._chunks():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _chunks(self) -> AsyncIterator[bytes]:
        yield self._answer.first
        async for chunk in self._answer.rest:
            yield chunk
