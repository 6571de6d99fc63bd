"""The W3C's manifests of protocol tests, read and run: requests with what is expected of each (HTTP in RDF).

Of https://github.com/w3c/rdf-tests the folders sparql11/protocol and sparql11/graph-store-protocol. The paths in them stand for
those of the server that is tested: `/sparql/`, `/gsp?...` and `/gsp/...` are ours of queries and graphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDFS
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
STATUS = {"OK": {200}, "Created": {201}, "NoContent": {204}, "NotFound": {404}, **{f"StatusCode{n}xx": set(range(n * 100, n * 100 + 100)) for n in range(2, 6)}}
FORMATS = {
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "tabular": {"application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"},
    "RDF": {"application/rdf+xml", "application/ld+json", "application/n-triples", "text/turtle"},
}
PATHS = ((re.compile(r"^/sparql/?"), "/sparql"), (re.compile(r"^/gsp/"), "/graph/"), (re.compile(r"^/gsp"), "/data"))


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of an answer; None and empty: nothing."""

    statuses: frozenset[int]
    boolean: bool | None
    form: str
    location: str
    graph: Graph | None


@dataclass(frozen=True, slots=True)
class Step:
    """One request, and what is expected of its answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    expected: Expected


@dataclass(frozen=True, slots=True)
class Case:
    """One test: its name, the graphs that are there before it by their names (in Turtle), and its requests in order."""

    name: str
    graphs: tuple[tuple[str, bytes], ...]
    steps: tuple[Step, ...]


def cases(path: Path) -> Iterator[Case]:
    """Yield the tests of a manifest, and of those that it includes, in their order."""
    graph = Graph().parse(path, format="turtle")
    for part in _listed(graph, None, MF.include):
        yield from cases(path.parent / str(part).rsplit("/", 1)[-1])
    for entry in _listed(graph, None, MF.entries):
        held = tuple(_stored(graph, node, path.parent) for node in graph.objects(entry, UT.graphData))
        requests = [node for connection in graph.objects(entry, MF.action) for node in _listed(graph, connection, HT.requests)]
        yield Case(str(entry).rpartition("#")[2], held, tuple(_step(graph, request) for request in requests))


def _listed(graph: Graph, subject: Node | None, predicate: URIRef) -> list[Node]:
    return [node for head in graph.objects(subject, predicate) for node in Collection(graph, head)]


def _stored(graph: Graph, node: Node, folder: Path) -> tuple[str, bytes]:
    name, file = graph.value(node, RDFS.label), graph.value(node, UT.graph)
    return str(name), (folder / str(file).rsplit("/", 1)[-1]).read_bytes()


def _step(graph: Graph, request: Node) -> Step:
    path = str(graph.value(request, HT.absolutePath))
    for pattern, ours in PATHS:
        if pattern.match(path):
            path = pattern.sub(ours, path, count=1)
            break
    return Step(str(graph.value(request, HT.methodName)), path, _headers(graph, request), _body(graph, request), _expected(graph, request))


def _headers(graph: Graph, node: Node | None) -> tuple[tuple[str, str], ...]:
    found = _listed(graph, node, HT.headers)
    return tuple((str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue))) for header in found)


def _body(graph: Graph, node: Node | None) -> bytes | None:
    body = graph.value(node, HT.body)
    if body is None:
        return None
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))


def _expected(graph: Graph, request: Node) -> Expected:
    answer = graph.value(request, HT.resp)
    named = [str(status).rpartition("#")[2] for status in graph.objects(answer, MF.expectedStatus)]
    truth, body = graph.value(answer, MF.expectedBoolean), _body(graph, answer)
    boolean = bool(truth.value) if isinstance(truth, Literal) else None
    form, location = (str(graph.value(answer, name) or "") for name in (MF.expectedFormat, MF.expectedLocation))
    content = Graph().parse(data=body, format="turtle") if body is not None else None
    return Expected(frozenset[int]().union(*(STATUS[name] for name in named)), boolean, form, location, content)


def run(case: Case, client: httpx.Client, token: str) -> list[str]:
    """Run a test on a server whose graphs are emptied first, and return what went wrong; nothing where it passes."""
    allowed = {"Authorization": f"Bearer {token}"}
    emptied = client.post("/sparql", content="DROP ALL", headers={**allowed, "Content-Type": "application/sparql-update"})
    wrong = [] if emptied.status_code == 204 else [f"DROP ALL: {emptied.status_code}"]
    for name, data in case.graphs:
        client.put(f"/data?graph={quote(name, safe='')}", content=data, headers={**allowed, "Content-Type": "text/turtle"})
    known: dict[str, str] = {}
    for number, step in enumerate(case.steps, 1):
        path = step.path
        for name, value in known.items():
            path = path.replace(name, value)
        # as it is written: the percent signs are part of the test
        url = httpx.URL(f"{client.base_url}".rstrip("/") + path)
        answer = client.request(step.method, url, headers={**dict(step.headers), **allowed}, content=step.body)
        wrong += [f"request {number}, {step.method} {path}: {what}" for what in _faults(step.expected, answer, client, path)]
        if step.expected.location:
            known[step.expected.location] = answer.headers.get("location", "")
    return wrong


def _faults(expected: Expected, answer: httpx.Response, client: httpx.Client, path: str) -> Iterator[str]:
    media = answer.headers.get("content-type", "").partition(";")[0]
    if expected.statuses and answer.status_code not in expected.statuses:
        yield f"status {answer.status_code}: {answer.text[:200]}"
        return
    if expected.form and media not in FORMATS[expected.form]:
        yield f"{media} is no type of {expected.form}"
    if expected.boolean is not None and answer.json()["boolean"] != expected.boolean:
        yield f"the answer is not {expected.boolean}"
    if expected.location and not answer.headers.get("location"):
        yield "no Location"
    if expected.graph is not None and not isomorphic(_content(answer, client, path), expected.graph):
        yield f"another graph: {answer.text}"


def _content(answer: httpx.Response, client: httpx.Client, path: str) -> Graph:
    """Return the graph of an answer, its blank nodes as such (RDF 1.1 Concepts, section 3.5).

    Our default graph is made of all graphs: the catalogue, which every store of ours keeps, is taken out of it.
    """
    graph = Graph().parse(data=answer.content, format="turtle")
    if path.endswith("?default"):
        graph -= Graph().parse(data=client.get("/graph/catalog", headers={"Accept": "text/turtle"}).content, format="turtle")
    return _unnamed(graph)


def _unnamed(graph: Graph) -> Graph:
    def plain(node: Node) -> Node:
        text = str(node)
        return BNode(re.sub(r"\W", "", text)) if isinstance(node, URIRef) and "/.well-known/genid/" in text else node

    made = Graph()
    for s, p, o in graph:
        made.add((plain(s), p, plain(o)))
    return made
