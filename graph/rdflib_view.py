"""View: a store through the API of rdflib, by way of oxrdflib.

Parse into it with the `ox-` formats (`format="ox-turtle"`), which are some ten times faster than rdflib's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oxrdflib import OxigraphStore
from rdflib import Dataset

from .embedded import EmbeddedStore
from .scratch import scratch

if TYPE_CHECKING:
    from .store import Store

__all__ = ["view"]


def view(store: Store) -> Dataset:
    """Return a store as an rdflib Dataset, whose default graph is the public graph.

    An embedded store is seen as it is, a remote one as a copy in memory. Write through the store, not through the view:
    what is written here reaches no catalogue.

    Raises StoreError where the store cannot be read.
    """
    seen = store if isinstance(store, EmbeddedStore) else scratch(store)
    assert isinstance(seen, EmbeddedStore)  # noqa: S101 - a scratch store is one
    return Dataset(store=OxigraphStore(store=seen.native))
