"""Running text: rows cut out of text that came without its line breaks, as many data sets and converters hand it on.

A row is cut where a sentence has ended and what follows is numbered as a provision is: a word and a number, a paragraph's
number, a point's letter. Whether an article opens there is for the series of articles to say.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["is_running", "pieces"]

_LONG = 1000  # characters: more than a paragraph has as a rule
_HALF = 0.5  # of a text, in rows so long
_NAME = 300  # characters that a division's title may have
_AND = r"(?:and|or|et|ou|und|oder|y|o|e|i|a|en|of|og|och|eller|и|или|і|або|و|أو)"
_WORD = r"(?!(?-i:[a-zà-ÿа-я]))[^\W\d_]{2,14}\.?\s+(?:\d{1,4}|premier|1er|(?-i:[IVXL]{1,6}))(?![^\W_])"
_MARK = r"\(?(?:[a-z]|[ivx]{1,5}|\d{1,3})\)\s|\d{1,3}\.\s(?=[^\W\d_])|[（(][\u0621-\u064a]{1,3}[)）]|§\s*\d"
_FORMULA = r"(?-i:(?:[A-ZÀ-ÞΑ-ΩА-Я’']{2,}[\s,]+){2,})"
_CUT = re.compile(
    rf"(?<=[.;:؛!?»”)\]])\s+(?=(?:{_WORD}|{_MARK}|{_FORMULA}))|(?<=[;,،])\s+{_AND}\s+(?=(?:{_MARK}))", re.IGNORECASE
)
_DIVISION = re.compile(r"(?P<word>[^\W\d_]{2,14})\s+(?:\d{1,3}|[IVXL]{1,6}|[^\W\d_]{4,12})(?![^\W_])")
_INNER = re.compile(_WORD)


def is_running(rows: Sequence[str]) -> bool:
    """Return whether most of a text stands in rows far longer than a paragraph."""
    return sum(len(row) for row in rows if len(row) > _LONG) > _HALF * sum(len(row) for row in rows)


def pieces(row: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last character of each piece that a long row is cut into."""
    places = [0, *(found.end() for found in _CUT.finditer(row)), len(row)] if len(row) > _LONG else [0, len(row)]
    words = Counter(found[0].split()[0] for place in places if (found := _INNER.match(row, place)))
    article = words.most_common(1)[0][0] if words else ""
    for start, end in pairwise(places):
        inner = _named(row, start, end, article)
        if inner:
            yield start, inner[0]
            yield inner
        yield inner[1] if inner else start, end


def _named(row: str, start: int, end: int, article: str) -> tuple[int, int] | None:
    """The title of a division, behind its number and in front of the first article in it; `article` is the word for one."""
    division = _DIVISION.match(row, start, end)
    if division is None:
        return None
    inside = _INNER.finditer(row, division.end(), min(end, division.end() + _NAME))
    found = next((each.start() for each in inside if each[0].split()[0] == article != division["word"]), None)
    return None if found is None or re.search(r"[.;]", row[division.end() : found]) else (division.end(), found)
