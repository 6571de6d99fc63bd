"""Every kind of damage to the graphs of a store is found, on every kind of store, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import DCTERMS, VOID, Literal, URIRef

from concordat.graph import catalog, layers, quads
from concordat.graph.embedded import EmbeddedStore
from concordat.graph.integrity import inspect
from concordat.graph.names import CDT, ID, concept
from concordat.graph.store import Store

ONE, TWO = layers.curated("one"), layers.curated("two")
FORCE = URIRef("https://w3id.org/concordat/scheme/force#shall")
PART = URIRef("http://data.europa.eu/eli/ontology#is_part_of")


def enter(store: Store, graph: URIRef, *triples: quads.Triple, access: str = "public") -> None:
    lines = quads.normal(quads.lines_of(triples), graph)
    with store.transaction():
        store.replace(graph, lines)
        catalog.enter(store, catalog.Record(graph, (("en", "One"),), "0", "test", access=access), lines)


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with two curated graphs, one of them restricted, and a document that refers to what is not there."""
    enter(store, ONE, (ID.one, CDT.force, FORCE), (FORCE, DCTERMS.title, Literal("shall")), (ID["one/1"], PART, ID.one), (ID["one/1"], CDT.to, ID.gone))
    # concepts that records name
    enter(store, layers.VOCABULARY, *((concept("access", name), DCTERMS.title, Literal(name)) for name in ("public", "restricted")))
    enter(store, TWO, (ID.two, CDT.cue, Literal("secret")), access="restricted")
    enter(store, layers.document("0a"), (ID["document/0a"], CDT.passageOf, ID["never/curated"]))
    return store


def kinds(store: Store) -> list[tuple[str, str]]:
    return [(fault.kind, layers.local_name(fault.where)) for fault in inspect(store).faults]


def test_a_whole_store_has_no_fault(filled: Store) -> None:
    inspected = inspect(filled)
    assert inspected.faults == ()
    assert (inspected.graphs, inspected.statements) == (6, sum(len(filled.lines(name)) for name in filled.graph_names()))


Damage = Callable[[Store], None]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        pytest.param(lambda s: s.insert(ONE, [(ID.one, CDT.cue, Literal("more"))]), [("content", "curated/one")], id="statement-more"),
        pytest.param(lambda s: s.remove(TWO, [(ID.two, CDT.cue, Literal("secret"))]), [("graph-missing", "curated/two")], id="graph-gone"),
        pytest.param(lambda s: s.insert(layers.curated("new"), [(ID.new, CDT.cue, Literal("x"))]), [("record-missing", "curated/new")], id="past-the-catalogue"),
        pytest.param(
            lambda s: (s.remove(layers.CATALOG, [(ONE, VOID.triples, Literal(4))]), s.insert(layers.CATALOG, [(ONE, VOID.triples, Literal(5))])),
            [("count", "curated/one")], id="count-changed",
        ),
        pytest.param(lambda s: enter(s, ONE, (ID.one, CDT.force, URIRef(FORCE + "-be"))), [("link", f"{FORCE}-be")], id="no-such-concept"),
        pytest.param(lambda s: enter(s, TWO, (ID.two, PART, ID.nowhere), access="restricted"), [("link", str(ID.nowhere))], id="no-such-thing"),
    ],
)  # fmt: skip
def test_each_damage_is_found(filled: Store, damage: Damage, found: list[tuple[str, str]]) -> None:
    damage(filled)
    assert kinds(filled) == found


def test_a_public_graph_that_differs_from_its_graphs_is_found(filled: Store) -> None:
    if not isinstance(filled, EmbeddedStore):
        [line] = filled.lines(TWO)
        filled._wire.update(f"INSERT DATA {{ GRAPH <{layers.PUBLIC}> {{ {line.decode()} }} }}")  # type: ignore[attr-defined]
    else:
        filled.native.load(b"".join(filled.lines(TWO)), quads.FORMATS["nt"])
    assert kinds(filled) == [("public-extra", "public")]
