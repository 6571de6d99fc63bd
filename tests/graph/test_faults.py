"""Faults of a server and of what stands between, each injected by a proxy: nothing lost, nothing half, a clear message.

Three rounds of each; `CONCORDAT_FAULTS` asks for more (`make soak`). In every round the fault must have been met; with `-s` it is
told how often.
"""

from __future__ import annotations

import http.client
import os
import random
import select
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier
from typing import Protocol, cast
from urllib.parse import urlsplit

import pytest
from rdflib import Literal, URIRef

from concordat.errors import StoreError
from concordat.graph import layers
from concordat.graph.quads import Triple
from concordat.graph.store import Store, open_store
from concordat.graph.transaction import HEAD
from concordat.graph.wire import Wire

pytestmark = pytest.mark.remote

ROUNDS = int(os.environ.get("CONCORDAT_FAULTS", "3"))
ONE, TWO = layers.curated("one"), layers.curated("two")
A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")
LATE, PATIENCE = 0.3, 20  # seconds
PAGE = b"<!DOCTYPE html>\n<title>Gateway</title>\n<p>Please sign in.\n"


class Killable(Protocol):
    """A server that can be killed and started again."""

    address: str
    environment: dict[str, str]

    def start(self) -> None: ...

    def kill(self) -> None: ...


class Proxy(ThreadingHTTPServer):
    """Passes requests on to a server; from request `first` on, counted from 0, it commits a fault: once, or for good.

    Closing it waits for what it has passed on: nothing that was asked for is done later.
    """

    def __init__(self, upstream: str, fault: str, first: int, *, lasting: bool) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = urlsplit(upstream).netloc
        self.fault, self.first, self.lasting = fault, first, lasting
        self.seen = self.met = 0
        self.guard = threading.Lock()

    def next_fault(self) -> str:
        """Return the fault of the request that has come, if any."""
        with self.guard:
            number, self.seen = self.seen, self.seen + 1
            struck = bool(self.fault) and (number >= self.first if self.lasting else number == self.first)
            self.met += struck
            return self.fault if struck else ""

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
    # until the client has had enough, which closes its end
    select.select([handler.connection], [], [], PATIENCE)
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
    monkeypatch.setattr("concordat.graph.lease._PAUSE", 0.01)
    if request.param == "virtuoso":
        return str(request.getfixturevalue("empty_virtuoso"))
    server = request.getfixturevalue("empty_server")
    monkeypatch.setenv("CONCORDAT_UPDATE_URL", f"{server}/update")
    monkeypatch.setenv("CONCORDAT_GSP_URL", f"{server}/store")
    return f"sparql+{server}/query"


@contextmanager
def between(direct: str, fault: str = "", first: int = 0, *, lasting: bool = False) -> Iterator[tuple[str, Proxy]]:
    """Put a proxy between, with little patience; gives the address of the store there, and the proxy."""
    with Proxy(direct.removeprefix("sparql+"), fault, first, lasting=lasting) as proxy, pytest.MonkeyPatch.context() as patch:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.005,))
        thread.start()
        host = f"127.0.0.1:{proxy.server_port}"
        for name in ("CONCORDAT_UPDATE_URL", "CONCORDAT_GSP_URL"):
            patch.setenv(name, os.environ[name].replace(proxy.upstream, host))
        patch.setenv("CONCORDAT_TIMEOUT", str(LATE if fault == "late" else PATIENCE))
        try:
            yield direct.replace(proxy.upstream, host), proxy
        finally:
            proxy.shutdown()
            thread.join()


def content(name: str, number: int) -> list[Triple]:
    return [(URIRef(f"http://example.org/{name}/{n}"), P, Literal(f"{name} {n} é", lang="fr")) for n in range(number)]


def write(store: Store, name: str) -> None:
    """Change two layers at once: lines go, come and stay."""
    with store.transaction():
        store.replace(ONE, [*content("kept", 40), *content(name, 60)])
        store.replace(TWO, content(name, 5))


@dataclass(frozen=True, slots=True)
class State:
    """What a store holds: two layers and the public graph, and how often it was changed."""

    layers: tuple[bytes, bytes]
    public: frozenset[bytes]
    generation: int

    @classmethod
    def of(cls, store: Store) -> State:
        """Return that of a store."""
        public = store.public()
        assert public >= store.lines(layers.CATALOG)
        public = frozenset(line for line in public if not line.startswith(HEAD))
        return cls((store.dump(ONE), store.dump(TWO)), public, store.generation)


class Pair:
    """A store whose content is one of two, and is changed to the other: what it holds, and what it is to hold next."""

    def __init__(self, direct: str) -> None:
        self._states: dict[str, State] = {}
        with open_store(direct, write=True) as store:
            for name in ("new", "old"):
                write(store, name)
                self._states[name] = State.of(store)
        self.before, self.name = self._states["old"], "new"

    @property
    def whole(self) -> State:
        """What it holds once it is changed."""
        return replace(self._states[self.name], generation=self.before.generation + 1)

    def turn(self) -> None:
        """Say that it was changed."""
        self.before, self.name = self.whole, {"new": "old", "old": "new"}[self.name]

    def check(self, direct: str, told: str, case: str) -> None:
        """Open the store as the next writer does, which mends what was left, and see that it holds all of a change or nothing of it."""
        with pytest.MonkeyPatch.context() as patch:
            # which need not wait until nobody can think any more that the last one lives
            patch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
            with open_store(direct, write=True, wait=0.0) as store:
                after = State.of(store)
        assert told or after == self.whole, f"a change is lost: {case}"
        assert after in (self.before, self.whole), f"half a change: {case}"
        assert left(direct) == [], case
        if after == self.whole:
            self.turn()


def left(address: str) -> list[str]:
    """Return what is there of the bookkeeping of a writer."""
    wire = Wire.from_environment(address.removeprefix("sparql+"), os.environ)
    return [name for name in wire.graph_names() if name.startswith(layers.ROOT) and not layers.is_layer(name) and name != str(layers.PUBLIC)]


@pytest.mark.parametrize("lasting", [pytest.param(False, id="once"), pytest.param(True, id="lasting")])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_all_or_nothing(fault: str, lasting: bool, direct: str) -> None:
    dice, said = random.Random(f"{fault} {lasting}"), Counter[bool]()
    pair = Pair(direct)
    with between(direct) as (place, proxy):
        assert attempt(place, pair.name) == ""
    requests = proxy.seen
    pair.turn()
    for _ in range(ROUNDS):
        first = dice.randrange(requests)
        with between(direct, fault, first, lasting=lasting) as (place, proxy):
            told = attempt(place, pair.name)
        case = f"{fault} at request {first} of {requests}: {told}"
        # one that is late by itself is late too
        assert proxy.met or (fault == "late" and "did not answer" in told), f"the fault was not met: {case}"
        said[bool(told)] += 1
        assert not told or lasting or fault == "late", f"what passes is no reason to stop: {case}"
        assert not told or (any(word in told for word in WORDS) and "(" in told), f"this is not clear: {case}"
        pair.check(direct, told, case)
    print(f"\n{ROUNDS} rounds, the fault met in each at one of {requests} requests; {said[True]} commands told of it, {said[False]} went on")


def attempt(address: str, name: str) -> str:
    """Write, and return what the error says where there is one."""
    try:
        with open_store(address, write=True) as store:
            write(store, name)
    except StoreError as error:
        return str(error)
    return ""


@contextmanager
def killing(held: Killable, first: int, within: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[None]]:
    """Kill a server so many seconds after request `first` has begun; gives a list with one entry for each request."""
    begun: list[None] = []
    timer = threading.Timer(within, held.kill)
    retried = Wire._retried

    def counted(wire: Wire, send: Callable[[], object], where: str) -> object:
        begun.append(None)
        if len(begun) == first + 1:
            timer.start()
        return retried(wire, send, where)

    with monkeypatch.context() as patch:
        patch.setattr(Wire, "_retried", counted)
        yield begun
    if timer.ident is not None:
        timer.join()


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_a_server_killed_at_work_loses_nothing(kind: str, make_server: Callable[[str], Killable], monkeypatch: pytest.MonkeyPatch) -> None:
    dice, said = random.Random(kind), Counter[bool]()
    monkeypatch.setattr("concordat.graph.wire._PAUSES", (0.01,))
    monkeypatch.setattr("concordat.graph.lease._PAUSE", 0.01)
    held = make_server(kind)
    for name, value in held.environment.items():
        monkeypatch.setenv(name, value)
    pair = Pair(held.address)
    start = time.monotonic()
    with killing(held, -1, 0, monkeypatch) as begun:
        assert attempt(held.address, pair.name) == ""
    requests, each = len(begun), (time.monotonic() - start) / len(begun)
    pair.turn()
    for _ in range(ROUNDS):
        first = dice.randrange(requests)
        with killing(held, first, dice.uniform(0, each), monkeypatch) as begun:
            told = attempt(held.address, pair.name)
        case = f"killed at request {first} of {requests}: {told}"
        assert len(begun) > first, f"it was not killed: {case}"
        said[bool(told)] += 1
        assert not told or "cannot be reached" in told or "cut off" in told, f"this is not clear: {case}"
        held.start()
        pair.check(held.address, told, case)
    print(f"\n{ROUNDS} rounds, the server killed in each at one of {requests} requests; {said[True]} commands told of it, {said[False]} had ended")
    # behind the last request nothing is left to be told
    assert said[True] > said[False]


def test_two_writers_at_once_both_write(direct: str) -> None:
    both = Barrier(2)
    held: list[tuple[float, float]] = []

    def adds(number: int) -> float:
        both.wait()
        begun = time.monotonic()
        with open_store(direct, write=True, wait=60) as store:
            taken = time.monotonic()
            store.insert(ONE, content(f"writer{number}", 1))
            held.append((taken, time.monotonic()))
        return begun

    waited = 0
    for round_ in range(ROUNDS):
        with ThreadPoolExecutor(2) as pool:
            begun = list(pool.map(adds, (2 * round_, 2 * round_ + 1)))
        first, second = sorted(held[-2:])
        assert first[1] <= second[0], "both wrote at once"
        waited += max(begun) < first[1]
    with open_store(direct) as store:
        assert (len(store.lines(ONE)), store.generation) == (2 * ROUNDS, 2 * ROUNDS)
    assert left(direct) == []
    print(f"\n{ROUNDS} rounds, one writer met the other in {waited}")
    assert waited == ROUNDS
