"""Fixtures: the real documents of ../shared, the whole graph in memory, and SPARQL servers that are ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

from benchmarks.servers import free_port
from concordat.build import build
from concordat.graph import layers
from concordat.graph.embedded import EmbeddedStore
from concordat.graph.store import Store, open_store
from concordat.graph.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

REPOSITORY = Path(__file__).resolve().parent.parent
_START = 30  # seconds


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, which writes the golden results anew instead of comparing with them, and `--manifest`."""
    parser.addoption("--update-golden", action="store_true", help="write golden results anew; read the diff")
    parser.addoption("--manifest", action="append", default=[], help="run a W3C manifest of protocol tests, with test_manifest.py")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that is skipped for want of something fail in CI, where nothing may be absent."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips nothing: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents: $CONCORDAT_SHARED, else `shared` beside the repository."""
    folder = Path(os.environ.get("CONCORDAT_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"the real documents are not at {folder}")
    return folder


def _answers(url: str) -> bool:
    try:
        urlopen(f"{url}?query=ASK%7B%7D", timeout=2).close()
    except HTTPError as error:
        error.close()
        return True
    except (URLError, OSError):
        return False
    return True


@dataclass(slots=True)
class Server:
    """A SPARQL server on 127.0.0.1: the address of its store, what must be in the environment, and how it is started."""

    address: str
    environment: dict[str, str]
    command: list[str]
    folder: Path
    answers: Callable[[], bool]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "out").open("ab") as out:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=out, stderr=out)
        end = time.monotonic() + _START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                pytest.fail(f"{self.command[0]} did not start: {(self.folder / 'out').read_text()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(_START)


def _oxigraph(folder: Path) -> Server:
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if program is None:
        pytest.skip("the oxigraph server is not installed")
    host = f"127.0.0.1:{free_port()}"
    command = [program, "serve", "--location", str(folder / "data"), "--bind", host]
    environment = {"CONCORDAT_UPDATE_URL": f"http://{host}/update", "CONCORDAT_GSP_URL": f"http://{host}/store"}
    return Server(f"sparql+http://{host}/query", environment, command, folder, lambda: _answers(f"http://{host}/query"))


_INI = REPOSITORY / "benchmarks" / "virtuoso.ini"
_RIGHTS = (
    "DB.DBA.USER_CREATE('writer','secret'); DB.DBA.USER_SET_OPTION('writer','PRIMARY_GROUP','SPARQL');"
    'GRANT SPARQL_UPDATE TO "writer"; GRANT SPARQL_SELECT TO "writer"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET(\'writer\', 7);'
)


def _virtuoso(folder: Path) -> Server:
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or shell is None:
        pytest.skip("virtuoso-t and isql-vt are not installed (Debian: virtuoso-opensource)")
    port, base = free_port(), f"http://127.0.0.1:{free_port()}"
    places = {"folder": folder, "data": folder, "port": port, "http": base.removeprefix("http://127.0.0.1:")}
    (folder / "virtuoso.ini").write_text(_INI.read_text().format(**places, buffers=20_000, dirty=15_000, memory="512M"))
    environment = {
        "CONCORDAT_UPDATE_URL": f"{base}/sparql-auth",
        "CONCORDAT_GSP_URL": f"{base}/sparql-graph-crud-auth",
        "CONCORDAT_USER": "writer",
        "CONCORDAT_PASSWORD": "secret",
    }

    def does(sql: str) -> bool:
        done = subprocess.run([shell, f"127.0.0.1:{port}", "dba", "dba", f"exec={sql}"], capture_output=True, timeout=_START, check=False)
        return done.returncode == 0 and b"Error" not in done.stdout + done.stderr

    def answers() -> bool:
        """It listens for SQL last; the first time it has to be told who may write."""
        return does("select 1;") and (rights.is_file() or (does(_RIGHTS) and rights.write_bytes(b"") == 0))

    rights = folder / "rights"
    command = [program, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    return Server(f"sparql+{base}/sparql", environment, command, folder, answers)


@pytest.fixture(scope="session")
def make_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """A way to start a server of its own, with nothing in it: oxigraph or virtuoso."""
    made: list[Server] = []

    def make(kind: str) -> Server:
        made.append({"oxigraph": _oxigraph, "virtuoso": _virtuoso}[kind](tmp_path_factory.mktemp(kind)))
        made[-1].start()
        return made[-1]

    yield make
    for server in made:
        server.kill()


@pytest.fixture(scope="session")
def server(make_server: Callable[[str], Server]) -> str:
    """The address (`http://127.0.0.1:PORT`) of an Oxigraph server of its own."""
    return make_server("oxigraph").address.removeprefix("sparql+").removesuffix("/query")


@pytest.fixture(scope="session")
def virtuoso(make_server: Callable[[str], Server]) -> Server:
    """A Virtuoso of its own, with a user who may write."""
    return make_server("virtuoso")


@pytest.fixture
def empty_server(server: str) -> str:
    """The address of an Oxigraph server that holds nothing."""
    Wire.from_environment(f"{server}/query", {}).update("DROP ALL")
    return server


@pytest.fixture
def empty_virtuoso(virtuoso: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the store of a Virtuoso that holds nothing of ours; its other addresses stand in the environment."""
    for name, value in virtuoso.environment.items():
        monkeypatch.setenv(name, value)
    wire = Wire.from_environment(virtuoso.address.removeprefix("sparql+"), virtuoso.environment)
    for name in wire.graph_names():
        if name.startswith((layers.ROOT, "http://example.org/")):
            wire.update(f"DROP SILENT GRAPH <{name}>")
    return virtuoso.address


@pytest.fixture(params=["embedded", pytest.param("oxigraph", marks=pytest.mark.remote), pytest.param("virtuoso", marks=pytest.mark.remote)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of each kind in turn."""
    match request.param:
        case "embedded":
            return str(tmp_path / "store")
        case "oxigraph":
            return f"sparql+{request.getfixturevalue('empty_server')}/query"
        case _:
            return str(request.getfixturevalue("empty_virtuoso"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store open for writing, of each kind in turn."""
    with open_store(address, write=True, wait=1.0) as opened:
        yield opened


@pytest.fixture
def memory() -> Iterator[Store]:
    """An empty store in memory."""
    with open_store("memory:", write=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def graph() -> Iterator[Store]:
    """The whole graph, built once in memory: curated facts, what follows from them, and all findings. Read it only."""
    with open_store("memory:", write=True) as opened:
        build(opened)
        yield opened


@pytest.fixture(scope="session")
def built(graph: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the whole graph. Copy it before you write."""
    folder = tmp_path_factory.mktemp("built") / "store"
    assert isinstance(graph, EmbeddedStore)
    copy = ox.Store(str(folder))
    copy.bulk_load(graph.native.dump(format=ox.RdfFormat.N_QUADS), ox.RdfFormat.N_QUADS)
    copy.flush()
    del copy
    return folder


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[[str, str], Path]:
    """A way to write a small file below the test's own folder: name, text -> path."""

    def make(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make
