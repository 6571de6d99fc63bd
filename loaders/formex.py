"""Formex 4: acts of the Official Journal and consolidated acts (Publications Office, schema formex-05).

A document of several files is read from its `.doc.xml`, which names them: the main act first, then its annexes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .deletion import in_force, with_repeals
from .document import Document, Source
from .element import Element, Text
from .formexrecord import record
from .formexrows import SKIPPED, Rows
from .labels import article_number, mark
from .scribe import Scribe
from .sheet import Row, Sheet, set_apart
from .source import decode
from .wording import annex_name, division_in
from .xmltree import parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["matches", "parse"]

_ROOTS = ("ACT", "ACT.GEN", "CONS.OTH", "JUDGMENT", "ORDER",
          "CONS.ACT", "AGR", "DOC", "ANNEX", "CORR", "GENERAL", "LETTER", "PROPOSAL", "DECLARATION", "LEXP.COMBINED",
          "CONS.ANNEX", "CONS.OTH.DOC", "OTH.DOC", "REPORT", "OPINION", "PUBLICATION")  # fmt: skip
_OPENS = re.compile(rf"<(?:{'|'.join(map(re.escape, _ROOTS))})[\s>]")
_DECLARATION = re.compile(r"<\?xml\s")
_TELLS = re.compile(r"formex|<(?:BIB\.INSTANCE|BIB\.DOC|ENACTING\.TERMS|TI\.ART|CONS\.DOC|GR\.CONSID|CONTENTS)\b", re.IGNORECASE)
_HEAD = 3000  # characters in which the root element stands
_BODY = 60_000  # characters in which an element of Formex stands


def matches(text: str) -> bool:
    """Return whether a text is XML whose root is one of Formex."""
    head = text[:_HEAD].lstrip()
    return head.startswith("<") and _OPENS.search(head) is not None and _TELLS.search(text, 0, _BODY) is not None


def parse(source: Source) -> Document:
    """Return the tree of a Formex document.

    Raises InputError where it is no well-formed XML, LimitError where it is too deep or too large.
    """
    text = decode(source)
    parts = [parse_xml(in_force(piece), source, shift=start) for start, piece in _pieces(text)]
    metadata, missing = record(parts)
    sheet = Sheet(text, source.name)
    reader = _Reader(sheet, metadata.language)
    for root in parts:
        reader.root(root, alone=len(parts) == 1)
    return with_repeals(Document(source, metadata, reader.scribe.finish(), missing), text)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The XML files that a text holds one after another: each opens with its declaration."""
    starts = [match.start() for match in _DECLARATION.finditer(text)] or [0]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield start, text[start:end]


class _Reader(Rows):
    """Walks the elements of an act; what has no method of its own is text within a row."""

    def __init__(self, sheet: Sheet, language: str) -> None:
        super().__init__(sheet)
        self.scribe, self.language = Scribe(sheet), language
        self.depth = 0  # of lists
        self.quoted = 0  # inside provisions that an amending act writes into another
        self.level = 0  # of divisions
        self.noted = 0
        self.separator = ""  # between a term and its definition
        self.part = "front"
        self.handlers: dict[str, Callable[[Element], None]] = {
            "TITLE": self._title, "PREAMBLE": self._preamble, "PREAMBLE.INIT": self._formula, "PREAMBLE.FINAL": self._formula,
            "GR.VISA": self._inside, "VISA": self._visa, "GR.CONSID": self._inside, "GR.CONSID.INIT": self._recitals,
            "CONSID": self._recital, "ENACTING.TERMS": self._enacting, "DIVISION": self._division, "ARTICLE": self._article,
            "PARAG": self._paragraph, "ALINEA": self._inside, "P": self._inside, "TXT": self._inside, "LIST": self._list,
            "ITEM": self._item, "NP": self._point, "QUOT.S": self._quotation, "TBL": self._inside, "ROW": self._table_row,
            "GR.SEQ": self._sequence, "CONTENTS": self._contents, "ANNEX": self._annex, "CONS.ANNEX": self._annex,
            "FINAL": self._final, "SIGNATURE": self._signature, "GR.ANNEX": self._inside, "DLIST": self._list,
            "DLIST.ITEM": self._defined, "ACT": self._act, "CORR": self._act, "AGR": self._act, "CONS.ACT": self._act,
            "PROT": self._annex, "INTERNAL.ANNEX": self._annex, "DIV.CONSID": self._inside, "PREAMBLE.GEN": self._recited,
            "ACT.GEN": self._act, "FAM.COMP": self._family, "NP.ECR": self._point, "CONTENTS.CORR": self._contents,
            "CONTENTS.JUDGMENT": self._contents, "CONTENTS.OPINION": self._contents, "CONTENTS.REPORT": self._contents,
        }  # fmt: skip
        self.blocks = frozenset(self.handlers)

    def root(self, element: Element, *, alone: bool) -> None:
        """Read one file; one that lists files has but a title, which counts where it stands `alone`."""
        if element.name == "DOC":
            title = next((found for found in element.walk("TITLE") if found.words), None) if alone else None
            if title is not None:
                self._title(title)
            return
        handler = self.handlers.get(element.name, self._inside)
        handler(element)

    # rows

    def _settle_notes(self) -> None:
        """Hang the notes met in the last row below the node that took it."""
        notes, self.notes = self.notes, []
        above = self.scribe.at
        for note in notes:
            self.noted += 1
            row = self.sheet.row([text for child in note.children for text in self.inline(child)])
            if row:
                self.scribe.note(str(self.noted), row, above=above)

    # elements

    def _inside(self, element: Element) -> None:
        for child in self.rows(element):
            if isinstance(child, Row):
                self._take(child)
            else:
                self.handlers[child.name](child)

    def _take(self, row: Row) -> None:
        """Give a row to the part of the act that it stands in."""
        if self.part == "front":
            self.scribe.single("heading", row)
        elif self.part in ("closing", "preamble"):
            self.scribe.single("formula", row)
        elif self.part == "signature":
            self.scribe.sign(row)
        elif self.part == "recital" or self.depth or self.quoted:
            self.scribe.more(row)
        else:
            self.scribe.block(row)
        self._settle_notes()

    def _act(self, element: Element) -> None:
        self.part = "front"
        self._inside(element)

    def _family(self, element: Element) -> None:
        """The acts that amend or correct a consolidated one, as its first page lists them."""
        for act in element.walk("MOD.ACT", "CORRIG"):
            title = act.first("TITLE")
            row = self.whole(title) if title is not None else None
            if row:
                self.scribe.single("heading", row)

    def _contents(self, element: Element) -> None:
        """The words of a document that has no enacting terms: an annex, a corrigendum, a notice."""
        if self.part == "front":
            self.part = "body"
        self._inside(element)

    def _title(self, element: Element) -> None:
        for row in self.title_rows(element):
            self._titled(row)

    def _titled(self, row: Row) -> None:
        if self.part == "front":
            self.scribe.title(row)
        elif self.part == "preamble":
            self.scribe.single("heading", row)
        elif self.quoted:
            self.scribe.more(row)
        elif self.part == "annex":
            self.scribe.part(row, level=1)
        else:
            self.scribe.block(row)
        self._settle_notes()

    def _preamble(self, element: Element) -> None:
        before, self.part = self.part, "preamble"
        self._inside(element)
        self.part = before

    def _recited(self, element: Element) -> None:
        """The preamble of an agreement, which has no numbered recitals."""
        for row in self.all_rows(element):
            self.scribe.preamble(row)
            self._settle_notes()

    def _formula(self, element: Element) -> None:
        for row in self.all_rows(element):
            self.scribe.single("formula", row)
            self._settle_notes()

    def _visa(self, element: Element) -> None:
        row = self.whole(element)
        if row:
            self.scribe.single("visa", row)
            self._settle_notes()

    def _recitals(self, element: Element) -> None:
        row = self.whole(element)
        if row:
            self.scribe.recitals(row)

    def _recital(self, element: Element) -> None:
        before, self.part = self.part, "recital"
        number = element.first("NO.P")
        label = number.words if number else None
        opened = False
        for row in self._recital_rows(element, number):
            found = mark(row.words) if label is None else None
            if opened:
                self.scribe.more(row)
            elif found and found["label"].startswith("("):
                self.scribe.recital(found["label"], Row(row.index, found["rest"]))
            else:
                self.scribe.recital(label, row)
            opened = True
            self._settle_notes()
        self.part = before

    def _recital_rows(self, element: Element, number: Element | None) -> Iterator[Row]:
        for child in self.rows(element):
            if isinstance(child, Row):
                yield child
            elif child.name == "NP":
                for part in child.elements():
                    if part is not number:
                        yield from self.all_rows(part)
            else:
                yield from self._recital_rows(child, number)

    def _enacting(self, element: Element) -> None:
        self.part = "body"
        self._inside(element)

    def _division(self, element: Element) -> None:
        title = next(element.elements("TITLE"), None)
        if self.quoted:
            self._inside(element)
            return
        rows = list(self.title_rows(title))
        if rows:
            self._open_division(rows[0], level=self.level)
            for row in rows[1:]:
                self.scribe.name(row)
            self._settle_notes()
        self.level += 1
        for child in element.elements():
            if child is not title:
                self.handlers.get(child.name, self._inside)(child)
        self.level -= 1

    def _open_division(self, row: Row, *, level: int) -> None:
        found = division_in(row.words, self.language)
        if found:
            kind, name, label, rest = found
            self.scribe.division(kind, name, label, row, level=level)
            if rest:
                self.scribe.name(Row(row.index, rest))
        else:
            above = self.scribe.divisions[level - 1][1].path if 0 < level <= len(self.scribe.divisions) else ""
            number = self.scribe.tree.ordinal(f"{above}/div-")
            self.scribe.division("division", f"div-{number}", row.words, row, level=level)

    def _article(self, element: Element) -> None:
        title = next(element.elements("TI.ART"), None)
        row = self.whole(title)
        if self.quoted or row is None:
            self._inside(element)
            return
        identifier = element.attributes.get("IDENTIFIER", "")
        number = article_number(identifier if re.match(r"\d", identifier) else row.words)
        self.scribe.open_article(number, row.words, row)
        self._settle_notes()
        for child in element.elements():
            if child.name in ("STI.ART", "TI.ART", "SUBTI.ART"):
                heading = self.whole(child) if child is not title else None
                if heading:
                    self.scribe.name(heading)
                    self._settle_notes()
            else:
                self.handlers.get(child.name, self._inside)(child)

    def _paragraph(self, element: Element) -> None:
        number = next(element.elements("NO.PARAG"), None)
        row = self.whole(number)
        if row is None or self.quoted:
            self._inside(element)
            return
        self.scribe.open_paragraph(row.words, row)
        for child in element.elements():
            if child is not number:
                self.handlers.get(child.name, self._inside)(child)

    # lists

    def _list(self, element: Element) -> None:
        before, self.separator = self.separator, element.attributes.get("SEPARATOR", "")
        self.depth += 1
        self._inside(element)
        self.depth -= 1
        self.separator = before

    def _item(self, element: Element) -> None:
        """A member of a list; one without a number is a dash."""
        if not any(element.elements("NP")) and not self.quoted and self.part in ("body", "annex"):
            self.scribe.item("—", self.depth, None)
        self._inside(element)

    def _defined(self, element: Element) -> None:
        """A member of a list of definitions: its number, where it has one, the term, a separator, and what it means."""
        separator = element.attributes.get("SEPARATOR") or self.separator
        for term in element.elements("TERM"):
            end = max((text.end for text in term.texts()), default=term.start)
            term.children.append(Text(f"{separator} ", end, end))
        (self._point if any(element.elements("PREFIX")) else self._item)(element)

    def _point(self, element: Element) -> None:
        number = next(element.elements("NO.P", "PREFIX"), None)
        row = self.whole(number)
        loose = self.depth == 0
        self.depth += loose
        if self.part in ("body", "annex") and not self.quoted:
            label = row.words if row else "—"
            self.scribe.item(label, self.depth, row)
        elif row:
            self._take(row)
        for child in element.elements():
            if child is not number:
                self.handlers.get(child.name, self._inside)(child)
        self.depth -= loose

    def _quotation(self, element: Element) -> None:
        self.quoted += 1
        self._inside(element)
        self.quoted -= 1

    def _table_row(self, element: Element) -> None:
        for row in self.row(set_apart(self.inline(cell) for cell in element.elements("CELL"))):
            self._take(row)

    # annexes and the end

    def _sequence(self, element: Element) -> None:
        """A headed part of an annex."""
        title = next(element.elements("TITLE"), None) if self.part == "annex" and not self.quoted else None
        level = element.attributes.get("LEVEL", "1")
        for place, row in enumerate(self.title_rows(title)):
            if place:
                self.scribe.name(row)
            else:
                self.scribe.part(row, level=int(level) if level.isdecimal() else 1)
            self._settle_notes()
        for child in self.rows(element):
            if isinstance(child, Row):
                self._take(child)
            elif child is not title:
                self.handlers[child.name](child)

    def _annex(self, element: Element) -> None:
        self.part = "annex"
        self.level = self.depth = 0
        title = next(element.elements("TITLE", "TI"), None)
        rows = list(self.title_rows(title))
        if rows:
            self.scribe.open_annex(annex_name(rows[0].words, self.language) or "annex-1", rows[0].words, rows[0])
            for row in rows[1:]:
                self.scribe.name(row)
            self._settle_notes()
        for child in element.elements():
            if child is not title and child.name not in SKIPPED:
                self.handlers.get(child.name, self._inside)(child)

    def _final(self, element: Element) -> None:
        before, self.part = self.part, "closing"
        self._inside(element)
        self.part = before

    def _signature(self, element: Element) -> None:
        before, self.part = self.part, "signature"
        self._inside(element)
        self.part = before
