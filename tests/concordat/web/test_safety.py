"""What an attacker tries: writing without a token, leaving the folders, making the server call others, and markup in what is asked."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import html

from concordat.web.app import ROUTES

from .conftest import Writable

PEOPLE = {"Accept": "text/html"}
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
PARAMETERS = [
    ("/", "q"), ("/", "lang"), ("/", MARKUP), ("/matrix", "text"), ("/matrix?text=paper:north", "against"), ("/matrix?text=paper:north&against=law", "question"),
    ("/matrix?text=paper:north", "verdict"), ("/matrix?text=paper:north", "topic"), ("/defects", "text"), ("/queries/norms.html", "provision"),
    ("/queries/norms.html", MARKUP), ("/sparql", "example"), ("/sparql", "query"), ("/sparql", "plain"), ("/sparql?query=ASK{}", "format"), ("/dataset", "lang"),
    ("/id/treaty.html", "lang"), ("/ontology.html", "q"), ("/compare?left=paper:north", "right"), ("/compare?right=treaty", "left"), ("/governing?between=FR", "between"),
    ("/governing?between=FR&between=VN", "topic"), ("/governing?between=FR&between=VN", "on"), ("/note?left=paper:north/1", "right"), ("/report?text=paper:north", "format"),
    ("/report?text=paper:north&format=html", "topic"), ("/id/treaty.html", "on"), ("/uploads", "lang"),
]  # fmt: skip
OUTSIDE = [
    "/editor/../app.py", "/editor/..%2fapp.py", "/editor/built/..%2f..%2fapp.py", "/editor/%2e%2e/app.py", "/dumps/..%2f..%2fetc%2fpasswd", "/dumps/%2fetc%2fpasswd",
    "/queries/..%2f..%2fapp.py", "/queries/../../etc/passwd.html", "/id/../../../etc/passwd", "/id/..%2f..%2fetc%2fpasswd.html", "/scheme/..%2fontology.ttl",
    "/ontology/../../../../etc/passwd", "/graph/../../etc/passwd", "/graph/..%2f..%2fetc%2fpasswd", "//etc/passwd", "/..%5c..%5cetc%5cpasswd", "/id/%00.html",
]  # fmt: skip


@pytest.fixture
def bait() -> Iterator[socket.socket]:
    """A server of somebody else, that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        yield listening


def called(bait: socket.socket) -> bool:
    try:
        bait.accept()[0].close()
    except TimeoutError:
        return False
    return True


def test_no_query_makes_the_server_call_another(client: httpx.Client, bait: socket.socket) -> None:
    there = f"http://127.0.0.1:{bait.getsockname()[1]}/data.ttl"
    queries = [
        f"LOAD <{there}>", f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}", f"SELECT * {{ SERVICE SILENT <{there}> {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{there}> {{ ?s ?p ?o }}", f"SELECT * FROM NAMED <{there}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", f"SELECT * {{ GRAPH <{there}> {{ ?s ?p ?o }} }}",
        f"DESCRIBE <{there}>",
    ]  # fmt: skip
    for query in queries:
        assert client.get("/sparql", params={"query": query, "format": "json"}).status_code in {200, 400, 403}
    for parameter in ("default-graph-uri", "named-graph-uri"):
        assert client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", parameter: there}).status_code == 200
    assert client.get("/data", params={"graph": there}).status_code == 404
    assert client.get("/id/treaty", headers={"Host": urlsplit(there).netloc, "X-Forwarded-Host": urlsplit(there).netloc}).status_code < 400
    for place in ("/matrix?text=", "/compare?left=", "/note?left=x&right=", "/report?text=", "/id/", "/graph/"):
        assert client.get(f"{place}{there}").status_code < 500
    assert not called(bait)


def test_no_update_does(writable: Writable, bait: socket.socket) -> None:
    there = f"http://127.0.0.1:{bait.getsockname()[1]}/data.ttl"
    for update in (f"LOAD <{there}>", f"LOAD SILENT <{there}> INTO GRAPH <x:g>", f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{there}> {{ ?s ?p ?o }} }}"):
        for asked in ({"update": update}, {"update": f"# a comment\n{update}"}):
            answer = writable.client.post("/sparql", data=asked, headers={"Authorization": f"Bearer {writable.token}"})
            assert answer.status_code == 403
    assert not called(bait)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "{there}">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="x:s"><p xmlns="x:">&x;</p></rdf:Description></rdf:RDF>'),
        ("application/ld+json", '{{"@context": "{there}", "@id": "x:s", "p": "o"}}'),
        ("text/turtle", "@base <{there}> . @prefix owl: <http://www.w3.org/2002/07/owl#> . <> owl:imports <{there}> ."),
    ],
)
def test_no_graph_that_is_written_does(writable: Writable, bait: socket.socket, kind: str, text: str) -> None:
    there = f"http://127.0.0.1:{bait.getsockname()[1]}/"
    said = {"Content-Type": kind, "Authorization": f"Bearer {writable.token}"}
    answer = writable.client.put("/graph/reached", content=text.format(there=there), headers=said)
    assert answer.status_code in {201, 400}
    assert not called(bait)
    if answer.status_code == 201:
        assert writable.client.delete("/graph/reached", headers=said).status_code == 204


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_without_a_token_nothing_is_written_anywhere(writable: Writable, method: str) -> None:
    client = writable.client
    before = client.get("/data?default", headers={"Accept": "application/n-triples"}).content
    places = sorted({route.path.replace("{local:path}", "findings").replace("{path:path}", "treaty").replace("{name}", "norms") for route in ROUTES})
    assert {"/sparql", "/data", "/graph/findings"} <= set(places)
    for place in [*places, "/data?default", "/data?graph=x:y"]:
        for token in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": f"token={writable.token}"}):
            answer = client.request(method, place, content="<x:s> <x:p> 1 .", headers={"Content-Type": "text/turtle", **token})
            assert 400 <= answer.status_code < 500, place
    for token in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": f"token={writable.token}"}):
        for kind, text in (("application/sparql-update", "INSERT DATA { <x:s> <x:p> 1 }"), ("application/x-www-form-urlencoded", "update=CLEAR+ALL")):
            assert client.post("/sparql", content=text, headers={"Content-Type": kind, **token}).status_code == 401
    assert client.get("/data?default", headers={"Accept": "application/n-triples"}).content == before


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_outside(served: str, path: str) -> None:
    # as it is written: a client that tidies paths would hide the fault
    connection = http.client.HTTPConnection(urlsplit(served).netloc, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    assert answer.status in {303, 400, 404}
    assert "root:" not in said
    assert "import" not in said


@pytest.mark.parametrize(("address", "name"), PARAMETERS)
def test_no_parameter_becomes_markup(client: httpx.Client, address: str, name: str) -> None:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{httpx.QueryParams({name: MARKUP})}", headers=PEOPLE)
    assert answer.status_code in {200, 400, 404, 406}
    if answer.headers["content-type"].startswith("text/html"):
        found = html.document_fromstring(answer.text)
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert found.xpath("//script[not(@src)] | //img | //@*[starts-with(name(), 'on')] | //a[starts-with(@href, 'javascript:')]") == []


@pytest.mark.parametrize(
    "value",
    ["treaty:1/1> } UNION { ?s ?p ?o", "treaty:1/1 } #", "https://w3id.org/concordat/id/treaty> ?p ?o . <x:y", "treaty:1/1\n} INSERT {", "\" . ?s ?p ?o . \"", "{{ 7*7 }}"],
)
def test_no_parameter_becomes_a_query(client: httpx.Client, value: str) -> None:
    answer = client.get("/queries/norms.json", params={"provision": value})
    assert answer.status_code == 400 or answer.json()["results"]["bindings"] == []


@pytest.mark.parametrize("value", ["en\r\nSet-Cookie: a=b", "en%0d%0aSet-Cookie: a=b", "\u560d\u560aSet-Cookie: a=b"])
def test_no_parameter_becomes_a_header(client: httpx.Client, value: str) -> None:
    for place in ("/", "/id/treaty", "/sparql"):
        answer = client.get(place, params={"lang": value, "format": value}, headers=PEOPLE)
        assert "set-cookie" not in answer.headers
        assert answer.status_code < 500


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
@pytest.mark.parametrize("place", ["/", "/matrix?text=paper:north", "/sparql", "/sparql?query=ASK{}", "/sparql?query=wrong", "/id/treaty", "/id/none", "/style.css", "/favicon.ico", "/editor/start.js", "/dumps/concordat.nt.gz", "/none"])
def test_every_answer_carries_the_policy(client: httpx.Client, place: str, accept: str) -> None:
    told = client.get(place, headers={"Accept": accept}).headers
    assert "default-src 'none'" in told["content-security-policy"]
    assert "unsafe" not in told["content-security-policy"]
    assert (told["x-content-type-options"], told["referrer-policy"]) == ("nosniff", "same-origin")
