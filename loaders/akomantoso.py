"""Akoma Ntoso 3 (OASIS LegalDocML): acts and bills of the Union (AKN4EU) and of States.

Elements say what they are; what has no method of its own is text within a row. Provisions that a text quotes to write them
into another are words of the provision that quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .akomantosorecord import language_of_act, metadata, preface_of
from .document import Document, Source
from .element import Element, Text
from .labels import article_number
from .scribe import Scribe
from .sections import as_articles
from .sheet import Row, Sheet, set_apart
from .source import decode
from .wording import annex_name, division_in
from .xmltree import parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["matches", "parse"]

_ROOT = re.compile(r"<(?:[\w-]+:)?akomaNtoso[\s>]")
_HEAD = 4000  # characters in which the root element stands
_DIVISIONS = {
    "part": ("part", "part"), "subpart": ("part", "subpart"), "book": ("part", "book"), "tome": ("part", "tome"),
    "title": ("division", "tit"), "subtitle": ("division", "subtit"), "chapter": ("chapter", "ch"),
    "subchapter": ("chapter", "subch"), "section": ("section", "sec"), "subsection": ("section", "subsec"),
    "division": ("division", "div"), "subdivision": ("division", "subdiv"),
}  # fmt: skip
_KINDS = ("annex", "attachment", "main")  # names of documents that say no more than what they are
_NOT_TEXT = frozenset(("meta", "num", "heading", "subheading", "components", "toc"))


def matches(text: str) -> bool:
    """Return whether a text is XML whose root is that of Akoma Ntoso."""
    return _ROOT.search(text, 0, _HEAD) is not None


def parse(source: Source) -> Document:
    """Return the tree of an Akoma Ntoso document.

    Raises InputError where it is no well-formed XML, LimitError where it is too deep or too large.
    """
    text = decode(source)
    root = parse_xml(text, source)
    as_articles(root)
    sheet = Sheet(text, source.name)
    language = language_of_act(root)
    reader = _Reader(sheet, language)
    reader.read(root)
    heading = reader.scribe.heading
    title = " ".join(words for _, words in heading.rows) if heading else preface_of(root)
    return Document(source, metadata(root, title, language), reader.scribe.finish())


class _Reader:
    """Walks a document; `part` is preface, preamble, body, annex or conclusions."""

    def __init__(self, sheet: Sheet, language: str) -> None:
        self.sheet, self.scribe, self.language = sheet, Scribe(sheet), language
        self.part = "preface"
        self.depth = self.level = self.quoted = self.noted = self.within = 0
        self.notes: list[Element] = []
        self.opened = False  # whether the recital that is read has its first row
        self.handlers: dict[str, Callable[[Element], None]] = {
            "preface": self._in("preface"), "preamble": self._in("preamble"), "body": self._in("body"),
            "mainBody": self._in("body"), "conclusions": self._in("conclusions"), "attachment": self._attachment,
            "component": self._attachment, "longTitle": self._title, "docTitle": self._title, "formula": self._formula,
            "citation": self._visa, "recitals": self._recitals, "recital": self._recital, "article": self._article,
            "paragraph": self._paragraph, "list": self._inside, "point": self._point, "indent": self._point,
            "item": self._point, "li": self._point, "ol": self._listed, "ul": self._listed, "blockList": self._inside,
            "quotedStructure": self._quotation, "table": self._inside, "tr": self._table_row, "authorialNote": self._note,
            "meta": self._nothing, "components": self._inside, "toc": self._nothing, "documentRef": self._reference,
            "clause": self._clause, "schedule": self._schedule,
            **dict.fromkeys(_DIVISIONS, self._division),
        }  # fmt: skip
        self.symbols: list[list[str | int]] = []  # of HTML lists: how they are marked, and how many members came

    def read(self, element: Element) -> None:
        """Read an element and all inside it."""
        self.handlers.get(element.name, self._inside)(element)

    # rows

    def _rows(self, element: Element) -> Iterator[Row | Element]:
        run: list[Text] = []
        for child in element.children:
            if isinstance(child, Element) and (child.name != "authorialNote" and _is_block(child, self.handlers)):
                yield from self._row(run)
                run = []
                yield child
            else:
                run.extend(self._inline(child))
        yield from self._row(run)

    def _row(self, run: list[Text]) -> Iterator[Row]:
        row = self.sheet.row(run)
        if row:
            yield row

    def _inline(self, child: Element | Text) -> Iterator[Text]:
        if isinstance(child, Text):
            yield child
        elif child.name == "authorialNote":
            self.notes.append(child)
        elif child.name in ("br", "eol"):
            yield Text(" ", child.start, child.start)
        else:
            for inner in child.children:
                yield from self._inline(inner)

    def _whole(self, element: Element | None) -> Row | None:
        if element is None:
            return None
        return self.sheet.row([text for child in element.children for text in self._inline(child)])

    def _inside(self, element: Element) -> None:
        for child in self._rows(element):
            if isinstance(child, Row):
                self._take(child)
            else:
                self.read(child)
        if self.notes:
            self._settle()  # of a row that holds nothing else

    def _nothing(self, element: Element) -> None:
        """What prints nothing."""

    def _take(self, row: Row) -> None:
        if self.part == "preface":
            self.scribe.single("heading", row)
        elif self.part == "preamble":
            self.scribe.preamble(row)
        elif self.part == "conclusions":
            self.scribe.sign(row)
        elif self.depth or self.quoted:
            self.scribe.more(row)
        else:
            self.scribe.block(row)
        self._settle()

    def _settle(self) -> None:
        notes, self.notes = self.notes, []
        above = self.scribe.at
        for note in notes:
            self.noted += 1
            row = self._whole(note)
            if row:
                self.scribe.note(str(self.noted), row, above=above)

    def _note(self, element: Element) -> None:
        self.notes.append(element)
        self._settle()

    def _in(self, part: str) -> Callable[[Element], None]:
        def read(element: Element) -> None:
            before, self.part = self.part, "annex" if self.scribe.annex and part == "body" else part
            self._inside(element)
            self.part = before

        return read

    # in front and behind

    def _title(self, element: Element) -> None:
        row = self._whole(element)
        if row is None:
            return
        if self.scribe.annex is not None and self.scribe.named is self.scribe.annex:
            self.scribe.name(row)
        else:
            self.scribe.title(row)
        self._settle()

    def _formula(self, element: Element) -> None:
        row = self._whole(element)
        if row:
            self.scribe.single("formula", row)
            self._settle()

    def _clause(self, element: Element) -> None:
        """Words of an article, or those that close a body and belong to none."""
        if self.within:
            self._paragraph(element)
        else:
            self._formula(element)

    def _visa(self, element: Element) -> None:
        row = self._whole(element)
        if row:
            self.scribe.single("visa", row)
            self._settle()

    def _recitals(self, element: Element) -> None:
        for child in element.elements():
            if child.name == "recital":
                self._recital(child)
            elif child.name == "recitals" or any(child.walk("recital")):
                self._recitals(child)
            elif row := self._whole(child):
                self.scribe.recitals(row)

    def _recital(self, element: Element) -> None:
        number = next(element.elements("num"), None)
        label = number.words if number is not None else None
        opened = False
        for row in self._flat(element, number):
            if opened:
                self.scribe.more(row)
            else:
                self.scribe.recital(label, row)
            opened = True
            self._settle()

    def _flat(self, element: Element, number: Element | None) -> Iterator[Row]:
        for child in self._rows(element):
            if isinstance(child, Row):
                yield child
            elif child is not number:
                yield from self._flat(child, number)

    def _attachment(self, element: Element) -> None:
        told = any(element.walk("body", "mainBody", "documentRef", "doc", "act"))
        if not told or (element.name == "component" and any(element.elements("act", "bill"))):
            self._inside(element)  # the text itself, in a collection
            return
        title = element.first("longTitle", "docTitle", "documentRef")
        row = self._whole(title) if title is not None and title.name != "documentRef" else None
        if row is None:
            row = self._unnamed(element)
        if row is None:
            self._inside(element)
            return
        self._annexed(row)
        self.part, self.level, self.depth = "annex", 0, 0
        for child in element.walk("preface", "body", "mainBody", "conclusions"):
            if child.name == "preface":
                self._foreword(child, row.words)
            else:
                self.read(child)

    def _foreword(self, preface: Element, title: str) -> None:
        """What stands above an annex besides its title."""
        for row in self._flat(preface, None):
            if row.words not in title and title not in row.words:
                self.scribe.block(row)
        self._settle()

    def _unnamed(self, element: Element) -> Row | None:
        """An annex without a title, as the name of its document calls it; a number alone names nothing."""
        inner = element.first("doc", "statement")
        name = inner.attributes.get("name", "") if inner is not None else ""
        told = re.search(r"[^\W\d_]{4}", name) and inner is not None and inner.first("mainBody") is not None
        return self.sheet.add(name, element.start, element.start) if told and name.lower() not in _KINDS else None

    def _schedule(self, element: Element) -> None:
        """What the common law annexes to an act."""
        number, heading = self._head(element)
        row = number or heading
        if row is None:
            self._inside(element)
            return
        self._annexed(row)
        if number and heading:
            self.scribe.name(heading)
        before = self.part, self.level, self.depth
        self.part, self.level, self.depth = "annex", 0, 0
        self._rest(element)
        self.part, self.level, self.depth = before

    def _annexed(self, row: Row) -> None:
        number = self.scribe.tree.ordinal("attachments")
        self.scribe.open_annex(annex_name(row.words, self.language) or f"annex-{number}", row.words, row)

    def _reference(self, element: Element) -> None:
        """An annex that stands in another file: its name is in an attribute."""
        name = element.attributes.get("showAs")
        if name:
            row = self.sheet.add(name, element.start, element.start)
            self._annexed(row)

    # divisions and articles

    def _head(self, element: Element) -> tuple[Row | None, Row | None]:
        """The number and the heading of a provision: a second number and what stands below the heading belong to the latter."""
        numbers = list(element.elements("num"))
        number = self._whole(numbers[0]) if numbers else None
        parts = [*numbers[1:], *element.elements("heading", "subheading")]
        texts = [text for part in parts for text in (*self._inline(part), Text(" ", part.start, part.start))]
        return number, self.sheet.row(texts)

    def _rest(self, element: Element) -> None:
        rest = [child for child in element.children if isinstance(child, Text) or child.name not in _NOT_TEXT]
        self._inside(Element(element.name, {}, element.start, rest))

    def _division(self, element: Element) -> None:
        if self.quoted:
            self._inside(element)
            return
        number, heading = self._head(element)
        first = number or heading
        if first is None:
            self._rest(element)
            return
        kind, stem = _DIVISIONS[element.name]
        found = division_in(number.words, self.language) if number else None
        step = found[1].partition("-")[2] if found else _count(number, self.scribe.tree.ordinal(f"{stem}-"))
        self.scribe.division(kind, f"{stem}-{step}", first.words, first, level=self.level)
        if number and heading:
            self.scribe.name(heading)
        self.level += 1
        self._rest(element)
        self.level -= 1

    def _article(self, element: Element) -> None:
        number, heading = self._head(element) if not self.quoted else (None, None)
        if number is None:
            self._inside(element)
            return
        self.scribe.open_article(article_number(number.words), number.words.rstrip("."), number)
        if heading:
            self.scribe.name(heading)
        self._settle()
        self.within += 1
        self._rest(element)
        self.within -= 1

    def _paragraph(self, element: Element) -> None:
        number, heading = self._head(element) if not (self.quoted or self.depth) else (None, None)
        if number is None:
            self._inside(element)
            return
        self.scribe.open_paragraph(number.words, number)
        if heading:
            self.scribe.name(heading)
        self._rest(element)

    # lists

    def _point(self, element: Element) -> None:
        if self.quoted or self.part not in ("body", "annex"):
            self._inside(element)
            return
        number, heading = self._head(element)
        label = number.words if number else self._symbol(element)
        self.scribe.item(label, self.depth + 1, number)
        if heading:
            self.scribe.more(heading)
        self.depth += 1
        self._rest(element)
        self.depth -= 1

    def _listed(self, element: Element) -> None:
        """A list as in HTML: its members are counted in the form that the list names."""
        sign = next((value for key, value in element.attributes.items() if key.endswith("symbol")), "1." if element.name == "ol" else "")
        self.symbols.append([sign, 0])
        self._inside(element)
        self.symbols.pop()

    def _symbol(self, element: Element) -> str:
        if element.name != "li" or not self.symbols or not self.symbols[-1][0]:
            return "—"
        self.symbols[-1][1] = place = int(self.symbols[-1][1]) + 1
        sign = str(self.symbols[-1][0])
        letter = sign[:1].isalpha()
        return f"{chr(96 + place) if letter and place < 27 else place}{sign[1:]}"

    def _quotation(self, element: Element) -> None:
        self.quoted += 1
        self._inside(element)
        self.quoted -= 1

    def _table_row(self, element: Element) -> None:
        cells = ([text for child in cell.children for text in self._inline(child)] for cell in element.elements("td", "th"))
        for row in self._row(set_apart(cells)):
            self._take(row)


def _is_block(element: Element, handlers: dict[str, Callable[[Element], None]]) -> bool:
    """Whether an element is a row or rows of its own."""
    if element.name in handlers or element.name in ("p", "content", "alinea", "subparagraph", "num", "heading", "block", "signature"):
        return True
    return any(inner.name in handlers or inner.name == "p" for inner in element.walk() if inner is not element)


def _count(number: Row | None, ordinal: int) -> str:
    """The number of a division from its own words, else its place."""
    found = re.search(r"\b(\d+[a-z]?|[IVXL]+)\b", number.words) if number else None
    return article_number(found[1]) if found and found[1][0].isdigit() else str(ordinal)
