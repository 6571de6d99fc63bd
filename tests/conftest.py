"""Fixtures: the real documents of ../shared, the whole graph in memory, and a SPARQL server that is one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from concordat.build import build
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
    """The address of a server that holds nothing."""
    Wire.from_environment(f"{server}/query", {}).update("DROP ALL")
    return server


@pytest.fixture(params=["embedded", pytest.param("remote", marks=pytest.mark.remote)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of each kind in turn."""
    if request.param == "embedded":
        return str(tmp_path / "store")
    return f"sparql+{request.getfixturevalue('empty_server')}/query"


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
