"""DOCX (WordprocessingML, ISO/IEC 29500-1): the words of a document as plain text, and its tracked changes.

The text is that with all changes made; each change is kept beside it, so that the wording before can be told (section
17.13.5). Numbers that Word counts are written out, rows of tables are lines, notes stand behind the paragraph with their
mark, as at the foot of a page. Hidden text, comments, running heads and drawings are no part of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError
from .archive import Archive, attribute, local_name
from .document import Change
from .numbering import Numbering, child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .archive import Element

__all__ = ["MEDIA_TYPE", "taken"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_INSERTED, _DELETED = ("ins", "moveTo"), ("del", "moveFrom")
_SKIPPED = frozenset(("pPr", "rPr", "instrText", "delInstrText", "Fallback", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "fldData"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_END = "\n\n"


def taken(data: bytes, name: str) -> tuple[str, tuple[Change, ...]]:
    """Return the text of a document with all its tracked changes made, and the changes in the order of the text.

    Raises InputError where the file is damaged or no Word document, LimitError where it unpacks to more than a text can need.
    """
    archive = Archive(data, name)
    part = archive.related("", "officeDocument")
    root = archive.xml(part)
    if part is None or root is None or local_name(root) != "document":
        what = "a ZIP archive that is no Word document and no Formex document"
        raise InputError(what, where=name, do="unpack it, or save the document as DOCX or text")
    parts = {kind: archive.xml(archive.related(part, kind)) for kind in ("numbering", "styles", "footnotes")}
    writer = _Writer(Numbering(parts["numbering"], parts["styles"]), parts["footnotes"])
    writer.blocks(child(root, "body"))
    text = "".join(writer.pieces)
    if not text.strip():
        raise InputError("a Word document without text", where=name, do="give a document with text")
    return text, tuple(writer.changes)


class _Writer:
    """Writes the text; `at` is the number of characters written."""

    def __init__(self, numbering: Numbering, footnotes: Element | None) -> None:
        self.numbering = numbering
        self.notes = {attribute(note, "id"): note for note in (footnotes if footnotes is not None else ())}
        self.pieces: list[str] = []
        self.changes: list[Change] = []
        self.at = 0
        self._waiting: list[tuple[int, Element]] = []
        self._count = 0
        self._page = False

    def blocks(self, parent: Element | None) -> None:
        """Write paragraphs and tables."""
        for block in parent if parent is not None else ():
            kind = local_name(block)
            if kind == "p":
                self._paragraph(block, _END)
            elif kind == "tbl":
                self._table(block)
            elif kind in ("sdt", "sdtContent", "customXml", *_INSERTED):
                self.blocks(block)

    def _table(self, table: Element) -> None:
        """Write each row as a line, its cells parted by tabs; a row that was deleted leaves a change."""
        for row in _descendants(table, "tr"):
            paragraphs = [list(_descendants(cell, "p")) for cell in _descendants(row, "tc")]
            for place, cell in enumerate(paragraphs):
                for number, paragraph in enumerate(cell):
                    last = number == len(cell) - 1
                    self._paragraph(paragraph, " " if not last else "\t" if place < len(paragraphs) - 1 else _END)

    def _paragraph(self, paragraph: Element, end: str) -> None:
        mark = child(child(paragraph, "pPr"), "rPr")
        deleted = next((found for name in _DELETED if (found := child(mark, name)) is not None), None)
        inserted = next((found for name in _INSERTED if (found := child(mark, name)) is not None), None)
        start = self.at
        if deleted is None or any(_surviving(paragraph)):
            if self._page:
                self._write("\f")
                self._page = False
            label = self.numbering.label(paragraph)
            self._write(f"{label} " if label else "")
            if inserted is not None:
                self._note_change("insertion", start, f"{label} " if label else "", inserted)
        self._inline(paragraph, None, gone=False)
        if deleted is not None:
            self._note_change("deletion", self.at, _END, deleted)
            return
        before = self.at
        self._write(end)
        if inserted is not None:
            self._note_change("insertion", before, end, inserted)
        if end == _END:
            self._feet()

    def _feet(self) -> None:
        """Write the notes whose marks stood in the paragraph."""
        waiting, self._waiting = self._waiting, []
        for number, note in waiting:
            self._write(f"({number}) ")
            for paragraph in _descendants(note, "p"):
                self._inline(paragraph, None, gone=False)
                self._write(" ")
            self._write(_END)
            self._page = True

    def _inline(self, parent: Element, change: Element | None, *, gone: bool) -> None:
        """Write the words of a paragraph; `change` is the tracked change that they are in, `gone` whether it deletes them."""
        for item in parent:
            kind = local_name(item)
            if kind in _SKIPPED or (kind == "r" and child(child(item, "rPr"), "vanish") is not None):
                continue
            if kind in _INSERTED:
                self._inline(item, item if change is None else change, gone=gone)
            elif kind in _DELETED:
                # what one person inserted and another deleted stands neither before nor after
                if change is None:
                    self._inline(item, item, gone=True)
            else:
                self._item(item, kind, change, gone=gone)

    def _item(self, item: Element, kind: str, change: Element | None, *, gone: bool) -> None:
        if kind in ("t", "delText"):
            self._words(item.text or "", change, gone=gone)
        elif kind in _SIGNS:
            self._words(_SIGNS[kind], change, gone=gone)
        elif kind == "footnoteReference" and not gone:
            note = self.notes.get(attribute(item, "id"))
            if note is not None:
                self._count += 1
                self._waiting.append((self._count, note))
                self._words(f" ({self._count})", change, gone=gone)
        else:
            if kind == "p":  # a text box
                self._words("\n", change, gone=gone)
            self._inline(item, change, gone=gone)

    def _words(self, words: str, change: Element | None, *, gone: bool) -> None:
        start = self.at
        if not gone:
            self._write(words)
        if change is not None:
            self._note_change("deletion" if gone else "insertion", start, words, change)

    def _note_change(self, kind: str, start: int, words: str, by: Element) -> None:
        end = start + len(words) if kind == "insertion" else start
        author = attribute(by, "author")
        last = self.changes[-1] if self.changes else None
        if last and (last.kind, last.author, last.end) == (kind, author, start):
            self.changes[-1] = Change(kind, last.start, end, last.words + words, author)
        elif words:
            self.changes.append(Change(kind, start, end, words, author))

    def _write(self, words: str) -> None:
        self.pieces.append(words)
        self.at += len(words)


def _surviving(paragraph: Element) -> Iterator[bool]:
    """Yield True for each piece of text that no change deletes."""
    for item in paragraph.iter():
        if local_name(item) == "t" and item.text and not any(local_name(above) in _DELETED for above in item.iterancestors()):
            yield True


def _descendants(parent: Element, name: str) -> Iterator[Element]:
    """Yield what has this name below an element, but not what stands inside another of that name."""
    waiting = list(reversed(parent))
    while waiting:
        item = waiting.pop()
        if local_name(item) == name:
            yield item
        else:
            waiting.extend(reversed(item))
