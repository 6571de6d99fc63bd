"""Fetching, against a server on 127.0.0.1 that answers as CELLAR and the Official Document System do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.errors import InputError, LimitError, StoreError, UsageError
from concordat.loaders import fetch as fetching
from concordat.loaders.addresses import Settings, wanted
from concordat.loaders.fetch import Fetcher

ACT = b"<html><body>" + b"An act. " * 20_000 + b"</body></html>"
XHTML = "application/xhtml+xml"
Headers = dict[str, str]


@dataclass
class Script:
    """What the server does, and what it saw."""

    seen: list[tuple[float, str, Headers]] = field(default_factory=list)
    answers: list[tuple[int, Headers, bytes]] = field(default_factory=list)  # said first, one each, before the usual ones
    cut: int | None = None  # close the next connection after so many bytes
    body: bytes = ACT
    etag: str | None = '"one"'
    kind: str = XHTML


class Server(BaseHTTPRequestHandler):
    """CELLAR points with 303 to the content; the document system answers at once."""

    script: ClassVar[Script]

    def do_GET(self) -> None:
        self.script.seen.append((time.monotonic(), self.path, dict(self.headers)))
        if self.script.answers:
            self.answer(*self.script.answers.pop(0))
        elif self.path.startswith("/resource/"):
            self.answer(303, {"Location": f"/content{self.path.removeprefix('/resource')}"}, b"")
        elif "32099R0001" in self.path or "A/NONE" in self.path:
            self.answer(404, {"Content-Type": "text/html"}, b"<html>none</html>")
        else:
            self.content()

    def content(self) -> None:
        script = self.script
        if script.etag and self.headers.get("If-None-Match") == script.etag:
            self.answer(304, {"ETag": script.etag}, b"")
            return
        kind = "application/pdf" if parse_qs(urlsplit(self.path).query).get("t") == ["pdf"] else script.kind
        headers = {"Content-Type": f"{kind};charset=UTF-8"} | ({"ETag": script.etag} if script.etag else {})
        begin = self.headers.get("Range")
        if begin and self.headers.get("If-Range") == script.etag:
            start = int(begin.removeprefix("bytes=").rstrip("-"))
            whole = len(script.body)
            self.answer(206, headers | {"Content-Range": f"bytes {start}-{whole - 1}/{whole}"}, script.body[start:])
        else:
            self.answer(200, headers, script.body)

    def answer(self, status: int, headers: Headers, body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut, self.script.cut = (self.script.cut, None) if status in (200, 206) else (None, self.script.cut)
        self.wfile.write(body[:cut])
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """The server's part, fresh for each test."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    Server.script = Script()
    return Server.script


@pytest.fixture
def settings(script: Script, address: str, tmp_path: Path) -> Settings:
    """Settings that name the server."""
    return Settings(tmp_path / "cache", f"{address}/resource", f"{address}/access", "https://example.org/me", 0.0)


@dataclass
class Client:
    """A fetcher, and the waits it asked for."""

    settings: Settings
    offline: bool = False
    waits: list[float] = field(default_factory=list)

    def __call__(self, name: str, *, language: str = "en", form: str | None = None, offline: bool = False) -> list[fetching.Fetched]:
        fetcher = Fetcher(self.settings, offline=offline, sleep=self.waits.append)
        return fetcher.fetch(wanted(name, language=language, form=form, settings=self.settings))


@pytest.fixture
def client(settings: Settings) -> Client:
    """A way to fetch: name -> files."""
    return Client(settings)


# what is asked


@pytest.mark.parametrize(
    ("name", "path", "stem"),
    [
        pytest.param("32016R0679", "/resource/celex/32016R0679", "32016R0679.en", id="celex"),
        pytest.param("celex:32016R0679", "/resource/celex/32016R0679", "32016R0679.en", id="compact id"),
        pytest.param("02016R0679-20160504", "/resource/celex/02016R0679-20160504", "02016R0679-20160504.en", id="consolidated"),
        pytest.param("32016R0679R(02)", "/resource/celex/32016R0679R(02)", "32016R0679R(02).en", id="corrigendum"),
        pytest.param("12012E/TXT", "/resource/celex/12012E/TXT", "12012E_TXT.en", id="treaty"),
        pytest.param("http://data.europa.eu/eli/reg/2016/679/oj", "/resource/eli/reg/2016/679/oj", "eli_reg_2016_679_oj.en", id="eli"),
        pytest.param("dir_impl/2014/41/oj", "/resource/eli/dir_impl/2014/41/oj", "eli_dir_impl_2014_41_oj.en", id="short eli"),
        pytest.param("A/RES/78/265", "/access", "A_RES_78_265.en", id="symbol"),
        pytest.param("un-doc:CTOC/COP/WG.3/2010/1", "/access", "CTOC_COP_WG.3_2010_1.en", id="symbol as compact id"),
        pytest.param("unga:74/247", "/access", "A_RES_74_247.en", id="resolution"),
        pytest.param("A/RES/491(V)", "/access", "A_RES_491(V).en", id="old resolution"),
    ],
)
def test_each_kind_of_name_has_its_address(settings: Settings, name: str, path: str, stem: str) -> None:
    asked = wanted(name, settings=settings)
    assert (unquote(urlsplit(asked.url).path), asked.stem) == (path, stem)


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("privacy", "en", None), ("", "en", None), ("../../etc/passwd", "en", None), ("32016R0679", "ru", None),
        ("A/RES/78/265", "de", None), ("32016R0679", "en", "doc"), ("A/RES/78/265", "en", "html"), ("32016R0679", "english", None),
    ],
)  # fmt: skip
def test_what_no_server_has_is_an_error_of_use(settings: Settings, name: str, language: str, form: str | None) -> None:
    with pytest.raises(UsageError) as raised:
        wanted(name, language=language, form=form, settings=settings)
    assert raised.value.do


@given(st.text())
def test_any_name_is_an_address_below_the_base_or_an_error(name: str) -> None:
    settings = Settings(Path("cache"), "http://127.0.0.1:1/resource", "http://127.0.0.1:1/access")
    try:
        asked = wanted(name, settings=settings)
    except UsageError:
        return
    assert asked.url.startswith(("http://127.0.0.1:1/resource/", "http://127.0.0.1:1/access?s="))
    assert "/" not in asked.stem
    assert asked.url.isascii()


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    said = {"CONCORDAT_CELLAR_URL": "http://a/", "CONCORDAT_UN_URL": "http://b", "CONCORDAT_CACHE": str(tmp_path), "CONCORDAT_CONTACT": "me@c"}
    settings = Settings.from_environment(said)
    assert (settings.cellar, settings.un, settings.cache, settings.interval) == ("http://a/", "http://b", tmp_path, 1.0)
    assert settings.agent.startswith("concordat/")
    assert settings.agent.endswith(" (+me@c)")
    assert Settings.from_environment({"XDG_CACHE_HOME": "/x"}).cache == Path("/x/concordat")


def test_an_act_is_asked_for_in_both_types_and_in_a_language(client: Client, script: Script) -> None:
    [file] = client("32016R0679", language="fr")
    assert (file.name, file.data, file.media_type, file.from_cache) == ("32016R0679.fr.xhtml", ACT, XHTML, False)
    for _, _, headers in script.seen:
        assert headers["Accept"] == "application/xhtml+xml, text/html;q=0.9"
        assert headers["Accept-Language"] == "fra"
        assert headers["User-Agent"].endswith("(+https://example.org/me)")
        assert "Mozilla" not in headers["User-Agent"]
    assert [path for _, path, _ in script.seen] == ["/resource/celex/32016R0679", "/content/celex/32016R0679"]


def test_older_acts_come_as_html(client: Client, script: Script) -> None:
    script.kind = "text/html"
    assert client("31995L0046")[0].name == "31995L0046.en.html"


def test_a_document_is_asked_for_by_symbol(client: Client, script: Script) -> None:
    [file] = client("A/RES/78/265", language="fr")
    assert file.name == "A_RES_78_265.fr.pdf"
    assert parse_qs(urlsplit(script.seen[0][1]).query) == {"s": ["A/RES/78/265"], "l": ["fr"], "t": ["pdf"]}


def test_a_choice_of_files_gives_them_all(client: Client, script: Script) -> None:
    choice = b'<html><ul><li><a href="/content/x/DOC_1">1</a></li><li><a href="/content/x/DOC_2">2</a></li></ul></html>'
    script.answers = [(300, {"Content-Type": "text/html"}, choice)]
    assert [file.name for file in client("31957R0001")] == ["31957R0001.en.1.xhtml", "31957R0001.en.2.xhtml"]
    assert [file.from_cache for file in client("31957R0001", offline=True)] == [True, True]
    script.answers = [(300, {"Content-Type": "text/html"}, b"<html>nothing</html>")]
    with pytest.raises(InputError, match="a choice without naming"):
        client("31958R0001")


# the cache


def test_what_did_not_change_is_not_sent_again(client: Client, script: Script) -> None:
    assert not client("32016R0679")[0].from_cache
    again = client("32016R0679")[0]
    assert (again.from_cache, again.data) == (True, ACT)
    assert script.seen[-1][2]["If-None-Match"] == '"one"'
    script.etag, script.body = '"two"', b"<html>changed</html>"
    changed = client("32016R0679")[0]
    assert (changed.from_cache, changed.data) == (False, script.body)


def test_offline_asks_nobody(client: Client, script: Script) -> None:
    with pytest.raises(InputError, match="32016R0679 is not in the cache") as raised:
        client("32016R0679", offline=True)
    assert "--offline" in str(raised.value.do)
    client("32016R0679")
    count = len(script.seen)
    assert client("32016R0679", offline=True)[0].data == ACT
    with pytest.raises(InputError, match="not in the cache"):
        client("32016R0679", language="fr", offline=True)
    assert len(script.seen) == count


def test_a_damaged_cache_is_asked_for_anew(client: Client, settings: Settings, script: Script) -> None:
    client("32016R0679")
    for path in settings.cache.glob("*.body"):
        path.write_bytes(b"damaged")
    assert client("32016R0679")[0].data == ACT
    for path in settings.cache.glob("*.json"):
        path.write_text("{")
    assert client("32016R0679")[0].data == ACT
    assert "If-None-Match" not in script.seen[-1][2]


def test_a_cache_that_cannot_be_written_is_said(client: Client, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StoreError, match="the cache cannot be written") as raised:
        client("32016R0679")
    assert raised.value.exit_code == 4


# what goes wrong


def test_a_cut_connection_is_gone_on_with(client: Client, script: Script) -> None:
    script.cut = 70_000
    assert client("32016R0679")[0].data == ACT
    assert script.seen[-1][2]["Range"].startswith("bytes=")
    assert script.seen[-1][2]["If-Range"] == '"one"'
    assert client.waits == [1.0]


def test_what_changed_in_between_is_begun_anew(client: Client, script: Script) -> None:
    script.cut = 70_000
    script.answers = [(303, {"Location": "/content/a"}, b"")]
    fetcher = Fetcher(client.settings, sleep=lambda _: setattr(script, "etag", '"two"'))
    assert fetcher.fetch(wanted("32016R0679", settings=client.settings))[0].data == ACT
    assert script.seen[-1][2]["If-Range"] == '"one"'


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param((416, {}, b""), id="416"),
        pytest.param((206, {"Content-Type": XHTML, "Content-Range": "bytes 3-9/10"}, b"another"), id="another part"),
    ],
)
def test_a_part_that_does_not_fit_is_thrown_away(client: Client, script: Script, wrong: tuple[int, Headers, bytes]) -> None:
    script.cut = 70_000

    def sleep(_: float) -> None:
        if not script.answers and len(script.seen) == 2:
            script.answers = [wrong]

    file = Fetcher(client.settings, sleep=sleep).fetch(wanted("32016R0679", settings=client.settings))[0]
    assert file.data == ACT
    assert "Range" not in script.seen[-1][2]


def test_a_server_that_always_breaks_off_is_said_and_later_gone_on_with(client: Client, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_TRIES", 1)
    script.cut = 70_000
    with pytest.raises(InputError, match=r"the connection broke off after 70000 of \d+ bytes") as raised:
        client("32016R0679")
    assert "goes on where it stopped" in str(raised.value.do)
    assert client("32016R0679")[0].data == ACT
    assert script.seen[-1][2]["Range"] == "bytes=70000-"


def test_a_busy_server_is_given_the_time_it_asks_for(client: Client, script: Script) -> None:
    script.answers = [(429, {"Retry-After": "7"}, b""), (503, {"Retry-After": "3"}, b""), (500, {}, b"")]
    assert client("32016R0679")[0].data == ACT
    assert client.waits == [7.0, 3.0, 4.0]


@pytest.mark.parametrize("after", ["7200", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_long_wait_is_left_to_the_user(client: Client, script: Script, after: str) -> None:
    script.answers = [(429, {"Retry-After": after}, b"")]
    with pytest.raises(InputError, match=r"the server is busy \(429\)") as raised:
        client("32016R0679")
    assert "run again in" in str(raised.value.do)
    assert client.waits == []


@pytest.mark.parametrize("after", ["", "soon", "Fri, 31 Dec 1999 23:59:59 GMT"])
def test_a_wait_that_says_nothing_is_a_short_one(client: Client, script: Script, after: str) -> None:
    script.answers = [(503, {"Retry-After": after}, b"")]
    client("32016R0679")
    assert client.waits == [1.0]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        pytest.param([(404, {}, b"")], r"32016R0679 is not there in this form and language \(404\)", id="404"),
        pytest.param([(406, {}, b"")], r"not there in this form and language \(406\)", id="406"),
        pytest.param([(403, {}, b"")], r"the server refused \(403\)", id="403"),
        pytest.param([(202, {}, b"")], r"the server refused \(202\)", id="202, a challenge for browsers"),
        pytest.param([(500, {}, b"")] * 4, r"the server failed \(500\)", id="500"),
        pytest.param([(429, {}, b"")] * 4, r"the server is busy \(429\)", id="429"),
        pytest.param([(200, {"Content-Type": "text/plain"}, b"no")], "sent text/plain, not application/xhtml", id="wrong type"),
        pytest.param([(302, {"Location": "/resource/x"}, b"")] * 9, "points in circles", id="circle"),
        pytest.param([(302, {"Location": "file:///etc/passwd"}, b"")], "the server points to file:///etc/passwd", id="another scheme"),
    ],
)
def test_each_refusal_has_its_words(client: Client, script: Script, answers: list[tuple[int, Headers, bytes]], message: str) -> None:
    script.answers = answers
    with pytest.raises(InputError, match=message) as raised:
        client("32016R0679")
    assert raised.value.where == f"{client.settings.cellar}/celex/32016R0679"
    assert raised.value.do
    assert list(client.settings.cache.glob("*.body")) == []


def test_a_page_in_place_of_a_pdf_is_no_document(client: Client, script: Script) -> None:
    script.answers = [(200, {"Content-Type": "text/html"}, b"<html>There is no document</html>")]
    with pytest.raises(InputError, match="the server sent text/html, not application/pdf"):
        client("A/RES/78/265")
    with pytest.raises(InputError, match="A/NONE/1 is not there"):
        client("A/NONE/1")


def test_an_answer_without_end_is_cut(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LIMIT", 100_000)
    with pytest.raises(LimitError, match="more than 100000 bytes"):
        client("32016R0679")


def test_nobody_at_the_address(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "http://127.0.0.1:9/resource", "http://127.0.0.1:9/access", "me", 0.0)
    waits: list[float] = []
    with pytest.raises(InputError, match="the server cannot be reached"):
        Fetcher(settings, sleep=waits.append).fetch(wanted("32016R0679", settings=settings))
    assert waits == [1.0, 2.0, 4.0]


def test_the_pace_is_kept_over_clients(settings: Settings, script: Script) -> None:
    slow = Settings(settings.cache, settings.cellar, settings.un, "me", 0.15)
    for name in ("32016R0679", "A/RES/78/265"):
        Fetcher(slow).fetch(wanted(name, settings=slow))
    times = [when for when, _, _ in script.seen]
    assert len(times) == 3
    assert min(after - before for before, after in pairwise(times)) >= 0.14
