"""Failures: what a request can come to other than an answer, with its HTTP status (RFC 9110, section 15)."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ConcordatError

__all__ = ["BrokenOff", "Failure"]


class Failure(Exception):  # noqa: N818 - most often it is the request that failed, not the server
    """A request that is refused: the status, what is wrong and what to do, and headers that belong to it.

    What is said is in English; pages say it in the language of their reader.
    """

    def __init__(self, status: int, what: str | ConcordatError, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(what))
        self.status, self.told, self.headers = status, what, dict(headers or {})

    @property
    def what(self) -> str:
        """What is wrong and what to do, in English."""
        return str(self.told)


class BrokenOff(Exception):  # noqa: N818 - it is an answer that was broken off, not an error of ours
    """An answer that had begun and cannot be finished; the connection is closed, so that nobody takes it for whole."""
