"""Lists in one row: points that a converter left behind each other ("i) boats; ii) rafts; and iii) barges"), cut into rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .outline import roman

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["parted"]

_FIRST = re.compile(r"(?P<open>\(?)(?P<number>[ivx]{1,5}|[a-zа-я]|\d{1,2})\)\s")
_AND = r"(?:(?:and|or|et|ou|y|o|e|и|или|und|oder|en|of)\s+)?"
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")


def parted(words: str) -> list[str]:
    """Return a row as its points, where it opens with one of a list and the next ones follow in it; else the row alone."""
    first = _FIRST.match(words)
    if first is None:
        return [words]
    places = max((_places(words, first["open"], number) for number in _readings(first["number"])), key=len)
    return [words[start:end].strip() for start, end in zip(places, [*places[1:], len(words)], strict=True)]


def _places(words: str, bracket: str, number: Callable[[int], str]) -> list[int]:
    """Where a row is to be cut; `number` gives the label of the first, second ... point after that which it opens with."""
    places = [0]
    while label := number(len(places)):
        behind = rf"(?<=[;,])\s*{_AND}(?={re.escape(bracket + label)}\)\s)"
        found = re.compile(behind, re.IGNORECASE).search(words, places[-1])
        if found is None:
            break
        places.append(found.end())
    return places


def _readings(label: str) -> list[Callable[[int], str]]:
    """How the points after a label may be numbered: `v` is the fifth in Roman numbers, or a letter."""
    if label.isdecimal():
        return [lambda step: str(int(label) + step)]
    found: list[Callable[[int], str]] = [lambda step: chr(ord(label[0]) + step) if len(label) == 1 and label not in "zя" else ""]
    if value := roman(label):
        found.append(lambda step: _ROMAN[value + step] if value + step < len(_ROMAN) else "")
    return found
