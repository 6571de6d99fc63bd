"""Clients that others wrote: SPARQLWrapper, rdflib's SPARQLStore, curl. Yasgui is asked in test_browser.py."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from concordat.graph import layers

from .conftest import Writable, rows_of

SELECT = "SELECT ?x { VALUES ?x { 1 2 } }"
MINE = URIRef(layers.named("clients"))


@pytest.mark.parametrize("form", [JSON, XML, CSV])
@pytest.mark.parametrize(("method", "kind"), [("GET", URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)], ids=["get", "form", "direct"])
def test_sparqlwrapper(served: str, method: str, kind: str, form: str) -> None:
    wrapper = SPARQLWrapper(f"{served}/sparql")
    wrapper.setMethod(method)
    wrapper.setRequestMethod(kind)
    wrapper.setReturnFormat(form)
    wrapper.setQuery(SELECT)
    answer = wrapper.query().convert()
    if form == JSON:
        assert isinstance(answer, dict)
        assert [row["x"]["value"] for row in answer["results"]["bindings"]] == ["1", "2"]
    assert answer


def test_sparqlwrapper_of_graphs_and_errors(served: str) -> None:
    wrapper = SPARQLWrapper(f"{served}/sparql")
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery("CONSTRUCT { <x:a> <x:b> 1 } WHERE {}")
    assert "<x:a>" in str(wrapper.query().convert())
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed):
        wrapper.query()


def test_sparqlstore(served: str) -> None:
    graph = Graph(SPARQLStore(f"{served}/sparql"))
    assert rows_of(graph, SELECT) == [("1",), ("2",)]
    assert (URIRef("https://w3id.org/concordat/id/treaty"), None, None) in graph
    assert len(list(graph.triples((URIRef("https://w3id.org/concordat/id/treaty"), None, None)))) > 2


def test_sparqlupdatestore_with_a_token(writable: Writable) -> None:
    address = str(writable.client.base_url.join("/sparql"))
    store = SPARQLUpdateStore(address, address, headers={"Authorization": f"Bearer {writable.token}"}, context_aware=True)
    graph = Graph(store, identifier=MINE)
    triple = URIRef("x:s"), URIRef("x:p"), Literal("é \"quoted\" } #")
    graph.add(triple)
    assert list(graph) == [triple]
    graph.remove(triple)
    assert list(graph) == []
    writable.client.delete(f"/data?graph={MINE}", headers={"Authorization": f"Bearer {writable.token}"})


@pytest.fixture
def curl() -> str:
    """The program curl."""
    found = shutil.which("curl")
    if found is None:
        pytest.skip("curl is not installed")
    return found


def test_curl(curl: str, served: str, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        return subprocess.run([curl, "--silent", "--show-error", "--fail", *arguments], capture_output=True, text=True, check=True, timeout=60).stdout

    (tmp_path / "query.rq").write_text(SELECT)
    told = run("--get", "--data-urlencode", f"query={SELECT}", f"{served}/sparql")
    assert len(json.loads(told)["results"]["bindings"]) == 2
    assert run("--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv", f"{served}/sparql") == "x\n1\n2\n"
    kind = "Content-Type: application/sparql-query"
    assert run("-H", kind, "--data-binary", f"@{tmp_path / 'query.rq'}", "--compressed", f"{served}/sparql").startswith('{"head"')
    assert "skos:prefLabel" in run("--location", "-H", "Accept: text/turtle", f"{served}/id/treaty")
    assert run("--head", f"{served}/graph/findings.nt").startswith("HTTP/1.1 200")
    run("--output", str(tmp_path / "dump.gz"), f"{served}/dumps/concordat.nq.gz")
    digest = subprocess.run(["sha256sum", str(tmp_path / "dump.gz")], capture_output=True, text=True, check=True).stdout.split()[0]
    assert digest in run(f"{served}/dumps/SHA256SUMS")
