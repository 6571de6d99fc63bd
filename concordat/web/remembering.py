"""Remembering: a snapshot that is asked each question once.

A snapshot never changes, so that an answer holds as long as it is served. Two who ask the same at once wait for one answer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar, cast

from rdflib.term import Node

from ..graph.quads import Triple
from ..graph.store import Store

__all__ = ["Remembered"]

T = TypeVar("T")
_MOST = 5000  # answers


class Remembered:
    """The queries of one snapshot's store, and what pages made of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[Hashable, object] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def select(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query."""
        key = (query, tuple(sorted((bindings or {}).items())))
        # whoever asks may take rows apart
        return [dict(row) for row in self.once(key, lambda: self._store.select(query, bindings=bindings))]

    def construct(self, query: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        return self.once(("construct", query), lambda: self._store.construct(query))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for a key, and make it where nobody has."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return cast("T", self._held[key])
            turn = self._locks.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._held:
                    return cast("T", self._held[key])
            made = make()
            with self._lock:
                self._held[key] = made
                self._locks.pop(key, None)
                while len(self._held) > _MOST:
                    self._held.popitem(last=False)
            return made
