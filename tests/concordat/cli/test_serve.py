"""`concordat serve` as a program of its own: it starts, answers, ends; and what it says where it cannot."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from concordat.web.tokens import read

if TYPE_CHECKING:
    from ..conftest import Ended


@contextmanager
def started(store: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a server, and give its host with its port, and its process."""
    command = [sys.executable, "-m", "concordat", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://(127\.0\.0\.1:\d+)/", said)
        assert found, said
        try:
            yield found[1], process
        finally:
            process.terminate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_answers_and_ends(small: Path, how: signal.Signals) -> None:
    with started(small) as (host, process):
        with urlopen(f"http://{host}/sparql?query=ASK%7B%7D", timeout=20) as answer:
            assert b"true" in answer.read()
        process.send_signal(how)
        process.wait(20)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_connection_that_lies_idle_is_kept(small: Path) -> None:
    with started(small) as (host, _), closing(HTTPConnection(host, timeout=60)) as connection:
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()
        kept = connection.sock
        # longer than uvicorn keeps it by itself, which is as long as many clients do
        time.sleep(5.5)
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()
        assert connection.sock is kept


def test_a_port_that_is_taken_is_told(small: Path, run: Callable[..., Ended]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("serve", "--store", small, "--port", taken.getsockname()[1])
    assert ended.code == 2
    assert "choose another --port" in ended.err


def test_a_store_that_is_not_there_is_told(tmp_path: Path, run: Callable[..., Ended]) -> None:
    ended = run("serve", "--store", tmp_path / "none", "--port", 0)
    assert (ended.code, "there is no store here" in ended.err) == (4, True)


def test_a_token_is_shown_once(tmp_path: Path, run: Callable[..., Ended]) -> None:
    ended = run("serve", "--tokens", tmp_path / "tokens", "--add-token", "Jane")
    token = ended.out.decode().strip()
    assert read(tmp_path / "tokens").holder(f"Bearer {token}") == "Jane"
    assert token not in ended.err
    assert run("serve", "--add-token", "Jane").code == 2


def test_what_is_missing_is_named(small: Path, run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    for name in [name for name in sys.modules if name.startswith("concordat.web.serving")]:
        monkeypatch.delitem(sys.modules, name)
    ended = run("serve", "--store", small, "--port", 0)
    assert ended.code == 2
    assert "pip install 'concordat[serve]'" in ended.err
