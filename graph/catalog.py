"""Catalogue: for every graph what it is, what it was made from and by what, its hash, its rights and when it was made.

One record a graph, in DCAT 3, VoID and PROV-O. Records of restricted graphs stand in a catalogue of their own that is
never public, so that not even a title of theirs is. Only here are times; SOURCE_DATE_EPOCH takes the clock's place.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rdflib import DCAT, DCTERMS, PROV, RDF, VOID, Literal, URIRef
from rdflib.namespace import XSD

from .. import __version__
from ..errors import InputError
from . import layers, names, quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .quads import Lines, Triple
    from .store import Store

__all__ = ["CC_BY", "Record", "enter", "hashes", "moment", "read_again", "readings", "restricted", "withdraw"]

CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")
# rdflib's own list of DCAT terms is that of DCAT 2
_VERSION = URIRef("http://www.w3.org/ns/dcat#version")
_TITLES = {"en": "Concordat: catalogue of graphs", "fr": "Concordat : catalogue des graphes"}


@dataclass(frozen=True, slots=True)
class Record:
    """What the catalogue says of one graph.

    `titles` are by language tag, `sources` are files or IRIs, `source_hash` is a SHA-256 in hex of what the graph was
    made from, `loader` names what made it, `licence` is an IRI or None, `rights` a text where there is no licence, `reading` a SHA-256
    in hex of how it was made from its source, where that is to be told.
    """

    graph: URIRef
    titles: tuple[tuple[str, str], ...]
    source_hash: str
    loader: str
    sources: tuple[str, ...] = ()
    access: str = "public"
    licence: URIRef | None = CC_BY
    rights: str | None = None
    reading: str | None = None

    @property
    def catalogue(self) -> URIRef:
        """The catalogue that this record belongs to."""
        return layers.CATALOG if self.access == "public" else layers.CATALOG_RESTRICTED


def moment() -> Literal:
    """Return the time now, or that of SOURCE_DATE_EPOCH (seconds since 1970), in UTC.

    Raises InputError where SOURCE_DATE_EPOCH is no number.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(f"SOURCE_DATE_EPOCH is {epoch!r}", do="give whole seconds since 1970, or unset it") from error
    return Literal(now.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)


def _triples(record: Record, lines: Lines, content_hash: str) -> Iterator[Triple]:
    graph, catalogue = record.graph, record.catalogue
    yield catalogue, RDF.type, DCAT.Catalog
    for language, title in _TITLES.items():
        yield catalogue, DCTERMS.title, Literal(title, lang=language)
    yield catalogue, DCAT.dataset, graph
    yield graph, RDF.type, DCAT.Dataset
    yield graph, RDF.type, VOID.Dataset
    yield graph, DCTERMS.identifier, Literal(layers.local_name(graph))
    for language, title in record.titles:
        yield graph, DCTERMS.title, Literal(title, lang=language)
    for source in record.sources:
        yield graph, DCTERMS.source, URIRef(source) if source.startswith(names.BASE) else Literal(source)
    yield graph, names.CDT.sourceHash, Literal(record.source_hash)
    yield graph, names.CDT.contentHash, Literal(content_hash)
    yield graph, names.CDT.loader, Literal(record.loader)
    if record.reading is not None:
        yield graph, names.CDT.reading, Literal(record.reading)
    yield graph, _VERSION, Literal(__version__)
    yield graph, DCTERMS.accessRights, names.concept("access", record.access)
    if record.licence is not None:
        yield graph, DCTERMS.license, record.licence
    if record.rights is not None:
        yield graph, DCTERMS.rights, Literal(record.rights)
    yield graph, VOID.triples, Literal(len(lines))
    yield graph, PROV.generatedAtTime, moment()


def enter(store: Store, record: Record, lines: Lines, *, content_hash: str | None = None) -> None:
    """Write the record of a graph with this content in place of any it has; part of the transaction around it.

    `content_hash` is the SHA-256 in hex of its sorted quads, where it was computed before.

    Raises StoreError where the store cannot be written.
    """
    with store.transaction():
        withdraw(store, record.graph)
        told = content_hash or quads.graph_digest(lines, record.graph)
        store.insert(record.catalogue, _triples(record, lines, told))


def withdraw(store: Store, graph: URIRef) -> None:
    """Take the record of a graph out of the catalogue; part of the transaction around it.

    Raises StoreError where the store cannot be written.
    """
    with store.transaction():
        for catalogue in (layers.CATALOG, layers.CATALOG_RESTRICTED):
            triples = f"GRAPH <{catalogue}> {{ ?s ?p ?o }}"
            own = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {triples} }}", bindings={"s": graph})
            store.remove(catalogue, [*own, (catalogue, DCAT.dataset, graph)])


def hashes(store: Store, graphs: Iterable[URIRef] = ()) -> dict[URIRef, tuple[str, str]]:
    """Return for each graph with a record, or for each of `graphs` that has one, the hash of its source and that of its content."""
    query = (
        f"SELECT ?g ?source ?content WHERE {{ {_values(graphs)} VALUES ?c {{ <{layers.CATALOG}> <{layers.CATALOG_RESTRICTED}> }} "
        f"GRAPH ?c {{ ?g <{names.CDT.sourceHash}> ?source ; <{names.CDT.contentHash}> ?content }} }}"
    )
    return {URIRef(str(row["g"])): (str(row["source"]), str(row["content"])) for row in store.select(query)}


def read_again(store: Store, record: Record) -> None:
    """Say in the record of a graph that it was made from its source in another way (`reading`) and came out the same.

    Part of the transaction around it. Raises StoreError where the store cannot be written.
    """
    triples = f"GRAPH <{record.catalogue}> {{ ?s ?p ?o }}"
    said = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {triples} }}"
    with store.transaction():
        store.remove(record.catalogue, store.construct(said, bindings={"s": record.graph, "p": names.CDT.reading}))
        store.insert(record.catalogue, [(record.graph, names.CDT.reading, Literal(record.reading))])


def readings(store: Store, graphs: Iterable[URIRef]) -> dict[URIRef, str]:
    """Return how each of `graphs` was made from its source, where its record tells that."""
    query = (
        f"SELECT ?g ?reading {{ {_values(graphs)} VALUES ?c {{ <{layers.CATALOG}> <{layers.CATALOG_RESTRICTED}> }} "
        f"GRAPH ?c {{ ?g <{names.CDT.reading}> ?reading }} }}"
    )
    return {URIRef(str(row["g"])): str(row["reading"]) for row in store.select(query)}


def restricted(store: Store, graphs: Iterable[URIRef] = ()) -> set[URIRef]:
    """Return the graphs, or those of `graphs`, that are marked as restricted."""
    query = (
        f"SELECT ?g WHERE {{ {_values(graphs)} VALUES ?c {{ <{layers.CATALOG}> <{layers.CATALOG_RESTRICTED}> }} "
        f"GRAPH ?c {{ ?g <{DCTERMS.accessRights}> <{names.concept('access', 'restricted')}> }} }}"
    )
    return {URIRef(str(row["g"])) for row in store.select(query)}


def _values(graphs: Iterable[URIRef]) -> str:
    listed = " ".join(f"<{graph}>" for graph in graphs)
    return f"VALUES ?g {{ {listed} }}" if listed else ""
