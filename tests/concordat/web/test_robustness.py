"""What clients do to a server: requests that fit its description or almost, bodies without end, many at once, rubbish, leaving.

`make soak` runs the same for longer: CONCORDAT_EXAMPLES requests an address, CONCORDAT_LEAVERS clients that leave.
"""

from __future__ import annotations

import os
import resource
import select
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from concordat.graph.store import open_store

from .conftest import LIMITS, running

EXAMPLES = int(os.environ.get("CONCORDAT_EXAMPLES", "4"))
LEAVERS = int(os.environ.get("CONCORDAT_LEAVERS", "12"))
CONNECTIONS = 1000
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
CALM = settings(max_examples=10 * EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW)
LONG = "/sparql?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")


def reached(served: str, *, patience: float = 20) -> socket.socket:
    """Return a connection to the server, which may take so many seconds for an answer."""
    host, _, port = urlsplit(served).netloc.partition(":")
    return socket.create_connection((host, int(port)), timeout=patience)


def crowd(served: str, *, patience: float = 20) -> None:
    """Open a thousand connections, and be answered on each."""
    opened = [reached(served, patience=patience) for _ in range(CONNECTIONS)]
    try:
        for connection in opened:
            connection.sendall(b"GET /favicon.svg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert {connection.recv(12) for connection in opened} == {b"HTTP/1.1 200"}
    finally:
        for connection in opened:
            connection.close()


def lives(served: str) -> bool:
    return httpx.get(f"{served}/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200


def test_the_description_is_kept_whatever_is_sent(served: str) -> None:
    schema = schemathesis.openapi.from_dict(httpx.get(f"{served}/openapi.json").json())
    tried: set[str] = set()

    @settings(CALM, max_examples=EXAMPLES)
    @given(st.data())
    def send(data: st.DataObject) -> None:
        case = data.draw(strategy)
        answer = case.call(base_url=served)
        tried.add(case.operation.label)
        told = case.operation.definition.raw["responses"]
        assert str(answer.status_code) in {*told, "405"}, (case.operation.label, case.query, answer.status_code, answer.text[:500])
        assert b"Traceback" not in answer.content

    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        strategy = found.ok().as_strategy()
        send()
    assert {"GET /sparql", "POST /sparql", "PUT /data", "GET /compare", "GET /governing", "GET /report", "POST /review"} <= tried
    assert lives(served)


@CALM
@given(noise=st.binary(min_size=1, max_size=300), place=st.sampled_from([b"%s\r\n\r\n", b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\n%s: x\r\n\r\n", b"GET / HTTP/1.1\r\nAccept: %s\r\nCookie: %s\r\n\r\n", b"POST /sparql HTTP/1.1\r\nContent-Length: %s\r\n\r\n"]))
def test_rubbish_is_refused_and_the_server_lives(served: str, noise: bytes, place: bytes) -> None:
    with reached(served) as connection:
        answer = b""
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(place.replace(b"%s", noise))
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(1000)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
    assert not answer.startswith(b"HTTP/1.1 5")
    assert lives(served)


@pytest.mark.parametrize("head", ["Content-Length: 104857600", "Transfer-Encoding: chunked"])
def test_a_hundred_megabytes_are_refused_without_being_read(served: str, head: str) -> None:
    megabyte = b"x" * 2**20
    part = megabyte if "Length" in head else b"100000\r\n" + megabyte + b"\r\n"
    sent, answer = 0, b"HTTP/1.1 413 "
    # a server that closes while one still sends resets the connection, and its answer may be lost (RFC 9112, section 9.6)
    with reached(served) as connection, suppress(ConnectionResetError, BrokenPipeError):
        connection.sendall(f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n{head}\r\n\r\n".encode())
        connection.setblocking(False)
        while not select.select([connection], [], [], 0)[0]:
            assert sent < 100 * 2**20, "all of it was read"
            select.select([connection], [connection], [], 20)
            try:
                sent += connection.send(part[sent % len(part) :])
            except BlockingIOError:
                continue
        answer = connection.recv(1000)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert sent < 50 * 2**20
    assert lives(served)


def test_a_thousand_connections_are_served_at_once(served: str) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 2 * CONNECTIONS + 200
    if soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed if hard == resource.RLIM_INFINITY else min(hard, needed), hard))
    try:
        crowd(served)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert lives(served)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_clients_that_leave_leave_nothing_behind(stored: Path) -> None:
    with running(str(stored), limits=LIMITS) as (address, _):

        def leave() -> None:
            with reached(address) as connection:
                connection.sendall(f"GET {LONG} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode())
                connection.recv(100)

        leave()
        before = _held()
        with ThreadPoolExecutor(3) as some:
            for done in [some.submit(leave) for _ in range(LEAVERS)]:
                done.result()
        end = time.monotonic() + 20
        while _held()[0] > before[0] and time.monotonic() < end:
            time.sleep(0.1)
        processes, memory = _held()
        assert lives(address)
    assert processes <= before[0]
    assert memory < before[1] + 64 * 1024


def _held() -> tuple[int, int]:
    """Return how many processes this one has started, and its memory in kB."""
    children = sum(len(path.read_text().split()) for path in Path("/proc/self/task").glob("*/children"))
    resident = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return children, int(resident.split()[1])


def test_a_result_is_read_in_two_threads(stored: Path) -> None:
    with open_store(str(stored)) as store:
        rows = iter(store.select("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 400"))
        read: list[int] = []
        threads = [threading.Thread(target=lambda: read.append(sum(1 for _ in zip(range(200), rows, strict=False)))) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(read) == 400
        with ThreadPoolExecutor(2) as two:
            answers = list(two.map(store.ask, ["ASK { ?s ?p ?o }"] * 20))
        assert answers == [True] * 20
