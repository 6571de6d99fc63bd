"""Blocks: the rows of a printed page as headings, footnotes and text, with what the printer left set aside.

Text taken from United Nations PDF files has an empty line after each row, and a line of spaces right after a
heading's last row; a page begins with an indented row glued to the one before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .lines import Line, is_artefact, join, page_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Block", "blocks"]

_LONGEST = 4  # rows of a heading
_MARKED = re.compile(r"(?:[IVX]+|[A-Z])\.\s")
_RULE = re.compile(r"_{5,}")
_NOTE = re.compile(r"\s*(?:\d{1,3}|\*{1,3})\s{2,}\S")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together: `kind` is heading, footnote or row; `rows` are indexes of lines."""

    kind: str
    rows: tuple[int, ...]
    text: str


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the headings and footnotes of a text whole, and every other row of it alone, in order."""
    dense = _dense(lines)
    pending: list[int] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if _RULE.fullmatch(line.text.strip()):
            yield from _rows(lines, pending)
            pending = []
            end = _footnotes_end(lines, index)
            yield from _footnotes(lines, range(index + 1, end))
            index = end
            continue
        if line.spaced or (dense and line.blank) or page_start(lines, index):
            yield from _rows(lines, pending)
            pending = []
        if not line.blank and not is_artefact(line):
            pending.append(index)
            if index + 1 < len(lines) and lines[index + 1].spaced:
                yield from _closed(lines, pending, dense=dense)
                pending = []
        index += 1
    yield from _rows(lines, pending)


def _dense(lines: Sequence[Line]) -> bool:
    """Whether rows follow each other without an empty line between them."""
    printed = [index for index, line in enumerate(lines) if not line.blank]
    close = sum(after == before + 1 for before, after in pairwise(printed))
    return close * 2 > len(printed)


def _closed(lines: Sequence[Line], rows: list[int], *, dense: bool) -> Iterator[Block]:
    """Rows right before a line of spaces are a heading, unless they run on from the page before or are a paragraph."""
    block = _block("heading", lines, rows)
    runs_on = page_start(lines, rows[0]) and re.match(r"[ \f]\S", lines[rows[0]].text)
    paragraph = dense and (len(rows) > _LONGEST or block.text.endswith((".", ";", ",")))
    if (runs_on or paragraph or len(rows) > 2 * _LONGEST) and not _MARKED.match(block.text):
        yield from _rows(lines, rows)
    else:
        yield block


def _block(kind: str, lines: Sequence[Line], rows: Sequence[int]) -> Block:
    return Block(kind, tuple(rows), join(lines[row].text for row in rows))


def _rows(lines: Sequence[Line], rows: Sequence[int]) -> Iterator[Block]:
    for row in rows:
        yield _block("row", lines, [row])


def _footnotes_end(lines: Sequence[Line], index: int) -> int:
    """The notes of a page end where the next page begins; a rule with no note below it closes a page."""
    for end in range(index + 1, len(lines)):
        if page_start(lines, end) and not _NOTE.match(lines[end].text):
            return end
    return len(lines)


def _footnotes(lines: Sequence[Line], rows: range) -> Iterator[Block]:
    note: list[int] = []
    for row in rows:
        if lines[row].blank or is_artefact(lines[row]):
            continue
        if note and _NOTE.match(lines[row].text):
            yield _block("footnote", lines, note)
            note = []
        note.append(row)
    if note:
        yield _block("footnote", lines, note)
