"""Lists in one row: points that a converter left behind each other ("i) boats; ii) rafts; and iii) barges"), cut into rows."""

from __future__ import annotations

import re

from .outline import roman

__all__ = ["parted"]

_FIRST = re.compile(r"(?P<open>\(?)(?P<number>i|a|1|а|أ)\)\s")
_AND = r"(?:(?:and|or|et|ou|y|o|e|и|или|und|oder|en|of)\s+)?"
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")


def parted(words: str) -> list[str]:
    """Return a row as its points, where it opens with the first of a list and the next ones follow in it; else the row alone."""
    first = _FIRST.match(words)
    if first is None:
        return [words]
    places = [0]
    for value in range(2, 30):
        label = re.escape(first["open"]) + _number(first["number"], value) + r"\)\s"
        found = re.search(rf"(?<=[;,])\s*{_AND}(?={label})", words[places[-1] :], re.IGNORECASE)
        if found is None:
            break
        places.append(places[-1] + found.end())
    return [words[start:end].strip() for start, end in zip(places, [*places[1:], len(words)], strict=True)]


def _number(first: str, value: int) -> str:
    if first == "1":
        return str(value)
    if roman(first):
        return _ROMAN[value] if value < len(_ROMAN) else "(?!)"
    return chr(ord(first) + value - 1) if first.isascii() else r"[^\W\d_]"
