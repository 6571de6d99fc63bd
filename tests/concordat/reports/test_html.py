"""The page: self-contained, in both languages, with every link, sign and word, and nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import html as lxml_html
from lxml.html import HtmlElement

from concordat.checking import Desk
from concordat.compatibility import Finding
from concordat.graph.store import open_store
from concordat.loading import load_file
from concordat.reports.html import Page, render

MARKUP = "“Keeping <script>alert(1)</script> [data]”"


def page_of(found: list[Finding], desk: Desk, title: str = "paper") -> str:
    return render(Page(found, desk.library, desk.names, desk.wordings, title=title, version="7"))


@pytest.fixture(scope="module")
def page(found: list[Finding], desk: Desk) -> HtmlElement:
    return lxml_html.document_fromstring(page_of(found, desk))


def told(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_both_languages_say_the_same(page: HtmlElement) -> None:
    english, french = page.xpath("//main")
    assert (english.get("lang"), french.get("lang")) == ("en", "fr")
    for tag in ("h2", "h3", "h4", "table", "td", "dt"):
        assert len(english.xpath(f".//{tag}")) == len(french.xpath(f".//{tag}")) > 0
    assert told(english.xpath("./h1")[0]) == "Compatibility of Paper"
    assert told(french.xpath("./h1")[0]) == "Compatibilité de Document"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_language_asked_for_is_shown_first(found: list[Finding], desk: Desk, lang: str) -> None:
    made = Page(found, desk.library, desk.names, desk.wordings, title="paper", version="7", lang=lang)
    page = lxml_html.document_fromstring(render(made))
    assert page.get("lang") == lang
    assert page.xpath("//input[@checked]/@id") == [f"lang-{lang}"]
    assert page.xpath("//a[@class='skip']/@href") == [f"#matrix-{lang}"]


@pytest.mark.parametrize(("confidence", "told"), [("read-by-one", False), ("read-by-machine", True)])
def test_every_format_says_where_a_machine_read(found: list[Finding], desk: Desk, confidence: str, told: bool) -> None:
    read = [replace(finding, confidence=confidence) for finding in found]
    paper = desk.show(read, "docx", "en", left="paper")
    assert isinstance(paper, bytes)
    words = (page_of(read, desk), desk.show(read, "table", "en", left="paper"), "\n".join(p.text for p in Document(BytesIO(paper)).paragraphs))
    assert [("Read by machine, checked by nobody." in str(each)) for each in words] == [told] * 3


def test_ids_are_unique_and_every_link_has_its_target(page: HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//a/@href")
    assert links
    assert [link for link in links if link[0] != "#" or link[1:] not in ids] == []
    assert {label.get("for") for label in page.xpath("//label")} <= set(ids)


@pytest.mark.parametrize(
    ("lang", "heading", "holding", "state"),
    [
        ("en", "Authorities", "Keeping counts <b>from</b> the request.", "Not checked against a text."),
        ("fr", "Jurisprudence et avis", "La conservation compte <b>dès</b> la demande.", "Non vérifié sur un texte."),
    ],
)
def test_an_authority_on_either_side_is_shown_with_its_pin_point_and_state(page: HtmlElement, lang: str, heading: str, holding: str, state: str) -> None:
    (main,) = page.xpath(f"//main[@lang='{lang}']")
    assert set(main.xpath(".//h5/text()")) == {heading}
    shown = [told(item) for item in main.xpath(".//ul[@class='authorities']/li")]
    pin = {"en": "Treaty, art. 1(1)", "fr": "Traité, art. 1, par. 1"}[lang]
    assert shown
    assert all("1900-02-03, ECLI:EU:C:1900:1" in item and holding in item and pin in item and item.endswith(state) for item in shown)
    # nothing interprets the mandate
    assert not main.xpath(".//div[contains(@class,'finding')][contains(h4, 'directive 18')]//h5")


def test_nothing_runs_and_nothing_is_fetched(page: HtmlElement) -> None:
    assert page.xpath("//script | //link | //img | //iframe | //object | //form") == []
    assert list(page.xpath("//@*[starts-with(name(), 'on')]")) == []
    assert page.xpath("//@src") == []
    assert "url(" not in page.xpath("//style")[0].text
    assert "@media print" in page.xpath("//style")[0].text


def test_every_cell_has_sign_and_word(page: HtmlElement) -> None:
    links = page.xpath("//td/a")
    assert links
    for link in links:
        assert [told(span) != "" for span in link.xpath("./span")] == [True, True]
        assert link.get("class")


def test_texts_are_escaped(found: list[Finding], desk: Desk) -> None:
    text = page_of(found, desk)
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [data]" in text
    assert "Data are kept &lt;b&gt;ninety&lt;/b&gt; days." in text
    assert "takes over &lt;what&gt; is not there" in text


def test_drafting_defects_are_listed_apart(page: HtmlElement) -> None:
    main = page.xpath("//main[@lang='en']")[0]
    listed = main.xpath("./div[@class='finding']/h4")
    assert [told(title) for title in listed] == [f"North, {MARKUP} · Treaty, art. 1"]
    assert MARKUP not in "".join(told(title) for title in main.xpath(".//section/h3"))


def test_no_defect_is_said(found: list[Finding], desk: Desk) -> None:
    text = page_of([f for f in found if not f.drafting], desk)
    assert "None was found." in text
    assert "Aucun n'a été relevé." in text


def test_a_finding_shows_the_chain(page: HtmlElement) -> None:
    finding = next(e for e in page.xpath("//main[@lang='en']//section/div") if "art. 1(1): ✓" in told(e))
    terms = [told(term) for term in finding.xpath(".//dt")]
    assert terms[-1:] == ["Rule"]
    # what holds of all is said once
    assert told(page).count("Read: read by one.") == 1
    assert told(page).count("only the points listed were compared") == 1
    assert "At least 90 days also meets at least 60 days." in told(finding)
    assert "Can a State bound by both honour both?" in told(finding)


def test_summaries_are_marked_as_ours(page: HtmlElement) -> None:
    quoted = page.xpath("//main[@lang='fr']//blockquote[@class='summary']")
    assert "Les données sont gardées <b>nonante</b> jours." in {told(quote) for quote in quoted}
    ours = "Notre résumé, non le texte : aucun document portant ces mots n'est chargé."
    assert {told(quote.getnext()) for quote in quoted} == {f"{ours} Confronté au texte par les rédacteurs."}


def test_loaded_words_take_the_place_of_summaries(copied: Path, document: Path) -> None:
    text = document.read_text(encoding="utf-8").replace("Article  29", "Article  1")
    document.write_text(text, encoding="utf-8")
    with open_store(copied, write=True) as store:
        load_file(store, document)
        desk = Desk(store)
    desk.library.passages["treaty:1/1"] = desk.library.passages["budapest:1/al-1"]
    found = desk.text("paper:north/1/1", ("treaty",))
    page = lxml_html.document_fromstring(page_of(found, desk, "paper:north/1/1"))
    quote = page.xpath("//main[@lang='fr']//div[@class='words']/blockquote")[0]
    assert (told(quote), quote.get("lang")) == ("1 Each Party shall preserve data for at least sixty days.", "en")
    assert told(quote.getnext()) == "Texte du document chargé, lignes 9 à 9."


def test_a_whole_text_is_not_quoted(found: list[Finding], desk: Desk) -> None:
    whole = [replace(finding, right=("treaty",)) for finding in found if finding.left == ("paper:north",)]
    assert "<blockquote" not in page_of(whole, desk)
