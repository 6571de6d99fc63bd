"""Nothing restricted, no review, and nothing read by machine leaves by any channel."""

from __future__ import annotations

import gzip

import httpx
import pytest

from concordat.graph import layers, names
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


def test_not_even_the_names_of_its_graphs_are_told(client: httpx.Client) -> None:
    for query in ("SELECT ?g { GRAPH ?g {} }", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
        text = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text
        assert str(layers.FINDINGS) in text
        assert [str(graph) for graph in GRAPHS if str(graph) in text] == []


def test_the_description_does_not_name_it(client: httpx.Client) -> None:
    text = client.get("/sparql").text
    assert [word for word in (*SECRETS, *map(str, GRAPHS)) if word in text] == []


CHANNELS = [
    "/", "/?q=Secret", "/?q=whispered", "/?q=overheard", "/matrix?text=secret", "/matrix", "/defects", "/defects?text=secret", "/dataset", "/.well-known/void",
    "/openapi.json", "/context.jsonld", "/queries/instruments.json", "/queries/norms.json?provision=secret:1", "/queries/findings.csv?text=secret",
    "/data?default", "/graph/catalog", "/graph/findings", "/graph/inferred", "/id/treaty/1/1.html", "/id/paper/north/1.html",
    "/governing", "/compare", "/metrics", "/report?text=paper:north&format=csv", "/report?text=paper:north&format=html",
]  # fmt: skip
WORDS = ("/id/secret", "secret:1", "Secret paper", "whispered by", str(HIDDEN), "curated/secret", "catalog/restricted")


@pytest.mark.parametrize("address", CHANNELS)
@pytest.mark.parametrize("accept", ["text/html, */*;q=0.8", "*/*"])
def test_no_page_names_it(client: httpx.Client, address: str, accept: str) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == 200
    # what was asked for may stand in the form and in links to the other language
    shown = answer.text.replace("provision=secret%3A1", "").replace("text=secret", "")
    assert [word for word in WORDS if word in shown] == []
    if "q=" not in address:
        assert "whispered" not in shown
        assert "overheard" not in shown


@pytest.mark.parametrize("form", ["nt", "nq", "trig", "jsonld"])
def test_no_dump_holds_it(client: httpx.Client, form: str) -> None:
    text = gzip.decompress(client.get(f"/dumps/concordat.{form}.gz").content).decode()
    assert [word for word in (*WORDS, "whispered", "overheard") if word in text] == []


@pytest.mark.parametrize("path", ["/note?left=secret:1&right=treaty:1/1", "/report?text=secret", "/compare?left=secret&right=treaty"])
def test_nothing_is_made_of_it(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert [word for word in ("Secret paper", "whispered") if word in answer.text] == []


@pytest.mark.parametrize("path", ["/id/secret", "/id/secret/1.html", "/id/norm/secret/1/1.ttl", f"/graph/document/{'0' * 64}", "/graph/curated/secret", "/graph/review"])
def test_it_is_not_there_rather_than_forbidden(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get(f"/data?graph={names.BASE}{path[1:]}").status_code == 404
