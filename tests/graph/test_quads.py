from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.namespace import XSD

from concordat.errors import InputError, UsageError
from concordat.graph import layers, names, quads

if TYPE_CHECKING:
    import random

    from rdflib.term import Node

GRAPH = layers.named("test")
A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")

iris = st.from_regex(r"http://example\.org/[a-z0-9é]{0,5}", fullmatch=True).map(URIRef)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
literals: st.SearchStrategy[Node] = st.one_of(
    text.map(Literal),
    st.builds(lambda value, tag: Literal(value, lang=tag), text, st.sampled_from(["en", "fr", "en-GB"])),
    st.integers(-(10**12), 10**12).map(Literal),
    st.integers(0, 99).map(lambda number: Literal(f"0{number}", datatype=XSD.integer, normalize=False)),
    st.booleans().map(Literal),
    st.dates().map(Literal),
    text.map(lambda value: Literal(value, datatype=URIRef("http://example.org/type"))),
)
triples = st.tuples(iris, iris, st.one_of(iris, literals))


@given(st.lists(triples, max_size=8), st.randoms(use_true_random=False))
def test_canonical_bytes_depend_on_the_set_of_triples_alone(found: list[quads.Triple], dice: random.Random) -> None:
    shuffled = [*found, *found]
    dice.shuffle(shuffled)
    assert quads.canonical(shuffled, GRAPH) == quads.canonical(found, GRAPH)


@given(st.lists(triples, max_size=8))
def test_the_digest_of_a_graph_is_that_of_its_canonical_bytes(found: list[quads.Triple]) -> None:
    assert quads.graph_digest(quads.normal(quads.lines_of(found), GRAPH), GRAPH) == quads.digest(quads.canonical(found, GRAPH))


def test_a_large_document_is_put_in_a_normal_form_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, stored = [], quads._stored

    def noted(data: bytes, syntax: str, *, where: str, before: int) -> ox.Store:
        sizes.append(len(data))
        return stored(data, syntax, where=where, before=before)

    monkeypatch.setattr(quads, "_PART", 1000)
    monkeypatch.setattr(quads, "_stored", noted)
    data = quads.lines_of((A, P, Literal(f"0{number % 99}", datatype=XSD.integer, normalize=False)) for number in range(200))
    assert quads.normal(data, GRAPH) == {f'<{A}> <{P}> "{number}"^^<{XSD.integer}> .'.encode() for number in range(99)}
    assert (sum(sizes), max(sizes) < 1200) == (len(data), True)
    with pytest.raises(InputError) as told:
        quads.normal(data + b"<none\n", GRAPH, where="file.nt")
    assert told.value.where == "file.nt:201:1"


@given(st.lists(triples, max_size=8))
def test_canonical_bytes_read_back_are_the_same(found: list[quads.Triple]) -> None:
    data = quads.canonical(found, GRAPH)
    again = quads.parse_dataset(data, "nq")
    assert quads.serialize(again, "nq") == data
    assert data.splitlines() == sorted(set(data.splitlines()))


@pytest.mark.parametrize("syntax", ["trig", "nq", "jsonld"])
@given(st.lists(triples, min_size=1, max_size=8))
def test_a_dataset_survives_every_syntax(syntax: str, found: list[quads.Triple]) -> None:
    graphs = {GRAPH: quads.normal(quads.lines_of(found), GRAPH)}
    assert quads.parse_dataset(quads.serialize(graphs, syntax), syntax) == graphs


@given(triples)
def test_a_native_term_comes_back(triple: quads.Triple) -> None:
    for term in triple:
        again = quads.from_native(quads.to_native(term))
        assert str(again) == str(term)
        assert type(again) is type(term)


def test_turtle_is_read_and_written() -> None:
    found = quads.parse(b"@prefix : <http://example.org/> . :a :p 1 , 'x'@fr .", "ttl")
    assert found == [(A, P, Literal(1)), (A, P, Literal("x", lang="fr"))]
    lines = quads.normal(quads.lines_of(found), GRAPH)
    assert quads.parse(quads.serialize({GRAPH: lines}, "ttl"), "ttl") == found


def test_a_relative_iri_is_resolved() -> None:
    assert quads.parse(b"<a> <p> <b> .", "ttl", base="http://example.org/")[0][0] == A


@pytest.mark.parametrize(
    ("data", "place", "do"),
    [
        pytest.param(b"@prefix : <http://e/> .\n:a :b 1\n:c :d 2 .", "x.ttl:3", "full stop", id="dot"),
        pytest.param(b"\na:b a:c 1 .", "x.ttl:2", "@prefix", id="prefix"),
        pytest.param(b"<http://e/ x> <http://e/p> 1 .", "x.ttl:1", "IRI", id="iri"),
        pytest.param(b"\xff\xfe", "x.ttl:1", "UTF-8", id="encoding"),
        pytest.param(b"{ }", "x.ttl:1", "correct", id="other"),
    ],
)
def test_a_syntax_error_says_where_and_what_to_do(data: bytes, place: str, do: str) -> None:
    with pytest.raises(InputError) as caught:
        quads.parse(data, "ttl", where="x.ttl")
    assert str(caught.value.where).startswith(place)
    assert do in str(caught.value.do)


def test_a_dataset_with_a_syntax_error_is_refused() -> None:
    with pytest.raises(InputError, match=r"y\.nq:1"):
        quads.parse_dataset(b"nonsense", "nq", where="y.nq")


@pytest.mark.parametrize(
    "term",
    [
        pytest.param(URIRef("no iri"), id="iri"),
        pytest.param(Variable("x"), id="variable"),
        pytest.param(BNode(), id="blank"),
    ],
)
def test_only_iris_and_literals_stand_in_a_query(term: Node) -> None:
    with pytest.raises(UsageError):
        quads.term_text(term)


@pytest.mark.parametrize("syntax", [pytest.param("pdf", id="unknown"), pytest.param("ttl", id="one-graph")])
def test_a_syntax_that_does_not_do_is_refused(syntax: str) -> None:
    with pytest.raises(UsageError):
        quads.serialize({GRAPH: [], layers.CATALOG: []}, syntax)


def test_the_digest_is_sha256() -> None:
    assert quads.digest(b"").startswith("e3b0c442")


@pytest.mark.parametrize("syntax", ["ttl", "nt", "nq", "jsonld", "rdf", "trig"])
def test_a_document_names_no_graph_and_only_the_prefixes_it_uses(syntax: str) -> None:
    lines = [f'<x:b> <{names.CDT["cue"]}> "2"@en .'.encode(), f'<x:a> <{names.CDT["cue"]}> "1"@fr .'.encode()]
    data = quads.document(lines, syntax)
    assert quads.normal(data, "x:g", syntax=syntax) == frozenset(lines)
    assert b"graph/public" not in data
    assert b"prov" not in data
    assert data == quads.document(reversed(lines), syntax)


def test_a_document_in_no_syntax_is_refused() -> None:
    with pytest.raises(UsageError):
        quads.document([], "docx")
