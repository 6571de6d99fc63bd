"""Rows of Formex: what its elements print, and which of them are rows of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .element import Element, Text
from .sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SKIPPED", "Rows"]

SKIPPED = frozenset((
    "BIB.INSTANCE", "BIB.DATA", "BIB.DOC", "BIB.INSTANCE.CONS", "INFO.CONSLEG", "INFO.PROD", "INCLUSIONS", "PUBLICATION.REF", "PAPER",
    "PDF", "FMX", "TOC", "LINK.OJ",
))  # fmt: skip


_OWN_ROWS = frozenset(("P", "LIST", "TBL", "ROW", "ARTICLE"))


class Rows:
    """Prints elements on a sheet; `blocks` are the names of those that are no part of a row, `notes` those met on the way."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.blocks: frozenset[str] = frozenset()
        self.notes: list[Element] = []

    def rows(self, element: Element) -> Iterator[Row | Element]:
        """Yield the rows that an element prints directly, and the block elements between them."""
        run: list[Text] = []
        for child in element.children:
            if isinstance(child, Element) and (child.name in self.blocks or child.name in SKIPPED):
                yield from self.row(run)
                run = []
                if child.name not in SKIPPED:
                    yield child
            elif isinstance(child, Element) and child.name != "NOTE" and _holds(child):
                yield from self.row(run)
                run = []
                yield from self.rows(child)
            else:
                run.extend(self.inline(child))
        yield from self.row(run)

    def row(self, run: list[Text]) -> Iterator[Row]:
        """Yield the row that texts make, if they print anything."""
        row = self.sheet.row(run)
        if row:
            yield row

    def inline(self, child: Element | Text) -> Iterator[Text]:
        """Yield the words of a child within a row, as they print: small letters raised, quotation marks set, notes kept for later."""
        if isinstance(child, Text):
            yield child
        elif child.name == "NOTE":
            self.notes.append(child)
        elif child.name in ("QUOT.START", "QUOT.END"):
            sign = _character(child.attributes.get("CODE", ""))
            yield Text(sign, child.start, child.start)
        else:
            upper = child.attributes.get("TYPE") == "UC" and child.name == "HT"
            for inner in child.children:
                for text in self.inline(inner):
                    yield Text(text.words.upper(), text.start, text.end) if upper else text

    def whole(self, element: Element | None) -> Row | None:
        """Return all of an element as one row, or None where it prints nothing."""
        return self.sheet.row(list(self.inline(element))) if element is not None else None

    def all_rows(self, element: Element) -> Iterator[Row]:
        """Yield every row inside an element, whatever holds it."""
        for child in self.rows(element):
            if isinstance(child, Row):
                yield child
            else:
                yield from self.all_rows(child)

    def title_rows(self, title: Element | None) -> Iterator[Row]:
        """Yield the rows of a title: its paragraphs, else its parts, as they come."""
        if title is None:
            return
        for part in [title] if title.name == "TI" else title.elements("TI", "STI", "P", "NP"):
            inner = [found for found in part.walk("P", "NP") if found is not part and found.name == "P"] or [part]
            for row in map(self.whole, inner):
                if row:
                    yield row


def _holds(element: Element) -> bool:
    """Whether an element is one that prints rows of its own, or has one inside."""
    if element.name in _OWN_ROWS:
        return True
    return any(isinstance(child, Element) and _holds(child) for child in element.children)


def _character(code: str) -> str:
    """The sign that a hexadecimal code names."""
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,5}", code) else "\""
