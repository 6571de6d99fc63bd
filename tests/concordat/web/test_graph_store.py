"""SPARQL 1.1 Graph Store HTTP Protocol: reading for everyone, writing with a token, and not at all without tokens."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from concordat.graph import layers, quads
from concordat.web.negotiation import FORMS, GRAPH_TYPES

from .conftest import Writable

FINDINGS = str(layers.FINDINGS)
MINE = str(layers.named("mine"))
PLACE = f"/data?graph={quote(MINE, safe='')}"
TURTLE = {"Content-Type": "text/turtle"}
TWO = "<x:s> <x:p> 1 , 2 ."


@pytest.mark.parametrize("place", [f"/data?graph={quote(FINDINGS, safe='')}", "/graph/findings", "/data?default"])
@pytest.mark.parametrize("media", GRAPH_TYPES)
def test_a_graph_is_read_in_every_syntax(client: httpx.Client, place: str, media: str) -> None:
    answer = client.get(place, headers={"Accept": media})
    assert answer.headers["content-type"].split(";")[0] == media
    assert len(quads.parse(answer.content, next(form for form in quads.FORMATS if FORMS.get(form) == media))) > 10


def test_a_suffix_settles_the_syntax(client: httpx.Client) -> None:
    assert client.get("/graph/findings.nt", headers={"Accept": "text/turtle"}).headers["content-type"] == "application/n-triples"


def test_head_and_held_copies(client: httpx.Client) -> None:
    head = client.head("/graph/findings")
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/graph/findings", headers={"If-None-Match": head.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("place", "status"),
    [("/data", 400), ("/data?default&graph=x:y", 400), ("/data?graph=no%20iri", 400), ("/data?graph=x:none", 404), ("/graph/none", 404)],
)
def test_what_is_no_graph(client: httpx.Client, place: str, status: int) -> None:
    assert client.get(place).status_code == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("place", [PLACE, "/graph/findings", "/data?default"])
def test_nobody_writes_to_a_server_without_tokens(client: httpx.Client, method: str, place: str) -> None:
    answer = client.request(method, place, content=TWO, headers={**TURTLE, "Authorization": "Bearer x"})
    assert (answer.status_code, answer.text) == (403, "this server is read only\n")


def test_patch_is_not_offered(client: httpx.Client) -> None:
    answer = client.patch(PLACE)
    assert answer.status_code == 405
    assert "PUT" in answer.headers["allow"]


@pytest.mark.parametrize("token", [None, "Bearer", "Bearer wrong", "Basic eDp5"])
def test_writing_takes_the_right_token(writable: Writable, token: str | None) -> None:
    client = writable.client
    answer = client.put(PLACE, content=TWO, headers=TURTLE | ({"Authorization": token} if token else {}))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert client.get(PLACE).status_code == 404


def test_a_graph_is_made_added_to_replaced_and_taken_away(writable: Writable) -> None:
    client = httpx.Client(base_url=writable.client.base_url, headers={"Authorization": f"Bearer {writable.token}"}, timeout=20)

    def held() -> list[str]:
        return sorted(line.rsplit('"')[1] for line in client.get(PLACE, headers={"Accept": "application/n-triples"}).text.splitlines())

    made = client.put(PLACE, content=TWO, headers=TURTLE)
    assert (made.status_code, made.headers["location"]) == (201, MINE)
    assert held() == ["1", "2"]
    assert client.post(PLACE, content='{"@id": "x:s", "x:p": 3}', headers={"Content-Type": "application/ld+json"}).status_code == 204
    assert held() == ["1", "2", "3"]
    assert client.put("/graph/mine", content="<x:s> <x:p> 4 .", headers=TURTLE).status_code == 204
    assert held() == ["4"]
    asked = client.get("/sparql", params={"query": "SELECT ?o { <x:s> <x:p> ?o }"}).json()
    assert [row["o"]["value"] for row in asked["results"]["bindings"]] == ["4"]
    assert client.delete(PLACE).status_code == 204
    assert client.get(PLACE).status_code == 404
    assert client.delete(PLACE).status_code == 404
    client.close()


def test_a_graph_without_a_name_gets_one(writable: Writable) -> None:
    client, token = writable.client, writable.token
    made = client.post("/data", content=TWO, headers={**TURTLE, "Authorization": f"Bearer {token}"})
    assert made.status_code == 201
    assert client.get(f"/data?graph={quote(made.headers['location'], safe='')}").status_code == 200


@pytest.mark.parametrize(
    ("place", "content", "kind", "status"),
    [
        pytest.param(PLACE, "<x:s> <x:p>", "text/turtle", 400, id="bad-turtle"),
        pytest.param(PLACE, TWO, "text/html", 415, id="bad-type"),
        pytest.param("/graph/findings", TWO, "text/turtle", 403, id="findings"),
        pytest.param("/graph/catalog/restricted", TWO, "text/turtle", 403, id="catalogue"),
        pytest.param(f"/graph/document/{'0' * 64}", TWO, "text/turtle", 403, id="restricted"),
    ],
)
def test_what_may_not_be_written_even_with_a_token(writable: Writable, place: str, content: str, kind: str, status: int) -> None:
    client, token = writable.client, writable.token
    answer = client.put(place, content=content, headers={"Content-Type": kind, "Authorization": f"Bearer {token}"})
    assert answer.status_code == status
