"""LOAD fetches from the hosts that are named, and from nowhere else, however it is asked (SSRF)."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from concordat.errors import UsageError
from concordat.graph import layers
from concordat.web.failures import Failure
from concordat.web.outside import Hosts, hosts
from concordat.web.tokens import add, read

from .conftest import LIMITS, running

GRAPH = "<http://example.org/a> <http://example.org/b> \"fetched\" , [] ."
MINE = "http://example.org/loaded"
SEEN: list[str] = []


class Other(BaseHTTPRequestHandler):
    """Another server, which takes down what it is asked."""

    def do_GET(self) -> None:
        SEEN.append(self.path)
        kind, _, rest = self.path.lstrip("/").partition("/")
        if kind == "to":
            self.answer(302, "text/plain", "", Location=f"http://{rest}")
        elif kind == "slow":
            self.answer(200, "text/turtle", "", **{"Content-Length": "1000"})
            for _ in range(40):
                self.wfile.write(b"#")
                time.sleep(0.1)
        else:
            bodies = {"graph": GRAPH, "large": "#" * 2000, "cut": GRAPH, "broken": "<a> <b>", "page": "<html></html>"}
            media = "text/html" if kind == "page" else "text/turtle"
            extra = {"Content-Length": "5000"} if kind == "cut" else {}
            self.answer(200 if kind in bodies else 404, media, bodies.get(kind, ""), **extra)

    def answer(self, status: int, media: str, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of another server on this machine."""
    other = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=other.serve_forever)
    thread.start()
    yield other.server_port
    other.shutdown()
    thread.join()
    other.server_close()


@pytest.fixture(scope="module")
def loading(stored: Path, tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[httpx.Client]:
    """A client, of one who may write, of a server that may ask that other one."""
    home = tmp_path_factory.mktemp("loading")
    folder = Path(shutil.copytree(stored, home / "store"))
    bearer = {"Authorization": f"Bearer {add(home / 'tokens', 'Jane Reader')}"}
    named = hosts([f"127.0.0.1:{port}"])
    with (
        running(str(folder), limits=replace(LIMITS, seconds=20.0), tokens=read(home / "tokens"), asked=named) as (address, _),
        httpx.Client(base_url=address, headers=bearer, timeout=60) as client,
    ):
        yield client


def fetch(named: str, address: str, *, seconds: float = 5.0, most: int = 1000) -> str:
    return hosts([named]).fetch(address, seconds=seconds, most=most).data.decode()


def held(client: httpx.Client, graph: str) -> int:
    answer = client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_load_puts_what_it_fetches_into_a_graph_with_what_else_is_done(loading: httpx.Client, port: int) -> None:
    text = f"""PREFIX e: <http://example.org/> # LOAD <http://example.org/nothing>
        INSERT DATA {{ GRAPH <{MINE}> {{ e:LOAD e:b "LOAD <x>" }} }} ;
        LOAD <http://127.0.0.1:{port}/graph> INTO GRAPH <{MINE}> ; load silent <http://127.0.0.1:{port}/nothing> INTO GRAPH <{MINE}>"""
    assert loading.post("/sparql", data={"update": text}).status_code == 204
    assert held(loading, MINE) == 3
    assert loading.post("/sparql", data={"update": f"LOAD <http://127.0.0.1:{port}/graph>"}).status_code == 204
    # the default graph is made of all graphs: only its blank node is new there
    assert held(loading, layers.named("default")) == 1


@pytest.mark.parametrize(
    ("update", "status"),
    [
        ("LOAD <http://127.0.0.1:{other}/graph>", 403), ("LOAD SILENT <http://127.0.0.1:{other}/graph>", 403), ("LOAD <http://127.0.0.1/graph>", 403),
        ("LOAD <http://localhost:{port}/graph>", 403), ("LOAD <http://2130706433:{port}/graph>", 403), ("LOAD <http://[::1]:{port}/graph>", 403),
        ("LOAD <file:///etc/passwd>", 403), ("LOAD <ftp://127.0.0.1:{port}/graph>", 403), ("LOAD <http://a@127.0.0.1:{port}/graph>", 403),
        ("LOAD <http://127.0.0.1:{port}/to/127.0.0.1:{other}/graph>", 403), ("LOAD <http://127.0.0.1:{port}/to/localhost:{port}/graph>", 403),
        ("LOAD <http://127.0.0.1:{port}/nothing>", 502), ("LOAD <http://127.0.0.1:{port}/broken>", 502), ("LOAD <http://127.0.0.1:{port}/page>", 502),
        ("LOAD <http://127.0.0.1:{port}/cut>", 502), ("PREFIX e: <http://127.0.0.1:{port}/> LOAD e:graph", 400), ("LOAD", 400),
        ("INSERT {{ <a> <b> ?x }} WHERE {{ SERVICE <http://127.0.0.1:{port}/> {{ ?x ?y ?z }} }}", 403),
    ],
)  # fmt: skip
def test_nothing_else_is_asked_and_nothing_is_changed(loading: httpx.Client, port: int, update: str, status: int) -> None:
    text = "INSERT DATA { GRAPH <http://example.org/half> { <http://example.org/a> <http://example.org/b> 1 } } ; " + update.format(port=port, other=port + 1)
    SEEN.clear()
    answer = loading.post("/sparql", data={"update": text})
    assert answer.status_code == status, answer.text
    assert held(loading, "http://example.org/half") == 0
    assert not any(path.startswith("/graph") for path in SEEN)


def test_it_takes_a_token_and_a_named_host(loading: httpx.Client, port: int, stored: Path, tmp_path: Path) -> None:
    given = {"update": f"LOAD <http://127.0.0.1:{port}/graph>"}
    SEEN.clear()
    with httpx.Client(base_url=loading.base_url) as nobody:
        assert nobody.post("/sparql", data=given).status_code == 401
    bearer = {"Authorization": f"Bearer {add(tmp_path / 'tokens', 'Jane Reader')}"}
    with running(str(stored), tokens=read(tmp_path / "tokens")) as (address, _):
        answer = httpx.post(f"{address}/sparql", data=given, headers=bearer)
        assert (answer.status_code, "LOAD is not offered here" in answer.text) == (403, True)
    assert SEEN == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "0.0.0.0", "100.64.0.1"])
def test_a_name_that_leads_to_an_address_that_is_not_public_is_not_followed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))
    found = [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("it was connected to"))
    with pytest.raises(Failure, match="not public") as refused:
        fetch("data.example.org", "http://data.example.org/graph")
    assert refused.value.status == 403


def test_what_was_looked_up_is_what_is_connected_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # a name that leads elsewhere the second time (DNS rebinding); the address itself is named, so that this machine can be asked
    asked: list[str] = []

    def look_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

    real = socket.create_connection
    connected: list[tuple[str, int]] = []
    monkeypatch.setattr("concordat.web.outside.socket.getaddrinfo", look_up)

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        monkeypatch.undo()
        return real(address, timeout)

    monkeypatch.setattr("concordat.web.outside.socket.create_connection", connect)
    named = hosts([f"data.example.org:{port}", f"127.0.0.1:{port}"])
    assert named.fetch(f"http://data.example.org:{port}/graph", seconds=5, most=1000).data.decode() == GRAPH
    assert (asked, connected) == (["data.example.org"], [("127.0.0.1", port)])


@pytest.mark.parametrize(("path", "why"), [("slow", "takes too long"), ("large", "more than 1000 bytes"), ("to/{}/to/{}/to/{}/graph", "in circles")])
def test_time_size_and_turns_have_limits(port: int, path: str, why: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Failure, match=why):
        fetch(f"127.0.0.1:{port}", f"http://127.0.0.1:{port}/" + path.replace("{}", f"127.0.0.1:{port}"), seconds=1.0)
    assert time.monotonic() - begun < 2


def test_a_redirection_on_the_same_host_is_followed(port: int) -> None:
    assert fetch(f"127.0.0.1:{port}", f"http://127.0.0.1:{port}/to/127.0.0.1:{port}/graph") == GRAPH


def test_hosts_are_named_with_or_without_a_port() -> None:
    assert not Hosts()
    assert set(hosts(["Data.Example.org", "[::1]:8080"]).named) == {("data.example.org", 80), ("data.example.org", 443), ("::1", 8080)}


@pytest.mark.parametrize("name", ["", "http://example.org", "example.org/path", "a@example.org", "example.org:http", "example.org:99999"])
def test_what_is_no_host_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no host"):
        hosts([name])
