"""One program, three stores: what is asked of a folder, of `oxigraph serve` and of Virtuoso has the same answers, byte for byte.

Here the small world goes through every command. `CONCORDAT_WHOLE` asks for more (`make soak`): the whole graph brought to each
server by bulk and asked every question, and the whole build on Virtuoso.
"""

from __future__ import annotations

import importlib.util
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from concordat.build import build, compare_all
from concordat.catalogue import bind, find, questions
from concordat.graph import build as graph_building
from concordat.graph import layers
from concordat.graph.store import Store, open_store
from concordat.graph.wire import Wire
from concordat.web.app import app
from concordat.web.limits import Limits
from concordat.web.service import Service
from concordat.web.tokens import Tokens

from .conftest import TREATY, Ended

pytestmark = pytest.mark.remote

TIMED = (layers.CATALOG, layers.CATALOG_RESTRICTED, layers.REVIEW)
NAMED = "paper:north/1/1~treaty:1/1"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "paper:north", "--format", "jsonl"),
    ("check", "secret:1", "--against", "treaty:1/1", "--format", "jsonl"),
    ("query", "findings", "-p", "text=paper:north", "--format", "csv"),
    ("query", "graphs.rq", "--format", "json"),
    ("query", "described.rq", "--format", "ttl"),
    ("validate", "--format", "ttl"),
    ("load", "treaty.md"),
    ("export", "--format", "nq"),
    ("review", NAMED, "--accept", "--as", "Anna", "--edition", "p. 1"),
    ("review", NAMED, "--accept", "--as", "Boris", "--edition", "p. 1"),
    ("review", "list", "--format", "jsonl"),
    ("verify",),
)
FILES = {
    "graphs.rq": "SELECT ?g ?s { GRAPH ?g { ?s a <https://w3id.org/concordat/ontology#Requirement> } } ORDER BY ?g ?s",
    "described.rq": "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <https://w3id.org/concordat/id/treaty> <https://w3id.org/concordat/id/mandate> } ?s ?p ?o }",
    "treaty.md": TREATY,
}
PAGES = ("/", "/matrix?text=paper&lang=fr", "/id/treaty/1/1.html", "/id/paper.ttl", "/queries/norms.csv?provision=treaty:1", "/defects?text=paper")


def dumps(store: Store) -> dict[str, bytes]:
    """Return every graph but those that hold times."""
    return {layers.local_name(name): store.dump(name) for name in store.graph_names() if name not in TIMED}


@pytest.fixture
def every_command(
    run: Callable[..., Ended], make_file: Callable[[str, str], Path], world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], dict[str, object]]:
    """A way to send a store through every command; gives what came of each."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    written = {name: str(make_file(name, text)) for name, text in FILES.items()}

    def through(address: str) -> dict[str, object]:
        monkeypatch.setenv("CONCORDAT_REVIEW", str(tmp_path / str(len(list(tmp_path.iterdir()))) / "review"))
        with open_store(address, write=True) as store:
            graph_building.build(store, data=world)
            found: dict[str, object] = {"compared": compare_all(store)}
            found |= dumps(store)
        for words in COMMANDS:
            ended = run(*(written.get(word, word) for word in words), "--store", address)
            # persons have chance names
            told = [json.loads(line)["state"] for line in ended.out.splitlines()] if words[:2] == ("review", "list") else ended.out
            found[" ".join(words)] = (ended.code, told)
        with open_store(address) as store:
            found |= {f"{name} at the end": lines for name, lines in dumps(store).items()}
            found["public"] = store.public() - store.lines(layers.CATALOG)
            found["generation"] = store.generation
        return found

    return through


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_every_command_does_the_same(kind: str, every_command: Callable[[str], dict[str, object]], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    expected = every_command(str(tmp_path / "store"))
    assert [command for command, told in expected.items() if isinstance(told, tuple) and told[0] not in (0, True) and " " in command] == []
    address = request.getfixturevalue("empty_virtuoso") if kind == "virtuoso" else f"sparql+{request.getfixturevalue('empty_server')}/query"
    found = every_command(address)
    assert {name: told for name, told in found.items() if expected.get(name) != told} == {}
    assert found.keys() == expected.keys()


def pages_of(address: str) -> dict[str, tuple[int, str]]:
    service = Service.open(address, Limits(seconds=5.0, workers=1), Tokens())
    with TestClient(app(service)) as client:
        return {page: (answer.status_code, answer.text) for page in PAGES for answer in [client.get(page)]}


def test_the_same_pages_are_served(small: Path, world: Path, empty_virtuoso: str) -> None:
    with open_store(empty_virtuoso, write=True) as store:
        graph_building.build(store, data=world)
        compare_all(store)
    expected = pages_of(str(small))
    assert {status for status, _ in expected.values()} == {200}
    assert pages_of(empty_virtuoso) == expected


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def whole(request: pytest.FixtureRequest, graph: Store) -> Iterator[str]:
    """The address of a server with the whole graph; on Virtuoso it is brought there in one transaction. Read it only."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "virtuoso":
            held = request.getfixturevalue("virtuoso")
            address, environment = held.address, held.environment
        else:
            server = request.getfixturevalue("server")
            address, environment = f"sparql+{server}/query", {"CONCORDAT_GSP_URL": f"{server}/store"}
        for name, value in environment.items():
            patch.setenv(name, value)
        wire = Wire.from_environment(address.removeprefix("sparql+"), os.environ)
        for name in filter(lambda name: name.startswith(layers.ROOT), wire.graph_names()):
            wire.update(f"DROP SILENT GRAPH <{name}>")
        if request.param == "virtuoso":
            with open_store(address, write=True) as store, store.transaction():
                for layer in graph.graph_names():
                    store.replace(layer, graph.lines(layer))
        else:
            # one transaction of half a million statements takes Oxigraph minutes; the whole build on it is tried in test_remote
            for name, lines in [*((name, graph.lines(name)) for name in graph.graph_names()), (layers.PUBLIC, graph.public())]:
                assert wire.post_graph(name, b"\n".join(lines))
        yield address


def cases() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the cases of the golden results: question, case, parameters."""
    specification = importlib.util.spec_from_file_location("cases", Path(__file__).parents[1] / "queries" / "test_golden.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return dict(module.CASES)


if os.environ.get("CONCORDAT_WHOLE"):

    def test_the_whole_graph_is_the_same_and_every_question_too(whole: str, graph: Store) -> None:
        known, slow, other = cases(), [], []
        with open_store(whole) as store:
            assert store.graph_names() == graph.graph_names()
            assert [name for name in graph.graph_names() if name not in TIMED and store.dump(name) != graph.dump(name)] == []
            assert store.public() - store.lines(layers.CATALOG) == graph.public() - graph.lines(layers.CATALOG)
            for name, question in questions().items():
                for case, given in known.get(name, {"": {}}).items():
                    values = bind(find(name), given)
                    start = time.monotonic()
                    rows = store.select(question.query, bindings=values)
                    if time.monotonic() - start > 20:
                        slow.append((name, case))
                    if rows != graph.select(question.query, bindings=values):
                        other.append((name, case))
        assert (other, slow) == ([], [])

    def test_the_whole_build_is_the_same_on_virtuoso(graph: Store, empty_virtuoso: str) -> None:
        with open_store(empty_virtuoso, write=True) as store:
            build(store)
            assert dumps(store) == dumps(graph)
