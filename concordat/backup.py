"""Backup: what `concordat backup` and `concordat restore` do: a store and its reviews into one file, and back.

A restore checks the whole file before it changes anything, gives the store all graphs in one transaction, and loses no decision:
a log that goes further than that of the backup stays, and one that differs is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from . import __version__, archive
from .archive import Manifest
from .errors import InputError, StoreError, UsageError
from .graph import catalog, layers, quads
from .graph.migration import migrate
from .graph.store import Store
from .graph.transaction import SCHEMA_VERSION
from .review import Log, People

__all__ = ["Restored", "backup", "restore"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore gave back; `kept` is how many decisions stood in the log here and not in the backup."""

    manifest: Manifest
    kept: int


def backup(store: Store, folder: Path, path: Path, *, names: bool = True) -> Manifest:
    """Write a store and the reviews in a folder (`review.folder_of`) to a file, and return what is in it.

    `names` says whether the table of identities is part of it.

    Raises StoreError where the store or the log is damaged or cannot be read, or the disk is full; InputError where the file
    cannot be written. Whatever was at the path then is there still.
    """
    generation, recorded, hidden = store.generation, catalog.hashes(store), catalog.restricted(store)
    log, held = Log(folder).whole()
    people = People(folder).content() if names else None
    with archive.writing(path) as file:
        for number, graph in enumerate(store.graph_names(), 1):
            lines = store.lines(graph)
            data = quads.quad_lines(lines, graph)
            if graph in recorded and recorded[graph][1] != quads.digest(data):
                raise StoreError("the graph is damaged, and nothing was backed up", where=str(graph), do="see concordat verify")
            private = graph in hidden or not layers.may_be_public(graph)
            file.add(f"{'private' if private else 'public'}/{number:05}.nq", data, graph=str(graph), statements=len(lines))
        if log:
            file.add(archive.LOG, log)
        if people is not None:
            file.add(archive.PEOPLE, people)
        if store.generation != generation:
            raise StoreError("the store was changed while it was read", where=store.address, do="run again while nobody writes")
        made = Manifest(
            str(catalog.moment()), __version__, store.version, generation, len(held.decisions), held.head, people is not None, file.members
        )
        file.seal(made)
    return made


def restore(store: Store, folder: Path, path: Path, *, replace: bool = False) -> Restored:
    """Give a store, opened with `older`, and a folder of reviews what a backup holds, and return what that was.

    `replace` allows a store that holds something, and another log of reviews.

    Raises InputError where the backup is damaged, UsageError where something would be replaced and must not be, StoreError where
    the store or the log cannot be written.
    """
    manifest = archive.check(path)
    if manifest.schema > SCHEMA_VERSION:
        raise InputError(f"the backup is of a store of version {manifest.schema}", where=str(path), do="update Concordat")
    if not replace and (held := len(store.graph_names())):
        raise UsageError(f"the store holds {held} graphs", where=store.address, do="name an empty one with --store, or add --replace")
    small = {name: data for name, data in archive.members(path) if name in {archive.LOG, archive.PEOPLE}}
    kept = _reviews(folder, small, replace=replace)
    _graphs(store, manifest, path)
    migrate(store)
    return Restored(manifest, kept)


def _graphs(store: Store, manifest: Manifest, path: Path) -> None:
    wanted = {name: URIRef(graph) for graph, name in manifest.graphs.items()}
    with store.transaction():
        for gone in {*store.graph_names()} - {*wanted.values()}:
            store.drop(gone)
        for name, data in archive.members(path):
            if name in wanted:
                graph = wanted[name]
                graphs = quads.parse_dataset(data, "nq", where=f"{path}:{name}")
                if {*graphs} != {graph} or not (graph.startswith(layers.ROOT) and layers.is_layer(graph)):
                    what = f"{name} holds other graphs than {graph}"
                    raise InputError(what, where=str(path), do="take a backup that concordat backup wrote")
                store.replace(graph, graphs[graph])
        store.stamp(manifest.schema)


def _reviews(folder: Path, small: dict[str, bytes], *, replace: bool) -> int:
    """Bring the log and the table of identities back, and return how many decisions here stand behind those of the backup."""
    if not small:
        return 0
    log, people, data = Log(folder), People(folder), small.get(archive.LOG, b"")
    new = [decision.digest for decision in log.parse(data).decisions]
    with log.locked():
        own = _own(log)
        number = min(len(own or ()), len(new))
        if own is None or own[:number] != new[:number]:
            if not replace:
                what = "the log of reviews here is damaged, or another one than that of the backup"
                do = "set CONCORDAT_REVIEW to another folder, or add --replace, which keeps this log beside the other"
                raise UsageError(what, where=str(log.path), do=do)
            own = []
            log.take_over(data)
        elif len(own) < len(new):
            log.take_over(data)
        if archive.PEOPLE in small and (replace or not people.path.exists()):
            people.restore(small[archive.PEOPLE])
    return max(0, len(own) - len(new))


def _own(log: Log) -> list[str] | None:
    """Return the hashes of the lines of a log, None where it is damaged."""
    try:
        return [decision.digest for decision in log.read().decisions]
    except StoreError:
        return None
