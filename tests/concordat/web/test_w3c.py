"""The cases of the W3C's SPARQL 1.1 protocol and graph store suites, as requests of our own.

The suites: https://github.com/w3c/rdf-tests, sparql11/protocol and sparql11/graph-store-protocol; their own files run in
`test_manifest.py`. Whoever updates holds a token. Our default graph is made of all graphs, so that a case that reads it finds
what it wrote among the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from concordat.graph import quads

from .conftest import Writable

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
DATA = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in (1, 2, 3)]
DOCUMENT = "http://xmlns.com/foaf/0.1/Document"
IS = f"<{DOCUMENT}>"
TWO = f"ASK {{ <{DATA[0]}> a {IS} . <{DATA[1]}> a {IS} }}"


@pytest.fixture(scope="module")
def loaded(writable: Writable) -> Iterator[httpx.Client]:
    """A server with three graphs, each of which says of itself that it is a document."""
    token = {"Authorization": f"Bearer {writable.token}", "Content-Type": "text/turtle"}
    for name in DATA:
        place = f"/data?graph={quote(name, safe='')}"
        assert writable.client.put(place, content=f"<{name}> a {IS} .", headers=token).status_code == 201
    yield writable.client
    for name in DATA:
        writable.client.delete(f"/data?graph={quote(name, safe='')}", headers=token)


def graphs(kind: str, *numbers: int) -> list[tuple[str, str]]:
    return [(f"{kind}-graph-uri", DATA[number - 1]) for number in numbers]


def true(answer: httpx.Response) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


# ---- queries ----


def test_query_get(loaded: httpx.Client) -> None:
    assert true(loaded.get("/sparql", params={"query": "ASK {}"}))


def test_query_post_form(loaded: httpx.Client) -> None:
    assert true(loaded.post("/sparql", data={"query": "ASK {}"}))


def test_query_post_direct(loaded: httpx.Client) -> None:
    assert true(loaded.post("/sparql", content="ASK {}", headers=QUERY))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_default_graph(loaded: httpx.Client, method: str) -> None:
    query = [("query", f"ASK {{ <{DATA[0]}> a {IS} }}"), *graphs("default", 1)]
    assert true(_sent(loaded, method, query))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_default_graphs(loaded: httpx.Client, method: str) -> None:
    assert true(_sent(loaded, method, [("query", TWO), *graphs("default", 1, 2)]))
    assert not true(_sent(loaded, method, [("query", TWO), *graphs("default", 1)]))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_named_graphs(loaded: httpx.Client, method: str) -> None:
    query = f"ASK {{ GRAPH ?g1 {{ <{DATA[0]}> a {IS} }} GRAPH ?g2 {{ <{DATA[1]}> a {IS} }} }}"
    assert true(_sent(loaded, method, [("query", query), *graphs("named", 1, 2)]))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_full(loaded: httpx.Client, method: str) -> None:
    query = f"ASK {{ <{DATA[2]}> a {IS} GRAPH ?g1 {{ <{DATA[0]}> a {IS} }} GRAPH ?g2 {{ <{DATA[1]}> a {IS} }} }}"
    assert true(_sent(loaded, method, [("query", query), *graphs("default", 3), *graphs("named", 1, 2)]))
    assert not true(_sent(loaded, method, [("query", query), *graphs("named", 1, 2)]))


def test_query_multiple_dataset(loaded: httpx.Client) -> None:
    query = f"ASK FROM <{DATA[1]}> {{ <{DATA[0]}> a {IS} }}"
    assert true(_sent(loaded, "GET", [("query", query), *graphs("default", 1)]))


def _sent(client: httpx.Client, method: str, pairs: list[tuple[str, str]]) -> httpx.Response:
    if method == "GET":
        return client.get("/sparql", params=httpx.QueryParams(tuple(pairs)))
    address = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs if name != "query")
    return client.post(f"/sparql?{address}", content=dict(pairs)["query"], headers=QUERY)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("SELECT (1 AS ?value) {}", {"application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"}),
        ("ASK {}", {"application/sparql-results+xml", "application/sparql-results+json"}),
        ("DESCRIBE <http://example.org/>", {"application/rdf+xml", "application/rdf+json", "text/turtle"}),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"application/rdf+xml", "application/rdf+json", "text/turtle"}),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_query_content_type(loaded: httpx.Client, query: str, kinds: set[str]) -> None:
    answer = loaded.get("/sparql", params={"query": query})
    assert answer.headers["content-type"].split(";")[0] in kinds


# ---- bad queries and updates ----

ASK, CLEAR = "query=ASK%20%7B%7D", "update=CLEAR%20NAMED"
BAD = [
    pytest.param("PUT", f"?{ASK}", None, {}, id="query-method"),
    pytest.param("GET", f"?{ASK}&query=SELECT%20*%20%7B%7D", None, {}, id="query-multiple-queries"),
    pytest.param("POST", "", "ASK {}", {"Content-Type": "text/plain"}, id="query-wrong-media-type"),
    pytest.param("POST", "", ASK, {}, id="query-missing-form-type"),
    pytest.param("POST", "", "ASK {}", {}, id="query-missing-direct-type"),
    pytest.param("POST", "", "ASK {}".encode("utf-16"), {"Content-Type": "application/sparql-query; charset=UTF-16"}, id="query-non-utf8"),
    pytest.param("GET", "?query=ASK%20%7B", None, {}, id="query-syntax"),
    pytest.param("GET", f"?{CLEAR}", None, {}, id="update-get"),
    pytest.param("POST", "", f"{CLEAR}&update=CLEAR%20DEFAULT", FORM, id="update-multiple-updates"),
    pytest.param("POST", "", "CLEAR NAMED", {"Content-Type": "text/plain"}, id="update-wrong-media-type"),
    pytest.param("POST", "", CLEAR, {}, id="update-missing-form-type"),
    pytest.param("POST", "", "CLEAR NAMED".encode("utf-16"), {"Content-Type": "application/sparql-update; charset=UTF-16"}, id="update-non-utf8"),
    pytest.param("POST", "", "update=CLEAR%20XYZ", FORM, id="update-syntax"),
    pytest.param("POST", f"?using-graph-uri={quote(DATA[0])}", "WITH <x:g> DELETE {} WHERE {}", UPDATE, id="update-dataset-conflict"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "address", "body", "headers"), BAD)
def test_bad_request(loaded: httpx.Client, method: str, address: str, body: str | bytes | None, headers: dict[str, str]) -> None:
    answer = loaded.request(method, f"/sparql{address}", content=body, headers=headers)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(("method", "address", "body", "headers"), BAD)
def test_bad_request_with_a_token(writable: Writable, method: str, address: str, body: str | bytes | None, headers: dict[str, str]) -> None:
    answer = writable.client.request(method, f"/sparql{address}", content=body, headers={**headers, **bearer(writable)})
    assert answer.status_code in {400, 405, 415}


# ---- updates ----

TARGET = "http://example.org/protocol-update-dataset-test/"


def bearer(writable: Writable) -> dict[str, str]:
    return {"Authorization": f"Bearer {writable.token}"}


def updated(writable: Writable, text: str, *graphs_: tuple[str, str]) -> None:
    answer = writable.client.post("/sparql", params=httpx.QueryParams(graphs_), content=text, headers={**UPDATE, **bearer(writable)})
    assert answer.status_code == 204, answer.text


def found(writable: Writable, pattern: str) -> bool:
    return true(writable.client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}))


@pytest.fixture
def target(writable: Writable, loaded: httpx.Client) -> Iterator[Writable]:
    """The server with its three documents, and a graph to write to that goes away."""
    assert loaded
    yield writable
    updated(writable, f"DROP SILENT GRAPH <{TARGET}>")


@pytest.mark.parametrize(
    ("beside", "pattern", "there", "not_there"),
    [
        ([("using-graph-uri", DATA[0])], f"?s a {IS}", [0], [1, 2]),
        ([("using-graph-uri", DATA[0]), ("using-graph-uri", DATA[1])], f"?s a {IS}", [0, 1], [2]),
        ([("using-named-graph-uri", DATA[0]), ("using-named-graph-uri", DATA[1])], f"GRAPH ?g {{ ?s a {IS} }}", [0, 1], [2]),
        ([("using-graph-uri", DATA[0]), ("using-named-graph-uri", DATA[1])], f"{{ GRAPH ?g {{ ?s a {IS} }} }} UNION {{ ?s a {IS} }}", [0, 1], [2]),
    ],
    ids=["default-graph", "default-graphs", "named-graphs", "full"],
)
def test_update_dataset(target: Writable, beside: list[tuple[str, str]], pattern: str, there: list[int], not_there: list[int]) -> None:
    updated(target, f"INSERT {{ GRAPH <{TARGET}> {{ ?s a <x:Found> }} }} # WHERE {{\nWHERE {{ {pattern} }}", *beside)
    assert [number for number in (*there, *not_there) if found(target, f"GRAPH <{TARGET}> {{ <{DATA[number]}> a <x:Found> }}")] == there


def test_update_delete_where_in_a_dataset(target: Writable) -> None:
    updated(target, f"INSERT DATA {{ GRAPH <{TARGET}> {{ <x:a> <x:p> 1 . <x:b> <x:p> '}} WHERE' }} }}")
    updated(target, f"DELETE WHERE {{ GRAPH <{TARGET}> {{ ?s <x:p> 1 }} }}", ("using-named-graph-uri", TARGET))
    assert not found(target, "<x:a> <x:p> 1")
    assert found(target, "<x:b> <x:p> '} WHERE'")


@pytest.mark.parametrize(("wrap", "headers"), [("{}", UPDATE), ("update={}", FORM)], ids=["direct", "form"])
def test_update_post(target: Writable, wrap: str, headers: dict[str, str]) -> None:
    text = f"INSERT DATA {{ GRAPH <{TARGET}> {{ <x:s> <x:p> <o> }} }}"
    body = wrap.format(quote(text) if headers is FORM else text)
    assert target.client.post("/sparql", content=body, headers=headers).status_code == 401
    assert target.client.post("/sparql", content=body, headers={**headers, **bearer(target)}).status_code == 204
    # and the base of relative names is the address
    assert found(target, f"<x:s> <x:p> <{target.client.base_url.join('/o')}>")


# ---- graph store ----

PERSON = '<http://example.org/p/1> a <http://xmlns.com/foaf/0.1/Person> ; <http://xmlns.com/foaf/0.1/givenName> "{}" .'


@pytest.fixture
def graph_client(writable: Writable) -> Iterator[httpx.Client]:
    """A client that may write Turtle."""
    headers = {"Authorization": f"Bearer {writable.token}", "Content-Type": "text/turtle"}
    with httpx.Client(base_url=writable.client.base_url, headers=headers, timeout=20) as client:
        yield client


def names_in(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200
    return {str(o) for _, p, o in quads.parse(answer.content, "ttl") if str(p).endswith("givenName")}


def test_graph_store_in_the_order_of_the_suite(graph_client: httpx.Client) -> None:
    client, place = graph_client, "/graph/person/1"
    assert client.put(place, content=PERSON.format("John")).status_code == 201
    assert names_in(client.get(place)) == {"John"}
    assert client.put(place, content=PERSON.format("Jane")).status_code in {200, 204}
    assert names_in(client.get(place, headers={"Accept": "text/turtle"})) == {"Jane"}
    assert client.post(place, content=PERSON.format("Jo")).status_code in {200, 204}
    assert names_in(client.get(place)) == {"Jane", "Jo"}
    head = client.head(place)
    assert (head.status_code, head.headers["content-type"].split(";")[0], head.content) == (200, "text/turtle", b"")
    assert client.put(place, content=PERSON.format("X"), headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.put(place, content="no turtle").status_code == 400
    assert client.delete(place).status_code in {200, 202, 204}
    assert client.get(place).status_code == 404
    assert client.head(place).status_code == 404
    assert client.delete(place).status_code == 404


def test_graph_store_put_of_the_default_graph(graph_client: httpx.Client) -> None:
    place = "/data?default"
    assert graph_client.put(place, content=PERSON.format("Alice")).status_code == 201
    assert names_in(graph_client.get(place)) == {"Alice"}
    assert graph_client.put(place, content=PERSON.format("Bob")).status_code == 204
    assert names_in(graph_client.get(place)) == {"Bob"}
    assert graph_client.delete(place).status_code == 204
    assert names_in(graph_client.get(place)) == set()


def test_graph_store_names_are_encoded_once(graph_client: httpx.Client) -> None:
    for place, name in (("%31", "John"), ("%2531", "Jane")):
        address = graph_client.base_url.join(f"/data?graph=http://www.example/gsp/person/{place}.ttl")
        assert graph_client.put(address, content=PERSON.format(name)).status_code == 201
    plain = f"/data?graph={quote('http://www.example/gsp/person/1.ttl', safe='')}"
    assert names_in(graph_client.get(plain)) == {"John"}
    graph_client.delete(plain)
    graph_client.delete(f"/data?graph={quote('http://www.example/gsp/person/%31.ttl', safe='')}")


def test_graph_store_nodes_without_names_stay_apart(graph_client: httpx.Client) -> None:
    place, person = "/graph/nameless", '[] <http://xmlns.com/foaf/0.1/givenName> "{}" .'
    for name in ("Ann", "Bob"):
        assert graph_client.post(place, content=person.format(name)).status_code in {201, 204}
    assert len({line.split()[0] for line in graph_client.get(f"{place}.nt").text.splitlines()}) == 2
    graph_client.delete(place)


def test_graph_store_post_creates_a_graph(graph_client: httpx.Client) -> None:
    made = graph_client.post("/data", content=PERSON.format("Ann"))
    assert made.status_code == 201
    place = f"/data?graph={quote(made.headers['location'], safe='')}"
    assert names_in(graph_client.get(place)) == {"Ann"}
    graph_client.delete(place)


def test_graph_store_post_of_several_parts(graph_client: httpx.Client) -> None:
    place = "/graph/parts"
    del graph_client.headers["Content-Type"]
    parts = {"a": ("a.ttl", PERSON.format("Ann"), "text/turtle"), "b": ("b.ttl", PERSON.format("Bob"), "text/turtle")}
    assert graph_client.post(place, files=parts).status_code == 201
    assert names_in(graph_client.get(place)) == {"Ann", "Bob"}
    graph_client.delete(place)


def test_graph_store_put_of_nothing(graph_client: httpx.Client) -> None:
    assert graph_client.put("/graph/empty", content="").status_code == 201
    assert names_in(graph_client.get("/graph/empty")) == set()
    assert graph_client.delete("/graph/empty").status_code == 204
    assert graph_client.get("/graph/empty").status_code == 404
