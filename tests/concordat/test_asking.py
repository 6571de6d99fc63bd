"""Answers in the formats that users read: their columns stand in the order of the SELECT clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from concordat.asking import ask
from concordat.errors import UsageError
from concordat.graph import layers
from concordat.graph.names import ID

if TYPE_CHECKING:
    from concordat.graph.store import Store


@pytest.fixture
def fact(memory: Store) -> Store:
    """A store with one fact that everybody may read."""
    memory.replace(layers.PUBLIC, [(ID["budapest/29"], ID["z"], ID["budapest"])])
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
