"""Sheets: the rows that a markup file prints, with the lines and characters they stand on."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import LimitError
from .element import Text
from .lines import Line, join

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CELL", "ROWS", "Row", "Sheet", "set_apart"]

ROWS = 200_000  # of one file
CELL = " | "  # stands between two cells of a row


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: `index` among the lines of its sheet, `words` as they read."""

    index: int
    words: str


def set_apart(cells: Iterable[Iterable[Text]]) -> list[Text]:
    """Return the texts of a table's row, a ` | ` between two cells; an empty one keeps its place between two others."""
    texts: list[Text] = []
    empty = 0
    for cell in map(list, cells):
        first = next((text for text in cell if text.words.strip()), None)
        if first is None:
            empty += 1
            continue
        texts.extend(Text(CELL, first.start, first.start) for _ in range(1 + empty) if texts)
        texts.extend(cell)
        empty = 0
    return texts


class Sheet:
    """Collects the rows of a decoded file, in the order in which they are asked for; its `name` serves messages only."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self._breaks = [match.start() for match in re.finditer("\n", text)]

    def row(self, texts: Iterable[Text]) -> Row | None:
        """Return the row that texts make, or None where they print nothing."""
        found = list(texts)
        printed = [text for text in found if text.words.strip()]
        if not printed:
            return None
        words = " ".join("".join(text.words for text in found).split())
        first, last = printed[0], printed[-1]
        start = first.start + len(first.words) - len(first.words.lstrip())
        end = max(start, last.end - len(last.words) + len(last.words.rstrip()))
        return self.add(words, start, end)

    def add(self, words: str, start: int, end: int) -> Row:
        """Return the row of words that stand between two characters.

        Raises LimitError where it is one too many.
        """
        if len(self.lines) >= ROWS:
            raise LimitError(f"the text has more than {ROWS} rows", where=self.name, do="split the file")
        self.lines.append(Line(self.line(start), start, end, words, self.line(max(start, end - 1))))
        return Row(len(self.lines) - 1, join([words]))

    def line(self, place: int) -> int:
        """Return the line, from 1, that a character stands on."""
        return bisect_left(self._breaks, place) + 1
