"""What is kept of answers: what may be, for as long as nothing has changed, and never for or from whoever shows who they are."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from rdflib import Literal

from concordat.graph import layers
from concordat.graph.names import CDT, ID
from concordat.graph.store import open_store
from concordat.web.repeating import LARGEST, Answers
from concordat.web.service import Service
from concordat.web.tokens import add, read

from .conftest import LIMITS, running

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPH = "http://example.org/mine"


@pytest.fixture(scope="module")
def home(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Service, str]]:
    """A server of its own: a client of it, its state, and the token of who may write."""
    place = tmp_path_factory.mktemp("again")
    folder = Path(shutil.copytree(stored, place / "store"))
    token = add(place / "tokens", "Jane Reader")
    limits = replace(LIMITS, seconds=30.0)
    with running(str(folder), limits=limits, tokens=read(place / "tokens")) as (address, service), httpx.Client(base_url=address, timeout=60) as client:
        yield client, service, token


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json", **headers})


def again(answer: httpx.Response) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(answer.headers.get("cache-status") == "concordat; hit")


def test_an_answer_is_given_again_as_it_was(home: tuple[httpx.Client, Service, str]) -> None:
    client, _, _ = home
    first, second = ask(client, f"{COUNT} # same"), ask(client, f"{COUNT} # same")
    assert (again(first), again(second)) == (False, True)
    own = {"cache-status", "date", "x-request-id"}
    assert first.content == second.content
    assert {n: v for n, v in first.headers.items() if n not in own} == {n: v for n, v in second.headers.items() if n not in own}
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert "concordat_answers_again_total" in client.get("/metrics").text


def test_the_answers_of_the_catalogue_too(home: tuple[httpx.Client, Service, str]) -> None:
    client, _, _ = home
    assert [again(client.get("/queries/instruments.csv")) for _ in range(2)] == [False, True]


@pytest.mark.parametrize(
    "other",
    [
        {"Accept": "text/csv"}, {"Accept-Encoding": "identity"}, {"Host": "elsewhere.example"}, {"Origin": "https://a.example"},
        {"Authorization": "Bearer x"}, {"Cookie": "concordat=x"}, {"Cache-Control": "no-cache"},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_who_asks_otherwise_gets_an_answer_of_their_own(home: tuple[httpx.Client, Service, str], other: dict[str, str]) -> None:
    client, _, _ = home
    query = f"{COUNT} # {next(iter(other))}"
    ask(client, query)
    assert not again(ask(client, query, **other))
    assert again(ask(client, query))


@pytest.mark.parametrize("other", ["default-graph-uri", "named-graph-uri", "format"])
def test_another_dataset_or_format_is_another_answer(home: tuple[httpx.Client, Service, str], other: str) -> None:
    client, _, _ = home
    ask(client, COUNT)
    answer = client.get("/sparql", params={"query": COUNT, other: "http://example.org/none" if "graph" in other else "xml"})
    assert not again(answer)


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()", "now ()"])
def test_what_has_another_value_each_time_is_made_anew(home: tuple[httpx.Client, Service, str], function: str) -> None:
    client, _, _ = home
    assert [again(ask(client, f"SELECT ({function} AS ?x) {{}}")) for _ in range(2)] == [False, False]


def test_what_only_looks_like_such_a_function_is_kept(home: tuple[httpx.Client, Service, str]) -> None:
    client, _, _ = home
    query = 'PREFIX now: <http://now/> SELECT ("NOW()" AS ?rand) { OPTIONAL { ?uuid now:RAND <http://e/NOW()> } } LIMIT 1'
    assert [again(ask(client, query)) for _ in range(2)] == [False, True]


@pytest.mark.parametrize(
    ("query", "status"),
    [("SELECT * { ?s ?p ?o } LIMIT 2001", 200), ("SELECT * { ?s ?p ", 400), ('SELECT ?s (CONCAT(STR(?s), STR(?o)) AS ?x) { ?s ?p ?o } LIMIT 1999', 200)],
    ids=["cut short", "an error", "large"],
)  # fmt: skip
def test_what_is_cut_short_large_or_an_error_is_not_kept(home: tuple[httpx.Client, Service, str], query: str, status: int) -> None:
    client, _, _ = home
    for _ in range(2):
        answer = ask(client, query)
        assert (answer.status_code, "cache-status" in answer.headers) == (status, False)
        assert status == 400 or "concordat-cut" in answer.headers or "cut" in answer.json() or len(answer.content) > LARGEST


def put(client: httpx.Client, token: str, service: Service) -> None:
    data = "<http://example.org/a> <http://example.org/b> <http://example.org/c> ."
    held = client.put("/data", params={"graph": GRAPH}, content=data, headers={"Authorization": f"Bearer {token}", "Content-Type": "text/turtle"})
    assert held.status_code == 201


def delete(client: httpx.Client, token: str, service: Service) -> None:
    assert client.delete("/data", params={"graph": GRAPH}, headers={"Authorization": f"Bearer {token}"}).status_code == 204


def update(client: httpx.Client, token: str, service: Service) -> None:
    text = "INSERT DATA { GRAPH <http://example.org/two> { <http://example.org/a> <http://example.org/b> 2 } }"
    assert client.post("/sparql", data={"update": text}, headers={"Authorization": f"Bearer {token}"}).status_code == 204


def elsewhere(client: httpx.Client, token: str, service: Service) -> None:
    """A write by another way than this server, as `concordat build` and `load` make it; the server looks for such by itself."""
    end, before = time.monotonic() + 15, service.snapshot
    with open_store(service.address, write=True) as store:
        store.insert(layers.curated("paper"), [(ID["paper/again"], CDT.cue, Literal("again", lang="en"))])
    while service.snapshot is before:
        assert time.monotonic() < end, "the new state is not served"
        time.sleep(0.05)


def review(client: httpx.Client, token: str, service: Service) -> None:
    finding = next(iter(service.reading.findings))
    given = {"finding": finding, "decision": "commented", "comment": "read", "token": token}
    assert client.post("/review", data=given).status_code == 303


def upload(client: httpx.Client, token: str, service: Service) -> None:
    assert client.post("/uploads", files={"document": b""}, data={"token": token, "against": "mandate"}).status_code == 422


@pytest.mark.parametrize(("write", "changes"), [(put, True), (delete, True), (update, True), (elsewhere, True), (review, False), (upload, False)])
def test_what_is_written_to_the_graph_by_any_way_empties_it(
    home: tuple[httpx.Client, Service, str], write: Callable[[httpx.Client, str, Service], None], changes: bool
) -> None:
    client, service, token = home
    ask(client, COUNT)
    before = ask(client, COUNT)
    assert again(before)
    write(client, token, service)
    client.cookies.clear()
    after = ask(client, COUNT)
    # no query can see reviews and uploads
    assert again(after) != changes
    assert (after.content != before.content) == changes


def test_it_stays_within_its_bytes_and_forgets_what_was_asked_longest_ago() -> None:
    held = Answers(10_000)
    for number in range(100):
        held.put(("key", number), [], b"x" * 2000)
        held.get(("key", 0))
    assert len(held) == 3
    assert held.get(("key", 0))
    assert held.get(("key", 99))
    held.put(("large",), [], b"x" * (LARGEST + 1))
    assert held.get(("large",)) is None


def test_pages_stay_within_their_bytes_whoever_asks(home: tuple[httpx.Client, Service, str], monkeypatch: pytest.MonkeyPatch) -> None:
    client, service, _ = home
    kept = Answers(200_000, largest=100_000)
    monkeypatch.setattr(service, "reading", replace(service.reading, pages=kept))
    pages = [f"/?q={number}" for number in range(100)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda page: client.get(page, headers={"Accept": "text/html"}), pages))
    assert {answer.status_code for answer in made} == {200}
    assert 0 < len(kept) * min(len(answer.content) for answer in made) <= 200_000 < sum(len(answer.content) for answer in made)


def test_it_can_be_turned_off(stored: Path) -> None:
    with running(str(stored), limits=replace(LIMITS, answers=0)) as (address, _), httpx.Client(base_url=address) as client:
        assert [again(ask(client, "ASK {}")) for _ in range(2)] == [False, False]
