"""Nothing restricted, no review, and nothing read by machine leaves by any channel."""

from __future__ import annotations

import httpx
import pytest

from concordat.graph import layers
from concordat.graph.store import open_store

from .conftest import HIDDEN, SECRETS

GRAPHS = (HIDDEN, layers.extracted("1" * 64), layers.REVIEW, layers.CATALOG_RESTRICTED, layers.curated("secret"))
EVERYTHING = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
QUERIES = [
    pytest.param({"query": "SELECT * { ?s ?p ?o FILTER(STR(?o) = 'Secret' || CONTAINS(STR(?s), '/secret')) }"}, id="default"),
    pytest.param({"query": "SELECT * { GRAPH ?g { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'whisper') || STR(?o) = 'overheard' || CONTAINS(STR(?s), '/secret')) } }"}, id="named"),
    *(pytest.param({"query": f"SELECT * {{ GRAPH <{g}> {{ ?s ?p ?o }} }}"}, id=f"graph-{layers.local_name(g)[:20]}") for g in GRAPHS),
    *(pytest.param({"query": f"SELECT * FROM <{g}> {{ ?s ?p ?o }}"}, id=f"from-{layers.local_name(g)[:20]}") for g in GRAPHS),
    *(pytest.param({"query": f"SELECT * FROM NAMED <{g}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"}, id=f"named-{layers.local_name(g)[:20]}") for g in GRAPHS),
    *(pytest.param({"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": str(g)}, id=f"default-{layers.local_name(g)[:20]}") for g in GRAPHS),
    *(pytest.param({"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": str(g)}, id=f"uri-{layers.local_name(g)[:20]}") for g in GRAPHS),
    pytest.param({"query": "DESCRIBE <https://w3id.org/concordat/id/secret> <https://w3id.org/concordat/id/secret/1>"}, id="describe"),
]  # fmt: skip


def test_the_store_does_hold_what_may_not_be_shown(stored: object) -> None:
    with open_store(str(stored)) as store:
        held = b"".join(b"".join(store.lines(graph)) for graph in GRAPHS).decode()
        assert all(word in held for word in SECRETS)
        assert set(GRAPHS) <= set(store.graph_names())


@pytest.mark.parametrize("parameters", QUERIES)
def test_no_query_reaches_it(client: httpx.Client, parameters: dict[str, str]) -> None:
    answer = client.get("/sparql", params=parameters, headers={"Accept": "text/csv, application/n-triples;q=0.9"})
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) <= 1


def test_the_description_does_not_name_it(client: httpx.Client) -> None:
    text = client.get("/sparql").text
    assert [word for word in (*SECRETS, *map(str, GRAPHS)) if word in text] == []
