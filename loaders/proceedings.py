"""Reports of United Nations bodies with one paragraph a row: headed sections, numbered paragraphs, annexes with rules.

Such texts come out of databases without the line breaks of the page: a heading may stand on the row of the paragraph that
follows it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from .document import Document, Metadata, Source
from .language import is_french_or_english, language_of
from .lines import Line, is_artefact, join, split, width
from .numerals import ordinal
from .outline import Outline
from .reports import matches as numbered
from .source import decode
from .tree import Draft, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["matches", "parse"]

_ANNEX = re.compile(r"(?P<label>(?:Annex|Annexe)(?:\s+(?P<number>[IVX]+))?)\s+(?P<rest>[A-ZÀ-Ý].*)", re.DOTALL)
_SECTION = re.compile(
    r"(?P<label>(?P<number>[IVX]+|[A-Z])\.)\s+(?P<title>[A-ZÀ-Ý][^.;:]{2,160}?)"
    r"(?=$|\s[A-Z]\.\s|\s(?:Rule|Règle)\s\d|\s_{5,}|\s\d+\.\s|\s\([A-Z]+\)\d)"
)
_RULE = re.compile(r"(?P<label>(?:Rule|Règle)\s(?P<number>\d{1,3}))\s+(?P<rest>[A-ZÀ-Ý].*)", re.DOTALL)
_CUT = re.compile(r"(?<=\s)(?=(?:Rule|Règle)\s\d{1,3}\s[A-ZÀ-Ý])|(?<=[.a-z]\s)(?=[A-Z]\.\s[A-Z][a-z])")
_HEADED = re.compile(r"\d{1,2}\.\s[A-ZÀ-Ý][^.;:]{2,80}")
_NUMBERED = re.compile(r"\s(?=(?:[IVX]+|\d{1,2})\.\s[A-ZÀ-Ý]|\([A-Z]+\)\d)")  # what may follow the name of an annex
_LONG = 160  # characters: a longer row is a whole paragraph
_LEAST = 0.2  # of all rows are as long


def matches(text: str) -> bool:
    """Return whether a text is a report in numbered paragraphs, one a row, with annexes."""
    rows = [row for row in text.split("\n") if row.strip()]
    dense = sum(len(row) > _LONG for row in rows) > _LEAST * len(rows)
    return dense and any(_ANNEX.match(row) for row in rows) and numbered(text) and is_french_or_english(text)


def parse(source: Source) -> Document:
    """Return the tree of a report."""
    text = decode(source)
    lines = split(text)
    reader = _Report(lines)
    for index, line in enumerate(lines):
        if not line.blank and not is_artefact(line):
            for words in _pieces(line):
                reader.read(index, words)
    title = reader.title.heading if reader.title else None
    return Document(source, Metadata(title=title, kind="Report", language=language_of(text)), reader.tree.nodes())


def _pieces(line: Line) -> Iterator[str]:
    """The words of a row, cut where a heading begins inside it."""
    cuts = [0, *(match.start() for match in _CUT.finditer(line.text)), len(line.text)]
    for start, end in pairwise(cuts):
        if line.text[start:end].strip():
            yield line.text[start:end]


def _named(words: str) -> tuple[str, str]:
    """The name of an annex and what follows on its row: the name ends where something is numbered, or after a row's length."""
    numbered = _NUMBERED.search(words)
    end = numbered.start() if numbered else len(words)
    if end > _LONG:
        end = words.rfind(" ", 0, _LONG) + 1 or _LONG
    return words[:end].strip(), words[end:].strip()


class _Report:
    """Reads a report piece by piece; `levels` are the sections that stand open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.tree, self.size = Tree(lines), width(lines)
        self.title: Draft | None = None
        self.annex: Draft | None = None
        self.levels: list[Draft] = []
        self.outline = Outline(self.tree, None, "", width=self.size, whole=True)
        self.last = 0

    def read(self, index: int, words: str) -> None:
        """Take one piece of a row."""
        row = re.sub(r"^\([A-Z]+\)(?=\d)", "", join([words]))
        if match := _ANNEX.match(row):
            self._annex(index, match)
        elif match := _RULE.match(row):
            self._rule(index, match)
        elif (match := _SECTION.match(row)) and not self._goes_on(row):
            self._section(index, match)
            rest = row[match.end() :].strip(" _")
            if rest:
                self.read(index, rest)
        elif self.title is None:
            self.title = self.tree.add("title", "title", heading=row)
            self.title.mark(index)
        elif _HEADED.fullmatch(row) and not self._goes_on(row):
            self._open(index, min(2, len(self.levels)), row, None)
        else:
            self._text(index, row)

    def _goes_on(self, row: str) -> bool:
        """Whether a number goes on with the paragraphs."""
        match = re.match(r"(\d+)\.", row)
        return match is not None and int(match[1]) == self.last + 1

    def _text(self, index: int, row: str) -> None:
        if self._goes_on(row):
            self.last += 1
        self.outline.feed(index, row)

    def _annex(self, index: int, match: re.Match[str]) -> None:
        number = ordinal(match["number"]) if match["number"] else None
        base = f"{self.annex.path}/" if self.annex and number is None else ""
        above = self.annex if base else None
        name, rest = _named(match["rest"])
        draft = self.tree.add(f"{base}annex-{number or 1}", "annex", parent=above, label=match["label"], heading=name)
        draft.mark(index)
        self.annex = draft if number else self.annex
        self.levels.clear()
        self._count(draft, draft.path)
        self.last = 0
        if rest:
            self.read(index, rest)

    def _rule(self, index: int, match: re.Match[str]) -> None:
        base = f"{self.annex.path}/" if self.annex else ""
        above = self.levels[-1] if self.levels else self.annex
        draft = self.tree.add(f"{base}{match['number']}", "article", parent=above, label=match["label"])
        draft.mark(index)
        self._count(draft, draft.path)
        self.last = 0
        self._text(index, match["rest"])

    def _section(self, index: int, match: re.Match[str]) -> None:
        roman = bool(re.fullmatch(r"[IVX]+", match["number"])) and not self._follows(match["number"])
        self._open(index, 0 if roman else min(1, len(self.levels)), match["title"], match["label"])

    def _follows(self, number: str) -> bool:
        """Whether a letter that could be a roman number goes on with the letters."""
        open_ = self.levels[1].label if len(self.levels) > 1 else None
        return bool(open_) and len(number) == 1 and ord(number) == ord(str(open_)[0]) + 1

    def _open(self, index: int, depth: int, title: str, label: str | None) -> None:
        above = self.levels[depth - 1] if depth else self.annex
        stem = f"{above.path}/sec-" if above else "sec-"
        name = label.rstrip(".") if label else str(self.tree.ordinal(stem))
        draft = self.tree.add(f"{stem}{name}", "section", parent=above, label=label, heading=title)
        draft.mark(index)
        self.levels[depth:] = [draft]
        self.outline.move(draft)

    def _count(self, container: Draft, base: str) -> None:
        self.outline = Outline(self.tree, container, base, width=self.size, whole=True)
