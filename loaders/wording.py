"""Wording: the words by which acts of the Union are built, in its 24 languages (`wording.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from . import arabic, han
from .labels import division_number

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LANGUAGES", "OTHERS", "Wording", "annex_name", "day_in", "division_in", "is_annex_alone", "language_code", "language_in", "wording",
]  # fmt: skip

LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt",
    "ro", "sk", "sl", "sv",
)  # fmt: skip
OTHERS = ("ar", "ca", "is", "no", "ru", "tr", "uk", "zh")  # in which the Union does not print
_SAMPLE = 4000  # rows that tell a language
_DIVISIONS = {
    "part": ("part", "part"), "title": ("division", "tit"), "chapter": ("chapter", "ch"), "section": ("section", "sec"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """The patterns of one language; each matches without regard to capitals."""

    language: str
    words: dict[str, re.Pattern[str]]
    months: tuple[re.Pattern[str], ...]
    after: bool  # whether the verb follows what is amended


@lru_cache(1)
def _table() -> dict[str, dict[str, object]]:
    return tomllib.loads((files("concordat") / "loaders" / "wording.toml").read_text(encoding="utf-8"))


@lru_cache(len(LANGUAGES) + len(OTHERS))
def wording(language: str) -> Wording:
    """Return the words of a language (two letters); those of English for one that is not of the Union."""
    table = _table()
    language = language if language in table else "en"
    entry = table[language]
    words = {key: re.compile(value, re.IGNORECASE) for key, value in entry.items() if isinstance(value, str)}
    months = entry["months"]
    stems = tuple(re.compile(rf"(?<![^\W\d_]){stem}", re.IGNORECASE) for stem in months) if isinstance(months, list) else ()
    return Wording(language, words, stems, bool(entry.get("after")))


def language_code(code: str | None) -> str | None:
    """Return two letters for a language code or an IRI that ends with one (`EN`, `ENG`, `.../FRA`), or None."""
    word = (code or "").strip().rpartition("/")[2].lower()
    if word in LANGUAGES:
        return word
    return next((language for language, entry in _table().items() if word and entry["three"] == word), None)


def language_in(rows: Sequence[str]) -> str | None:
    """Return the language whose words open the articles and parts of an act that is printed in rows, or None."""
    short = [row for row in rows if len(row) < 160][:_SAMPLE]
    found = {language: _tells(short, wording(language)) for language in LANGUAGES}
    best = max(found, key=lambda language: found[language])
    return best if found[best] > 0 else None


def _tells(rows: Sequence[str], words: Wording) -> int:
    """How much rows speak for a language: articles count little, since neighbours share their word, and fixed formulas much."""
    word = words.words["article"].pattern
    article = re.compile(rf"(?:{word})\s+\d+\W{{0,2}}|\d+\W{{0,2}}\s*(?:{word})", re.IGNORECASE)
    articles = sum(article.fullmatch(row) is not None for row in rows)
    formulas = sum(_is_formula(row, words) for row in rows)
    done = any(words.words["done"].match(row) for row in rows)
    return (min(articles, 20) + 30 * formulas + 10 * done) if articles or formulas else 0


def _is_formula(row: str, words: Wording) -> bool:
    announced = words.words["whereas"].fullmatch(row.rstrip(" :"))
    return announced is not None or (row.endswith(":") and words.words["adopted"].search(row) is not None)


def day_in(words: str, language: str) -> str | None:
    """Return the first date of a text of this language as `2016-04-27`, or None."""
    found = [
        (place.start(), number, place)
        for number, stem in enumerate(wording(language).months, 1)
        if (place := stem.search(words))
    ]
    for _, month, place in sorted(found, key=lambda each: each[:2]):
        before, after = words[max(0, place.start() - 30) : place.start()], words[place.end() : place.end() + 30]
        if day := _day(before, after, month):
            return day
    return None


def _day(before: str, after: str, month: int) -> str | None:
    """The day that stands around a month: `27 April 2016`, `2016. április 27.`, `2016 m. balandžio 27 d.`"""
    year_first = re.search(r"(?<![\d/])((?:19|20)\d\d)(?:\.|\.?\s*(?:m\.|gada|év))?\s*(?:(\d{1,2})\.\s*)?$", before)
    behind = re.match(r"\D{0,14}?\b(\d{1,2})\b", after)
    if year_first and (year_first[2] or behind):
        year, number = year_first[1], year_first[2] or (behind[1] if behind else "")
    else:
        day = re.search(r"\b(\d{1,2})(?!\d)\D{0,12}$", before)
        late = re.match(r"\D{0,14}?\b((?:19|20)\d\d)\b", after)
        if not (day and late):
            return None
        year, number = late[1], day[1]
    return f"{year}-{month:02}-{int(number):02}" if 1 <= int(number) <= 31 else None


def division_in(words: str, language: str) -> tuple[str, str, str, str] | None:
    """Return kind, step, label and what follows of a row that opens a division (`CHAPTER II`), or None."""
    if language == "zh":
        return han.division(words)
    for name, (kind, stem) in _DIVISIONS.items():
        found = _division_pattern(language, name).match(words)
        if found:
            number = found["number"] or found["before"] or ""
            label = words[: found.end("label")]
            return kind, f"{stem}-{division_number(number)}", label, found["rest"].strip(" -–—:.")
    return None


@lru_cache(256)
def _division_pattern(language: str, name: str) -> re.Pattern[str]:
    word = wording(language).words[name].pattern
    count = arabic.ORDINAL + r"|\d+" if language == "ar" else r"(?-i:[IVXL]+[A-Za-z]?|\d+[a-z]?|[A-Z])"
    spelt = r"one|two|three|four|five|six|seven|eight|nine|ten|premi[eè]re|premier"
    ordinal = r"first|second|third|fourth|fifth|sixth|premi[eè]re|deuxi[eè]me|troisi[eè]me|quatri[eè]me|cinqui[eè]me|sixi[eè]me"
    return re.compile(
        rf"(?P<label>(?:(?:{word})\s+(?P<number>{count}|{spelt})|(?P<before>{count}|{ordinal})\.?\s+(?:{word})))(?![^\W_])(?P<rest>.*)",
        re.IGNORECASE | re.DOTALL,
    )


def annex_name(words: str, language: str) -> str | None:
    """Return the step of what a row annexes, or None: `ANNEX II` -> `annex-2`, `ANNEX` -> `annex-1`, `PROTOCOL (No 3)` -> `protocol-3`."""
    protocol = re.fullmatch(r"protoc?k?ol\w*\W{0,3}(?:\w{1,4}\W{0,3})?(\d+)\W*", words, re.IGNORECASE)
    if protocol:
        return f"protocol-{protocol[1]}"
    found = han.annex(words) if language == "zh" else _annex_pattern(language).fullmatch(words)
    if found is None or found.groupdict().get("rest"):
        return None
    number = found["number"] or found.groupdict().get("before")
    return f"annex-{division_number(number)}" if number else "annex-1"


def is_annex_alone(words: str, language: str) -> bool:
    """Return whether a row is the word for an annex without a number: it would take one."""
    return annex_name(f"{words} 9", language) == "annex-9"


@lru_cache(32)
def _annex_pattern(language: str) -> re.Pattern[str]:
    word = wording(language).words["annex"].pattern
    count = r"(?-i:[IVXL]+[A-Za-z]?|\d+[a-z]?|[A-Z])"
    return re.compile(rf"(?:(?:{word})(?:\s+(?P<number>{count}))?|(?P<before>{count})\.?\s+(?:{word}))\W*", re.IGNORECASE)
