"""Acts printed as rows that follow each other flat: the older HTML of EUR-Lex, its plain text, proposals of the Commission.

What a row is follows from its words, in the language of the act, and from the rows before it. A class that the markup
gives a row is taken for it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from . import act, han
from .labels import article_number, mark
from .levels import Levels
from .quotes import Quotes
from .sheet import Row
from .wording import annex_name, division_in, is_annex_alone, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .scribe import Scribe

__all__ = ["Flat", "is_article", "is_division", "shouts"]

_ENDED = re.compile(r"[.;:,。；：，؛،]$|^\(?\w{1,4}[.)]\s|^[—–•-]\s")
_EX = re.compile(r"\(\s*ex\b.*\)(?:\s*\[\d+\])?$", re.IGNORECASE)
_PREAMBLE = re.compile(r"pr[ée]amb\w*|präambel", re.IGNORECASE)
_RULE = re.compile(r"[-_=*]{6,}")
_NOTE = re.compile(r"(?P<label>\((?P<number>\d{1,3})\)|\[(?P<square>\d{1,3}|\*)\])\s+(?P<rest>.*)", re.DOTALL)
_SHOUT = 0.8  # of the letters are capitals


class Flat:
    """Feeds a scribe row by row; `part` names where in the act it is."""

    def __init__(self, scribe: Scribe, language: str) -> None:
        self.scribe, self.language, self.words = scribe, language, wording(language).words
        self.levels, self.quotes = Levels(), Quotes()
        self.part = "front"
        self.formula = ""
        self.before = ""
        self.bracketed = language in ("de", "hu", "ro")  # where paragraphs are printed `(1)` and points `1.`
        self.recital = self.paragraph = self.article = 0
        self.rule = False

    @property
    def author(self) -> str | None:
        """The institutions that the act names as its authors, where this is English or French."""
        return act.author(self.formula)

    def read_all(self, rows: Sequence[Row]) -> None:
        """Take all printed rows of an act."""
        first = next((place for place, row in enumerate(rows) if self.opens(row)), len(rows))
        enacted = any(shouts(row.words) and self.words["adopted"].search(row.words) for row in rows[:first])
        begin = 0 if enacted else self._front(rows, first)
        for row in rows[begin:]:
            self.read(row)

    def _front(self, rows: Sequence[Row], first: int) -> int:
        """Take what stands before the articles of a treaty, which no institution enacts, and return where they begin.

        Divisions right above the first article open its body; those further up are a table of contents.
        """
        begin = first
        for place in range(first - 1, max(-1, first - 9), -1):
            if is_division(rows[place].words, self.language):
                begin = place
            elif _ENDED.search(rows[place].words):
                break
        contents = max((place for place in range(begin) if _RULE.fullmatch(rows[place].words)), default=-1)
        preamble = False
        for place, row in enumerate(rows[:begin]):
            preamble = preamble or (place > contents and bool(_PREAMBLE.fullmatch(row.words) or _ENDED.search(row.words)))
            if preamble:
                self.scribe.preamble(row)
            elif place > contents:
                self.scribe.title(row)
            elif place < contents:
                self.scribe.single("heading", row)
        self.part = "body"
        return begin

    def read(self, row: Row) -> None:
        """Take one printed row."""
        if _RULE.fullmatch(row.words):
            self.rule = True
            return
        if not (self._opening(row) or self._note(row)):
            reader: Callable[[Row], None] = getattr(self, f"_in_{self.part}")
            reader(row)
        self.before, self.rule = row.words, False

    # parts

    def _opening(self, row: Row) -> bool:
        """Whether a row opens a part, an article, a division or an annex, and is taken."""
        if self.part == "front":
            return self._formula(row)
        if self.part in ("visas", "recitals"):
            return self._announced(row)
        if self.quotes.open and not self._next_article(row):
            return False
        return self._structure(row)

    def _formula(self, row: Row) -> bool:
        """The institutions that act, in capitals, with a comma: visas follow."""
        if not (self.scribe.heading and shouts(row.words) and re.search(r"[,–—-]$", row.words)):
            return False
        self.formula, self.part = row.words, "visas"
        self.scribe.single("formula", row)
        return True

    def _announced(self, row: Row) -> bool:
        whereas = self.words["whereas"].match(row.words)
        if self.part == "visas" and whereas and len(row.words) - whereas.end() < 4:
            self.part = "recitals"
            self.scribe.recitals(row)
        elif (shouts(row.words) and self.words["adopted"].search(row.words)) or self._enacts(row.words):
            self.part = "body"
            self.scribe.single("formula", row)
        elif self.opens(row):
            self.part = "body"
            return self._structure(row)
        else:
            return False
        return True

    def _enacts(self, words: str) -> bool:
        return bool(self.words["adopted"].search(words)) and words.endswith(":") and shouts(words)

    def _structure(self, row: Row) -> bool:
        if self.opens(row):
            self.open_article(row)
        elif name := self._annex(row.words):
            self.open_annex(name, row)
        elif self.part == "body" and (found := is_division(row.words, self.language)):
            kind, step, label, rest = found
            self._leave()
            self.scribe.division(kind, step, label, row)
            if rest:
                self.scribe.name(Row(row.index, rest))
        elif self.part == "body" and self.words["done"].match(row.words) and len(row.words) < 120:
            self.part = "closing"
            self._leave()
            if self._is_regulation():
                self.scribe.close_body()
            self.scribe.sign(row)
        else:
            return False
        return True

    def _is_regulation(self) -> bool:
        title = self.scribe.heading.rows[0][1] if self.scribe.heading and self.scribe.heading.rows else ""
        return self.words["regulation"].search(title) is not None

    def _annex(self, words: str) -> str | None:
        """The step of what a row annexes: an annex, a protocol, what a rule sets apart."""
        if self.rule and self.part in ("body", "closing") and len(words) < 80 and not _ENDED.search(words):
            word = re.match(r"[^\W\d_]+", words)
            return f"{word[0].lower()}" if word else None
        name = annex_name(words, self.language)
        named = self.scribe.named
        heading = named is not None and named.kind == "article" and named.heading is None
        return None if name and heading and is_annex_alone(words, self.language) else name  # an article on annexes

    def open_annex(self, name: str, row: Row) -> None:
        """Open an annex: `name` as a step of its path; one without a number may be that of a protocol."""
        self._leave()
        self.part = "body"
        above = self.scribe.annex
        if above is not None and above.path.startswith("protocol-") and name == "annex-1":
            name = f"{above.path.split('/')[0]}/{name}"
        self.scribe.open_annex(name, row.words, row)

    def open_article(self, row: Row, *, number: str | None = None) -> None:
        """Open an article; `number` where it is known apart from its label."""
        self._leave()
        self.part = "body"
        number = number or article_number(row.words)
        self.article = int(re.sub(r"\D", "", number) or 0)
        self.scribe.open_article(number, row.words, row)

    def opens(self, row: Row) -> bool:
        """Return whether a row opens an article: it is nothing but the number of one."""
        return is_article(row.words, self.language)

    def _next_article(self, row: Row) -> bool:
        """Whether the act's own next article ends a quotation that nothing closed."""
        return self.opens(row) and article_number(row.words) == str(self.article + 1)

    def _leave(self) -> None:
        self.levels.clear()
        self.quotes.clear()
        self.paragraph = 0

    def _note(self, row: Row) -> bool:
        """A footnote below the articles, told by its mark."""
        match = _NOTE.match(row.words)
        if match is None or not (self.part == "closing" or match["square"]) or self.part == "front":
            return False
        number = match["number"] or match["square"].replace("*", "star")
        draft = self.scribe.note(number, Row(row.index, match["rest"]), above=None)
        draft.label = match["label"]
        return True

    # rows

    def _in_front(self, row: Row) -> None:
        self.scribe.title(row)

    def _in_visas(self, row: Row) -> None:
        found = mark(row.words)
        if found and re.fullmatch(r"\(1\)", found["label"]):
            self.part = "recitals"  # older acts begin each recital with their own "Whereas"
            self._in_recitals(row)
        elif self.words["whereas"].match(row.words):
            self.part = "recitals"
            self.scribe.recital(None, row)
        else:
            self.scribe.single("visa", row)

    def _in_recitals(self, row: Row) -> None:
        found = mark(row.words)
        if found and re.fullmatch(rf"\(?{self.recital + 1}[.)]+", found["label"]):
            self.recital += 1
            self.scribe.recital(found["label"], Row(row.index, found["rest"]))
        elif self.recital == 0 and self.words["whereas"].match(row.words):
            self.scribe.recital(None, row)
        else:
            self.scribe.more(row)

    def _in_body(self, row: Row) -> None:
        named = self.scribe.named
        if named is not None and self._is_heading(named.heading, row.words):
            self.scribe.name(row)
        else:
            self.text(row)

    def _is_heading(self, heading: str | None, words: str) -> bool:
        named = self.scribe.named
        if named is not None and named.kind == "article" and _EX.match(words):
            return True
        whole = heading is None or _EX.match(heading) is not None or (shouts(heading) and shouts(words))
        return whole and not _ENDED.search(words) and len(words) < 400

    def text(self, row: Row, *, label: str | None = None) -> None:
        """Take a row of an article or annex: a paragraph, a point, or words; `label` is its mark where that stands apart."""
        found = None if label else mark(row.words)
        label = label or (found["label"] if found else None)
        rest = Row(row.index, found["rest"]) if found else row
        if self.quotes.takes(row.words):
            self.scribe.more(row)
        elif label and self._is_paragraph(label):
            self.paragraph = _value(label)
            self.levels.clear()
            self.scribe.open_paragraph(label, row)
            self._inner(rest)
        elif label and (depth := self.levels.depth(label, before=self.before)):
            self.scribe.item(label, depth, row)
            self._words(rest)
        else:
            self.levels.text()
            self.scribe.block(row)

    def _inner(self, row: Row) -> None:
        """The words behind a paragraph's number, which may open with a point of their own."""
        found = mark(row.words)
        if found and found["label"].strip("()") in ("a", "i") and self.levels.depth(found["label"], before=":"):
            self.scribe.item(found["label"], 1, row)
            self._words(Row(row.index, found["rest"]))
        elif row.words:
            self.scribe.block(row)

    def _words(self, row: Row) -> None:
        if row.words:
            self.scribe.more(row)

    def _is_paragraph(self, label: str) -> bool:
        """Whether a number goes on with the paragraphs of an article, in the form that the language gives them."""
        label = _western(label)
        if self.scribe.article is None or not re.match(r"\(?\d", label):
            return False
        bracketed = label.startswith("(")
        if bracketed != self.bracketed:
            return False
        value = _value(label)
        begun = self.scribe.paragraph is not None or not self.scribe.has_text
        return begun and (self.paragraph <= value <= self.paragraph + 3)

    def _in_closing(self, row: Row) -> None:
        self.scribe.sign(row)


def is_article(words: str, language: str) -> bool:
    """Return whether a row is nothing but the number of an article, in a language of the Union."""
    return len(words) < 60 and _article_pattern(language).fullmatch(words) is not None


@lru_cache(32)
def _article_pattern(language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(han.LABEL)
    word = wording(language).words["article"].pattern
    suffix = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)|\s?-?[a-zа-яα-ω]{1,2})?"
    number = rf"(?:\d{{1,4}}(?:\.?[oº°]|er)?\.?{suffix}|(?-i:[IVXL]+))"
    alone = r"sole article|article unique|einziger artikel|artículo único|articolo unico|artigo único|enig artikel|eneste artikel"
    return re.compile(
        rf"(?:(?:{word}|art\.?|čl\.?|чл\.?|§)\s*(?:premier|primero|{number})|{number}(?:\.\s*|\s+)(?:{word})|\d{{1,4}}(?:\s?[a-z])?\.?\s*§|{alone})\.?(?:\s*\(\s*ex\b.*\))?(?:\s*\[\d+\])?",
        re.IGNORECASE,
    )


def is_division(words: str, language: str) -> tuple[str, str, str, str] | None:
    """Return kind, step, label and heading where a row opens a division: the word and its number, and perhaps a title."""
    found = division_in(words, language)
    if found is None or len(words) > 200:
        return None
    return found if not found[3] or language == "zh" or shouts(words) or re.match(r"\s*[-–—:]", words[len(found[2]) :]) else None


def shouts(words: str) -> bool:
    """Return whether words are printed in capitals."""
    letters = [letter for letter in words if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= _SHOUT * len(letters)


def _value(label: str) -> int:
    match = re.search(r"\d+", _western(label))
    return int(match[0]) if match else 0


def _western(label: str) -> str:
    """A label in western signs, without the dash that a converter of Arabic put in front."""
    return re.sub(r"^[-–]\s?(?=\d)", "", han.narrow(label) if han.is_wide(label) else label)
