"""Export: the graphs of a store with their catalogue as one file (TriG, N-Quads, JSON-LD 1.1), and the way back."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, StoreError, UsageError
from . import catalog, layers, names, quads

if TYPE_CHECKING:
    from typing import BinaryIO

    from rdflib import URIRef

    from .quads import Lines
    from .store import Store

__all__ = ["SYNTAXES", "export", "import_"]

SYNTAXES = ("trig", "nq", "jsonld")
_HASHED = f"> <{names.CDT.contentHash}> ".encode()


def export(store: Store, target: Path | BinaryIO, *, syntax: str = "trig", everything: bool = False) -> list[URIRef]:
    """Write the public graphs of a store, and return their names; a file is there wholly or not at all.

    `syntax` is one of SYNTAXES; `everything` adds what is restricted, read by machine, or a review.

    Raises UsageError where the syntax is unknown, InputError where the file cannot be written, StoreError where the disk is full.
    """
    if syntax not in SYNTAXES:
        raise UsageError(f"no export format {syntax!r}", do="choose " + ", ".join(SYNTAXES))
    hidden = catalog.restricted(store)
    graphs = [
        graph for graph in store.graph_names() if everything or (layers.may_be_public(graph) and graph not in hidden)
    ]
    data = quads.serialize({graph: store.lines(graph) for graph in graphs}, syntax)
    if isinstance(target, Path):
        _write_whole(target, data)
    else:
        target.write(data)
    return graphs


def _write_whole(target: Path, data: bytes) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file():
            # a device or a pipe is written to, never replaced
            target.write_bytes(data)
            return
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        kind = StoreError if error.errno == errno.ENOSPC else InputError
        raise kind(f"cannot write: {error.strerror}", where=str(target), do="choose another place") from error


def import_(store: Store, source: Path, *, syntax: str | None = None) -> list[URIRef]:
    """Give the graphs of an exported file to a store, each in place of one of its name, and return their names.

    `syntax` is by default the ending of the file's name. The counters of the exporting store are left behind.

    Records of graphs that are not in the file stay. A graph that comes without a catalogue, or had a record here, gets one, with the
    marking that it has here.

    Raises InputError where the file cannot be read, is wrong, or holds graphs that are none of ours; UsageError where
    its syntax is unknown.
    """
    syntax = syntax or source.suffix.removeprefix(".")
    if syntax not in SYNTAXES:
        raise UsageError(f"no import format {syntax!r}", where=str(source), do="choose " + ", ".join(SYNTAXES))
    try:
        data = source.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", where=str(source), do="check the path") from error
    graphs = quads.parse_dataset(data, syntax, where=str(source))
    foreign = [graph for graph in graphs if not (graph.startswith(layers.ROOT) and layers.is_layer(graph))]
    if foreign or not graphs:
        what = f"the graph {foreign[0]} is none of ours" if foreign else "the file holds no named graph"
        raise InputError(what, where=str(source), do="import a file that `concordat export` wrote")
    told = {name: graphs.pop(name) for name in (layers.CATALOG, layers.CATALOG_RESTRICTED) if name in graphs}
    recorded = {line.split(b">", 1)[0][1:].decode() for records in told.values() for line in records if _HASHED in line}
    known, hidden = catalog.hashes(store), catalog.restricted(store)
    with store.transaction():
        for graph, lines in graphs.items():
            store.replace(graph, lines)
            if str(graph) in recorded:
                catalog.withdraw(store, graph)
            elif graph in known or not told:
                _enter(store, graph, lines, access="restricted" if graph in hidden else "public")
        for name, records in told.items():
            store.insert(name, records)
    return sorted({*graphs, *told})


def _enter(store: Store, graph: URIRef, lines: Lines, *, access: str) -> None:
    local = layers.local_name(graph)
    content = quads.digest(quads.quad_lines(lines, graph))
    titles = (("en", f"Imported: {local}"), ("fr", f"Importé : {local}"))
    catalog.enter(store, catalog.Record(graph, titles, content, "import", (), access, None), lines, content_hash=content)
