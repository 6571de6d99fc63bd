"""Memory: what a process gives back to the system."""

from __future__ import annotations

import ctypes
from contextlib import suppress

__all__ = ["give_back"]


def give_back() -> None:
    """Give the system back what has been freed: glibc keeps what is freed in pieces, more with each large thing; elsewhere nothing is done.

    See https://man7.org/linux/man-pages/man3/malloc_trim.3.html.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
