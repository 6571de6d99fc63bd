"""Labels: the numbers of articles, paragraphs and points as steps of a path, in every language of the Union.

One provision has one path in all languages: what is `(b)` in English is `β)` in Greek and `б)` in Bulgarian, and what is
`Article 6a` is `Article 6 bis` in the Romance languages (Interinstitutional Style Guide, 2.7 and 3.1).
"""

from __future__ import annotations

import re

from . import arabic, han
from .numerals import number, ordinal

__all__ = ["article_number", "division_number", "is_dash", "mark", "step"]

_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщ", "abcdefghijklmnopqrstuvwxyz", strict=True))
_GREEK = {"α": 1, "β": 2, "γ": 3, "δ": 4, "ε": 5, "στ": 6, "ς": 6, "ζ": 7, "η": 8, "θ": 9, "ι": 10, "κ": 20}
_LATIN_WORDS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies", "undecies", "duodecies")
_WORDS = "|".join(_LATIN_WORDS)
_ARTICLE = re.compile(
    rf"(?P<number>\d{{1,4}})(?:\s*(?:\.[oa]|(?<!\d\d)o|[ºª°]|er|-?η?ς)\b)?\.?(?:\s*[-/.]?\s*(?P<suffix>(?:{_WORDS})|(?!gr\b)[a-zα-ωа-я]{{1,2}})(?![^\W\d_]))?",
    re.IGNORECASE,
)
_IBERIAN = re.compile(r"art(?:igo|[ií]culo)\s", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d\d)(?=o\b)")  # `Artigo 12o` is the twelfth, `Article 12o` stands between 12n and 12p
_EDGES = re.compile(r"^[\s(\[‘’“”„«»\"'►▼]+|[\s).\]:;°º]+$")
_DASHES = "-–—‐‒―−"
_BULLETS = "•●▪◦·■□*"
# a mark in front of words: `1.`, `(1)`, `a)`, `(aa)`, `ii)`, `—`
_MARK = re.compile(
    rf"(?P<label>\(?(?:\d{{1,3}}\s?(?:(?:{_WORDS})\b|[a-z]{{0,2}})|[ivxlc]{{1,6}}|[a-z]{{1,3}}\s(?:{_WORDS})|a?[a-z]|(?P<twin>[a-z])(?P=twin){{1,2}}|[α-ω]{{1,3}}|[а-я]{{1,2}})\)"
    rf"|\d{{1,3}}(?:\s?(?:{_WORDS})\b|[a-zа-яα-ω]{{0,2}})\.|[{_DASHES}{_BULLETS}])(?P<gap>\s+|$)(?P<rest>.*)",
    re.DOTALL,
)


def mark(words: str) -> re.Match[str] | None:
    """Return the mark that words open with, as a match with `label` and `rest`, or None."""
    found = _MARK.match(words)
    if found is not None and not is_dash(found["label"]):
        return found
    return (han.mark(words) if han.is_wide(words) else arabic.mark(words)) or found


def is_dash(label: str) -> bool:
    """Return whether a label numbers nothing: a dash, a bullet, a picture of a box."""
    return not re.search(r"\w", label)


def step(label: str) -> str:
    """Return the step of a path that a label makes: `(a)` -> `a`, `2a.` -> `2a`, `1 bis.` -> `1a`, `β)` -> `b`."""
    text = _EDGES.sub("", han.narrow(label) if han.is_wide(label) else label).lower()
    if match := re.fullmatch(rf"(\d+|[a-z]{{1,4}}(?=[\s-])|[a-z]{{1,2}})[\s-]*({_WORDS})", text):
        return match[1] + _letter(_LATIN_WORDS.index(match[2]) + 1)
    text = re.sub(r"(?<=\d)\s?[-–]$|^[-–]\s?(?=\d)|[\s./\u0640]+", "", text)
    return arabic.ABJAD.get(text) or _latin(text)


def _latin(text: str) -> str:
    number = re.match(r"\d*", text)
    digits = number[0] if number else ""
    rest = text[len(digits) :]
    if rest and all(letter in _CYRILLIC for letter in rest):
        return digits + "".join(_CYRILLIC[letter] for letter in rest)
    value = _greek(rest)
    return digits + (_letter(value) if value else re.sub(r"[^\w-]+", "", rest))


def _greek(text: str) -> int:
    """The value of a small Greek numeral, 0 for anything else."""
    if text in _GREEK:
        return _GREEK[text]
    tens, units = _GREEK.get(text[:1], 0), _GREEK.get(text[1:], 0)
    return tens + units if tens in (10, 20) and 0 < units < 10 else _late_greek(text)


def _late_greek(text: str) -> int:
    """Lists of many points go on with the letters of the alphabet after `ι`."""
    return 0 if len(text) != 1 or text not in "λμνξοπρστυφχψω" else 11 + "λμνξοπρστυφχψω".index(text)


def _letter(value: int) -> str:
    """The value as letters: 1 is `a`, 27 is `aa`."""
    return chr(96 + value) if value <= 26 else "a" + chr(96 + min(value - 26, 26))


def article_number(label: str) -> str:
    """Return the number of an article from its label or identifier: `Article 6 bis`, `6. cikk`, `006A` -> `6a`, `6`, `6a`.

    The only article of an act, or one whose number is a word, is `1`.
    """
    label = _ORDINAL.sub(r"\g<0>.", label) if _IBERIAN.match(label) else label
    match = _ARTICLE.search(han.narrow(label) if han.is_wide(label) else label)
    if match is None:
        written = arabic.ordinal(label.partition(" ")[2])[0]
        word = written or next((value for piece in label.split()[1:] if (value := ordinal(piece))), 1)
        return str(word)
    suffix = (match["suffix"] or "").lower()
    if suffix in _LATIN_WORDS:
        suffix = _letter(_LATIN_WORDS.index(suffix) + 1)
    return str(int(match["number"])) + _latin(suffix)


def division_number(label: str) -> str:
    """Return the number of a chapter, part or annex from what follows its word: `III` -> `3`, `1`, `B` -> `b`, `2a`."""
    text = _EDGES.sub("", label).lower()
    if len(text) == 1 and text.isalpha() and text not in "ivx":
        return step(text)
    match = re.match(r"(?P<roman>[ivx]+|x?l[ivx]*)(?P<suffix>[a-z]?)$", text)
    if match and (value := ordinal(match["roman"])):
        return f"{value}{match['suffix']}"
    return str(ordinal(text) or number(text) or arabic.ordinal(text)[0] or step(text))
