"""Whole: a store as its holder sees it, with what is restricted beside what is public.

The marking LIMITE allows the text to be used by those entitled to it and bars its publication (Council 11336/11): whoever
holds the store may ask it everything, and no channel to others is opened by that.
"""

from __future__ import annotations

from . import catalog, layers
from .inference import infer
from .store import Store, open_store

__all__ = ["whole"]

_WHOLE = layers.named("whole")


def whole(store: Store) -> Store:
    """Return a store in memory whose public graph is all of this one: restricted layers too, and what follows from both.

    Norms read by machine and reviews stay out, as they do of every public graph, and so does the catalogue, which is of
    the other store. Raises StoreError where the store cannot be read.
    """
    hidden = (store.lines(name) for name in catalog.restricted(store) if layers.may_be_public(name))
    lines = (store.public() - store.lines(layers.CATALOG)).union(*hidden)
    held = open_store("memory:", write=True)
    held.replace(_WHOLE, lines)
    infer(held)
    return held
