"""Errors, each with what is wrong, where, and what to do.

ConcordatError (exit 1)
├── UsageError       (2)  an option, id or query name that names nothing
├── InputError       (3)  an unreadable or invalid file, Turtle or SPARQL
│   └── LimitError   (3)  an input larger or deeper than is read
└── StoreError       (4)  a store that is unreachable, locked, newer or full
"""

from __future__ import annotations

__all__ = ["ConcordatError", "InputError", "LimitError", "StoreError", "UsageError", "said"]


class ConcordatError(Exception):
    """The base of all errors of this package: `what` is wrong, `where` (file:line, IRI, address), what to `do`."""

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(": ".join(filter(None, (where, what))) + (f" ({do})" if do else ""))


class UsageError(ConcordatError):
    """An option, id or query name that names nothing."""

    exit_code = 2


class InputError(ConcordatError):
    """A file, Turtle or SPARQL that cannot be read."""

    exit_code = 3


class LimitError(InputError):
    """An input larger or deeper than is read."""


class StoreError(ConcordatError):
    """A store that is unreachable, locked, of a newer version, or out of space."""

    exit_code = 4


def said(error: Exception) -> str:
    """Return what an error of the system or of a library says, without its number and path: where it came up is told beside it."""
    return getattr(error, "strerror", None) or str(error)
