"""Arabic: how laws and treaties in Arabic number their parts.

Ordinals are written out (`المادة الثانية والعشرون` is article 22), points are lettered in the order of the abjad (`(ب)` is `b`), and a
dash stands behind the number of a paragraph (`1 -`).
"""

from __future__ import annotations

import re

__all__ = ["ABJAD", "ORDINAL", "mark", "ordinal"]

_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")  # vowels and the stretching of a letter
_FORMS = str.maketrans("أإآىة", "ااايه")
_UNITS = {
    "اول": 1, "اولي": 1, "واحد": 1, "واحده": 1, "حادي": 1, "حاديه": 1, "ثان": 2, "ثاني": 2, "ثانيه": 2, "ثالث": 3, "ثالثه": 3, "رابع": 4,
    "رابعه": 4, "خامس": 5, "خامسه": 5, "سادس": 6, "سادسه": 6, "سابع": 7, "سابعه": 7, "ثامن": 8, "ثامنه": 8, "تاسع": 9, "تاسعه": 9,
    "عاشر": 10, "عاشره": 10, "عشر": 10, "عشره": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40,
    "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
    "مائه": 100, "مئه": 100, "ميه": 100, "مائتين": 200, "مئتين": 200,
}  # fmt: skip
ORDINAL = r"(?:(?:بعد\s+)?و?ال[ء-ي\u064b-\u0652]{2,9})(?:\s+(?:(?:بعد\s+)?و?ال[ء-ي\u064b-\u0652]{2,9}|عشرة?))*"
"""A pattern for words that may be an ordinal."""
ABJAD = dict(zip("ابجدهوزحطيكلمنسعفصقرشتثخذض", "abcdefghijklmnopqrstuvwxyz", strict=True)) | {"أ": "a"}
"""The letters that number points, as the Latin ones in their places."""
_MARK = re.compile(r"(?P<label>\([\u0621-\u064a]\u0640?\)|\d{1,3}\s?[-–]|[-–]\s?\d{1,3}(?=\s))\s*(?P<rest>.*)", re.DOTALL)
_LETTER = re.compile("[\u0621-\u064a]")


def ordinal(words: str) -> tuple[int, int]:
    """Return the value of the ordinal that words begin with, and how many of their characters it takes: 0 and 0 for none."""
    total = end = 0
    for found in re.finditer(r"\S+", words):
        word = _SIGNS.sub("", found[0]).translate(_FORMS).strip(":.،-")
        if word == "بعد" and total:
            continue
        stem = word.removeprefix("و") if word.startswith("وال") else word
        value = _UNITS.get(stem.removeprefix("ال"))
        if value is None or (not total and not stem.startswith("ال")):
            break
        total, end = total + value, found.end()
    return total, end


def mark(words: str) -> re.Match[str] | None:
    """Return the mark that an Arabic row opens with, as a match with `label` and `rest`, or None."""
    return _MARK.match(words) if _LETTER.search(words, 0, 24) else None
