"""Concordat: a knowledge graph of legal instruments, and what it says of their compatibility.

`concordat.open(address)` opens a store for programs and notebooks; see `concordat.session.Session`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .session import open_session as open  # noqa: A004 - as in gzip.open

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # the command line starts faster where it does not need this
    if name == "open":
        from .session import open_session

        return open_session
    raise AttributeError(f"module 'concordat' has no attribute {name!r}")
