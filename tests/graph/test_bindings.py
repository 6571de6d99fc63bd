from __future__ import annotations

import pytest
from rdflib import BNode, Literal, URIRef

from concordat.errors import InputError, UsageError
from concordat.graph.bindings import bind, graphs_named, names_dataset, with_dataset

IRI = URIRef("http://example.org/a")


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        pytest.param("SELECT ?x { ?x ?y 1 }", "SELECT ?x { VALUES ?x { V }  ?x ?y 1 }", id="select"),
        pytest.param("ASK WHERE{?x ?y 1}", "ASK WHERE{ VALUES ?x { V } ?x ?y 1}", id="ask"),
        pytest.param("# {\nSELECT ?x { }", "# {\nSELECT ?x { VALUES ?x { V }  }", id="comment"),
        pytest.param(
            "CONSTRUCT { ?x ?y '}' } WHERE { ?x ?y 1 }",
            "CONSTRUCT { ?x ?y '}' } WHERE { VALUES ?x { V }  ?x ?y 1 }",
            id="construct",
        ),
        pytest.param(
            "PREFIX e: <http://e/select#> ASK { $x e:p '''{' '''}",
            "PREFIX e: <http://e/select#> ASK { VALUES ?x { V }  $x e:p '''{' '''}",
            id="texts",
        ),
        pytest.param(
            "PREFIX select: <http://e/#> CONSTRUCT { ?x select:p 1 } { ?x ?y 1 }",
            "PREFIX select: <http://e/#> CONSTRUCT { ?x select:p 1 } { VALUES ?x { V }  ?x ?y 1 }",
            id="prefix-like-a-form",
        ),
    ],
)
def test_values_stand_at_the_head_of_the_outermost_group(query: str, bound: str) -> None:
    assert bind(query, {"x": IRI}) == bound.replace("{ V }", f"{{ <{IRI}> }}")


def test_a_text_cannot_leave_its_quotes() -> None:
    bound = bind("SELECT ?x { ?x ?y ?z }", {"z": Literal('" ) } } ; DROP ALL #\n')})
    assert '{ "\\" ) } } ; DROP ALL #\\n" }' in bound


def test_no_bindings_leave_the_query_as_it_is() -> None:
    assert bind("SELECT", None) == bind("SELECT", {}) == "SELECT"


@pytest.mark.parametrize(
    ("query", "name", "value", "error"),
    [
        pytest.param("SELECT ?x { }", "y", IRI, UsageError, id="unknown"),
        pytest.param("SELECT ?x { '?y' }", "y", IRI, UsageError, id="in-a-text"),
        pytest.param("SELECT ?x { }", "x) { } #", IRI, UsageError, id="injection"),
        pytest.param("SELECT ?x { }", "x", BNode(), UsageError, id="blank"),
        pytest.param("SELECT ?x", "x", IRI, InputError, id="no-group"),
        pytest.param("CONSTRUCT WHERE { ?x ?y 1 }", "x", IRI, InputError, id="short-construct"),
    ],
)
def test_what_cannot_be_bound_is_refused(
    query: str, name: str, value: URIRef | BNode, error: type[Exception]
) -> None:
    with pytest.raises(error):
        bind(query, {name: value})


def test_a_dataset_is_seen_in_the_words_of_the_query_alone() -> None:
    assert names_dataset("SELECT * FROM <http://e/> { }")
    assert not names_dataset("SELECT * { ?from <http://e/from> ?o }")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        pytest.param("SELECT * { graph ?g { ?s ?p ?o } }", None, id="variable"),
        pytest.param("SELECT * { GRAPH <http://e/> { } GRAPH e:g { } }", None, id="prefixed"),
        pytest.param("SELECT * { GRAPH <http://e/1> { } GRAPH <http://e/2> { } }", {"http://e/1", "http://e/2"}, id="written"),
        pytest.param("SELECT * { ?graph ?p 'GRAPH ?g' } # GRAPH", set(), id="none"),
    ],
)
def test_the_graphs_that_a_query_names(query: str, named: set[str] | None) -> None:
    assert graphs_named(query) == named


@pytest.mark.parametrize(
    ("query", "whole"),
    [
        pytest.param("SELECT ?s { ?s ?p ?o }", "SELECT ?s FROM <d> FROM NAMED <n> { ?s ?p ?o }", id="group"),
        pytest.param("SELECT ?s # {\nWHERE { ?s ?p ?o }", "SELECT ?s # {\nFROM <d> FROM NAMED <n> WHERE { ?s ?p ?o }", id="where"),
        pytest.param("CONSTRUCT { } WHERE { }", "CONSTRUCT { } FROM <d> FROM NAMED <n> WHERE { }", id="construct"),
        pytest.param("CONSTRUCT WHERE { }", "CONSTRUCT FROM <d> FROM NAMED <n> WHERE { }", id="short"),
        pytest.param("DESCRIBE <x> LIMIT 1", "DESCRIBE <x> FROM <d> FROM NAMED <n> LIMIT 1", id="describe"),
        pytest.param("DESCRIBE <x> # end", "DESCRIBE <x> # end\nFROM <d> FROM NAMED <n>", id="comment"),
        pytest.param("", "FROM <d> FROM NAMED <n>", id="empty"),
    ],
)
def test_a_dataset_stands_before_the_pattern(query: str, whole: str) -> None:
    assert with_dataset(query, "d", ["n"]).split() == whole.split()
