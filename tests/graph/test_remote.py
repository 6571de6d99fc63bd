"""What holds for a remote server alone: staging, recovery, the lease, retries, refusals."""

from __future__ import annotations

import os
import threading
import urllib.request
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from rdflib import XSD, Literal, URIRef

from concordat.errors import InputError, StoreError
from concordat.graph import layers
from concordat.graph.store import open_store
from concordat.graph.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from concordat.graph.quads import Triple
    from concordat.graph.remote import RemoteStore

A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")
ONE = layers.curated("one")


def many(number: int) -> list[Triple]:
    return [(A, P, Literal(n)) for n in range(number)]


def count(wire: Wire, pattern: str) -> int:
    return int(str(wire.rows(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {pattern} }}")[0]["n"]))


STAGED = f'FILTER(STRSTARTS(STR(?g), "{layers.STAGING}"))'


@pytest.fixture
def address(empty_server: str) -> str:
    return f"sparql+{empty_server}/query"


@pytest.fixture
def wire(empty_server: str) -> Wire:
    return Wire.from_environment(f"{empty_server}/query", {})


@contextmanager
def failing_update(monkeypatch: pytest.MonkeyPatch, when: Callable[[str], bool]) -> Iterator[None]:
    """Cut the connection at the first update that `when` picks, and at all that follow."""
    update, broken = Wire.update, False

    def cut(self: Wire, text: str) -> None:
        nonlocal broken
        broken = broken or when(text)
        if broken:
            raise StoreError("the server cannot be reached")
        update(self, text)

    with monkeypatch.context() as patch:
        patch.setattr(Wire, "update", cut)
        yield


@pytest.mark.remote
def test_staging_without_a_journal_is_deleted(address: str, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(address, write=True) as store:
        store.replace(ONE, many(3))
    monkeypatch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
    with (
        failing_update(monkeypatch, lambda text: "/journal>" in text),
        pytest.raises(StoreError),
        open_store(address, write=True) as store,
    ):
        store.replace(ONE, many(5000))
    assert count(wire, STAGED) > 0
    with open_store(address, write=True) as store:
        assert count(wire, STAGED) == 0
        assert len(store.graph(ONE)) == 3
        assert store.generation == 1


@pytest.mark.remote
def test_what_the_journal_notes_is_finished(address: str, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
    with (
        failing_update(monkeypatch, lambda text: text.startswith("ADD ")),
        pytest.raises(StoreError),
        open_store(address, write=True) as store,
    ):
        store.replace(ONE, many(5000))
    with open_store(address, write=True) as store:
        assert count(wire, STAGED) == 0
        assert len(store.graph(ONE)) == 5000
        assert len(store.public()) == 5002
        assert store.generation == 1


@pytest.mark.remote
@pytest.mark.parametrize("fault", ["none", "lost", "cut"])
def test_a_large_change_goes_in_parts(address: str, wire: Wire, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Of 95 lines in pieces of 10: an answer without a deed is noticed, and whoever comes next sends what is left, not all again."""
    monkeypatch.setattr("concordat.graph.staging.WHOLE", 100)
    monkeypatch.setattr("concordat.graph.staging.PIECE", 10)
    monkeypatch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
    with open_store(address, write=True) as store:
        store.replace(ONE, many(5))
    sent: list[str] = []
    update, faulty = Wire.update, [fault]

    def tampered(self: Wire, text: str) -> None:
        sent.append(text)
        if text.startswith("ADD ") and len(moved(sent)) == 3 and faulty[0] != "none":
            if faulty.pop() == "cut":
                raise StoreError("cut off")
            faulty.append("none")
            return
        update(self, text)

    monkeypatch.setattr(Wire, "update", tampered)
    if fault == "cut":
        with pytest.raises(StoreError, match="cut off"), open_store(address, write=True) as store:
            store.replace(ONE, many(100))
        with pytest.raises(StoreError, match="half written"):
            open_store(address, wait=0)
        faulty.append("none")
    else:
        with open_store(address, write=True) as store:
            store.replace(ONE, many(100))
    with open_store(address, write=True) as store:
        assert (len(store.graph(ONE)), len(store.public()), store.generation) == (100, 102, 2)
        assert count(wire, STAGED) == 0
    # ten pieces enter the layer and the public graph, then the catalogue follows
    assert (len(moved(sent)), len({*moved(sent)})) == (20 if fault == "none" else 21, 20)


def moved(sent: list[str]) -> list[str]:
    """Return the parts of the change among the updates that were sent, the last one aside."""
    return [text for text in sent if text.startswith("ADD ") and "INSERT DATA" in text]


@pytest.mark.remote
@pytest.mark.parametrize("before", [pytest.param(0, id="first"), pytest.param(5, id="later")])
@pytest.mark.parametrize("done", range(5))
def test_a_change_cut_off_after_any_of_its_operations_is_finished(
    empty_virtuoso: str, monkeypatch: pytest.MonkeyPatch, before: int, done: int
) -> None:
    """Virtuoso carries out the operations of a request one by one, and keeps those that it came to."""
    monkeypatch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
    wire = Wire.from_environment(empty_virtuoso.removeprefix("sparql+"), os.environ)
    if before:
        with open_store(empty_virtuoso, write=True) as store:
            store.replace(ONE, many(before))
    update = Wire.update

    def cut(self: Wire, text: str) -> None:
        if not text.startswith(("ADD ", "DELETE {")) or layers.STAGING not in text:
            update(self, text)
            return
        operations = text.split(" ;\n")
        assert len(operations) > done
        update(self, " ;\n".join(operations[:done]) or "DROP SILENT GRAPH <http://example.org/none>")
        raise StoreError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(Wire, "update", cut)
        with pytest.raises(StoreError, match="cut off"), open_store(empty_virtuoso, write=True) as store:
            store.replace(ONE, [*many(9)[2:], (A, P, Literal("é"))])
    with pytest.raises(StoreError, match="half written"):
        open_store(empty_virtuoso, wait=0)
    with open_store(empty_virtuoso, write=True) as store:
        assert (len(store.graph(ONE)), len(store.public()), store.generation) == (8, 10, 1 + bool(before))
        assert count(wire, STAGED) == 0


@pytest.mark.remote
def test_a_term_that_a_server_changes_is_refused(empty_virtuoso: str) -> None:
    """Virtuoso makes other terms of durations and of large numbers, and says nothing."""
    with open_store(empty_virtuoso, write=True) as store:
        store.replace(ONE, many(2))
        for term in (Literal("P3M", datatype=XSD.duration), Literal(12345678901234567890123)):
            with pytest.raises(StoreError, match=f"changes what it is given: .*{term}.* becomes "):
                store.replace(ONE, [(A, P, term), *many(3)])
        assert (store.graph(ONE), store.generation) == (many(2), 1)
    with open_store(empty_virtuoso, write=True):
        wire = Wire.from_environment(empty_virtuoso.removeprefix("sparql+"), os.environ)
        assert count(wire, STAGED) == 0


@pytest.mark.remote
def test_a_reader_sees_nothing_of_staging_and_lease(address: str) -> None:
    with open_store(address, write=True) as store:
        store.replace(ONE, many(3000))
        assert store.graph_names() == [layers.CATALOG, ONE]
        seen = store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        assert {row["g"] for row in seen} == {layers.CATALOG, ONE}


@pytest.mark.remote
def test_graphs_of_others_are_left_alone(address: str, wire: Wire) -> None:
    wire.update("INSERT DATA { GRAPH <http://example.org/theirs> { <http://e/s> <http://e/p> 1 } }")
    with open_store(address, write=True) as store:
        store.replace(ONE, many(1))
        assert store.graph_names() == [layers.CATALOG, ONE]
        assert not store.ask("ASK { GRAPH ?g { <http://e/s> ?p ?o } }")
    assert count(wire, "FILTER(?g = <http://example.org/theirs>)") == 1


@pytest.mark.remote
def test_the_graph_store_protocol_is_used_where_there_is_one(
    address: str, empty_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCORDAT_GSP_URL", f"{empty_server}/store")
    with open_store(address, write=True) as store:
        store.replace(ONE, many(5000))
        assert len(store.graph(ONE)) == 5000
    monkeypatch.setenv("CONCORDAT_GSP_URL", f"{empty_server}/nowhere")
    with open_store(address, write=True) as store, pytest.raises(StoreError, match="refused"):
        store.replace(ONE, many(9000))


@pytest.mark.remote
def test_the_lease_of_a_dead_writer_expires(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dead = open_store(address, write=True)
    with pytest.raises(StoreError, match="locked by another process"):
        open_store(address, write=True, wait=0.1)
    monkeypatch.setattr("concordat.graph.lease.EXPIRY", timedelta(0))
    # however slow the server is: the wait is for those who live
    with open_store(address, write=True, wait=0.0):
        monkeypatch.undo()
        with pytest.raises(StoreError, match="took the store over"):
            dead.replace(ONE, many(1))
    dead.close()
    with pytest.raises(StoreError, match="opened for reading"):
        dead.replace(ONE, many(1))


@pytest.fixture(params=["oxigraph", "virtuoso"])
def either(request: pytest.FixtureRequest) -> str:
    """The address of an empty store on a server of each kind."""
    return str(request.getfixturevalue("empty_virtuoso")) if request.param == "virtuoso" else f"sparql+{request.getfixturevalue('empty_server')}/query"


@pytest.mark.remote
def test_a_writer_at_work_is_joined_by_nobody(either: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # by their names the second would come first
    names = iter([SimpleNamespace(hex="ff"), SimpleNamespace(hex="00")])
    monkeypatch.setattr("concordat.graph.lease.uuid.uuid4", lambda: next(names))
    let_in = threading.Event()

    def joins() -> None:
        with open_store(either, write=True, wait=30):
            let_in.set()

    with open_store(either, write=True) as store:
        lease = cast("RemoteStore", store)._lease
        assert lease is not None
        second = threading.Thread(target=joins)
        second.start()
        for _ in range(10):
            lease.renew()
            assert not let_in.wait(0.1)
    second.join()
    assert let_in.is_set()


@pytest.mark.remote
def test_a_claim_that_is_carried_out_twice_is_one(either: str, monkeypatch: pytest.MonkeyPatch) -> None:
    update, claims = Wire.update, []

    def twice(wire: Wire, text: str) -> None:
        update(wire, text)
        if "BIND(NOW()" in text and not claims:
            claims.append(text)
            update(wire, text)
            # as where both were at work at once
            update(wire, f"{text.partition(' WHERE ')[0]} WHERE {{ BIND(NOW() AS ?now) }}")

    monkeypatch.setattr(Wire, "update", twice)
    with open_store(either, write=True, wait=0.0) as store:
        store.replace(ONE, many(1))
    assert len(claims) == 1


@pytest.mark.remote
def test_a_dataset_of_the_query_is_kept(address: str) -> None:
    with open_store(address, write=True) as store:
        store.replace(layers.REVIEW, many(1))
        assert not store.ask("ASK { ?s ?p 0 }")
        assert store.ask(f"ASK FROM <{layers.REVIEW}> {{ ?s ?p 0 }}")


@pytest.mark.parametrize(
    ("environment", "update", "user"),
    [
        pytest.param({}, "http://h/update", None, id="default"),
        pytest.param(
            {"CONCORDAT_UPDATE_URL": "http://h/u", "CONCORDAT_USER": "me", "CONCORDAT_PASSWORD": "secret"},
            "http://h/u",
            "me",
            id="set",
        ),
    ],
)
def test_addresses_come_from_the_environment(environment: dict[str, str], update: str, user: str | None) -> None:
    wire = Wire.from_environment("http://h/query", environment)
    assert (wire.query_url, wire.update_url, wire.gsp_url, wire.user) == ("http://h/query", update, None, user)
    assert "secret" not in repr(wire)


def test_one_address_serves_both_where_it_is_not_called_query() -> None:
    assert Wire.from_environment("http://h/sparql", {}).update_url == "http://h/sparql"


@contextmanager
def answering(*answers: int) -> Iterator[tuple[Wire, list[str]]]:
    """Run a server that gives these statuses one after the other, 0 cutting the connection, and notes credentials."""
    left, seen = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(self.headers.get("Authorization", ""))
            status = left.pop(0) if left else 200
            if status == 0:
                self.close_connection = True
                return
            body = b'{"head": {}, "boolean": true}' if status == 200 else b"no\nmore"
            self.send_response(status)
            if status == 401:
                self.send_header("WWW-Authenticate", 'Digest realm="SPARQL", nonce="n", qop="auth"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield Wire.from_environment(f"http://127.0.0.1:{server.server_port}/query", {}), seen
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concordat.graph.wire._PAUSES", (0.0, 0.0))


@pytest.mark.parametrize("answers", [pytest.param((0, 0), id="cut"), pytest.param((503, 502), id="overloaded"), pytest.param((500, 500), id="broken")])
def test_a_passing_failure_is_retried(answers: tuple[int, ...]) -> None:
    with answering(*answers) as (wire, seen):
        assert wire.ask("ASK {}")
        assert len(seen) == 3


@pytest.mark.parametrize(
    ("answers", "error", "words"),
    [
        pytest.param((0, 0, 0), StoreError, "cannot be reached", id="cut"),
        pytest.param((503, 503, 503), StoreError, "refused", id="overloaded"),
        pytest.param((500, 500, 500), StoreError, "refused: no", id="broken"),
        pytest.param((404,), StoreError, "refused", id="missing"),
        pytest.param((403,), StoreError, "refused", id="forbidden"),
        pytest.param((400,), InputError, "SPARQL: no", id="bad-query"),
        pytest.param((401, 401, 401, 401), StoreError, "credentials", id="unauthorised"),
    ],
)
def test_a_lasting_failure_is_told(answers: tuple[int, ...], error: type[Exception], words: str) -> None:
    with answering(*answers) as (wire, _), pytest.raises(error, match=words):
        wire.ask("ASK {}")


def test_a_digest_is_sent_where_a_server_wants_one() -> None:
    with answering(401, 401) as (wire, seen):
        wire.user, wire.password = "me", "secret"
        assert wire.ask("ASK {}")
        assert [kind.split(" ")[0] for kind in seen] == ["Basic", "", "Digest"]
    urllib.request.install_opener(urllib.request.build_opener())


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store("sparql+http://127.0.0.1:9/query")
