"""Laws in Markdown whose headings name each article: `##### Article L111-1`, `##### Artículo único`, `##### Άρθρο 2`.

A heading leaves no doubt, so that one article is enough, numbers need not follow each other, and a row of text that begins
like an article opens none. Codes count theirs by part and chapter (the practice of Légifrance): `l111-1` is the path.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .document import Document, Source
from .flat import Flat, is_division
from .labels import article_number, division_number
from .lines import join, split
from .page import is_page
from .prose import count_in, metadata_of, tells
from .scribe import Scribe
from .sheet import Row, Sheet
from .source import decode
from .unmarked import unmarked
from .wording import LANGUAGES, OTHERS, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["matches", "parse"]

_HEADING = re.compile(r"(?m)^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<words>\S[^\n]{0,400})$")
_SUFFIX = r"(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies|[a-zα-ω]{1,2})"
_NUMBER = (
    rf"(?P<number>(?:(?-i:[A-Z]{{1,3}})\.?\s?\*{{0,2}}\s?)?\d{{1,5}}(?:[-.‑]\d{{1,4}})*(?:(?:\.?[oº°ª]|er)(?![^\W_]))?(?:[\s-]?{_SUFFIX}(?![^\W_]))?"
    r"|(?-i:[IVXLC]{1,7})(?![^\W_])|premier|primero|primo|unique|[uú]nico|unic[oă]?|unico|enig|einziger)"
)
_NAMED = re.compile(
    r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?)\s+(?P<number>[IVXLC]+(?:er)?|\d+\w{0,3}|[A-Z])(?![^\W_])\s*[:.–—-]?\s*(?P<rest>.*)", re.DOTALL
)
# what a heading that opens an article looks like in any language
_ARTICLE = re.compile(r"[^\W\d_]{2,14}\.?\s*(?:\d|[A-Z]|§|[^\W\d_]{4,9}$)")
# an article of a code, whose number leaves as little doubt as a heading
_ALONE = re.compile(r"(?m)^[ \t]*Article[ \t]+(?P<number>(?:LO|[LRDA])\.?[ \t]?\*{0,2}[ \t]?\d{1,5}(?:-\d{1,4})*)[ \t]*$")
_LEAST = 3  # of those
_LOW = 7  # below the levels of headings
_CODED = re.compile(r"(?P<series>[A-Z]{1,3})\.?\s?\*{0,2}\s?(?=\d)")


@lru_cache(64)
def _opener(language: str) -> re.Pattern[str]:
    word = wording(language).words["article"].pattern + ("|articol" if language == "ro" else "")
    rest = r"(?:\s*[:.)–—-]+\s*(?P<rest>\S.*)|\s+\((?P<aside>.*)\))?"
    return re.compile(rf"(?P<label>(?:{word}|art\.)\s*{_NUMBER}\.?){rest}", re.IGNORECASE | re.DOTALL)


def matches(text: str) -> bool:
    """Return whether headings of Markdown open articles, and more of them than rows of text do, or articles of a code stand alone."""
    if is_page(text):
        return False
    if len(_ALONE.findall(text)) >= _LEAST:
        return True
    if not text.lstrip().startswith(("#", "---")):
        return False
    found = _headings(text)
    language = _language(found, text)
    return language is not None and sum(map(bool, map(_opener(language).fullmatch, found))) >= count_in(text, language)


def parse(source: Source) -> Document:
    """Return the tree of a law whose headings name its articles."""
    text = decode(source)
    sheet = Sheet(text, source.name)
    language = _language(_headings(text), text) or "fr"
    reader = _Headed(Scribe(sheet), language)
    for row, level in _rows(text, sheet):
        reader.take(row, level or (_LOW if _ALONE.fullmatch(row.words) else 0))
    nodes = reader.scribe.finish()
    heading = reader.scribe.heading
    title = " ".join(words for _, words in heading.rows) if heading else None
    return Document(source, metadata_of(title, language), nodes)


def _headings(text: str) -> list[str]:
    return [" ".join(match["words"].split()) for match in _HEADING.finditer(text)]


def _language(headings: list[str], text: str) -> str | None:
    """The language in whose words most headings open an article, or None where none does."""
    if not any(map(_ARTICLE.match, headings)):
        return None
    found = {each: sum(map(bool, map(_opener(each).fullmatch, headings))) for each in (*LANGUAGES, *OTHERS) if each != "zh"}
    most = max(found.values())
    near = [each for each in found if found[each] == most]
    rows = [" ".join(row.split()) for row in text.split("\n") if row.strip()] if len(near) > 1 else []
    return max(near, key=lambda each: tells(rows, each)) if most else None


def _rows(text: str, sheet: Sheet) -> Iterator[tuple[Row, int]]:
    """The rows of a text, each with the level of the heading that it is, 0 for words."""
    lines = split(text)
    for line, (printed, heading) in zip(lines, unmarked(lines), strict=True):
        if printed.blank:
            continue
        level = len(line.text.lstrip()) - len(line.text.lstrip().lstrip("#")) if heading else 0
        yield sheet.add(join([printed.text]), line.start, line.end), level


class _Headed(Flat):
    """Opens articles and divisions at headings only; what stands before the first is title and preamble."""

    def __init__(self, scribe: Scribe, language: str) -> None:
        super().__init__(scribe, language)
        self.under = 0  # the level of the heading right above, 0 behind words

    def take(self, row: Row, level: int) -> None:
        """Take a row, which is a heading of a level or, at level 0, words."""
        if level:
            self.quotes.clear()
            self._head(row, level)
        elif self.part == "front":
            self.scribe.preamble(row)
        else:
            self.text(row)
        self.before, self.under = row.words, level

    def _head(self, row: Row, level: int) -> None:
        found = _opener(self.language).fullmatch(row.words)
        if found:
            self.open_article(Row(row.index, found["label"].strip()), number=_path(found["number"], found["label"]))
            rest = found["rest"] or found["aside"]
            if rest:
                self.scribe.name(Row(row.index, rest))
        elif self.part == "front" and self.scribe.heading is None:
            self.scribe.title(row)
        elif self.under and level > self.under and self.scribe.named is not None and self.scribe.named.kind == "article":
            self.scribe.name(row)
        else:
            self._divide(row)

    def _divide(self, row: Row) -> None:
        """Open the division that a heading names; headings of one level may hold each other, told by their words."""
        self._leave()
        self.part = "body"
        known = is_division(row.words, self.language)
        named = None if known else _NAMED.fullmatch(row.words)
        if known:
            kind, step, label, rest = known
        elif named:
            step = f"{named['word'].lower()}-{division_number(named['number'].removesuffix('er'))}"
            kind, label, rest = "division", row.words[: named.end("number")], named["rest"]
        else:
            above = self.scribe.divisions[-1][1].path if self.scribe.divisions else ""
            kind, step, label, rest = "division", f"div-{self.scribe.tree.ordinal(f'{above}/div-')}", row.words, ""
        self.scribe.division(kind, step, label, row)
        if rest:
            self.scribe.name(Row(row.index, rest))


def _path(number: str, label: str) -> str:
    """The number of an article as a step: `L. 111-1` is `l111-1`, `6 bis` is `6a`."""
    coded = _CODED.match(number)
    digits = re.search(r"\d.*", number.replace("‑", "-"), re.DOTALL)
    if digits is None or not (coded or re.search(r"\d[-.]\d", digits[0])):
        return division_number(number) if re.fullmatch(r"[IVXLC]+", number) else article_number(label)
    series = coded["series"].lower() if coded else ""
    whole = re.match(r"[\d.-]*\d", digits[0])
    return f"{series}{whole[0] if whole else ''}{re.sub(r'[^a-z0-9]', '', digits[0][whole.end() if whole else 0 :].lower())}"
