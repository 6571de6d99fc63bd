"""Acts on EUR-Lex pages: what a row with a class, in a part of the act, is.

The same classes stand with the prefix `oj-` on newer pages and without it on older and consolidated ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .flat import shouts
from .labels import article_number, is_dash, mark
from .levels import Levels
from .quotes import Quotes
from .scribe import Scribe
from .sheet import Row, Sheet
from .wording import annex_name, division_in, wording

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PageAct"]

_BRACKETS = re.compile(r"\(\d{1,3}[a-z]{0,2}\)")
_NAMES = ("sti-art", "stitle-article-norm", "ti-section-2", "title-division-2", "title-annex-2")
_QUOTED = ("‘", "“", "„", "«")
_ASIDE = re.compile(r"\((?:[^()]|\([^()]*\))*\)")  # the second row of a heading: the provision that an article carries out
_HEADING = 150  # characters
_ABOVE = ("hd-", "reference", "disclaimer", "title-fam", "title-doc-oj", "no-doc")


class PageAct:
    """Feeds a scribe; `part` is front, preamble, visas, recitals, body, annex or closing, `depth` that of lists.

    `identifier` is the number of the ELI subdivision that opens, `marked` says that the page has such for its articles,
    `titled` that it has a class for their headings.
    """

    def __init__(self, sheet: Sheet, language: str, *, marked: bool, titled: bool = True) -> None:
        self.scribe, self.language, self.marked, self.titled = Scribe(sheet), language, marked, titled
        self.words = wording(language).words
        self.part, self.identifier, self.last, self.depth = "front", "", 0, 0
        self.quotes, self.levels = Quotes(), Levels()
        self.before = ""
        self.headings: dict[str, Callable[[Row], None]] = {
            "ti-art": self._article, "title-article-norm": self._article, "ti-section-1": self._division,
            "title-division-1": self._division, "doc-ti": self._title, "title-doc-first": self._title,
            "title-doc-last": self._title, "ti-annex": self._annex, "title-annex-1": self._annex,
            "signatory": self.scribe.sign, "ti-grseq-1": self._part, "title-gr-seq-level-1": self._part,
            **dict.fromkeys(_NAMES, self.scribe.name),
        }  # fmt: skip
        self.parts: dict[str, Callable[[Row], None]] = {
            "front": self._in_front, "preamble": self._in_preamble, "visas": self._in_visas, "recitals": self._in_recitals,
            "body": self._in_body, "annex": self._in_annex, "closing": self._in_closing,
        }  # fmt: skip

    def read(self, row: Row, names: list[str]) -> None:
        """Take a row with the classes of its element."""
        heading = next((self.headings[name] for name in names if name in self.headings), None)
        if heading is not None and self._is_own(heading, row):
            heading(row)
        elif self.part == "front" and any(name.startswith(_ABOVE) for name in names):
            self.scribe.single("heading", row)
        else:
            self.parts[self.part](row)
        self.before = row.words

    def enter(self, kind: str, number: str) -> None:
        """Follow an ELI subdivision into its part of the act."""
        if kind in ("art", "enc"):
            self.part = "annex" if self.scribe.annex else "body"
            self.identifier = number if kind == "art" else ""
            self.quotes.clear()
        else:
            self.part = {"rct": "recitals", "cit": "visas", "pbl": "preamble", "fnp": "closing", "anx": "annex"}[kind]

    def _is_own(self, heading: Callable[[Row], None], row: Row) -> bool:
        """Whether a heading is the act's own, not that of a provision which it writes into another."""
        if heading == self._article:
            if self.depth or self.marked:
                return bool(self.identifier) and not self.depth
            following = article_number(row.words) == str(self.last + 1)
            return following if self.quotes.open else row.words[:1].isalnum()
        if self.part in ("front", "closing"):
            return True
        return not (self.depth or self.quotes.open or (self.part == "body" and row.words.startswith(_QUOTED)))

    # rows of each part

    def _in_front(self, row: Row) -> None:
        if self.scribe.heading is None:
            self.scribe.single("heading", row)
        elif shouts(row.words) and re.search(r"[,–-]$", row.words):
            self.scribe.single("formula", row)
            self.part = "visas"
        else:
            self.scribe.preamble(row)

    def _in_preamble(self, row: Row) -> None:
        if self.words["whereas"].match(row.words) and len(row.words) < 80:
            self.scribe.recitals(row)
        else:
            self.scribe.single("formula", row)

    def _in_visas(self, row: Row) -> None:
        whereas = self.words["whereas"].match(row.words)
        if whereas and len(row.words) - whereas.end() < 4:
            self.scribe.recitals(row)
            self.part = "recitals"
        elif not self._enacts(row):
            self.scribe.single("visa", row)

    def _in_recitals(self, row: Row) -> None:
        if self._enacts(row):
            return
        found = mark(row.words)
        if found and _BRACKETS.fullmatch(found["label"]):
            self.scribe.recital(found["label"], Row(row.index, found["rest"]))
        elif self.scribe.at is not None and self.scribe.at.kind == "recital":
            self.scribe.more(row)
        else:
            self.scribe.recital(None, row)

    def _enacts(self, row: Row) -> bool:
        """Whether a row is the formula that enacts, in capitals, and is taken."""
        if not (shouts(row.words) and row.words.endswith((":", "."))):
            return False
        self.scribe.single("formula", row)
        self.part = "body"
        return True

    def _in_body(self, row: Row) -> None:
        if self.quotes.takes(row.words) or self.depth:
            self.scribe.more(row)
        elif self.scribe.annex is None and self.words["done"].match(row.words) and len(row.words) < 120:
            self.part = "closing"
            self.scribe.sign(row)
        elif found := mark(row.words):
            self._marked(row, found["label"], Row(row.index, found["rest"]))
        elif self._names(row):
            self.scribe.name(row)
        elif self.scribe.annex is None and len(row.words) < 250 and self.words["binding"].search(row.words):
            self.scribe.single("formula", row)
        else:
            self.levels.text()
            self.scribe.block(row)

    def _names(self, row: Row) -> bool:
        """Whether a row is the heading of an article, on a page that has no class for such."""
        named = self.scribe.named
        if self.titled or named is None or named is not self.scribe.article or len(row.words) > _HEADING:
            return False
        return row.words[-1:].isalnum() if named.heading is None else _ASIDE.fullmatch(row.words) is not None

    def _in_annex(self, row: Row) -> None:
        found = mark(row.words)
        if self.scribe.annex is None or self.depth or self.quotes.takes(row.words):
            self.scribe.more(row)
        elif found and self.scribe.article:
            self._marked(row, found["label"], Row(row.index, found["rest"]))
        elif found and not is_dash(found["label"]):
            self._listed(found["label"], row, Row(row.index, found["rest"]))
        else:
            self.levels.text()
            self.scribe.block(row)

    def _in_closing(self, row: Row) -> None:
        if self.scribe.signature or self.words["done"].match(row.words):
            self.scribe.sign(row)
        else:
            self.scribe.single("formula", row)

    def _marked(self, row: Row, label: str, rest: Row) -> None:
        """A row that opens with a mark and stands in no list: a number is that of a paragraph."""
        if self.scribe.article and re.match(r"\(?\d", label) and not self._is_listed(label):
            self.levels.clear()
            self.scribe.open_paragraph(label, row)
            if rest.words:
                self.scribe.block(rest)
        else:
            self._listed(label, row, rest)

    def _listed(self, label: str, row: Row, rest: Row) -> None:
        """A member of a list whose depth nothing but its mark tells."""
        self.scribe.item(label, self.levels.depth(label, before=self.before) or 1, row)
        if rest.words:
            self.scribe.more(rest)

    def _is_listed(self, label: str) -> bool:
        """Whether a number is that of a point: one in its form stands open, or the words above announce points and have no such number."""
        above = self.scribe.paragraph.label if self.scribe.paragraph else None
        if above is not None:
            return _form(above) != _form(label)
        if self.scribe.items:
            return any(_form(item.label or "") == _form(label) for item in self.scribe.items)
        return self.scribe.has_text and self.before.endswith(":")

    def item(self, label: str, row: Row | None, rest: Row | None) -> None:
        """Open a member of a list at the depth that is reached; `rest` are its words where they stand in the same row."""
        self.levels.clear()
        self.scribe.item(label, self.depth + 1, row)
        if rest and rest.words:
            self.scribe.more(rest)

    def numbered(self, row: Row) -> None:
        """Take the number of a paragraph that stands apart from its words."""
        if self.quotes.open or self.depth:
            self.scribe.more(row)
        elif self.scribe.article:
            self.levels.clear()
            self.scribe.open_paragraph(row.words, row)
        else:
            self.item(row.words, row, None)

    # headings

    def _title(self, row: Row) -> None:
        known = self.scribe.heading.rows if self.scribe.heading else []
        named = self.scribe.annex is not None and self.scribe.named is self.scribe.annex
        if self.part != "front":
            if named and not annex_name(row.words, self.language):
                self.scribe.name(row)
            else:
                self._annex(row)
        elif any(words == row.words for _, words in known):
            self.scribe.single("heading", row)  # printed again above the text
        else:
            self.scribe.title(row)

    def _annex(self, row: Row) -> None:
        self.part, self.depth, self.last = "annex", 0, 0
        self.quotes.clear()
        self.levels.clear()
        self.scribe.open_annex(annex_name(row.words, self.language) or "annex-1", row.words, row)

    def _article(self, row: Row) -> None:
        identifier, self.identifier = self.identifier, ""
        self.part = "annex" if self.scribe.annex else "body"
        self.quotes.clear()
        self.levels.clear()
        number = identifier if re.fullmatch(r"\d+[a-z]{0,2}", identifier) else article_number(row.words)
        self.last = int(re.match(r"\d*", number)[0] or 0)  # type: ignore[index]
        self.scribe.open_article(number, row.words, row)

    def _division(self, row: Row) -> None:
        self.part = "annex" if self.scribe.annex else "body"
        found = division_in(row.words, self.language)
        if found:
            kind, name, label, rest = found
            self.scribe.division(kind, name, label, row)
            if rest:
                self.scribe.name(Row(row.index, rest))
        else:
            self.scribe.division("division", f"div-{self.scribe.tree.ordinal('div-')}", row.words, row)

    def _part(self, row: Row) -> None:
        if self.part == "annex":
            self.levels.clear()
            self.scribe.part(row)
        elif self.part == "front":
            self.scribe.preamble(row)
        else:
            self.scribe.block(row)


def _form(label: str) -> tuple[bool, bool, str]:
    """How a label is written: with digits, in brackets, and what ends it."""
    return any(map(str.isdigit, label)), label.startswith("("), label[-1:]
