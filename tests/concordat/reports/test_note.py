"""The note: one page, in both languages, with all its parts, however long the words are."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pypdfium2
import pytest

from concordat.checking import Desk
from concordat.errors import UsageError
from concordat.reports import pdf
from concordat.reports.note import phrases
from concordat.reports.paper import Paper, Text
from concordat.texts import Passage

LEFT = "paper:north/1/2"
AGAINST = ("mandate:addendum/18", "treaty:1/1")
PARTS = ("line", "words", "assessment", "against", "options", "check", "sources")


def text_of(data: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(data)
    told = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return len(document), " ".join(told.split())


def test_both_languages_have_the_same_words() -> None:
    assert set(phrases()["en"]) == set(phrases()["fr"])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_pdf_is_one_page_with_all_parts(desk: Desk, lang: str) -> None:
    made = desk.note(LEFT, AGAINST, "pdf", lang, command="concordat check x --note")
    assert isinstance(made, bytes)
    pages, told = text_of(made)
    assert pages == 1
    places = [told.index(phrases()[lang][part]) for part in PARTS]
    assert places == sorted(places)
    assert phrases()[lang]["draft"] in told
    assert "concordat check x --note" in told
    assert b"pdfuaid" in made


@pytest.mark.parametrize("form", ["docx", "html"])
def test_other_formats_say_the_same(desk: Desk, form: str) -> None:
    made = desk.note(LEFT, AGAINST, form, "en", command="concordat check x")
    told = "\n".join(p.text for p in docx.Document(io.BytesIO(made)).paragraphs) if isinstance(made, bytes) else made
    assert all(phrases()["en"][part] in told for part in PARTS)
    # what breaks comes first, and what would mend it
    assert "✗ Does not meet it as worded" in told
    # departing from a mandate is no breach of law
    assert "whoever gave the mandate has to agree first" in told
    assert "Let refusal be possible on this ground: protection of personal data" in told


def test_long_words_are_set_small_and_then_cut_and_it_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(desk.library.passages, "treaty:1/1", [Passage("shall keep the data " * 100, "en", (3, 9), "d")])
    whole = desk.note(LEFT, AGAINST, "pdf", "en")
    monkeypatch.setitem(desk.library.passages, "treaty:1/1", [Passage("shall keep the data " * 900, "en", (3, 9), "d")])
    cut = desk.note(LEFT, AGAINST, "pdf", "en")
    assert isinstance(whole, bytes)
    assert isinstance(cut, bytes)
    (pages, told), (cut_pages, cut_told) = text_of(whole), text_of(cut)
    assert (pages, told.count("shall keep the data"), "cut to fit" in told) == (1, 100, False)
    assert (cut_pages, cut_told.count("cut to fit one page")) == (1, 1)


def test_what_names_nothing_is_said(desk: Desk) -> None:
    with pytest.raises(UsageError, match="gone:1"):
        desk.note(LEFT, ("gone:1",), "pdf", "en")


def test_nothing_in_a_text_is_a_command_to_the_typesetter() -> None:
    wild = '#panic("x") *b* $x^2$ [#sys.inputs] \\ // "q" <l> @r'
    paper = Paper(wild, "en", [Text(wild, "quote", wild)], wild)
    _, told = text_of(pdf.render(paper))
    assert told.count('#panic("x") *b* $x^2$ [#sys.inputs]') == 4
    assert text_of(pdf.render(replace(paper, lang="fr", tight=True)))[0] == 1
