"""Load: one document into a store, in one transaction, with its record and its access marking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageError
from . import catalog, layers, names, quads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import URIRef

    from .quads import Lines, Triple
    from .store import Store

__all__ = ["Prepared", "prepare", "there", "unload", "write"]

_ACCESS = ("public", "restricted")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be written: `parts` are its graphs with their lines and the hash of these, the rest is for its record.

    `reading` tells how it was read, so that `there` can say that it was read in this way before; None where nobody will ask.
    """

    sha256: str
    title: str
    language: str
    loader: str
    access: str
    rights: str | None
    parts: tuple[tuple[URIRef, Lines, str], ...]
    reading: str | None = None

    def record(self, graph: URIRef) -> catalog.Record:
        """Return what the catalogue says of one of its graphs."""
        title, source = (self.language, self.title), str(names.ID[f"document/{self.sha256}"])
        return catalog.Record(graph, (title,), self.sha256, self.loader, (source,), self.access, None, self.rights, self.reading)


def prepare(
    triples: Iterable[Triple],
    *,
    sha256: str,
    title: str,
    language: str,
    loader: str,
    access: str = "public",
    rights: str | None = None,
    extracted: Iterable[Triple] = (),
) -> Prepared:
    """Return a document (`triples`) and the norms a machine read in it (`extracted`) as they will be written; needs no store.

    `sha256` is the hash of the document's bytes in hex, `title` stands in `language`, `loader` names the format parser,
    `access` is `public` or `restricted`, `rights` says whose the text is.

    Raises UsageError where `access` or a term is not valid.
    """
    if access not in _ACCESS:
        raise UsageError(f"no access marking {access!r}", do="write public or restricted")
    parts = ((layers.document(sha256), triples), (layers.extracted(sha256), extracted))
    normal = ((graph, quads.normal(quads.lines_of(content), graph)) for graph, content in parts)
    hashed = tuple((graph, lines, quads.graph_digest(lines, graph)) for graph, lines in normal)
    return Prepared(sha256, title, language, loader, access, rights, hashed)


def write(store: Store, prepared: Prepared) -> bool:
    """Write a document in one transaction and return whether anything changed; the same again changes nothing.

    Raises StoreError where the store cannot be written.
    """
    graphs = [graph for graph, *_ in prepared.parts]
    known, hidden, readings = catalog.hashes(store, graphs), catalog.restricted(store, graphs), catalog.readings(store, graphs)
    changed = False
    with store.transaction():
        for graph, lines, content_hash in prepared.parts:
            same = known.get(graph) == (prepared.sha256, content_hash)
            if (same and (graph in hidden) == (prepared.access == "restricted")) or not (lines or graph in known):
                if graph in known and prepared.reading not in (None, readings.get(graph)):
                    catalog.read_again(store, prepared.record(graph))
                continue
            changed = True
            store.replace(graph, lines)
            catalog.enter(store, prepared.record(graph), lines, content_hash=content_hash)
    return changed


def there(store: Store, sha256: str, reading: str) -> bool:
    """Return whether a store has the document with this hash, read in this way."""
    graph = layers.document(sha256)
    return catalog.readings(store, [graph]).get(graph) == reading


def unload(store: Store, sha256: str) -> bool:
    """Take a document, what was read in it, and their records out of a store, in one transaction; return whether it was there.

    Raises StoreError where the store cannot be written.
    """
    graphs: tuple[URIRef, ...] = (layers.document(sha256), layers.extracted(sha256))
    held = [*catalog.hashes(store, graphs)]
    with store.transaction():
        for graph in held:
            store.drop(graph)
            catalog.withdraw(store, graph)
    return bool(held)
