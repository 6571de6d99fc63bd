"""Snapshot: the public part of a store, copied into a folder of its own.

Everything served is read from it. What is restricted, a review, or was read by machine is not in it, so that no query,
page or dump can reach it, however it is asked for.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from rdflib import URIRef

from ..graph import catalog, layers, quads
from ..graph.embedded import EmbeddedStore
from ..graph.store import Store, open_store

__all__ = ["Snapshot", "take"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The public graph at one generation: its folder, the names of its graphs, its size, and a store to read it from.

    `digest` is a hash of all of it.
    """

    folder: Path
    generation: int
    graphs: tuple[str, ...]
    triples: int
    digest: str
    store: Store

    def remove(self) -> None:
        """Take the folder away. What is open stays readable."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)


def take(address: str) -> Snapshot:
    """Return a snapshot of the store at an address, in a new folder of temporary files.

    Raises StoreError where the store cannot be read, or there is no room.
    """
    folder = Path(mkdtemp(prefix="concordat-serve-"))
    try:
        with open_store(address) as store:
            generation, hashes = store.generation, catalog.hashes(store)
            hidden = catalog.restricted(store)
            graphs = [name for name in sorted({*store.graph_names(), *hashes}) if layers.may_be_public(name) and name not in hidden]
            triples = _copy(store, graphs, folder / "store")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    basis = "\n".join(f"{name} {hashes.get(name, ('', ''))[1]}" for name in graphs)
    digest = quads.digest(f"{generation}\n{basis}".encode())
    return Snapshot(folder / "store", generation, tuple(map(str, graphs)), triples, digest, open_store(folder / "store"))


def _copy(store: Store, graphs: Iterable[URIRef], folder: Path) -> int:
    """Copy the public graph and its named parts, and return the number of triples of the whole."""
    public = store.public()
    with EmbeddedStore(folder, write=True) as copy:
        copy.native.bulk_load(b"\n".join(public), quads.FORMATS["nt"])
        for name in graphs:
            copy.native.bulk_load(quads.quad_lines(store.lines(name), name), quads.FORMATS["nq"])
    return len(public)
