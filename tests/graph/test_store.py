"""One conformance suite, run on every kind of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, Literal, URIRef
from rdflib.namespace import XSD

from concordat.errors import InputError, StoreError, UsageError
from concordat.graph import layers, names, quads
from concordat.graph.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from concordat.graph.quads import Triple

A, B, P = (URIRef(f"http://example.org/{name}") for name in "abp")
ONE, TWO = layers.curated("one"), layers.curated("two")
RESTRICTED = names.concept("access", "restricted")


def public(store: Store) -> set[tuple[str, str]]:
    rows = store.select("SELECT ?s ?o { ?s <http://example.org/p> ?o }")
    return {(str(row["s"]), str(row["o"])) for row in rows}


def mark(graph: URIRef) -> Triple:
    return graph, DCTERMS.accessRights, RESTRICTED


def many(number: int) -> list[Triple]:
    return [(URIRef(f"http://example.org/s{n}"), P, Literal(f"é {n}", lang="fr")) for n in range(number)]


def test_an_empty_store_has_generation_and_version_zero(store: Store) -> None:
    assert (store.generation, store.version, store.graph_names()) == (0, 0, [])


@pytest.mark.parametrize(
    "term",
    [
        pytest.param(Literal('"quotes" \\ and\nlines\t\r'), id="escapes"),
        pytest.param(Literal("l’été", lang="fr"), id="language"),
        pytest.param(Literal(60), id="integer"),
        pytest.param(Literal(True), id="boolean"),
        pytest.param(Literal("2001-11-23", datatype=XSD.date), id="date"),
        pytest.param(Literal("} } DROP ALL #"), id="sparql"),
        pytest.param(B, id="iri"),
    ],
)
def test_a_term_comes_back_as_it_was(store: Store, term: Literal) -> None:
    store.replace(ONE, [(A, P, term)])
    assert store.graph(ONE) == [(A, P, term)]
    # where no predicate is given, Virtuoso takes 1 for true
    assert store.select("SELECT ?s { ?s <http://example.org/p> ?o }", bindings={"o": term}) == [{"s": A}]
    assert store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", bindings={"s": A}) == [(A, P, term)]
    assert store.ask("ASK { ?s <http://example.org/p> ?o }", bindings={"o": term})


def test_a_variable_without_a_value_is_left_out_of_its_row(store: Store) -> None:
    store.replace(ONE, [(A, P, B)])
    assert store.select("SELECT ?s ?x { ?s <http://example.org/p> ?o OPTIONAL { ?o ?q ?x } }") == [{"s": A}]


def test_duplicates_merge_in_the_public_graph(store: Store) -> None:
    store.replace(ONE, [(A, P, B)])
    store.replace(TWO, [(A, P, B)])
    query = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }"
    assert store.select(query) == [{"n": Literal(1)}]
    query = "SELECT ?g { GRAPH ?g { ?s <http://example.org/p> ?o } } ORDER BY ?g"
    assert store.select(query) == [{"g": ONE}, {"g": TWO}]


def test_a_triple_stays_public_while_another_graph_has_it(store: Store) -> None:
    store.replace(ONE, [(A, P, B), (B, P, A)])
    store.replace(TWO, [(A, P, B)])
    store.drop(ONE)
    assert public(store) == {(str(A), str(B))}
    store.drop(TWO)
    assert public(store) == set()
    assert ONE not in store.graph_names()


def test_a_triple_that_moves_between_graphs_stays_public(store: Store) -> None:
    store.replace(ONE, [(A, P, B)])
    with store.transaction():
        store.drop(ONE)
        store.insert(TWO, [(A, P, B)])
    assert public(store) == {(str(A), str(B))}


def test_a_triple_that_leaves_two_graphs_at_once_is_gone(store: Store) -> None:
    store.replace(ONE, [(A, P, B)])
    store.replace(TWO, [(A, P, B)])
    with store.transaction():
        store.drop(ONE)
        store.remove(TWO, [(A, P, B)])
    assert public(store) == set()


@pytest.mark.parametrize("name", ["extracted/0a", "review", "catalog/restricted", "findings/restricted"])
def test_some_layers_are_never_public(store: Store, name: str) -> None:
    store.replace(layers.named(name), [(A, P, B)])
    assert public(store) == set()
    assert store.graph(layers.named(name)) == [(A, P, B)]


def test_a_restricted_graph_is_never_public(store: Store) -> None:
    with store.transaction():
        store.replace(ONE, [(A, P, B)])
        store.insert(layers.CATALOG_RESTRICTED, [mark(ONE)])
    assert public(store) == set()
    store.insert(ONE, [(B, P, A)])
    assert public(store) == set()


def test_marking_hides_and_unmarking_shows(store: Store) -> None:
    store.replace(ONE, [(A, P, B), (B, P, A)])
    store.replace(TWO, [(B, P, A)])
    store.insert(layers.CATALOG, [mark(ONE)])
    assert public(store) == {(str(B), str(A))}
    store.remove(layers.CATALOG, [mark(ONE)])
    assert public(store) == {(str(A), str(B)), (str(B), str(A))}


def test_the_generation_counts_transactions_that_change_something(store: Store) -> None:
    store.replace(ONE, [(A, P, B)])
    store.replace(ONE, [(A, P, B)])
    store.remove(ONE, [(B, P, B)])
    assert (store.generation, store.version) == (1, 1)
    with store.transaction():
        store.insert(ONE, [(A, P, A)])
        store.insert(TWO, [(A, P, A)])
    assert store.generation == 2


def test_a_failing_iterator_leaves_the_store_as_it_was(store: Store) -> None:
    store.replace(ONE, many(3))
    before = store.dump(ONE), store.public(), store.generation

    def broken() -> Iterator[Triple]:
        yield A, P, B
        raise RuntimeError("the source ended early")

    def write() -> None:
        with store.transaction():
            store.replace(TWO, [(A, P, B)])
            store.replace(ONE, broken())

    with pytest.raises(RuntimeError, match="ended early"):
        write()
    assert (store.dump(ONE), store.public(), store.generation) == before
    assert store.graph(TWO) == []


def test_a_large_graph_is_replaced_by_another(store: Store) -> None:
    store.replace(ONE, many(6000))
    store.replace(TWO, many(10))
    assert len(store.graph(ONE)) == 6000
    store.replace(ONE, many(9000)[3000:])
    assert len(store.graph(ONE)) == 6000
    assert len(public(store)) == 6010
    assert store.dump(ONE) == quads.canonical(many(9000)[:2999:-1], ONE)


def test_blank_nodes_become_iris_that_depend_on_the_graph_alone(store: Store) -> None:
    turtle = b"@prefix : <http://example.org/> . :a :p [ :q 1 ] , [ :q 2 ] ."
    store.replace(ONE, quads.normal(turtle, ONE, syntax="ttl"))
    store.replace(TWO, quads.normal(turtle, TWO, syntax="ttl"))
    assert len(public(store)) == 4
    assert b"_:" not in store.dump(ONE)
    assert store.dump(ONE) == quads.quad_lines(quads.normal(turtle, ONE, syntax="ttl"), ONE)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        pytest.param(lambda s: s.select("SELECT ?x {"), InputError, "SPARQL", id="syntax"),
        pytest.param(lambda s: s.select("ASK {}"), InputError, "no SELECT", id="not-a-select"),
        pytest.param(lambda s: s.ask("SELECT * {}"), InputError, "no ASK", id="not-an-ask"),
        pytest.param(lambda s: s.replace(ONE, [(A, P, URIRef("a b"))]), UsageError, "a b", id="bad-iri"),
        pytest.param(lambda s: s.replace(ONE, [(Literal("x"), P, A)]), InputError, "input", id="subject"),
        pytest.param(lambda s: s.select("SELECT ?x {}", bindings={"y": A}), UsageError, r"\?y", id="binding"),
    ],
)
def test_what_is_wrong_is_said(
    store: Store, call: Callable[[Store], object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        call(store)
    assert store.generation == 0


def test_a_reader_sees_what_was_written_and_cannot_write(address: str) -> None:
    with open_store(address, write=True) as writer:
        writer.replace(ONE, [(A, P, B)])
    with open_store(address) as reader:
        assert public(reader) == {(str(A), str(B))}
        with pytest.raises(StoreError, match="opened for reading"):
            reader.drop(ONE)


def test_reading_where_nothing_is_tells_to_build(address: str) -> None:
    with pytest.raises(StoreError, match="concordat build"):
        open_store(address)


def test_a_newer_store_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as future, open_store(address, write=True) as writer:
        future.setattr("concordat.graph.transaction.SCHEMA_VERSION", 99)
        writer.replace(ONE, [(A, P, B)])
    for write in (False, True):
        with pytest.raises(StoreError, match="version 99"):
            open_store(address, write=write)


def test_a_second_writer_is_refused(address: str) -> None:
    with open_store(address, write=True) as writer:
        writer.replace(ONE, [(A, P, B)])
        with pytest.raises(StoreError, match="locked by another process"):
            open_store(address, write=True, wait=0.3)
        writer.replace(ONE, [(A, P, A)])
    with open_store(address, write=True, wait=0.3) as again:
        assert again.graph(ONE) == [(A, P, A)]


@pytest.mark.remote
def test_all_stores_give_the_same_bytes(empty_server: str, memory: Store, tmp_path: Path) -> None:
    triples = [*many(50), (A, P, Literal("01", datatype=XSD.integer)), (A, P, Literal("1.50", datatype=XSD.decimal))]
    dumps = []
    for place in (f"{tmp_path}/store", f"sparql+{empty_server}/query"):
        with open_store(place, write=True) as store:
            store.replace(ONE, reversed(triples))
            store.replace(TWO, many(2))
            store.drop(TWO)
            dumps.append((store.dump(ONE), store.dump(layers.CATALOG), sorted(store.public())))
    memory.replace(ONE, triples)
    assert dumps[0] == dumps[1]
    assert dumps[0][0] == memory.dump(ONE)
