"""`fetch`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ..conftest import Ended

Run = Callable[..., Ended]


class OneDocument(BaseHTTPRequestHandler):
    """A server that has one document."""

    def do_GET(self) -> None:
        body = b"%PDF-1.7 words" if "s=A/RES/1/1&" in self.path else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an empty cache, for documents that a server on 127.0.0.1 has."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = HTTPServer(("127.0.0.1", 0), OneDocument)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("CONCORDAT_UN_URL", f"http://127.0.0.1:{server.server_port}/access")
    monkeypatch.setenv("CONCORDAT_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "cache"
    server.shutdown()
    thread.join()
    server.server_close()


def test_files_are_written_and_named(run: Run, cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "texts" / "A_RES_1_1.en.pdf"
    ended = run("fetch", "A/RES/1/1", "--to", tmp_path / "texts")
    assert (ended.code, ended.out, ended.err) == (0, f"{path}\n".encode(), f"A/RES/1/1: {path}\n")
    assert path.read_bytes() == b"%PDF-1.7 words"
    ended = run("fetch", "A/RES/1/1", "--to", tmp_path / "texts", "--offline")
    assert ended.err == f"A/RES/1/1: {path}, unchanged\n"


def test_others_are_fetched_where_one_is_not_there(run: Run, cache: Path, tmp_path: Path) -> None:
    ended = run("fetch", "A/RES/9/9", "A/RES/1/1", "--to", tmp_path / "texts")
    assert ended.code == 3
    assert ended.err.startswith("concordat: http://127.0.0.1:")
    assert "A/RES/9/9 is not there in this form and language (404)" in ended.err
    assert ended.out == f"{tmp_path / 'texts' / 'A_RES_1_1.en.pdf'}\n".encode()


def test_a_folder_that_cannot_be_made(run: Run, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("a file")
    assert run("fetch", "A/RES/1/1", "--to", tmp_path / "texts" / "more").code == 3


def test_a_wrong_name_asks_nobody(run: Run, cache: Path) -> None:
    ended = run("fetch", "A/RES/1/1", "privacy")
    assert (ended.code, ended.out) == (2, b"")
    assert not cache.exists()
    assert run("fetch", "A/RES/1/1", "--offline", "--cache", cache / "other").code == 3
