"""Failures: what a request can come to other than an answer, with its HTTP status (RFC 9110, section 15)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BrokenOff", "Failure"]


class Failure(Exception):  # noqa: N818 - most often it is the request that failed, not the server
    """A request that is refused: the status, what is wrong and what to do, and headers that belong to it."""

    def __init__(self, status: int, what: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(what)
        self.status, self.what, self.headers = status, what, dict(headers or {})


class BrokenOff(Exception):  # noqa: N818 - it is an answer that was broken off, not an error of ours
    """An answer that had begun and cannot be finished; the connection is closed, so that nobody takes it for whole."""
