"""With nothing but the repository's own data, no page and no report shows law without its pin-point and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from lxml import html

from concordat.compatibility import Finding
from concordat.graph.names import BASE, compact, expand
from concordat.reports.html import Page, render
from concordat.web.wording import words

from .conftest import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from concordat.texts import Library
    from concordat.web.reading import Reading
    from concordat.web.service import Service

PREFIXES = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
PREFIX verification: <https://w3id.org/concordat/scheme/verification#>
"""
# nobody held it against a text: by itself, or by the instrument that it is part of
UNREAD = """SELECT DISTINCT ?p { { ?p a cdt:Provision ; cdt:verification verification:unverified }
    UNION { ?i a cdt:Instrument ; cdt:verification verification:unverified . ?p a cdt:Provision ; cdt:within ?i } }"""
EVERY = 90  # one in so many of what was read


@pytest.fixture(scope="module")
def own(built: Path) -> Iterator[tuple[str, Service]]:
    """The address of a server on the whole graph, and its state."""
    with running(str(built)) as held:
        yield held


@pytest.fixture(scope="module")
def service(own: tuple[str, Service]) -> Service:
    """What the server shows."""
    return own[1]


@pytest.fixture(scope="module")
def reader(own: tuple[str, Service]) -> Iterator[httpx.Client]:
    """A client that wants pages."""
    with httpx.Client(base_url=own[0], timeout=20, headers={"Accept": "text/html"}) as made:
        yield made


@pytest.fixture(scope="module")
def unread(service: Service) -> set[str]:
    """The provisions that nobody held against a text, as the graph says."""
    found = {compact(str(row["p"])) for row in service.snapshot.store.select(PREFIXES + UNREAD)}
    assert len(found) > 90
    return found


def address(key: str, lang: str) -> str:
    return f"/{str(expand(key)).removeprefix(BASE)}.html?lang={lang}"


def chosen(reading: Reading, unread: set[str]) -> list[str]:
    """Return the unread provisions that have a page, and some of the others."""
    library = reading.library
    read = sorted(set(library.provisions) - unread)
    return sorted({*(unread & set(library.provisions)), *read[::EVERY], *(p for a in library.authorities.values() for p in a.interpreted)})


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pages_of_provisions(reader: httpx.Client, service: Service, unread: set[str], lang: str) -> None:
    told = words()[lang]
    for key in chosen(service.reading, unread):
        page = html.document_fromstring(reader.get(address(key, lang)).text)
        assert page.xpath("string(//h1)") == service.reading.library.pinpoint(key, lang)
        state = told["unverified"] if key in unread else told["checked"]
        for summary in page.xpath("//blockquote[@class='summary']"):
            below = " ".join(e.text_content() for e in summary.xpath("following-sibling::p[position() <= 2]"))
            assert state in below, key
            assert (told["checked"] in below) != (told["unverified"] in below), key
        for statement in page.xpath("//section[@class='statement']"):
            assert told["checked"] in statement.text_content(), key
            assert statement.xpath(".//q") or statement.xpath("./h3[contains(., $kind)]", kind=told["Requirement"]), key
        for held in page.xpath("//ul[@class='authorities']/li"):
            assert told["unverified"] in held.text_content(), key
            assert held.xpath(".//span[@class='source']/a"), key


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pages_of_authorities(reader: httpx.Client, service: Service, lang: str) -> None:
    library: Library = service.reading.library
    assert len(library.authorities) >= 15
    for key, held in library.authorities.items():
        page = html.document_fromstring(reader.get(address(key, lang)).text)
        text = " ".join(page.text_content().split())
        assert held.holding[lang] in text
        assert held.unverified
        assert words()[lang]["unverified"] in text
        assert all(library.pinpoint(place, lang) in text for place in held.interpreted)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_report(service: Service, unread: set[str], lang: str) -> None:
    reading = service.reading
    keys = [key for key in chosen(reading, unread) if reading.library.provisions[key].summary and reading.library.root(key) != key]
    found = [Finding(str(n), "delivers", (key,), (key,), "conditional", explanation={"en": "x", "fr": "x"}) for n, key in enumerate(keys)]
    page = html.document_fromstring(render(Page(found, reading.library, reading.names, reading.wordings, title="tfeu", version="1")))
    summaries = page.xpath(f"//main[@lang='{lang}']//blockquote[@class='summary']")
    assert len(summaries) >= len(keys)
    state = {True: {"en": "Not checked against a text.", "fr": "Non vérifié sur un texte."}[lang]}
    state[False] = {"en": "Held against the text", "fr": "Confronté au texte"}[lang]
    by_text: dict[str, set[bool]] = {}
    for key in keys:
        by_text.setdefault(reading.library.provisions[key].summary[lang], set()).add(key in unread)
    for summary in summaries:
        below = summary.xpath("string(following-sibling::p[1])")
        assert any(state[held] in below for held in by_text[summary.text_content()]), summary.text_content()


def test_rank_and_competence_name_a_provision_or_are_unverified(service: Service) -> None:
    query = """SELECT ?s ?place ?state { VALUES ?kind { cdt:RankStatement cdt:CompetenceStatement } ?s a ?kind .
        OPTIONAL { ?s cdt:statedIn ?place } OPTIONAL { ?s cdt:verification ?state } }"""
    found = service.snapshot.store.select(PREFIXES + query)
    assert len(found) > 10
    assert [row["s"] for row in found if "place" not in row and not str(row.get("state", "")).endswith("#unverified")] == []
