"""What is seen of a server from outside: ids, logs without words of anybody, metrics, health."""

from __future__ import annotations

import io
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from concordat.errors import StoreError
from concordat.web.app import ROUTES
from concordat.web.limits import Limits
from concordat.web.logs import FORMS, Lines, begin
from concordat.web.service import Service
from concordat.web.tokens import add, read

from .conftest import HTML, START, running

SECRET = "whisper-4711"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged as JSON."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Lines(as_json=True))
    log = logging.getLogger("concordat")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield text
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)


@pytest.fixture(scope="module")
def watched(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Service, str]]:
    """A server of its own, for which every query is slow, and the token of one who may write."""
    home = tmp_path_factory.mktemp("watched")
    token = add(home / "tokens", f"Jane {SECRET}")
    limits = Limits(seconds=2.0, rows=100, memory=2048, workers=2, slow=0.0)
    with running(str(stored), limits=limits, tokens=read(home / "tokens")) as (address, service), httpx.Client(base_url=address, timeout=20) as client:
        yield client, service, token


Watched = tuple[httpx.Client, Service, str]


def figures(client: httpx.Client) -> dict[str, float]:
    """Return the metrics by their name with labels, after the counts of what went before have come in."""
    end = time.monotonic() + START
    while True:
        answer = client.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=")
        # this request alone is still being answered
        if "concordat_requests_open 1.0" in answer.text or time.monotonic() > end:
            break
    return {name: float(value) for name, value in re.findall(r"^(concordat_[^ ]+(?:\{[^}]*\})?) ([\d.e+-]+)$", answer.text, re.MULTILINE)}


def test_an_id_is_taken_or_made_and_stands_on_errors(watched: Watched) -> None:
    client = watched[0]
    assert client.get("/healthz", headers={"X-Request-Id": "gate-7.b"}).headers["x-request-id"] == "gate-7.b"
    made = {client.get("/healthz", headers={"X-Request-Id": given}).headers["x-request-id"] for given in ("", "a b", "x" * 65, 'q"uote')}
    assert len(made) == 4
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in made)
    page = client.get("/id/nothing.html", headers={**HTML, "X-Request-Id": "gate-8", "Accept-Language": "fr"})
    assert page.status_code == 404
    assert "Nom de cette requête, pour qui exploite le serveur : <code>gate-8</code>" in page.text
    assert client.get("/nowhere", headers={"X-Request-Id": "gate-9"}).headers["x-request-id"] == "gate-9"


def test_what_fails_here_is_told_by_its_id_and_logged_without_its_words(watched: Watched, written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(SECRET)

    client = watched[0]
    monkeypatch.setattr("concordat.web.app.unchanged", fails)
    answer = client.get("/style.css", headers={**HTML, "X-Request-Id": "gate-500"})
    # the server closes the connection behind such an answer: no other request may meet that
    assert answer.headers["connection"] == "close"
    assert (answer.status_code, answer.headers["x-request-id"], "gate-500" in answer.text) == (500, "gate-500", True)
    assert SECRET not in answer.text
    line = next(json.loads(line) for line in written.getvalue().splitlines() if "gate-500" in line)
    assert (line["status"], line["route"]) == (500, "/style.css")
    # what uvicorn logs of it goes through the same form of a line
    with pytest.raises(RuntimeError) as caught:
        fails()
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "Exception in ASGI application", None, (caught.type, caught.value, caught.tb))
    for as_json in (True, False):
        shown = Lines(as_json=as_json).format(record)
        assert "RuntimeError" in shown
        assert "test_tracing.py:" in shown
        assert SECRET not in shown


def test_no_line_holds_an_address_a_query_or_a_name(watched: Watched, written: io.StringIO) -> None:
    client, _, token = watched
    client.get("/", params={"q": SECRET}, headers={**HTML, "User-Agent": SECRET})
    client.get(f"/id/{SECRET}")
    client.get("/sparql", params={"query": f"SELECT ('{SECRET}' AS ?x) {{}}"}, headers={"Accept": "text/csv"})
    client.get("/sparql", params={"query": f"SELECT {SECRET}"})
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "text/turtle"}
    assert client.put("/graph/mine", content=f"<x:{SECRET}> <x:b> <x:c> .", headers=bearer).status_code == 201
    assert client.delete("/graph/mine", headers=bearer).status_code == 204
    end = time.monotonic() + START
    while written.getvalue().count('"event": "request"') < 6 and time.monotonic() < end:
        time.sleep(0.01)
    text = written.getvalue()
    assert SECRET not in text
    assert token not in text
    assert "Jane" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"at", "level", "logger", "request", "event"} <= set.intersection(*(set(line) for line in lines))
    assert {line["route"] for line in lines if line["event"] == "request"} == {"/", "/id/{path:path}", "/sparql", "/graph/{local:path}"}
    slow = [line for line in lines if line["event"] == "slow query"]
    assert slow
    assert all(re.fullmatch("[0-9a-f]{16}", line["query"]) and line["request"] != "-" for line in slow)
    [put] = [line for line in lines if line.get("how") == "PUT"]
    assert re.fullmatch("[0-9a-f]{8}", put["token"])


def test_metrics_count_what_was_asked(watched: Watched) -> None:
    client, service, _ = watched
    before = figures(client)
    tag = client.get("/style.css").headers["etag"]
    client.get("/style.css", headers={"If-None-Match": tag})
    client.get("/favicon.svg?" + SECRET)
    assert client.get("/sparql", params={"query": ENDLESS}, headers={"Accept": "text/csv"}).status_code == 503
    after = figures(client)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more('concordat_requests_total{route="/style.css",status="200"}') == 1
    assert more('concordat_requests_total{route="/style.css",status="304"}') == more("concordat_cache_hits_total") == 1
    assert more('concordat_request_seconds_bucket{le="30.0",route="/sparql"}') == 1
    assert more('concordat_workers_killed_total{reason="time"}') == 1
    assert more("concordat_slow_queries_total") == 1
    assert after["concordat_store_generation"] == service.snapshot.generation
    assert after["concordat_workers_busy"] == 0
    assert {re.findall('route="([^"]*)"', name)[0] for name in after if "route=" in name} <= {*(route.path for route in ROUTES), "other"}


def test_health_is_that_of_store_and_workers(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    client, service, _ = watched
    assert client.get("/healthz").text == "ok\n"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json(), ready.headers["cache-control"]) == (200, {"store": "ok", "workers": "ok"}, "no-store")

    def gone(_: str) -> int:
        raise StoreError("there is no store here")

    with monkeypatch.context() as patched:
        patched.setattr("concordat.web.service._generation", gone)
        patched.setattr("concordat.web.service._PAUSE", 0)
        assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (503, {"store": "fails", "workers": "ok"})
    with monkeypatch.context() as patched:
        for worker in service.pool._idle:
            worker._transport.kill()
        patched.setattr("concordat.web.link.sys.executable", "/bin/false")
        assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (503, {"store": "ok", "workers": "fails"})
        assert client.get("/healthz").status_code == 200
    end = time.monotonic() + START
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < end


@pytest.mark.parametrize("form", FORMS)
def test_a_process_logs_in_the_form_it_is_told(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root, ours = logging.getLogger(), logging.getLogger("concordat")
    held, levels = root.handlers[:], (root.level, ours.level)
    try:
        begin(form)
        assert ours.isEnabledFor(logging.INFO) == (form != "quiet")
        [handler] = root.handlers
        line = handler.format(logging.LogRecord("concordat", logging.WARNING, "", 0, "slow query", None, None))
        assert (line.startswith("{"), "slow query" in line) == (form == "json", True)
    finally:
        root.handlers[:] = held
        root.setLevel(levels[0])
        ours.setLevel(levels[1])
