"""The limits hold: time, rows, memory, readers that leave, and a store that changes."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from signal import SIGKILL
from statistics import median

import httpx
import pytest
from rdflib import Literal

from concordat.graph import layers
from concordat.graph.names import CDT, ID
from concordat.graph.store import open_store
from concordat.web.link import Worker

from .conftest import LIMITS, Writable, running

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
MANY = "SELECT * { ?s ?p ?o } LIMIT 5000"
LITTLE = "SELECT ?x { VALUES ?x { 1 2 } }"


def asked(client: httpx.Client, query: str, accept: str = "*/*") -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"Accept": accept})


def test_a_query_without_end_is_ended_at_its_limit(client: httpx.Client) -> None:
    begun = time.monotonic()
    answer = asked(client, ENDLESS)
    assert answer.status_code == 503
    assert "2 seconds, its limit" in answer.text
    assert LIMITS.seconds <= time.monotonic() - begun < LIMITS.seconds * 1.1 + 0.3
    assert asked(client, LITTLE).status_code == 200


def test_others_are_served_meanwhile(client: httpx.Client, served: str) -> None:
    def latencies(number: int) -> list[float]:
        found = []
        for _ in range(number):
            begun = time.monotonic()
            assert asked(client, LITTLE).status_code == 200
            found.append(time.monotonic() - begun)
        return found

    alone = latencies(20)
    slow = threading.Thread(target=lambda: httpx.get(f"{served}/sparql", params={"query": ENDLESS}, timeout=20))
    slow.start()
    time.sleep(0.2)
    beside = latencies(20)
    slow.join()
    assert median(beside) < max(0.25, 5 * median(alone))


def test_rows_are_cut_at_the_limit_and_the_answer_says_so(client: httpx.Client) -> None:
    answer = asked(client, MANY.replace("*", "?s"))
    assert len(answer.json()["results"]["bindings"]) == LIMITS.rows
    assert answer.json()["cut"] == f"after {LIMITS.rows} rows"
    assert "rows=2000" in answer.headers["concordat-limits"]


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values"])
def test_a_format_without_a_place_to_say_so_says_it_beside(client: httpx.Client, accept: str) -> None:
    answer = asked(client, "SELECT ?x { ?s ?p ?o BIND(1 AS ?x) } LIMIT 5000", accept)
    assert answer.headers["concordat-cut"] == f"after {LIMITS.rows}"
    assert len(answer.text.splitlines()) == LIMITS.rows + 1


def test_or_is_broken_off_where_it_has_begun(stored: Path) -> None:
    with (
        running(str(stored), limits=replace(LIMITS, rows=20_000)) as (address, _),
        pytest.raises(httpx.RemoteProtocolError),
    ):
        httpx.get(f"{address}/sparql", params={"query": LONG}, headers={"Accept": "text/csv"}, timeout=20)


@pytest.mark.parametrize(("accept", "note"), [("text/turtle", "# cut short"), ("application/rdf+xml", "<!-- cut short"), ("application/n-quads", "# cut short")])
def test_a_graph_is_cut_at_the_limit(client: httpx.Client, accept: str, note: str) -> None:
    answer = asked(client, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", accept)
    assert f"{note} after {LIMITS.rows} triples" in answer.text


def test_a_whole_answer_says_how_many_rows_it_has(client: httpx.Client) -> None:
    answer = asked(client, LITTLE)
    assert answer.headers["concordat-rows"] == "2"
    assert "concordat-cut" not in answer.headers


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_query_that_needs_too_much_memory_is_ended_and_the_server_lives(stored: Path) -> None:
    query = 'SELECT ?x { { SELECT (CONCAT(STR(?a), STR(?c), STR(?d), STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f } } } ORDER BY ?x'
    with running(str(stored), limits=replace(LIMITS, memory=100, seconds=60.0)) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        answer = asked(client, query)
        assert answer.status_code == 503
        assert "100 MiB of memory" in answer.text
        assert asked(client, LITTLE).status_code == 200


def test_a_reader_that_leaves_ends_the_query(stored: Path) -> None:
    with running(str(stored), limits=replace(LIMITS, seconds=30.0, workers=1)) as (address, _):
        for query in (ENDLESS, LONG):
            host, port = address.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))) as left:
                left.sendall(b"GET /sparql?query=" + re.sub(r"[^\w*]", lambda m: f"%{ord(m[0]):02X}", query).encode() + b" HTTP/1.1\r\nHost: x\r\n\r\n")
                time.sleep(0.5)
            begun = time.monotonic()
            # the one worker is free again
            assert httpx.get(f"{address}/sparql", params={"query": LITTLE}, timeout=20).status_code == 200
            assert time.monotonic() - begun < 5


def test_a_worker_ends_though_nobody_reads_what_it_wrote(tmp_path: Path) -> None:
    async def ended() -> int:
        command = (sys.executable, "-c", "import sys\nwhile True: sys.stdout.write('x' * 65536)")
        worker = await Worker.start(tmp_path, LIMITS, command)
        # until its pipe and the buffer behind it are full
        await asyncio.sleep(0.5)
        return await asyncio.wait_for(worker.end(), 10)

    assert asyncio.run(ended()) == -SIGKILL


def test_many_at_once_are_all_answered(served: str) -> None:
    found: list[int] = []

    def one() -> None:
        found.append(httpx.get(f"{served}/sparql", params={"query": LITTLE}, timeout=20).status_code)

    threads = [threading.Thread(target=one) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 40


def test_too_many_are_turned_away(stored: Path) -> None:
    with running(str(stored), limits=replace(LIMITS, workers=1, waiting=0)) as (address, service):
        slow = threading.Thread(target=lambda: httpx.get(f"{address}/sparql", params={"query": ENDLESS}, timeout=20))
        slow.start()
        while not service.pool.busy:
            time.sleep(0.01)
        answer = httpx.get(f"{address}/sparql", params={"query": LITTLE}, timeout=20)
        slow.join()
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_what_is_written_to_the_store_is_served(writable: Writable) -> None:
    client = writable.client
    query = f"ASK {{ <{ID['paper/new']}> ?p ?o }}"
    first = asked(client, query)
    assert first.json()["boolean"] is False
    with open_store(writable.folder, write=True) as store:
        store.insert(layers.curated("paper"), [(ID["paper/new"], CDT.cue, Literal("new", lang="en"))])
    end = time.monotonic() + 15
    while asked(client, query).json()["boolean"] is False:
        assert time.monotonic() < end, "the new state is not served"
        time.sleep(0.1)
    assert asked(client, query).headers["etag"] != first.headers["etag"]


