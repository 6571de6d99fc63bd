"""Migration: from the form of a store that an older version of Concordat wrote to that of this one, step by step.

Each step is one transaction that writes the next version with what it changes, so that a migration that was cut off is gone on
with by running it again. A step stays for ever: from every version there is a way to the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import catalog, layers, quads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .store import Store

__all__ = ["STEPS", "migrate"]

# what was never anything but public; of the rest nobody knows any more
_PUBLIC = ("curated", "findings", "inferred", "vocabulary")


def migrate(store: Store, *, steps: Mapping[int, Callable[[Store], None]] | None = None) -> tuple[int, int]:
    """Bring a store, opened with `older`, to the last version; return the version that it had and the one it has.

    `steps` are by default those of this module: what leads from each version to the next one.

    Raises StoreError where the store cannot be written.
    """
    chain = STEPS if steps is None else steps
    first = version = store.version
    while version in chain:
        with store.transaction():
            chain[version](store)
            store.stamp(version + 1)
        version += 1
    return first, version


def _recorded(store: Store) -> None:
    """0 to 1: give every graph its record, and mark as restricted what may have been."""
    known = catalog.hashes(store)
    for graph in store.graph_names():
        local = layers.local_name(graph)
        if graph in known or graph in (layers.CATALOG, layers.CATALOG_RESTRICTED):
            continue
        lines = store.lines(graph)
        content = quads.digest(quads.quad_lines(lines, graph))
        access = "public" if local.split("/", 1)[0] in _PUBLIC else "restricted"
        titles = (("en", f"Of an older store: {local}"), ("fr", f"D’un entrepôt plus ancien : {local}"))
        record = catalog.Record(graph, titles, content, "migration", (), access, None)
        catalog.enter(store, record, lines, content_hash=content)


STEPS: Mapping[int, Callable[[Store], None]] = {0: _recorded}
