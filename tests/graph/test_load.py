from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, Literal, URIRef

from concordat.errors import UsageError
from concordat.graph import catalog, layers, names
from concordat.graph.load import prepare, unload, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from concordat.graph.quads import Triple
    from concordat.graph.store import Store

SHA = "ab" * 32
A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")
TEXT: list[Triple] = [(A, P, Literal("what the paragraph says", lang="en"))]
NORMS: list[Triple] = [(A, P, Literal("a norm"))]


def put(store: Store, triples: list[Triple] = TEXT, *, access: str = "public", title: str = "A treaty") -> bool:
    prepared = prepare(
        triples, sha256=SHA, title=title, language="en", loader="text", access=access,
        rights="© United Nations", extracted=NORMS,
    )  # fmt: skip
    return write(store, prepared)


def test_a_document_is_written_with_its_record(store: Store) -> None:
    assert put(store)
    assert store.graph(layers.document(SHA)) == TEXT
    assert store.graph(layers.extracted(SHA)) == NORMS
    record = {(p, o) for s, p, o in store.graph(layers.CATALOG) if s == layers.document(SHA)}
    assert {
        (DCTERMS.title, Literal("A treaty", lang="en")),
        (DCTERMS.source, names.ID[f"document/{SHA}"]),
        (DCTERMS.rights, Literal("© United Nations")),
        (names.CDT.sourceHash, Literal(SHA)),
    } <= record
    assert not any(p == DCTERMS.license for p, _ in record)


def test_no_record_but_its_own_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store)
    read: list[URIRef] = []
    lines = type(store).lines
    monkeypatch.setattr(type(store), "lines", lambda self, name: read.append(name) or lines(self, name))
    put(store, title="Another title")
    put(store, [(A, P, Literal("changed", lang="en"))])
    assert store.generation == 2
    assert {layers.CATALOG, layers.CATALOG_RESTRICTED}.isdisjoint(read)


def test_what_a_machine_read_is_not_public(store: Store) -> None:
    put(store)
    assert store.ask("ASK { ?s ?p 'what the paragraph says'@en }")
    assert not store.ask("ASK { ?s ?p 'a norm' }")


def test_loading_again_changes_nothing(store: Store) -> None:
    put(store)
    before = store.dump(layers.CATALOG)
    assert not put(store)
    assert store.dump(layers.CATALOG) == before


def test_nothing_of_a_restricted_document_is_public(store: Store) -> None:
    put(store, access="restricted", title="Secret title")
    public = b"\n".join(store.public())
    assert b"paragraph" not in public
    assert b"Secret" not in public
    assert SHA.encode() not in public
    assert store.graph(layers.document(SHA)) == TEXT
    assert catalog.restricted(store) == {layers.document(SHA), layers.extracted(SHA)}


@pytest.mark.parametrize("access", ["public", "restricted"])
def test_a_marking_can_change(store: Store, access: str) -> None:
    other = {"public": "restricted", "restricted": "public"}[access]
    put(store, access=other)
    assert put(store, access=access)
    assert store.ask("ASK { ?s ?p 'what the paragraph says'@en }") == (access == "public")
    assert len([1 for s, p, _ in _both(store) if (s, p) == (layers.document(SHA), DCTERMS.title)]) == 1


def _both(store: Store) -> list[Triple]:
    return [*store.graph(layers.CATALOG), *store.graph(layers.CATALOG_RESTRICTED)]


def test_another_reading_takes_the_place_of_the_first(memory: Store) -> None:
    put(memory)
    changed: list[Triple] = [(A, P, Literal("read better", lang="en"))]
    assert put(memory, changed)
    assert memory.graph(layers.document(SHA)) == changed


def test_a_document_without_norms_has_no_extracted_graph(memory: Store) -> None:
    write(memory, prepare(TEXT, sha256=SHA, title="T", language="en", loader="text"))
    assert layers.extracted(SHA) not in memory.graph_names()
    assert layers.extracted(SHA) not in catalog.hashes(memory)


def test_an_unloaded_document_leaves_nothing(store: Store) -> None:
    put(store, access="restricted")
    unload(store, SHA)
    assert not any(SHA in str(term) for triple in _both(store) for term in triple)
    assert store.graph(layers.document(SHA)) == store.graph(layers.extracted(SHA)) == []


def test_an_unknown_marking_is_refused(memory: Store) -> None:
    with pytest.raises(UsageError, match="no access marking"):
        put(memory, access="secret")


def test_a_broken_reading_leaves_the_store_as_it_was(store: Store) -> None:
    put(store)
    before = store.dump(layers.CATALOG), store.public()

    def broken() -> Iterator[Triple]:
        yield A, P, A
        raise RuntimeError("unreadable page")

    with pytest.raises(RuntimeError, match="unreadable"):
        write(store, prepare(broken(), sha256="cd" * 32, title="T", language="en", loader="text"))
    assert (store.dump(layers.CATALOG), store.public()) == before
