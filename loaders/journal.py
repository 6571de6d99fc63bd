"""Official Journal acts in plain text, French or English: title, visas, recitals, articles, signature, annexes.

Recitals, footnotes, marks of footnotes and numbered directives are all printed "(1)": what one is follows from
the series it continues, the page it stands on and the part of the act.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import act
from .document import Document, Node, Source
from .footnotes import bearer
from .lines import Line, is_artefact, join, page_start, split, width
from .outline import Outline
from .source import decode
from .tree import Draft, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["matches", "parse"]

def matches(text: str) -> bool:
    """Return whether a text is an act: a title in capitals and a formula that enacts."""
    rows = [row.strip() for row in text.split("\n")]
    return any(act.TITLE.match(row) for row in rows) and any(act.ENACTING.fullmatch(row) for row in rows)


def parse(source: Source) -> Document:
    """Return the tree of an act."""
    text = decode(source)
    lines = split(text)
    reader = _Act(lines)
    for index, line in enumerate(lines):
        if not line.blank and not is_artefact(line):
            reader.read(index)
    title = join(words for _, words in reader.title.rows) if reader.title else None
    return Document(source, act.metadata(title, reader.formula, text), reader.finish())


class _Act:
    """Reads an act row by row; `part` names where it is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines, self.tree, self.size = lines, Tree(lines), width(lines)
        self.part = "front"
        self.at: Draft | None = None
        self.title: Draft | None = None
        self.annex: Draft | None = None
        self.group: Draft | None = None
        self.recitals: Draft | None = None
        self.outline: Outline | None = None
        self.resume: Draft | None = None
        self.notes: list[Draft] = []
        self.numbers = {"recital": 0, "directive": 0}
        self.before = ""
        self.formula = ""

    def read(self, index: int) -> None:
        """Take one printed row."""
        row = join([self.lines[index].text])
        if self.at in self.notes and (page_start(self.lines, index) or self._ends_notes(row)):
            self.at = self.resume
        if not (self._note(index, row) or self._division(index, row)):
            getattr(self, f"_in_{self.part}")(index, row)
        self.before = row

    def finish(self) -> tuple[Node, ...]:
        """Return the nodes."""
        self.tree.merge_lone()
        return self.tree.nodes()

    def _ends_notes(self, row: str) -> bool:
        return bool(act.ARTICLE.fullmatch(row) or act.SIGNATURE.match(row) or act.ANNEX.fullmatch(row))

    def _gap(self, index: int) -> bool:
        """Whether a paragraph can begin at a row: space above it, the top of a page, or the end of the text."""
        return index in (0, len(self.lines)) or self.lines[index - 1].blank or page_start(self.lines, index)

    # footnotes

    def _note(self, index: int, row: str) -> bool:
        match = act.NUMBERED.match(row)
        if match is None or not self._gap(index) or int(match["number"]) != len(self.notes) + 1:
            return False
        above = bearer(self.tree.drafts, match["number"])
        if above is None or (self._continues(int(match["number"])) and not act.CITING.search(self._ahead(index))):
            return False
        if self.at not in self.notes:
            self.resume = self.at
        self.at = self.tree.add(f"fn-{match['number']}", "footnote", parent=above, label=match["label"])
        self.at.add(index, match["rest"])
        self.notes.append(self.at)
        return True

    def _continues(self, number: int) -> bool:
        series = {"recitals": "recital", "annex": "directive"}.get(self.part)
        return series is not None and number == self.numbers[series] + 1

    def _ahead(self, index: int) -> str:
        rows = []
        for line in self.lines[index:]:
            if line.blank:
                break
            rows.append(line.text)
        return " ".join(rows)

    # divisions

    def _division(self, index: int, row: str) -> bool:
        if match := act.ARTICLE.fullmatch(row):
            return self._article(index, match)
        if (match := act.ANNEX.fullmatch(row)) and self._gap(index):
            return self._annex(index, match)
        for part, sign in (("enacting", act.ENACTING), ("signature", act.SIGNATURE)):
            if self.part not in ("annex", part) and sign.match(row) and self._gap(index):
                return self._single(index, row, part, "formula" if part == "enacting" else "signature")
        return False

    def _single(self, index: int, row: str, part: str, kind: str) -> bool:
        stem = f"{kind}-"
        path = "signature" if kind == "signature" else f"{stem}{self.tree.ordinal(stem)}"
        self.part, self.at = part, self.tree.add(path, kind)
        self.at.add(index, row)
        return True

    def _article(self, index: int, match: re.Match[str]) -> bool:
        self.part = "article"
        base = f"{self.annex.path}/" if self.annex else ""
        self.at = self.tree.add(f"{base}{act.article_path(match)}", "article", parent=self.annex, label=match["label"])
        self.at.mark(index)
        self.outline = Outline(self.tree, self.at, self.at.path, width=self.size)
        return True

    def _annex(self, index: int, match: re.Match[str]) -> bool:
        self.annex = self.at = self.tree.add(act.annex_path(match), "annex", label=match["label"])
        self.annex.mark(index)
        self.part, self.group, self.numbers["directive"] = "annex", None, 0
        return True

    # the rows of each part

    def _in_front(self, index: int, row: str) -> None:
        if act.INSTITUTION.fullmatch(row):
            self.formula = row
            self._single(index, row, "visas", "formula")
        elif self.title is None and not act.TITLE.match(row):
            self.tree.add(f"head-{self.tree.ordinal('head-')}", "heading", heading=row).add(index, row)
        else:
            self.title = self.title or self.tree.add("title", "title")
            self.title.add(index, row)

    def _in_visas(self, index: int, row: str) -> None:
        if act.RECITALS.fullmatch(row):
            self.part = "recitals"
            self.at = self.tree.add("recitals", "heading", heading=row)
        elif self.at is None or (self._gap(index) and act.VISA.match(row)):
            self.at = self.tree.add(f"visa-{self.tree.ordinal('visa-')}", "visa")
        self.at.add(index, row)

    def _in_recitals(self, index: int, row: str) -> None:
        match = act.NUMBERED.match(row)
        if match and self.at not in self.notes and int(match["number"]) == self.numbers["recital"] + 1:
            self.numbers["recital"] += 1
            self.at = self.tree.add(f"rct/{match['number']}", "recital", label=match["label"])
            row = match["rest"]
        self._go_on(index, row)

    def _in_enacting(self, index: int, row: str) -> None:
        self._go_on(index, row)

    _in_signature = _in_enacting

    def _in_article(self, index: int, row: str) -> None:
        if self.at in self.notes or self.outline is None or self.outline.container is None:
            self._go_on(index, row)
            return
        article = self.outline.container
        if not article.heading and article.marks[-1] == self._printed_before(index) and self._is_heading(index, row):
            article.heading = row
            article.mark(index)
            return
        self.outline.feed(index, row, indent=self._gap(index) and bool(re.search(r"[.;:]$", self.before)))

    def _printed_before(self, index: int) -> int:
        return next((row for row in range(index - 1, -1, -1) if not self.lines[row].blank), -1)

    def _is_heading(self, index: int, row: str) -> bool:
        if re.search(r"[.;:,]$|^\(?\w{1,3}[.)]\s", row) or not self._gap(index):
            return False
        return self._gap(index + 1) or (len(row) < 0.7 * self.size and self._stands_alone(index))

    def _stands_alone(self, index: int) -> bool:
        """Whether an empty line follows a row, and then a row that can begin a paragraph."""
        below = self.lines[index + 1 : index + 6]
        after = next((line.text.strip() for line in below if not line.blank), "")
        return bool(below) and below[0].blank and re.match(r"\W{0,2}[\dA-ZÀ-Ý]", after) is not None

    def _in_annex(self, index: int, row: str) -> None:
        match = act.NUMBERED.match(row)
        base = self.annex.path if self.annex else "annex"
        if match and self.at not in self.notes and int(match["number"]) == self.numbers["directive"] + 1:
            self.numbers["directive"] += 1
            above = self.group or self.annex
            self.at = self.tree.add(f"{base}/{match['number']}", "paragraph", parent=above, label=match["label"])
            row = match["rest"]
        elif self._gap(index) and re.search(r"[.;:]$", self.before) and act.GROUP.fullmatch(self._ahead(index).strip()):
            self._group(base)
        elif self.at is self.annex:
            self.at = self.tree.add(f"{base}/title", "title", parent=self.annex)
        elif self.at and self.at.kind == "title" and row.endswith(":"):
            self._group(base)
        self._go_on(index, row)

    def _group(self, base: str) -> None:
        stem = f"{base}/grp-"
        self.group = self.at = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "group", parent=self.annex)

    def _go_on(self, index: int, row: str) -> None:
        if self.at is None:
            self.at = self.tree.add("al-1", "alinea")
        self.at.add(index, row)
