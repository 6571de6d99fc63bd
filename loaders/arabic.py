"""Arabic: ordinals written out, by which laws and treaties in Arabic number their articles and divisions (`الثانية والعشرون` is 22)."""

from __future__ import annotations

import re

__all__ = ["ORDINAL", "ordinal"]

_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")  # vowels and the stretching of a letter
_FORMS = str.maketrans("أإآىة", "ااايه")
_UNITS = {
    "اول": 1, "اولي": 1, "واحد": 1, "واحده": 1, "حادي": 1, "حاديه": 1, "ثان": 2, "ثاني": 2, "ثانيه": 2, "ثالث": 3, "ثالثه": 3, "رابع": 4,
    "رابعه": 4, "خامس": 5, "خامسه": 5, "سادس": 6, "سادسه": 6, "سابع": 7, "سابعه": 7, "ثامن": 8, "ثامنه": 8, "تاسع": 9, "تاسعه": 9,
    "عاشر": 10, "عاشره": 10, "عشر": 10, "عشره": 10, "عشر" + "ون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40,
    "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
    "مائه": 100, "مئه": 100, "ميه": 100, "مائتين": 200, "مئتين": 200,
}  # fmt: skip
ORDINAL = r"(?:(?:بعد\s+)?و?ال[ء-ي\u064b-\u0652]{2,9})(?:\s+(?:(?:بعد\s+)?و?ال[ء-ي\u064b-\u0652]{2,9}|عشرة?))*"
"""A pattern for words that may be an ordinal."""


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
