"""Treaties and draft articles in plain text: `Article 5` on a row of its own, with or without divisions above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import act
from .divisions import DIVISION, Divisions
from .document import Document, Metadata, Source
from .inrow import parted
from .language import is_french_or_english, language_of
from .leaders import contents
from .lines import is_artefact, join, page_start, split, width
from .outline import Outline
from .preamble import opens, preamble
from .source import decode
from .titles import key_of
from .tree import Draft, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Line

__all__ = ["Articles", "matches", "parse"]

_ARTICLES = re.compile(r"(?m)^\s*Article[ \t\u00a0]+(premier|1er|\d+)\s*$")
_PREAMBLE = re.compile(r"(?i)\s*pr[ée]ambule\b|\s*preamble\b")
# an annex with its title in capitals on the same row
_TITLED = re.compile(
    r"(?P<label>(?P<kind>ANNEX|ANNEXE|APPENDIX|APPENDICE)\s+(?P<number>[IVXL]+|\d+|[A-Z]))\s*[.:–—-]\s*(?P<title>[^a-zß-ÿ]{4,})"
)
_ENDED = re.compile(r"[.;:,]$|^\(?\w{1,4}[.)]\s|^[—–•]")
_CLOSING = re.compile(r"(?:IN WITNESS WHEREOF|EN FOI DE QUOI|DONE at|FAIT à)\b")
_SHORT = 0.6  # of a full row
_LONG = 160  # characters: a longer row is a whole paragraph


def matches(text: str) -> bool:
    """Return whether two articles or more each open with a row of their own."""
    return len(_ARTICLES.findall(text)) > 1 and is_french_or_english(text)


def parse(source: Source) -> Document:
    """Return the tree of a text in articles."""
    text = decode(source)
    lines = split(text)
    reader = Articles(lines)
    listed = contents(lines)
    for index, line in enumerate(lines):
        if index in listed and not line.blank:
            reader.tree.add(f"head-{reader.tree.ordinal('head-')}", "heading", heading=join([line.text])).mark(index)
        elif not line.blank and not is_artefact(line):
            reader.read(index)
    reader.tree.merge_lone()
    title = reader.title.heading if reader.title else None
    metadata = Metadata(
        instrument=key_of(title or ""), title=title, language=language_of(text),
        kind="Protocol" if "protocol" in (title or "").lower() else "Treaty",
    )  # fmt: skip
    return Document(source, metadata, reader.tree.nodes())


class Articles:
    """Reads a text row by row; `named` is what the next row may be the heading of.

    Grows `tree` where another reader has begun it: what an annex of a resolution sets out.
    """

    def __init__(self, lines: Sequence[Line], tree: Tree | None = None) -> None:
        self.lines, self.tree = lines, tree or Tree(lines)
        self.size = width(lines)
        self.whole = sum(len(line.text) > _LONG for line in lines) * 20 > sum(not line.blank for line in lines)
        self.divisions = Divisions(self.tree)
        self.title: Draft | None = None
        self.named: Draft | None = None
        self.annex: Draft | None = None
        self.closing: Draft | None = None
        self.outline: Outline | None = None
        self.before = ""

    def read(self, index: int) -> None:
        """Take one printed row."""
        row = join([self.lines[index].text])
        if not self._opening(index, row):
            self._text(index, row)
        self.before = row

    def _opening(self, index: int, row: str) -> bool:
        if match := act.ARTICLE.fullmatch(row):
            base, above = (f"{self.annex.path}/", self.annex) if self.annex else ("", self.divisions.last)
            self.named = self.tree.add(f"{base}{act.article_path(match)}", "article", parent=above, label=match["label"])
        elif match := act.ANNEX.fullmatch(row.upper() if row[:1].isupper() and (not self.before or _ENDED.search(self.before)) else row):
            self.divisions.close()
            self.annex = self.named = self.tree.add(act.annex_path(match), "annex", label=match["label"])
        elif match := _TITLED.fullmatch(row):
            self.divisions.close()
            self.annex = self.named = self.tree.add(act.annex_path(match), "annex", label=match["label"], heading=match["title"])
        elif self.annex is None and (match := DIVISION.fullmatch(row)):
            self.named, self.outline = self.divisions.open(index, match), None
            return True
        else:
            return False
        self.named.mark(index)
        self.closing = None
        self.outline = Outline(self.tree, self.named, self.named.path, width=self.size, whole=self.whole)
        return True

    def _text(self, index: int, row: str) -> None:
        named, self.named = self.named, None
        if named and not _ENDED.search(row) and not self._begins(named, row):
            named.heading = f"{named.heading} {row}" if named.heading else row
            named.mark(index)
            self.named = None if self._gap(index + 1) else named
        elif self.closing or _CLOSING.match(row):
            self.closing = self.closing or self.tree.add("formula-1", "formula")
            self.closing.add(index, row)
        elif self.outline is None:
            self._front(index, row)
        else:
            ended = self._gap(index) and bool(re.search(r"[.;:]$", self.before))
            for place, point in enumerate(parted(row)):
                self.outline.feed(index, point, indent=ended and not place)

    def _begins(self, named: Draft, row: str) -> bool:
        """Whether a row begins the words of an article, behind a heading that left room on its own row."""
        return named.kind == "article" and named.heading is not None and row[:1].isupper() and len(self.before) < _SHORT * self.size

    def _front(self, index: int, row: str) -> None:
        """Above the articles: the title, then the preamble."""
        if _PREAMBLE.match(row) or _ENDED.search(row) or self._preamble_open():
            before = self.lines[index - 1].text if index else ""
            preamble(self.tree, self.lines[index], fresh=self.whole or self._gap(index) or opens(row, before))
        else:
            self.title = self.title or self.tree.add("title", "title")
            self.title.heading = f"{self.title.heading} {row}" if self.title.heading else row
            self.title.mark(index)

    def _preamble_open(self) -> bool:
        return any(draft.path == "preamble" for draft in self.tree.drafts)

    def _gap(self, index: int) -> bool:
        lines = self.lines
        return index >= len(lines) or index == 0 or lines[index - 1].blank or page_start(lines, index)
