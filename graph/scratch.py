"""Scratch: a copy of a store in memory, for what is worked out and thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .store import open_store

if TYPE_CHECKING:
    from .store import Store

__all__ = ["scratch"]


def scratch(store: Store) -> Store:
    """Return a store in memory with the content of another.

    Raises StoreError where the other store cannot be read.
    """
    copy = open_store("memory:", write=True)
    with copy.transaction():
        for name in store.graph_names():
            copy.replace(name, store.lines(name))
    return copy
