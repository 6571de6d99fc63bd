"""EUR-Lex XHTML: Official Journal and consolidated acts, with or without ELI subdivisions (converter CONVEX).

Classes say what a row is (`oj-ti-art`, `title-article-norm`), tables and grids of two columns are lists, and where the page
has them, identifiers of ELI subdivisions (`art_6a`, `rct_12`, `anx_II`) say which part of the act an element is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import Document, Source
from .element import Element, Text
from .flat import shouts
from .labels import article_number, is_dash, mark
from .page import BLOCKS, inline, is_page, language_of_page, rows_of, tree
from .pagerecord import record
from .quotes import Quotes
from .scribe import Scribe
from .sheet import Row, Sheet
from .source import decode
from .wording import annex_name, division_in, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .tree import Draft

__all__ = ["matches", "parse"]

_TELLS = re.compile(r"class=[\"'](?:oj-)?(?:doc-ti|hd-date|hd-lg|ti-art|title-doc-first|title-article-norm)\b|eli-container")
_SUBDIVISION = re.compile(r"(?P<kind>art|rct|cit|anx|pbl|enc|fnp)_(?P<number>[\w-]*)$")
_LABEL = re.compile(r"[‘“„«\"']?\(?[\w°º-]{1,8}(?:\s(?:bis|ter|quater))?[).°]*\)?|[-–—•●▪◦·□]|", re.IGNORECASE)
_BRACKETS = re.compile(r"\(\d{1,3}[a-z]{0,2}\)")
# what a page prints for its reader and not as part of the act
_SKIPPED = frozenset(("arrow", "modref", "hd-toc", "hd-coll", "hd-uniq"))


def matches(text: str) -> bool:
    """Return whether a text is a page in the classes of EUR-Lex."""
    return is_page(text) and _TELLS.search(text, 0, 40_000) is not None


def parse(source: Source) -> Document:
    """Return the tree of an act on a EUR-Lex page.

    Raises InputError where it is broken XML, LimitError where it is too deep or too large.
    """
    text = decode(source)
    root = tree(text, source)
    language = language_of_page(text) or "en"
    reader = _Reader(Sheet(text), language, root)
    reader.walk(root.first("body") or root)
    reader.hang_notes()
    title = " ".join(words for _, words in reader.scribe.heading.rows) if reader.scribe.heading else None
    return Document(source, record(title, root, text, language), reader.scribe.finish())


class _Reader:
    """Walks a page; `part` is front, visas, recitals, body, annex or closing."""

    def __init__(self, sheet: Sheet, language: str, root: Element) -> None:
        self.sheet, self.scribe, self.language = sheet, Scribe(sheet), language
        self.words = wording(language).words
        self.contained = any("eli-main-title" in found.classes for found in root.walk("div"))
        self.part, self.depth, self.article = "front", 0, ""
        self.quotes = Quotes()
        self.marks: dict[str, Draft | None] = {}  # of footnotes: identifier -> the node that carries the mark
        self.pending: list[str] = []
        self.notes: list[tuple[str, str, Row]] = []
        self.classes: dict[str, Callable[[Row], None]] = {
            "ti-art": self._article, "title-article-norm": self._article, "sti-art": self.scribe.name,
            "stitle-article-norm": self.scribe.name, "ti-section-1": self._division, "title-division-1": self._division,
            "ti-section-2": self._name, "title-division-2": self._name, "doc-ti": self._title, "title-doc-first": self._title,
            "title-doc-last": self._title, "ti-annex": self._annex, "title-annex-1": self._annex, "title-annex-2": self._name,
            "signatory": self.scribe.sign, "ti-grseq-1": self._part, "title-gr-seq-level-1": self._part,
        }  # fmt: skip

    # elements

    def walk(self, element: Element) -> None:
        """Read an element and all inside it."""
        before = self._enter(element)
        if element.name == "table":
            self._table(element)
        elif "grid-container" in element.classes:
            self._grid(element)
        elif any("no-parag" in child.classes for child in element.elements("span")):
            self._numbered(element)
        elif {"note", "footnote"} & set(_plain(element)) and element.name == "p":
            self._note(element)
        else:
            self._children(element)
        if before is not None and self.part != "body":
            self.part = before

    def _children(self, element: Element) -> None:
        if _SKIPPED & set(_plain(element)):
            return
        for child in rows_of(element, BLOCKS):
            if isinstance(child, Element):
                self.walk(child)
            else:
                self._row(child, element)

    def _enter(self, element: Element) -> str | None:
        """Follow an ELI subdivision into its part of the act, and return the part to come back to."""
        match = _SUBDIVISION.match(element.attributes.get("id", ""))
        if match is None or "." in element.attributes["id"]:
            return None
        before, kind = self.part, match["kind"]
        if kind in ("art", "enc"):
            self.part = self.part if self.part == "annex" else "body"
            self.article = match["number"] if kind == "art" else ""
            self.quotes.clear()
            return None
        self.part = {"rct": "recitals", "cit": "visas", "pbl": "preamble", "fnp": "closing", "anx": "annex"}[kind]
        return before if kind in ("rct", "cit") else None

    def _row(self, run: list[Text], element: Element) -> None:
        """Give one row to its part."""
        row = self.sheet.row(run)
        if row is None:
            return
        self._remember(element)
        names = _plain(element)
        handler = next((self.classes[name] for name in names if name in self.classes), None)
        if handler and not self._quoted(row, names):
            handler(row)
        elif any(name.startswith("hd-") or name in ("reference", "disclaimer") for name in names) or self._above(names):
            self.scribe.single("heading", row)
        else:
            getattr(self, f"_in_{self.part}")(row)
        self._settle()

    def _above(self, names: list[str]) -> bool:
        """Whether a row stands in what a consolidated page prints above its act."""
        return self.part == "front" and any(name.startswith(("title-fam", "title-doc-oj")) for name in names)

    def _quoted(self, row: Row, names: list[str]) -> bool:
        """Whether a heading is that of a provision written into another act."""
        if "ti-art" in names or "title-article-norm" in names:
            if self.article or not self.quotes.open:
                return self.quotes.takes(row.words) if not self.article else False
            return True
        return self.quotes.open

    # footnotes

    def _remember(self, element: Element) -> None:
        for anchor in element.walk("a"):
            target = anchor.attributes.get("href", "")
            if target.startswith("#"):
                self.pending.append(target[1:])

    def _settle(self) -> None:
        for target in self.pending:
            self.marks.setdefault(target, self.scribe.at)
        self.pending.clear()

    def _note(self, element: Element) -> None:
        row = self.sheet.row([text for child in element.children for text in inline(child)])
        anchor = next((found for found in element.walk("a") if "id" in found.attributes), None)
        if row:
            self.notes.append((anchor.attributes["id"] if anchor else "", anchor.words if anchor else "", row))

    def hang_notes(self) -> None:
        """Hang the footnotes from the nodes with their marks."""
        for target, _, row in self.notes:
            found = re.match(r"\(?\s*(?P<number>[\d*]+)\s*\)\s*(?P<rest>.*)", row.words, re.DOTALL)
            number = found["number"].replace("*", "star") if found else str(self.scribe.tree.ordinal("fn-"))
            self.scribe.note(number, Row(row.index, found["rest"]) if found else row, above=self.marks.get(target))

    # rows of each part

    def _in_front(self, row: Row) -> None:
        if self.scribe.heading is None:
            self.scribe.single("heading", row)
        elif shouts(row.words) and re.search(r"[,–-]$", row.words):
            self.scribe.single("formula", row)
            self.part = "visas"
        else:
            self.scribe.preamble(row)

    def _in_preamble(self, row: Row) -> None:
        if self.words["whereas"].match(row.words) and len(row.words) < 80:
            self.scribe.recitals(row)
        else:
            self.scribe.single("formula", row)

    def _in_visas(self, row: Row) -> None:
        whereas = self.words["whereas"].match(row.words)
        if whereas and len(row.words) - whereas.end() < 4:
            self.scribe.recitals(row)
            self.part = "recitals"
        elif shouts(row.words) and row.words.endswith(":"):
            self.scribe.single("formula", row)
            self.part = "body"
        else:
            self.scribe.single("visa", row)

    def _in_recitals(self, row: Row) -> None:
        if shouts(row.words) and row.words.endswith(":"):
            self.scribe.single("formula", row)
            self.part = "body"
        elif (found := mark(row.words)) and _BRACKETS.fullmatch(found["label"]):
            self.scribe.recital(found["label"], Row(row.index, found["rest"]))
        elif self.scribe.at is not None and self.scribe.at.kind == "recital":
            self.scribe.more(row)
        else:
            self.scribe.recital(None, row)

    def _in_body(self, row: Row) -> None:
        if self.quotes.takes(row.words) or self.depth:
            self.scribe.more(row)
        elif self.scribe.annex is None and self.words["done"].match(row.words) and len(row.words) < 120:
            self.part = "closing"
            self.scribe.sign(row)
        elif (found := mark(row.words)) and self.scribe.article and not is_dash(found["label"]):
            self._marked(row, found["label"], found["rest"])
        elif found:
            self._item(found["label"], row, Row(row.index, found["rest"]))
        else:
            self.scribe.block(row)

    def _in_annex(self, row: Row) -> None:
        if self.scribe.annex is None or self.depth:
            self.scribe.more(row)
        elif (found := mark(row.words)) and not is_dash(found["label"]):
            self._item(found["label"], row, Row(row.index, found["rest"]))
        else:
            self.scribe.block(row)

    def _in_closing(self, row: Row) -> None:
        if self.scribe.signature or self.words["done"].match(row.words):
            self.scribe.sign(row)
        else:
            self.scribe.single("formula", row)

    def _marked(self, row: Row, label: str, rest: str) -> None:
        """A row that opens with a mark and stands in no list: a number is that of a paragraph."""
        if re.match(r"\(?\d", label):
            self.scribe.open_paragraph(label, row)
            if rest:
                self.scribe.block(Row(row.index, rest))
        else:
            self._item(label, row, Row(row.index, rest))

    # what classes say

    def _title(self, row: Row) -> None:
        if self.part == "front":
            known = {words for _, words in self.scribe.heading.rows} if self.scribe.heading else set()
            if row.words in known:
                self.scribe.single("heading", row)
            else:
                self.scribe.title(row)
        elif self.scribe.annex is not None and self.scribe.named is self.scribe.annex and not annex_name(row.words, self.language):
            self.scribe.name(row)
        else:
            self._annex(row)

    def _annex(self, row: Row) -> None:
        self.part, self.depth = "annex", 0
        self.quotes.clear()
        self.scribe.open_annex(annex_name(row.words, self.language) or "annex-1", row.words, row)

    def _article(self, row: Row) -> None:
        identifier, self.article = self.article, ""
        self.part = "annex" if self.scribe.annex else "body"
        known = re.fullmatch(r"\d+[a-z]{0,2}", identifier)
        self.scribe.open_article(identifier if known else article_number(row.words), row.words, row)

    def _division(self, row: Row) -> None:
        self.part = "annex" if self.scribe.annex else "body"
        found = division_in(row.words, self.language)
        if found:
            kind, name, label, rest = found
            self.scribe.division(kind, name, label, row)
            if rest:
                self.scribe.name(Row(row.index, rest))
        else:
            self.scribe.division("division", f"div-{self.scribe.tree.ordinal('div-')}", row.words, row)

    def _name(self, row: Row) -> None:
        self.scribe.name(row)

    def _part(self, row: Row) -> None:
        if self.part == "annex":
            self.scribe.part(row)
        elif self.part == "front":
            self.scribe.preamble(row)
        else:
            self.scribe.block(row)

    # lists

    def _numbered(self, element: Element) -> None:
        """A paragraph of a consolidated act: its number in a span, its words in blocks."""
        number = next(child for child in element.elements("span") if "no-parag" in child.classes)
        row = self.sheet.row(list(number.texts()))
        if row and self.scribe.article and not self.depth and not self.quotes.open:
            self.scribe.open_paragraph(row.words, row)
        elif row:
            self._loose(row)
        self._children(Element(element.name, {}, element.start, [child for child in element.children if child is not number]))

    def _loose(self, row: Row) -> None:
        if self.quotes.open or self.depth:
            self.scribe.more(row)
        else:
            self._item(row.words, row, None)

    def _grid(self, element: Element) -> None:
        columns = list(element.elements("div"))
        if len(columns) == 2:
            self._entry(columns[0], columns[1])
        else:
            self._children(element)

    def _table(self, element: Element) -> None:
        for row in _table_rows(element):
            cells = list(row.elements("td", "th"))
            label = " ".join(cells[0].words.split()) if cells else ""
            front = any(name.startswith("hd-") for cell in cells for found in cell.walk("p") for name in _plain(found))
            if front:
                self._heads(cells)
            elif len(cells) == 2 and _LABEL.fullmatch(label) and "table" not in _plain(element) and not self._is_front():
                self._entry(cells[0], cells[1])
            elif any(found.name in ("table",) for cell in cells for found in cell.walk()):
                for cell in cells:
                    self.walk(cell)
            else:
                self._cells(cells, element)

    def _is_front(self) -> bool:
        return self.part == "front"

    def _heads(self, cells: list[Element]) -> None:
        for cell in cells:
            row = self.sheet.row([text for child in cell.children for text in inline(child)])
            if row:
                self.scribe.single("heading", row)

    def _cells(self, cells: list[Element], table: Element) -> None:
        """A row of a real table: its cells set apart."""
        texts: list[Text] = []
        for cell in cells:
            found = [text for child in cell.children for text in inline(child)]
            if texts and any(text.words.strip() for text in found):
                texts.append(Text(" | ", found[0].start, found[0].start))
            texts.extend(found)
        row = self.sheet.row(texts)
        if row is None:
            return
        for cell in cells:
            self._remember(cell)
        if self.part == "front" and self._title_in(cells):
            self.scribe.single("heading", row)
        elif self.part in ("body", "annex") and not self.depth and not self.quotes.open and self.scribe.annex:
            self.scribe.block(row)
        else:
            self._row_of(row, table)
        self._settle()

    def _title_in(self, cells: list[Element]) -> bool:
        return self.contained or self.scribe.heading is None or bool(cells)

    def _row_of(self, row: Row, _table: Element) -> None:
        if self.part in ("body", "annex"):
            self.scribe.more(row)
        else:
            getattr(self, f"_in_{self.part}")(row)

    def _entry(self, first: Element, second: Element) -> None:
        """A member of a list: a label in the first column, its words in the second."""
        row = self.sheet.row([text for child in first.children for text in inline(child)])
        label = row.words if row else "—"
        if self.part in ("visas", "recitals", "preamble") and _BRACKETS.fullmatch(label) and row:
            self._recital(label, row, second)
            return
        words = second.words
        if self.part not in ("body", "annex") or self.quotes.open or label[:1] in "‘“„«\"":
            self._quoted_entry(row, label, words, second)
            return
        self._item(label, row, None)
        self.depth += 1
        self._children(second)
        self.depth -= 1

    def _quoted_entry(self, row: Row | None, label: str, words: str, second: Element) -> None:
        """A point that is written into another act: its words go on with what announced it."""
        whole = self.part in ("body", "annex") and self.quotes.takes(f"{label} {words}")
        if row:
            self._plain_row(row)
        for run in _runs(second):
            found = self.sheet.row(run)
            if found:
                self._plain_row(found)
        del whole

    def _plain_row(self, row: Row) -> None:
        if self.part in ("body", "annex"):
            self.scribe.more(row)
        else:
            getattr(self, f"_in_{self.part}")(row)

    def _recital(self, label: str, row: Row, second: Element) -> None:
        self.part = "recitals"
        opened = False
        for run in _runs(second):
            found = self.sheet.row(run)
            if found is None:
                continue
            if opened:
                self.scribe.more(found)
            else:
                self.scribe.recital(label, found)
                self.scribe.at.mark(row.index)  # type: ignore[union-attr]
            opened = True
        self._remember(second)
        self._settle()

    def _item(self, label: str, row: Row | None, rest: Row | None) -> None:
        self.scribe.item(label, self.depth + 1, row)
        if rest and rest.words:
            self.scribe.more(rest)


def _plain(element: Element) -> list[str]:
    """The classes of an element, without the prefix of the Official Journal."""
    return [name.removeprefix("oj-") for name in element.classes]


def _table_rows(table: Element) -> Iterator[Element]:
    """The rows of a table itself, not of tables inside it."""
    for child in table.elements():
        if child.name == "tr":
            yield child
        elif child.name in ("tbody", "thead", "tfoot"):
            yield from child.elements("tr")


def _runs(element: Element) -> Iterator[list[Text]]:
    for child in rows_of(element, BLOCKS):
        if isinstance(child, Element):
            yield from _runs(child)
        else:
            yield child
