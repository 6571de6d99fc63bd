"""Fixtures: the real documents of ../shared, the whole graph in memory, and SPARQL servers that are ones."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from concordat.build import build
from concordat.graph import layers
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        urlopen(f"{url}?query=ASK%7B%7D", timeout=2).close()
    except HTTPError as error:
        error.close()
        return True
    except (URLError, OSError):
        return False
    return True


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address (`http://127.0.0.1:PORT`) of an Oxigraph server of its own."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if program is None:
        pytest.skip("the oxigraph server is not installed")
    address = f"127.0.0.1:{_free_port()}"
    folder = tmp_path_factory.mktemp("oxigraph")
    with (folder / "log").open("wb") as log:
        command = [str(program), "serve", "--location", str(folder / "data"), "--bind", address]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        end = time.monotonic() + _START
        while not _answers(f"http://{address}/query"):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"the oxigraph server did not start: {(folder / 'log').read_text()}")
            time.sleep(0.05)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(_START)


@pytest.fixture
def empty_server(server: str) -> str:
    """The address of an Oxigraph server that holds nothing."""
    Wire.from_environment(f"{server}/query", {}).update("DROP ALL")
    return server


@dataclass(frozen=True, slots=True)
class Server:
    """A SPARQL server: the address of its store, what must be in the environment, and its process."""

    address: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]


_INI = """[Database]
DatabaseFile={folder}/virtuoso.db
ErrorLogFile={folder}/virtuoso.log
LockFile={folder}/virtuoso.lck
TransactionFile={folder}/virtuoso.trx
xa_persistent_file={folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile={folder}/temporary.db
TransactionFile={folder}/temporary.trx
[Parameters]
ServerPort=127.0.0.1:{port}
DisableUnixSocket=1
CaseMode=2
NumberOfBuffers=20000
MaxDirtyBuffers=15000
MaxQueryMem=512M
CheckpointInterval=0
ThreadsPerQuery=1
[HTTPServer]
ServerPort=127.0.0.1:{http}
ServerRoot={folder}
ServerThreads=8
[SPARQL]
ResultSetMaxRows=10000000
"""
_RIGHTS = (
    "DB.DBA.USER_CREATE('writer','secret'); DB.DBA.USER_SET_OPTION('writer','PRIMARY_GROUP','SPARQL');"
    'GRANT SPARQL_UPDATE TO "writer"; GRANT SPARQL_SELECT TO "writer"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET(\'writer\', 7);'
)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso of its own, on free ports, with a database in a scratch folder and a user who may write."""
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-v")
    if program is None or shell is None:
        pytest.skip("virtuoso-t and isql-vt are not installed (Debian: virtuoso-opensource)")
    folder, port, http = tmp_path_factory.mktemp("virtuoso"), _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(folder=folder, port=port, http=http))
    with (folder / "out").open("wb") as out:
        command = [program, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
    try:
        end = time.monotonic() + _START
        # it listens for SQL last
        while not _does(shell, port, _RIGHTS):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"virtuoso did not start: {(folder / 'out').read_text()}")
            time.sleep(0.3)
        base = f"http://127.0.0.1:{http}"
        yield Server(
            f"sparql+{base}/sparql",
            {
                "CONCORDAT_UPDATE_URL": f"{base}/sparql-auth",
                "CONCORDAT_GSP_URL": f"{base}/sparql-graph-crud-auth",
                "CONCORDAT_USER": "writer",
                "CONCORDAT_PASSWORD": "secret",
            },
            process,
        )
    finally:
        process.kill()
        process.wait(_START)


def _does(shell: str, port: int, sql: str) -> bool:
    command = [shell, f"127.0.0.1:{port}", "dba", "dba", f"exec={sql}"]
    done = subprocess.run(command, capture_output=True, timeout=_START, check=False)
    return done.returncode == 0 and b"Error" not in done.stdout + done.stderr


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


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[[str, str], Path]:
    """A way to write a small file below the test's own folder: name, text -> path."""

    def make(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make
