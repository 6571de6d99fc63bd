"""EUR-Lex XHTML: Official Journal and consolidated acts, with or without ELI subdivisions (converter CONVEX).

Tables and grids of two columns are lists, and where the page has them, identifiers of ELI subdivisions (`art_6a`, `rct_12`,
`anx_II`) say which part of the act an element is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import Document, Source
from .element import Element, Text
from .page import inline, is_page, language_of_page, rows_of, tree
from .pageact import PageAct
from .pagerecord import record
from .sheet import Row, Sheet, set_apart
from .source import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .tree import Draft

__all__ = ["matches", "parse"]

_TELLS = re.compile(
    r"class=[\"'](?:oj-|clg-)?(?:doc-ti|hd-date|hd-lg|ti-art|title-doc-first|title-article-norm)\b|eli-container|eli-subdivision"
)
_SUBDIVISION = re.compile(r"(?P<kind>art|rct|cit|anx|pbl|enc|fnp)_(?P<number>[\w-]*)")
_LABEL = re.compile(r"[‘“„«»”’\"']?\(?[\w°º-]{1,8}(?:\s(?:bis|ter|quater))?[).°]*\)?|[-–—•●▪◦·□]|", re.IGNORECASE)
_HEADED = re.compile(r"class=[\"'](?:oj-|clg-)?(?P<heading>s?)(?:ti-art|title-article-norm)\b")
_RECITAL = re.compile(r"\(\d{1,3}[a-z]{0,2}\)")
_NOTE = re.compile(r"\(?\s*(?P<number>\d+|\*+)\s*\)\s*(?P<rest>.*)", re.DOTALL)
_QUOTED = ("‘", "“", "„", "«", "»", "”", "’", '"', "'")
# what a page prints for its reader and not as part of the act
_SKIPPED = frozenset(("arrow", "modref", "hd-toc", "hd-coll", "hd-uniq"))


def matches(text: str) -> bool:
    """Return whether a text is a page in the classes of EUR-Lex."""
    return is_page(text) and _TELLS.search(text, 0, 60_000) is not None


def parse(source: Source) -> Document:
    """Return the tree of an act on a EUR-Lex page.

    Raises InputError where it is broken XML, LimitError where it is too deep or too large.
    """
    text = decode(source)
    root = tree(text, source)
    language = language_of_page(text) or "en"
    marked = any(re.fullmatch(r"art_\w+", found.attributes.get("id", "")) for found in root.walk("div"))
    sheet = Sheet(text, source.name)
    reader = _Reader(sheet, PageAct(sheet, language, marked=marked, titled=_titled(text)))
    reader.walk(root.first("body") or root)
    reader.hang_notes()
    heading = reader.act.scribe.heading
    title = " ".join(words for _, words in heading.rows) if heading else None
    return Document(source, record(title, root, text, language), reader.act.scribe.finish())


class _Reader:
    """Walks the elements of a page."""

    def __init__(self, sheet: Sheet, act: PageAct) -> None:
        self.sheet, self.act = sheet, act
        self.marks: dict[str, Draft | None] = {}  # of footnotes: identifier -> the node that carries the mark
        self.notes: list[tuple[str, Row]] = []

    def walk(self, element: Element) -> None:
        """Read an element and all inside it."""
        before = self._enter(element)
        names = classes(element)
        if element.name == "table":
            self._table(element)
        elif "grid-container" in names and len(columns := list(element.elements("div"))) == 2:
            self._entry(columns[0], columns[1])
        elif number := next((child for child in element.elements("span") if "no-parag" in child.classes), None):
            self._numbered(element, number)
        elif element.name == "p" and not {"note", "footnote"}.isdisjoint(names):
            self._note(element)
        elif _SKIPPED.isdisjoint(names):
            self._children(element, names)
        if before is not None and self.act.part != "body":
            self.act.part = before

    def _enter(self, element: Element) -> str | None:
        """Follow an ELI subdivision, and return the part to come back to behind it."""
        match = _SUBDIVISION.fullmatch(element.attributes.get("id", ""))
        if match is None:
            return None
        before = self.act.part
        self.act.enter(match["kind"], match["number"])
        return before if match["kind"] in ("rct", "cit") else None

    def _children(self, element: Element, names: list[str]) -> None:
        for child in rows_of(element):
            if isinstance(child, Element):
                self.walk(child)
            elif row := self.sheet.row(child):
                self.act.read(row, names)
                self._remember(element)

    def _row(self, element: Element) -> Row | None:
        """All of an element as one row."""
        return self.sheet.row([text for child in element.children for text in inline(child)])

    # footnotes

    def _remember(self, element: Element) -> None:
        """Note which node carries the marks of footnotes that stand in an element."""
        for anchor in element.walk("a"):
            target = anchor.attributes.get("href", "")
            if target.startswith("#"):
                self.marks.setdefault(target[1:], self.act.scribe.at)

    def _note(self, element: Element) -> None:
        row = self._row(element)
        anchor = next((found for found in element.walk("a") if "id" in found.attributes), None)
        if row:
            self.notes.append((anchor.attributes["id"] if anchor else "", row))

    def hang_notes(self) -> None:
        """Hang the footnotes from the nodes with their marks."""
        for target, row in self.notes:
            found = _NOTE.match(row.words)
            number = found["number"].replace("*", "star") if found else str(self.act.scribe.tree.ordinal("fn-"))
            self.act.scribe.note(number, Row(row.index, found["rest"]) if found else row, above=self.marks.get(target))

    # lists

    def _numbered(self, element: Element, number: Element) -> None:
        """A paragraph of a consolidated act: its number in a span, its words in blocks."""
        row = self._row(number)
        if row:
            self.act.numbered(row)
        rest = [child for child in element.children if child is not number]
        self._children(Element(element.name, {}, element.start, rest), [])

    def _table(self, table: Element) -> None:
        for row in _table_rows(table):
            cells = list(row.elements("td", "th"))
            label = cells[0].words if cells else ""
            listed = len(cells) == 2 and _LABEL.fullmatch(label) is not None and "table" not in classes(table)
            if listed and self.act.part != "front":
                self._entry(cells[0], cells[1])
            elif any(True for cell in cells for _ in cell.walk("table")):
                for cell in cells:
                    self.walk(cell)
            else:
                self._cells(cells)

    def _cells(self, cells: list[Element]) -> None:
        """A row of a real table: its cells set apart."""
        row = self.sheet.row(set_apart([text for child in cell.children for text in inline(child)] for cell in cells))
        if row is None:
            return
        if self.act.part == "front":
            self.act.scribe.single("heading", row)
        elif self.act.part == "annex" and self.act.scribe.annex and not self.act.depth:
            self.act.scribe.block(row)
        else:
            self.act.scribe.more(row)
        for cell in cells:
            self._remember(cell)

    def _entry(self, first: Element, second: Element) -> None:
        """A member of a list: a label in the first column, its words in the second."""
        row = self._row(first)
        label = row.words if row else "—"
        if row and self.act.part in ("visas", "recitals", "preamble") and _RECITAL.fullmatch(label):
            self.act.part = "recitals"
            self._within(second, Row(row.index, f"{label} "))
        elif self.act.part not in ("body", "annex") or self.act.quotes.open or label.startswith(_QUOTED):
            self.act.quotes.takes(f"{label} {second.words}")
            self._within(second, row)
        else:
            self.act.item(label, row, None)
            self.act.depth += 1
            self._children(second, [])
            self.act.depth -= 1

    def _within(self, element: Element, label: Row | None) -> None:
        """The rows of a cell, none of which opens a point: a recital, or a provision written into another act."""
        quoted = self.act.part in ("body", "annex")
        rows = [row for run in _runs(element) if (row := self.sheet.row(run))]
        for place, row in enumerate(rows):
            if quoted:
                self.act.scribe.more(Row(row.index, f"{label.words} {row.words}") if label and not place else row)
            elif place == 0 and label:
                self.act.scribe.recital(label.words.strip(), row)
                self.act.scribe.tree.drafts[-1].mark(label.index)
            else:
                self.act.scribe.more(row)
        self._remember(element)


def _titled(text: str) -> bool:
    """Whether a page gives the headings of articles a class: most articles then have one, or none does."""
    found = [match["heading"] for match in _HEADED.finditer(text)]
    return found.count("s") * 3 > found.count("")


def classes(element: Element) -> list[str]:
    """Return the classes of an element without the prefix of the Official Journal or of consolidated acts."""
    return [name.removeprefix("oj-").removeprefix("clg-") for name in element.classes]


def _table_rows(table: Element) -> Iterator[Element]:
    """The rows of a table itself, not of tables inside it."""
    for child in table.elements():
        if child.name == "tr":
            yield child
        elif child.name in ("tbody", "thead", "tfoot"):
            yield from child.elements("tr")


def _runs(element: Element) -> Iterator[list[Text]]:
    for child in rows_of(element):
        if isinstance(child, Element):
            yield from _runs(child)
        else:
            yield child
