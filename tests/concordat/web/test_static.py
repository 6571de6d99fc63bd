"""The pages of the ontology as files: every link resolves, both languages say the same things, nothing needs a server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from rdflib import Graph

from concordat.errors import InputError, UsageError
from concordat.graph.vocabulary import vocabulary
from concordat.web.static import write

SCHEMES = {path.stem for path in (Path(__file__).resolve().parents[3] / "ontology" / "schemes").glob("*.ttl")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages."""
    folder = tmp_path_factory.mktemp("site")
    write(vocabulary(), folder)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, html.HtmlElement]:
    """Every page, by its file."""
    return {path: html.parse(str(path)).getroot() for path in sorted(site.rglob("*.html"))}


def test_there_is_a_page_for_each_vocabulary_in_each_language(site: Path, pages: dict[Path, html.HtmlElement]) -> None:
    named = {path.relative_to(site).as_posix() for path in pages}
    places = ["ontology", *(f"scheme/{name}" for name in SCHEMES)]
    assert named == {"index.html"} | {f"{lang}/{place}.html" for lang in ("en", "fr") for place in places}


def test_every_link_leads_to_a_file_and_to_a_place_in_it(pages: dict[Path, html.HtmlElement]) -> None:
    ids = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    for path, page in pages.items():
        for link in page.xpath("//@href"):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path}: {link}"
            assert not parts.fragment or parts.fragment in ids[target], f"{path}: {link}"


def test_a_page_needs_no_server(pages: dict[Path, html.HtmlElement]) -> None:
    for page in pages.values():
        assert page.xpath("//form | //script") == []
        assert [link for link in page.xpath("//@href | //@src") if link.startswith("/") or "sparql" in link] == []


def test_terms_have_examples_rules_and_drawings(site: Path, pages: dict[Path, html.HtmlElement]) -> None:
    english, french = (pages[site / lang / "ontology.html"] for lang in ("en", "fr"))
    assert english.xpath("//section/@id") == french.xpath("//section/@id")
    assert len(english.xpath("//svg//rect")) == len(french.xpath("//svg//rect")) > 0
    told = {lang: page.get_element_by_id("Norm").text_content() for lang, page in (("en", english), ("fr", french))}
    assert all(word in told["en"] for word in ("Example", "norm:budapest", "What is checked"))
    assert told["en"] != told["fr"]


def test_the_data_are_beside_the_pages(site: Path) -> None:
    turtle = Graph().parse(site / "ontology.ttl")
    assert len(turtle) == len(Graph().parse(site / "ontology.nt")) > 0
    assert {path.stem for path in site.glob("scheme/*.ttl")} == SCHEMES


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot write"):
        write(vocabulary(), tmp_path / "file")


def test_pages_need_a_folder() -> None:
    from concordat.cli.exchange import export

    with pytest.raises(UsageError, match="a folder"):
        export(form="html")
