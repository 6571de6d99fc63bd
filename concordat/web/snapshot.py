"""Snapshot: the public part of a store, copied into a folder of its own.

Everything served is read from it. What is restricted, a review, or was read by machine is not in it, so that no query,
page or dump can reach it, however it is asked for.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from rdflib import URIRef

from ..errors import StoreError
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
            _copy(store, graphs, folder / "store")
            if not isinstance(store, EmbeddedStore):
                _assert_still(address, generation)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    basis = "\n".join(f"{name} {hashes.get(name, ('', ''))[1]}" for name in graphs)
    digest = quads.digest(f"{generation}\n{basis}".encode())
    copied = open_store(folder / "store")
    return Snapshot(folder / "store", generation, tuple(map(str, graphs)), _count(copied), digest, copied)


def _assert_still(address: str, generation: int) -> None:
    """Raise StoreError where a server, which is read in many requests, was written to in the meantime."""
    # opening it waits for the end of a change
    with open_store(address) as again:
        if again.generation != generation:
            raise StoreError("the store changed while it was read", where=address, do="try again")


def _copy(store: Store, graphs: Sequence[URIRef], folder: Path) -> None:
    if not isinstance(store, EmbeddedStore):
        _transfer(store, graphs, folder)
        return
    # the files of the store are linked, not copied; what is not public is then taken out
    store.native.backup(str(folder))
    public = set(map(str, graphs))
    with EmbeddedStore(folder, write=True) as copy:
        for held in list(copy.native.named_graphs()):
            if held.value not in public:
                copy.native.remove_graph(held)


def _transfer(store: Store, graphs: Sequence[URIRef], folder: Path) -> None:
    parts = [b"\n".join(store.public())]
    for name in graphs:
        ending = f" <{name}> .".encode()
        parts.append(b"\n".join([line[:-2] + ending for line in store.lines(name)]))
    with EmbeddedStore(folder, write=True) as copy:
        copy.native.bulk_load(b"\n".join(parts), quads.FORMATS["nq"])


def _count(store: Store) -> int:
    return int(str(store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]))
