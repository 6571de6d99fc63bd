"""SPARQL 1.1 Protocol over a real connection, and what the W3C's cases leave out."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import httpx
import pytest
from rdflib import Graph

from concordat.graph import layers, quads
from concordat.web.negotiation import FORMS, GRAPH_TYPES

from .conftest import rows_of

XMLNS = "http://www.w3.org/2005/sparql-results#"
SELECT = "SELECT ?x { VALUES ?x { 1 2 } }"
CONSTRUCT = "CONSTRUCT { <s> <p> 1 } WHERE {}"
DIRECT = {"Content-Type": "application/sparql-query"}
FINDINGS, VOCABULARY = str(layers.FINDINGS), str(layers.VOCABULARY)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


def values(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [term["value"] for row in answer.json()["results"]["bindings"] for term in row.values()]


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        pytest.param("GET", {"params": {"query": SELECT}}, id="get"),
        pytest.param("POST", {"data": {"query": SELECT}}, id="form"),
        pytest.param("POST", {"content": SELECT, "headers": DIRECT}, id="direct"),
        pytest.param("POST", {"content": SELECT, "headers": {"Content-Type": "application/sparql-query; charset=UTF-8"}}, id="charset"),
    ],
)
def test_the_three_ways_to_ask(client: httpx.Client, method: str, request_: dict[str, object]) -> None:
    answer = client.request(method, "/sparql", **request_)  # type: ignore[arg-type]
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert values(answer) == ["1", "2"]


READ = {
    "application/sparql-results+json": lambda text: [row["x"]["value"] for row in json.loads(text)["results"]["bindings"]],
    "application/sparql-results+xml": lambda text: [e.text for e in ET.fromstring(text).iter(f"{{{XMLNS}}}literal")],
    "text/csv": lambda text: [row[0] for row in csv.reader(io.StringIO(text))][1:],
    "text/tab-separated-values": lambda text: [line.split('"')[1] for line in text.splitlines()[1:]],
}


@pytest.mark.parametrize("media", READ)
def test_rows_come_as_asked(client: httpx.Client, media: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": media})
    assert answer.headers["content-type"].split(";")[0] == media
    assert "Accept" in answer.headers["vary"]
    assert READ[media](answer.text) == ["1", "2"]


@pytest.mark.parametrize("media", GRAPH_TYPES)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <https://w3id.org/concordat/id/treaty>"], ids=["construct", "describe"])
def test_graphs_come_as_asked(client: httpx.Client, media: str, query: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert answer.headers["content-type"].split(";")[0] == media
    assert quads.parse(answer.content, next(form for form in quads.FORMATS if FORMS.get(form) == media))


@pytest.mark.parametrize("media", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_ask(client: httpx.Client, media: str) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": media})
    assert answer.headers["content-type"] == media
    assert "true" in answer.text


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "image/png"), (SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "text/csv")],
    ids=["nothing", "select-as-graph", "graph-as-rows", "ask-as-rows"],
)
def test_what_cannot_be_given_is_not_acceptable(client: httpx.Client, query: str, accept: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "answered as one of" in answer.text


def test_a_short_name_of_a_format_settles_it(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": SELECT, "format": "csv"}, headers={"Accept": "image/png"})
    assert answer.text == "x\r\n1\r\n2\r\n"
    assert client.get("/sparql", params={"query": SELECT, "format": "doc"}, headers={"Accept": "text/csv"}).text == answer.text


@pytest.mark.parametrize(
    ("method", "request_", "status"),
    [
        pytest.param("GET", {"params": [("query", SELECT), ("query", SELECT)]}, 400, id="two-queries"),
        pytest.param("POST", {"data": {}, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400, id="form-without-query"),
        pytest.param("POST", {"content": SELECT}, 415, id="no-type"),
        pytest.param("POST", {"content": SELECT, "headers": {"Content-Type": "text/plain"}}, 415, id="wrong-type"),
        pytest.param("POST", {"content": SELECT.encode("utf-16"), "headers": DIRECT}, 400, id="utf-16"),
        pytest.param("POST", {"content": SELECT, "headers": {"Content-Type": "application/sparql-query; charset=utf-16"}}, 415, id="says-utf-16"),
        pytest.param("POST", {"content": SELECT, "headers": DIRECT, "params": {"query": SELECT}}, 400, id="query-twice"),
        pytest.param("POST", {"content": "x" * 20_001, "headers": DIRECT}, 413, id="too-long"),
        pytest.param("POST", {"data": {"query": SELECT, "update": "CLEAR ALL"}}, 400, id="query-and-update"),
        pytest.param("GET", {"params": {"update": "CLEAR ALL"}}, 400, id="update-by-get"),
        pytest.param("POST", {"data": {"update": "CLEAR ALL"}}, 403, id="update-form"),
        pytest.param("POST", {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403, id="update-direct"),
        pytest.param("GET", {"params": {"query": "CLEAR ALL"}}, 400, id="update-as-query"),
        pytest.param("POST", {"data": {"update": "LOAD <http://192.0.2.1/>"}}, 403, id="load-update"),
        pytest.param("GET", {"params": {"query": "LOAD <http://192.0.2.1/>"}}, 403, id="load"),
        pytest.param("GET", {"params": {"query": "SELECT * { SERVICE <http://192.0.2.1/> {} }"}}, 403, id="service"),
        pytest.param("GET", {"params": {"query": "SELECT * {"}}, 400, id="syntax"),
        pytest.param("GET", {"params": {"query": ""}}, 400, id="blank"),
        pytest.param("GET", {"params": {"query": SELECT, "default-graph-uri": "no iri"}}, 400, id="bad-graph"),
        pytest.param("PUT", {"content": SELECT}, 405, id="put"),
        pytest.param("DELETE", {}, 405, id="delete"),
    ],
)
def test_bad_requests_get_a_clear_answer(client: httpx.Client, method: str, request_: dict[str, object], status: int) -> None:
    answer = client.request(method, "/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.text.strip()
    assert "Traceback" not in answer.text


def test_a_wrong_query_is_told_where(client: httpx.Client) -> None:
    assert "1:13" in client.get("/sparql", params={"query": "SELECT * { ?"}).text


@pytest.mark.parametrize(
    ("dataset", "query", "wanted"),
    [
        pytest.param({"default-graph-uri": FINDINGS}, NAMES, [], id="default-only-names-no-graph"),
        pytest.param({"named-graph-uri": [FINDINGS, VOCABULARY]}, NAMES, [FINDINGS, VOCABULARY], id="named"),
        pytest.param({"named-graph-uri": FINDINGS}, COUNT, ["0"], id="named-only-has-no-default"),
        pytest.param({"default-graph-uri": "http://example.org/none"}, COUNT, ["0"], id="unknown"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_dataset_of_the_protocol(client: httpx.Client, method: str, dataset: dict[str, str], query: str, wanted: list[str]) -> None:
    place = "params" if method == "GET" else "data"
    answer = client.request(method, "/sparql", **{place: {"query": query, **dataset}})  # type: ignore[arg-type]
    assert sorted(values(answer)) == sorted(wanted)


def test_the_dataset_of_the_protocol_comes_before_that_of_the_query(client: httpx.Client) -> None:
    query = COUNT.replace("{", f"FROM <{FINDINGS}> {{", 1)
    of_query = values(client.get("/sparql", params={"query": query}))
    of_protocol = values(client.get("/sparql", params={"query": query, "default-graph-uri": VOCABULARY}))
    assert of_query == values(client.get("/sparql", params={"query": COUNT, "default-graph-uri": FINDINGS}))
    assert of_protocol == values(client.get("/sparql", params={"query": COUNT, "default-graph-uri": VOCABULARY}))
    assert of_query != of_protocol


def test_relative_names_are_resolved_against_the_endpoint(client: httpx.Client, served: str) -> None:
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": "application/n-triples"})
    assert answer.text.startswith(f"<{served}/s> <{served}/p> ")


def test_without_a_query_the_service_is_described(client: httpx.Client, served: str) -> None:
    graph = Graph().parse(data=client.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle")
    query = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        SELECT ?endpoint ?name ?limits { ?s a sd:Service ; sd:endpoint ?endpoint ; sd:defaultDataset/sd:namedGraph/sd:name ?name ;
        sd:resultFormat <http://www.w3.org/ns/formats/Turtle> ; <http://purl.org/dc/terms/description> ?limits }"""
    rows = rows_of(graph, query)
    assert {row[0] for row in rows} == {f"{served}/sparql"}
    assert FINDINGS in {row[1] for row in rows}
    assert any("2 seconds, 2000 rows" in row[2] for row in rows)


def test_head_has_the_headers_and_no_body(client: httpx.Client) -> None:
    answer = client.head("/sparql", params={"query": SELECT})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/sparql-results+json"


def test_what_is_held_already_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    again = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"})
    assert other.status_code == 200


def test_other_sites_may_ask(client: httpx.Client) -> None:
    asked = client.options("/sparql", headers={"Origin": "https://elsewhere.test", "Access-Control-Request-Method": "POST",
                                               "Access-Control-Request-Headers": "content-type"})  # fmt: skip
    assert asked.status_code == 200
    assert "POST" in asked.headers["access-control-allow-methods"]
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Origin": "https://elsewhere.test"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_long_answers_are_compressed(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 500"}, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.json()["results"]["bindings"]) == 500
