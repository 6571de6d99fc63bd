"""Every IRI of ours leads to a page or to data; all of it is described, dumped and named for programs."""

from __future__ import annotations

import gzip
import hashlib
import json

import httpx
import pytest
from rdflib import Graph, URIRef

from concordat.catalogue import questions
from concordat.graph import names, quads
from concordat.graph.names import ID

from .conftest import rows_of

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SYNTAXES = ["ttl", "jsonld", "nt", "nq", "rdf"]


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt"), ("application/rdf+xml", "rdf"), (BROWSER, "html"), ("*/*", "ttl")],
)
@pytest.mark.parametrize("path", ["/id/treaty", "/id/treaty/1/1", "/id/norm/treaty/1/1/1", "/scheme/ground", "/ontology"])
def test_a_name_leads_to_what_is_preferred(client: httpx.Client, path: str, accept: str, suffix: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}.{suffix}")
    assert "Accept" in answer.headers["vary"]
    for form in ("html", "ttl", "jsonld", "nt"):
        assert f'<{path}.{form}>; rel="alternate"' in answer.headers["link"]
    assert client.get(answer.headers["location"]).status_code == 200


def test_the_language_goes_with_it(client: httpx.Client) -> None:
    assert client.get("/id/treaty?lang=fr", headers={"Accept": BROWSER}).headers["location"] == "/id/treaty.html?lang=fr"


@pytest.mark.parametrize("form", SYNTAXES)
def test_data_by_suffix(client: httpx.Client, form: str) -> None:
    answer = client.get(f"/id/treaty/1/1.{form}", headers={"Accept": "image/png"})
    triples = quads.parse(answer.content, form if form != "nq" else "nt")
    subjects = {str(s) for s, _, _ in triples}
    assert {str(ID["treaty/1/1"]), str(ID["norm/treaty/1/1/1"])} <= subjects
    assert f'<{ID["treaty/1/1"]}>; rel="describes"' in answer.headers["link"]
    assert client.get(f"/id/treaty/1/1.{form}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_a_norm_comes_with_what_is_only_its_own(client: httpx.Client) -> None:
    triples = quads.parse(client.get("/id/norm/treaty/1/1/1.nt").content, "nt")
    assert str(ID["constraint/treaty"]) in {str(s) for s, _, _ in triples}


@pytest.mark.parametrize(("path", "status"), [("/id/nowhere", 404), ("/id/nowhere.ttl", 404), ("/id/", 404), ("/ontologyx", 404), ("/scheme/none", 404)])
def test_what_is_not_known(client: httpx.Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_nothing_fits(client: httpx.Client) -> None:
    assert client.get("/id/treaty", headers={"Accept": "image/png"}).status_code == 406


def test_the_vocabulary_has_all_its_terms(client: httpx.Client) -> None:
    triples = quads.parse(client.get("/ontology.nt").content, "nt")
    assert names.CDT["Norm"] in {s for s, _, _ in triples}
    assert names.concept("ground", "data-protection") in {s for s, _, _ in quads.parse(client.get("/scheme/ground.nt").content, "nt")}


@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset"])
def test_the_whole_is_described(client: httpx.Client, path: str, served: str) -> None:
    graph = Graph().parse(data=client.get(path, headers={"Accept": "text/turtle"}).text, format="turtle")
    rows = rows_of(graph, """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        PREFIX void: <http://rdfs.org/ns/void#> PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?catalogue ?endpoint ?file ?sum ?size { ?catalogue a dcat:Catalog ; dcterms:title ?t ; dcterms:description ?d ;
            dcterms:publisher [ a foaf:Agent ; foaf:name ?who ] ; dcat:dataset ?set .
          ?set a dcat:Dataset , void:Dataset ; dcterms:title ?title ; dcterms:description ?about ; dcterms:license ?licence ;
            void:sparqlEndpoint ?endpoint ; dcat:distribution ?held .
          ?held a dcat:Distribution ; dcat:accessURL ?file ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sum
          FILTER(LANG(?title) = "fr" && LANG(?about) = "fr" && LANG(?who) = "en" && LANG(?t) = "en" && LANG(?d) = "en") }""")
    found = {row[2]: (row[3], int(row[4])) for row in rows}
    assert {row[1] for row in rows} == {f"{served}/sparql"}
    assert len(found) == 4
    for address, (digest, size) in found.items():
        data = client.get(address).content
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (digest, size)


def test_the_dumps_hold_the_whole_public_graph(client: httpx.Client) -> None:
    listed = [line.split("  ")[1] for line in client.get("/dumps/SHA256SUMS").text.splitlines()]
    assert set(listed) == {f"concordat.{form}.gz" for form in ("nt", "nq", "trig", "jsonld")}
    lines = gzip.decompress(client.get("/dumps/concordat.nt.gz").content).splitlines()
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}).text.split()[1]
    assert len(lines) == int(counted)
    assert client.get("/dumps/other.gz").status_code == 404


def test_the_context_turns_short_names_into_ours(client: httpx.Client) -> None:
    answer = client.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    document = {**answer.json(), "id": "x:n", "type": "cdt:Norm", "bearer": "role:each-party", "statedIn": "x:p", "cue": "kept"}
    found = {(p, o) for _, p, o in quads.parse(json.dumps(document).encode(), "jsonld")}
    assert (names.CDT["bearer"], names.concept("role", "each-party")) in found
    assert (names.CDT["statedIn"], URIRef("x:p")) in found


@pytest.mark.parametrize(("form", "media"), [("json", "application/sparql-results+json"), ("csv", "text/csv"), ("xml", "application/sparql-results+xml"), ("html", "text/html")])
def test_a_question_has_an_address(client: httpx.Client, form: str, media: str) -> None:
    answer = client.get(f"/queries/norms.{form}", params={"provision": "treaty:1/1"})
    assert answer.headers["content-type"].split(";")[0] == media
    assert "treaty/1/1" in answer.text
    asked = client.get("/queries/norms", params={"provision": "treaty:1/1"}, headers={"Accept": media})
    assert asked.headers["content-type"] == answer.headers["content-type"]
    assert form == "html" or asked.text == answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/queries/norms.json", 400), ("/queries/norms.json?provision=no%20id", 400), ("/queries/norms.json?provision=treaty:1&other=1", 400),
        ("/queries/none.json", 404), ("/queries/norms.exe", 404), ("/queries/norms.json?provision=%22%20%7D%20SERVICE%20%3Chttp://192.0.2.1/%3E", 400),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_told(client: httpx.Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_the_questions_are_listed_and_each_is_described(client: httpx.Client) -> None:
    assert [q["name"] for q in client.get("/queries", headers={"Accept": "application/json"}).json()] == list(questions())
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for name, question in questions().items():
        described = document["paths"][f"/queries/{name}"]["get"]["parameters"]
        assert [p["name"] for p in described] == [p.name for p in question.parameters]


def test_every_address_without_a_parameter_in_the_description_answers(client: httpx.Client) -> None:
    for path, held in client.get("/openapi.json").json()["paths"].items():
        if "{" in path or "get" not in held or path == "/data":
            continue
        if not any(p.get("required") for p in held["get"].get("parameters", ())):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].split(";")[0] in held["get"]["responses"]["200"]["content"], path
