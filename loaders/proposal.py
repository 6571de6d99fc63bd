"""Proposals of the Commission on EUR-Lex: pages made by its own drafting tool, whose classes name each row.

An explanatory memorandum stands in front of the act, a financial statement and annexes behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .acttitle import act_title, proposal_celex
from .document import Document, Metadata, Source
from .element import Element, Text
from .flat import Flat, is_division
from .labels import article_number
from .language import language_of
from .page import inline, is_page, language_of_page, rows_of, tree
from .scribe import Scribe
from .sheet import Row, Sheet, set_apart
from .source import decode
from .wording import annex_name, day_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["matches", "parse"]

_TELLS = re.compile(r"class=[\"'](?:li )?(?:Typedudocument|Institutionquiagit|Titrearticle|Rfrenceinstitutionnelle)", re.IGNORECASE)
_COVER = ("Logo", "Emission", "Rfrenceinstitutionnelle", "Rfrenceinterinstitutionnelle", "CrossReference_cp", "Accompagnant_cp")
_HEADED = re.compile(r"ManualHeading\d|Heading\d|Exposdesmotifstitre|Fichefinanciretitre|Annexetitre")


def matches(text: str) -> bool:
    """Return whether a text is a page in the classes of the Commission's drafting tool."""
    return is_page(text) and _TELLS.search(text) is not None


def parse(source: Source) -> Document:
    """Return the tree of a proposal.

    Raises LimitError where the page is too deep or too large.
    """
    text = decode(source)
    root = tree(text, source)
    sheet = Sheet(text, source.name)
    language = language_of_page(text) or language_of(text)
    reader = _Reader(sheet, language)
    reader.walk(root.first("body") or root)
    reader.hang_notes()
    title = " ".join(words for _, words in reader.flat.scribe.heading.rows) if reader.flat.scribe.heading else None
    return Document(source, _metadata(title, reader.cover, language), reader.flat.scribe.finish())


def _metadata(title: str | None, cover: list[str], language: str) -> Metadata:
    told = act_title(title or "", language)
    printed = " ".join(cover)
    celex, day = proposal_celex(printed), day_in(printed, language) or _figures(printed)
    symbol = re.search(r"(?:COM|JOIN)\s*\(\d{4}\)\s*\d+(?:\s*/\s*\d+)?(?:\s*final)?", printed)
    return Metadata(
        instrument=f"celex:{celex}" if celex else None, title=title, kind="Proposal", language=language,
        symbol=symbol[0] if symbol else None, dates=(("proposed", day),) if day else (), relations=told.relations,
    )  # fmt: skip


def _figures(words: str) -> str | None:
    """A date in figures: `21.4.2021`."""
    match = re.search(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b", words)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match and int(match[2]) <= 12 and int(match[1]) <= 31 else None


class _Reader:
    """Walks a page; what the classes say is told to the flat reader, which sees to the rest."""

    def __init__(self, sheet: Sheet, language: str) -> None:
        self.sheet, self.flat = sheet, Flat(Scribe(sheet), language)
        self.scribe = self.flat.scribe
        self.cover: list[str] = []
        self.act = False  # whether the act has begun
        self.marks: dict[str, object] = {}
        self.notes: list[tuple[str, Row]] = []
        self.classes: dict[str, Callable[[Row, str | None, Element], None]] = {
            "Institutionquiagit": self._enacting, "Formuledadoption": self._adopting, "Titrearticle": self._article,
            "SectionTitle": self._section, "ManualConsidrant": self._recital, "Considrant": self._recital, "Fait": self._done,
            "Institutionquisigne": self._sign, "Personnequisigne": self._sign, "Annexetitre": self._annex,
            "Fichefinanciretitre": self._statement, "Statut": self._title, "Typedudocument": self._title,
            "Titreobjet": self._title, "PartTitle": self._section, "ChapterTitle": self._section,
        }  # fmt: skip

    def walk(self, element: Element) -> None:
        """Read an element and all inside it."""
        if element.name == "dd" and element.attributes.get("id", "").startswith("footnote"):
            row = self.sheet.row([text for child in element.children for text in inline(child)])
            if row:
                self.notes.append((element.attributes["id"], row))
            return
        if element.name == "tr":
            self._cells(element)
            return
        for child in rows_of(element):
            if isinstance(child, Element):
                self.walk(child)
            else:
                self._row(child, element)

    def _cells(self, row: Element) -> None:
        cells = ([text for child in cell.children for text in inline(child)] for cell in row.elements("td", "th"))
        printed = self.sheet.row(set_apart(cells))
        if printed:
            self._plain(printed, None)

    def _row(self, run: list[Text], element: Element) -> None:
        names = [name for name in element.classes if name != "li"]
        label = next((found.words for found in element.walk("span") if "num" in found.classes), None)
        row = self.sheet.row(run)
        if row is None:
            return
        if label and row.words.startswith(label):
            row = replace(row, words=row.words[len(label) :].strip())
        handler = next((self.classes[name] for name in names if name in self.classes), None)
        if any(name in _COVER or name.endswith("_cp") for name in names):
            self.cover.append(row.words)
            self.scribe.single("heading", row)
        elif handler:
            handler(row, label, element)
        elif any(_HEADED.match(name) for name in names):
            self._headed(row, label)
        else:
            self._plain(row, label)
        for anchor in element.walk("a"):
            if "footnoteRef" in anchor.classes:
                self.marks[anchor.attributes.get("href", "").lstrip("#")] = self.scribe.at

    def _plain(self, row: Row, label: str | None) -> None:
        """A row that its class does not place."""
        if self.flat.part == "front":
            self.scribe.memorandum(replace(row, words=f"{label} {row.words}" if label else row.words))
        elif self.flat.part == "body":
            named = self.scribe.named
            if named is not None and named.kind == "annex" and not label and not row.words.endswith((".", ":", ";")):
                self.scribe.name(row)
            else:
                self.flat.text(row, label=label)
            self.flat.before = row.words
        else:
            self.flat.read(replace(row, words=f"{label} {row.words}" if label else row.words))

    def _headed(self, row: Row, label: str | None) -> None:
        words = f"{label} {row.words}" if label else row.words
        if self.flat.part == "front" and not self.act:
            self.scribe.single("heading", replace(row, words=words))
        else:
            self.scribe.part(replace(row, words=words), level=2)

    # what classes say

    def _title(self, row: Row, _label: str | None, _element: Element) -> None:
        """A row of the title, which the cover prints in part as well."""
        known = self.scribe.heading.rows if self.scribe.heading else []
        if any(words == row.words for _, words in known):
            self.scribe.single("heading", row)
        else:
            self.scribe.title(row)

    def _enacting(self, row: Row, _label: str | None, _element: Element) -> None:
        self.act, self.flat.part, self.flat.formula = True, "visas", row.words
        self.scribe.single("formula", row)

    def _adopting(self, row: Row, _label: str | None, _element: Element) -> None:
        self.flat.part = "body"
        self.scribe.single("formula", row)

    def _recital(self, row: Row, label: str | None, _element: Element) -> None:
        self.flat.part = "recitals"
        self.scribe.recital(label, row)

    def _article(self, row: Row, _label: str | None, element: Element) -> None:
        """The number of an article, and behind a line break its heading."""
        first, *rest = [piece for run in _lines(element) if (piece := self.sheet.row(run))] or [row]
        self.flat.open_article(first, number=article_number(first.words))
        for heading in rest:
            self.scribe.name(heading)

    def _section(self, row: Row, _label: str | None, _element: Element) -> None:
        found = is_division(row.words, self.flat.language)
        if found:
            self.flat.part = "body"
            kind, step, label, rest = found
            self.scribe.division(kind, step, label, row)
            if rest:
                self.scribe.name(replace(row, words=rest))
        else:
            self.scribe.name(row)

    def _annex(self, row: Row, _label: str | None, element: Element) -> None:
        """The number of an annex, and behind a line break its name."""
        first, *rest = [piece for run in _lines(element) if (piece := self.sheet.row(run))] or [row]
        self.flat.open_annex(annex_name(first.words, self.flat.language) or "annex-1", first)
        for heading in rest:
            self.scribe.name(heading)

    def _statement(self, row: Row, _label: str | None, _element: Element) -> None:
        self.flat.open_annex("financial-statement", row)

    def _done(self, row: Row, _label: str | None, _element: Element) -> None:
        self.flat.part = "closing"
        self.scribe.sign(row)

    def _sign(self, row: Row, _label: str | None, _element: Element) -> None:
        self.scribe.sign(row)

    def hang_notes(self) -> None:
        """Hang the footnotes from the nodes with their marks."""
        for target, row in self.notes:
            found = re.match(r"\((?P<number>\d+)\)\s*(?P<rest>.*)", row.words, re.DOTALL)
            number = found["number"] if found else target.removeprefix("footnote")
            above = self.marks.get(target)
            self.scribe.note(number, replace(row, words=found["rest"]) if found else row, above=above)  # type: ignore[arg-type]


def _lines(element: Element) -> Iterator[list[Text]]:
    """The words of an element, cut at its line breaks."""
    run: list[Text] = []
    for text in (text for child in element.children for text in inline(child)):
        if text.start == text.end and text.words == " ":
            yield run
            run = []
        else:
            run.append(text)
    yield run
