"""SPARQL Update with a token: what is written, where the default graph comes in, what is refused, and that it ends."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import run

import httpx
import pytest

from concordat.graph import layers
from concordat.web.screening import screened_update
from concordat.web.tokens import add, read

from .conftest import HIDDEN, LIMITS, Writable, running

MINE = str(layers.named("mine"))
ENDLESS = "INSERT { GRAPH <x:g> { ?a ?b ?n } } WHERE { { SELECT ?a ?b (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?b } }"


def sent(writable: Writable, update: str) -> httpx.Response:
    answer = writable.client.post("/sparql", data={"update": update}, headers={"Authorization": f"Bearer {writable.token}"})
    assert answer.status_code != 503, answer.text
    return answer


def holds(writable: Writable, pattern: str) -> bool:
    answer = writable.client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.json()["boolean"])


@pytest.fixture
def clean(writable: Writable) -> Iterator[Writable]:
    """A server whose graph of ours goes away at the end, and so does what was written to the default graph."""
    yield writable
    for place in (f"/data?graph={MINE}", "/data?default"):
        writable.client.delete(place, headers={"Authorization": f"Bearer {writable.token}"})


def test_a_graph_is_made_changed_and_dropped(clean: Writable) -> None:
    assert sent(clean, f"INSERT DATA {{ GRAPH <{MINE}> {{ <x:written> <x:p> 1 , 01 , 2 . [] <x:p> 3 }} }}").status_code == 204
    assert holds(clean, "<x:written> <x:p> 1 , 2")
    assert f"Written by hand: {layers.local_name(layers.named('mine'))}" in clean.client.get("/graph/catalog.nt").text
    assert sent(clean, f"WITH <{MINE}> DELETE {{ ?s ?p 2 }} INSERT {{ ?s ?p 4 }} WHERE {{ ?s ?p 2 }}").status_code == 204
    assert holds(clean, f"GRAPH <{MINE}> {{ <x:written> <x:p> 1 , 4 }} MINUS {{ <x:written> <x:p> 2 }}")
    assert sent(clean, f"DROP GRAPH <{MINE}>").status_code == 204
    assert not holds(clean, "<x:written> ?p ?o")


def test_the_default_graph_has_a_layer_of_its_own(clean: Writable) -> None:
    assert sent(clean, "INSERT DATA { <x:written> <x:p> 1 , 2 }").status_code == 204
    assert holds(clean, f"<x:written> <x:p> 1 , 2 . GRAPH <{layers.named('default')}> {{ <x:written> <x:p> 1 , 2 }}")
    assert sent(clean, "DELETE DATA { <x:written> <x:p> 1 }").status_code == 204
    assert holds(clean, "<x:written> <x:p> 2 MINUS { <x:written> <x:p> 1 }")
    assert sent(clean, "CLEAR DEFAULT").status_code == 204
    assert not holds(clean, "<x:written> ?p ?o")
    assert holds(clean, f"GRAPH <{layers.FINDINGS}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    ("update", "status"),
    [
        pytest.param(f"INSERT DATA {{ GRAPH <{layers.FINDINGS}> {{ <x:s> <x:p> 1 }} }}", 403, id="findings"),
        pytest.param(f"CLEAR GRAPH <{layers.FINDINGS}>", 403, id="clear-findings"),
        pytest.param(f"INSERT DATA {{ GRAPH <{layers.REVIEW}> {{ <x:s> <x:p> 1 }} }}", 403, id="review"),
        pytest.param(f"INSERT DATA {{ GRAPH <{HIDDEN}> {{ <x:s> <x:p> 1 }} }}", 403, id="restricted"),
        pytest.param("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", 403, id="delete-from-default"),
        pytest.param(f"COPY <{layers.FINDINGS}> TO <{MINE}> ; LOAD <http://192.0.2.1/>", 403, id="load"),
        pytest.param("INSERT { ?s ?p ?o } WHERE { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }", 403, id="service"),
        pytest.param("INSERT DATA { <x:s> <x:p> }", 400, id="syntax"),
        pytest.param("SELECT * { ?s ?p ?o }", 400, id="query"),
        pytest.param(f"DROP GRAPH <{MINE}>", 400, id="not-there"),
    ],
)
def test_what_is_refused_changes_nothing(writable: Writable, update: str, status: int) -> None:
    before = writable.client.get("/data?default", headers={"Accept": "application/n-triples"}).content
    answer = sent(writable, f"{update}")
    assert answer.status_code == status, answer.text
    assert writable.client.get("/data?default", headers={"Accept": "application/n-triples"}).content == before


def test_what_is_hidden_cannot_be_copied_into_sight(clean: Writable) -> None:
    every = f"INSERT {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(CONTAINS(STR(?o), 'whispered') || STR(?o) = 'overheard') }}"
    assert sent(clean, every).status_code == 204
    assert sent(clean, f"COPY SILENT <{HIDDEN}> TO <{MINE}>").status_code in {204, 400, 403}
    assert not holds(clean, f"GRAPH <{MINE}> {{ ?s ?p ?o }}")


def test_an_update_without_end_is_ended_and_nothing_is_left(stored: Path, tmp_path: Path) -> None:
    token = add(tmp_path / "tokens", "Jane Reader")
    with running(str(stored), limits=replace(LIMITS, seconds=1.0), tokens=read(tmp_path / "tokens")) as (address, service):
        begun = time.monotonic()
        answer = httpx.post(f"{address}/sparql", data={"update": ENDLESS}, headers={"Authorization": f"Bearer {token}"}, timeout=20)
        assert (answer.status_code, "nothing was changed" in answer.text) == (503, True)
        assert time.monotonic() - begun < 15
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}).status_code == 200
        home = service.snapshot.folder.parent
    assert not home.exists()


def test_a_comment_hides_nothing() -> None:
    found = screened_update("DELETE WHERE # { WHERE }\n{ ?s ?p '#' } ; CLEAR SILENT ALL", using=["x:g"])
    assert (" ".join(found.text.split()), found.every) == ("DELETE { ?s ?p '#' } USING <x:g> WHERE { ?s ?p '#' } ; CLEAR SILENT ALL", True)


def test_the_process_tells_what_is_wrong(tmp_path: Path) -> None:
    import pyoxigraph as ox

    store = ox.Store(str(tmp_path / "store"))
    store.flush()
    del store
    job = json.dumps({"update": "INSERT DATA { <s> <p> }", "base": "http://example.org/"})
    command = [sys.executable, "-m", "concordat.web.updater", str(tmp_path / "store"), "2048"]
    said = run(command, input=job, capture_output=True, text=True, check=True, timeout=20).stdout
    ready, answer = said.splitlines()
    assert (ready, "error" in json.loads(answer)) == ("ready", True)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
