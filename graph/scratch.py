"""Scratch: a copy of a store in memory, for what is worked out and thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import URIRef

    from .quads import Lines
    from .store import Store

__all__ = ["scratch"]


def scratch(store: Store, *, instead: Mapping[URIRef, Lines] | None = None) -> Store:
    """Return a store in memory with the content of another; `instead` gives graphs another content, or a new one.

    Raises StoreError where the other store cannot be read.
    """
    copy = open_store("memory:", write=True)
    content = {name: store.lines(name) for name in store.graph_names() if name not in (instead or {})}
    with copy.transaction():
        for name, lines in {**content, **(instead or {})}.items():
            copy.replace(name, lines)
    return copy
