"""Levels: how deep a point stands, told from the marks alone where rows follow each other flat.

`(i)` after `(h)` goes on with the letters unless a colon announced a list; text between two lists ends the first unless
the second goes on with its marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .han import is_wide, narrow
from .labels import is_dash, step
from .numerals import ordinal

__all__ = ["Levels"]

_SLACK = 4  # marks that a list may leave out: points deleted since


@dataclass(frozen=True, slots=True)
class _List:
    """An open list: how its members are marked, and the value of the last."""

    style: str
    value: float


class Levels:
    """The lists that stand open, the outermost first."""

    def __init__(self) -> None:
        self._open: list[_List] = []
        self._broken = False  # by text since the last mark

    def clear(self) -> None:
        """Close all lists: another paragraph or article begins."""
        self._open.clear()
        self._broken = False

    def text(self) -> None:
        """Take note of text between marks."""
        self._broken = True

    def depth(self, label: str, *, before: str = "") -> int | None:
        """Return how deep from 1 the point with this mark stands, or None where it goes on with no list.

        `before` is the row in front of it.
        """
        readings = _readings(label)
        found = self._follows(readings, before) or self._opens(readings) or self._skips(readings)
        if found is None and readings and not self._open:
            found = 1, readings[-1]  # a list that begins late: `(c)` is a letter, not a hundred
        if found is None:
            return None
        depth, reading = found
        del self._open[depth - 1 :]
        self._open.append(reading)
        self._broken = False
        return depth

    def _follows(self, readings: list[_List], before: str) -> tuple[int, _List] | None:
        """The innermost list that the mark goes on with; a mark that could open one does so after a colon."""
        announced = before.rstrip().endswith(":") and any(reading.value == 1 for reading in readings)
        for depth in range(len(self._open), 0, -1):
            last = self._open[depth - 1]
            for reading in readings:
                goes_on = reading.style == last.style and (0 < reading.value - last.value <= 1 or reading.style == "dash")
                if goes_on and not (announced and reading.value != 1 and reading.style != "dash"):
                    return depth, reading
        return None

    def _opens(self, readings: list[_List]) -> tuple[int, _List] | None:
        first = [reading for reading in readings if reading.value == 1]
        if not first:
            return None
        # `(i)` opens a roman list below a point, and is the ninth letter nowhere
        reading = next((each for each in first if not any(each.style == last.style for last in self._open)), first[0])
        return (1 if self._broken else len(self._open) + 1), reading

    def _skips(self, readings: list[_List]) -> tuple[int, _List] | None:
        for depth in range(len(self._open), 0, -1):
            last = self._open[depth - 1]
            for reading in readings:
                if reading.style == last.style and 0 < reading.value - last.value <= _SLACK:
                    return depth, reading
        return None


def _readings(label: str) -> list[_List]:
    """The ways to read a mark: `(i)` is a roman one and the ninth letter; `2a` and `aa` stand between two members."""
    if is_dash(label):
        return [_List("dash", 1)]
    label = narrow(label) if is_wide(label) else label
    text = step(label)
    number = re.fullmatch(r"(\d+)([a-z]{0,2})", text)
    if number:
        style = "number." if label.rstrip().endswith(".") else "number"
        return [_List(style, int(number[1]) + (0.5 if number[2] else 0))]
    roman = ordinal(text) if re.fullmatch(r"[ivxlc]+", text) else None
    found = [_List("roman", roman)] if roman else []
    if len(text) == 1 and text.isalpha():
        found.append(_List("letter", ord(text) - 96))
    elif len(text) == 2 and text[0] == text[1]:
        found += [_List("letter", ord(text[0]) - 96 + 0.5), _List("letter", 26 + ord(text[0]) - 96)]
    elif not roman and len(text) == 2 and text.isalpha():
        found.append(_List("letter", ord(text[0]) - 96 + 0.5))
    return found
