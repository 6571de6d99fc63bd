"""A server on a free port of 127.0.0.1, with the small world in its store, and a client of it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from lxml import html
from rdflib import Graph, Literal
from rdflib.query import ResultRow

from concordat.graph import catalog, layers, quads
from concordat.graph.names import CDT, ID
from concordat.graph.store import open_store
from concordat.web.app import app
from concordat.web.limits import Limits
from concordat.web.outside import Hosts
from concordat.web.service import Service
from concordat.web.tokens import Tokens, add, read

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
START = 20  # seconds
HTML = {"Accept": "text/html"}
LIMITS = Limits(seconds=2.0, rows=2000, memory=2048, body=20_000, workers=3, waiting=50)
# what no channel may show
SECRETS = ("Secret", "secret/", "whispered", "overheard")
HIDDEN = layers.document("0" * 64)


def rows_of(graph: Graph, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT over an rdflib graph as texts."""
    return [tuple(map(str, row)) for row in graph.query(query) if isinstance(row, ResultRow)]


def page(client: httpx.Client, address: str, status: int = 200) -> html.HtmlElement:
    """Return a page of the server."""
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.text)


def text(element: html.HtmlElement) -> str:
    """Return the words of an element, on one line."""
    return " ".join(element.text_content().split())


@contextmanager
def running(address: str, *, limits: Limits = LIMITS, tokens: Tokens | None = None, asked: Hosts | None = None) -> Iterator[tuple[str, Service]]:
    """Serve a store, and give the address of the server and its state."""
    service = Service.open(address, limits, tokens or Tokens(), asked)
    server = uvicorn.Server(uvicorn.Config(app(service), port=0, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        end = time.monotonic() + START
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < end, "the server did not start in time"
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", service
    finally:
        server.should_exit = True
        thread.join(START)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def stored(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small world, norms read by machine, and a restricted document."""
    folder = Path(shutil.copytree(small, tmp_path_factory.mktemp("served") / "store"))
    with open_store(folder, write=True) as store, store.transaction():
        lines = quads.normal(quads.lines_of([(ID["secret/2"], CDT.text, Literal("whispered", lang="en"))]), HIDDEN)
        store.replace(HIDDEN, lines)
        catalog.enter(store, catalog.Record(HIDDEN, (("en", "Secret paper"),), "0", "test", (), "restricted"), lines)
        store.replace(layers.extracted("1" * 64), [(ID["paper/north/1"], CDT.cue, Literal("overheard", lang="en"))])
        # a reference to what is not there
        store.insert(layers.curated("citations"), [(ID["paper/north/x"], CDT["incorporates"], ID["treaty/1/9"])])
        store.replace(layers.REVIEW, [(ID["paper/north/1"], CDT.cue, Literal("overheard", lang="en"))])
    return folder


@pytest.fixture(scope="session")
def served(stored: Path) -> Iterator[str]:
    """The address of a server that nobody may write to."""
    with running(str(stored)) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def client(served: str) -> Iterator[httpx.Client]:
    """A client of the server; it follows no redirection."""
    with httpx.Client(base_url=served, timeout=20) as made:
        yield made


@dataclass(frozen=True, slots=True)
class Writable:
    """A server that one person may write to: a client, that person's token, and the folder of the store."""

    client: httpx.Client
    token: str
    folder: Path


@contextmanager
def served_to(folder: Path, token: str, tokens: Tokens) -> Iterator[Writable]:
    """Serve a store to one who may write."""
    patient = replace(LIMITS, seconds=30.0)
    with running(str(folder), limits=patient, tokens=tokens) as (address, _), httpx.Client(base_url=address, timeout=60) as made:
        yield Writable(made, token, folder)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the W3C's manifests out where none is named."""
    return True if collection_path.name == "test_manifest.py" and not config.getoption("--manifest") else None


@pytest.fixture(scope="session")
def writable(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """A server of its own; whoever writes takes it away again."""
    home = tmp_path_factory.mktemp("writable")
    folder = Path(shutil.copytree(stored, home / "store"))
    token = add(home / "tokens", "Jane Reader")
    with served_to(folder, token, read(home / "tokens")) as made:
        yield made
