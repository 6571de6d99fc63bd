"""Answers in the formats that users read: their columns stand in the order of the SELECT clause."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from concordat.asking import ask
from concordat.errors import InputError, UsageError
from concordat.graph import layers
from concordat.graph.names import ID

if TYPE_CHECKING:
    from concordat.graph.store import Store


@pytest.fixture
def fact(memory: Store) -> Store:
    """A store with one fact that everybody may read."""
    memory.replace(layers.curated("budapest"), [(ID["budapest/29"], ID["z"], ID["budapest"])])
    return memory


@pytest.mark.parametrize(
    ("query", "head"),
    [
        pytest.param("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", "s,p,o", id="plain"),
        pytest.param("SELECT ?o ?from WHERE { ?from ?p ?o }", "o,from", id="variable-named-from"),
        pytest.param("select ?where ?o { ?where ?p ?o }", "where,o", id="variable-named-where"),
        pytest.param("SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s", "s,n", id="aggregate"),
        pytest.param("# SELECT ?a\nSELECT ?s WHERE { ?s ?p ?o }", "s", id="comment"),
    ],
)
def test_columns_stand_as_selected(fact: Store, query: str, head: str) -> None:
    assert ask(fact, query, "csv", bindings={}).splitlines()[0] == head


def test_terms_are_shown_as_compact_ids(fact: Store) -> None:
    query = f"SELECT ?s ?o WHERE {{ ?s <{ID['z']}> ?o }}"
    assert ask(fact, query, "csv", bindings={}).splitlines()[1] == "budapest:29,budapest"


def test_table_cannot_be_turtle(fact: Store) -> None:
    with pytest.raises(UsageError, match="only CONSTRUCT"):
        ask(fact, "SELECT ?s WHERE { ?s ?p ?o }", "ttl", bindings={})


def asked(store: Store, query: str, form: str) -> str:
    return ask(store, query, form, bindings={})


ROWS = """# a comment
PREFIX x: <urn:x:> SELECT ?iri ?text ?said ?count ?none WHERE { VALUES (?iri ?text ?said ?count ?none) {
    (<urn:x:a> "plain [red]text[/]" "dit, oui"@fr 3 UNDEF) } }"""


def test_csv_quotes_what_it_must(memory: Store) -> None:
    assert asked(memory, ROWS, "csv") == 'iri,text,said,count,none\r\nurn:x:a,plain [red]text[/],"dit, oui",3,\r\n'


def test_json_is_sparql_results(memory: Store) -> None:
    answer = json.loads(asked(memory, ROWS, "json"))
    assert answer["head"] == {"vars": ["iri", "text", "said", "count", "none"]}
    assert answer["results"]["bindings"] == [
        {
            "iri": {"type": "uri", "value": "urn:x:a"},
            "text": {"type": "literal", "value": "plain [red]text[/]"},
            "said": {"type": "literal", "value": "dit, oui", "xml:lang": "fr"},
            "count": {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        }
    ]


def test_json_knows_blank_nodes(memory: Store) -> None:
    answer = json.loads(asked(memory, "SELECT (BNODE() AS ?b) WHERE {}", "json"))
    assert answer["results"]["bindings"][0]["b"]["type"] == "bnode"


def test_table_shows_text_as_it_is(memory: Store) -> None:
    table = asked(memory, ROWS, "table")
    assert "plain [red]text[/]" in table
    assert [name in table for name in ("iri", "said", "none")] == [True] * 3


@pytest.mark.parametrize(("form", "answer"), [("table", "true\n"), ("csv", "true\n"), ("json", '{"head": {}, "boolean": true}\n')])
def test_ask(fact: Store, form: str, answer: str) -> None:
    assert asked(fact, "BASE <urn:x:>\n# why not\nask { ?s ?p ?o }", form) == answer


@pytest.mark.parametrize("form", ["ttl", "table"])
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{ID['budapest/29']}>"])
def test_graphs_are_turtle(fact: Store, query: str, form: str) -> None:
    held = Graph().parse(data=asked(fact, query.replace("?s ?p ?o", f"?s <{ID['z']}> ?o"), form), format="turtle")
    assert list(held) == [(ID["budapest/29"], ID["z"], ID["budapest"])]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_graph_cannot_be_rows(memory: Store, form: str) -> None:
    with pytest.raises(UsageError, match="choose --format ttl"):
        asked(memory, "CONSTRUCT WHERE { ?s ?p ?o }", form)


@pytest.mark.parametrize("query", ["SELECT ?s WHERE {", "nonsense", ""])
def test_wrong_sparql_is_an_error(memory: Store, query: str) -> None:
    with pytest.raises(InputError, match="SPARQL"):
        asked(memory, query, "table")
