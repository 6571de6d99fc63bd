"""Memory: what a process gives back to the system, where it is glibc that holds it (Linux); elsewhere nothing is done."""

from __future__ import annotations

import ctypes
from contextlib import suppress

__all__ = ["give_back", "share_heaps"]

_ARENA_MAX, _HEAPS = -8, 2


def give_back() -> None:
    """Give the system back what has been freed: glibc keeps what is freed in pieces, more with each large thing.

    See https://man7.org/linux/man-pages/man3/malloc_trim.3.html.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def share_heaps() -> None:
    """Let all threads take memory from the same two heaps, before any is started: each of up to eight a processor keeps what it freed.

    See M_ARENA_MAX in https://man7.org/linux/man-pages/man3/mallopt.3.html.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _HEAPS)
