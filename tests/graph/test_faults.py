"""Faults of a server and of what stands between, each injected by a proxy: nothing lost, nothing half, a clear message.

Three rounds of each; `CONCORDAT_FAULTS` asks for more (`make soak`).
"""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol, cast
from urllib.parse import urlsplit

import pytest
from rdflib import Literal, URIRef

from concordat.errors import StoreError
from concordat.graph import layers
from concordat.graph.quads import Triple
from concordat.graph.store import Store, open_store
from concordat.graph.wire import Wire

pytestmark = pytest.mark.remote

ROUNDS = int(os.environ.get("CONCORDAT_FAULTS", "3"))
ONE, TWO = layers.curated("one"), layers.curated("two")
A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")
LATE, PATIENCE = 0.4, 20  # seconds
PAGE = b"<!DOCTYPE html>\n<title>Gateway</title>\n<p>Please sign in.\n"


class Killable(Protocol):
    """A server that can be killed and started again."""

    address: str
    environment: dict[str, str]

    def start(self) -> None: ...

    def kill(self) -> None: ...


class Proxy(ThreadingHTTPServer):
    """Passes requests on to a server; from request `first` to `last`, counted from 0, it commits a fault."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = urlsplit(upstream).netloc
        self.fault, self.first, self.last = "", 0, -1
        self.seen = 0
        self.guard = threading.Lock()

    def plan(self, fault: str, first: int, last: int) -> None:
        """Begin to count again."""
        with self.guard:
            self.fault, self.first, self.last, self.seen = fault, first, last, 0

    def next_fault(self) -> str:
        """Return the fault of the request that has come, if any."""
        with self.guard:
            number, self.seen = self.seen, self.seen + 1
            return self.fault if self.first <= number <= self.last else ""

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has had enough is none."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.close_connection = True
        FAULTS.get(self.proxy.next_fault(), passed_on)(self, body)

    @property
    def proxy(self) -> Proxy:
        """The proxy that this is the handler of."""
        return cast("Proxy", self.server)

    def forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Return what the server answers."""
        upstream = http.client.HTTPConnection(self.proxy.upstream, timeout=60)
        kept = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection", "accept-encoding"}}
        try:
            upstream.request("POST", self.path, body, kept)
            answer = upstream.getresponse()
            wanted = {"content-type", "www-authenticate", "x-sparql-maxrows"}
            return answer.status, {name: value for name, value in answer.getheaders() if name.lower() in wanted}, answer.read()
        finally:
            upstream.close()

    def answer(self, status: int, headers: dict[str, str], body: bytes, *, length: int | None = None) -> None:
        """Send an answer, and say that it has a length."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body) if length is None else length), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def passed_on(handler: Handler, body: bytes) -> None:
    handler.answer(*handler.forward(body))


def late(handler: Handler, body: bytes) -> None:
    answer = handler.forward(body)
    time.sleep(2 * LATE)
    handler.answer(*answer)


def cut(handler: Handler, body: bytes) -> None:
    status, headers, whole = handler.forward(body)
    handler.answer(status, headers, whole[: len(whole) // 2], length=max(len(whole), 1))


def half(handler: Handler, body: bytes) -> None:
    status, headers, whole = handler.forward(body)
    lines = whole.splitlines(keepends=True)
    handler.answer(status, headers, b"".join(lines[: len(lines) // 2]) if len(lines) > 1 else whole[: len(whole) // 2])


def unanswered(handler: Handler, body: bytes) -> None:
    handler.forward(body)


def gone(handler: Handler, body: bytes) -> None:
    """Close the connection, and pass nothing on."""


def page(handler: Handler, body: bytes) -> None:
    handler.answer(200, {"Content-Type": "text/html"}, PAGE)


def overloaded(handler: Handler, body: bytes) -> None:
    handler.answer(503, {}, b"later\n")


def broken(handler: Handler, body: bytes) -> None:
    handler.answer(500, {}, b"internal error\n")


FAULTS: dict[str, Callable[[Handler, bytes], None]] = {
    fault.__name__: fault for fault in (broken, cut, gone, half, late, overloaded, page, unanswered)
}
WORDS = ("cannot be reached", "did not answer", "cannot be read", "cut off", "refused")


@pytest.fixture(params=["oxigraph", "virtuoso"])
def direct(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a server's empty store, with nothing between."""
    monkeypatch.setattr("concordat.graph.wire._PAUSES", (0.01, 0.02, 0.05))
    monkeypatch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
    if request.param == "virtuoso":
        return str(request.getfixturevalue("empty_virtuoso"))
    server = request.getfixturevalue("empty_server")
    monkeypatch.setenv("CONCORDAT_UPDATE_URL", f"{server}/update")
    monkeypatch.setenv("CONCORDAT_GSP_URL", f"{server}/store")
    return f"sparql+{server}/query"


@pytest.fixture
def proxy(direct: str) -> Iterator[Proxy]:
    """A proxy before that server."""
    with Proxy(direct.removeprefix("sparql+")) as between:
        thread = threading.Thread(target=between.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield between
        finally:
            between.shutdown()
            thread.join()


@contextmanager
def through(proxy: Proxy, direct: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Go through the proxy, with little patience; gives the address of the store there."""
    host = f"127.0.0.1:{proxy.server_port}"
    with monkeypatch.context() as patch:
        for name in ("CONCORDAT_UPDATE_URL", "CONCORDAT_GSP_URL"):
            patch.setenv(name, os.environ[name].replace(proxy.upstream, host))
        patch.setenv("CONCORDAT_TIMEOUT", str(LATE if proxy.fault == "late" else PATIENCE))
        yield direct.replace(proxy.upstream, host)


def content(name: str, number: int) -> list[Triple]:
    return [(URIRef(f"http://example.org/{name}/{n}"), P, Literal(f"{name} {n} é", lang="fr")) for n in range(number)]


def write(store: Store, name: str) -> None:
    """Change two layers at once: lines go, come and stay."""
    with store.transaction():
        store.replace(ONE, [*content("kept", 40), *content(name, 60)])
        store.replace(TWO, content(name, 5))


def state(store: Store) -> tuple[bytes, bytes, frozenset[bytes], int]:
    return store.dump(ONE), store.dump(TWO), store.public(), store.generation


def left(address: str) -> list[str]:
    """Return what is there of the bookkeeping of a writer."""
    wire = Wire.from_environment(address.removeprefix("sparql+"), os.environ)
    return [name for name in wire.graph_names() if name.startswith(layers.ROOT) and not layers.is_layer(name) and name != str(layers.PUBLIC)]


@pytest.mark.parametrize("lasting", [pytest.param(False, id="once"), pytest.param(True, id="lasting")])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_all_or_nothing(
    fault: str, lasting: bool, direct: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(f"{fault} {lasting}")
    with through(proxy, direct, monkeypatch) as place:
        attempt(place, "first")
        requests = proxy.seen
    with open_store(direct) as store:
        before = state(store)
    for number in range(ROUNDS):
        name, first = f"new{number}", dice.randrange(requests)
        proxy.plan(fault, first, 10**9 if lasting else first)
        with through(proxy, direct, monkeypatch) as place:
            told = attempt(place, name)
        proxy.plan("", 0, -1)
        case = f"{fault} at request {first} of {requests}: {told}"
        assert not told or lasting or fault == "late", f"what passes is no reason to stop: {case}"
        assert not told or (any(word in told for word in WORDS) and "(" in told), f"this is not clear: {case}"
        with open_store(direct, write=True, wait=0.1) as store:
            after = state(store)
            write(store, name)
            whole = state(store)
        assert told or after == whole, f"a change is lost: {case}"
        assert after in (before, whole), f"half a change: {case}"
        assert left(direct) == [], case
        before = whole


def attempt(address: str, name: str) -> str:
    """Write, and return what the error says where there is one."""
    try:
        with open_store(address, write=True) as store:
            write(store, name)
    except StoreError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_a_server_killed_at_work_loses_nothing(kind: str, make_server: Callable[[str], Killable], monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(kind)
    monkeypatch.setattr("concordat.graph.wire._PAUSES", (0.01,))
    monkeypatch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
    held = make_server(kind)
    for name, value in held.environment.items():
        monkeypatch.setenv(name, value)
    start = time.monotonic()
    attempt(held.address, "first")
    length = time.monotonic() - start
    with open_store(held.address) as store:
        before = state(store)
    for number in range(ROUNDS):
        name = f"new{number}"
        timer = threading.Timer(dice.uniform(0, length), held.kill)
        timer.start()
        told = attempt(held.address, name)
        timer.join()
        held.start()
        with open_store(held.address, write=True, wait=0.1) as store:
            after = state(store)
            write(store, name)
            whole = state(store)
        assert after == whole if not told else after in (before, whole), f"killed: {told}"
        assert not told or "cannot be reached" in told or "cut off" in told
        assert left(held.address) == []
        before = whole
