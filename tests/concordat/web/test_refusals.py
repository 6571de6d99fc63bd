"""What is refused is told in the reader's language, on every page that can refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from lxml import html

from .conftest import HTML, LIMITS, Writable, text

LONG = "x" * (LIMITS.body + 1)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# method, address, status, and what is sent
REFUSED: list[tuple[str, str, int, dict[str, Any]]] = [
    ("GET", "/nowhere", 404, {}),
    ("DELETE", "/matrix", 405, {}),
    ("GET", "/id/nothing.html", 404, {}),
    ("GET", "/defects?text=x%20y", 400, {}),
    ("GET", "/dumps/none.nq", 404, {}),
    ("GET", "/editor/none.js", 404, {}),
    ("GET", "/queries/none", 404, {}),
    ("GET", "/queries/norms.docx", 404, {}),
    ("GET", "/queries/norms?provision=x%20y", 400, {}),
    ("GET", "/queries/norms?other=1", 400, {}),
    ("GET", "/note?left=paper:north/1&right=x&format=odt", 400, {}),
    ("GET", "/note?left=x&right=y", 404, {}),
    ("GET", "/report?text=nothing", 404, {}),
    ("GET", "/report?text=nothing&format=odt", 400, {}),
    ("GET", "/governing?between=XX&between=YY&topic=none&on=2026-06-01", 400, {}),
    ("GET", "/governing?between=XX&between=YY&topic=none&on=never", 400, {}),
    ("GET", "/graph/curated/none", 404, {"headers": {"Accept": "text/html, text/turtle;q=0.5"}}),
    ("GET", "/data?graph=x%20y", 400, {}),
    ("GET", "/data", 400, {}),
    ("PUT", "/data?graph=http://example.org/x", 401, {"content": b""}),
    ("GET", "/sparql?query=SELEC", 400, {}),
    ("GET", "/sparql?query=ASK%20%7B", 400, {}),
    ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400, {}),
    ("GET", "/sparql?query=ASK%20%7B%20SERVICE%20%3Chttp://example.org/%3E%20%7B%7D%20%7D", 403, {}),
    ("GET", "/sparql?query=ASK%20%7B%20FILTER(%3Chttp://example.org/f%3E(1))%20%7D", 400, {}),
    ("GET", "/sparql?query=%FF", 400, {}),
    ("GET", "/sparql?update=CLEAR%20ALL", 400, {}),
    ("POST", "/sparql", 415, {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
    ("POST", "/sparql", 400, {"content": b"", "headers": FORM}),
    ("POST", "/sparql", 401, {"data": {"update": "CLEAR ALL"}}),
    ("POST", "/sparql", 413, {"content": LONG, "headers": FORM}),
    ("POST", "/review", 404, {"data": {"finding": "x"}}),
    ("POST", "/review", 403, {"data": {"finding": "x"}, "headers": {"Origin": "https://elsewhere.example"}}),
    ("POST", "/review", 415, {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
    ("POST", "/sign-in", 401, {"data": {"token": "x"}}),
    ("POST", "/uploads", 415, {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
    ("POST", "/uploads", 401, {"files": {"document": b"x"}, "data": {"token": "x"}}),
    ("GET", "/uploads/none", 401, {}),
    ("POST", "/uploads/none/again", 401, {"data": {"against": "x"}}),
    ("POST", "/uploads/none/delete", 401, {}),
    ("GET", "/uploads/none/note", 401, {}),
]


@pytest.fixture(scope="module")
def french(writable: Writable) -> Iterator[httpx.Client]:
    """A client that reads French, of a server that one person may write to."""
    with httpx.Client(base_url=writable.client.base_url, headers={**HTML, "Accept-Language": "fr"}, timeout=60) as made:
        yield made


def reasons(answer: httpx.Response) -> list[html.HtmlElement]:
    """What a page says of why it refuses."""
    found = html.document_fromstring(answer.text)
    assert found.get("lang") == "fr"
    return [*found.xpath("//*[@id='reason' or @id='problem' or @role='alert']")]


@pytest.mark.parametrize(("method", "address", "status", "given"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_it_is_told_in_french(french: httpx.Client, method: str, address: str, status: int, given: dict[str, Any]) -> None:
    answer = french.request(method, address, **given)
    french.cookies.clear()
    assert answer.status_code == status, answer.text
    told = reasons(answer)
    assert told
    assert all(text(each) and not each.xpath("descendant-or-self::*[@lang='en']") for each in told), [text(each) for each in told]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7 nothing", "PDF"), ("a.docx", b"PK\x03\x04 nothing", "archive"), ("a.txt", b"\x00\x01\x02", "UTF-8"),
        ("a.xml", b"<?xml version='1.0'?><a>&nothing;</a>", ""), ("a.txt", b" ", "vide"),
    ],
    ids=["pdf", "zip", "binary", "xml", "empty"],
)  # fmt: skip
def test_so_is_why_a_document_cannot_be_read(french: httpx.Client, writable: Writable, name: str, data: bytes, said: str) -> None:
    given = {"token": writable.token, "against": "mandate"}
    answer = french.post("/uploads", files={"document": (name, data)}, data=given)
    french.cookies.clear()
    assert answer.status_code == 422, answer.text
    [told] = reasons(answer)
    assert not told.xpath("descendant::*[@lang='en']"), text(told)
    assert said in text(told)


def test_a_program_is_told_in_english(writable: Writable) -> None:
    answer = writable.client.get("/sparql", params={"query": "SELEC"}, headers={"Accept": "*/*", "Accept-Language": "fr"})
    assert (answer.headers["content-type"], answer.text) == ("text/plain; charset=utf-8", "SPARQL: no SELECT, ASK, CONSTRUCT or DESCRIBE; write a query\n")
