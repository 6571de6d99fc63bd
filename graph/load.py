"""Load: one document into a store, in one transaction, with its record and its access marking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UsageError
from . import catalog, layers, names, quads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import URIRef

    from .quads import Triple
    from .store import Store

__all__ = ["load", "unload"]

_ACCESS = ("public", "restricted")


def load(
    store: Store,
    triples: Iterable[Triple],
    *,
    sha256: str,
    title: str,
    language: str,
    loader: str,
    access: str = "public",
    rights: str | None = None,
    extracted: Iterable[Triple] = (),
) -> bool:
    """Write a document (`triples`) and the norms a machine read in it (`extracted`); return whether anything changed.

    `sha256` is the hash of the document's bytes in hex, `title` stands in `language`, `loader` names the format parser,
    `access` is `public` or `restricted`, `rights` says whose the text is. Loading the same again changes nothing.

    Raises UsageError where `access` or a term is not valid, StoreError where the store cannot be written.
    """
    if access not in _ACCESS:
        raise UsageError(f"no access marking {access!r}", do="write public or restricted")
    parts = ((layers.document(sha256), triples), (layers.extracted(sha256), extracted))
    known, hidden = catalog.hashes(store), catalog.restricted(store)
    changed = False
    with store.transaction():
        for graph, content in parts:
            lines = quads.normal(quads.lines_of(content), graph)
            same = known.get(graph) == (sha256, quads.digest(quads.quad_lines(lines, graph)))
            if (same and (graph in hidden) == (access == "restricted")) or not (lines or graph in known):
                continue
            changed = True
            store.replace(graph, lines)
            source = str(names.ID[f"document/{sha256}"])
            record = catalog.Record(graph, ((language, title),), sha256, loader, (source,), access, None, rights)
            catalog.enter(store, record, lines)
    return changed


def unload(store: Store, sha256: str) -> None:
    """Take a document, what was read in it, and their records out of a store.

    Raises StoreError where the store cannot be written.
    """
    graphs: tuple[URIRef, ...] = (layers.document(sha256), layers.extracted(sha256))
    with store.transaction():
        for graph in graphs:
            store.drop(graph)
            catalog.withdraw(store, graph)
