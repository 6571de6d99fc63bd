"""Openings: where the articles of a text begin, told by their word and number in the language of the text.

A reference may open a row too, so that an article counts only where it goes on from the one before, or where the next goes
on from it. A series that comes before the text, row upon row, is its table of contents.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from . import arabic, han
from .flat import is_article, is_division
from .inrow import parted
from .labels import article_number
from .sheet import Row
from .wording import annex_name, is_annex_alone, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cutter", "Opening", "may_open"]

_GAP = 2  # articles that a series may leave out: repealed since
_FAR = 60  # articles that it may leave out where the next ones follow
_AHEAD = 2  # articles among which the next one is looked for
_SIGN = 6  # characters: a shorter row is a mark
_CONTENTS = 0.5  # rows between two articles of a table of contents
_NUMBERED = re.compile(r"(?:(?<=[.;:)]\s)|^)(?P<number>\d{1,2})\.\s(?=[“„«\"]?[^\W\d_])")
_HEADED = re.compile(r"(?:(?<=[.;:)]\s)|(?<=\w\s)|^)(?P<number>\d{1,2})\.\s(?=[“„«\"]?[^\W\d_])")  # a heading ends without a sign
_BEHIND = frozenset(("et", "fi", "hr", "hu", "is", "lt", "lv", "sl", "tr"))  # languages in which the word follows its number
_DATED = frozenset(("ar", "ca", "en", "es", "fr", "it", "nl", "pt", "ru", "tr", "uk"))  # languages that print no dot in a date
_LEADS = re.compile(
    r"(?:[^\W\d_]{2,14}\.?|§)\s*(?:\d|[IVXL]+\b|prem|prim)|\d{1,4}\s?[a-z]?\.?\s*(?:[^\W\d_]|§)|第|[-–\d. ]{0,8}(?:ال)?مادة",
    re.IGNORECASE,
)
# an annex with its name on the same row: behind a sign, or in capitals
_ANNEXED = re.compile(
    r"(?P<label>(?P<loud>[^\Wa-z\d_]{4,14}(?=\s))?(?(loud)|\S{4,14})\s(?:[IVXL]+|\d{1,2}|[A-Z]))"
    r"(?:\s*[.:–—-]\s+|\s+(?=[^\Wa-z\d_]{3,})|(?(loud)\s+(?=[^\Wa-z\d_])|(?!)))(?P<rest>\S.*)", re.DOTALL,
)
_LIST = re.compile(
    r"(?:table of )?contents|sommaire|table des matières|inhalt\w*|[íi]ndice|índex|sumário|spis treści|inhoud\w*|obsah|tartalom\w*|cuprins|"
    r"περιεχόμενα|съдържание|содержание|зміст|sisällys\w*|innehåll\w*|indhold\w*|innhold|目录|المحتويات", re.IGNORECASE,
)


def may_open(words: str) -> bool:
    """Return whether a row may open an article in any language."""
    return _LEADS.match(words) is not None


@lru_cache(64)
def _opener(language: str) -> re.Pattern[str]:
    if language == "zh":
        return han.OPENER
    word = wording(language).words["article"].pattern
    suffix = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies)\b|[a-z](?![^\W\d_]))?"
    written = f"|{arabic.ORDINAL}" if language == "ar" else ""
    number = rf"(?:\d{{1,4}}(?:\.?[oº°]|er)?{suffix}|(?-i:[IVXL]+)\b|premi[eè]re?\b|primero\b{written})"
    before = r"(?P<before>[-–\d. ]{1,8}\s)?" if language == "ar" else "(?P<before>)"  # what a converter moved to the front
    behind = rf"|\d{{1,4}}\s?[a-z]?(?:\.\s*|\s+)(?:{word})(?![^\W_])" if language in _BEHIND else ""
    short = "" if language == "ar" else r"|art\.?|čl\.?|чл\.?|§"
    return re.compile(
        rf"{before}(?P<label>(?:(?:{word}){short})\s*{number}(?:\s*\[\d{{1,4}}\])?"
        rf"{behind}|\d{{1,4}}(?:\s?[a-z])?\.?\s*§(?!\s*\d))"
        r"(?P<sign>\s*[.:)–—-]+(?=\s|$))?(?:\s+(?P<rest>\S.*))?",
        re.IGNORECASE | re.DOTALL,
    )


class Opening(Row):
    """A row that is the number of an article."""


class Cutter:
    """Cuts rows where articles and their numbered paragraphs open inside them; `contents` are those of a table of contents."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.last = 0
        self.annex = "annex-0"
        self.contents: list[Row] = []

    def count(self, rows: Sequence[str]) -> int:
        """Return how many of the rows open an article."""
        return sum(1 for _ in self._walk(rows))

    def cut(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield the rows, with what opens an article or an annex on a row of its own."""
        words = [row.words for row in rows]
        opened = dict(self._walk(words))
        skipped = _table(opened, words, self.language)
        self.contents = [rows[place] for place in skipped]
        self.annex = "annex-0"
        bare = False
        for place, row in enumerate(rows):
            match = opened.get(place)
            if place in skipped:
                continue
            if match is None:
                yield from self._other(row, bare=bare)
            else:
                yield from self._article(row, match)
            bare = match is not None and not match["rest"]

    def _article(self, row: Row, match: re.Match[str]) -> Iterator[Row]:
        label, rest = match["label"].strip(), match["rest"] or ""
        if self.language == "ar" and (taken := _written(label)):
            label, rest = label[:taken].strip(), f"{label[taken:]} {rest}".strip()
        rest = f"{match.groupdict().get('before') or ''}{rest}".strip()
        yield Opening(row.index, label)
        if rest:
            yield from _paragraphs(Row(row.index, rest), _HEADED if self.language in _DATED else _NUMBERED)

    def _other(self, row: Row, *, bare: bool) -> Iterator[Row]:
        """A row that opens no article; `bare` says that the one before is the number of one, whose heading this may be."""
        parted = self._opens_annex(row.words, bare=bare)
        if parted is None:
            yield from _paragraphs(row)
            return
        label, rest = parted
        self.annex = annex_name(label, self.language) or self.annex
        yield Row(row.index, label)
        if rest:
            yield Row(row.index, rest)

    def _opens_annex(self, words: str, *, bare: bool = False) -> tuple[str, str] | None:
        """The label and the rest of a row that opens an annex; in Chinese, where no sign parts them, one that is the next."""
        parted = han.annex(words) if self.language == "zh" else _ANNEXED.match(words)
        label, rest = (parted["label"], parted["rest"]) if parted else (words, "")
        name = annex_name(label, self.language)
        if name is None or (bare and is_annex_alone(words, self.language)):
            return None
        if self.language == "zh" and rest and name != f"annex-{int(re.sub(r'[^0-9]', '', self.annex) or 0) + 1}":
            return None
        return label, rest

    # the series of articles

    def _walk(self, rows: Sequence[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield the places of the rows that open articles, and how; behind an annex articles count anew."""
        found = {place: each for place, words in enumerate(rows) if (each := self._candidate(words))}
        if not found:
            return
        values = [(place, value) for place, (value, _) in found.items()]
        following = {place: [value for _, value in values[at + 1 : at + 1 + _AHEAD]] for at, (place, _) in enumerate(values)}
        self.last, self.annex = 0, "annex-0"
        bare = False
        for place, words in enumerate(rows):
            if place not in found:
                opened = self._opens_annex(words, bare=bare) if len(words) < 400 or self.language == "zh" else None
                if opened:
                    self.last, self.annex = 0, annex_name(opened[0], self.language) or self.annex
                bare = False
                continue
            value, match = found[place]
            accepted = self._goes_on(value, match, following[place])
            bare = accepted and not match["rest"]
            if accepted:
                yield place, match

    def _candidate(self, words: str) -> tuple[int, re.Match[str]] | None:
        match = _opener(self.language).match(words)
        if match is None or words[:1].islower():
            return None
        label = match["label"].strip()
        written = _written(label) if self.language == "ar" else 0
        if not written and not is_article(label, self.language):
            return None
        rest = match["rest"] or ""
        if rest and not match["sign"] and (rest[:1].islower() or re.match(r"[,;)،؛]", rest)):
            return None
        return int(re.sub(r"\D", "", article_number(label)) or 0), match

    def _goes_on(self, value: int, match: re.Match[str], following: list[int]) -> bool:
        """Whether an article goes on from the last; one whose number is another's with a raised one behind it leaves the count."""
        if value == 1 and self.last > 1 and match["rest"] and not match["sign"]:
            accepted = following[:1] == [2]
        elif value == 1 or self._near(value, following):
            accepted = True
        elif str(value).startswith(str(self.last)) and value < 100 * max(self.last, 1):
            return bool(match["sign"] and match["rest"])
        else:
            return False
        if accepted:
            self.last = value
        return accepted

    def _near(self, value: int, following: list[int]) -> bool:
        """Whether a number goes on from the last; one that the next go on from may be further, and an excerpt begins anywhere."""
        far = value + 1 in following
        return self.last <= value <= self.last + (_FAR if far else _GAP) or (far and self.last == 0)


def _written(label: str) -> int:
    """How many characters of an Arabic label are the word for an article and a number written out, 0 for one in digits."""
    word, _, rest = label.partition(" ")
    value, end = arabic.ordinal(rest)
    return len(word) + 1 + end if value else 0


def _table(opened: dict[int, re.Match[str]], rows: Sequence[str], language: str) -> range:
    """The places of a table of contents: articles row upon row, in front of as many that have words."""
    places = list(opened)
    ones = [at for at, place in enumerate(places) if at and article_number(opened[place]["label"]) == "1"]
    if not ones or ones[0] < 3 or len(places) - ones[0] < ones[0] * 0.7:
        return range(0)
    first, last = places[0], places[ones[0] - 1]
    others = [rows[place] for place in range(first, last + 1) if place not in opened and len(rows[place]) > _SIGN]
    between = sum(1 for row in others if not is_division(row, language))
    if between > _CONTENTS * ones[0]:
        return range(0)
    while first and (is_division(rows[first - 1], language) or _LIST.fullmatch(rows[first - 1].rstrip(" :."))):
        first -= 1
    return range(first, last + 1)


def _paragraphs(row: Row, numbered: re.Pattern[str] = _NUMBERED) -> Iterator[Row]:
    """A row cut in front of its numbered paragraphs, where they count from 1."""
    places = [0]
    wanted = 1
    for found in numbered.finditer(row.words):
        if int(found["number"]) == wanted:
            places.append(found.start())
            wanted += 1
    for start, end in pairwise([*places, len(row.words)]):
        if words := row.words[start:end].strip():
            yield from (Row(row.index, point) for point in parted(words))
