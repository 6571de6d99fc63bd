"""Acts in the plain text of EUR-Lex: each row a paragraph, the mark of a list on a row of its own, footnotes at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import act
from .divisions import DIVISION, Divisions
from .document import Document, Source
from .footnotes import bearer
from .lines import is_artefact, join, split
from .outline import Outline
from .source import decode
from .tree import Draft, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .lines import Line

__all__ = ["matches", "parse"]

_MARK = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,5})[.)]|[—–•]")
_ENDED = re.compile(r"[.;:,]$|^\(?\w{1,4}[.)]\s|^[—–•]")


def matches(text: str) -> bool:
    """Return whether a text is an act whose recitals have their number on a row of its own."""
    rows = [row.strip() for row in text.split("\n")]
    enacts = any(act.TITLE.match(row) for row in rows) and any(act.ENACTING.fullmatch(row) for row in rows)
    return enacts and "(1)" in rows and "(2)" in rows


def parse(source: Source) -> Document:
    """Return the tree of an act."""
    text = decode(source)
    lines = split(text)
    reader = _Act(lines)
    for first, last, row in _rows(lines):
        reader.read(first, last, row)
    reader.tree.merge_lone()
    title = join(words for _, words in reader.title.rows) if reader.title else None
    return Document(source, act.metadata(title, reader.formula, text), reader.tree.nodes())


def _rows(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """The printed rows, a mark joined to the row that it opens: first and last index, words."""
    mark: tuple[int, str] | None = None
    for index, line in enumerate(lines):
        row = join([line.text])
        if not row or (is_artefact(line) and mark is None):
            continue
        if mark is None:
            if _MARK.fullmatch(row):
                mark = index, row
            else:
                yield index, index, row
        elif _MARK.fullmatch(row):
            yield mark[0], mark[0], mark[1]
            mark = index, row
        else:
            yield mark[0], index, f"{mark[1]} {row}"
            mark = None
    if mark:
        yield mark[0], mark[0], mark[1]


class _Act:
    """Reads an act row by row; `part` names where it is, `named` is what the next row may be the heading of."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.tree = Tree(lines)
        self.divisions = Divisions(self.tree)
        self.part = "front"
        self.formula = ""
        self.title: Draft | None = None
        self.at: Draft | None = None
        self.named: Draft | None = None
        self.annex: Draft | None = None
        self.outline: Outline | None = None
        self.recitals = self.notes = 0

    def read(self, first: int, last: int, row: str) -> None:
        """Take one printed row."""
        if not self._opening(first, row):
            whole = first == last
            self.at = (whole and self._note(first, row)) or getattr(self, f"_in_{self.part}")(first, row)
        if self.at:
            self.at.mark(first)
            self.at.mark(last)

    def _opening(self, index: int, row: str) -> bool:
        """Whether a row opens a part, an article, a division or an annex."""
        if self.part == "front" and act.INSTITUTION.fullmatch(row):
            self.formula, self.part, self.at = row, "visas", self._add("formula-", "formula", index, row)
        elif self.part == "visas" and act.RECITALS.fullmatch(row):
            self.part, self.at = "recitals", self.tree.add("recitals", "heading", heading=row)
            self.at.add(index, row)
        elif self.part in ("visas", "recitals") and act.ENACTING.fullmatch(row):
            self.part, self.at = "body", self._add("formula-", "formula", index, row)
        elif self.part == "body" and act.SIGNATURE.match(row):
            self.part, self.at = "closing", self.tree.add("signature", "signature")
            self.at.add(index, row)
            self.divisions.close()
        elif self.part != "front" and (match := act.ANNEX.fullmatch(row)):
            self.annex = self.at = self.named = self.tree.add(act.annex_path(match), "annex", label=match["label"])
            self.part, self.outline = "body", Outline(self.tree, self.annex, self.annex.path, width=0, whole=True)
        elif self.part == "body" and (match := act.ARTICLE.fullmatch(row)):
            self._article(match)
        elif self.part == "body" and self.annex is None and (match := DIVISION.fullmatch(row)):
            self.at = self.named = self.divisions.open(index, match)
            self.outline = None
        else:
            return False
        return True

    def _article(self, match: re.Match[str]) -> None:
        base, above = (f"{self.annex.path}/", self.annex) if self.annex else ("", self.divisions.last)
        self.at = self.named = self.tree.add(
            f"{base}{act.article_path(match)}", "article", parent=above, label=match["label"]
        )
        self.outline = Outline(self.tree, self.at, self.at.path, width=0, whole=True)

    def _add(self, stem: str, kind: str, index: int, row: str, *, above: Draft | None = None) -> Draft:
        draft = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", kind, parent=above)
        draft.add(index, row)
        return draft

    def _note(self, index: int, row: str) -> Draft | None:
        """A footnote has its number on its own row, and stands behind the articles."""
        match = act.NUMBERED.match(row)
        if match is None or self.part == "front" or int(match["number"]) != self.notes + 1:
            return None
        above = bearer(self.tree.drafts, match["number"])
        if above is None and self.part != "closing":
            return None
        self.notes += 1
        self.part = "closing"
        draft = self.tree.add(f"fn-{match['number']}", "footnote", parent=above, label=match["label"])
        draft.add(index, match["rest"])
        return draft

    # the rows of each part

    def _in_front(self, index: int, row: str) -> Draft | None:
        if self.title is None and not act.TITLE.match(row):
            return None if act.RUNNING.fullmatch(row) else self._add("head-", "heading", index, row)
        self.title = self.title or self.tree.add("title", "title")
        self.title.add(index, row)
        return self.title

    def _in_visas(self, index: int, row: str) -> Draft:
        return self._add("visa-", "visa", index, row)

    def _in_recitals(self, index: int, row: str) -> Draft | None:
        match = act.NUMBERED.match(row)
        if match and int(match["number"]) == self.recitals + 1:
            self.recitals += 1
            self.at = self.tree.add(f"rct/{match['number']}", "recital", label=match["label"])
            row = match["rest"]
        if self.at:
            self.at.add(index, row)
        return self.at

    def _in_body(self, index: int, row: str) -> Draft | None:
        named, self.named = self.named, None
        if named and named.heading is None and not _ENDED.search(row):
            named.heading = row
            return named
        if self.outline is None:
            return self._add("al-", "alinea", index, row)
        return self.outline.feed(index, row)

    def _in_closing(self, index: int, row: str) -> Draft | None:
        if self.at:
            self.at.add(index, row)
        return self.at
