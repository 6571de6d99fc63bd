"""Numerals: the numbers of legal texts, in digits or in French and English words.

`quatre-vingt-dix`, `ninety`, `twenty-one`, `premier`, `1er`, `xiv`; ordinals (`trentième`, `thirtieth`) count as their number.
"""

from __future__ import annotations

import re

__all__ = ["NUMBER", "number", "ordinal"]

_UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "nonante": 90,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_HUNDREDS = ("cent", "cents", "hundred")
_ORDINALS = {
    "premier": 1, "première": 1, "1er": 1, "1ère": 1, "second": 2, "seconde": 2, "neuvième": 9, "cinquième": 5,
    "first": 1, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
}  # fmt: skip
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_WORDS = "|".join(sorted({*_UNITS, *_HUNDREDS, "vingts"}, key=len, reverse=True))
NUMBER = rf"(?:\d+|(?:{_WORDS})(?:(?:[-\s]|[-\s](?:et|and)[-\s])(?:{_WORDS}))*)"
"""A pattern for a cardinal number in digits or words."""


def number(words: str) -> int | None:
    """Return the value of a cardinal number in digits or in words, or None where it is none."""
    text = words.strip().lower()
    if text.isdecimal():
        return int(text)
    total = 0
    for part in re.split(r"[-\s]+", text):
        if part in _HUNDREDS:
            total = max(total, 1) * 100
        elif part in ("vingt", "vingts") and total % 100 == 4:
            total += 76
        elif part in _UNITS:
            total += _UNITS[part]
        elif part not in ("et", "and"):
            return None
    return total or None


def ordinal(word: str) -> int | None:
    """Return the value of an ordinal (`premier`, `1er`, `thirtieth`) or of a small roman number, or None."""
    text = word.strip().lower()
    if text in _ORDINALS:
        return _ORDINALS[text]
    for ending, stems in (("ième", ("", "e")), ("th", ("",)), ("ieth", ("y",)), ("ème", ("",)), ("nd", ("",)), ("rd", ("",))):
        if text.endswith(ending):
            stem = text.removesuffix(ending)
            value = next((found for tail in stems if (found := number(stem + tail))), None)
            if value:
                return value
    return _roman(text)


def _roman(text: str) -> int | None:
    if not text or not all(letter in _ROMAN for letter in text):
        return None
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
